"""Large extensive-form files, read fast: a node a line, and each line that is met again understood once.

Only what is plain is read here, by the same rules as everything else (`tree_reader`); for whatever is not, with all its errors and
their places, there is the grammar.  So a file gives the same game either way, or the same error.

Why not the grammar alone: its parser makes an object for every word, and reads half a megabyte a second; this reads some fifty.
"""

from __future__ import annotations

import gc
import re
from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import cache
from itertools import pairwise
from typing import Any, NoReturn

import numpy as np
import numpy.typing as npt

from ..build import Draft, by_player, set_labels
from ..chart import LARGEST_TREE, LONGEST_PLAY
from ..checks import first_forgetting
from ..labels import Joined
from ..parameter import Domain
from ..running import distinct as met
from ..terms import Combination, TermTable
from ..tree import CHANCE, TERMINAL, Game
from .grammar import LONGEST_TEXT, UNWANTED, Node, Outcome, Source
from .tree_reader import MOST_LETTERS, Payoffs, SetReader, distinct, gathered_outcomes, plus

Ints = npt.NDArray[np.int64]

END = r'(?![^\s{}",])'  # of a word
LABEL = r'"[^"\\\n]*+(?:\\[^\n][^"\\\n]*+)*+"'
NUMBER = rf"[+-]?(?:[0-9]++\.?[0-9]*+|\.[0-9]++)(?:[eE][+-]?[0-9]++)?(?:/[0-9]++)?{END}"
NUMBERS = rf"\{{\s*+((?:{NUMBER}\s*+,?\s*+)*+)\}}"
OUTCOME = rf"({NUMBER})\s*+({LABEL})?\s*+(?:{NUMBERS})?\s*+"
LABELS, DRAWS = (rf"(?:\{{\s*+((?:{one}\s*+)*+)\}})?" for one in (LABEL, rf"{LABEL}\s*+{NUMBER}"))
HEAD = re.compile(rf"\s*+EFG{END}\s*+2{END}\s*+[RD]{END}\s*+({LABEL})\s*+\{{\s*+((?:{LABEL}\s*+)++)\}}(?:\s*+{LABEL})?[^\S\n]*+\n")
KINDS = {  # of a node, by the letter with which its line begins
    "t": re.compile(rf"\s*+t{END}\s*+{LABEL}\s*+{OUTCOME}"),
    "p": re.compile(rf"\s*+p{END}\s*+{LABEL}\s*+({NUMBER})\s*+({NUMBER})\s*+({LABEL})?\s*+{LABELS}\s*+{OUTCOME}"),
    "c": re.compile(rf"\s*+c{END}\s*+{LABEL}\s*+({NUMBER})\s*+({LABEL})?\s*+{DRAWS}\s*+{OUTCOME}"),
}
ALL_LABELS, ALL_NUMBERS = re.compile(LABEL), re.compile(NUMBER)
ALL_DRAWS = re.compile(rf"({LABEL})\s*+({NUMBER})")


class Unusual(Exception):
    """Something that the grammar is to look at."""


class _Plain(Source):
    """A text in which nothing is refused, but left to the grammar."""

    def refuse(self, place: object, cause: str) -> NoReturn:
        """Give up."""
        raise Unusual


def read_lines(name: str, text: str) -> Game | None:
    """Read a plain extensive-form file; None where there is anything unusual about it."""
    head = HEAD.match(text) if len(text) <= LONGEST_TEXT else None
    if head is None or _unwanted(head[0]):
        return None
    collecting = gc.isenabled()
    gc.disable()  # which would look at everything a few times over, and nothing here refers to itself
    try:
        return _game(name, _Plain(name, ""), head[1], ALL_LABELS.findall(head[2]), text[head.end() :].split("\n"))
    except Unusual:
        return None
    finally:
        if collecting:
            gc.enable()


def _unwanted(text: str) -> bool:
    """Whether a character has no place in a text file: of plain letters all are looked at at once."""
    if not text.isascii():
        return UNWANTED.search(text) is not None
    letters = np.frombuffer(text.encode(), np.uint8)
    met = set(letters[(letters < ord(" ")) | (letters >= ord("~"))].tobytes())
    return UNWANTED.search("".join(map(chr, met))) is not None


def _game(name: str, source: Source, title: Any, players: Sequence[Any], lines: list[str]) -> Game:
    draft = Draft(name, distinct(map(source.label, players)))
    known = dict.fromkeys(lines)
    if _unwanted("".join(known)):
        raise Unusual
    for k, line in enumerate(known):
        known[line] = k
    which = np.fromiter(map(known.__getitem__, lines), np.int64, len(lines))
    labels = cache(lambda words: tuple(ALL_LABELS.findall(words)))  # of actions, which are few where sets are many
    of_line = [_node(line, labels) for line in known]
    nodes = [node for node in of_line if node is not None]
    place = np.cumsum([node is not None for node in of_line]) - 1
    place[[k for k, node in enumerate(of_line) if node is None]] = -1
    kinds = _Kinds(source, draft, nodes)
    game = _frozen(draft, source.label(title) or name, kinds, place[which][place[which] >= 0])
    if first_forgetting(game) is not None:
        raise Unusual
    return game


def _node(line: str, labels: Callable[[str], tuple[Any, ...]]) -> Node | None:
    """Understand a line, given what takes lists of labels apart; None where it is empty."""
    start = line.lstrip()
    if not start:
        return None
    kind = KINDS.get(start[0])
    found = kind.fullmatch(line) if kind is not None else None
    if found is None:
        raise Unusual
    parts: tuple[Any, ...] = found.groups()
    number, label, payoffs = parts[-3:]
    outcome = Outcome(number, label, None if payoffs is None else tuple(ALL_NUMBERS.findall(payoffs)))
    if start[0] == "t":
        return Node(outcome)
    if start[0] == "p":
        player, own, label, actions = parts[:4]
        return Node(outcome, own, player, label, None if actions is None else labels(actions))
    own, label, draws = parts[:3]
    pairs = None if draws is None else ALL_DRAWS.findall(draws)
    return Node(outcome, own, None, label, pairs and [one for one, _ in pairs], [chance for _, chance in pairs or ()])


class _Kinds:
    """What is to be known of the different nodes of a file, as arrays with one entry each.

    Parameters
    ----------
    source : Source
        That refuses.
    draft : Draft
        To which information sets are added.
    nodes : list of Node
        In the order in which they come first.
    """

    def __init__(self, source: Source, draft: Draft, nodes: list[Node]) -> None:
        mentioned = dict.fromkeys(node.outcome for node in nodes)
        outcomes, sets = gathered_outcomes(source, mentioned, len(draft.players)), SetReader(source, draft)
        self.source = source
        self.events: list[tuple[Any, ...]] = []
        self.worths: list[Payoffs] = []
        self._worths: dict[tuple[int, ...], int] = {}
        self.worth_of((Fraction(0),) * len(draft.players))
        owner, event, move, chance, label, worth = [], [], [], [], [], []
        numbers: dict[int, int] = {}
        names: dict[str, int] = {"": 0}
        known: dict[str, tuple[int, int]] = {}
        worths: dict[int, int] = {}  # by which object the payoffs are
        for node in nodes:
            number = node.outcome.number
            if number not in known:
                named, payoffs = outcomes[int(number)]
                if id(payoffs) not in worths:
                    worths[id(payoffs)] = self.worth_of(payoffs)
                known[number] = names.setdefault(named, len(names)), worths[id(payoffs)]
            label.append(known[number][0])
            worth.append(known[number][1])
            if node.number is None:
                owner.append(TERMINAL)
                event.append(-1)
                continue
            who, what = sets.of(node)
            if id(what) not in numbers:
                numbers[id(what)] = len(self.events)
                self.events.append(what)
            owner.append(who)
            event.append(numbers[id(what)])
        self.odds: list[Fraction] = []
        first = 0
        for what in self.events:
            move.append(first)
            chance.append(len(self.odds))
            first += len(what[3])
            self.odds += what[3] if what[0] == "chance" else ()
        self.names = list(names)
        self.owner, self.event, self.label, self.worth = (np.array(some, np.int64) for some in (owner, event, label, worth))
        self.first_move, self.first_chance = np.array(move, np.int64), np.array(chance, np.int64)
        sizes = np.array([len(what[3]) for what in self.events], np.int64)
        self.size = np.where(self.event >= 0, sizes[self.event] if len(sizes) else 0, 0)

    def worth_of(self, payoffs: Payoffs) -> int:
        """The number of payoffs, equal ones having the same."""
        key = tuple([part for x in payoffs for part in (x.numerator, x.denominator)])  # to hash a fraction takes long
        number = self._worths.setdefault(key, len(self.worths))
        if number == len(self.worths):
            self.worths.append(payoffs)
        return number


def _grown(sizes: Ints) -> tuple[Ints, Ints, Ints, Ints]:
    """Breadth-first order of nodes that stand depth first with so many children; by that order parents, moves, and where levels begin.

    Going through the nodes, those that are still to come stand on a pile: a node takes one off, and puts its children there, the first
    one on top. What is put at one height is taken from there in the same order, since one is gone before another comes.
    """
    ends = np.cumsum(sizes - 1) + 1  # the height after each node
    if not len(sizes) or ends[-1] != 0 or (ends[:-1] < 1).any():
        raise Unusual
    after = np.arange(1, len(sizes))
    above = np.repeat(np.arange(len(sizes)), sizes)
    first = np.cumsum(sizes) - sizes
    put = ends[above] - (after - 1 - first[above])
    child = np.empty(len(after), np.int64)  # of each child in the order of parents and moves, where it stands
    child[_by_height(put)] = after[_by_height(ends[:-1])]
    nodes, levels = np.zeros(1, np.int64), [np.zeros(1, np.int64)]
    parents, moves, starts = [np.full(1, -1)], [np.full(1, -1)], [0]
    while True:
        many = sizes[nodes]
        parent = np.repeat(np.arange(len(nodes)), many)
        if not len(parent):
            return np.concatenate(levels), np.concatenate(parents), np.concatenate(moves), np.array(starts)
        move = np.arange(len(parent)) - (np.cumsum(many) - many)[parent]
        parents.append(parent + starts[-1])
        moves.append(move)
        starts.append(starts[-1] + len(nodes))
        nodes = child[first[nodes[parent]] + move]
        levels.append(nodes)
        if len(levels) > LONGEST_PLAY:
            raise Unusual


def _by_height(heights: Ints) -> Ints:
    """The places of lower ones first, otherwise as they come; small numbers are put in order faster."""
    return np.argsort(heights.astype(np.uint16) if len(heights) and heights.max() < 1 << 16 else heights, kind="stable")


def _frozen(draft: Draft, title: str, kinds: _Kinds, which: Ints) -> Game:
    """Number the nodes breadth-first, as `freeze` does."""
    endings = int((kinds.size[which] == 0).sum())
    if len(which) > LARGEST_TREE or endings * len(draft.players) > LARGEST_TREE:
        raise Unusual
    order, parent, move, levels = _grown(kinds.size[which])
    which = which[order]
    owner, event = kinds.owner[which], kinds.event[which]
    leaf, drawn = owner == TERMINAL, np.flatnonzero((parent >= 0) & (owner[parent] == CHANCE))
    action = np.where(parent >= 0, kinds.first_move[event[parent]] + move, -1) if kinds.events else move
    infoset = np.where(leaf, np.cumsum(leaf) - 1, 0)
    sets, of_set = _in_order(event[owner >= 0])
    infoset[owner >= 0] = of_set
    keys = [kinds.events[k][1:3] for k in sets]
    chance_moves = _chance_moves(kinds, event, owner, infoset)
    numbered = {player: k for k, player in enumerate(draft.players)}
    infosets, sets_in_order = by_player(infoset, owner, keys, numbered)
    table = TermTable()
    chances = _combined(table, kinds.odds, kinds.first_chance[event[parent[drawn]]] + move[drawn] if len(drawn) else drawn)
    worth = _on_the_way(kinds, which, parent, leaf)
    payoffs = [x for row in kinds.worths for x in row]
    count = len(draft.players)
    names, outcome = _endings(kinds, which, parent, owner, action, levels, leaf)
    return Game(
        name=draft.name,
        title=title,
        players=draft.players,
        domain=Domain((), (), {}),
        headline=(),
        chances=chances,
        payoffs=_combined(table, payoffs, (worth[leaf, None] * count + np.arange(count)).ravel()),
        measures=table.combination(()),
        terms=table.terms,
        parent=parent.astype(np.int32),
        owner=owner.astype(np.int32),
        infoset=infosets,
        move=move.astype(np.int32),
        set_owner=np.array([numbered[player] for player, _ in sets_in_order], np.int32),
        set_labels=set_labels(sets_in_order),
        set_actions=tuple(draft.sets[key] for key in sets_in_order),
        chance_moves=chance_moves,
        measure_names=(),
        outcome_names=names,
        outcome=outcome,
    )


def _in_order(numbers: Ints) -> tuple[list[int], Ints]:
    """Different numbers, not negative, in the order in which they come first, and the place of each among them."""
    values, first, which = met(numbers)
    order = np.argsort(first)
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order))
    return values[order].tolist(), rank[which]


def _chance_moves(kinds: _Kinds, event: Ints, owner: Ints, infoset: Ints) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The different chance moves in order; their numbers are put in as information sets."""
    moves, of_node = _in_order(event[owner == CHANCE])
    chance_moves: dict[tuple[str, tuple[str, ...]], int] = {}
    numbers = [chance_moves.setdefault(kinds.events[k][1:3], len(chance_moves)) for k in moves]
    if numbers:
        infoset[owner == CHANCE] = np.array(numbers)[of_node]
    return tuple(chance_moves)


def _combined(table: TermTable, numbers: Sequence[Fraction], rows: Ints) -> Combination:
    """Store rows that are one number each, given by its place among some numbers."""
    same: dict[tuple[int, int], int] = {}
    alike = np.array([same.setdefault((x.numerator, x.denominator), k) for k, x in enumerate(numbers)], np.int64)
    different, places = _in_order(alike[rows]) if len(rows) else ([], rows)
    return table.combination([table.split(numbers[k]) for k in different], places.astype(np.int32))


def _on_the_way(kinds: _Kinds, which: Ints, parent: Ints, leaf: npt.NDArray[np.bool_]) -> Ints:
    """The payoffs at every node with those on the way, by their places among all."""
    own = kinds.worth[which]
    if not own[~leaf].any():
        return own
    rows, sums, total = kinds.worths, dict[tuple[int, int], int](), own.tolist()
    for node, above in enumerate(parent.tolist()):
        key = (total[above] if above >= 0 else 0), total[node]
        if key not in sums:
            sums[key] = kinds.worth_of(plus(kinds.source, None, rows[key[0]], rows[key[1]]))
        total[node] = sums[key]
    return np.array(total, np.int64)


def _endings(
    kinds: _Kinds, which: Ints, parent: Ints, owner: Ints, action: Ints, levels: Ints, leaf: npt.NDArray[np.bool_]
) -> tuple[tuple[str, ...], npt.NDArray[np.int32]]:
    """The classes of endings, by their names or else by what the players did, and the class of each."""
    words = [word for what in kinds.events for word in what[3 if what[0] == "choose" else 2]]
    numbers: dict[str, int] = {}
    spoken = np.array([numbers.setdefault(word, len(numbers)) for word in words] or [0], np.int64)
    plays = np.zeros(len(which), np.int64)  # by node the number of what the players did
    done: list[tuple[str, ...]] = [()]  # and what that is
    for start, end in pairwise([*levels[1:].tolist(), len(which)]):
        above = parent[start:end]
        keys = np.where(owner[above] >= 0, plays[above] * len(numbers) + spoken[action[start:end]], -1)
        new, places = _in_order(keys[keys >= 0])
        plays[start:end] = plays[above]
        plays[start:end][keys >= 0] = len(done) + places
        by_number = list(numbers)
        done += [(*done[k // len(numbers)], by_number[k % len(numbers)]) for k in new]
    said = kinds.label[which][leaf]
    called = len(kinds.names)
    classes, of_leaf = _in_order(np.where(said > 0, said, called + plays[leaf]))
    labels = [kinds.names[k] if k < called else Joined(done[k - called], empty="the start") for k in classes]
    if int(np.array([len(label) for label in labels], np.int64)[of_leaf].sum()) > MOST_LETTERS // 2:
        raise Unusual
    names: dict[str, int] = {}
    merged = np.array([names.setdefault(label, len(names)) for label in labels], np.int32)
    return tuple(names), merged[of_leaf]
