"""Lewis and Schultz (2003) with normal shocks, in balls: every equilibrium certified, and folds.

One unknown, ``p``, the chance that B resists.  A challenges when the better of war and backing down exceeds
``c = V_A + (S_A - V_A)/p``; with ``g`` the chance of that, ``h`` the chance that moreover war is better than backing down, and
``j = h/g``, B resists with chance ``Phi(z)``, ``z = W_B - V_B + (V_B - C_B)/j``.  An equilibrium is a zero of ``p - Phi(z)``.
Both g and h fall as c rises, so that their values at the ends of an interval enclose them on it.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from flint import arb

from games.numbers.isolating import precision

from ..types.links import normal_density, normal_share

BITS = 64
FAR = 9  # deviations from the mean beyond which a normal variable lies with a chance below TAIL
TAIL = 2.5e-19
LONGEST = 1.0  # half the length of an interval over which Gauss and Legendre's rule is used once
EXACT_ENOUGH = 1e-17  # the error of one use of that rule
DEEPEST = 60  # halvings of (0, 1) before a piece is undecided
MOST = 4_000  # pieces, after which those that are left are undecided
NARROW = 2.0**-44

Ends = tuple[arb, arb, arb]


@dataclass(frozen=True)
class Bracket:
    """An interval with exactly one equilibrium.

    Parameters
    ----------
    low, high : arb
        Its ends, exact.
    rising : bool
        Whether ``p - Phi(z)`` rises there: such equilibria are stable under best replies.
    """

    low: arb
    high: arb
    rising: bool


class NormalCrisis:
    """The crisis at one point.

    Parameters
    ----------
    point : dict from str to ball or exact number
        ``V_A, S_A, V_B, C_B, W_A, a, W_B``; V_A must exceed S_A.
    """

    def __init__(self, point: Mapping[str, arb]) -> None:
        self.V_A, self.S_A, self.V_B, self.C_B = (point[name] for name in ("V_A", "S_A", "V_B", "C_B"))
        self.W_A, self.a, self.W_B = (point[name] for name in ("W_A", "a", "W_B"))
        self.always = normal_share((self.W_A - self.a) * arb("0.5").sqrt())  # the chance that war is better than backing down
        self.tails = Tails(self.W_A - self.a)
        self._ends: dict[float, Ends] = {}

    def h(self, c: arb) -> arb:
        """The chance that war is better than backing down and than c, at a thin c."""
        return self.tails.above(c - self.W_A, self.always)

    def g(self, c: arb) -> arb:
        """The chance that the better of the two is better than c."""
        chance: arb = 1 - normal_share(c - self.W_A) * normal_share(c - self.a)
        return chance

    def ends(self, p: arb) -> Ends:
        """Give c, h and g at an exact p."""
        key = float(p)
        if key not in self._ends:
            c = self.V_A + (self.S_A - self.V_A) / p
            self._ends[key] = c, self.h(c), self.g(c)
        return self._ends[key]

    def reply(self, j: arb) -> arb:
        """The index z of B, when A's challenge is meant with chance j."""
        return self.W_B - self.V_B + (self.V_B - self.C_B) / j

    def excess(self, p: arb) -> arb:
        """Enclose ``p - Phi(z)`` at an exact p."""
        _, h, g = self.ends(p)
        excess: arb = p - normal_share(self.reply(h / g))
        return excess

    def over(self, low: arb, high: arb) -> tuple[arb, arb | None]:
        """Enclose ``p - Phi(z)`` and its derivative on an interval; no derivative where it begins at zero, or none is needed."""
        across = low.union(high)
        c_high, h_low, g_low = self.ends(high)
        if low == 0:
            return across - normal_share(self.reply(h_low.union(self.always / g_low))), None
        c_low, h_high, g_high = self.ends(low)
        j, c = (h_low / g_high).union(h_high / g_low), c_low.union(c_high)
        excess = across - normal_share(self.reply(j))
        if excess > 0 or excess < 0:
            return excess, None
        j_slope = self.j_slope(c, j, g_low.union(g_high))
        inside = cut(low, high)
        c_inside, h, g = self.ends(inside)
        j = _met(j, h / g + j_slope * (c - c_inside))
        z = self.reply(j)
        slope = 1 + normal_density(z) * (self.V_B - self.C_B) / (j * j) * j_slope * (self.V_A - self.S_A) / (across * across)
        return _met(across - normal_share(z), self.excess(inside) + slope * (across - inside)), slope

    def j_slope(self, c: arb, j: arb, g: arb) -> arb:
        """Enclose the derivative of j by c."""
        below_a = normal_share(c - self.a)
        h_slope = -normal_density(c - self.W_A) * below_a
        slope: arb = (h_slope - j * (h_slope - normal_share(c - self.W_A) * normal_density(c - self.a))) / g
        return slope


class Tails:
    """The chance ``h(x)`` that a standard normal W exceeds x and another one plus -d, for one d: integrals kept and added to.

    Parameters
    ----------
    d : ball
        By how much the mean of war exceeds that of backing down.

    Notes
    -----
    The integrand ``f(w) = phi(w) Phi(w + d)`` is entire, and ``|f(x + iy)| <= exp(y*y)/sqrt(2 pi)``, since moving the path of
    integration sideways gives ``|Phi(x + iy)| <= exp(y*y/2)``.  On an interval of half length r, n nodes of Gauss and Legendre
    err by at most ``64/15 r M rho**(2 - 2 n)/(1 - rho**-2)`` with M the largest modulus on the ellipse of the parameter rho
    (Trefethen, *Approximation Theory and Approximation Practice*, 2013, theorem 19.3); ``rho = 2 sqrt(n)/r`` is used.
    """

    def __init__(self, d: arb) -> None:
        self.d = d
        self._places: list[float] = []
        self._values: dict[float, tuple[arb, arb]] = {}

    def above(self, x: arb, always: arb) -> arb:
        """Enclose h at x, which must be nearly exact; `always` is its limit on the far left."""
        if not x < FAR:
            return arb(0).union(normal_share(-x))
        if x < -FAR:
            return always - arb(0).union(normal_share(x))
        key = float(x)
        if key not in self._values:
            self._values[key] = x, self._reckoned(key, x)
            insort(self._places, key)
        kept, value = self._values[key]
        return value if x.rad() == kept.rad() and x.mid() == kept.mid() else value + arb(0, 1) * (x - kept).abs_upper()

    def _reckoned(self, key: float, x: arb) -> arb:
        k = bisect_left(self._places, key)
        start, value = arb(FAR), arb(0, TAIL)
        beside = [self._values[self._places[i]] for i in (k - 1, k) if 0 <= i < len(self._places)]
        for place, known in beside:
            if abs(float(place) - key) < abs(float(start) - key):
                start, value = place, known
        return value + self._between(x, start)

    def _between(self, x: arb, y: arb) -> arb:
        """Enclose the integral from x to y."""
        pieces = max(1, int(np.ceil(abs(float(y - x)) / (2 * LONGEST))))
        half = (y - x) / (2 * pieces)
        return sum((self._piece(x + half * (2 * k + 1), half) for k in range(pieces)), arb(0))

    def _piece(self, middle: arb, half: arb) -> arb:
        size = max(float(half.abs_upper()), 1e-30)
        n = next(n for n in NODES if rule_error(n, size) < EXACT_ENOUGH)
        total = arb(0)
        for node, weight in rule(n):
            w = middle + half * node
            total += weight * (w * w * HALF).exp() * (-(w + self.d) * root_half()).erfc()
        return total * half * scale() + arb(0, rule_error(n, size))


HALF = arb("-0.5")
NODES = (3, 4, 5, 6, 8, 10, 12, 14, 16, 20)


@lru_cache
def root_half() -> arb:
    """The root of a half."""
    with precision(BITS):
        return arb("0.5").sqrt()


@lru_cache
def scale() -> arb:
    """What turns ``exp(-w*w/2) erfc(-v/sqrt 2)`` into ``phi(w) Phi(v)``."""
    with precision(BITS):
        return 1 / (2 * (2 * arb.pi()).sqrt())


@lru_cache
def rule(n: int) -> list[tuple[arb, arb]]:
    """Enclose the nodes and weights of Gauss and Legendre's rule."""
    with precision(BITS + 16):
        return [arb.legendre_p_root(n, k, weight=True) for k in range(n)]


def rule_error(n: int, half: float) -> float:
    """Bound the error of the rule on an interval of this half length, with room for rounding."""
    squared = 4 * n / (half * half)  # of rho
    if squared < 2:
        return float("inf")
    height = half * (squared**0.5) / 2  # of the ellipse, at most
    return float(64 / 15 * half * 0.4 * np.exp(height * height - (n - 1) * np.log(squared)) / (1 - 1 / squared) * 1.001)


def cut(low: arb, high: arb) -> arb:
    """A number between two, off the middle, that a float holds exactly."""
    return arb(float(low * 33 + high * 31) / 64)


def _met(one: arb, other: arb) -> arb:
    """The intersection of two enclosures of the same."""
    try:
        return one.intersection(other)
    except ValueError:  # both enclose, so they meet but for a defect of one ball's end
        return one


# ------------------------------------------------------------------ all equilibria of a point


def brackets(crisis: NormalCrisis) -> tuple[list[Bracket], int, int]:
    """Give all equilibria in disjoint intervals, how many pieces of (0, 1) are undecided, and how many were looked at."""
    with precision(BITS):
        found, todo, looked, undecided = [], [(arb(0), arb(1), 0)], 0, 0
        while todo:
            low, high, depth = todo.pop()
            looked += 1
            excess, slope = crisis.over(low, high)
            if excess > 0 or excess < 0:
                continue
            if slope is not None and (slope > 0 or slope < 0):
                a, b = crisis.excess(low), crisis.excess(high)
                if (a > 0 and b > 0) or (a < 0 and b < 0):
                    continue
                if (a > 0 and b < 0) or (a < 0 and b > 0):
                    found.append(Bracket(low, high, bool(slope > 0)))
                    continue
            if depth >= DEEPEST or looked >= MOST:
                undecided += 1
                continue
            inside = cut(low, high)
            todo += [(inside, high, depth + 1), (low, inside, depth + 1)]
        return sorted(found, key=lambda bracket: float(bracket.low)), undecided, looked


def narrowed(crisis: NormalCrisis, bracket: Bracket) -> arb:
    """Enclose an equilibrium narrowly, by Newton's method in balls."""
    with precision(BITS):
        low, high = bracket.low, bracket.high
        while float(high - low) > NARROW:
            slope = crisis.over(low, high)[1]
            assert slope is not None
            middle = cut(low, high)
            there = crisis.excess(middle)
            met = _met(low.union(high), middle - there / slope)
            below, above = arb(met.lower()), arb(met.upper())
            if float(above - below) > 0.5 * float(high - low):
                if not (there > 0 or there < 0):
                    break
                below, above = (low, middle) if bool(there > 0) == bracket.rising else (middle, high)
            low, high = below, above
        return low.union(high)
