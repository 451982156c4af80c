#!/usr/bin/env bash
# scripts/startup.sh: how long nnrun takes to start. Processor seconds of three short commands, launcher included, and
# wall time from the command to the first training step of configs/quickstart.yaml: median, least and greatest of RUNS
# (10) rounds in which all take turns. Wants bash 5.
cd -P -- "$(dirname -- "${BASH_SOURCE[0]}")/.." || exit 2
export LC_ALL=C
if [ $# -gt 0 ] || [ -z "${EPOCHREALTIME:-}" ]; then
  sed -n '2,4s/^# \{0,1\}//p' "$0" >&2
  exit 2
fi
scratch=$(mktemp -d) || exit 2
trap 'rm -rf -- "$scratch"' EXIT
unset NNRUN_JVM_OPTS
./nnrun --version > "$scratch/out" || exit # builds if need be

# Appends the processor seconds of nnrun with these arguments to file $1.
processor_time() {
  local file=$1 TIMEFORMAT='%3U %3S'
  shift
  if ! { time ./nnrun "$@" > "$scratch/out" 2>&1; } 2> "$scratch/time"; then
    cat -- "$scratch/out" >&2
    exit 1
  fi
  awk '{ print $1 + $2 }' "$scratch/time" >> "$file"
}

# Wall time to file $1, processor time to file $2, which tells more where others use the cores: that of all threads, so
# with the compiler's. The live line of a terminal begins with the first escape character, after the first step.
first_step() {
  local begin=$EPOCHREALTIME end pid
  TERM=xterm NNRUN_JVM_OPTS=-Dnnrun.stderr.tty=true ./nnrun train configs/quickstart.yaml --smoke \
    --runs-dir "$scratch/runs" 2> "$scratch/pipe" > "$scratch/out" &
  pid=$!
  exec 3< "$scratch/pipe"
  if ! IFS= read -r -d $'\033' _ <&3; then
    echo "startup.sh: the training failed; ./nnrun train configs/quickstart.yaml --smoke says why" >&2
    exit 1
  fi
  end=$EPOCHREALTIME
  if [ -r "/proc/$pid/stat" ]; then
    awk -v ticks="$(getconf CLK_TCK)" '{ sub(/.*\)/, ""); print ($12 + $13 + $14 + $15) / ticks }' "/proc/$pid/stat" >> "$2"
  fi
  awk -v begin="$begin" -v end="$end" 'BEGIN { printf "%.3f\n", end - begin }' >> "$1"
  cat <&3 > "$scratch/out"
  exec 3<&-
  wait "$pid"
}

mkfifo "$scratch/pipe" || exit
for ((i = 0; i < ${RUNS:-10}; i++)); do
  processor_time "$scratch/1" --version
  processor_time "$scratch/2" --help
  processor_time "$scratch/3" check configs/quickstart.yaml
  first_step "$scratch/4" "$scratch/5"
done

row() {
  sort -g "$1" | awk -v what="$2" -v wanted="$3" '
    { s[NR] = $1 }
    END {
      median = NR % 2 ? s[(NR + 1) / 2] : (s[NR / 2] + s[NR / 2 + 1]) / 2
      printf "%-47s %7.3f %7.3f %7.3f %7s %s\n", what, median, s[1], s[NR], wanted, wanted == "" ? "" : median <= wanted ? "yes" : "no"
    }'
}
printf '%-47s %7s %7s %7s %7s %s\n' "seconds, load $(cut -d ' ' -f 1 /proc/loadavg 2> /dev/null)" median least greatest \
  wanted met
row "$scratch/1" 'nnrun --version, processor time' 0.25
row "$scratch/2" 'nnrun --help, processor time' 0.25
row "$scratch/3" 'nnrun check, processor time' 0.6
row "$scratch/4" 'nnrun train to the first step, wall time' 1.2
[ ! -s "$scratch/5" ] || row "$scratch/5" 'nnrun train to the first step, processor time' ''
