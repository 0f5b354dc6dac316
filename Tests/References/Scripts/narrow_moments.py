"""References for skewness and kurtosis where raw moments are nearly equal, from 150 digits of them.

    python3 narrow_moments.py

writes ../narrow_moments.json.
"""
import json, os
import mpmath as mp
from mpmath import mpf, gamma

mp.mp.dps = 150


def shape_of(raw):
    a, b, c, d = raw
    v = b - a**2
    return [(c - 3 * a * b + 2 * a**3) / v ** mpf(1.5),
            (d - 4 * a * c + 6 * a**2 * b - 3 * a**4) / v**2 - 3]


CASES = []


def add(literal, raw):
    skewness, kurtosis = shape_of([raw(n) for n in (1, 2, 3, 4)])
    CASES.append({"p": literal, "skewness": mp.nstr(skewness, 25), "excessKurtosis": mp.nstr(kurtosis, 25)})


for k in [5.5, 30, 99, 101, 1e4, 1e8, 1e12]:
    K = mpf(k)
    add(f"Weibull(shape: {k}, scale: 2)", lambda n: gamma(1 + n / K))
    add(f"Frechet(shape: {k}, scale: 2)", lambda n: gamma(1 - n / K))
    add(f"LogLogistic(scale: 2, shape: {k})", lambda n: n * mp.pi / K / mp.sin(n * mp.pi / K))
    for b in [0.25, 1, 40, 1e6]:
        add(f"Kumaraswamy(alpha: {k}, beta: {b})", lambda n: mpf(b) * mp.beta(1 + n / K, b))
    end = 1 + 1 / k
    add(f"LogUniform(lowerBound: 1, upperBound: {end!r})",
        lambda n: (mpf(end) ** n - 1) / (n * mp.log(mpf(end))))
for v in [5.5, 27, 29, 100, 1e4, 1e8, 1e12]:
    V = mpf(v)
    add(f"Chi(degreesOfFreedom: {v})", lambda n: mpf(2) ** (mpf(n) / 2) * gamma((V + n) / 2) / gamma(V / 2))

with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "narrow_moments.json"), "w") as file:
    json.dump({"made by": "narrow_moments.py", "mpmath": mp.__version__, "cases": CASES}, file, indent=1)
    file.write("\n")
