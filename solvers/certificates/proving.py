"""The certificate of one decision: found with help, and kept only if the checker, which needs none, accepts it."""

from __future__ import annotations

from typing import Any

from ..verifier.proofs import proves, question
from .contradictions import contradiction
from .witnesses import witness

EFFORT = 300  # linear programmes for one contradiction


def proof(source: str, expected: str, effort: int = EFFORT) -> dict[str, Any] | None:
    """Find a certificate of the expected answer to a question; None when none is found with this effort.

    Parameters
    ----------
    source : str
        The question, an SMT-LIB 2 script.
    expected : {"unsat", "sat", "unknown"}
        The answer.
    effort : int
        How many linear programmes are solved at most.

    Examples
    --------
    >>> proof("(set-info :status unsat)(declare-const x Real)(assert (< (* x x) x))(assert (> x 1))(check-sat)", "unsat")
    {'sum': [['1', [0]], ['1', [1]], ['1', [1, 1]]]}
    """
    try:
        facts, status = question(source)
    except ValueError:
        return None
    if status != expected or expected == "unknown":
        return None
    found = contradiction(facts, effort) if expected == "unsat" else witness(facts)
    return found if found is not None and proves(source, found, expected) else None
