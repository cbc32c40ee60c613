"""The independent method at points of a map."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping
from fractions import Fraction

from games import Game, GameError

from ..algebra.budget import Budget
from ..concept import concept_named
from ..verifier.enumeration import Enumeration, enumerate_bases_at

FEW_SETS = 15  # in games with more information sets, fewer points are solved together
TOGETHER, FEWER = 1000, 100  # how many points are solved together, and how many then


class Judge:
    """The independent method at points of one game; each point is solved once, together with others that are expected."""

    def __init__(self, game: Game, concept: str) -> None:
        self.game, self.concept, self.budget = game, concept, Budget()
        self._variant = concept_named(concept).enumeration
        self._batch = TOGETHER if game.infosets <= FEW_SETS else FEWER  # what a search remembers grows with both
        self._answers: dict[tuple[Fraction, ...], Enumeration] = {}
        self._expected: dict[tuple[Fraction, ...], Mapping[str, Fraction]] = {}

    def expect(self, points: Iterable[Mapping[str, Fraction]]) -> None:
        """Announce points that will be asked for."""
        self._expected |= {name: point for point in points if (name := tuple(point.values())) not in self._answers}

    @property
    def knows(self) -> bool:
        """Whether the independent method knows the concept."""
        return self._variant is not None

    def __call__(self, point: Mapping[str, Fraction]) -> Enumeration:
        """All bases at a point."""
        name = tuple(point.values())
        if self._variant is None:
            raise GameError(f"There is no independent enumeration of {self.concept} equilibria.")
        if name not in self._answers:
            self._expected.pop(name, None)
            batch = {name: point} | dict(itertools.islice(self._expected.items(), self._batch - 1))
            if self.budget.over:
                return Enumeration((), False, 0, (), "The time was over before the search was.")
            try:
                answers = enumerate_bases_at(self.game, list(batch.values()), concept=self._variant, timeout=self.budget.left)
            except RecursionError:  # play goes on for more steps than it can follow
                answers = [Enumeration((), False, 0)] * len(batch)
            self._answers |= dict(zip(batch, answers, strict=True))
            for solved in batch:
                self._expected.pop(solved, None)
        return self._answers[name]
