#!/usr/bin/env bash
# scripts/format.sh [FILE...]: formats these Java sources, or all, in place. FormatTest fails the build on a file that
# this would change.
root=$(CDPATH='' cd -P -- "$(dirname -- "${BASH_SOURCE[0]}")/.." > /dev/null && pwd) || exit 2
. "$root/scripts/find-jdk.sh"
find_jdk || exit 2

classpath=$root/target/format.classpath
if [ ! -s "$classpath" ] || [ "$root/pom.xml" -nt "$classpath" ]; then
  mkdir -p -- "$root/target"
  mvn -q -B -f "$root/pom.xml" dependency:build-classpath -Dmdep.outputFile="$classpath" -DincludeScope=test >&2 || exit
fi
exports=()
for package in api code file main parser tree util; do
  exports+=(--add-exports "jdk.compiler/com.sun.tools.javac.$package=ALL-UNNAMED")
done
if [ $# -gt 0 ]; then printf '%s\0' "$@"; else find "$root/src" -name '*.java' -print0; fi |
  xargs -0 "$java_home/bin/java" "${exports[@]}" -cp "$(cat -- "$classpath")" \
    com.google.googlejavaformat.java.Main --replace "$(cat -- "$root/scripts/format.options")"
