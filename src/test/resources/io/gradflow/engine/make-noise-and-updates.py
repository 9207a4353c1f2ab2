"""Gradient noise and updates of small networks, as oracle of the trainers: plain NumPy, one network at a time.

usage: python3 make-noise-and-updates.py noise-and-updates.csv.gz

Every gradient of every single sample is formed. Nothing here is done as gradflow does it, but the data, the initial
weights and the definitions. Every network is trained twice, the second time with its hidden units in another order, and
with its samples in another order too where an update takes them all. So sums are in another order, and a configuration
with a number that does not agree to 1e-11 is ill-conditioned and is left out.
"""

import csv
import gzip
import io
import sys

import numpy as np

ACTIVATIONS = {
    "relu": (lambda z: np.maximum(0, z), lambda z: (z > 0).astype(float)),
    "tanh": (np.tanh, lambda z: 1 - np.tanh(z) ** 2),
    "sigmoid": (lambda z: 1 / (1 + np.exp(-z)), lambda z: 1 / (1 + np.exp(-z)) * (1 - 1 / (1 + np.exp(-z)))),
    "softsign": (lambda z: z / (1 + np.abs(z)), lambda z: 1 / (1 + np.abs(z)) ** 2),
}
DEVIATIONS = {
    "xavier": lambda fan_in, fan_out: np.sqrt(2 / (fan_in + fan_out)),
    "he": lambda fan_in, fan_out: np.sqrt(2 / fan_in),
}
# Each for all activations. A batch of 0 is the whole training set; others are taken in the order of the data.
SETTINGS = [
    dict(architecture="2-1", n=60, loss="binary_cross_entropy", seed=42),
    dict(architecture="2-5-1", n=60, loss="binary_cross_entropy", init="he", learning_rate=0.5, batch=10, seed=1),
    dict(architecture="2-7-5-1", n=81, loss="mean_squared_error", log_every=3, seed=2),
    dict(architecture="2-6-2", n=81, loss="softmax_cross_entropy", batch=16, learning_rate=0.3, seed=3),
    dict(architecture="2-4-4-2", n=44, loss="mean_squared_error", scale=2.0, batch=7, log_every=2, seed=4),
    dict(architecture="2-3-2", n=6, loss="softmax_cross_entropy", learning_rate=1.0, seed=5),
    dict(architecture="2-5-4-3-1", n=50, loss="binary_cross_entropy", init="he", scale=1.5, log_every=5, seed=6),
    dict(architecture="2-16-16-1", n=300, loss="binary_cross_entropy", seed=7),
]
DEFAULTS = dict(
    noise=0.1, test_fraction=0.25, init="xavier", scale=1.0, learning_rate=0.05, batch=0, epochs=11, log_every=1,
)  # fmt: skip


def training_set(c):
    generator = np.random.default_rng(c["seed"])
    X = generator.uniform(-1, 1, size=(c["n"], 2))
    y = (X[:, 0] * X[:, 1] < 0).astype(int)
    X = X + c["noise"] * generator.normal(size=X.shape)
    order = np.random.default_rng(c["seed"]).permutation(c["n"])
    train = order[round(c["n"] * c["test_fraction"]) :]  # half to even
    return X[train], y[train]


def initial_layers(c, widths):
    """One matrix for each layer: its weights, and its biases as the last row."""
    generator = np.random.default_rng(c["seed"])
    deviation = DEVIATIONS[c["init"]]
    return [
        np.vstack([generator.normal(0, deviation(a, b) * c["scale"], size=(a, b)), np.zeros(b)])
        for a, b in zip(widths, widths[1:])
    ]


def reorder(c, X, y, layers):
    """The same network and samples, in another order."""
    generator = np.random.default_rng(0)
    layers = [layer.copy() for layer in layers]
    for i in range(len(layers) - 1):
        units = generator.permutation(layers[i].shape[1])
        layers[i] = layers[i][:, units]
        layers[i + 1] = layers[i + 1][np.append(units, len(units)), :]
    samples = generator.permutation(len(y)) if c["batch"] == 0 else np.arange(len(y))
    return X[samples], y[samples], layers


def output_deltas(c, logits, y):
    """The derivative of a sample's own loss by each of its logits."""
    outputs = logits.shape[1]
    if c["loss"] == "binary_cross_entropy":
        return 1 / (1 + np.exp(-logits)) - y[:, None]
    targets = y[:, None] if outputs == 1 else np.eye(outputs)[y]
    if c["loss"] == "mean_squared_error":
        return 2 * (logits - targets) / outputs
    p = np.exp(logits - logits.max(1, keepdims=True))
    return p / p.sum(1, keepdims=True) - targets


def sample_gradients(c, X, y, layers):
    """For each layer an array with a row for each sample: its gradient by all parameters of the layer."""
    phi, derivative = ACTIVATIONS[c["activation"]]
    Z, A = [], [np.hstack([X, np.ones((len(X), 1))])]
    for i, layer in enumerate(layers):
        Z.append(A[-1] @ layer)
        if i < len(layers) - 1:
            A.append(np.hstack([phi(Z[-1]), np.ones((len(X), 1))]))
    delta = output_deltas(c, Z[-1], y)
    gradients = [None] * len(layers)
    for i in reversed(range(len(layers))):
        gradients[i] = np.array([np.outer(A[i][s], delta[s]).ravel() for s in range(len(X))])
        if i:
            delta = (delta @ layers[i][:-1].T) * derivative(Z[i - 1])
    return gradients


def noise_metrics(c, G):
    n, norms = len(G), np.linalg.norm(G, axis=1)
    batch = n if c["batch"] == 0 else min(c["batch"], n)
    g = G.mean(0)
    zero = ~G.any(0)
    return dict(
        sample_grad_norm_mean=norms.mean(),
        sample_grad_norm_var=norms.var(),
        gsnr=np.mean(g[~zero] ** 2 / G[:, ~zero].var(0)),
        gsnr_zero_count=float(zero.sum()),
        noise_scale=G.var(0).sum() / (g @ g),
        norm_test=G.var(0, ddof=1).sum() / batch / (g @ g),
        inner_product_test=(G @ g).var(ddof=1) / batch / (g @ g) ** 2,
    )


def angle(u, v):
    u, v = u / np.linalg.norm(u), v / np.linalg.norm(v)
    return 2 * np.arctan2(np.linalg.norm(u - v), np.linalg.norm(u + v))


def train(c, reordered):
    X, y = training_set(c)
    layers = initial_layers(c, [int(width) for width in c["architecture"].split("-")])
    if reordered:
        X, y, layers = reorder(c, X, y, layers)
    size = len(y) if c["batch"] == 0 else c["batch"]
    history, gradients = [layers], []
    for epoch in range(c["epochs"] + 1):
        gradients.append(sample_gradients(c, X, y, layers))
        for first in range(0, len(y), size):
            batch = slice(first, first + size)
            steps = [G.mean(0) for G in sample_gradients(c, X[batch], y[batch], layers)]
            layers = [W - c["learning_rate"] * step.reshape(W.shape) for W, step in zip(layers, steps)]
        history.append(layers)
    rows, last = [], None
    for epoch in range(c["epochs"] + 1):
        is_last = epoch == c["epochs"]
        if epoch % c["log_every"] and not is_last:
            continue
        for i, G in enumerate(gradients[epoch]):
            now = history[epoch][i].ravel()
            update = history[epoch + 1][i].ravel() - now
            before = None if epoch == 0 else now - history[epoch - 1][i].ravel()
            g, last_g = G.mean(0), None if last is None else gradients[last][i].mean(0)
            norm = np.linalg.norm
            rows.append(
                dict(
                    epoch=epoch,
                    layer=i + 1,
                    param_norm=norm(now),
                    update_norm=None if is_last else norm(update),
                    update_ratio=None if is_last else norm(update) / norm(now),
                    init_distance=norm(now - history[0][i].ravel()),
                    update_angle=None if is_last or epoch == 0 else angle(update, before),
                    grad_cos=None if last is None else g @ last_g / norm(g) / norm(last_g),
                )
                | noise_metrics(c, G)
            )
        last = epoch
    return rows


def agree(row, other):
    return all(x == other[name] or abs(x - other[name]) <= 1e-11 * abs(x) for name, x in row.items())


def text(value):
    if value is None:
        return ""
    return repr(float(value)) if isinstance(value, (float, np.floating)) else str(value)


table, kept = [], 0
for setting in SETTINGS:
    for activation in ACTIVATIONS:
        c = DEFAULTS | setting | dict(activation=activation)
        rows = train(c, False)
        if all(map(agree, rows, train(c, True))):
            table += [c | row for row in rows]
            kept += 1
        else:
            print("no oracle:", c)
text_file = io.StringIO()
writer = csv.writer(text_file, lineterminator="\n")
writer.writerow(table[0])
writer.writerows([text(row[name]) for name in table[0]] for row in table)
with open(sys.argv[1], "wb") as file:
    file.write(gzip.compress(text_file.getvalue().encode(), 9, mtime=0))
print(f"NumPy {np.__version__}: {kept} configurations, {len(table)} rows")
