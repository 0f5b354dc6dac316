"""Values of matrix normal, inverse Wishart, LKJ, von Mises-Fisher and relaxed one-hot laws.

Every formula is the textbook one, evaluated with 60 digits; the moments and the entropy of relaxed
laws are integrals over the shares. Run from this folder:

    python3 multivariate_more.py > multivariate_more.json

with Python 3 and mpmath 1.3.
"""

import itertools
import json

from mpmath import (
    beta, besseli, cosh, det, digamma, euler, exp, gamma, inf, inverse, log, loggamma, matrix, mp, mpf,
    nstr, pi, psi, quad, sinh, sqrt,
)

mp.dps = 60

cases = []


def add(p, of, expect, x=None, q=None, at=None):
    """`at` is the index of a number in a mean or a covariance, counted along its rows."""
    case = {"p": p, "of": of, "expect": nstr(expect, 25, min_fixed=0, max_fixed=0)}
    for key, value in (("x", x), ("q", q), ("at", at)):
        if value is not None:
            case[key] = value
    cases.append(case)


def f(x):
    """The double nearest to a decimal text or number, exactly."""
    return mpf(float(x))


def exact(m):
    return matrix([[f(x) for x in r] for r in m])


def rows(m):
    return "[" + ", ".join("[" + ", ".join(str(float(x)) for x in r) + "]" for r in m) + "]"


def row(v):
    return "[" + ", ".join(str(float(x)) for x in v) + "]"


def square(l):
    l = exact(l)
    return l * l.T


def trace(m):
    return sum(m[i, i] for i in range(m.rows))


# --- Matrix normal ----------------------------------------------------------------------------

MEAN = [[1, -2, 0.5], [3, 0.25, -1]]
A = [[2, 0], [-0.75, 1.5]]
B = [[1, 0, 0], [0.5, 2, 0], [0.125, 3, 0.01]]


def matrix_normal(m, a, b):
    return f"MatrixNormal(mean: {rows(m)}, rowScaleFactor: {rows(a)}, columnScaleFactor: {rows(b)})"


def matrix_normal_log(m, a, b, x):
    u, v, d = square(a), square(b), exact(x) - exact(m)
    n, k = u.rows, v.rows
    return (-trace(inverse(v) * d.T * inverse(u) * d) / 2 - n * k * log(2 * pi) / 2
            - k * log(det(u)) / 2 - n * log(det(v)) / 2)


def matrix_normal_kl(m, a, b, m1, a1, b1):
    u, v, u1, v1, d = square(a), square(b), square(a1), square(b1), exact(m1) - exact(m)
    n, k = u.rows, v.rows
    return (trace(inverse(u1) * u) * trace(inverse(v1) * v) - n * k
            + trace(inverse(v1) * d.T * inverse(u1) * d)
            + k * (log(det(u1)) - log(det(u))) + n * (log(det(v1)) - log(det(v)))) / 2


text = matrix_normal(MEAN, A, B)
for x in (MEAN, [[0, 0, 0], [0, 0, 0]], [[30, -4, 2], [1, 1, 1e3]]):
    add(text, "logProbability", matrix_normal_log(MEAN, A, B, x), x)
u, v = square(A), square(B)
add(text, "entropy", (6 * (1 + log(2 * pi)) + 3 * log(det(u)) + 2 * log(det(v))) / 2)
for (i, j), (k, l) in itertools.product(itertools.product(range(2), range(3)), repeat=2):
    add(text, "covariance", u[i, k] * v[j, l], at=(i * 3 + j) * 6 + k * 3 + l)
NEAR = ([[1, -2.0000001, 0.5], [3, 0.25, -1]], [[2.000002, 0], [-0.75, 1.5]], [[1, 0, 0], [0.5, 2, 0], [0.125, 3, 0.01000001]])
FAR = ([[0, 0, 0], [0, 0, 0]], [[20, 0], [1, 1e-3]], [[0.1, 0, 0], [0, 40, 0], [1, 1, 2]])
for m1, a1, b1 in (NEAR, FAR, (MEAN, [[1, 0], [-0.375, 0.75]], [[2, 0, 0], [1, 4, 0], [0.25, 6, 0.02]])):
    add(text, "kl", matrix_normal_kl(MEAN, A, B, m1, a1, b1), q=matrix_normal(m1, a1, b1))
add(matrix_normal(*FAR), "kl", matrix_normal_kl(*FAR, MEAN, A, B), q=text)


# --- Inverse Wishart --------------------------------------------------------------------------


def multigamma(a, n):
    return mpf(n * (n - 1)) / 4 * log(pi) + sum(loggamma(a - mpf(j) / 2) for j in range(n))


def inverse_wishart_log(nu, s, x):
    n = s.rows
    return (nu / 2 * log(det(s)) - nu * n / 2 * log(2) - multigamma(nu / 2, n)
            - (nu + n + 1) / 2 * log(det(x)) - trace(s * inverse(x)) / 2)


def inverse_wishart_entropy(nu, s):
    n = s.rows
    slopes = sum(digamma((nu - j) / 2) for j in range(n))
    return (multigamma(nu / 2, n) + nu * n / 2 + mpf(n + 1) / 2 * log(det(s) / mpf(2) ** n)
            - (nu + n + 1) / 2 * slopes)


def inverse_wishart_kl(nu, s, nu1, s1):
    n = s.rows
    slopes = sum(digamma((nu - j) / 2) for j in range(n))
    return (multigamma(nu1 / 2, n) - multigamma(nu / 2, n) + (nu - nu1) / 2 * slopes
            + nu1 / 2 * (log(det(s)) - log(det(s1))) + nu / 2 * (trace(s1 * inverse(s)) - n))


L2 = [[1, 0], [0.5, 2]]
L3 = [[1.0000001, 0], [0.5, 1.9999999]]
for nu in (1.5, 3, 7.5, 1e6, 1e12):
    s, text = square(L2), f"InverseWishart(degreesOfFreedom: {float(nu)}, scaleFactor: {rows(L2)})"
    for scale in (1, 1.5):
        unit = mpf(2) ** 92
        x = [[float(int(scale * s[i, j] / nu * unit) / unit) for j in range(2)] for i in range(2)]
        add(text, "logProbability", inverse_wishart_log(f(nu), s, exact(x)), x)
    add(text, "entropy", inverse_wishart_entropy(f(nu), s))
    for nu1, l1 in ((nu, L3), (nu * 1.25 + 1, L2), (nu + 1e-6, L3)):
        add(text, "kl", inverse_wishart_kl(f(nu), s, f(nu1), square(l1)),
            q=f"InverseWishart(degreesOfFreedom: {float(nu1)}, scaleFactor: {rows(l1)})")
# One row: an inverse gamma variable of shape ν/2 and scale L²/2.
text = "InverseWishart(degreesOfFreedom: 7.0, scaleFactor: [[3.0]])"
add(text, "mean", mpf("4.5") / mpf("2.5"), at=0)
add(text, "covariance", mpf("4.5") ** 2 / (mpf("2.5") ** 2 * mpf("1.5")), at=0)
add(text, "logProbability", mpf("3.5") * log(mpf("4.5")) - loggamma(mpf("3.5")) - mpf("4.5") * log(2) - mpf("2.25"), [[2.0]])
# The inverse of a 2 × 2 Wishart matrix by the moments of its elements (Mardia, Kent, Bibby, 3.8.3).
text = f"InverseWishart(degreesOfFreedom: 9.0, scaleFactor: {rows(L2)})"
s = square(L2)
for i, j in itertools.product(range(2), repeat=2):
    add(text, "mean", s[i, j] / 6, at=2 * i + j)
    for k, l in itertools.product(range(2), repeat=2):
        add(text, "covariance",
            (2 * s[i, j] * s[k, l] + 6 * (s[i, k] * s[j, l] + s[i, l] * s[k, j])) / mpf(7 * 36 * 4),
            at=(2 * i + j) * 4 + 2 * k + l)


# --- LKJ --------------------------------------------------------------------------------------


def lkj(n, eta):
    return f"LKJCholesky(dimension: {n}, concentration: {float(eta)})"


def lkj_log(n, eta, x):
    """Σ over the rows k = 2, ..., n of the density of a point w of the ball of k − 1 dimensions."""
    total = mpf(0)
    for k in range(2, n + 1):
        b, h = f(eta) + mpf(n - k) / 2, mpf(k - 1) / 2
        total += (2 * b - 2) * log(f(x[k - 1][k - 1])) + loggamma(b + h) - loggamma(b) - h * log(pi)
    return total


def factor(angles):
    """A factor of rows of length 1 from its elements below the diagonal."""
    m = []
    for i, r in enumerate(angles):
        rest = sqrt(1 - sum(f(v) ** 2 for v in r))
        m.append([float(v) for v in r] + [float(rest)] + [0.0] * (len(angles) - 1 - i))
    return m


def lkj_rows(n, eta):
    return [(f(eta) + mpf(n - k) / 2, mpf(k - 1) / 2) for k in range(2, n + 1)]


X3 = factor([[], [0.5], [-0.25, 0.75]])
X4 = factor([[], [0.01], [-0.25, 0.9375], [0.125, 0.5, -0.25]])
for eta in (0.25, 1, 2.5, 1e4, 1e8, 1e12):
    for n, x in ((2, factor([[], [0.5]])), (3, X3), (4, X4)):
        add(lkj(n, eta), "logProbability", lkj_log(n, eta, x), x)
        add(lkj(n, eta), "entropy", sum(
            (b - 1) * (digamma(b + h) - digamma(b)) + h * log(pi) - loggamma(b + h) + loggamma(b)
            for b, h in lkj_rows(n, eta)))
        for i, (b, h) in enumerate(lkj_rows(n, eta), start=1):
            mean = gamma(b + mpf(1) / 2) / gamma(b) if b < 1e3 else exp(loggamma(b + mpf(1) / 2) - loggamma(b))
            mean *= exp(loggamma(b + h) - loggamma(b + h + mpf(1) / 2))
            at = i * n + i
            add(lkj(n, eta), "mean", mean, at=at)
            add(lkj(n, eta), "covariance", b / (b + h) - mean ** 2, at=at * n * n + at)
            add(lkj(n, eta), "covariance", 1 / (2 * b + 2 * h), at=i * n * (n * n + 1))
        for other in (eta * 1.5, eta * (1 + 1e-6), eta + 1):
            kl = mpf(0)
            for (b, h), (c, _) in zip(lkj_rows(n, eta), lkj_rows(n, other)):
                kl += (loggamma(b + h) - loggamma(b) - loggamma(c + h) + loggamma(c)
                       + (b - c) * (digamma(b) - digamma(b + h)))
            add(lkj(n, eta), "kl", kl, q=lkj(n, other))


# --- Von Mises-Fisher -------------------------------------------------------------------------


def bessel(nu, kappa):
    """I_ν(κ) e^−κ, by the formula of ν = 1/2 and 3/2 where it is large."""
    if kappa < 2000:
        return besseli(nu, kappa) * exp(-kappa)
    # Hankel's expansion, which has more digits than are asked for.
    total, term, k = mpf(1), mpf(1), 1
    while abs(term) > mpf(10) ** -60:
        term *= -(4 * nu * nu - (2 * k - 1) ** 2) / (8 * k * kappa)
        total += term
        k += 1
    return total / sqrt(2 * pi * kappa)


def direction(v):
    v = [f(a) for a in v]
    size = sqrt(sum(a * a for a in v))
    return [a / size for a in v]


def fisher(mu, kappa):
    return f"VonMisesFisher(meanDirection: {row(mu)}, concentration: {float(kappa)})"


def fisher_top(n, kappa):
    """The log-density at the mean direction."""
    nu = mpf(n) / 2 - 1
    if kappa == 0:
        return loggamma(mpf(n) / 2) - log(2) - mpf(n) / 2 * log(pi)
    return nu * log(kappa) - mpf(n) / 2 * log(2 * pi) - log(bessel(nu, kappa))


def fisher_ratio(n, kappa):
    nu = mpf(n) / 2 - 1
    return bessel(nu + 1, kappa) / bessel(nu, kappa) if kappa > 0 else mpf(0)


M = {2: [0.6, 0.8], 3: [0.36, 0.48, 0.8], 5: [0.5, -0.5, 0.5, -0.5, 0.0], 40: [1.0] + [0.0] * 39}
TURNED = {2: [0.8, 0.6], 3: [0.36, 0.48, -0.8], 5: [0.5, 0.5, 0.5, -0.5, 0.0], 40: [0.0, 1.0] + [0.0] * 38}
for n, mu in M.items():
    m = direction(mu)
    for kappa in (0, 1e-9, 0.01, 1, 30, 45, 300, 2500, 1e8, 1e12):
        text, k = fisher(mu, kappa), f(kappa)
        top, a = fisher_top(n, k), fisher_ratio(n, k)
        near = [float(v + 1e-4 * (-1) ** i) for i, v in enumerate(mu)]
        size = sum(v * v for v in near) ** 0.5
        near = [v / size for v in near]
        for x in (mu, TURNED[n], near):
            y = direction(x)
            cosine = sum(p * q for p, q in zip(m, y))
            add(text, "logProbability", top + k * (cosine - 1), x)
        add(text, "entropy", -top + k * (1 - a))
        add(text, "mean", a * m[0], at=0)
        slope = 1 - a * a - (n - 1) * a / k if k > 0 else mpf(1) / n
        across = a / k if k > 0 else mpf(1) / n
        add(text, "covariance", across * (1 - m[0] ** 2) + slope * m[0] ** 2, at=0)
        add(text, "covariance", (slope - across) * m[0] * m[1], at=1)
        for nu, other in ((mu, kappa * 1.5 + 1e-3), (TURNED[n], kappa), (near, kappa * (1 + 1e-7)), (mu, 3.0)):
            y, o = direction(nu), f(other)
            cosine = sum(p * q for p, q in zip(m, y))
            kl = top - fisher_top(n, o) + k * (a - 1) - o * (a * cosine - 1)
            add(text, "kl", kl, q=fisher(nu, other))


# --- Relaxed classes --------------------------------------------------------------------------


def relaxed_log(tau, p, x):
    n = len(p)
    return (loggamma(n) + (n - 1) * log(tau) + sum(log(a) - (tau + 1) * log(v) for a, v in zip(p, x))
            - n * log(sum(a * v ** -tau for a, v in zip(p, x))))


def relaxed(tau, p):
    return f"RelaxedOneHotCategorical(temperature: {float(tau)}, probabilities: {row(p)})"


for tau in (0.01, 0.5, 1, 2.5, 100):
    for p in ([0.25, 0.75], [0.2, 0.3, 0.5], [0.001, 0.499, 0.25, 0.25]):
        q = [f(v) for v in p]
        q = [v / sum(q) for v in q]
        n = len(p)
        for x in ([1 / mpf(n)] * n, [mpf(v) for v in (0.25, 0.5, 0.125, 0.125)[:n - 1]], [mpf(2) ** -30] * (n - 1), [mpf(2) ** -200] * (n - 1)):
            x = [float(v) for v in x[:n - 1]]
            x.append(1 - sum(x))
            # A last share that does not close the sum is outside.
            if abs(sum(f(v) for v in x) - 1) < 1e-10:
                add(relaxed(tau, p), "logProbability", relaxed_log(f(tau), q, [f(v) for v in x]), x)

mp.dps = 30
for tau in (0.3, 1, 2.5):
    # Of two classes, by the log-odds z of the first share: a logistic variable over τ.
    p = [0.25, 0.75]
    t = f(tau)
    shift = log(mpf(1) / 3)

    def odds(z):
        w = t * z - shift
        return t / (4 * cosh(w / 2) ** 2)

    def mean_of(g):
        centre = shift / t
        ends = [centre + s / t * k for s in (-1, 1) for k in (80, 30, 10, 3, 1)] + [centre, mpf(0)]
        return quad(lambda z: g(z) * odds(z), sorted(ends))

    share = lambda z: 1 / (1 + exp(-z))
    first = mean_of(share)
    add(relaxed(tau, p), "mean", first, at=0)
    add(relaxed(tau, p), "mean", 1 - first, at=1)
    add(relaxed(tau, p), "covariance", mean_of(lambda z: (share(z) - first) ** 2), at=0)
    add(relaxed(tau, p), "covariance", -mean_of(lambda z: (share(z) - first) ** 2), at=1)
    # log p(x) = log of the density of z less log x (1 − x).
    add(relaxed(tau, p), "entropy",
        mean_of(lambda z: -log(odds(z)) - 2 * log(2 * cosh(z / 2))))
for tau, n in ((0.5, 3), (2, 5)):
    # Equal classes have equal means.
    p = [1 / n] * n
    for i in range(n):
        add(relaxed(tau, p), "mean", mpf(1) / n, at=i)

print("[\n" + ",\n".join(json.dumps(c) for c in cases) + "\n]")
