"""Criterion D1."""

from typing import Any

from ...concept.record import Refinement
from ..needs import signalling


def _judge(unsent: Any, rivals: Any) -> Any:
    from ...refinements import criteria

    return criteria.d1(unsent)


REFINEMENT = Refinement(
    name="d1",
    words="whose outcome survives criterion D1",
    source="Cho and Kreps 1987",
    judge=_judge,
    references=(
        "Cho, In-Koo, and David M. Kreps. 1987. ``Signaling Games and Stable Equilibria.'' \\emph{Quarterly Journal of Economics} 102 (2): "
        "179--221.",
    ),
    needs=(signalling,),
)
