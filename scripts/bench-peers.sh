#!/usr/bin/env bash
# scripts/bench-peers.sh [WORKLOAD...]: nnrun against PyTorch, scikit-learn, numpy by hand and EJML by hand, on the same
# workloads (all if none is named), float32, on one thread and on two. All take turns, a process each, for several rounds.
# Prints the medians, the best peer of each workload, and nnrun's ratio to it beside the ratio wanted.
#
# The peers are installed by pip into target/peers: about 3 GB to load, 6 GB on disk, as PyTorch brings its GPU libraries.
# Where pip cannot, a Python of the system that has all of them is taken; PEERS_PYTHON names one. A peer that is missing
# or fails is a failure: there is no comparison without it.
#
# Environment: ROUNDS (3), THREADS ("1 2"), REPS repetitions a round (3) of REP_S seconds (0.5) after a warm-up of WARM_S
# seconds (6 for nnrun, 4 for EJML, 2 for the others). A repetition that did not have its cores to itself does not count
# and is repeated, up to three times as many; `counted` and `tried` say how many. Where fewer than 5 counted, all are
# taken, and the line says `loaded`: no figure to publish.
cd -P -- "$(dirname -- "${BASH_SOURCE[0]}")/.." || exit 2
case ${1:-} in
  -*)
    sed -n '2,14s/^# \{0,1\}//p' "$0" >&2
    exit 2
    ;;
esac
has_peers() { "$1" -c 'import numpy, sklearn, threadpoolctl, torch' 2> target/bench/missing; }
mkdir -p target/bench || exit 2
python=${PEERS_PYTHON:-target/peers/bin/python}
if ! has_peers "$python" && [ -z "${PEERS_PYTHON:-}" ]; then
  echo 'Installing PyTorch, scikit-learn and numpy into target/peers (about 3 GB, some minutes) ...' >&2
  if ! { python3 -m venv target/peers && "$python" -m pip install -q torch scikit-learn numpy >&2; }; then
    for python in python3 /usr/bin/python3; do
      ! has_peers "$python" || break
    done
  fi
fi
if ! has_peers "$python"; then
  cat target/bench/missing >&2
  echo "bench-peers.sh: $python lacks a peer, see above; install numpy, scikit-learn and torch for a Python and name it in" \
    "PEERS_PYTHON (Debian: apt install python3-torch python3-sklearn, PEERS_PYTHON=/usr/bin/python3)" >&2
  exit 1
fi
. scripts/bench-setup.sh
workloads=$#
[ "$workloads" -gt 0 ] || workloads=6
export REPS=${REPS:-3} REP_S=${REP_S:-0.5}
awk -v n="$workloads" -v threads="${THREADS:-1 2}" -v rounds="${ROUNDS:-3}" -v reps="$REPS" -v s="$REP_S" \
  -v warm="${WARM_S:-}" 'BEGIN {
  cells = n * split(threads, all, " ")
  run = (warm == "" ? 16 : 5 * warm) + 5 * 3
  printf "About %.0f minutes, up to %.0f on a loaded machine.\n", 1 + cells * rounds * (run + 5 * reps * s * 1.4) / 60, \
    1 + cells * rounds * (run + 15 * reps * s * 1.4) / 60
}' >&2
exec "$python" -B scripts/peers/compare.py --java "$java_home/bin/java" --jvm="${jvm[*]}" --classpath "$classpath" \
  --rounds "${ROUNDS:-3}" --threads ${THREADS:-1 2} -- "$@"
