"""Who answers the questions that results pass on, as they compute nothing themselves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ..concept import concept_named, refinement_named
from ..results import Difference, RegimeMap, Shares, Solutions
from ..results.questions import answers
from .mapping import regimes
from .solving import solve


@answers("equilibria at a point of a map")
def _at_point(found: RegimeMap, **values: Any) -> Solutions:
    return solve(found.game, found.solved.concept, refine=found.solved.refine, **values)


@answers("the map of a slice")
def _section(found: RegimeMap, names: Sequence[str]) -> RegimeMap:
    return regimes(found.game, names, found.solved.concept, refine=found.solved.refine, check=0)


@answers("whether a profile is among equilibria")
def _among(found: Solutions, profile: Any) -> bool:
    from ..verifier import outcome_stands, verify

    if not verify(found.game, profile, concept_named(found.concept).check or found.concept).equilibrium:
        return False
    if found.refine is None:
        return True
    rivals = [one.sampled() for one in (*found, *found.removed)] if refinement_named(found.refine).rivals else []
    return outcome_stands(found.game, profile, found.refine, rivals)


@answers("shares of a prior")
def _shares(found: RegimeMap, prior: Mapping[str, Any], *, points: int, seed: int) -> Shares:
    from ..theorems.prior_shares import prior_shares

    return prior_shares(found, prior, points=points, seed=seed)


@answers("what a change of the model changed")
def _difference(before: RegimeMap, after: RegimeMap) -> Difference:
    from ..theorems.model_changes import difference

    return difference(before, after)


@answers("decisions of a map as files")
def _decisions(found: RegimeMap, folder: str | Path) -> list[Path]:
    from ..certificates.decisions import write_decisions

    return write_decisions(found, folder)
