package nnrun.lint;

import nnrun.data.Prepared;

/// One thing that is allowed and hardly meant.
public sealed interface Rule permits Rule.OfConfig, Rule.OfData, UnknownCode {

  /// A rule that needs no data.
  sealed interface OfConfig extends Rule
      permits KaimingBeforeOther,
          XavierBeforeRelu,
          UnscaledInputs,
          BatchNormOfOne,
          DropoutAtTheEnd,
          ScheduleLength,
          Patience,
          FewValidationRows {
    void check(Plan plan, Findings findings);
  }

  /// A rule that looks at the rows.
  sealed interface OfData extends Rule permits ClassImbalance, ConstantColumns, TargetLeak, DuplicateRows {
    void check(Plan plan, Prepared data, Findings findings);
  }
}
