#!/usr/bin/env bash
# scripts/bench.sh [--float64] [WORKLOAD...]: trains the workloads (W1, W2, ...; all if none is named) through the real
# trainer on one thread and on all cores, and prints samples a second as CSV, then as a table. With --float64 in both
# precisions.
#
# Environment: REPS repetitions (9, at least 5) of REP_S seconds (0.5) after a warm-up of WARM_S seconds (6). A repetition
# that did not have its cores to itself does not count and is repeated; the table says how many of how many counted. Where
# fewer than 5 did, all are taken, and the line ends in `loaded`.
cd -P -- "$(dirname -- "${BASH_SOURCE[0]}")/.." || exit 2
precisions=float32
workloads=()
for argument in "$@"; do
  case $argument in
    --float64) precisions='float32 float64' ;;
    -*)
      sed -n '2,8s/^# \{0,1\}//p' "$0" >&2
      exit 2
      ;;
    *) workloads+=("$argument") ;;
  esac
done
export REPS=${REPS:-9} REP_S=${REP_S:-0.5} WARM_S=${WARM_S:-6}
if [ "$REPS" -lt 5 ]; then
  echo "bench.sh: REPS is $REPS, but a median wants at least 5 repetitions" >&2
  exit 2
fi
. scripts/bench-setup.sh
all=$(bench_java WorkloadBench | cut -d , -f 1) || exit 1
[ ${#workloads[@]} -gt 0 ] || workloads=($all)
for w in "${workloads[@]}"; do
  if ! grep -qx -- "$w" <<< "$all"; then
    echo "bench.sh: there is no workload $w; there are" $all >&2
    exit 2
  fi
done
threads=1
[ "$cores" -eq 1 ] || threads="1 $cores"

runs=$((${#workloads[@]} * $(wc -w <<< "$threads") * $(wc -w <<< "$precisions")))
awk -v runs="$runs" -v warm="$WARM_S" -v reps="$REPS" -v s="$REP_S" 'BEGIN {
  t = runs * (warm + reps * s + 2)
  printf "%d runs, about %.1f minutes; up to %.1f on a loaded machine.\n", runs, t / 60, (t + runs * 2 * reps * s) / 60
}' >&2
csv=target/bench/nnrun.csv
header=workload,threads,samples_per_s_median,min,max,precision,cpu_share,counted,tried,note
echo "$header" | tee "$csv"
for w in "${workloads[@]}"; do
  for precision in $precisions; do
    for t in $threads; do
      if ! bench_java WorkloadBench "$w" "$t" "$precision" > target/bench/out; then
        cat target/bench/out >&2
        echo "bench.sh: $w on $t threads failed" >&2
        exit 1
      fi
      grep '^REP,' target/bench/out | sort -t , -k 6,6g | awk -F , -v w="$w" -v t="$t" -v precision="$precision" '
        { rate[NR] = $6; share[NR] = $7; counts[NR] = $8; counted += $8 }
        END {
          if (NR == 0) exit 1
          loaded = counted < 5
          for (i = 1; i <= NR; i++) if (loaded || counts[i]) { use[++n] = rate[i]; sum += share[i] }
          median = n % 2 ? use[(n + 1) / 2] : (use[n / 2] + use[n / 2 + 1]) / 2
          printf "%s,%d,%.0f,%.0f,%.0f,%s,%.2f,%d,%d,%s\n", w, t, median, use[1], use[n], precision, sum / n, counted, \
            NR, loaded ? "loaded" : ""
        }' | tee -a "$csv"
      [ "${PIPESTATUS[2]}" -eq 0 ] || exit 1
    done
  done
done
echo
awk -F , '{ printf "%-8s %7s %20s %12s %12s %-9s %9s %7s %5s %s\n", $1, $2, $3, $4, $5, $6, $7, $8, $9, $10 }' "$csv"
echo "Written to $csv." >&2
