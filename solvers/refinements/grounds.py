"""What the verdict on a family rests on: which mixtures of beliefs and of replies there are, and where.

A criterion asks of an unsent message only whether some belief makes replies best, and whether some mixture of replies
gives the types gains of given signs.  Each answer is noted here as it is asked, and given as a `Fact` with the region in which it holds.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from flint import fmpq

from ..algebra.ring import Polynomial, key
from ..algebra.sign_oracle import Atom
from ..concept import refinement_named
from .best_reply_sets import Region, Rival, SignCells, SignCondition, Survey, findings, shortened, sign_cells
from .criteria import Finding
from .deviations import Faces, Incentives, Unsent
from .values import feasible


@dataclass(frozen=True)
class Asked:
    """One question about an unsent message: whether a mixture of something makes all rows of a matrix non-negative.

    Parameters
    ----------
    of : {"belief", "reply", "number"}
        What is mixed: beliefs, so that replies are best; plans of replies, so that types' gains have given signs; or nothing,
        where a number shall not be negative.
    faces : Faces
        The replies that shall be best, or that are mixed.
    against : tuple
        The beliefs that are mixed, as types; or pairs of a type and its sign; or the number.
    """

    of: Literal["belief", "reply", "number"]
    faces: Faces
    against: tuple[Any, ...]

    def matrix(self, unsent: Unsent | None) -> list[list[Any]]:
        """The rows that shall not be negative, with a column for each belief or plan."""
        if unsent is None:
            return [list(self.against)]
        if self.of == "belief":
            return unsent.advantages(self.faces, self.against)
        return unsent.signed_gains(unsent.columns(self.faces), dict(self.against))


@dataclass(frozen=True, eq=False)
class Noting(Unsent):
    """An unsent message in numbers that notes what it is asked."""

    asked: dict[Asked, None] = field(default_factory=dict)

    def best(self, faces: Faces, beliefs: Sequence[Sequence[int]]) -> bool:
        """As for `Unsent`."""
        self.asked[Asked("belief", faces, tuple(map(tuple, beliefs)))] = None
        return super().best(faces, beliefs)

    def attains(self, faces: Faces, signs: Any) -> bool:
        """As for `Unsent`."""
        self.asked[Asked("reply", faces, tuple(signs.items()))] = None
        return super().attains(faces, signs)


@dataclass(frozen=True, eq=False)
class Fact:
    """Whether a mixture exists, where a family does.

    Parameters
    ----------
    unsent : Unsent or None
        The message, where it is about one.
    asked : Asked
        Which mixture.
    exists : bool
        The answer.
    where : list of Atom
        Where it is the answer; nothing, where it is the answer throughout.
    """

    unsent: Unsent | None
    asked: Asked
    exists: bool
    where: list[Atom]


@dataclass(frozen=True, eq=False)
class Grounds:
    """What the verdict on a family rests on in one region.

    Parameters
    ----------
    region : Region
        Where the family exists.
    survey : Survey
        The verdict.
    facts : list of Fact
        Answers of which it is made.
    split : list of (Fact, Fact, ...)
        The facts of one question whose answer is not the same throughout: together they hold off walls.
    positive : list of polynomials
        What is taken to be positive in the region: denominators, and advantages over replies that are never best.
    """

    region: Region
    survey: Survey
    facts: list[Fact]
    split: list[tuple[Fact, ...]]
    positive: list[Polynomial]


def grounds(region: Region, incentives: Incentives, criterion: str, rivals: Sequence[Rival] = ()) -> Grounds:
    """Say what the verdict on a family rests on throughout a region; the parameters as for `survey`."""
    cells = sign_cells(region, incentives, criterion, rivals)
    asked: dict[tuple[int, Asked], None] = {}
    conditions = []
    for signs, point in cells.realised:
        heard: list[Noting] = []

        def listen(_: int, u: Unsent, heard: list[Noting] = heard) -> Unsent:
            heard.append(Noting(u.message, u.types, u.replies, u.gains, u.better, u.never))
            return heard[-1]

        verdict = None if point is None else findings(incentives, cells.unsent, criterion, rivals, point, listen)
        conditions.append(SignCondition(signs, verdict))
        for k, u in enumerate(heard):
            asked.update(((k, one), None) for one in u.asked)
            if not refinement_named(criterion).mixed:  # then the gains by pure replies decide
                asked.update(((k, one), None) for one in _pure_gains(u))
    facts: list[Fact] = []
    split = []
    every = [
        *((cells.unsent[k], one) for k, one in asked),
        *((None, one) for one in (_compared(incentives, rivals) if cells.unsent else ())),
    ]
    for unsent, one in every:
        answers = list(_answers(cells, unsent, one))
        facts += answers
        if len(answers) > 1:
            split.append(tuple(answers))
    return Grounds(region, shortened(cells.candidates, conditions), facts, split, _positive(region, incentives, cells.unsent))


def _pure_gains(unsent: Unsent) -> Iterator[Asked]:
    """Questions about the signs of types' gains by pure plans."""
    for plan in unsent.plans:
        if all(r in usable for r, usable in zip(plan, unsent.usable, strict=True)):
            for t in range(len(unsent.types)):
                yield Asked("reply", tuple((r,) for r in plan), ((t, "+"),))
                yield Asked("reply", tuple((r,) for r in plan), ((t, "-"),))


def _answers(cells: SignCells, unsent: Unsent | None, asked: Asked) -> Iterator[Fact]:
    """The answers to a question, each with where it is the answer; none where it is a matter of course."""
    matrix = asked.matrix(unsent)
    if not matrix or not matrix[0]:
        return
    conditions = []
    for signs, point in cells.realised:
        answer = None if point is None else feasible([[_number(x, point) for x in row] for row in matrix])
        conditions.append(SignCondition(signs, None if answer is None else (Finding(cells.unsent[0], (), (), answer),)))
    survey = shortened(cells.candidates, conditions)
    for exists in (True, False):
        for where in survey.where(exists):
            yield Fact(unsent, asked, exists, where)


def _number(x: Any, point: Sequence[fmpq]) -> Any:
    return x if isinstance(x, (int, fmpq)) else x(*point)


def _positive(region: Region, incentives: Incentives, unsent: Sequence[Unsent]) -> list[Polynomial]:
    """Denominators of payoffs, and the advantages over replies that another one beats at every type."""
    found = [bottom for _, bottom in incentives.payoffs]
    for u in unsent:
        for k, r in sorted(u.never):
            rows = (u.better[k, x, r] for x in range(u.replies[k]) if x != r)
            found += next(row for row in rows if all(region.sign(p) == 1 for p in row))
    return [p for p in found if not p.is_constant()]


def _compared(incentives: Incentives, rivals: Sequence[Rival]) -> Iterator[Asked]:
    """Where other families exist, and whether types are better off there, as questions about one number."""
    seen: dict[str, Polynomial] = {}
    for rival in rivals:
        for p in (atom.polynomial for case in rival.cases for atom in case):
            seen.setdefault(key(p), p)
        for (a, b), (c, d) in zip(rival.incentives.payoffs, incentives.payoffs, strict=True):
            difference = a * d - c * b
            seen.setdefault(key(difference), difference)
    for p in seen.values():
        if not p.is_constant():
            yield from (Asked("number", (), (p,)), Asked("number", (), (-p,)))
