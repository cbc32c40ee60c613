"""Which solver handles what: read from the records of concepts, for defaults, refusals and the table of methods."""

from __future__ import annotations

from typing import TYPE_CHECKING

from games import GameError

from .record import Method
from .registry import CONCEPTS, concept_named, refusal

if TYPE_CHECKING:
    import pandas


def chosen(concept: str, method: str | None = None, *, symbolic: bool = False) -> Method:
    """Find the method for a concept.

    Raises
    ------
    GameError
        When none fits, naming those there are.
    """
    fitting = {
        record.name: [m for m in record.methods if m.door == "solve" and (m.symbolic or not symbolic)] for record in CONCEPTS.values()
    }
    if not fitting.get(concept):
        raise refusal(concept, (name for name, methods in fitting.items() if methods), " with open parameters" if symbolic else "")
    offered = fitting[concept]
    for m in offered:
        if method in (None, m.name):
            return m
    for m in concept_named(concept).methods:
        if m.name == method and m.door != "solve":
            raise GameError(f"{method!r} is a method of {m.door}, which takes it as {m.door}(game, method={method!r}).")
    raise GameError(f"There is no method {method!r} for {concept}; there is {', '.join(m.name for m in offered)}.")


def table() -> pandas.DataFrame:
    """Say which method solves what, and what it needs.

    Returns
    -------
    DataFrame
        A row per method: concept, name, finds, exact, symbolic, needs, how, and the call that takes it.
    """
    import pandas

    return pandas.DataFrame([{"concept": record.name, **vars(m)} for record in CONCEPTS.values() for m in record.methods])


def check_provable(concept: str) -> None:
    """Refuse a concept for which there is no second formulation."""
    if concept_named(concept).missed is None:
        names = " or ".join(record.name for record in CONCEPTS.values() if record.missed)
        raise GameError(f"The second formulation is one of {names} equilibrium, not of {concept}; leave prove out.")


def check_mapped(concept: str) -> None:
    """Refuse a concept of which there are no maps."""
    record = concept_named(concept)
    if not record.maps:
        ways = "take families, or solve at points" if any(method.symbolic for method in record.methods) else "solve at points"
        names = " or ".join(record.name for record in CONCEPTS.values() if record.maps and record.enumeration)
        raise GameError(f"Maps are made of equilibria that an independent enumeration can check, {names}; for {concept} {ways}.")


def check_probed(concept: str) -> None:
    """Refuse a concept whose search cannot be probed."""
    if not concept_named(concept).probed:
        raise GameError(f"The search for {concept} is not made set by set and cannot be probed; take families with seconds.")
