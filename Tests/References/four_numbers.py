"""Writes Tests/References/four_numbers.json: log sums of exponentials and cross-entropies of normal laws with 60
digits, and the size of what they are made of. All numbers are floats exactly.

Run from the repository's top: python3 Tests/References/four_numbers.py (mpmath 1.3).
"""
import json
import random
import struct

import mpmath as m
from mpmath import mp, mpf

mp.dps = 60


def single(x):
    return struct.unpack('f', struct.pack('f', x))[0]


def log_sum(x):
    top = max(x)
    return top + m.log(sum(m.exp(mpf(y) - top) for y in x)), abs(top) + 1


def cross_entropy(mean, other_mean, own, other):
    log = m.log(other)
    squares = ((mpf(own) / other)**2 + ((mpf(mean) - other_mean) / other)**2) / 2
    constant = m.log(2 * m.pi) / 2
    return log + constant + squares, abs(log) + constant + squares


random.seed(20)
rows = []


def add(function, x):
    value, size = function(*x) if function is cross_entropy else function(x)
    rows.append({'function': function.__name__, 'numbers': x, 'value': float(value), 'size': float(size)})


for spread in [0.01, 1, 8, 90, 700]:
    for _ in range(6):
        add(log_sum, [single(random.uniform(-spread, spread)) for _ in range(4)])
for x in [[-3, -3, -3, -3], [0, -745, -746, -1000], [-1e4, -1.5, -2, -1e30], [1e30, 1e29, 0, 1],
          [-0.6931471824645996, -0.6931471824645996, -80, -90], [-1e-8, -30, -40, -50]]:
    add(log_sum, [single(y) for y in x])
for scale in [1e-30, 1e-3, 0.5, 1, 20, 1e12]:
    for _ in range(5):
        own, other = single(scale * random.uniform(0.5, 2)), single(scale * random.uniform(0.5, 2))
        mean = single(random.uniform(-3, 3))
        add(cross_entropy, [mean, single(mean + scale * random.uniform(-4, 4)), own, other])
for x in [[0, 0, 1, 1], [1e5, -1e5, 1e-3, 3], [2, 2, 1e-20, 1e3], [0, 5, 1e10, 1e-10], [-1e38, 1e38, 1, 1e38]]:
    add(cross_entropy, [single(y) for y in x])

with open('Tests/References/four_numbers.json', 'w') as file:
    file.write('[\n' + ',\n'.join(json.dumps(row) for row in rows) + '\n]\n')
