#!/usr/bin/env bash
# Runs every cell of tables 1 and 2 of Zeiler 2012, then every optimizer at its default rate on the same net, one after
# the other on one thread, and prints the test errors as Markdown tables. 42 runs of 6 epochs, some 3600 steps each,
# took 27 minutes on one core of a busy machine, 13 to 51 s a run; how long it took stands at the end.
# A cell that is finished is not run again: an interrupted script goes on where it stopped.
#
# usage: scripts/zeiler-2012.sh [FOLDER]      run folders go there; runs/zeiler-2012 by default
#   NNRUN_DATA=...    the folder that holds mnist/
#   ACTIVATION=relu   the same net with rectified linear units
#   CELLS=only        prints the tables of what has been run, and runs nothing
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
nnrun=${NNRUN:-$root/nnrun}
configs=$root/configs/papers/zeiler-2012
folder=${1:-runs/zeiler-2012}
activation=${ACTIVATION:-tanh}
rates=(1e0 1e-1 1e-2 1e-3 1e-4)
rhos=(0.9 0.95 0.99)
epsilons=(1e-2 1e-4 1e-6 1e-8)

finished() { [ -f "$1/summary.json" ] && grep -Eq '"status" *: *"(finished|diverged)"' "$1/summary.json"; }

# cell NAME CONFIG [-o key=value]...: runs it unless it has been, prints its test error in percent
cell() {
  local run=$folder/$activation-$1 config=$2
  shift 2
  if ! finished "$run" && [ "${CELLS:-}" != only ]; then
    rm -rf "$run"
    echo "$(date +%H:%M:%S) $run" >&2
    "$nnrun" train "$config" -q --threads 1 --run-dir "$run" -o "model.1=$activation" -o "model.3=$activation" "$@" \
      >/dev/null 2>&2 || [ $? = 8 ]
  fi
  if ! finished "$run"; then
    printf -- '-'
  elif grep -q '"diverged"' "$run/summary.json"; then
    printf diverged
  else
    awk '/"test"/ {test = 1} test && /"accuracy"/ {sub(/.*: */, ""); printf "%.2f %%", 100 * (1 - $0); exit}' \
      "$run/summary.json"
  fi
}

mkdir -p "$folder"
echo "Test error after 6 epochs, $activation"
echo
echo "| rate | SGD | momentum | AdaGrad |"
echo "|---|---|---|---|"
for rate in "${rates[@]}"; do
  row="| $rate |"
  for optimizer in sgd momentum adagrad; do
    row+=" $(cell "$optimizer-$rate" "$configs/$optimizer.yaml" -o "optimizer.lr=$rate") |"
  done
  echo "$row"
done
echo
echo "| ADADELTA | $(printf 'ρ = %s | ' "${rhos[@]}")"
echo "|---|---|---|---|"
for eps in "${epsilons[@]}"; do
  row="| ε = $eps |"
  for rho in "${rhos[@]}"; do
    row+=" $(cell "adadelta-$rho-$eps" "$configs/base.yaml" -o "optimizer.rho=$rho" -o "optimizer.eps=$eps") |"
  done
  echo "$row"
done
echo
echo "| at its default rate | test error |"
echo "|---|---|"
"$nnrun" list optimizer | awk 'NR > 1 {print $1}' | while read -r optimizer; do
  case $optimizer in
    gradient_descent | rprop) batch=full ;; # made for the gradient of all rows: one update an epoch
    *) batch=100 ;;
  esac
  from=base # whose ADADELTA another optimizer replaces with all its parameters
  [ "$optimizer" != adadelta ] || from=sgd
  error=$(cell "default-$optimizer" "$configs/$from.yaml" -o "optimizer=$optimizer" -o "train.batch_size=$batch" </dev/null)
  echo "| $optimizer | $error |"
done
echo "took $SECONDS s" >&2
