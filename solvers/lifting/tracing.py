"""A path of exact equilibria along one parameter: which method a game gets, and how its pieces are put together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from flint import fmpq_poly

from games import Game, GameError, exact_leaf_table
from games.numbers import Expression, Number, flint_number, number_of_roots, text

from ..algebra.nearest_roots import Crossing
from ..concept import CONCEPTS
from ..nash.linear import plans_solution
from ..results import Assessment, Name, Reason, Solution, Start, Stop, Trace, TracePiece, TraceWall
from ..results.traces import ClosedPlans
from ..verifier import expected
from .branches import Branches, Piece, branch_pieces, ends_of
from .closed_basis import ClosedBasis
from .indifference import check_polynomial
from .judging import certificate
from .open_leaves import ZERO, OpenLeaves, coefficients, measured, open_leaves, quotient
from .regions import reason
from .writing import assessment, at_values, consequences
from .zero_sum import Stretch, stretches


def zero_sum_trace(game: Game, parameter: str, low: Fraction, high: Fraction, seconds: float | None) -> Trace:
    """Trace the value and optimal plans of a two-player game whose payoffs add up to the same at every ending.

    Parameters
    ----------
    game : Game
        Open in the parameter alone.
    parameter : str
        The parameter.
    low, high : Fraction
        The range.
    seconds : float or None
        After so many the rest of the range is left as a gap.
    """
    check_range(game, parameter, low, high)
    leaves = open_leaves(game, parameter)
    total = constant_total(leaves)
    if total is None:
        raise GameError(
            f"trace needs payoffs that add up to the same at every ending, which those of {game.name} do not; regimes maps other games."
        )
    covered, gaps = stretches(leaves, low, high, seconds)
    pieces: list[TracePiece] = []
    walls: list[TraceWall] = []
    start: Number = low
    for k, stretch in enumerate(covered):
        start = max_number(start, stretch.below.at) if stretch.below else start
        end = stretch.above.at if stretch.above else high
        piece = _piece(leaves, total, stretch, start, end)
        start = end
        if pieces and pieces[-1].high == piece.low and _same(covered[k - 1].basis, stretch.basis):
            walls.pop()
            pieces[-1] = replace(pieces[-1], high=piece.high)
        else:
            pieces.append(piece)
        if stretch.above and end < high:
            walls.append(_wall(leaves, stretch, stretch.above))
    concept = next(record.name for record in CONCEPTS.values() if record.programs)
    return Trace(game, parameter, low, high, concept, tuple(pieces), tuple(walls), tuple(gaps))


def general_trace(
    game: Game, parameter: str, low: Fraction, high: Fraction, concept: str, *, starts: int, seconds: float | None, seed: int | None
) -> Trace:
    """Trace equilibria of any game along one parameter, as far as they are found.

    Parameters
    ----------
    game, parameter, low, high
        As for `zero_sum_trace`.
    concept : {"sequential", "nash"}
        What is asked.
    starts : int
        From how many points to start; each next one in the widest gap.
    seconds : float or None
        How long to go on; None for a counted amount of work at each wall.
    seed : int or None
        Of learning.
    """
    check_range(game, parameter, low, high)
    check_polynomial(game)
    branches = Branches(game, parameter, low, high, concept, seconds, seed)
    covered, gaps = branch_pieces(branches, starts)
    pieces: list[TracePiece] = []
    walls: list[TraceWall] = []
    reached: Number = low
    for piece in covered:
        start, end = ends_of(piece, low, high)
        if end <= reached:
            continue
        pieces.append(_general_piece(game, parameter, piece, max_number(reached, start), end, concept))
        reached = end
        crossing = piece.interval.above
        if crossing is not None and end < high:
            tree = piece.lifted.solved.system.tree
            reasons = tuple(dict.fromkeys(reason(tree, condition) for condition in piece.interval.ending[1]))
            walls.append(TraceWall(crossing.at, _polynomial(crossing, parameter), reasons))
    return Trace(game, parameter, low, high, concept, tuple(pieces), tuple(walls), tuple(gaps))


def _general_piece(game: Game, parameter: str, piece: Piece, low: Number, high: Number, concept: str) -> TracePiece:
    payoffs, outcomes, measures = consequences(piece.lifted.solved)
    plans = assessment(piece.lifted.solved)
    point = {parameter: piece.at}
    judged = certificate(game.at(**{parameter: piece.at}), plans, point, concept, [])
    return TracePiece(low, high, payoffs, outcomes, measures, plans, piece.at, judged, piece.origin)


def assessment_at(game: Game, parameter: str, plans: Assessment, concept: str, x: Fraction) -> Solution:
    """Write an assessment at a value of the parameter as an equilibrium with its certificate."""
    numeric, claimed = game.at(**{parameter: x}), at_values(plans, {parameter: x})
    profile = claimed.profile
    payoffs, outcomes, measures = expected(numeric, profile)
    judged = certificate(numeric, claimed, {}, concept, [])
    return Solution(Name(given="traced equilibrium"), claimed, payoffs, outcomes, measures, ranges=(), certificate=judged)


def point_of(trace: Trace, piece: TracePiece, x: Fraction) -> Solution:
    """The equilibrium of a piece at a value of the parameter."""
    if isinstance(piece.plans, ClosedPlans):
        return at_point(trace.game, trace.parameter, piece.plans, x)
    return assessment_at(trace.game, trace.parameter, piece.plans, trace.concept, x)


def max_number(a: Number, b: Number) -> Number:
    """Give the larger of two numbers."""
    return b if b > a else a


def is_zero_sum(game: Game, parameter: str) -> bool:
    """Whether two players' payoffs add up to the same at every ending."""
    if len(game.players) != 2:
        return False
    totals = {text(game.payoff(leaf, 0) + game.payoff(leaf, 1)) for leaf in (0, game.leaves - 1)}
    return len(totals) == 1 and constant_total(open_leaves(game, parameter)) is not None


def check_range(game: Game, parameter: str, low: Fraction, high: Fraction) -> None:
    """Refuse a range that is empty, or in which what the game assumes of the parameter fails."""
    if low >= high:
        raise GameError(f"The range of {parameter} is empty: it runs from {low} to {high}.")
    for end in (low, high):
        game.domain.check({parameter: end})
    for condition in game.domain.conditions:
        top, bottom = coefficients(condition.expression, parameter)
        ends = [flint_number(x) for x in (low, high)]
        if any(number_of_roots(f, low, high) > sum(not f(x) for x in ends) for f in (top, bottom)):
            raise GameError(f"{game.name} assumes {condition.text}, which does not hold from {low} to {high}; trace a part of the range.")


def constant_total(leaves: OpenLeaves) -> fmpq_poly | None:
    """What the payoffs of two players add up to; None where that is not the same at every ending."""
    if len(leaves.players) != 2:
        return None
    totals = {tuple((one + two).coeffs()): one + two for one, two in leaves.payoffs}
    return next(iter(totals.values())) if len(totals) == 1 else None


def _piece(leaves: OpenLeaves, total: fmpq_poly, stretch: Stretch, low: Number, high: Number) -> TracePiece:
    game, basis, name = leaves.game, stretch.basis, leaves.parameter
    first, second = (one.player for one in leaves.players)
    value = quotient(basis.value, basis.denominator, name)
    plans = closed_plans(basis)
    outcomes, measures = _consequences(leaves, basis)
    return TracePiece(
        low,
        high,
        {first: value, second: quotient(total * basis.denominator - basis.value, basis.denominator, name)},
        outcomes,
        measures,
        plans,
        stretch.at,
        at_point(game, name, plans, stretch.at).certificate,
        "linear program",
    )


def closed_plans(basis: ClosedBasis) -> ClosedPlans:
    """Write the plans of a basis as plain data."""

    scale = basis.denominator.denom()
    for f in (*basis.first, *basis.second):
        scale = scale.lcm(f.denom())

    def plain(f: fmpq_poly) -> tuple[int, ...]:
        return tuple(int((c * scale).p) for c in f.coeffs())

    players = (one.player for one in basis.program.leaves.players)
    rows = (tuple(map(plain, plan)) for plan in (basis.first, basis.second))
    return ClosedPlans(plain(basis.denominator), dict(zip(players, rows, strict=True)))


def at_point(game: Game, parameter: str, plans: ClosedPlans, x: Fraction) -> Solution:
    """Write the plans of a piece at a value of the parameter as an equilibrium with its certificate."""
    there = game.at(**{parameter: x})
    by_player = plans.at(x)
    return plans_solution(there, exact_leaf_table(there), *(by_player[player] for player in game.players))


def _consequences(leaves: OpenLeaves, basis: ClosedBasis) -> tuple[dict[str, Number], dict[str, Number]]:
    """The probability of every outcome and the expectation of every measure, in the parameter."""
    game = leaves.game
    if not game.outcome_names and not game.measure_names:
        return {}, {}
    outcomes, measures = [ZERO] * len(game.outcome_names), [ZERO] * len(game.measure_names)
    amounts = measured(leaves)
    for leaf, ((i, j), reach) in enumerate(zip(leaves.before.tolist(), leaves.reach, strict=True)):
        weight = basis.first[i] * basis.second[j]
        if weight:
            weight *= reach
            kind = int(game.outcome[leaf])
            if kind >= 0:
                outcomes[kind] += weight
            for k, amount in enumerate(amounts[leaf]):
                measures[k] += weight * amount
    below = basis.denominator * basis.denominator
    return (
        {label: quotient(f, below, leaves.parameter) for label, f in zip(game.outcome_names, outcomes, strict=True)},
        {label: quotient(f, below, leaves.parameter) for label, f in zip(game.measure_names, measures, strict=True)},
    )


def _same(one: ClosedBasis, other: ClosedBasis) -> bool:
    """Whether two bases say the same of both plans."""
    pairs = zip((*one.first, *one.second), (*other.first, *other.second), strict=True)
    return all(f * other.denominator == g * one.denominator for f, g in pairs)


def _wall(leaves: OpenLeaves, stretch: Stretch, crossing: Crossing) -> TraceWall:
    """Where a piece ends as the parameter rises, and why."""
    return TraceWall(crossing.at, _polynomial(crossing, leaves.parameter), tuple(_reasons(leaves, stretch.ending[1])))


def _polynomial(crossing: Crossing, parameter: str) -> Expression:
    return Expression.constant(0) + quotient(fmpq_poly(crossing.polynomial), fmpq_poly([1]), parameter)


def _reasons(leaves: OpenLeaves, ending: Sequence[tuple[str, int]]) -> Iterator[Reason]:
    """Who starts or stops playing what; what a player no longer comes to is not said again."""
    width = len(leaves.players[0])
    gone = {sequence for kind, sequence in ending if kind == "weight"}
    for kind, sequence in ending:
        own, k, shift = (leaves.players[0], sequence, 0) if sequence < width else (leaves.players[1], sequence - width, width)
        if not k:
            continue
        which = int(own.first.searchsorted(k, side="right")) - 1
        if kind == "weight" and int(own.before[which]) + shift in gone:
            continue
        infoset = int(own.infosets[which])
        fact = Stop if kind == "weight" else Start
        action = leaves.game.set_actions[infoset][k - int(own.first[which])]
        yield fact(own.player, leaves.game.set_labels[infoset], action)
