"""Folds of the crisis with normal shocks: where two equilibria meet as a parameter moves, each certified by Krawczyk's test.

A fold is a zero of ``F`` and ``F_p`` in (p, x), where ``F = p - Phi(z)`` and x is the symbol that moves.  Power series of balls in
p give ``F, F_p, F_pp``, and duals their derivatives by x.  Where x moves W_B alone, every p is an equilibrium at exactly one
W_B, and folds are the zeros of a function of p alone, all of which a scan by boxes finds.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from flint import arb, arb_series, ctx

from games.numbers import Expression, Number, flint_number, terms_of
from games.numbers.isolating import precision

from ..types.boxes import Dual, only_zero, zero_near
from ..types.links import normal_density, normal_share
from .floats import Floats, all_equilibria
from .normal import BITS, NormalCrisis

FARTHEST = 6  # deviations: chances of resisting between Phi(-6) and Phi(6) are scanned
NARROW = 1e-6  # of a box in which a fold is then proved
SERIES = 3  # terms of a power series in p
STEPS = 30
SCAN = 200  # points at which equilibria are counted in floating point where no scan is complete

Moving = Mapping[str, Number]


@dataclass(frozen=True)
class Fold:
    """Where two equilibria meet.

    Parameters
    ----------
    at : arb
        The value of the symbol.
    resist : arb
        B's chance of resisting there.
    """

    at: arb
    resist: arb


def ball_point(at: Moving, symbol: str, x: arb) -> dict[str, Any]:
    """Put a ball in for the symbol that moves."""
    return {name: _evaluated(number, symbol, x) for name, number in at.items()}


def _evaluated(number: Number, symbol: str, x: Any) -> Any:
    if not isinstance(number, Expression):
        return arb(flint_number(Fraction(number)))
    total = x * 0
    for powers, c in terms_of(number.numerator):
        term = arb(c) + x * 0
        for _ in range(sum(powers)):
            term = term * x
        total = total + term
    (_, divisor), *_ = terms_of(number.denominator)
    return total / arb(divisor)


def system(at: Moving, symbol: str) -> Callable[[Sequence[Dual]], Sequence[Dual]]:
    """Give F and its derivative by p as a system in p and the symbol."""

    def folded(unknown: Sequence[Dual]) -> Sequence[Dual]:
        f = _series(at, symbol, unknown[0].value, unknown[1].value)
        by_x = f.slopes[0]
        return [Dual(f.value[0], [f.value[1], by_x[0]]), Dual(f.value[1], [2 * f.value[2], by_x[1]])]

    return folded


def _series(at: Moving, symbol: str, p: arb, x: arb) -> Dual:
    """Expand F in powers of p, with its derivative by the symbol."""
    before, ctx.cap = ctx.cap, SERIES
    try:
        constant = arb_series([1], SERIES)

        def series(ball: Any) -> Any:
            return constant * ball

        moved = Dual(x, [arb(1)])
        point = {name: _evaluated(number, symbol, moved) for name, number in at.items()}
        point = {
            name: Dual(series(v.value), [series(v.slopes[0])]) if isinstance(v, Dual) else Dual(series(v), [series(arb(0))])
            for name, v in point.items()
        }
        crisis = NormalCrisis(ball_point(at, symbol, x))
        ps = Dual(arb_series([p, 1], SERIES), [series(arb(0))])
        c = point["V_A"] + (point["S_A"] - point["V_A"]) / ps
        war, back = c - point["W_A"], c - point["a"]
        g = 1 - _share(war) * _share(back)
        j = _meant(crisis, point, c, war, back) / g
        z = point["W_B"] - point["V_B"] + (point["V_B"] - point["C_B"]) / j
        return ps - _share(z)
    finally:
        ctx.cap = before


def _share(x: Dual) -> Dual:
    return x.through(normal_share(x.value), normal_density(x.value))


def _meant(crisis: NormalCrisis, point: Mapping[str, Dual], c: Dual, war: Dual, back: Dual) -> Dual:
    """The chance h: its power series from its derivative by c, which is known in closed form, as are those by W_A and a."""
    by_c = -normal_density(war.value) * normal_share(back.value)
    start = c.value[0] - point["W_A"].value[0]
    ends = [crisis.tails.above(arb(end), crisis.always) for end in (start.lower(), start.upper())]
    value = (by_c * c.value.derivative()).integral() + ends[0].union(ends[1])
    gap = (point["W_A"].value - point["a"].value) * arb("0.5").sqrt()
    middle = (c.value - (point["W_A"].value + point["a"].value) * arb("0.5")) * arb(2).sqrt()
    by_a = -normal_density(gap) * arb("0.5").sqrt() * normal_share(-middle)
    by_war = -by_c - by_a
    slope = by_c * c.slopes[0] + by_war * point["W_A"].slopes[0] + by_a * point["a"].slopes[0]
    return Dual(value, [slope])


def certified(at: Moving, symbol: str, p: float, x: float) -> Fold | None:
    """Prove a fold near a point, after Newton's method in floating point."""
    with precision(BITS):
        folded = system(at, symbol)
        for _ in range(STEPS):
            f = folded([Dual(arb(p), []), Dual(arb(x), [])])
            slopes = np.array([[float(s) for s in one.slopes] for one in f])
            value = np.array([float(one.value) for one in f])
            if not (np.isfinite(slopes).all() and np.isfinite(value).all()):
                return None
            try:
                step = np.linalg.solve(slopes, value)
            except np.linalg.LinAlgError:
                return None
            p, x = p - step[0], x - step[1]
            if not 0 < p < 1:
                return None
            if np.abs(step).max() < 1e-13:
                break
        zero = zero_near(folded, [p, x])
    return None if zero is None else Fold(zero[1], zero[0])


# ------------------------------------------------------------------ all folds where W_B alone moves


def scanned(at: Moving, symbol: str) -> tuple[list[Fold], int]:
    """Give all folds of a line along which W_B alone moves, in proportion to the symbol; and how many clusters are undecided."""
    with precision(BITS):
        crisis = NormalCrisis(ball_point(at, symbol, arb(0)))
        todo, left = [(arb(-FARTHEST), arb(FARTHEST))], []
        while todo:
            low, high = todo.pop()
            turn = _turn(crisis, low, high)
            if turn > 0 or turn < 0:
                continue
            if float(high - low) < NARROW:
                left.append((float(low), float(high)))
                continue
            middle = arb(float(low * 33 + high * 31) / 64)
            todo += [(middle, high), (low, middle)]
        index, rate = at["W_B"], _evaluated(at["W_B"], symbol, arb(1)) - _evaluated(at["W_B"], symbol, arb(0))
        folded, start = system(at, symbol), _evaluated(index, symbol, arb(0))
        out, undecided = [], 0
        for ends in _clusters(left):
            p, w = _enclosed(crisis, arb(ends[0]), arb(ends[1]))
            zero = only_zero(folded, [_doubled(p), _doubled((w - start) / rate)])
            if zero is None:
                undecided += 1
            else:
                out.append(Fold(zero[1], zero[0]))
        return sorted(out, key=lambda fold: float(fold.at)), undecided


def _enclosed(crisis: NormalCrisis, low: arb, high: arb) -> tuple[arb, arb]:
    """Enclose p, and the W_B at which it is an equilibrium, for p between Phi(low) and Phi(high)."""
    p, (j, _, _) = normal_share(low.union(high)), _between(crisis, low, high)
    return p, low.union(high) + crisis.V_B - (crisis.V_B - crisis.C_B) / j


def _doubled(ball: arb) -> arb:
    return ball + arb(0, float(ball.rad()))


def _turn(crisis: NormalCrisis, low: arb, high: arb) -> arb:
    """Enclose F_p for p between Phi(low) and Phi(high), where z is the inverse of Phi at p."""
    j, c, g = _between(crisis, low, high)
    z = low.union(high)
    p = normal_share(z)
    steep = normal_density(z) * (crisis.V_A - crisis.S_A) / (p * p)
    turn: arb = 1 + steep * (crisis.V_B - crisis.C_B) / (j * j) * crisis.j_slope(c, j, g)
    return turn


def _between(crisis: NormalCrisis, low: arb, high: arb) -> tuple[arb, arb, arb]:
    """Enclose j, c and g for p between Phi(low) and Phi(high)."""
    c_low, h_high, g_high = crisis.ends(_rounded(normal_share(low), down=True))
    c_high, h_low, g_low = crisis.ends(_rounded(normal_share(high), down=False))
    return (h_low / g_high).union(h_high / g_low), c_low.union(c_high), g_low.union(g_high)


def _rounded(ball: arb, *, down: bool) -> arb:
    """A float that is certainly not above, or not below, what a ball encloses."""
    near = np.nextafter(float(ball.lower() if down else ball.upper()), 0.0 if down else 1.0)
    return arb(float(near))


def _clusters(left: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Join boxes that lie near each other."""
    out: list[tuple[float, float]] = []
    for low, high in sorted(left):
        if out and low <= out[-1][1] + 8 * NARROW:
            out[-1] = out[-1][0], max(high, out[-1][1])
        else:
            out.append((low, high))
    return out


# ------------------------------------------------------------------ folds that floating point shows


def shown(at: Moving, symbol: str, low: float, high: float) -> list[Fold]:
    """Give the folds between which a scan in floating point counts other numbers of equilibria, each certified."""
    xs = np.linspace(low, high, SCAN + 1)
    point = float_point(at, symbol, xs)
    row, p = all_equilibria(point, "normal")
    counts = np.bincount(row, minlength=len(xs))
    out: list[Fold] = []
    for k in np.flatnonzero(np.diff(counts)):
        more = k if counts[k] > counts[k + 1] else k + 1
        there = p[row == more]
        for first, second in itertools.pairwise(there):
            fold = certified(at, symbol, float((first + second) / 2), float(xs[k] + xs[k + 1]) / 2)
            inside = fold is not None and low <= float(fold.at) <= high
            if fold is not None and inside and not any(fold.at.overlaps(other.at) and fold.resist.overlaps(other.resist) for other in out):
                out.append(fold)
    return sorted(out, key=lambda fold: float(fold.at))


def float_point(at: Moving, symbol: str, xs: Floats) -> dict[str, Floats]:
    """Put numbers in for the symbol that moves."""
    out = {}
    for name, number in at.items():
        values = [float(number.at({symbol: _exact(x)})) if isinstance(number, Expression) else float(number) for x in xs]
        out[name] = np.array(values)
    return out


def _exact(x: float) -> Fraction:
    return Fraction(float(x))
