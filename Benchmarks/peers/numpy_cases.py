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
    }
