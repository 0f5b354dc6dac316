#!/usr/bin/env python3
"""Divergences from laws that are narrow where the first has little mass: ladder_narrow.json.

    Tests/References/Scripts/ladder_narrow.py > Tests/References/ladder_narrow.json

Integrals with 40 digits, cut at the middle of both laws and a few widths around them.
"""
import json

from mpmath import cosh, exp, inf, log, mp, mpf, nstr, pi, quad, sqrt

mp.dps = 40


def normal(x, m, s):
    return -((x - m) / s) ** 2 / 2 - log(s * sqrt(2 * pi))


def cauchy(x, m, s):
    return -log(pi * s * (1 + ((x - m) / s) ** 2))


def logistic(x, m, s):
    z = abs(x - m) / s
    return -z - 2 * log(1 + exp(-z)) - log(s)


def gumbel(x, m, s):
    z = (x - m) / s
    return -z - exp(-z) - log(s)


def secant(x, m, s):
    return -log(pi * s * cosh((x - m) / s))


def case(p, q, a, b):
    names = {
        normal: "Normal(mean: {}, standardDeviation: {})",
        cauchy: "Cauchy(location: {}, scale: {})",
        logistic: "Logistic(location: {}, scale: {})",
        gumbel: "Gumbel(location: {}, scale: {})",
        secant: "HyperbolicSecant(location: {}, scale: {})",
    }
    (m, s), (n, t) = [[mpf(str(v)) for v in pair] for pair in (a, b)]
    cuts = {m + s * k for k in (-60, -20, -8, -4, -2, -1, 0, 1, 2, 4, 8, 20, 60)}
    cuts |= {n + t * k for k in (-30, -10, -3, -1, 0, 1, 3, 10, 30)}
    cuts = sorted(c for c in cuts if abs(c - m) <= 60 * s)
    cross = -quad(lambda x: exp(p(x, m, s)) * q(x, n, t), [-inf] + cuts + [inf])
    entropy = -quad(lambda x: exp(p(x, m, s)) * p(x, m, s), [-inf] + cuts + [inf])
    return {
        "p": names[p].format(*a),
        "q": names[q].format(*b),
        "kl": nstr(cross - entropy, 20),
        "crossEntropy": nstr(cross, 20),
    }


cases = []
for place in (2, 4, 5.3, 5.6, 6, 7):
    for width in (0.1, 0.25, 0.3, 0.4, 1, 2):
        cases.append(case(normal, cauchy, (0, 1), (place, width)))
    cases.append(case(logistic, cauchy, (0, 0.5), (2 * place, width)))
    cases.append(case(normal, logistic, (0, 1), (place, 0.2)))
for scale in (2, 2.5, 3, 3.05, 4):
    cases.append(case(secant, gumbel, (0, 1), (0, scale)))
print(json.dumps({"cases": cases}, indent=1))
