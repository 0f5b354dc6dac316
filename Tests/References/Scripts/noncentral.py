"""References for the inverse Gaussian, generalised and skew normal families and the noncentral ones,
as distributions.py, by its helpers.

    python3 noncentral.py [Family ...]

Tails are sums over Poisson mixtures or integrals of the density with 60 digits, entropies integrals.
"""
import sys
import mpmath as mp
from mpmath import mpf, log, exp, sqrt, gamma, loggamma, pi, inf
from distributions import case, write
from half_line import positive, raw, tails

FAMILIES = {}


def family(name):
    def register(make):
        FAMILIES[name] = make
        return make
    return register


@family("InverseGaussian")
def inverse_gaussian():
    mp.mp.dps = 700
    for m, l in [(1, 1), (2, 0.5), (3, 40), (1, 1e-3), (1000, 1), (1, 1e6), (3, 1e12), (1e-8, 1), (1e8, 2)]:
        M, L = mpf(m), mpf(l)
        P = lambda z: mp.erfc(-z / sqrt(mpf(2))) / 2
        a = lambda x: sqrt(L / x) * (x / M - 1)
        e = lambda x: exp(2 * L / M) * P(-sqrt(L / x) * (x / M + 1))
        s = (m / l) ** 0.5
        if s > 0.03: xs = [m * k for k in [1e-3, 0.02, 0.3, 0.8, 1, 1.25, 2, 5, 30, 1000]]
        else: xs = [m * (1 + s * k) for k in [-20, -5, -1, -0.1, 0, 0.5, 2, 9, 30]]
        kk = 3 * M / (2 * L)
        z = 2 * L / M
        scaled = exp(z) * mp.e1(z) if z < 1e5 else mp.quad(lambda t: exp(-t) / (z + t), [0, 1, 5, 20, 60, 240])
        yield case({"mean": m, "shape": l}, xs + [0, -1],
                   logProbability=positive(lambda x: log(L / (2 * pi * x**3)) / 2 - L * (x - M) ** 2 / (2 * M**2 * x)),
                   **tails(lambda x: log(P(a(x)) + e(x)), lambda x: log(P(-a(x)) - e(x))),
                   facts={"mean": M, "variance": M**3 / L, "skewness": 3 * sqrt(M / L), "excessKurtosis": 15 * M / L,
                          "mode": M * (sqrt(1 + kk**2) - kk),
                          "entropy": log(2 * pi * mp.e * M**3 / L) / 2 - mpf(3) / 2 * scaled})


@family("GeneralizedNormal")
def generalized_normal():
    mp.mp.dps = 120
    for m, s, b in [(0, 1, 1), (0, 1, 2), (1, 2, 0.5), (-3, 0.5, 5), (0, 1e3, 1.3), (0, 1, 30), (0, 1, 1e4), (0, 4, 0.15)]:
        M, S, B = mpf(m), mpf(s), mpf(b)
        A = 1 / B
        z = lambda x: (x - M) / S
        def outer(x):
            h = abs(z(x)) ** B
            if h < 1:
                # Q by the lower series.
                term = total = 1 / A
                n = A
                while term > total * mpf(10) ** -110:
                    n += 1
                    term *= h / n
                    total += term
                return 1 - h**A * exp(-h) / gamma(A) * total
            return mp.gammainc(A, h, regularized=True)
        lower = lambda x: log(outer(x) / 2) if z(x) < 0 else mp.log1p(-outer(x) / 2)
        ks = [-30, -3, -1.25, -0.9, -0.125, 0, 1e-10, 0.5, 1, 1.0625, 2, 8]
        if b < 1: ks += [1e4, 1e8]
        if b > 25: ks = [k for k in ks if abs(k) < 1.1] + [1.0009765625, -1 + 2.0**-12]
        facts = {"mean": M, "variance": S**2 * gamma(3 * A) / gamma(A), "skewness": 0, "mode": M, "median": M,
                 "entropy": A + log(2 * S * A * gamma(A))}
        if b != 2: facts["excessKurtosis"] = gamma(5 * A) * gamma(A) / gamma(3 * A) ** 2 - 3
        yield case({"location": m, "scale": s, "shape": b}, [m + s * k for k in ks], facts=facts,
                   logProbability=lambda x: log(B / (2 * S * gamma(A))) - abs(z(x)) ** B,
                   logCDF=lower, logSurvival=lambda x: lower(2 * M - x))


@family("SkewNormal")
def skew_normal():
    mp.mp.dps = 60
    P = lambda z: mp.erfc(-z / sqrt(mpf(2))) / 2
    f = lambda z, a: 2 * exp(-z**2 / 2) / sqrt(2 * pi) * P(a * z)
    def upper(z, a):
        """P(Z > z) by quadrature of the density over its value at z; to the left as a complement."""
        if z < -0.3: return 1 - lower(z, a)
        w = 1 / max(1, abs(z) * sqrt(1 + a * a) if a < 0 else abs(z), abs(a) if a < 0 else 0)
        cuts = [0, 0.5, 1, 2, 3, 4, 6, 9, 13, 20, 30, 40, 60, 80, 100, 140]
        ends = [z + w * k for k in cuts] + [k / abs(a) for k in [-0.3, 0, 0.3, 1, 2, 3, 5, 8, 12] if a and k / abs(a) > z]
        ends = sorted(set(e for e in ends if e < z + 40))
        first = f(z, a)
        return first * mp.quad(lambda t: f(t, a) / first, ends)
    def lower(z, a):
        return upper(-z, -a) if z <= 0.3 else 1 - upper(z, a)
    for m, s, a in [(0, 1, 0), (1, 2, 3), (0, 1, -1.5), (-2, 0.5, 30), (0, 1e3, 0.2), (0, 1, 1e4)]:
        M, S, A = mpf(m), mpf(s), mpf(a)
        z = lambda x: (x - M) / S
        d = A / sqrt(1 + A**2)
        mu = d * sqrt(2 / pi)
        slope = lambda t: -t + A * exp(-(A * t) ** 2 / 2) / sqrt(2 * pi) / P(A * t)
        peak = mp.findroot(slope, (0, 1 if a > 0 else -1), solver="anderson", maxsteps=200) if a else mpf(0)
        cuts = sorted(set([-14, -10, -7, -4, -2, -1, 0, 1, 2, 4, 7, 10, 14] + [k / (1 + abs(a)) for k in [-12, -6, -3, -1, 1, 3, 6, 12]]))
        entropy = -mp.quad(lambda t: f(t, A) * log(f(t, A)) if f(t, A) > 0 else mpf(0), cuts)
        ks = [-30, -5, -2, -0.75, -0.1, 0, 0.25, 1, 3, 9, 35]
        if a > 100: ks = [-0.001, -1e-4, 0, 1e-4, 0.01, 1, 3, 9, 35]
        facts = {"mean": M + S * mu, "variance": S**2 * (1 - mu**2),
                 "skewness": (4 - pi) / 2 * mu**3 / (1 - mu**2) ** mpf(1.5),
                 "excessKurtosis": 2 * (pi - 3) * mu**4 / (1 - mu**2) ** 2,
                 "entropy": log(S) + entropy}
        facts["mode"] = M + S * peak
        yield case({"location": m, "scale": s, "shape": a}, [m + s * k for k in ks], facts=facts,
                   logProbability=lambda x: log(f(z(x), A) / S),
                   logCDF=lambda x: log(lower(z(x), A)) if z(x) <= 0.3 else mp.log1p(-upper(z(x), A)),
                   logSurvival=lambda x: log(upper(z(x), A)) if z(x) >= -0.3 else mp.log1p(-lower(z(x), A)))


@family("Rice")
def rice():
    mp.mp.dps = 40
    def scaled_bessel(v):
        """I_0(v) e^-v; from 150 on by the asymptotic series, whose terms fall below e^-300."""
        if v < 150: return mp.besseli(0, v) * exp(-v)
        term = total = mpf(1)
        k = 0
        while term > mpf(10) ** -45:
            k += 1
            term *= mpf((2 * k - 1) ** 2) / (8 * k * v)
            total += term
        return total / sqrt(2 * pi * v)
    def f(t, q):
        return t * exp(-((t - q) ** 2) / 2) * scaled_bessel(q * t) if t > 0 else mpf(0)
    def lower(t, q):
        a = max(mpf(0), t - 16)
        w = 1 / max(1, q - t)
        first = f(t, q)
        cuts = [t - w * k for k in [0.5, 1, 2, 4, 7, 11, 16, 25, 40, 70, 120] if t - w * k > a]
        return first * mp.quad(lambda v: f(v, q) / first, [a] + cuts[::-1] + [t])
    def upper(t, q):
        w = 1 / max(1, t - q)
        first = f(t, q)
        cuts = [t + w * k for k in [0, 0.5, 1, 2, 4, 7, 11, 16, 25, 40, 70, 120] if w * k < 20]
        return first * mp.quad(lambda v: f(v, q) / first, cuts)
    for n, s in [(0, 1), (1, 1), (3, 2), (0.5, 0.0625), (30, 1), (1e3, 1), (1e6, 1)]:
        N, S = mpf(n), mpf(s)
        q = N / S
        ks = [-20, -6, -2, -0.5, 0, 0.75, 2, 7, 25]
        xs = [n + s * k for k in ks if n + s * k > 0] + [n * 0.01, s * 0.001] * (n < 100) + [0, -1]
        xs = [x for x in xs if x != 0 or n < 100]
        low = lambda x: lower(x / S, q)
        up = lambda x: upper(x / S, q)
        logcdf = lambda x: log(low(x)) if x < N + S / 2 else mp.log1p(-up(x))
        logsurvival = lambda x: log(up(x)) if x > N - S / 2 else mp.log1p(-low(x))
        cuts = [c for c in [q - 16, q - 8, q - 4, q - 2, q - 1] if c > 0] + [q, q + 1, q + 2, q + 4, q + 8, q + 16]
        if cuts[0] > 0 and q < 16: cuts = [mpf(0)] + cuts
        m = [mp.quad(lambda t: (t - q) ** k * f(t, q), cuts) for k in [1, 2, 3, 4]]
        facts = raw(*m)
        facts = {k: facts[k] for k in ["variance", "skewness", "excessKurtosis"] if k == "variance" or abs(facts[k]) > 0.03 or n > 50}
        facts["variance"] *= S**2
        facts["mean"] = S * (q + m[0])
        facts["entropy"] = log(S) - mp.quad(lambda t: f(t, q) * log(f(t, q)) if f(t, q) > 0 else mpf(0), cuts)
        slope = lambda t: mp.diff(lambda v: log(v) - (v - q) ** 2 / 2 + log(scaled_bessel(q * v)), t)
        facts["mode"] = S * mp.findroot(slope, (q + 0.5 / (1 + q), q + 1.2), tol=1e-30)
        yield case({"noncentrality": n, "scale": s}, xs, facts=facts,
                   logProbability=positive(lambda x: log(f(x / S, q) / S)), **tails(logcdf, logsurvival))


def mixture(k, l, x):
    """The parts of the Poisson mixture at x: the log of a term of the density times x, and its place."""
    a, m, y = mpf(k) / 2, mpf(l) / 2, mpf(x) / 2
    def term(j):
        return -m + (j * log(m) if j else 0) - loggamma(j + 1) + (a + j) * log(y) - y - loggamma(a + j)
    top = (-(a + 1) + sqrt((a - 1) ** 2 + 4 * m * y)) / 2
    return a, m, y, term, mp.floor(max(top, 0))


def noncentral_log_density(x, k, l):
    a, m, y, term, top = mixture(k, l, x)
    if l == 0: return a * log(y) - y - loggamma(a) - log(mpf(x))
    small = mpf(10) ** -(mp.mp.dps + 2)
    width = sqrt((top + 1) * (a + top) / (a + 2 * top + 1))
    if width > 300 and top > 40 * width:
        # A wide bell: the trapezoidal rule with a third of its width is exact to 10^-77.
        s, first, total = mp.floor(width / 3), term(top), mpf(1)
        for d in (s, -s):
            j = top + d
            while True:
                v = exp(term(j) - first)
                total += v
                if v < small: break
                j += d
        return first + log(total * s) - log(mpf(x))
    first, total, t, j = term(top), mpf(1), mpf(1), top
    while t > total * small:
        t *= m * y / ((j + 1) * (a + j))
        j += 1
        total += t
    t, j = mpf(1), top
    while j > 0 and t > total * small:
        t *= j * (a + j - 1) / (m * y)
        j -= 1
        total += t
    return first + log(total) - log(mpf(x))


def noncentral_tails(x, k, l):
    """log P(X <= x), log P(X > x): Poisson weights times gamma tails, these by recurrence."""
    a, m, y, term, top = mixture(k, l, x)
    spread = sqrt(m) + 1
    low, high = max(0, int(min(top, m) - 60 * spread - 50)), int(max(top, m) + 60 * spread + 100)
    t = total = 1 / (a + high)
    n = a + high
    while t > total * mpf(10) ** -(mp.mp.dps + 5):
        n += 1
        t *= y / n
        total += t
    p = exp((a + high) * log(y) - y - loggamma(a + high)) * total
    g = exp((a + high) * log(y) - y - loggamma(a + high + 1))
    w = exp(-m + high * log(m) - loggamma(high + 1))
    lower = upper = mpf(0)
    for j in range(high, low - 1, -1):
        lower += w * p
        upper += w * (1 - p)
        if j > 0: w *= j / m
        g *= (a + j) / y
        p += g
    return log(lower), log(upper)


@family("NoncentralChiSquared")
def noncentral_chi_squared():
    mp.mp.dps = 400
    for k, l in [(2, 3), (1, 1), (0.3, 10), (5.5, 100), (30, 5), (3, 1e-10), (2, 1e4), (1e-3, 2), (1000, 1)]:
        s = (2 * (k + 2 * l)) ** 0.5
        xs = [k + l + s * z for z in [-5, -2, -0.3, 0, 0.5, 2, 6, 20] if k + l + s * z > 0]
        xs += [(k + l) * c for c in [1e-10, 1e-3, 0.2]] + [-1]
        both = {}
        def at(x):
            if x not in both: both[x] = noncentral_tails(x, k, l)
            return both[x]
        K, L = mpf(k), mpf(l)
        facts = {"mean": K + L, "variance": 2 * (K + 2 * L), "skewness": sqrt(mpf(8)) * (K + 3 * L) / (K + 2 * L) ** mpf(1.5),
                 "excessKurtosis": 12 * (K + 4 * L) / (K + 2 * L) ** 2}
        mp.mp.dps = 60
        if k > 2 and l < 1e3:
            slope = lambda x: noncentral_log_density(x, K - 2, L) - noncentral_log_density(x, K, L)
            facts["mode"] = mp.findroot(slope, max(k + l - 3, 0.5 * k)) if l > 1e-3 else K - 2 + L * (K - 2) / K
        elif k < 2: facts["mode"] = 0
        if k >= 0.3 and l < 1e3:
            g = lambda t: (lambda v: -exp(v + t) * v)(noncentral_log_density(exp(t), K, L))
            top = log(K + L)
            cuts = [top - 100 / K - 20, top - 40 / K - 10, top - 20, top - 8, top - 4, top - 2, top - 1, top - 0.5, top - 0.2, top, top + 0.2, top + 0.5, top + 1, top + 1.5, top + 2, top + 3, top + 4, top + 6]
            facts["entropy"] = mp.quad(g, cuts)
        mp.mp.dps = 400
        yield case({"degreesOfFreedom": k, "noncentrality": l}, xs, facts=facts,
                   logProbability=positive(lambda x: noncentral_log_density(x, K, L)),
                   **tails(lambda x: at(x)[0], lambda x: at(x)[1]))
    mp.mp.dps = 60
    for k, l in [(1e8, 1e8), (2, 1e8), (1e8, 0.5), (1e12, 1e12), (5, 1e12)]:
        s = (2 * (k + 2 * l)) ** 0.5
        yield case({"degreesOfFreedom": k, "noncentrality": l}, [k + l + s * z for z in [-20, -3, -0.5, 0, 1, 6, 25]],
                   logProbability=lambda x: noncentral_log_density(x, mpf(k), mpf(l)))


def beta_mixture(x, a, b, l):
    """log P(X <= x), log P(X > x) and log(x (1 - x) f(x)): Poisson weights times beta tails, these by
    recurrence from the top."""
    x, a, b, m = mpf(x), mpf(a), mpf(b), mpf(l) / 2
    high = int(m + 40 * sqrt(m) + 100)
    g = x ** (a + high) * (1 - x) ** b / ((a + high) * mp.beta(a + high, b))
    tail = g * mp.hyp2f1(a + high + b, 1, a + high + 1, x)
    w = exp(-m + (high * log(m) if high else 0) - loggamma(high + 1))
    lower = upper = weight = mpf(0)
    for j in range(high, -1, -1):
        lower += w * tail
        upper += w * (1 - tail)
        weight += w * g * (a + j)
        if j > 0:
            w *= j / m
            g *= (a + j) / (a + j - 1 + b) / x
            tail += g
    return log(lower), log(upper), log(weight)


def over_odds(a, b, l, g):
    """The expectation of g(x) by quadrature over the log-odds."""
    a, b, m = mpf(a), mpf(b), mpf(l) / 2
    front = loggamma(a + b) - loggamma(a) - loggamma(b) - m
    def f(u):
        x = 1 / (1 + exp(-u))
        # The mixture is Kummer's function.
        w = front + a * log(x) - b * mp.log1p(exp(u)) + log(mp.hyp1f1(a + b, a, m * x))
        return exp(w) * g(x, w, 1 / (1 + exp(u)))
    top = log((a + mpf(l) / 2) / b)
    return mp.quad(f, [top - 130 / mpf(a), top - 30 / mpf(a) - 5, top - 8, top - 4, top - 2, top - 1, top - 0.4, top, top + 0.4,
                       top + 1, top + 2, top + 4, top + 8, top + 30 / mpf(b) + 5, top + 130 / mpf(b)], method="gauss-legendre")


@family("NoncentralBeta")
def noncentral_beta():
    for a, b, l in [(2, 3, 1), (1, 1, 2), (0.5, 0.5, 4), (5, 0.3, 2), (30, 20, 100), (2, 200, 50)]:
        mp.mp.dps = 400
        xs = [0, 1, -0.5, 1.5, 1e-30, 1e-5, 0.01, 0.2, 0.5, 0.8, 0.99, 1 - 2.0**-30]
        if a > 10: xs.remove(1e-30)
        if b > 100: xs = [x for x in xs if not 0.9 < x < 1]
        both = {}
        def at(x):
            if x not in both: both[x] = beta_mixture(x, a, b, l)
            return both[x]
        def end(x, v, p): return mpf(v) if p == 1 else inf if p < 1 else -inf
        density = lambda x: (-inf if x < 0 or x > 1 else end(x, log(mpf(b)) - mpf(l) / 2, a) if x == 0
                             else end(x, log(a + mpf(l) / 2), b) if x == 1 else at(x)[2] - log(x) - mp.log1p(-x))
        m = [mp.mpf(0)] * 5
        facts = {}
        if a < 40 and b < 40 and l < 60:
            mp.mp.dps = 30
            mean = over_odds(a, b, l, lambda x, w, y: x)
            variance = over_odds(a, b, l, lambda x, w, y: (x - mean) ** 2)
            facts = {"mean": mean, "variance": variance,
                     "skewness": over_odds(a, b, l, lambda x, w, y: (x - mean) ** 3) / variance ** mpf(1.5),
                     "entropy": over_odds(a, b, l, lambda x, w, y: -(w - log(x) - log(y)))}
            mp.mp.dps = 400
        yield case({"alpha": a, "beta": b, "noncentrality": l}, xs, facts=facts, logProbability=density,
                   logCDF=lambda x: -inf if x <= 0 else mpf(0) if x >= 1 else at(x)[0],
                   logSurvival=lambda x: mpf(0) if x <= 0 else -inf if x >= 1 else at(x)[1])


@family("NoncentralF")
def noncentral_f():
    for p, q, l in [(4, 6.5, 1), (1, 10, 3), (2, 3, 0.5), (30, 40, 100), (2, 100, 1)]:
        mp.mp.dps = 400
        P, Q, L = mpf(p), mpf(q), mpf(l)
        xs = [0, -1, 1e-30, 1e-5, 0.01, 0.3, 1, 2, 5, 30, 1e5 if q < 30 else 50]
        if p > 10: xs.remove(1e-30)
        both = {}
        def at(x):
            if x not in both: both[x] = beta_mixture(P * x / (Q + P * x), P / 2, Q / 2, L)
            return both[x]
        # Raw moments: those of the noncentral chi-squared law, and of the reciprocal.
        k = [P + L, (P + L) ** 2 + 2 * (P + 2 * L)]
        k.append(2 * 0 + (P + L) ** 3 + 6 * (P + L) * (P + 2 * L) + 8 * (P + 3 * L))
        k.append((P + L) ** 4 + 12 * (P + L) ** 2 * (P + 2 * L) + 4 * (P + L) * 8 * (P + 3 * L) + 3 * (2 * (P + 2 * L)) ** 2
                 + 48 * (P + 4 * L))
        m = [k[n - 1] * (Q / P) ** n * gamma(Q / 2 - n) / gamma(Q / 2) / 2**n if q > 2 * n else inf for n in [1, 2, 3, 4]]
        facts = raw(*m)
        mp.mp.dps = 30
        if l < 60 and q < 60:
            facts["entropy"] = over_odds(P / 2, Q / 2, L, lambda x, w, y: -(w - log(x) + log(y))) + log(Q / P)
        mp.mp.dps = 400
        yield case({"numeratorDegreesOfFreedom": p, "denominatorDegreesOfFreedom": q, "noncentrality": l}, xs, facts=facts,
                   logProbability=lambda x: at(x)[2] - log(x) if x > 0 else -inf if x < 0 or p > 2 else inf if p < 2 else -L / 2,
                   **tails(lambda x: at(x)[0], lambda x: at(x)[1]))


@family("NoncentralT")
def noncentral_t():
    mp.mp.dps = 40
    P = lambda z: mp.erfc(-z / sqrt(mpf(2))) / 2
    for v, d in [(5, 2), (1, 1), (0.8, -3), (30, 5), (3.5, 0.25), (200, -1)]:
        V, D = mpf(v), mpf(d)
        # The chi density over u = log w, times a function of the scale, over its largest value.
        chi = lambda u: V * u - exp(2 * u) / 2 + (1 - V / 2) * log(mpf(2)) - loggamma(V / 2)
        def integral(h):
            grid = [mpf(k) / 4 for k in range(-160, 16)]
            centre = max(grid, key=h)
            top = h(centre)
            low, high, step = centre, centre, mpf(1) / 8
            while h(low) - top > -95: low -= step if h(low) - top > -60 else 4 * step
            while h(high) - top > -95: high += step / 4
            ends = [low + (centre - low) * k / 24 for k in range(24)] + [centre + (high - centre) * k / 8 for k in range(9)]
            return top + log(mp.quad(lambda u: exp(h(u) - top), ends))
        c = lambda x: x / sqrt(V)
        upper = lambda x: integral(lambda u: chi(u) + log(P(D - c(x) * exp(u))))
        lower = lambda x: integral(lambda u: chi(u) + log(P(c(x) * exp(u) - D)))
        density = lambda x: integral(lambda u: chi(u) + u - log(2 * pi * V) / 2 - (c(x) * exp(u) - D) ** 2 / 2)
        both = {}
        def at(x):
            if x not in both: both[x] = (lower(x), upper(x))
            return both[x]
        logcdf = lambda x: at(x)[0] if at(x)[0] < at(x)[1] else mp.log1p(-exp(at(x)[1]))
        logsurvival = lambda x: at(x)[1] if at(x)[1] < at(x)[0] else mp.log1p(-exp(at(x)[0]))
        s = [None] + [(V / 2) ** (mpf(n) / 2) * gamma((V - n) / 2) / gamma(V / 2) if v > n else None for n in [1, 2, 3, 4]]
        m = [D * s[1] if v > 1 else None, (1 + D**2) * s[2] if v > 2 else None,
             (3 * D + D**3) * s[3] if v > 3 else None, (3 + 6 * D**2 + D**4) * s[4] if v > 4 else None]
        if v > 4: facts = raw(*m)
        elif v > 3:
            facts = {"mean": m[0], "variance": m[1] - m[0] ** 2, "excessKurtosis": inf,
                     "skewness": (m[2] - 3 * m[0] * m[1] + 2 * m[0] ** 3) / (m[1] - m[0] ** 2) ** mpf(1.5)}
        elif v > 2: facts = {"mean": m[0], "variance": m[1] - m[0] ** 2, "excessKurtosis": inf}
        else: facts = {"mean": mp.nan}
        xs = [d + k for k in [-8, -2, -0.5, 0, 0.25, 1, 4, 20]]
        if v < 10: xs += [-1e3, 1e6]
        yield case({"degreesOfFreedom": v, "noncentrality": d}, xs, facts=facts, logProbability=density,
                   logCDF=logcdf, logSurvival=logsurvival)


if __name__ == "__main__":
    for name in sys.argv[1:] or FAMILIES: write(name, FAMILIES[name])
