"""The errors of SciPy (whose incomplete functions are Boost's) and GSL on the cases of
special_functions.py, for the table beside ours in Docs/Accuracy.md.

    python3 accuracy_peers.py CASES.json PEERS.json

Errors are measured as the test does: in units of the last place for kernels, relative for the
rest, and of a logarithm of a probability absolute, over max(1, |log|/30). Where a library has only
the probability, its logarithm is taken. A cell is the largest error, with the share of points that
are worse than 1e-10 or have no value.
"""

import ctypes
import json
import math
import sys

import numpy as np
import scipy
from scipy import special, stats

gsl = ctypes.CDLL("libgsl.so.27")
gsl.gsl_set_error_handler_off()


class Result(ctypes.Structure):
    _fields_ = [("value", ctypes.c_double), ("error", ctypes.c_double)]


def gsl_function(name, kinds="d"):
    """A function gsl_sf_..._e, NaN where it reports a failure other than underflow."""
    f = getattr(gsl, f"gsl_sf_{name}_e")
    f.argtypes = [{"d": ctypes.c_double, "i": ctypes.c_int}[k] for k in kinds] + [
        ctypes.POINTER(Result)
    ]

    def call(*x):
        result = Result()
        status = f(*[int(v) if k == "i" else v for k, v in zip(kinds, x)], ctypes.byref(result))
        return result.value if status in (0, 15) else math.nan

    return call


def gsl_tails(name, count):
    """log of gsl_cdf_NAME_P and _Q."""
    both = [getattr(gsl, f"gsl_cdf_{name}_{end}") for end in "PQ"]
    for f in both:
        f.argtypes, f.restype = [ctypes.c_double] * count, ctypes.c_double
    return lambda *x: [log(f(*x)) for f in both]


def log(p):
    return math.log(p) if p > 0 else -math.inf if p == 0 else math.nan


log_gamma = gsl_function("lngamma")
KERNELS = {
    "exp": (np.exp, gsl_function("exp")),
    "expMinusOne": (np.expm1, None),
    "log": (np.log, gsl_function("log")),
    "logOnePlus": (np.log1p, gsl_function("log_1plusx")),
    "erf": (special.erf, gsl_function("erf")),
    "erfc": (special.erfc, gsl_function("erfc")),
    "erfcx": (special.erfcx, None),
    "logGamma": (special.gammaln, log_gamma),
    "digamma": (special.digamma, gsl_function("psi")),
    "trigamma": (lambda x: special.polygamma(1, x), gsl_function("psi_1")),
    "sigmoid": (special.expit, None),
    "logSigmoid": (special.log_expit, None),
    "softplus": (lambda x: np.logaddexp(0, x), None),
    "normalLogCDF": (special.log_ndtr, None),
    "normalQuantile": (special.ndtri, None),
    "logOnePlusRemainder": (None, lambda x: -gsl_function("log_1plusx_mx")(x)),
}

SCALARS = {
    "regularizedBeta": (
        lambda x, y, a, b: [log(special.betainc(a, b, x)), log(special.betaincc(a, b, x))],
        lambda x, y, a, b: gsl_tails("beta", 3)(x, a, b),
    ),
    "regularizedGamma": (
        lambda a, x: [log(special.gammainc(a, x)), log(special.gammaincc(a, x))],
        lambda a, x: gsl_tails("gamma", 3)(x, a, 1.0),
    ),
    "studentT": (
        lambda t, nu: [stats.t.logcdf(t, nu), stats.t.logsf(t, nu)],
        lambda t, nu: gsl_tails("tdist", 2)(t, nu),
    ),
    "noncentralChiSquared": (
        lambda x, k, l: [stats.ncx2.logcdf(x, k, l), stats.ncx2.logsf(x, k, l)],
        None,
    ),
    "logGammaDifference": (
        lambda a, x: [special.gammaln(a + x) - special.gammaln(a)],
        lambda a, x: [gsl_function("lnpoch", "dd")(a, x)],
    ),
    "logGammaOnePlus": (lambda x: [special.gammaln(1 + x)], lambda x: [log_gamma(1 + x)]),
    "logBeta": (
        lambda a, b: [special.betaln(a, b)],
        lambda a, b: [gsl_function("lnbeta", "dd")(a, b)],
    ),
    "polygamma": (
        lambda n, x: [special.polygamma(int(n), x)],
        lambda n, x: [gsl_function("psi_n", "id")(n, x)],
    ),
    "normalCDF": (lambda x: [special.ndtr(x)], lambda x: [math.exp(gsl_tails("ugaussian", 1)(x)[0])]),
    "logScaledBesselI0": (
        lambda x: [log(special.i0e(x))],
        lambda x: [log(gsl_function("bessel_I0_scaled")(x))],
    ),
    "logScaledBesselI1": (
        lambda x: [log(special.i1e(x))],
        lambda x: [log(gsl_function("bessel_I1_scaled")(x))],
    ),
    "besselRatio": (
        lambda x: [special.i1e(x) / special.i0e(x)],
        lambda x: [gsl_function("bessel_I1_scaled")(x) / gsl_function("bessel_I0_scaled")(x)],
    ),
    "skewNormal": (
        lambda x, a: [stats.skewnorm.logcdf(x, a), stats.skewnorm.logsf(x, a)],
        None,
    ),
    "owenT": (lambda h, a: [special.owens_t(h, a)], None),
}
LOGARITHMS = {"regularizedBeta", "regularizedGamma", "studentT", "noncentralChiSquared", "skewNormal"}


def cell(errors, unit, show):
    """The largest error; with the share of those beyond 1e-10, if any."""
    far = [e for e in errors if not e * unit <= 1e-10]
    finite = [e for e in errors if math.isfinite(e)]
    text = show(max(finite, default=math.inf))
    share = max(1, round(100 * len(far) / len(errors)))
    return f"{text} ({share} % far off)" if far else text


def kernel_errors(f, rows):
    errors = []
    for x, nearest, rest in rows:
        error = abs(float(f(x)) - nearest - rest)
        small = x < 0 and abs(nearest) < 1
        errors.append(error / (2.0**-53 if small else max(math.ulp(nearest), 5e-324)))
    return [math.inf if math.isnan(e) else e for e in errors]


def scalar_errors(f, name, rows):
    errors = []
    for row in rows:
        values, exact = f(*row["at"]), row["is"]
        for i, (value, truth) in enumerate(zip(values, exact)):
            value = float(value)
            if value == truth:
                error = 0.0
            elif not math.isfinite(value):
                error = math.inf
            elif name in LOGARITHMS and abs(truth) >= 1:
                error = abs(value - truth) / max(1, abs(truth) / 30)
            else:
                error = abs(value - truth) / max(abs(truth), sys.float_info.min)
                if name in LOGARITHMS:
                    error /= max(1, abs(exact[len(exact) - 1 - i]) / 30)
            errors.append(error)
    return errors


def main():
    cases = json.load(open(sys.argv[1]))
    version = ctypes.c_char_p.in_dll(gsl, "gsl_version").value.decode()
    out = {"versions": f"SciPy {scipy.__version__}, GSL {version}", "cells": {}}
    with np.errstate(all="ignore"):
        for name, peers in KERNELS.items():
            rows = cases["kernels"][name]
            out["cells"][name] = [
                cell(kernel_errors(f, rows), 2.0**-53, lambda e: f"{e:.2f}" if e < 1e4 else f"{e:.0e}")
                if f
                else ""
                for f in peers
            ]
        for name, peers in SCALARS.items():
            rows = cases["scalars"][name]
            out["cells"][name] = [
                cell(scalar_errors(f, name, rows), 1, lambda e: f"{e:.1e}") if f else ""
                for f in peers
            ]
    json.dump(out, open(sys.argv[2], "w"), indent=1)


if __name__ == "__main__":
    main()
