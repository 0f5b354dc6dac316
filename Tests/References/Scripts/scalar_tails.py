"""Distribution functions, survival functions and quantiles at single numbers, to 40 digits.

    python3 scalar_tails.py

writes ../scalar_tails.json. Every argument is a double-precision number, taken exactly.
"""
import json
import os

import mpmath
from mpmath import mp, mpf

mp.dps = 60


def normal(mean, deviation):
    def lower(x):
        return mp.erfc((mean - x) / (deviation * mp.sqrt(2))) / 2

    def upper(x):
        return mp.erfc((x - mean) / (deviation * mp.sqrt(2))) / 2

    return lower, upper


def log_normal(mean, deviation):
    lower, upper = normal(mean, deviation)
    return (lambda x: lower(mp.log(x)) if x > 0 else mpf(0),
            lambda x: upper(mp.log(x)) if x > 0 else mpf(1))


def logistic(location, scale):
    return (lambda x: 1 / (1 + mp.exp((location - x) / scale)),
            lambda x: 1 / (1 + mp.exp((x - location) / scale)))


def laplace(location, scale):
    def lower(x):
        z = (x - location) / scale
        return mp.exp(z) / 2 if z < 0 else 1 - mp.exp(-z) / 2

    def upper(x):
        z = (x - location) / scale
        return mp.exp(-z) / 2 if z > 0 else 1 - mp.exp(z) / 2

    return lower, upper


def cauchy(location, scale):
    return (lambda x: mp.atan2(1, (location - x) / scale) / mp.pi,
            lambda x: mp.atan2(1, (x - location) / scale) / mp.pi)


def weibull(shape, scale):
    return (lambda x: -mp.expm1(-(x / scale) ** shape) if x > 0 else mpf(0),
            lambda x: mp.exp(-(x / scale) ** shape) if x > 0 else mpf(1))


def logistic_quantile(location, scale):
    return lambda u: location + scale * mp.log(u / (1 - u))


def laplace_quantile(location, scale):
    return lambda u: location + scale * (mp.log(2 * u) if u <= 0.5 else -mp.log(2 * (1 - u)))


def cauchy_quantile(location, scale):
    return lambda u: location - scale * mp.cot(mp.pi * u)


LINE = [-37.5, -30.25, -12.0, -5.5, -2.0, -1.0, -0.99, -0.25, -1e-9, 0.0, 1e-9, 0.3, 0.99, 1.0, 2.5, 6.0,
        8.0, 12.5, 30.0, 37.0]
FAR = [-1e250, -1e12, -745.0, -705.5, -699.5, 700.5, 1e12, 1e250]
HALF = [1e-290, 1e-30, 1e-3, 0.25, 0.7, 0.99, 1.0, 1.01, 1.5, 2.0, 3.75, 9.0, 26.0]
LEVELS = [1e-300, 1e-20, 1e-3, 0.2, 0.25, 0.26, 0.4999999, 0.5, 0.50000001, 0.7, 0.74, 0.75, 0.9, 0.999,
          1 - 2.0**-40]

FAMILIES = [
    ("Normal(mean: 0, standardDeviation: 1)", normal(0, 1), LINE),
    ("Normal(mean: 0.5, standardDeviation: 0.125)", normal(mpf(0.5), mpf(0.125)), [-4.0, -1.5, 0.25, 0.5, 1.0, 5.0]),
    ("LogNormal(logMean: 0, logStandardDeviation: 0.5)", log_normal(0, mpf(0.5)), HALF[2:]),
    ("Logistic(location: 0, scale: 1)", logistic(0, 1), LINE + [-705.5, -699.5, 699.5, 705.5]),
    ("Laplace(location: 0, scale: 1)", laplace(0, 1), LINE + [-705.5, -699.5, 699.5, 705.5]),
    ("Cauchy(location: 0, scale: 1)", cauchy(0, 1), LINE + FAR),
    ("Cauchy(location: 1, scale: 0.25)", cauchy(1, mpf(0.25)), [-1e9, 0.5, 0.74, 0.76, 1.0, 1.25, 1e9]),
    ("Weibull(shape: 0.75, scale: 1)", weibull(mpf(0.75), 1), HALF),
    ("Weibull(shape: 3.5, scale: 2)", weibull(mpf(3.5), 2), HALF[1:-2]),
    ("Weibull(shape: 40, scale: 1)", weibull(40, 1), [0.25, 0.99, 1.0, 1.01, 1.09]),
]
QUANTILES = [
    ("Logistic(location: 0, scale: 1)", logistic_quantile(0, 1)),
    ("Laplace(location: 0, scale: 2)", laplace_quantile(0, 2)),
    ("Cauchy(location: 0, scale: 0.5)", cauchy_quantile(0, mpf(0.5))),
]

cases = []
for literal, (lower, upper), points in FAMILIES:
    for x in points:
        cases.append({"p": literal, "x": x, "cdf": mp.nstr(lower(mpf(x)), 30),
                      "survival": mp.nstr(upper(mpf(x)), 30)})
quantiles = [{"p": literal, "u": u, "quantile": mp.nstr(quantile(mpf(u)), 30)}
             for literal, quantile in QUANTILES for u in LEVELS]
with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "scalar_tails.json"), "w") as file:
    json.dump({"madeBy": f"scalar_tails.py, mpmath {mpmath.__version__}, 60 digits",
               "cases": cases, "quantiles": quantiles}, file, indent=1)
    file.write("\n")
