"""Correlated equilibrium of the agent form."""

from __future__ import annotations

from typing import Any

from ...concept.record import Correlation
from ..needs import positive_chances


def _program(*arguments: Any, **options: Any) -> Any:
    from ...correlation.plans import switching_once

    return switching_once(*arguments, **options)


CONCEPT = Correlation(
    name="agent-form",
    plural="agent-form correlated equilibria",
    source="Forges 1986",
    definition="a device draws an action for every information set; nobody gains by another action at one of them, "
    "following the device afterwards",
    program=_program,
    check="agent-form",
    references=("Forges, Fran\\c{c}oise. 1986. ``An Approach to Communication Equilibria.'' \\emph{Econometrica} 54 (6): 1375--1385.",),
    implies=(),
    needs=(positive_chances,),
)
