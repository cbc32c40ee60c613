"""Which things in a graph can be told apart by what surrounds them, and permutations that nothing tells from standing still.

Colours are refined until all of one colour have neighbours of the same colours; what is left is tried out (McKay and Piperno 2014).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field

MOST_LOOKS = 400_000  # at vertices in one search for generators, some seconds; what is not found by then is left out

Colours = tuple[int, ...]


@dataclass(eq=False)
class Graph:
    """A coloured graph.

    Parameters
    ----------
    kinds : list
        What each vertex is, in anything that can be compared with equals.
    neighbours : list of list of int
        The neighbours of each vertex.
    moved : int
        The first so many vertices are those whose permutation matters.
    """

    kinds: Sequence[Hashable]
    neighbours: Sequence[Sequence[int]]
    moved: int
    refinements: int = field(default=0, init=False)

    def coloured(self, fixed: Sequence[int]) -> Colours:
        """The colours when some vertices, in this order, are told apart from all others."""
        self.refinements += 1
        place = {v: k for k, v in enumerate(fixed)}
        colours = _numbered([(repr(kind), place.get(v, -1)) for v, kind in enumerate(self.kinds)])
        count = len(set(colours))
        while True:
            colours = _numbered([(colours[v], tuple(sorted(colours[w] for w in near))) for v, near in enumerate(self.neighbours)])
            if len(set(colours)) == count:
                return colours
            count = len(set(colours))

    def generators(self) -> list[tuple[tuple[int, ...], int]]:
        """Give permutations that generate all of them that move something; with each the level of the stabiliser chain it belongs to.

        Returns
        -------
        list of (tuple of int, int)
            The image of every vertex, and how many of the vertices of the base it keeps in place. Deepest first.
        """
        base: list[int] = []
        cells: list[list[int]] = []
        while not self._enough and (cell := self._cell(self.coloured(base))) is not None:
            base.append(cell[0])
            cells.append(cell)
        found: list[tuple[tuple[int, ...], int]] = []
        for level in range(len(base) - 1, -1, -1):
            reached = {base[level]}
            for w in cells[level]:
                if w not in reached and not self._enough:
                    permutation = self._extended(base[: level + 1], [*base[:level], w])
                    if permutation is not None:
                        found.append((permutation, level))
                        reached = _orbit(base[level], [p for p, _ in found])
        return found

    @property
    def _enough(self) -> bool:
        return self.refinements * len(self.kinds) > MOST_LOOKS

    def _cell(self, colours: Colours) -> list[int] | None:
        """The first vertices that matter and are not told apart; None when all are."""
        alike: dict[int, list[int]] = {}
        for v in range(self.moved):
            alike.setdefault(colours[v], []).append(v)
        return next((cell for cell in alike.values() if len(cell) > 1), None)

    def _extended(self, these: list[int], those: list[int]) -> tuple[int, ...] | None:
        """A permutation of the graph that takes some vertices to others; None when there is none, or none is found in time."""
        if self._enough:
            return None
        left, right = self.coloured(these), self.coloured(those)
        sizes = Counter(left)
        if sizes != Counter(right):
            return None
        image = {colour: w for w, colour in enumerate(right)}
        if len(sizes) == len(left):
            permutation = tuple(image[colour] for colour in left)
            return permutation if self._keeps(permutation) else None
        v = next(v for v, colour in enumerate(left) if sizes[colour] > 1)
        for w, colour in enumerate(right):
            if colour == left[v]:
                permutation = self._extended([*these, v], [*those, w])  # type: ignore[assignment]
                if permutation is not None:
                    return permutation
        return None

    def _keeps(self, permutation: Sequence[int]) -> bool:
        return all(
            self.kinds[v] == self.kinds[permutation[v]] and {permutation[w] for w in near} == set(self.neighbours[permutation[v]])
            for v, near in enumerate(self.neighbours)
        )


def _numbered(descriptions: Sequence[tuple[object, ...]]) -> Colours:
    """Numbers for descriptions, the same whatever the order in which vertices stand."""
    numbers = {description: k for k, description in enumerate(sorted(set(descriptions)))}
    return tuple(numbers[description] for description in descriptions)


def _orbit(start: int, permutations: Sequence[Sequence[int]]) -> set[int]:
    reached, fresh = {start}, [start]
    while fresh:
        v = fresh.pop()
        for permutation in permutations:
            if permutation[v] not in reached:
                reached.add(permutation[v])
                fresh.append(permutation[v])
    return reached
