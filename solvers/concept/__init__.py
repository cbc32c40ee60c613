"""What an equilibrium concept and a refinement are, as records, and which there are.

Everything reads the records: what there is, how it is searched and checked, what is refused, and the words for it. The records themselves
stand in `solvers.solution_concepts`, one file each.
"""

from importlib import import_module

from .record import Concept, Correlation, Deviations, Method, OffPath, Refinement
from .registry import (
    CONCEPTS,
    CORRELATIONS,
    DEFAULT,
    REFINEMENTS,
    check_refinement,
    concept_named,
    correlation_named,
    implied,
    meant,
    refinement_named,
    refusal,
    register,
    unregister,
    weaker_first,
)

__all__ = [
    "CONCEPTS",
    "CORRELATIONS",
    "DEFAULT",
    "REFINEMENTS",
    "Concept",
    "Correlation",
    "Deviations",
    "Method",
    "OffPath",
    "Refinement",
    "check_refinement",
    "concept_named",
    "correlation_named",
    "implied",
    "meant",
    "refinement_named",
    "refusal",
    "register",
    "unregister",
    "weaker_first",
]

import_module("solvers.solution_concepts").register_all()  # the records are found by name: nothing here depends on what is in them
