"""Reads a device that draws plans, and refuses what is none in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from games import GameError
from games.numbers import Expression, exact, read, text

from .signs import ONE, ZERO, Exact, given_out, is_zero, plain, sign
from .table import Table


@dataclass(frozen=True, eq=False)
class Envelopes:
    """A device in exact numbers.

    Parameters
    ----------
    chances : list of numbers
        The probability of every draw.
    plans : list of dict from int to int
        For every draw the action advised at each information set to which its player's own plan leads, or at all.
    """

    chances: list[Exact]
    plans: list[dict[int, int]]

    def own(self, table: Table, player: int, draw: int) -> dict[int, int]:
        """What is advised to one player."""
        return {s: k for s, k in self.plans[draw].items() if table.set_owner[s] == player}


def read_envelopes(table: Table, source: Any, *, whole: bool) -> Envelopes:
    """Read draws with their chances.

    Parameters
    ----------
    table : Table
        The game.
    source : list of dict
        ``{"chance": number, "advice": {player: {information set: action}}}``.
    whole : bool
        Whether advice is asked for at information sets, too, to which the player's own plan does not lead.
    """
    if not isinstance(source, list | tuple) or not source:
        raise GameError("The draws of a device are a list of objects with a 'chance' and an 'advice'.")
    envelopes = Envelopes([], [])
    for number, entry in enumerate(source, 1):
        if not isinstance(entry, Mapping) or set(entry) != {"chance", "advice"} or not isinstance(entry["advice"], Mapping):
            raise GameError(f"Draw {number} is no object with a 'chance' and an 'advice' and nothing else.")
        envelopes.chances.append(probability(entry["chance"], f"The chance of draw {number}"))
        envelopes.plans.append(_plan(table, entry["advice"], number, whole))
    total = plain(sum(envelopes.chances, ZERO))
    if not is_zero(plain(total - ONE)):
        raise GameError(f"The chances of the draws add up to {text(given_out(total))}, not 1.")
    return envelopes


def probability(source: Any, what: str) -> Exact:
    """Read a number that is not negative."""
    try:
        number = plain(source) if isinstance(source, Expression) else plain(read(source) if isinstance(source, str) else read(str(source)))
        number = number if isinstance(number, Expression) else exact(number)
    except (TypeError, GameError):
        raise GameError(f"{what} is {source!r}, which is no exact number; write a fraction as '1/3'.") from None
    if isinstance(number, Expression) and number.free:
        raise GameError(f"{what} is {text(number)}, which names a parameter; put a number in.")
    if sign(number) < 0:
        raise GameError(f"{what} is {text(given_out(number))}; a probability is not negative.")
    return number


def _plan(table: Table, advice: Mapping[Any, Any], number: int, whole: bool) -> dict[int, int]:
    game, plan = table.game, {}  # type: tuple[Any, dict[int, int]]
    for player, sets in advice.items():
        if not isinstance(sets, Mapping):
            raise GameError(f"The advice of draw {number} to {player} is no object of information sets and actions.")
        for label, action in sets.items():
            infoset = game.set_index(player, label)
            plan[infoset] = action_index(table, infoset, action, f"In draw {number}")
    for infoset, owner in enumerate(table.set_owner):
        if infoset not in plan and (whole or _own_way(table, plan, infoset, owner)):
            actions = " or ".join(game.set_actions[infoset])
            raise GameError(f"Draw {number} advises {table.player(infoset)} nothing at {table.name(infoset)}; it may be {actions}.")
    return plan


def action_index(table: Table, infoset: int, action: Any, where: str) -> int:
    """Find an action by its label."""
    actions = table.game.set_actions[infoset]
    if action not in actions:
        raise GameError(
            f"{where} {table.player(infoset)} is advised {action!r} at {table.name(infoset)}, where it has {', '.join(actions)} to "
            "choose from."
        )
    return actions.index(action)


def _own_way(table: Table, plan: Mapping[int, int], infoset: int, owner: int) -> bool:
    """Whether a player's own advice leads to an information set."""
    node = table.members[infoset][0]
    while table.parent[node] >= 0:
        above = table.parent[node]
        if table.owner[above] == owner and plan.get(table.infoset[above]) != table.move[node]:
            return False
        node = above
    return True
