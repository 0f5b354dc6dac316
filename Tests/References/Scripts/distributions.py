"""References for the families of distributions, by mpmath at 50 digits and more.

    python3 distributions.py [Family ...]

writes ../distributions/Family.json. Every function is the definition, evaluated with as many digits
as its cancellation needs; none follows the formulas of the sources.
"""
import json, os, sys
import mpmath as mp
from mpmath import mpf, log, exp, pi, sqrt, gamma, loggamma, inf

mp.mp.dps = 400
HERE = os.path.dirname(os.path.abspath(__file__))
FAMILIES = {}


def family(name):
    def register(make):
        FAMILIES[name] = make
        return make
    return register


def text(v):
    v = mpf(v)
    if mp.isnan(v): return "nan"
    if mp.isinf(v): return "inf" if v > 0 else "-inf"
    return mp.nstr(v, 30, strip_zeros=False)


def case(parameters, points=(), facts=None, **functions):
    """functions: of x, each under its name; facts: name to value."""
    values = []
    for name, f in functions.items():
        for x in points:
            x = float(x)
            values.append({"of": name, "x": repr(x) if abs(x) == float("inf") else x,
                           "expect": text(f(mpf(x)))})
    for name, v in (facts or {}).items():
        values.append({"of": name, "expect": text(v)})
    return {"parameters": parameters, "values": values}


def log_of(f):
    """The log of a probability."""
    def g(x):
        p = f(x)
        return log(p) if p > 0 else -inf
    return g


# MARK: Normal, Cauchy, Uniform, StudentT

@family("Normal")
def normal():
    for m, s in [(0, 1), (3.5, 0.25), (-1e6, 1e-3), (1e-300, 1e300), (0, 1e-300)]:
        M, S = mpf(m), mpf(s)
        z = [-38, -20, -5, -1.5, -0.1, 0, 0.3, 1, 4, 9, 25]
        xs = [m + s * k for k in z]
        if m == 0 and s == 1: xs += [1e150, -1e8]
        yield case(
            {"mean": m, "standardDeviation": s}, xs,
            logProbability=lambda x: -((x - M) / S) ** 2 / 2 - log(S) - log(2 * pi) / 2,
            logCDF=lambda x: normal_log_tail((x - M) / S),
            logSurvival=lambda x: normal_log_tail((M - x) / S),
            facts={"mean": M, "variance": S**2, "standardDeviation": S, "skewness": 0,
                   "excessKurtosis": 0, "mode": M, "entropy": log(2 * pi * mp.e) / 2 + log(S)}
            if 1e-150 < s < 1e150 else {"entropy": log(2 * pi * mp.e) / 2 + log(S)})


def normal_log_tail(z):
    """log Phi(z)."""
    if z < -1e4:
        # Mills' ratio by its asymptotic series, whose terms fall below 1e-60.
        t = -z
        return -t * t / 2 - log(t * sqrt(2 * pi)) + mp.log1p(-1 / t**2 + 3 / t**4 - 15 / t**6
                                                             + 105 / t**8 - 945 / t**10)
    if z > 0: return mp.log1p(-mp.erfc(z / sqrt(2)) / 2)
    return log(mp.erfc(-z / sqrt(2)) / 2)


@family("Cauchy")
def cauchy():
    for l, g in [(0, 1), (-2.5, 3), (1e6, 1e-3), (0, 1e300), (5, 1e-290)]:
        L, G = mpf(l), mpf(g)
        xs = [l + g * k for k in [-1e8, -1e3, -3, -1, -0.5, 0, 0.1, 1, 7, 1e5]]
        xs += [1e300, -1e300, 1e200]
        def lower(x):
            z = (x - L) / G
            return mp.atan(-1 / z) / pi if z < 0 else mpf(1) / 2 if z == 0 else 1 - mp.atan(1 / z) / pi
        yield case(
            {"location": l, "scale": g}, xs,
            logProbability=lambda x: -log(pi * G * (1 + ((x - L) / G) ** 2)),
            logCDF=lambda x: log(lower(x)), logSurvival=lambda x: log(lower(2 * L - x)),
            facts={"mean": mp.nan, "variance": mp.nan, "skewness": mp.nan, "mode": L, "median": L,
                   "entropy": log(4 * pi * G)})


@family("Uniform")
def uniform():
    for a, b in [(0, 1), (-3, 7.5), (1e6, 1e6 + 1e-3), (-1e308, 1e308), (0, 1e-300)]:
        A, B = mpf(a), mpf(b)
        xs = [a, b] + [a * (1 - k) + b * k for k in [1e-12, 0.1, 0.5, 0.75, 1 - 2**-30]]
        yield case(
            {"lowerBound": a, "upperBound": b}, xs + [2 * b + 1 if b < 1e300 else float("inf")],
            logProbability=lambda x: -log(B - A) if A <= x <= B else -inf,
            logCDF=log_of(lambda x: min(mpf(1), max(mpf(0), (x - A) / (B - A)))),
            logSurvival=log_of(lambda x: min(mpf(1), max(mpf(0), (B - x) / (B - A)))),
            facts={"mean": (A + B) / 2, "standardDeviation": (B - A) / sqrt(12), "skewness": 0,
                   "excessKurtosis": mpf(-6) / 5, "mode": A, "median": (A + B) / 2,
                   "entropy": log(B - A)})


@family("StudentT")
def student():
    for v, l, s in [(1, 0, 1), (2.5, -1, 2), (30, 0, 1), (1000, 0, 1), (0.05, 3, 0.5),
                    (1e8, 0, 1), (1e12, 0, 1), (1e18, 0, 1), (5, 1e6, 1e-3), (4, 0, 1e290)]:
        V, L, S = mpf(v), mpf(l), mpf(s)
        xs = [l + s * k for k in [-40, -14, -3, -0.75, 0, 1e-8, 0.5, 2, 9, 40]]
        if v <= 30: xs += [-1e300, 1e200]
        const = loggamma((V + 1) / 2) - loggamma(V / 2) - log(V * pi) / 2 - log(S)
        def tail(z):
            """P(T > z), z >= 0."""
            if v > 1000: return None
            x = V / (V + z * z)
            # I_x(a, 1/2) by its power series (DLMF 8.17.7); by the complement near 1.
            if x < mpf(1) / 2:
                return x ** (V / 2) / (V / 2) * mp.hyp2f1(V / 2, 0.5, V / 2 + 1, x) / mp.beta(V / 2, 0.5) / 2
            y = z * z / (V + z * z)
            return (1 - y ** mpf(0.5) * 2 * mp.hyp2f1(0.5, 1 - V / 2, 1.5, y) / mp.beta(V / 2, 0.5)) / 2
        functions = {"logProbability": lambda x: const - (V + 1) / 2 * mp.log1p(((x - L) / S) ** 2 / V)}
        if v <= 1000:
            functions["logCDF"] = lambda x: log(tail((L - x) / S)) if x <= L else mp.log1p(-tail((x - L) / S))
            functions["logSurvival"] = lambda x: log(tail((x - L) / S)) if x >= L else mp.log1p(-tail((L - x) / S))
        facts = {"mode": L, "median": L,
                 "entropy": (V + 1) / 2 * (mp.digamma((V + 1) / 2) - mp.digamma(V / 2)) - const}
        facts["mean"] = L if v > 1 else mp.nan
        if s < 1e100:
            facts["variance"] = S**2 * V / (V - 2) if v > 2 else mp.inf if v > 1 else mp.nan
        facts["excessKurtosis"] = 6 / (V - 4) if v > 4 else mp.inf if v > 2 else mp.nan
        yield case({"degreesOfFreedom": v, "location": l, "scale": s}, xs, facts=facts, **functions)


@family("Bernoulli")
def bernoulli():
    for p in [0, 1e-300, 1e-20, 0.1, 0.5, 0.75, 1 - 2**-53, 1]:
        yield table_case({"probability": p}, [1 - mpf(p), mpf(p)])
    for l in [-800, -40, -1, 0, 1e-10, 3, 36, 40, 700]:
        q = 1 / (1 + exp(-mpf(l)))
        yield table_case({"logit": l}, [1 / (1 + exp(mpf(l))), q])


@family("Categorical")
def categorical():
    for ps in [[1], [0.25, 0.1, 0.65], [0.8, 0.2, 0], [0, 0.5, 0.5], [1e-20, 1], [1, 1e-300, 0],
               [0.1] * 10, [2.0**-k for k in range(1, 30)] + [2.0**-29]]:
        total = sum(mpf(p) for p in ps)
        yield table_case({"probabilities": ps}, [mpf(p) / total for p in ps])
    for ls in [[0], [1, 2, 3], [1000, 0, -1000], [-700, -701, -650], [1e-9, 0], [50, 0, 0, 1]]:
        total = sum(exp(mpf(l)) for l in ls)
        # The variance of the extreme one is below the smallest number.
        yield table_case({"logits": ls}, [exp(mpf(l)) / total for l in ls], facts=max(ls) < 1000)


def write(name, make):
    """Writes ../distributions/name.json."""
    os.makedirs(os.path.join(HERE, "..", "distributions"), exist_ok=True)
    cases = list(make())
    count = sum(len(c["values"]) for c in cases)
    with open(os.path.join(HERE, "..", "distributions", name + ".json"), "w") as f:
        f.write('{"family": "%s", "madeBy": "mpmath %s, %d digits", "cases": [\n' % (
            name, mp.__version__, mp.mp.dps))
        f.write(",\n".join(json.dumps(c) for c in cases))
        f.write("\n]}\n")
    print(name, count)


if __name__ == "__main__":
    for name in sys.argv[1:] or FAMILIES: write(name, FAMILIES[name])
