#!/usr/bin/env bash
# scripts/big-csv.sh [MB [HEAP [HEAP...]]]: makes a CSV of so many MB (2000) under target/big-csv, trains one epoch on it
# with each heap (512m), says how long each training took and how much memory it had in use at most, and compares the
# files of the first run with those of the others.
cd -P -- "$(dirname -- "${BASH_SOURCE[0]}")/.." || exit 2
megabytes=${1:-2000}
shift
[ $# -gt 0 ] || set -- 512m
folder=target/big-csv
mkdir -p "$folder" || exit 2
csv=$folder/$megabytes.csv
./nnrun --version > /dev/null || exit 2

if [ ! -f "$csv" ]; then
  # 10 MB of different rows, again and again.
  awk 'BEGIN {
    srand(1)
    while (bytes < 10000000) {
      row = ""
      for (c = 0; c < 20; c++) row = row sprintf("%.3f,", 4 * rand() - 2)
      row = row (rand() < 0.5 ? "yes" : "no")
      print row
      bytes += length(row) + 1
    }
  }' > "$folder/block.csv" || exit 2
  for ((i = 0; i < megabytes; i += 10)); do cat "$folder/block.csv" || exit 2; done > "$csv.part"
  mv -- "$csv.part" "$csv" || exit 2
fi
cat > "$folder/big.yaml" << YAML
name: big-csv
data:
  source: {type: csv, path: $megabytes.csv, header: false}
  split: {val: 0.1, test: 0.1}
  scale: standardize
model: [dense: 64, relu, dense: 32, relu, dense: 2]
loss: cross_entropy
optimizer: adam
train: {epochs: 1, batch_size: 512}
metrics: [accuracy]
YAML

first=
for heap; do
  run=$folder/run-$heap
  rm -rf -- "$run"
  SECONDS=0
  NNRUN_JVM_OPTS="-Xmx$heap -Xlog:gc:file=$folder/gc-$heap.log" \
    ./nnrun train "$folder/big.yaml" --run-dir "$run" -q > /dev/null || exit 1
  peak=$(grep -oE '[0-9]+M->' "$folder/gc-$heap.log" | tr -d 'M>-' | sort -n | tail -1)
  echo "$(($(wc -c < "$csv") / 1000000)) MB, heap of $heap: $SECONDS s, of the heap at most $peak MB in use"
  for file in metrics.csv summary.json predictions.csv confusion.csv checkpoints/last.safetensors; do
    [ -z "$first" ] || cmp -- "$first/$file" "$run/$file" || exit 1
  done
  first=${first:-$run}
done
[ $# -eq 1 ] || echo "the same bytes"
