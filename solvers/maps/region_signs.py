"""A part of parameter space, and what is proved of an expression's sign all over it.

Samples refute, proofs hold: two points with opposite signs show that a sign changes;
that it does not is shown factor by factor, by the signs of parameters and terms where
they suffice and otherwise by z3, which finds no point of the region where it fails.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction

from games import GameError
from games.numbers import Expression, Number, Root, flint_number, into, polynomials, read, sign_of, simplest
from games.parameter import Condition, Domain

from ..algebra.ring import Polynomial, Ring, key
from ..algebra.sign_oracle import Atom, Oracle
from ..results import Family, Regime, RegimeMap, Sign
from ..search.supports import condition_atoms
from ..verifier.signs import nested_roots

SAMPLES = 32  # points of a region at which a sign is tried before it is to be proved
POSITIONS = (Fraction(1, 4), Fraction(2, 3))  # where in the range of an open symbol samples lie


class ParameterRegion:
    """Where parameters lie, and between which bounds the open symbols of a family do.

    Parameters
    ----------
    domain : Domain
        What is assumed of the parameters; its start lies strictly inside.
    name : str
        What to call it in a proof.
    family : Family or None
        Whose open symbols may occur.
    """

    def __init__(self, domain: Domain, name: str, family: Family | None = None) -> None:
        self.domain, self.name, self.family = domain, name, family
        self._oracles: dict[tuple[str, ...], Oracle] = {}
        self._signs: dict[str, Sign] = {}
        self._points: list[dict[str, Fraction]] | None = None
        self._queried: set[str] = set()

    @classmethod
    def of(cls, regime_map: RegimeMap, regime: Regime) -> ParameterRegion:
        """The region of a regime."""
        return cls(regime_map.game.domain.also(sides(regime_map, regime), regime.sample), regime.name)

    def with_symbols_of(self, family: Family) -> ParameterRegion:
        """The same region with the open symbols of a family."""
        return ParameterRegion(self.domain, self.name, family)

    def within(self, conditions: Sequence[Condition], name: str) -> ParameterRegion | None:
        """The part where more conditions hold strictly; None when none of it is found."""
        point = self.point(conditions)
        return None if point is None else ParameterRegion(self.domain.also(conditions, point), name, self.family)

    @property
    def points(self) -> list[dict[str, Fraction]]:
        """Rational points inside."""
        if self._points is None:
            self._points = self.domain.points(SAMPLES, thin=3) if self.domain.names else [{}]
        return self._points

    def point(self, conditions: Sequence[Condition]) -> dict[str, Fraction] | None:
        """A rational point at which more conditions hold strictly: among the samples, or from z3; None when there is none."""
        tighter = self.domain.also(conditions, self.domain.start)
        for point in self.points:
            if tighter.surrounds(point):
                return point
        atoms = [atom.strict() for atom in condition_atoms(self.oracle().ring, conditions)]
        if not self.oracle().satisfiable(atoms):
            return None
        return next((point for point in reversed(self.oracle().points) if tighter.surrounds(point)), None)

    def empty(self, conditions: Sequence[Condition]) -> bool | None:
        """Whether no point satisfies more conditions as they stand; None when that is not decided."""
        answer = self.oracle().satisfiable(condition_atoms(self.oracle().ring, conditions))
        return None if answer is None else not answer

    # ---------------------------------------------------------------- signs

    def sign(self, number: Number) -> Sign:
        """The sign of an expression in the parameters (and open symbols) all over the region, with the proof."""
        value = simplest(number)
        if not isinstance(value, Expression) or not value.free:
            return Sign(symbol(sign_of(value)), "a constant")
        name = value.text()
        if name not in self._signs:
            self._signs[name] = self._decide(value)
        return self._signs[name]

    def _decide(self, value: Expression) -> Sign:
        """Try samples, which may refute that the sign is one, then prove."""
        if not value:
            return Sign("0", "identically zero")
        if not value.roots and set(value.free) <= set(self.domain.names):
            return self._decide_plain(value)
        witnesses: dict[int, tuple[dict[str, Fraction], Number]] = {}
        for point, number in self._values(value):
            witnesses.setdefault(sign_of(number), (point, number))
            if {1, -1} <= witnesses.keys():
                return Sign("mixed", "it takes both signs, as two points show", (witnesses[1], witnesses[-1]))
        return self._proved(value, 1 if 1 in witnesses else -1 if -1 in witnesses else 0)

    def _decide_plain(self, value: Expression) -> Sign:
        """The same for an expression in the parameters alone, whose signs the oracle finds at all samples at once."""
        oracle = self.oracle()
        signs = oracle.signs(oracle.ring.take(value.numerator) * oracle.ring.take(value.denominator))
        first = {s: next((k for k, sign in enumerate(signs) if sign == s), None) for s in (1, -1)}
        if first[1] is not None and first[-1] is not None:
            points = [oracle.point(k) for k in first.values() if k is not None]
            return Sign("mixed", "it takes both signs, as two points show", tuple((at, simplest(value.at(at))) for at in points))
        return self._proved(value, 1 if first[1] is not None else -1 if first[-1] is not None else 0)

    def samples(self, value: Expression) -> Iterator[dict[str, Fraction]]:
        """Points inside, with values of the open symbols that occur in an expression."""
        for point in self.points:
            yield from self._filled(point, value)

    def _values(self, value: Expression) -> Iterator[tuple[dict[str, Fraction], Number]]:
        for full in self.samples(value):
            try:
                yield full, simplest(value.at(full))
            except (ZeroDivisionError, GameError):
                continue

    def _filled(self, point: Mapping[str, Fraction], value: Expression) -> Iterator[dict[str, Fraction]]:
        """A point with values of the open symbols that occur."""
        if self.family is None or not any(name in self.family.free for name in value.free):
            yield dict(point)
            return
        if any(name in self.family.free and name not in self.family.ends for name in value.free):
            return  # no bounds are known: nothing is drawn
        for position in POSITIONS:
            full = dict(point)
            for name, (lower, upper) in reversed(list(self.family.ends.items())):
                low, high = ([simplest(e.at(full)) if isinstance(e, Expression) else e for e in ends] for ends in (lower, upper))
                bottom, top = max(low, key=float), min(high, key=float)
                inside = Fraction(float(bottom) + (float(top) - float(bottom)) * float(position)).limit_denominator(10**6)
                if not float(bottom) < inside < float(top):
                    break
                full[name] = inside
            else:
                yield full

    def _proved(self, value: Expression, guess: int) -> Sign:
        """The product of the factors' signs, each proved; `guess` is the sign at the samples, 0 when they show none."""
        oracle = self.oracle(value)
        ring = oracle.ring
        p = ring.take(value.numerator) * ring.take(value.denominator)
        content, factors = ring.factors(p)
        total, factor_signs, queried = (1 if content > 0 else -1), [], False
        for factor, power in factors:
            sign = self._factor_sign(oracle, factor)
            if sign == 0:
                return self._weak_sign(oracle, p, value, guess)
            total *= sign**power
            queried |= key(factor) in self._queried
            plain = len(factor) == 1
            factor_signs.append(f"{_text(factor if plain else factor * sign, value.roots)} {'<' if plain and sign < 0 else '>'} 0")
        how = "as z3 finds no point where one of them fails (unsat)" if queried else "by assumption and by the signs of terms"
        return Sign(symbol(total), f"since {' and '.join(factor_signs)} all over {self.name}, {how}")

    def _factor_sign(self, oracle: Oracle, factor: Polynomial) -> int:
        """The proved sign of an irreducible factor; 0 when there is none."""
        before = oracle.queries
        sign = oracle.sign(factor) or -(oracle.sign(-factor) or 0)
        if oracle.queries > before:
            self._queried.add(key(factor))
        return sign

    def _weak_sign(self, oracle: Oracle, p: Polynomial, value: Expression, guess: int) -> Sign:
        """What can be said when the expression may vanish, or when its factors have no proved sign; `p` is a polynomial of its sign."""
        attained = {s: oracle.satisfiable([Atom(p if s > 0 else -p, ">")]) for s in (1, -1)}
        if attained[1] and attained[-1]:
            witnesses = [next((point for k, point in enumerate(oracle.points) if oracle.signs(p)[k] == s), None) for s in (1, -1)]
            pair = tuple((point, simplest(value.at(point))) for point in witnesses if point is not None)
            if len(pair) == 2:
                return Sign("mixed", "it takes both signs, as two points show", pair)
            return Sign("undecided", "it takes both signs, as z3 shows, but no two rational points that show it were found")
        if attained[1] is False and attained[-1] is False:
            return Sign("0", f"zero all over {self.name}, as z3 finds no point where it is positive or negative (unsat)")
        for s in (1, -1):
            if attained[-s] is False and attained[s]:
                zero = oracle.satisfiable([Atom(p, "=")])
                caveat = "" if zero is False else ", though it may be zero on a set without interior"
                word = "negative" if s > 0 else "positive"
                return Sign(symbol(s), f"since z3 finds no point of {self.name} where it is {word} (unsat){caveat}", strict=zero is False)
        leaning = {1: "; it is positive at every sample", -1: "; it is negative at every sample", 0: ""}[guess]
        return Sign("undecided", f"neither proved nor refuted by z3{leaning}")

    # ---------------------------------------------------------------- the oracle behind

    def oracle(self, value: Expression | None = None) -> Oracle:
        """The oracle of this region, with the roots and open symbols of an expression as further variables."""
        roots = nested_roots(value) if value is not None else {}
        names = [name for name in (value.free if value is not None else ()) if name not in self.domain.names]
        variables = tuple(dict.fromkeys((*(self.family.free if names and self.family else ()), *names, *roots)))
        if variables not in self._oracles:
            ring = Ring(self.domain.names, variables)
            atoms = condition_atoms(ring, self.domain.conditions)
            for root in roots.values():
                atoms += _defining(ring, root)
            if names and self.family:
                atoms += _ranges(ring, self.family)
            self._oracles[variables] = Oracle(ring, atoms, (), () if variables else self.points)
        return self._oracles[variables]


def sides(regime_map: RegimeMap, regime: Regime, but: int | None = None) -> list[Condition]:
    """On which side of every wall a regime lies."""
    pairs = zip(regime_map.walls, regime.signs, strict=True)
    return [Condition(wall.polynomial * s, True, "") for k, (wall, s) in enumerate(pairs) if k != but]


def symbol(sign: int) -> str:
    """Write a sign."""
    return {1: "+", 0: "0", -1: "-"}[sign]


def _ranges(ring: Ring, family: Family) -> list[Atom]:
    """The bounds of a family's open symbols; the limits themselves, where these are known and bounds are not."""
    if any(name not in family.ends for name in family.free) and len(family.limits) == 1:
        return [Atom(ring.take(e.numerator * e.denominator), relation) for e, relation in family.limits[0]]
    out = []
    for name, (lower, upper) in family.ends.items():
        x = Expression.symbol(name)
        gaps = [*(x - low for low in lower), *(high - x for high in upper)]
        out += condition_atoms(ring, [Condition(gap, True, "") for gap in gaps])
    return out


def _defining(ring: Ring, root: Root) -> list[Atom]:
    """What makes a variable the root that it stands for."""
    s = ring.gen(root.name)
    if root.low is None or root.high is None:
        top, bottom = ring.pair(read(root.of))
        return [Atom(s * s * bottom - top, "="), Atom(s, ">")]
    names = tuple(root.name if name == "x" else name for name in read(root.of).numerator.context().names())
    defining = polynomials(names).from_dict(read(root.of).numerator.to_dict())
    of = ring.take(defining)  # any root between the bounds: what holds at all of them holds at one
    low, high = (ring.constant(flint_number(end)) for end in (root.low, root.high))
    return [Atom(of, "="), Atom(s - low, ">"), Atom(high - s, ">")]


def _text(factor: Polynomial, roots: Iterable[Root]) -> str:
    names = [name for name, degree in zip(factor.context().names(), factor.degrees(), strict=True) if degree > 0]
    return Expression(into(factor, names), None, tuple(root for root in roots if root.name in names)).text()
