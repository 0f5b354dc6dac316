"""Values of composed and multivariate distributions to 50 digits.

Every formula is the textbook one, evaluated with enough digits that what it cancels does not
matter; moments, where given, are integrals. Run from this folder:

    python3 composed_and_multivariate.py > composed_and_multivariate.json

with Python 3 and mpmath 1.3.
"""

import itertools
import json

from mpmath import (
    betainc, cholesky, det, diff, digamma, erfc, erfinv, exp, findroot, inf, inverse, linspace, log,
    log1p, loggamma, matrix, mp, mpf, nstr, pi, quad, sqrt,
)

mp.dps = 60

cases = []


def add(p, of, expect, x=None, q=None):
    if abs(expect) < mpf(10) ** -50:
        expect = mpf(0)
    case = {"p": p, "of": of, "expect": nstr(expect, 25, min_fixed=0, max_fixed=0)}
    if x is not None:
        case["x"] = x
    if q is not None:
        case["q"] = q
    cases.append(case)


def f(x):
    """The double nearest to a decimal text or number, exactly."""
    return mpf(float(x))


# --- The line ---------------------------------------------------------------------------------


class Normal:
    def __init__(self, m, s):
        self.m, self.s = f(m), f(s)
        self.text = f"Normal(mean: {float(m)}, standardDeviation: {float(s)})"
        self.points = [self.m + k * self.s for k in (-60, -12, -4, -1, 0, 1, 4, 12, 60)]

    def pdf(self, x):
        z = (x - self.m) / self.s
        return exp(-z * z / 2) / (self.s * sqrt(2 * pi))

    def lower(self, x):
        return erfc(-(x - self.m) / self.s / sqrt(mpf(2))) / 2

    def upper(self, x):
        return erfc((x - self.m) / self.s / sqrt(mpf(2))) / 2


class StudentT:
    def __init__(self, nu, m=0, s=1):
        self.nu, self.m, self.s = f(nu), f(m), f(s)
        self.text = f"StudentT(degreesOfFreedom: {float(nu)}, location: {float(m)}, scale: {float(s)})"
        self.points = [self.m + self.s * mpf(10) ** k * sign for sign in (-1, 1) for k in range(-1, 40, 3)]

    def pdf(self, x):
        z = (x - self.m) / self.s
        nu = self.nu
        return exp(loggamma((nu + 1) / 2) - loggamma(nu / 2)) / sqrt(nu * pi) / self.s * (
            1 + z * z / nu) ** (-(nu + 1) / 2)

    def lower(self, x):
        z = (x - self.m) / self.s
        half = betainc(self.nu / 2, mpf(1) / 2, 0, self.nu / (self.nu + z * z), regularized=True) / 2
        return half if z < 0 else 1 - half

    def upper(self, x):
        return self.lower(2 * self.m - x)


class Mixture:
    def __init__(self, weights, parts):
        total = sum(f(w) for w in weights)
        self.w = [f(w) / total for w in weights]
        self.parts = parts
        self.text = "Mixture(weights: [%s], components: [%s])" % (
            ", ".join(str(float(w)) for w in weights), ", ".join(p.text for p in parts))
        self.points = sorted(x for p in parts for x in p.points)

    def pdf(self, x):
        return sum(w * p.pdf(x) for w, p in zip(self.w, self.parts))

    def lower(self, x):
        return sum(w * p.lower(x) for w, p in zip(self.w, self.parts))

    def upper(self, x):
        return sum(w * p.upper(x) for w, p in zip(self.w, self.parts))


class Truncated:
    def __init__(self, base, a=None, b=None):
        self.base = base
        self.a, self.b = -inf if a is None else f(a), inf if b is None else f(b)
        self.text = "Truncated(%s%s%s)" % (
            base.text, "" if a is None else f", lowerBound: {float(a)}",
            "" if b is None else f", upperBound: {float(b)}")
        self.mass = self.between(self.a, self.b)
        inner = [x for x in base.points if self.a < x < self.b]
        ends = [x for x in (self.a, self.b) if abs(x) != inf]
        self.points = sorted(inner + ends)

    def between(self, a, b):
        below = 0 if a == -inf else self.base.lower(a)
        above = 0 if b == inf else self.base.upper(b)
        if a != -inf and below > mpf("0.5"):
            return self.base.upper(a) - above
        return (1 if b == inf else self.base.lower(b)) - below if b != inf else self.base.upper(a) if a != -inf else mpf(1)

    def pdf(self, x):
        return self.base.pdf(x) / self.mass if self.a <= x <= self.b else mpf(0)

    def lower(self, x):
        return mpf(0) if x < self.a else mpf(1) if x >= self.b else self.between(self.a, x) / self.mass

    def upper(self, x):
        return mpf(1) if x < self.a else mpf(0) if x >= self.b else self.between(x, self.b) / self.mass


class Affine:
    def __init__(self, base, shift, scale):
        self.base, self.shift, self.scale = base, f(shift), f(scale)
        self.text = f"Affine({base.text}, shift: {float(shift)}, scale: {float(scale)})"
        self.points = sorted(self.shift + self.scale * x for x in base.points)

    def back(self, x):
        return (x - self.shift) / self.scale

    def pdf(self, x):
        return self.base.pdf(self.back(x)) / abs(self.scale)

    def lower(self, x):
        return (self.base.lower if self.scale > 0 else self.base.upper)(self.back(x))

    def upper(self, x):
        return (self.base.upper if self.scale > 0 else self.base.lower)(self.back(x))


class Transformed:
    def __init__(self, base, name, there, back, slope, image, rising=True):
        self.base, self.back, self.slope, self.image, self.rising = base, back, slope, image, rising
        self.text = f"Transformed({base.text}, by: {name})"
        self.points = sorted(there(x) for x in base.points)

    def inside(self, x):
        return self.image[0] < x < self.image[1]

    def pdf(self, x):
        if not self.inside(x):
            return mpf(0)
        y = self.back(x)
        return self.base.pdf(y) / abs(self.slope(y))

    def lower(self, x):
        if not self.inside(x):
            return mpf(0) if x <= self.image[0] else mpf(1)
        return (self.base.lower if self.rising else self.base.upper)(self.back(x))

    def upper(self, x):
        if not self.inside(x):
            return mpf(1) if x <= self.image[0] else mpf(0)
        return (self.base.upper if self.rising else self.base.lower)(self.back(x))


class Folded:
    """The square of a draw."""

    def __init__(self, base):
        self.base = base
        self.text = f"Transformed({base.text}, by: Power(exponent: 2.0))"
        self.points = sorted({x * x for x in base.points})

    def pdf(self, x):
        if x <= 0:
            return mpf(0)
        r = sqrt(x)
        return (self.base.pdf(r) + self.base.pdf(-r)) / (2 * r)

    def lower(self, x):
        return mpf(0) if x <= 0 else self.base.lower(sqrt(x)) - self.base.lower(-sqrt(x))

    def upper(self, x):
        return mpf(1) if x <= 0 else self.base.lower(-sqrt(x)) + self.base.upper(sqrt(x))


def safelog(x):
    return -inf if x == 0 else log(x)


def line(p, xs, moments=False):
    for x in xs:
        x = float(x)
        add(p.text, "logProbability", safelog(p.pdf(f(x))), x)
        add(p.text, "logCDF", safelog(p.lower(f(x))), x)
        add(p.text, "logSurvival", safelog(p.upper(f(x))), x)
    if moments:
        ps = p.points
        m = quad(lambda x: x * p.pdf(x), ps)
        c = [quad(lambda x: (x - m) ** k * p.pdf(x), ps) for k in (2, 3, 4)]
        add(p.text, "mean", m)
        add(p.text, "variance", c[0])
        add(p.text, "skewness", c[1] / c[0] ** mpf("1.5"))
        add(p.text, "excessKurtosis", c[2] / c[0] ** 2 - 3)


def quantiles(p, pairs):
    """Pairs of a level, negative ones of the upper tail, and a starting bracket."""
    for u, bracket in pairs:
        tail = p.lower if u > 0 else p.upper
        level = f(abs(u))
        x = findroot(lambda x: safelog(tail(x)) - log(level), bracket, solver="anderson", tol=1e-90, verify=False)
        add(p.text, "quantile" if u > 0 else "survivalQuantile", x, abs(u))


two = Mixture([0.3, 0.7], [Normal(0, 1), Normal(4, 0.5)])
line(two, [-100, -40, -3, 0, 2.5, 4, 9, 41, 100], moments=True)
quantiles(two, [(1e-300, (-38, -36)), (1e-5, (-5, -3)), (0.3, (2, 3)), (0.5, (3, 4)), (-1e-200, (17, 20))])
far = Mixture([1 - 1e-6, 1e-6], [Normal(0, 1), Normal(1000, 0.1)])
line(far, [-5, 0, 30, 500, 999.9, 1000, 1010])
heavy = Mixture([0.5, 0.5], [StudentT(3), Normal(5, 2)])
line(heavy, [-1e5, -3, 0, 5, 20, 1e8])

deep = Truncated(Normal(0, 1), 40)
line(deep, [40, 40.001, 40.1, 42, 60], moments=True)
quantiles(deep, [(1e-3, (40.00001, 40.0001)), (0.5, (40.01, 40.03)), (-1e-10, (40.3, 41)), (-1e-300, (50, 60))])
line(Truncated(Normal(0, 1), None, -30), [-30, -30.5, -40])
line(Truncated(Normal(0, 1), -1, 2), [-1, -0.999999, 0, 1.5, 2], moments=True)
line(Truncated(Normal(0, 1), 1, 1.000001), [1.0000002, 1.0000009], moments=False)
line(Truncated(StudentT(3), 10), [10.001, 15, 1e6])
line(Truncated(StudentT(30), -3, 100), [-2.9, 0, 5, 99], moments=True)

line(Affine(StudentT(3), 2, -0.5), [-10, 1.9, 2, 2.5, 1e5])
nested = Mixture(
    [0.4, 0.6], [Truncated(Affine(StudentT(5), 1, 2), 0), Truncated(Normal(0, 1), None, 1)])
line(nested, [-30, -1, 0.1, 0.9, 3, 1e4])
quantiles(nested, [(1e-100, (-22, -20)), (0.05, (-2, -1)), (0.7, (0.5, 0.95)), (-1e-4, (20, 40))])

lognormal = Transformed(
    Normal(1, 0.5), "Exp()", lambda y: exp(y), lambda x: log(x), lambda y: exp(y), (mpf(0), inf))
line(lognormal, [1e-300, 0.01, 1, 2.5, 30, 1e100], moments=True)
sigmoid = Transformed(
    Normal(-1, 3), "Sigmoid()", lambda y: 1 / (1 + exp(-y)), lambda x: log(x) - log(1 - x),
    lambda y: exp(-y) / (1 + exp(-y)) ** 2, (mpf(0), mpf(1)))
line(sigmoid, [1e-300, 1e-5, 0.5, 0.75, 0.999999], moments=True)
softplus = Transformed(
    StudentT(3), "Softplus()", lambda y: log1p(exp(y)), lambda x: log(exp(x) - 1),
    lambda y: 1 / (1 + exp(-y)), (mpf(0), inf))
line(softplus, [1e-5, 0.1, 1, 40, 1e3])
tanh_ = Transformed(
    Normal(0.25, 1), "Tanh()", lambda y: (1 - exp(-2 * y)) / (1 + exp(-2 * y)),
    lambda x: log((1 + x) / (1 - x)) / 2, lambda y: 4 / (exp(y) + exp(-y)) ** 2, (mpf(-1), mpf(1)))
line(tanh_, [-0.999999, -0.5, 1e-9, 0.125, 0.99], moments=True)
cube = Transformed(
    Normal(0, 1), "Power(exponent: 3.0)", lambda y: y ** 3,
    lambda x: abs(x) ** (mpf(1) / 3) * (1 if x > 0 else -1), lambda y: 3 * y * y, (-inf, inf))
line(cube, [-1e4, -1, 1e-9, 2, 100])
reciprocal = Transformed(
    Transformed(Normal(0, 1), "Exp()", lambda y: exp(y), lambda x: log(x), lambda y: exp(y), (mpf(0), inf)),
    "Power(exponent: -1.0)", lambda y: 1 / y, lambda x: 1 / x, lambda y: 1 / y ** 2, (mpf(0), inf),
    rising=False)
reciprocal.text = ("Transformed(Normal(mean: 0.0, standardDeviation: 1.0), "
                   "by: Compose([Exp(), Power(exponent: -1.0)]))")
line(reciprocal, [1e-5, 0.5, 1, 3, 1e10])
square_ = Folded(Normal(0.5, 2))
line(square_, [1e-100, 1e-3, 0.5, 4, 100, 1e4])
quantiles(square_, [(1e-3, (1e-7, 1e-4)), (0.5, (1, 3)), (-1e-6, (80, 160))])


# --- Vectors and matrices ---------------------------------------------------------------------


def rows(m):
    return "[" + ", ".join("[" + ", ".join(str(float(x)) for x in r) + "]" for r in m) + "]"


def row(v):
    return "[" + ", ".join(str(float(x)) for x in v) + "]"


def exact(m):
    return matrix([[f(x) for x in r] for r in m])


def mvn(mean, cov, x):
    n = len(mean)
    d = matrix([f(a) - f(b) for a, b in zip(x, mean)])
    return -(d.T * inverse(cov) * d)[0] / 2 - log(det(cov)) / 2 - n * log(2 * pi) / 2


def mvn_entropy(cov):
    return cov.rows * (1 + log(2 * pi)) / 2 + log(det(cov)) / 2


def mvn_kl(m0, c0, m1, c1):
    n = len(m0)
    i1 = inverse(c1)
    d = matrix([f(a) - f(b) for a, b in zip(m1, m0)])
    t = i1 * c0
    return (sum(t[i, i] for i in range(n)) - n + (d.T * i1 * d)[0] + log(det(c1)) - log(det(c0))) / 2


MEAN = [1, -2, 0.5]
COV = [[4, 1, 0.5], [1, 3, -0.25], [0.5, -0.25, 2]]
FACTOR = [[2, 0, 0], [-0.75, 1.5, 0], [0.125, 3, 0.01]]
SD = [0.1, 2, 1e6]
XS = [[1, -2, 0.5], [0, 0, 0], [30, -40, 1e3]]


def by_factor(l):
    l = exact(l)
    return l * l.T


FORMS = [
    (f"MultivariateNormal(mean: {row(MEAN)}, covariance: {rows(COV)})", exact(COV)),
    (f"MultivariateNormal(mean: {row(MEAN)}, scaleFactor: {rows(FACTOR)})", by_factor(FACTOR)),
    (f"MultivariateNormal(mean: {row(MEAN)}, standardDeviations: {row(SD)})",
     matrix([[f(s) ** 2 if i == j else 0 for j in range(3)] for i, s in enumerate(SD)])),
]
W = [[1, 0.5], [-2, 3], [0.25, 1e4]]
D = [0.5, 1, 1e-3]
w = exact(W)
FORMS.append((
    f"LowRankMultivariateNormal(mean: {row(MEAN)}, factor: {rows(W)}, diagonal: {row(D)})",
    w * w.T + matrix([[f(s) if i == j else 0 for j in range(3)] for i, s in enumerate(D)])))
for text, cov in FORMS:
    for x in XS:
        add(text, "logProbability", mvn(MEAN, cov, x), x)
    add(text, "entropy", mvn_entropy(cov))
for (p, c0), (q, c1) in itertools.product(FORMS, FORMS):
    if "LowRank" not in p + q:
        add(p, "kl", mvn_kl(MEAN, c0, MEAN, c1), q=q)
NEAR = [[2.000002, 0, 0], [-0.75, 1.5, 0], [0.125, 3.000001, 0.01]]
add(FORMS[1][0], "kl", mvn_kl(MEAN, FORMS[1][1], [1, -2.0000001, 0.5], by_factor(NEAR)),
    q=f"MultivariateNormal(mean: {row([1, -2.0000001, 0.5])}, scaleFactor: {rows(NEAR)})")
mild = [[1, 0.5], [-2, 3], [0.25, 1]]
m = exact(mild)
mild_cov = m * m.T + matrix([[f(s) if i == j else 0 for j in range(3)] for i, s in enumerate([0.5, 1, 2])])
MILD = f"LowRankMultivariateNormal(mean: {row(MEAN)}, factor: {rows(mild)}, diagonal: [0.5, 1.0, 2.0])"
add(MILD, "kl", mvn_kl(MEAN, mild_cov, MEAN, FORMS[0][1]), q=FORMS[0][0])
add(FORMS[0][0], "kl", mvn_kl(MEAN, FORMS[0][1], MEAN, mild_cov), q=MILD)
mild_cov2 = m * m.T + matrix([[f(s) if i == j else 0 for j in range(3)] for i, s in enumerate([0.75, 1, 1.5])])
add(MILD, "kl", mvn_kl(MEAN, mild_cov, [1, -2.5, 0.5], mild_cov2),
    q=f"LowRankMultivariateNormal(mean: {row([1, -2.5, 0.5])}, factor: {rows(mild)}, diagonal: [0.75, 1.0, 1.5])")

for nu in (0.5, 3, 30, 1e6, 1e12):
    cov = by_factor(FACTOR)
    inv, ld = inverse(cov), log(det(cov)) / 2
    text = f"MultivariateStudentT(degreesOfFreedom: {float(nu)}, location: {row(MEAN)}, scaleFactor: {rows(FACTOR)})"
    v, n = f(nu), 3
    base = loggamma((v + n) / 2) - loggamma(v / 2) - n * log(v * pi) / 2 - ld
    for x in XS:
        d = matrix([f(a) - f(b) for a, b in zip(x, MEAN)])
        add(text, "logProbability", base - (v + n) / 2 * log1p((d.T * inv * d)[0] / v), x)
    add(text, "entropy", -base + (v + n) / 2 * (digamma((v + n) / 2) - digamma(v / 2)))


def dirichlet(a, x):
    a, x = [f(v) for v in a], [f(v) for v in x]
    return loggamma(sum(a)) - sum(loggamma(v) for v in a) + sum((v - 1) * log(y) for v, y in zip(a, x))


def dirichlet_entropy(a):
    a = [f(v) for v in a]
    t = sum(a)
    return (sum(loggamma(v) for v in a) - loggamma(t) + (t - len(a)) * digamma(t)
            - sum((v - 1) * digamma(v) for v in a))


def dirichlet_kl(a, b):
    a, b = [f(v) for v in a], [f(v) for v in b]
    return (loggamma(sum(a)) - loggamma(sum(b)) + sum(loggamma(v) for v in b) - sum(loggamma(v) for v in a)
            + sum((u - v) * (digamma(u) - digamma(sum(a))) for u, v in zip(a, b)))


for a in ([0.5, 1.5, 3], [1e-4, 2e-4, 3e-4], [1, 1, 1], [500, 1500, 3000], [1e8, 2e8, 3e8], [1e12, 2e12, 3e12],
          [1e-3, 1, 1e6], [1e5, 1e12, 2]):
    text = f"Dirichlet(concentration: {row(a)})"
    total = sum(a)
    for x in ([0.2, 0.3, 0.5], [1e-12, 0.25, 0.75], [v / total for v in a],
              [v / total * (1 + 3 * s / v ** 0.5) for v, s in zip(a, (1, -0.5, 0))]):
        if min(x) <= 0 or abs(sum(x) - 1) > 1e-7:
            continue
        add(text, "logProbability", dirichlet(a, x), [float(v) for v in x])
    add(text, "entropy", dirichlet_entropy(a))
for a, b in (([0.5, 1.5, 3], [0.5000005, 1.5, 2.999997]), ([5e7, 1.5e8, 3e8], [50000000.05, 1.5e8, 299999999.7]),
             ([1e12, 2e12, 3e12], [1e12 + 1, 2e12, 3e12 - 4]), ([1e8, 2e8, 3e8], [2e8, 4e8, 6e8]),
             ([1e-4, 2e-4, 3e-4], [1, 1, 1]), ([1, 1, 1], [1e-4, 2e-4, 3e-4]), ([2, 3], [1e6, 2e6]), ([1e6, 2e6], [2, 3])):
    add(f"Dirichlet(concentration: {row(a)})", "kl", dirichlet_kl(a, b), q=f"Dirichlet(concentration: {row(b)})")


def shares(p):
    p = [f(v) for v in p]
    return [v / sum(p) for v in p]


def multinomial(t, p, k):
    return loggamma(t + 1) + sum(k_ * log(p_) - loggamma(k_ + 1) for k_, p_ in zip(k, shares(p)) if k_ > 0)


for t, p, ks in (
        (10, [0.2, 0.3, 0.5], [[2, 3, 5], [0, 0, 10], [10, 0, 0]]),
        (1000000, [0.1, 0.2, 0.7], [[100000, 200000, 700000], [99000, 201500, 699500]]),
        (1000000000000, [0.25, 0.25, 0.5], [[250000000000, 250000000000, 500000000000],
                                            [250000700000, 249999500000, 499999800000]]),
        (5, [0, 0.5, 0.5], [[0, 2, 3]])):
    text = f"Multinomial(trials: {float(t)}, probabilities: {row(p)})"
    for k in ks:
        add(text, "logProbability", multinomial(mpf(t), p, [mpf(v) for v in k]), k)
for t, p in ((10, [0.2, 0.3, 0.5]), (40, [0.01, 0.49, 0.5]), (1, [0.25, 0.75])):
    h = mpf(0)
    for k in itertools.product(range(t + 1), repeat=len(p) - 1):
        if sum(k) <= t:
            l = multinomial(mpf(t), p, [mpf(v) for v in (*k, t - sum(k))])
            h -= exp(l) * l
    add(f"Multinomial(trials: {float(t)}, probabilities: {row(p)})", "entropy", h)
for p, q in (([0.2, 0.3, 0.5], [0.25, 0.25, 0.5]), ([0.2, 0.3, 0.5], [0.2000001, 0.2999999, 0.5])):
    kl = sum(u * log(u / v) for u, v in zip(shares(p), shares(q)))
    for t in (7,):
        add(f"Multinomial(trials: {float(t)}, probabilities: {row(p)})", "kl", t * kl,
            q=f"Multinomial(trials: {float(t)}, probabilities: {row(q)})")
    one_hot = [f"OneHotCategorical(probabilities: {row(v)})" for v in (p, q)]
    one_trial = [f"Multinomial(trials: 1.0, probabilities: {row(v)})" for v in (p, q)]
    add(one_hot[0], "kl", kl, q=one_hot[1])
    add(one_hot[0], "kl", kl, q=one_trial[1])
    add(one_trial[0], "kl", kl, q=one_hot[1])
add("OneHotCategorical(probabilities: [0.2, 0.3, 0.5])", "logProbability", log(shares([0.2, 0.3, 0.5])[1]), [0, 1, 0])
add("OneHotCategorical(probabilities: [0.2, 0.3, 0.5])", "entropy", -sum(v * log(v) for v in shares([0.2, 0.3, 0.5])))


def dirichlet_multinomial(t, a, k):
    total = sum(a)
    return (loggamma(t + 1) + loggamma(total) - loggamma(t + total)
            + sum(loggamma(u + v) - loggamma(u + 1) - loggamma(v) for u, v in zip(k, a)))


def compositions(t, n):
    return [(*k, t - sum(k)) for k in itertools.product(range(t + 1), repeat=n - 1) if sum(k) <= t]


for t, a, ks in ((10, [0.5, 1.5, 3], [[1, 2, 7], [0, 0, 10], [10, 0, 0]]), (0, [1, 2], [[0, 0]]),
                 (1, [0.25, 0.75], [[1, 0], [0, 1]]), (1000, [20, 400, 0.5], [[50, 950, 0], [400, 500, 100]]),
                 (1000000000000, [1e12, 2e12, 3e12], [[166666666666, 333333333334, 500000000000],
                                                       [166667166666, 333332833334, 500000000000]]),
                 (100000000, [1e-3, 0.5, 7], [[3, 10000000, 89999997], [0, 0, 100000000]])):
    text = f"DirichletMultinomial(trials: {float(t)}, concentration: {row(a)})"
    exact_a = [mpf(v) for v in a]
    for k in ks:
        add(text, "logProbability", dirichlet_multinomial(mpf(t), exact_a, [mpf(v) for v in k]), k)
for t, a in ((10, [0.5, 1.5, 3]), (40, [0.01, 0.49, 200]), (1, [0.25, 0.75]), (12, [1e8, 3e8])):
    exact_a = [mpf(v) for v in a]
    h = mpf(0)
    for k in compositions(t, len(a)):
        l = dirichlet_multinomial(mpf(t), exact_a, [mpf(v) for v in k])
        h -= exp(l) * l
    add(f"DirichletMultinomial(trials: {float(t)}, concentration: {row(a)})", "entropy", h)
for t, a, b in ((10, [0.5, 1.5, 3], [0.75, 1.5, 2]), (10, [0.5, 1.5, 3], [0.5, 1.5000000001, 3]), (25, [4, 5], [4.000001, 5.000001]),
                (7, [1, 2, 3], [1e-8, 2, 300])):
    (ea, eb) = ([mpf(v) for v in w] for w in (a, b))
    kl = mpf(0)
    for k in compositions(t, len(a)):
        k = [mpf(v) for v in k]
        l = dirichlet_multinomial(mpf(t), ea, k)
        kl += exp(l) * (l - dirichlet_multinomial(mpf(t), eb, k))
    add(f"DirichletMultinomial(trials: {float(t)}, concentration: {row(a)})", "kl", kl,
        q=f"DirichletMultinomial(trials: {float(t)}, concentration: {row(b)})")


def multigamma(a, n):
    return mpf(n * (n - 1)) / 4 * log(pi) + sum(loggamma(a - mpf(j) / 2) for j in range(n))


def wishart(nu, v, x):
    n = v.rows
    t = inverse(v) * x
    return ((nu - n - 1) / 2 * log(det(x)) - sum(t[i, i] for i in range(n)) / 2 - nu * n / 2 * log(2)
            - nu / 2 * log(det(v)) - multigamma(nu / 2, n))


def wishart_entropy(nu, v):
    n = v.rows
    psi = sum(digamma((nu - j) / 2) for j in range(n))
    return (mpf(n + 1) / 2 * log(det(v)) + mpf(n * (n + 1)) / 2 * log(2) + multigamma(nu / 2, n)
            - (nu - n - 1) / 2 * psi + nu * n / 2)


def wishart_kl(nu, v, nu1, v1):
    n = v.rows
    t = inverse(v1) * v
    psi = sum(digamma((nu - j) / 2) for j in range(n))
    return (multigamma(nu1 / 2, n) - multigamma(nu / 2, n) + (nu - nu1) / 2 * psi
            + nu1 / 2 * (log(det(v1)) - log(det(v))) + nu / 2 * (sum(t[i, i] for i in range(n)) - n))


L2 = [[1, 0], [0.5, 2]]
L3 = [[1.0000001, 0], [0.5, 1.9999999]]
for nu in (1.5, 3, 7.5, 1e6, 1e12):
    v, text = by_factor(L2), f"Wishart(degreesOfFreedom: {float(nu)}, scaleFactor: {rows(L2)})"
    for scale in (1, 1.5):
        # Whole multiples of 2^-10 are exact.
        x = [[float(round(nu * scale * float(v[i, j]) * 1024)) / 1024 for j in range(2)] for i in range(2)]
        add(text, "logProbability", wishart(f(nu), v, exact(x)), x)
    add(text, "entropy", wishart_entropy(f(nu), v))
    for nu1, l1 in ((nu, L3), (nu * 1.25 + 1, L2), (nu + 1e-6, L3)):
        add(text, "kl", wishart_kl(f(nu), v, f(nu1), by_factor(l1)),
            q=f"Wishart(degreesOfFreedom: {float(nu1)}, scaleFactor: {rows(l1)})")

print("[\n" + ",\n".join(json.dumps(c) for c in cases) + "\n]")
