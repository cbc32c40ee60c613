"""Communication equilibrium: a mediator hears reports and advises."""

from __future__ import annotations

from typing import Any

from ...concept.record import Correlation
from ..needs import positive_chances


def _program(*arguments: Any, **options: Any) -> Any:
    from ...correlation.mediator import with_reports

    return with_reports(*arguments, **options)


CONCEPT = Correlation(
    name="communication",
    plural="communication equilibria",
    source="Forges 1986; Myerson 1986",
    definition="a mediator hears from every player who moves at which information set it is, and advises it; nobody "
    "gains by lying or by disobeying",
    program=_program,
    check="communication",
    references=("Forges, Fran\\c{c}oise. 1986. ``An Approach to Communication Equilibria.'' \\emph{Econometrica} 54 (6): 1375--1385.",),
    implies=(),
    needs=(positive_chances,),
    hears=True,
)
