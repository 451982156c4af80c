"""Reference values of the statistics of sweeps. Writes statistics.json."""
import json, sys
import numpy, scipy, statsmodels
from itertools import product
from scipy import stats
from statsmodels.stats.multitest import multipletests
import statsmodels.api as sm, statsmodels.formula.api as smf, pandas
rng = numpy.random.default_rng(7)
r = lambda a: [round(float(x), 6) for x in a]
out = {"generator": f"python {sys.version.split()[0]}, numpy {numpy.__version__}, scipy {scipy.__version__}, statsmodels {statsmodels.__version__}"}
out["t"] = [{"t": t, "df": df, "cdf": float(stats.t.cdf(t, df)), "two_sided": float(2 * stats.t.sf(abs(t), df))}
            for df in (1, 2, 3, 4, 5, 9, 10, 30, 99, 1000) for t in (-40.0, -2.5, -0.1, 0.0, 0.3, 1.0, 1.96, 4.0, 12.0)]
out["quantile"] = [{"p": p, "df": df, "t": float(stats.t.ppf(p, df))}
                   for df in (1, 2, 3, 4, 7, 29, 500) for p in (0.975, 0.95, 0.995, 0.6, 0.025)]
out["sample"] = []
for n in (2, 3, 5, 17):
    x = r(rng.normal(0.9, 0.02, n))
    lo, hi = stats.t.interval(0.95, n - 1, numpy.mean(x), stats.sem(x))
    out["sample"].append({"values": x, "mean": float(numpy.mean(x)), "sd": float(numpy.std(x, ddof=1)), "low": float(lo), "high": float(hi)})
out["paired"] = []
for n, shift, ties in ((2, 0.1, 0), (3, 0.02, 0), (5, 0.01, 0), (5, 0.1, 0), (8, 0.01, 1), (12, 0.0, 1), (20, 0.01, 0), (40, 0.005, 0)):
    a = r(rng.normal(0.9, 0.02, n)); b = r(numpy.array(a) + rng.normal(shift, 0.02, n))
    if ties:  # equal differences and a zero
        b = [round(x + round(y - x, 2), 6) for x, y in zip(a, b)]; b[0] = a[0]
    d = [round(x - y, 9) for x, y in zip(a, b)]
    t = stats.ttest_rel(a, b)
    nz = [x for x in d if x != 0]
    ranks = stats.rankdata(numpy.abs(nz)); w = float(sum(k for k, x in zip(ranks, nz) if x > 0))
    if n <= 12:  # all signs, one by one
        m = len(nz); sums = [sum(k for k, s in zip(ranks, signs) if s) for signs in product((0, 1), repeat=m)]
        p = min(1.0, 2 * min(sum(s <= w for s in sums), sum(s >= w for s in sums)) / 2 ** m)
        if not ties: assert abs(p - stats.wilcoxon(a, b, method="exact").pvalue) < 1e-12
    else:
        p = float(stats.wilcoxon(a, b, method="exact").pvalue)
    k = 5; var = numpy.var(d, ddof=1); nb = float(numpy.mean(d) / numpy.sqrt((1 / n + 1 / (k - 1)) * var))
    out["paired"].append({"a": a, "b": b, "differences": d, "t": float(t.statistic), "t_p": float(t.pvalue), "w": w, "w_p": float(p),
                          "test_share": 1 / (k - 1), "corrected_t": nb, "corrected_p": float(2 * stats.t.sf(abs(nb), n - 1))})
out["holm"] = [{"p": p, "corrected": [float(x) for x in multipletests(p, method="holm")[1]]}
               for p in ([0.01], [0.01, 0.04, 0.03, 0.005], [0.2, 0.001, 0.02, 0.02, 0.9, 0.0004], r(rng.uniform(0, 0.3, 9)))]
rows = []
for lr, opt, seed in product(("0.001", "0.01", "0.1"), ("sgd", "adam"), range(4)):
    y = {"0.001": 0.8, "0.01": 0.93, "0.1": 0.85}[lr] + (0.03 if opt == "adam" else 0) - (0.1 if (lr, opt) == ("0.1", "adam") else 0) + rng.normal(0, 0.01)
    rows.append({"lr": lr, "optimizer": opt, "y": round(float(y), 6)})
table = sm.stats.anova_lm(smf.ols("y ~ C(lr) * C(optimizer)", pandas.DataFrame(rows)).fit(), typ=1)
ss = table["sum_sq"]; share = lambda k: float(ss[k] / ss.sum())
out["importance"] = {"trials": rows, "lr": share("C(lr)"), "optimizer": share("C(optimizer)"), "interaction": share("C(lr):C(optimizer)"), "chance": share("Residual")}
json.dump(out, open("statistics.json", "w"), indent=1)
