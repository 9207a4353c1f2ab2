"""Percentiles of NumPy, as golden values.

usage: python3 make-percentiles.py percentiles.json
"""

import json
import sys

import numpy as np

PERCENTS = [0, 1, 5, 10, 25, 50, 90, 99, 100]

g = np.random.default_rng(0)
inputs = {
    "one": [0.1],
    "two": [0.3, 0.1],
    "two tied": [0.1, 0.1],
    "three": [0.7, 0.1, 0.2],
    "four": [0.7, 0.1, 0.2, 1e300],
    "eleven": g.normal(size=11),
    "hundred and one": np.abs(g.normal(size=101)),
    "seven hundred": np.abs(g.normal(size=700)),
    "all tied": np.full(50, 1 / 3),
    "zeros and ones": (g.uniform(size=90) < 0.9).astype(float),
    "tied in tenths": np.round(np.abs(g.normal(size=120)), 1),
    "mostly zero": np.where(g.uniform(size=100) < 0.95, 0.0, g.uniform(size=100)),
    "ascending": np.arange(33) / 7,
    "descending": np.arange(33)[::-1] / 7,
    "tiny and huge": 10.0 ** g.uniform(-300, 300, size=64),
    "subnormal": [5e-324, 1e-323, 0.0, 2e-323],
    "with infinity": [1.0, np.inf, 2.0, 3.0],
    "mostly infinity": [np.inf, 1.0, np.inf, np.inf],
    "with NaN": [1.0, np.nan, 2.0],
    "NaN alone": [np.nan],
}


def text(values):
    return ["NaN" if np.isnan(v) else "Infinity" if np.isinf(v) else float(v).hex() for v in values]


with np.errstate(invalid="ignore"):
    golden = [
        {"name": name, "values": text(values), "percentiles": text(np.percentile(values, PERCENTS))}
        for name, values in inputs.items()
    ]
with open(sys.argv[1], "w") as file:
    json.dump({"numpy": np.__version__, "percents": PERCENTS, "inputs": golden}, file, indent=1)
    file.write("\n")
