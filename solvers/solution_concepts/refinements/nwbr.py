"""The criterion of a never weak best response."""

from typing import Any

from ...concept.record import Refinement
from ..needs import signalling


def _judge(unsent: Any, rivals: Any) -> Any:
    from ...refinements import criteria

    return criteria.nwbr(unsent)


REFINEMENT = Refinement(
    name="nwbr",
    words="whose outcome survives the criterion of a never weak best response",
    source="Kohlberg and Mertens 1986",
    judge=_judge,
    references=(
        "Kohlberg, Elon, and Jean-Fran\\c{c}ois Mertens. 1986. ``On the Strategic Stability of Equilibria.'' \\emph{Econometrica} 54 (5): "
        "1003--1037.",
    ),
    needs=(signalling,),
)
