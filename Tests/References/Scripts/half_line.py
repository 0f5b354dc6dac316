"""References for the families on a half-line or an interval, as distributions.py, by its helpers.

    python3 half_line.py [Family ...]
"""
import sys
import mpmath as mp
from mpmath import mpf, log, exp, sqrt, gamma, pi, inf
from distributions import case, log_of, write

FAMILIES = {}


def family(name):
    def register(make):
        FAMILIES[name] = make
        return make
    return register


def raw(mean, second, third, fourth):
    """Central facts of raw moments; infinite ones stay infinite."""
    facts = {"mean": mean}
    if mp.isinf(mean): return facts | {"variance": inf}
    v = second - mean**2
    facts["variance"] = v
    if not mp.isinf(third):
        facts["skewness"] = (third - 3 * mean * second + 2 * mean**3) / v ** mpf(1.5)
    if not mp.isinf(fourth):
        facts["excessKurtosis"] = (fourth - 4 * mean * third + 6 * mean**2 * second - 3 * mean**4) / v**2 - 3
    return facts


def positive(f):
    """−infinity left of 0."""
    return lambda x: f(x) if x > 0 else -inf


def tails(logcdf, logsurvival):
    return {"logCDF": positive(logcdf), "logSurvival": lambda x: logsurvival(x) if x > 0 else mpf(0)}


XS = [1e-200, 1e-30, 1e-8, 0.01, 0.3, 0.7, 0.95, 1, 1.0001, 1.5, 3, 10, 100, 1e6]


@family("Weibull")
def weibull():
    for k, s in [(1, 1), (2, 3), (0.5, 1), (1.5, 2), (30, 0.1), (0.15, 1e3), (1000, 1), (4.5, 1e-100), (1e8, 1)]:
        K, S = mpf(k), mpf(s)
        m = [S**n * gamma(1 + n / K) for n in [1, 2, 3, 4]]
        facts = raw(*m) if 1e-50 < s and k <= 30 else {"mean": m[0]}
        facts |= {"mode": S * ((K - 1) / K) ** (1 / K) if k > 1 else 0, "median": S * log(2) ** (1 / K),
                  "entropy": mp.euler * (1 - 1 / K) + log(S / K) + 1}
        xs = [s * x for x in (XS if k < 100 else [0.5, 0.99, 1 - 1e-8, 1, 1 + 1e-8, 1.001])]
        h = lambda x: (x / S) ** K
        yield case({"shape": k, "scale": s}, xs + [0, -1], facts=facts,
                   logProbability=lambda x: log(K / S) + (K - 1) * log(x / S) - h(x) if x > 0
                   else -inf if x < 0 or k > 1 else inf if k < 1 else log(K / S),
                   **tails(lambda x: log(-mp.expm1(-h(x))), lambda x: -h(x)))
    yield case({"shape": 2, "scale": 1}, [1e100, 1e-150], logProbability=lambda x: log(2 * x) - x**2)


@family("Frechet")
def frechet():
    for a, s in [(1, 1), (2.5, 3), (0.5, 1), (3.5, 2), (30, 0.1), (6, 1e50), (1000, 1)]:
        A, S = mpf(a), mpf(s)
        m = [S**n * gamma(1 - n / A) if a > n else inf for n in [1, 2, 3, 4]]
        facts = raw(*m) if a <= 30 else {"mean": m[0]}
        facts |= {"mode": S * (A / (1 + A)) ** (1 / A), "median": S * log(2) ** (-1 / A),
                  "entropy": mp.euler * (1 + 1 / A) + log(S / A) + 1}
        xs = [s * x for x in (XS[2:] if a < 100 else [0.99, 1 - 1e-8, 1, 1 + 1e-8, 1.001, 2, 100])]
        h = lambda x: (x / S) ** -A
        yield case({"shape": a, "scale": s}, xs + [0, -1], facts=facts,
                   logProbability=positive(lambda x: log(A / S) - (A + 1) * log(x / S) - h(x)),
                   **tails(lambda x: -h(x), lambda x: log(-mp.expm1(-h(x)))))


@family("Rayleigh")
def rayleigh():
    for s in [1, 2.5, 1e-6, 1e100]:
        S = mpf(s)
        m = [(S * sqrt(2)) ** n * gamma(1 + mpf(n) / 2) for n in [1, 2, 3, 4]]
        facts = raw(*m) | {"mode": S, "median": S * sqrt(2 * log(2)),
                           "entropy": 1 + log(S / sqrt(2)) + mp.euler / 2}
        h = lambda x: (x / S) ** 2 / 2
        yield case({"scale": s}, [s * x for x in XS] + [0, -1], facts=facts,
                   logProbability=positive(lambda x: log(x) - 2 * log(S) - h(x)),
                   **tails(lambda x: log(-mp.expm1(-h(x))), lambda x: -h(x)))


@family("Pareto")
def pareto():
    for s, a in [(1, 1), (2, 1.5), (0.5, 3.5), (3, 10), (1, 0.3), (1e-50, 5), (2, 1e6), (1, 1e12)]:
        S, A = mpf(s), mpf(a)
        m = [A * S**n / (A - n) if a > n else inf for n in [1, 2, 3, 4]]
        facts = raw(*m) | {"mode": S, "median": S * 2 ** (1 / A), "entropy": log(S / A) + 1 / A + 1}
        xs = [s * x for x in [1, 1 + 2**-40, 1 + 2**-20, 1.001, 1.5, 3, 10, 1e6, 1e150]] + [s * 0.999, -1]
        up = lambda f, low: lambda x: f(x) if x >= S else mpf(low)
        yield case({"scale": s, "shape": a}, xs, facts=facts,
                   logProbability=up(lambda x: log(A) + A * log(S) - (A + 1) * log(x), -inf),
                   logCDF=up(log_of(lambda x: 1 - (S / x) ** A), -inf),
                   logSurvival=up(lambda x: -A * log(x / S), 0))


@family("LogLogistic")
def log_logistic():
    for s, b in [(1, 1), (2, 2.5), (0.5, 0.5), (3, 4.5), (1, 20), (1e50, 6), (1, 1000)]:
        S, B = mpf(s), mpf(b)
        m = [S**n * (n * pi / B) / mp.sin(n * pi / B) if b > n else inf for n in [1, 2, 3, 4]]
        facts = raw(*m) if b < 100 else {"mean": m[0]}
        facts |= {"mode": S * ((B - 1) / (B + 1)) ** (1 / B) if b > 1 else 0, "median": S,
                  "entropy": log(S / B) + 2}
        xs = [s * x for x in (XS if b < 100 else [0.5, 0.99, 1 - 1e-8, 1, 1 + 1e-8, 1.001, 5])]
        h = lambda x: (x / S) ** B
        yield case({"scale": s, "shape": b}, xs + [0, -1], facts=facts,
                   logProbability=lambda x: log(B / S) + (B - 1) * log(x / S) - 2 * mp.log1p(h(x)) if x > 0
                   else -inf if x < 0 or b > 1 else inf if b < 1 else log(B / S),
                   **tails(lambda x: log(h(x)) - mp.log1p(h(x)), lambda x: -mp.log1p(h(x))))


if __name__ == "__main__":
    mp.mp.dps = 100
    for name in sys.argv[1:] or FAMILIES: write(name, FAMILIES[name])
