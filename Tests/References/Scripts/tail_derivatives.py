"""References for derivatives of tails and special functions by every argument, by mpmath.

    python3 tail_derivatives.py

writes ../tail_derivatives.json: for each function a list of arguments, value and gradient.
"""
import json, math, os, random
import mpmath as mp
from mpmath import mpf

mp.mp.dps = 60
random.seed(5)


def size(low, high):
    return math.exp(random.uniform(math.log(low), math.log(high)))


def log_of(tail, other):
    """The logarithm of a tail, from the other one where that is smaller."""
    return mp.log(tail) if tail < 0.5 else mp.log1p(-other)


def gamma_tail(upper):
    def f(a, x):
        tails = [mp.gammainc(a, 0, x, regularized=True), mp.gammainc(a, x, mp.inf, regularized=True)]
        return log_of(tails[upper], tails[1 - upper])
    return f


def beta_tail(upper):
    def f(x, a, b):
        tails = [mp.betainc(a, b, 0, x, regularized=True), mp.betainc(b, a, 0, 1 - x, regularized=True)]
        return log_of(tails[upper], tails[1 - upper])
    return f


def student(t, nu):
    tail = mp.betainc(nu / 2, mpf(1) / 2, 0, nu / (nu + t * t), regularized=True) / 2
    return mp.log(1 - tail if t > 0 else tail)


def owen(h, a):
    return mp.quad(lambda s: mp.exp(-h * h * (1 + s * s) / 2) / (1 + s * s), [0, a / 2, a]) / (2 * mp.pi)


def marcum(upper):
    def f(order, a, b):
        j, terms, mean = 0, mpf(0), a * a / 2
        while True:
            part = mp.exp(-mean) * mean**j / mp.factorial(j)
            term = part * mp.gammainc(order + j, b * b / 2 if upper else 0, mp.inf if upper else b * b / 2, regularized=True)
            terms += term
            if j > mean and part < mpf(10) ** -55 * max(terms, mpf(10) ** -400): return mp.log(terms)
            j += 1
    return f


def gamma_points():
    return [(a, a * size(0.2, 4)) for a in [size(0.01, 1e3) for _ in range(12)]] + [(1e4, 1.02e4), (3, 200), (50, 2)]


CASES = {
    "logRegularizedGamma lower": (gamma_tail(False), gamma_points()),
    "logRegularizedGamma upper": (gamma_tail(True), gamma_points()),
    "logRegularizedBeta lower": (beta_tail(False), [(random.random(), size(0.05, 200), size(0.05, 200)) for _ in range(12)]),
    "logRegularizedBeta upper": (beta_tail(True), [(random.random(), size(0.05, 200), size(0.05, 200)) for _ in range(12)]),
    "logStudentTCDF": (student, [(random.gauss(0, 3), size(0.3, 300)) for _ in range(12)]),
    "owenT": (owen, [(size(0.01, 4), size(0.01, 10)) for _ in range(8)]),
    "logMarcumQ lower": (marcum(False), [(size(0.5, 10), size(0.3, 6), size(0.3, 10)) for _ in range(6)]),
    "logMarcumQ upper": (marcum(True), [(size(0.5, 10), size(0.3, 6), size(0.3, 10)) for _ in range(6)]),
    "logBeta": (lambda a, b: mp.log(mp.beta(a, b)), [(size(1e-3, 1e6), size(1e-3, 1e6)) for _ in range(8)]),
    "logGammaDifference": (lambda a, x: mp.loggamma(a + x) - mp.loggamma(a), [(size(1e-3, 1e3), size(1e-2, 1e3)) for _ in range(8)]),
    "logGammaRemainder": (lambda a, h: mp.loggamma(a + h) - mp.loggamma(a) - h * mp.psi(0, a), [(size(1e-3, 1e3), size(1e-2, 1e3)) for _ in range(8)]),
    "logExpMinusOne": (lambda x: mp.log(mp.expm1(x)), [(size(1e-8, 100),) for _ in range(6)]),
    "logBesselI0": (lambda x: mp.log(mp.besseli(0, x)), [(size(1e-3, 100),) for _ in range(6)]),
}


def number(v):
    return mp.nstr(v, 20)


out = {"made by": "tail_derivatives.py", "mpmath": mp.__version__, "functions": {}}
for name, (f, points) in CASES.items():
    rows = []
    for point in points:
        exact = [mpf(v) for v in point]
        gradient = []
        for i in range(len(point)):
            def along(t): return f(*[t if j == i else v for j, v in enumerate(exact)])
            gradient.append(number(mp.diff(along, exact[i], h=mpf(10) ** -22 * exact[i])))
        rows.append({"at": list(point), "value": number(f(*exact)), "gradient": gradient})
    out["functions"][name] = rows
path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "tail_derivatives.json")
with open(path, "w") as file:
    json.dump(out, file, indent=1)
    file.write("\n")
