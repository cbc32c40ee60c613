"""Plays of a subform that are the same to whatever is outside it.

What is outside bears on a subform by the belief with which it is entered, and is borne upon by what its entries are worth.  Plays that
allow the same worths under the same beliefs are cut together: the first stands for all of its kind when play outside is combined with
them.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping, Sequence

from flint import fmpq

from ..algebra.ring import Polynomial, constant, key
from ..algebra.sign_oracle import Atom, Oracle
from ..algebra.triangular import simplify_all
from .subforms import Subform
from .tree_polynomials import Supports, View

FEW = 20  # so few plays of a subform are combined one by one


def seen_outside(
    view: View, oracle: Oracle, subform: Subform, supports: Supports, conditions: Sequence[Atom], in_full: Collection[int]
) -> Hashable:
    """What is seen from outside of a play in a subform: of two plays that look the same, the same holds outside.

    Parameters
    ----------
    conditions : list of Atom
        In the mixing probabilities inside, and the weights of the entries.
    in_full : set of int
        Information sets whose supports are seen too.

    Notes
    -----
    These are what the entries are worth to those who move before them, and the conditions that bear on it or on the belief there, once
    unknowns have been left out that an equation sets to a number, or that have to do with neither.
    """
    ring = view.ring
    nodes = [node for nodes in subform.entries for node in nodes]
    before = [sorted({view.node_owner[n] for n, _ in view.game.path(node) if view.node_owner[n] >= 0}) for node in nodes]
    worths = [view.value(node, player, supports) for node, players in zip(nodes, before, strict=True) for player in players]
    worths += [ring.gen(f"e.{k}") for k in range(len(subform.entries) - 1)]
    atoms: list[Atom] | None = list(conditions)
    while atoms := simplify_all(oracle, atoms or ()):
        numbers = _set_to_numbers(view, atoms)
        if not numbers:
            break
        atoms = [Atom(_put_in(view, atom.polynomial, numbers), atom.relation) for atom in atoms]
        worths = [_put_in(view, worth, numbers) for worth in worths]
    bearing = {name for worth in worths for name in ring.open(worth)}
    rest, kept = [(frozenset(ring.open(atom.polynomial)), atom) for atom in atoms or ()], list[Atom]()
    while joined := [(names, atom) for names, atom in rest if names & bearing]:
        rest = [entry for entry in rest if not entry[0] & bearing]
        bearing = bearing.union(*(names for names, _ in joined))
        kept += [atom for _, atom in joined]
    shown = tuple([supports[s] for s in sorted(subform.sets.intersection(in_full))])
    return tuple(map(key, worths)), tuple(sorted((atom.name, atom.relation) for atom in kept)), atoms is None, shown


def _set_to_numbers(view: View, atoms: Sequence[Atom]) -> dict[str, fmpq]:
    """Unknowns that an equation sets to a number, with these numbers."""
    numbers, ring = {}, view.ring
    for atom in atoms:
        names = ring.variables(atom.polynomial) if atom.relation == "=" else ()
        if len(names) == 1 and ring.degree(atom.polynomial, names[0]) == 1:
            slope = constant(atom.polynomial.derivative(ring.index[names[0]]))
            numbers[names[0]] = -constant(atom.polynomial.subs({names[0]: 0})) / slope
    return numbers


def _put_in(view: View, p: Polynomial, numbers: Mapping[str, fmpq]) -> Polynomial:
    some = {name: numbers[name] for name in view.ring.variables(p) if name in numbers}
    return p.subs(some) if some else p
