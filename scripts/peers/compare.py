"""Runs nnrun and its peers in turn and prints who is how fast: called by scripts/bench-peers.sh, which says more."""
import argparse
import csv
import os
import pathlib
import platform
import statistics
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).parent
OUT = pathlib.Path("target/bench")
PEERS = ["torch", "sklearn", "numpy", "ejml"]
EVERYONE = ["nnrun", *PEERS]
WARM = {"nnrun": "6", "ejml": "4"}  # seconds; the others have no compiler to wait for, and take 2

# Wanted: nnrun's rate as a multiple of the best peer's on one thread, and of its own on one thread with two.
TARGETS = {"W1": 3, "W2": 5, "W3": 1.4, "W4": 1.1, "W5": 1.2, "W6": 1.2}
TWO_THREADS = {"W3": 1.7, "W4": 1.7, "W5": 1.7, "W6": 1.7}

AGREEMENT = 0.02  # of the mean losses of an epoch between all; they begin at other random weights
ENOUGH = 5  # repetitions that count, for a median of them alone


class Runner:
    def __init__(self, java, flags, classpath):
        self.java = [java, *flags.split(), "-cp", classpath]
        lines = self.lines([*self.java, "nnrun.bench.WorkloadBench"], {})
        self.workloads = {line.split(",")[0]: line for line in lines}
        self.limits = {line.split(",")[0]: int(line.split(",")[-1]) for line in lines}

    def run(self, who, workload, threads, mode):
        """Lines of a process of its own, split at commas."""
        if who in ("nnrun", "ejml"):
            main = "nnrun.bench." + {"nnrun": "WorkloadBench", "ejml": "EjmlLoop"}[who]
            command = [*self.java, main, workload, str(threads), "float32", mode]
        else:
            command = [sys.executable, "-B", HERE / f"peer_{who}.py", self.workloads[workload], str(threads), mode]
        pools = ["OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS"]
        environment = {"WARM_S": WARM.get(who, "2"), **os.environ, **dict.fromkeys(pools, str(threads))}
        return [line.split(",") for line in self.lines(command, environment)]

    @staticmethod
    def lines(command, environment):
        done = subprocess.run(command, env=environment or None, stdout=subprocess.PIPE, text=True)
        if done.returncode:
            sys.exit(f"bench-peers: this failed, so there is no comparison: {' '.join(map(str, command))}")
        return done.stdout.splitlines()


def check_losses(runner):
    """All learn the same: on W3 at a rate of 1e-3 the losses fall, and agree while all know equally little."""
    print("Correctness: mean losses of three epochs of W3, rate 1e-3")
    losses = {}
    for who in EVERYONE:
        losses[who] = [float(row[3]) for row in runner.run(who, "W3", 1, "check") if row[0] == "LOSS"]
        print(f"  {who:8}" + "".join(f"{loss:9.4f}" for loss in losses[who]), flush=True)
        if len(losses[who]) != 3 or not losses[who][0] > losses[who][1] > losses[who][2]:
            sys.exit(f"bench-peers: the loss of {who} does not fall; nothing was measured")
    for epoch in (0, 1):
        values = [row[epoch] for row in losses.values()]
        if max(values) > min(values) * (1 + AGREEMENT):
            sys.exit(f"bench-peers: in epoch {epoch + 1} the losses differ by more than {AGREEMENT:.0%}")


class Rate:
    """What one program reached in one cell, the repetitions of all rounds."""

    def __init__(self):
        self.rounds = []

    def add(self, rows):
        self.rounds.append([(float(row[5]), float(row[6]), row[7] == "1") for row in rows if row[0] == "REP"])

    def counted(self):
        return sum(counts for repetitions in self.rounds for _, _, counts in repetitions)

    def tried(self):
        return sum(map(len, self.rounds))

    def loaded(self):
        return self.counted() < ENOUGH

    def rates(self, repetitions):
        good = [rate for rate, _, counts in repetitions if counts]
        return [rate for rate, _, _ in repetitions] if self.loaded() or not good else good

    def all(self):
        return [rate for r in self.rounds for rate, _, counts in r if counts or self.loaded()]

    def median(self):
        return statistics.median(self.all())

    def share(self):
        return statistics.median(share for r in self.rounds for _, share, counts in r if counts or self.loaded())

    def medians(self):
        return [statistics.median(self.rates(repetitions)) for repetitions in self.rounds]


def measure(runner, workload, threads, rounds):
    rates = {who: Rate() for who in EVERYONE}
    for i in range(rounds):
        for who in EVERYONE:
            progress(f"{workload}, threads {threads}, round {i + 1} of {rounds}: {who}")
            rates[who].add(runner.run(who, workload, threads, "time"))
            if not rates[who].rounds[-1]:
                sys.exit(f"bench-peers: {who} measured nothing on {workload}, so there is no comparison")
    progress("")
    return rates


def progress(text):
    if sys.stderr.isatty():
        print(f"\r{text:60}\r", end="", flush=True, file=sys.stderr)


def ratios(cells, limits):
    """A row for each cell: nnrun against the best peer, with least and greatest ratio of a round, and the targets; and its
    share of the limit that the workload names."""
    for (workload, threads), rates in cells.items():
        best = max(PEERS, key=lambda who: rates[who].median())
        mine = rates["nnrun"]
        by_round = [a / b for a, b in zip(mine.medians(), rates[best].medians())]
        one = cells[workload, 1]["nnrun"] if threads > 1 and (workload, 1) in cells else None
        loaded = any(rate.loaded() for rate in (mine, rates[best], one or mine))
        row = {
            "workload": workload,
            "threads": threads,
            "nnrun": f"{mine.median():.0f}",
            "best_peer": best,
            "best": f"{rates[best].median():.0f}",
            "ratio": f"{mine.median() / rates[best].median():.2f}",
            "min": f"{min(by_round):.2f}",
            "max": f"{max(by_round):.2f}",
            "target": "",
            "of_limit": "",
            "of_one_thread": "",
            "target_of_one": "",
            "met": "",
            "note": "loaded" if loaded else "",
        }
        met = []
        if threads == 1:
            row["of_limit"] = f"{mine.median() / limits[workload]:.0%}"
        if threads == 1 and workload in TARGETS:
            row["target"] = TARGETS[workload]
            met.append(mine.median() / rates[best].median() >= TARGETS[workload])
        if one:
            row["of_one_thread"] = f"{mine.median() / one.median():.2f}"
            if threads == 2 and workload in TWO_THREADS:
                row["target_of_one"] = TWO_THREADS[workload]
                met.append(mine.median() / one.median() >= TWO_THREADS[workload])
        row["met"] = "" if loaded or not met else "yes" if all(met) else "no"
        yield row


def all_rates(cells):
    for (workload, threads), rates in cells.items():
        for who, rate in rates.items():
            yield {
                "workload": workload,
                "threads": threads,
                "who": who,
                "samples_per_s_median": f"{rate.median():.0f}",
                "min": f"{min(rate.all()):.0f}",
                "max": f"{max(rate.all()):.0f}",
                "cpu_share": f"{rate.share():.2f}",
                "counted": rate.counted(),
                "tried": rate.tried(),
                "note": "loaded" if rate.loaded() else "",
            }


def processor():
    try:
        lines = pathlib.Path("/proc/cpuinfo").read_text().splitlines()
        return next(line.split(":")[1].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.machine()


def load():
    return f"{os.getloadavg()[0]:.1f}"


def write(name, rows):
    with open(OUT / name, "w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, rows[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def table(rows):
    lines = [list(rows[0])] + [[str(value) for value in row.values()] for row in rows]
    widths = [max(map(len, column)) for column in zip(*lines)]
    for line in lines:
        print("  ".join(text.rjust(width) for text, width in zip(line, widths)).rstrip())


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--java", required=True)
    parser.add_argument("--jvm", required=True, help="its flags")
    parser.add_argument("--classpath", required=True)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--threads", type=int, nargs="+", default=[1, 2])
    parser.add_argument("workloads", nargs="*")
    settings = parser.parse_args()
    runner = Runner(settings.java, settings.jvm, settings.classpath)
    workloads = settings.workloads or list(runner.workloads)
    for workload in workloads:
        if workload not in runner.workloads:
            sys.exit(f"bench-peers: there is no workload {workload}; there are {' '.join(runner.workloads)}")
    import numpy
    import sklearn
    import torch

    print(f"PyTorch {torch.__version__}, scikit-learn {sklearn.__version__}, numpy {numpy.__version__}")
    print(f"{runner.lines([settings.java, '--version'], {})[1]}; {processor()}, {os.cpu_count()} cores, load {load()}")
    check_losses(runner)
    cells = {}
    begin = time.monotonic()
    total = len(workloads) * len(settings.threads)
    for workload in workloads:
        for threads in settings.threads:
            cells[workload, threads] = measure(runner, workload, threads, settings.rounds)
            rates = list(all_rates(cells))
            write("peers.csv", rates)  # after each cell, so that a run that is stopped has what it measured
            write("ratios.csv", list(ratios(cells, runner.limits)))
            left = (time.monotonic() - begin) / len(cells) * (total - len(cells)) / 60
            print(f"{workload}, threads {threads}: done, about {left:.0f} minutes to go", file=sys.stderr)
    print("\nSamples a second")
    table(rates)
    print("\nnnrun against the best peer (min, max: of the rounds; limit: a static plan in C, on a core of 215 GFLOP/s)")
    table(list(ratios(cells, runner.limits)))
    print(f"\nWritten to {OUT}/peers.csv and {OUT}/ratios.csv.", file=sys.stderr)


main()
