"""Points at which facts hold: fractions, or polynomials in one real root."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from flint import fmpq, fmpq_poly

from ..verifier.proofs import Formula
from .cores import solver_of, translated
from .positive_sums import written

WORK = 20_000_000  # what z3 may do to find a point


def witness(facts: Sequence[Formula]) -> dict[str, Any] | None:
    """Find a point at which facts hold, as the checker reads it; None when z3 gives none that can be written.

    Parameters
    ----------
    facts : sequence of Formula
        What must hold.
    """
    import z3

    symbols, formulas = translated(facts, range(len(facts)))
    solver = solver_of(formulas.values(), WORK)
    if solver.check() != z3.sat:
        return None
    model, known, roots = solver.model(), dict[str, fmpq_poly](), dict[str, Any]()
    for name, symbol in symbols.items():
        value = model.eval(symbol, model_completion=True)
        if z3.is_algebraic_value(value):
            roots[name] = value
        else:
            x = value.as_fraction()
            known[name] = fmpq_poly([fmpq(x.numerator, x.denominator)])
    for name, root in roots.items():  # one of them in whose field the others are
        of = fmpq_poly([fmpq(c.numerator_as_long(), c.denominator_as_long()) for c in root.poly()])
        point = _in_field({**known, name: fmpq_poly([0, 1])}, [n for n in roots if n != name], of, facts)
        if point is not None:
            return {"root": [_text(of), *_bracket(root, of)], "point": {n: _text(x) for n, x in point.items()}}
    return None if roots else {"point": {name: _text(x) for name, x in known.items()}}


def _in_field(known: dict[str, fmpq_poly], missing: list[str], of: fmpq_poly, facts: Sequence[Formula]) -> dict[str, fmpq_poly] | None:
    """Solve equations that are linear in one missing symbol for it, one after another, modulo a polynomial."""
    while missing:
        for name in missing:
            value = next((x for x in (_solved(name, known, of, fact) for fact in facts) if x is not None), None)
            if value is not None:
                break
        else:
            return None
        known, missing = {**known, name: value}, [n for n in missing if n != name]
    return known


def _solved(name: str, known: Mapping[str, fmpq_poly], of: fmpq_poly, fact: Formula) -> fmpq_poly | None:
    if fact[0] != "=" or any(n != name and n not in known for powers in fact[1] for n, _ in powers):
        return None
    parts = [fmpq_poly([0]), fmpq_poly([0])]
    for powers, c in fact[1].items():
        k = dict(powers).get(name, 0)
        if k > 1:
            return None
        product = fmpq_poly([fmpq(c.numerator, c.denominator)])
        for n, power in powers:
            for _ in range(power if n != name else 0):
                product = product * known[n] % of
        parts[k] += product
    common, inverse, _ = parts[1].xgcd(of)
    return -parts[0] * inverse % of if common.degree() == 0 else None


def _bracket(root: Any, of: fmpq_poly) -> tuple[str, str]:
    """Two fractions around a root, between which its polynomial changes sign."""
    for digits in (3, 10, 30):
        about = root.approx(digits).as_fraction()
        middle, width = Fraction(about.numerator, about.denominator), Fraction(1, 10**digits)
        low, high = middle - width, middle + width
        if of(fmpq(low.numerator, low.denominator)) * of(fmpq(high.numerator, high.denominator)) < 0:
            return str(low), str(high)
    return "0", "0"


def _text(p: fmpq_poly) -> str:
    powers = [(("t", k),) if k else () for k in range(p.length())]
    return written({m: Fraction(int(c.p), int(c.q)) for m, c in zip(powers, p.coeffs(), strict=True) if c})
