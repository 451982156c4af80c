package nnrun.data;

/// Where rows come from: a file, or a generator.
public sealed interface Source
    permits Csv,
        Idx,
        Libsvm,
        Npy,
        Npz,
        ImageFolder,
        Text,
        Named,
        Glyphs,
        Moons,
        Circles,
        Spirals,
        Blobs,
        Gaussians,
        Xor,
        Checkerboard,
        Function,
        Plane,
        Teacher {

  /// Reads or makes the rows, not yet encoded or scaled.
  Table load(DataFiles files);
}
