#!/usr/bin/env bash
# scripts/accuracy.sh [CONFIG...]: trains the configs of real data sets and prints what they reach on their test rows, as
# the tables of docs/PERFORMANCE.md. CONFIG is a name in configs/ without its ending; without one all are trained.
#
# Needs the data files in NNRUN_DATA (docs/DATA.md says where files are searched): iris, wine and red wine quality of
# the UCI repository as small-tabular/{iris,wine,winequality-red}.csv, scikit-learn's sklearn/breast_cancer.csv, and the
# four files each of mnist/ and fashion-mnist/. Takes about four minutes on two cores, half of it for the two MNISTs.
cd -P -- "$(dirname -- "${BASH_SOURCE[0]}")/.." || exit 2
if [ -z "${NNRUN_DATA:-}" ]; then
  echo "accuracy.sh: NNRUN_DATA must name the folder of the data files" >&2
  exit 2
fi
scratch=$(mktemp -d) || exit 2
trap 'rm -rf -- "$scratch"' EXIT
small='iris wine breast-cancer wine-quality'
large='mnist-mlp fashion-mlp'
runs=0

# Trains; the test measure $2 of the run goes to `value`, the wall time in ms to `ms`.
train() {
  local config=configs/$1.yaml measure=$2 start
  shift 2
  runs=$((runs + 1))
  start=$(date +%s%N)
  if ! ./nnrun train "$config" --run-dir "$scratch/$runs" -q "$@" > "$scratch/out" 2>&1; then
    cat "$scratch/out" >&2
    exit 1
  fi
  ms=$((($(date +%s%N) - start) / 1000000))
  value=$(awk -F '[:,]' -v key="\"$measure\"" '/"test"/ { test = 1 } test && $1 ~ key { print $2 + 0; exit }' \
    "$scratch/$runs/summary.json")
}

measure_of() { if [ "$1" = wine-quality ]; then echo r2; else echo accuracy; fi; }

# Trains with seeds 0 to 4; the further options may hold SEED.
row() {
  local config=$1 what=$2 values='' times='' seed
  shift 2
  for seed in 0 1 2 3 4; do
    train "$config" "$(measure_of "$config")" --seed "$seed" "${@/SEED/$seed}"
    values="$values $value"
    times="$times $ms"
  done
  awk -v config="$config" -v measure="$(measure_of "$config")" -v what="$what" -v values="$values" -v times="$times" '
    BEGIN {
      n = split(values, v, " "); split(times, t, " "); low = high = v[1]
      for (i = 1; i <= n; i++) {
        sum += v[i]; ms += t[i]
        if (v[i] < low) low = v[i]
        if (v[i] > high) high = v[i]
      }
      printf "| %s | %s | %s | %.4f | %.4f .. %.4f | %.1f |\n", config, what, measure, sum / n, low, high, ms / n / 1000
    }'
}

./nnrun --version > /dev/null || exit # builds, if need be, before anything is timed
[ $# -gt 0 ] || set -- $small $large
echo '| config | seeds | test | mean | least .. greatest | wall s a run |'
echo '|---|---|---|---:|---:|---:|'
for config in "$@"; do
  case " $small " in
    *" $config "*)
      row "$config" '0 to 4, one split'
      row "$config" '0 to 4, a split each' -o data.split.seed=SEED
      ;;
    *)
      train "$config" accuracy
      printf "| %s | its own | accuracy | %s | | %d.%d |\n" "$config" "$value" $((ms / 1000)) $((ms % 1000 / 100))
      ;;
  esac
done
