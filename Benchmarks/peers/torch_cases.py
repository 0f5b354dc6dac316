"""The cases in PyTorch, eager and compiled."""

import math

import numpy as np
import torch
import torch.nn.functional as functional

from common import *
from gan_torch import gan_step


def formula(x, mean, deviation):
    z = (x - mean) / deviation
    return -0.5 * z * z - torch.log(deviation) - HALF_LOG_TWO_PI


def divergence_of_normals(mp, sp, mq, sq):
    ratio, distance = sp / sq, (mp - mq) / sq
    return 0.5 * (ratio * ratio + distance * distance) - torch.log(ratio) - 0.5


def divergence_of_rows(p, q):
    return (p * torch.log(p / q)).sum(dim=1)


def divergence_of_gammas(a, alpha, b, beta):
    return ((a - b) * torch.digamma(a) + torch.lgamma(b) - torch.lgamma(a)
            + b * torch.log(alpha / beta) + a * (beta / alpha - 1))


def divergence_of_categoricals(p):
    logs = torch.log(p)
    return (p * logs).sum(dim=1)[:, None] - p @ logs.T


def divergence_of_gaussians(means, factors):
    count, length = means.shape
    identity = torch.eye(length, dtype=means.dtype).expand(count, length, length)
    inverses = torch.linalg.solve_triangular(factors, identity, upper=False)
    precisions = inverses.mT @ inverses
    second = factors @ factors.mT + means[:, :, None] * means[:, None, :]
    pull = torch.einsum("nij,nj->ni", precisions, means)
    logs = 2 * torch.log(torch.diagonal(factors, dim1=1, dim2=2)).sum(dim=1)
    matrix = second.reshape(count, -1) @ precisions.reshape(count, -1).T - 2 * means @ pull.T
    constant = (means * pull).sum(dim=1) + logs - length
    return 0.5 * (matrix + constant[None, :] - logs[:, None])


def laplace_formula(x, location, scale):
    return -torch.abs((x - location) / scale) - torch.log(2 * scale)


def von_mises_formula(x, mean, concentration):
    return (concentration * (torch.cos(x - mean) - 1)
            - torch.log(2 * torch.pi * torch.special.i0e(concentration)))


def binomial_formula(k, n, p):
    lgamma = torch.lgamma
    return (lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)
            + k * torch.log(p) + (n - k) * torch.log1p(-p))


def one_formula(x):
    z = (x - 0.3) / 1.2
    return -0.5 * z * z - (math.log(1.2) + HALF_LOG_TWO_PI)


def one_gamma_formula(x):
    return 1.5 * torch.log(x) - 1.2 * x + (2.5 * math.log(1.2) - math.lgamma(2.5))


def extreme_formula(x, location, scale, shape):
    w = torch.log1p(shape * (x - location) / scale) / shape
    return -torch.log(scale) - (1 + shape) * w - torch.exp(-w)


def gaussian_formula(x, mean, factor):
    z = (x - mean) @ torch.linalg.inv(factor).T
    return -0.5 * (z * z).sum(dim=1) - torch.log(torch.diagonal(factor)).sum() - 10 * HALF_LOG_TWO_PI


def divergence_of_laplaces(mp, bp, mq, bq):
    d = torch.abs(mp - mq)
    return torch.log(bq / bp) + d / bq + bp / bq * torch.exp(-d / bp) - 1


def divergence_of_betas(a, b, c, d):
    lgamma, digamma = torch.lgamma, torch.digamma
    return (lgamma(c) + lgamma(d) - lgamma(c + d) - lgamma(a) - lgamma(b) + lgamma(a + b)
            + (a - c) * digamma(a) + (b - d) * digamma(b) + (c - a + d - b) * digamma(a + b))


def divergence_of_beta_pairs(a, b):
    lgamma, digamma = torch.lgamma, torch.digamma
    logs, whole = lgamma(a) + lgamma(b) - lgamma(a + b), digamma(a + b)
    first, second = digamma(a) - whole, digamma(b) - whole
    own = a * first + b * second - logs
    return own[:, None] + logs[None, :] - first[:, None] * a[None, :] - second[:, None] * b[None, :]


def divergence_of_von_mises(mp, mq, a, b):
    first = torch.special.i1e(a) / torch.special.i0e(a)
    return torch.log(torch.special.i0e(b) / torch.special.i0e(a)) + b - a + a * first - b * first * torch.cos(mp - mq)


def divergence_of_paretos(m, a, n, b):
    value = b * torch.log(m / n) + torch.log(a / b) + b / a - 1
    return torch.where(m >= n, value, torch.inf)


def divergence_of_logits(a, b):
    a, b = torch.log_softmax(a, -1), torch.log_softmax(b, -1)
    return (torch.exp(a) * (a - b)).sum(-1)


def divergence_of_normal_batch(m, factor, n, other):
    change, step = [
        torch.linalg.solve_triangular(other, x, upper=False)
        for x in (factor, (m - n)[..., None])]
    logs = [torch.log(torch.diagonal(x, 0, -2, -1)).sum(-1) for x in (factor, other)]
    squares = (change * change).sum((-2, -1)) + (step * step).sum((-2, -1))
    return 0.5 * (squares - 10) + logs[1] - logs[0]


def dirichlet_formula(x, a):
    return (((a - 1) * torch.log(x)).sum(-1) + torch.lgamma(a.sum(-1)) - torch.lgamma(a).sum(-1))


def expression(x, y):
    a = (x - y) / (x + y)
    b = torch.exp(-torch.square(a))
    return torch.log1p(b) * x + y


def gamma_formula(x, shape, rate):
    return (shape * torch.log(rate) + (shape - 1) * torch.log(x) - rate * x
            - torch.lgamma(shape))


def beta_formula(x, a, b):
    return ((a - 1) * torch.log(x) + (b - 1) * torch.log1p(-x)
            - (torch.lgamma(a) + torch.lgamma(b) - torch.lgamma(a + b)))


def student_t_formula(x, degrees, location, scale):
    z, half = (x - location) / scale, 0.5 * (degrees + 1)
    return (torch.lgamma(half) - torch.lgamma(0.5 * degrees) - 0.5 * torch.log(degrees * torch.pi)
            - torch.log(scale) - half * torch.log1p(z * z / degrees))


def loss_functions():
    logits, labels, indices = (torch.tensor(v) for v in batch())
    weight = torch.tensor(2.0)
    bce = functional.binary_cross_entropy_with_logits
    return logits, {
        "sigmoid": lambda x: bce(x, labels),
        "softmax": lambda x: functional.cross_entropy(x, labels),
        "sparse softmax": lambda x: functional.cross_entropy(x, indices),
        "weighted sigmoid": lambda x: bce(x, labels, pos_weight=weight),
    }


def cases(threads, compiled):
    torch.set_num_threads(threads)
    wrap = torch.compile if compiled else (lambda function: function)

    def log_density(dtype):
        inputs = [torch.tensor(v).to(dtype) for v in parameters()]
        function = wrap(formula)
        return lambda: function(*inputs)

    def ten():
        x, y = torch.tensor(numbers(1, 10)), torch.tensor(numbers(2, 10))
        function = wrap(expression)
        return lambda: function(x, y)

    def gradient():
        x, mean, deviation = (torch.tensor(v) for v in parameters())
        mean.requires_grad_()
        deviation.requires_grad_()
        function = wrap(lambda x, m, s: formula(x, m, s).mean())
        return lambda: torch.autograd.grad(function(x, mean, deviation), [mean, deviation])

    def draws():
        return lambda: torch.randn(COUNT, dtype=torch.float64)

    def product():
        a = torch.tensor(numbers(1, 256 * 512)).float().reshape(256, 512)
        b = torch.tensor(numbers(2, 512 * 512)).float().reshape(512, 512)
        return lambda: a @ b

    def kl_normals():
        inputs = [torch.tensor(v) for v in (*normals(1), *normals(3))]
        function = wrap(divergence_of_normals)
        return lambda: function(*inputs)

    def kl_rows():
        p, q = torch.tensor(rows(1)), torch.tensor(rows(2))
        function = wrap(divergence_of_rows)
        return lambda: function(p, q)

    def kl_pairs():
        mean, deviation = (torch.tensor(v) for v in normals(1, 2_000))
        function = wrap(
            lambda m, s: divergence_of_normals(m[:, None], s[:, None], m[None, :], s[None, :])
        )
        return lambda: function(mean, deviation)

    def kl(function, inputs):
        def prepare():
            values = [torch.tensor(v) for v in inputs()]
            wrapped = wrap(function)
            return lambda: wrapped(*values)

        return prepare

    def loss(name):
        def prepare():
            logits, functions = loss_functions()
            function = wrap(functions[name])
            return lambda: function(logits)

        return prepare

    def loss_gradient(name):
        def prepare():
            logits, functions = loss_functions()
            logits.requires_grad_()
            function = wrap(functions[name])

            def run():
                y = function(logits)
                return y, torch.autograd.grad(y, logits)

            return run

        return prepare

    def density(formula, parameters):
        def prepare():
            inputs = [torch.tensor(v) for v in parameters()]
            function = wrap(formula)
            return lambda: function(*inputs)

        return prepare

    def categorical_draws(classes):
        probabilities = torch.tensor(weights(classes))
        return lambda: torch.multinomial(probabilities, COUNT, replacement=True)

    def short_softmax():
        logits, labels = (torch.tensor(v) for v in short_rows())
        logits.requires_grad_()
        function = wrap(lambda x: functional.cross_entropy(x, labels))

        def run():
            y = function(logits)
            return y, torch.autograd.grad(y, logits)

        return run

    result = {
        LAPLACE_DENSITY: density(laplace_formula, parameters),
        VON_MISES_DENSITY: density(von_mises_formula, von_mises_parameters),
        BINOMIAL_MASS: density(binomial_formula, binomial_parameters),
        ONE_DENSITY: density(one_formula, lambda: parameters()[:1]),
        ONE_GAMMA_DENSITY: density(one_gamma_formula, lambda: gamma_parameters()[:1]),
        EXTREME_DENSITY: density(extreme_formula, extreme_parameters),
        GAUSSIAN_DENSITY: density(gaussian_formula, vectors),
        KL_LAPLACES: kl(divergence_of_laplaces, lambda: (*normals(1), *normals(3))),
        KL_BETAS: kl(divergence_of_betas, betas),
        KL_BETA_PAIRS: kl(divergence_of_beta_pairs, lambda: betas(1_000)[:2]),
        KL_VON_MISES: kl(divergence_of_von_mises, circles),
        KL_PARETOS: kl(divergence_of_paretos, paretos),
        KL_LOGITS: kl(divergence_of_logits, lambda: (logit_rows(1), logit_rows(2))),
        KL_NORMAL_BATCH: kl(
            divergence_of_normal_batch, lambda: (*normal_batch(1), *normal_batch(3))),
        DIRICHLET_DENSITY: kl(dirichlet_formula, shares),
        SHORT_SOFTMAX: short_softmax,
        GAMMA_DENSITY: density(gamma_formula, gamma_parameters),
        BETA_DENSITY: density(beta_formula, beta_parameters),
        STUDENT_T_DENSITY: density(student_t_formula, student_t_parameters),
        LOG_DENSITY: lambda: log_density(torch.float64),
        LOG_DENSITY_FLOAT: lambda: log_density(torch.float32),
        TEN: ten,
        GRADIENT: gradient,
        KL_NORMALS: kl_normals,
        KL_GAMMAS: kl(divergence_of_gammas, lambda: (*gammas(1), *gammas(3))),
        KL_ROWS: kl_rows,
        KL_CATEGORICALS: kl(divergence_of_categoricals, lambda: (rows(1, 1_000, 256),)),
        KL_GAUSSIANS: kl(divergence_of_gaussians, gaussians),
        KL_PAIRS: kl_pairs,
    }
    if not compiled:
        result |= {DRAWS: draws, PRODUCT: product}
        full = lambda value: torch.full((COUNT,), value, dtype=torch.float64)
        for shape, name in GAMMA_DRAWS.items():
            result[name] = lambda shape=shape: (
                lambda a: lambda: torch._standard_gamma(a))(full(shape))
        result[POISSON_DRAWS] = lambda: (lambda rate: lambda: torch.poisson(rate))(full(3.0))
        result[BINOMIAL_DRAWS] = lambda: (lambda n, p: lambda: torch.binomial(n, p))(
            *(torch.tensor(v) for v in binomial_parameters()[1:]))
        for classes, name in CATEGORICAL_DRAWS.items():
            result[name] = lambda classes=classes: categorical_draws(classes)
    for name, (forward, both) in LOSSES.items():
        result |= {forward: loss(name), both: loss_gradient(name)}
    if not compiled:
        # torch.compile refuses gradients of gradients.
        for name, sizes in GANS.items():
            result[name] = lambda sizes=sizes: gan_step(*sizes)
    return result
