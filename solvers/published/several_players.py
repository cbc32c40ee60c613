"""Several players: irrational equilibria, and acting together."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from games import Game, load
from games.expression import Expression, Number

from ..front import families, regimes, solve
from ..solution import Family, Profile, Solution
from ..verifier import expected, verify
from .answers import Answer, Awaited, Near, quantities, table, walls
from .case import case
from .points import behaviour

# ------------------------------------------------------------------ one is enough

VOLUNTEERS = table(
    """
    1 waits  2 waits  3 waits
    0        1        1
    1        0        1
    1        1        0
    1/2      1/2      1/2
    1        1/4      1/4
    1/4      1        1/4
    1/4      1/4      1
    """,
    **{f"{k} waits": f"bystander {k} start: wait" for k in (1, 2, 3)},
)


@case(
    "T20",
    source="Diekmann (1985), Journal of Conflict Resolution 29, 605-610",
    concept="all Nash; symmetric, closed form",
    published={
        "n = 3, b = 4, c = 1": VOLUNTEERS, "equilibria": {"n = 2": 3, "n = 3": 7},
        "each waits": {"n = 2": "c/b", "n = 3": "sqrt(4*b*c)/(2*b)"}, "b = 2, c = 1": {"n = 2": "1/2", "n = 3": "sqrt(2)/2"},
        "2**(-1/(n - 1)) is an equilibrium": {"n = 4": True, "n = 5": True, "n = 6": True},
        "in decimals, n = 4": Near(2 ** (-1 / 3)), "nobody helps, b = 2, c = 1": {"n = 2": "1/4", "n = 3": "sqrt(2)/4"},
    },
)
def volunteers() -> dict[str, Answer]:
    """Volunteer's dilemma.

    For n = 3 the closed form (c/b)**(1/2) is written sqrt(4*b*c)/(2*b), which is the same for positive b and c.
    """
    many = {n: load("volunteers_dilemma", bystanders=n) for n in (2, 3, 4, 5, 6)}
    at_two = {n: solve(many[n], "nash", b=2, c=1) for n in (2, 3, 4)}
    waits = {n: _waiting(_where_all_mix(found)) for n, found in at_two.items()}
    return {
        "n = 3, b = 4, c = 1": VOLUNTEERS.of(solve(many[3], "nash")), "equilibria": {f"n = {n}": len(at_two[n]) for n in (2, 3)},
        "each waits": {f"n = {n}": _waiting(_where_all_mix(families(many[n], "all", "nash"))) for n in (2, 3)},
        "b = 2, c = 1": {f"n = {n}": waits[n] for n in (2, 3)},
        "2**(-1/(n - 1)) is an equilibrium": {f"n = {n}": _waits_so(n, f"root(2*x**{n - 1} - 1, 1/2, 1)") for n in (4, 5, 6)},
        "in decimals, n = 4": waits[4],
        "nobody helps, b = 2, c = 1": {f"n = {n}": _where_all_mix(at_two[n]).outcomes["/".join(["wait"] * n)] for n in (2, 3)},
    }


def _where_all_mix(found: Iterable[Solution | Family]) -> Solution | Family:
    """The one equilibrium in which every player mixes."""
    (one,) = (one for one in found if all(p != 0 for sets in one.profile.strategies.values() for p in sets["start"].values()))
    return one


def _waiting(found: Solution | Family) -> Number:
    return found.profile["bystander 1"]["start"]["wait"]


def _waits_so(bystanders: int, waits: str) -> bool:
    """Whether it is an equilibrium at b = 2, c = 1 that everyone waits with some probability."""
    game = load("volunteers_dilemma", bystanders=bystanders).at(b=2, c=1)
    mixes = {"wait": waits, "help": f"1 - {waits}"}
    return verify(game, behaviour(game, {player: {"start": mixes} for player in game.players}), "nash").equilibrium


# ------------------------------------------------------------------ juries and gifts

UNANIMOUS = table(
    """
    convict on g  convict on i  payoff
    1             3/13          -41/676
    0             0             -1/4
    """,
    **{"convict on g": "juror 1 g: convict", "convict on i": "juror 1 i: convict", "payoff": "payoff juror 1"},
)


@case(
    "T21",
    source="Feddersen and Pesendorfer (1998), American Political Science Review 92, 23-35",
    concept="Nash, symmetric",
    published={
        "three, unanimous, p = 9/10": UNANIMOUS, "five, unanimous, p = 16/17: 14/31": True,
        "as the evidence says": {"unanimous": False, "majority, p = 2/3": True}, "payoff by majority": "-7/54",
    },
    slow=True,
)
def jurors() -> dict[str, Answer]:
    """Jury voting: unanimity versus majority."""
    three = load("jury").at(p=Fraction(9, 10))
    five = load("jury", jurors=5).at(p=Fraction(16, 17))
    majority = load("jury", needed=2).at(p=Fraction(2, 3))
    alike = [one for one in solve(three, "nash") if len({str(sets) for sets in one.profile.strategies.values()}) == 1]

    def convicting(game: Game, on_innocent: str) -> Profile:
        mixes = {"convict": on_innocent, "acquit": f"1 - {on_innocent}"}
        return behaviour(game, {juror: {"g": "convict", "i": mixes} for juror in game.players})

    return {
        "three, unanimous, p = 9/10": UNANIMOUS.of(alike),
        "five, unanimous, p = 16/17: 14/31": verify(five, convicting(five, "14/31"), "nash").equilibrium,
        "as the evidence says": {
            "unanimous": verify(three, convicting(three, "0"), "nash").equilibrium,
            "majority, p = 2/3": verify(majority, convicting(majority, "0"), "nash").equilibrium,
        },
        "payoff by majority": expected(majority, convicting(majority, "0"))[0]["juror 1"],
    }


GIFTS = table(
    """
    1 low  1 high  2 low  2 high  payoff 1  payoff 2
    1      0       1      0       13/20     13/20
    1      1       0      0       9/20      1
    0      0       1      1       1         9/20
    1      3/5     1/5    0       9/20      4/5
    1/5    0       1      3/5     4/5       9/20
    """,
    **{f"{player} {cost}": f"{player} {cost}: give" for player in "12" for cost in ("low", "high")},
)


@case(
    "T22",
    source="After Palfrey and Rosenthal (1984), Journal of Public Economics 24, 171-193, and (1988), the same 35: two costs",
    concept="all Nash",
    published={"equilibria": GIFTS, "number": 5},
    remark="The source also has cutoffs for costs between 0 and 1, which is no finite game; here, the two costs.",
)
def gifts() -> dict[str, Answer]:
    """Private provision of a public good with private costs."""
    found = solve(load("private_provision"), "nash")
    return {"equilibria": GIFTS.of(found), "number": len(found)}


@case(
    "T24",
    source="Morris and Shin (1998), American Economic Review 88, 587-597; Carlsson and van Damme (1993), Econometrica 61, 989-1018",
    concept="Bayes-Nash, cutoffs",
    published={"limit": "theta = 1 - c", "unique for every y": "alpha/sqrt(beta) <= sqrt(2*pi)"},
    infinite="There is a continuum of players, and states and signals are normally distributed.",
)
def regime_change() -> dict[str, Answer]:
    """Global game of regime change: threshold and uniqueness bound."""
    return {}


# ------------------------------------------------------------------ three players

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
        "the one equilibrium": CORNER.of(found), "in decimals": (x, y, z),
        "2*x**2 + 4*x - 3, 9*x**2 + 2*x - 1 and 6*x**2 - 8*x + 1 there": (
            2 * x * x + 4 * x - 3, 9 * y * y + 2 * y - 1, 6 * z * z - 8 * z + 1,
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
    top="1 start: top", left="2 start: left", x="3 start: x",
)


@case(
    "T37",
    source="Nau, Gomez Canovas and Hansen (2004), International Journal of Game Theory 32, 443-453, section 5",
    concept="all Nash, components; correlated",
    published={
        "where somebody does not mix": CURVE, "a*b - 3*a - 3*b + 3 on the curve": 0, "x on the curve": "1/4", "left on the curve": "(0, 1)",
        "ends of the curve, a and b": {(1, 0), (0, 1)}, "polytope of correlated equilibria": {"dimension": 7, "vertices": 8},
    },
    errs="The source counts two equilibria in which one player mixes; each is the end of a segment of them.",
)
def curve() -> dict[str, Answer]:
    """2x2x2 game with a curve of completely mixed equilibria."""
    found = solve(load("curve_of_equilibria"), "nash")
    bent = _where_all_mix(found)
    said = quantities(bent)
    a, b = (Expression.constant(0) + bent.profile[player]["start"][action] for player, action in (("1", "top"), ("2", "left")))
    (open_,) = bent.free
    return {
        "where somebody does not mix": CURVE.of(one for one in found if one is not bent),
        "a*b - 3*a - 3*b + 3 on the curve": a * b - 3 * a - 3 * b + 3,
        "x on the curve": said["3 start: x"], "left on the curve": said["2 start: left"],
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
        "equilibria": MEETINGS.of(found), "number": len(found), "isolated": not any(one.free for one in found),
        "mixes are uniform": all(
            len({p for p in sets["start"].values() if p != 0}) == 1 for one in found for sets in one.profile.strategies.values()
        ),
    }


TRUST = table(
    """
    inside   1        2        payoff 1
    always   0        0        1
    t > 1/2  1        1        1 + 2*t
    t > 1/2  1/(2*t)  1/(2*t)  (5 - 2*t)/2
    """,
    **{player: f"{player} trustworthy: cooperate" for player in "12"},
)


@case(
    "T79",
    source="After Kydd (2005), Trust and Mistrust in International Relations, chapter 2; Baliga and Sjostrom (2004), Rev. Econ. Studies 71",
    concept="Bayes-Nash, parametric",
    published={
        "families": TRUST, "wall": {"t = 1/2"}, "the others never cooperate": True, "Nash equilibria at t = 2/3": 3,
        "cooperation on the wall": {0, 1},
    },
)
def trust() -> dict[str, Answer]:
    """Mutual trust: cooperation needs a minimum belief."""
    game = load("mutual_trust")
    found = regimes(game)
    on_the_wall = solve(game, t=Fraction(1, 2))
    return {
        "families": TRUST.of(found.families, game), "wall": walls(found),
        "the others never cooperate": not any(
            one.profile[player]["untrustworthy"]["cooperate"] for one in found.families for player in "12"
        ),
        "Nash equilibria at t = 2/3": len(solve(game, "nash", t=Fraction(2, 3))),
        "cooperation on the wall": {one.profile["1"]["trustworthy"]["cooperate"] for one in on_the_wall},
    }


POKER = table(
    """
    I                II               III with High  III with Low        payoff I  payoff II  payoff III
    2 - sqrt(15)/3   2 - sqrt(15)/3   1              1 - 2*sqrt(15)/15   -1/24     -1/24      1/12
    """,
    **{
        "I": "I High: open", "II": "II High/pass: open", "III with High": "III High/pass/pass: open",
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
