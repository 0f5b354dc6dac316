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
    for k, s in [(1, 1), (2, 4), (0.5, 1), (1.5, 2), (30, 0.125), (0.15, 1024), (1000, 1), (4.5, 2.0**-332), (1e8, 1)]:
        K, S = mpf(k), mpf(s)
        m = [S**n * gamma(1 + n / K) for n in [1, 2, 3, 4]]
        facts = raw(*m) if 1e-50 < s and k < 30 else {"mean": m[0]}
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
    for a, s in [(1, 1), (2.5, 4), (0.5, 1), (3.5, 2), (30, 0.125), (6, 2.0**166), (1000, 1)]:
        A, S = mpf(a), mpf(s)
        m = [S**n * gamma(1 - n / A) if a > n else inf for n in [1, 2, 3, 4]]
        facts = raw(*m) if a < 30 else {"mean": m[0]}
        facts |= {"mode": S * (A / (1 + A)) ** (1 / A), "median": S * log(2) ** (-1 / A),
                  "entropy": mp.euler * (1 + 1 / A) + log(S / A) + 1}
        xs = [s * x for x in (XS[2:] if a < 100 else [0.999, 1 - 1e-8, 1, 1 + 1e-8, 1.001, 2, 100])]
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
                   logCDF=up(lambda x: mp.log1p(-(S / x) ** A) if x > S else -inf, -inf),
                   logSurvival=up(lambda x: -A * log(x / S), 0))


@family("LogLogistic")
def log_logistic():
    for s, b in [(1, 1), (2, 2.5), (0.5, 0.5), (3, 4.5), (1, 20), (2.0**166, 6), (1, 1000)]:
        S, B = mpf(s), mpf(b)
        m = [S**n * (n * pi / B) / mp.sin(n * pi / B) if b > n else inf for n in [1, 2, 3, 4]]
        facts = raw(*m) if b < 20 else {"mean": m[0]}
        facts |= {"mode": S * ((B - 1) / (B + 1)) ** (1 / B) if b > 1 else 0, "median": S,
                  "entropy": log(S / B) + 2}
        xs = [s * x for x in (XS if b < 100 else [0.5, 0.99, 1 - 1e-8, 1, 1 + 1e-8, 1.001, 5])]
        h = lambda x: (x / S) ** B
        yield case({"scale": s, "shape": b}, xs + [0, -1], facts=facts,
                   logProbability=lambda x: log(B / S) + (B - 1) * log(x / S) - 2 * mp.log1p(h(x)) if x > 0
                   else -inf if x < 0 or b > 1 else inf if b < 1 else log(B / S),
                   **tails(lambda x: -mp.log1p(1 / h(x)), lambda x: -mp.log1p(h(x))))


@family("VonMises")
def von_mises():
    mp.mp.dps = 80
    for m, k in [(0, 1), (0.5, 0), (3, 1e-3), (-1, 50), (0, 5), (0.25, 0.5)]:
        M, K = mpf(m), mpf(k)
        P = mpf(float(mp.pi))
        c = log(2 * pi * mp.besseli(0, K))
        xs = [m + d for d in [-3, -2.5, -1.5, -0.5, -0.125, 0, 0.25, 1, 2, 3]]
        f = lambda t: exp(K * mp.cos(t) - c)
        def lower(x):
            d = x - M
            cuts = [-P] + [t for t in [-2, -1, -0.5, 0, 0.5, 1, 2] if t < d] + [d]
            return mp.quad(f, cuts)
        def upper(x): return lower(2 * M - x)
        moment = lambda n: 2 * mp.quad(lambda t: t**n * f(t), [0, 0.25, 0.5, 1, 2, pi])
        v = moment(2)
        yield case({"mean": m, "concentration": k}, xs,
                   logProbability=lambda x: K * mp.cos(x - M) - c, logCDF=log_of(lower), logSurvival=log_of(upper),
                   facts={"mean": M, "variance": v, "skewness": 0, "excessKurtosis": moment(4) / v**2 - 3,
                          "median": M, "entropy": c - K * mp.besseli(1, K) / mp.besseli(0, K)})
    for k in [1e3, 1e6, 1e9]:
        K = mpf(k)
        # I_0(k) e^-k by its asymptotic series.
        term = total = mpf(1)
        for j in range(1, 40):
            term *= mpf((2 * j - 1) ** 2) / (8 * j * K)
            total += term
        xs = [s / k**0.5 for s in [-8, -1, 0.5, 4]] + [-3, 3]
        yield case({"mean": 0, "concentration": k}, xs,
                   logProbability=lambda x: -2 * K * mp.sin(x / 2) ** 2 - log(total * sqrt(2 * pi / K)))
    mp.mp.dps = 120


@family("GeneralizedPareto")
def generalized_pareto():
    for l, s, c in [(0, 1, 0), (1, 2, 0.2), (0, 1, 1.5), (-3, 0.5, -0.5), (0, 4, -2), (0, 1, 1e-9), (0, 1, -1e-5)]:
        L, S, C = mpf(l), mpf(s), mpf(c)
        w = lambda x: mp.log1p(C * (x - L) / S) / C if c else (x - L) / S
        top = L - S / C if c < 0 else inf
        zs = [1e-30, 1e-8, 0.01, 0.25, 1, 1.5, 3, 20, 1e3, 1e150]
        xs = [l + s * z for z in zs] + [l, l - 1]
        inside = lambda f, below, above: lambda x: below if x < L else above if x >= top else f(x)
        facts = {"mean": L + S / (1 - C) if c < 1 else inf, "mode": top if c < -1 else L, "entropy": log(S) + C + 1,
                 "variance": S**2 / ((1 - C) ** 2 * (1 - 2 * C)) if 2 * c < 1 else inf}
        if 3 * c < 1: facts["skewness"] = 2 * (1 + C) * sqrt(1 - 2 * C) / (1 - 3 * C)
        if 4 * c < 1: facts["excessKurtosis"] = 3 * (1 - 2 * C) * (2 * C**2 + C + 3) / ((1 - 3 * C) * (1 - 4 * C)) - 3
        xs = [x for x in xs if not x == top]
        yield case({"location": l, "scale": s, "shape": c}, xs, facts=facts,
                   logProbability=inside(lambda x: -log(S) - (1 + C) * w(x), -inf, -inf),
                   logCDF=inside(lambda x: log(-mp.expm1(-w(x))) if x > L else -inf, -inf, mpf(0)),
                   logSurvival=inside(lambda x: -w(x), mpf(0), -inf))


@family("Levy")
def levy():
    for l, s in [(0, 1), (-2, 4), (0, 2.0**300)]:
        L, S = mpf(l), mpf(s)
        xs = [l + s * z for z in [2.0**-20, 2.0**-7, 0.125, 0.5, 1, 2, 10, 1e3, 1e30, 1e150]] + [l, l - 1]
        inside = lambda f, below: lambda x: f(x) if x > L else below
        v = lambda x: sqrt(S / (2 * (x - L)))
        def logcdf(x):
            t = v(x)
            return log(mp.erfc(t))
        yield case({"location": l, "scale": s}, xs,
                   logProbability=inside(lambda x: log(S / (2 * pi)) / 2 - S / (2 * (x - L)) - 1.5 * log(x - L), -inf),
                   logCDF=inside(logcdf, -inf), logSurvival=inside(lambda x: log(mp.erf(v(x))), mpf(0)),
                   facts={"mean": inf, "variance": inf, "mode": L + S / 3, "skewness": mp.nan,
                          "entropy": (1 + 3 * mp.euler + log(16 * pi * S**2)) / 2})


@family("LogUniform")
def log_uniform():
    for a, b in [(1, 2), (0.1, 1000), (3, 3.001), (1e-100, 1e100)]:
        A, B = mpf(a), mpf(b)
        W = log(B / A)
        m = [(B**n - A**n) / (n * W) for n in [1, 2, 3, 4]]
        xs = [a, b, a * 0.5, b * 2] + [a * (b / a) ** t for t in [1e-9, 0.01, 0.3, 0.5, 0.7, 0.99]]
        inside = lambda f, below, above: lambda x: below if x < A else above if x > B else f(x)
        yield case({"lowerBound": a, "upperBound": b}, xs, facts=raw(*m) | {"mode": A, "median": sqrt(A * B), "entropy": log(A * B) / 2 + log(W)} if 1.1 < b / a < 1e9 else {"mean": m[0]},
                   logProbability=inside(lambda x: -log(x) - log(W), -inf, -inf),
                   logCDF=inside(log_of(lambda x: log(x / A) / W), -inf, mpf(0)),
                   logSurvival=inside(log_of(lambda x: log(B / x) / W), mpf(0), -inf))


@family("Triangular")
def triangular():
    for a, c, b in [(0, 0.3, 1), (-2, 1, 5), (0, 0, 1), (0, 2, 2), (1e3, 1e3 + 0.25, 1e3 + 1)]:
        A, C, B = mpf(a), mpf(c), mpf(b)
        m = lambda n: mp.quad(lambda x: x**n * f(x), [A, C, B] if a < c < b else [A, B])
        def f(x):
            if x < A or x > B: return mpf(0)
            if x < C: return 2 * (x - A) / ((B - A) * (C - A))
            return 2 * (B - x) / ((B - A) * (B - C)) if x > C else 2 / (B - A)
        def below(x):
            if x <= A: return mpf(0)
            if x < C: return (x - A) ** 2 / ((B - A) * (C - A))
            return 1 - above(x)
        def above(x):
            if x >= B: return mpf(0)
            if x >= C: return (B - x) ** 2 / ((B - A) * (B - C))
            return 1 - below(x)
        xs = [a, b, c, a - 1, b + 1] + [a * (1 - t) + b * t for t in [2.0**-40, 0.125, 0.25, 0.5, 0.75, 1 - 2.0**-30]]
        yield case({"lowerBound": a, "mode": c, "upperBound": b}, xs, facts=raw(*[m(n) for n in [1, 2, 3, 4]]) | {"mode": C, "entropy": mpf(1) / 2 + log((B - A) / 2)},
                   logProbability=log_of(f), logCDF=log_of(below), logSurvival=log_of(above))


@family("Kumaraswamy")
def kumaraswamy():
    mp.mp.dps = 400
    for a, b in [(1, 1), (2, 3), (0.5, 0.5), (5, 0.8), (1, 4), (0.3, 20), (40, 2)]:
        A, B = mpf(a), mpf(b)
        m = [B * mp.beta(1 + n / A, B) for n in [1, 2, 3, 4]]
        xs = [1e-300, 1e-30, 1e-5, 0.1, 0.4, 0.5, 0.7, 0.9, 0.999, 1 - 2.0**-40, -1, 2]
        inside = lambda f, below, above: lambda x: below if x <= 0 else above if x >= 1 else f(x)
        H = mp.digamma(B + 1) + mp.euler
        yield case({"alpha": a, "beta": b}, xs, facts=(raw(*m) if a not in (1, 40) else {"mean": m[0]}) | {"entropy": 1 - 1 / B + (1 - 1 / A) * H - log(A * B)},
                   logProbability=inside(lambda x: log(A * B) + (A - 1) * log(x) + (B - 1) * mp.log1p(-x**A), -inf, -inf),
                   logCDF=inside(lambda x: log(-mp.expm1(B * mp.log1p(-x**A))), -inf, mpf(0)),
                   logSurvival=inside(lambda x: B * mp.log1p(-x**A), mpf(0), -inf))


def gamma_tails(a, y):
    """log P(a, y), log Q(a, y)."""
    lower = y**a * exp(-y) / gamma(a + 1) * mp.hyp1f1(1, a + 1, y)
    return log(lower), mp.log1p(-lower)


def gamma_entropy(a):
    return a + mp.loggamma(a) + (1 - a) * mp.digamma(a)


@family("ChiSquared")
def chi_squared():
    mp.mp.dps = 400
    for v in [1, 2, 0.1, 5.5, 30, 400]:
        V = mpf(v); a = V / 2
        xs = [1e-30, 1e-5, 0.1, 0.5, 1, 2, 5, 12, 40, 300, -1]
        yield case({"degreesOfFreedom": v}, xs,
                   logProbability=positive(lambda x: (a - 1) * log(x) - x / 2 - a * log(2) - mp.loggamma(a)),
                   **tails(lambda x: gamma_tails(a, x / 2)[0], lambda x: gamma_tails(a, x / 2)[1]),
                   facts={"mean": V, "variance": 2 * V, "skewness": sqrt(8 / V), "excessKurtosis": 12 / V,
                          "mode": max(V - 2, 0), "entropy": gamma_entropy(a) + log(2)})
    for v in [1e8, 1e12]:
        V = mpf(v); a = V / 2
        yield case({"degreesOfFreedom": v}, [v + k * (2 * v) ** 0.5 for k in [-20, -3, 0, 1, 7, 30]],
                   logProbability=lambda x: (a - 1) * log(x) - x / 2 - a * log(2) - mp.loggamma(a),
                   facts={"entropy": gamma_entropy(a) + log(2)})


@family("InverseGamma")
def inverse_gamma():
    mp.mp.dps = 400
    for a, b in [(1, 1), (0.5, 2), (2.5, 4), (6, 0.125), (100, 1024)]:
        A, B = mpf(a), mpf(b)
        xs = [b / a * t for t in [0.125, 0.5, 0.9, 1, 1.5, 3, 20, 1e5]] + [0, -1]
        m = [B**n * gamma(A - n) / gamma(A) if a > n else inf for n in [1, 2, 3, 4]]
        yield case({"shape": a, "scale": b}, xs,
                   logProbability=positive(lambda x: A * log(B) - mp.loggamma(A) - (A + 1) * log(x) - B / x),
                   **tails(lambda x: gamma_tails(A, B / x)[1], lambda x: gamma_tails(A, B / x)[0]),
                   facts=raw(*m) | {"mode": B / (A + 1), "entropy": gamma_entropy(A) - 2 * mp.digamma(A) + log(B)})


@family("Chi")
def chi():
    mp.mp.dps = 400
    for v in [1, 2, 0.3, 5.5, 30]:
        V = mpf(v); a = V / 2
        xs = [1e-30, 1e-5, 0.1, 0.5, 1, 2, 5, 12, 20, -1]
        m = [sqrt(mpf(2)) ** n * gamma(a + mpf(n) / 2) / gamma(a) for n in [1, 2, 3, 4]]
        facts = raw(*m)
        if v > 5: facts = {k: facts[k] for k in ["mean", "variance"]}
        yield case({"degreesOfFreedom": v}, xs,
                   logProbability=positive(lambda x: (1 - a) * log(2) - mp.loggamma(a) + (V - 1) * log(x) - x**2 / 2),
                   **tails(lambda x: gamma_tails(a, x**2 / 2)[0], lambda x: gamma_tails(a, x**2 / 2)[1]),
                   facts=facts | {"mode": sqrt(max(V - 1, 0)), "entropy": gamma_entropy(a) - (log(2) + mp.digamma(a)) / 2})


if __name__ == "__main__":
    mp.mp.dps = 120
    for name in sys.argv[1:] or FAMILIES: write(name, FAMILIES[name])
