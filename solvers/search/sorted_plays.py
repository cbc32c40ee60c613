"""The ways to play in parts of a tree, sorted by the supports of some sets, so that those which agree with a task are at hand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product
from math import prod
from typing import NamedTuple, TypeAlias

from ..algebra.remembering import Answers
from ..algebra.sign_oracle import Atom
from .subforms import Subform
from .tree_polynomials import Supports

Step: TypeAlias = "int | Subform"
"""One information set, or one subform of the tree."""

Some: TypeAlias = tuple[tuple[int, ...], ...]
"""The supports of some sets."""


class Play(NamedTuple):
    """A way to play in a part of a tree.

    Parameters
    ----------
    supports : dict from set to actions
        Supports of some information sets.
    conditions : list of Atom
        Their conditions on the parameters alone.
    kind : int or None
        Plays of one kind are the same to whatever is outside; None for a play that is of no kind with another.
    """

    supports: Supports
    conditions: list[Atom]
    kind: int | None = None


class Combined(NamedTuple):
    """Plays of several steps that go together, one kind of each step.

    Parameters
    ----------
    options : list of list of Play
        The plays of each step.
    kinds : tuple of list of int
        Which of them are of the kind, by place; the first stands for all.
    supports : dict from set to actions
        Those of the first ones together.
    conditions : list of Atom
        Conditions of these on the parameters alone.
    alone : bool
        Whether all kinds of these steps, the others too, have one play.
    """

    options: Sequence[Sequence[Play]]
    kinds: tuple[Sequence[int], ...]
    supports: Supports
    conditions: list[Atom]
    alone: bool

    @property
    def size(self) -> int:
        """How many combinations of plays these are."""
        return prod(map(len, self.kinds))

    def members(self) -> Iterator[tuple[tuple[int, ...], Supports]]:
        """All combinations of plays of these kinds: the place of each play, and the supports together."""
        if all(len(places) == 1 for places in self.kinds):
            yield tuple([places[0] for places in self.kinds]), self.supports
            return
        for places in product(*self.kinds):
            supports: Supports = {}
            for some, place in zip(self.options, places, strict=True):
                supports |= some[place].supports
            yield places, supports


def by_kind(plays: Sequence[Play]) -> list[list[int]]:
    """The places of plays, those of a kind together, in the order of the first of each."""
    kinds: dict[tuple[int | None, int], list[int]] = {}
    for place, play in enumerate(plays):
        kinds.setdefault((play.kind, place if play.kind is None else 0), []).append(place)
    return list(kinds.values())


class SortedPlays:
    """Finds the plays of a step that agree with supports which are fixed; a step must have the same plays each time."""

    def __init__(self) -> None:
        self._by: Answers[dict[Some, list[Play]]] = Answers()

    def agreeing(self, step: Step, plays: Sequence[Play], fixed: Supports) -> Sequence[Play]:
        """The plays with these supports, in their order."""
        sets = [s for s in (step.sets if isinstance(step, Subform) else (step,)) if s in fixed]
        if not sets:
            return plays
        return self._by.of((step, *sets), lambda: _sorted(plays, sets)).get(tuple([fixed[s] for s in sets]), ())


def _sorted(plays: Sequence[Play], sets: Sequence[int]) -> dict[Some, list[Play]]:
    by_supports: dict[Some, list[Play]] = {}
    for play in plays:
        by_supports.setdefault(tuple([play.supports[s] for s in sets]), []).append(play)
    return by_supports
