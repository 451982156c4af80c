package nnrun.data;

/// Where rows come from: a file, or a generator.
public sealed interface Source permits Csv, Idx, Glyphs, Moons, Circles, Spirals, Blobs, Xor, Function {

  /// Reads or makes the rows, not yet encoded or scaled.
  Table load(DataFiles files);
}
