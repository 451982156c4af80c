package nnrun.data;

import org.jspecify.annotations.Nullable;

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
        Teacher,
        Empty {

  /// Reads or makes the rows, not yet encoded or scaled.
  Table load(DataFiles files);

  /// The scaling that its numbers usually need; null where they are of order 1 already.
  default @Nullable String usualScaling() {
    return null;
  }

  /// The column that holds documents; the config must say how they become numbers. Null where there is none.
  default @Nullable String documents() {
    return null;
  }
}
