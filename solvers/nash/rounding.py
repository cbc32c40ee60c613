"""Optimal plans whose probabilities are simple fractions: guessed in floating point, proved exactly by best replies.

A vertex of the optimal plans is mostly written in long fractions, although many games have optimal play in simple ones.  These
are read off the floating-point plans and put to an exact test: the payoff that the first player's plan guarantees is at most the
value of the game, and that is at most the payoff to which the second player's plan holds the first down; where the two payoffs
are equal, both plans are optimal.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt

from games import Game, LeafTable, Sequences

DENOMINATORS = (100, 10_000, 100_000)  # the last is about as much as floating point can tell apart

Plan = list[Fraction]
Floats = npt.NDArray[np.float64]


def rounded_plans(game: Game, table: LeafTable) -> tuple[Plan, Plan] | None:
    """Find optimal realisation plans of both players of a constant-sum game, if their probabilities are simple fractions.

    Parameters
    ----------
    game : Game
        Two players; numbers for all parameters.
    table : LeafTable
        Its leaves, in exact numbers.

    Returns
    -------
    tuple of two lists of Fraction, or None
        Plans that are proved optimal; None when floating point finds no answer, or its fractions are not optimal.
    """
    if not all(isinstance(x, int | Fraction) for x in table.payoffs[:, 0]):
        return None
    guess = _floating(game, table)
    if guess is None:
        return None
    for largest in DENOMINATORS:
        x, y = (_rounded(game, own, plan, largest) for own, plan in zip(table.players, guess, strict=True))
        against_y, against_x = earned(table, x, y, first_only=True)
        guaranteed = -_best(game, table.players[1], [-worth for worth in against_x])
        if guaranteed == _best(game, table.players[0], against_y):
            return x, y
    return None


def earned(table: LeafTable, x: Plan, y: Plan, *, first_only: bool = False) -> tuple[Plan, Plan]:
    """Say what each sequence earns against the other's plan, where play ends with it.

    Parameters
    ----------
    table : LeafTable
        The leaves of a game of two players, in exact numbers.
    x, y : lists of Fraction
        Realisation plans of the first and of the second player.
    first_only : bool
        Whether the second's sequences are valued by what the first player gets, and not by what they earn themselves.
    """
    first, second = [Fraction(0)] * len(x), [Fraction(0)] * len(y)
    for (i, j), (a, b) in zip(table.sequences.tolist(), table.payoffs, strict=True):
        if y[j]:
            first[i] += a * y[j]
        if x[i]:
            second[j] += (a if first_only else b) * x[i]
    return first, second


def _floating(game: Game, table: LeafTable) -> tuple[Floats, Floats] | None:
    """Solve the linear program of `sequence_lp` in floating point, with sparse matrices."""
    from scipy.optimize import linprog
    from scipy.sparse import bmat, coo_matrix

    first, second = table.players
    unit = Fraction(max(map(abs, table.payoffs[:, 0]))) or 1  # one that is kind to floating point
    A = coo_matrix(((table.payoffs[:, 0] / unit).astype(float), table.sequences.T), shape=(len(first), len(second)))
    E, F = (_flow(game, own) for own in table.players)
    sets = (E.shape[0], F.shape[0])
    right = np.zeros(sets[0])
    right[0] = 1
    objective = np.zeros(len(first) + sets[1])
    objective[len(first)] = -1
    optimum = linprog(
        objective,
        A_ub=bmat([[-A.T, F.T]]).tocsr(),
        b_ub=np.zeros(len(second)),
        b_eq=right,
        A_eq=bmat([[E, coo_matrix((sets[0], sets[1]))]]).tocsr(),
        method="highs-ds",
        bounds=[(0, None)] * len(first) + [(None, None)] * sets[1],
    )
    return (optimum.x[: len(first)], -optimum.ineqlin.marginals) if optimum.status == 0 else None


def _flow(game: Game, own: Sequences) -> Any:
    """The flow constraints of a player as a sparse matrix, shape (information sets + 1, sequences)."""
    from scipy.sparse import coo_matrix

    sizes = np.array([len(game.set_actions[infoset]) for infoset in own.infosets], int)
    sets = np.arange(1, len(sizes) + 1)
    after = np.concatenate([np.arange(start, start + size) for start, size in zip(own.first, sizes, strict=True)] or [np.empty(0, int)])
    rows = np.concatenate([[0], sets, np.repeat(sets, sizes)])
    columns = np.concatenate([[0], own.before, after])
    entries = np.concatenate([[1.0], -np.ones(len(sizes)), np.ones(len(after))])
    return coo_matrix((entries, (rows, columns)), shape=(len(sizes) + 1, len(own)))


def _rounded(game: Game, own: Sequences, guess: Floats, largest: int) -> Plan:
    """Round the chances of actions to fractions with denominators up to `largest`, and multiply them up to a plan."""
    plan = [Fraction(1)] + [Fraction(0)] * (len(own) - 1)
    weights = np.maximum(guess, 0).tolist()
    for infoset, first, before in zip(own.infosets, own.first.tolist(), own.before.tolist(), strict=True):
        continuations = range(first, first + len(game.set_actions[infoset]))
        total = sum(weights[s] for s in continuations)
        if not plan[before]:
            continue
        chances = [Fraction(weights[s] / total if total else 1 / len(continuations)).limit_denominator(largest) for s in continuations]
        mass = sum(chances)
        for s, chance in zip(continuations, chances, strict=True):
            plan[s] = plan[before] * chance / mass
    return plan


def _best(game: Game, own: Sequences, worth: Sequence[Fraction]) -> Fraction:
    """What a best reply gets, when each sequence earns `worth` where play ends with it."""
    values = list(worth)
    for infoset, first, before in zip(own.infosets[::-1], own.first[::-1].tolist(), own.before[::-1].tolist(), strict=True):
        values[before] += max(values[first : first + len(game.set_actions[infoset])])
    return values[0]
