"""The cases in JAX, jitted."""

import math

import jax
import jax.numpy as jnp

from common import *
from gan_jax import gan_step

jax.config.update("jax_enable_x64", True)


def formula(x, mean, deviation):
    z = (x - mean) / deviation
    return -0.5 * z * z - jnp.log(deviation) - HALF_LOG_TWO_PI


def divergence_of_normals(mp, sp, mq, sq):
    ratio, distance = sp / sq, (mp - mq) / sq
    return 0.5 * (ratio * ratio + distance * distance) - jnp.log(ratio) - 0.5


def divergence_of_rows(p, q):
    return (p * jnp.log(p / q)).sum(axis=1)


def divergence_of_gammas(a, alpha, b, beta):
    lgamma = jax.lax.lgamma
    return ((a - b) * jax.lax.digamma(a) + lgamma(b) - lgamma(a)
            + b * jnp.log(alpha / beta) + a * (beta / alpha - 1))


def divergence_of_categoricals(p):
    logs = jnp.log(p)
    return (p * logs).sum(axis=1)[:, None] - p @ logs.T


def divergence_of_gaussians(means, factors):
    count, length = means.shape
    identity = jnp.broadcast_to(jnp.eye(length), factors.shape)
    inverses = jax.lax.linalg.triangular_solve(factors, identity, left_side=True, lower=True)
    precisions = jnp.swapaxes(inverses, 1, 2) @ inverses
    second = factors @ jnp.swapaxes(factors, 1, 2) + means[:, :, None] * means[:, None, :]
    pull = jnp.einsum("nij,nj->ni", precisions, means)
    logs = 2 * jnp.log(jnp.einsum("nii->ni", factors)).sum(axis=1)
    matrix = second.reshape(count, -1) @ precisions.reshape(count, -1).T - 2 * means @ pull.T
    constant = (means * pull).sum(axis=1) + logs - length
    return 0.5 * (matrix + constant[None, :] - logs[:, None])


def laplace_formula(x, location, scale):
    return -jnp.abs((x - location) / scale) - jnp.log(2 * scale)


def von_mises_formula(x, mean, concentration):
    return (concentration * (jnp.cos(x - mean) - 1)
            - jnp.log(2 * jnp.pi * jax.scipy.special.i0e(concentration)))


def binomial_formula(k, n, p):
    lgamma = jax.lax.lgamma
    return (lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)
            + k * jnp.log(p) + (n - k) * jnp.log1p(-p))


def one_formula(x):
    z = (x - 0.3) / 1.2
    return -0.5 * z * z - (math.log(1.2) + HALF_LOG_TWO_PI)


def one_gamma_formula(x):
    return 1.5 * jnp.log(x) - 1.2 * x + (2.5 * math.log(1.2) - math.lgamma(2.5))


def extreme_formula(x, location, scale, shape):
    w = jnp.log1p(shape * (x - location) / scale) / shape
    return -jnp.log(scale) - (1 + shape) * w - jnp.exp(-w)


def gaussian_formula(x, mean, factor):
    z = (x - mean) @ jnp.linalg.inv(factor).T
    return -0.5 * (z * z).sum(axis=1) - jnp.log(jnp.diag(factor)).sum() - 10 * HALF_LOG_TWO_PI


def divergence_of_laplaces(mp, bp, mq, bq):
    d = jnp.abs(mp - mq)
    return jnp.log(bq / bp) + d / bq + bp / bq * jnp.exp(-d / bp) - 1


def divergence_of_betas(a, b, c, d):
    lgamma, digamma = jax.lax.lgamma, jax.lax.digamma
    return (lgamma(c) + lgamma(d) - lgamma(c + d) - lgamma(a) - lgamma(b) + lgamma(a + b)
            + (a - c) * digamma(a) + (b - d) * digamma(b) + (c - a + d - b) * digamma(a + b))


def divergence_of_beta_pairs(a, b):
    lgamma, digamma = jax.lax.lgamma, jax.lax.digamma
    logs, whole = lgamma(a) + lgamma(b) - lgamma(a + b), digamma(a + b)
    first, second = digamma(a) - whole, digamma(b) - whole
    own = a * first + b * second - logs
    return own[:, None] + logs[None, :] - first[:, None] * a[None, :] - second[:, None] * b[None, :]


def divergence_of_von_mises(mp, mq, a, b):
    first = jax.scipy.special.i1e(a) / jax.scipy.special.i0e(a)
    return jnp.log(jax.scipy.special.i0e(b) / jax.scipy.special.i0e(a)) + b - a + a * first - b * first * jnp.cos(mp - mq)


def divergence_of_paretos(m, a, n, b):
    value = b * jnp.log(m / n) + jnp.log(a / b) + b / a - 1
    return jnp.where(m >= n, value, jnp.inf)


def divergence_of_logits(a, b):
    a, b = jax.nn.log_softmax(a), jax.nn.log_softmax(b)
    return (jnp.exp(a) * (a - b)).sum(-1)


def divergence_of_normal_batch(m, factor, n, other):
    change, step = [
        jax.scipy.linalg.solve_triangular(other, x, lower=True)
        for x in (factor, (m - n)[..., None])]
    logs = [jnp.log(jnp.diagonal(x, 0, -2, -1)).sum(-1) for x in (factor, other)]
    squares = (change * change).sum((-2, -1)) + (step * step).sum((-2, -1))
    return 0.5 * (squares - 10) + logs[1] - logs[0]


def dirichlet_formula(x, a):
    return (((a - 1) * jnp.log(x)).sum(-1) + jax.lax.lgamma(a.sum(-1)) - jax.lax.lgamma(a).sum(-1))


def expression(x, y):
    a = (x - y) / (x + y)
    b = jnp.exp(-jnp.square(a))
    return jnp.log1p(b) * x + y


def running(function, *inputs):
    compiled = jax.jit(function)
    return lambda: jax.block_until_ready(compiled(*inputs))


def log_density(dtype):
    return running(formula, *(jnp.asarray(v, dtype) for v in parameters()))


def ten():
    return running(expression, jnp.asarray(numbers(1, 10)), jnp.asarray(numbers(2, 10)))


def gradient():
    x, mean, deviation = (jnp.asarray(v) for v in parameters())
    function = jax.value_and_grad(lambda m, s: formula(x, m, s).mean(), argnums=(0, 1))
    return running(function, mean, deviation)


def draws():
    return running(
        lambda key: jax.random.normal(key, (COUNT,), jnp.float64), jax.random.key(1)
    )


def gamma_formula(x, shape, rate):
    return shape * jnp.log(rate) + (shape - 1) * jnp.log(x) - rate * x - jax.lax.lgamma(shape)


def beta_formula(x, a, b):
    lgamma = jax.lax.lgamma
    return ((a - 1) * jnp.log(x) + (b - 1) * jnp.log1p(-x)
            - (lgamma(a) + lgamma(b) - lgamma(a + b)))


def student_t_formula(x, degrees, location, scale):
    z, half = (x - location) / scale, 0.5 * (degrees + 1)
    return (jax.lax.lgamma(half) - jax.lax.lgamma(0.5 * degrees)
            - 0.5 * jnp.log(degrees * jnp.pi) - jnp.log(scale)
            - half * jnp.log1p(z * z / degrees))


def density(formula, parameters):
    return lambda: running(formula, *(jnp.asarray(v) for v in parameters()))


def drawing(function):
    return lambda: running(function, jax.random.key(1))


def categorical_draws(classes):
    logits = jnp.log(jnp.asarray(weights(classes)))
    # By the cumulative sums; jax.random.categorical adds noise to every class of every draw.
    cumulative = jnp.cumsum(jnp.exp(logits))
    return running(
        lambda key: jnp.searchsorted(
            cumulative, jax.random.uniform(key, (COUNT,), jnp.float64), side="right"),
        jax.random.key(1))


def product():
    a = jnp.asarray(numbers(1, 256 * 512), jnp.float32).reshape(256, 512)
    b = jnp.asarray(numbers(2, 512 * 512), jnp.float32).reshape(512, 512)
    return running(jnp.matmul, a, b)


def kl_normals():
    return running(divergence_of_normals, *(jnp.asarray(v) for v in (*normals(1), *normals(3))))


def kl_rows():
    return running(divergence_of_rows, jnp.asarray(rows(1)), jnp.asarray(rows(2)))


def kl_pairs():
    return running(
        lambda m, s: divergence_of_normals(m[:, None], s[:, None], m[None, :], s[None, :]),
        *(jnp.asarray(v) for v in normals(1, 2_000)),
    )


def sigmoid_terms(logits, labels, weight):
    return weight * labels * jax.nn.softplus(-logits) + (1 - labels) * jax.nn.softplus(logits)


def sparse_loss(logits, labels, indices):
    picked = jnp.take_along_axis(jax.nn.log_softmax(logits), indices[:, None], axis=1)
    return -picked.mean()


LOSS_FUNCTIONS = {
    "sigmoid": lambda x, labels, indices: sigmoid_terms(x, labels, 1).mean(),
    "softmax": lambda x, labels, indices: -(labels * jax.nn.log_softmax(x)).sum(axis=1).mean(),
    "sparse softmax": sparse_loss,
    "weighted sigmoid": lambda x, labels, indices: sigmoid_terms(x, labels, 2).mean(),
}


def loss(name, differentiated):
    def prepare():
        function = LOSS_FUNCTIONS[name]
        data = (jnp.asarray(v) for v in batch())
        return running(jax.value_and_grad(function) if differentiated else function, *data)

    return prepare


def cases(threads):
    result = {
        LOG_DENSITY: lambda: log_density(jnp.float64),
        LOG_DENSITY_FLOAT: lambda: log_density(jnp.float32),
        TEN: ten,
        GRADIENT: gradient,
        DRAWS: draws,
        GAMMA_DENSITY: density(gamma_formula, gamma_parameters),
        BETA_DENSITY: density(beta_formula, beta_parameters),
        STUDENT_T_DENSITY: density(student_t_formula, student_t_parameters),
        BETA_DRAWS: drawing(lambda key: jax.random.beta(key, 0.5, 0.5, (COUNT,), jnp.float64)),
        POISSON_DRAWS: drawing(lambda key: jax.random.poisson(key, 3, (COUNT,))),
        CATEGORICAL_DRAWS[10]: lambda: categorical_draws(10),
        CATEGORICAL_DRAWS[1000]: lambda: categorical_draws(1000),
        DIRICHLET_DRAWS: lambda: running(
            lambda key: jax.random.dirichlet(
                key, jnp.asarray(concentration()), (COUNT // 10,), jnp.float64),
            jax.random.key(1)),
        PRODUCT: product,
        KL_NORMALS: kl_normals,
        KL_GAMMAS: lambda: running(
            divergence_of_gammas, *(jnp.asarray(v) for v in (*gammas(1), *gammas(3)))),
        KL_ROWS: kl_rows,
        KL_CATEGORICALS: lambda: running(
            divergence_of_categoricals, jnp.asarray(rows(1, 1_000, 256))),
        KL_GAUSSIANS: lambda: running(
            divergence_of_gaussians, *(jnp.asarray(v) for v in gaussians())),
        KL_PAIRS: kl_pairs,
    }
    result |= {
        LAPLACE_DENSITY: density(laplace_formula, parameters),
        VON_MISES_DENSITY: density(von_mises_formula, von_mises_parameters),
        BINOMIAL_MASS: density(binomial_formula, binomial_parameters),
        ONE_DENSITY: density(one_formula, lambda: parameters()[:1]),
        ONE_GAMMA_DENSITY: density(one_gamma_formula, lambda: gamma_parameters()[:1]),
        EXTREME_DENSITY: density(extreme_formula, extreme_parameters),
        GAUSSIAN_DENSITY: density(gaussian_formula, vectors),
        KL_LAPLACES: density(divergence_of_laplaces, lambda: (*normals(1), *normals(3))),
        KL_BETAS: density(divergence_of_betas, betas),
        KL_BETA_PAIRS: density(divergence_of_beta_pairs, lambda: betas(1_000)[:2]),
        BINOMIAL_DRAWS: lambda: running(
            jax.random.binomial, jax.random.key(1),
            *(jnp.asarray(v) for v in binomial_parameters()[1:])),
        KL_VON_MISES: density(divergence_of_von_mises, circles),
        KL_PARETOS: density(divergence_of_paretos, paretos),
        KL_LOGITS: density(divergence_of_logits, lambda: (logit_rows(1), logit_rows(2))),
        KL_NORMAL_BATCH: density(
            divergence_of_normal_batch, lambda: (*normal_batch(1), *normal_batch(3))),
        DIRICHLET_DENSITY: density(dirichlet_formula, shares),
        TRUNCATED_DRAWS: drawing(
            lambda key: jax.random.truncated_normal(key, -1, 2, (COUNT,), jnp.float64)),
        SHORT_SOFTMAX: density(
            jax.value_and_grad(lambda x, z: -(z * jax.nn.log_softmax(x)).sum(axis=1).mean()),
            short_rows),
    }
    for shape, name in GAMMA_DRAWS.items():
        result[name] = drawing(
            lambda key, shape=shape: jax.random.gamma(key, shape, (COUNT,), jnp.float64))
    for name, (forward, both) in LOSSES.items():
        result |= {forward: loss(name, False), both: loss(name, True)}
    for name, sizes in GANS.items():
        result[name] = lambda sizes=sizes: gan_step(*sizes)
    return result
