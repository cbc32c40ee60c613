"""When a family is as somebody claims: comparisons between closed forms, with what the family leaves open eliminated."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import prod
from typing import Any, TypeAlias

from games import Game, GameError
from games.numbers import Expression, Number, read, sign_of, simplest, text
from games.parameter import Condition

from ..algebra.projection import NotLinear, Projection
from ..algebra.ring import Ring
from ..algebra.sign_oracle import Atom, Oracle
from ..maps.region_signs import ParameterRegion
from ..results import Family, Profile, Relation
from ..results.quantities import MIX, Quantity, quantity_named
from ..search.supports import condition_atoms
from .quantities import as_expression

Comparison: TypeAlias = tuple[Expression, str]
"""An expression, and how it compares with zero."""

Alternatives: TypeAlias = "tuple[tuple[Comparison, ...], ...] | None"
"""One of several conjunctions holds; None when that was not decided."""

MOST_CONJUNCTIONS = 256  # so many conjunctions are kept apart
RELATIONS = ("<=", ">=", "<", ">")
OPPOSITE = {"=": (">", "<"), ">": ("<=",), ">=": ("<",), "<": (">=",), "<=": (">",)}


@dataclass(frozen=True)
class Statement:
    """One statement of a claim: a quantity compared with a closed form.

    Parameters
    ----------
    quantity : Quantity
        Of what.
    relation : {"=", "<", "<=", ">", ">="}
        How it compares.
    value : Expression
        With what.
    """

    quantity: Quantity
    relation: str
    value: Expression

    @property
    def text(self) -> str:
        """The statement as a reader would write it."""
        return f"{self.quantity.name} {self.relation} {self.value.text()}"

    def of(self, family: Family) -> Comparison:
        """The statement about one family."""
        return as_expression(simplest(as_expression(self.quantity.of(family)) - self.value)), self.relation


def read_statements(game: Game, fixed: Mapping[str, Number], profile: Any, outcomes: Mapping[str, Any] | None) -> list[Statement]:
    """Read what a claim says: entries of a profile, and outcomes (or measures, payoffs, mixing probabilities) by name."""
    out = []
    for name, value in (outcomes or {}).items():
        relation, closed = _split(value)
        out.append(Statement(quantity_named(game, name), relation, _closed(game, fixed, closed, f"the value of {name}")))
    strategies = profile.strategies if isinstance(profile, Profile) else profile or {}
    shape = (
        "A claimed profile is of the form {player: {information set: {action: number}}}, or an action for {action: 1}; "
        "sets and actions may be left out."
    )
    if not isinstance(strategies, Mapping):
        raise GameError(shape)
    for player, sets in strategies.items():
        if not isinstance(sets, Mapping):
            raise GameError(shape)
        for label, mix in sets.items():
            actions = game.set_actions[game.set_index(player, label)]
            if isinstance(mix, str):  # an action, which is played for sure
                mix = {mix: 1}
            if not isinstance(mix, Mapping):
                raise GameError(shape)
            for action, value in mix.items():
                if action not in actions:
                    listed = ", ".join(map(repr, actions))
                    raise GameError(f"There is no action {action!r} for {player} at {label!r}; there are {listed}.")
                relation, closed = _split(value)
                probability = Quantity(MIX, f"{player} {action} at {label}", (player, label, action))
                out.append(Statement(probability, relation, _closed(game, fixed, closed, f"the probability of {probability.name}")))
    if not out:
        raise GameError("A claim says something: give a profile (or part of one), or outcomes with their probabilities.")
    return out


def _split(value: Any) -> tuple[str, Any]:
    written = value.strip() if isinstance(value, str) else value
    for relation in RELATIONS:
        if isinstance(written, str) and written.startswith(relation):
            return relation, written.removeprefix(relation)
    return "=", written


def _closed(game: Game, fixed: Mapping[str, Number], value: Any, what: str) -> Expression:
    if isinstance(value, bool) or not isinstance(value, int | float | Fraction | str | Expression):
        raise GameError(f"{what[:1].upper()}{what[1:]} is {value!r}; give a number or a closed form in the parameters, as text.")
    return as_expression(read(text(value), (*game.parameters, *fixed)).at(fixed))


# ------------------------------------------------------------------ where a family is as claimed


def alternatives(family: Family, statements: Sequence[Statement], region: ParameterRegion) -> Alternatives:
    """Where a family is as claimed for some value of what it leaves open: conjunctions in the parameters alone."""
    return _projected(family, [statement.of(family) for statement in statements], region)


def alternatives_every(family: Family, statements: Sequence[Statement], region: ParameterRegion) -> Alternatives:
    """Where a family is as claimed for every value of what it leaves open."""
    fails: list[tuple[Comparison, ...]] = []
    for statement in statements:
        for negation in negations(statement.of(family)):
            cases = _projected(family, [(negation.expression, ">" if negation.strict else ">=")], region)
            if cases is None:
                return None
            fails += cases
    return conjoined(
        [[((negation.expression, ">" if negation.strict else ">="),) for c in fail for negation in negations(c)] for fail in fails]
    )


def conjoined(conjuncts: Sequence[Sequence[tuple[Comparison, ...]] | None]) -> Alternatives:
    """Where one conjunction of each of several alternatives holds; None when there are too many ways, or one was not decided."""
    decided = [conjunct for conjunct in conjuncts if conjunct is not None]
    if len(decided) < len(conjuncts) or prod(map(len, decided)) > MOST_CONJUNCTIONS:
        return None
    return tuple(tuple(dict.fromkeys(c for conjunction in chosen for c in conjunction)) for chosen in product(*decided))


def _projected(family: Family, comparisons: Sequence[Comparison], region: ParameterRegion) -> Alternatives:
    """Where comparisons hold together for some value of what a family leaves open."""
    open_symbols = [name for name in family.free if any(name in expression.free for expression, _ in comparisons)]
    if not open_symbols:
        return (tuple(comparisons),)
    if any(expression.roots for expression, _ in comparisons):
        return None
    try:
        names = [*family.free]
        ring = Ring(region.domain.names, names)
        oracle = Oracle(ring, condition_atoms(ring, region.domain.conditions), [(name,) for name in names], region.points)
        claim_atoms = [_atom(ring, *comparison) for comparison in comparisons]
        cases = [
            case.atoms for limits in _limits(ring, family) for case in Projection(oracle, False).project([*limits, *claim_atoms], names)
        ]
    except (NotLinear, GameError):
        return None
    return tuple(tuple((ring.expression(a.polynomial), a.relation) for a in case if ring.parametric(a.polynomial)) for case in cases)


def _limits(ring: Ring, family: Family) -> list[list[Atom]]:
    """The conjunctions of which what a family leaves open satisfies one."""
    if not family.limits or (len(family.conditions) == 1 and not any(one.either for one in family.ranges)):
        return [condition_atoms(ring, ranges_of(family))]
    return [[Atom(ring.take(e.numerator * e.denominator), relation) for e, relation in limits] for limits in family.limits]


def ranges_of(family: Family) -> list[Condition]:
    """The ranges of what a family leaves open, as conditions."""
    return [condition_of(relation) for one in family.ranges for relation in one.relations]


def condition_of(relation: Relation) -> Condition:
    """An inequality as a condition."""
    if relation.relation in ("=", "!="):
        raise GameError(f"{relation.text()} is no inequality.")
    gap = relation.difference
    return Condition(gap if relation.relation[0] == ">" else -gap, relation.relation in "<>", relation.text())


def _atom(ring: Ring, expression: Expression, relation: str) -> Atom:
    top, bottom = ring.pair(expression)
    if relation == "=":
        return Atom(top, "=")
    return Atom(top * bottom if relation[0] == ">" else -top * bottom, relation.replace("<", ">"))


def status(cases: Alternatives, region: ParameterRegion) -> tuple[str, Alternatives]:
    """Whether one of several conjunctions holds all over a region: always, never, in part or undecided; and what is left to hold."""
    if cases is None:
        return "undecided", None
    remaining, unsure = [], False
    for conjunction in cases:
        contingent = []
        for expression, relation in conjunction:
            verdict = holds(expression, relation, region)
            unsure |= verdict == "undecided"
            if verdict == "never":
                break
            if verdict != "always":
                contingent.append((expression, relation))
        else:
            if not contingent:
                return "always", ((),)
            remaining.append(tuple(contingent))
    if not remaining:
        return "never", ()
    return ("undecided" if unsure else "in part"), tuple(remaining)


def holds(expression: Expression, relation: str, region: ParameterRegion) -> str:
    """Whether a comparison with zero holds all over a region: always, never, in part or undecided."""
    if relation == "!=":
        return {"always": "never", "never": "always"}.get(verdict := holds(expression, "=", region), verdict)
    sign = region.sign(expression)
    if sign.sign in ("undecided", "mixed"):
        return "in part" if sign.sign == "mixed" else "undecided"
    if not sign.strict:
        always = {"+": ">=", "-": "<="}[sign.sign] == relation
        return "always" if always else "never" if {"+": "<", "-": ">"}[sign.sign] == relation else "in part"
    return "always" if true_of({"+": 1, "-": -1, "0": 0}[sign.sign], relation) else "never"


def true_of(sign: int, relation: str) -> bool:
    """Whether a sign satisfies a comparison with zero."""
    return {">": sign > 0, ">=": sign >= 0, "<": sign < 0, "<=": sign <= 0, "=": sign == 0, "!=": sign != 0}[relation]


def true_at(cases: Alternatives, point: Mapping[str, Fraction]) -> bool | None:
    """Whether one of several conjunctions holds at a point, exactly; None when that cannot be told."""
    if cases is None:
        return None
    try:
        return any(all(true_of(sign_of(simplest(e.at(point))), relation) for e, relation in conjunction) for conjunction in cases)
    except (ZeroDivisionError, GameError):
        return None


def negations(comparison: Comparison) -> list[Condition]:
    """The ways in which a comparison may fail, each as a condition."""
    expression, relation = comparison
    out = []
    for opposite in OPPOSITE[relation] if relation != "!=" else ():
        turned = expression if opposite[0] == ">" else -expression
        out.append(Condition(turned, len(opposite) == 1, f"{expression.text()} {opposite} 0"))
    return out


def as_conditions(comparison: Comparison) -> list[Condition]:
    """A comparison with zero as conditions that hold together."""
    expression, relation = comparison
    ways = [(expression, relation)] if relation[0] == ">" else [(-expression, relation)] if relation[0] == "<" else []
    ways = ways or [(expression, ">="), (-expression, ">=")]
    return [Condition(e, len(r) == 1, f"{e.text()} {r} 0") for e, r in ways]
