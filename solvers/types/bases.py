"""What a base of a game with types from a continuum is: cells, what they use, and what is believed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from ..algebra.ring import Polynomial
from ..algebra.sign_oracle import Atom

Support: TypeAlias = tuple[int, ...]
Cell: TypeAlias = tuple[tuple[int, Support], ...]
"""What the types of a cell use: pairs of an information set and actions, in the order of the sets."""
Word: TypeAlias = tuple[Cell, ...]
"""The cells of a player, from the lowest types to the highest."""
Start: TypeAlias = tuple[int, int, int]
"""Where a belief starts afresh: a player, one of its information sets, and an action there that no type takes."""
Believed: TypeAlias = Mapping[Start, tuple[int, ...]]
"""The cells with positive weight where a belief starts afresh."""


@dataclass(frozen=True, eq=False)
class TypeBase:
    """A base with its system.

    Parameters
    ----------
    words : dict from player to Word
        The cells.
    believed : dict
        Cells with positive weight, where later beliefs depend on it.
    unknowns : list of str
        The unknowns of the system.
    equations : list of (polynomial, set)
        All zero, with the information set whose indifference it is.
    atoms : list of Atom
        No action that is not used is better, at either end of a cell; weights of beliefs.
    facts : list of tuple
        What each of the atoms is about: ``("rival", player, cell, set, used, rival, end)`` or ``("belief", start)``.
    positives : list of polynomials
        Shares of cells, mixes, and weights of beliefs; all positive.
    marks : list of tuple
        What each of the positives is: ``("cell", player, k)``, ``("mix", player, k, set, action)`` or ``("belief", start, k)``.
    """

    words: Mapping[int, Word]
    believed: Believed
    unknowns: list[str]
    equations: list[tuple[Polynomial, int | None]]
    atoms: list[Atom]
    facts: list[tuple[object, ...]]
    positives: list[Polynomial]
    marks: list[tuple[object, ...]] = field(default_factory=list)

    @property
    def everything(self) -> list[Atom]:
        """All that must hold."""
        return [*self.atoms, *(Atom(p, ">") for p in self.positives), *(Atom(e, "=") for e, _ in self.equations)]


class Impossible(Exception):
    """A system that contradicts itself."""


def once(equations: Iterable[tuple[Polynomial, int | None]]) -> list[tuple[Polynomial, int | None]]:
    """Equations that say something, each once; a constant that is not zero is impossible."""
    kept: list[tuple[Polynomial, int | None]] = []
    for e, s in equations:
        if not e:
            continue
        if e.is_constant():
            raise Impossible
        if not any(e == other or e == -other for other, _ in kept):
            kept.append((e, s))
    return kept


def kept(atoms: Sequence[Atom], facts: Sequence[tuple[object, ...]]) -> tuple[list[Atom], list[tuple[object, ...]]]:
    """Comparisons that say something; one that is false is impossible."""
    kept, about = [], []
    for atom, fact in zip(atoms, facts, strict=True):
        if atom.polynomial.is_constant():
            value = atom.polynomial.leading_coefficient() if atom.polynomial else 0
            if not atom.holds(int(value > 0) - int(value < 0)):
                raise Impossible
        else:
            kept.append(atom)
            about.append(fact)
    return kept, about
