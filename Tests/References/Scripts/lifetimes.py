"""References for the laws of speeds, signals, lifetimes and losses, as distributions.py, by its helpers.

    python3 lifetimes.py [Family ...]
"""
import sys
import mpmath as mp
from mpmath import mpf, log, exp, sqrt, gamma, loggamma, pi, inf, cosh, sinh, asinh
from distributions import case, log_of, normal_log_tail, write
from half_line import positive, raw, tails

FAMILIES = {}


def family(name):
    def register(make):
        FAMILIES[name] = make
        return make
    return register


def both(lower, upper):
    """log P(X <= x) and log P(X > x) of two exact tails."""
    return {"logCDF": log_of(lower), "logSurvival": log_of(upper)}


def gamma_log_tails(a, t):
    """log P(a, t), log Q(a, t): the smaller of the two by a series or a continued fraction of many
    digits, the other as its complement."""
    with mp.workdps(60):
        front = a * log(t) - t - loggamma(a)
        if t < a:
            term = total = 1 / a
            n = a
            while term > total * mpf(10) ** -55:
                n += 1
                term *= t / n
                total += term
            low = front + log(total)
            return low, mp.log1p(-exp(low))
        # Lentz's form of Legendre's fraction.
        b = t + 1 - a
        c = mpf(10) ** 300
        d = 1 / b
        h = d
        i = 0
        while True:
            i += 1
            n = -i * (i - a)
            b += 2
            d = 1 / (n * d + b)
            c = b + n / c
            h *= d * c
            if abs(d * c - 1) < mpf(10) ** -55: break
        up = front + log(h)
        return mp.log1p(-exp(up)), up


@family("Maxwell")
def maxwell():
    for s in [1, 2.5, 1e-6, 1e100]:
        S = mpf(s)
        xs = [s * x for x in [1e-200, 1e-30, 1e-3, 0.2, 1, 1.54, 3, 8, 37]] + [0, -1]
        t = lambda x: (x / S) ** 2 / 2
        at = lambda x: gamma_log_tails(mpf(3) / 2, t(x))
        facts = {"mean": 2 * S * sqrt(2 / pi), "variance": S**2 * (3 - 8 / pi), "skewness": 2 * sqrt(mpf(2)) * (16 - 5 * pi) / (3 * pi - 8) ** mpf(1.5),
                 "excessKurtosis": 4 * (40 * pi - 96 - 3 * pi**2) / (3 * pi - 8) ** 2, "mode": sqrt(mpf(2)) * S,
                 "entropy": log(S * sqrt(2 * pi)) + mp.euler - mpf(1) / 2}
        yield case({"scale": s}, xs, facts=facts,
                   logProbability=positive(lambda x: log(2 / pi) / 2 + 2 * log(x) - 3 * log(S) - t(x)),
                   **tails(lambda x: at(x)[0], lambda x: at(x)[1]))


@family("Nakagami")
def nakagami():
    for m, w in [(1, 1), (0.5, 2), (0.1, 3), (1.5, 1e-6), (60, 2), (1e4, 3), (1e8, 4), (1e12, 1), (0.01, 1e20)]:
        M, W = mpf(m), mpf(w)
        s = float(sqrt(W))
        if m < 100: xs = [s * x for x in [1e-100, 1e-8, 0.05, 0.5, 0.9, 1, 1.2, 2, 5]] + [0, -1]
        else: xs = [s * (1 + z / (4 * m) ** 0.5) for z in [-30, -5, -1, -0.01, 0, 0.5, 3, 20]]
        xs = [x for x in xs if not (m < 0.5 and x == 0)]
        t = lambda x: M * x**2 / W
        at = lambda x: gamma_log_tails(M, t(x)) if m < 1e6 else wide_gamma_tails(M, t(x))
        shrink = exp(loggamma(M + mpf(1) / 2) - loggamma(M)) / sqrt(M)
        r = [W ** (mpf(n) / 2) * exp(loggamma(M + mpf(n) / 2) - loggamma(M)) / M ** (mpf(n) / 2) for n in [1, 2, 3, 4]]
        facts = raw(*r) | {"mode": sqrt(W * max(0, 1 - 1 / (2 * M))),
                           "entropy": M + loggamma(M) - log(2) + (log(W) - log(M)) / 2 - (M - mpf(1) / 2) * mp.digamma(M)}
        end = lambda x: log(2 * sqrt(M / W / pi)) if m == 0.5 else -inf
        yield case({"shape": m, "spread": w}, xs, facts=facts,
                   logProbability=lambda x: log(2) + M * log(M / W) - loggamma(M) + (2 * M - 1) * log(x) - t(x) if x > 0
                   else end(x) if x == 0 else -inf, **tails(lambda x: at(x)[0], lambda x: at(x)[1]))


def wide_gamma_tails(a, t):
    """The tails of a gamma law of a large shape, by quadrature of the density over its scale."""
    with mp.workdps(60):
        h = lambda v: a * log(v) - v
        first = h(t)
        side = 1 if t >= a else -1
        w = min(sqrt(a), t / max(abs(t - a), mpf(10) ** -30))
        cuts = [t + side * w * k for k in [0, 0.5, 1, 2, 3, 4, 6, 8, 11, 15, 20, 28, 40, 60, 90, 130]]
        total = mp.quad(lambda v: exp(h(v) - first) / v, cuts if side > 0 else cuts[::-1])
        own = log(total) + first - loggamma(a)
        other = mp.log1p(-exp(own))
        return (other, own) if side > 0 else (own, other)


@family("Erlang")
def erlang():
    for k, r in [(1, 1), (3, 0.25), (40, 2), (1e8, 1)]:
        K, R = mpf(k), mpf(r)
        if k < 100: xs = [k / r * x for x in [1e-8, 0.01, 0.3, 0.8, 1, 1.5, 3, 10]] + [0, -1]
        else: xs = [k + z * k**0.5 for z in [-20, -3, -0.1, 0, 1, 5, 25]]
        at = lambda x: gamma_log_tails(K, R * x) if k < 1e6 else wide_gamma_tails(K, R * x)
        facts = {"mean": K / R, "variance": K / R**2, "skewness": 2 / sqrt(K), "excessKurtosis": 6 / K, "mode": (K - 1) / R,
                 "entropy": K - log(R) + loggamma(K) + (1 - K) * mp.digamma(K)}
        yield case({"shape": k, "rate": r}, xs, facts=facts,
                   logProbability=lambda x: K * log(R) + (K - 1) * log(x) - R * x - loggamma(K) if x > 0
                   else log(R) if x == 0 and k == 1 else -inf, **tails(lambda x: at(x)[0], lambda x: at(x)[1]))


@family("Lomax")
def lomax():
    for s, a in [(1, 1), (2, 0.25), (0.5, 3.5), (1e3, 5), (1, 60), (1, 1e8), (1e12, 1e12), (1, 2.0**-6)]:
        S, A = mpf(s), mpf(a)
        unit = s / max(a, 1)
        xs = [unit * x for x in [1e-200, 1e-12, 1e-3, 0.3, 1, 3, 20, 200]] + [0, -1]
        if a < 100: xs += [1e30, 1e300]
        w = lambda x: mp.log1p(x / S)
        m = [S**n * mp.factorial(n) / mp.fprod(A - j for j in range(1, n + 1)) if a > n else inf for n in [1, 2, 3, 4]]
        facts = raw(*m)
        for name, order in [("skewness", 3), ("excessKurtosis", 4)]:
            if a <= order: facts[name] = inf if a > 2 else mp.nan
        facts |= {"mode": 0, "median": S * mp.expm1(log(2) / A), "entropy": log(S / A) + 1 + 1 / A}
        yield case({"scale": s, "shape": a}, xs, facts=facts,
                   logProbability=lambda x: log(A / S) - (A + 1) * w(x) if x >= 0 else -inf,
                   **tails(lambda x: log(-mp.expm1(-A * w(x))), lambda x: -A * w(x)))


@family("Moyal")
def moyal():
    for m, s in [(0, 1), (-2.5, 3), (1e6, 2.0**-10), (0, 1e100)]:
        M, S = mpf(m), mpf(s)
        z = lambda x: (x - M) / S
        y = lambda x: exp(-z(x) / 2) / sqrt(mpf(2))
        xs = [m + s * k for k in [-7, -5, -3, -1, -0.1, 0, 0.8, 2, 10, 60, 700, 1400]]
        facts = {"mean": M + S * (mp.euler + log(2)), "variance": pi**2 / 2 * S**2, "skewness": 28 * sqrt(mpf(2)) * mp.zeta(3) / pi**3,
                 "excessKurtosis": 4, "mode": M, "median": M - 2 * S * log(sqrt(mpf(2)) * mp.erfinv(mpf(1) / 2)),
                 "entropy": log(S * sqrt(2 * pi)) + (1 + mp.euler + log(2)) / 2}
        yield case({"location": m, "scale": s}, xs, facts=facts,
                   logProbability=lambda x: -(z(x) + exp(-z(x))) / 2 - log(S * sqrt(2 * pi)),
                   logCDF=lambda x: log(mp.erfc(y(x))) if z(x) < 2 else mp.log1p(-mp.erf(y(x))),
                   logSurvival=lambda x: log(mp.erf(y(x))) if z(x) > -3 else mp.log1p(-mp.erfc(y(x))))


@family("BurrXII")
def burr():
    for s, c, k in [(1, 1, 1), (2, 3, 2), (1, 0.5, 12), (5, 1, 0.7), (1, 2, 1e8), (2.0**-10, 30, 0.2), (1, 1e6, 3), (1, 1e3, 1e-2), (1, 1, 1e12)]:
        S, C, K = mpf(s), mpf(c), mpf(k)
        unit = s * k ** (-1 / c) if k > 1 else s
        xs = [unit * x for x in [1e-100, 1e-8, 0.01, 0.5, 0.9, 1, 1.3, 3, 30]] + [0, -1]
        if c > 100: xs = [s * x for x in [0.9995, 1 - 1e-6, 1, 1 + 1e-6, 1.00001, 1.001]]
        elif k < 100: xs += [1e30]
        p = lambda x: (x / S) ** C
        w = lambda x: mp.log1p(p(x))
        m = [S**n * K * mp.beta(K - n / C, 1 + n / C) if K * C > n else inf for n in [1, 2, 3, 4]] if k < 1e6 else \
            [S**n * exp(loggamma(K - n / C) - loggamma(K)) * gamma(1 + n / C) for n in [1, 2, 3, 4]]
        facts = raw(*m)
        for name, order in [("skewness", 3), ("excessKurtosis", 4)]:
            if K * C <= order: facts[name] = inf if K * C > 2 else mp.nan
        facts |= {"mode": S * ((C - 1) / (C * K + 1)) ** (1 / C) if c > 1 else 0, "median": S * mp.expm1(log(2) / K) ** (1 / C),
                  "entropy": log(S / C / K) + (1 - 1 / C) * (mp.euler + mp.digamma(K)) + 1 + 1 / K}
        end = -inf if c > 1 else inf if c < 1 else log(K / S)
        yield case({"scale": s, "firstShape": c, "secondShape": k}, xs, facts=facts,
                   logProbability=lambda x: log(C * K / S) + (C - 1) * log(x / S) - (K + 1) * w(x) if x > 0
                   else end if x == 0 else -inf, **tails(lambda x: log(-mp.expm1(-K * w(x))), lambda x: -K * w(x)))


@family("AsymmetricLaplace")
def asymmetric_laplace():
    for m, s, k in [(0, 1, 1), (2, 3, 0.25), (-1, 0.5, 4), (1e6, 2.0**-10, 1.5), (0, 1, 1e-4), (0, 1, 1e8), (0, 1e100, 2)]:
        M, S, K = mpf(m), mpf(s), mpf(k)
        z = lambda x: (x - M) / S
        xs = [m + s * t for t in [-300 * k, -20 * k, -2 * k, -0.1 * k, -1e-6, 0, 1e-6, 0.1 / k, 1 / k, 15 / k, 400 / k]]
        lower = lambda x: K**2 / (1 + K**2) * exp(z(x) / K) if z(x) < 0 else (K**2 - mp.expm1(-K * z(x))) / (1 + K**2)
        upper = lambda x: exp(-K * z(x)) / (1 + K**2) if z(x) > 0 else (1 - K**2 * mp.expm1(z(x) / K)) / (1 + K**2)
        v = K**2 + 1 / K**2
        facts = {"mean": M + S * (1 / K - K), "variance": S**2 * v, "skewness": 2 * (1 / K**3 - K**3) / v ** mpf(1.5),
                 "excessKurtosis": 6 * (1 / K**4 + K**4) / v**2, "mode": M, "entropy": 1 + log(S * (K + 1 / K))}
        yield case({"location": m, "scale": s, "asymmetry": k}, xs, facts=facts,
                   logProbability=lambda x: (z(x) / K if z(x) < 0 else -K * z(x)) - log(S * (K + 1 / K)), **both(lower, upper))


@family("HyperbolicSecant")
def hyperbolic_secant():
    for m, s in [(0, 1), (-2.5, 3), (1e6, 2.0**-10), (0, 1e150)]:
        M, S = mpf(m), mpf(s)
        z = lambda x: (x - M) / S
        xs = [m + s * t for t in [-700, -100, -19, -3, -0.5, -1e-5, 0, 0.7, 2, 21, 500]]
        # arctan of a small number by its own digits.
        lower = lambda t: 2 / pi * mp.atan(exp(t)) if t < 1 else 1 - 2 / pi * mp.atan(exp(-t))
        yield case({"location": m, "scale": s}, xs,
                   facts={"mean": M, "variance": pi**2 / 4 * S**2, "skewness": 0, "excessKurtosis": 2, "mode": M, "entropy": log(2 * pi * S)},
                   logProbability=lambda x: -log(pi * S * cosh(z(x))), logCDF=lambda x: log(lower(z(x))),
                   logSurvival=lambda x: log(lower(-z(x))))


@family("Semicircle")
def semicircle():
    for m, r in [(0, 1), (3, 0.75), (-2, 5), (1e6, 2.0**-10), (0, 1e100)]:
        M, R = mpf(m), mpf(r)
        z = lambda x: (x - M) / R
        xs = [m + r * t for t in [-1, -1 + 1e-9, -1 + 2.0**-20, -0.99, -0.7, -0.4, -2.0**-10, 0, 0.3, 0.6, 0.95, 1, 1.5]]
        if m == 0: xs += [r * (2.0**-53 - 1)]
        def lower(x):
            if abs(z(x)) >= 1: return mpf(z(x) > 0)
            a = mp.acos(-z(x))
            return (a - mp.sin(2 * a) / 2) / pi
        yield case({"location": m, "radius": r}, xs,
                   facts={"mean": M, "variance": R**2 / 4, "skewness": 0, "excessKurtosis": -1, "mode": M, "median": M, "entropy": log(pi * R) - mpf(1) / 2},
                   logProbability=lambda x: log(2 * sqrt(1 - z(x) ** 2) / (pi * R)) if abs(z(x)) < 1 else -inf,
                   **both(lower, lambda x: lower(2 * M - x)))


@family("RaisedCosine")
def raised_cosine():
    for m, s in [(0, 1), (3, 0.75), (-2, 5), (1e6, 2.0**-10), (0, 1e100)]:
        M, S = mpf(m), mpf(s)
        z = lambda x: (x - M) / S
        xs = [m + s * t for t in [-1, -1 + 1e-9, -1 + 2.0**-20, -0.99, -0.7, -0.4, -2.0**-10, 0, 0.3, 0.6, 0.95, 1, 1.5]]
        def lower(x):
            if abs(z(x)) >= 1: return mpf(z(x) > 0)
            return (1 + z(x) + mp.sin(pi * z(x)) / pi) / 2
        yield case({"location": m, "scale": s}, xs,
                   facts={"mean": M, "variance": S**2 * (mpf(1) / 3 - 2 / pi**2), "skewness": 0,
                          "excessKurtosis": 6 * (90 - pi**4) / (5 * (pi**2 - 6) ** 2), "mode": M, "median": M, "entropy": log(4 * S) - 1},
                   logProbability=lambda x: log((1 + mp.cos(pi * z(x))) / (2 * S)) if abs(z(x)) < 1 else -inf,
                   **both(lower, lambda x: lower(2 * M - x)))


@family("Gompertz")
def gompertz():
    for e, b in [(2, 1), (0.1, 2), (3, 2.0**-5), (1e-8, 1), (1e8, 1), (1e-3, 1e12), (30, 5), (1e-100, 3)]:
        E, B = mpf(e), mpf(b)
        mp.mp.dps = 60
        top = float(mp.log1p(1 / E)) / b
        xs = [top * x for x in [1e-200, 1e-10, 0.01, 0.3, 0.8, 1, 1.2, 2]] + [0, -1]
        if e > 10: xs += [top * 30, top * 300]
        h = lambda x: E * mp.expm1(B * x)
        mean = exp(E) * mp.e1(E)
        # Over s = log of the exponential draw.
        cuts = [-140, -60, -30, -15, -8, -4, -2, -1, 0, 1, 2, 3, 4, 5, 6]
        central = lambda n: mp.quad(lambda s: (mp.log1p(exp(s) / E) - mean) ** n * exp(s - exp(s)), cuts)
        v = central(2)
        facts = {"mean": mean / B, "variance": v / B**2, "skewness": central(3) / v ** mpf(1.5), "excessKurtosis": central(4) / v**2 - 3,
                 "mode": max(-log(E), 0) / B, "median": mp.log1p(log(2) / E) / B, "entropy": 1 - log(E * B) - mean}
        mp.mp.dps = 400
        yield case({"shape": e, "rate": b}, xs, facts=facts,
                   logProbability=lambda x: log(E * B) + B * x - h(x) if x >= 0 else -inf,
                   **tails(lambda x: log(-mp.expm1(-h(x))), lambda x: -h(x)))


@family("JohnsonSU")
def johnson():
    for l, s, g, d in [(0, 1, 0, 1), (2, 3, 1.5, 2), (-1, 0.5, -2, 0.75), (1e6, 2.0**-10, 0.5, 3), (0, 1, 0, 1e4), (0, 1, 1, 30), (0, 1, 0.25, 1e8)]:
        L, S, G, D = mpf(l), mpf(s), mpf(g), mpf(d)
        w = lambda x: G + D * asinh((x - L) / S)
        xs = [l + s * float(sinh((t - G) / D)) for t in [-38, -12, -3, -0.75, 0, 0.5, 2, 9, 30]]
        o, t = exp(1 / D**2), G / D
        q = o * cosh(2 * t) + 1
        top = o**2 * (o**4 + 2 * o**3 + 3 * o**2 - 3) * cosh(4 * t) + 4 * o**2 * (o + 2) * cosh(2 * t) + 3 * (2 * o + 1)
        facts = {"mean": L - S * sqrt(o) * sinh(t), "variance": S**2 / 2 * (o - 1) * q,
                 "skewness": -sqrt(o) * (o - 1) ** 2 * (o * (o + 2) * sinh(3 * t) + 3 * sinh(t)) / (4 * ((o - 1) * q / 2) ** mpf(1.5)),
                 "excessKurtosis": top / (2 * q**2) - 3, "median": L - S * sinh(t)}
        with mp.workdps(40):
            y = mp.findroot(lambda y: mp.tanh(y) + D**2 * y + G * D, -G / D * D**2 / (1 + D**2))
            facts["mode"] = L + S * sinh(y)
            cuts = [-16, -8, -4, -2, -1, 0, 1, 2, 4, 8, 16]
            phi = lambda v: exp(-v * v / 2) / sqrt(2 * pi)
            bend = G if abs(G) < 16 else 0
            facts["entropy"] = log(S / D) + log(2 * pi * mp.e) / 2 + mp.quad(
                lambda v: phi(v) * log(cosh((v - G) / D)), sorted(set([mpf(c) for c in cuts] + [bend])))
        yield case({"location": l, "scale": s, "gamma": g, "delta": d}, xs, facts=facts,
                   logProbability=lambda x: log(D / S) - log(1 + ((x - L) / S) ** 2) / 2 - w(x) ** 2 / 2 - log(2 * pi) / 2,
                   logCDF=lambda x: normal_log_tail(w(x)), logSurvival=lambda x: normal_log_tail(-w(x)))


def trapezoidal(f, centre, step):
    """The integral over the line of a smooth function that falls doubly exponentially on both sides."""
    first = f(centre)
    total, top = first, first
    for side in (1, -1):
        t = centre
        while True:
            t += side * step
            v = f(t)
            total += v
            top = max(top, v)
            if v < top * mpf(10) ** -34: break
    return total * step


@family("NormalInverseGaussian")
def normal_inverse_gaussian():
    mp.mp.dps = 36
    for m, d, a, b in [(0, 1, 1, 0), (2, 3, 1.5, 1), (-1, 0.5, 2, -1.875), (1e6, 2.0**-10, 4096, 1024), (0, 1, 2.0**-10, 0),
                       (0, 32, 32, 16), (0, 1, 1e4, -1e3)]:
        M, D, A, B = mpf(m), mpf(d), mpf(a), mpf(b)
        G = sqrt(A**2 - B**2)
        def density(x):
            q = sqrt(D**2 + (x - M) ** 2)
            return A * D / pi * mp.besselk(1, A * q) / q * exp(D * G + B * (x - M))
        def tail(x, side):
            """A normal tail over the inverse Gaussian law of the variance e^s."""
            z = (x - M) * side
            def f(s):
                v = exp(s)
                normal = mp.erfc((z - side * B * v) / sqrt(2 * v)) / 2
                return normal * D / sqrt(2 * pi * v) * exp(D * G - (D**2 / v + G**2 * v) / 2)
            q = sqrt(D**2 + z**2) if z > 0 else D
            return trapezoidal(f, log(q / A), min(mpf(1) / 10, mpf(2) / 5 / sqrt(A * q)))
        sd = sqrt(D * A**2 / G**3)
        mean = M + D * B / G
        xs = [float(mean + sd * k) for k in [-30, -8, -2, -0.5, 0, 0.3, 1, 4, 12, 40]] + [m]
        if a * d > 1000: xs = [float(mean + sd * k) for k in [-20, -3, -0.5, 0, 1, 5, 25]]
        cache = {}
        def at(x):
            if x not in cache:
                own = tail(x, -1 if x < mean else 1)
                both = log(own), mp.log1p(-own)
                cache[x] = both if x < mean else both[::-1]
            return cache[x]
        facts = {"mean": mean, "variance": D * A**2 / G**3, "skewness": 3 * B / A / sqrt(D * G), "excessKurtosis": 3 * (1 + 4 * B**2 / A**2) / (D * G)}
        # Where −αK₀(αq)d/(qK₁(αq)) − 2d/q² + β is 0.
        def slope(x):
            q = sqrt(D**2 + (x - M) ** 2)
            return B - (x - M) / q * (A * mp.besselk(0, A * q) / mp.besselk(1, A * q) + 2 / q)
        facts["mode"] = M if b == 0 else mp.findroot(slope, (min(M, mean), max(M, mean)), solver="anderson", tol=1e-30)
        # Over t with x = M + D sinh t, where p falls doubly exponentially.
        width = min(mpf(1) / 10, mpf(2) / 5 / sqrt(1 + D * G))
        centre, total, mass = asinh(B / G), mpf(0), mpf(0)
        for side, k in ((1, 0), (-1, 1)):
            while True:
                t = centre + side * k * width
                p = density(M + D * sinh(t))
                w = p * D * cosh(t) * width
                total -= w * log(p)
                mass += w
                k += 1
                if w * (1 + abs(log(p))) < mpf(10) ** -33: break
        assert abs(mass - 1) < mpf(10) ** -28, mass
        facts["entropy"] = total
        yield case({"location": m, "scale": d, "alpha": a, "beta": b}, xs, facts=facts,
                   logProbability=lambda x: log(density(x)), logCDF=lambda x: at(x)[0], logSurvival=lambda x: at(x)[1])


if __name__ == "__main__":
    for name in sys.argv[1:] or FAMILIES: write(name, FAMILIES[name])
