"""Lists of equilibria each of which is written out, and verified, when somebody looks at it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Generic, TypeVar, overload

from games import Game

MANY, SOME = 300, 100  # of more than so many, so many are written into a file for programs

Member = TypeVar("Member")


@dataclass(frozen=True, eq=False)
class OnRequest(Sequence[Member], Generic[Member]):
    """So many members, each written out when it is first looked at, and then kept.

    Parameters
    ----------
    game : Game
        The game.
    size : int
        How many they are.
    write : callable
        Writes one of them, by its place.

    Notes
    -----
    A copy for another process, or for a file, is a tuple of all of them.
    """

    game: Game = field(repr=False)
    size: int
    write: Callable[[int], Member] = field(repr=False)

    @cached_property
    def _written(self) -> dict[int, Member]:
        return {}

    def __len__(self) -> int:
        return self.size

    @overload
    def __getitem__(self, k: int) -> Member: ...
    @overload
    def __getitem__(self, k: slice) -> tuple[Member, ...]: ...
    def __getitem__(self, k: int | slice) -> Member | tuple[Member, ...]:
        if isinstance(k, slice):
            return tuple(self[j] for j in range(*k.indices(len(self))))
        k = range(len(self))[k]
        if k not in self._written:
            self._written[k] = self.write(k)
        return self._written[k]

    def __iter__(self) -> Iterator[Member]:
        return (self[k] for k in range(len(self)))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    __hash__ = None  # type: ignore[assignment]

    def __reduce__(self) -> tuple[Any, ...]:
        return tuple, (tuple(self),)


def written(members: Sequence[Member]) -> Sequence[Member]:
    """Those that are written into a file for programs: of very many that are still to be written out, the first."""
    return members[:SOME] if isinstance(members, OnRequest) and len(members) > MANY else members
