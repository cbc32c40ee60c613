"""The ways to play in parts of a tree, sorted by the supports of some sets, so that those which agree with a task are at hand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from ..algebra.remembering import Answers
from ..algebra.sign_oracle import Atom
from .subforms import Subform
from .tree_polynomials import Supports

Play: TypeAlias = tuple[Supports, list[Atom]]
"""Supports of some information sets, and their conditions on the parameters alone."""

Step: TypeAlias = "int | Subform"
"""One information set, or one subform of the tree."""

Some: TypeAlias = tuple[tuple[int, ...], ...]
"""The supports of some sets."""


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
        by_supports.setdefault(tuple([play[0][s] for s in sets]), []).append(play)
    return by_supports
