"""Prints true values and derivatives of activations that activations.json lacks, as JSON of the same form.

python3 make-more-activations.py > more-activations.json
"""
import json

import mpmath

mpmath.mp.dps = 60

POINTS = [0.0] + [
    sign * z
    for z in (1e-300, 1e-12, 1e-8, 1e-4, 1e-3, 0.05, 0.25, 0.5, 1.0, 1.5, 2.0, 3.0, 5.0, 6.5, 10.0, 40.0, 700.0, 1e5,
              1e9, 1e150, 1e160, 1e300)
    for sign in (1, -1)
]


def rounded(x):
    return float(x).hex()


def squareplus(b):
    b = mpmath.mpf(b)
    return (
        lambda z: (z + mpmath.sqrt(z * z + b)) / 2,
        lambda z: (1 + z / mpmath.sqrt(z * z + b)) / 2,
    )


ACTIVATIONS = {f"squareplus(b={b})": squareplus(b) for b in (4.0, 1.0, 0.25)}


def table(value, derivative):
    # 1e300 and a derivative next to 0 beside it: far more digits than 60 cancel.
    with mpmath.workdps(1300):
        return {
            "value": [rounded(value(mpmath.mpf(z))) for z in POINTS],
            "derivative": [rounded(derivative(mpmath.mpf(z))) for z in POINTS],
        }


print(json.dumps({
    "mpmath": mpmath.__version__,
    "digits": 1300,
    "note": "true values rounded to double, C99 hex floats",
    "points": [rounded(z) for z in POINTS],
    "activations": {name: table(*functions) for name, functions in ACTIVATIONS.items()},
}, indent=1))
