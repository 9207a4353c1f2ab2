"""Golden values of initialisers: python3 make-initializers.py > initializers.json

NumPy makes the random numbers, and mpmath the ranks of truncated normals. Parameters are those of a network, layer by
layer, weights (fan_in, fan_out) and then biases.
"""
import json
import math
import platform

import mpmath
import numpy as np

mpmath.mp.dps = 40
ARCHITECTURE = [3, 5, 4, 4, 1]
SEED = 42
SCALE = 1.5
WEIGHTS, BIASES = 2, 4


def rng(purpose=None):
    return np.random.default_rng(
        SEED if purpose is None else np.random.SeedSequence(SEED, spawn_key=(purpose,)))


def normal(sd):
    return lambda g, i, o: g.normal(0, SCALE * sd(i, o), (i, o))


def uniform(bound):
    def draw(g, i, o):
        b = SCALE * bound(i, o)
        return g.uniform(-b, b, (i, o))
    return draw


def truncated(z):
    share = mpmath.ncdf(2) - mpmath.ncdf(-2)
    p = mpmath.ncdf(-2) + share * mpmath.ncdf(z)
    return float(mpmath.sqrt(2) * mpmath.erfinv(2 * p - 1))


def truncated_normal(std):
    return lambda g, i, o: SCALE * std * np.vectorize(truncated)(g.standard_normal((i, o)))


def orthogonal(g, i, o):
    z = g.standard_normal((i, o))
    q, r = np.linalg.qr(z if i >= o else z.T)
    q = q * np.sign(np.diag(r))
    return SCALE * (q if i >= o else q.T)


KINDS = [
    ('xavier', {}, normal(lambda i, o: math.sqrt(2 / (i + o)))),
    ('xavier_uniform', {}, uniform(lambda i, o: math.sqrt(6 / (i + o)))),
    ('xavier_fan_in', {}, normal(lambda i, o: math.sqrt(1 / i))),
    ('he', {}, normal(lambda i, o: math.sqrt(2 / i))),
    ('he', {'mode': 'fan_out'}, normal(lambda i, o: math.sqrt(2 / o))),
    ('he_uniform', {}, uniform(lambda i, o: math.sqrt(6 / i))),
    ('he_uniform', {'mode': 'fan_out'}, uniform(lambda i, o: math.sqrt(6 / o))),
    ('lecun', {}, normal(lambda i, o: math.sqrt(1 / i))),
    ('lecun_uniform', {}, uniform(lambda i, o: math.sqrt(3 / i))),
    ('gaussian', {}, normal(lambda i, o: 0.1)),
    ('gaussian', {'std': 0.7}, normal(lambda i, o: 0.7)),
    ('standard_normal', {}, normal(lambda i, o: 1)),
    ('truncated_normal', {}, truncated_normal(0.1)),
    ('truncated_normal', {'std': 2.5}, truncated_normal(2.5)),
    ('uniform', {}, uniform(lambda i, o: 0.1)),
    ('uniform', {'bound': 0.25}, uniform(lambda i, o: 0.25)),
    ('orthogonal', {}, orthogonal),
    ('identity', {}, lambda g, i, o: SCALE * np.eye(i, o)),
    ('constant', {}, lambda g, i, o: np.full((i, o), SCALE * 0.1)),
    ('constant', {'value': -0.3}, lambda g, i, o: np.full((i, o), SCALE * -0.3)),
    ('ones', {}, lambda g, i, o: np.full((i, o), SCALE)),
    ('zeros', {}, lambda g, i, o: np.zeros((i, o))),
]
BIAS_KINDS = [
    ('zeros', {}, lambda g, o: np.zeros(o)),
    ('ones', {}, lambda g, o: np.ones(o)),
    ('constant', {'value': 0.2}, lambda g, o: np.full(o, 0.2)),
    ('gaussian', {'std': 0.3}, lambda g, o: g.normal(0, 0.3, o)),
    ('standard_normal', {}, lambda g, o: g.standard_normal(o)),
    ('uniform', {'bound': 0.4}, lambda g, o: g.uniform(-0.4, 0.4, o)),
]
DETERMINISTIC = {'identity', 'constant', 'ones', 'zeros'}
HE = KINDS[3]
LEGACY = {'generator': 'numpy_legacy'}


def case(seeding, kind, parameters, draw, weight_source, bias, bias_parameters, draw_bias, bias_source):
    values = []
    for i, o in zip(ARCHITECTURE, ARCHITECTURE[1:]):
        values += draw(weight_source, i, o).ravel().tolist()
        values += draw_bias(bias_source, o).tolist()
    return {
        'seeding': seeding,
        'init': {'kind': kind} | parameters,
        'bias_init': {'kind': bias} | bias_parameters,
        'parameters': ' '.join(v.hex() for v in values),
    }


def cases():
    for kind, parameters, draw in KINDS:
        yield case('study', kind, parameters, draw, rng(), *BIAS_KINDS[0], rng())
        yield case('independent', kind, parameters, draw, rng(WEIGHTS), *BIAS_KINDS[0], None)
        if kind not in DETERMINISTIC:
            yield case('independent', kind, parameters | LEGACY, draw, np.random.RandomState(SEED),
                       *BIAS_KINDS[0], None)
    for bias, parameters, draw in BIAS_KINDS:
        yield case('study', *HE, rng(), bias, parameters, draw, rng())
        yield case('independent', *HE, rng(WEIGHTS), bias, parameters, draw, rng(BIASES))
        if bias not in DETERMINISTIC:
            one = np.random.RandomState(SEED)
            yield case('independent', 'he', LEGACY, HE[2], one, bias, parameters | LEGACY, draw, one)
            yield case('independent', *HE, rng(WEIGHTS), bias, parameters | LEGACY, draw,
                       np.random.RandomState(SEED))
            yield case('independent', 'he', LEGACY, HE[2], np.random.RandomState(SEED), bias, parameters, draw,
                       rng(BIASES))


print(json.dumps({
    'note': f'NumPy {np.__version__}, mpmath {mpmath.__version__}, Python {platform.python_version()}',
    'architecture': '-'.join(map(str, ARCHITECTURE)),
    'seed': SEED,
    'scale': SCALE,
    'cases': list(cases()),
}, indent=1))
