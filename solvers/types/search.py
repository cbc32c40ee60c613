"""The search over bases: words that nothing rules out, player by player, then together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeAlias

from ..algebra.sign_oracle import Atom
from .bases import Believed, Cell, Impossible, Support, TypeBase, Word
from .form import Form
from .systems import System
from .words import extended, supports_of

Task: TypeAlias = tuple[Word, ...]
"""A word for each player."""

MANY = 4  # actions at a set, from which on cells are found one after the other
UNITS_A_TEST = 2_000_000  # of z3's own count of its work; a test that takes more rules nothing out


class TypeSearch:
    """Finds the bases of a game that no test rules out.

    Parameters
    ----------
    form : Form
        The game.

    Attributes
    ----------
    examined : int
        How many bases were written down.
    crowded : set of int
        Players whose orders of very many cells were not looked at.
    """

    def __init__(self, form: Form) -> None:
        self.form, self.oracle = form, form.oracle
        self.examined = 0
        self.crowded: set[int] = set()
        self._fits: dict[tuple[int, Word, tuple[tuple[int, Support], ...]], bool] = {}

    # ---------------------------------------------------------------- tests

    def possible(self, atoms: list[Atom]) -> bool:
        """Whether a system is not ruled out."""
        with self.oracle.hurried(UNITS_A_TEST):
            return self.oracle.satisfiable(atoms) is not False

    def _alone(self, words: Mapping[int, Word], used: Mapping[int, Support] | None = None) -> bool:
        """Whether the cells of some players are possible when the others are left open."""
        if crowded := {i for i, word in words.items() if len(word) > self.form.most[i]}:
            self.crowded |= crowded
            return False
        try:
            return self.possible(System(self.form, words, {}, used).base().everything)
        except Impossible:
            return False

    def words(self, i: int, others: Mapping[int, Word] | None = None) -> Iterator[Word]:
        """The words of a player that no test rules out, when some others have certain cells and the rest are left open.

        A word is cut off as soon as what it says of later sets is impossible.
        """
        context = others or {}
        words: Iterable[Word] = [((),)]
        for s in self.form.own[i]:
            words = list(self._longer(i, words, s, context))
        yield from words

    def _longer(self, i: int, words: Iterable[Word], s: int, context: Mapping[int, Word]) -> Iterator[Word]:
        """The words that say of one more set what is done there, of those that no test rules out."""
        for word in words:
            if self.form.typed[i] and len(word) == 1 and self.form.actions[s] >= MANY:
                yield from self._grown(i, word[0], s, (), context)
                continue
            for longer in extended(self.form, word, s, self.form.typed[i]):
                if self._alone({**context, i: longer}):
                    yield longer

    def _grown(self, i: int, cell: Cell, s: int, cells: Word, context: Mapping[int, Word]) -> Iterator[Word]:
        """The same where one cell is cut by many actions: from the lowest types on, cut off as soon as a beginning is impossible."""
        taken = {a for done in cells for a in dict(done)[s]}
        for support in supports_of(self.form.actions[s]):
            if taken.isdisjoint(support):
                longer = (*cells, tuple(sorted((*cell, (s, support)))))
                if self._alone({**context, i: longer}):
                    yield longer
                if len(taken) + len(support) < self.form.actions[s] and self._alone({**context, i: (*longer, ())}):
                    yield from self._grown(i, cell, s, longer, context)

    def fits(self, i: int, word: Word, used: Mapping[int, Support]) -> bool:
        """Whether a word is possible when the others are expected to use certain actions."""
        key = i, word, tuple(sorted(used.items()))
        if key not in self._fits:
            self._fits[key] = self._alone({i: word}, used)
        return self._fits[key]

    # ---------------------------------------------------------------- bases

    def tasks(self) -> list[Task]:
        """Every combination of words that may be possible; players with many actions at a set come last and know the others' words."""
        players = sorted(self.form.players, key=lambda i: max((self.form.actions[s] for s in self.form.own[i]), default=0) >= MANY)
        combinations: list[dict[int, Word]] = [{}]
        for i in players:
            wide = any(self.form.actions[s] >= MANY for s in self.form.own[i])
            alone = [] if wide else list(self.words(i))
            combinations = [{**some, i: word} for some in combinations for word in (self.words(i, some) if wide else alone)]
        return [tuple(some[i] for i in self.form.players) for some in combinations]

    def bases(self, task: Task) -> Iterator[TypeBase]:
        """Every base with some words that the tests leave."""
        yield from self._believing(dict(zip(self.form.players, task, strict=True)), {})

    def _believing(self, words: Mapping[int, Word], believed: Believed) -> Iterator[TypeBase]:
        """The bases with some cells, for every choice of the cells believed possible where it matters."""
        system = System(self.form, words, believed)
        expected = Expected(self.form, system)
        if not all(self.fits(i, word, expected.used(i)) for i, word in words.items()):
            return
        pending = system.pending()
        if pending is not None:
            for cells in supports_of(len(words[pending[0]])):
                yield from self._believing(words, {**believed, pending: cells})
            return
        self.examined += 1
        try:
            base = system.base()
        except Impossible:
            return
        yield base


class Expected:
    """Which actions are expected of players, by the cells that they have."""

    def __init__(self, form: Form, system: System) -> None:
        self.form, self.system = form, system

    def used(self, i: int) -> dict[int, Support]:
        """For a player, the actions that the others are expected to use at each of their sets, where the cells say so.

        Where none of the types that chance told makes a move, nothing is said: who made it may then be believed to be any of them.
        """
        used: dict[int, Support] = {}
        anybody = {t for s in self.form.own[i] for j in self.form.players if j != i for _, t, _ in self.system.nobody(j, s)}
        for s in self.form.sets:
            j = self.form.owner[s]
            if j == i or s in anybody:
                continue
            node = self.form.nodes[s][0]
            start, alive, _ = self.system.origin(j, node, s)
            if alive and (start is None or start in self.system.believed or len(alive) == 1):
                used[s] = tuple(sorted({a for k in alive for a in self.system.supports[j][k][s]}))
        return used
