"""A family's conditions as short as they get, for somebody who reads them.

While a search runs, comparisons that follow from others are left out where that is soon seen; in many parameters, where it takes a
proof by z3, only when they are told.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from games.numbers import Expression
from games.parameter import Condition, Domain

from ..algebra.ring import Ring, key
from ..algebra.sign_oracle import Atom, Oracle
from ..algebra.simplification import MOST_PARAMETERS, shortened
from ..results import Family, Relation
from ..search.supports import condition_atoms
from .presentation import threshold

DRAWN = 64  # points of the domain, at which most comparisons are seen not to follow from others
TURNED = {"<": ">", "<=": ">="}

Cases = tuple[tuple[Relation, ...], ...]
"""Alternatives; all comparisons of one of them hold."""


def told_cases(family: Family) -> Cases:
    """Shorten a family's conditions: what the domain and the other comparisons imply goes, whole comparisons and factors.

    Notes
    -----
    Each step is proved on the whole domain by the sign oracle, with a bound on its effort; where the proof is not found, the long
    condition stays. In few parameters that has been done by the search already.
    """
    game = family.game
    if game is None or len(game.domain.names) <= MOST_PARAMETERS:
        return family.cases
    return tuple(_shorter(game.domain, case) for case in family.cases)


def _shorter(domain: Domain, case: tuple[Relation, ...]) -> tuple[Relation, ...]:
    differences = [one.difference for one in case]
    if len(case) < 2 or any(d.roots or not set(d.free) <= set(domain.names) for d in differences):
        return case
    oracle = _oracle(domain.names, domain.conditions, tuple(domain.start.items()))
    relation_of: dict[tuple[str, str], Relation] = {}
    atoms = []
    for one, difference in zip(case, differences, strict=True):
        atom = _atom(oracle, difference, one.relation)
        relation_of[key(atom.polynomial), atom.relation] = one
        atoms.append(atom)
    left = shortened(oracle, atoms, thorough=True)
    return tuple(
        relation_of.get((key(atom.polynomial), atom.relation)) or threshold(oracle, atom.polynomial, atom.relation, domain.names)
        for atom in left
    )


def _atom(oracle: Oracle, difference: Expression, relation: str) -> Atom:
    """A comparison with zero of a polynomial, without the denominator where its sign is known."""
    ring = oracle.ring
    turn = -1 if relation in TURNED else 1
    top, bottom = ring.take(difference.numerator), ring.take(difference.denominator)
    sign = oracle.quick.sign(bottom)
    return Atom((top * sign if sign else top * bottom) * turn, TURNED.get(relation, relation))


@lru_cache(maxsize=4)
def _oracle(names: tuple[str, ...], conditions: tuple[Condition, ...], start: tuple[tuple[str, object], ...]) -> Oracle:
    """What is known of the signs on a domain; the same for all families of a game."""
    given: Mapping[str, object] = dict(start)
    domain = Domain(names, conditions, given)  # type: ignore[arg-type]
    ring = Ring(names, ())
    return Oracle(ring, condition_atoms(ring, conditions), (), domain.points(DRAWN, thin=3))
