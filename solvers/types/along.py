"""Along one parameter, types from laws that are not uniform: where equilibria begin and end, certified in balls.

A base is left where something that must hold fails: its equations and that comparison as an equation have as many unknowns as they are,
the parameter counted.  Two equilibria of a base meet where its slopes are singular, which is one equation more as well.  Boxes find all
zeros of both; between neighbouring ones the equilibria stay the same, and are found at a point.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Any

from flint import arb

from games import Beta, Game, GameError
from games.numbers import exact, flint_number, fraction
from games.numbers.isolating import precision

from ..algebra.ring import Polynomial
from ..algebra.sign_oracle import Atom
from ..results import Reason, TypeLine, TypeStretch, TypeWall
from .bases import TypeBase
from .boxes import BITS, Dual, zeros_in_box
from .eliminating import Eliminated, comparisons
from .evaluating import holds
from .linked import LIMIT, NARROW, ranges_of, solve_in_balls
from .linked_form import LinkedForm, independent
from .reasons import ended, indifferent, telling
from .rounded import Rounded
from .search import TypeSearch
from .words import in_words

APART = 1e-9  # walls that lie closer together are one


@dataclass(frozen=True)
class Candidate:
    """Where an equilibrium of a base may begin or end: the comparison of the base that fails there, or none where two meet."""

    at: arb
    base: TypeBase
    failing: int | None = None


def walls_in_balls(game: Game, parameter: str, low: object, high: object, **at: object) -> TypeLine:
    """Find where equilibria begin and end as one parameter moves, types being normal, logistic, exponential, beta or uniform.

    Parameters
    ----------
    game : Game
        With types that are known from the start, one for each player at most, and observed actions.
    parameter : str
        What moves: payoffs, or a place or scale of a law.
    low, high : number
        From where to where.
    **at : numbers
        The other parameters; the defaults for what is not given.

    Returns
    -------
    TypeLine
        The walls within the range, each enclosed and with what happens there, and the equilibria between them.

    Raises
    ------
    GameError
        For a parameter that the game does not have, an empty range or one that leaves the domain, other laws, or a shape of a beta law
        that moves.

    Examples
    --------
    >>> from games import Parameter, Uniform, game
    >>> @game(players=("A",))
    ... def choice(play, *, c=Parameter(1, domain="c > 0")):
    ...     '''Fight for what it is worth to oneself, at a cost, or have nothing.'''
    ...     worth = play.draw("worth", Uniform(0, 2), to="A")
    ...     return (worth - c if play.choose("A", ["fight", "leave"]) == "fight" else 0,)
    >>> line = walls_in_balls(choice(), "c", 1, 3)
    >>> [(wall.at, wall.meaning) for wall in line.walls]
    [(2.0, 'the highest type of A is indifferent between fight and leave at start')]
    """
    opened, start, end = _read(game, parameter, low, high, at)
    line = _Line(LinkedForm(opened), parameter, start, end)
    with precision(BITS):
        for base in line.bases():
            line.look(base)
    candidates = sorted(line.candidates, key=lambda one: float(one.at.mid()))
    places: list[list[Candidate]] = []
    for one in candidates:
        if places and float(one.at.mid()) - float(places[-1][-1].at.mid()) < APART:
            places[-1].append(one)
        else:
            places.append([one])
    places = [
        place for place in places if float(start) + APART < float(place[0].at.mid()) < float(end) - APART
    ]  # at an end nothing changes within
    ends = [start, *(Fraction(float(place[0].at.mid())) for place in places), end]
    stretches = [_between(opened, parameter, one, other) for one, other in pairwise(ends)]
    walls, kept = [], stretches[:1]
    for place, after in zip(places, stretches[1:], strict=True):
        if after.equilibria == kept[-1].equilibria and not all(one.failing is not None for one in place):
            kept[-1] = TypeStretch(kept[-1].low, after.high, after.equilibria, _worse(kept[-1].found, after.found))
            continue
        walls.append(_wall(line.form, place))
        kept.append(after)
    return TypeLine(opened, parameter, start, end, tuple(walls), tuple(kept), tuple(dict.fromkeys(line.undecided)))


def _read(game: Game, parameter: str, low: object, high: object, at: dict[str, object]) -> tuple[Game, Fraction, Fraction]:
    """The game with one parameter open, and the range."""
    if not isinstance(game, Game):
        raise GameError(f"{game!r} is not a game; a story is one when it is called, as tip().")
    if parameter not in game.parameters:
        raise GameError(f"{game.name} has no parameter {parameter!r} to move; it has {', '.join(game.parameters) or 'none'}.")
    if parameter in at:
        raise GameError(f"{parameter} moves and has been given a value; choose one.")
    start, end = _exact(parameter, low), _exact(parameter, high)
    if not start < end:
        raise GameError(f"The range of {parameter} from {low} to {high} is empty.")
    opened = game.with_(**{**{name: x for name, x in game.defaults.items() if name != parameter}, **at})
    for edge in (start, end):
        opened.at(**{parameter: edge})  # refuses what lies outside the domain
    for drawn in opened.types:
        if isinstance(drawn.law, Beta) and parameter in drawn.law.free:
            raise GameError(
                f"{parameter} is a shape of the law of {drawn.words}, {drawn.law.text()}; walls are found where payoffs, places and "
                "scales move. Solve at points, as sweep does with method='enumerate'."
            )
    return opened, start, end


def _exact(parameter: str, x: object) -> Fraction:
    try:
        return fraction(exact(x))
    except TypeError:
        raise GameError(f"{parameter} moves between exact numbers, as '1/2'; found {x!r}.") from None


def _between(game: Game, parameter: str, low: Fraction, high: Fraction) -> TypeStretch:
    """The equilibria between two walls, found in the middle."""
    middle = ((low + high) / 2).limit_denominator(10**6)
    found = solve_in_balls(game, **{parameter: middle if low < middle < high else (low + high) / 2})
    return TypeStretch(float(low), float(high), tuple(sorted(one.cells for one in found.equilibria)), found.found)


def _worse(one: str, other: str) -> str:
    return "all" if one == other == "all" else "some"


def _wall(form: LinkedForm, place: Sequence[Candidate]) -> TypeWall:
    balls = [one.at for one in place]
    middle = float(balls[0].mid())
    error = max(abs(float(x) - middle) for ball in balls for x in (ball.lower(), ball.upper()))
    bases = {id(one.base): one.base for one in place}
    failing = {name: [one.failing for one in place if id(one.base) == name and one.failing is not None] for name in bases}
    found = telling(reason for name, base in bases.items() for reason in _reasons(form, base, failing[name]))
    return TypeWall(middle, error, found, any(one.failing is None for one in place))


def _reasons(form: LinkedForm, base: TypeBase, failing: Sequence[int]) -> Iterator[Reason]:
    """What happens where comparisons of a base fail, by their numbers."""
    told = Rounded(form, base, {})
    marks = [base.marks[k - len(base.atoms)] for k in failing if len(base.atoms) <= k < len(base.atoms) + len(base.marks)]
    yield from (ended(told, mark) for mark in marks if mark[0] != "belief" and not _ends_whole(mark, marks, base))
    ends: dict[tuple[object, ...], list[object]] = {}
    for kind, *fact in (base.facts[k] for k in failing if k < len(base.atoms)):
        if kind == "rival":
            ends.setdefault(tuple(fact[:-1]), []).append(fact[-1])
    yield from (indifferent(told, about, where) for about, where in ends.items())


def _ends_whole(mark: tuple[object, ...], marks: Sequence[tuple[object, ...]], base: TypeBase) -> bool:
    """Whether every share of a mix ends at the same place: such a mix is free there, and is nowhere else."""
    return mark[0] == "mix" and all(other in marks for other in base.marks if other[:-1] == mark[:-1])


class _Line:
    """The bases of a game along a parameter, and where each may begin or end."""

    def __init__(self, form: LinkedForm, parameter: str, low: Fraction, high: Fraction) -> None:
        self.form, self.parameter, self.low, self.high = form, parameter, low, high
        moving = form.ring.gen(parameter)
        self.range = [Atom(moving - flint_number(low), ">="), Atom(flint_number(high) - moving, ">=")]
        self.search = TypeSearch(form)
        self.candidates: list[Candidate] = []
        self.undecided: list[str] = []

    def bases(self) -> Iterator[TypeBase]:
        """The bases that may exist somewhere in the range."""
        for task in self.search.tasks():
            for base in self.search.bases(task):
                if self.search.possible([*(self.form.far(atom) for atom in base.everything), *self.form.ordered(base.words), *self.range]):
                    yield base

    def look(self, base: TypeBase) -> None:
        """Find where a base may begin or end."""
        form, words = self.form, in_words(self.form, base.words)
        equations, unknown = list(independent(form, base)), form.unknown(base)
        if len(equations) != len(unknown):
            self.undecided.append(f"{words}, which leaves a belief open" if len(equations) < len(unknown) else words)
            return
        place = Dual(arb(flint_number(self.low)).union(arb(flint_number(self.high))), ())
        ranges = {**ranges_of(form, unknown, {self.parameter: place}), self.parameter: (float(self.low), float(self.high))}
        moving = frozenset({self.parameter})
        every = [*comparisons(form, base), *self.range]
        inside = Eliminated(form, base, equations, [*unknown, self.parameter], ranges, every, moving)
        decided = True
        for k, atom in enumerate(every[: -len(self.range)]):
            rest = [*every[:k], *every[k + 1 :]]
            positive = len(base.atoms) <= k < len(base.atoms) + len(base.positives)
            for wall in [atom.polynomial] if positive else self._walls(atom, rest, inside.equations):
                system = Eliminated(form, base, [*inside.equations, wall], list(inside.unknown), ranges, rest, solved=dict(inside.solved))
                points, complete = self._zeros(system, system.residual)
                decided &= complete
                self.candidates += [Candidate(at, base, k) for at in points]
        if len(inside.unknown) > 1:
            points, complete = self._zeros(inside, inside.singular)
            decided &= complete
            self.candidates += [Candidate(at, base) for at in points]
        if not decided:
            self.undecided.append(words)

    def _walls(self, atom: Atom, rest: Sequence[Atom], equations: Sequence[Polynomial]) -> Iterator[Polynomial]:
        """The factors of a comparison that may vanish within the range while all else holds, shares and mixes being positive."""
        form = self.form
        held = [*map(form.far, rest), *(Atom(e, "=") for e in equations)]
        for factor, _ in form.ring.factors(form.far(atom).polynomial)[1]:
            if self.search.possible([*held, Atom(factor, "=")]):
                yield factor

    def _zeros(self, system: Eliminated, equations: Any) -> tuple[list[arb], bool]:
        """Where the parameter is at the zeros of a system at which nothing that must hold fails, and whether these are all."""
        points: list[tuple[arb, ...]] = [()]
        complete = True
        if system.unknown:
            low, high = ([system.ranges[name][end] for name in system.unknown] for end in (0, 1))
            zeros = zeros_in_box(equations, low, high, tol=NARROW, limit=LIMIT, refuted=system.refuted)
            points, complete = list(zeros.certified), zeros.complete
        found = []
        for point in points:
            values = system.values([Dual(x, ()) for x in point])
            if not any(holds(self.form, atom, values) is False for atom in system.compared):
                found.append(values[self.parameter].value)
        return found, complete
