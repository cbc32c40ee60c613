"""Regions of parameters given by comparisons: what is proved of them, by z3."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache
from typing import TypeAlias

from games import Game
from games.numbers import into

from ..results import Relation

Comparisons: TypeAlias = tuple[Relation, ...]  # all hold
Cases: TypeAlias = tuple[Comparisons, ...]  # any of the cases holds

UNITS = 20_000_000  # of work, as z3 counts it: about a million a second
STRICT = {"<=": "<", ">=": ">"}


def domain_of(game: Game) -> Comparisons:
    """What a game assumes of its parameters."""
    return tuple(Relation(c.expression, ">" if c.strict else ">=", Fraction(0)) for c in game.domain.conditions)


def without_border(cases: Cases) -> Cases:
    """The cases with every weak comparison made strict."""
    return tuple(tuple(Relation(r.left, STRICT.get(r.relation, r.relation), r.right) for r in case) for case in cases)


@lru_cache(maxsize=1024)
def equal_regions(one: Cases, other: Cases, domain: Comparisons) -> bool:
    """Whether it is proved that two regions are the same within a domain."""
    return _refuted((domain,), (one, other), "(not (= {} {}))")


@lru_cache(maxsize=1024)
def implied(relation: Relation, within: Cases, domain: Comparisons) -> bool:
    """Whether it is proved that a comparison holds throughout a region of a domain."""
    return _refuted((domain,), (within, ((relation,),)), "(and {} (not {}))")


def _refuted(domain: Cases, regions: Sequence[Cases], claim: str) -> bool:
    """Whether a claim about regions holds nowhere in the domain; what is not proved is not refuted."""
    import z3

    relations = [relation for cases in (domain, *regions) for case in cases for relation in case]
    names = sorted({name for relation in relations for name in relation.difference.free})
    declarations = "".join(f"(declare-const v{k} Real)" for k in range(len(names)))
    solver = z3.Tactic("qfnra-nlsat").solver()
    solver.set("rlimit", UNITS)
    solver.from_string(f"{declarations}(assert {_any(domain, names)})(assert {claim.format(*(_any(cases, names) for cases in regions))})")
    return bool(solver.check() == z3.unsat)


def _any(cases: Cases, names: Sequence[str]) -> str:
    return f"(or false {' '.join(_all(case, names) for case in cases)})"


def _all(case: Comparisons, names: Sequence[str]) -> str:
    return f"(and true {' '.join(_formula(relation, names) for relation in case)})"


def _formula(relation: Relation, names: Sequence[str]) -> str:
    """A comparison in SMT-LIB; a quotient is compared by its numerator times its denominator."""
    from ..algebra.nlsat import smt

    difference = relation.difference
    numerator, denominator = (into(p, names) for p in (difference.numerator, difference.denominator))
    if relation.relation == "!=":
        return f"(not (= {smt(numerator)} 0))"
    return f"({relation.relation} {smt(numerator if relation.relation == '=' else numerator * denominator)} 0)"
