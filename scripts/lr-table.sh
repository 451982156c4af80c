#!/bin/sh
# scripts/lr-table.sh CONFIG [RATE...]: trains a config with several learning rates and prints a table, the best first.
# A rate that diverges is a row too. Best is the lowest val.loss, or measure $BY. Results are in $RUNS, or runs/lr-NAME.
set -u
[ $# -gt 0 ] || { sed -n '2,3s/^# //p' "$0" >&2; exit 2; }
nnrun=$(dirname -- "$0")/../nnrun
config=$1
shift
[ $# -gt 0 ] || set -- 1e-4 1e-3 1e-2 1e-1 1
by=${BY:-val.loss}
runs=${RUNS:-runs/lr-$(basename -- "$config" .yaml)}

for rate in "$@"; do
  run=$("$nnrun" train "$config" -o optimizer.lr="$rate" --runs-dir "$runs" -q)
  case $? in
    0 | 9) echo "$rate: $by $("$nnrun" get "$run" "$by")" >&2 ;;
    8) echo "$rate: diverged" >&2 ;;
    *) exit 1 ;;
  esac
done

"$nnrun" runs --runs-dir "$runs" --show "optimizer.lr,$by,$by@best,best_epoch" --sort "$by"
echo "best: $("$nnrun" best "$runs" --by "$by")"
