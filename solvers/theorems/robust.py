"""How robust claims are: where they hold, how far from a point that changes, and how much of a prior agrees."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from games import GameError
from games.numbers import Number, simplest

from ..maps.surfaces import others_at
from ..results import RegimeMap, Share
from ..results.holdings import Holding, Robustness
from ..results.quantities import quantity_named
from .matching import RELATIONS, Statement, read_statements
from .nearest import DECIDED, NORMS, ON_A_WALL, alone, nearest, verdict_here
from .prior_cells import exact_masses, into_ring, is_distribution, read_prior, sampled_masses
from .prior_shares import sampled_share, turns_of
from .propositions import EVERY as IN_EVERY
from .propositions import NO as IN_NONE
from .propositions import SOME as IN_SOME
from .propositions import judged_at
from .verdict_cells import EVERY, NONE, SOME, UNDECIDED, VerdictCell, VerdictCells, signed
from .where_true import where_true


def robustness_of(
    regime_map: RegimeMap,
    what: Any,
    at: Mapping[str, Any] | None,
    prior: Mapping[str, Any] | None,
    *,
    norm: str,
    points: int,
    seed: int,
) -> Robustness:
    """Say how robust claims are; see `solvers.robustness`."""
    if norm not in NORMS:
        raise GameError(f"There is no norm {norm!r}; there are {', '.join(NORMS)}.")
    if not regime_map.regimes:
        raise GameError("The map has no regimes; a claim needs somewhere to hold.")
    fixed: dict[str, Number] = {name: value for name, value in regime_map.at_rest.items() if name not in regime_map.over}
    claims = [(named, read_statements(regime_map.game, fixed, None, said)) for named, said in _read(regime_map, what)]
    point = regime_map.game.point(**dict(at or {}))
    irrational = [name for name, x in point.items() if not isinstance(x, int | Fraction)]
    if irrational:
        raise GameError(f"Distances are measured from a point of fractions; {irrational[0]} is none.")
    start = {name: Fraction(point[name]) for name in regime_map.over}
    priors = None if prior is None else read_prior(regime_map, prior)
    holdings, method = [], ""
    for named, statements in claims:
        cells = VerdictCells(regime_map, tuple(VerdictCell.of(regime_map, regime, statements) for regime in regime_map.regimes))
        shares, method = (None, "") if priors is None else _shares(cells, priors, points, seed)
        holdings.append(_holding(named, cells, start, norm, shares, _here(cells, statements, start)))
    return Robustness(regime_map, start, tuple(holdings), method)


def _read(regime_map: RegimeMap, what: Any) -> list[tuple[str, dict[str, str]]]:
    """Read claims, each with its name: what is said of quantities."""
    if what is None:
        return [(f"{name} > 0", {f"outcome {name}": "> 0"}) for name in regime_map.game.outcome_names]
    if isinstance(what, Mapping):
        said = {str(name): value for name, value in what.items()}
        return [(" and ".join(f"{name} {_written(value)}" for name, value in said.items()), said)]
    if not isinstance(what, str):
        if not isinstance(what, Iterable):
            raise GameError(f"{what!r} is no claim; write one as 'fight > 0', or several in a list.")
        return [claim for one in what for claim in _read(regime_map, one)]
    for relation in (*RELATIONS, "="):
        name, found, value = what.partition(relation)
        if found:
            return [(" ".join(what.split()), {name.strip(): f"{relation} {value}" if relation != "=" else value})]
    if quantity_named(regime_map.game, what).kind not in ("outcome", "probability"):
        raise GameError(f"{what!r} is a number in every equilibrium; say how it compares, as '{what} > 0'.")
    return [(f"{' '.join(what.split())} > 0", {what: "> 0"})]


def _written(value: Any) -> str:
    said = str(value).strip()
    return said if said.startswith(RELATIONS) else f"= {said}"


def _here(cells: VerdictCells, statements: Sequence[Statement], start: Mapping[str, Fraction]) -> str:
    """The verdict at a point; where other equilibria live there than beside it and tell otherwise, that it is on a wall."""
    here, regime = verdict_here(cells, start), cells.regime_map.regime(**start)
    if here in DECIDED and regime is not None and others_at(cells.regime_map, regime, start):
        there = {IN_EVERY: EVERY, IN_SOME: SOME, IN_NONE: NONE}.get(judged_at(cells.regime_map, statements, start).holds)
        return here if there == here else ON_A_WALL
    return here


def _holding(
    named: str, cells: VerdictCells, start: Mapping[str, Fraction], norm: str, shares: Mapping[str, Share] | None, here: str
) -> Holding:
    every, some, none = (where_true(cells.regime_map, cells.conditional(which)) for which in (EVERY, SOME, NONE))
    regimes = {cell.regime.name: cell.whole for cell in cells.cells}
    try:
        moves = tuple(alone(cells, start, here)) if here in DECIDED else ()
        distance = nearest(cells, start, here, norm) if here in DECIDED and start else None
    except GameError:  # closed forms with roots: their surfaces are not followed
        moves, distance = (), None
    cases = {cell.regime.name: (cell.some, cell.every) for cell in cells.cells}
    return Holding(named, every, some, none, regimes, here, moves, distance, shares, cases)


def _shares(cells: VerdictCells, priors: Mapping[str, Any], points: int, seed: int) -> tuple[dict[str, Share], str]:
    """Share a prior among the verdicts, and say how."""
    regime_map, contingent = cells.regime_map, cells.contingent()
    turns, by_signs = turns_of(regime_map), {cell.regime.signs: cell for cell in cells.cells}
    walls = len(regime_map.walls)
    numerators = [wall.polynomial.numerator for wall in regime_map.walls] + [_same_sign(e) for e in contingent.values()]
    exact = exact_masses(regime_map, priors, numerators)
    if exact is None:
        expressions = [wall.polynomial for wall in regime_map.walls] + list(contingent.values())
        masses, method = sampled_masses(regime_map, priors, expressions, points, seed)
        turns = [1] * walls
    else:
        masses, method = exact, "lengths between roots and areas of polygons"
        if any(map(is_distribution, priors.values())):
            method = "cumulative distributions between roots, in floating point"
    sums: dict[str, Any] = {}
    for signs, mass in masses.items():
        cell = by_signs.get(tuple(s * turn for s, turn in zip(signs[:walls], turns, strict=True)))
        values = dict(zip(contingent, signs[walls:], strict=True))
        try:
            verdict = UNDECIDED if cell is None else cell.by(signed(values))
        except KeyError:  # a closed form with roots
            verdict = UNDECIDED
        sums[verdict] = sums[verdict] + mass if verdict in sums else mass
    if exact is None:
        shares = {verdict: sampled_share([rates]) for verdict, rates in sums.items()}
        inside = sampled_share(list(sums.values()))
        outside = Share(1 - float(inside.share), inside.error)
    else:
        shares = {verdict: Share(mass if isinstance(mass, float) else simplest(mass)) for verdict, mass in sums.items()}
        rest = 1 - sum(sums.values(), Fraction(0))
        outside = Share(rest if isinstance(rest, float) else simplest(rest))
    return {v: shares.get(v, Share(Fraction(0))) for v in (EVERY, SOME, NONE, UNDECIDED) if v != UNDECIDED or v in shares} | {
        "outside": outside
    }, method


def _same_sign(expression: Any) -> Any:
    """A polynomial that has the sign of a quotient."""
    return expression.numerator * into_ring(expression)
