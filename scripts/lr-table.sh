#!/bin/sh
# scripts/lr-table.sh CONFIG [RATE...]: trains a config with several learning rates and prints a table, the best first.
# A rate that diverges is a row too. Results are in $RUNS, or runs/lr-NAME.
set -u
[ $# -gt 0 ] || { sed -n '2,3s/^# //p' "$0" >&2; exit 2; }
nnrun=$(dirname -- "$0")/../nnrun
config=$1
shift
[ $# -gt 0 ] || set -- 1e-4 1e-3 1e-2 1e-1 1
runs=${RUNS:-runs/lr-$(basename -- "$config" .yaml)}

for rate in "$@"; do
  run=$("$nnrun" train "$config" -o optimizer.lr="$rate" --runs-dir "$runs" -q)
  case $? in
    0 | 9) echo "$rate: val.loss $("$nnrun" get "$run" val.loss)" >&2 ;;
    8) echo "$rate: diverged" >&2 ;;
    *) exit 1 ;;
  esac
done

"$nnrun" runs --runs-dir "$runs" --show optimizer.lr,val.loss,val.loss@best,best_epoch --sort val.loss
echo "best: $("$nnrun" best "$runs" --by val.loss 2> /dev/null)"
