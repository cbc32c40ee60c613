"""Correlated equilibrium of the normal form."""

from __future__ import annotations

from typing import Any

from ...concept.record import Correlation
from ..needs import positive_chances


def _program(*arguments: Any, **options: Any) -> Any:
    from ...correlation.plans import leaving_with_the_plan

    return leaving_with_the_plan(*arguments, **options)


CONCEPT = Correlation(
    name="correlated",
    plural="correlated equilibria",
    source="Aumann 1974",
    definition="a device draws a plan for every player and tells each its own; nobody gains by another plan once its whole plan is known",
    program=_program,
    check="correlated",
    references=(
        "Aumann, Robert J. 1974. ``Subjectivity and Correlation in Randomized Strategies.'' \\emph{Journal "
        "of Mathematical Economics} 1 (1): 67--96.",
    ),
    implies=("efce",),
    needs=(positive_chances,),
)
