"""What the peers have in common: how a case is measured, its name, its data."""

import time

WARM_UP = 0.3
SAMPLE_LENGTH = 0.02
SAMPLES = 15

HALF_LOG_TWO_PI = 0.91893853320467274178
COUNT = 1_000_000
ROWS, CLASSES = 4096, 1000

LOG_DENSITY = "normal log-density, 10⁶ doubles, own parameters"
LOG_DENSITY_FLOAT = "normal log-density, 10⁶ floats, own parameters"
TEN = "ten operations on 10 doubles, built and evaluated"
GRADIENT = "gradient of the mean normal log-density, 10⁶ doubles"
DRAWS = "normal draws, 10⁶ doubles"
GAMMA_DENSITY = "gamma log-density, 10⁶ doubles, own parameters"
BETA_DENSITY = "beta log-density, 10⁶ doubles, own parameters"
STUDENT_T_DENSITY = "Student t log-density, 10⁶ doubles, own parameters"
GAMMA_DRAWS = {shape: f"gamma({shape}) draws, 10⁶ doubles" for shape in [0.5, 2.5]}
BETA_DRAWS = "beta(0.5, 0.5) draws, 10⁶ doubles"
POISSON_DRAWS = "Poisson(3) draws, 10⁶"
CATEGORICAL_DRAWS = {
    10: "categorical draws of 10 classes, 10⁶", 1000: "categorical draws of 1,000 classes, 10⁶"}
DIRICHLET_DRAWS = "Dirichlet draws of 10, 10⁵ (10⁶ doubles)"
PRODUCT = "matrix product 256 × 512 × 512, floats"
KL_NORMALS = "KL of 10⁶ pairs of normals"
KL_GAMMAS = "KL of 10⁶ pairs of gammas"
KL_ROWS = "KL of 10⁴ rows of 1,000 probabilities"
KL_PAIRS = "KL of all pairs of 2,000 normals"
KL_CATEGORICALS = "KL of all pairs of 1,000 categoricals of 256 classes"
KL_GAUSSIANS = "KL of all pairs of 200 multivariate normals of 32 dimensions"
QUADRATURE = "cross-entropy of a normal under a Cauchy by quadrature, to 1e-10"
LAPLACE_DENSITY = "Laplace log-density, 10⁶ doubles, own parameters"
VON_MISES_DENSITY = "von Mises log-density, 10⁶ doubles, own parameters"
BINOMIAL_MASS = "binomial log-mass, 10⁶ counts, own parameters"
ONE_DENSITY = "normal log-density, 10⁶ doubles, one distribution"
GAUSSIAN_DENSITY = "multivariate normal log-density, 10⁵ vectors of 10 doubles"
KL_LAPLACES = "KL of 10⁶ pairs of Laplaces"
KL_BETAS = "KL of 10⁶ pairs of betas"
KL_BETA_PAIRS = "KL of all pairs of 1,000 betas"
ONE_GAMMA_DENSITY = "gamma log-density, 10⁶ doubles, one distribution"
EXTREME_DENSITY = "generalized extreme value log-density, 10⁶ doubles, own parameters"
BINOMIAL_DRAWS = "binomial draws, 10⁶, own parameters"
KL_VON_MISES = "KL of 10⁶ pairs of von Mises"
KL_PARETOS = "KL of 10⁶ pairs of Paretos"
KL_LOGITS = "KL of 10⁴ rows of 1,000 logits"
KL_NORMAL_BATCH = "KL of 10⁴ pairs of multivariate normals of 10"
DIRICHLET_DENSITY = "Dirichlet log-density, 10⁵ points of 10, one law"
TRUNCATED_DRAWS = "truncated normal draws, 10⁶ doubles"
SHORT_SOFTMAX = "softmax cross-entropy and its gradient, [65536, 10] floats"
LOSSES = {
    name: (f"{name} cross-entropy, [4096, 1000] floats",
           f"{name} cross-entropy and its gradient, [4096, 1000] floats")
    for name in ["sigmoid", "softmax", "sparse softmax", "weighted sigmoid"]
}
# Batch, noise, features and hidden widths of the conditional GAN; ten classes.
GAN_CLASSES = 10
GANS = {
    f"WGAN-GP step, batch {batch}, {noise} → {features}, hidden {', '.join(map(str, hidden))}":
        (batch, noise, features, hidden)
    for batch, noise, features, hidden in [
        (100, 8, 4, [64, 64]), (256, 16, 64, [256, 256]), (256, 128, 784, [512, 512, 512])]
}


def measure(body):
    """The times of the samples in nanoseconds a run, smallest first."""
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


def numbers(seed, count=COUNT):
    import numpy

    return numpy.random.default_rng(seed).random(count)


def parameters():
    """Values, means and standard deviations."""
    return 6 * numbers(1) - 3, 2 * numbers(2) - 1, 0.5 + numbers(3)


def gamma_parameters():
    """Values, shapes and rates."""
    return 0.05 + 5 * numbers(1), 0.5 + 4 * numbers(2), 0.5 + numbers(3)


def beta_parameters():
    return 0.01 + 0.98 * numbers(1), 0.5 + 4 * numbers(2), 0.5 + 4 * numbers(3)


def student_t_parameters():
    """Values, degrees of freedom, locations and scales."""
    return 6 * numbers(1) - 3, 1 + 9 * numbers(2), 2 * numbers(3) - 1, 0.5 + numbers(4)


def weights(count):
    """Probabilities of different sizes."""
    weights = 0.1 + numbers(1, count)
    return weights / weights.sum()


def concentration():
    return 0.5 + numbers(1, 10)


def normals(seed, count=COUNT):
    return 2 * numbers(seed, count) - 1, 0.5 + numbers(seed + 1, count)


def gammas(seed):
    """Shapes and rates."""
    return 0.5 + 4 * numbers(seed), 0.5 + 2 * numbers(seed + 1)


def gaussians(count=200, length=32):
    """Means and lower triangular factors of covariances."""
    import numpy

    means = 2 * numbers(1, count * length).reshape(count, length) - 1
    factors = numpy.tril(0.2 * (numbers(2, count * length * length) - 0.5).reshape(
        count, length, length), -1)
    factors[:, range(length), range(length)] = 0.5 + numbers(3, count * length).reshape(
        count, length)
    return means, factors


def rows(seed, count=10_000, length=1_000):
    """Rows of probabilities."""
    weights = numbers(seed, count * length).reshape(count, length)
    return weights / weights.sum(axis=1, keepdims=True)


def batch():
    """Logits, one-hot labels and the same labels as indices."""
    import numpy

    logits = (8 * numbers(1, ROWS * CLASSES) - 4).astype(numpy.float32).reshape(ROWS, CLASSES)
    indices = numpy.arange(ROWS) * 7 % CLASSES
    labels = numpy.zeros((ROWS, CLASSES), numpy.float32)
    labels[numpy.arange(ROWS), indices] = 1
    return logits, labels, indices


def von_mises_parameters():
    """Angles, means and concentrations."""
    return 6 * numbers(1) - 3, 2 * numbers(2) - 1, 0.5 + 7.5 * numbers(3)


def binomial_parameters():
    """Counts, trials and probabilities."""
    import numpy

    return (numpy.floor(10 * numbers(1)), 10 + numpy.floor(20 * numbers(2)),
            0.05 + 0.9 * numbers(3))


def extreme_parameters():
    """Values, locations, scales and positive shapes."""
    return 0.05 + 5 * numbers(1), numbers(2) - 1, 0.5 + numbers(3), 0.05 + 0.45 * numbers(4)


def betas(count=COUNT):
    """The parameters of two lists of beta distributions."""
    return tuple(0.5 + 4 * numbers(seed, count) for seed in (1, 2, 3, 4))


def circles():
    """Means and concentrations of von Mises laws, of both."""
    return tuple(scale * numbers(seed) + low for seed, low, scale in [
        (1, -3, 6), (3, -3, 6), (2, 0.5, 7.5), (4, 0.5, 7.5)])


def paretos():
    """Scales and shapes of Pareto laws, of both."""
    return 2 + numbers(1), 0.5 + 4 * numbers(2), 1 + numbers(3), 0.5 + 4 * numbers(4)


def logit_rows(seed):
    return 8 * numbers(seed, 10_000_000).reshape(10_000, 1_000) - 4


def normal_batch(seed):
    """Means and lower triangular factors of 10,000 normal laws of 10 numbers."""
    import numpy

    factors = numpy.tril(0.6 * numbers(seed + 1, 1_000_000).reshape(10_000, 10, 10) - 0.3)
    return 2 * numbers(seed, 100_000).reshape(10_000, 10) - 1, factors + numpy.eye(10)


def shares():
    """Points of the simplex, and the concentration of a Dirichlet law."""
    points = (0.1 + 0.9 * numbers(1)).reshape(COUNT // 10, 10)
    return points / points.sum(axis=1, keepdims=True), 0.5 + 4 * numbers(2, 10)


def vectors():
    """Vectors, a mean and a lower triangular factor."""
    import numpy

    return (4 * numbers(1).reshape(COUNT // 10, 10) - 2, numbers(2, 10),
            numpy.tril(numpy.full((10, 10), 0.1), -1) + numpy.eye(10))


def short_rows():
    """Logits and one-hot labels of ten classes."""
    import numpy

    logits = (8 * numbers(1, 655_360) - 4).astype(numpy.float32).reshape(65_536, 10)
    return logits, numpy.eye(10, dtype=numpy.float32)[numpy.arange(65_536) * 7 % 10]
