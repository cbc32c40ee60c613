"""Regions of parameters given by comparisons: what is proved of them, by z3."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import TypeAlias

from games import GameError
from games.numbers import Expression, into, read

Cases: TypeAlias = tuple[tuple[str, ...], ...]  # any of the cases; within a case all conditions

RELATION = re.compile(r" ?(<=|>=|!=|<|>|=) ?")
UNITS = 20_000_000  # of work, as z3 counts it: about a million a second


def comparisons(conditions: str | Sequence[str]) -> list[tuple[Expression, str]]:
    """Read comparisons, joined by ``and`` or in a sequence, as (difference, relation with zero).

    Examples
    --------
    >>> comparisons("0 < p <= 1/2 and q = 1")
    [(Expression('-p'), '<'), (Expression('(2*p - 1)/2'), '<='), (Expression('q - 1'), '=')]
    """
    out = []
    for condition in (conditions if isinstance(conditions, str) else " and ".join(conditions)).split(" and "):
        if condition in ("always", ""):
            continue
        left, *rest = RELATION.split(condition)
        if not rest:
            raise GameError(f"{condition!r} is not a condition; write comparisons, as '0 < p < 1', or 'always'.")
        for relation, right in zip(rest[::2], rest[1::2], strict=True):
            out.append((read(left) - read(right), relation))
            left = right
    return out


@lru_cache(maxsize=1024)
def equal_regions(one: Cases, two: Cases, domain: tuple[str, ...]) -> bool:
    """Whether it is proved that two regions are the same within a domain."""
    return _refuted((domain,), (one, two), "(not (= {} {}))")


@lru_cache(maxsize=1024)
def implied(condition: str, within: Cases, domain: tuple[str, ...]) -> bool:
    """Whether it is proved that a condition holds throughout a region of a domain."""
    return _refuted((domain,), (within, ((condition,),)), "(and {} (not {}))")


def _refuted(domain: Cases, regions: Sequence[Cases], claim: str) -> bool:
    """Whether a claim about regions holds nowhere in the domain; what is not proved is not refuted."""
    import z3

    every = [difference for cases in (domain, *regions) for case in cases for difference, _ in comparisons(case)]
    names = sorted({name for difference in every for name in difference.free})
    declared = "".join(f"(declare-const v{k} Real)" for k in range(len(names)))
    solver = z3.Tactic("qfnra-nlsat").solver()
    solver.set("rlimit", UNITS)
    solver.from_string(f"{declared}(assert {_any(domain, names)})(assert {claim.format(*(_any(cases, names) for cases in regions))})")
    return bool(solver.check() == z3.unsat)


def _any(cases: Cases, names: Sequence[str]) -> str:
    return f"(or false {' '.join(_all(case, names) for case in cases)})"


def _all(conditions: Sequence[str], names: Sequence[str]) -> str:
    return f"(and true {' '.join(_compared(difference, relation, names) for difference, relation in comparisons(conditions))})"


def _compared(difference: Expression, relation: str, names: Sequence[str]) -> str:
    from ..algebra.nlsat import smt

    top, bottom = (into(p, names) for p in (difference.numerator, difference.denominator))
    if relation == "!=":
        return f"(not (= {smt(top)} 0))"
    return f"({relation} {smt(top if relation == '=' else top * bottom)} 0)"
