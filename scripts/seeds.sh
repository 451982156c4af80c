#!/bin/sh
# scripts/seeds.sh CONFIG [SEED...]: trains a config with several seeds, one after another, and prints what each reached
# and the mean. Started again it goes on where it was. Results are in $RUNS, or runs/seeds-NAME.
set -u
[ $# -gt 0 ] || { sed -n '2,3s/^# //p' "$0" >&2; exit 2; }
nnrun=$(dirname -- "$0")/../nnrun
config=$1
shift
[ $# -gt 0 ] || set -- 0 1 2 3 4
runs=${RUNS:-runs/seeds-$(basename -- "$config" .yaml)}

for seed in "$@"; do
  run=$runs/seed-$seed
  if [ -e "$run/config.resolved.yaml" ]; then
    "$nnrun" resume "$run" -q
  else
    "$nnrun" train "$config" --seed "$seed" --run-dir "$run" -q
  fi > /dev/null || echo "seed $seed: exit code $?" >&2
done

"$nnrun" runs --runs-dir "$runs" --show seed,epochs,val.loss,test.loss --sort seed
"$nnrun" runs --runs-dir "$runs" --filter 'status == finished' --show val.loss --csv |
  awk -F, 'NR > 1 { n++; sum += $3 } END { if (n) printf "mean val.loss of %d seeds: %.4g\n", n, sum / n }'
