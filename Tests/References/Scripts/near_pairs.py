"""KL divergences of laws of one family with nearly equal and with extreme parameters.

    python3 near_pairs.py > ../near_pairs.json

By the textbook formulas with 160 digits and more, every parameter the double nearest to its literal:
relative differences of 1e-15 to 1e3, concentrations of 1e-8 to 1e12, probabilities down to 1e-300. With
Python 3 and mpmath 1.3.
"""
import json
import math
import random

import mpmath as mp
from mpmath import euler, exp, log, loggamma, mpf, psi

random.seed(7)
STEPS = [1e-15, 1e-14, 1e-13, 1e-12, 1e-10, 1e-8, 1e-6, 1e-4, 1e-2, 0.1, 0.3, 1.0, 3.0, 1e3]


def between(low, high): return 10 ** random.uniform(math.log10(low), math.log10(high))
def step(): return max(random.choice(STEPS) * random.choice([1, 1, -1]), -0.9)
def small_step(): return max(-0.5, min(step(), 0.5))
def near(x): return x * (1 + step())


def concentration():
    return random.choice([between(1e-8, 1e12), between(1e-2, 1e3), random.choice([1e-8, 0.5, 1.0, 2.5, 1e8, 1e12])])


def probability():
    p = random.choice([random.random(), between(1e-300, 0.5), 1 - between(1e-15, 0.5)])
    q = near(p)
    return (p,), (q if 0 < q < 1 else random.random(),)


def one(draw):
    def pair():
        a = draw()
        return (a,), (near(a),)
    return pair


def place():
    s = between(1e-3, 1e3)
    m = random.choice([0.0, 1.5, between(1e-3, 1e6)])
    return (m, s), (random.choice([m, m + s * step()]), random.choice([s, near(s)]))


def gammas():
    a, b = concentration(), between(1e-3, 1e3)
    return (a, b), (near(a), random.choice([b, near(b)]))


def betas():
    a, b, e = concentration(), concentration(), step()
    return (a, b), random.choice([(a * (1 + e), b * (1 + e)), (near(a), near(b))])


def simplex():
    n, c, e = random.choice([2, 3, 5]), concentration(), small_step()
    p = [c * between(0.1, 10) for _ in range(n)]
    return tuple(p), tuple(x * (1 + e * random.uniform(-0.9, 1)) for x in p)


def shares():
    p, q = simplex()
    return tuple(x / sum(p) for x in p), tuple(x / sum(q) for x in q)


def powers():
    k, s, e = between(0.1, 30), between(1e-3, 1e3), small_step()
    return (k, s), (random.choice([k, k * (1 + e)]), s * (1 + e))


def angles():
    m, k = random.uniform(-3, 3), between(1e-3, 1e3)
    return (m, k), (random.choice([m, m + step()]), random.choice([k, near(k)]))


def counts():
    n = float(random.choice([1, 2, 10, 1000, 10 ** 6, 10 ** 12]))
    (a,), (b,) = probability()
    return (n, a), (n, b)


def log_beta(v): return sum(loggamma(x) for x in v) - loggamma(sum(v))


def dirichlet(p, q):
    s = sum(p)
    return log_beta(q) - log_beta(p) + sum((x - y) * (psi(0, x) - psi(0, s)) for x, y in zip(p, q))


def gamma(p, q):
    (a, b), (c, d) = p, q
    return (a - c) * psi(0, a) - loggamma(a) + loggamma(c) + c * log(b / d) + a * (d - b) / b


def trial(a, b): return a * log(a / b) + (1 - a) * log((1 - a) / (1 - b))


def normal(p, q):
    (m, s), (n, t) = p, q
    return log(t / s) + (s * s + (m - n) ** 2) / (2 * t * t) - mpf(1) / 2


def laplace(p, q):
    (m, s), (n, t) = p, q
    d = abs(m - n)
    return log(t / s) + (s * exp(-d / s) + d) / t - 1


def weibull(p, q):
    (k, s), (c, t) = p, q
    return (log(k / s ** k) - log(c / t ** c) + (k - c) * (log(s) - euler / k)
            + (s / t) ** c * mp.gamma(c / k + 1) - 1)


def gumbel(p, q):
    (m, s), (n, t) = p, q
    return log(t / s) + euler * (s / t - 1) + exp((n - m) / t) * mp.gamma(s / t + 1) - 1 + (m - n) / t


def von_mises(p, q):
    (m, k), (n, l) = p, q
    ratio = mp.besseli(1, k) / mp.besseli(0, k)
    return log(mp.besseli(0, l) / mp.besseli(0, k)) + ratio * (k - l * mp.cos(m - n))


def masses(p, q):
    s, t = sum(p), sum(q)
    return sum(x / s * log((x / s) / (y / t)) for x, y in zip(p, q))


FAMILIES = {
    "Gamma": (["shape", "rate"], gammas, gamma),
    "InverseGamma": (["shape", "scale"], gammas, gamma),
    "Beta": (["alpha", "beta"], betas, dirichlet),
    "Dirichlet": ("concentration", simplex, dirichlet),
    "ChiSquared": (["degreesOfFreedom"], one(concentration),
                   lambda p, q: gamma((p[0] / 2, mpf(1)), (q[0] / 2, mpf(1)))),
    "Poisson": (["rate"], one(lambda: between(1e-12, 1e15)),
                lambda p, q: p[0] * log(p[0] / q[0]) - p[0] + q[0]),
    "Exponential": (["rate"], one(lambda: between(1e-300, 1e300)),
                    lambda p, q: log(p[0] / q[0]) + q[0] / p[0] - 1),
    "Bernoulli": (["probability"], probability, lambda p, q: trial(p[0], q[0])),
    "Binomial": (["trials", "probability"], counts, lambda p, q: p[0] * trial(p[1], q[1])),
    "Geometric": (["probability"], probability, lambda p, q: trial(p[0], q[0]) / p[0]),
    "Normal": (["mean", "standardDeviation"], place, normal),
    "LogNormal": (["logMean", "logStandardDeviation"], place, normal),
    "Laplace": (["location", "scale"], place, laplace),
    "Cauchy": (["location", "scale"], place,
               lambda p, q: log(((p[1] + q[1]) ** 2 + (p[0] - q[0]) ** 2) / (4 * p[1] * q[1]))),
    "Weibull": (["shape", "scale"], powers, weibull),
    "Gumbel": (["location", "scale"], powers, gumbel),
    "VonMises": (["mean", "concentration"], angles, von_mises),
    "Categorical": ("probabilities", shares, masses),
}


def literal(name, labels, values):
    if isinstance(labels, str): return f"{name}({labels}: [{', '.join(map(repr, values))}])"
    return f"{name}({', '.join(f'{l}: {v!r}' for l, v in zip(labels, values))})"


cases = []
for name, (labels, draw, formula) in FAMILIES.items():
    mp.mp.dps = 700 if name in ("Bernoulli", "Binomial", "Geometric", "Exponential") else 160
    for _ in range(8):
        p, q = draw()
        value = formula([mpf(x) for x in p], [mpf(x) for x in q])
        if value != 0 and not mpf(10) ** -300 < value < mpf(10) ** 300: continue
        cases.append({"p": literal(name, labels, p), "q": literal(name, labels, q),
                      "expect": mp.nstr(value, 25) if value else "0"})
print(json.dumps({"madeBy": f"mpmath {mp.__version__}, 160 digits and more", "cases": cases}, indent=0))
