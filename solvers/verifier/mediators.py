"""A mediator's plan read, and played out against every lie and disobedience of one player."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from games import GameError
from games.numbers import text
from games.tree import CHANCE

from .envelopes import action_index, probability
from .signs import ONE, ZERO, Exact, given_out, is_zero, plain, sign
from .table import Table

Past = tuple[tuple[int, int], ...]  # information sets told and actions advised, in turn
State = tuple[Exact, Past, int]  # weight, what the mediator remembers, node
NOTHING = -1


@dataclass(frozen=True, eq=False)
class Mediator:
    """What is advised after what was heard: the past and the information set told, the probability of each action."""

    mixes: Mapping[tuple[Past, int], list[Exact]]
    proofs: frozenset[int] = frozenset()  # the players who prove what they tell: they may be silent, but not lie

    def mix(self, table: Table, past: Past, infoset: int) -> list[Exact]:
        """The advice after a report; the first action where the plan says nothing, since honest and obedient play does not lead there."""
        known = self.mixes.get((past, infoset))
        return known if known is not None else [ONE, *[ZERO] * (len(table.game.set_actions[infoset]) - 1)]

    def check_said(self, table: Table, past: Past, infoset: int) -> None:
        """Refuse a plan that says nothing where honest and obedient play leads."""
        if (past, infoset) not in self.mixes:
            who = f"{table.players[table.set_owner[infoset]]} at {table.name(infoset)}"
            raise GameError(f"The mediator's plan does not say what {who} is advised {_after(table, past)}.")


def read_mediator(table: Table, source: Any, proofs: Any = ()) -> Mediator:
    """Read a mediator's plan."""
    if not isinstance(source, list | tuple) or (table.game.infosets and not source):
        raise GameError("A mediator's plan is a list of objects with 'heard', 'player', 'infoset' and 'mix'.")
    mixes: dict[tuple[Past, int], list[Exact]] = {}
    for number, entry in enumerate(source, 1):
        if (
            not isinstance(entry, Mapping)
            or not {"heard", "player", "infoset", "mix"} <= set(entry)
            or not isinstance(entry["mix"], Mapping)
        ):
            raise GameError(f"Entry {number} of the mediator's plan is no object with 'heard', 'player', 'infoset' and 'mix'.")
        where = f"In entry {number}"
        past = []
        for message in entry["heard"]:
            if not isinstance(message, list | tuple) or len(message) != 3:
                raise GameError(f"{where} what was heard is no list of [player, information set, action advised].")
            told = table.game.set_index(message[0], message[1])
            past.append((told, action_index(table, told, message[2], where)))
        infoset = table.game.set_index(entry["player"], entry["infoset"])
        actions = table.game.set_actions[infoset]
        unknown = [action for action in entry["mix"] if action not in actions]
        if unknown:
            raise GameError(f"{where} {entry['player']} is advised {unknown[0]!r}, where it has {', '.join(actions)} to choose from.")
        mix = [probability(entry["mix"].get(a, 0), f"{where} the chance of {a!r}") for a in actions]
        total = plain(sum(mix, ZERO))
        if not is_zero(plain(total - ONE)):
            raise GameError(f"{where} the chances add up to {text(given_out(total))}, not 1.")
        mixes[tuple(past), infoset] = mix
    unknown = [player for player in proofs if player not in table.players]
    if unknown:
        raise GameError(f"{unknown[0]!r} is to prove what it tells, but is no player; there are {', '.join(table.players)}.")
    _check_heard(table, list(mixes))
    return Mediator(mixes, frozenset(table.players.index(player) for player in proofs))


def _after(table: Table, past: Past) -> str:
    """What was heard and advised, in words."""
    heard = (f"{table.players[table.set_owner[s]]} told {table.name(s)} and was advised {table.action(s, k)}" for s, k in past)
    return f"after {'; '.join(heard)}" if past else "when nothing has been heard"


def _check_heard(table: Table, entries: Sequence[tuple[Past, int]]) -> None:
    """Refuse what a mediator cannot hear: reports out of turn, or at a set to which what the player has told before does not lead.

    Anybody may have been silent before: so may those who prove what they tell, and those whom disobedience has led elsewhere.
    """
    due: dict[Past, frozenset[int]] = {}

    def onwards(nodes: Iterable[int]) -> frozenset[int]:
        found, waiting = set(), list(nodes)
        while waiting:
            node = waiting.pop()
            if node not in found:
                found.add(node)
                waiting += table.children[node]
        return frozenset(node for node in found if table.children[node] and table.owner[node] != CHANCE)

    def places(past: Past) -> frozenset[int]:
        """Where somebody may tell something next."""
        if past not in due:
            told = [n for n in places(past[:-1]) if table.owner[n] == _teller(table, past[-1])] if past else []
            due[past] = onwards([c for n in told for c in table.children[n]] if past else [0])
        return due[past]

    for number, (past, infoset) in enumerate(entries, 1):
        for length, told in enumerate((*(s for s, _ in past), infoset)):
            player, so_far = table.set_owner[told], past[:length]
            moves_there = any(table.owner[n] == player for n in places(so_far))
            if not moves_there or _before(table, told) != _own(table, player, so_far):
                said = f"that {table.players[player]} is at {table.name(told)} {_after(table, so_far)}"
                raise GameError(f"In entry {number} the mediator is told what nobody can tell it: {said}.")


def _teller(table: Table, message: tuple[int, int]) -> int:
    return table.set_owner[message[0]]


def _own(table: Table, player: int, past: Past) -> Past:
    """What one player has told and been advised."""
    return tuple(message for message in past if _teller(table, message) == player)


def _sets(table: Table, player: int) -> list[int]:
    return [s for s, owner in enumerate(table.set_owner) if owner == player]


def mediated_gain(table: Table, mediator: Mediator, player: int) -> tuple[Exact, str]:
    """What a player wins at most by lying and disobeying, and how it begins."""
    honest = _honest(table, mediator, player)
    best, how = _best(table, mediator, player, [(ONE, (), 0)], ())
    gain = plain(best - honest)
    if sign(gain) <= 0:
        return ZERO, ""
    return gain, f"{table.players[player]} gains {text(given_out(gain))}, reckoned before play, by not being honest and obedient: {how}."


def _honest(table: Table, mediator: Mediator, player: int) -> Exact:
    total, waiting = ZERO, [(ONE, (), 0)]  # type: tuple[Exact, list[State]]
    while waiting:
        weight, past, node = waiting.pop()
        if not table.children[node]:
            total += weight * table.payoffs[node][player]
        elif table.owner[node] == CHANCE:
            waiting += [(weight * table.chances[child], past, child) for child in table.children[node]]
        else:
            mediator.check_said(table, past, table.infoset[node])
            waiting += _told(table, mediator, weight, past, node)
    return plain(total)


def _told(table: Table, mediator: Mediator, weight: Exact, past: Past, node: int) -> list[State]:
    """Where a player who is honest and obedient goes on."""
    infoset = table.infoset[node]
    mix = mediator.mix(table, past, infoset)
    return [
        (weight * p, (*past, (infoset, k)), child)
        for k, (p, child) in enumerate(zip(mix, table.children[node], strict=True))
        if not is_zero(p)
    ]


def _before(table: Table, infoset: int) -> Past:
    """What the player has done before an information set."""
    node, owner, out = table.members[infoset][0], table.set_owner[infoset], []
    while table.parent[node] >= 0:
        above = table.parent[node]
        if table.owner[above] == owner:
            out.append((table.infoset[above], table.move[node]))
        node = above
    return tuple(reversed(out))


def _best(table: Table, mediator: Mediator, player: int, states: list[State], told: Past) -> tuple[Exact, str]:
    """The most that a player can get in all from states that it cannot tell apart, having told and been advised something."""
    total, arrived, waiting = ZERO, {}, list(states)  # type: tuple[Exact, dict[int, list[State]], list[State]]
    while waiting:
        weight, past, node = waiting.pop()
        if not table.children[node]:
            total += weight * table.payoffs[node][player]
        elif table.owner[node] == CHANCE:
            waiting += [(weight * table.chances[child], past, child) for child in table.children[node]]
        elif table.owner[node] == player:
            arrived.setdefault(table.infoset[node], []).append((weight, past, node))
        else:
            waiting += _told(table, mediator, weight, past, node)
    first = ""
    for infoset, here in arrived.items():
        possible = [s for s in _sets(table, player) if _before(table, s) == told]
        if player in mediator.proofs:
            possible = [*(s for s in possible if s == infoset), NOTHING]
        possible = possible or [NOTHING]
        options = [(_report(table, mediator, player, infoset, here, told, report), report) for report in possible]
        options.sort(key=lambda one: one[1] != infoset)  # of reports that are worth as much, the honest one
        (worth, how), _ = options[0]
        for (other, otherwise), _ in options[1:]:
            if sign(other - worth) > 0:
                worth, how = other, otherwise
        total += worth
        first = first or how
    return plain(total), first


def _report(table: Table, mediator: Mediator, player: int, infoset: int, here: list[State], told: Past, report: int) -> tuple[Exact, str]:
    """What a report is worth with the best action after each advice."""
    total: Exact = ZERO
    how = ""
    where = table.name(infoset)
    lie = "" if report in (infoset, NOTHING) else f"at {where} it tells that it is at {table.name(report)}"
    advices = [NOTHING] if report == NOTHING else range(len(table.game.set_actions[report]))
    for advice in advices:
        advised: list[State] = []
        for weight, past, node in here:
            p = ONE if report == NOTHING else mediator.mix(table, past, report)[advice]
            if not is_zero(p):
                advised.append((weight * p, past if report == NOTHING else (*past, (report, advice)), node))
        if not advised:
            continue
        best: Exact | None = None
        act = ""
        for k in range(len(table.game.set_actions[infoset])):
            moved = [(weight, past, table.children[node][k]) for weight, past, node in advised]
            worth, later = _best(table, mediator, player, moved, (*told, (report, advice)))
            if best is None or sign(worth - best) > 0:
                obeyed = report == infoset and k == advice
                best, act = worth, later if obeyed else f"at {where} it plays {table.action(infoset, k)}{_when(table, report, advice)}"
        total += best if best is not None else ZERO
        how = how or act
    return plain(total), lie or how


def _when(table: Table, report: int, advice: int) -> str:
    return "" if report == NOTHING else f" when {table.action(report, advice)} is advised"
