"""Where a player's plan leaves the other indifferent: the corners of the polytopes of best replies.

For a player with realisation plans ``x`` the set of pairs ``(x, v)``, in which ``v`` is at least what each of the
other's plans earns against ``x``, is a polyhedron.  In a Nash equilibrium each plan uses only sequences that belong to some
best reply to the other's.  The extreme equilibria are pairs of corners with that property.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt
from flint import fmpz_mat

from ..algebra.double_description import as_integers, extreme_rays
from .corners import corners, point

Exact = npt.NDArray[np.object_]
Flags = npt.NDArray[np.bool_]
Plan = tuple[Fraction, ...]

SMALL = 20  # strategies of both players together up to which cones are cut


@dataclass(frozen=True, eq=False)
class TwoPlayers:
    """What two players can do and earn.

    Parameters
    ----------
    plans : pair of arrays of int, shape (pure plans, sequences)
        For each pure plan of the player, the sequences that it uses; the first sequence is empty and belongs to all.
    payoffs : pair of arrays of exact numbers, shape (sequences of the first, sequences of the second)
        What the first and the second player earn.
    """

    plans: tuple[Exact, Exact]
    payoffs: tuple[Exact, Exact]

    def worth(self, player: int) -> Exact:
        """What each pure plan of the other earns it against each sequence of a player, times a common denominator."""
        payoffs = as_integers(self.payoffs[1].T if player == 0 else self.payoffs[0])
        earned = fmpz_mat(self.plans[1 - player].tolist()) * fmpz_mat(payoffs.tolist())
        return np.array([[int(x) for x in row] for row in earned.tolist()], object).reshape(-1, payoffs.shape[1])

    def single(self) -> bool:
        """Whether each player decides once: plans are strategies of a matrix game."""
        return all(plans.shape[1] == len(plans) + 1 for plans in self.plans)


@dataclass(frozen=True, eq=False)
class Corners:
    """The corners of one player's polytope.

    Parameters
    ----------
    used : array of bool, shape (corners, own sequences)
        The sequences that the plan uses.
    best : array of bool, shape (corners, the other's sequences)
        Those that belong to some best reply to it.
    plan : callable
        Gives the exact plan of a corner by its number.
    how : str
        By which method they were found.
    """

    used: Flags
    best: Flags
    plan: Callable[[int], Plan]
    how: str

    def __len__(self) -> int:
        return len(self.used)


def best_reply_corners(game: TwoPlayers, player: int) -> Corners:
    """Find the corners of a player's polytope, all of them, exactly.

    Raises
    ------
    GameError
        When there are too many.
    """
    if game.single() and sum(map(len, game.plans)) > SMALL:
        walked = _corners_by_walk(game, player)
        if walked is not None:
            return walked
    return _corners_by_cuts(game.plans[player], game.plans[1 - player], game.worth(player))


def _corners_by_walk(game: TwoPlayers, player: int) -> Corners | None:
    """A matrix game, by the walk along edges."""
    worth = game.worth(player)[:, 1:]
    spread = max(int(worth.max() - worth.min()), 1)
    C = worth - worth.min(axis=0) + spread  # what does not depend on the reply changes no best reply
    masks = corners(C)
    if masks is None:
        return None
    own, other = (np.array([_row(plan) for plan in game.plans[k]]) for k in (player, 1 - player))
    count = C.shape[1]
    bits = (masks[:, None] >> np.arange(sum(C.shape), dtype=np.uint64)[None, :]) & np.uint64(1) == 1
    empty_sequence = np.ones((len(masks), 1), bool)
    used = np.hstack([empty_sequence, ~bits[:, :count]])
    best = np.hstack([empty_sequence, bits[:, count:]])
    order = _order(own), _order(other)

    def plan(k: int) -> Plan:
        x = point(C, int(masks[k]))
        total = sum(x)
        return (Fraction(1), *(Fraction(int((y / total).p), int((y / total).q)) for y in (x[i] for i in order[0])))

    return Corners(used[:, [0, *(i + 1 for i in order[0])]], best[:, [0, *(i + 1 for i in order[1])]], plan, "walk")


def _corners_by_cuts(own: Exact, other: Exact, worth: Exact) -> Corners:
    """Any game of perfect recall, by cutting the cone of plans with one half-space for each reply."""
    replies, reply_of = np.unique(worth.astype(str), axis=0, return_inverse=True) if len(worth) else (worth, np.zeros(0, int))
    first = [int(np.flatnonzero(reply_of == k)[0]) for k in range(len(replies))]
    rows = worth[first]
    sequences = own.shape[1]
    rays = np.zeros((len(own) + 1, sequences + 1), object)
    rays[:-1, :-1], rays[:-1, -1], rays[-1, -1] = own, own @ rows[0], 1
    facets = np.zeros((sequences, sequences + 1), object)
    for s in range(1, sequences):
        facets[s - 1, s] = 1
    facets[-1, :-1], facets[-1, -1] = -rows[0], 1
    half_spaces = np.hstack([-rows[1:], np.ones((len(rows) - 1, 1), object)])
    vertices, zero = extreme_rays(rays, facets, half_spaces, _dimension(own) + 1)
    plans = np.flatnonzero(vertices[:, 0] > 0)
    vertices, zero = vertices[plans], zero[plans]
    tight = zero[:, sequences - 1 :][:, reply_of.ravel()]  # by plan of the other
    best = (tight.astype(np.int64) @ other.astype(np.int64)) > 0

    def plan(k: int) -> Plan:
        return tuple(Fraction(int(x), int(vertices[k, 0])) for x in vertices[k, :-1])

    return Corners((vertices[:, :-1] > 0).astype(bool), best, plan, "cuts")


def _dimension(plans: Exact) -> int:
    """The dimension of the cone of realisation plans."""
    return int(fmpz_mat(plans.tolist()).rank())


def _row(plan: Sequence[Any]) -> list[int]:
    return [int(x) for x in plan[1:]]


def _order(strategies: npt.NDArray[Any]) -> list[int]:
    """The strategy to which each sequence belongs."""
    return [int(k) for k in np.argmax(strategies, axis=0)]
