#!/bin/sh
# scripts/seeds.sh CONFIG [SEED...]: trains a config with several seeds, one after another, and prints what each reached
# and the mean of val.loss, or of the measure $BY. Started again it goes on where it was. Results are in $RUNS, or
# runs/seeds-NAME.
set -u
[ $# -gt 0 ] || { sed -n '2,4s/^# //p' "$0" >&2; exit 2; }
nnrun=$(dirname -- "$0")/../nnrun
config=$1
shift
[ $# -gt 0 ] || set -- 0 1 2 3 4
by=${BY:-val.loss}
runs=${RUNS:-runs/seeds-$(basename -- "$config" .yaml)}

for seed in "$@"; do
  run=$runs/seed-$seed
  if [ -e "$run/config.resolved.yaml" ]; then
    "$nnrun" resume "$run" -q
  else
    "$nnrun" train "$config" --seed "$seed" --run-dir "$run" -q
  fi > /dev/null || echo "seed $seed: exit code $?" >&2
done

"$nnrun" runs --runs-dir "$runs" --show "seed,epochs,$by,test.loss" --sort seed
"$nnrun" runs --runs-dir "$runs" --filter 'status == finished' --show "$by" --csv |
  awk -F, -v by="$by" 'NR > 1 && $3 != "" { n++; sum += $3 }
    END {
      if (n) printf "mean %s of %d seeds: %.4g\n", by, n, sum / n
      else print "no finished run has " by "; name another measure, as in BY=train.loss"
    }'
