"""Divinity, with the game's own prior."""

from typing import Any

from ...concept.record import Refinement
from ..needs import signalling


def _judge(unsent: Any, rivals: Any) -> Any:
    from ...refinements import criteria

    return criteria.divinity(unsent)


REFINEMENT = Refinement(
    name="divinity",
    words="whose outcome is divine",
    source="Banks and Sobel 1987",
    judge=_judge,
    references=(
        "Banks, Jeffrey S., and Joel Sobel. 1987. ``Equilibrium Selection in Signaling Games.'' \\emph{Econometrica} 55 (3): 647--661.",
    ),
    needs=(signalling,),
    cut=True,
)
