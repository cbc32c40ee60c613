"""The quantal equilibria of a game at a precision, as results: probabilities in floating point, with the bounds that are proved."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import lru_cache
from typing import Any

import numpy as np
from flint import arb, fmpq

from games import Game, GameError
from games.numbers.isolating import ends, precision
from games.tree import CHANCE

from ..results import Assessment, Profile, Solution, Solutions
from ..results.lifts import Boxes
from ..results.names import Name
from ..verifier import verify_response
from .branches import passed, worths_of
from .numbers import ball
from .points import BITS, Point, Points, certified, points_at, same
from .response import Response
from .system import System
from .tracing import Path, follow
from .tree import LOGIT, PROBIT, ChoiceTree

BOXES = ((3, 20_000), (6, 2_000), (9, 200), (16, 4))  # that are looked at for so many unknown numbers, unless a number is given
BOXES_BETWEEN = 100_000  # for a correspondence
MOST_DEVIATIONS = 100  # precision times the largest spread of payoffs, for probit
MOST_EXPONENT = 5_000  # precision times the largest spread of payoffs
SMALLEST = 290  # digits after the point, beyond which payoffs that differ by no more are refused
SPREADS = 30  # over the largest spread of payoffs: how far the precision rises where nobody says
BEYOND = 3.0  # the branch is followed to so many times the precision, as it may come back
DECIMALS = 10**40  # bounds are written in these


def equilibria(game: Game, concept: str, rate: Fraction, boxes: int | None, *, all_of_them: bool, response: str = LOGIT) -> Solutions:
    """Find the quantal equilibria at a precision.

    Parameters
    ----------
    game : Game
        With numbers for all parameters.
    concept : str
        The concept's name.
    rate : Fraction
        The precision.
    boxes : int or None
        How many boxes may be looked at; fewer for more unknown numbers when None.
    all_of_them : bool
        Whether all are wanted; otherwise the one on the principal branch.
    response : {"logit", "probit"}
        How everybody responds.
    """
    system = System(read(game, response))
    check_exponents(system.tree, rate)
    if not all_of_them:
        point = principal_point(system, rate)
        return written(game, concept, system, Points(rate, [point], 0, 0), "one", [True])
    found = points_at(system, rate, usual(system) if boxes is None else boxes)
    if found.undecided:
        found = _with_the_principal(system, found)
    on_principal = [True] * len(found.points)
    if len(found.points) != 1 or found.undecided:
        path = principal(system, max(BEYOND * float(rate), float(rate + SPREADS / system.tree.largest_spread)))
        at_rate = list(passed(system, path, float(rate)))
        nearly = 1e-6 * system.bounds.max(initial=1.0)
        on_principal = [any(np.abs(x - p.middle).max(initial=0.0) < nearly for x in at_rate) for p in found.points]
    return written(game, concept, system, found, "some" if found.undecided else "all", on_principal)


def _with_the_principal(system: System, found: Points) -> Points:
    """Where some boxes are left: the one on the principal branch is among what was found."""
    try:
        point = principal_point(system, found.moving)
    except GameError:
        return found
    if any(same(point, other) for other in found.points):
        return found
    return Points(found.moving, [*found.points, point], found.undecided, found.boxes)


@lru_cache(maxsize=8)
def read(game: Game, response: str = LOGIT) -> ChoiceTree:
    """Read a game for quantal response along the precision."""
    return ChoiceTree(game, response=response)


def usual(system: System) -> int:
    """How many boxes are looked at, as it takes longer for more unknown numbers."""
    return next((count for size, count in BOXES if system.size <= size), 1)


def check_exponents(tree: ChoiceTree, rate: Fraction) -> None:
    """Refuse a precision at which probabilities are too small to be written."""
    spread = tree.largest_spread
    if 0 < spread * 10**SMALLEST < 1:
        raise GameError(f"The payoffs of {tree.game.name} are too small for floating point; write them in a smaller unit.")
    if tree.response == PROBIT:
        if rate * spread > MOST_DEVIATIONS:
            raise GameError(
                f"At precision {float(rate):g} probabilities of {tree.game.name} fall below exp(-{MOST_EXPONENT}); take at most "
                f"{float(MOST_DEVIATIONS / spread):.4g}."
            )
    elif rate * spread > MOST_EXPONENT:
        raise GameError(
            f"At precision {float(rate):g} probabilities of {tree.game.name} fall below exp(-{MOST_EXPONENT}); take at most "
            f"{float(MOST_EXPONENT / spread):.4g}, or limiting_equilibrium for where the principal branch goes."
        )


def principal(system: System, upto: float) -> Path:
    """Follow the branch from equal odds at precision zero."""
    return follow(system, np.zeros(system.size), 0.0, 0.0, max(upto, 1e-9), True)


def principal_point(system: System, rate: Fraction) -> Point:
    """The equilibrium on the principal branch at a precision: the one that it comes to first."""
    path = principal(system, float(rate)) if system.size and rate else None
    starts = [np.zeros(system.size)] if path is None else list(passed(system, path, float(rate)))
    for start in starts:
        if path is None:
            start = worths_of(system, start, float(rate)) if not rate else start
        point = certified(system, list(start), rate)
        if point is not None:
            return point
    raise GameError(
        f"The principal branch of {system.tree.game.name} could not be followed to precision {rate}; ask for a lower precision, or for "
        "all equilibria there."
    )


# ------------------------------------------------------------------ writing


def written(game: Game, concept: str, system: System, found: Points, how: str, on_principal: Sequence[bool]) -> Solutions:
    """Write equilibria as results."""
    several = len(found.points) > 1
    solutions = []
    for k, (point, principal_one) in enumerate(zip(found.points, on_principal, strict=True), 1):
        number = f" {k}" if several else ""
        branch = ", on the principal branch" if principal_one and (several or how == "one") else ""
        called = f"{system.tree.response} equilibrium{number}{branch}"
        solutions.append(solution(game, system, point, called))
    undecided = (f"boxes at precision {found.moving} in which equilibria were neither shown nor ruled out",) * found.undecided
    by = " by probit" if system.tree.response == PROBIT else ""
    notes = [f"Everybody responds{by} at precision {found.moving}; each equilibrium is proved to be the only one within the bounds given."]
    if how == "all" and found.boxes:
        notes.append("One box holds no other." if found.boxes == 1 else f"{found.boxes} boxes hold no other.")
    elif how == "some":
        notes.append("More boxes may decide; or precision lies on a fold, where equilibria meet.")
    method = "principal" if how == "one" else "boxes"
    at, listed = dict(game.fixed), tuple(solutions)
    told = "" if system.tree.response == LOGIT else system.tree.response
    return Solutions(
        game, concept, at, how, False, undecided, listed, method=method, notes=tuple(notes), precision=found.moving, response=told
    )


def solution(game: Game, system: System, point: Point, called: str) -> Solution:
    """Write an equilibrium, with the verifier's bound of how far responses are from it."""
    with precision(BITS):
        response = system.response(system.balls, list(point.at), system.thin(point.moving))
        bounds = _bounds(game, response)
        payoffs: dict[str, Any] = {name: _float(response.value(i, 0)[0]) for i, name in enumerate(game.players)}
        reach = _reaches(game, response)
        beliefs = _beliefs(game, reach)
        outcomes, measures = _endings(game, reach)
    profile = Profile(nested_by_set(game, lambda s, k: _float(response.chances[s][k])))
    certificate = verify_response(game, profile, point.moving, response=system.tree.response, bounds=bounds)
    return Solution(Name(given=called), Assessment(profile, beliefs), payoffs, outcomes, measures, (), certificate, boxes=bounds)


def _float(x: Any) -> float:
    return float(x.mid()) if isinstance(x, arb) else float(x)


def nested_by_set(game: Game, entry: Callable[[int, int], Any]) -> dict[str, dict[str, dict[str, Any]]]:
    """Write what is known of each action, by player, information set and action."""
    out: dict[str, dict[str, dict[str, Any]]] = {}
    for s, (label, actions) in enumerate(zip(game.set_labels, game.set_actions, strict=True)):
        row = {action: entry(s, k) for k, action in enumerate(actions)}
        out.setdefault(game.players[int(game.set_owner[s])], {})[label] = row
    return out


def _bounds(game: Game, response: Response) -> Boxes:
    def decimals(s: int, k: int) -> tuple[Fraction, Fraction]:
        low, high = ends(arb(response.chances[s][k]))
        scale = DECIMALS
        if 0 < low < fmpq(1, 10**20):  # a rare action keeps its digits
            scale *= 10 ** int(low.q.bit_length() * 0.30103 + 1)
        return Fraction(int((low * scale).floor()), scale), Fraction(int((high * scale).ceil()), scale)

    return nested_by_set(game, decimals)


def _reaches(game: Game, response: Response) -> list[Any]:
    tree = response.tree
    reach: list[Any] = [arb(1)]
    for node in range(1, game.nodes):
        above = int(game.parent[node])
        drawn = tree.kind[above] == CHANCE
        odds = ball(exact_chance(tree, node)) if drawn else response.chances[tree.kind[above]][int(game.move[node])]
        reach.append(reach[above] * odds)
    return reach


def exact_chance(tree: ChoiceTree, node: int) -> Fraction:
    """The chance of the outcome that leads to a node, in a game with numbers."""
    amount = tree.chances[node]
    assert isinstance(amount, Fraction)
    return amount


def _beliefs(game: Game, reach: Sequence[Any]) -> dict[str, dict[str, dict[str, Any]]]:
    out: dict[str, dict[str, dict[str, Any]]] = {}
    for s, label in enumerate(game.set_labels):
        nodes = game.set_nodes(s)
        whole = sum((reach[n] for n in nodes), arb(0))
        row = {game.history(n): _float(reach[n] / whole) for n in nodes}
        out.setdefault(game.players[int(game.set_owner[s])], {})[label] = row
    return out


def _endings(game: Game, reach: Sequence[Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    outcomes: dict[str, Any] = dict.fromkeys(game.outcome_names, 0.0)
    measures: dict[str, Any] = dict.fromkeys(game.measure_names, 0.0)
    for leaf, node in enumerate(game.leaf_nodes.tolist()):
        odds = _float(reach[node])
        outcomes[game.outcome_names[int(game.outcome[leaf])]] += odds
        for k, name in enumerate(game.measure_names):
            measures[name] += odds * float(game.measure(leaf, k))
    return outcomes, measures
