"""A numeric witness of consistency: trembles that bring the beliefs about, played and measured in floats."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from math import exp, log
from typing import Any

import numpy as np

from games import Game, GameError
from games.tree import CHANCE

from .consistency import Action, by_bayes, inconsistency, labels, ratio_value, ratios
from .reading import Beliefs, Reading, read_claim
from .signs import is_zero, logarithm


def witness(game: Game, assessment: Any) -> dict[str, Any]:
    """Give trembles ``coefficient * eps ** label`` whose Bayes' beliefs tend to an assessment's.

    Parameters
    ----------
    game : Game
        Open parameters get their defaults.
    assessment : Assessment or dict
        As for `verify`, with beliefs at every set of several nodes that the others do not reach.

    Returns
    -------
    dict
        ``labels``, whole numbers, and ``coefficients``, floats: player, information set, action.
        An action that is played has label 0 and its probability as coefficient. A coefficient beyond what floats hold
        is the smallest or largest of them.
        ``approximate`` names what is not exact: a coefficient may be irrational even where the
        assessment is rational.

    Raises
    ------
    GameError
        When the beliefs are not consistent, and why; or when one is missing.
    """
    reading = read_claim(game, assessment)
    beliefs = _complete(reading)
    problem = inconsistency(reading, beliefs)
    if problem is not None:
        raise GameError(f"No trembles bring these beliefs about: {problem}")
    believed = {k: [node for node, p in belief.items() if not is_zero(p)] for k, belief in beliefs.items()}
    whole_labels = labels(reading, believed) or {}
    logarithms = _logarithms(reading, beliefs, believed)
    table, out = reading.table, {"labels": {}, "coefficients": {}}  # type: ignore[var-annotated]
    for infoset, actions in enumerate(table.game.set_actions):
        rows: tuple[dict[str, int], dict[str, float]] = ({}, {})
        for a, action in enumerate(actions):
            played = a in reading.played[infoset]
            rows[0][action] = 0 if played else whole_labels.get((infoset, a), 1)
            rows[1][action] = float(reading.strategies[infoset][a]) if played else _size(logarithms.get((infoset, a), 0.0))
        for kind, row in zip(("labels", "coefficients"), rows, strict=True):
            out[kind].setdefault(table.player(infoset), {})[table.game.set_labels[infoset]] = row
    return {**out, "approximate": ["coefficients"]}


def trembles_gap(game: Game, assessment: Any, eps: Sequence[float] = (1e-3, 1e-6)) -> dict[float, float]:
    """Play the trembles of `witness` and measure how far Bayes' beliefs are from the assessment's.

    Returns
    -------
    dict from float to float
        The largest distance at each size of trembles; it tends to zero with them.
    """
    reading = read_claim(game, assessment)
    trembles, beliefs = witness(game, assessment), _complete(reading)
    believed = {k: [node for node, p in belief.items() if not is_zero(p)] for k, belief in beliefs.items()}
    logarithms = _logarithms(reading, beliefs, believed)
    return {size: _gap(reading, beliefs, trembles["labels"], logarithms, size) for size in eps}


def _complete(reading: Reading) -> Beliefs:
    table, out = reading.table, dict(reading.given)
    for infoset in range(len(table.members)):
        belief = out.get(infoset) or by_bayes(reading, infoset)
        if belief is None:
            raise GameError(f"The beliefs of {table.player(infoset)} at {table.name(infoset)} are missing; a witness needs them.")
        out[infoset] = belief
    return out


def _logarithms(reading: Reading, beliefs: Beliefs, believed: Mapping[int, list[int]]) -> dict[Action, float]:
    """Solve the ratios for the logarithms of the coefficients, by least squares."""
    rows = [row for row in ratios(reading, believed) if row.exponents]
    actions = sorted({action for row in rows for action in row.exponents})
    if not rows:
        return {}
    matrix = np.array([[row.exponents.get(action, 0) for action in actions] for row in rows], float)
    logs = np.array([logarithm(ratio_value(reading, row, beliefs[row.infoset])) for row in rows])
    solved = np.linalg.lstsq(matrix, logs, rcond=None)[0]
    return {action: float(x) for action, x in zip(actions, solved, strict=True)}


def _size(logarithm: float) -> float:
    return exp(min(max(logarithm, log(sys.float_info.min)), log(sys.float_info.max)))


def _gap(reading: Reading, beliefs: Beliefs, labels_of: Mapping[str, Any], logarithms: Mapping[Action, float], eps: float) -> float:
    table, game = reading.table, reading.table.game
    mixes: list[list[float]] = []  # logarithms, lest small numbers vanish
    for infoset, actions in enumerate(game.set_actions):
        powers, shares = labels_of[table.player(infoset)][game.set_labels[infoset]], reading.strategies[infoset]
        played = reading.played[infoset]
        sizes = [logarithm(shares[a]) if a in played else logarithms.get((infoset, a), 0.0) for a in range(len(actions))]
        logs = np.array([size + powers[action] * log(eps) for size, action in zip(sizes, actions, strict=True)])
        mixes.append((logs - np.logaddexp.reduce(logs)).tolist())
    reach = [0.0]
    for node in range(1, len(table.parent)):
        parent = table.parent[node]
        chance = table.owner[parent] == CHANCE
        reach.append(reach[parent] + (logarithm(table.chances[node]) if chance else mixes[table.infoset[parent]][table.move[node]]))
    worst = 0.0
    for belief in beliefs.values():
        logs = np.array([reach[node] for node in belief])
        bayes = np.exp(logs - np.logaddexp.reduce(logs))
        worst = max(worst, float(np.max(np.abs(bayes - np.array([float(p) for p in belief.values()])))))
    return worst
