"""Coarse correlated equilibrium of the normal form."""

from __future__ import annotations

from typing import Any

from ...concept.record import Correlation
from ..needs import positive_chances


def _program(*arguments: Any, **options: Any) -> Any:
    from ...correlation.plans import leaving_before_play

    return leaving_before_play(*arguments, **options)


CONCEPT = Correlation(
    name="coarse-correlated",
    plural="coarse correlated equilibria",
    source="Moulin and Vial 1978",
    definition="a device draws a plan for every player; nobody gains by deciding before play to do without it",
    program=_program,
    check="coarse-correlated",
    references=(
        "Moulin, Herv\\'e, and Jean-Philippe Vial. 1978. ``Strategically Zero-Sum Games.'' "
        "\\emph{International Journal of Game Theory} 7 (3--4): 201--221.",
    ),
    implies=(),
    needs=(positive_chances,),
)
