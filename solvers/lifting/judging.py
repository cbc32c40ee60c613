"""What the verifier is asked of a lifted equilibrium: exactly where closed forms are known, else in boxes."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from games import Game

from ..concept import CONCEPTS, Concept, concept_named
from ..results import Assessment, Certificate
from ..verifier import verify, verify_in_boxes
from .closed_forms import Solved
from .writing import assessment, at_values, enclosures

MOST_NODES = 3_000  # in larger games the verifier's search takes minutes


def judge(numeric: Game, equilibrium: Solved, point: Mapping[str, Fraction], concept: str, notes: list[str]) -> Certificate:
    """Let the verifier judge a solution at a point: exactly where closed forms are known, else in boxes."""
    if equilibrium.exact:
        return certificate(numeric, assessment(equilibrium), point, concept, notes)
    notes.append(
        "No closed form was worked out: probabilities are known in boxes, each of which the indifferences are proved to have exactly one "
        "solution in; gains are upper bounds."
    )
    chances, beliefs = enclosures(equilibrium)
    return verify_in_boxes(numeric, chances, beliefs, concept)


def certificate(numeric: Game, equilibrium: Assessment, point: Mapping[str, Fraction], concept: str, notes: list[str]) -> Certificate:
    """Let the verifier judge closed forms at a point; as a Nash equilibrium alone in a large game."""
    claimed = at_values(equilibrium, point)
    record = concept_named(concept)
    if not record.on_path and numeric.nodes > MOST_NODES:
        record = nash_record()
        notes.append(
            f"With {numeric.nodes} nodes the verifier was asked about {record.plural} alone; trembles show that beliefs are consistent."
        )
    return verify(numeric, claimed.profile if record.on_path else claimed, record.check or record.name)


def nash_record() -> Concept:
    """The concept that asks nothing off the path."""
    return next(record for record in CONCEPTS.values() if record.lifts and record.on_path)
