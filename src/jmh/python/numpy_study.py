"""The study's experiment in plain NumPy, one network at a time, with all its diagnostics at every epoch: what gradflow's
speed is measured against. Written from the study's description as one would write it without a thought for speed.

Prints how long it took. The rows that --out writes are gradflow's, to rounding.
"""

import argparse
import csv
import math
import time

import numpy as np

WIDTHS = [2, 16, 16, 1]
SAMPLES, NOISE, TEST_FRACTION = 300, 0.1, 0.25
LEARNING_RATE = 0.05
LOSS_CLIP = 1e-8

# phi(z), phi'(z), whether z is at the limit
ACTIVATIONS = {
    "relu": (
        lambda z: np.maximum(0, z),
        lambda z: (z > 0).astype(float),
        lambda z: z <= 0,
    ),
    "tanh": (
        np.tanh,
        lambda z: 1 - np.tanh(z) ** 2,
        lambda z: np.abs(np.tanh(z)) > 0.95,
    ),
    "arctan": (
        np.arctan,
        lambda z: 1 / (1 + z**2),
        lambda z: np.abs(np.arctan(z)) > 0.95 * (np.pi / 2),
    ),
    "softsign": (
        lambda z: z / (1 + np.abs(z)),
        lambda z: 1 / (1 + np.abs(z)) ** 2,
        lambda z: np.abs(z / (1 + np.abs(z))) > 0.95,
    ),
}


def split(seed):
    """Noisy XOR: inputs and labels of the training set, then of the test set."""
    generator = np.random.default_rng(seed)
    X = generator.uniform(-1, 1, size=(SAMPLES, 2))
    y = (X[:, 0] * X[:, 1] < 0).astype(int)[:, None]
    X = X + NOISE * generator.normal(size=X.shape)
    order = np.random.default_rng(seed).permutation(SAMPLES)
    tests = round(SAMPLES * TEST_FRACTION)
    return X[order[tests:]], y[order[tests:]], X[order[:tests]], y[order[:tests]]


def xavier(seed, scale):
    """A weight matrix (fan_in, fan_out) for each layer."""
    generator = np.random.default_rng(seed)
    return [
        generator.normal(0, math.sqrt(2 / (fan_in + fan_out)) * scale, size=(fan_in, fan_out))
        for fan_in, fan_out in zip(WIDTHS, WIDTHS[1:])
    ]


def forward(X, W, b, phi):
    """Pre-activations of each layer; X and the activations of each layer, the last of them the probabilities."""
    Z, H = [], [X]
    for layer in range(len(W)):
        Z.append(H[-1] @ W[layer] + b[layer])
        H.append(1 / (1 + np.exp(-Z[-1])) if layer == len(W) - 1 else phi(Z[-1]))
    return Z, H


def gradient(Z, H, y, W, derivative):
    """By the weights and by the biases of each layer, of the mean loss."""
    dW, db = [None] * len(W), [None] * len(W)
    delta = H[-1] - y
    for layer in reversed(range(len(W))):
        dW[layer] = H[layer].T @ delta / len(y)
        db[layer] = delta.mean(0, keepdims=True)
        if layer:
            delta = (delta @ W[layer].T) * derivative(Z[layer - 1])
    return dW, db


def cross_entropy(y, p):
    p = np.clip(p, LOSS_CLIP, 1 - LOSS_CLIP)
    return float(-np.mean(y * np.log(p) + (1 - y) * np.log(1 - p)))


def accuracy(y, p):
    return float(np.mean((p >= 0.5) == y))


def diagnostics(Z, dW, derivative, at_limit):
    """Of the hidden layers' pre-activations together, and of each layer's gradient."""
    z = np.concatenate([layer.ravel() for layer in Z[:-1]])
    z_abs = np.abs(z)
    dphi = np.abs(derivative(z))
    row = dict(
        dphi_small_rate=np.mean(dphi < 1e-3),
        dphi_mean_abs=dphi.mean(),
        dphi_p10_abs=np.percentile(dphi, 10),
        dphi_p01_abs=np.percentile(dphi, 1),
        dphi_log_mean=np.mean(np.log(dphi + 1e-12)),
        z_mean_abs=z_abs.mean(),
        z_p90_abs=np.percentile(z_abs, 90),
        z_near0_rate=np.mean(z_abs <= 0.1),
        limit_rate=np.mean(at_limit(z)),
    )
    for layer, by_weight in enumerate(dW, 1):
        row[f"grad_norm_L{layer}"] = np.linalg.norm(by_weight)
        row[f"grad_rms_L{layer}"] = np.sqrt(np.mean(by_weight**2))
    return row


def train(activation, scale, seed, epochs, log_every):
    """The rows of a network, each of the state before an epoch's update."""
    phi, derivative, at_limit = ACTIVATIONS[activation]
    X, y, X_test, y_test = split(seed)
    W = xavier(seed, scale)
    b = [np.zeros((1, units)) for units in WIDTHS[1:]]
    rows = []
    for epoch in range(epochs):
        Z, H = forward(X, W, b, phi)
        dW, db = gradient(Z, H, y, W, derivative)
        test = forward(X_test, W, b, phi)[1][-1]
        row = dict(
            activation=activation,
            init="xavier",
            scale=scale,
            seed=seed,
            epoch=epoch,
            train_loss=cross_entropy(y, H[-1]),
            train_acc=accuracy(y, H[-1]),
            test_loss=cross_entropy(y_test, test),
            test_acc=accuracy(y_test, test),
        )
        row.update(diagnostics(Z, dW, derivative, at_limit))
        if epoch % log_every == 0 or epoch == epochs - 1:
            rows.append(row)
        for layer in range(len(W)):
            W[layer] -= LEARNING_RATE * dW[layer]
            b[layer] -= LEARNING_RATE * db[layer]
    return rows


def seeds(text):
    """Those of "3", of "0..9", or of several, as in "0..2,7"."""
    return [
        seed
        for part in text.split(",")
        for first, _, last in [part.partition("..")]
        for seed in range(int(first), int(last or first) + 1)
    ]


def write(path, rows):
    """Doubles so that they parse back to the same bits."""
    with open(path, "w", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        for row in rows:
            writer.writerow({key: repr(float(value)) if isinstance(value, float) else value for key, value in row.items()})


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--activations", default="relu,tanh,arctan,softsign", help="default: %(default)s")
    parser.add_argument("--scales", default="0.5,1.0,2.0", help="default: %(default)s")
    parser.add_argument("--seeds", default="0..9", help="default: %(default)s")
    parser.add_argument("--epochs", type=int, default=3000, help="default: %(default)s")
    parser.add_argument("--log-every", type=int, default=1, help="keep the rows of these epochs, default: all")
    parser.add_argument("--at-least", type=float, default=0, metavar="SECONDS", help="all over again until they are over")
    parser.add_argument("--out", metavar="FILE", help="write the rows as CSV")
    options = parser.parse_args()

    networks = [
        (activation, scale, seed)
        for activation in options.activations.split(",")
        for scale in map(float, options.scales.split(","))
        for seed in seeds(options.seeds)
    ]
    trained = 0
    start, cpu_start = time.perf_counter(), time.process_time()
    while True:
        rows = []
        for network in networks:
            rows += train(*network, options.epochs, options.log_every)
        trained += len(networks)
        elapsed = time.perf_counter() - start
        if elapsed >= options.at_least:
            break
    cpu = time.process_time() - cpu_start
    per_epoch = 1e6 / trained / options.epochs
    print(
        f"{trained} networks x {options.epochs} epochs in {elapsed:.2f} s: "
        f"{elapsed * per_epoch:.1f} us per model-epoch, {cpu * per_epoch:.1f} of CPU"
    )
    if options.out:
        write(options.out, rows)


if __name__ == "__main__":
    main()
