"""Plays of a subform that are the same to whatever is outside it.

What is outside bears on a subform by the belief with which it is entered, and is borne upon by what its entries are worth.  Plays that
allow the same worths under the same beliefs are cut together: the first stands for all of its kind when play outside is combined with
them.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass

from flint import fmpq, fmpz

from ..algebra.ring import Polynomial, constant, key
from ..algebra.sign_oracle import Atom, Oracle
from ..algebra.triangular import simplify_all
from .subforms import Subform
from .tree_polynomials import Supports, View

FEW = 20  # so few plays of a subform are combined one by one


@dataclass(frozen=True, eq=False)
class Reduced:
    """Conditions at one parameter point from which unknowns are gone that an equation sets to a number.

    Parameters
    ----------
    parts : list of list of Atom
        What is left, those together that have an unknown in common, directly or through others.
    numbers : list of dict from str to number
        The unknowns that are gone, in the order in which numbers were put in.
    """

    parts: list[list[Atom]]
    numbers: list[dict[str, fmpq]]

    def put_in(self, view: View, p: Polynomial) -> Polynomial:
        """Put the numbers in."""
        for numbers in self.numbers:
            p = _put_in(view, p, numbers)
        return p


def reduced(view: View, oracle: Oracle, conditions: Sequence[Atom]) -> Reduced | None:
    """Reduce conditions in unknowns alone; None where they contradict one another."""
    atoms: Sequence[Atom] | None = conditions
    known: list[dict[str, fmpq]] = []
    while (atoms := simplify_all(oracle, atoms or ())) is not None:
        numbers = _set_to_numbers(view, atoms)
        if numbers is None:
            return None
        if not numbers:
            return Reduced(_apart(view, atoms), known)
        known.append(numbers)
        atoms = [Atom(_put_in(view, atom.polynomial, numbers), atom.relation) for atom in atoms]
    return None


def seen_outside(view: View, subform: Subform, supports: Supports, conditions: Reduced, in_full: Collection[int]) -> Hashable:
    """What is seen from outside of a play in a subform: of two plays that look the same, the same holds outside.

    Parameters
    ----------
    conditions : Reduced
        In the mixing probabilities inside, and the weights of the entries.
    in_full : set of int
        Information sets whose supports are seen too, and whose players look as well.

    Notes
    -----
    These are what the entries are worth to those who move before them, and the conditions that bear on it or on the belief there.
    """
    ring = view.ring
    nodes = [node for nodes in subform.entries for node in nodes]
    shown = {view.owner[s] for s in in_full}
    before = [sorted({view.node_owner[n] for n, _ in view.game.path(node) if view.node_owner[n] >= 0} | shown) for node in nodes]
    worths = [view.value(node, player, supports) for node, players in zip(nodes, before, strict=True) for player in players]
    worths = [conditions.put_in(view, worth) for worth in (*worths, *(ring.gen(f"e.{k}") for k in range(len(subform.entries) - 1)))]
    bearing = {name for worth in worths for name in ring.open(worth)}
    kept = [atom for part in conditions.parts if any(bearing.intersection(ring.open(atom.polynomial)) for atom in part) for atom in part]
    played = tuple([supports[s] for s in sorted(subform.sets.intersection(in_full))])
    return tuple(map(key, worths)), tuple(sorted((atom.name, atom.relation) for atom in kept)), played


def _set_to_numbers(view: View, atoms: Sequence[Atom]) -> dict[str, fmpq] | None:
    """Unknowns that an equation sets to a number, with these numbers; None where one is no probability of an action that is used."""
    numbers, ring = {}, view.ring
    for atom in atoms:
        names = ring.variables(atom.polynomial) if atom.relation == "=" else ()
        if len(names) != 1 or ring.degree(atom.polynomial, names[0]) != 1 or names[0] in numbers:
            continue
        (name,), unknown = names, view.unknowns[names[0]]
        slope = constant(atom.polynomial.derivative(ring.index[name]))
        number = -constant(atom.polynomial.subs({name: 0})) / slope
        if unknown.kind == "mix" and view.actions[unknown.infoset] > 2:  # bound to the others of its set
            continue
        if unknown.kind == "mix" and not 0 < number < 1:
            return None
        numbers[name] = number
    return numbers


def _put_in(view: View, p: Polynomial, numbers: Mapping[str, fmpq]) -> Polynomial:
    some: dict[str | int, int | fmpz | fmpq] = {name: numbers[name] for name in view.ring.variables(p) if name in numbers}
    return p.subs(some) if some else p


def _apart(view: View, atoms: Sequence[Atom]) -> list[list[Atom]]:
    """Divide conditions into parts that have no unknown in common, nor the unknowns of one information set."""
    parts: list[tuple[set[Hashable], list[Atom]]] = []
    for atom in atoms:
        unknowns = [(name, view.unknowns[name]) for name in view.ring.open(atom.polynomial)]
        bound: set[Hashable] = {u.infoset if u.kind == "mix" else name for name, u in unknowns}
        joined = [part for part in parts if not bound.isdisjoint(part[0])]
        parts = [part for part in parts if bound.isdisjoint(part[0])]
        parts.append((bound.union(*(names for names, _ in joined)), [*(a for _, some in joined for a in some), atom]))
    return [some for _, some in parts]
