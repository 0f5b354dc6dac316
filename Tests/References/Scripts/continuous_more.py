"""References for more continuous families, as distributions.py, by its helpers.

    python3 continuous_more.py [Family ...]
"""
import sys
import mpmath as mp
from mpmath import mpf, log, exp, sqrt, gamma, loggamma, pi, inf
from distributions import case, log_of, normal_log_tail, write
from half_line import positive, raw

FAMILIES = {}


def family(name):
    def register(make):
        FAMILIES[name] = make
        return make
    return register


def power(e, x):
    """e log x, 0 where e is 0."""
    return mpf(0) if e == 0 else e * (log(x) if x > 0 else -inf)


def beta_tail(x, a, b):
    """I_x(a, b), by DLMF 8.17.8."""
    front = exp(a * log(x) + b * log(1 - x) + loggamma(a + b) - loggamma(a) - loggamma(b)) / a
    return front * mp.hyp2f1(a + b, 1, a + 1, x)


def odds_tails(w, a, b):
    """P(W <= w), P(W > w) for the odds of a beta variable, the smaller by its own series."""
    x, y = w / (1 + w), 1 / (1 + w)
    if w < a / b:
        p = beta_tail(x, a, b)
        return p, 1 - p
    q = beta_tail(y, b, a)
    return 1 - q, q


def beta_prime_facts(a, b):
    m = [exp(loggamma(a + n) + loggamma(b - n) - loggamma(a) - loggamma(b)) if b > n else inf
         for n in [1, 2, 3, 4]]
    facts = raw(*m)
    for name, order in [("skewness", 3), ("excessKurtosis", 4)]:
        if b <= order: facts[name] = inf if b > 2 else mp.nan
    s = a + b
    facts["entropy"] = (loggamma(a) + loggamma(b) - loggamma(s) - (a - 1) * mp.digamma(a)
                        - (b + 1) * mp.digamma(b) + s * mp.digamma(s))
    facts["mode"] = max(a - 1, 0) / (b + 1)
    return facts


@family("BetaPrime")
def beta_prime():
    for a, b in [(1, 1), (2, 3), (0.5, 0.5), (1, 8), (8, 2.5), (0.3, 4.5), (30, 0.75), (1e-3, 5), (100, 250),
                 (2.5, 1e4), (1e4, 3e4), (1e8, 2), (1e8, 3e8), (1e12, 1e12), (1e12, 7)]:
        A, B = mpf(a), mpf(b)
        norm = loggamma(A + B) - loggamma(A) - loggamma(B)
        m = a / b
        d = m * (1 / a + 1 / b) ** 0.5
        xs = [m * t for t in [0.01, 0.3, 0.9, 1, 1.2, 5, 100]]
        xs += [m + k * d for k in [-8, -3, -0.5, 0.5, 3, 8] if m + k * d > 0]
        if a + b < 1000: xs += [1e-300, 1e-20, 1e20, 1e200, 0, -1]
        functions = {"logProbability": lambda x: norm + power(A - 1, x) - (A + B) * mp.log1p(x) if x >= 0 else -inf}
        if a + b < 500:
            functions["logCDF"] = lambda x: log(odds_tails(x, A, B)[0]) if x > 0 else -inf
            functions["logSurvival"] = lambda x: log(odds_tails(x, A, B)[1]) if x > 0 else 0
        facts = beta_prime_facts(A, B)
        if a > 1e7: facts.pop("skewness"); facts.pop("excessKurtosis")
        yield case({"alpha": a, "beta": b}, xs, facts=facts, **functions)


@family("FisherF")
def fisher():
    for m, n in [(1, 1), (2, 4), (5, 10), (1, 9), (3.5, 5), (60, 1.5), (200, 400), (0.01, 12), (4, 1e10),
                 (1e8, 1e8), (1e12, 1e12), (1e12, 3), (7, 1e12)]:
        M, N = mpf(m), mpf(n)
        A, B = M / 2, N / 2
        norm = loggamma(A + B) - loggamma(A) - loggamma(B) + A * log(M / N)
        d = (2 / m + 2 / n) ** 0.5
        xs = [0.01, 0.3, 0.9, 1, 1.2, 5, 100]
        xs += [1 + k * d for k in [-8, -3, -0.5, 0.5, 3, 8] if 1 + k * d > 0]
        if m + n < 1000: xs += [1e-300, 1e-20, 1e20, 1e200, 0, -1]
        functions = {"logProbability": lambda x: norm + power(A - 1, x) - (A + B) * mp.log1p(M * x / N) if x >= 0 else -inf}
        if m + n < 700:
            functions["logCDF"] = lambda x: log(odds_tails(M * x / N, A, B)[0]) if x > 0 else -inf
            functions["logSurvival"] = lambda x: log(odds_tails(M * x / N, A, B)[1]) if x > 0 else 0
        facts = beta_prime_facts(A, B)
        facts["mean"] *= N / M
        facts["variance"] *= (N / M) ** 2
        facts["mode"] *= N / M
        facts["entropy"] += log(N / M)
        yield case({"numeratorDegreesOfFreedom": m, "denominatorDegreesOfFreedom": n}, xs, facts=facts, **functions)


@family("Arcsine")
def arcsine():
    for a, b in [(0, 1), (-3, 7.5), (1e6, 1e6 + 2.0**-10), (-1e308, 1e308), (0, 1e-290), (-5, 1e12)]:
        A, B = mpf(a), mpf(b)
        xs = [a, b] + [a * (1 - t) + b * t for t in [2.0**-40, 1e-3, 0.1, 0.5, 0.75, 0.99, 1 - 2.0**-30]]
        if a == 0: xs += [b * 1e-15, b * 1e-9]
        if b < 1e300: xs += [b + (b - a), a - 1]
        def lower(x):
            if x <= A: return mpf(0)
            return mp.asin(sqrt((x - A) / (B - A))) * 2 / pi if x < B else mpf(1)
        def upper(x):
            if x >= B: return mpf(0)
            return mp.asin(sqrt((B - x) / (B - A))) * 2 / pi if x > A else mpf(1)
        facts = {"mean": (A + B) / 2, "standardDeviation": (B - A) / sqrt(8), "skewness": 0,
                 "excessKurtosis": mpf(-3) / 2, "mode": A, "median": (A + B) / 2,
                 "entropy": log(pi * (B - A) / 4)}
        yield case({"lowerBound": a, "upperBound": b}, xs, facts=facts,
                   logProbability=lambda x: inf if x in (A, B) else -log(pi) - log((x - A) * (B - x)) / 2
                   if A < x < B else -inf,
                   logCDF=log_of(lower), logSurvival=log_of(upper))


@family("GeneralizedExtremeValue")
def generalized_extreme_value():
    for l, s, c in [(0, 1, 0), (1, 2, 0.2), (2, 1, 0.5), (0, 1, 1.5), (-1, 0.5, -0.3), (0, 1, -1), (0, 3, -1.5),
                    (3, 2, 1e-9), (0, 1, -1e-5), (0, 1, 1e-12), (0, 1, 0.01), (0, 1, -0.07), (0, 1, 0.24),
                    (1e3, 1e-3, 0.1), (0, 2.0**300, 0.3)]:
        L, S, C = mpf(l), mpf(s), mpf(c)
        w = lambda x: mp.log1p(C * (x - L) / S) / C if c else (x - L) / S
        bottom = L - S / C if c > 0 else -inf
        top = L - S / C if c < 0 else inf
        zs = [-30, -5, -2.5, -1.5, -0.5, -1e-3, 0, 1e-5, 0.3, 1, 2, 6, 30, 600, 1e5]
        xs = [l + s * z for z in zs]
        inside = lambda f, below, above: lambda x: below if x <= bottom else above if x >= top else f(x)
        g = lambda n: gamma(1 - n * C)
        facts = {"entropy": log(S) + mp.euler * (1 + C) + 1, "median": L + S * (mp.expm1(-C * log(log(2))) / C if c else -log(log(2)))}
        if c == 0:
            facts |= {"mean": L + mp.euler * S, "variance": pi**2 / 6 * S**2, "excessKurtosis": mpf(12) / 5,
                      "skewness": 12 * sqrt(6) * mp.zeta(3) / pi**3, "mode": L}
        else:
            facts["mode"] = L + S * (mp.expm1(-C * mp.log1p(C)) / C) if c > -1 else top
            facts["mean"] = L + S * (g(1) - 1) / C if c < 1 else inf
            facts["variance"] = (S / C) ** 2 * (g(2) - g(1) ** 2) if 2 * c < 1 else inf
            v = g(2) - g(1) ** 2 if 2 * c < 1 else None
            if 3 * c < 1:
                facts["skewness"] = mp.sign(C) * (g(3) - 3 * g(2) * g(1) + 2 * g(1) ** 3) / v ** mpf(1.5)
            if 4 * c < 1:
                facts["excessKurtosis"] = (g(4) - 4 * g(3) * g(1) + 6 * g(2) * g(1) ** 2 - 3 * g(1) ** 4) / v**2 - 3
        xs = [x for x in xs if x not in (bottom, top)]
        yield case({"location": l, "scale": s, "shape": c}, xs, facts=facts,
                   logProbability=inside(lambda x: -log(S) - (1 + C) * w(x) - exp(-w(x)), -inf, -inf),
                   logCDF=inside(lambda x: -exp(-w(x)), -inf, mpf(0)),
                   logSurvival=inside(lambda x: log(-mp.expm1(-exp(-w(x)))), mpf(0), -inf))


@family("LogitNormal")
def logit_normal():
    mp.mp.dps = 60
    for m, s in [(0, 1), (1.5, 0.25), (-3, 2), (-20, 5), (0, 30), (0.5, 1e-6), (2, 1.75), (-0.25, 4)]:
        M, S = mpf(m), mpf(s)
        y = lambda x: log(x / (1 - x))
        z = lambda x: (y(x) - M) / S
        xs = [float(1 / (1 + exp(-(M + S * k)))) for k in [-8, -3, -1, -0.25, 0, 0.5, 2]]
        xs += [1e-300, 1e-20, 0.1, 0.5, 0.9, 1 - 2**-50, 0, 1, -0.5, 1.5]
        if s < 1e-3: xs = [x for x in xs if 0.4 < x < 0.9] + [0.5]
        inside = lambda f, below, above: lambda x: f(x) if 0 < x < 1 else below if x <= 0 else above
        sigma = lambda t: 1 / (1 + exp(-(M + S * t)))
        turn = -M / S
        ends = sorted({mpf(k) for k in range(-34, 35, 2)} | {turn + k / S for k in range(-120, 121, 3) if abs(turn + k / S) < 34})
        E = lambda f: mp.quad(lambda t: f(t) * exp(-t * t / 2), ends) / sqrt(2 * pi)
        facts = {"median": 1 / (1 + exp(-M))}
        c = sigma(0)
        mu = E(lambda t: sigma(t) - c)
        v = E(lambda t: (sigma(t) - c - mu) ** 2)
        facts |= {"mean": c + mu, "variance": v,
                  "skewness": E(lambda t: (sigma(t) - c - mu) ** 3) / v ** mpf(1.5),
                  "excessKurtosis": E(lambda t: (sigma(t) - c - mu) ** 4) / v**2 - 3}
        # log(x (1 - x)) = -y - 2 log(1 + e^-y) at y, which is even.
        L = lambda t: -abs(M + S * t) - 2 * mp.log1p(exp(-abs(M + S * t)))
        facts["entropy"] = log(2 * pi * mp.e) / 2 + log(S) + E(L)
        if s < 1.4 or m != 0:
            start = -abs(M) - S * S
            f = lambda t: t + abs(M) - S * S * mp.tanh(t / 2)
            root = start
            for _ in range(20000):
                step = f(root) / (1 - S * S / 2 / mp.cosh(root / 2) ** 2)
                root -= step
                if abs(step) < mpf(10) ** -50: break
            facts["mode"] = 1 / (1 + exp(-root if m <= 0 else root))
        yield case({"logitMean": m, "logitStandardDeviation": s}, xs, facts=facts,
                   logProbability=inside(lambda x: -z(x) ** 2 / 2 - log(S * sqrt(2 * pi)) - log(x * (1 - x)), -inf, -inf),
                   logCDF=inside(lambda x: normal_log_tail(z(x)), -inf, 0),
                   logSurvival=inside(lambda x: normal_log_tail(-z(x)), 0, -inf))
    mp.mp.dps = 120


@family("ContinuousBernoulli")
def continuous_bernoulli():
    mp.mp.dps = 200
    xs = [0, 1e-300, 1e-20, 1e-8, 0.1, 0.3, 0.5, 0.7, 0.99, 1 - 2**-40, 1, -0.5, 1.5]
    def values(l):
        K = log(mp.expm1(l) / l) if l else mpf(0)
        inside = lambda f, below, above: lambda x: below if x < 0 else above if x > 1 else f(x)
        # Cumulants about 1/2 of the density e^(l t) over [-1/2, 1/2].
        d = lambda n: mp.taylor(lambda t: log(mp.sinh(t / 2) / (t / 2)), l, n)[n] * mp.factorial(n)
        if abs(l) > mpf(10) ** -3:
            h = l / 2
            s2 = 1 / (2 * mp.sinh(h)) ** 2
            k = [mp.coth(h) / 2 - 1 / l, 1 / l**2 - s2, mp.coth(h) * s2 - 2 / l**3, 6 / l**4 - s2 - 6 * s2**2]
        else:
            k = [l / 12 - l**3 / 720 + l**5 / 30240, mpf(1) / 12 - l**2 / 240 + l**4 / 6048,
                 -l / 120 + l**3 / 1512, -mpf(1) / 120 + l**2 / 504]
        mean = mpf(1) / 2 + k[0]
        facts = {"mean": mean, "variance": k[1], "skewness": k[2] / k[1] ** mpf(1.5),
                 "excessKurtosis": k[3] / k[1] ** 2, "mode": 1 if l > 0 else 0, "entropy": K - l * mean}
        part = lambda x: mp.expm1(l * x) / mp.expm1(l) if l else x
        rest = lambda x: mp.expm1(-l * (1 - x)) / mp.expm1(-l) if l else 1 - x
        return dict(facts=facts, logProbability=inside(lambda x: l * x - K, -inf, -inf),
                    logCDF=inside(log_of(part), -inf, mpf(0)), logSurvival=inside(log_of(rest), mpf(0), -inf))
    for p in [0.5, 0.1, 0.75, 0.5 + 1e-9, 0.49, 1e-12, 0.999]:
        yield case({"probability": p}, xs, **values(log(mpf(p) / (1 - mpf(p)))) if p != 0.5 else values(mpf(0)))
    mp.mp.dps = 2000
    for l in [0, 1e-20, -3, 3, 50, -3.999, 4.001, -1e4, 2000]:
        yield case({"logit": l}, xs, **values(mpf(l)))
    mp.mp.dps = 120


if __name__ == "__main__":
    mp.mp.dps = 120
    for name in sys.argv[1:] or FAMILIES: write(name, FAMILIES[name])
