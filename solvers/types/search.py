"""The search over bases: words that nothing rules out, player by player, then together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product
from typing import TypeAlias

from ..algebra.sign_oracle import Atom
from .form import Form
from .systems import Believed, Impossible, Support, System, TypeBase, Word
from .words import extended, supports_of

Task: TypeAlias = tuple[Word, ...]
"""A word for each player."""

UNITS_A_TEST = 2_000_000  # of z3's own count of its work; a test that takes more rules nothing out


@dataclass(eq=False)
class Found:
    """What the search met.

    Parameters
    ----------
    words : dict from player to list of Word
        Those that no test rules out when the others are left open.
    bases : int
        How many bases were written down.
    """

    words: dict[int, list[Word]] = field(default_factory=dict)
    bases: int = 0


class TypeSearch:
    """Finds the bases of a game that no test rules out.

    Parameters
    ----------
    form : Form
        The game.
    generic : bool
        Whether bases that exist on a wall only are left out.
    """

    def __init__(self, form: Form, generic: bool) -> None:
        self.form, self.oracle, self.generic = form, form.oracle, generic
        self.found = Found()
        self._fits: dict[tuple[int, Word, tuple[tuple[int, Support], ...]], bool] = {}

    # ---------------------------------------------------------------- tests

    def possible(self, atoms: list[Atom]) -> bool:
        """Whether a system is not ruled out."""
        with self.oracle.hurried(UNITS_A_TEST):
            return self.oracle.satisfiable(atoms) is not False

    def _alone(self, words: Mapping[int, Word], used: Mapping[int, Support] | None = None) -> bool:
        """Whether the cells of some players are possible when the others are left open."""
        try:
            return self.possible(System(self.form, words, {}, used).base().everything)
        except Impossible:
            return False

    def words(self, i: int) -> list[Word]:
        """The words of a player that no test rules out; cut off as soon as the later sets that they speak of are impossible."""
        words: list[Word] = [((),)]
        for s in self.form.own[i]:
            longer = (more for word in words for more in extended(self.form, word, s, self.form.typed[i]))
            words = [word for word in longer if self._alone({i: word})]
        return words

    def fits(self, i: int, word: Word, used: Mapping[int, Support]) -> bool:
        """Whether a word is possible when the others are expected to use certain actions."""
        key = i, word, tuple(sorted(used.items()))
        if key not in self._fits:
            self._fits[key] = self._alone({i: word}, used)
        return self._fits[key]

    # ---------------------------------------------------------------- bases

    def tasks(self) -> list[Task]:
        """Every combination of words that may be possible."""
        for i in self.form.players:
            self.found.words[i] = self.words(i)
        return list(product(*(self.found.words[i] for i in self.form.players)))

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
        self.found.bases += 1
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
        """For a player, the actions that the others are expected to use at each of their sets, where the cells say so."""
        used: dict[int, Support] = {}
        for s in self.form.sets:
            j = self.form.owner[s]
            if j == i:
                continue
            node = self.form.nodes[s][0]
            start, alive, _ = self.system.origin(j, node, s)
            if alive and (start is None or start in self.system.believed or len(alive) == 1):
                used[s] = tuple(sorted({a for k in alive for a in self.system.supports[j][k][s]}))
        return used
