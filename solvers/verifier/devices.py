"""The judge of correlated play: a device is played out on the tree against every deviation of every player.

Nothing is shared with the linear programs that find devices. A deviating player is a decision maker alone: it starts in one of several
states (a node, and what the device has drawn or the mediator has heard), each with a weight, and at each of its information sets
chooses what is best against the states that come there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from games import Game, GameError
from games.numbers import text
from games.tree import CHANCE

from ..results import Certificate
from ..results.devices import Device
from .envelopes import Envelopes, read_envelopes
from .mediators import mediated_gain, read_mediator
from .signing import certified
from .signs import ZERO, Exact, given_out, plain, sign
from .table import Table, tabulate

State = tuple[Exact, int, int]  # weight, draw, node


@dataclass(frozen=True)
class Found:
    """The best deviation of a player: what it gains before anything is drawn, and when it leaves."""

    player: int
    size: Exact
    sentence: str


def verify_device(game: Game, claim: Any, concept: str) -> Certificate:
    """Check whether nobody gains by not following a device or a mediator.

    Parameters
    ----------
    game : Game
        Open parameters get their defaults.
    claim : Device or dict
        ``{"draws": [{"chance": number, "advice": {player: {information set: action}}}]}``, or ``{"mediator": [{"heard": [[player,
        information set, action]], "player":, "infoset":, "mix": {action: number}}]}``.
    concept : str
        A concept of correlated play.
    """
    table = tabulate(game)
    source = claim.as_json() if isinstance(claim, Device) else claim
    if not isinstance(source, Mapping) or not ({"draws", "mediator"} & set(source)):
        raise GameError(
            f"Under {concept} verify judges a device: an object with 'draws', a list of chances and advice, or with 'mediator', a list of "
            "what is advised after what was heard."
        )
    kind = DEVICE_CHECKS[concept]
    if (kind is None) != ("mediator" in source):
        wants = "'mediator': what is advised after which reports" if kind is None else "'draws': what is drawn with which chance"
        raise GameError(f"A device under {concept} is given by {wants}.")
    if kind is None:
        plan = read_mediator(table, source["mediator"], source.get("proofs", ()))
        found = [Found(i, *mediated_gain(table, plan, i)) for i in range(len(table.players))]
        checked = "No player gains by lying to the mediator or by disobeying it, whatever it tells and does."
    else:
        envelopes = read_envelopes(table, source["draws"], whole=kind is switches)
        found = [_best(table, envelopes, i, kind(table, envelopes, i)) for i in range(len(table.players))]
        checked = "No player gains by any way of leaving the device."
    gains = {player: given_out(one.size) for player, one in zip(table.players, found, strict=True)}
    worst = found[0]
    for one in found[1:]:
        worst = one if sign(one.size - worst.size) > 0 else worst
    rational = all(sign(one.size) == 0 for one in found)
    return certified(concept, rational, gains, checked if rational else worst.sentence)


# ------------------------------------------------------------------ ways of leaving a device in envelopes

Leaving = tuple[Exact, str]  # what it gains, and when
Way = Callable[[Table, Envelopes, int], Iterable[Leaving]]


def _best(table: Table, envelopes: Envelopes, player: int, ways: Iterable[Leaving]) -> Found:
    best: Exact = ZERO
    words = ""
    for gain, when in ways:
        if sign(gain - best) > 0:
            best, words = gain, when
    sentence = (
        f"{table.players[player]} gains {text(given_out(best))}, reckoned before play, by leaving the device {words}." if words else ""
    )
    return Found(player, best, sentence)


def before_play(table: Table, envelopes: Envelopes, player: int) -> Iterable[Leaving]:
    """Leave before anything is drawn."""
    states = [(chance, d, 0) for d, chance in enumerate(envelopes.chances)]
    yield plain(chosen(table, envelopes, player, states) - followed(table, envelopes, player, states)), "before play"


def with_plan(table: Table, envelopes: Envelopes, player: int) -> Iterable[Leaving]:
    """Leave before play, knowing the whole plan advised."""
    told: dict[tuple[tuple[int, int], ...], list[State]] = {}
    for d, chance in enumerate(envelopes.chances):
        told.setdefault(tuple(sorted(envelopes.own(table, player, d).items())), []).append((chance, d, 0))
    for plan, states in told.items():
        gain = plain(chosen(table, envelopes, player, states) - followed(table, envelopes, player, states))
        yield gain, f"when its plan is {_plan(table, plan)}"


def at_sets(table: Table, envelopes: Envelopes, player: int) -> Iterable[Leaving]:
    """Leave at an information set, before the advice there is seen."""
    for infoset, states in _coming(table, envelopes, player).items():
        gain = plain(chosen(table, envelopes, player, states) - followed(table, envelopes, player, states))
        yield gain, f"at {table.name(infoset)}, before the advice there is seen"


def after_advice(table: Table, envelopes: Envelopes, player: int) -> Iterable[Leaving]:
    """Leave at an information set, once the advice there is seen."""
    for infoset, coming in _coming(table, envelopes, player).items():
        for k in range(len(table.game.set_actions[infoset])):
            states = [state for state in coming if envelopes.plans[state[1]].get(infoset) == k]
            gain = plain(chosen(table, envelopes, player, states) - followed(table, envelopes, player, states))
            yield gain, f"at {table.name(infoset)} when {table.action(infoset, k)} is advised"


def switches(table: Table, envelopes: Envelopes, player: int) -> Iterable[Leaving]:
    """Take another action at one information set than advised, and follow the device otherwise."""
    states = [(chance, d, 0) for d, chance in enumerate(envelopes.chances)]
    honest = followed(table, envelopes, player, states)
    for infoset, owner in enumerate(table.set_owner):
        if owner != player:
            continue
        count = len(table.game.set_actions[infoset])
        for k in range(count):
            for other in range(count):
                if other != k:
                    gain = plain(followed(table, envelopes, player, states, (infoset, k, other)) - honest)
                    yield gain, f"at {table.name(infoset)} for {table.action(infoset, other)} when {table.action(infoset, k)} is advised"


ENVELOPES = "efce"  # opened one by one: the check that other rooms ask for by name

DEVICE_CHECKS: dict[str, Way | None] = {
    "correlated": with_plan,
    "coarse-correlated": before_play,
    "efce": after_advice,
    "efcce": at_sets,
    "agent-form": switches,
    "communication": None,
}
"""By concept of correlated play: how a player may leave a device; None where a mediator hears reports."""


# ------------------------------------------------------------------ playing it out


def followed(table: Table, envelopes: Envelopes, player: int, states: Sequence[State], switch: tuple[int, int, int] | None = None) -> Exact:
    """What a player gets in all from weighted states when everybody follows the device, but for one switch (set, advice, action)."""
    total: Exact = ZERO
    waiting = list(states)
    while waiting:
        weight, d, node = waiting.pop()
        owner = table.owner[node]
        if not table.children[node]:
            total += weight * table.payoffs[node][player]
        elif owner == CHANCE:
            waiting += [(weight * table.chances[child], d, child) for child in table.children[node]]
        else:
            infoset = table.infoset[node]
            k = envelopes.plans[d][infoset]
            if switch is not None and switch[:2] == (infoset, k):
                k = switch[2]
            waiting.append((weight, d, table.children[node][k]))
    return plain(total)


def chosen(table: Table, envelopes: Envelopes, player: int, states: Sequence[State]) -> Exact:
    """The most that a player can get in all from weighted states when it chooses for itself, seeing no advice, and the others follow."""
    total: Exact = ZERO
    waiting = list(states)
    arrived: dict[int, list[State]] = {}
    while waiting:
        weight, d, node = waiting.pop()
        owner = table.owner[node]
        if not table.children[node]:
            total += weight * table.payoffs[node][player]
        elif owner == CHANCE:
            waiting += [(weight * table.chances[child], d, child) for child in table.children[node]]
        elif owner == player:
            arrived.setdefault(table.infoset[node], []).append((weight, d, node))
        else:
            waiting.append((weight, d, table.children[node][envelopes.plans[d][table.infoset[node]]]))
    for infoset, here in arrived.items():
        best: Exact | None = None
        for k in range(len(table.game.set_actions[infoset])):
            worth = chosen(table, envelopes, player, [(weight, d, table.children[node][k]) for weight, d, node in here])
            if best is None or sign(worth - best) > 0:
                best = worth
        total += best if best is not None else ZERO
    return plain(total)


def _coming(table: Table, envelopes: Envelopes, player: int) -> dict[int, list[State]]:
    """The states in which a player who follows the device comes to each of its information sets."""
    coming: dict[int, list[State]] = {}
    waiting: list[State] = [(chance, d, 0) for d, chance in enumerate(envelopes.chances)]
    while waiting:
        weight, d, node = waiting.pop()
        owner = table.owner[node]
        if owner == CHANCE:
            waiting += [(weight * table.chances[child], d, child) for child in table.children[node]]
        elif table.children[node]:
            infoset = table.infoset[node]
            if owner == player:
                coming.setdefault(infoset, []).append((weight, d, node))
            waiting.append((weight, d, table.children[node][envelopes.plans[d][infoset]]))
    return coming


def _plan(table: Table, plan: tuple[tuple[int, int], ...]) -> str:
    return ", ".join(f"{table.action(s, k)} at {table.name(s)}" for s, k in plan)
