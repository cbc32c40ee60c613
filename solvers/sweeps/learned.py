"""A sweep of games that no map and no exact search reaches: at each point one approximate equilibrium is learned, and measured.

The points of a batch are learned side by side, as one form for the compiled loops: a tree does not change with its parameters, so
that only payoffs and chances differ.  Every point is learned from an even start and leaves when it is done, so that its answer does
not depend on which points are solved together, or before a crash.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from games import Game
from games.forms.flat import FlatForm, beside, flat_form, flat_forms

from ..arrays import on_arrays
from ..regret.learning import Learner, by_label, values_and_gains
from ..regret.race import CLOSE, measuring_points
from ..results import Profile
from ..verifier.measuring import Ruler
from .grid import Point

RULE, MOST = "damped-pcfr+", 5_000  # iterations at a point
NAME = "learned"
ROWS, MOST_TOGETHER = 1 << 16, 256  # of a batch's forms, which a processor then keeps at hand; and its points

Floats: TypeAlias = npt.NDArray[np.float64]
Rows: TypeAlias = list[dict[str, Any]]


def together(game: Game) -> int:
    """How many points of a game are learned side by side."""
    return max(1, min(MOST_TOGETHER, ROWS // (len(game.players) * game.leaves)))


def learned_rows(game: Game, concept: str, points: Sequence[tuple[int, Point]]) -> list[tuple[int, Rows]]:
    """Learn at points, and write a row for each: numbers in floating point, and the gap that the verifier measures."""
    terms, ruler, out = terms_at(game, [point for _, point in points]), Ruler(game), []
    forms = flat_forms(game, terms)
    for (k, _), form, here, behaviour in zip(points, forms, terms, learned(forms), strict=True):
        out.append((k, [_row(ruler, here, Profile(by_label(form, game, behaviour)))]))  # type: ignore[arg-type]
    return out


def terms_at(game: Game, points: Sequence[Point]) -> Floats:
    """The value of every term of a game at every point, shape (points, terms); a point where it cannot be played is refused."""
    columns = {name: np.array([float(point[name]) for point in points]) for name in points[0]}
    shape = (len(points),)
    values = np.array([on_arrays(term, columns, shape) for term in game.terms]).reshape(len(game.terms), *shape).T
    for k, point in enumerate(points):
        if not (np.isfinite(values[k]).all() and (game.chances.floats(values[k]) > 0).all()):
            flat_form(game.at(**dict[str, Any](point)))  # which says what is wrong there
    return values


def learned(forms: Sequence[FlatForm]) -> list[Floats]:
    """Learn at every point of a batch until its gap is small, and give the best behaviour met at each."""
    players, size = len(forms[0].players), forms[0].sequences
    gaps, best = np.full(len(forms), np.inf), np.empty((len(forms), size))
    left, learner = np.arange(len(forms)), Learner(beside(forms), RULE)
    for stop in measuring_points(MOST):
        learner.run(stop - learner.iterations)
        for met in (learner.average(), learner.last()):
            here = values_and_gains(learner.form, met)[1].reshape(-1, players).sum(axis=1)
            better = np.flatnonzero(here < gaps[left])
            gaps[left[better]], best[left[better]] = here[better], met.reshape(-1, size)[better]
        going = np.array([gaps[k] > CLOSE * forms[int(k)].spread for k in left])
        if not going.any():
            break
        if not going.all():
            left = left[going]
            learner = _of_some(learner, beside([forms[int(k)] for k in left]), going)
    return list(best)


def _of_some(learner: Learner, form: FlatForm, going: npt.NDArray[np.bool_]) -> Learner:
    """The learner of those points of a batch that go on, whose form is given."""
    fewer = Learner(form, learner.rule)
    for name, new in fewer.state._asdict().items():
        old = getattr(learner.state, name)
        new[:] = old if name == "done" else old.reshape(len(going), -1)[going].ravel()
    return fewer


def _row(ruler: Ruler, terms: Floats, profile: Profile) -> dict[str, Any]:
    game, measure = ruler.game, ruler.measured(profile, terms)
    leaves = ruler.reached(profile, terms)[game.leaf_nodes]
    outcomes = np.bincount(game.outcome, weights=leaves, minlength=len(game.outcome_names))
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
