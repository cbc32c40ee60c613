"""Devices that draw a plan for every player and advise it in sealed envelopes: the programs of five concepts.

The concepts differ in what a deviating player knows when it leaves the device for good: nothing; the information set at which it
is; the advice there too; or its whole plan. In the agent form it deviates at one information set only.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product
from math import prod
from typing import Any

import numpy as np
import numpy.typing as npt

from games import GameError
from games.forms.normal import count_plans, pure_plans

from .endings import Endings, followed
from .program import DeviceProgram

Plan = dict[int, int]
MOST_PROFILES = 20_000  # of plans, weights of the program


class PlanProgram:
    """The profiles of plans of a game, and the rows that keep players from deviating.

    Parameters
    ----------
    endings : Endings
        The game.
    concept : str
        For refusals.
    whole : bool
        Whether plans advise at every information set, also where they do not lead themselves.
    players : tuple of int, optional
        Whom the rows keep from deviating; all when None.
    """

    def __init__(self, endings: Endings, concept: str, *, whole: bool = False, players: tuple[int, ...] | None = None) -> None:
        self.endings, self.game = endings, endings.game
        self.players = tuple(range(len(self.game.players))) if players is None else players
        self._earned: dict[int, dict[tuple[int, int], dict[tuple[int, ...], Any]]] = {}
        self._refuse_many(concept, whole)
        self.plans = [list(self._whole(i) if whole else pure_plans(self.game, i)) for i in range(len(self.game.players))]
        self.shape = tuple(map(len, self.plans))
        self.number = np.arange(prod(self.shape)).reshape(self.shape)
        self.allowed = [[followed(plans, z, i) for i, plans in enumerate(self.plans)] for z in endings.listed]
        reaches = [self._columns(allowed) for allowed in self.allowed]
        self.program = DeviceProgram(endings, prod(self.shape), reaches, self._device)
        self.program.equations.append(dict.fromkeys(range(prod(self.shape)), endings.read(1)))

    def _refuse_many(self, concept: str, whole: bool) -> None:
        game = self.game
        counts = [
            prod(len(game.set_actions[s]) for s in self.endings.own_sets[i]) if whole else count_plans(game, i)
            for i in range(len(game.players))
        ]
        if prod(counts) > MOST_PROFILES:
            each = ", ".join(f"{player} {counted(n)}" for player, n in zip(game.players, counts, strict=True))
            raise GameError(
                f"The program for {concept} in {game.name} has {counted(prod(counts))} weights, one for each profile of plans ({each}); at "
                f"most {MOST_PROFILES} are taken. Take communication, whose program grows with the tree, or a smaller game."
            )

    def _whole(self, player: int) -> Iterator[Plan]:
        own = self.endings.own_sets[player]
        for actions in product(*(range(len(self.game.set_actions[s])) for s in own)):
            yield dict(zip(own, actions, strict=True))

    def _columns(self, allowed: list[npt.NDArray[np.bool_]]) -> list[int]:
        return [int(k) for k in self.number[np.ix_(*allowed)].ravel()]

    # ---------------------------------------------------------------- rows

    def leave(self, player: int, fires: npt.NDArray[np.bool_], roots: tuple[int, ...]) -> None:
        """Keep a player from leaving the device for good where it fires.

        Parameters
        ----------
        player : int
            Who.
        fires : array of bool, shape (plans of the player,)
            Its plans under which it finds itself at the point of leaving.
        roots : tuple of int
            The first information sets at which it would then choose for itself.
        """
        endings, program = self.endings, self.program
        below = [s for s in endings.own_sets[player] if any(s in endings.below(player, root) for root in roots)]
        value = {s: program.value() for s in below}
        one = endings.read(1)
        for s in below:
            for k in range(len(self.game.set_actions[s])):
                row = {value[s]: one} | {value[t]: -one for t in below if endings.previous(t) == (s, k)}
                for others, amount in self.earned(player).get((s, k), {}).items():
                    for column in self.with_own(player, others, fires):
                        row[column] = row.get(column, 0) - amount
                program.rows.append(row)
        row = {value[s]: -one for s in roots}
        for z, allowed in zip(endings.listed, self.allowed, strict=True):
            amount = z.chance * z.payoffs[player]
            if amount and any(s in z.taken[player] for s in roots):
                mine = [*allowed[:player], allowed[player] & fires, *allowed[player + 1 :]]
                for column in self._columns(mine):
                    row[column] = row.get(column, 0) + amount
        program.rows.append(row)

    def earned(self, player: int) -> dict[tuple[int, int], dict[tuple[int, ...], Any]]:
        """What a player earns where its moves end with an action at a set, by the others' plans."""
        if player not in self._earned:
            out: dict[tuple[int, int], dict[tuple[int, ...], Any]] = {}
            for z, allowed in zip(self.endings.listed, self.allowed, strict=True):
                last, amount = z.last(player), z.chance * z.payoffs[player]
                if last is None or not amount:
                    continue
                sums = out.setdefault(last, {})
                others = [np.flatnonzero(mask).tolist() if i != player else [0] for i, mask in enumerate(allowed)]
                for key in product(*others):
                    sums[key] = sums.get(key, 0) + amount
            self._earned[player] = out
        return self._earned[player]

    def with_own(self, player: int, others: tuple[int, ...], fires: npt.NDArray[np.bool_]) -> list[int]:
        """The weights of profiles with given plans of the others, and a plan of the player's that fires."""
        index: list[Any] = list(others)
        index[player] = fires
        return [int(k) for k in self.number[tuple(index)]]

    def has(self, player: int, infoset: int, action: int | None = None) -> npt.NDArray[np.bool_]:
        """Which plans of a player advise at an information set, or advise an action there."""
        return np.array([infoset in plan and action in (None, plan[infoset]) for plan in self.plans[player]], bool)

    def switch(self, player: int, infoset: int, action: int, other: int) -> None:
        """Keep a player from taking another action at one information set where one is advised, and following the device afterwards."""
        plans, row = self.plans[player], {}  # type: tuple[list[Plan], dict[int, Any]]
        to = {}
        for k, plan in enumerate(plans):
            if plan[infoset] == action:
                to[k] = next(j for j, one in enumerate(plans) if one == {**plan, infoset: other})
        for z, allowed in zip(self.endings.listed, self.allowed, strict=True):
            amount = z.chance * z.payoffs[player]
            if not amount or infoset not in z.taken[player]:
                continue
            others = [np.flatnonzero(mask).tolist() if i != player else [0] for i, mask in enumerate(allowed)]
            for k, j in to.items():
                gain = int(allowed[player][k]) - int(allowed[player][j])
                if gain:
                    for key in product(*others):
                        column = int(self.number[(*key[:player], k, *key[player + 1 :])])
                        row[column] = row.get(column, 0) + gain * amount
        self.program.rows.append(row)

    # ---------------------------------------------------------------- the device in words

    def _device(self, weights: Mapping[int, Any]) -> Any:
        from ..results.devices import Draw

        game, draws = self.game, []
        for column, chance in weights.items():
            at = np.unravel_index(column, self.shape)
            advice = {
                player: {game.set_labels[s]: game.set_actions[s][k] for s, k in self.plans[i][int(at[i])].items()}
                for i, player in enumerate(game.players)
            }
            draws.append(Draw(chance, advice))
        return {"draws": tuple(draws)}


def counted(number: int) -> str:
    """Write how many there are, about where there are very many."""
    return str(number) if number < 10**9 else f"about {number:.0e}"


# ------------------------------------------------------------------ the concepts


def leaving_before_play(endings: Endings, concept: str, players: tuple[int, ...] | None = None) -> DeviceProgram:
    """Nobody gains by leaving before anything is advised: coarse correlated equilibrium of the normal form."""
    made = PlanProgram(endings, concept, players=players)
    for i in made.players:
        roots = tuple(s for s in endings.own_sets[i] if not endings.before[s])
        if roots:
            made.leave(i, np.ones(len(made.plans[i]), bool), roots)
    return made.program


def leaving_at_sets(endings: Endings, concept: str, players: tuple[int, ...] | None = None) -> DeviceProgram:
    """Nobody gains by leaving at an information set, before the advice there is seen (EFCCE)."""
    made = PlanProgram(endings, concept, players=players)
    for i in made.players:
        for s in endings.own_sets[i]:
            made.leave(i, made.has(i, s), (s,))
    return made.program


def leaving_after_advice(endings: Endings, concept: str, players: tuple[int, ...] | None = None) -> DeviceProgram:
    """Nobody gains by leaving at an information set, once the advice there is seen (EFCE)."""
    made = PlanProgram(endings, concept, players=players)
    for i in made.players:
        for s in endings.own_sets[i]:
            for k in range(len(endings.game.set_actions[s])):
                made.leave(i, made.has(i, s, k), (s,))
    return made.program


def leaving_with_the_plan(endings: Endings, concept: str, players: tuple[int, ...] | None = None) -> DeviceProgram:
    """Nobody gains by another plan once the whole plan advised is seen: correlated equilibrium of the normal form."""
    made = PlanProgram(endings, concept, players=players)
    for i in made.players:
        roots = tuple(s for s in endings.own_sets[i] if not endings.before[s])
        for k in range(len(made.plans[i]) if roots else 0):
            made.leave(i, np.arange(len(made.plans[i])) == k, roots)
    return made.program


def switching_once(endings: Endings, concept: str, players: tuple[int, ...] | None = None) -> DeviceProgram:
    """No agent of a player, one for each information set, gains by another action than advised (agent form)."""
    made = PlanProgram(endings, concept, whole=True, players=players)
    for i in made.players:
        for s in endings.own_sets[i]:
            count = len(endings.game.set_actions[s])
            for k, other in product(range(count), repeat=2):
                if k != other:
                    made.switch(i, s, k, other)
    return made.program
