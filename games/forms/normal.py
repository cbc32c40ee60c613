"""The reduced normal form of a game: every plan of every player, and what each combination of plans pays."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import log10, prod

import numpy as np
import numpy.typing as npt

from ..checks import check_finite
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
    check_finite(game, "A normal form")
    profiles = prod(count_plans(game, player) for player in range(len(game.players)))
    if profiles * game.leaves > LARGEST_TABLE:
        many = f"{profiles}" if profiles < 10**12 else f"about 10**{log10(profiles):.0f}"
        raise GameError(f"{game.name} has {many} profiles of plans, too many for a normal form; write the extensive form (.efg).")
    plans = [list(pure_plans(game, player)) for player in range(len(game.players))]
    follows = [np.array([_allowed(game, player, plan) for plan in plans[player]]) for player in range(len(plans))]
    expected = [_expected(game, leaf, node) for leaf, node in enumerate(game.leaf_nodes)]
    payoffs = []
    for backwards in product(*(range(len(own)) for own in reversed(plans))):
        reached = np.logical_and.reduce([follows[player][k] for player, k in enumerate(reversed(backwards))])
        payoffs.append(tuple(sum((expected[leaf][k] for leaf in np.flatnonzero(reached)), Fraction(0)) for k in range(len(plans))))
    labels = tuple(tuple(_plan_label(game, plan) for plan in own) for own in plans)
    return NormalForm(labels, tuple(payoffs))


def _plan_label(game: Game, plan: Plan) -> str:
    return "/".join(game.set_actions[infoset][k] for infoset, k in plan.items()) or "nothing"


def _next_sets(game: Game, player: int) -> dict[tuple[int, int] | None, list[int]]:
    """The sets of a player by its own last set and action before them."""
    next_sets: dict[tuple[int, int] | None, list[int]] = {}
    for infoset in map(int, np.flatnonzero(game.set_owner == player)):
        own = [(int(game.infoset[node]), k) for node, k in game.path(game.set_nodes(infoset)[0]) if game.owner[node] == player]
        next_sets.setdefault(own[-1] if own else None, []).append(infoset)
    return next_sets


def count_plans(game: Game, player: int) -> int:
    """How many plans a player has."""
    next_sets = _next_sets(game, player)
    count: dict[int, int] = {}
    for infoset in map(int, np.flatnonzero(game.set_owner == player)[::-1]):  # parents come first
        count[infoset] = sum(prod(count[later] for later in next_sets.get((infoset, k), ())) for k in range(len(game.set_actions[infoset])))
    return prod(count[infoset] for infoset in next_sets.get(None, ()))


def pure_plans(game: Game, player: int) -> Iterator[Plan]:
    """Every plan of a player, the first set's action moving slowest."""
    next_sets = _next_sets(game, player)
    stack: list[tuple[Plan, list[int]]] = [({}, next_sets.get(None, []))]
    while stack:
        plan, waiting = stack.pop()
        if not waiting:
            yield plan
            continue
        infoset, *rest = waiting
        for k in reversed(range(len(game.set_actions[infoset]))):
            stack.append(({**plan, infoset: k}, [*next_sets.get((infoset, k), []), *rest]))


def _allowed(game: Game, player: int, plan: Plan) -> npt.NDArray[np.bool_]:
    """Which endings a plan leaves open, shape (leaves,)."""
    open_ = np.ones(game.nodes, bool)
    for node in range(1, game.nodes):
        above = int(game.parent[node])
        mine = game.owner[above] == player
        open_[node] = open_[above] and (not mine or plan.get(int(game.infoset[above])) == game.move[node])
    return open_[game.leaf_nodes]


def _expected(game: Game, leaf: int, node: int) -> tuple[Number, ...]:
    """The payoffs of an ending times its chance."""
    chance: Number = Fraction(1)
    while game.parent[node] >= 0:
        if game.owner[game.parent[node]] == CHANCE:
            chance = chance * game.chance(node)
        node = int(game.parent[node])
    return tuple(chance * game.payoff(leaf, k) for k in range(len(game.players)))
