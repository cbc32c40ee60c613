"""Who answers the questions that results pass on, as they compute nothing themselves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

from games import Game
from games.numbers import Number

from ..concept import concept_named, refinement_named
from ..results import (
    Assessment,
    Difference,
    Families,
    Family,
    Lift,
    Place,
    RegimeMap,
    Relation,
    Shares,
    Solution,
    Solutions,
    Trace,
    TracePiece,
)
from ..results.correspondences import Correspondence
from ..results.questions import answers
from ..results.response_maps import ResponseMap
from .mapping import regimes
from .solving import families, solve

OWN = ("game", "concept", "refine", "method", "prove", "given", "seconds")  # what `solve` takes besides parameters
PATIENCE = 60.0  # seconds for the families of walls and other surfaces, beyond which some may be missing


@answers("equilibria at a point of a map")
def _at_point(regime_map: RegimeMap, **values: Any) -> Solutions:
    game, solved = regime_map.game, regime_map.solved
    if any(name in game.parameters for name in OWN):  # solve would take such a value for something else
        game, values = game.at(**values), {}
    return solve(game, solved.concept, refine=solved.refine, **values)


@answers("the map of a slice")
def _section(regime_map: RegimeMap, names: Sequence[str]) -> RegimeMap:
    return regimes(regime_map.game, names, regime_map.solved.concept, refine=regime_map.solved.refine, check=0)


@answers("every family of a map, those of walls and other surfaces too")
def _with_knife_edges(regime_map: RegimeMap) -> Families:
    solved = regime_map.solved
    if solved.bases.get("knife_edge") is not None or not regime_map.over:
        return solved
    return families(regime_map.game, regime_map.over, solved.concept, refine=solved.refine, knife_edges=True, seconds=PATIENCE)


@answers("whether other equilibria live at the defaults than beside them")
def _others_at_defaults(regime_map: RegimeMap) -> bool:
    from ..maps.surfaces import others_at

    regime = regime_map.regime()
    return regime is not None and others_at(regime_map, regime, regime_map.game.point())


@answers("where the walls of a map of one parameter lie")
def _thresholds(regime_map: RegimeMap) -> tuple[Number, ...]:
    from ..maps.axis import thresholds

    return thresholds(regime_map)


@answers("whether a profile is among equilibria")
def _among(solutions: Solutions, profile: Any) -> bool:
    from ..verifier import outcome_stands, verify, verify_response

    if solutions.precision is not None:
        played = profile.profile if isinstance(profile, Assessment) else profile
        return verify_response(solutions.game, played, solutions.precision, response=solutions.response or "logit").equilibrium
    if not verify(solutions.game, profile, concept_named(solutions.concept).check or solutions.concept).equilibrium:
        return False
    if solutions.refine is None:
        return True
    rivals = [rival.sampled() for rival in (*solutions, *solutions.removed)] if refinement_named(solutions.refine).rivals else []
    return outcome_stands(solutions.game, profile, solutions.refine, rivals)


@answers("conditions of a family in short")
def _told_cases(family: Family) -> tuple[tuple[Relation, ...], ...]:
    from ..closed_forms.telling import told_cases

    return told_cases(family)


@answers("where some regimes are")
def _where(regime_map: RegimeMap, names: Sequence[str]) -> tuple[tuple[Relation, ...], ...]:
    from ..maps.merging import where

    return where(regime_map, names)


@answers("shares of a prior")
def _shares(regime_map: RegimeMap, prior: Mapping[str, Any], *, points: int, seed: int) -> Shares:
    from ..theorems.prior_shares import prior_shares

    return prior_shares(regime_map, prior, points=points, seed=seed)


@answers("what a change of the model changed")
def _difference(before: RegimeMap, after: RegimeMap) -> Difference:
    from ..theorems.model_changes import difference

    return difference(before, after)


@answers("the equilibrium at a point of a trace")
def _traced(trace: Trace, piece: TracePiece, x: Fraction) -> Solution:
    from ..lifting.tracing import point_of

    return point_of(trace, piece, x)


@answers("quantal equilibria at a point of a correspondence")
def _responding(found: Correspondence, value: object) -> Solutions:
    from .responding import quantal_response

    if found.precision is None:
        return quantal_response(found.game, value, response=found.response)
    at: dict[str, Any] = {found.by: value}
    return quantal_response(found.game, found.precision, response=found.response, **at)


@answers("quantal equilibria at a point of a map")
def _responding_in(found: ResponseMap, values: Mapping[str, object]) -> Solutions:
    from .responding import quantal_response

    at: dict[str, Any] = dict(values)
    return quantal_response(found.game, found.precision, response=found.response, **at)


@answers("where a lift holds along a parameter")
def _along(lift: Lift, parameter: str) -> tuple[Number | None, Number | None]:
    from ..lifting.regions import along

    return along(lift, parameter)


@answers("decisions of a map as files")
def _decisions(regime_map: RegimeMap, folder: str | Path, *, certificates: bool | None) -> list[Path]:
    from ..certificates.decisions import write_decisions
    from ..requests import check_game

    check_game(regime_map.game)

    return write_decisions(regime_map, folder, certificates=certificates)


@answers("an equilibrium with other labels")
def _relabelled(game: Game, concept: str, one: Any, symbols: Mapping[str, tuple[str, ...]], place: Place) -> Any:
    from ..closed_forms.relabelled import relabelled

    return relabelled(game, concept, one, symbols, place)
