"""Questions of real algebra put to z3: as SMT-LIB 2 text, to the tactic ``qfnra-nlsat`` (Jovanovic and de Moura 2012)."""

from __future__ import annotations

import re
from collections.abc import Collection
from fractions import Fraction
from math import lcm
from threading import local
from typing import Any

import numpy as np
from flint import fmpq

from games.numbers import terms_of

from .ring import Polynomial

DIGITS = re.compile(r"(\d+)(?:\.0)?")
CONTEXT = 30 * 2**20  # bytes, more than a context takes and less than glibc's limit for what it learns from
NO_TIMEOUT = 2**32 - 1  # what z3 takes for none
LAST = local()
"""``LAST.asked`` is what was asked last in this thread: contexts are not shared between threads."""


class Nlsat:
    """z3 in a context of its own: what others asked before moves neither an answer nor a model.

    A context takes much memory, so that only the last one is kept in each thread; where another one has been asked meanwhile, it is
    begun again.
    """

    def __init__(self) -> None:
        self._solver: Any = None

    def __reduce__(self) -> tuple[type[Nlsat], tuple[()]]:
        return Nlsat, ()

    def ask(self, script: str, units: int, milliseconds: int | None = None) -> tuple[bool | None, Any]:
        """The answer within so many units of work, and a model when it is yes; a time only where the user gave one."""
        import z3

        if self._solver is None:
            last: Nlsat | None = getattr(LAST, "asked", None)
            if last is not None:
                last._solver = None
            else:
                _keep_freed_memory()
            LAST.asked, self._solver = self, z3.Tactic("qfnra-nlsat", z3.Context()).solver()
            self._solver.set("ctrl_c", False)  # z3 would take the signal for itself
        solver = self._solver
        solver.reset()
        solver.set("rlimit", units)
        solver.set("timeout", NO_TIMEOUT if milliseconds is None else milliseconds)
        solver.from_string(script)
        verdict = solver.check()
        answer = None if verdict == z3.unknown else verdict == z3.sat
        return answer, solver.model() if answer else None

    @property
    def work(self) -> int:
        """z3's count of the work done in this context."""
        if self._solver is None:
            return 0
        statistics = self._solver.statistics()
        return int(statistics.get_key_value("rlimit count")) if "rlimit count" in statistics.keys() else 0  # noqa: SIM118


def _keep_freed_memory() -> None:
    """Let the process keep the memory of one context for the next one.

    The allocator of glibc gives large blocks back to the system when they are freed, and a context would take some 16 MB anew, page
    by page, which takes longer than all the rest. It learns from the largest block that was freed how much is worth keeping.
    """
    np.empty(CONTEXT, np.uint8)


def rational_values(model: Any) -> dict[str, Fraction]:
    """The values of a model's variables, irrational ones by a rational within ``10**-30`` of them."""
    import z3

    if "root-obj" not in (text := model.sexpr()):  # read at once, much sooner than value by value
        parts = (part.partition(" () Real") for part in text.split("(define-fun ")[1:])
        return {name: _number(value) for name, real, value in parts if real}
    values = {}
    for declaration in model.decls():
        if declaration.arity():
            continue
        value = model[declaration]
        if not z3.is_rational_value(value):
            value = value.approx(30)
        values[declaration.name()] = Fraction(value.numerator_as_long(), value.denominator_as_long())
    return values


def _number(text: str) -> Fraction:
    """A rational number as z3 writes it: ``(- (/ 1.0 3.0))``."""
    top, *bottom = DIGITS.findall(text)
    size = Fraction(int(top), int(bottom[0]) if bottom else 1)
    return -size if "-" in text else size


def smt(p: Polynomial) -> str:
    """Write a polynomial in SMT-LIB 2, variables numbered as in its ring; coefficients made whole by a positive factor."""
    return smt_sum(terms_of(p))


def smt_sum(terms: Collection[tuple[tuple[int, ...], fmpq]]) -> str:
    """Write a sum of terms, powers and coefficients, in the same way."""
    scale = lcm(*(int(c.q) for _, c in terms))
    summands = []
    for powers, c in terms:
        coefficient = int(c.p) * (scale // int(c.q))
        monomial = " ".join(f"v{k}" for k, power in enumerate(powers) for _ in range(power))
        number = str(coefficient) if coefficient >= 0 else f"(- {-coefficient})"
        summands.append(number if not monomial else f"(* {number} {monomial})" if coefficient != 1 or " " in monomial else monomial)
    return summands[0] if len(summands) == 1 else f"(+ {' '.join(summands)})" if summands else "0"
