"""Writes Tests/References/cumulative_kernels.json: cumulative functions and quantiles with 60 digits, and by how
much they amplify a relative error of the argument or of the standard variable. All numbers are floats exactly.

Run from the repository's top: python3 Tests/References/cumulative_kernels.py (mpmath 1.3).
"""
import json
import struct

import mpmath as m
from mpmath import mp, mpf

mp.dps = 60


def phi(z):
    return m.erfc(-z / m.sqrt(2)) / 2


def normal_quantile(u):
    start = -m.sqrt(-2 * m.log(u)) if u < 0.01 else m.sqrt(2) * m.erfinv(2 * u - 1)
    return m.findroot(lambda z: m.log(phi(z)) - m.log(u), start)


STANDARD = {
    'Normal': (phi, normal_quantile),
    'Cauchy': (lambda z: m.atan2(1, -z) / m.pi, lambda u: -m.cot(m.pi * u)),
    'Logistic': (lambda z: 1 / (1 + m.exp(-z)), lambda u: m.log(u / (1 - u))),
    'Laplace': (lambda z: m.exp(z) / 2 if z < 0 else 1 - m.exp(-z) / 2,
                lambda u: m.log(2 * u) if u < 0.5 else -m.log(2 * (1 - u))),
}


def tails(family, x, a, b):
    """P(X <= x) and P(X > x)."""
    if family in STANDARD:
        cdf = STANDARD[family][0]
        return cdf((x - a) / b), cdf((a - x) / b)
    if family == 'LogNormal':
        z = (m.log(x) - a) / b
        return phi(z), phi(-z)
    if family == 'Gumbel':
        h = m.exp((a - x) / b)
        return m.exp(-h), -m.expm1(-h)
    h = a * x if family == 'Exponential' else (x / b)**a
    return -m.expm1(-h), m.exp(-h)


def quantile(family, u, a, b, upper):
    if family in STANDARD:
        z = STANDARD[family][1](u)
        return a - b * z if upper else a + b * z
    if family == 'LogNormal':
        z = normal_quantile(u)
        return m.exp(a - b * z if upper else a + b * z)
    lower = -m.log1p(-u)
    above = -m.log(u)
    if family == 'Gumbel':
        return a - b * m.log(lower if upper else above)
    h = above if upper else lower
    return h / a if family == 'Exponential' else b * h**(1 / a)


def value(family, function, x, a, b):
    if 'uantile' in function:
        return quantile(family, x, a, b, function == 'survivalQuantile')
    lower, upper = tails(family, x, a, b)
    mine, other = (lower, upper) if function.endswith(('cdf', 'CDF')) else (upper, lower)
    if function in ('cdf', 'survival'):
        return mine
    return m.log(mine) if mine < 0.5 else m.log1p(-other)


def condition(family, function, x, a, b, y):
    slope = abs(m.diff(lambda t: value(family, function, t, a, b), x, h=x * mpf(10)**-25 or mpf(10)**-25))
    sizes = abs(x) * slope
    if 'uantile' in function:
        sizes += y * (abs(m.log(abs(y))) + 1) if family == 'LogNormal' else abs(a) + b
    elif family == 'LogNormal':
        sizes = abs(x) * slope * (abs(m.log(x)) + abs(a) + 1)
    else:
        sizes += slope * b * (1 + abs(x - a) / b)
    return float(m.nstr(sizes / abs(y), 2))


def exact(x):
    return struct.unpack('f', struct.pack('f', x))[0]


LAWS = {
    'Normal': [(0, 1), (-1.5, 0.25)], 'Cauchy': [(0, 1), (0.5, 4)], 'Logistic': [(0, 1), (-1.5, 0.5)],
    'Laplace': [(0, 1), (0.5, 2)], 'Gumbel': [(0, 1), (-0.5, 2)], 'LogNormal': [(0, 1), (0.5, 2)],
    'Exponential': [(1, 1), (0.75, 0.75)], 'Weibull': [(1, 1), (1.5, 2), (0.25, 8), (12, 0.5)],
}
LINE = [-30, -7.25, -2.5, -1, -0.28125, -2**-20, 0, 2**-30, 0.3125, 0.75, 1, 1.625, 3.5, 6, 25]
HALF = [1e-30, 1e-9, 0.001, 0.125, 0.5, 0.6875, 0.75, 1, 1.0625, 1.75, 3, 11, 60]
LEVELS = [1e-36, 1e-12, 0.001, 0.0625, 0.21875, 0.28125, 0.375, 0.5, 0.5625, 0.625, 0.78125, 0.96875,
          1 - 2**-20]

entries = []
for family, laws in LAWS.items():
    for a, b in laws:
        for function in ['cdf', 'survival', 'logCDF', 'logSurvival', 'quantile', 'survivalQuantile']:
            half = family in ('LogNormal', 'Exponential', 'Weibull')
            for x in LEVELS if 'uantile' in function else HALF if half else LINE:
                x = exact(x)
                y = value(family, function, mpf(x), mpf(a), mpf(b))
                if abs(y) < mpf(10)**-300 or abs(y) > mpf(10)**300:
                    continue
                entries.append({
                    'family': family, 'first': a, 'second': b, 'function': function, 'x': x,
                    'value': float(y), 'condition': condition(family, function, mpf(x), mpf(a), mpf(b), y)})
with open('Tests/References/cumulative_kernels.json', 'w') as file:
    file.write('[\n' + ',\n'.join(json.dumps(e) for e in entries) + '\n]\n')
