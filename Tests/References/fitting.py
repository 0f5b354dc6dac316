#!/usr/bin/env python3
"""Maximum-likelihood fits at 40 digits, for Tests/DistributionsTests/Fitting.

Writes fitting.json beside this file. For each family: data, weights, the parameters at the greatest
log-likelihood, its value, and the roots of the diagonal of the inverse of the observed information.
The maximum is found by scipy's simplex and then by Newton's steps on derivatives that mpmath takes
numerically at 40 digits of the log-likelihood, which is written here a second time. Laws with an end
of the support among their parameters have that end at the least or greatest observation, and the
derivatives are by the others.

Then: the Kolmogorov distribution by scipy, and log marginal likelihoods of conjugate models by
mpmath's quadrature.

Usage: python3 Tests/References/fitting.py   (mpmath, numpy, scipy)
"""

import json
import os
import platform

import mpmath as mp
import numpy as np
import scipy
import scipy.optimize
import scipy.stats

mp.mp.dps = 40


def log_beta(a, b):
    return mp.loggamma(a) + mp.loggamma(b) - mp.loggamma(a + b)


def normal(x, m, s):
    return -((x - m) / s) ** 2 / 2 - mp.log(s) - mp.log(2 * mp.pi) / 2


def gamma(x, a, b):
    return a * mp.log(b) - mp.loggamma(a) + (a - 1) * mp.log(x) - b * x


def beta(x, a, b):
    return (a - 1) * mp.log(x) + (b - 1) * mp.log1p(-x) - log_beta(a, b)


def student(x, n, m, s):
    z = (x - m) / s
    constant = mp.loggamma((n + 1) / 2) - mp.loggamma(n / 2) - mp.log(n * mp.pi) / 2 - mp.log(s)
    return constant - (n + 1) / 2 * mp.log1p(z * z / n)


def gumbel(x, m, s):
    z = (x - m) / s
    return -z - mp.exp(-z) - mp.log(s)


def weibull(x, k, s):
    return mp.log(k / s) + (k - 1) * mp.log(x / s) - (x / s) ** k


def frechet(x, a, s):
    return mp.log(a / s) - (a + 1) * mp.log(x / s) - (x / s) ** -a


def log_logistic(x, s, b):
    t = b * mp.log(x / s)
    return mp.log(b / x) + t - 2 * mp.log1p(mp.exp(t))


def logistic(x, m, s):
    z = (x - m) / s
    return -z - mp.log(s) - 2 * mp.log1p(mp.exp(-z))


def levy(x, m, s):
    d = x - m
    return mp.log(s / (2 * mp.pi)) / 2 - s / (2 * d) - 3 * mp.log(d) / 2


def pareto_excess(x, s, xi):
    return -mp.log(s) - (1 + 1 / xi) * mp.log1p(xi * x / s)


def choose(n, k):
    return mp.loggamma(n + 1) - mp.loggamma(k + 1) - mp.loggamma(n - k + 1)


def negative_binomial(k, r, p):
    return mp.loggamma(k + r) - mp.loggamma(k + 1) - mp.loggamma(r) + r * mp.log(p) + k * mp.log1p(-p)


def von_mises(x, m, k):
    return k * mp.cos(x - m) - mp.log(2 * mp.pi * mp.besseli(0, k))


def beta_prime(x, a, b):
    return (a - 1) * mp.log(x) - (a + b) * mp.log1p(x) - log_beta(a, b)


def fisher(x, m, n):
    return mp.log(m / n) + beta_prime(m * x / n, m / 2, n / 2)


def extreme_value(x, m, s, xi):
    t = (1 + xi * (x - m) / s) ** (-1 / xi)
    return (1 + xi) * mp.log(t) - t - mp.log(s)


def continuous_bernoulli(x, p):
    logit = mp.log(p / (1 - p))
    return mp.log(logit / mp.expm1(logit)) + logit * x


FAMILIES = {
    # name: (data, labels, domains, start, log-density); p positive, r real, u between 0 and 1.
    "Normal": ("real", ["mean", "standardDeviation"], "rp", [0.5, 2], normal),
    "LogNormal": ("positive", ["logMean", "logStandardDeviation"], "rp", [0.5, 1],
                  lambda x, m, s: normal(mp.log(x), m, s) - mp.log(x)),
    "HalfNormal": ("positive", ["scale"], "p", [2],
                   lambda x, s: mp.log(2) + normal(x, 0, s)),
    "Rayleigh": ("positive", ["scale"], "p", [2],
                 lambda x, s: mp.log(x / s**2) - x * x / (2 * s * s)),
    "Gamma": ("positive", ["shape", "rate"], "pp", [2, 1], gamma),
    "InverseGamma": ("positive", ["shape", "scale"], "pp", [2, 1],
                     lambda x, a, b: gamma(1 / x, a, b) - 2 * mp.log(x)),
    "ChiSquared": ("positive", ["degreesOfFreedom"], "p", [2],
                   lambda x, n: gamma(x, n / 2, mp.mpf(1) / 2)),
    "Chi": ("positive", ["degreesOfFreedom"], "p", [2],
            lambda x, n: gamma(x * x, n / 2, mp.mpf(1) / 2) + mp.log(2 * x)),
    "Exponential": ("positive", ["rate"], "p", [1], lambda x, r: mp.log(r) - r * x),
    "Beta": ("unit", ["alpha", "beta"], "pp", [1, 1], beta),
    "BetaPrime": ("positive", ["alpha", "beta"], "pp", [2, 2], beta_prime),
    "FisherF": ("ratios", ["numeratorDegreesOfFreedom", "denominatorDegreesOfFreedom"], "pp",
                [5, 8], fisher),
    "GeneralizedExtremeValue": ("real", ["location", "scale", "shape"], "rpr", [-0.5, 2, 0.1],
                                extreme_value),
    "LogitNormal": ("unit", ["logitMean", "logitStandardDeviation"], "rp", [-0.5, 1],
                    lambda x, m, s: normal(mp.log(x / (1 - x)), m, s) - mp.log(x * (1 - x))),
    "ContinuousBernoulli": ("unit", ["probability"], "u", [0.3], continuous_bernoulli),
    "Kumaraswamy": ("unit", ["alpha", "beta"], "pp", [1, 1],
                    lambda x, a, b: mp.log(a * b) + (a - 1) * mp.log(x)
                    + (b - 1) * mp.log1p(-x**a)),
    "Gumbel": ("real", ["location", "scale"], "rp", [0, 1], gumbel),
    "Weibull": ("positive", ["shape", "scale"], "pp", [1, 2], weibull),
    "Frechet": ("positive", ["shape", "scale"], "pp", [1, 1], frechet),
    "Cauchy": ("real", ["location", "scale"], "rp", [0.5, 1],
               lambda x, m, s: -mp.log(mp.pi * s) - mp.log1p(((x - m) / s) ** 2)),
    "HalfCauchy": ("positive", ["scale"], "p", [1],
                   lambda x, s: mp.log(2 / (mp.pi * s)) - mp.log1p((x / s) ** 2)),
    "Logistic": ("real", ["location", "scale"], "rp", [0.5, 1], logistic),
    "LogLogistic": ("positive", ["scale", "shape"], "pp", [1, 1], log_logistic),
    "StudentT": ("heavy", ["degreesOfFreedom", "location", "scale"], "prp", [3, 0.5, 1], student),
    "Levy": ("far", ["location", "scale"], "rp", [0.1, 1], levy),
    "VonMises": ("angles", ["mean", "concentration"], "rp", [0.5, 1], von_mises),
    "Bernoulli": ("outcomes", ["probability"], "u", [0.5],
                  lambda k, p: k * mp.log(p) + (1 - k) * mp.log1p(-p)),
    "Geometric": ("counts", ["probability"], "u", [0.3],
                  lambda k, p: mp.log(p) + k * mp.log1p(-p)),
    "Poisson": ("counts", ["rate"], "p", [2],
                lambda k, r: k * mp.log(r) - r - mp.loggamma(k + 1)),
    "NegativeBinomial": ("counts", ["successes", "probability"], "pu", [2, 0.4],
                         negative_binomial),
}


def to_real(domain, value):
    value = mp.mpf(value)
    if domain == "r":
        return value
    if domain == "p":
        return mp.log(value)
    return mp.log(value / (1 - value))


def from_real(domain, t):
    if domain == "r":
        return mp.mpf(t)
    if domain == "p":
        return mp.exp(t)
    return 1 / (1 + mp.exp(-t))


def gradient_and_hessian(f, point):
    n = len(point)
    step = mp.mpf(10) ** -10
    def at(*changes):
        moved = list(point)
        for index, change in changes:
            moved[index] += change * step
        return f(moved)
    centre = f(point)
    gradient = [(at((i, 1)) - at((i, -1))) / (2 * step) for i in range(n)]
    hessian = mp.matrix(n, n)
    for i in range(n):
        hessian[i, i] = (at((i, 1)) - 2 * centre + at((i, -1))) / step**2
        for j in range(i):
            mixed = at((i, 1), (j, 1)) - at((i, 1), (j, -1)) - at((i, -1), (j, 1)) \
                + at((i, -1), (j, -1))
            hessian[i, j] = hessian[j, i] = mixed / (4 * step**2)
    return gradient, hessian


def maximum(data, weights, domains, start, log_density):
    data = [mp.mpf(x) for x in data]
    weights = [mp.mpf(w) for w in weights]

    def value(parameters):
        return sum(w * log_density(x, *parameters) for x, w in zip(data, weights) if w > 0)

    def loss(t):
        try:
            found = value([from_real(d, x) for d, x in zip(domains, t)])
            return -float(found) if mp.im(found) == 0 else 1e300
        except (ValueError, ZeroDivisionError):
            return 1e300

    with mp.workdps(20):
        t = [float(to_real(d, x)) for d, x in zip(domains, start)]
        t = scipy.optimize.minimize(
            loss, t, method="Nelder-Mead", options={"xatol": 1e-7, "fatol": 1e-9}).x
    point = [from_real(d, x) for d, x in zip(domains, t)]
    for _ in range(12):
        gradient, hessian = gradient_and_hessian(value, point)
        step = mp.lu_solve(hessian, -mp.matrix(gradient))
        point = [x + step[i] for i, x in enumerate(point)]
        if max(abs(step[i]) / max(abs(x), 1) for i, x in enumerate(point)) < mp.mpf(10) ** -22:
            break
    gradient, hessian = gradient_and_hessian(value, point)
    covariance = (-hessian) ** -1
    errors = [mp.sqrt(covariance[i, i]) for i in range(len(point))]
    return point, errors, value(point)


def text(x):
    return mp.nstr(mp.mpf(x), 20)


def case(name, data_name, weights, labels, point, errors, value):
    return {
        "family": name, "data": data_name, "weights": weights,
        "parameters": {l: text(x) for l, x in zip(labels, point)},
        "standardErrors": {l: text(x) for l, x in zip(labels, errors)},
        "logLikelihood": text(value),
    }


def main():
    generator = np.random.default_rng(20240607)

    def rounded(values, digits=4):
        return [round(float(x), digits) for x in values]

    data = {
        "real": rounded(generator.logistic(0.4, 1.3, 40)),
        "heavy": rounded(0.5 + 1.2 * generator.standard_t(2.5, 60)),
        "positive": rounded(generator.gamma(2.2, 1.1, 45) + 0.02),
        "far": rounded(0.4 + 1.5 / generator.standard_normal(40) ** 2),
        "unit": rounded(generator.beta(1.6, 2.7, 40), 5),
        "angles": rounded(generator.vonmises(0.7, 1.8, 40)),
        "counts": [int(k) for k in generator.negative_binomial(2.5, 0.4, 60)],
        "few": [int(k) for k in generator.binomial(7, 0.4, 50)],
        "outcomes": [int(k) for k in generator.binomial(1, 0.3, 30)],
        "ratios": rounded(generator.f(5, 8, 60)),
        "excesses": rounded(generator.pareto(3.0, 50)),
    }
    patterns = [None, [1, 2, 0, 0.5, 3]]
    cases = []
    for name, (data_name, labels, domains, start, log_density) in FAMILIES.items():
        values = data[data_name]
        for pattern in patterns:
            weights = None if pattern is None else [
                pattern[i % len(pattern)] for i in range(len(values))]
            point, errors, value = maximum(
                values, weights or [1] * len(values), domains, start, log_density)
            cases.append(case(name, data_name, weights, labels, point, errors, value))
            print(name, [text(x)[:10] for x in point], flush=True)

    # Laws with an end of the support among their parameters: the others by the same search.
    for pattern in patterns:
        values = data["positive"]
        weights = None if pattern is None else [
            pattern[i % len(pattern)] for i in range(len(values))]
        w = weights or [1] * len(values)
        low = min(x for x, v in zip(values, w) if v > 0)
        point, errors, value = maximum(
            values, w, "p", [1.0],
            lambda x, a: mp.log(a / mp.mpf(low)) - (a + 1) * mp.log(x / mp.mpf(low)))
        cases.append(case("Pareto", "positive", weights, ["scale", "shape"],
                          [low] + point, [mp.nan] + errors, value))
        excesses = data["excesses"]
        w = weights = None if pattern is None else [
            pattern[i % len(pattern)] for i in range(len(excesses))]
        w = weights or [1] * len(excesses)
        low = mp.mpf(min(x for x, v in zip(excesses, w) if v > 0))
        point, errors, value = maximum(
            excesses, w, "pr", [0.3, 0.2],
            lambda x, s, xi: pareto_excess(x - low, s, xi))
        cases.append(case("GeneralizedPareto", "excesses", weights,
                          ["location", "scale", "shape"], [low] + point, [mp.nan] + errors, value))

    # The number of trials of a binomial law, by trying them all.
    values = data["few"]
    best = None
    for trials in range(max(values), 400):
        p = mp.mpf(sum(values)) / len(values) / trials
        value = sum(choose(trials, mp.mpf(k)) + (k * mp.log(p) if k else 0)
                    + ((trials - k) * mp.log1p(-p) if k < trials else 0) for k in values)
        if best is None or value > best[0]:
            best = (value, trials, p)
    value, trials, p = best
    error = mp.sqrt(p * (1 - p) / (len(values) * trials))
    cases.append(case("Binomial", "few", None, ["trials", "probability"], [trials, p],
                      [mp.nan, error], value))

    kolmogorov = []
    for n in [1, 2, 5, 20, 100, 140, 141, 500, 1000, 20_000, 100_000]:
        for z in [0.3, 0.55, 0.8, 1.0, 1.3, 1.7, 2.2, 3.0, 5.0]:
            d = z / n**0.5
            # Smaller distances are not reached by the sample that the test makes.
            if 1 / (n + 1) <= d < 1:
                kolmogorov.append({"n": n, "d": d, "p": float(scipy.stats.kstwo.sf(d, n))})

    with mp.workdps(25):
        outcomes = (7, 13)
        beta_model = mp.log(mp.quad(
            lambda p: mp.exp(beta(p, mp.mpf("1.5"), mp.mpf("2.5"))) * p**7 * (1 - p) ** 13,
            [0, 0.2, 0.4, 0.7, 1]))
        counts = [0, 3, 1, 4, 2, 2, 7]
        gamma_model = mp.log(mp.quad(
            lambda r: mp.exp(gamma(r, mp.mpf("2.5"), mp.mpf("0.75")) + sum(
                k * mp.log(r) - r - mp.loggamma(k + 1) for k in counts)),
            [0, 0.5, 1, 2, 3, 4, 6, 10, 30]))
        numbers = [mp.mpf(x) for x in ["0.3", "-1.2", "2.25", "0.7", "1.9"]]
        mean_model = mp.log(mp.quad(
            lambda m: mp.exp(normal(m, mp.mpf("0.5"), 2) + sum(
                normal(x, m, mp.mpf("1.5")) for x in numbers)),
            [-12, -4, -1, 0, 1, 2, 4, 12]))

        # Given the variance the numbers are jointly normal, each pair with the covariance v/k.
        def given_variance(v):
            k = mp.mpf("0.8")
            n = len(numbers)
            covariance = mp.matrix(n, n)
            for i in range(n):
                for j in range(n):
                    covariance[i, j] = v / k + (v if i == j else 0)
            offset = mp.matrix([x - mp.mpf("0.2") for x in numbers])
            product = (offset.T * mp.lu_solve(covariance, offset))[0]
            return mp.exp(-product / 2) / mp.sqrt((2 * mp.pi) ** n * mp.det(covariance))

        pair_model = mp.log(mp.quad(
            lambda v: given_variance(v) * mp.exp(
                gamma(1 / v, mp.mpf("2.5"), mp.mpf("1.75")) - 2 * mp.log(v)),
            [mp.mpf("0.02"), 0.3, 0.7, 1.2, 2, 4, 8, 20, 100, 1000, mp.inf]))
        # Dirichlet([1, 2, 0.5]) with the classes seen 4, 1 and 2 times.
        # With the shares s, (1 - s) t and (1 - s)(1 - t).
        half = mp.mpf("0.5")
        classes = mp.log(
            mp.quad(lambda s: s**4 * (1 - s) ** (2 + 3 * half + 1), [0, half, 1])
            * mp.quad(lambda t: t**2 * (1 - t) ** (3 * half), [0, half, 1])) \
            + mp.loggamma(7 * half) - mp.loggamma(2) - mp.loggamma(half)

    reference = {
        "made by": "Tests/References/fitting.py",
        "versions": {"python": platform.python_version(), "mpmath": mp.__version__,
                     "numpy": np.__version__, "scipy": scipy.__version__},
        "data": data, "cases": cases, "kolmogorov": kolmogorov,
        "marginals": {
            "beta": text(beta_model), "gamma": text(gamma_model), "mean": text(mean_model),
            "meanAndVariance": text(pair_model), "dirichlet": text(classes),
            "outcomes": outcomes, "counts": counts, "numbers": [float(x) for x in numbers],
        },
    }
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "fitting.json")
    with open(path, "w") as file:
        json.dump(reference, file, indent=1)
        file.write("\n")


main()
