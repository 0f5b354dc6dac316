"""Writes special_functions.json: values of the special functions to 50 digits, rounded to double.

Run from this folder: python3 special_functions.py (mpmath 1.3; two minutes). With two arguments, a
factor and a path, it writes so many times the points elsewhere: for measuring, not for the tests.
Arguments are doubles; each is a number of single precision too where a kernel over floats is tested
with it. Nothing here calls
the package: every value comes from mpmath, from series summed in many digits, or from quadrature.
"""
import json
import random
import sys

import mpmath as m
from mpmath import mp, mpf

random.seed(20240611)
FACTOR = int(sys.argv[1]) if len(sys.argv) > 2 else 1
TARGET = sys.argv[2] if len(sys.argv) > 2 else 'special_functions.json'


def log_uniform(a, b):
    return float(mpf(a) * (mpf(b) / mpf(a))**random.random())


def single(x):
    """x rounded to single precision, so that a float holds it too."""
    import struct
    return struct.unpack('f', struct.pack('f', x))[0]


def grid(*parts):
    return [single(x) for part in parts for x in part]


def logs(a, b, n, sign=1):
    return [sign * log_uniform(a, b) for _ in range(n * FACTOR)]


def uniform(a, b, n):
    return [random.uniform(a, b) for _ in range(n * FACTOR)]


def with_digits(digits, f):
    def g(*x):
        with mp.workdps(digits):
            return f(*x)
    return g


def log_normal_cdf(x):
    if x >= 0:
        return m.log1p(-m.erfc(x / m.sqrt(2)) / 2)
    return -x * x / 2 + m.log(erfcx(-x / m.sqrt(2)) / 2)


def erfcx(x):
    if x < 50:
        return m.exp(x * x) * m.erfc(x)
    term, total = mpf(1), mpf(0)
    for k in range(1, 30):
        total += term
        term *= -(2 * k - 1) / (2 * x * x)
    return total / (x * m.sqrt(m.pi))


def normal_quantile(p):
    if p == mpf(1) / 2:
        return mpf(0)
    if p > mpf(1) / 2:
        return -normal_quantile(1 - p)
    return -m.sqrt(2) * m.findroot(lambda z: m.log(m.erfc(z)) - m.log(2 * p), normal_start(p) / m.sqrt(2))


def normal_start(p):
    t = m.sqrt(-2 * m.log(p))
    return t - (2.515517 + 0.802853 * t + 0.010328 * t * t) / (
        1 + 1.432788 * t + 0.189269 * t * t + 0.001308 * t**3)


def correction(x):
    return m.loggamma(x) - ((x - mpf(1) / 2) * m.log(x) - x + m.log(2 * m.pi) / 2)


def real_log_gamma(x):
    return m.re(m.loggamma(x)) if x > 0 else m.log(abs(m.gamma(x)))


SMALL = (1e-30, 1e-3)
# name: (function, arguments of single precision)
KERNELS = {
    'exp': (m.exp, grid(uniform(-87, 88, 20), logs(*SMALL, 5), logs(*SMALL, 5, -1))),
    'expMinusOne': (with_digits(90, m.expm1), grid(uniform(-40, 88, 15), uniform(-1, 1, 10), logs(*SMALL, 5), logs(*SMALL, 5, -1))),
    'log': (m.log, grid(logs(1e-38, 1e38, 20), uniform(0.5, 2, 15))),
    'logOnePlus': (with_digits(90, m.log1p), grid(logs(1e-30, 1e38, 15), uniform(-0.999, 2, 20), logs(*SMALL, 5, -1))),
    'sin': (with_digits(100, m.sin), grid(uniform(-10, 10, 20), logs(1e-30, 1e30, 20))),
    'cos': (with_digits(100, m.cos), grid(uniform(-10, 10, 20), logs(1e-30, 1e30, 20))),
    'tan': (with_digits(100, m.tan), grid(uniform(-10, 10, 20), logs(1e-30, 1e30, 20))),
    'asin': (m.asin, grid(uniform(-1, 1, 20), logs(*SMALL, 5), [1, -1])),
    'acos': (m.acos, grid(uniform(-1, 1, 20), logs(*SMALL, 5), [0.99999994, -1])),
    'atan': (m.atan, grid(uniform(-3, 3, 20), logs(1e-30, 1e30, 10))),
    'sinh': (with_digits(90, m.sinh), grid(uniform(-88, 88, 15), uniform(-2, 2, 10), logs(*SMALL, 5))),
    'cosh': (m.cosh, grid(uniform(-88, 88, 15), uniform(-2, 2, 10), logs(*SMALL, 5))),
    'tanh': (with_digits(90, m.tanh), grid(uniform(-20, 20, 15), uniform(-2, 2, 10), logs(*SMALL, 5))),
    'asinh': (with_digits(90, m.asinh), grid(logs(1e-30, 1e38, 15), uniform(-3, 3, 15))),
    'acosh': (with_digits(90, m.acosh), grid(logs(1.0001, 1e38, 15), uniform(1.00001, 3, 15))),
    'atanh': (with_digits(90, m.atanh), grid(uniform(-1, 1, 20), logs(*SMALL, 5))),
    'erf': (with_digits(90, m.erf), grid(uniform(-4, 4, 20), logs(*SMALL, 5))),
    'erfc': (m.erfc, grid(uniform(-4, 9, 25), logs(*SMALL, 5))),
    'erfcx': (erfcx, grid(uniform(-9, 30, 25), logs(1e-30, 1e30, 15))),
    'logGamma': (real_log_gamma, grid(logs(1e-30, 1e30, 20), uniform(0, 30, 20), [1 + x for x in logs(1e-6, 0.1, 5)], [2 - x for x in logs(1e-6, 0.1, 5)], uniform(-0.9, 0, 5))),
    'digamma': (m.digamma, grid(logs(1e-30, 1e30, 20), uniform(0, 30, 20), uniform(1.4, 1.5, 10), uniform(-0.4, 0, 5))),
    'trigamma': (lambda x: m.psi(1, x), grid(logs(1e-15, 1e30, 20), uniform(0, 30, 20), uniform(-5, 0, 10))),
    'sigmoid': (lambda x: 1 / (1 + m.exp(-x)), grid(uniform(-80, 30, 20), uniform(-2, 2, 10))),
    'logSigmoid': (with_digits(90, lambda x: -m.log1p(m.exp(-x))), grid(uniform(-80, 80, 20), uniform(-2, 2, 10))),
    'softplus': (with_digits(90, lambda x: m.log1p(m.exp(x))), grid(uniform(-80, 80, 20), uniform(-2, 2, 10))),
    'normalLogCDF': (with_digits(90, log_normal_cdf), grid(uniform(-40, 12, 25), logs(1e-10, 1e15, 10, -1), uniform(-1, 1, 10))),
    'normalQuantile': (normal_quantile, grid(uniform(0, 1, 25), logs(1e-37, 0.4, 15))),
    'logOnePlusRemainder': (with_digits(90, lambda x: x - m.log1p(x)), grid(logs(1e-15, 1e30, 20), uniform(-0.999, 1.5, 20), logs(1e-15, 1e-3, 5, -1))),
    'expRemainder': (with_digits(90, lambda x: m.expm1(x) - x), grid(uniform(-80, 80, 15), uniform(-2, 2, 15), logs(1e-15, 1e-3, 5), logs(1e-15, 1e-3, 5, -1))),
    'logOneMinusExp': (with_digits(90, lambda x: m.log(-m.expm1(x)) if x > -1 else m.log1p(-m.exp(x))), grid(uniform(-80, 0, 10), uniform(-2, 0, 15), logs(*SMALL, 10, -1))),
    'logGammaCorrection': (with_digits(90, correction), grid(logs(1e-30, 1e25, 20), uniform(0, 30, 20))),
}


# The incomplete beta and gamma functions in many digits: positive series, else continued fraction,
# else quadrature of the integrand in log-odds.

def log_beta_prefactor(x, y, a, b):
    return a * m.log(x) + b * m.log(y) - (m.loggamma(a) + m.loggamma(b) - m.loggamma(a + b))


def beta_series(x, a, b, cap):
    term, total, n = mpf(1), mpf(1), 0
    while n < cap:
        ratio = (a + b + n) / (a + 1 + n) * x
        term *= ratio
        total += term
        n += 1
        if ratio < 1 and term < mpf(10)**-mp.dps * total:
            return total
    return None


def beta_fraction(x, a, b, cap):
    tiny = mpf(10)**-5000
    c, d = mpf(1), 1 / (1 - (a + b) * x / (a + 1) or tiny)
    h = d
    for k in range(1, cap):
        for n in (k * (b - k) * x / ((a + 2 * k - 1) * (a + 2 * k)),
                  -(a + k) * (a + b + k) * x / ((a + 2 * k) * (a + 2 * k + 1))):
            d = 1 / (1 + n * d or tiny)
            c = 1 + n / c or tiny
            h *= c * d
        if abs(c * d - 1) < mpf(10)**(5 - mp.dps):
            return h
    return None


def log_left_beta(x, y, a, b):
    for method in (beta_series, beta_fraction):
        r = method(x, a, b, 20000)
        if r is not None:
            return log_beta_prefactor(x, y, a, b) + m.log(r / a)
    slope, width = a * y - b * x, 1 / m.sqrt(a * b / (a + b))
    if slope > 0:
        width = min(width, 1 / slope)
    ends = [0] + [width * k for k in (1, 2, 4, 8, 16, 32, 64, 128)]
    integral = m.quad(lambda d: m.exp(b * d - (a + b) * m.log(x + y * m.exp(d))), ends)
    return log_beta_prefactor(x, y, a, b) + m.log(integral)


def complement(log_p):
    return m.log1p(-m.exp(log_p)) if log_p < -1 else m.log(-m.expm1(log_p))


def beta_tails(x, y, a, b):
    extra = int(abs(m.log10(a))) + int(abs(m.log10(b)))
    with mp.workdps(60 + 2 * extra):
        x, y = (x, 1 - x) if x <= y else (1 - y, y)
        if a * y >= b * x:
            lower = log_left_beta(x, y, a, b)
            return [lower, complement(lower)]
        upper = log_left_beta(y, x, b, a)
        return [complement(upper), upper]


def gamma_tails(a, x):
    with mp.workdps(70 + int(abs(m.log10(a))) + int(abs(m.log10(x)))):
        front = a * m.log(x) - x - m.loggamma(a)
        if x <= a + 1 or x < 1.5:
            term, total, n = mpf(1), mpf(1), 1
            while term > mpf(10)**-mp.dps * total:
                term *= x / (a + n)
                total += term
                n += 1
            lower = front + m.log(total / a)
            return [lower, complement(lower)]
        b = x + 1 - a
        d = 1 / b
        h, c, n = d, mpf(10)**2000, 1
        while True:
            b += 2
            d = 1 / (b - n * (n - a) * d)
            c = b - n * (n - a) / c
            h *= c * d
            n += 1
            if abs(c * d - 1) < mpf(10)**(8 - mp.dps):
                break
        upper = front + m.log(h)
        return [complement(upper), upper]


def student_tails(t, nu):
    with mp.workdps(60 + 2 * int(abs(m.log10(abs(t)))) + int(abs(m.log10(nu)))):
        w = t * t / nu
        x, y, a, b = 1 / (1 + w), w / (1 + w), nu / 2, mpf(1) / 2
        inside = None
        if a * y <= b * x or y < mpf(1) / 2 and a * y < 40:
            series = beta_series(y, b, a, 100000)
            inside = log_beta_prefactor(y, x, b, a) + m.log(series / b)
            outside = complement(inside)
        else:
            series = beta_series(x, a, b, 20000) if x < 0.999 else None
            series = series or beta_fraction(x, a, b, 50000)
            outside = log_beta_prefactor(x, y, a, b) + m.log(series / a)
        upper = outside - m.log(2)
        lower = complement(upper)
        return [lower, upper] if t > 0 else [upper, lower]


def noncentral_tails(x, k, noncentrality):
    with mp.workdps(220 + int(x)):
        mean, a = noncentrality / 2, k / 2
        p = m.gammainc(a, 0, x / 2, regularized=True)
        d = m.exp(a * m.log(x / 2) - x / 2 - m.loggamma(a + 1))
        weight, lower, upper = m.exp(-mean), mpf(0), mpf(0)
        for j in range(int(mean + x / 2 + 30 * m.sqrt(mean + x / 2) + 100)):
            lower += weight * p
            upper += weight * (1 - p)
            p -= d
            d *= x / 2 / (a + j + 1)
            weight *= mean / (j + 1)
        return [m.log(lower), m.log(upper)]


def difference_digits(a, x):
    return 60 + 3 * int(abs(m.log10(a)) + abs(m.log10(abs(x))))


def log_gamma_difference(a, x):
    with mp.workdps(difference_digits(a, x)):
        return m.loggamma(a + x) - m.loggamma(a)


def log_gamma_remainder(a, h):
    with mp.workdps(difference_digits(a, h)):
        return m.loggamma(a + h) - m.loggamma(a) - h * m.digamma(a)


def owen(h, a):
    end = min(a, 30 / h)
    return m.exp(-h * h / 2) / (2 * m.pi) * m.quad(
        lambda x: m.exp(-h * h * x * x / 2) / (1 + x * x), m.linspace(0, end, 30))


def skew_normal_tails(x, a):
    if a < 0:
        return skew_normal_tails(-x, -a)[::-1]

    def density(t):
        return 2 * m.npdf(t) * m.erfc(-a * t / m.sqrt(2)) / 2

    with mp.workdps(60):
        if x < 0:
            width = 1 / max(-x * (1 + a * a), m.sqrt(1 + a * a))
            ends = [width * k for k in (0, 0.5, 1, 2, 4, 8, 16, 32, 64, 100)]
            lower = density(x) * m.quad(lambda s: density(x - s) / density(x), ends)
            return [m.log(lower), m.log1p(-lower)]
        width, steps = 1 / max(x, 1), [mpf(c) / a for c in (0.1, 0.3, 1, 3, 10, 30)]
        ends = [x + width * k for k in (0, 0.5, 1, 2, 4, 8, 16, 32, 64, 100)]
        ends = sorted(ends + [x + c for c in steps if x + c < ends[-1]])
        upper = density(x) * m.quad(lambda t: density(t) / density(x), ends)
        if upper < mpf(1) / 2:
            return [m.log1p(-upper), m.log(upper)]
        ends = sorted([0, x / 4, x / 2, x] + [c for c in steps if c < x])
        lower = m.atan(1 / a) / m.pi + m.quad(density, ends)
        return [m.log(lower), m.log1p(-lower)]


def ratio(x):
    return m.besseli(1, x) / m.besseli(0, x)


def beta_cases():
    cases = []
    while len(cases) < 220 * FACTOR:
        low, high = [(1e-8, 1e12), (1e-3, 1e3), (1, 1e6)][len(cases) % 3]
        a, b = log_uniform(low, high), log_uniform(low, high)
        kind = random.randrange(5)
        if kind == 0:
            x = random.random()
            y = 1 - x
        elif kind == 1:
            x = log_uniform(1e-300, 1)
            y = 1 - x
        elif kind == 2:
            y = log_uniform(1e-300, 1)
            x = 1 - y
        else:
            deviation = (a / (a + b) * (b / (a + b)) / (a + b + 1))**0.5
            z = random.gauss(0, 1 if kind == 3 else 5)
            x, y = a / (a + b) + z * deviation, b / (a + b) - z * deviation
            x, y = (x, 1 - x) if x < y else (1 - y, y)
        if 0 < x and 0 < y:
            cases.append([x, y, a, b])
    return cases


def gamma_cases():
    cases = []
    for i in range(150 * FACTOR):
        a = log_uniform(1e-8, 1e6)
        x = [log_uniform(1e-300, 1e3), a * log_uniform(1e-3, 1e3), a + random.gauss(0, 1) * a**0.5,
             a + random.gauss(0, 6) * a**0.5][i % 4]
        if x > 0:
            cases.append([a, x])
    return cases


def pairs(n, first, second):
    return [[log_uniform(*first), log_uniform(*second)] for _ in range(n * FACTOR)]


def remainder_cases():
    cases = []
    for i in range(120 * FACTOR):
        a = log_uniform(1e-300, 1e300) if i % 4 == 0 else log_uniform(1e-3, 1e6)
        cases.append([a, a * log_uniform(1e-16, 1e3) if i % 2 else -a * log_uniform(1e-16, 0.999)])
    return cases


bessel = [[x] for x in logs(1e-8, 1e4, 30) + uniform(0, 60, 40)]
# name: (function, arguments)
SCALARS = {
    'regularizedBeta': (beta_tails, beta_cases()),
    'regularizedGamma': (gamma_tails, gamma_cases()),
    'studentT': (student_tails, [[s * log_uniform(1e-300, 1e300), log_uniform(1e-3, 1e20)] for s in (1, -1) for _ in range(30 * FACTOR)]
                 + [[s * log_uniform(1e-3, 30), log_uniform(1e-1, 1e4)] for s in (1, -1) for _ in range(40 * FACTOR)]),
    'noncentralChiSquared': (noncentral_tails, [[log_uniform(0.1, 300), log_uniform(1e-2, 60), log_uniform(1e-3, 200)] for _ in range(25 * FACTOR)]),
    'logGammaOnePlus': (with_digits(400, lambda x: m.loggamma(1 + x)), [[x] for x in logs(1e-300, 1e3, 30) + logs(1e-300, 0.99, 30, -1)]),
    'logGammaDifference': (log_gamma_difference, pairs(60, (1e-3, 1e6), (1e-10, 1e6)) + pairs(30, (1e-100, 1e100), (1e-100, 1e100))),
    'logGammaRemainder': (log_gamma_remainder, remainder_cases()),
    'logBeta': (with_digits(700, lambda a, b: m.loggamma(a) + m.loggamma(b) - m.loggamma(a + b)), pairs(40, (1e-300, 1e300), (1e-300, 1e300)) + pairs(60, (1e-3, 1e6), (1e-3, 1e6))),
    'polygamma': (lambda n, x: m.psi(int(n), x), [[float(random.randrange(2, 9)), log_uniform(1e-3, 1e6)] for _ in range(50 * FACTOR)] + [[float(random.randrange(2, 5)), random.uniform(-20, -0.01)] for _ in range(20 * FACTOR)]),
    'normalCDF': (lambda x: m.erfc(-x / m.sqrt(2)) / 2, [[x] for x in uniform(-37.5, 8, 60)]),
    'logBesselI0': (with_digits(90, lambda x: m.log(m.besseli(0, x))), bessel),
    'logScaledBesselI0': (lambda x: m.log(m.besseli(0, x)) - x, bessel),
    'logScaledBesselI1': (lambda x: m.log(m.besseli(1, x)) - x, bessel),
    'besselRatio': (ratio, bessel),
    'besselRatioComplement': (lambda x: 1 - ratio(x), bessel),
    'besselRatioDerivative': (with_digits(90, lambda x: 1 - ratio(x) / x - ratio(x)**2), bessel),
    'owenT': (owen, pairs(40, (1e-3, 30), (1e-6, 1e3))),
    'skewNormal': (skew_normal_tails, [[s * log_uniform(1e-3, 60), t * log_uniform(1e-3, 1e3)] for s in (1, -1) for t in (1, -1) for _ in range(20 * FACTOR)]),
}


def rounded(values):
    """To double, exactly rounded; what underflows becomes 0."""
    values = values if isinstance(values, list) else [values]
    return [float(m.nstr(v, 40)) if abs(v) > mpf(10)**-320 else 0.0 for v in values]


def with_rest(value):
    """The nearest double and what it leaves, so that errors below half a unit can be told."""
    nearest = rounded(value)[0]
    return [nearest, float(value - nearest)]


def main():
    mp.dps = 50
    out = {'made by': 'special_functions.py', 'mpmath': m.__version__, 'python': sys.version.split()[0],
           'kernels': {}, 'scalars': {}}
    for name, (f, arguments) in KERNELS.items():
        out['kernels'][name] = [[x] + with_rest(f(mpf(x))) for x in arguments]
    for name, (f, arguments) in SCALARS.items():
        out['scalars'][name] = [[x, rounded(f(*map(mpf, x)))] for x in arguments]
        print(name, len(arguments), flush=True)
    out['scalars'] = {k: [{'at': a, 'is': v} for a, v in rows] for k, rows in out['scalars'].items()}
    with open(TARGET, 'w') as file:
        text = json.dumps(out, indent=None, separators=(',', ':'))
        file.write(text.replace('],[', '],\n[').replace('},{', '},\n{') + '\n')


if __name__ == '__main__':
    main()
