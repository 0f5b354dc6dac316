"""Losses, penalties and gradients of every objective by PyTorch's autograd, for GANTests.

Run: python gan_gradients.py            writes gan_gradients.json beside this file
     python gan_gradients.py FILE       compares what the tests wrote to FILE (set GAN_GRADIENTS=FILE
                                        while GradientReferenceTests run) and prints the differences

Weights and batches are drawn in single precision and written exactly; PyTorch computes in double
precision from them, so the references carry no rounding of their own.
"""
import json
import pathlib
import sys

import numpy
import torch
import torch.nn.functional as F

HERE = pathlib.Path(__file__).parent
NOISE, CONDITION, FEATURES, HIDDEN, BATCH, PENALTY = 4, 3, 5, 8, 10, 3.0


def network(random, inputs, outputs, activation):
    widths = [inputs, HIDDEN, HIDDEN, outputs]
    layers = []
    for ins, outs in zip(widths, widths[1:]):
        weight = (random.standard_normal((outs, ins)) * (1.5 / ins) ** 0.5).astype(numpy.float32)
        bias = (random.standard_normal(outs) * 0.1).astype(numpy.float32)
        layers.append((weight, bias))
    return {"activation": activation, "layers": layers}


ACTIVATIONS = {
    "leaky-relu": lambda x: F.leaky_relu(x, 0.2), "tanh": torch.tanh, "softplus": F.softplus,
}


def apply(net, parameters, x):
    for i in range(0, len(parameters), 2):
        x = x @ parameters[i].T + parameters[i + 1]
        if i + 2 < len(parameters):
            x = ACTIVATIONS[net["activation"]](x)
    return x


def tensors(net):
    return [torch.tensor(p, dtype=torch.float64, requires_grad=True)
            for layer in net["layers"] for p in layer]


def critic_terms(name, D, real, fake, mixing):
    n = real.shape[0]
    if name.startswith("wasserstein"):
        rows = (mixing * real + (1 - mixing) * fake).requires_grad_(True)
        slopes, = torch.autograd.grad(D(rows).sum(), rows, create_graph=True)
        excess = slopes.norm(dim=1) - 1
        if name.endswith("one-sided"):
            excess = excess.clamp(min=0)
        penalty = PENALTY * (excess ** 2).mean()
        return D(fake).mean() - D(real).mean() + penalty, penalty
    rows = torch.cat([real, fake]).requires_grad_(True)
    scores = D(rows)
    slopes, = torch.autograd.grad(scores.sum(), rows, create_graph=True)
    penalty = PENALTY / 2 * ((slopes[:n] ** 2).sum(1).mean() + (slopes[n:] ** 2).sum(1).mean())
    a, b = scores[:n], scores[n:]
    loss = {
        "classic": lambda: F.softplus(-a).mean() + F.softplus(b).mean(),
        "least-squares": lambda: ((a - 1) ** 2).mean() / 2 + (b ** 2).mean() / 2,
        "hinge": lambda: (1 - a).clamp(min=0).mean() + (1 + b).clamp(min=0).mean(),
        "relativistic": lambda: F.softplus(b - a).mean(),
    }[name]()
    return loss + penalty, penalty


def generator_loss(name, D, real, fake):
    scores = D(fake)
    if name == "classic":
        return F.softplus(-scores).mean()
    if name == "least-squares":
        return ((scores - 1) ** 2).mean() / 2
    if name == "relativistic":
        return F.softplus(D(real) - scores).mean()
    return -scores.mean()


def case(index, name, critic_activation, generator_activation):
    random = numpy.random.default_rng(1000 + index)
    generator = network(random, NOISE + CONDITION, FEATURES, generator_activation)
    critic = network(random, FEATURES + CONDITION, 1, critic_activation)
    draw = lambda *shape: random.standard_normal(shape).astype(numpy.float32)
    real, noise = draw(BATCH, FEATURES), draw(BATCH, NOISE)
    condition = numpy.eye(CONDITION, dtype=numpy.float32)[random.integers(0, CONDITION, BATCH)]
    mixing = random.random((BATCH, 1)).astype(numpy.float32)
    g, d = tensors(generator), tensors(critic)
    t = lambda x: torch.tensor(x, dtype=torch.float64)
    D = lambda rows: apply(critic, d, torch.cat(
        [rows, t(condition).repeat(rows.shape[0] // BATCH, 1)], 1))[:, 0]
    G = lambda: apply(generator, g, torch.cat([t(noise), t(condition)], 1))
    loss, penalty = critic_terms(name, D, t(real), G().detach(), t(mixing))
    critic_gradients = torch.autograd.grad(loss, d, retain_graph=True, allow_unused=True)
    penalty_gradients = torch.autograd.grad(penalty, d, allow_unused=True)
    lost = generator_loss(name, D, t(real), G())
    generator_gradients = torch.autograd.grad(lost, g)
    # Single-precision numbers by their shortest digits, references by ten.
    short = lambda v: float(str(v)) if v.dtype == numpy.float32 else float(f"{v:.10g}")
    flat = lambda arrays: [short(v) for a in arrays for v in numpy.asarray(a).ravel()]
    numbers = lambda gradients, like: flat(
        [numpy.zeros(p.shape) if v is None else v.numpy() for v, p in zip(gradients, like)])
    describe = lambda net: {
        "activation": net["activation"],
        "parameters": flat([p for layer in net["layers"] for p in layer]),
        "shapes": [list(p.shape) for layer in net["layers"] for p in layer],
    }
    return {
        "objective": name, "penaltyWeight": PENALTY, "generator": describe(generator),
        "critic": describe(critic), "real": flat([real]), "noise": flat([noise]),
        "condition": flat([condition]), "mixing": flat([mixing]), "batch": BATCH,
        "features": FEATURES, "noiseWidth": NOISE, "conditionWidth": CONDITION,
        "criticLoss": loss.item(), "penalty": penalty.item(), "generatorLoss": lost.item(),
        "criticGradient": numbers(critic_gradients, d),
        "penaltyGradient": numbers(penalty_gradients, d),
        "generatorGradient": numbers(generator_gradients, g),
    }


def references():
    names = ["wasserstein", "wasserstein one-sided", "classic", "least-squares", "hinge",
             "relativistic"]
    kinds = [("leaky-relu", "leaky-relu"), ("softplus", "tanh")]
    return [case(10 * i + j, name, *kind)
            for i, name in enumerate(names) for j, kind in enumerate(kinds)]


def compare(path):
    found = json.loads(pathlib.Path(path).read_text())
    worst = 0.0
    for own, wanted in zip(found, references()):
        line = f"{wanted['objective']:22s} {wanted['critic']['activation']:11s}"
        for key in ["criticLoss", "penalty", "generatorLoss", "criticGradient", "penaltyGradient",
                    "generatorGradient"]:
            a, b = numpy.atleast_1d(own[key]), numpy.atleast_1d(wanted[key])
            difference = abs(a - b).max() / abs(b).max()
            worst = max(worst, difference)
            line += f"  {key} {difference:.1e}"
        print(line)
    print(f"largest difference relative to the largest element: {worst:.1e}")
    return 0 if worst <= 1e-5 else 1


if __name__ == "__main__":
    if len(sys.argv) > 1:
        sys.exit(compare(sys.argv[1]))
    document = {"tool": f"torch {torch.__version__}, numpy {numpy.__version__}",
                "cases": references()}
    (HERE / "gan_gradients.json").write_text(json.dumps(document) + "\n")
