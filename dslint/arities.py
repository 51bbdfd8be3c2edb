"""The code of a function for each number of values that it takes, for the classes that `tuples` makes.

Written out, for here it is compiled once and for all: to compile it took a tenth of each short run. Names and
`_make` are given to it there.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

_make: Callable[..., Any] = tuple.__new__

# fmt: off
TAKING: tuple[Callable[..., Any], ...] = (
    lambda _: _make(_, ()),
    lambda _, a: _make(_, (a,)),
    lambda _, a, b: _make(_, (a, b)),
    lambda _, a, b, c: _make(_, (a, b, c)),
    lambda _, a, b, c, d: _make(_, (a, b, c, d)),
    lambda _, a, b, c, d, e: _make(_, (a, b, c, d, e)),
    lambda _, a, b, c, d, e, f: _make(_, (a, b, c, d, e, f)),
    lambda _, a, b, c, d, e, f, g: _make(_, (a, b, c, d, e, f, g)),
    lambda _, a, b, c, d, e, f, g, h: _make(_, (a, b, c, d, e, f, g, h)),
    lambda _, a, b, c, d, e, f, g, h, i: _make(_, (a, b, c, d, e, f, g, h, i)),
    lambda _, a, b, c, d, e, f, g, h, i, j: _make(_, (a, b, c, d, e, f, g, h, i, j)),
    lambda _, a, b, c, d, e, f, g, h, i, j, k: _make(_, (a, b, c, d, e, f, g, h, i, j, k)),
    lambda _, a, b, c, d, e, f, g, h, i, j, k, m: _make(_, (a, b, c, d, e, f, g, h, i, j, k, m)),
    lambda _, a, b, c, d, e, f, g, h, i, j, k, m, n: _make(_, (a, b, c, d, e, f, g, h, i, j, k, m, n)),
    lambda _, a, b, c, d, e, f, g, h, i, j, k, m, n, o: _make(_, (a, b, c, d, e, f, g, h, i, j, k, m, n, o)),
        lambda _, a, b, c, d, e, f, g, h, i, j, k, m, n, o, p: _make(_, (a, b, c, d, e, f, g, h, i, j, k, m,
        n, o, p)),
        lambda _, a, b, c, d, e, f, g, h, i, j, k, m, n, o, p, q: _make(_, (a, b, c, d, e, f, g, h, i, j, k,
        m, n, o, p, q)),
        lambda _, a, b, c, d, e, f, g, h, i, j, k, m, n, o, p, q, r: _make(_, (a, b, c, d, e, f, g, h, i, j,
        k, m, n, o, p, q, r)),
        lambda _, a, b, c, d, e, f, g, h, i, j, k, m, n, o, p, q, r, s: _make(_, (a, b, c, d, e, f, g, h, i,
        j, k, m, n, o, p, q, r, s)),
        lambda _, a, b, c, d, e, f, g, h, i, j, k, m, n, o, p, q, r, s, t: _make(_, (a, b, c, d, e, f, g, h,
        i, j, k, m, n, o, p, q, r, s, t)),
        lambda _, a, b, c, d, e, f, g, h, i, j, k, m, n, o, p, q, r, s, t, u: _make(_, (a, b, c, d, e, f, g,
        h, i, j, k, m, n, o, p, q, r, s, t, u)),
        lambda _, a, b, c, d, e, f, g, h, i, j, k, m, n, o, p, q, r, s, t, u, v: _make(_, (a, b, c, d, e, f,
        g, h, i, j, k, m, n, o, p, q, r, s, t, u, v)),
        lambda _, a, b, c, d, e, f, g, h, i, j, k, m, n, o, p, q, r, s, t, u, v, w: _make(_, (a, b, c, d, e,
        f, g, h, i, j, k, m, n, o, p, q, r, s, t, u, v, w)),
        lambda _, a, b, c, d, e, f, g, h, i, j, k, m, n, o, p, q, r, s, t, u, v, w, x: _make(_, (a, b, c, d,
        e, f, g, h, i, j, k, m, n, o, p, q, r, s, t, u, v, w, x)),
        lambda _, a, b, c, d, e, f, g, h, i, j, k, m, n, o, p, q, r, s, t, u, v, w, x, y: _make(_, (a, b, c,
        d, e, f, g, h, i, j, k, m, n, o, p, q, r, s, t, u, v, w, x, y)),
        lambda _, a, b, c, d, e, f, g, h, i, j, k, m, n, o, p, q, r, s, t, u, v, w, x, y, z: _make(_, (a, b,
        c, d, e, f, g, h, i, j, k, m, n, o, p, q, r, s, t, u, v, w, x, y, z)),
        lambda _, a, b, c, d, e, f, g, h, i, j, k, m, n, o, p, q, r, s, t, u, v, w, x, y, z, aa: _make(_, (a,
        b, c, d, e, f, g, h, i, j, k, m, n, o, p, q, r, s, t, u, v, w, x, y, z, aa)),
        lambda _, a, b, c, d, e, f, g, h, i, j, k, m, n, o, p, q, r, s, t, u, v, w, x, y, z, aa, ab: _make(_,
        (a, b, c, d, e, f, g, h, i, j, k, m, n, o, p, q, r, s, t, u, v, w, x, y, z, aa, ab)),
        lambda _, a, b, c, d, e, f, g, h, i, j, k, m, n, o, p, q, r, s, t, u, v, w, x, y, z, aa, ab, ac:
        _make(_, (a, b, c, d, e, f, g, h, i, j, k, m, n, o, p, q, r, s, t, u, v, w, x, y, z, aa, ab, ac)),
        lambda _, a, b, c, d, e, f, g, h, i, j, k, m, n, o, p, q, r, s, t, u, v, w, x, y, z, aa, ab, ac, ad:
        _make(_, (a, b, c, d, e, f, g, h, i, j, k, m, n, o, p, q, r, s, t, u, v, w, x, y, z, aa, ab, ac, ad)),
        lambda _, a, b, c, d, e, f, g, h, i, j, k, m, n, o, p, q, r, s, t, u, v, w, x, y, z, aa, ab, ac, ad,
        ae: _make(_, (a, b, c, d, e, f, g, h, i, j, k, m, n, o, p, q, r, s, t, u, v, w, x, y, z, aa, ab, ac,
        ad, ae)),
        lambda _, a, b, c, d, e, f, g, h, i, j, k, m, n, o, p, q, r, s, t, u, v, w, x, y, z, aa, ab, ac, ad,
        ae, af: _make(_, (a, b, c, d, e, f, g, h, i, j, k, m, n, o, p, q, r, s, t, u, v, w, x, y, z, aa, ab,
        ac, ad, ae, af)),
        lambda _, a, b, c, d, e, f, g, h, i, j, k, m, n, o, p, q, r, s, t, u, v, w, x, y, z, aa, ab, ac, ad,
        ae, af, ag: _make(_, (a, b, c, d, e, f, g, h, i, j, k, m, n, o, p, q, r, s, t, u, v, w, x, y, z, aa,
        ab, ac, ad, ae, af, ag)),
)
# fmt: on
