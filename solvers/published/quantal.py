"""Quantal response: logit equilibria at a precision, folds, limits, and the Nash equilibria of the same games."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from games import Game, game, load
from games.numbers import text

from ..front import correspondence, limiting_equilibrium, quantal_response, solve
from ..results import Solution
from .answers import Answer, Near
from .case import case
from .printed import table


def near(*numbers: float, tolerance: float) -> tuple[Near, ...]:
    """Decimals, within a tolerance."""
    return tuple(Near(number, tolerance) for number in numbers)


def only(game: Game, precision: object, **at: Any) -> Solution:
    """The logit equilibrium at a precision, where it is proved that there is one alone."""
    found = quantal_response(game, precision, **at)
    assert found.found == "all" and len(found) == 1
    return found[0]


def first_chances(solution: Solution, actions: Iterable[tuple[str, str]]) -> tuple[Any, ...]:
    """The probabilities of some actions of players who each move once."""
    return tuple(solution.profile[player]["start"][action] for player, action in actions)


TOP_LEFT = (("Row", "top"), ("Column", "left"))
PENNIES = table(
    """
    top  left
    1/2  1/10
    """,
    top="Row start: top",
    left="Column start: left",
)


@case(
    "T60",
    source="McKelvey and Palfrey (1995), Games and Economic Behavior 10, 6-38, after Ochs (1995)",
    concept="Nash; logit quantal response (QRE) at fixed precision",
    published={
        "Nash": PENNIES,
        "logit, precision: top, left": {
            "1/2": near(0.830670591, 0.418077467, tolerance=1e-8),
            "1": near(0.893576331, 0.312780375, tolerance=1e-8),
            "2": near(0.860754394, 0.191078494, tolerance=1e-8),
            "5": near(0.701984237, 0.117135291, tolerance=1e-8),
        },
    },
)
def pennies_with_nine() -> dict[str, Answer]:
    """Asymmetric matching pennies with 9: own-payoff effect and logit QRE."""
    pennies = load("asymmetric_pennies")
    logit = {at: first_chances(only(pennies, at, X=9), TOP_LEFT) for at in ("1/2", "1", "2", "5")}
    return {"Nash": PENNIES.of(solve(pennies, "nash", X=9)), "logit, precision: top, left": logit}


@case(
    "T61",
    source="McKelvey and Palfrey (1995), Games and Economic Behavior 10, 6-38, figure 1",
    concept="limit of logit quantal response (QRE); perfect",
    published={
        "perfect": {("D", "R")},
        "limit": ("1/2", "0", "1/2"),
        "logit, A and precision": {
            "5, 1": near(0.30303498, 0.12651534, 0.57044968, tolerance=1e-6),
            "5, 5": near(0.47798049, 0.00327376, 0.51874575, tolerance=1e-6),
            "5, 10": near(0.49970501, 2.269e-05, 0.50027229, tolerance=1e-6),
            "100, 1": near(0.06842381, 0.02583038, 0.90574581, tolerance=1e-6),
            "100, 5": near(0.27874897, 0.00189609, 0.71935494, tolerance=1e-6),
            "100, 10": near(0.49437671, 2.245e-05, 0.50560084, tolerance=1e-6),
        },
    },
)
def imperfect_limit() -> dict[str, Answer]:
    """Limiting logit equilibrium that is not perfect.

    The logit equilibria are those on the principal branch: with A = 100 and precision 1 there are two more, which are not symmetric.
    """
    perfect = {
        tuple(action for mixes in solution.profile.strategies.values() for action, p in mixes["start"].items() if p == 1)
        for solution in solve(load("imperfect_limit"), "perfect")
    }
    asked = [(A, at) for A in (5, 100) for at in (1, 5, 10)]
    rows = [("Row", action) for action in ("U", "M", "D")]
    principal = {
        f"{A}, {at}": first_chances(quantal_response(load("imperfect_limit"), at, method="principal", A=A, B=A)[0], rows) for A, at in asked
    }
    limits = [limiting_equilibrium(load("imperfect_limit"), A=A, B=A).profile["Row"]["start"] for A in (5, 100)]
    return {
        "perfect": perfect,
        "limit": {tuple(text(row[action]) for action in ("U", "M", "D")) for row in limits}.pop(),
        "logit, A and precision": principal,
    }


@case(
    "T62",
    source="Attributed to R. McKelvey, in the sample games of Gambit; Turocy (2005), Games and Economic Behavior 51, 243-263",
    concept="logit quantal response (QRE) correspondence, folds",
    published={
        "folds": near(1.3494217, 1.3241874, tolerance=1e-6),
        "second branch from": Near(1.529147, 1e-6),
        "equilibria at precision": {"1": 1, "1.337": 3, "1.4": 1, "3": 3, "5": 3},
        "P(r1) at precision 3": near(0.019699741, 0.863714679, 0.995463175, tolerance=1e-6),
        "limit": ("r2", "c1"),
    },
)
def bending_branch() -> dict[str, Answer]:
    """Principal logit branch that bends backwards."""
    game = load("bending_branch")
    found = correspondence(game, 5)
    assert found.found == "all" and found.limit is not None
    principal, second = found.branches
    counts = {at: quantal_response(game, at) for at in ("1", "1.337", "1.4", "3", "5")}
    assert all(one.found == "all" for one in counts.values())
    played = [next(action for action, p in found.limit.profile[player]["start"].items() if p == 1) for player in game.players]
    return {
        "folds": tuple(sorted((found.folds[k].value for k in principal.folds), reverse=True)),
        "second branch from": found.folds[second.folds[0]].value,
        "equilibria at precision": {at: len(one) for at, one in counts.items()},
        "P(r1) at precision 3": tuple(sorted(one.profile["Row"]["start"]["r1"] for one in counts["3"])),
        "limit": tuple(played),
    }


@case(
    "T63",
    source="Goeree and Holt (2001), American Economic Review 91, 1402-1422, table 1",
    concept="Nash; logit quantal response (QRE)",
    published={
        "Nash, X: top, left": {"80": {("1/2", "1/2")}, "320": {("1/2", "1/8")}, "44": {("1/2", "10/11")}},
        "logit, X and precision: top, left": {
            "320, 0.05": near(0.81798786, 0.21892338, tolerance=1e-7),
            "320, 0.1": near(0.71342403, 0.15350226, tolerance=1e-7),
            "44, 0.05": near(0.35617066, 0.63998922, tolerance=1e-7),
            "44, 0.1": near(0.35005144, 0.76845157, tolerance=1e-7),
        },
    },
)
def ten_treasures() -> dict[str, Answer]:
    """One-shot matching pennies 80/320/44: Nash and logit.

    What people did in the experiment is no equilibrium and is not compared.
    """
    game = load("asymmetric_pennies", low=40, high=80)
    equilibria = {str(X): solve(game, "nash", X=X) for X in (80, 320, 44)}
    return {
        "Nash, X: top, left": {
            X: {(solution.profile["Row"]["start"]["top"], solution.profile["Column"]["start"]["left"]) for solution in listed}
            for X, listed in equilibria.items()
        },
        "logit, X and precision: top, left": {
            f"{X}, {at}": first_chances(only(game, at, X=X), TOP_LEFT) for X in (320, 44) for at in ("0.05", "0.1")
        },
    }


@game(players=("1", "2"))
def four_moves(play: Any) -> Any:
    """A centipede of four moves: a pile that grows fourfold in two moves, in dollars."""
    for step, (mine, other) in enumerate(((40, 10), (80, 20), (160, 40), (320, 80))):
        player, payoffs = ("1", (mine, other)) if step % 2 == 0 else ("2", (other, mine))
        if play.choose(player, ["take", "pass"]) == "take":
            return tuple(Fraction(amount, 100) for amount in payoffs)
    return Fraction(640, 100), Fraction(160, 100)


@case(
    "T64",
    source="McKelvey and Palfrey (1998), Experimental Economics 1, 9-41; payoffs of McKelvey and Palfrey (1992), Econometrica 60",
    concept="agent quantal response (QRE)",
    published={
        "precision: take at each node, payoffs": {
            "1": near(0.296256575, 0.277980286, 0.464883649, 0.832018385, 1.008870332, 1.07761886, tolerance=1e-8),
            "2": near(0.236192966, 0.376298744, 0.761576824, 0.960834277, 0.848227198, 0.755021377, tolerance=1e-8),
            "5": near(0.492704225, 0.851436106, 0.981847188, 0.99966465, 0.402961103, 0.428790659, tolerance=1e-8),
        },
    },
)
def centipede_response() -> dict[str, Answer]:
    """Agent logit QRE of the four-move centipede."""
    centipede = four_moves()
    answers = {}
    for at in ("1", "2", "5"):
        found = only(centipede, at)
        taken = [row["take"] for pair in zip(*(found.profile[i].values() for i in centipede.players), strict=True) for row in pair]
        answers[at] = (*taken, *(found.payoffs[player] for player in centipede.players))
    return {"precision: take at each node, payoffs": answers}
