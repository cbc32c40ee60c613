"""Extensive-form correlated equilibrium."""

from __future__ import annotations

from typing import Any

from ...concept.record import Correlation
from ..needs import positive_chances


def _program(*arguments: Any, **options: Any) -> Any:
    from ...correlation.plans import leaving_after_advice

    return leaving_after_advice(*arguments, **options)


CONCEPT = Correlation(
    name="efce",
    plural="extensive-form correlated equilibria",
    source="von Stengel and Forges 2008",
    definition="a device draws a plan for every player and tells each its action when it comes to move; nobody "
    "gains by leaving the device there",
    program=_program,
    check="efce",
    references=(
        "von Stengel, Bernhard, and Fran\\c{c}oise Forges. 2008. ``Extensive-Form Correlated Equilibrium.'' "
        "\\emph{Mathematics of Operations Research} 33 (4): 1002--1022.",
    ),
    implies=("efcce", "agent-form"),
    needs=(positive_chances,),
)
