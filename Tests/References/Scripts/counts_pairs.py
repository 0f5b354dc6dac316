"""KL divergences of counts, near equality and far from it, by mpmath at 120 digits.

    python3 counts_pairs.py

writes ../counts_pairs.json. Sums over all points of the support where these are few, else the definition
with the expectation in closed form; every one with as many digits as cancel.
"""
import json, os
import mpmath as mp
from mpmath import mpf, log, exp, loggamma

mp.mp.dps = 120
cases = []


def add(p, q, value):
    cases.append({"p": p, "q": q, "expect": mp.nstr(value, 25, strip_zeros=False) if mp.isfinite(value) else "inf"})


for s, t in [(2, 2.000001), (1.01, 1.010001), (12, 12.5), (40, 41), (1.0001, 5), (3, 1.001), (60, 60.0000001), (1.5, 1.25)]:
    S, T = mpf(s), mpf(t)
    mean_log = -mp.zeta(S, derivative=1) / mp.zeta(S)
    add(f"Zipf(exponent: {float(s)})", f"Zipf(exponent: {float(t)})", log(mp.zeta(T)) - log(mp.zeta(S)) + (T - S) * mean_log)

for p, q in [(1e-8, 1.1e-8), (0.3, 0.3000001), (0.7, 0.7000001), (0.999999, 0.9999991), (0.9, 0.1), (0.1, 0.9), (0.55, 0.65), (0.65, 0.55),
             (1e-12, 0.5), (0.5, 1e-12), (1 - 1e-12, 1 - 3e-12), (0.58, 0.61)]:
    P, Q = mpf(p), mpf(q)
    mean = -P / ((1 - P) * log(1 - P))
    add(f"Logarithmic(probability: {p!r})", f"Logarithmic(probability: {q!r})",
        log(log(1 - Q) / log(1 - P)) - mean * log(Q / P))

for (m, b), (n, c) in [((0, 1), (0, 1.0000001)), ((0, 1e6), (1, 1e6)), ((3, 0.2), (3, 0.21)), ((0, 0.03), (1, 0.04)), ((0, 1e3), (0, 1001)),
                       ((-5, 2), (40, 3)), ((0, 1e9), (7, 1.001e9)), ((0, 5), (0, 0.1))]:
    a, d, g = 1 / mpf(b), 1 / mpf(c), abs(m - n)
    p = exp(-a)
    distance = 2 * p / (1 - p * p)
    moved = g + 2 * p ** (g + 1) / (1 - p * p)
    top = lambda r: log((1 - exp(-r)) / (1 + exp(-r)))
    add(f"DiscreteLaplace(location: {float(m)}, scale: {b!r})", f"DiscreteLaplace(location: {float(n)}, scale: {c!r})",
        top(a) - top(d) - a * distance + d * moved)


def beta_binomial(n, a, b):
    const = loggamma(mpf(n) + 1) - loggamma(a + b + n) + loggamma(a + b) - loggamma(a) - loggamma(b)
    return [const - loggamma(mpf(k) + 1) - loggamma(mpf(n - k) + 1) + loggamma(k + a) + loggamma(n - k + b) for k in range(n + 1)]


for n, first, second in [(10, (2, 3), (2.0000001, 3)), (50, (1e8, 3e8), (1.1e8, 3.3e8)), (20, (5, 1e-3), (1e-6, 40)),
                         (500, (0.5, 0.7), (0.5, 0.71)), (7, (1e12, 1e3), (1e-9, 2)), (1, (0.5, 0.5), (3, 4))]:
    p, q = (beta_binomial(n, mpf(a), mpf(b)) for a, b in (first, second))
    text = lambda v: f"BetaBinomial(trials: {float(n)}, alpha: {float(v[0])!r}, beta: {float(v[1])!r})"
    add(text(first), text(second), mp.fsum(exp(u) * (u - v) for u, v in zip(p, q)))

path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "counts_pairs.json")
with open(path, "w") as f:
    f.write('{"madeBy": "mpmath %s, %d digits", "cases": [\n' % (mp.__version__, mp.mp.dps))
    f.write(",\n".join(json.dumps(c) for c in cases))
    f.write("\n]}\n")
