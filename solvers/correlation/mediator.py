"""A mediator who hears reports: the program of communication equilibrium.

Whoever moves tells the mediator at which of its information sets it is, and is advised what to do. The mediator remembers all it
has heard and advised; a player remembers what it has told and was advised, and may lie and disobey. Honesty and obedience are to be
best replies; that is no loss, by the revelation principle (Forges 1986, Myerson 1986).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from games import GameError
from games.tree import CHANCE, TERMINAL

from .endings import Endings
from .program import DeviceProgram

Message = tuple[int, int]  # information set told, action advised
Past = tuple[Message, ...]  # of the mediator: all messages; of a player: its own
Key = tuple[Any, ...]

MOST_COLUMNS = 60_000
NOTHING = -1  # said by those who stay silent


class MediatorProgram:
    """What a mediator may hear and advise, and the rows that keep players honest and obedient.

    Parameters
    ----------
    endings : Endings
        The game.
    concept : str
        For refusals.
    players : tuple of int, optional
        Whom the rows keep from deviating; all when None.
    proofs : frozenset of int
        The players who prove what they tell: they may stay silent, but not lie.
    """

    def __init__(
        self, endings: Endings, concept: str, players: tuple[int, ...] | None = None, proofs: frozenset[int] = frozenset()
    ) -> None:
        self.endings, self.game, self.concept, self.proofs = endings, endings.game, concept, proofs
        self.players = tuple(range(len(self.game.players))) if players is None else players
        self.said: dict[Past, int] = {(): 0}  # the weight of each past
        self.asked: dict[tuple[Past, int], list[int]] = {}  # the weights of what may be advised to one who asks
        self.alike: dict[tuple[int, Past], list[int]] = {}  # information sets that have the same own past
        for s in range(self.game.infosets):
            self.alike.setdefault((int(self.game.set_owner[s]), endings.before[s]), []).append(s)
        leaves: dict[int, int] = {}
        self._honest(0, (), leaves)
        self.honest_pasts = set(self.said)
        deviations = {i: self._deviations(i) for i in self.players}
        self.program = DeviceProgram(endings, len(self.said), [[leaves[z.leaf]] for z in endings.listed], self._device)
        one = endings.read(1)
        self.program.equations.append({0: one})
        for (past, _), advised in self.asked.items():
            self.program.equations.append({self.said[past]: -one} | dict.fromkeys(advised, one))
        for i, tree in deviations.items():
            self._rows(i, *tree)

    def _ask(self, past: Past, infoset: int) -> list[Past]:
        """What the mediator remembers after a report and each advice on it."""
        after = [(*past, (infoset, k)) for k in range(len(self.game.set_actions[infoset]))]
        if (past, infoset) not in self.asked:
            for one in after:
                self.said[one] = len(self.said)
            self.asked[past, infoset] = [self.said[one] for one in after]
            self._refuse_large(len(self.said))
        return after

    def _refuse_large(self, columns: int) -> None:
        if columns > MOST_COLUMNS:
            raise GameError(
                f"The program for {self.concept} in {self.game.name} has more than {MOST_COLUMNS} columns, one for all that can be "
                "reported and advised in turn; take a smaller game."
            )

    def _honest(self, node: int, past: Past, leaves: dict[int, int]) -> None:
        game = self.game
        if game.owner[node] == TERMINAL:
            leaves[int(game.infoset[node])] = self.said[past]
        elif game.owner[node] == CHANCE:
            for child in game.children(node):
                self._honest(child, past, leaves)
        else:
            for child, after in zip(game.children(node), self._ask(past, int(game.infoset[node])), strict=True):
                self._honest(child, after, leaves)

    def _deviations(self, player: int) -> tuple[dict[Key, int], dict[Key, tuple[int, list[int]]], dict[tuple[int, int], Any]]:
        """All that one player may tell and do while the others are honest and obedient.

        Gives its sequences by what it knows and does; its decisions, each with the sequence before it and those it may choose;
        and what it earns by weight of the mediator and sequence.
        """
        game, read = self.game, self.endings.read
        sequence: dict[Key, int] = {(): 0}
        decisions: dict[Key, tuple[int, list[int]]] = {}
        earned: dict[tuple[int, int], Any] = {}

        def decide(key: Key, before: Key, choices: list[Any]) -> None:
            if key not in decisions:
                for choice in choices:
                    sequence[(*key, choice)] = len(sequence)
                decisions[key] = (sequence[before], [sequence[(*key, choice)] for choice in choices])
                self._refuse_large(len(sequence))

        def walk(node: int, past: Past, chance: Any, own: Key, told: Past) -> None:
            owner = int(game.owner[node])
            if owner == TERMINAL:
                amount = chance * read(game.payoff(int(game.infoset[node]), player))
                if amount:
                    place = self.said[past], sequence[own]
                    earned[place] = earned.get(place, 0) + amount
                return
            if owner == CHANCE:
                for child in game.children(node):
                    walk(child, past, chance * read(game.chance(child)), own, told)
                return
            infoset = int(game.infoset[node])
            if owner != player:
                for child, after in zip(game.children(node), self._ask(past, infoset), strict=True):
                    walk(child, after, chance, own, told)
                return
            truths = [s for s in self.alike.get((player, told), []) if player not in self.proofs or s == infoset]
            reports = [*truths, *([NOTHING] if player in self.proofs or not truths else [])]
            here = (*own, ("at", infoset))
            decide(here, own, reports)
            actions = list(range(len(game.set_actions[infoset])))
            for report in reports:
                said = (*here, report)
                if report == NOTHING:
                    act = (*said, ("advised", NOTHING))
                    decide(act, said, actions)
                    for k, child in zip(actions, game.children(node), strict=True):
                        walk(child, past, chance, (*act, k), (*told, (NOTHING, NOTHING)))
                    continue
                for advice, after in enumerate(self._ask(past, report)):
                    act = (*said, ("advised", advice))
                    decide(act, said, actions)
                    for k, child in zip(actions, game.children(node), strict=True):
                        walk(child, after, chance, (*act, k), (*told, (report, advice)))

        walk(0, (), read(1), (), ())
        return sequence, decisions, earned

    def _rows(
        self, player: int, sequence: dict[Key, int], decisions: dict[Key, tuple[int, list[int]]], earned: dict[tuple[int, int], Any]
    ) -> None:
        """Nothing that the player may tell and do is worth more than honesty and obedience."""
        program, one = self.program, self.endings.read(1)
        value = {key: program.value() for key in decisions}
        rows: list[dict[int, Any]] = [{} for _ in sequence]
        for key, (before, choices) in decisions.items():
            rows[before][value[key]] = -one
            for choice in choices:
                rows[choice][value[key]] = one
        for (weight, own), amount in earned.items():
            rows[own][weight] = rows[own].get(weight, 0) - amount
        for z, (weight,) in zip(self.endings.listed, program.reaches, strict=True):  # the start: what honesty is worth, less all that
            amount = z.chance * z.payoffs[player]
            if amount:
                rows[0][weight] = rows[0].get(weight, 0) + amount
        program.rows += rows

    def _device(self, weights: Mapping[int, Any]) -> Any:
        from ..results.devices import Advice, Heard

        game, out = self.game, []
        for (past, infoset), advised in self.asked.items():
            total = weights.get(self.said[past], 0)
            if not total:
                continue
            heard = tuple(Heard(game.players[game.set_owner[s]], game.set_labels[s], game.set_actions[s][k]) for s, k in past)
            mix = {action: weights.get(w, 0) / total for action, w in zip(game.set_actions[infoset], advised, strict=True)}
            honest = (*past, (infoset, 0)) in self.honest_pasts
            out.append(Advice(heard, game.players[game.set_owner[infoset]], game.set_labels[infoset], mix, honest))
        return {"advice": tuple(out)}


def with_reports(
    endings: Endings, concept: str, players: tuple[int, ...] | None = None, proofs: frozenset[int] = frozenset()
) -> DeviceProgram:
    """Nobody gains by lying to the mediator or by disobeying (communication equilibrium)."""
    return MediatorProgram(endings, concept, players, proofs).program
