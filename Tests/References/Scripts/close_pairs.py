"""KL divergences across families where they nearly coincide, by formulas with 80 digits.

    python3 close_pairs.py > ../close_pairs.json

A generalised gamma law is s Y^(1/k) of a gamma law Y of shape d; its divergence from another one is
log |k/l| + log G(e)/G(d) + (d - r e) psi(d) - e l log(s/t) - d + (s/t)^l G(d + r)/G(d), r = l/k. With
Python 3 and mpmath 1.3.
"""
import json

import mpmath as mp
from mpmath import digamma, loggamma, log, mpf, sqrt

mp.mp.dps = 80
cases = []

STACY = {
    "Exponential": (["rate"], lambda b: (mpf(1), mpf(1), 1 / b)),
    "Gamma": (["shape", "rate"], lambda a, b: (a, mpf(1), 1 / b)),
    "ChiSquared": (["degreesOfFreedom"], lambda n: (n / 2, mpf(1), mpf(2))),
    "Chi": (["degreesOfFreedom"], lambda n: (n / 2, mpf(2), sqrt(mpf(2)))),
    "Weibull": (["shape", "scale"], lambda k, s: (mpf(1), k, s)),
    "Rayleigh": (["scale"], lambda s: (mpf(1), mpf(2), s * sqrt(mpf(2)))),
    "HalfNormal": (["scale"], lambda s: (mpf(1) / 2, mpf(2), s * sqrt(mpf(2)))),
    "InverseGamma": (["shape", "scale"], lambda a, b: (a, mpf(-1), b)),
    "Frechet": (["shape", "scale"], lambda a, s: (mpf(1), -a, s)),
}


def literal(name, labels, values):
    return f"{name}({', '.join(f'{l}: {float(v)!r}' for l, v in zip(labels, values))})"


def add(p, q, value):
    cases.append({"p": p, "q": q, "expect": mp.nstr(value, 25)})


def stacy(p, q):
    (a, x), (b, y) = p, q
    d, k, s = STACY[a][1](*[mpf(float(v)) for v in x])
    e, l, t = STACY[b][1](*[mpf(float(v)) for v in y])
    r = l / k
    value = (log(abs(k / l)) + loggamma(e) - loggamma(d) + (d - r * e) * digamma(d) - e * l * log(s / t) - d
             + (s / t) ** l * mp.exp(loggamma(d + r) - loggamma(d)))
    add(literal(a, STACY[a][0], x), literal(b, STACY[b][0], y), value)


def beta(p, q, names):
    (a, b), (c, d) = [[mpf(float(v)) for v in x] for x in (p, q)]
    logb = lambda u, v: loggamma(u) + loggamma(v) - loggamma(u + v)
    value = (logb(c, d) - logb(a, b) + (a - c) * digamma(a) + (b - d) * digamma(b)
             + (c - a + d - b) * digamma(a + b))
    text = []
    for name, x in zip(names, (p, q)):
        text.append("Uniform(lowerBound: 0.0, upperBound: 1.0)" if name == "Uniform"
                    else literal("Beta", ["alpha", "beta"], x))
    add(*text, value)


for h in [1e-2, 1e-4, 1e-6, 1e-8, 1e-10, 1e-12]:
    one = ("Exponential", [2])
    for other in [("Gamma", [1 + h, 2 - h]), ("Weibull", [1 - h, 0.5 + h]), ("Weibull", [1 + h, 0.5]),
                  ("ChiSquared", [2 + h])]:
        base = one if other[0] != "ChiSquared" else ("Exponential", [0.5])
        stacy(base, other)
        stacy(other, base)
    stacy(("Gamma", [2.5 + h, 0.5]), ("ChiSquared", [5]))
    stacy(("ChiSquared", [5]), ("Gamma", [2.5, 0.5 + h]))
    stacy(("Weibull", [2 + h, 3]), ("Rayleigh", [3 / 2 ** 0.5]))
    stacy(("Rayleigh", [1.5]), ("Weibull", [2 - h, 1.5 * 2 ** 0.5]))
    stacy(("Chi", [1 + h]), ("HalfNormal", [1 - h]))
    stacy(("HalfNormal", [1 + h]), ("Chi", [1]))
    stacy(("Chi", [2 - h]), ("Rayleigh", [1 + h]))
    stacy(("Rayleigh", [1]), ("Chi", [2 + h]))
    stacy(("Frechet", [1 + h, 2]), ("InverseGamma", [1 - h, 2]))
    stacy(("InverseGamma", [1, 2 + h]), ("Frechet", [1 + h, 2]))
    stacy(("Gamma", [1 + h, 3]), ("Weibull", [1 + h, 1 / 3]))
    beta((1, 1), (1 + h, 1 - h), ("Uniform", "Beta"))
    beta((1 + h, 1 + 2 * h), (1, 1), ("Beta", "Uniform"))
print(json.dumps({"madeBy": f"mpmath {mp.__version__}, 80 digits", "cases": cases}, indent=0))
