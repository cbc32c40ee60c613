"""Extensive-form coarse correlated equilibrium."""

from __future__ import annotations

from typing import Any

from ...concept.record import Correlation
from ..needs import positive_chances


def _program(*arguments: Any, **options: Any) -> Any:
    from ...correlation.plans import leaving_at_sets

    return leaving_at_sets(*arguments, **options)


CONCEPT = Correlation(
    name="efcce",
    plural="extensive-form coarse correlated equilibria",
    source="Farina, Bianchi and Sandholm 2020",
    definition="a device draws a plan for every player; nobody gains by leaving the device when it comes to move, "
    "before it is told its action there",
    program=_program,
    check="efcce",
    references=(
        "Farina, Gabriele, Tommaso Bianchi, and Tuomas Sandholm. 2020. ``Coarse Correlation in "
        "Extensive-Form Games.'' \\emph{AAAI} 34: 1934--1941.",
    ),
    implies=("coarse-correlated",),
    needs=(positive_chances,),
)
