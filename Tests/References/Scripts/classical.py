"""References for the gamma and beta families and those of location and scale, as distributions.py.

    python3 classical.py [Family ...]
"""
import sys
import mpmath as mp
from mpmath import mpf, log, exp, loggamma, sqrt, pi, inf, erf, erfc
from distributions import case, write, normal_log_tail

FAMILIES = {}


def family(name):
    def register(make):
        FAMILIES[name] = make
        return make
    return register


def above(lower, inside, outside=-inf):
    """inside where x is above (or at) the lower end."""
    return lambda x: inside(x) if x >= lower else outside


def safe_log(x):
    return log(x) if x > 0 else -inf


def power(e, x):
    """e log x, 0 where e is 0."""
    return mpf(0) if e == 0 else e * safe_log(x)


@family("Exponential")
def exponential():
    for b in [1, 2, 0.3, 1e-6, 1e12, 1e300, 1e-300]:
        B = mpf(b)
        xs = [0] + [k / b for k in [1e-8, 0.1, 1, 3, 30, 500]] + [-1]
        yield case(
            {"rate": b}, xs,
            logProbability=above(0, lambda x: log(B) - B * x),
            logCDF=above(0, lambda x: safe_log(-mp.expm1(-B * x))),
            logSurvival=above(0, lambda x: -B * x, 0),
            facts={"mean": 1 / B, "standardDeviation": 1 / B, "skewness": 2, "excessKurtosis": 6,
                   "mode": 0, "median": log(2) / B, "entropy": 1 - log(B)})


def gamma_tails(a, t):
    """P(a, t) and Q(a, t), the smaller one by its own series or fraction."""
    if t <= a:
        # x^a e^-x / Γ(a+1) Σ x^n/(a+1)_n
        term = total = mpf(1)
        n = a
        while term > total * mpf(10) ** -60:
            n += 1
            term *= t / n
            total += term
        p = exp(a * log(t) - t - loggamma(a + 1)) * total if t > 0 else mpf(0)
        return p, 1 - p
    q = mp.gammainc(a, t, regularized=True)
    return 1 - q, q


@family("Gamma")
def gamma():
    # Within a few times a mean of 1e-100 the log-density is a difference of numbers of 230.
    for a, b in [(1, 1), (2.5, 2), (0.5, 0.3), (0.05, 1), (1e-5, 1), (1e-100, 2), (7, 1e-3),
                 (40, 3), (1000, 0.7), (1e8, 0.3), (1e12, 1), (1e12, 0.7), (1e16, 3)]:
        A, B = mpf(a), mpf(b)
        z = [-6, -2, -0.3, 0, 0.5, 1, 3, 6]
        xs = [a / b + k * a**0.5 / b for k in z if a + k * a**0.5 > 0]
        xs += [a / b * k for k in [0.4, 0.6, 1.9, 2.1, 30]]
        if a < 1e-50: xs = [1e-150, 1e-10, 0.7, 100]
        if a < 100: xs += [0, 1e-20, 1e-300, 1e3 / b, -1]
        functions = {"logProbability": above(0, lambda x: A * log(B) + power(A - 1, x) - B * x
                                             - loggamma(A))}
        if 1e-90 < a < 500:
            functions["logCDF"] = above(0, lambda x: safe_log(gamma_tails(A, B * x)[0]))
            functions["logSurvival"] = above(0, lambda x: log(gamma_tails(A, B * x)[1]), 0)
        yield case(
            {"shape": a, "rate": b}, xs, **functions,
            facts={"mean": A / B, "variance": A / B**2, "skewness": 2 / sqrt(A),
                   "excessKurtosis": 6 / A, "mode": max(A - 1, 0) / B,
                   "entropy": A - log(B) + loggamma(A) + (1 - A) * mp.digamma(A)})


def beta_tail(x, a, b):
    """I_x(a, b), by DLMF 8.17.8."""
    if x <= 0: return mpf(0)
    if x >= 1: return mpf(1)
    front = exp(a * log(x) + b * log(1 - x) + loggamma(a + b) - loggamma(a) - loggamma(b)) / a
    return front * mp.hyp2f1(a + b, 1, a + 1, x)


@family("Beta")
def beta():
    for a, b in [(1, 1), (2, 3), (0.5, 0.5), (1, 8), (8, 1), (0.3, 4), (30, 0.7), (100, 250),
                 (1e-3, 1e-3), (1e-100, 2), (2.5, 1e4), (1e4, 3e4), (1e8, 1e8), (1e8, 2),
                 (1e12, 1e12), (1e12, 3e12)]:
        A, B = mpf(a), mpf(b)
        S = A + B
        deviation = float(sqrt(A * B / S / S / (S + 1)))
        m = float(A / S)
        xs = [m + k * deviation for k in [-6, -2, -0.3, 0, 0.5, 2, 6]] + [m / 3, 1 - (1 - m) / 3]
        if a < 1e-50: xs = [1e-150, 0.7]
        if S < 1000: xs += [0, 1, 1e-300, 1e-10, 0.3, 1 - 2**-40, -0.5, 1.5]
        xs = [x for x in xs if x in (-0.5, 1.5) or 0 <= x <= 1]
        inside = lambda f, o: lambda x: f(x) if 0 <= x <= 1 else o
        norm = loggamma(S) - loggamma(A) - loggamma(B)
        functions = {"logProbability": inside(
            lambda x: norm + power(A - 1, x) + power(B - 1, 1 - x), -inf)}
        if S < 400 and a > 1e-90:
            lower = lambda x: beta_tail(x, A, B) if x < A / S else 1 - beta_tail(1 - x, B, A)
            upper = lambda x: beta_tail(1 - x, B, A) if x >= A / S else 1 - beta_tail(x, A, B)
            functions["logCDF"] = lambda x: safe_log(lower(x))
            functions["logSurvival"] = lambda x: safe_log(upper(x))
        if a > 1 and b > 1: mode = (A - 1) / (S - 2)
        else: mode = 1 if (a >= 1 and b < 1) or (a > 1 and b <= 1) else 0
        yield case(
            {"alpha": a, "beta": b}, xs, **functions,
            facts={"mean": A / S, "variance": A * B / S**2 / (S + 1),
                   "skewness": 2 * (B - A) * sqrt(S + 1) / (S + 2) / sqrt(A * B),
                   "excessKurtosis": 6 * ((A - B) ** 2 * (S + 1) - A * B * (S + 2))
                   / (A * B * (S + 2) * (S + 3)),
                   "mode": mode,
                   "entropy": -norm - (A - 1) * mp.digamma(A) - (B - 1) * mp.digamma(B)
                   + (S - 2) * mp.digamma(S)})


@family("LogNormal")
def log_normal():
    for m, s in [(0, 1), (1.5, 0.25), (-3, 2), (0, 20), (0, 1e-8)]:
        M, S = mpf(m), mpf(s)
        z = lambda x: (log(x) - M) / S
        xs = [float(exp(M + S * k)) for k in [-30, -8, -2, -0.25, 0, 0.5, 3, 9, 30]] + [0, -1]
        if s < 1e-3: xs = [1, 0.5, 2]
        E = exp(S * S)
        facts = {"mode": exp(M - S * S), "median": exp(M),
                 "entropy": M + log(S) + log(2 * pi * mp.e) / 2}
        if s < 10:
            facts |= {"mean": exp(M + S * S / 2), "variance": (E - 1) * exp(2 * M + S * S),
                      "skewness": (E + 2) * sqrt(E - 1),
                      "excessKurtosis": E**4 + 2 * E**3 + 3 * E**2 - 6}
        yield case(
            {"logMean": m, "logStandardDeviation": s}, xs, facts=facts,
            logProbability=lambda x: -z(x) ** 2 / 2 - log(x * S * sqrt(2 * pi)) if x > 0 else -inf,
            logCDF=lambda x: normal_log_tail(z(x)) if x > 0 else -inf,
            logSurvival=lambda x: normal_log_tail(-z(x)) if x > 0 else 0)


STEPS = [-600, -40, -5, -1.5, -0.1, 0, 0.3, 1, 4, 30, 600]


@family("Laplace")
def laplace():
    for m, b in [(0, 1), (-2.5, 3), (1e6, 1e-3), (0, 1e300), (5, 1e-290)]:
        M, B = mpf(m), mpf(b)
        tail = lambda z: z - log(2) if z < 0 else mp.log1p(-exp(-z) / 2)
        yield case(
            {"location": m, "scale": b}, [m + b * k for k in STEPS],
            logProbability=lambda x: -abs(x - M) / B - log(2 * B),
            logCDF=lambda x: tail((x - M) / B), logSurvival=lambda x: tail((M - x) / B),
            facts={"mean": M, "standardDeviation": sqrt(2) * B, "skewness": 0, "excessKurtosis": 3,
                   "mode": M, "median": M, "entropy": 1 + log(2 * B)})


@family("Logistic")
def logistic():
    for m, s in [(0, 1), (-2.5, 3), (1e6, 1e-3), (0, 1e300), (5, 1e-290)]:
        M, S = mpf(m), mpf(s)
        tail = lambda z: -mp.log1p(exp(-z))
        yield case(
            {"location": m, "scale": s}, [m + s * k for k in STEPS],
            logProbability=lambda x: tail((x - M) / S) + tail((M - x) / S) - log(S),
            logCDF=lambda x: tail((x - M) / S), logSurvival=lambda x: tail((M - x) / S),
            facts={"mean": M, "standardDeviation": pi / sqrt(3) * S, "skewness": 0,
                   "excessKurtosis": mpf(6) / 5, "mode": M, "median": M, "entropy": 2 + log(S)})


@family("Gumbel")
def gumbel():
    for m, b in [(0, 1), (-2.5, 3), (100, 1), (0, 1e300), (5, 1e-290)]:
        M, B = mpf(m), mpf(b)
        z = lambda x: (x - M) / B
        yield case(
            {"location": m, "scale": b}, [m + b * k for k in STEPS if k > -30 or b == 1],
            logProbability=lambda x: -z(x) - exp(-z(x)) - log(B),
            logCDF=lambda x: -exp(-z(x)),
            logSurvival=lambda x: mp.log1p(-exp(-exp(-z(x)))) if z(x) < 5
            else log(-mp.expm1(-exp(-z(x)))),
            facts={"mean": M + mp.euler * B, "standardDeviation": pi / sqrt(6) * B,
                   "skewness": 12 * sqrt(6) * mp.zeta(3) / pi**3, "excessKurtosis": mpf(12) / 5,
                   "mode": M, "median": M - B * log(log(2)), "entropy": log(B) + mp.euler + 1})


@family("HalfNormal")
def half_normal():
    for s in [1, 0.3, 1e-6, 1e12, 1e-290, 1e300]:
        S = mpf(s)
        yield case(
            {"scale": s}, [s * k for k in [0, 1e-15, 0.01, 0.5, 0.99, 1.01, 3, 8, 1000]] + [-1],
            logProbability=above(0, lambda x: log(2 / pi) / 2 - log(S) - (x / S) ** 2 / 2),
            logCDF=above(0, lambda x: safe_log(erf(x / S / sqrt(2)))
                         if x < 20 * S else log(2 * exp(normal_log_tail(x / S)) - 1)),
            logSurvival=above(0, lambda x: log(2) + normal_log_tail(-x / S), 0),
            facts={"mean": S * sqrt(2 / pi), "standardDeviation": S * sqrt(1 - 2 / pi),
                   "skewness": sqrt(2) * (4 - pi) / (pi - 2) ** mpf(1.5),
                   "excessKurtosis": 8 * (pi - 3) / (pi - 2) ** 2, "mode": 0,
                   "median": S * sqrt(2) * mp.findroot(lambda t: erf(t) - 0.5, 0.4769362762),
                   "entropy": log(pi * S * S / 2) / 2 + mpf(1) / 2})


@family("HalfCauchy")
def half_cauchy():
    for s in [1, 0.3, 1e-6, 1e12, 1e-290, 1e300]:
        S = mpf(s)
        lower = lambda x: 2 / pi * mp.atan(x / S)
        upper = lambda x: 2 / pi * mp.atan(S / x) if x > 0 else mpf(1)
        yield case(
            {"scale": s}, [s * k for k in [0, 1e-15, 0.01, 0.5, 0.99, 1.01, 3, 1e5]] + [1e300, -1],
            logProbability=above(0, lambda x: log(2 / (pi * S * (1 + (x / S) ** 2)))),
            logCDF=above(0, lambda x: safe_log(lower(x)) if x <= S else mp.log1p(-upper(x))),
            logSurvival=above(0, lambda x: log(upper(x)) if x >= S else mp.log1p(-lower(x)), 0),
            facts={"mean": inf, "skewness": mp.nan, "mode": 0, "median": S,
                   "entropy": log(2 * pi * S)})


if __name__ == "__main__":
    for name in sys.argv[1:] or FAMILIES: write(name, FAMILIES[name])
