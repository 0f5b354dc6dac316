"""Writes elementary.json: erf, tanh, sine, cosine, powers and the corrections of digamma and trigamma, rounded from
many more digits to double.

Run from this folder: python3 elementary.py (mpmath 1.3; a second). Arguments are doubles, over the whole range of
the kernels: on both sides of their borders and, of the sine and the cosine, the doubles nearest to whole numbers
of quarter turns. `powers` has the base, the exponent and the power, near and far from 1; `float_erf` has arguments
of single precision.
"""
import json
import random
import struct

import mpmath as m
from mpmath import mp, mpf

mp.dps = 60
random.seed(20261122)


def uniform(a, b, n):
    return [random.uniform(a, b) for _ in range(n)]


def log_uniform(a, b, n):
    return [float(mpf(a) * (mpf(b) / a)**random.random()) for _ in range(n)]


def single(x):
    return struct.unpack('f', struct.pack('f', x))[0]


def rows(f, arguments):
    # Sums of very different sizes need more digits than a quarter turn has.
    with mp.workdps(400):
        return [[x, float(f(mpf(x)))] for x in arguments]


positive = log_uniform(1e-300, 1e300, 12) + log_uniform(1e-3, 1e3, 30) + uniform(0.9, 1.1, 8)
borders = [25 / 64 * (j + 0.5) + d for j in range(15) for d in (-1e-9, 0, 1e-9)]
quarters = [float(m.pi / 2 * k) for k in list(range(1, 12)) + [random.randrange(12, 660000) for _ in range(20)]]
angles = uniform(-4, 4, 20) + uniform(-2.0**20, 2.0**20, 15) + quarters + log_uniform(1e-300, 1, 8)
powers = (
    list(zip(uniform(0.1, 3, 20), uniform(-3, 3, 20))) + list(zip(log_uniform(1e-10, 1e10, 20), uniform(-20, 20, 20)))
    + [(1 + t, s) for t, s in zip(uniform(-1e-3, 1e-3, 15), uniform(-6e5, 6e5, 15))]
    + [(x, float(t / m.log(x))) for x, t in zip(log_uniform(1e-290, 1e290, 20), uniform(-699, 699, 20))])
with mp.workdps(400):
    powers = [[x, y, float(mpf(x)**mpf(y))] for x, y in powers]
json.dump({
    'erf': rows(m.erf, uniform(-1, 1, 15) + uniform(-6.2, 6.2, 25) + borders + log_uniform(1e-300, 1e-3, 5)),
    'float_erf': rows(m.erf, [single(x) for x in uniform(-1, 1, 15) + uniform(-4.5, 4.5, 25)
                              + [9 / 32 * (j + 0.5) for j in range(15)] + log_uniform(1e-30, 1e-3, 5)]),
    'tanh': rows(m.tanh, uniform(-1, 1, 25) + uniform(-20, 20, 15) + [0.7, 0.69999999, 0.70000001]
                 + log_uniform(1e-300, 1e-3, 5)),
    'digamma_correction': rows(lambda x: m.digamma(x) - m.log(x) + 1 / (2 * x), [x for x in positive if x < 1e100]),
    'trigamma_correction': rows(lambda x: m.psi(1, x) - 1 / x - 1 / (2 * x * x), [x for x in positive if 1e-100 < x < 1e90]),
    'sin': rows(m.sin, angles), 'cos': rows(m.cos, angles), 'powers': powers,
}, open('elementary.json', 'w'), indent=0)
