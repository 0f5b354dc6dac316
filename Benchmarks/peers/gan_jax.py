"""A step of the conditional WGAN-GP in JAX: five critic updates and one of the generator, jitted whole."""

import jax
import jax.numpy as jnp

from common import GAN_CLASSES

RATE, BETA1, BETA2, EPSILON, PENALTY, CRITIC_STEPS = 1e-4, 0.5, 0.9, 1e-8, 10.0, 5


def network(key, widths):
    parameters = []
    for ins, outs in zip(widths, widths[1:]):
        key, own = jax.random.split(key)
        weight = jax.random.normal(own, (ins, outs), jnp.float32) * (2 / ins) ** 0.5
        parameters.append((weight, jnp.zeros(outs, jnp.float32)))
    return parameters


def apply(parameters, x):
    for weight, bias in parameters[:-1]:
        x = jax.nn.leaky_relu(x @ weight + bias, 0.2)
    weight, bias = parameters[-1]
    return x @ weight + bias


def adam(parameters, gradients, moments, t):
    first = jax.tree.map(lambda m, g: BETA1 * m + (1 - BETA1) * g, moments[0], gradients)
    second = jax.tree.map(lambda v, g: BETA2 * v + (1 - BETA2) * g * g, moments[1], gradients)
    rate, scale = RATE / (1 - BETA1 ** t), 1 / jnp.sqrt(1 - BETA2 ** t)
    moved = jax.tree.map(
        lambda p, m, v: p - rate * m / (jnp.sqrt(v) * scale + EPSILON), parameters, first, second)
    return moved, (first, second)


def gan_step(batch, noise, features, hidden):
    f32 = jnp.float32
    keys = jax.random.split(jax.random.key(1), 4)
    generator = network(keys[0], [noise + GAN_CLASSES, *hidden, features])
    critic = network(keys[1], [features + GAN_CLASSES, *hidden, 1])
    rows = jax.random.normal(keys[2], (2_000, features), f32)
    labels = jax.nn.one_hot(jnp.arange(2_000) % GAN_CLASSES, GAN_CLASSES, dtype=f32)
    zeros = lambda p: (jax.tree.map(jnp.zeros_like, p), jax.tree.map(jnp.zeros_like, p))

    def draw(key):
        a, b, c = jax.random.split(key, 3)
        chosen = jax.random.randint(a, (batch,), 0, 2_000)
        return (rows[chosen], labels[chosen], jax.random.normal(b, (batch, noise), f32),
                jax.random.uniform(c, (batch, 1), f32))

    def score(parameters, x, condition):
        return apply(parameters, jnp.concatenate([x, condition], 1))[:, 0]

    def make(parameters, z, condition):
        return apply(parameters, jnp.concatenate([z, condition], 1))

    def critic_loss(parameters, made, real, condition, mixing):
        between = mixing * real + (1 - mixing) * made
        slopes = jax.grad(lambda x: score(parameters, x, condition).sum())(between)
        norms = jnp.sqrt((slopes ** 2).sum(1))
        gap = score(parameters, real, condition).mean() - score(parameters, made, condition).mean()
        return PENALTY * ((norms - 1) ** 2).mean() - gap

    def generator_loss(parameters, critic, z, condition):
        return -score(critic, make(parameters, z, condition), condition).mean()

    @jax.jit
    def step(state):
        generator, critic, g_moments, c_moments, key, t = state
        for i in range(CRITIC_STEPS):
            key, own = jax.random.split(key)
            real, condition, z, mixing = draw(own)
            made = make(generator, z, condition)
            gradients = jax.grad(critic_loss)(critic, made, real, condition, mixing)
            critic, c_moments = adam(critic, gradients, c_moments, t * CRITIC_STEPS + i + 1)
        key, own = jax.random.split(key)
        _, condition, z, _ = draw(own)
        gradients = jax.grad(generator_loss)(generator, critic, z, condition)
        generator, g_moments = adam(generator, gradients, g_moments, t + 1)
        return generator, critic, g_moments, c_moments, key, t + 1

    box = [(generator, critic, zeros(generator), zeros(critic), keys[3], jnp.asarray(0, f32))]

    def run():
        box[0] = jax.block_until_ready(step(box[0]))

    return run
