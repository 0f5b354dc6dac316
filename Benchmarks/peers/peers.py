"""The cases of Sources/Benchmarks in NumPy, PyTorch (eager and compiled) and JAX (jit).

    python peers.py numpy|torch|torch.compile|jax --threads N [words that names must contain]

Prints one line of JSON for each case, as the Swift program does: times in nanoseconds a run, the
median and the least of the samples. Same data sizes, same care: warm-up, samples of 20 ms.
"""

import argparse
import json
import os
import sys
import time

WARM_UP = 0.3
SAMPLE_LENGTH = 0.02
SAMPLES = 15


def measure(body):
    start = time.perf_counter()
    runs = 0
    while True:
        body()
        runs += 1
        elapsed = time.perf_counter() - start
        if elapsed >= WARM_UP and runs > 2:
            break
    repetitions = max(1, int(SAMPLE_LENGTH / (elapsed / runs) + 0.999))
    times = []
    for _ in range(SAMPLES):
        start = time.perf_counter()
        for _ in range(repetitions):
            body()
        times.append((time.perf_counter() - start) / repetitions * 1e9)
    return sorted(times)


HALF_LOG_TWO_PI = 0.91893853320467274178
COUNT = 1_000_000
LOG_DENSITY = "normal log-density, 10⁶ doubles, own parameters"
LOG_DENSITY_FLOAT = "normal log-density, 10⁶ floats, own parameters"
TEN = "ten operations on 10 doubles, built and evaluated"
GRADIENT = "gradient of the mean normal log-density, 10⁶ doubles"
DRAWS = "normal draws, 10⁶ doubles"
PRODUCT = "matrix product 256 × 512 × 512, floats"


def numbers(numpy, seed, count=COUNT):
    return numpy.random.default_rng(seed).random(count)


def parameters(numpy):
    x = 6 * numbers(numpy, 1) - 3
    mean = 2 * numbers(numpy, 2) - 1
    deviation = 0.5 + numbers(numpy, 3)
    return x, mean, deviation


def numpy_cases():
    import numpy as np

    def log_density_with(temporary, result):
        # The best that NumPy does: in place, in blocks that stay in cache.
        def evaluate(x, mean, deviation):
            n = temporary.size
            for start in range(0, x.size, n):
                part = slice(start, start + n)
                out = result[part]
                np.subtract(x[part], mean[part], out=out)
                np.divide(out, deviation[part], out=out)
                np.multiply(out, out, out=out)
                np.multiply(out, -0.5, out=out)
                t = temporary[: out.size]
                np.log(deviation[part], out=t)
                np.subtract(out, t, out=out)
                np.subtract(out, HALF_LOG_TWO_PI, out=out)
            return result

        return evaluate

    def log_density(dtype):
        x, mean, deviation = (v.astype(dtype) for v in parameters(np))
        evaluate = log_density_with(np.empty(8192, dtype), np.empty(COUNT, dtype))
        return lambda: evaluate(x, mean, deviation)

    def ten():
        x, y = numbers(np, 1, 10), numbers(np, 2, 10)

        def run():
            a = (x - y) / (x + y)
            b = np.exp(-np.square(a))
            return np.log1p(b) * x + y

        return run

    def draws():
        generator = np.random.Generator(np.random.SFC64(1))
        return lambda: generator.standard_normal(COUNT)

    def product():
        a = numbers(np, 1, 256 * 512).astype(np.float32).reshape(256, 512)
        b = numbers(np, 2, 512 * 512).astype(np.float32).reshape(512, 512)
        return lambda: a @ b

    return {
        LOG_DENSITY: lambda: log_density(np.float64),
        LOG_DENSITY_FLOAT: lambda: log_density(np.float32),
        TEN: ten,
        DRAWS: draws,
        PRODUCT: product,
    }


def torch_cases(threads, compiled):
    import numpy as np
    import torch

    torch.set_num_threads(threads)
    wrap = torch.compile if compiled else (lambda function: function)

    def formula(x, mean, deviation):
        z = (x - mean) / deviation
        return -0.5 * z * z - torch.log(deviation) - HALF_LOG_TWO_PI

    def log_density(dtype):
        x, mean, deviation = (torch.tensor(v).to(dtype) for v in parameters(np))
        function = wrap(formula)
        return lambda: function(x, mean, deviation)

    def ten():
        x, y = torch.tensor(numbers(np, 1, 10)), torch.tensor(numbers(np, 2, 10))

        def expression(x, y):
            a = (x - y) / (x + y)
            b = torch.exp(-torch.square(a))
            return torch.log1p(b) * x + y

        function = wrap(expression)
        return lambda: function(x, y)

    def gradient():
        x, mean, deviation = (torch.tensor(v) for v in parameters(np))
        mean.requires_grad_()
        deviation.requires_grad_()
        function = wrap(lambda x, m, s: formula(x, m, s).mean())
        return lambda: torch.autograd.grad(function(x, mean, deviation), [mean, deviation])

    def draws():
        return lambda: torch.randn(COUNT, dtype=torch.float64)

    def product():
        a = torch.tensor(numbers(np, 1, 256 * 512)).float().reshape(256, 512)
        b = torch.tensor(numbers(np, 2, 512 * 512)).float().reshape(512, 512)
        return lambda: a @ b

    cases = {
        LOG_DENSITY: lambda: log_density(torch.float64),
        LOG_DENSITY_FLOAT: lambda: log_density(torch.float32),
        TEN: ten,
        GRADIENT: gradient,
    }
    if not compiled:
        cases |= {DRAWS: draws, PRODUCT: product}
    return cases


def jax_cases(threads):
    # Read when JAX starts; the affinity set by the caller bounds it as well.
    os.environ["XLA_FLAGS"] = (
        f"--xla_cpu_multi_thread_eigen={'true' if threads > 1 else 'false'} "
        f"intra_op_parallelism_threads={threads}"
    )
    import jax
    import jax.numpy as jnp
    import numpy as np

    jax.config.update("jax_enable_x64", True)

    def formula(x, mean, deviation):
        z = (x - mean) / deviation
        return -0.5 * z * z - jnp.log(deviation) - HALF_LOG_TWO_PI

    def log_density(dtype):
        x, mean, deviation = (jnp.asarray(v, dtype) for v in parameters(np))
        function = jax.jit(formula)
        return lambda: function(x, mean, deviation).block_until_ready()

    def ten():
        x, y = jnp.asarray(numbers(np, 1, 10)), jnp.asarray(numbers(np, 2, 10))

        @jax.jit
        def function(x, y):
            a = (x - y) / (x + y)
            b = jnp.exp(-jnp.square(a))
            return jnp.log1p(b) * x + y

        return lambda: function(x, y).block_until_ready()

    def gradient():
        x, mean, deviation = (jnp.asarray(v) for v in parameters(np))
        function = jax.jit(
            jax.value_and_grad(lambda m, s: formula(x, m, s).mean(), argnums=(0, 1))
        )
        return lambda: jax.block_until_ready(function(mean, deviation))

    def draws():
        key = jax.random.key(1)
        function = jax.jit(lambda key: jax.random.normal(key, (COUNT,), jnp.float64))
        return lambda: function(key).block_until_ready()

    def product():
        a = jnp.asarray(numbers(np, 1, 256 * 512), jnp.float32).reshape(256, 512)
        b = jnp.asarray(numbers(np, 2, 512 * 512), jnp.float32).reshape(512, 512)
        function = jax.jit(jnp.matmul)
        return lambda: function(a, b).block_until_ready()

    return {
        LOG_DENSITY: lambda: log_density(jnp.float64),
        LOG_DENSITY_FLOAT: lambda: log_density(jnp.float32),
        TEN: ten,
        GRADIENT: gradient,
        DRAWS: draws,
        PRODUCT: product,
    }


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("peer", choices=["numpy", "torch", "torch.compile", "jax"])
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("words", nargs="*")
    options = parser.parse_args()
    if options.peer == "numpy":
        cases = numpy_cases()
    elif options.peer == "jax":
        cases = jax_cases(options.threads)
    else:
        cases = torch_cases(options.threads, options.peer == "torch.compile")
    for name, prepare in cases.items():
        if not all(word in name for word in options.words):
            continue
        try:
            times = measure(prepare())
        except Exception as error:  # one peer's failure must not lose the others' figures
            print(f"{options.peer}: {name}: {error}".splitlines()[0], file=sys.stderr)
            continue
        line = {
            "case": name,
            "peer": options.peer,
            "threads": options.threads,
            "median": times[len(times) // 2],
            "least": times[0],
        }
        print(json.dumps(line, ensure_ascii=False), flush=True)


main()
