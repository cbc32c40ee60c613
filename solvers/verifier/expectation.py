"""What a profile brings about: expected payoffs, outcome probabilities and measures."""

from __future__ import annotations

from typing import Any

from games import Game
from games.numbers import Number

from .reading import read_claim
from .signs import ZERO, Exact, exact, given_out, is_zero, plain
from .table import numbers

Totals = dict[str, Number]


def expected(game: Game, profile: Any) -> tuple[Totals, Totals, Totals]:
    """Work out what a profile brings about, exactly.

    Parameters
    ----------
    game : Game
        Open parameters get their defaults.
    profile : Profile, Assessment or dict
        As for `verify`; beliefs play no part.

    Returns
    -------
    payoffs, outcomes, measures : dicts from str to number
        Every player's expected payoff; the probability of every outcome, zeros too; every expected measure.
    """
    reading = read_claim(game, profile)
    game, reaches = reading.table.game, reading.reaches
    payoffs: dict[str, Exact] = dict(zip(game.players, reading.values[0], strict=True))
    outcomes: dict[str, Exact] = dict.fromkeys(game.outcome_names, ZERO)
    measures: dict[str, Exact] = dict.fromkeys(game.measure_names, ZERO)
    measured, count = numbers(game.measures, [exact(term) for term in game.terms]), len(game.measure_names)
    for leaf, node in enumerate(game.leaf_nodes.tolist()):
        if is_zero(reaches[node]):
            continue
        label = game.outcome_names[game.outcome[leaf]]
        outcomes[label] = plain(outcomes[label] + reaches[node])
        for name, measure in zip(game.measure_names, measured[leaf * count : (leaf + 1) * count], strict=True):
            measures[name] = plain(measures[name] + reaches[node] * measure)
    return _given_out(payoffs), _given_out(outcomes), _given_out(measures)


def _given_out(table: dict[str, Exact]) -> Totals:
    return {name: given_out(number) for name, number in table.items()}
