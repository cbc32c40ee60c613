"""Lifting a learned profile at a point: the support, its closed forms in the open parameters, the region, and the certificate."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

import numpy as np

from games import Game, GameError
from games.numbers import Expression, text

from ..concept import concept_named
from ..results import Border, Lift, Origin
from .closed_forms import Solved
from .elimination import NotLifted
from .indifference import OpenTree, check_polynomial
from .judging import judge, nash_record
from .learned import Learned, given, learning
from .regions import MOST_OPEN, cell
from .repairs import Failure, Lifted, lifted
from .supports import Behaviour, Support
from .writing import written

MOST_GAP = 0.1  # of the spread of payoffs: a given profile that is further from equilibrium is refused
A_RUN = 0.4  # of the time is the most that one learned profile gets


def lift_at(game: Game, point: Mapping[str, Fraction], profile: Any, concept: str, *, seconds: float, seed: int | None) -> Lift:
    """Find an exact equilibrium near a learned profile.

    Parameters
    ----------
    game : Game
        Open in the parameters in which closed forms and the region are wanted.
    point : dict from str to Fraction
        Values of these.
    profile : result, dict or None
        Where to begin; learned when None.
    concept : {"sequential", "nash"}
        What is asked.
    seconds : float
        How long to try.
    seed : int or None
        Of learning.

    Raises
    ------
    GameError
        When none is found, with what the nearest one fails at.
    """
    if len(point) > MOST_OPEN:
        raise GameError(f"A lift is worked out over at most {MOST_OPEN} parameters; {', '.join(point)} are {len(point)}.")
    check_polynomial(game)
    until = time.monotonic() + seconds
    values: dict[str, Any] = dict(point)
    numeric = game.at(**values)
    equilibrium, learned, tried = lifted_numbers(numeric, profile, concept, until, seconds, seed)
    origin = Origin("learned" if profile is None else "given", learned.gap, learned.trembles, learned.iterations, tried)
    notes: list[str] = []
    conditions: tuple[Border, ...] | None = ()
    opened = equilibrium
    if point:
        opened, conditions = equilibrium, None
        try:
            again = reopened(game, equilibrium, point, until)
            conditions = cell(again, game, point)
            opened = again
        except (NotLifted, GameError) as error:
            where = ", ".join(f"{name} = {text(value)}" for name, value in point.items())
            notes.append(f"Closed forms and region stand at {where} only: {error}.")
    shown = game if opened is not equilibrium or not point else numeric
    judged = judge(numeric, opened.solved, point, concept, notes)
    return written(shown, opened, point, concept, conditions, origin, judged, tuple(notes))


def lifted_numbers(
    numeric: Game, profile: Any, concept: str, until: float, seconds: float, seed: int | None
) -> tuple[Lifted, Learned, int]:
    """Find a support and its numbers in a game without open parameters; gives also what was learned, and how many supports were tried."""
    if profile is None:
        runs: Iterable[Learned] = learning(numeric, seed)
    else:
        told = given(numeric, profile)
        if told.gap > MOST_GAP * told.spread:
            raise GameError(f"The profile is too far from equilibrium: players gain {told.gap:.3g} in sum by best replies. Learn longer.")
        runs = [told]
    tree, tried, nearest = OpenTree(numeric), 0, Failure(0, (), (), 0)
    for learned in runs:
        share = min(until, time.monotonic() + A_RUN * seconds)
        supports = [Support(one.played) for one in learned.supports] if concept_named(concept).on_path else learned.supports
        result = lifted(tree, supports, {}, learned.behaviour, concept=concept, trembles=learned.trembles, until=share)
        tried += result.tried
        if isinstance(result, Lifted):
            return result, learned, tried
        if result.faults and (not nearest.faults or len(result.faults) < len(nearest.faults)):
            nearest = result
        if time.monotonic() > until:
            break
    raise GameError(_refusal(tree, concept, nearest, tried))


def _refusal(tree: OpenTree, concept: str, nearest: Failure, tried: int) -> str:
    if not nearest.faults:
        reason = f" ({nearest.reasons[0]})" if nearest.reasons else ""
        return f"No {concept} equilibrium near what was learned: {tried} supports tried, none of which could be solved{reason}."
    labels = [tree.label(c.infoset, c.action) for c in nearest.faults[:3]]
    more = f" and {len(nearest.faults) - 3} more" if len(nearest.faults) > 3 else ""
    said = f"No {concept} equilibrium near what was learned: {tried} supports tried; the nearest fails at {', at '.join(labels)}{more}."
    if not concept_named(concept).on_path and nearest.off_path == len(nearest.faults):
        said += f" All that is off the path of play; concept={nash_record().name!r} asks nothing there."
    return said


def reopened(game: Game, equilibrium: Lifted, point: Mapping[str, Fraction], until: float) -> Lifted:
    """Solve the same support again with parameters open."""
    start, support = numbers_of(equilibrium.solved), equilibrium.solved.system.support
    result = lifted(
        OpenTree(game),
        [support],
        point,
        start,
        concept=equilibrium.solved.system.concept,
        trembles=1.0,
        until=max(until, time.monotonic() + 1),
        most=1,
    )
    if isinstance(result, Lifted):
        return result
    raise NotLifted(result.reasons[0] if result.reasons else "the point lies on an end of the region")


def numbers_of(equilibrium: Solved, point: Mapping[str, Fraction] | None = None) -> Behaviour:
    """The probabilities of a solution in floating point, and the sizes of its tuned trembles, by information set."""
    system, out = equilibrium.system, []
    for infoset, moves in enumerate(system.moves):
        row = np.zeros(len(moves))
        for action, (order, size) in enumerate(moves):
            if not order or (infoset, action) in system.unknowns:
                number = equilibrium.number(size)
                row[action] = float(number.at(point or {}) if isinstance(number, Expression) else number)
        out.append(row)
    return out
