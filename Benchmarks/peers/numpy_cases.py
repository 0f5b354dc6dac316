"""The cases in NumPy (and SciPy), as the best of their users would write them."""

import numpy as np

from common import *


def in_blocks(result, run, *inputs, block=8192):
    """Runs in place over blocks that stay in cache."""
    for start in range(0, result.size, block):
        part = slice(start, start + block)
        run(result[part], *(values[part] for values in inputs))
    return result


def log_density(dtype):
    x, mean, deviation = (v.astype(dtype) for v in parameters())
    result, temporary = np.empty(COUNT, dtype), np.empty(8192, dtype)

    def block(out, x, mean, deviation):
        np.subtract(x, mean, out=out)
        np.divide(out, deviation, out=out)
        np.multiply(out, out, out=out)
        np.multiply(out, -0.5, out=out)
        log = temporary[: out.size]
        np.log(deviation, out=log)
        np.subtract(out, log, out=out)
        np.subtract(out, HALF_LOG_TWO_PI, out=out)

    return lambda: in_blocks(result, block, x, mean, deviation)


def ten():
    x, y = numbers(1, 10), numbers(2, 10)

    def run():
        a = (x - y) / (x + y)
        b = np.exp(-np.square(a))
        return np.log1p(b) * x + y

    return run


def draws():
    generator = np.random.Generator(np.random.SFC64(1))
    return lambda: generator.standard_normal(COUNT)


def gamma_density():
    from scipy.special import gammaln

    x, shape, rate = gamma_parameters()
    result = np.empty(COUNT)

    def block(out, x, shape, rate):
        np.multiply(shape, np.log(rate), out=out)
        out += (shape - 1) * np.log(x)
        out -= rate * x
        out -= gammaln(shape)

    return lambda: in_blocks(result, block, x, shape, rate)


def beta_density():
    from scipy.special import betaln

    x, alpha, beta = beta_parameters()
    result = np.empty(COUNT)

    def block(out, x, alpha, beta):
        np.multiply(alpha - 1, np.log(x), out=out)
        out += (beta - 1) * np.log1p(-x)
        out -= betaln(alpha, beta)

    return lambda: in_blocks(result, block, x, alpha, beta)


def student_t_density():
    from scipy.special import gammaln

    x, degrees, location, scale = student_t_parameters()
    result = np.empty(COUNT)

    def block(out, x, degrees, location, scale):
        half = 0.5 * (degrees + 1)
        z = (x - location) / scale
        np.multiply(-half, np.log1p(z * z / degrees), out=out)
        out += gammaln(half) - gammaln(0.5 * degrees)
        out -= 0.5 * np.log(degrees * np.pi) + np.log(scale)

    return lambda: in_blocks(result, block, x, degrees, location, scale)


def generator():
    return np.random.Generator(np.random.SFC64(1))


def categorical_draws(classes):
    cumulative, own = np.cumsum(weights(classes)), generator()
    return lambda: np.searchsorted(cumulative, own.random(COUNT), side="right")


def product():
    a = numbers(1, 256 * 512).astype(np.float32).reshape(256, 512)
    b = numbers(2, 512 * 512).astype(np.float32).reshape(512, 512)
    return lambda: a @ b


def kl_normals():
    (mp, sp), (mq, sq) = normals(1), normals(3)
    result, temporary = np.empty(COUNT), np.empty(8192)

    def block(out, mp, sp, mq, sq):
        ratio = temporary[: out.size]
        np.divide(sp, sq, out=ratio)
        np.subtract(mp, mq, out=out)
        np.divide(out, sq, out=out)
        np.multiply(out, out, out=out)
        out += ratio * ratio
        out *= 0.5
        np.log(ratio, out=ratio)
        out -= ratio
        out -= 0.5

    return lambda: in_blocks(result, block, mp, sp, mq, sq)


def kl_gammas():
    from scipy.special import digamma, gammaln

    (a, alpha), (b, beta) = gammas(1), gammas(3)
    result = np.empty(COUNT)

    def block(out, a, alpha, b, beta):
        np.multiply(a - b, digamma(a), out=out)
        out += gammaln(b) - gammaln(a)
        out += b * np.log(alpha / beta)
        out += a * (beta / alpha - 1)

    return lambda: in_blocks(result, block, a, alpha, b, beta)


def kl_categoricals():
    p = rows(1, 1_000, 256)

    def run():
        logs = np.log(p)
        matrix = p @ logs.T
        return np.einsum("ij,ij->i", p, logs)[:, None] - matrix

    return run


def kl_gaussians():
    means, factors = gaussians()
    count, length = means.shape

    def run():
        inverses = np.linalg.inv(factors)
        precisions = inverses.transpose(0, 2, 1) @ inverses
        second = factors @ factors.transpose(0, 2, 1) + means[:, :, None] * means[:, None, :]
        pull = np.einsum("nij,nj->ni", precisions, means)
        logs = 2 * np.log(np.einsum("nii->ni", factors)).sum(axis=1)
        matrix = second.reshape(count, -1) @ precisions.reshape(count, -1).T
        matrix -= 2 * means @ pull.T
        matrix += (np.einsum("ni,ni->n", means, pull) + logs - length)[None, :]
        matrix -= logs[:, None]
        matrix *= 0.5
        return matrix

    return run


def kl_rows():
    p, q = rows(1), rows(2)
    result, temporary = np.empty(10_000), np.empty((8, 1_000))

    def run():
        for start in range(0, 10_000, 8):
            part = slice(start, start + 8)
            np.divide(p[part], q[part], out=temporary)
            np.log(temporary, out=temporary)
            np.einsum("ij,ij->i", p[part], temporary, out=result[part])
        return result

    return run


def kl_pairs():
    mean, deviation = normals(1, 2_000)

    def run():
        inverse = 1 / deviation**2
        logs = np.log(deviation)
        matrix = np.square(mean[:, None] - mean[None, :])
        matrix += (deviation**2)[:, None]
        matrix *= 0.5 * inverse[None, :]
        matrix -= (logs + 0.5)[:, None]
        matrix += logs[None, :]
        return matrix

    return run


def quadrature():
    from math import exp, log, pi, sqrt

    from scipy.integrate import quad

    def integrand(x):
        z = (x - 0.3) / 1.2
        return exp(-0.5 * z * z) / (1.2 * sqrt(2 * pi)) * log(pi * (1 + x * x))

    bounds = (0.3 - 1.2 * 9, 0.3 + 1.2 * 9)
    return lambda: quad(integrand, *bounds, epsabs=0, epsrel=1e-10)


def blocked(formula, parameters):
    """A formula as it stands, over blocks that stay in cache."""
    def prepare():
        inputs = parameters()
        result = np.empty(COUNT)

        def block(out, *values):
            out[...] = formula(*values)

        return lambda: in_blocks(result, block, *inputs)

    return prepare


def laplace_formula(x, location, scale):
    return -np.abs((x - location) / scale) - np.log(2 * scale)


def von_mises_formula(x, mean, concentration):
    from scipy.special import i0e

    return concentration * (np.cos(x - mean) - 1) - np.log(2 * np.pi * i0e(concentration))


def binomial_formula(k, n, p):
    from scipy.special import gammaln

    return (gammaln(n + 1) - gammaln(k + 1) - gammaln(n - k + 1)
            + k * np.log(p) + (n - k) * np.log1p(-p))


def divergence_of_laplaces(mp, bp, mq, bq):
    d = np.abs(mp - mq)
    return np.log(bq / bp) + d / bq + bp / bq * np.exp(-d / bp) - 1


def divergence_of_betas(a, b, c, d):
    from scipy.special import betaln, digamma

    return (betaln(c, d) - betaln(a, b) + (a - c) * digamma(a) + (b - d) * digamma(b)
            + (c - a + d - b) * digamma(a + b))


def one_density():
    x = parameters()[0]
    result, logarithm = np.empty(COUNT), np.log(1.2) + HALF_LOG_TWO_PI

    def block(out, x):
        np.subtract(x, 0.3, out=out)
        np.multiply(out, 1 / 1.2, out=out)
        np.multiply(out, out, out=out)
        np.multiply(out, -0.5, out=out)
        np.subtract(out, logarithm, out=out)

    return lambda: in_blocks(result, block, x)


def one_gamma_formula(x):
    from scipy.special import gammaln

    return 1.5 * np.log(x) - 1.2 * x + (2.5 * np.log(1.2) - gammaln(2.5))


def extreme_formula(x, location, scale, shape):
    w = np.log1p(shape * (x - location) / scale) / shape
    return -np.log(scale) - (1 + shape) * w - np.exp(-w)


def binomial_draws():
    own, n, p = generator(), *binomial_parameters()[1:]
    trials = n.astype(np.int64)
    return lambda: own.binomial(trials, p)


def gaussian_density():
    x, mean, factor = vectors()

    def run():
        z = (x - mean) @ np.linalg.inv(factor).T
        return (-0.5 * np.einsum("ij,ij->i", z, z) - np.log(np.diag(factor)).sum()
                - 10 * HALF_LOG_TWO_PI)

    return run


def kl_beta_pairs():
    a, b = (v[:1_000] for v in betas(1_000)[:2])

    def run():
        from scipy.special import betaln, digamma

        logs, whole = betaln(a, b), digamma(a + b)
        first, second = digamma(a) - whole, digamma(b) - whole
        own = a * first + b * second - logs
        return own[:, None] + logs[None, :] - np.outer(first, a) - np.outer(second, b)

    return run


def truncated_draws():
    from scipy.special import ndtr, ndtri

    own, low, high = generator(), ndtr(-1), ndtr(2)
    return lambda: ndtri(low + (high - low) * own.random(COUNT))


def cases(threads):
    return {
        LOG_DENSITY: lambda: log_density(np.float64),
        LOG_DENSITY_FLOAT: lambda: log_density(np.float32),
        TEN: ten,
        DRAWS: draws,
        GAMMA_DENSITY: gamma_density,
        BETA_DENSITY: beta_density,
        STUDENT_T_DENSITY: student_t_density,
        GAMMA_DRAWS[0.5]: lambda: (lambda g: lambda: g.standard_gamma(0.5, COUNT))(generator()),
        GAMMA_DRAWS[2.5]: lambda: (lambda g: lambda: g.standard_gamma(2.5, COUNT))(generator()),
        BETA_DRAWS: lambda: (lambda g: lambda: g.beta(0.5, 0.5, COUNT))(generator()),
        POISSON_DRAWS: lambda: (lambda g: lambda: g.poisson(3, COUNT))(generator()),
        CATEGORICAL_DRAWS[10]: lambda: categorical_draws(10),
        CATEGORICAL_DRAWS[1000]: lambda: categorical_draws(1000),
        DIRICHLET_DRAWS: lambda: (
            lambda g, a: lambda: g.dirichlet(a, COUNT // 10))(generator(), concentration()),
        PRODUCT: product,
        KL_NORMALS: kl_normals,
        KL_GAMMAS: kl_gammas,
        KL_ROWS: kl_rows,
        KL_CATEGORICALS: kl_categoricals,
        KL_GAUSSIANS: kl_gaussians,
        KL_PAIRS: kl_pairs,
        QUADRATURE: quadrature,
        LAPLACE_DENSITY: blocked(laplace_formula, parameters),
        VON_MISES_DENSITY: blocked(von_mises_formula, von_mises_parameters),
        BINOMIAL_MASS: blocked(binomial_formula, binomial_parameters),
        ONE_DENSITY: one_density,
        ONE_GAMMA_DENSITY: blocked(one_gamma_formula, lambda: gamma_parameters()[:1]),
        EXTREME_DENSITY: blocked(extreme_formula, extreme_parameters),
        BINOMIAL_DRAWS: binomial_draws,
        GAUSSIAN_DENSITY: gaussian_density,
        KL_LAPLACES: blocked(divergence_of_laplaces, lambda: (*normals(1), *normals(3))),
        KL_BETAS: blocked(divergence_of_betas, betas),
        KL_BETA_PAIRS: kl_beta_pairs,
        TRUNCATED_DRAWS: truncated_draws,
    }
