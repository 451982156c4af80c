#!/usr/bin/env bash
# scripts/torture.sh [ROUNDS]: breaks real trainings in every way that docs/RELIABILITY.md speaks of, ROUNDS (200) times
# where chance decides, and compares what `nnrun resume` makes of them with a run to which nothing happened. Prints a
# table of counts; exit code 1 when anything differed. Some 25 minutes for 200 rounds on two cores.
#
# Environment: SEED of the moments (1), WRITES: at most so many single file operations are tried (all), NNRUN_JVM_OPTS.
cd -P -- "$(dirname -- "${BASH_SOURCE[0]}")/.." || exit 2
export LC_ALL=C
rounds=${1:-200}
case $rounds in
  '' | *[!0-9]* | 0*)
    sed -n '2,6s/^# \{0,1\}//p' "$0" >&2
    exit 2
    ;;
esac
. scripts/find-jdk.sh
find_jdk || exit 2
./nnrun --version > /dev/null || exit # builds if need be
RANDOM=${SEED:-1}
nnrun=$PWD/nnrun
scratch=$(mktemp -d) || exit 2
trap 'umount "$scratch/disk" 2> /dev/null; rm -rf -- "$scratch"' EXIT

# Steps, an epoch's end, a checkpoint inside epochs, masks, batches made ahead and all that has memory.
cat > "$scratch/run.yaml" << 'YAML'
data:
  source: {type: glyphs, n: 600}
  split: {val: 0.2, test: 0.2}
  scale: standardize
  augment: [shift, gaussian_noise]
model: [dense: 32, batch_norm, relu, dropout: 0.2, dense: 10]
loss: cross_entropy
optimizer: {type: adam, lr: 0.01}
schedule: one_cycle
regularization: [ema]
train: {epochs: 12, batch_size: 16, checkpoint: {every_epochs: 2, every_steps: 7}, early_stopping: {patience: 12}}
metrics: [accuracy, roc_auc]
record: {layers: true}
YAML
# A tenth of that, for virtual machines without a compiler and for every single file operation.
sed 's/n: 600/n: 120/; s/epochs: 12/epochs: 3/' "$scratch/run.yaml" > "$scratch/small.yaml"

# One hash of all result files of run folder $1.
results() {
  (cd -- "$1" && find . -type f ! -name run.json ! -name timing.csv ! -name log.txt ! -name .lock -print0 | sort -z |
    xargs -0 sha256sum | sha256sum)
}

now() { local t=${EPOCHREALTIME/./}; echo $((t / 1000)); }

rows=()
wrong=0
# Part $1 was tried $2 times; $3 of them, and $4 more that had not become a run, ended as they should.
row() {
  rows+=("$(printf '| %s | %d | %d | %d | %d |' "$1" "$2" "$3" "$4" $(($2 - $3 - $4)))")
  wrong=$((wrong + $2 - $3 - $4))
  printf '%s\n' "${rows[-1]}" >&2
}

# Whether run $1, of config $2 (run or small), can be gone on with to the bytes of the whole one; 2 when it is no run yet.
recovers() {
  if [ ! -f "$1/config.resolved.yaml" ]; then
    "$nnrun" resume "$1" -q > /dev/null 2>&1
    [ $? = 2 ] && return 2
  fi
  "$nnrun" resume "$1" -q > "$scratch/said" 2>&1 && [ "$(results "$1")" = "${whole[$2]}" ]
}

# Counts what `recovers` says of run $1 in `same` and `none`; a folder that is wrong is kept and named.
count() {
  recovers "$@"
  case $? in
    0) same=$((same + 1)) ;;
    2) none=$((none + 1)) ;;
    *)
      cp -r -- "$1" "${TMPDIR:-/tmp}/nnrun-torture-$$-$((++bad))"
      echo "wrong: $3; kept in ${TMPDIR:-/tmp}/nnrun-torture-$$-$bad; $(tail -n 1 "$scratch/said")" >&2
      ;;
  esac
  rm -rf -- "$1"
}
bad=0

declare -A whole took
for name in run small; do
  begin=$(now)
  "$nnrun" train "$scratch/$name.yaml" -q --run-dir "$scratch/whole-$name" > /dev/null || exit
  took[$name]=$(($(now) - begin))
  whole[$name]=$(results "$scratch/whole-$name")
done
echo "seed ${SEED:-1}; a whole run takes ${took[run]} ms" >&2

# Starts $2.. in the background and sends it signal $1 at a random moment; its exit code is in `code`.
interrupt() {
  local signal=$1 pid at
  shift
  "$@" > "$scratch/said" 2>&1 &
  pid=$!
  at=$((RANDOM * took[run] / 32768))
  sleep "$((at / 1000)).$(printf '%03d' $((at % 1000)))"
  kill "-$signal" "$pid" 2> /dev/null
  wait "$pid" 2> /dev/null
  code=$?
}
run=$scratch/broken

same=0 none=0
for ((i = 0; i < rounds; i++)); do
  interrupt KILL "$nnrun" train "$scratch/run.yaml" -q --run-dir "$run"
  count "$run" run "kill -9, round $i"
done
row 'kill -9 at a random moment' "$rounds" $same $none

same=0 none=0 n=$(((rounds + 3) / 4))
for ((i = 0; i < n; i++)); do
  interrupt KILL "$nnrun" train "$scratch/run.yaml" -q --run-dir "$run"
  interrupt KILL "$nnrun" resume "$run" -q
  interrupt KILL "$nnrun" resume "$run" -q
  count "$run" run "three kills, round $i"
done
row 'kill -9, and twice again while it goes on' "$n" $same $none

same=0 none=0 n=$(((rounds * 5 + 7) / 8)) codes=0 # of 200 rounds 50 TERM, 50 INT and 25 HUP
signals=(TERM INT TERM INT HUP) expected=(143 130 143 130 129)
set -m # jobs of their own: a shell without job control has them ignore INT
for ((i = 0; i < n; i++)); do
  begin=$(now)
  interrupt "${signals[i % 5]}" "$nnrun" train "$scratch/run.yaml" -q --run-dir "$run"
  if [ $code != 0 ] && [ $code != "${expected[i % 5]}" ]; then
    echo "wrong: exit code $code after ${signals[i % 5]}: $(cat -- "$scratch/said")" >&2
    codes=$((codes + 1))
  fi
  count "$run" run "${signals[i % 5]}, round $i"
done
set +m
row 'TERM, INT, HUP at a random moment' "$n" $((same - codes)) $none

# Every single file operation, the process killed before it.
mkdir -p target/bench
if command -v mvn > /dev/null && JAVA25_HOME=$java_home mvn -q -B test-compile < /dev/null >&2 &&
  JAVA25_HOME=$java_home mvn -q -B dependency:build-classpath -Dmdep.outputFile=target/bench/classpath \
    -DincludeScope=test < /dev/null >&2; then
  dying() {
    "$java_home/bin/java" --add-exports=java.base/jdk.internal.module=ALL-UNNAMED -XX:TieredStopAtLevel=1 \
      -cp "target/classes:target/test-classes:$(cat target/bench/classpath)" nnrun.run.DyingRun "$@"
  }
  operations=$(dying "$scratch/small.yaml" "$run" 0 2> /dev/null)
  # A run made there has no pictures; so the whole one is made there too.
  whole[small]=$(rm -rf -- "$run/plots"; results "$run")
  rm -rf -- "$run"
  same=0 none=0 n=0
  for ((k = 1; k <= operations; k += (operations + ${WRITES:-$operations} - 1) / ${WRITES:-$operations})); do
    dying "$scratch/small.yaml" "$run" "$k" > "$scratch/said" 2>&1
    n=$((n + 1))
    if [ -f "$run/config.resolved.yaml" ]; then
      "$nnrun" resume "$run" -q > "$scratch/said" 2>&1
      rm -rf -- "$run/plots"
      [ "$(results "$run")" = "${whole[small]}" ] && same=$((same + 1)) || echo "wrong: operation $k" >&2
    else
      none=$((none + 1))
    fi
    rm -rf -- "$run"
  done
  row "kill -9 before each of $operations file operations" "$n" $same $none
  whole[small]=$(results "$scratch/whole-small")
else
  echo 'Left out: kill -9 before each file operation, which needs Maven.' >&2
fi

# A disk that is full after so many KiB: exit code 7 in one line, then room, then the same bytes.
mkdir "$scratch/disk"
if mount -t tmpfs -o size=4k tmpfs "$scratch/disk" 2> /dev/null; then
  same=0 none=0 n=0
  for ((kib = 4; kib <= 400; kib += 12)); do
    mount -o "remount,size=${kib}k" tmpfs "$scratch/disk" || break
    "$nnrun" train "$scratch/run.yaml" -q --run-dir "$scratch/disk/run" > "$scratch/said" 2>&1
    code=$?
    n=$((n + 1))
    mount -o remount,size=64m tmpfs "$scratch/disk"
    if [ $code != 0 ] && { [ $code != 7 ] || [ "$(grep -c 'No space left' "$scratch/said")" != 1 ]; }; then
      echo "wrong: exit code $code on a disk of $kib KiB: $(cat -- "$scratch/said")" >&2
      rm -rf -- "$scratch/disk/run"
    else
      count "$scratch/disk/run" run "a disk of $kib KiB"
    fi
  done
  umount "$scratch/disk"
  row 'a disk full after 4 to 400 KiB' "$n" $same $none
else
  echo 'Left out: full disks, which only root may mount.' >&2
fi

# Virtual machines and numbers of threads.
same=0 n=0
while IFS='|' read -r name options arguments; do
  n=$((n + 1))
  rm -rf -- "$run"
  # shellcheck disable=SC2086
  JAVA_TOOL_OPTIONS=$options "$nnrun" train "$scratch/$name.yaml" -q --run-dir "$run" $arguments > "$scratch/said" 2>&1
  if [ "$(results "$run")" = "${whole[$name]}" ]; then
    same=$((same + 1))
  else
    echo "wrong: $options $arguments: $(tail -n 1 "$scratch/said")" >&2
  fi
done << 'LIST'
small|-Xint|
run|-XX:TieredStopAtLevel=1|
run|-XX:-TieredCompilation|
run|-XX:+IgnoreUnrecognizedVMOptions -XX:UseAVX=2|
run|-XX:+IgnoreUnrecognizedVMOptions -XX:UseAVX=1|
run|-XX:MaxVectorSize=16|
run|-XX:MaxVectorSize=32|
run|-Dnnrun.lanes=0|
run|-XX:+UseG1GC|
run|-XX:+UseParallelGC|
run|-XX:+UseZGC|
run|-XX:+UseSerialGC -Xmx256m|
run||--threads 1
run||--threads 2
run||--threads 3
run||--threads 8
LIST
row 'virtual machines and numbers of threads' "$n" $same 0

# Languages, charsets, time zones, folders.
same=0 n=0
mkdir -p "$scratch/elsewhere/größe"
while IFS='|' read -r options zone locale; do
  n=$((n + 1))
  rm -rf -- "$run"
  (cd -- "$scratch/elsewhere/größe" && LC_ALL=$locale TZ=$zone JAVA_TOOL_OPTIONS=$options "$nnrun" train "$scratch/run.yaml" \
    -q --run-dir "$run") > "$scratch/said" 2>&1
  if [ "$(results "$run")" = "${whole[run]}" ]; then
    same=$((same + 1))
  else
    echo "wrong: $options $zone $locale: $(tail -n 1 "$scratch/said")" >&2
  fi
done << 'LIST'
-Duser.language=de -Duser.country=DE|Europe/Berlin|C.UTF-8
-Duser.language=tr -Duser.country=TR|Europe/Istanbul|C.UTF-8
-Duser.language=ar -Duser.country=EG|Africa/Cairo|C.UTF-8
-Duser.language=hi -Duser.country=IN|Asia/Kolkata|C.UTF-8
-Duser.language=th -Duser.country=TH -Dfile.encoding=UTF-16|Pacific/Kiritimati|C.UTF-8
-Duser.language=ja -Duser.country=JP -Dfile.encoding=ISO-8859-1|America/St_Johns|C.UTF-8
-Duser.language=fa -Duser.country=IR|UTC|POSIX
|Antarctica/Troll|C
LIST
row 'languages, charsets, time zones, folders' "$n" $same 0

printf '\n| what is done to a run | tried | same bytes | no run yet, and said so | wrong |\n|---|--:|--:|--:|--:|\n'
printf '%s\n' "${rows[@]}"
[ "$wrong" = 0 ]
