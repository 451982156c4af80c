package nnrun.sweep;

import java.util.Map;

/// What the trials of some seeds and folds have in common.
///
/// @param id of what decides its numbers but seeds and folds
/// @param values as laid on the config, by path; a path that is not varied here is missing
record Point(String id, Map<String, String> values) {}
