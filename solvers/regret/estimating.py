"""What can be said of a profile without the tree: payoffs, and what a deviation earns that is looked for, both estimated in plays.

The plays in which a deviation is looked for are others than those in which it is tried.  It is tried beside the profile, play by
play with the same draws, so that most of what chance does falls out of the difference.  How much the deviation earns is so estimated
without bias; the best deviation may earn more.
"""

from __future__ import annotations

from math import sqrt
from statistics import fmean, variance
from typing import TypeAlias

from games import UnbuiltGame
from games.single_plays import Decide, Move

from ..results.sampled import SampleMean
from .replaying import Draws, Table, drawn

LOOKING, TRYING = 2_000, 1_000  # plays for each player
ELSEWHERE = 0.3  # how often an action is tried evenly while a deviation is looked for
MET = 5  # so often an action must have been tried to be taken
SLOWEST = 0.002  # of the way at least an estimate moves to what was just earned, since later choices improve
APART = 1 << 20  # draws that one play has to itself
LOOKED, TRIED = 1 << 60, 1 << 61  # where their draws begin; learning comes never so far

Deviation: TypeAlias = dict[str, int]


def estimated(game: UnbuiltGame, table: Table, seed: int) -> tuple[dict[str, SampleMean], dict[str, SampleMean]]:
    """Estimate payoffs, and what every player's deviation earns more."""
    usual = [game.play(_playing(table, Draws(seed, TRIED + k * APART))) for k in range(TRYING)]
    payoffs = {player: sample_mean([payoff[k] for payoff in usual]) for k, player in enumerate(game.players)}
    deviations = {}
    for k, player in enumerate(game.players):
        deviation = found_deviation(game, table, k, Draws(seed, LOOKED + k * LOOKING * APART))
        other = [game.play(_playing(table, Draws(seed, TRIED + i * APART), k, deviation))[k] for i in range(TRYING)]
        deviations[player] = sample_mean([x - payoff[k] for x, payoff in zip(other, usual, strict=True)])
    return payoffs, deviations


def sample_mean(sample: list[float]) -> SampleMean:
    """The mean of independent draws and its standard error."""
    return SampleMean(fmean(sample), sqrt(variance(sample) / len(sample)), len(sample))


def found_deviation(game: UnbuiltGame, table: Table, player: int, draws: Draws) -> Deviation:
    """Look for a player's best replies in plays: at each set the action that has earned most since it was met, where tried enough."""
    earned: dict[str, tuple[list[int], list[float]]] = {}
    met: list[tuple[str, int]] = []

    def decide(move: Move) -> int:
        if move.player != player:
            return drawn(draws(), move.chances or table.averaged(move))
        counts, means = earned.setdefault(move.knows, ([0] * len(move.options), [0.0] * len(move.options)))
        if min(counts) == 0 or draws() < ELSEWHERE:
            taken = int(draws() * len(counts))
        else:
            taken = max(range(len(means)), key=means.__getitem__)
        met.append((move.knows, taken))
        return taken

    for _ in range(LOOKING):
        met.clear()
        payoff = game.play(decide)[player]
        for knows, taken in met:
            counts, means = earned[knows]
            counts[taken] += 1
            means[taken] += max(1 / counts[taken], SLOWEST) * (payoff - means[taken])
    return {knows: max(range(len(means)), key=means.__getitem__) for knows, (counts, means) in earned.items() if min(counts) >= MET}


def _playing(table: Table, draws: Draws, player: int = -1, deviation: Deviation | None = None) -> Decide:
    """Play as on average, but for a player's deviation; every move takes one draw, so that plays stay alike where they can."""

    def decide(move: Move) -> int:
        u = draws()
        if deviation is not None and move.player == player and move.knows in deviation:
            return deviation[move.knows]
        return drawn(u, move.chances or table.averaged(move))

    return decide
