"""All zeros of a square system in a box, by branch and bound in balls: each is certified, and what is left open is listed.

A box is dropped where an equation, or its mean-value form, has no zero; it is accepted where its Krawczyk image lies in its
interior, which proves exactly one zero there.  Whatever is neither is cut, until it is narrower than asked.

References
----------
Krawczyk, R. (1969). Newton-Algorithmen zur Bestimmung von Nullstellen mit Fehlerschranken. *Computing* 4, 187-201.
Neumaier, A. (1990). *Interval Methods for Systems of Equations*, sections 5.1-5.2.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from flint import arb

from games.numbers.isolating import precision

BITS = 64
CUT = 31  # of 64 parts: a cut off the middle, so that no zero of a simple number lies on it
INFLATION = 64  # a Krawczyk image is widened by this part of its box, since one of width zero cannot be in an interior
SHARPENING = 6  # Newton steps on a certified ball; each doubles its digits

Balls: TypeAlias = list[arb]


class Dual:
    """A ball, or a power series of balls, with its derivatives by the unknowns."""

    __slots__ = ("slopes", "value")

    def __init__(self, value: Any, slopes: Sequence[Any]) -> None:
        self.value, self.slopes = value, tuple(slopes)

    def __add__(self, other: Any) -> Dual:
        if isinstance(other, Dual):
            return Dual(self.value + other.value, [a + b for a, b in zip(self.slopes, other.slopes, strict=True)])
        return Dual(self.value + other, self.slopes)

    __radd__ = __add__

    def __neg__(self) -> Dual:
        return Dual(-self.value, [-a for a in self.slopes])

    def __sub__(self, other: Any) -> Dual:
        return self.__add__(-other)

    def __rsub__(self, other: Any) -> Dual:
        return (-self).__add__(other)

    def __mul__(self, other: Any) -> Dual:
        if isinstance(other, Dual):
            pairs = zip(self.slopes, other.slopes, strict=True)
            return Dual(self.value * other.value, [a * other.value + self.value * b for a, b in pairs])
        return Dual(self.value * other, [a * other for a in self.slopes])

    __rmul__ = __mul__

    def __truediv__(self, other: Any) -> Dual:
        if not isinstance(other, Dual):
            return self.__mul__(1 / other)
        quotient = self.value / other.value
        return Dual(quotient, [(a - quotient * b) / other.value for a, b in zip(self.slopes, other.slopes, strict=True)])

    def __rtruediv__(self, other: Any) -> Dual:
        return Dual(self.value * 0 + other, [a * 0 for a in self.slopes]) / self

    def through(self, value: Any, slope: Any) -> Dual:
        """Apply a function of which the value and the derivative are given."""
        return Dual(value, [slope * a for a in self.slopes])


System: TypeAlias = Callable[[Sequence[Dual]], Sequence[Dual]]


@dataclass(frozen=True)
class Zeros:
    """The zeros of a system in a box.

    Parameters
    ----------
    certified : tuple of tuple of arb
        Disjoint boxes of balls, each with exactly one zero.
    undecided : tuple of tuple of arb
        Boxes of which nothing is proved; no zero lies elsewhere.
    boxes : int
        How many boxes were looked at.
    """

    certified: tuple[tuple[arb, ...], ...]
    undecided: tuple[tuple[arb, ...], ...]
    boxes: int

    @property
    def complete(self) -> bool:
        """Whether the certified zeros are all there are."""
        return not self.undecided


def zeros_in_box(
    system: System,
    low: Sequence[Any],
    high: Sequence[Any],
    *,
    tol: float = 1e-6,
    limit: int = 200_000,
    bits: int = BITS,
    refuted: Callable[[Sequence[arb]], bool] | None = None,
) -> Zeros:
    """Find all zeros of a system in a box.

    Parameters
    ----------
    system : callable
        As many duals for as many duals; every operation in it encloses.
    low, high : sequence of numbers
        The ends of the box.
    tol : float
        A box that is narrower and still undecided is listed as such.
    limit : int
        After so many boxes what is left is listed as undecided.
    bits : int
        Precision of the balls.
    refuted : callable, optional
        Whether a box holds no zero that is wanted, for a reason beside the system; such boxes are dropped.

    Returns
    -------
    Zeros
        Certified ones in rising order, and what is undecided.

    Examples
    --------
    >>> [[round(float(x), 6) for x in zero] for zero in zeros_in_box(lambda x: [x[0] * x[0] - 2], [-3], [3]).certified]
    [[-1.414214], [1.414214]]
    """
    with precision(bits):
        todo = [([arb(x) for x in low], [arb(x) for x in high])]
        found: list[Balls] = []
        undecided: list[tuple[arb, ...]] = []
        boxes = 0
        while todo:
            lower, upper = todo.pop()
            boxes += 1
            box = [a.union(b) for a, b in zip(lower, upper, strict=True)]
            if boxes > limit:
                undecided += [tuple(box), *(tuple(a.union(b) for a, b in zip(x, y, strict=True)) for x, y in todo)]
                break
            if refuted is not None and refuted(box):
                continue
            image = _krawczyk(system, box)
            if image is None:
                continue
            if image and _inside(image, box):
                found.append(image)
                continue
            if image:
                try:
                    met = [a.intersection(b) for a, b in zip(box, image, strict=True)]
                except ValueError:  # the image of every zero lies in it, so there is none
                    continue
                widened = _widened(met, box)
                if all(float(a.rad()) < 0.5 * float(b.rad()) for a, b in zip(widened, box, strict=True)):
                    todo.append(([arb(x.lower()) for x in widened], [arb(x.upper()) for x in widened]))
                    continue
            widths = [float(b - a) for a, b in zip(lower, upper, strict=True)]
            k = int(np.argmax(widths))
            if widths[k] < tol:
                undecided.append(tuple(box))
                continue
            cut = arb(((lower[k] * CUT + upper[k] * (64 - CUT)) / 64).mid())
            todo += [(lower, [*upper[:k], cut, *upper[k + 1 :]]), ([*lower[:k], cut, *lower[k + 1 :]], upper)]
        certified = _distinct(system, found)
        kept = tuple(box for box in undecided if not any(_covers(system, box, zero) for zero in certified))
    return Zeros(tuple(map(tuple, sorted(certified, key=lambda zero: [float(x) for x in zero]))), kept, boxes)


def only_zero(system: System, box: Sequence[arb], bits: int = BITS) -> tuple[arb, ...] | None:
    """Prove that a box has exactly one zero, and enclose it narrowly; None where that fails."""
    with precision(bits):
        image = _krawczyk(system, list(box))
        return tuple(_sharpened(system, image)) if image and _inside(image, list(box)) else None


def zero_near(system: System, point: Sequence[float], radius: float = 1e-8, bits: int = BITS) -> tuple[arb, ...] | None:
    """Prove that exactly one zero lies near a point, and enclose it; None where that fails."""
    return only_zero(system, [arb(x, radius) for x in point], bits)


def _evaluated(system: System, box: Balls) -> Sequence[Dual]:
    one, zero = arb(1), arb(0)
    return system([Dual(x, [one if j == i else zero for j in range(len(box))]) for i, x in enumerate(box)])


def _krawczyk(system: System, box: Balls) -> Balls | None:
    """The Krawczyk image of a box: None where it has no zero, empty where the slopes in the middle are singular."""
    n = len(box)
    inside = _evaluated(system, box)
    if any(f.value > 0 or f.value < 0 for f in inside):
        return None
    middle = [arb(x.mid()) for x in box]
    centre = _evaluated(system, middle)
    away = [x - m for x, m in zip(box, middle, strict=True)]
    for k in range(n):
        mean_value = centre[k].value + sum((inside[k].slopes[j] * away[j] for j in range(n)), arb(0))
        if mean_value > 0 or mean_value < 0:
            return None
    slopes = np.array([[float(f.slopes[j]) for j in range(n)] for f in centre])
    if not np.isfinite(slopes).all():
        return []
    try:
        inverse = [[arb(float(x)) for x in row] for row in np.linalg.inv(slopes)]
    except np.linalg.LinAlgError:
        return []
    image = []
    for i in range(n):
        place = middle[i] - sum((inverse[i][k] * centre[k].value for k in range(n)), arb(0))
        for j in range(n):
            place += ((1 if i == j else 0) - sum((inverse[i][k] * inside[k].slopes[j] for k in range(n)), arb(0))) * away[j]
        image.append(place)
    return image if all(x.is_finite() for x in image) else []


def _inside(image: Balls, box: Balls) -> bool:
    return all(b.contains_interior(a) for a, b in zip(image, box, strict=True))


def _widened(image: Balls, box: Balls) -> Balls:
    return [a + arb(0, float(b.rad()) / INFLATION) for a, b in zip(image, box, strict=True)]


def _sharpened(system: System, zero: Balls) -> Balls:
    """Shrink a ball with exactly one zero."""
    for _ in range(SHARPENING):
        image = _krawczyk(system, zero)
        if not image:
            break
        try:
            zero = [a.intersection(b) for a, b in zip(zero, image, strict=True)]
        except ValueError:
            break
    return zero


def _distinct(system: System, found: Sequence[Balls]) -> list[Balls]:
    """One ball for each zero: a zero on a cut is certified on both sides of it."""
    out: list[Balls] = []
    for ball in found:
        sharp = _sharpened(system, ball)
        if not any(all(x.overlaps(y) for x, y in zip(sharp, other, strict=True)) for other in out):
            out.append(sharp)
    return out


def _covers(system: System, box: Sequence[arb], zero: Sequence[arb]) -> bool:
    """Whether an undecided box lies near a certified zero and holds no other: their hull has exactly one."""
    hull = [a.union(b) for a, b in zip(box, zero, strict=True)]
    hull = [x + arb(0, float(x.rad())) for x in hull]
    image = _krawczyk(system, hull)
    return bool(image) and _inside(image or [], hull)
