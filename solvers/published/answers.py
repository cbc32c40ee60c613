"""What a published table can say, and how the same is read off a solution.

An answer is a truth value, a number or closed form, an `Interval` that a value runs through, a label, a `Table`, a `Region` of
parameters, an `OpenRegion` of what is left open, a `Surface`, a set of answers in any order, a sequence or a dict of them.  What
was published stands as it was printed: closed forms, intervals (``"[1/2, 1)"``), regions (``"p < 1/2 and q >= p"``) and surfaces
(``"p = 1/2"``) as text, which `solvers.published.printed` reads.  A number that the source gives in decimals is a `Near`; what no
solver here can say yet is `Awaited`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain, product
from typing import Any, TypeAlias

from games import Game
from games.numbers import Expression, Number, simplest, text

from ..results import Family, OpenRange, RegimeMap, Relation, Solution
from ..show.sentences import open_range
from .regions import Cases, Comparisons, domain_of, implied, without_border

Answer: TypeAlias = Any


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
class Interval:
    """The numbers between two ends, which may be closed forms.

    Parameters
    ----------
    low, high : number
        The ends.
    closed_below, closed_above : bool
        Whether each end belongs to it.
    """

    low: Number
    high: Number
    closed_below: bool
    closed_above: bool

    def text(self) -> str:
        """Write it with brackets."""
        return f"{'[' if self.closed_below else '('}{text(self.low)}, {text(self.high)}{']' if self.closed_above else ')'}"


@dataclass(frozen=True, eq=False)
class Region:
    """A set of parameters, within the domain of a game.

    Parameters
    ----------
    cases : tuple of tuple of Relation
        The parameters at which all comparisons of one of the tuples hold.
    domain : tuple of Relation
        What is assumed of the parameters.
    """

    cases: Cases
    domain: Comparisons

    def text(self) -> str:
        """Write its conditions."""
        return " or ".join(" and ".join(relation.text() for relation in case) or "always" for case in self.cases)


@dataclass(frozen=True, eq=False)
class OpenRegion:
    """What the symbols may be that a continuum leaves open, all together.

    Parameters
    ----------
    ranges : tuple of OpenRange
        What is known of each symbol.
    domain : tuple of Relation
        What is assumed of the parameters.
    """

    ranges: tuple[OpenRange, ...]
    domain: Comparisons

    @property
    def cases(self) -> Cases:
        """The conjunctions of which one holds."""
        always = tuple(relation for one in self.ranges for relation in one.relations)
        alternatives = product(*(one.either for one in self.ranges if one.either))
        return tuple((*always, *chain.from_iterable(chosen)) for chosen in alternatives)

    def text(self) -> str:
        """Write its conditions, bounds as chains."""
        return " and ".join(map(open_range, self.ranges))


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
        answers = [quantities(equilibrium, game) for equilibrium in equilibria]
        return Table(
            self.columns, tuple({heading: one.get(quantity, "-") for heading, quantity in self.columns.items()} for one in answers)
        )


def quantities(equilibrium: Solution | Family, game: Game | None = None) -> dict[str, Answer]:
    """Everything that an equilibrium says, by name.

    Parameters
    ----------
    equilibrium : Solution or Family
        What a solver gave.
    game : Game, optional
        The symbolic game of a family, for the domain of its conditions.

    Returns
    -------
    dict from str to answer
        ``"PLAYER SET: ACTION"`` a probability, ``"PLAYER SET"`` the action that is played for sure (or those that are mixed,
        joined by ``/``), ``"PLAYER SET | HISTORY"`` a belief, ``"payoff PLAYER"``, ``"outcome LABEL"``, ``"measure NAME"`` and,
        for a family, ``"where"`` it exists, and ``"inside"``: the same without its border, for sources that are silent on it.
        A value that runs through a range in a continuum is an `Interval`; ``"open"`` is the `OpenRegion` of all that is open, in
        the solver's symbols.
    """
    region = _region(equilibrium, game)
    spans = _spans(equilibrium.ranges, region)
    answers: dict[str, Answer] = {}
    for player, sets in equilibrium.profile.strategies.items():
        for label, actions in sets.items():
            answers[f"{player} {label}"] = "/".join(action for action, p in actions.items() if p != 0)
            answers |= {f"{player} {label}: {action}": _spanned(p, spans) for action, p in actions.items()}
    for player, sets in equilibrium.beliefs.items():
        for label, beliefs in sets.items():
            answers |= {f"{player} {label} | {history}": _spanned(mu, spans) for history, mu in beliefs.items()}
    for kind, values in (("payoff", equilibrium.payoffs), ("outcome", equilibrium.outcomes), ("measure", equilibrium.measures)):
        answers |= {f"{kind} {name}": _spanned(value, spans) for name, value in values.items()}
    if equilibrium.ranges:
        answers["open"] = OpenRegion(equilibrium.ranges, region.domain)
    if isinstance(equilibrium, Family):
        answers |= {"where": region, "inside": Region(without_border(region.cases), region.domain)}
    return answers


def _region(equilibrium: Solution | Family, game: Game | None) -> Region:
    """Where a family exists; a solution at a point exists there."""
    return Region(equilibrium.cases if isinstance(equilibrium, Family) else ((),), domain_of(game) if game else ())


def walls(regime_map: RegimeMap) -> frozenset[Surface]:
    """The walls of a map, to be compared with published ones such as ``{"p = 1/2"}``."""
    return frozenset(Surface(wall.polynomial) for wall in regime_map.walls)


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
        case Interval() | Region() | OpenRegion():
            return answer.text()
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


def _spans(ranges: Sequence[OpenRange], region: Region) -> dict[str, Interval]:
    """The ranges of the open symbols whose ends are numbers or closed forms in the parameters."""
    spans, symbols = {}, {bounds.symbol for bounds in ranges}
    for bounds in ranges:
        symbol = Expression.symbol(bounds.symbol)
        above = (*bounds.upper, *(r for r in bounds.more if r.left == symbol and r.relation in ("<", "<=")))
        if len(above) < len(bounds.upper) + len(bounds.more):  # it is bound together with others
            continue
        lower = [(_expression(r.left), r.relation == "<=") for r in bounds.lower]
        upper = [(_expression(r.right), r.relation == "<=") for r in above]
        if any({*end.free} & symbols for end, _ in (*lower, *upper)):
            continue
        low, high = _tightest(lower, "<=", region), _tightest(upper, ">=", region)
        if low and high:
            spans[bounds.symbol] = Interval(low[0], high[0], low[1], high[1])
    return spans


def _expression(value: Number) -> Expression:
    return value if isinstance(value, Expression) else Expression.constant(value)


def _tightest(ends: Sequence[End], relation: str, region: Region) -> End | None:
    """The bound that binds throughout a region; None when it is not the same one throughout."""
    for k, (value, included) in enumerate(ends):
        others = [end for j, end in enumerate(ends) if j != k]
        if all(
            implied(Relation(other, relation if closed or not included else relation[0], value), region.cases, region.domain)
            for other, closed in others
        ):
            return value, included
    return None


def _spanned(value: Number, spans: Mapping[str, Interval]) -> Number | Interval:
    """Give a value, or the range that it runs through when it is linear in one open symbol."""
    if not isinstance(value, Expression):
        return value
    names = [name for name in value.free if name in spans]
    if len(names) != 1 or names[0] in Expression(value.denominator).free:
        return value
    name, span = names[0], spans[names[0]]
    start, end = value.at({name: span.low}), value.at({name: span.high})
    slope = simplest(Expression.constant(0) + value.at({name: 1}) - value.at({name: 0}))
    if isinstance(slope, Expression) or value != value.at({name: 0}) + slope * Expression.symbol(name):
        return value
    if Fraction(slope) < 0:
        return Interval(end, start, span.closed_above, span.closed_below)
    return Interval(start, end, span.closed_below, span.closed_above)
