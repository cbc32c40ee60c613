"""Lifting a learned profile at a point: the support, its closed forms in the open parameters, the region, and the certificate."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

from games import Game, GameError
from games.numbers import text

from ..concept import concept_named
from ..results import Border, Lift, Origin, Solution
from .completion import as_lift, completion
from .effort import Effort
from .elimination import NotLifted
from .indifference import OpenTree, check_polynomial
from .judging import judge, nash_record
from .learned import Learned, given, learned_anyhow
from .regions import MOST_OPEN, cell
from .repairs import MOST_SUPPORTS, Failure, Lifted, lifted
from .supports import Support
from .writing import numbers_of, written

MOST_GAP = 0.1  # of the spread of payoffs: a given profile that is further from equilibrium is refused
MOST_SHARP = 60  # supports tried where replies are sharp, and say more clearly what is played


def lift_at(game: Game, point: Mapping[str, Fraction], profile: Any, concept: str, *, seconds: float | None, seed: int | None) -> Lift:
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
    seconds : float or None
        How long to try; None for a counted amount of work.
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
    effort = Effort(seconds)
    values: dict[str, Any] = dict(point)
    numeric = game.at(**values)
    try:
        equilibrium, learned, tried = lifted_numbers(numeric, _runs(numeric, profile, effort, seed), concept, effort)
        origin = Origin(learned.how, learned.gap, learned.trembles, learned.iterations, tried)
    except NothingNear as refused:
        found = _completed(numeric, concept, effort, seed, refused)
        learned, tried = refused.learned, refused.tried
        origin = Origin("completed", learned.gap, learned.trembles, learned.iterations, tried)
        if isinstance(found, Solution):
            return as_lift(numeric, concept, found, origin, point)
        equilibrium = found
    notes: list[str] = []
    conditions: tuple[Border, ...] | None = ()
    opened = equilibrium
    if point:
        opened, conditions = equilibrium, None
        try:
            again = reopened(game, equilibrium, point, effort)
            conditions = cell(again, game, point)
            opened = again
        except (NotLifted, GameError) as error:
            where = ", ".join(f"{name} = {text(value)}" for name, value in point.items())
            notes.append(f"Closed forms and region stand at {where} only: {error}.")
    shown = game if opened is not equilibrium or not point else numeric
    judged = judge(numeric, opened.solved, point, concept, notes)
    return written(shown, opened, point, concept, conditions, origin, judged, tuple(notes))


class NothingNear(GameError):
    """No support near what was learned makes an equilibrium.

    Parameters
    ----------
    said : str
        What the nearest one fails at.
    hint : str
        What to do, where all of that is off the path.
    learned : Learned
        What was learned first.
    tried : int
        How many supports were tried.
    """

    def __init__(self, said: str, hint: str, learned: Learned, tried: int) -> None:
        super().__init__(said + hint)
        self.said, self.learned, self.tried = said, learned, tried


def _completed(numeric: Game, concept: str, effort: Effort, seed: int | None, refused: NothingNear) -> Lifted | Solution:
    """What is an equilibrium on the path of play, completed off it.

    Raises
    ------
    GameError
        When nothing completes it, or nothing was found that does.
    """
    if concept_named(concept).on_path or effort.timed_out:
        raise GameError(str(refused)) from None
    made = completion(numeric, concept, refused.learned, effort.at_least_one(), seed)
    if made.found is not None:
        return made.found
    if not made.on_path:
        raise GameError(str(refused)) from None
    known = f"no play off the path makes it {concept}" if made.all_tried else f"no play off the path was found that makes it {concept}"
    raise GameError(f"{refused.said} On the path it is an equilibrium, which concept={nash_record().name!r} gives; {known}.") from None


def _runs(numeric: Game, profile: Any, effort: Effort, seed: int | None) -> Iterable[Learned]:
    """What is learned, run by run, or the profile that is given."""
    if profile is None:
        return learned_anyhow(numeric, seed, effort)
    told = given(numeric, profile)
    if told.gap > MOST_GAP * told.spread:
        raise GameError(f"The profile is too far from equilibrium: players gain {told.gap:.3g} in sum by best replies. Learn longer.")
    return [told]


def lifted_numbers(numeric: Game, runs: Iterable[Learned], concept: str, effort: Effort) -> tuple[Lifted, Learned, int]:
    """Find a support and its numbers in a game without open parameters; gives also what was learned, and how many supports were tried."""
    tree, tried, nearest, first = OpenTree(numeric), 0, Failure(0, (), (), 0), []
    for learned in runs:
        first.append(learned)
        supports = [Support(one.played) for one in learned.supports] if concept_named(concept).on_path else learned.supports
        most = MOST_SHARP if learned.how == "sharpened" else MOST_SUPPORTS
        result = lifted(tree, supports, {}, learned.behaviour, concept=concept, trembles=learned.trembles, effort=effort.a_run(), most=most)
        tried += result.tried
        if isinstance(result, Lifted):
            return result, learned, tried
        if result.faults and (not nearest.faults or len(result.faults) < len(nearest.faults)):
            nearest = result
        if effort.over:
            break
    raise NothingNear(*_refusal(tree, concept, nearest, tried), first[0], tried)


def _refusal(tree: OpenTree, concept: str, nearest: Failure, tried: int) -> tuple[str, str]:
    """What the nearest support fails at, and what to do."""
    if not nearest.faults:
        reason = f" ({nearest.reasons[0]})" if nearest.reasons else ""
        return f"No {concept} equilibrium near what was learned: {tried} supports tried, none of which could be solved{reason}.", ""
    labels = [tree.label(c.infoset, c.action) for c in nearest.faults[:3]]
    more = f" and {len(nearest.faults) - 3} more" if len(nearest.faults) > 3 else ""
    said = f"No {concept} equilibrium near what was learned: {tried} supports tried; the nearest fails at {', at '.join(labels)}{more}."
    off_path = not concept_named(concept).on_path and nearest.off_path == len(nearest.faults)
    return said, f" All that is off the path of play; concept={nash_record().name!r} asks nothing there." if off_path else ""


def reopened(game: Game, equilibrium: Lifted, point: Mapping[str, Fraction], effort: Effort) -> Lifted:
    """Solve the same support again with parameters open."""
    start, support = numbers_of(equilibrium.solved), equilibrium.solved.system.support
    result = lifted(
        OpenTree(game),
        [support],
        point,
        start,
        concept=equilibrium.solved.system.concept,
        trembles=1.0,
        effort=effort.at_least_one(),
        most=1,
    )
    if isinstance(result, Lifted):
        return result
    raise NotLifted(result.reasons[0] if result.reasons else "the point lies on an end of the region")
