"""Three players: irrational equilibria, curves of them, and the many ways to miss one another."""

from __future__ import annotations

from fractions import Fraction

from games import load
from games.labels import parts_of
from games.numbers import Expression, Number

from ..front import device_corners, solve
from ..results import Profile
from ..verifier import verify
from .answers import Answer, Near, quantities
from .case import case
from .points import mixes_completely
from .printed import table

CORNER = table(
    """
    1                2                 3
    -1 + sqrt(10)/2  (sqrt(10) - 1)/9  (4 - sqrt(10))/6
    """,
    **{player: f"{player} start: a" for player in "123"},
)


@case(
    "T35",
    source="After Nash (1951), Annals of Mathematics 54, 286-295, and Bubelis (1979), Int. Journal of Game Theory 8, 65-76; own game",
    concept="all Nash, algebraic",
    published={
        "the one equilibrium": CORNER,
        "in decimals": tuple(Near(p, 1e-14) for p in (0.58113883008419, 0.240253073352042, 0.139620389971937)),
        "2*x**2 + 4*x - 3, 9*x**2 + 2*x - 1 and 6*x**2 - 8*x + 1 there": (0, 0, 0),
    },
)
def irrational() -> dict[str, Answer]:
    """2x2x2 game with exactly one, irrational, equilibrium."""
    equilibria = solve(load("irrational_corner"), "nash")
    x, y, z = (equilibria[0].profile[player]["start"]["a"] for player in "123")
    return {
        "the one equilibrium": CORNER.of(equilibria),
        "in decimals": (x, y, z),
        "2*x**2 + 4*x - 3, 9*x**2 + 2*x - 1 and 6*x**2 - 8*x + 1 there": (
            2 * x * x + 4 * x - 3,
            9 * y * y + 2 * y - 1,
            6 * z * z - 8 * z + 1,
        ),
    }


PENNIES = table(
    """
    1    2    3    payoff 1  payoff 2  payoff 3
    1/2  1/2  1/2  0         0         0
    """,
    **{player: f"{player} start: heads" for player in "123"},
)


@case(
    "T36",
    source="Jordan (1993), Games and Economic Behavior 5, 368-386",
    concept="unique Nash",
    published={"the one equilibrium": PENNIES},
)
def pennies() -> dict[str, Answer]:
    """Three-person matching pennies."""
    return {"the one equilibrium": PENNIES.of(solve(load("three_pennies"), "nash"))}


CURVE = table(
    """
    top     left    x         payoff 1  payoff 2  payoff 3
    0       0       0         0         0         3
    0       1       1         3         0         0
    1       0       1         0         3         0
    0       1       [1/4, 1)  [3/4, 3)  0         0
    1       0       [1/4, 1)  0         [3/4, 3)  0
    """,
    top="1 start: top",
    left="2 start: left",
    x="3 start: x",
)


@case(
    "T37",
    source="Nau, Gomez Canovas and Hansen (2004), International Journal of Game Theory 32, 443-453, section 5",
    concept="all Nash, components; correlated",
    published={
        "where somebody does not mix": CURVE,
        "a*b - 3*a - 3*b + 3 on the curve": 0,
        "x on the curve": "1/4",
        "left on the curve": "(0, 1)",
        "ends of the curve, a and b": {(1, 0), (0, 1)},
        "polytope of correlated equilibria": {"dimension": 7, "vertices": 8},
    },
    remark="The source's text counts two equilibria in which one player mixes; each is the end of a segment of them.",
)
def curve() -> dict[str, Answer]:
    """2x2x2 game with a curve of completely mixed equilibria."""
    equilibria = solve(load("curve_of_equilibria"), "nash")
    (mixed,) = filter(mixes_completely, equilibria)
    answers = quantities(mixed)
    a, b = (Expression.constant(0) + mixed.profile[player]["start"][action] for player, action in (("1", "top"), ("2", "left")))
    (open_,) = mixed.free
    devices = device_corners(load("curve_of_equilibria"))
    return {
        "where somebody does not mix": CURVE.of(equilibrium for equilibrium in equilibria if equilibrium is not mixed),
        "a*b - 3*a - 3*b + 3 on the curve": a * b - 3 * a - 3 * b + 3,
        "x on the curve": answers["3 start: x"],
        "left on the curve": answers["2 start: left"],
        "ends of the curve, a and b": {(a.at({open_: end}), b.at({open_: end})) for end in (Fraction(0), Fraction(1))},
        "polytope of correlated equilibria": {"dimension": devices.dimension, "vertices": len(devices)},
    }


MEETINGS = table(
    """
    1      2      3      payoff 1
    a      a      a      1
    b      b      b      1
    c      c      c      1
    a/b    a/b    a/b    1/4
    a/c    a/c    a/c    1/4
    b/c    b/c    b/c    1/4
    a/b/c  a/b/c  a/b/c  1/9
    a      b      c      0
    a      c      b      0
    b      a      c      0
    b      c      a      0
    c      a      b      0
    c      b      a      0
    """,
    **{player: f"{player} start" for player in "123"},
)


@case(
    "T38",
    source="Textbook game of pure coordination, for three",
    concept="all Nash",
    published={"equilibria": MEETINGS, "number": 13, "mixes are uniform": True, "isolated": True},
)
def meetings() -> dict[str, Answer]:
    """Three-person coordination, three actions: 13 equilibria."""
    equilibria = solve(load("meeting_of_three"), "nash")
    return {
        "equilibria": MEETINGS.of(equilibria),
        "number": len(equilibria),
        "isolated": not any(equilibrium.free for equilibrium in equilibria),
        "mixes are uniform": all(
            len({p for p in sets["start"].values() if p != 0}) == 1
            for equilibrium in equilibria
            for sets in equilibrium.profile.strategies.values()
        ),
    }


POKER = table(
    """
    I                II               III with High  III with Low        payoff I  payoff II  payoff III
    2 - sqrt(15)/3   2 - sqrt(15)/3   1              1 - 2*sqrt(15)/15   -1/24     -1/24      1/12
    """,
    **{
        "I": "I High: open",
        "II": "II High/pass: open",
        "III with High": "III High/pass/pass: open",
        "III with Low": "III Low/pass/pass: open",
    },
)


@case(
    "T81",
    source="After Nash (1951), Annals of Mathematics 54, 286-295, three-man poker; this ratio of stakes is our own",
    concept="Nash, algebraic, three players",
    published={"opening": POKER, "it is Nash in the whole game": True},
)
def poker() -> dict[str, Answer]:
    """Three-man poker with bet twice the ante.

    Solved with the sure moves made for the players (High calls, Low folds, I and II pass with Low), where it is the only
    equilibrium; then judged in the whole game.
    """
    equilibria = solve(load("three_man_poker", plain=True), "nash")
    return {"opening": POKER.of(equilibria), "it is Nash in the whole game": all(_holds(equilibrium.profile) for equilibrium in equilibria)}


def _holds(profile: Profile) -> bool:
    """Whether the profile, with the sure moves added, is a Nash equilibrium of the whole game."""
    game = load("three_man_poker")
    strategies: dict[str, dict[str, dict[str, Number]]] = {player: {} for player in game.players}
    for owner, label, actions in zip(game.set_owner, game.set_labels, game.set_actions, strict=True):
        high = parts_of(label)[0] == "High"
        sure_move = {"open": 0, "pass": 1} if "open" in actions else {"call": int(high), "fold": int(not high)}
        strategies[game.players[owner]][label] = dict(profile[game.players[owner]].get(label, sure_move))
    return verify(game, Profile(strategies), "nash").equilibrium
