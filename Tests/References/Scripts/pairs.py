"""KL divergences of random pairs of families, by integrals and sums with 40 digits.

    python3 pairs.py COUNT SEED > ../pairs.json

Each density is the textbook one. The line is cut at points that say where either law lives; pieces
far from an anchor are taken over the logarithm of the distance from it, outwards to 10^±300, and the
divergence is infinite where the contributions of the decades do not fall. That p integrates to 1 is
checked with the same pieces. With Python 3 and mpmath 1.3.
"""
import json
import random
import re
import sys

import mpmath as mp
from mpmath import exp, inf, log, loggamma, mpf, pi, sqrt

mp.mp.dps = 40

# Family: [parameters], make(*parameters) -> (log density, lower, upper, [(centre, width)], kinks).
CONTINUOUS = {}
DISCRETE = {}


def family(table, name, labels, parameters):
    def register(make):
        table[name] = (labels, parameters, make)
        return make
    return register


def l1p(x):
    return mp.log1p(x)


def half_line(f, low=mpf(0)):
    return lambda x: f(x - low) if x > low else -inf


def stacy(d, k, s):
    """The generalised gamma law: (x/s)^k is gamma distributed of shape d."""
    c = log(abs(k)) - loggamma(d)
    def f(x):
        t = k * log(x / s)
        return c + d * t - log(x) - exp(t) if t < 1e5 else -exp(min(t, mpf(10) ** 6))
    return f


def stacy_centres(d, k, s):
    mean = s * d ** (1 / k)
    return [(mean, mean / (abs(k) * sqrt(d)) if d > 1 else mean)]


@family(CONTINUOUS, "Normal", ["mean", "standardDeviation"], [[0, 1], [3.5, 0.25], [-1e6, 1e-3]])
def normal(m, s):
    return lambda x: -((x - m) / s) ** 2 / 2 - log(s * sqrt(2 * pi)), -inf, inf, [(m, s)], []


@family(CONTINUOUS, "Cauchy", ["location", "scale"], [[0, 1], [-2.5, 3], [1e6, 1e-3]])
def cauchy(m, s):
    return lambda x: -log(pi * s) - l1p(((x - m) / s) ** 2), -inf, inf, [(m, s)], []


@family(CONTINUOUS, "Laplace", ["location", "scale"], [[0, 1], [-2.5, 3], [1e6, 1e-3]])
def laplace(m, s):
    return lambda x: -log(2 * s) - abs(x - m) / s, -inf, inf, [(m, s)], [m]


@family(CONTINUOUS, "Logistic", ["location", "scale"], [[0, 1], [-2.5, 3], [1e6, 1e-3]])
def logistic(m, s):
    def f(x):
        z = abs(x - m) / s
        return -log(s) - z - 2 * (l1p(exp(-z)) if z < 1e4 else 0)
    return f, -inf, inf, [(m, s)], []


@family(CONTINUOUS, "Gumbel", ["location", "scale"], [[0, 1], [-2.5, 3], [100, 1]])
def gumbel(m, s):
    def f(x):
        z = (x - m) / s
        return -log(s) - z - exp(min(-z, mpf(10) ** 6))
    return f, -inf, inf, [(m, s)], []


@family(CONTINUOUS, "StudentT", ["degreesOfFreedom", "location", "scale"],
        [[1, 0, 1], [2.5, -1, 2], [30, 0, 1], [0.3, 3, 0.5], [4.5, 1e6, 1e-3]])
def student(n, m, s):
    c = loggamma((n + 1) / 2) - loggamma(n / 2) - log(n * pi) / 2 - log(s)
    return lambda x: c - (n + 1) / 2 * l1p(((x - m) / s) ** 2 / n), -inf, inf, [(m, s)], []


@family(CONTINUOUS, "Uniform", ["lowerBound", "upperBound"], [[0, 1], [-3, 7.5], [1e6, 1000000.001]])
def uniform(a, b):
    return lambda x: -log(b - a) if a <= x <= b else -inf, a, b, [((a + b) / 2, (b - a) / 2)], []


@family(CONTINUOUS, "Triangular", ["lowerBound", "mode", "upperBound"], [[0, 0.35, 1], [-2, 1, 5], [0, 0, 1]])
def triangular(a, m, b):
    def f(x):
        if not a < x < b: return -inf
        return log(2 / (b - a)) + (log((x - a) / (m - a)) if x < m else log((b - x) / (b - m)))
    return f, a, b, [((a + b) / 2, (b - a) / 2)], [m]


@family(CONTINUOUS, "LogUniform", ["lowerBound", "upperBound"], [[1, 2], [0.1, 1000], [3, 3.001]])
def log_uniform(a, b):
    c = log(log(b / a))
    return lambda x: -log(x) - c if a <= x <= b else -inf, a, b, [((a + b) / 2, (b - a) / 2)], []


@family(CONTINUOUS, "Beta", ["alpha", "beta"],
        [[1, 1], [2, 3], [0.5, 0.5], [8, 1], [0.3, 4], [30, 0.7], [100, 250], [2.5, 1e4]])
def beta(a, b):
    c = loggamma(a + b) - loggamma(a) - loggamma(b)
    def f(x):
        if not 0 < x < 1: return -inf
        return c + (a - 1) * log(x) + (b - 1) * l1p(-x)
    m = a / (a + b)
    return f, mpf(0), mpf(1), [(m, sqrt(m * (1 - m) / (a + b + 1)))], []


@family(CONTINUOUS, "Kumaraswamy", ["alpha", "beta"], [[1, 1], [2, 3], [0.5, 0.5], [5, 0.8], [0.3, 20]])
def kumaraswamy(a, b):
    def f(x):
        if not 0 < x < 1: return -inf
        return log(a * b) + (a - 1) * log(x) + (b - 1) * log(-mp.expm1(a * log(x)))
    return f, mpf(0), mpf(1), [(mpf(1) / 2, mpf(1) / 2)], []


STACY = {
    "Exponential": (["rate"], [[1], [0.3], [1e-6]], lambda b: (mpf(1), mpf(1), 1 / b)),
    "Gamma": (["shape", "rate"], [[1, 1], [2.5, 2], [0.5, 0.3], [0.05, 1], [40, 3], [1000, 1]],
              lambda a, b: (a, mpf(1), 1 / b)),
    "ChiSquared": (["degreesOfFreedom"], [[1], [2], [0.5], [5.5], [30]], lambda n: (n / 2, mpf(1), mpf(2))),
    "Chi": (["degreesOfFreedom"], [[1], [2], [0.3], [5.5], [30]], lambda n: (n / 2, mpf(2), sqrt(mpf(2)))),
    "Weibull": (["shape", "scale"], [[1, 1], [2, 3], [0.5, 1], [30, 0.1], [0.4, 1e3]],
                lambda k, s: (mpf(1), k, s)),
    "Rayleigh": (["scale"], [[1], [2.5], [1e-6]], lambda s: (mpf(1), mpf(2), s * sqrt(mpf(2)))),
    "HalfNormal": (["scale"], [[1], [0.3], [1e-6]], lambda s: (mpf(1) / 2, mpf(2), s * sqrt(mpf(2)))),
    "InverseGamma": (["shape", "scale"], [[1, 1], [0.5, 2], [2.5, 3], [6, 0.1], [100, 1e3]],
                     lambda a, b: (a, mpf(-1), b)),
    "Frechet": (["shape", "scale"], [[1, 1], [2.5, 3], [0.5, 1], [30, 0.1]],
                lambda a, s: (mpf(1), -a, s)),
}
for name, (labels, parameters, stacy_of) in STACY.items():
    def make(*p, stacy_of=stacy_of):
        d, k, s = stacy_of(*p)
        return half_line(stacy(d, k, s)), mpf(0), inf, stacy_centres(d, k, s), []
    CONTINUOUS[name] = (labels, parameters, make)


@family(CONTINUOUS, "LogNormal", ["logMean", "logStandardDeviation"], [[0, 1], [1.5, 0.25], [-3, 2], [50, 0.01]])
def log_normal(m, s):
    def f(x):
        t = log(x)
        return -t - ((t - m) / s) ** 2 / 2 - log(s * sqrt(2 * pi))
    return half_line(f), mpf(0), inf, [(exp(m), exp(m) * min(s, 1))], []


@family(CONTINUOUS, "LogLogistic", ["scale", "shape"], [[1, 1], [2, 2.5], [0.5, 0.5], [1, 20]])
def log_logistic(s, b):
    def f(x):
        t = b * log(x / s)
        return log(b) - log(x) - abs(t) - 2 * l1p(exp(-abs(t)))
    return half_line(f), mpf(0), inf, [(s, s / max(b, 1))], []


@family(CONTINUOUS, "HalfCauchy", ["scale"], [[1], [0.3], [1e-6]])
def half_cauchy(s):
    return half_line(lambda x: log(2 / (pi * s)) - l1p((x / s) ** 2)), mpf(0), inf, [(s, s)], []


@family(CONTINUOUS, "Pareto", ["scale", "shape"], [[1, 1], [2, 1.5], [0.5, 3.5], [1, 0.3], [2, 1e6]])
def pareto(s, a):
    def f(x):
        return log(a / s) - (a + 1) * log(x / s) if x >= s else -inf
    return f, s, inf, [(s, s / max(a, 1))], []


@family(CONTINUOUS, "GeneralizedPareto", ["location", "scale", "shape"],
        [[0, 1, 0], [1, 2, 0.2], [0, 1, 1.5], [0, 1, -1], [-3, 0.5, -0.5], [0, 4, -2]])
def generalized_pareto(m, s, c):
    top = inf if c >= 0 else m - s / c
    def f(x):
        if not m < x < top: return -inf
        w = l1p(c * (x - m) / s) / c if c else (x - m) / s
        return -log(s) - (1 + c) * w
    return f, m, top, [(m, s)], []


@family(CONTINUOUS, "Levy", ["location", "scale"], [[0, 1], [-2, 3]])
def levy(m, s):
    return half_line(lambda x: log(s / (2 * pi)) / 2 - s / (2 * x) - 1.5 * log(x), m), m, inf, [(m, s)], []


@family(DISCRETE, "Bernoulli", ["probability"], [[0], [1e-12], [0.1], [0.5], [0.75], [1]])
def bernoulli(p):
    return lambda k: safe(p) if k == 1 else safe(1 - p) if k == 0 else -inf, 0, 1


def safe(p):
    return log(p) if p > 0 else -inf


@family(DISCRETE, "Poisson", ["rate"], [[0], [1e-10], [0.3], [1], [20], [1000]])
def poisson(r):
    def f(k):
        if k < 0: return -inf
        if r == 0: return mpf(0) if k == 0 else -inf
        return k * log(r) - r - loggamma(k + 1)
    return f, 0, 0 if r == 0 else inf


@family(DISCRETE, "Geometric", ["probability"], [[1], [0.5], [0.3], [0.01]])
def geometric(p):
    def f(k):
        if k < 0: return -inf
        return log(p) + k * log(1 - p) if p < 1 else mpf(0) if k == 0 else -inf
    return f, 0, inf if p < 1 else 0


@family(DISCRETE, "NegativeBinomial", ["successes", "probability"], [[3, 0.4], [0.5, 0.1], [1, 0.7], [20, 0.9]])
def negative_binomial(r, p):
    def f(k):
        if k < 0: return -inf
        return loggamma(k + r) - loggamma(r) - loggamma(k + 1) + r * log(p) + k * log(1 - p)
    return f, 0, inf


@family(DISCRETE, "Binomial", ["trials", "probability"], [[10, 0.3], [1, 0.5], [7, 1e-8], [100, 0.97], [2000, 0.25]])
def binomial(n, p):
    def f(k):
        if not 0 <= k <= n: return -inf
        return loggamma(n + 1) - loggamma(k + 1) - loggamma(n - k + 1) + k * log(p) + (n - k) * log(1 - p)
    return f, 0, int(n)


@family(DISCRETE, "DiscreteUniform", ["lowerBound", "upperBound"], [[0, 9], [-3, 3], [5, 5], [1, 6]])
def discrete_uniform(a, b):
    return lambda k: -log(b - a + 1) if a <= k <= b else -inf, int(a), int(b)


# --- Integrals ------------------------------------------------------------------------------------

# Quadrature by Gauss and Legendre: 40 nodes a piece.
def legendre(n):
    nodes = []
    for i in range(n):
        x = mp.cos(pi * (i + mpf(3) / 4) / (n + mpf(1) / 2))
        for _ in range(100):
            p0, p1 = mpf(1), x
            for k in range(2, n + 1):
                p0, p1 = p1, ((2 * k - 1) * x * p1 - (k - 1) * p0) / k
            d = n * (x * p1 - p0) / (x * x - 1)
            step = p1 / d
            x -= step
            if abs(step) < mpf(10) ** -38: break
        nodes.append((x, 2 / ((1 - x * x) * d * d)))
    return nodes


NODES = legendre(40)


def cuts(p, q):
    """Points at which the line is divided, and the anchors from which distances are taken."""
    anchors, points = set(), set()
    for law in (p, q):
        _, low, high, centres, kinks = law
        for end in (low, high):
            if not mp.isinf(end): anchors.add(end)
        anchors |= set(kinks)
        for centre, width in centres:
            anchors.add(centre)
            points |= {centre + sign * width * mpf(2) ** k for sign in (-1, 1) for k in range(-3, 7)}
    low, high = p[1], p[2]
    size = [w for law in (p, q) for _, w in law[3]]
    for a in anchors:
        for w in size:
            for sign in (-1, 1):
                points |= {a + sign * w * mpf(10) ** (mpf(k) / 2) for k in range(-30, 12)}
    points |= anchors
    inside = sorted(x for x in points if low < x < high)
    return inside, anchors


def piece(f, a, b, anchors):
    """The integral of both components over a piece."""
    total = [mpf(0), mpf(0)]
    near = min(anchors, key=lambda c: min(abs(a - c), abs(b - c)))
    da, db = a - near, b - near
    if da * db > 0 and max(abs(da), abs(db)) > 3 * min(abs(da), abs(db)):
        sign = 1 if da > 0 else -1
        u, v = sorted((log(abs(da)), log(abs(db))))
        count = max(1, int((v - u) / 2))
        for j in range(count):
            u0, v0 = u + (v - u) * j / count, u + (v - u) * (j + 1) / count
            h, m = (v0 - u0) / 2, (u0 + v0) / 2
            for x, w in NODES:
                r = exp(m + h * x)
                values = f(near + sign * r)
                for i in (0, 1): total[i] += h * w * r * values[i]
        return total
    h, m = (b - a) / 2, (a + b) / 2
    for x, w in NODES:
        values = f(m + h * x)
        for i in (0, 1): total[i] += h * w * values[i]
    return total


def divergence(p, q):
    """KL, infinity, or None where this integral is not trusted."""
    if p[1] < q[1] or p[2] > q[2]: return inf
    def f(x):
        lp = p[0](x)
        if lp < -3000: return mpf(0), mpf(0)
        lq = q[0](x)
        d = exp(lp)
        return d, d * (lp - lq)
    points, anchors = cuts(p, q)
    mass, value = mpf(0), mpf(0)
    for a, b in zip(points, points[1:]):
        parts = piece(f, a, b, anchors)
        mass += parts[0]
        value += parts[1]
    # Outwards, decade by decade.
    for end, edge in ((p[1], points[0]), (p[2], points[-1])):
        outward = -1 if end == p[1] else 1
        infinite = mp.isinf(end)
        anchor = (p[3][0][0] if infinite else end)
        r = abs(edge - anchor)
        last = []
        for _ in range(400):
            s = r * (mpf(10) if infinite else mpf(1) / 10)
            place = (lambda t: anchor + outward * t) if infinite else (lambda t: anchor - outward * t)
            parts = piece(f, *sorted((place(r), place(s))), [anchor])
            mass += parts[0]
            value += parts[1]
            last.append(abs(parts[1]))
            r = s
            if len(last) > 8 and max(last[-4:]) < mpf(10) ** -30 * max(abs(value), mpf(10) ** -20) and parts[0] < mpf(10) ** -30: break
        else:
            if last[-1] >= last[-100] * mpf("0.9999"): return inf
    if abs(mass - 1) > mpf(10) ** -20:
        return None
    return value


def sum_of(p, q):
    (f, low, high), (g, _, _) = p, q
    mass, value = mpf(0), mpf(0)
    k = low
    quiet = 0
    start = max(low, 0)
    while k <= high:
        lp = f(k)
        if lp > -inf:
            lq = g(k)
            if lq == -inf: return inf
            mass += exp(lp)
            value += exp(lp) * (lp - lq)
        k += 1
        if mass > mpf(1) - mpf(10) ** -25 and exp(lp) * abs(lp) < mpf(10) ** -45:
            quiet += 1
            if quiet > 20: break
        if k - start > 100000: return None
    return value if abs(mass - 1) < mpf(10) ** -22 else None


def literal(name, labels, parameters):
    return f"{name}({', '.join(f'{l}: {v!r}' for l, v in zip(labels, parameters))})"


def laws(table):
    for name, (labels, sets, make) in table.items():
        for parameters in sets:
            # The parameters are the doubles nearest to what the literal says.
            yield literal(name, labels, parameters), make(*[mpf(float(v)) for v in parameters])


def value_of(table, p, q):
    return divergence(p, q) if table is CONTINUOUS else sum_of(p, q)


if __name__ == "__main__":
    count, seed = int(sys.argv[1]), int(sys.argv[2])
    random.seed(seed)
    chosen = []
    for table, share in ((CONTINUOUS, 0.85), (DISCRETE, 0.15)):
        names = list(table)
        while len(chosen) < count * (0.85 if table is CONTINUOUS else 1):
            def draw():
                name = random.choice(names)
                labels, sets, make = table[name]
                parameters = random.choice(sets)
                return literal(name, labels, parameters), make(*[mpf(float(v)) for v in parameters])
            (a, p), (b, q) = draw(), draw()
            low, high = (p[1], p[2]), (q[1], q[2])
            # One in ten of those that supports make infinite is enough.
            if (low[0] < high[0] or low[1] > high[1]) and random.random() > 0.1: continue
            value = value_of(table, p, q)
            print(a, b, value if value is None else mp.nstr(value, 17), file=sys.stderr)
            if value is None: continue
            chosen.append({"p": a, "q": b, "expect": "inf" if value == inf else mp.nstr(value, 25)})
    print(json.dumps({"madeBy": f"mpmath {mp.__version__}, 40 digits", "cases": chosen}, indent=0))
