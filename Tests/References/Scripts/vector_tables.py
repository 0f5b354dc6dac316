# Chebyshev interpolation of the smooth part of each special function, interval by interval,
# written as the coefficient tables of GammaTables.h.
import sys
from mpmath import mp, mpf
import mpmath as m
mp.dps = 60

def fit(f, a, b, n):
    a, b = mpf(a), mpf(b); c, h = (a + b) / 2, (b - a) / 2
    c = mpf(float(c))
    nodes = [m.cos(m.pi * (2*k + 1) / (2*n)) for k in range(n)]
    vals = [f((a+b)/2 + h * t) for t in nodes]
    ch = [ (2 if j else 1) / mpf(n) * sum(v * m.cos(j * m.pi * (2*k+1) / (2*n)) for k, v in enumerate(vals)) for j in range(n)]
    T = [[mpf(1)], [mpf(0), mpf(1)]]
    for j in range(2, n):
        p = [mpf(0)] + [2 * x for x in T[-1]]
        for i, x in enumerate(T[-2]): p[i] -= x
        T.append(p)
    mono = [mpf(0)] * n
    for j in range(n):
        for i, x in enumerate(T[j]): mono[i] += ch[j] * x
    # t = (x - mid)/h, with x - c the variable: c equals mid (exact binary centres)
    assert c == (a+b)/2
    return c, [x / h**i for i, x in enumerate(mono)]

def err(f, a, b, c, co):
    worst = 0
    co = [mpf(float(x)) for x in co]
    for k in range(201):
        x = mpf(a) + (mpf(b) - mpf(a)) * k / 200
        y = f(x)
        if y == 0: continue
        t = x - c; v = mpf(0)
        for q in reversed(co): v = v * t + q
        worst = max(worst, abs(v / y - 1))
    return worst

def table(name, pieces, n, out, comment):
    rows = []
    print(name, n)
    for f, a, b in pieces:
        c, co = fit(f, a, b, n)
        print('   [%s, %s]' % (a, b), m.nstr(err(f, a, b, c, co), 3))
        rows.append((c, co))
    while len(rows) < 8: rows.append(rows[-1])
    out.append('// ' + comment)
    out.append('#define %s_DEGREE %d' % (name, n - 1))
    out.append('static const double %s_CENTRE[8] = {%s};' % (name, ', '.join('%r' % float(r[0]) for r in rows)))
    out.append('static const double %s[%d][8] = {' % (name, n))
    for i in range(n):
        out.append('    {' + ',\n     '.join(', '.join('%r' % float(r[1][i]) for r in rows[k:k+4]) for k in (0, 4)) + '},')
    out.append('};\n')

def corr(s):
    if s == 0: return mpf(1)/12
    x = 1 / m.sqrt(s)
    return x * (m.loggamma(x) - ((x - mpf(1)/2) * m.log(x) - x + m.log(2*m.pi)/2))
def psih(s):   # psi(x) = log x - 1/(2x) - s h(s)
    if s == 0: return mpf(1)/12
    x = 1 / m.sqrt(s)
    return (m.log(x) - 1/(2*x) - m.digamma(x)) / s
def trih(s):   # psi'(x) = 1/x + s/2 + s/x q(s)
    if s == 0: return mpf(1)/6
    x = 1 / m.sqrt(s)
    return (m.psi(1, x) - 1/x - s/2) * x / s
def lgp(x):
    if x == 1: return -m.digamma(1)*1 if False else -(m.digamma(1))
    if x == 2: return m.digamma(2)
    return m.loggamma(x) / ((x-1)*(x-2))
root = m.findroot(m.digamma, 1.4616321449683622)
def psp(x):
    if abs(x - root) < mpf(10)**-30: return m.psi(1, root)
    return m.digamma(x) / (x - root)
def ex(z):     # (1 + 2x) erfcx(x), x = 4 (1 + z)/(1 - z)
    z = mpf(z)
    if z == 1: return 2 / m.sqrt(m.pi)
    x = 4 * (1 + z) / (1 - z)
    if x > 1e6:
        y = 1/(x*x)
        e = (1 - y/2 + 3*y*y/4 - 15*y**3/8) / (x*m.sqrt(m.pi))
    else:
        e = m.exp(x*x) * m.erfc(x)
    return (1 + 2*x) * e
def lpr(w):    # (atanh(r)/r - 1)/r^2, w = r^2
    return m.nsum(lambda k: w**int(k)/(2*int(k)+3), [0, 200]) if False else (mpf(1)/3 if w == 0 else (m.atanh(m.sqrt(w))/m.sqrt(w)-1)/w)
def exr(x):
    if abs(x) < mpf(10)**-12: return mpf(1)/2 + x/6 + x*x/24
    return (m.expm1(x) - x) / x**2
mp.dps = 60
if __name__ == '__main__':
    out = []
    F = mpf(1)
    table('VM_CORRECTION', [(corr, F/2, F), (corr, F/4, F/2), (corr, F/8, F/4), (corr, F/16, F/8), (corr, 0, F/16)], 15, out,
      'x (log Gamma(x) - Stirling) at s = 1/x^2, octave by octave: [1/2, 1], [1/4, 1/2], [1/8, 1/4],\n// [1/16, 1/8], [0, 1/16].')
    table('VM_LOG_GAMMA_NEAR', [(lgp, F+k*F/4, F+(k+1)*F/4) for k in range(8)], 13, out, 'log Gamma(x) / ((x - 1)(x - 2)) on quarters of [1, 3].')
    table('VM_DIGAMMA_TABLE', [(psp, F+k*F/4, F+(k+1)*F/4) for k in range(4)] + [(psih, F/8, F/4), (psih, F/16, F/8), (psih, 0, F/16)], 14, out,
      'psi(x) / (x - root) on quarters of [1, 2]; then x^2 (log x - 1/(2x) - psi(x)) at s = 1/x^2 on\n// [1/8, 1/4], [1/16, 1/8], [0, 1/16].')
    print('root', m.nstr(root, 40), repr(float(root)), repr(float(root - mpf(float(root)))))
    table('VM_TRIGAMMA_TABLE', [(trih, F/2, F), (trih, F/4, F/2), (trih, F/8, F/4), (trih, F/16, F/8), (trih, 0, F/16)], 15, out,
      'x^3 (psi\'(x) - 1/x - 1/(2x^2)) at s = 1/x^2 on the octaves of VM_CORRECTION.')
    table('VM_ERFCX_TABLE', [(ex, -1+k*F/4, -1+(k+1)*F/4) for k in range(8)], 13, out, '(1 + 2x) erfcx(x) on eighths of z = (x - 4)/(x + 4) in [-1, 1].')
    open('/tmp/num/tables.h','w').write('\n'.join(out))
    for n in (8,9,10,11):
        c, co = fit(lpr, 0, F/8, n); print('lpr', n, m.nstr(err(lpr,0,F/8,c,co),3))
    for n in (13,14,15,16):
        c, co = fit(exr, -1, 1, n); print('exr', n, m.nstr(err(exr,-1,1,c,co),3))
