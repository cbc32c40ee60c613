"""The independent method at points of a refined map."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

from games import Game, GameError

from ..closed_forms import point_solutions
from ..concept import refinement_named
from ..verifier import outcome_stands
from ..verifier.enumeration import Enumeration
from .cross_check import Judge


class RefiningJudge(Judge):
    """The independent method at points, less the bases whose outcome the verifier says is refined away.

    Parameters
    ----------
    game : Game
        With the map's parameters open.
    concept, refinement : str
        What is asked.
    """

    def __init__(self, game: Game, concept: str, refinement: str) -> None:
        super().__init__(game, concept)
        self.refinement = refinement
        self._survivors: dict[tuple[Fraction, ...], Enumeration] = {}

    def __call__(self, point: Mapping[str, Fraction]) -> Enumeration:
        """All bases at a point whose outcome stands; not complete where the verifier cannot tell."""
        name = tuple(point.values())
        if name not in self._survivors:
            answer = super().__call__(point)
            try:
                refined_away = self._refined_away(point)
            except GameError:
                answer, refined_away = replace(answer, complete=False), set()
            bases = tuple(base for base in answer.bases if (base.actions, base.beliefs) not in refined_away)
            self._survivors[name] = replace(answer, bases=bases)
        return self._survivors[name]

    def _refined_away(self, point: Mapping[str, Fraction]) -> set[Any]:
        numeric = self.game.fix(point)
        solutions = point_solutions(numeric, self.concept, dict(point))
        profiles = [solution.sampled() for solution in solutions]
        rivals = profiles if refinement_named(self.refinement).rivals else []
        return {
            base
            for solution, profile in zip(solutions, profiles, strict=True)
            if not outcome_stands(numeric, profile, self.refinement, rivals)
            for base in solution.bases
        }
