"""scikit-learn's MLPClassifier and MLPRegressor. What they cannot, they do without: two classes have one logistic output,
there is no dropout and no batch norm, and regression (the autoencoder as well) has squared errors and a linear output."""
import warnings

import measure
from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPClassifier, MLPRegressor
from threadpoolctl import threadpool_limits

warnings.filterwarnings("ignore", category=ConvergenceWarning)


def build(workload, threads):
    threadpool_limits(threads)
    x, y = workload.data()
    if y.ndim == 2 and y.shape[1] == 1:
        y = y.ravel()
    kind = MLPClassifier if workload.loss == "cross_entropy" else MLPRegressor
    net = kind(
        hidden_layer_sizes=workload.widths[1:-1],
        activation="logistic" if workload.activation == "sigmoid" else workload.activation,
        solver="adam" if workload.optimizer == "adam" else "sgd",
        momentum=0.9 if workload.optimizer == "momentum" else 0.0,
        nesterovs_momentum=False,
        learning_rate_init=workload.rate,
        batch_size=workload.batch,
        alpha=0.0,
        shuffle=False,
        tol=0.0,
        n_iter_no_change=10**9,
        max_iter=1,
        warm_start=True,
        random_state=1,
    )
    net.fit(x, y)  # makes the arrays, which then begin where those of the others do
    for mine, start in zip(net.coefs_, workload.weights()):
        if mine.shape == start.shape:
            mine[:] = start
    for bias in net.intercepts_:
        bias[:] = 0

    # It counts in epochs, and each call of fit begins a new optimizer, so a call gets as many epochs as it is to do.
    def train(steps, losses=None):
        net.max_iter = max(1, round(steps / workload.steps))
        net.fit(x, y)
        if losses is not None:
            losses.extend(net.loss_curve_[-net.max_iter :])
        return net.max_iter * workload.steps

    return train


measure.main("sklearn", build)
