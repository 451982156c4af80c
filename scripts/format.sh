#!/usr/bin/env bash
# Formats all Java sources in place; FormatTest fails the build on a file this would change.
root=$(CDPATH='' cd -P -- "$(dirname -- "${BASH_SOURCE[0]}")/.." > /dev/null && pwd) || exit 2
. "$root/scripts/find-jdk.sh"
find_jdk || exit 2
cd -- "$root" || exit 2

classpath=target/format.classpath
if [ ! -s "$classpath" ] || [ pom.xml -nt "$classpath" ]; then
  mkdir -p target
  mvn -q -B dependency:build-classpath -Dmdep.outputFile="$classpath" -DincludeScope=test >&2 || exit
fi
exports=()
for package in api code file main parser tree util; do
  exports+=(--add-exports "jdk.compiler/com.sun.tools.javac.$package=ALL-UNNAMED")
done
find src -name '*.java' -print0 |
  xargs -0 "$java_home/bin/java" "${exports[@]}" -cp "$(cat -- "$classpath")" \
    com.google.googlejavaformat.java.Main @scripts/format.options --replace
