"""A record of what a search decided, kept when somebody wants to decide it again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from games import GameError

if TYPE_CHECKING:
    from ..algebra.sign_oracle import Atom
    from .tree_polynomials import Supports

MOST_NOTES = 20_000  # of cuts, and of bases, since each becomes a file of its own

T = TypeVar("T")

Beliefs = Mapping[int, tuple[int, ...]]
Rows = Sequence[tuple[tuple[tuple[Any, int], ...], str]]


@dataclass(frozen=True, eq=False)
class Cut:
    """A part of the search that was left out, and why.

    Parameters
    ----------
    supports : dict from set to actions
        The supports that it speaks of.
    beliefs : dict from set to nodes
        The belief supports that it speaks of.
    """

    supports: Supports
    beliefs: Beliefs


@dataclass(frozen=True, eq=False)
class Unfit(Cut):
    """No belief makes a set's support best; with exactly the nodes of `beliefs`, where it names them.

    Parameters
    ----------
    infoset : int
        The set.
    """

    infoset: int


@dataclass(frozen=True, eq=False)
class Conflict(Cut):
    """The conditions of supports on the parameters alone hold at no point of the domain.

    Parameters
    ----------
    atoms : list of Atom
        These conditions.
    """

    atoms: Sequence[Atom]


@dataclass(frozen=True, eq=False)
class Unlabelled(Cut):
    """No positive labels of the unused actions satisfy rows of (differences of exponents, "=" or ">").

    Parameters
    ----------
    rows : sequence
        The rows.
    """

    rows: Rows


@dataclass(frozen=True, eq=False)
class Untenable(Cut):
    """No one belief about where a subform is entered makes all its supports best.

    Parameters
    ----------
    entries : tuple of tuple of int
        Where it is entered: nodes in classes whose members chance alone tells apart.
    atoms : list of Atom
        The conditions of its sets, with the weights of the classes.
    """

    entries: tuple[tuple[int, ...], ...]
    atoms: Sequence[Atom]


class Notes(list[T]):
    """Notes in order; more than can be written down are refused at once, before memory is full of them."""

    def append(self, note: T) -> None:
        """Add a note."""
        if len(self) == MOST_NOTES:
            raise GameError(
                f"The search decides more than {MOST_NOTES:,} things that would have to be written down one by one, which is too many; "
                "leave the decisions out, or take a smaller game."
            )
        super().append(note)


@dataclass(eq=False)
class Journal:
    """All cuts of one search, and all bases with what solving them gave, in order."""

    cuts: list[Cut] = field(default_factory=Notes)
    bases: list[Any] = field(default_factory=Notes)
