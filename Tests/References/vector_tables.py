"""Writes Sources/CVectorMath/Tables.h: the polynomials of the special functions.

Each is the Chebyshev interpolant of the smooth part of a function on an interval, computed with 60
digits and rounded to double. Run from the repository's top: python3 Tests/References/vector_tables.py
(mpmath 1.3). It prints the relative error of every piece. Then table_rows.py writes the same row by row.
"""
import struct

import mpmath as m
from mpmath import mp, mpf

mp.dps = 60
ONE = mpf(1)


def fit(f, a, b, n):
    """Monomial coefficients of the interpolant in n Chebyshev nodes, about the centre of [a, b]."""
    a, b = mpf(a), mpf(b)
    centre, half = (a + b) / 2, (b - a) / 2
    assert mpf(float(centre)) == centre
    nodes = [m.cos(m.pi * (2 * k + 1) / (2 * n)) for k in range(n)]
    values = [f(centre + half * t) for t in nodes]
    chebyshev = [
        (2 if j else 1) / mpf(n)
        * sum(v * m.cos(j * m.pi * (2 * k + 1) / (2 * n)) for k, v in enumerate(values))
        for j in range(n)]
    basis = [[ONE], [mpf(0), ONE]]
    for _ in range(2, n):
        p = [mpf(0)] + [2 * x for x in basis[-1]]
        for i, x in enumerate(basis[-2]):
            p[i] -= x
        basis.append(p)
    monomial = [mpf(0)] * n
    for j in range(n):
        for i, x in enumerate(basis[j]):
            monomial[i] += chebyshev[j] * x
    return centre, [x / half**i for i, x in enumerate(monomial)]


def error(f, a, b, centre, coefficients):
    worst = mpf(0)
    rounded = [mpf(float(x)) for x in coefficients]
    for k in range(201):
        x = mpf(a) + (mpf(b) - mpf(a)) * k / 200
        value = mpf(0)
        for q in reversed(rounded):
            value = value * (x - centre) + q
        y = f(x)
        worst = max(worst, abs(value - y) / (abs(y) if y else 1))
    return worst


def array(name, coefficients):
    lines = [', '.join(repr(float(x)) for x in coefficients[i:i + 4])
             for i in range(0, len(coefficients), 4)]
    return 'static const double %s[%d] = {\n    %s};' % (name, len(coefficients), ',\n    '.join(lines))


def float_array(name, coefficients):
    numbers = ['%.9gf' % x if '.' in '%.9g' % x or 'e' in '%.9g' % x else '%.9g.0f' % x for x in coefficients]
    lines = [', '.join(numbers[i:i + 8]) for i in range(0, len(numbers), 8)]
    return 'static const float %s[%d] = {\n    %s};' % (name, len(coefficients), ',\n    '.join(lines))


def table(name, pieces, n, comment):
    rows = []
    for f, a, b in pieces:
        centre, coefficients = fit(f, a, b, n)
        print(name, m.nstr(mpf(a), 4), m.nstr(mpf(b), 4), m.nstr(error(f, a, b, centre, coefficients), 3))
        rows.append((centre, coefficients))
    while len(rows) < 8:
        rows.append(rows[-1])
    out = ['// ' + comment, '#define %s_DEGREE %d' % (name, n - 1)]
    out.append('static const double %s_CENTRE[8] = {%s};' % (
        name, ', '.join(repr(float(r[0])) for r in rows)))
    out.append('static const double %s[%d][8] = {' % (name, n))
    for i in range(n):
        halves = [', '.join(repr(float(r[1][i])) for r in rows[k:k + 4]) for k in (0, 4)]
        out.append('    {' + ',\n     '.join(halves) + '},')
    return '\n'.join(out + ['};', ''])


def correction(s):
    if s == 0:
        return ONE / 12
    x = 1 / m.sqrt(s)
    return x * (m.loggamma(x) - ((x - ONE / 2) * m.log(x) - x + m.log(2 * m.pi) / 2))


def log_factorial(a):
    return -m.loggamma(1 + a)


def digamma_tail(s):
    if s == 0:
        return ONE / 12
    x = 1 / m.sqrt(s)
    return (m.log(x) - 1 / (2 * x) - m.digamma(x)) / s


def trigamma_tail(s):
    if s == 0:
        return ONE / 6
    x = 1 / m.sqrt(s)
    return (m.psi(1, x) - 1 / x - s / 2) * x / s


def log_bessel_of_square(w):
    """log I0(x)/x^2 of w = x^2."""
    return ONE / 4 if w == 0 else m.log(m.besseli(0, m.sqrt(w))) / w


def log_bessel_rest(t):
    """x (log I0(x) - x + log(2 pi x)/2) of t = 1/x."""
    if t == 0:
        return ONE / 8
    x = 1 / t
    return x * (m.log(m.besseli(0, x)) - x + m.log(2 * m.pi * x) / 2)


def log_gamma_near(x):
    if x == 1:
        return -m.digamma(1)
    if x == 2:
        return m.digamma(2)
    return m.loggamma(x) / ((x - 1) * (x - 2))


ROOT = m.findroot(m.digamma, 1.4616321449683622)


def digamma_near(x):
    return m.psi(1, ROOT) if abs(x - ROOT) < mpf(10)**-30 else m.digamma(x) / (x - ROOT)


def scaled_erfcx(z):
    if z == 1:
        return 2 / m.sqrt(m.pi)
    x = 4 * (1 + z) / (1 - z)
    if x > 1e6:
        y = 1 / (x * x)
        e = (1 - y / 2 + 3 * y * y / 4 - 15 * y**3 / 8) / (x * m.sqrt(m.pi))
    else:
        e = m.exp(x * x) * m.erfc(x)
    return (1 + 2 * x) * e


def atanh_tail(w):
    return ONE / 3 if w == 0 else (m.atanh(m.sqrt(w)) / m.sqrt(w) - 1) / w


def exp_tail(x):
    return ONE / 2 + x / 6 if abs(x) < mpf(10)**-30 else (m.expm1(x) - x) / x**2


def about_zero(f, b, n):
    centre, coefficients = fit(f, 0, b, n)
    shifted = [mpf(0)] * n
    for i, x in enumerate(coefficients):
        for j in range(i + 1):
            shifted[j] += x * m.binomial(i, j) * (-centre)**(i - j)
    return shifted


octaves = [(ONE / 2, ONE), (ONE / 4, ONE / 2), (ONE / 8, ONE / 4), (ONE / 16, ONE / 8), (0, ONE / 16)]
parts = ['''// Polynomials of the special functions: Chebyshev interpolants computed with 60 digits by
// Tests/References/vector_tables.py, rounded to double. Each row of eight holds one coefficient for
// eight intervals, lowest power first, so that a lane looks its interval up.
#ifndef VM_TABLES_H
#define VM_TABLES_H
''']
parts.append(table('VM_CORRECTION', [(correction, a, b) for a, b in octaves], 15,
    'x (log Gamma(x) - Stirling) at s = 1/x^2, octave by octave: [1/2, 1], [1/4, 1/2], [1/8, 1/4],\n// [1/16, 1/8], [0, 1/16].'))
parts.append(table('VM_LOG_GAMMA_NEAR', [(log_gamma_near, 1 + ONE * k / 4, 1 + ONE * (k + 1) / 4) for k in range(8)], 13,
    'log Gamma(x) / ((x - 1)(x - 2)) on quarters of [1, 3].'))
parts.append(table('VM_LOG_FACTORIAL', [(log_factorial, a, b) for a, b in
    [(1, 2), (2, 3), (3, 5), (5, 7), (7, 11), (11, 15), (0, ONE / 2), (ONE / 2, 1)]], 15,
    '-log Gamma(1 + a) for 0 <= a < 15, in the order of exponent and first bit of 1 + a.'))
parts.append(table('VM_DIGAMMA_TABLE',
    [(digamma_near, 1 + ONE * k / 4, 1 + ONE * (k + 1) / 4) for k in range(4)]
    + [(digamma_tail, a, b) for a, b in octaves[2:]], 14,
    'psi(x) / (x - root) on quarters of [1, 2]; then x^2 (log x - 1/(2x) - psi(x)) at s = 1/x^2 on\n// [1/8, 1/4], [1/16, 1/8], [0, 1/16].'))
parts.append(table('VM_DIGAMMA_TAIL', [(digamma_tail, a, b) for a, b in octaves], 15,
    'x^2 (log x - 1/(2x) - psi(x)) at s = 1/x^2 on the octaves of VM_CORRECTION.'))
parts.append(table('VM_TRIGAMMA_TABLE', [(trigamma_tail, a, b) for a, b in octaves], 15,
    "x^3 (psi'(x) - 1/x - 1/(2x^2)) at s = 1/x^2 on the octaves of VM_CORRECTION."))
parts.append(table('VM_ERFCX_TABLE', [(scaled_erfcx, -1 + ONE * k / 4, -1 + ONE * (k + 1) / 4) for k in range(8)], 13,
    '(1 + 2x) erfcx(x) on eighths of z = (x - 4)/(x + 4) in [-1, 1].'))
centre, coefficients = fit(atanh_tail, 0, ONE / 8, 11)
parts.append('// (atanh(r) / r - 1) / r^2 at r^2 in [0, 1/8].\n#define VM_ATANH_TAIL_CENTRE %r' % float(centre))
parts.append(array('VM_ATANH_TAIL', coefficients))
parts.append('// The same at r^2 in [0, 0.04], about 0.')
parts.append(array('VM_ATANH_TAIL_SMALL', about_zero(atanh_tail, mpf(41) / 1024, 7)))
parts.append('// (exp(x) - 1 - x) / x^2 on [-1, 1].')
parts.append(array('VM_EXP_TAIL', fit(exp_tail, -1, 1, 14)[1]))
bessel = [(log_bessel_rest, mpf(31) / 64 * 2**-j, mpf(33) / 32 * 2**-j) for j in range(-1, 5)]
parts.append(table(
    'VM_LOG_BESSEL', [(log_bessel_of_square, 0, 1.75)] + bessel + [(log_bessel_rest, 0, mpf(33) / 1024)],
    25, 'log I0(x)/x^2 at s = x^2 up to 7/4, and x (log I0(x) - x + log(2 pi x)/2) at s = 1/x, octave by'
    '\n// octave and a little beyond: [1, 2], [1/2, 1], ..., [1/32, 1/16], [0, 1/32].'))
parts.append('// zeta(k) (-1)^k/k from k = 2 on: log Gamma(1 + h) = -gamma h + h^2 (C[0] + C[1] h + ...).')
parts.append(array('VM_LOG_GAMMA_AT_ONE', [m.zeta(k) * (-1)**k / k for k in range(2, 26)]))


def erf_cell(j, width, n, close):
    """c = j width, f(c) and the coefficients of (f(c + t) - f(c))/t of f = erf, less the argument if j < close,
    |t| <= width/2, t >= 0 in the first."""
    c, half, less = j * width, width / 2, 1 if j < close else 0
    f = lambda x: m.erf(x) - less * x
    if j == 0:
        return c, mpf(0), about_zero(lambda t: f(t) / t, half, n)
    slope = lambda x: (f(x) - f(c)) / (x - c) if x != c else 2 / m.sqrt(m.pi) * m.exp(-c * c) - less
    return c, f(c), fit(slope, c - half, c + half, n)[1]


def float_number(x):
    return struct.unpack('<f', struct.pack('<f', float(x)))[0]


def erf_cells(width, n, close, number):
    """The cells; prints the largest error of one with rounded coefficients, in units of erf."""
    cells, worst = [erf_cell(j, width, n, close) for j in range(16)], mpf(0)
    for j, (c, value, slopes) in enumerate(cells):
        for k in range(-50, 51):
            t = width * k / 100
            if c + t > 0:
                y = value + t * sum(mpf(number(a)) * t**i for i, a in enumerate(slopes)) + (c + t if j < close else 0)
                worst = max(worst, abs(y / m.erf(c + t) - 1))
    print('erf', n, m.nstr(worst, 3))
    return cells


def in_sixteen(name, rows):
    out = ['static const double %s[%d][16] = {' % (name, len(rows))]
    for row in rows:
        quarters = [', '.join(repr(float(x)) for x in row[k:k + 4]) for k in (0, 4, 8, 12)]
        out.append('    {' + ',\n     '.join(quarters) + '},')
    return '\n'.join(out + ['};'])


ERF_WIDTH = mpf(25) / 64
cells = erf_cells(ERF_WIDTH, 12, 2, float)
parts.append("""// f = erf about c = j VM_ERF_STEP, j = 0, ..., 15, in the first two less its argument: f(c), and
// (f(c + t) - f(c))/t as a polynomial in t.
#define VM_ERF_STEP %r""" % float(ERF_WIDTH))
parts.append(array('VM_ERF_SLOPE_CENTRE', [c for c, _, _ in cells]))
parts.append(array('VM_ERF_VALUE', [value for _, value, _ in cells]))
parts.append(in_sixteen('VM_ERF_SLOPE', list(zip(*(slopes for _, _, slopes in cells)))))
FLOAT_ERF_WIDTH = mpf(9) / 32
cells = erf_cells(FLOAT_ERF_WIDTH, 6, 3, float_number)
parts.append('// The same for floats, in the first three less its argument.\n#define VMF_ERF_STEP %rf' % float(FLOAT_ERF_WIDTH))
parts.append(float_array('VMF_ERF_VALUE', [value for _, value, _ in cells]))
for i, row in enumerate(zip(*(slopes for _, _, slopes in cells))):
    parts.append(float_array('VMF_ERF_SLOPE_%d' % i, row))
parts.append('// (tanh(x)/x - 1)/x^2 as a polynomial in x^2, x^2 in [0, 0.49].')
parts.append(array('VM_TANH_TAIL', about_zero(lambda w: (m.tanh(m.sqrt(w)) / m.sqrt(w) - 1) / w, mpf(251) / 512, 12)))
reach = mpf(79) / 128
parts.append('// (sin(r)/r - 1)/r^2 and (cos(r) - 1 + r^2/2)/r^4 as polynomials in r^2, |r| <= pi/4.')
parts.append(array('VM_SINE_TAIL', about_zero(lambda w: (m.sin(m.sqrt(w)) / m.sqrt(w) - 1) / w, reach, 7)))
parts.append(array('VM_COSINE_TAIL', about_zero(
    lambda w: (m.cos(m.sqrt(w)) - 1 + w / 2) / w**2, reach, 7)))
parts.append('// pi/2 in three parts.')
turn = m.pi / 2
for i in range(3):
    parts.append('#define VM_QUARTER_TURN_%d %r' % (i, float(turn)))
    turn -= mpf(float(turn))
parts.append('// sin(pi r) / r and cos(pi r) as polynomials in r^2, |r| <= 1/2.')
parts.append(array('VM_SIN_PI', about_zero(
    lambda w: m.pi if w == 0 else m.sin(m.pi * m.sqrt(w)) / m.sqrt(w), ONE / 4, 9)))
parts.append(array('VM_COS_PI', about_zero(lambda w: m.cos(m.pi * m.sqrt(w)), ONE / 4, 9)))
parts.append('// atan(t) / (pi t) about t^2 = 1/2, for t^2 in [0, 1].')
parts.append(array('VM_TURN_OF_TANGENT', fit(
    lambda w: (ONE if w == 0 else m.atan(m.sqrt(w)) / m.sqrt(w)) / m.pi, 0, 1, 22)[1]))
GRID = [mpf(j) / 16 for j in range(9, 17)] + [mpf(j) / 8 for j in range(9, 16)]


def grid(name, f):
    return array(name, [f(c) for c in GRID + GRID[-1:]])


def remainder_tail(r):
    return ONE / 2 - r / 3 if abs(r) < mpf(10)**-30 else (r - m.log1p(r)) / r**2


parts.append('// Of c = 9/16, 10/16, ..., 1, 9/8, ..., 15/8: 1/c, log c, (c - 1) - log c and 1 - 1/c.')
parts.append(grid('VM_GRID_INVERSE', lambda c: 1 / c))
parts.append(grid('VM_GRID_LOG', m.log))
parts.append(grid('VM_GRID_REMAINDER', lambda c: (c - 1) - m.log(c)))
parts.append(grid('VM_GRID_SLOPE', lambda c: 1 - 1 / c))
parts.append('// (r - log(1 + r)) / r^2 on [-1/14, 1/14].')
parts.append(array('VM_REMAINDER_TAIL', fit(remainder_tail, -ONE / 14, ONE / 14, 11)[1]))
def logarithm_cells():
    """1/c with ten bits, as near the middle of its cell as they allow, and -log(1/c) in two parts; the cells
    divide [2^-1 (1 + f), 1 + f) by the four leading bits after those of 0x3fe6555555550000."""
    def number(bits):
        return mpf(struct.unpack('<d', struct.pack('<Q', bits))[0])

    inverse, high, low = [], [], []
    for j in range(16):
        first, last = (number(0x3fe6555555550000 + (i << 48)) for i in (j, j + 1))
        chosen = ONE if first < 1 < last else min(
            (mpf(q) / 1024 for q in range(512, 1600)),
            key=lambda v: max(abs(first * v - 1), abs(last * v - 1)))
        log = -m.log(chosen)
        rounded = m.nint(log * 2**42) / mpf(2)**42
        inverse.append(chosen)
        high.append(rounded)
        low.append(log - rounded)
    return inverse, high, low


def log_tail(r):
    return mpf(1) / 3 - r / 4 if abs(r) < mpf(10)**-20 else (m.log1p(r) - r + r * r / 2) / r**3


inverse, high, low = logarithm_cells()
parts.append('// The cells of the logarithm: 1/c, and log c as a multiple of 2^-42 and the rest.')
parts.append(array('VM_LOG_INVERSE', inverse))
parts.append(array('VM_LOG_HIGH', high))
parts.append(array('VM_LOG_LOW', low))
parts.append('// (log(1 + r) - r) / r^2 for |r| <= 0.0301.')
reach = mpf('0.0301')
parts.append(array('VM_LOG_TAIL', [-ONE / 2] + m.chebyfit(log_tail, [-reach, reach], 8)[::-1]))
parts.append('// (log(1 + r) - r + r^2/2) / r^3 for the same r.')
parts.append(array('VM_POWER_TAIL', m.chebyfit(log_tail, [-reach, reach], 9)[::-1]))
step = m.log(2) / 16
nearest = m.nint(step * 2**40) / mpf(2)**40
ROOTS = [mpf(2)**(mpf(j) / 16) for j in range(16)]
parts.append('// 2^(j/16), and what rounding took from it.')
parts.append(array('VM_ROOTS_OF_TWO', ROOTS))
parts.append(array('VM_ROOTS_OF_TWO_LOW', [x - mpf(float(x)) for x in ROOTS]))
parts.append('// The inverse of log(2)/16 and that number in two parts, and (exp(r) - 1 - r) / r^2 for |r| <= 0.0218.')
parts.append('#define VM_SIXTEENTHS_OF_LN2 %r' % float(1 / step))
parts.append('#define VM_SIXTEENTH_HIGH %s' % float(nearest).hex())
parts.append('#define VM_SIXTEENTH_LOW %r' % float(step - nearest))
reach = mpf('0.0218')
parts.append(array('VM_EXP_TAIL_SHORT', m.chebyfit(exp_tail, [-reach, reach], 5)[::-1]))
parts.append('''
// Psi's positive root, in two parts.
#define VM_DIGAMMA_ROOT %r
#define VM_DIGAMMA_ROOT_TAIL %r

#endif
''' % (float(ROOT), float(ROOT - mpf(float(ROOT)))))
open('Sources/CVectorMath/Tables.h', 'w').write('\n'.join(parts))


def ziggurat(layers):
    """The edges x_0 > x_1 = r > ... > x_layers = 0 of strips of equal area under exp(-x^2/2)."""
    f = lambda x: m.exp(-x * x / 2)

    def edges(r):
        area = r * f(r) + m.sqrt(m.pi / 2) * m.erfc(r / m.sqrt(2))
        x = [area / f(r), r]
        for _ in range(layers - 2):
            height = f(x[-1]) + area / x[-1]
            x.append(m.sqrt(-2 * m.log(height)) if height < 1 else mpf(0))
        return x, f(x[-1]) + area / x[-1] - 1 if x[-1] > 0 else mpf(1)

    r = m.findroot(lambda r: edges(r)[1], (mpf('3.6541'), mpf('3.6542')), solver='anderson')
    x = edges(r)[0] + [mpf(0)]
    return x, [f(a) for a in x]


x, heights = ziggurat(256)
open('Sources/CVectorMath/Ziggurat.c', 'w').write('''// The 256 strips of equal area under exp(-x^2/2) of Marsaglia and Tsang's ziggurat, written by
// Tests/References/vector_tables.py: the edges, from that of the strip with the tail down to 0, and the
// curve's heights at them.
#include "CVectorMath.h"

''' + array('vm_ziggurat_edges', x).replace('static ', '') + '\n\n'
    + array('vm_ziggurat_heights', heights).replace('static ', '') + '\n')
