"""The equilibrium concepts and their refinements: one record each, in one file each.

Everything else reads the records: what there is, how it is searched and checked, what is refused, and the words for it.
"""

from importlib import import_module

from .record import Concept, Deviations, Method, OffPath, Refinement
from .registry import (
    CONCEPTS,
    DEFAULT,
    REFINEMENTS,
    check_refinement,
    concept_named,
    implied,
    refinement_named,
    refusal,
    register,
    unregister,
    weaker_first,
)

__all__ = [
    "CONCEPTS",
    "DEFAULT",
    "REFINEMENTS",
    "Concept",
    "Deviations",
    "Method",
    "OffPath",
    "Refinement",
    "check_refinement",
    "concept_named",
    "implied",
    "refinement_named",
    "refusal",
    "register",
    "unregister",
    "weaker_first",
]

CONCEPT_FILES = ("sequential", "pbe", "pbe_ft", "subgame", "nash")
REFINEMENT_FILES = ("intuitive", "d1", "d2", "nwbr", "divinity", "undefeated")

for _name in CONCEPT_FILES:
    register(import_module(f".{_name}", __name__).CONCEPT)
for _name in REFINEMENT_FILES:
    register(import_module(f".refinements.{_name}", __name__).REFINEMENT)
