"""Walls and cells: where in parameter space the set of equilibria changes.

Every condition of every family is a Boolean combination of signs of polynomials in the
parameters.  Their irreducible factors are the candidate walls; the sign vectors that the
domain realises are the cells; and on a cell every family holds throughout or nowhere.  A
candidate whose sign never decides anything is no wall.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise
from typing import Any

from games import Game
from games.parameter import Condition as Side

from ..algebra.projection import Projected
from ..algebra.ring import Polynomial, key
from ..algebra.sign_oracle import Atom, Oracle
from ..closed_forms.faces import Group
from .sign_vectors import SignVectors, signs_at

Label = frozenset[int]

LITTLE = 10_000  # signs to be compared, even when time is over


@dataclass(frozen=True, eq=False)
class Cell:
    """A realised sign vector.

    Parameters
    ----------
    signs : tuple of int
        +1 or -1 for each wall.
    point : dict from str to Fraction
        A rational point inside.
    label : frozenset of int
        The families that hold throughout.
    """

    signs: tuple[int, ...]
    point: dict[str, Fraction]
    label: Label


@dataclass(frozen=True, eq=False)
class Condition:
    """A product of walls, its sign turned by a constant: positive means that the comparison holds.

    Parameters
    ----------
    factors : tuple of int
        Indices of the candidate walls, with repetitions.
    turn : int
        +1 or -1.
    """

    factors: tuple[int, ...]
    turn: int

    def holds(self, signs: Sequence[int]) -> bool:
        """Whether the product is positive at a sign vector."""
        out = self.turn
        for k in self.factors:
            out *= signs[k]
        return out > 0


class Cells:
    """The cells of a set of families over one oracle."""

    def __init__(self, game: Game, oracle: Oracle, groups: Sequence[Group]) -> None:
        self.game, self.oracle, self.ring = game, oracle, oracle.ring
        self.candidates: list[Polynomial] = []
        self._index: dict[str, int] = {}
        self._left_out: list[Polynomial] = []  # where these vanish a family is missing, on both sides of which it exists
        self.rules = [[self._rule(case) for piece in g.pieces if piece.generic for case in piece.cases if open_case(case)] for g in groups]
        self.crowded = False  # whether there was no time to see which walls change nothing
        self._budget = oracle.ring.budget
        self._sides: dict[tuple[int, int], Side] = {}
        self._drawn: dict[Any, list[dict[str, Fraction]]] = {}
        self._vectors = SignVectors(game, oracle, self.candidates)

    @property
    def unknown(self) -> int:
        """How many sign vectors were neither found nor ruled out."""
        return self._vectors.unknown

    @property
    def skipped(self) -> int:
        """How many of these for want of time."""
        return self._vectors.skipped

    def _rule(self, case: Projected) -> list[Condition]:
        """The comparisons of a case that decide off the walls."""
        self._left_out += [atom.polynomial for atom in case.atoms if atom.relation == "!="]
        return [self._condition(atom) for atom in case.atoms if atom.relation != "!="]

    def _condition(self, atom: Atom) -> Condition:
        """A comparison as a product of candidate walls; new ones among its factors become candidates."""
        content, irreducible = self.ring.factors(atom.polynomial)
        turn, factors = (1 if content > 0 else -1), []
        for factor, power in irreducible:
            oriented, sign = self._oriented(factor)
            turn *= sign**power
            name = key(oriented)
            if name not in self._index:
                self._index[name] = len(self.candidates)
                self.candidates.append(oriented)
            if power % 2:
                factors.append(self._index[name])
        return Condition(tuple(factors), turn)

    def _oriented(self, factor: Polynomial) -> tuple[Polynomial, int]:
        """Turn a factor so that it grows in the first parameter that it is linear in; without one, its leading term is positive."""
        for name in self.ring.parameters:
            if self.ring.degree(factor, name) == 1:
                sign = self.oracle.sign(factor.derivative(self.ring.index[name]))
                if sign:
                    return factor * sign, sign
        return factor, 1

    def label(self, signs: Sequence[int]) -> Label:
        """The families that hold at a sign vector of all candidates."""
        return frozenset(k for k, cases in enumerate(self.rules) if any(all(c.holds(signs) for c in case) for case in cases))

    def signs_at(self, live: Sequence[int], point: Mapping[str, Fraction]) -> tuple[int, ...]:
        """The exact signs of some candidates at a point."""
        return signs_at(self.ring, [self.candidates[k] for k in live], point)

    def is_generic(self, point: Mapping[str, Fraction]) -> bool:
        """Whether a point is off every surface on which a condition changes, or which one leaves out."""
        return 0 not in signs_at(self.ring, [*self.candidates, *self._left_out], point)

    def find(self) -> tuple[list[int], list[Cell]]:
        """Give the live walls (indices of candidates) and the cells in terms of them."""
        every = list(self._vectors.realised())
        cells = {signs: (self.label(signs), point) for signs, point in every}
        live = list(range(len(self.candidates)))
        for k in sorted(live, key=lambda i: (-len(self.candidates[i]), key(self.candidates[i]))):
            if self._budget.over and len(cells) * len(live) > LITTLE:
                self.crowded = True
                break
            rest = [i for i in live if i != k]
            if self._decided(cells, rest):
                live = rest
        out: dict[tuple[int, ...], Cell] = {}
        for signs, (label, point) in cells.items():
            live_signs = tuple(signs[i] for i in live)
            out.setdefault(live_signs, Cell(live_signs, point, label))
        return live, sorted(out.values(), key=lambda c: tuple(-s for s in c.signs))

    @staticmethod
    def _decided(cells: dict[tuple[int, ...], tuple[Label, dict[str, Fraction]]], walls: Sequence[int]) -> bool:
        """Whether the signs of some walls alone decide every label."""
        labels: dict[tuple[int, ...], Label] = {}
        return all(labels.setdefault(tuple(signs[i] for i in walls), label) == label for signs, (label, _) in cells.items())

    def further(self, live: Sequence[int], cell: Cell, count: int) -> list[dict[str, Fraction]]:
        """Random rational points of a cell, the same whenever they are asked for."""
        name = (tuple(live), cell.signs, count)
        if name not in self._drawn:
            sides = [self._side(k, s) for k, s in zip(live, cell.signs, strict=True)]
            self._drawn[name] = self.game.domain.also(sides, cell.point).points(count + 1, seed=1)[1:]
        return self._drawn[name]

    def _side(self, k: int, sign: int) -> Side:
        if (k, sign) not in self._sides:
            self._sides[k, sign] = Side(self.ring.expression(self.candidates[k]) * sign, True, "")
        return self._sides[k, sign]

    def flips(self, live: Sequence[int], cells: Sequence[Cell]) -> list[Label]:
        """For each live wall, the families that hold on one side only of some place on it."""
        by_signs = {c.signs: c.label for c in cells}
        out = []
        for k in range(len(live)):
            flipped: set[int] = set()
            for signs, label in by_signs.items():
                across = tuple(-s if i == k else s for i, s in enumerate(signs))
                flipped |= label ^ by_signs.get(across, label)
            out.append(frozenset(flipped))
        return out


def along_the_axis(live: Sequence[int], cells: Sequence[Cell], name: str) -> tuple[list[int], list[Cell]]:
    """Order the cells of a map of one parameter as they lie on its axis, and the walls as they are met on the way."""
    ordered = sorted(cells, key=lambda cell: cell.point[name])

    def met(k: int) -> int:
        changes = (n for n, (a, b) in enumerate(pairwise(ordered)) if a.signs[k] != b.signs[k])
        return next(changes, len(ordered))

    order = sorted(range(len(live)), key=met)
    return [live[k] for k in order], [replace(cell, signs=tuple(cell.signs[k] for k in order)) for cell in ordered]


def open_case(case: Projected) -> bool:
    """Whether a case needs no equation between parameters; one that does holds on a wall only."""
    return all(atom.relation != "=" for atom in case.atoms)
