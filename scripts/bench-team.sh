#!/usr/bin/env bash
# scripts/bench-team.sh [WORKLOAD...]: what all cores gain over one thread (W1 W3 W4 W5 W6 if none is named), both training
# in turns in one virtual machine; then the first seconds of W2 and W3 in a fresh one, until all runs on vectors.
#
# Environment: SECONDS_EACH measured (8) after WARM_S (6) seconds for each workload.
cd -P -- "$(dirname -- "${BASH_SOURCE[0]}")/.." || exit 2
. scripts/bench-setup.sh
[ $# -gt 0 ] || set -- W1 W3 W4 W5 W6
bench_java TeamBench "$cores" "$@" || exit 1
for w in W2 W3; do
  bench_java WarmUpBench "$w" 1 12 || exit 1
done
