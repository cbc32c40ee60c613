"""Cell words: in what order the types of a player may do what.

The information sets of a player are taken later before earlier. At a set, adjacent cells that go on alike are one run, on which the
value of each action is one line in the type; the upper envelope of lines is a sequence of disjoint supports, the new cuts of which are
merged with the old ones in every order. So the patterns are exactly those that upper envelopes can have; a pattern that no parameters
and no play of the others allow is dropped as soon as it is met.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import combinations, product

from .bases import Cell, Support, Word
from .form import Form


@lru_cache(maxsize=64)
def supports_of(actions: int) -> tuple[Support, ...]:
    """The non-empty sets of actions."""
    return tuple(some for size in range(1, actions + 1) for some in combinations(range(actions), size))


@lru_cache(maxsize=64)
def sequences(actions: int, several: bool = True) -> tuple[tuple[Support, ...], ...]:
    """The sequences of disjoint supports that an upper envelope can have; one support where there is one type."""

    def grow(sequence: tuple[Support, ...], used: frozenset[int]) -> Iterator[tuple[Support, ...]]:
        if sequence:
            yield sequence
        if several or not sequence:
            for support in supports_of(actions):
                if used.isdisjoint(support):
                    yield from grow((*sequence, support), used | set(support))

    return tuple(grow((), frozenset()))


def merged(cells: Sequence[Cell], new: Sequence[Cell]) -> Iterator[list[Cell]]:
    """The common refinements of two ordered partitions of one interval, in which cuts may coincide."""
    head = tuple(sorted((*cells[0], *new[0])))
    if len(cells) == len(new) == 1:
        yield [head]
        return
    if len(cells) > 1:
        yield from ([head, *rest] for rest in merged(cells[1:], new))
    if len(new) > 1:
        yield from ([head, *rest] for rest in merged(cells, new[1:]))
    if len(cells) > 1 and len(new) > 1:
        yield from ([head, *rest] for rest in merged(cells[1:], new[1:]))


def runs(form: Form, word: Word, s: int) -> list[list[Cell]]:
    """Maximal runs of adjacent cells that are alike at all sets after one."""
    found: list[list[Cell]] = []
    last: Cell | None = None
    for cell in word:
        later = tuple((t, support) for t, support in cell if form.after(t, s))
        if found and later == last:
            found[-1].append(cell)
        else:
            found.append([cell])
        last = later
    return found


def extended(form: Form, word: Word, s: int, several: bool) -> Iterator[Word]:
    """The words that say of one more set, an earlier one, what is done there."""
    choices = []
    for run in runs(form, word, s):
        options = [cells for sequence in sequences(form.actions[s], several) for cells in merged(run, [((s, x),) for x in sequence])]
        choices.append(options)
    for combination in product(*choices):
        yield tuple(cell for part in combination for cell in part)


def all_words(form: Form, i: int) -> list[Word]:
    """Every word of a player, with nothing dropped."""
    words: list[Word] = [((),)]
    for s in form.own[i]:
        words = [longer for word in words for longer in extended(form, word, s, form.typed[i])]
    return words


def in_words(form: Form, words: Mapping[int, Word]) -> str:
    """What the cells of each player do."""
    game = form.game

    def cell(supports: Iterable[tuple[int, Support]]) -> str:
        return ", ".join("/".join(game.set_actions[s][a] for a in support) for s, support in supports)

    return "; ".join(f"{game.players[i]}: {' | '.join(map(cell, word))}" for i, word in words.items())
