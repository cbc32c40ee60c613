"""From the parts of a Gambit file to a tree: what its numbers and labels mean."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING, Any

from ..build import Draft
from ..chart import LARGEST_TREE, LONGEST_PLAY
from ..labels import Joined
from ..tree import CHANCE, TERMINAL
from .grammar import Extensive, Node, Normal, Outcome, Source

if TYPE_CHECKING:
    from lark import Token

Payoffs = tuple[Fraction, ...]

LONGEST_SUM = 2_000  # bits of a sum of chances or payoffs
MOST_LETTERS = 100_000_000  # in the names of all endings together


@dataclass
class _Branching:
    """A node some of whose children are still to come."""

    node: int
    actions: tuple[str, ...] | None  # None where chance moves
    size: int
    moves: str  # what the players did before
    payoffs: Payoffs  # what they got on the way
    step: int = 0

    def moves_after(self) -> str:
        """What the players did before the next child."""
        if self.actions is None:
            return self.moves
        return f"{self.moves}/{self.actions[self.step]}" if self.moves else self.actions[self.step]


def grow_extensive(source: Source, draft: Draft, file: Extensive) -> None:
    """Add the nodes of an extensive-form file, which stand in it depth first."""
    outcomes = gathered_outcomes(source, [node.outcome for node in file.nodes], len(draft.players))
    sets = SetReader(source, draft)
    letters = endings = 0
    waiting = [_Branching(-1, None, 1, "", (Fraction(0),) * len(draft.players))]
    for node in file.nodes:
        if not waiting:
            raise source.refuse(node.place, "the tree is complete before this node; remove the node, or mend those before it")
        above = waiting[-1]
        parent, move, moves = above.node, above.step, above.moves_after()
        label, own = outcomes[int(node.outcome.number)]
        payoffs = plus(source, node.outcome.number, above.payoffs, own)
        above.step += 1
        if node.number is None:
            endings, letters = endings + 1, letters + len(label or moves)
            if endings * len(draft.players) > LARGEST_TREE or letters > MOST_LETTERS:
                raise source.refuse(node.place, f"the game is too large: after {endings} endings there is no room for more")
            outcome = label or Joined((b.actions[b.step - 1] for b in waiting if b.actions is not None), empty="the start")
            draft.add(TERMINAL, (payoffs, {}, outcome), parent, move if parent >= 0 else -1)
        else:
            owner, event = sets.of(node)
            new_node = draft.add(owner, event, parent, move if parent >= 0 else -1)
            if len(waiting) > LONGEST_PLAY:
                raise source.refuse(node.place, f"the tree is too deep; at most {LONGEST_PLAY} moves one after the other are read")
            waiting.append(_Branching(new_node, event[3] if owner >= 0 else None, len(event[3]), moves, payoffs))
        while waiting and waiting[-1].step == waiting[-1].size:
            waiting.pop()
    if waiting:
        missing = sum(branching.size - branching.step for branching in waiting)
        raise source.refuse(len(source.text), f"the file ends before the tree is complete; nodes are missing for {missing} actions")


def grow_normal(source: Source, draft: Draft, file: Normal) -> None:
    """Add the tree in which the players of a normal form choose one after the other, unseen."""
    sizes = _sizes(source, draft, file)
    depth, profiles = len(sizes), math.prod(sizes)
    if depth > LONGEST_PLAY or profiles * depth > LARGEST_TREE:
        raise source.refuse(file.title, f"the game is too large: {depth} players with {listed(map(str, sizes))} strategies")
    results = _results(source, file, profiles, depth)
    strategies = [
        tuple(map(str, range(1, size + 1))) if isinstance(strategies_of, str) else distinct(map(source.label, strategies_of))
        for strategies_of, size in zip(file.strategies, sizes, strict=True)
    ]
    strides = [math.prod(sizes[:k]) for k in range(depth)]
    choices = [("choose", player, (("", "start"),), labels) for player, labels in zip(draft.players, strategies, strict=True)]
    draft.sets.update({choice[1:3]: choice[3] for choice in choices})
    trail: list[int] = []
    last: tuple[int, ...] = ()
    for profile in product(*map(range, sizes)):
        common = next((k for k, (a, b) in enumerate(zip(profile, last, strict=False)) if a != b), 0) if last else -1
        del trail[common + 1 :]
        for player in range(len(trail), depth):
            trail.append(draft.add(player, choices[player], trail[-1] if trail else -1, profile[player - 1] if player else -1))
        label, payoffs = results[sum(k * stride for k, stride in zip(profile, strides, strict=True))]
        moves = Joined(labels[k] for labels, k in zip(strategies, profile, strict=True))
        draft.add(TERMINAL, (payoffs, {}, label or moves), trail[-1], profile[-1])
        last = profile


def distinct(labels: Iterable[str]) -> tuple[str, ...]:
    """Give each label a text of its own: its number where there is none, and ``#2`` to a second one."""
    given = tuple(labels)
    if all(given) and len(set(given)) == len(given):
        return given
    used: dict[str, int] = {}
    return tuple(_free(label or str(k), used) for k, label in enumerate(given, 1))


def _free(label: str, used: dict[str, int]) -> str:
    candidate, k = label, used.get(label, 0)
    while candidate in used:
        k += 1
        candidate = f"{label}#{k}"
    used[label] = max(k, 1)
    used.setdefault(candidate, 1)
    return candidate


# ------------------------------------------------------------------ extensive form


class SetReader:
    """The information sets and chance moves of a file, by the numbers that they have in it."""

    def __init__(self, source: Source, draft: Draft) -> None:
        self.source, self.draft = source, draft
        self.events: dict[tuple[int, int], tuple[Any, ...]] = {}
        self.facts: dict[tuple[int, int], tuple[str, tuple[str, ...], tuple[Fraction, ...]]] = {}  # as the file has it
        self.used_labels: dict[int, dict[str, int]] = {}
        self.menus: dict[tuple[str, ...], tuple[str, ...]] = {}  # labels by the words that the file has for them
        self.apart: dict[tuple[str, ...], tuple[str, ...]] = {}
        self.proper: set[tuple[str, ...]] = set()  # lists of chances that are positive and add up to one

    def of(self, node: Node) -> tuple[int, tuple[Any, ...]]:
        """Give the owner of a node, and what happens there."""
        assert node.number is not None
        owner = CHANCE if node.player is None else self.player(node.player)
        key = owner, self.source.whole(node.number, "an information set" if owner >= 0 else "a chance move")
        if key not in self.events:
            self.events[key] = self.first(node, *key)
        else:
            self.again(node, key)
        return owner, self.events[key]

    def player(self, token: Token) -> int:
        """Give the index of a player from the number in the file."""
        number, players = self.source.whole(token, "a player"), self.draft.players
        if not 1 <= number <= len(players):
            raise self.source.refuse(token, f"there is no player {token}; the players are 1 to {len(players)}: {listed(players)}")
        return number - 1

    def first(self, node: Node, owner: int, number: int) -> tuple[Any, ...]:
        """Take in a set where it comes first."""
        assert node.number is not None
        if not node.actions:
            raise self.source.refuse(
                node.number, f"information set {number} of {self.owner_name(owner)} needs its actions where it comes first"
            )
        facts = self.as_given(node)
        self.facts[owner, number] = facts
        if facts[1] not in self.apart:
            self.apart[facts[1]] = distinct(facts[1])
        label, labels = facts[0] or str(number), self.apart[facts[1]]
        if owner == CHANCE:
            self.check_chances(node, label, labels, facts[2])
            return "chance", label, labels, facts[2]
        label = _free(label, self.used_labels.setdefault(owner, {}))
        event = "choose", self.draft.players[owner], (("", label),), labels
        self.draft.sets[event[1:3]] = labels
        return event

    def again(self, node: Node, key: tuple[int, int]) -> None:
        """Refuse what says of a set otherwise than before."""
        assert node.number is not None
        label, labels, chances = self.as_given(node)
        first_label, first_labels, first_chances = self.facts[key]
        owner, name = self.owner_name(key[0]), first_label or node.number
        if node.actions is not None and labels != first_labels:
            raise self.source.refuse(
                node.number,
                f"the actions of {owner} differ inside information set {name!r}: once {listed(first_labels)}, here {listed(labels)}",
            )
        if node.actions is not None and chances != first_chances:
            raise self.source.refuse(
                node.number, f"the chances of {name!r} differ: once {listed(map(str, first_chances))}, here {listed(map(str, chances))}"
            )
        if label and first_label and label != first_label:
            raise self.source.refuse(node.number, f"information set {node.number} of {owner} has two labels, {first_label!r} and {label!r}")

    def as_given(self, node: Node) -> tuple[str, tuple[str, ...], tuple[Fraction, ...]]:
        """Give the label, actions and chances that stand at a node."""
        words = tuple(node.actions or ())
        if words not in self.menus:
            self.menus[words] = tuple(map(self.source.label, words))
        return self.source.label(node.label), self.menus[words], tuple(map(self.source.number, node.chances))

    def owner_name(self, owner: int) -> str:
        """Name a player, or chance."""
        return "chance" if owner == CHANCE else self.draft.players[owner]

    def check_chances(self, node: Node, name: str, labels: Sequence[str], chances: Sequence[Fraction]) -> None:
        """Refuse chances that are not positive, or do not add up to one."""
        words = tuple(node.chances)
        if words in self.proper:
            return
        for token, label, chance in zip(node.chances, labels, chances, strict=True):
            if chance <= 0:
                raise self.source.refuse(token, f"the chance of {label!r} at {name!r} is {chance}; every chance must be positive")
        total = Fraction(0)
        for token, chance in zip(node.chances, chances, strict=True):
            total = _bounded(self.source, token, total + chance)
        if total != 1:
            shown = listed(f"{label} {chance}" for label, chance in zip(labels, chances, strict=True))
            raise self.source.refuse(node.chances[0], f"the chances of {name!r} add up to {total}, not 1: {shown}")
        self.proper.add(words)


def gathered_outcomes(source: Source, mentions: Iterable[Outcome], players: int) -> dict[int, tuple[str, Payoffs]]:
    """Gather what the file says of each outcome, wherever it says it; outcome 0 is none."""
    labels: dict[int, str] = {}
    payoffs: dict[int, Payoffs] = {0: (Fraction(0),) * players}
    mentioned: dict[int, Token] = {}
    read: dict[tuple[Token, ...], Payoffs] = {}  # lists that are written alike are one object
    for mention in mentions:
        number, label = source.whole(mention.number, "an outcome"), source.label(mention.label)
        mentioned.setdefault(number, mention.number)
        if number == 0 and (label or mention.payoffs is not None):
            raise source.refuse(mention.number, "outcome 0 means that there is none, so it has no label and no payoffs; number it anew")
        if label and labels.setdefault(number, label) != label:
            raise source.refuse(mention.number, f"outcome {number} has two labels, {labels[number]!r} and {label!r}")
        if mention.payoffs is None:
            continue
        words = tuple(mention.payoffs)
        if words not in read:
            read[words] = _payoffs(source, mention, players)
        own = read[words]
        if payoffs.setdefault(number, own) != own:
            first, second = (listed(map(str, numbers)) for numbers in (payoffs[number], own))
            raise source.refuse(mention.number, f"outcome {number} has two lists of payoffs: once {first}, here {second}")
    for number, token in mentioned.items():
        if number not in payoffs:
            raise source.refuse(token, f"outcome {number} has no payoffs, here or anywhere else")
    return {number: (labels.get(number, ""), payoffs[number]) for number in mentioned}


def _payoffs(source: Source, outcome: Outcome, players: int) -> Payoffs:
    numbers = outcome.payoffs or ()
    if len(numbers) != players:
        raise source.refuse(outcome.number, f"an outcome needs {players} payoffs, one for each player; found {len(numbers)}")
    return tuple(source.number(token) for token in numbers)


def plus(source: Source, place: Token | None, payoffs: Payoffs, own: Payoffs) -> Payoffs:
    """Add payoffs to those on the way."""
    if not any(payoffs) or not any(own):
        return own if any(own) else payoffs
    return tuple(_bounded(source, place, a + b) for a, b in zip(payoffs, own, strict=True))


def _bounded(source: Source, place: Token | None, number: Fraction) -> Fraction:
    if max(number.numerator.bit_length(), number.denominator.bit_length()) > LONGEST_SUM:
        raise source.refuse(place, "the numbers add up to an absurdly long fraction; use numbers with fewer digits")
    return number


# ------------------------------------------------------------------ normal form


def _sizes(source: Source, draft: Draft, file: Normal) -> list[int]:
    """How many strategies each player has."""
    if len(file.strategies) != len(draft.players):
        raise source.refuse(
            file.title, f"{len(draft.players)} players need as many lists (or numbers) of strategies; found {len(file.strategies)}"
        )
    sizes = []
    for player, strategies in zip(draft.players, file.strategies, strict=True):
        sizes.append(source.whole(strategies, "strategies") if isinstance(strategies, str) else len(strategies))
        if not 1 <= sizes[-1] <= LARGEST_TREE:
            raise source.refuse(file.title, f"{player} has {sizes[-1]} strategies; there must be at least one, and at most {LARGEST_TREE}")
    return sizes


def _results(source: Source, file: Normal, profiles: int, players: int) -> Sequence[tuple[str, Payoffs]]:
    """Label and payoffs of every profile of strategies, the first player's strategy moving fastest."""
    each = players if file.outcomes is None else 1
    if len(file.numbers) != profiles * each:
        kind = "payoffs" if file.outcomes is None else "numbers of outcomes"
        place = file.numbers[-1] if file.numbers else len(source.text)
        raise source.refuse(place, f"{profiles} profiles of strategies need {profiles * each} {kind}; found {len(file.numbers)}")
    if file.outcomes is None:
        numbers = [source.number(token) for token in file.numbers]
        return [("", tuple(numbers[k * players : (k + 1) * players])) for k in range(profiles)]
    none = "", (Fraction(0),) * players
    outcomes = [none, *((source.label(outcome.label), _payoffs(source, outcome, players)) for outcome in file.outcomes)]
    results = []
    for token in file.numbers:
        number = source.whole(token, "an outcome")
        if number >= len(outcomes):
            raise source.refuse(token, f"there is no outcome {number}; the file lists {len(outcomes) - 1}")
        results.append(outcomes[number])
    return results


def listed(labels: Iterable[str], most: int = 8) -> str:
    """Write labels after one another, a few of many, each cut to a readable length."""
    shown = [label if len(label) <= 40 else label[:37] + "..." for label in labels]
    return ", ".join(shown[:most]) + (f" and {len(shown) - most} more" if len(shown) > most else "") or "none"
