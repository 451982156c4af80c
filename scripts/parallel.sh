#!/bin/sh
# scripts/parallel.sh CONFIG KEY VALUE...: trains a config with each value of a key and three seeds, as many trainings at
# a time as there are cores ($JOBS for another number), one thread each, and prints them sorted by val.loss, or the
# measure $BY. Results are in $RUNS, or runs/KEY.
# Example: scripts/parallel.sh configs/moons.yaml optimizer.lr 0.001 0.01 0.1
set -u
[ $# -gt 2 ] || { sed -n '2,5s/^# //p' "$0" >&2; exit 2; }
nnrun=$(dirname -- "$0")/../nnrun
config=$1 key=$2
shift 2
runs=${RUNS:-runs/$key}
export nnrun config key runs
"$nnrun" check "$config" || exit # one message, not one from each training

for value in "$@"; do
  for seed in 0 1 2; do
    printf '%s\n' "$value" "$seed"
  done
done |
  xargs -P "${JOBS:-$(getconf _NPROCESSORS_ONLN)}" -n 2 sh -c '
    "$nnrun" train "$config" -o "$key=$1" --seed "$2" --threads 1 --run-dir "$runs/$1-seed$2" -q > /dev/null ||
      echo "$key=$1, seed $2: exit code $?" >&2' sh

"$nnrun" compare "$runs" --sort "final.${BY:-val.loss}"
