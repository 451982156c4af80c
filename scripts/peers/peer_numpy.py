"""numpy by hand: the formulas as they are written, float32, with the optimizer's memory kept and updated in place."""
import measure
import numpy as np
from threadpoolctl import threadpool_limits

F = np.float32


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


VALUE = {"tanh": np.tanh, "relu": lambda z: np.maximum(z, 0), "sigmoid": sigmoid}
SLOPE = {"tanh": lambda y: 1 - y * y, "relu": lambda y: y > 0, "sigmoid": lambda y: y * (1 - y)}


def mse(z, t):
    difference = z - t
    return (difference * difference).mean(), 2 * difference / F(z.size)


def cross_entropy(z, t):
    rows = np.arange(len(t))
    e = np.exp(z - z.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    loss = -np.log(p[rows, t]).mean()
    p[rows, t] -= 1
    return loss, p / F(len(t))


def binary_cross_entropy(z, t):
    loss = (np.maximum(z, 0) - z * t + np.log1p(np.exp(-np.abs(z)))).mean()
    return loss, (sigmoid(z) - t) / F(z.size)


LOSS = {"mse": mse, "cross_entropy": cross_entropy, "binary_cross_entropy": binary_cross_entropy}


def build(workload, threads):
    threadpool_limits(threads)
    x, y = workload.data()
    weights = list(workload.weights())
    biases = [np.zeros(w.shape[1], F) for w in weights]
    normed = [w.shape[1] for w in weights[:-1]] if workload.norm else []
    gammas, betas = [np.ones(n, F) for n in normed], [np.zeros(n, F) for n in normed]
    means, variances = [np.zeros(n, F) for n in normed], [np.ones(n, F) for n in normed]
    parameters = weights + biases + gammas + betas
    slots = [(np.zeros_like(p), np.zeros_like(p)) for p in parameters]
    value, slope, loss_of = VALUE[workload.activation], SLOPE[workload.activation], LOSS[workload.loss]
    rate, keep, random = F(workload.rate), F(1 - workload.dropout), np.random.default_rng(3)
    done = 0

    def gradients(a, t):
        memory = []
        for i, (w, b) in enumerate(zip(weights, biases)):
            below, z, normal, mask = a, a @ w + b, None, None
            hidden = i < len(weights) - 1
            if hidden and workload.norm:
                mean = z.mean(axis=0)
                centred = z - mean
                variance = (centred * centred).mean(axis=0)
                means[i] = F(0.9) * means[i] + F(0.1) * mean
                variances[i] = F(0.9) * variances[i] + F(0.1) * variance
                inverse = 1 / np.sqrt(variance + F(1e-5))
                normal = centred * inverse, inverse
                z = normal[0] * gammas[i] + betas[i]
            activated = hidden or workload.output_activated
            out = a = value(z) if activated else z
            if hidden and workload.dropout:
                mask = (random.random(a.shape, dtype=F) < keep) / keep
                a = a * mask
            memory.append((below, out if activated else None, normal, mask))
        loss, d = loss_of(a, t)
        dw, db, dgamma, dbeta = [], [], [], []
        for i in reversed(range(len(weights))):
            below, out, normal, mask = memory[i]
            if mask is not None:
                d = d * mask
            if out is not None:
                d = d * slope(out)
            if normal is not None:
                n, inverse = normal
                dgamma.insert(0, (d * n).sum(axis=0))
                dbeta.insert(0, d.sum(axis=0))
                d = (gammas[i] * inverse) * (d - (dbeta[0] + n * dgamma[0]) / F(len(d)))
            dw.insert(0, below.T @ d)
            db.insert(0, d.sum(axis=0))
            if i > 0:
                d = d @ weights[i].T
        return loss, dw + db + dgamma + dbeta

    def update(g, step):
        for p, q, (m, v) in zip(parameters, g, slots):
            if workload.optimizer == "sgd":
                p -= rate * q
            elif workload.optimizer == "momentum":
                v *= F(0.9)
                v += q
                p -= rate * v
            else:
                m *= F(0.9)
                m += F(0.1) * q
                v *= F(0.999)
                v += F(0.001) * q * q
                p -= (rate / F(1 - 0.9**step)) * m / (np.sqrt(v / F(1 - 0.999**step)) + F(1e-8))

    def train(steps, losses=None):
        nonlocal done
        for _ in range(steps):
            begin = done % workload.steps * workload.batch
            done += 1
            loss, g = gradients(x[begin : begin + workload.batch], y[begin : begin + workload.batch])
            update(g, done)
            if losses is not None:
                losses.append(loss)
        return steps

    return train


measure.main("numpy", build)
