"""Three players: irrational equilibria, curves of them, and the many ways to miss one another."""

from __future__ import annotations

from fractions import Fraction

from games import load
from games.numbers import Expression, Number

from ..front import solve
from ..results import Profile
from ..verifier import verify
from .answers import Answer, Awaited, Near, quantities, table
from .case import case

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
    found = solve(load("irrational_corner"), "nash")
    x, y, z = (found[0].profile[player]["start"]["a"] for player in "123")
    return {
        "the one equilibrium": CORNER.of(found),
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
    errs="The source counts two equilibria in which one player mixes; each is the end of a segment of them.",
)
def curve() -> dict[str, Answer]:
    """2x2x2 game with a curve of completely mixed equilibria."""
    found = solve(load("curve_of_equilibria"), "nash")
    (bent,) = (one for one in found if all(p != 0 for sets in one.profile.strategies.values() for p in sets["start"].values()))
    said = quantities(bent)
    a, b = (Expression.constant(0) + bent.profile[player]["start"][action] for player, action in (("1", "top"), ("2", "left")))
    (open_,) = bent.free
    return {
        "where somebody does not mix": CURVE.of(one for one in found if one is not bent),
        "a*b - 3*a - 3*b + 3 on the curve": a * b - 3 * a - 3 * b + 3,
        "x on the curve": said["3 start: x"],
        "left on the curve": said["2 start: left"],
        "ends of the curve, a and b": {(a.at({open_: end}), b.at({open_: end})) for end in (Fraction(0), Fraction(1))},
        "polytope of correlated equilibria": Awaited("correlated"),
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
    found = solve(load("meeting_of_three"), "nash")
    return {
        "equilibria": MEETINGS.of(found),
        "number": len(found),
        "isolated": not any(one.free for one in found),
        "mixes are uniform": all(
            len({p for p in sets["start"].values() if p != 0}) == 1 for one in found for sets in one.profile.strategies.values()
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
    found = solve(load("three_man_poker", plain=True), "nash")
    return {"opening": POKER.of(found), "it is Nash in the whole game": all(_holds(one.profile) for one in found)}


def _holds(profile: Profile) -> bool:
    """Whether the profile, with the sure moves added, is a Nash equilibrium of the whole game."""
    game = load("three_man_poker")
    sure: dict[str, dict[str, dict[str, Number]]] = {player: {} for player in game.players}
    for owner, label, actions in zip(game.set_owner, game.set_labels, game.set_actions, strict=True):
        high = label.startswith("High")
        done = {"open": 0, "pass": 1} if "open" in actions else {"call": int(high), "fold": int(not high)}
        sure[game.players[owner]][label] = dict(profile[game.players[owner]].get(label, done))
    return verify(game, Profile(sure), "nash").equilibrium
