"""Divergence and cross-entropy of random pairs of laws without a formula, with 40 digits.

    python3 ladder_pairs.py COUNT SEED > ../ladder_pairs.json

Each density is the textbook one. The line is cut around the places where either law lives, at
distances that grow by a factor; pieces are taken by Gauss and Legendre over the logarithm of the
distance from the nearest place, outwards until nothing is left. All of it is done twice, with the
factors 4 and 2.9 and other numbers of nodes: what does not agree to 1e-20 is left out, and so is a
law that does not integrate to 1. Sums are taken term by term. With Python 3 and mpmath 1.3.
"""
import json
import random
import sys

import mpmath as mp
from mpmath import exp, inf, log, loggamma, mpf, pi, sqrt

import pairs
from pairs import CONTINUOUS, DISCRETE, half_line, l1p

mp.mp.dps = 40

# Family: labels, random parameters, make -> (log density, lower, upper, [(centre, width)], kinks).
LINE, COUNTS = {}, {}


def spread(low, high):
    """A random number whose logarithm is uniform."""
    return lambda: float(f"{low * (high / low) ** random.random():.3g}")


def among(*values):
    return lambda: random.choice(values)


location = among(0.0, 0.0, 1.0, -2.5, 40.0)
scale = spread(0.05, 20)
shape = spread(0.3, 40)


def family(table, name, labels, draws):
    def register(make):
        table[name] = (labels, draws, make)
        return make
    return register


for name, draws in {
    "Normal": [location, scale], "Cauchy": [location, scale], "Laplace": [location, scale],
    "Logistic": [location, scale], "Gumbel": [location, scale],
    "StudentT": [spread(0.8, 200), location, scale], "Uniform": [among(0.0, -1.0), among(1.0, 3.5)],
    "Beta": [spread(0.2, 60), spread(0.2, 60)], "Kumaraswamy": [spread(0.3, 8), spread(0.3, 30)],
    "Gamma": [spread(0.1, 300), scale], "ChiSquared": [spread(0.5, 60)], "Chi": [spread(0.5, 60)],
    "Weibull": [spread(0.4, 12), scale], "Rayleigh": [scale], "HalfNormal": [scale],
    "InverseGamma": [spread(0.4, 60), scale], "Frechet": [spread(0.5, 12), scale],
    "LogNormal": [among(0.0, 1.5, -3.0), spread(0.1, 3)], "LogLogistic": [scale, spread(0.6, 12)],
    "HalfCauchy": [scale], "Pareto": [spread(0.1, 5), spread(0.5, 12)],
    "Levy": [among(0.0, -2.0), scale], "Exponential": [scale],
    "Triangular": [among(0.0, -1.0), among(0.25, 0.5), among(1.0, 3.0)],
}.items():
    LINE[name] = (CONTINUOUS[name][0], draws, CONTINUOUS[name][2])


@family(LINE, "HyperbolicSecant", ["location", "scale"], [location, scale])
def hyperbolic_secant(m, s):
    def f(x):
        z = abs(x - m) / s
        return log(2 / (pi * s)) - z - l1p(exp(-2 * z))
    return f, -inf, inf, [(m, s)], []


@family(LINE, "JohnsonSU", ["location", "scale", "gamma", "delta"],
        [location, scale, among(0.0, 1.0, -2.0), spread(0.5, 5)])
def johnson(m, s, g, d):
    def f(x):
        z = (x - m) / s
        return (log(d / s) - log(2 * pi) / 2 - l1p(z * z) / 2 - (g + d * mp.asinh(z)) ** 2 / 2)
    c = m - s * mp.sinh(g / d)
    return f, -inf, inf, [(c, s * mp.cosh(g / d) / d)], []


@family(LINE, "Moyal", ["location", "scale"], [location, scale])
def moyal(m, s):
    def f(x):
        z = (x - m) / s
        return -(z + exp(min(-z, mpf(10) ** 4))) / 2 - log(s * sqrt(2 * pi))
    return f, -inf, inf, [(m, s)], []


@family(LINE, "GeneralizedNormal", ["location", "scale", "shape"], [location, scale, spread(0.6, 6)])
def generalized_normal(m, s, b):
    c = log(b / (2 * s)) - loggamma(1 / b)
    return lambda x: c - (abs(x - m) / s) ** b, -inf, inf, [(m, s)], [m]


@family(LINE, "SkewNormal", ["location", "scale", "shape"], [location, scale, among(0.0, 1.0, -3.0, 8.0)])
def skew_normal(m, s, a):
    def f(x):
        z = (x - m) / s
        return log(1 / s) - log(2 * pi) / 2 - z * z / 2 + log(mp.erfc(-a * z / sqrt(mpf(2))))
    return f, -inf, inf, [(m, s)], []


@family(LINE, "GeneralizedExtremeValue", ["location", "scale", "shape"],
        [location, scale, among(0.05, 0.25, 0.8, -0.2, -0.6)])
def extreme_value(m, s, c):
    end = m - s / c
    def f(x):
        u = c * (x - m) / s
        if u <= -1: return -inf
        logt = -l1p(u) / c
        return (1 + c) * logt - exp(min(logt, mpf(10) ** 4)) - log(s)
    return f, end if c > 0 else -inf, inf if c > 0 else end, [(m, s)], []


@family(LINE, "AsymmetricLaplace", ["location", "scale", "asymmetry"], [location, scale, spread(0.3, 3)])
def asymmetric_laplace(m, s, k):
    c = -log(s * (k + 1 / k))
    def f(x):
        z = (x - m) / s
        return c - (k * z if z >= 0 else -z / k)
    return f, -inf, inf, [(m, s * max(k, 1 / k))], [m]


@family(LINE, "InverseGaussian", ["mean", "shape"], [scale, spread(0.2, 60)])
def inverse_gaussian(m, l):
    f = half_line(lambda x: log(l / (2 * pi)) / 2 - 1.5 * log(x) - l * (x - m) ** 2 / (2 * m * m * x))
    return f, mpf(0), inf, [(m, m * min(1, sqrt(m / l)))], []


@family(LINE, "Nakagami", ["shape", "spread"], [spread(0.5, 30), scale])
def nakagami(m, w):
    f = half_line(lambda x: log(2) + m * log(m / w) - loggamma(m) + (2 * m - 1) * log(x) - m * x * x / w)
    return f, mpf(0), inf, [(sqrt(w), sqrt(w / max(m, 1)))], []


@family(LINE, "FisherF", ["numeratorDegreesOfFreedom", "denominatorDegreesOfFreedom"],
        [spread(0.6, 60), spread(0.6, 60)])
def fisher(m, n):
    c = log(m / n) + loggamma((m + n) / 2) - loggamma(m / 2) - loggamma(n / 2)
    def f(x):
        w = m * x / n
        return c + (m / 2 - 1) * log(w) - (m + n) / 2 * l1p(w)
    return half_line(f), mpf(0), inf, [(mpf(1), mpf(1))], []


@family(LINE, "BetaPrime", ["alpha", "beta"], [spread(0.3, 60), spread(0.3, 60)])
def beta_prime(a, b):
    c = loggamma(a + b) - loggamma(a) - loggamma(b)
    f = half_line(lambda x: c + (a - 1) * log(x) - (a + b) * l1p(x))
    return f, mpf(0), inf, [(a / b, a / b)], []


@family(LINE, "BurrXII", ["scale", "firstShape", "secondShape"], [scale, spread(0.5, 8), spread(0.5, 8)])
def burr(s, c, k):
    def f(x):
        z = x / s
        return log(c * k / s) + (c - 1) * log(z) - (k + 1) * l1p(z ** c)
    return half_line(f), mpf(0), inf, [(s, s)], []


@family(LINE, "Lomax", ["scale", "shape"], [scale, spread(0.5, 12)])
def lomax(s, a):
    return half_line(lambda x: log(a / s) - (a + 1) * l1p(x / s)), mpf(0), inf, [(s, s)], []


@family(LINE, "Gompertz", ["shape", "rate"], [spread(0.05, 8), scale])
def gompertz(e, b):
    def f(x):
        t = b * x
        return log(e * b) + t - e * mp.expm1(min(t, mpf(10) ** 4))
    return half_line(f), mpf(0), inf, [(1 / b, 1 / b)], []


@family(LINE, "LogitNormal", ["logitMean", "logitStandardDeviation"], [among(0.0, 1.0, -2.0), spread(0.3, 3)])
def logit_normal(m, s):
    def f(x):
        if not 0 < x < 1: return -inf
        z = (log(x) - l1p(-x) - m) / s
        return -z * z / 2 - log(x) - l1p(-x) - log(s * sqrt(2 * pi))
    return f, mpf(0), mpf(1), [(mpf(1) / 2, mpf(1) / 2)], []


@family(LINE, "Rice", ["noncentrality", "scale"], [spread(0.1, 30), scale])
def rice(v, s):
    def f(x):
        t = x * v / (s * s)
        return log(x / s ** 2) - (x * x + v * v) / (2 * s * s) + log(mp.besseli(0, t))
    return half_line(f), mpf(0), inf, [(v, s), (s, s)], []


@family(LINE, "VonMises", ["mean", "concentration"], [among(0.0, 1.0), spread(0.2, 20)])
def von_mises(m, k):
    c = -log(2 * pi * mp.besseli(0, k))
    a, b = mpf(float(m - pi)), mpf(float(m + pi))
    return lambda x: c + k * mp.cos(x - m), a, b, [(m, 1 / sqrt(max(k, mpf(1))))], []


@family(LINE, "Semicircle", ["location", "radius"], [among(0.0, 1.0), spread(0.2, 20)])
def semicircle(m, r):
    def f(x):
        d = (r - (x - m)) * (r + (x - m))
        return log(2 / (pi * r * r)) + log(d) / 2 if d > 0 else -inf
    return f, m - r, m + r, [(m, r)], []


COUNT = {name: entry for name, entry in {
    "Poisson": (["rate"], [spread(0.1, 400)]),
    "Geometric": (["probability"], [spread(0.01, 0.9)]),
    "NegativeBinomial": (["successes", "probability"], [spread(0.3, 60), spread(0.05, 0.9)]),
    "Binomial": (["trials", "probability"], [among(3.0, 20.0, 400.0), spread(0.01, 0.99)]),
}.items()}
for name, (labels, draws) in COUNT.items():
    COUNTS[name] = (labels, draws, DISCRETE[name][2])


@family(COUNTS, "BetaBinomial", ["trials", "alpha", "beta"], [among(3.0, 20.0, 400.0), shape, shape])
def beta_binomial(n, a, b):
    def f(k):
        if not 0 <= k <= n: return -inf
        return (loggamma(n + 1) - loggamma(k + 1) - loggamma(n - k + 1) + loggamma(k + a)
                + loggamma(n - k + b) - loggamma(n + a + b) + loggamma(a + b) - loggamma(a) - loggamma(b))
    return f, 0, int(n)


@family(COUNTS, "Logarithmic", ["probability"], [spread(0.1, 0.97)])
def logarithmic(p):
    return lambda k: k * log(p) - log(k) - log(-l1p(-p)) if k >= 1 else -inf, 1, inf


@family(COUNTS, "DiscreteLaplace", ["location", "scale"], [among(0.0, 3.0), spread(0.2, 12)])
def discrete_laplace(m, b):
    return lambda k: log(mp.tanh(1 / (2 * b))) - abs(k - m) / b, -inf, inf


@family(COUNTS, "Skellam", ["firstRate", "secondRate"], [spread(0.3, 12), spread(0.3, 12)])
def skellam(a, b):
    return (lambda k: -a - b + k * log(a / b) / 2 + log(mp.besseli(abs(k), 2 * sqrt(a * b)))), -inf, inf


# --- Integrals and sums -----------------------------------------------------------------------------



class Doubtful(Exception):
    """The integral is not known well enough."""


def integral(p, q, factor, nodes):
    """The mass of p, KL and H; infinite where the contributions outwards do not fall."""
    f, low, high, centres, kinks = p
    g = q[0]
    places = {c for law in (p, q) for c, _ in law[3]} | set(kinks) | set(q[4])
    places |= {e for e in (low, high) if not mp.isinf(e)}
    widths = [w for law in (p, q) for _, w in law[3]]
    cuts = set(places)
    for c in places:
        for w in widths:
            for sign in (-1, 1):
                cuts |= {c + sign * w * factor ** k for k in range(-5, 7)}
    cuts = sorted(x for x in cuts if low < x < high)

    def values(x):
        lp = f(x)
        if lp < -4000: return mpf(0), mpf(0), mpf(0)
        lq, d = g(x), exp(lp)
        if lq == -inf: raise Doubtful
        return d, d * (lp - lq), -d * lq

    def piece(a, b, anchor):
        total = [mpf(0)] * 3
        da, db = a - anchor, b - anchor
        logarithmic = da * db > 0 and max(abs(da), abs(db)) > 2 * min(abs(da), abs(db))
        if logarithmic:
            sign = 1 if da > 0 else -1
            a, b = sorted((log(abs(da)), log(abs(db))))
        h, m = (b - a) / 2, (a + b) / 2
        for t, w in nodes:
            x, r = m + h * t, mpf(1)
            if logarithmic:
                r = exp(x)
                x = anchor + sign * r
            v = values(x)
            for i in range(3): total[i] += h * w * r * v[i]
        return total

    sums = [mpf(0)] * 3
    for a, b in zip(cuts, cuts[1:]):
        near = min(places, key=lambda c: min(abs(a - c), abs(b - c)))
        for i, part in enumerate(piece(a, b, near)): sums[i] += part
    for end, edge, outward in ((low, cuts[0], -1), (high, cuts[-1], 1)):
        infinite = mp.isinf(end)
        anchor = centres[0][0] if infinite else end
        r, history = abs(edge - anchor), []
        for step in range(1200):
            s = r * factor if infinite else r / factor
            place = (lambda d: anchor + outward * d) if infinite else (lambda d: anchor - outward * d)
            parts = piece(*sorted((place(r), place(s))), anchor)
            for i, part in enumerate(parts): sums[i] += part
            r = s
            history.append(max(abs(parts[1]), abs(parts[2]), parts[0]))
            if step > 6 and max(history[-3:]) < mpf(10) ** -34 * (abs(sums[1]) + mpf(10) ** -6): break
        else:
            raise Doubtful
    return sums


NODES = {4: pairs.legendre(26), mpf("2.9"): pairs.legendre(22)}


def line_values(p, q):
    if p[1] < q[1] or p[2] > q[2]: return inf, inf
    first, second = (integral(p, q, mpf(k), nodes) for k, nodes in NODES.items())
    if abs(first[0] - 1) > mpf(10) ** -18 or abs(second[0] - 1) > mpf(10) ** -18: raise Doubtful
    for x, y in zip(first, second):
        if abs(x - y) > mpf(10) ** -18 * max(abs(x), mpf(10) ** -6): raise Doubtful
    return first[1], first[2]


def count_values(p, q):
    (f, low, high), g = p, q[0]
    if low < q[1] or high > q[2]: return inf, inf
    mass, kl, cross = mpf(0), mpf(0), mpf(0)
    for start, step, last in ((max(low, 0), 1, high), (-1, -1, low)):
        k, quiet = start, 0
        while (k <= last if step > 0 else k >= last) and quiet < 30:
            lp = f(k)
            if lp > -inf:
                lq = g(k)
                if lq == -inf: return inf, inf
                d = exp(lp)
                mass += d
                kl += d * (lp - lq)
                cross -= d * lq
                small = mass > mpf("0.5") and d * (1 + abs(lp) + abs(lq)) < mpf(10) ** -36
                quiet = quiet + 1 if small or step < 0 and d < mpf(10) ** -38 else 0
            k += step
            if abs(k) > 20000: raise Doubtful
    if abs(mass - 1) > mpf(10) ** -24: raise Doubtful
    return kl, cross


def draw(table):
    name = random.choice(list(table))
    labels, draws, make = table[name]
    parameters = [d() for d in draws]
    whole = [int(v) if label == "trials" else v for label, v in zip(labels, parameters)]
    literal = f"{name}({', '.join(f'{l}: {v!r}' for l, v in zip(labels, whole))})"
    return literal, make(*[mpf(v) for v in parameters])


def cases(count, seed):
    random.seed(seed)
    made = 0
    while made < count:
        table, values = (COUNTS, count_values) if random.random() < 0.2 else (LINE, line_values)
        (a, p), (b, q) = draw(table), draw(table)
        try:
            kl, cross = values(p, q)
        except (Doubtful, ValueError, ZeroDivisionError, OverflowError, mp.libmp.NoConvergence):
            continue
        if kl == inf and random.random() > 0.05: continue
        made += 1
        text = lambda v: "inf" if v == inf else mp.nstr(v, 25)
        yield {"p": a, "q": b, "kl": text(kl), "crossEntropy": text(cross)}


if __name__ == "__main__":
    chosen = []
    for case in cases(int(sys.argv[1]), int(sys.argv[2])):
        chosen.append(case)
        print(json.dumps(case), file=sys.stderr, flush=True)
    print(json.dumps({"madeBy": f"mpmath {mp.__version__}, 40 digits", "cases": chosen}, indent=0))
