"""The reduced normal form of a game: every plan of every player, and what each combination of plans pays."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import log10, prod

import numpy as np
import numpy.typing as npt

from ..errors import GameError
from ..numbers import Number
from ..tree import CHANCE, Game

LARGEST_TABLE = 5_000_000  # profiles of plans times endings

Plan = dict[int, int]  # information set -> action; only sets that the plan itself lets come about


@dataclass(frozen=True)
class NormalForm:
    """Plans and payoffs.

    Parameters
    ----------
    plans : tuple of tuple of str
        The plans of each player: the actions at the sets that the plan lets come about, joined by ``/``.
    payoffs : tuple of tuple of numbers
        What every profile of plans pays, a number for each player; the first player's plan moves fastest.
    """

    plans: tuple[tuple[str, ...], ...]
    payoffs: tuple[tuple[Number, ...], ...]


def normal_form(game: Game) -> NormalForm:
    """Work out the reduced normal form, exactly.

    Raises
    ------
    GameError
        When there are too many profiles of plans.
    """
    profiles = prod(count_plans(game, player) for player in range(len(game.players)))
    if profiles * game.leaves > LARGEST_TABLE:
        many = f"{profiles}" if profiles < 10**12 else f"about 10**{log10(profiles):.0f}"
        raise GameError(f"{game.name} has {many} profiles of plans, too many for a normal form; write the extensive form (.efg).")
    plans = [list(pure_plans(game, player)) for player in range(len(game.players))]
    follows = [np.array([_allowed(game, player, plan) for plan in plans[player]]) for player in range(len(plans))]
    shares = [_shares(game, leaf, node) for leaf, node in enumerate(game.leaf_nodes)]
    payoffs = []
    for backwards in product(*(range(len(own)) for own in reversed(plans))):
        met = np.logical_and.reduce([follows[player][k] for player, k in enumerate(reversed(backwards))])
        payoffs.append(tuple(sum((shares[leaf][k] for leaf in np.flatnonzero(met)), Fraction(0)) for k in range(len(plans))))
    labels = tuple(tuple("/".join(game.set_actions[at][k] for at, k in plan.items()) or "nothing" for plan in own) for own in plans)
    return NormalForm(labels, tuple(payoffs))


def _next_sets(game: Game, player: int) -> dict[tuple[int, int] | None, list[int]]:
    """The sets of a player by its own last set and action before them."""
    after: dict[tuple[int, int] | None, list[int]] = {}
    for at in map(int, np.flatnonzero(game.set_owner == player)):
        own = [(int(game.infoset[node]), k) for node, k in game.path(game.set_nodes(at)[0]) if game.owner[node] == player]
        after.setdefault(own[-1] if own else None, []).append(at)
    return after


def count_plans(game: Game, player: int) -> int:
    """How many plans a player has."""
    after = _next_sets(game, player)
    count: dict[int, int] = {}
    for at in map(int, np.flatnonzero(game.set_owner == player)[::-1]):  # parents come first
        count[at] = sum(prod(count[later] for later in after.get((at, k), ())) for k in range(len(game.set_actions[at])))
    return prod(count[at] for at in after.get(None, ()))


def pure_plans(game: Game, player: int) -> Iterator[Plan]:
    """Every plan of a player, the first set's action moving slowest."""
    after = _next_sets(game, player)
    stack: list[tuple[Plan, list[int]]] = [({}, after.get(None, []))]
    while stack:
        plan, waiting = stack.pop()
        if not waiting:
            yield plan
            continue
        at, *rest = waiting
        for k in reversed(range(len(game.set_actions[at]))):
            stack.append(({**plan, at: k}, [*after.get((at, k), []), *rest]))


def _allowed(game: Game, player: int, plan: Plan) -> npt.NDArray[np.bool_]:
    """Which endings a plan leaves open, shape (leaves,)."""
    open_ = np.ones(game.nodes, bool)
    for node in range(1, game.nodes):
        above = int(game.parent[node])
        mine = game.owner[above] == player
        open_[node] = open_[above] and (not mine or plan.get(int(game.infoset[above])) == game.move[node])
    return open_[game.leaf_nodes]


def _shares(game: Game, leaf: int, node: int) -> tuple[Number, ...]:
    """The payoffs of an ending times its chance."""
    chance: Number = Fraction(1)
    while game.parent[node] >= 0:
        if game.owner[game.parent[node]] == CHANCE:
            chance = chance * game.chance(node)
        node = int(game.parent[node])
    return tuple(chance * game.payoff(leaf, k) for k in range(len(game.players)))
