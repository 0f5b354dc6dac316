"""Integrals, sums and roots for the tests of Quadrature, from 30 digits.

Writes quadrature.json beside itself: a name for each value, the value as a decimal string of 25
digits, and the version of mpmath. Arguments are doubles, taken exactly.
"""
import json
import os

import mpmath
from mpmath import mp, mpf

mp.dps = 40


def slow_sum():
    """Sum of 1/(k log(k)^2) from 2 on, by Euler and Maclaurin's formula from 3000 on."""
    def f(k):
        return 1 / (k * mp.log(k) ** 2)
    n = mpf(3000)
    head = mp.fsum(f(mpf(k)) for k in range(2, 3000))
    return (head + 1 / mp.log(n) + f(n) / 2 - mp.diff(f, n) / 12 + mp.diff(f, n, 3) / 720
            - mp.diff(f, n, 5) / 30240)


def narrow_divergence():
    """KL of Normal(50, 0.1) from Cauchy(0, 1)."""
    mean, deviation = mpf(50), mpf(0.1)

    def f(x):
        p = mp.npdf(x, mean, deviation)
        return p * (mp.log(p) + mp.log(mp.pi) + mp.log(1 + x * x))
    return mp.quad(f, [mean + deviation * k for k in (-15, -8, -4, -2, 0, 2, 4, 8, 15)])


def cross_entropy():
    """Cross-entropy of Normal(0, 1) under Cauchy(0, 1)."""
    return mp.quad(lambda x: mp.npdf(x) * (mp.log(mp.pi) + mp.log(1 + x * x)),
                   [-20, -8, -4, -2, 0, 2, 4, 8, 20])


values = {f"zeta({s})": mp.zeta(mpf(s)) for s in (1.01, 1.1, 1.5, 2.0, 3.0, 6.0, 20.0)}
values["-zeta'(2)"] = -mp.zeta(2, derivative=1)
values["harmonic(1e6)"] = mp.digamma(mpf(10) ** 6 + 1) + mp.euler
values["harmonic(1e12)"] = mp.digamma(mpf(10) ** 12 + 1) + mp.euler
values["sum 1/(k log(k)^2)"] = slow_sum()
values["KL(Normal(50, 0.1) || Cauchy(0, 1))"] = narrow_divergence()
values["H(Normal(0, 1), Cauchy(0, 1))"] = cross_entropy()
values["integral sin(x^2), 0 to 3"] = mp.quad(lambda x: mp.sin(x * x), mp.linspace(0, 3, 10))
values["integral sin(1/x), 0 to 1"] = mp.sin(1) - mp.ci(1)
values["root cos(x) - x"] = mp.findroot(lambda x: mp.cos(x) - x, 0.7)

with open(os.path.join(os.path.dirname(__file__), "quadrature.json"), "w") as file:
    json.dump({"mpmath": mpmath.__version__,
               "values": {name: mp.nstr(value, 25) for name, value in values.items()}},
              file, indent=2)
    file.write("\n")
