"""Cross-entropies with logits, their gradients and second derivatives, from 50 digits.

Writes losses.json beside itself. Needs mpmath. Inputs are doubles, taken exactly; outputs are
decimal strings of 25 digits.
"""
import json
import os

import mpmath
from mpmath import mp, mpf

mp.dps = 60

SIGMOID_LOGITS = [0.0, 1e-300, 1e-8, -1e-8, 0.3, -0.3, 1.0, -2.5, 12.0, -17.25, 36.0, -36.7, 40.0,
                  -40.0, 88.0, -104.0, 700.0, -745.0, 1000.0, -1000.0]
SIGMOID_LABELS = [0.0, 1.0, 0.25, 1e-12, 0.5]
WEIGHTS = [1.0, 2.0, 0.1, 0.0]

SOFTMAX_ROWS = [
    ([12.0, 3.0, 2.0], [1.0, 0.0, 0.0]),
    ([3.0, 10.0, 1.0], [0.0, 1.0, 0.0]),
    ([1.0, 2.0, 5.0], [0.0, 0.0, 1.0]),
    ([4.0, 6.5, 1.2], [1.0, 1.0, 0.0]),
    ([3.0, 6.0, 1.0], [0.0, 1.0, 0.0]),
    ([0.0, -40.0], [1.0, 0.0]),
    ([0.0, -40.0], [0.0, 1.0]),
    ([0.0, -700.0, -701.0], [1.0, 0.0, 0.0]),
    ([1000.0, -1000.0, 999.5], [0.0, 0.0, 1.0]),
    ([-1000.0, -1000.0, -1000.0, -1001.0], [0.25, 0.25, 0.25, 0.25]),
    ([2.0, 2.0, 2.0, 2.0], [0.0, 0.0, 1.0, 0.0]),
    ([0.5, 0.5, -30.0], [0.5, 0.5, 0.0]),
    ([1e-9, -1e-9, 3e-9], [0.2, 0.3, 0.5]),
    ([50.0, 0.0, 10.0, 49.0], [0.9, 0.0, 0.05, 0.05]),
    ([5.0], [1.0]),
    ([100.0, 60.0, 20.0], [1.0, 0.0, 0.0]),
    ([0.1, 0.2, 0.3, 0.4, 0.5], [2.0, 0.0, 1.0, 0.5, 0.0]),
]


def text(x):
    return mpmath.nstr(x, 25, strip_zeros=True, min_fixed=0, max_fixed=0)


def softplus(t):
    return mpmath.log1p(mpmath.exp(t))


def sigmoid(t):
    return 1 / (1 + mpmath.exp(-t))


def sigmoid_cases():
    cases = []
    for x in SIGMOID_LOGITS:
        for z in SIGMOID_LABELS:
            for q in WEIGHTS:
                t, y, w = mpf(x), mpf(z), mpf(q)
                slope = sigmoid(t) * sigmoid(-t)
                cases.append({
                    "logit": x, "label": z, "weight": q,
                    "value": text(w * y * softplus(-t) + (1 - y) * softplus(t)),
                    "gradient": text((1 - y) * sigmoid(t) - w * y * sigmoid(-t)),
                    # Largest of the two terms: what rounding errors are relative to.
                    "scale": text(max((1 - y) * sigmoid(t), w * y * sigmoid(-t))),
                    "second": text((1 - y + w * y) * slope),
                    "labelGradient": text(w * softplus(-t) - softplus(t)),
                })
    return cases


def softmax_cases():
    cases = []
    for logits, labels in SOFTMAX_ROWS:
        x, z = [mpf(v) for v in logits], [mpf(v) for v in labels]
        n, total = len(x), sum(z)
        # Enough digits that complements of probabilities near 1 keep 25.
        with mp.workdps(800):
            top = max(x)
            weights = [mpmath.exp(v - top) for v in x]
            p = [w / sum(weights) for w in weights]
            log_p = [v - top - mpmath.log(sum(weights)) for v in x]
            value = -sum(z[j] * log_p[j] for j in range(n))
            gradient = [total * p[j] - z[j] for j in range(n)]
            hessian = [[total * (p[i] * (1 if i == j else 0) - p[i] * p[j]) for j in range(n)]
                       for i in range(n)]
            cases.append({
                "logits": logits, "labels": labels,
                "value": text(value),
                "gradient": [text(g) for g in gradient],
                "hessian": [[text(h) for h in row] for row in hessian],
            })
    return cases


if __name__ == "__main__":
    data = {
        "made by": "losses.py, mpmath " + mpmath.__version__,
        "sigmoid": sigmoid_cases(),
        "softmax": softmax_cases(),
    }
    here = os.path.dirname(os.path.abspath(__file__))
    with open(os.path.join(here, "losses.json"), "w") as file:
        json.dump(data, file, indent=1)
        file.write("\n")
