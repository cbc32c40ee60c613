"""Weights that satisfy coupled comparisons, drawn by z3: any at first, then such that bounds are reached or weights are small."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from flint import fmpq

from .deciding import System
from .multilinear import Form, Options

Weights = dict[int, fmpq]

UNITS_A_QUESTION = 2_000_000  # of z3's own count of its work, about a million a second
SMALL = fmpq(1, 1000)
FRACTIONS = (fmpq(1, 2), fmpq(1, 3), fmpq(3, 4), fmpq(1, 5), fmpq(6, 7))


def weights_by_z3(system: System, blocks: Sequence[Options], number: int, rng: Random) -> Weights | None:
    """Weights of blocks that stay coupled, from z3, with as many further demands as go together; None where none are found."""
    import z3

    names = {option: f"w{k}" for k, option in enumerate(o for block in blocks for o in block)}
    solver = z3.Tactic("qfnra-nlsat").solver()
    solver.set("rlimit", UNITS_A_QUESTION)
    solver.from_string("".join(f"(declare-const {name} Real)" for name in names.values()))

    def add(*formulas: str) -> None:
        """Demand what is written in SMT-LIB 2, which z3 reads much sooner than its formulas are made one by one in Python."""
        solver.from_string("".join(f"(assert {formula})" for formula in formulas))

    def term(form: Form) -> str:
        products = [" ".join([_numeral(fmpq(c)), *(names[o] for o in key)]) for key, c in form.items()]
        return f"(+ 0 {' '.join(f'(* {product})' for product in products)})"

    for block in blocks:
        add(*(f"(> {names[o]} 0)" for o in block), f"(= (+ {' '.join(names[o] for o in block)}) 1)")
        low, high = system.open[block]
        if low > 0:
            add(f"(>= {names[block[0]]} {_numeral(fmpq(low))})")
        if high < 1:
            add(f"(<= {names[block[0]]} {_numeral(fmpq(high))})")
    least = [term(c.form) for c in system.least]
    add(*(f"(= {term(c.form)} 0)" for c in system.equal), *(f"(>= {total} 0)" for total in least))
    demands = []
    if number:
        demands = [f"(= {total} 0)" for total in least] + [f"(< {names[o]} {_numeral(SMALL)})" for b in blocks for o in b]
        demands += [f"(= {names[b[0]]} {_numeral(fmpq(end))})" for b in blocks for end in system.open[b] if 0 < end < 1]
        rng.shuffle(demands)
    demands += [f"(= {w} {_numeral(rng.choice(FRACTIONS))})" for w in rng.sample([*names.values()], len(names))]
    if solver.check() != z3.sat:
        return None
    model = solver.model()
    for demand in demands:
        solver.push()
        add(demand)
        if solver.check() == z3.sat:
            model = solver.model()
        else:
            solver.pop()
    values = {option: model.eval(z3.Real(w), model_completion=True) for option, w in names.items()}
    if not all(z3.is_rational_value(x) for x in values.values()):
        return None
    return {option: fmpq(x.numerator_as_long(), x.denominator_as_long()) for option, x in values.items()}


def _numeral(number: fmpq) -> str:
    """A number in the language of SMT-LIB."""
    return f"(* {number.p} (/ 1 {number.q}))"
