#!/usr/bin/env bash
# scripts/roofline.sh [WORKLOAD=RATE...]: what bounds training on one thread, float32: the machine's peak of fused
# multiply-adds and its bandwidth, operations and bytes of a step, and the share of each that is reached. Samples a second
# are measured, which takes a minute, unless they are given.
cd -P -- "$(dirname -- "${BASH_SOURCE[0]}")/.." || exit 2
case ${1:-} in
  -*)
    sed -n '2,4s/^# \{0,1\}//p' "$0" >&2
    exit 2
    ;;
esac
. scripts/bench-setup.sh
export WARM_S=${WARM_S:-6} REP_S=${REP_S:-0.5} REPS=${REPS:-5}
rates=("$@")
if [ $# -eq 0 ]; then
  for w in $(bench_java WorkloadBench | cut -d , -f 1); do
    echo "Measuring $w ..." >&2
    result=$(bench_java WorkloadBench "$w" 1 | grep '^RESULT,') || exit 1
    rates+=("$w=$(cut -d , -f 6 <<< "$result")")
    echo "$result" >&2
  done
fi
echo "$(grep -m 1 'model name' /proc/cpuinfo 2> /dev/null | cut -d : -f 2), load $(cut -d ' ' -f 1 /proc/loadavg 2> /dev/null)"
"$java_home/bin/java" --add-modules=jdk.incubator.vector -cp "$classpath" nnrun.bench.Roofline "${rates[@]}"
