#!/bin/sh
# scripts/ci-example.sh CONFIG...: what a CI job runs. Every config is checked, tried out on four batches, and trained to
# what it expects; a JUnit report for each goes to $REPORTS, or reports. The exit code is that of the first failure.
set -u
[ $# -gt 0 ] || { sed -n '2,3s/^# //p' "$0" >&2; exit 2; }
nnrun=$(dirname -- "$0")/../nnrun
reports=${REPORTS:-reports}
mkdir -p -- "$reports" || exit

"$nnrun" check "$@" || exit # every problem of every config, before anything is trained
first=0
for config in "$@"; do
  name=$(basename -- "$config" .yaml)
  "$nnrun" train "$config" --smoke -q --run-dir "$reports/$name-smoke" > /dev/null &&
    "$nnrun" train "$config" -q --run-dir "$reports/$name" --junit "$reports/$name.xml" > /dev/null
  code=$?
  echo "$name: exit code $code"
  [ "$first" -ne 0 ] || first=$code
done
exit "$first"
