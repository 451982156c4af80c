package nnrun.optim;

import nnrun.spec.Default;
import nnrun.spec.Doc;
import nnrun.spec.Range;
import org.jspecify.annotations.Nullable;

/// What every optimizer can take.
public record Common(
    @Doc("Coupled decay: adds this times p to the gradient") @Default("0") @Range("[0,inf)") double weightDecay,
    @Doc("Decoupled decay: p is multiplied by 1 minus this before each update") @Default("0") @Range("[0,1)")
        double decoupledDecay,
    @Doc("Limits the gradient before the update: {norm: 1} or {value: 0.5}") @Nullable Clip clip) {}
