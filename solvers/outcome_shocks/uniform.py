"""Lewis and Schultz (2003) with uniform shocks, exactly: all equilibria at a point, and the walls along one parameter.

With ``p`` B's chance of resisting and ``c = V_A + (S_A - V_A)/p``, the chances g (A challenges) and h (A challenges and means it)
are polynomials of degree two in c between the ends of A's laws, so that an equilibrium is a root of a cubic in p on each piece.
Beside these: at p = 0 B always concedes and every type of A challenges; at p = 1 B always resists.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, TypeAlias

from games import GameError
from games.numbers import Expression, flint_number, into, names_in, roots_inside, simplest, terms_of, text
from games.numbers.roots import root_of

P = "p_resist"
Exact: TypeAlias = Any
"""A fraction, or an expression in what moves."""
Point: TypeAlias = Mapping[str, Exact]

ENDS = ("w_A0", "w_A1", "a0", "a1")


@dataclass(frozen=True)
class Piece:
    """Values of p between two ends of A's laws.

    Parameters
    ----------
    low, high : number
        The ends; the low one belongs to it.
    equation : Expression
        A polynomial in p that is zero in equilibrium.
    """

    low: Exact
    high: Exact
    equation: Expression


@dataclass(frozen=True)
class Place:
    """An equilibrium at a point: what B does, and where that stands.

    Parameters
    ----------
    resist : number
        B's chance of resisting, exact.
    kind : {"B always concedes", "inside", "B always resists", "nobody challenges"}
        Whether p is at an end; where nobody challenges every p from `resist` on serves.
    piece : int
        For "inside", the number of the piece on which it lies, from 1.
    """

    resist: Exact
    kind: str
    piece: int = 0


def pieces(at: Point, order: Point | None = None) -> list[Piece]:
    """Give the pieces of (0, 1); `order` is a point of numbers that says how the ends of A's laws lie, where `at` is open."""
    numbers = at if order is None else order
    cuts = sorted({name for name in ENDS if numbers[name] < numbers["S_A"]}, key=lambda name: numbers[name])
    ends: list[tuple[Exact, Exact]] = [(Fraction(0), Fraction(0))]
    ends += [((at["V_A"] - at["S_A"]) / (at["V_A"] - at[name]), numbers[name]) for name in cuts]
    ends.append((Fraction(1), numbers["S_A"]))
    out: list[Piece] = []
    for (low, _), (high, where) in itertools.pairwise(ends):
        if low == high:
            continue
        found = equation(at, numbers, where)
        if out and out[-1].equation == found:
            out[-1] = Piece(out[-1].low, high, found)
        else:
            out.append(Piece(low, high, found))
    return out


def equation(at: Point, numbers: Point, below: Exact) -> Expression:
    """The equation in p on the piece that ends where c is `below`; `numbers` says how the ends of A's laws lie."""
    p = Expression.symbol(P)
    pc = p * at["V_A"] + (at["S_A"] - at["V_A"])
    one = p * p

    def share(low: str, high: str) -> Exact:
        """The distribution function of a law at c, times p."""
        if below <= numbers[low]:
            return p * 0
        if below > numbers[high]:
            return p
        return (pc - p * at[low]) / (at[high] - at[low])

    def back_under(c: Exact, where: Exact) -> Exact:
        """The integral up to c of the law of backing down, times p squared; c is given times p."""
        if where <= numbers["a0"]:
            return one * 0
        if where > numbers["a1"]:
            return p * c - one * ((at["a0"] + at["a1"]) / 2)
        return (c - p * at["a0"]) * (c - p * at["a0"]) / (2 * (at["a1"] - at["a0"]))

    g = one - share("w_A0", "w_A1") * share("a0", "a1")
    if below > numbers["w_A1"]:
        h = one * 0
    else:
        start = (p * at["w_A0"], numbers["w_A0"]) if below <= numbers["w_A0"] else (pc, below)
        h = (back_under(p * at["w_A1"], numbers["w_A1"]) - back_under(*start)) / (at["w_A1"] - at["w_A0"])
    found = (p * (at["w_B1"] - at["w_B0"]) - at["w_B1"] + at["V_B"]) * h - (at["V_B"] - at["C_B"]) * g
    return Expression(found.numerator, found.denominator)


def meant(at: Point, numbers: Point, c: Exact | None) -> tuple[Exact, Exact]:
    """Give g and h when A's standard is c; None for what everybody exceeds."""
    w0, w1, a0, a1 = (at[name] for name in ENDS)

    def back_under(x: Exact, where: Exact) -> Exact:
        if where <= numbers["a0"]:
            return Fraction(0)
        return x - (a0 + a1) / 2 if where > numbers["a1"] else (x - a0) * (x - a0) / (2 * (a1 - a0))

    everything = back_under(w1, numbers["w_A1"]) - back_under(w0, numbers["w_A0"])
    if c is None or numbers["S_A"] <= numbers["w_A0"]:
        h = everything / (w1 - w0)
    elif numbers["S_A"] > numbers["w_A1"]:
        h = Fraction(0)
    else:
        h = (back_under(w1, numbers["w_A1"]) - back_under(c, numbers["S_A"])) / (w1 - w0)
    if c is None:
        return Fraction(1), h

    def share(low: str, high: str) -> Exact:
        if numbers["S_A"] <= numbers[low]:
            return Fraction(0)
        return Fraction(1) if numbers["S_A"] > numbers[high] else (c - at[low]) / (at[high] - at[low])

    return 1 - share("w_A0", "w_A1") * share("a0", "a1"), h


def places(at: Mapping[str, Fraction]) -> list[Place]:
    """Give all equilibria at a point, p rising."""
    out = []
    _, h = meant(at, at, None)
    if h > 0 and at["w_B1"] - at["V_B"] + (at["V_B"] - at["C_B"]) / h <= 0:
        out.append(Place(Fraction(0), "B always concedes"))
    for number, piece in enumerate(pieces(at), 1):
        f = _in_p(piece.equation)
        low, high = Fraction(piece.low), Fraction(piece.high)
        if f.degree() < 1:
            continue
        if low > 0 and f(flint_number(low)) == 0:
            out.append(Place(low, "inside", number))
        out += [Place(simplest(root_of(*root)), "inside", number) for root in roots_inside(f, flint_number(low), flint_number(high))]
    g, h = meant(at, at, at["S_A"])
    if g == 0:
        stays = max(at["w_A1"], at["a1"])
        enough = (at["V_A"] - at["S_A"]) / (at["V_A"] - stays) if stays < at["V_A"] else Fraction(1)
        least = (at["w_B1"] - at["C_B"]) / (at["w_B1"] - at["w_B0"])
        out = [place for place in out if not place.resist >= enough]
        out.append(Place(min(max(enough, least, Fraction(0)), Fraction(1)), "nobody challenges"))
    elif h == 0 or at["w_B0"] - at["V_B"] + (at["V_B"] - at["C_B"]) * g / h >= 0:
        out.append(Place(Fraction(1), "B always resists"))
    return out


def _in_p(equation: Expression) -> Any:
    from flint import fmpq, fmpq_poly

    top = into(equation.numerator, (P,))
    coefficients = [fmpq(0)] * (max((powers[0] for powers, _ in terms_of(top)), default=0) + 1)
    for powers, c in terms_of(top):
        coefficients[powers[0]] = c
    return fmpq_poly(coefficients)


# ------------------------------------------------------------------ walls along one parameter


@dataclass(frozen=True)
class Wall:
    """Where the list of equilibria changes along one parameter.

    Parameters
    ----------
    at : number
        Where, exactly.
    polynomial : str
        What is zero there.
    meaning : str
        What happens, in words.
    before, after : tuple of (str, int)
        Kind and piece of each equilibrium on either side.
    """

    at: Exact
    polynomial: str
    meaning: str
    before: tuple[tuple[str, int], ...]
    after: tuple[tuple[str, int], ...]


def walls(symbol: str, low: Fraction, high: Fraction, at: Point) -> tuple[list[Wall], list[tuple[Fraction, list[Place]]]]:
    """Give the walls along a symbol in which `at` is open, and the equilibria at a point of every interval between them."""
    order = [at[one] - at[other] for k, one in enumerate((*ENDS, "S_A")) for other in (*ENDS, "S_A")[:k]]
    rough = _roots(symbol, low, high, [(f, "the order of the ends of A's laws changes") for f in order])
    candidates = list(rough)
    for where in _between(low, high, [root[0] for root in rough]):
        candidates += _roots(symbol, low, high, _turning(at, _put(at, symbol, where)))
    distinct: list[tuple[Exact, str, str]] = []
    for root in sorted(candidates, key=lambda root: _Order(root[0])):
        if not distinct or distinct[-1][0] != root[0]:
            distinct.append(root)
        elif root[2] not in distinct[-1][2]:
            distinct[-1] = (*distinct[-1][:2], f"{distinct[-1][2]}; {root[2]}")
    samples = [(where, places(_put(at, symbol, where))) for where in _between(low, high, [root[0] for root in distinct])]
    out: list[Wall] = []
    kept = samples[:1]
    for (place_of, polynomial, meaning), (where, there) in zip(distinct, samples[1:], strict=True):
        before, after = (tuple((place.kind, place.piece) for place in some) for some in (kept[-1][1], there))
        if before != after:
            out.append(Wall(place_of, polynomial, meaning, before, after))
            kept.append((where, there))
    return out, kept


def _turning(at: Point, numbers: Point) -> list[tuple[Exact, str]]:
    """What may change sign where the equilibria change, while the ends of A's laws lie as at a point."""
    out: list[tuple[Exact, str]] = []
    for number, piece in enumerate(pieces(at, numbers), 1):
        for end in (piece.low, piece.high):
            out.append((simplest(piece.equation.at({P: end})), f"an equilibrium passes the end p = {text(end)} of piece {number}"))
        equation = into(piece.equation.numerator, tuple(dict.fromkeys((P, *names_in(piece.equation.numerator.context())))))
        if max((powers[0] for powers, _ in terms_of(equation)), default=0) > 1:
            out.append((simplest(Expression(equation.discriminant(P))), f"two equilibria meet on piece {number}, a fold"))
    _, h = meant(at, numbers, None)
    out.append(((at["w_B1"] - at["V_B"]) * h + (at["V_B"] - at["C_B"]), "B always concedes no longer, or begins to"))
    g, h = meant(at, numbers, at["S_A"])
    out.append(((at["w_B0"] - at["V_B"]) * h + (at["V_B"] - at["C_B"]) * g, "B always resists no longer, or begins to"))
    return out


class _Order:
    """Numbers that may be roots, in order."""

    def __init__(self, number: Exact) -> None:
        self.number = number

    def __lt__(self, other: _Order) -> bool:
        return bool(self.number < other.number)


def _put(at: Point, symbol: str, value: Fraction) -> dict[str, Fraction]:
    put = {name: simplest(x.at({symbol: value})) if isinstance(x, Expression) else x for name, x in at.items()}
    return {name: Fraction(x) for name, x in put.items()}  # type: ignore[arg-type]


def _roots(symbol: str, low: Fraction, high: Fraction, functions: Sequence[tuple[Exact, str]]) -> list[tuple[Exact, str, str]]:
    """The roots of functions of one symbol between two numbers: each with its polynomial and what it means."""
    from flint import fmpq, fmpq_poly

    out = []
    for f, meaning in functions:
        if not isinstance(f, Expression):
            continue
        top = into(f.numerator, (symbol,))
        coefficients = [fmpq(0)] * (max((powers[0] for powers, _ in terms_of(top)), default=0) + 1)
        for powers, c in terms_of(top):
            coefficients[powers[0]] = c
        for factor, a, b in roots_inside(fmpq_poly(coefficients), flint_number(low), flint_number(high)):
            out.append((simplest(root_of(factor, a, b)), _written(factor, symbol), meaning))
    return out


def _written(factor: Any, symbol: str) -> str:
    primitive = factor.numer() / (factor.numer().content() * (1 if factor[factor.degree()] > 0 else -1))
    x, total = Expression.symbol(symbol), Expression.constant(0)
    for k in range(primitive.degree() + 1):
        total = total + x**k * int(primitive[k])
    return total.text()


def _between(low: Fraction, high: Fraction, roots: Sequence[Exact]) -> list[Fraction]:
    """A rational between all neighbours of a list of ends and roots."""
    ordered = [low, *sorted(roots, key=_Order), high]
    out = []
    for one, other in itertools.pairwise(ordered):
        if one == other:
            continue
        middle = Fraction((float(one) + float(other)) / 2).limit_denominator(10**6)
        if not (one < middle < other):
            middle = Fraction((float(one) + float(other)) / 2)
        if not (one < middle < other):
            raise GameError(f"Two walls near {float(one):.12g} are too close to be told apart.")
        out.append(middle)
    return out
