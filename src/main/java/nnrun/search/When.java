package nnrun.search;

import java.util.Map;
import nnrun.config.Value;
import nnrun.spec.Doc;

/// Varies something only where it makes sense: a momentum only where the optimizer has one.
public record When(
    @Doc("path: the value that the config has there, its defaults included") Map<String, Value> if_,
    @Doc("path: what it takes then") Map<String, Axis> vary) {}
