"""References for further families of counts, as counts.py, by its helpers.

    python3 counts_more.py [Family ...]
"""
import sys
import mpmath as mp
from mpmath import mpf, log, exp, loggamma, sqrt, inf
from distributions import case, log_of, write
from counts import moments

FAMILIES = {}


def family(name):
    def register(make):
        FAMILIES[name] = make
        return make
    return register


def sums(mass, low, high):
    """Logs of mass, cdf and survival of a law on low ... high by sums of the mass, the larger tail from the
    smaller one."""
    below, above = {}, {high: mpf(0)}
    total = mpf(0)
    for k in range(low, high + 1):
        total += mass(k)
        below[k] = total
    for k in range(high, low, -1): above[k - 1] = above[k] + mass(k)
    inside = lambda x: low <= x <= high and x == mp.floor(x)

    def tail(of, other):
        def f(x):
            k = int(mp.floor(x))
            if k < low: return -inf if of is below else mpf(0)
            k = min(k, high)
            if of[k] > mpf(1) / 2: return mp.log1p(-other[k])
            return log(of[k]) if of[k] > 0 else -inf
        return f
    return {"logMass": log_of(lambda x: mass(int(x)) if inside(x) else mpf(0)),
            "logCDF": tail(below, above), "logSurvival": tail(above, below)}


def skellam_mass(a, b):
    """log of the mass, by the Bessel function."""
    A, B = mpf(a), mpf(b)
    return lambda k: -A - B + (k / 2) * log(A / B) + log(mp.besseli(abs(k), 2 * sqrt(A * B)))


@family("Skellam")
def skellam():
    mp.mp.dps = 60
    for a, b, low, high in [(1, 1, -90, 90), (3, 0.5, -60, 120), (0.2, 7, -150, 60), (1e-10, 1e-3, -40, 40),
                            (30, 20, -200, 260), (1000, 10, 300, 2200)]:
        logs = {k: skellam_mass(a, b)(mpf(k)) for k in range(low, high + 1)}
        mass = lambda k: exp(logs[k])
        m, s = a - b, (a + b) ** 0.5
        xs = sorted({int(m + z * s) for z in [-12, -6, -2, -0.5, 0, 0.5, 3, 7, 13]} | {-1, 0, 1, 2} if a < 1000
                    else {int(m + z * s) for z in [-12, -6, -2, -0.5, 0, 0.5, 3, 7, 13]})
        A, B = mpf(a), mpf(b)
        facts = {"mean": A - B, "variance": A + B, "skewness": (A - B) / (A + B) ** mpf(1.5),
                 "excessKurtosis": 1 / (A + B), "mode": max(logs, key=lambda k: (mp.nint(logs[k] * mpf(10)**30), -k))}
        yield case({"firstRate": a, "secondRate": b}, xs + ([0.5] if a < 1000 else []), facts=facts, **sums(mass, low, high))
    # Far out and at large rates: the mass by the Bessel function, tails by sums of thousands of masses.
    for a, b in [(1e6, 1e6), (1e12, 2e12), (1e12, 1e12), (1e6, 1e-6), (1e8, 3)]:
        m, s = a - b, (a + b) ** 0.5
        xs = sorted({int(m + z * s) for z in [-30, -8, -1, 0, 1, 6, 25, 100]})
        yield case({"firstRate": a, "secondRate": b}, xs, logMass=skellam_large(a, b))
    for a, b in [(1e6, 1e6), (1e6, 9.9e5)]:
        m, s = a - b, (a + b) ** 0.5
        mass = skellam_table(a, b, int(abs(m) + 22 * s))
        low, high = int(m - 21 * s), int(m + 21 * s)
        xs = [int(m + z * s) for z in [-15, -9, -2, 0, 1, 6, 12]]
        yield case({"firstRate": a, "secondRate": b}, xs, **sums(mass, low, high))
    yield case({"firstRate": 0, "secondRate": 0}, [0, 1, -1], facts={"mean": 0, "variance": 0, "entropy": 0},
               logMass=lambda x: 0 if x == 0 else -inf)


def skellam_large(a, b):
    """log of the mass as the sum of products of Poisson masses around the largest one, by steps that the
    breadth of the terms allows (the trapezoidal rule on a bell is exact to exp(−2π² σ²/h²))."""
    A, B = mpf(a), mpf(b)

    def f(k):
        j = (sqrt(k * k + 4 * A * B) - k) / 2
        top = int(mp.floor(j))
        width = sqrt(1 / (1 / (j + 1) + 1 / (j + k + 1))) if j + k > 0 else mpf(1)
        step = max(1, int(mp.floor(width / 4)))
        term = lambda i: (exp((k + i) * log(A) - A - loggamma(k + i + 1) + i * log(B) - B - loggamma(i + 1) - base)
                          if i >= 0 and k + i >= 0 else mpf(0))
        base = mpf(0)
        start = max(top, 0, int(-k))
        base = (k + start) * log(A) - A - loggamma(k + start + 1) + start * log(B) - B - loggamma(start + 1)
        total = mpf(1)
        for direction in (1, -1):
            i = start + direction * step
            while True:
                t = term(i)
                total += t
                if t < mpf(10) ** -40: break
                i += direction * step
        return base + log(total * step)
    return f


def skellam_table(a, b, top):
    """The masses from -top to top by the recurrence of the Bessel functions, upwards from orders 0 and 1: what
    it loses, some exp(top^2/2 sqrt(ab)), it has in digits."""
    A, B = mpf(a), mpf(b)
    x = 2 * sqrt(A * B)
    mp.mp.dps = 60 + int(top * top / float(x) / 2)
    A, B = mpf(a), mpf(b)
    x = 2 * sqrt(A * B)
    bessel = [mp.besseli(0, x), mp.besseli(1, x)]
    for k in range(1, top): bessel.append(bessel[k - 1] - 2 * k / x * bessel[k])
    mp.mp.dps = 60
    scale, root = exp(-A - B), sqrt(A / B)
    bessel = [+v for v in bessel]
    return lambda k: scale * root ** k * bessel[abs(k)]


# MARK: BetaBinomial, Hypergeometric

def beta_binomial_log_mass(n, a, b):
    N, A, B = mpf(n), mpf(a), mpf(b)
    const = loggamma(N + 1) - loggamma(A + B + N) + loggamma(A + B) - loggamma(A) - loggamma(B)
    return lambda x: (const - loggamma(x + 1) - loggamma(N - x + 1) + loggamma(x + A) + loggamma(N - x + B))


@family("BetaBinomial")
def beta_binomial():
    mp.mp.dps = 80
    for n, a, b in [(10, 2, 3), (1, 0.5, 0.5), (5, 1, 1), (20, 0.1, 0.2), (100, 0.5, 30), (50, 1e-6, 1e-3),
                    (12, 1e8, 3e8), (7, 1e12, 1e9), (300, 40, 10), (3000, 0.5, 0.7), (2000, 1e-3, 5)]:
        f = beta_binomial_log_mass(n, a, b)
        logs = [f(mpf(k)) for k in range(n + 1)]
        mass = lambda k: exp(logs[int(k)])
        xs = sorted({0, 1, n // 10, n // 4, n // 2, (3 * n) // 4, n - 1, n})
        mode = max(range(n + 1), key=lambda k: (mp.nint(logs[k] * mpf(10) ** 40), -k))
        yield case({"trials": n, "alpha": a, "beta": b}, xs + [-1, n + 1, 0.5],
                   facts=moments(mass, 0, n, mode=mode), **sums(mass, 0, n))
    for n, a, b in [(1e8, 3, 0.5), (1e8, 1e6, 3e6), (1e8, 1e-3, 1e12), (1e12, 1e12, 1e12), (1e12, 0.5, 0.5), (1e8, 1e8, 1e2)]:
        m = n * a / (a + b)
        s = (m * (b / (a + b)) * ((a + b + n) / (a + b + 1))) ** 0.5
        xs = sorted({min(int(n), max(0, int(m + z * s))) for z in [-30, -6, -1, 0, 1, 4, 20]} | {0, 1, int(n // 3), int(n) - 1, int(n)})
        N, A, B = mpf(n), mpf(a), mpf(b)
        S = A + B
        v = A * B / S**2
        facts = {"mean": N * A / S, "variance": N * v * (S + N) / (S + 1),
                 "skewness": (S + 2 * N) * (B - A) / (S + 2) * sqrt((1 + S) / (N * A * B * (N + S))),
                 "excessKurtosis": S**2 * (1 + S) / (N * A * B * (S + 2) * (S + 3) * (S + N))
                 * (S * (S - 1 + 6 * N) + 3 * A * B * (N - 2) + 6 * N**2 - 3 * A * B * N * (6 - N) / S - 18 * A * B * N**2 / S**2) - 3}
        yield case({"trials": n, "alpha": a, "beta": b}, xs, facts=facts, logMass=beta_binomial_log_mass(n, a, b))
    for n, a, b in [(300000, 0.5, 0.7), (300000, 3000, 9000), (1000000, 2.5, 1e4)]:
        # Ratios of neighbours, upwards from 0.
        A, B = mpf(a), mpf(b)
        mp.mp.dps = 40
        table = [exp(beta_binomial_log_mass(n, a, b)(mpf(0)))]
        for k in range(n): table.append(table[k] * (n - k) / (k + 1) * (k + A) / (n - k - 1 + B))
        mass = lambda k: table[int(k)]
        m = n * a / (a + b)
        s = (m * (b / (a + b)) * ((a + b + n) / (a + b + 1))) ** 0.5
        xs = sorted({min(n - 1, max(0, int(m + z * s))) for z in [-20, -6, -1, 0, 1, 4, 20]} | {3, 500, n // 2, n - 700, n - 2})
        yield case({"trials": n, "alpha": a, "beta": b}, xs, **sums(mass, 0, n))
        mp.mp.dps = 80


def log_binomial(n, k): return loggamma(n + 1) - loggamma(k + 1) - loggamma(n - k + 1)


@family("Hypergeometric")
def hypergeometric():
    mp.mp.dps = 80
    for N, K, n in [(20, 7, 5), (1, 1, 1), (2, 1, 1), (3, 2, 2), (4, 2, 1), (10, 0, 4), (10, 4, 10), (50, 30, 40), (1000, 500, 500),
                    (5000, 4990, 800), (100000, 100, 20000), (10**6, 400, 300)]:
        low, high = max(0, n + K - N), min(n, K)
        mass = lambda k: mp.binomial(K, k) * mp.binomial(N - K, n - k) / mp.binomial(N, n)
        table = {k: mass(k) for k in range(low, high + 1)}
        mass = lambda k: table[int(k)]
        span = high - low
        xs = sorted({low, low + 1 if span else low, low + span // 4, (low + high) // 2, high - span // 10, high - 1 if span else high, high})
        mode = max(range(low, high + 1), key=lambda k: (table[k], -k))
        yield case({"populationSize": N, "successes": K, "draws": n}, xs + [low - 1, high + 1, 0.5],
                   facts=moments(mass, low, high, mode=mode), **sums(mass, low, high))
    mp.mp.dps = 60
    for N, K, n in [(10**12, 3 * 10**11, 2 * 10**11), (10**12, 7, 5 * 10**11), (10**12, 10**6, 10**6), (10**15, 10**14, 10**13)]:
        m = n * K / N
        s = max((m * (1 - K / N) * (1 - n / N)) ** 0.5, 1)
        low, high = max(0, n + K - N), min(n, K)
        xs = sorted({min(high, max(low, int(m + z * s))) for z in [-25, -7, -2, 0, 1, 5, 30]} | {low, high})
        f = lambda x: log_binomial(mpf(K), x) + log_binomial(mpf(N - K), n - x) - log_binomial(mpf(N), mpf(n))
        M, P, Q = mpf(N), mpf(K) / N, mpf(n) / N
        v, w = P * (1 - P), Q * (1 - Q)
        facts = {"mean": n * P, "variance": n * v * (M - n) / (M - 1),
                 "skewness": (1 - 2 * P) * (1 - 2 * Q) * M / (M - 2) / sqrt(n * v * (M - n) / (M - 1)),
                 "excessKurtosis": ((M - 1) * M**2 * (M * (M + 1) - 6 * K * (M - K) - 6 * n * (M - n)) + 6 * n * K * (M - K) * (M - n) * (5 * M - 6))
                 / (n * K * (M - K) * (M - n) * (M - 2) * (M - 3)), "mode": mp.ceil((mpf(n) + 1) * (K + 1) / (N + 2)) - 1}
        yield case({"populationSize": N, "successes": K, "draws": n}, xs, facts=facts, logMass=f)
    for N, K, n in [(10**7, 4 * 10**6, 3 * 10**6), (10**9, 10**8, 5 * 10**5)]:
        m = n * K // N
        s = (m * (1 - K / N) * (1 - n / N)) ** 0.5
        low, high = int(m - 23 * s), int(m + 23 * s)
        table = {m: exp(log_binomial(mpf(K), mpf(m)) + log_binomial(mpf(N - K), mpf(n - m)) - log_binomial(mpf(N), mpf(n)))}
        for k in range(m, high): table[k + 1] = table[k] * (K - k) / (k + 1) * (n - k) / mpf(N - K - n + k + 1)
        for k in range(m, low, -1): table[k - 1] = table[k] * k / mpf(K - k + 1) * (N - K - n + k) / mpf(n - k + 1)
        mass = lambda k: table[int(k)]
        xs = [int(m + z * s) for z in [-15, -6, -1, 0, 1, 4, 12]]
        yield case({"populationSize": N, "successes": K, "draws": n}, xs, **sums(mass, low, high))


# MARK: Zipf

@family("Zipf")
def zipf():
    for s in [2, 1.01, 1 + 2.0**-40, 1.5, 1.75, 2.5, 3.0625, 4.25, 5.5, 8, 12.3, 40, 200, 1000]:
        # Far out almost all mass is at 1.
        mp.mp.dps = 60 if s <= 12.3 else 700
        S = mpf(s)
        total = mp.zeta(S)
        upper = lambda x: mp.zeta(S, mp.floor(x) + 1) / total
        raw = lambda n: mp.zeta(S - n) / total
        facts = {"mode": 1, "entropy": log(total) - S * mp.zeta(S, derivative=1) / total}
        m = raw(1) if s > 2 else inf
        v = raw(2) - m * m if s > 3 else inf
        facts["mean"] = m
        facts["variance"] = v
        facts["skewness"] = (raw(3) - 3 * m * raw(2) + 2 * m**3) / v ** mpf(1.5) if s > 4 else inf
        facts["excessKurtosis"] = (raw(4) - 4 * m * raw(3) + 6 * m * m * raw(2) - 3 * m**4) / v**2 - 3 if s > 5 else inf
        xs = [1, 2, 3, 10, 16, 17, 64, 100, 5000, 12345678, 10**12, 0.5, 0]
        if s > 100: xs = [1, 2, 3, 10, 100]
        yield case({"exponent": s}, xs, facts=facts,
                   logMass=lambda x: -S * log(x) - log(total) if x >= 1 and x == mp.floor(x) else -inf,
                   logCDF=lambda x: mp.log1p(-upper(x)) if x >= 1 else -inf,
                   logSurvival=lambda x: log(upper(x)) if x >= 1 else mpf(0))


# MARK: DiscreteLaplace, Logarithmic, YuleSimon, PoissonBinomial

@family("DiscreteLaplace")
def discrete_laplace():
    mp.mp.dps = 400
    for m, b in [(0, 1), (3, 0.2), (-7, 5), (0, 0.03), (100, 40), (-1000000, 1e3), (0, 1e9)]:
        p = exp(-1 / mpf(b))
        xs = sorted({int(m + z * b) for z in [-700, -30, -3, -1, 0, 1, 4, 20, 600]} | {m - 1, m, m + 1})
        upper = lambda n: p ** (n + 1) / (1 + p) if n >= 0 else 1 - p ** (-n) / (1 + p)
        mean_distance = 2 * p / (1 - p * p)
        facts = {"mean": m, "variance": 2 * p / (1 - p)**2, "skewness": 0, "excessKurtosis": (1 + 10 * p + p * p) / (2 * p) - 3,
                 "mode": m, "median": m, "entropy": -log((1 - p) / (1 + p)) + mean_distance / b}
        yield case({"location": m, "scale": b}, xs + [m + 0.5], facts=facts,
                   logMass=lambda x: log((1 - p) / (1 + p)) - abs(x - m) / mpf(b) if x == mp.floor(x) else -inf,
                   logCDF=lambda x: log(upper(-1 - (mp.floor(x) - m))), logSurvival=lambda x: log(upper(mp.floor(x) - m)))


@family("Logarithmic")
def logarithmic():
    mp.mp.dps = 120
    for p in [1e-12, 0.01, 0.3, 0.5, 0.75, 0.9, 0.97, 0.999, 1 - 1e-9, 1 - 2.0**-53]:
        P = mpf(p)
        q = 1 - P
        L = -log(q)
        # The tail by Gauss's function: p^(k+1)/(k+1) F(1, k+1; k+2; p).
        def upper(x):
            k = mp.floor(x)
            return P ** (k + 1) / (k + 1) * mp.hyp2f1(1, k + 1, k + 2, P) / L if k >= 1 else mpf(1)
        raw = [None, P / (L * q), P / (L * q**2), P * (1 + P) / (L * q**3), P * (1 + 4 * P + P * P) / (L * q**4)]
        m = raw[1]
        v = raw[2] - m * m
        facts = {"mean": m, "variance": v, "skewness": (raw[3] - 3 * m * raw[2] + 2 * m**3) / v ** mpf(1.5),
                 "excessKurtosis": (raw[4] - 4 * m * raw[3] + 6 * m * m * raw[2] - 3 * m**4) / v**2 - 3, "mode": 1}
        size = -1 / float(log(P))
        xs = sorted({max(1, int(z * size)) for z in [0.01, 0.5, 3, 30, 600]} | {1, 2, 3, 10, 62, 63, 64, 70, 500})
        yield case({"probability": p}, xs + [0.5, 0, 2.5], facts=facts,
                   logMass=lambda x: x * log(P) - log(x * L) if x >= 1 and x == mp.floor(x) else -inf,
                   logCDF=lambda x: mp.log1p(-upper(x)) if x >= 1 else -inf, logSurvival=lambda x: log(upper(x)))
    yield case({"probability": 0}, [1, 2, 0], logMass=lambda x: 0 if x == 1 else -inf,
               facts={"mean": 1, "variance": 0, "entropy": 0})


@family("YuleSimon")
def yule_simon():
    mp.mp.dps = 120
    for r in [1e-9, 0.4, 1, 1.5, 2.5, 3.5, 4.5, 8, 30, 1e6, 1e12]:
        R = mpf(r)
        log_upper = lambda k: loggamma(k + 1) + loggamma(R + 1) - loggamma(k + R + 1)
        facts = {"mean": R / (R - 1) if r > 1 else inf, "variance": R**2 / ((R - 1)**2 * (R - 2)) if r > 2 else inf,
                 "skewness": (R + 1)**2 * sqrt(R - 2) / ((R - 3) * R) if r > 3 else inf,
                 "excessKurtosis": R + 3 + (11 * R**3 - 49 * R - 22) / ((R - 4) * (R - 3) * R) if r > 4 else inf, "mode": 1}
        xs = [1, 2, 3, 10, 100, 12345, 10**9, 10**13]
        yield case({"shape": r}, xs + [0.5, 0, 2.5], facts=facts,
                   logMass=lambda x: log(R / x) + log_upper(x) if x >= 1 and x == mp.floor(x) else -inf,
                   logCDF=lambda x: mp.log1p(-exp(log_upper(mp.floor(x)))) if x >= 1 else -inf,
                   logSurvival=lambda x: log_upper(mp.floor(x)) if x >= 1 else mpf(0))


@family("PoissonBinomial")
def poisson_binomial():
    mp.mp.dps = 60
    cases = [[0.3], [0, 1], [0.2, 0.5, 0.9], [1, 0.4, 0, 0.4, 1], [1e-10, 1e-3, 1e-5, 1e-8], [0.5] * 6, [1e-20] * 30 + [1 - 2.0**-53] * 5,
             [k / 61 for k in range(1, 61)], [0.3 / k for k in range(1, 301)], [0.999] * 100 + [1e-4] * 100]
    for ps in cases:
        table = [mpf(1)]
        for p in ps:
            P = mpf(p)
            table = [(table[k] * (1 - P) if k < len(table) else 0) + (table[k - 1] * P if k else 0) for k in range(len(table) + 1)]
        n = len(ps)
        mass = lambda k: mpf(table[int(k)])
        m = sum(ps)
        s = sum(p * (1 - p) for p in ps) ** 0.5
        xs = sorted({min(n, max(0, int(m + z * s))) for z in [-30, -8, -2, -0.5, 0, 0.5, 3, 9, 40]} | {0, 1, n // 2, n - 1, n})
        mode = max(range(n + 1), key=lambda k: (mp.nint(mass(k) * mpf(10) ** 40), -k))
        low = min(k for k in range(n + 1) if mass(k) > 0)
        high = max(k for k in range(n + 1) if mass(k) > 0)
        yield case({"probabilities": ps}, [x for x in xs if low <= x <= high] + [0.5 if low == 0 < high else low, -1, n + 1],
                   facts=moments(mass, 0, n, mode=mode), **sums(mass, low, high))


if __name__ == "__main__":
    for name in sys.argv[1:] or FAMILIES: write(name, FAMILIES[name])
