#!/usr/bin/env bash
# What one JVM for many trials gains: 64 trials of 30-64-32-2 (2000 rows, batches of 32, Adam, 5 epochs) by `nnrun sweep`
# with one worker on one core, with one on all cores (where the compiler has the others to itself), and with two, in turn
# with single `nnrun train` of the same config, of which 64 are reckoned one after another. Wall and processor seconds,
# median (least to most): where others use the machine, only the latter mean much.
# usage: scripts/bench-sweep.sh [REPETITIONS]
set -eu
nnrun=$(cd -- "$(dirname -- "$0")/.." && pwd)/nnrun
times=$(mktemp -d)
trap 'rm -rf -- "$times"' EXIT
cat > "$times/w2.yaml" <<'YAML'
data: {source: {type: gaussians, n: 2000, features: 30}, split: {val: 0.1}}
model: [{dense: 64}, relu, {dense: 32}, relu, {dense: 2}]
loss: cross_entropy
optimizer: adam
train: {epochs: 5, batch_size: 32}
metrics: [accuracy]
YAML

timed() { # FILE COMMAND...: a line of wall and processor seconds
  local file=$1 TIMEFORMAT='%R %U %S'
  shift
  { time "$@" > /dev/null 2>&1; } 2>> "$times/$file"
}

workers() { if [ "$1" = two-workers ]; then echo 2; else echo 1; fi; }

sweeps=(one-worker two-workers)
if command -v taskset > /dev/null; then sweeps=(one-core "${sweeps[@]}"); fi

"$nnrun" --version > /dev/null # built by now
for i in $(seq "${1:-5}"); do
  for kind in "${sweeps[@]}"; do
    on=()
    if [ "$kind" = one-core ]; then on=(taskset -c 0); fi
    timed "$kind" ${on[@]+"${on[@]}"} "$nnrun" sweep "$times/w2.yaml" -p optimizer.lr=1e-4,2e-4,5e-4,1e-3,2e-3,5e-3,1e-2,2e-2 \
      --seeds 8 --parallel "$(workers "$kind")" -q --sweep-dir "$times/$kind-$i" # kept: a file system is slow after deleting
  done
  for _ in 1 2 3; do timed train "$nnrun" train "$times/w2.yaml" -q --runs-dir "$times/runs"; done
done

column() { # FILE AWK-EXPRESSION: median (least to most)
  awk "{ print $2 }" "$times/$1" | LC_ALL=C sort -g | awk '
    { x[NR] = $1 }
    END { printf "%.2f (%.2f to %.2f)", (x[int((NR + 1) / 2)] + x[int(NR / 2) + 1]) / 2, x[1], x[NR] }'
}
median() { column "$1" "$2" | cut -d ' ' -f 1; }

for file in "${sweeps[@]}" train; do
  echo "$file: $(column $file '$1') s, $(column $file '$2 + $3') s of processors"
done
for kind in "${sweeps[@]}"; do
  awk -v w="$(median train '$1')" -v p="$(median train '$2 + $3')" -v sw="$(median "$kind" '$1')" \
    -v sp="$(median "$kind" '$2 + $3')" -v kind="$kind" \
    'BEGIN { printf "64 processes to a sweep (%s): %.1f by the clock, %.1f by processors\n", kind, 64 * w / sw, 64 * p / sp }'
done
if [ "${sweeps[0]}" = one-core ]; then
  awk -v one="$(median one-core '$1')" -v two="$(median two-workers '$1')" \
    'BEGIN { printf "one core to two: %.2f by the clock\n", one / two }'
fi
