package nnrun.data;

import nnrun.spec.Text;

/// The column to predict, or the inputs themselves. A column that is really called `input` is reached by `targets`.
@Text("a column's name, or input")
public record TargetName(String name) {
  public static TargetName parse(String text) {
    if (text.isEmpty()) {
      throw new IllegalArgumentException("a column's name is wanted, or input");
    }
    return new TargetName(text);
  }

  public boolean isInput() {
    return name.equals("input");
  }

  @Override
  public String toString() {
    return name;
  }
}
