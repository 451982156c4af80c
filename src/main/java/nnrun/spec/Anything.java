package nnrun.spec;

/// A type that holds a piece of YAML as it stands: what it means only its reader can tell, such as the values that a
/// sweep lays on a place of another config.
public interface Anything {}
