"""A sweep of games that no map and no exact search reaches: at each point one approximate equilibrium is learned, and measured.

Every point is learned from an even start, so that the answer does not depend on which points are solved together, or before a crash.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from games import Game
from games.forms.flat import flat_form

from ..regret.learning import Learner, by_label, values_and_gains
from ..regret.race import CLOSE, measuring_points
from ..results import Profile
from ..verifier.measuring import measured, reached
from .grid import Point

RULE, MOST = "damped-pcfr+", 5_000  # iterations at a point
NAME = "learned"

Rows = list[dict[str, Any]]


def learned_rows(game: Game, concept: str, points: Sequence[tuple[int, Point]]) -> list[tuple[int, Rows]]:
    """Learn at points, and write a row for each: numbers in floating point, and the gap that the verifier measures."""
    out = []
    for k, point in points:
        at: dict[str, Any] = dict(point)
        numeric = game.at(**at)
        form = flat_form(numeric)
        learner = Learner(form, RULE)
        best, behaviour = np.inf, learner.last()
        for stop in measuring_points(MOST):
            learner.run(stop - learner.iterations)
            for met in (learner.average(), learner.last()):
                gap = float(values_and_gains(form, met)[1].sum())
                if gap < best:
                    best, behaviour = gap, met
            if best <= CLOSE * form.spread:
                break
        out.append((k, [_row(numeric, Profile(by_label(form, numeric, behaviour)))]))  # type: ignore[arg-type]
    return out


def _row(game: Game, profile: Profile) -> dict[str, Any]:
    measure = measured(game, profile)
    leaves = reached(game, profile)[game.leaf_nodes]
    outcomes = np.bincount(game.outcome, weights=leaves, minlength=len(game.outcome_names))
    terms = np.array([float(term) for term in game.terms])
    measures = leaves @ game.measures.floats(terms).reshape(len(leaves), -1) if game.measure_names else np.zeros(0)
    return {
        "solution": 0,
        "name": NAME,
        "payoffs": dict(measure.values),
        "outcomes": dict(zip(game.outcome_names, outcomes.tolist(), strict=True)),
        "measures": dict(zip(game.measure_names, measures.tolist(), strict=True)),
        "exact": False,
        "gap": sum(measure.gains.values()),
        "found": "one",
    }
