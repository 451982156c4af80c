package nnrun.lint;

/// Found where comments are read, before any rule is asked.
@Finds(
    code = "L000",
    value = "a comment ignores a code that no rule has",
    why = "What it was meant to silence still speaks, or the comment is left over. Correct the code, or remove it.")
public record UnknownCode() implements Rule {}
