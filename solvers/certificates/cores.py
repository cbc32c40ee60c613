"""Which facts contradict each other, as z3 says: a guide to certificates, which never rest on its word."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from ..verifier.proofs import Formula, Polynomial
from .positive_sums import degree

WORK = 2_000_000  # what z3 may do for one answer, in its own measure


def contradictory(facts: Sequence[Formula], live: Sequence[int], always: Sequence[int]) -> list[int] | None:
    """Facts of which z3 says that they contradict each other, none of which it can do without; None when it does not say so."""
    _, formulas = translated(facts, live)

    def unsat(kept: Sequence[int]) -> bool:
        return str(solver_of([formulas[k] for k in kept]).check()) == "unsat"

    if not unsat(live):
        return None
    kept = list(live)
    weight = {k: (1, 0) if facts[k][0] == "or" else (0, degree(facts[k][1])) for k in live}
    for k in sorted(set(live) - set(always), key=lambda k: (*weight[k], k), reverse=True):
        fewer = [j for j in kept if j != k]
        if unsat(fewer):
            kept = fewer
    return kept


def translated(facts: Sequence[Formula], live: Iterable[int]) -> tuple[dict[str, Any], dict[int, Any]]:
    """Facts as z3 reads them, by their places, and its symbols."""
    import z3

    names: dict[str, Any] = {}

    def term(p: Polynomial) -> Any:
        total = []
        for powers, c in p.items():
            product = z3.Q(c.numerator, c.denominator)
            for name, power in powers:
                x = names.setdefault(name, z3.Real(name))
                for _ in range(power):
                    product = product * x
            total.append(product)
        return z3.Sum(total) if total else z3.RealVal(0)

    def as_z3(fact: Formula) -> Any:
        kind, rest = fact
        if kind in ("and", "or"):
            parts = [as_z3(part) for part in rest]
            return z3.And(*parts) if kind == "and" else z3.Or(*parts)
        p = term(rest)
        return {">": p > 0, ">=": p >= 0, "=": p == 0, "!=": p != 0}[kind]

    formulas = {k: as_z3(facts[k]) for k in live}
    return names, formulas


def solver_of(formulas: Iterable[Any], work: int = WORK) -> Any:
    """A solver for formulas, which stops after some work."""
    import z3

    solver = z3.Tactic("qfnra-nlsat").solver()
    solver.set("rlimit", work)
    solver.add(*formulas)
    return solver
