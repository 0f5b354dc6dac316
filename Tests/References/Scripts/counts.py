"""References for the families of counts, as distributions.py, by its helpers.

    python3 counts.py [Family ...]
"""
import sys
import mpmath as mp
from mpmath import mpf, log, exp, loggamma, sqrt, inf
from distributions import case, log_of, write

FAMILIES = {}


def family(name):
    def register(make):
        FAMILIES[name] = make
        return make
    return register


def sums(mass, low, high):
    """Logs of mass, cdf and survival of a law on low ... high, by sums of the mass."""
    table = {}
    total = mpf(0)
    for k in range(low, high + 1):
        total += mass(k)
        table[k] = total
    rest = {high: mpf(0)}
    for k in range(high, low, -1): rest[k - 1] = rest[k] + mass(k)
    return {"logMass": log_of(lambda x: mass(int(x)) if low <= x <= high and x == int(x) else mpf(0)),
            "logCDF": log_of(lambda x: table[min(int(x), high)] if x >= low else mpf(0)),
            "logSurvival": log_of(lambda x: rest[min(int(x), high)] if x >= low else mpf(1))}


def moments(mass, low, high, **more):
    ks = range(low, high + 1)
    ps = [mass(k) for k in ks]
    mean = sum(k * p for k, p in zip(ks, ps))
    m = lambda n: sum((k - mean) ** n * p for k, p in zip(ks, ps))
    v = m(2)
    facts = {"mean": mean, "variance": v, "standardDeviation": sqrt(v)}
    if v > 0: facts |= {"skewness": m(3) / v ** mpf(1.5), "excessKurtosis": m(4) / v**2 - 3}
    return facts | more


@family("Poisson")
def poisson():
    mp.mp.dps = 400
    for r, top in [(1e-10, 40), (0.3, 120), (3.5, 260), (20, 400), (1000, 2600)]:
        R = mpf(r)
        mass = lambda k: exp(-R) * R**k / mp.factorial(k)
        xs = sorted({0, 1, 2, 5, int(r), int(r + 3 * r**0.5), int(r + 9 * r**0.5), max(0, int(r - 5 * r**0.5))})
        yield case({"rate": r}, xs + [-1, 0.5], facts=moments(mass, 0, top, mode=mp.ceil(R) - 1), **sums(mass, 0, top))
    yield case({"rate": 0}, [0, 1], facts={"mean": 0, "variance": 0, "entropy": 0},
               logMass=lambda x: 0 if x == 0 else -inf, logCDF=lambda x: 0, logSurvival=lambda x: -inf)
    for r in [1e-300, 1e5, 1e8, 1e12]:
        R = mpf(r)
        xs = sorted({max(0, int(r + k * r**0.5)) for k in [-30, -7, -1, 0, 1, 6, 40]} | {0, int(2 * r), int(r / 10)})
        yield case({"rate": r}, xs, logMass=lambda x: -R + x * log(R) - loggamma(x + 1))


@family("Geometric")
def geometric():
    for p in [1, 0.999, 0.5, 0.3, 0.01, 1e-6, 1e-300]:
        P = mpf(p); Q = 1 - P
        xs = [0, 1, 2, 7, 100, 12345, 10**9, -1, 0.5]
        facts = {"mean": Q / P, "mode": 0, "entropy": -log(P) - (Q * log(Q) / P if Q else 0)}
        if p > 1e-100: facts["variance"] = Q / P**2
        if p < 1: facts |= {"skewness": (2 - P) / sqrt(Q), "excessKurtosis": 6 + P**2 / Q}
        mass = lambda x: P * Q**x if x >= 0 and x == mp.floor(x) else mpf(0)
        yield case({"probability": p}, xs, facts=facts, logMass=log_of(mass),
                   logCDF=log_of(lambda x: 1 - Q ** (mp.floor(x) + 1) if x >= 0 else mpf(0)),
                   logSurvival=log_of(lambda x: Q ** (mp.floor(x) + 1) if x >= 0 else mpf(1)))


def binomial_mass(n, P):
    return lambda k: mp.binomial(n, k) * P**k * (1 - P) ** (n - k)


@family("Binomial")
def binomial():
    for n, p in [(10, 0.3), (10, 0), (10, 1), (1, 0.5), (7, 1e-8), (100, 0.97), (2000, 0.25)]:
        P = mpf(p)
        mass = binomial_mass(n, P)
        xs = sorted({0, 1, n // 4, n // 2, n - 1, n, int(n * p), min(n, int(n * p + 3 * (n * p * (1 - p)) ** 0.5))})
        yield case({"trials": n, "probability": p}, xs + [-1, n + 1, 0.5], facts=moments(mass, 0, n), **sums(mass, 0, n))
    for n, p in [(2e5, 0.25), (2e8, 0.3), (2e12, 0.25), (1e12, 0.1), (1e12, 1e-9), (1e12, 1 - 1e-9)]:
        P = mpf(p); N = mpf(n); s = (n * p * (1 - p)) ** 0.5
        xs = sorted({min(int(n), max(0, int(n * p + k * s))) for k in [-20, -7, -1, 0, 1, 6, 30]} | {0, int(n), int(n / 2)})
        yield case({"trials": n, "probability": p}, xs,
                   logMass=lambda x: loggamma(N + 1) - loggamma(x + 1) - loggamma(N - x + 1) + x * log(P) + (N - x) * log(1 - P))


@family("NegativeBinomial")
def negative_binomial():
    for r, p, top in [(3, 0.4, 900), (0.5, 0.1, 3000), (1, 0.7, 400), (20, 0.9, 400), (0.01, 0.5, 700)]:
        P = mpf(p); R = mpf(r)
        mass = lambda k: mp.gamma(k + R) / mp.factorial(k) / mp.gamma(R) * P**R * (1 - P) ** k
        m = r * (1 - p) / p
        xs = sorted({0, 1, 2, 5, int(m), int(m + 4 * (m / p) ** 0.5), 60})
        yield case({"successes": r, "probability": p}, xs + [-1, 0.5], facts=moments(mass, 0, top), **sums(mass, 0, top))
    for r, p in [(1e3, 0.75), (1e8, 0.75), (1e12, 0.75), (1e12, 0.1), (1e10, 0.3), (0.5, 1e-9), (1e-12, 0.5)]:
        P = mpf(p); R = mpf(r); m = r * (1 - p) / p; s = (m / p) ** 0.5
        xs = sorted({max(0, int(m + k * s)) for k in [-20, -7, -1, 0, 1, 6, 30]} | {0, 1})
        yield case({"successes": r, "probability": p}, xs,
                   logMass=lambda x: loggamma(R + x) - loggamma(R) - loggamma(x + 1) + R * log(P) + x * log(1 - P))


@family("DiscreteUniform")
def discrete_uniform():
    for a, b in [(0, 9), (-3, 3), (5, 5), (1, 6), (-1000, 1000)]:
        n = b - a + 1
        mass = lambda k: mpf(1) / n
        xs = sorted({a, b, (a + b) // 2, a + n // 3, a - 1, b + 1})
        yield case({"lowerBound": a, "upperBound": b}, xs, **sums(mass, a, b),
                   facts=moments(mass, a, b, entropy=log(n), mode=a))


if __name__ == "__main__":
    for name in sys.argv[1:] or FAMILIES: write(name, FAMILIES[name])
