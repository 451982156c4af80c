"""What the peers have in common: the workload, its data, and repetitions, as src/test/java/nnrun/bench has them.

A peer is called with the workload as WorkloadBench prints it (the networks are written down once, in Workload.java), the
number of threads, and `time` or `check`.
"""
import os
import sys
import time

import numpy as np


class Workload:
    def __init__(self, line):
        self.name, widths, self.activation, norm, dropout, self.loss, self.optimizer, rate, batch, rows, limit = line.split(",")
        self.widths = [int(width) for width in widths.split("-")]
        self.norm = norm == "true"
        self.dropout = float(dropout)
        self.rate = float(rate)
        self.batch = int(batch)
        self.rows = int(rows)
        self.limit = int(limit)
        self.steps = self.rows // self.batch
        self.output_activated = self.name == "W1"  # the regression ends in tanh

    def data(self):
        """Inputs N(0, 1), for the autoencoder uniform; targets at random: classes, numbers of -1 to 1, or the inputs."""
        random = np.random.default_rng(1)
        shape = (self.rows, self.widths[0])
        if self.loss == "binary_cross_entropy":
            x = random.random(shape, dtype=np.float32)
            return x, x
        x = random.standard_normal(shape, dtype=np.float32)
        if self.loss == "cross_entropy":
            return x, random.integers(0, self.widths[-1], self.rows)
        return x, random.uniform(-1, 1, (self.rows, 1)).astype(np.float32)

    def weights(self):
        """Glorot's uniform start, float32 matrices of (in, out); biases begin at 0."""
        random = np.random.default_rng(2)
        for n, m in zip(self.widths, self.widths[1:]):
            bound = (6 / (n + m)) ** 0.5
            yield random.uniform(-bound, bound, (n, m)).astype(np.float32)


def main(peer, build):
    """build(workload, threads) gives train(steps, losses): trains about so many steps, returns how many, and adds their
    losses to the list, if there is one."""
    workload, threads, mode = Workload(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
    if mode == "check":
        workload.rate = 1e-3
    train = build(workload, threads)
    if mode == "check":
        for epoch in (1, 2, 3):
            losses = []
            train(workload.steps, losses)
            print(f"LOSS,{peer},{epoch},{np.mean(losses):.4f}")
    else:
        repeat(f"{peer},{workload.name},{threads},float32", workload, threads, train)


def repeat(name, workload, threads, train):
    warm, seconds = float(os.environ.get("WARM_S", 2)), float(os.environ.get("REP_S", 0.5))
    wanted = int(os.environ.get("REPS", 5))
    begin = time.perf_counter()
    steps = 1
    while True:
        start = time.perf_counter()
        done = train(steps)
        now = time.perf_counter()
        if now - begin > warm:
            break
        steps = max(1, min(2 * steps, round(done * seconds / 8 / (now - start))))  # so that clocks are rarely read
    counted = tried = 0
    while counted < wanted and tried < 3 * wanted:
        busy, cpu, start = machine_busy(), time.process_time(), time.perf_counter()
        done = wall = 0
        while wall < seconds:  # by the clock: a fixed number of steps may have been estimated while others were running
            done += train(steps)
            wall = time.perf_counter() - start
        share = (time.process_time() - cpu) / wall
        counts = had_its_cores(threads, share, (machine_busy() - busy) / wall - share)
        counted += counts
        tried += 1
        print(f"REP,{name},{done * workload.batch / wall:.6g},{share:.3f},{counts:d}", flush=True)


def had_its_cores(threads, share, others):
    """Work on several threads may rightly leave cores idle, so there the cores that others used decide."""
    if threads == 1 or others != others:
        return share >= 0.95
    return others <= len(os.sched_getaffinity(0)) - 0.95 * threads


def machine_busy():
    """Processor time of the whole machine in seconds, with what its host gave to others; NaN where nobody tells."""
    try:
        with open("/proc/stat") as file:
            ticks = file.readline().split()
        return sum(int(ticks[i]) for i in (1, 2, 3, 6, 7, 8)) / 100
    except OSError:
        return float("nan")
