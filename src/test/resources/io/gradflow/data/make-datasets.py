"""Datasets and splits of NumPy, after scikit-learn 0.20 where that has them, as golden values.

usage: python3 make-datasets.py datasets.json
"""

import json
import sys

import numpy as np


def start(setting, purpose):
    seed = int(setting["seed"])
    if setting["generator"] == "numpy_legacy":
        return np.random.RandomState(seed if seed < 2**32 else [seed % 2**32, seed // 2**32])
    return np.random.default_rng(
        seed if setting["seeding"] == "study" else np.random.SeedSequence(seed, spawn_key=(purpose,))
    )


def shuffled(X, y, rng):
    order = np.arange(len(y))
    rng.shuffle(order)
    return X[order], y[order]


def with_noise(X, noise, rng):
    return X + rng.normal(scale=noise, size=X.shape) if noise > 0 else X


def shares(n, parts):
    sizes = [n // parts] * parts
    for i in range(n % parts):
        sizes[i] += 1
    return sizes


def xor(rng, n, noise, relabel_after_noise):
    X = rng.uniform(-1, 1, size=(n, 2))
    y = (X[:, 0] * X[:, 1] < 0).astype(int)
    X = with_noise(X, noise, rng)
    return X, ((X[:, 0] * X[:, 1] < 0).astype(int) if relabel_after_noise else y)


def blobs(rng, n, centers, std, center_box, features, label_modulo):
    """make_blobs of scikit-learn 0.20, with labels modulo a number."""
    middle = rng.uniform(-center_box, center_box, size=(centers, features))
    X, y = [], []
    for i, size in enumerate(shares(n, centers)):
        X.append(rng.normal(loc=middle[i], scale=std, size=(size, features)))
        y += [i] * size
    X, y = shuffled(np.concatenate(X), np.array(y), rng)
    return X, (y % label_modulo if label_modulo else y)


def moons(rng, n, noise):
    """make_moons of scikit-learn 0.20."""
    n_out = n // 2
    n_in = n - n_out
    outer = np.linspace(0, np.pi, n_out)
    inner = np.linspace(0, np.pi, n_in)
    X = np.vstack((
        np.append(np.cos(outer), 1 - np.cos(inner)),
        np.append(np.sin(outer), 1 - np.sin(inner) - 0.5),
    )).T
    y = np.hstack([np.zeros(n_out, dtype=int), np.ones(n_in, dtype=int)])
    X, y = shuffled(X, y, rng)
    return with_noise(X, noise, rng), y


def circles(rng, n, noise, factor):
    """make_circles of scikit-learn 0.20."""
    n_out = n // 2
    n_in = n - n_out
    outer = np.linspace(0, 2 * np.pi, n_out, endpoint=False)
    inner = np.linspace(0, 2 * np.pi, n_in, endpoint=False)
    X = np.vstack((
        np.append(np.cos(outer), np.cos(inner) * factor),
        np.append(np.sin(outer), np.sin(inner) * factor),
    )).T
    y = np.hstack([np.zeros(n_out, dtype=int), np.ones(n_in, dtype=int)])
    X, y = shuffled(X, y, rng)
    return with_noise(X, noise, rng), y


def spirals(rng, n, noise, arms, turns):
    X, y = [], []
    for k, size in enumerate(shares(n, arms)):
        r = np.arange(1, size + 1) / size
        a = 2 * np.pi * (turns * r + k / arms)
        X.append(np.column_stack((r * np.cos(a), r * np.sin(a))))
        y += [k] * size
    X, y = shuffled(np.concatenate(X), np.array(y), rng)
    return with_noise(X, noise, rng), y


def checkerboard(rng, n, noise, cells):
    X = rng.uniform(-1, 1, size=(n, 2))
    y = np.floor((X + 1) / 2 * cells).astype(int).sum(axis=1) % 2
    return with_noise(X, noise, rng), y


def two_gaussians(rng, n, separation, std, features):
    mean = separation / (2 * np.sqrt(features))
    sizes = shares(n, 2)
    X = np.concatenate([
        rng.normal(-mean, std, size=(sizes[0], features)),
        rng.normal(mean, std, size=(sizes[1], features)),
    ])
    return shuffled(X, np.repeat([0, 1], sizes), rng)


def approximate_mode(class_counts, n_draws, rng):
    """_approximate_mode of scikit-learn 0.20; on default_rng, a choice is the start of a permutation there, too."""
    continuous = n_draws * class_counts / class_counts.sum()
    floored = np.floor(continuous)
    need_to_add = int(n_draws - floored.sum())
    if need_to_add > 0:
        remainder = continuous - floored
        for value in np.sort(np.unique(remainder))[::-1]:
            (inds,) = np.where(remainder == value)
            add_now = min(len(inds), need_to_add)
            floored[inds[rng.permutation(len(inds))[:add_now]]] += 1
            need_to_add -= add_now
            if need_to_add == 0:
                break
    return floored.astype(int)


def stratified(y, n_test, rng):
    """StratifiedShuffleSplit of scikit-learn 0.20."""
    classes, y_indices = np.unique(y, return_inverse=True)
    class_counts = np.bincount(y_indices)
    class_indices = np.split(np.argsort(y_indices, kind="mergesort"), np.cumsum(class_counts)[:-1])
    n_i = approximate_mode(class_counts, len(y) - n_test, rng)
    t_i = approximate_mode(class_counts - n_i, n_test, rng)
    train, test = [], []
    for i in range(len(classes)):
        members = class_indices[i].take(rng.permutation(class_counts[i]), mode="clip")
        train.extend(members[: n_i[i]])
        test.extend(members[n_i[i] : n_i[i] + t_i[i]])
    return rng.permutation(train), rng.permutation(test)


def part(X, y):
    return {"inputs": [float(x).hex() for x in X.ravel()], "labels": y.tolist()}


DATASETS = {
    "xor": (xor, [dict(n=21, noise=0.2, relabel_after_noise=True)]),
    "blobs": (
        blobs,
        [
            dict(n=30, centers=4, std=1.0, center_box=10.0, features=2, label_modulo=0),
            dict(n=23, centers=7, std=0.25, center_box=2.0, features=3, label_modulo=3),
        ],
    ),
    "moons": (moons, [dict(n=21, noise=0.1), dict(n=12, noise=0.0)]),
    "circles": (circles, [dict(n=21, noise=0.1, factor=0.5), dict(n=12, noise=0.0, factor=0.8)]),
    "spirals": (spirals, [dict(n=23, noise=0.05, arms=3, turns=1.5), dict(n=12, noise=0.0, arms=2, turns=3.0)]),
    "checkerboard": (checkerboard, [dict(n=25, noise=0.1, cells=4), dict(n=25, noise=0.0, cells=3)]),
    "two_gaussians": (
        two_gaussians,
        [dict(n=21, separation=2.0, std=1.0, features=2), dict(n=10, separation=3.0, std=0.5, features=5)],
    ),
}
STARTS = [
    ("default_rng", "study", 0),
    ("default_rng", "independent", 9223372036854775807),
    ("numpy_legacy", "independent", 42),
    ("numpy_legacy", "study", 4294967301),
]

golden = []
for kind, (make, alternatives) in DATASETS.items():
    for parameters in alternatives:
        for generator, seeding, seed in STARTS:
            for is_stratified in (False, True):
                setting = {
                    "kind": kind,
                    "parameters": {
                        **parameters,
                        "test_fraction": 0.3,
                        "stratified": is_stratified,
                        "generator": generator,
                    },
                    "generator": generator,
                    "seeding": seeding,
                    "seed": str(seed),  # beyond the integers that every JSON reader keeps
                }
                X, y = make(start(setting, 0), **parameters)
                n_test = round(len(y) * 0.3)  # half to even
                rng = start(setting, 1)
                if is_stratified:
                    train, test = stratified(y, n_test, rng)
                else:
                    order = rng.permutation(len(y))
                    train, test = order[n_test:], order[:n_test]
                del setting["generator"]
                golden.append({**setting, "train": part(X[train], y[train]), "test": part(X[test], y[test])})
with open(sys.argv[1], "w") as file:
    json.dump({"numpy": np.__version__, "splits": golden}, file, separators=(",", ":"))
    file.write("\n")
