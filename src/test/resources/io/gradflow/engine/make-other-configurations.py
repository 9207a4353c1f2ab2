"""Rows of networks unlike the study's, as oracle of the trainers: plain NumPy, one network at a time.

usage: python3 make-other-configurations.py other-configurations.csv.gz

Near the edge of stability one ulp grows until rows of two correct programs differ. So every network is trained twice,
the second time with its training samples and hidden units in another order, hence with its sums in another order; a
configuration whose rows do not agree to 1e-12, or whose counts differ at all, is no oracle and is left out.
"""

import csv
import gzip
import io
import sys

import numpy as np

EPOCHS, LOG_EVERY, MAX_LAYERS = 210, 25, 5

# phi(z), phi'(z), whether z is at the limit
ACTIVATIONS = {
    "relu": (lambda z: np.maximum(0, z), lambda z: (z > 0).astype(float), lambda z: z <= 0),
    "leaky_relu": (lambda z: np.where(z > 0, z, 0.01 * z), lambda z: np.where(z > 0, 1, 0.01), lambda z: z <= 0),
    "tanh": (np.tanh, lambda z: 1 - np.tanh(z) ** 2, lambda z: np.abs(np.tanh(z)) > 0.95),
    "sigmoid": (
        lambda z: logistic(z),
        lambda z: logistic(z) * (1 - logistic(z)),
        lambda z: (logistic(z) < 0.025) | (logistic(z) > 0.975),
    ),
    "arctan": (np.arctan, lambda z: 1 / (1 + z**2), lambda z: np.abs(np.arctan(z)) > 0.95 * (np.pi / 2)),
    "softsign": (
        lambda z: z / (1 + np.abs(z)),
        lambda z: 1 / (1 + np.abs(z)) ** 2,
        lambda z: np.abs(z / (1 + np.abs(z))) > 0.95,
    ),
}
DEVIATIONS = {
    "xavier": lambda fan_in, fan_out: np.sqrt(2 / (fan_in + fan_out)),
    "he": lambda fan_in, fan_out: np.sqrt(2 / fan_in),
    "gaussian": lambda fan_in, fan_out: 0.1,
}
# The streams of data, split and weights.
SEEDINGS = {
    "study": lambda seed, purpose: np.random.default_rng(seed),
    "independent": lambda seed, purpose: np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(purpose,))),
}
DATA, SPLIT, WEIGHTS = range(3)

# Each for all activations.
SETTINGS = [
    dict(architecture="2-1", n=101, noise=0.3, test_fraction=0.1, seed=42),
    dict(architecture="2-5-1", n=101, noise=0.0, test_fraction=0.33, seed=1),
    dict(architecture="2-5-1", n=1000, noise=0.3, test_fraction=0.33, learning_rate=0.1, seed=4294967296),
    dict(architecture="2-7-1", relabel=True, noise=0.3, init="he", scale=3.0, seed=9007199254740993),
    dict(architecture="2-33-1", n=101, test_fraction=0.1, init="gaussian", seed=9223372036854775807),
    dict(architecture="2-7-5-1", n=101, init="he", learning_rate=0.1, clip=0.0, seed=7),
    dict(architecture="2-16-16-1", scale=0.25, learning_rate=0.01, seed=4294967297),
    dict(architecture="2-16-16-1", scale=3.0, relabel=True, noise=0.3, seed=2),
    dict(architecture="2-1-4-1", n=101, noise=0.0, seed=4294967295),
    dict(architecture="2-7-13-3-1", n=101, test_fraction=0.33, init="he", scale=1.5, seed=9007199254740993),
    dict(architecture="2-7-13-3-1", noise=0.0, learning_rate=0.01, clip=0.0, seeding="independent", seed=3),
    dict(architecture="2-6-6-6-1", init="gaussian", scale=3.0, learning_rate=0.1, relabel=True, seed=5),
    dict(architecture="2-8-8-8-8-1", n=101, noise=0.0, learning_rate=0.1, seed=9223372036854775807),
    dict(architecture="2-8-8-8-8-1", init="he", seeding="independent", seed=9223372036854775806),
    dict(architecture="2-3-9-2-5-1", n=1000, test_fraction=0.1, scale=2.0, learning_rate=0.01, seed=11),
]
DEFAULTS = dict(
    n=300, noise=0.1, test_fraction=0.25, relabel=False, init="xavier", scale=1.0, clip=1e-8, learning_rate=0.05,
    seeding="study",
)  # fmt: skip


def logistic(z):
    with np.errstate(over="ignore"):
        return 1 / (1 + np.exp(-z))


def split(c):
    generator = SEEDINGS[c["seeding"]](c["seed"], DATA)
    labels = lambda X: (X[:, 0] * X[:, 1] < 0).astype(int)
    X = generator.uniform(-1, 1, size=(c["n"], 2))
    y = labels(X)
    if c["noise"] > 0:
        X = X + c["noise"] * generator.normal(size=X.shape)
        if c["relabel"]:
            y = labels(X)
    order = SEEDINGS[c["seeding"]](c["seed"], SPLIT).permutation(c["n"])
    test = round(c["n"] * c["test_fraction"])  # half to even
    return X[order[test:]], y[order[test:], None], X[order[:test]], y[order[:test], None]


def initial_weights(c, widths):
    generator = SEEDINGS[c["seeding"]](c["seed"], WEIGHTS)
    deviation = DEVIATIONS[c["init"]]
    return [generator.normal(0, deviation(a, b) * c["scale"], size=(a, b)) for a, b in zip(widths, widths[1:])]


def reorder(X, y, W):
    """The same network and samples, in another order."""
    generator = np.random.default_rng(0)
    samples = generator.permutation(len(y))
    W = [w.copy() for w in W]
    for layer in range(len(W) - 1):
        units = generator.permutation(W[layer].shape[1])
        W[layer], W[layer + 1] = W[layer][:, units], W[layer + 1][units, :]
    return X[samples], y[samples], W


def forward(X, W, b, phi):
    Z, H = [], [X]
    for layer in range(len(W)):
        Z.append(H[-1] @ W[layer] + b[layer])
        H.append(phi(Z[-1]) if layer < len(W) - 1 else logistic(Z[-1]))
    return Z, H


def loss(y, logits, p, clip):
    if clip == 0:
        return np.mean(np.logaddexp(0, np.where(y == 1, -logits, logits)))
    p = np.clip(p, clip, 1 - clip)
    return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))


def train(c, reordered):
    phi, derivative, at_limit = ACTIVATIONS[c["activation"]]
    widths = [int(width) for width in c["architecture"].split("-")]
    X, y, test_X, test_y = split(c)
    W = initial_weights(c, widths)
    if reordered:
        X, y, W = reorder(X, y, W)
    b = [np.zeros((1, width)) for width in widths[1:]]
    layers, rows = len(W), []
    for epoch in range(EPOCHS + 1):
        Z, H = forward(X, W, b, phi)
        dW, db = [None] * layers, [None] * layers
        delta = H[-1] - y
        for layer in reversed(range(layers)):
            dW[layer] = H[layer].T @ delta / len(y)
            db[layer] = delta.mean(0, keepdims=True)
            if layer:
                delta = (delta @ W[layer].T) * derivative(Z[layer - 1])
        if epoch % LOG_EVERY == 0 or epoch == EPOCHS:
            test_Z, test_H = forward(test_X, W, b, phi)
            row = dict(
                epoch=epoch,
                train_loss=loss(y, Z[-1], H[-1], c["clip"]),
                train_acc=np.mean((H[-1] >= 0.5) == y),
                test_loss=loss(test_y, test_Z[-1], test_H[-1], c["clip"]),
                test_acc=np.mean((test_H[-1] >= 0.5) == test_y),
            )
            row.update(hidden_metrics(np.concatenate([[]] + [z.ravel() for z in Z[:-1]]), derivative, at_limit))
            for layer in range(MAX_LAYERS):
                has = layer < layers
                row[f"grad_norm_L{layer + 1}"] = np.linalg.norm(dW[layer]) if has else None
                row[f"grad_rms_L{layer + 1}"] = np.sqrt(np.mean(dW[layer] ** 2)) if has else None
            rows.append(row)
        for layer in range(layers):
            W[layer] = W[layer] - c["learning_rate"] * dW[layer]
            b[layer] = b[layer] - c["learning_rate"] * db[layer]
    return rows


def hidden_metrics(z, derivative, at_limit):
    names = (
        "dphi_small_rate dphi_mean_abs dphi_p10_abs dphi_p01_abs dphi_log_mean z_mean_abs z_p90_abs z_near0_rate limit_rate"
    ).split()
    if not len(z):  # without a hidden layer
        return dict.fromkeys(names, np.nan)
    dphi, abs_z = np.abs(derivative(z)), np.abs(z)
    values = (
        np.mean(dphi < 1e-3), dphi.mean(), np.percentile(dphi, 10), np.percentile(dphi, 1), np.mean(np.log(dphi + 1e-12)),
        abs_z.mean(), np.percentile(abs_z, 90), np.mean(abs_z <= 0.1), np.mean(at_limit(z)),
    )  # fmt: skip
    return dict(zip(names, values))


def agree(row, other):
    for name, x in row.items():
        if x is None or np.isnan(x) and np.isnan(other[name]):
            continue
        tolerance = 0 if name.endswith(("_acc", "_rate")) else 1e-12 * abs(x) + 1e-15
        if not abs(x - other[name]) <= tolerance:
            return False
    return True


def text(value):
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    return repr(float(value)) if isinstance(value, (float, np.floating)) else str(value)


table, kept, dropped = [], 0, 0
for setting in SETTINGS:
    for activation in ACTIVATIONS:
        c = dict(activation=activation) | DEFAULTS | setting
        rows, others = train(c, False), train(c, True)
        if all(map(agree, rows, others)):
            table += [c | dict(epochs=EPOCHS) | row for row in rows]
            kept += 1
        else:
            print("no oracle:", c)
            dropped += 1
text_file = io.StringIO()
writer = csv.writer(text_file, lineterminator="\n")
writer.writerow(table[0])
writer.writerows([text(row[name]) for name in table[0]] for row in table)
with open(sys.argv[1], "wb") as file:
    file.write(gzip.compress(text_file.getvalue().encode(), 9, mtime=0))
print(f"NumPy {np.__version__}: {kept} configurations, {len(table)} rows, {dropped} configurations left out")
