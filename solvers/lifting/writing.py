"""A lifted equilibrium as plain data: probabilities, beliefs, boxes and what it brings, in labels."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import numpy as np
from flint import arb

from games import Game
from games.numbers import Expression, Number, simplest
from games.numbers.isolating import precision
from games.tree import CHANCE

from ..results import Assessment, Border, Box, Boxes, Certificate, Lift, Origin, Profile
from .boxes import BITS, decimals, value
from .closed_forms import Solved
from .indifference import OpenTree
from .regions import ties
from .repairs import Lifted
from .supports import Behaviour


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
    told = assessment(equilibrium.solved)
    if not equilibrium.solved.exact:
        payoffs, outcomes, measures = (_floats(numbers) for numbers in (payoffs, outcomes, measures))
        told = Assessment(Profile(_floats(told.profile.strategies)), None if told.beliefs is None else _floats(told.beliefs))
    sizes = {pair: equilibrium.solved.unknowns[system.unknowns[pair]] for pair in system.support.tuned}
    return Lift(
        game=game,
        concept=concept,
        over=game.parameters,
        at=dict(point),
        assessment=told,
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
        boxes=_irrational(equilibrium.solved),
    )


def _floats(table: Any) -> Any:
    """All numbers but 0 and 1 in floating point."""
    if isinstance(table, Mapping):
        return {key: _floats(inside) for key, inside in table.items()}
    return table if table in (0, 1) else float(table)


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


# ------------------------------------------------------------------ boxes


def enclosures(equilibrium: Solved) -> tuple[Boxes, Boxes | None]:
    """The probabilities and beliefs of a solution in boxes."""
    system, game, balls = equilibrium.system, equilibrium.system.tree.game, equilibrium.balls
    chances: dict[str, dict[str, dict[str, Box]]] = {player: {} for player in game.players}
    beliefs: dict[str, dict[str, dict[str, Box]]] = {player: {} for player in game.players}
    none = Fraction(0), Fraction(0)
    for infoset, moves in enumerate(system.moves):
        player, label = game.players[system.tree.set_owner[infoset]], game.set_labels[infoset]
        rows = zip(game.set_actions[infoset], moves, strict=True)
        chances[player][label] = {action: none if order else decimals(value(size, balls)) for action, (order, size) in rows}
        with precision(BITS):
            weights = {node: value(weight, balls) for node, weight in system.weights[infoset].items()}
            total = sum(weights.values(), arb(0))
            shares = {node: decimals(weight / total) for node, weight in weights.items()}
        beliefs[player][label] = {game.history(node): shares.get(node, none) for node in system.tree.members[infoset]}
    return chances, None if system.on_path else beliefs


def _irrational(equilibrium: Solved) -> Boxes:
    """The boxes of the probabilities that are irrational."""
    out: dict[str, dict[str, dict[str, Box]]] = {}
    system, game = equilibrium.system, equilibrium.system.tree.game
    for infoset in system.support.mixing if equilibrium.roots else ():
        for action in system.support.played[infoset]:
            size = system.moves[infoset][action][1]
            number = equilibrium.number(size)
            if not equilibrium.exact or (isinstance(number, Expression) and number.roots):
                row = out.setdefault(game.players[system.tree.set_owner[infoset]], {}).setdefault(game.set_labels[infoset], {})
                row[game.set_actions[infoset][action]] = decimals(value(size, equilibrium.balls))
    return out
