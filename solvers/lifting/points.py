"""Lifting a learned profile at a point: the support, its closed forms in the open parameters, the region, and the certificate."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

import numpy as np

from games import Game, GameError
from games.numbers import Expression, Number, simplest, text
from games.tree import CHANCE

from ..concept import CONCEPTS, Concept, concept_named
from ..results import Assessment, Border, Certificate, Lift, Origin, Profile
from ..verifier import verify
from .closed_forms import NotLifted, Solved
from .indifference import OpenTree, check_polynomial
from .learned import Learned, given, learning
from .regions import MOST_OPEN, cell, ties
from .repairs import Failure, Lifted, lifted
from .supports import Behaviour, Support

MOST_GAP = 0.1  # of the spread of payoffs: a given profile that is further from equilibrium is refused
MOST_NODES = 3_000  # in larger games the verifier's search takes minutes
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
    judged = certificate(numeric, assessment(opened.solved), point, concept, notes)
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
        said += f" All that is off the path of play; concept={_on_path().name!r} asks nothing there."
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


def certificate(numeric: Game, equilibrium: Assessment, point: Mapping[str, Fraction], concept: str, notes: list[str]) -> Certificate:
    """Let the verifier judge closed forms at a point; as a Nash equilibrium alone in a large game."""
    claimed = at_values(equilibrium, point)
    record = concept_named(concept)
    if not record.on_path and numeric.nodes > MOST_NODES:
        record = _on_path()
        notes.append(
            f"With {numeric.nodes} nodes the verifier was asked about {record.plural} alone; trembles show that beliefs are consistent."
        )
    return verify(numeric, claimed.profile if record.on_path else claimed, record.check or record.name)


def _on_path() -> Concept:
    """The concept that asks nothing off the path."""
    return next(record for record in CONCEPTS.values() if record.lifts and record.on_path)


def at_values(equilibrium: Assessment, point: Mapping[str, Number]) -> Assessment:
    """Put numbers in for parameters."""

    def there(number: Number) -> Number:
        return number.at(point) if isinstance(number, Expression) else number

    beliefs = {
        player: {label: {history: there(share) for history, share in row.items()} for label, row in sets.items()}
        for player, sets in (equilibrium.beliefs or {}).items()
    }
    return Assessment(equilibrium.profile.at(point), beliefs or None)


def assessment(equilibrium: Solved) -> Assessment:
    """Write probabilities and beliefs in the open parameters."""
    system, game = equilibrium.system, equilibrium.system.tree.game
    strategies: dict[str, dict[str, dict[str, Number]]] = {player: {} for player in game.players}
    beliefs: dict[str, dict[str, dict[str, Number]]] = {player: {} for player in game.players}
    for infoset, moves in enumerate(system.moves):
        player, label = game.players[system.tree.set_owner[infoset]], game.set_labels[infoset]
        chances = [Fraction(0) if order else equilibrium.number(size) for order, size in moves]
        strategies[player][label] = dict(zip(game.set_actions[infoset], chances, strict=True))
        weights = {node: equilibrium.number(weight) for node, weight in system.weights[infoset].items()}
        total = sum(weights.values(), Fraction(0))
        nodes = system.tree.members[infoset]
        shares = {node: simplest(Expression.constant(0) + weights[node] / total) if node in weights else Fraction(0) for node in nodes}
        beliefs[player][label] = {game.history(node): share for node, share in shares.items()}
    return Assessment(Profile(strategies), None if system.on_path else beliefs)


def written(
    game: Game,
    equilibrium: Lifted,
    point: Mapping[str, Fraction],
    concept: str,
    conditions: tuple[Border, ...] | None,
    origin: Origin,
    judged: Certificate,
    notes: tuple[str, ...],
) -> Lift:
    """Write a lift as plain data."""
    system = equilibrium.solved.system
    payoffs, outcomes, measures = consequences(equilibrium.solved)
    sizes = {pair: equilibrium.solved.unknowns[system.unknowns[pair]] for pair in system.support.tuned}
    return Lift(
        game=game,
        concept=concept,
        over=game.parameters,
        at=dict(point),
        assessment=assessment(equilibrium.solved),
        payoffs=payoffs,
        outcomes=outcomes,
        measures=measures,
        conditions=conditions,
        trembles=_by_label(system.tree, sizes),
        pins=_by_label(system.tree, equilibrium.solved.pins),
        ties=ties(equilibrium),
        origin=origin,
        certificate=judged,
        notes=notes,
    )


def _by_label(tree: OpenTree, numbers: Mapping[tuple[int, int], Number]) -> dict[str, dict[str, dict[str, Number]]]:
    out: dict[str, dict[str, dict[str, Number]]] = {}
    game = tree.game
    for (infoset, action), number in numbers.items():
        sets = out.setdefault(game.players[tree.set_owner[infoset]], {})
        sets.setdefault(game.set_labels[infoset], {})[game.set_actions[infoset][action]] = number
    return out


def consequences(equilibrium: Solved) -> tuple[dict[str, Number], dict[str, Number], dict[str, Number]]:
    """What every player gets, how probable every outcome is, and every expected measure, in the open parameters."""
    system = equilibrium.system
    tree, game = system.tree, system.tree.game
    payoffs = {player: equilibrium.number(value) for player, value in zip(game.players, system.values[0], strict=True)}
    outcomes: dict[str, Number] = dict.fromkeys(game.outcome_names, Fraction(0))
    measures: dict[str, Number] = dict.fromkeys(game.measure_names, Fraction(0))
    if not outcomes and not measures:
        return payoffs, outcomes, measures
    chances, _ = tree.numbers(system.names)
    reach: list[Number | None] = [Fraction(1)] + [None] * (game.nodes - 1)
    made: dict[tuple[int, int], Number] = {}
    for node in range(1, game.nodes):
        above = tree.parent[node]
        before, infoset = reach[above], tree.infoset[above]
        if before is None:
            continue
        if tree.owner[above] == CHANCE:
            reach[node] = before * equilibrium.number(chances[node])
            continue
        move = tree.move[node]
        order, size = system.moves[infoset][move]
        if not order:
            if (infoset, move) not in made:
                made[infoset, move] = equilibrium.number(size)
            reach[node] = before * made[infoset, move]
    for leaf, node in enumerate(game.leaf_nodes.tolist()):
        weight = reach[node]
        if weight is None:
            continue
        if outcomes:
            label = game.outcome_names[game.outcome[leaf]]
            outcomes[label] = simplest(Expression.constant(0) + outcomes[label] + weight)
        for k, name in enumerate(measures):
            measures[name] = simplest(Expression.constant(0) + measures[name] + game.measure(leaf, k) * weight)
    return payoffs, outcomes, measures
