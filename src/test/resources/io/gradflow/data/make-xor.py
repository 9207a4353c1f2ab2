"""Noisy XOR samples and splits of NumPy, as golden values.

usage: python3 make-xor.py xor.json
"""

import json
import sys

import numpy as np

# seed, n, noise, test_fraction, relabel_after_noise, seeding
SETTINGS = [
    (0, 300, 0.1, 0.25, False, "study"),
    (1, 12, 0.1, 0.25, False, "study"),
    (2, 17, 0.0, 0.5, False, "study"),
    (3, 17, 0.0, 0.5, True, "study"),
    (4, 40, 0.5, 0.2, False, "study"),
    (4, 40, 0.5, 0.2, True, "study"),
    (5, 2, 0.1, 0.5, False, "study"),
    (6, 10, 0.1, 0.25, False, "study"),
    (7, 14, 0.1, 0.25, False, "independent"),
    (4294967296, 9, 0.3, 0.9, True, "independent"),
    (9007199254740993, 9, 0.1, 0.1, False, "study"),
    (9223372036854775807, 9, 0.1, 0.33, False, "study"),
    (9223372036854775807, 9, 0.1, 0.33, False, "independent"),
]


def generator(seeding, seed, purpose):
    return np.random.default_rng(seed if seeding == "study" else np.random.SeedSequence(seed, spawn_key=(purpose,)))


def labels(X):
    return (X[:, 0] * X[:, 1] < 0).astype(int)


def part(X, y):
    return {"inputs": [float(x).hex() for x in X.ravel()], "labels": y.tolist()}


golden = []
for seed, n, noise, test_fraction, relabel, seeding in SETTINGS:
    g = generator(seeding, seed, 0)
    X = g.uniform(-1, 1, size=(n, 2))
    y = labels(X)
    if noise > 0:
        X = X + noise * g.normal(size=X.shape)
        if relabel:
            y = labels(X)
    order = generator(seeding, seed, 1).permutation(n)
    test = round(n * test_fraction)  # half to even
    golden.append(
        {
            "seed": str(seed),  # beyond the integers that every JSON reader keeps
            "n": n,
            "noise": noise,
            "test_fraction": test_fraction,
            "relabel_after_noise": relabel,
            "seeding": seeding,
            "train": part(X[order[test:]], y[order[test:]]),
            "test": part(X[order[:test]], y[order[:test]]),
        }
    )
with open(sys.argv[1], "w") as file:
    json.dump({"numpy": np.__version__, "splits": golden}, file, indent=1)
    file.write("\n")
