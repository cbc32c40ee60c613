"""Farkas multipliers of an infeasible linear system, found by linear arithmetic in z3."""

from __future__ import annotations

from fractions import Fraction

from ..verifier.farkas import comparisons, refutes


def multipliers(source: str) -> list[str] | None:
    """Find multipliers, one for each assertion of a script of linear comparisons; None when the system is feasible.

    Examples
    --------
    >>> multipliers("(assert (> x 1)) (assert (<= (* 2 x) 1))")
    ['1', '1/2']
    """
    import z3

    system = comparisons(source)
    unknowns = [z3.Real(f"m{k}") for k in range(len(system))]
    solver = z3.SolverFor("QF_LRA")
    for m, c in zip(unknowns, system, strict=True):
        if c.relation != "=":
            solver.add(m >= 0)
    for name in dict.fromkeys(name for c in system for name in c.weights):
        solver.add(z3.Sum([m * _number(c.weights[name]) for m, c in zip(unknowns, system, strict=True) if name in c.weights]) == 0)
    constant = z3.Sum([m * _number(c.constant) for m, c in zip(unknowns, system, strict=True)])
    strict = z3.Sum([m for m, c in zip(unknowns, system, strict=True) if c.relation == ">"])
    for goal in ([constant <= -1], [constant == 0, strict >= 1]):
        solver.push()
        solver.add(*goal)
        if solver.check() == z3.sat:
            model = solver.model()
            values = [model.eval(m, model_completion=True).as_fraction() for m in unknowns]
            exact = [Fraction(x.numerator, x.denominator) for x in values]
            scale = abs(next(x for x in exact if x))
            return [str(x / scale) for x in exact] if refutes(exact, system) else None
        solver.pop()
    return None


def _number(x: Fraction) -> object:
    import z3

    return z3.Q(x.numerator, x.denominator)
