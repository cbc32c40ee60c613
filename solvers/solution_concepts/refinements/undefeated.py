"""Undefeated equilibrium."""

from typing import Any

from ...concept.record import Refinement
from ..needs import signalling


def _judge(unsent: Any, rivals: Any) -> Any:
    from ...refinements import criteria

    return criteria.undefeated(unsent, rivals)


REFINEMENT = Refinement(
    name="undefeated",
    words="whose outcome is undefeated",
    source="Mailath, Okuno-Fujiwara, and Postlewaite 1993",
    judge=_judge,
    references=(
        "Mailath, George J., Masahiro Okuno-Fujiwara, and Andrew Postlewaite. 1993. ``Belief-Based Refinements in Signalling Games.'' "
        "\\emph{Journal of Economic Theory} 60 (2): 241--276.",
    ),
    needs=(signalling,),
    cut=True,
    rivals=True,
)
