"""What a published table can say, and how the same is read off a solution.

An answer is a truth value, a number or closed form (as text in the grammar of exact
numbers, or an `Expression`), a range such as ``"[1/2, 1)"``, a label, a `Table`, a
`Region` of parameters, a set of answers in any order, or a dict of them.  A number that
the source gives in decimals is a `Near`; what no solver here can say yet is `Awaited`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, TypeAlias

from games import Game
from games.numbers import Expression, Number, simplest, text

from ..results import Family, OpenRange, RegimeMap, Solution
from .regions import implied

Answer: TypeAlias = Any

RANGE = re.compile(r"^([\[(])(.*), (.*)([\])])$")


@dataclass(frozen=True)
class Near:
    """A number that the source gives in decimals.

    Parameters
    ----------
    value, tolerance : float
        Ours may be so far from it.
    """

    value: float
    tolerance: float = 1e-9


@dataclass(frozen=True)
class Awaited:
    """An answer that waits for a concept which no solver here offers yet."""

    concept: str


@dataclass(frozen=True)
class Region:
    """A set of parameters: any of the conjunctions of conditions, within the domain of a game.

    Parameters
    ----------
    cases : tuple of tuple of str
        Comparisons with ``<  <=  >  >=  =  !=``; within a case all hold.
    domain : tuple of str
        What is assumed of the parameters.
    """

    cases: tuple[tuple[str, ...], ...]
    domain: tuple[str, ...]


@dataclass(frozen=True)
class Surface:
    """A wall: where a polynomial is zero."""

    polynomial: Expression


@dataclass(frozen=True)
class Table:
    """A set of equilibria, a row each; rows may come in any order and a row that is repeated counts once.

    Parameters
    ----------
    columns : dict from str to str
        Column heading, and the quantity it stands for (see `quantities`).
    rows : tuple of dict from str to answer
        Heading and answer; in a published table each answer is text.
    complete : bool
        Whether the source claims that there are no others; else ours may hold more.
    """

    columns: Mapping[str, str]
    rows: tuple[Mapping[str, Answer], ...]
    complete: bool = True

    def of(self, equilibria: Iterable[Solution | Family], game: Game | None = None) -> Table:
        """Read the same columns off what a solver found; `game` is needed for conditions on parameters."""
        found = [quantities(one, game) for one in equilibria]
        return Table(self.columns, tuple({heading: one.get(q, "-") for heading, q in self.columns.items()} for one in found))


def table(written_out: str, **meaning: str) -> Table:
    """Read a published table: headings, then a row a line, columns two or more spaces apart.

    Parameters
    ----------
    written_out : str
        The table. A heading is a quantity (see `quantities`) or a short name for one.
    **meaning : str
        The quantities that short headings stand for.

    Examples
    --------
    >>> table('''
    ...     1 start  3 start: L  mu
    ...     A        0           [0, 1/3]
    ... ''', mu="3 start | D").rows
    ({'1 start': 'A', '3 start: L': '0', 'mu': '[0, 1/3]'},)
    """
    head, *body = [re.split(r"\s{2,}", line.strip()) for line in written_out.strip().splitlines()]
    columns = {heading: meaning.get(heading, heading) for heading in head}
    return Table(columns, tuple(dict(zip(head, row, strict=True)) for row in body))


def at_least(written_out: str, **meaning: str) -> Table:
    """Read a published table, as `table` does, whose source does not claim that there is nothing else."""
    return replace(table(written_out, **meaning), complete=False)


def quantities(found: Solution | Family, game: Game | None = None) -> dict[str, Answer]:
    """Everything that an equilibrium says, by name.

    Parameters
    ----------
    found : Solution or Family
        What a solver gave.
    game : Game, optional
        The symbolic game of a family, for the domain of its conditions.

    Returns
    -------
    dict from str to answer
        ``"PLAYER SET: ACTION"`` a probability, ``"PLAYER SET"`` the action that is played for sure (or those that are mixed,
        joined by ``/``), ``"PLAYER SET | HISTORY"`` a belief, ``"payoff PLAYER"``, ``"outcome LABEL"``, ``"measure NAME"`` and,
        for a family, ``"where"`` it exists, and ``"inside"``: the same without its border, for sources that are silent on it.
        What is open in a continuum is given as a range; ``"open"`` is the region of all that is open, in the solver's symbols.
    """
    region = _region(found, game)
    spans = _spans(found.ranges, region)
    out: dict[str, Answer] = {}
    for player, sets in found.profile.strategies.items():
        for label, actions in sets.items():
            out[f"{player} {label}"] = "/".join(action for action, p in actions.items() if p != 0)
            out |= {f"{player} {label}: {action}": _spanned(p, spans) for action, p in actions.items()}
    for player, sets in found.beliefs.items():
        out |= {f"{player} {label} | {history}": _spanned(mu, spans) for label, beliefs in sets.items() for history, mu in beliefs.items()}
    for kind, values in (("payoff", found.payoffs), ("outcome", found.outcomes), ("measure", found.measures)):
        out |= {f"{kind} {name}": _spanned(value, spans) for name, value in values.items()}
    if found.free:
        out["open"] = Region((tuple(found.free.values()),), region.domain)
    if isinstance(found, Family):
        strict = tuple(tuple(condition.replace("<=", "<").replace(">=", ">") for condition in case) for case in region.cases)
        out |= {"where": region, "inside": Region(strict, region.domain)}
    return out


def _region(found: Solution | Family, game: Game | None) -> Region:
    """Where a family exists; a solution at a point exists there."""
    domain = tuple(condition.text for condition in game.domain.conditions) if game else ()
    return Region(found.conditions if isinstance(found, Family) else ((),), domain)


def walls(found: RegimeMap) -> frozenset[Surface]:
    """The walls of a map, to be compared with published ones such as ``{"p = 1/2"}``."""
    return frozenset(Surface(wall.polynomial) for wall in found.walls)


def yes(truth: bool) -> str:
    """A truth value as it stands in a table."""
    return "yes" if truth else "no"


def written(answer: Answer) -> str:
    """Write an answer for people."""
    match answer:
        case bool():
            return yes(answer)
        case None:
            return "nothing"
        case Near():
            return f"{answer.value!r} within {answer.tolerance:g}"
        case Awaited():
            return f"waits for {answer.concept}"
        case Region():
            return " or ".join(" and ".join(conditions) or "always" for conditions in answer.cases)
        case Surface():
            return f"{text(answer.polynomial)} = 0"
        case Table():
            return "; ".join(", ".join(f"{heading} {written(cell)}" for heading, cell in row.items()) for row in answer.rows) or "none"
        case Mapping():
            return "; ".join(f"{key}: {written(value)}" for key, value in answer.items())
        case set() | frozenset():
            return "{" + "; ".join(sorted(map(written, answer))) + "}"
        case tuple() | list():
            return "(" + ", ".join(map(written, answer)) + ")"
    return text(answer)


# ------------------------------------------------------------------ what is open in a continuum


End: TypeAlias = tuple[Expression, bool]  # a bound, and whether it is taken in
Span: TypeAlias = tuple[End, End]


def _spans(ranges: Sequence[OpenRange], region: Region) -> dict[str, Span]:
    """The ranges of the open symbols whose ends are numbers or closed forms in the parameters."""
    out, free = {}, {one.symbol for one in ranges}
    for one in ranges:
        symbol = Expression.symbol(one.symbol)
        above = (*one.upper, *(r for r in one.more if r.left == symbol and r.relation in ("<", "<=")))
        if len(above) < len(one.upper) + len(one.more):  # it is bound together with others
            continue
        lower = [(_expression(r.left), r.relation == "<=") for r in one.lower]
        upper = [(_expression(r.right), r.relation == "<=") for r in above]
        if any({*end.free} & free for end, _ in (*lower, *upper)):
            continue
        low, high = _tightest(lower, "<=", region), _tightest(upper, ">=", region)
        if low and high:
            out[one.symbol] = (low, high)
    return out


def _expression(value: Number) -> Expression:
    return value if isinstance(value, Expression) else Expression.constant(value)


def _tightest(ends: Sequence[End], relation: str, region: Region) -> End | None:
    """The bound that binds throughout a region; None when it is not the same one throughout."""
    for k, (value, taken) in enumerate(ends):
        others = [(other, closed) for j, (other, closed) in enumerate(ends) if j != k]
        if all(
            implied(f"{text(other)} {relation if closed or not taken else relation[0]} {text(value)}", region.cases, region.domain)
            for other, closed in others
        ):
            return value, taken
    return None


def _spanned(value: Number, spans: Mapping[str, Span]) -> Answer:
    """Give a value, or the range that it runs through when it is linear in one open symbol."""
    if not isinstance(value, Expression):
        return value
    names = [name for name in value.free if name in spans]
    if len(names) != 1 or names[0] in Expression(value.denominator).free:
        return value
    (low, closed_below), (high, closed_above) = spans[names[0]]
    start, end = value.at({names[0]: low}), value.at({names[0]: high})
    slope = simplest(Expression.constant(0) + value.at({names[0]: 1}) - value.at({names[0]: 0}))
    if isinstance(slope, Expression) or value != value.at({names[0]: 0}) + slope * Expression.symbol(names[0]):
        return value
    if Fraction(slope) < 0:
        start, end, closed_below, closed_above = end, start, closed_above, closed_below
    return f"{'[' if closed_below else '('}{text(start)}, {text(end)}{']' if closed_above else ')'}"
