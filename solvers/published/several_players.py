"""Several players: who acts for all, and what each may hope of the others."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from games import Game, load
from games.numbers import Number

from ..front import families, regimes, solve
from ..results import Family, Profile, Solution
from ..verifier import expected, verify
from .answers import Answer, Near, walls
from .case import case
from .points import behaviour, mixes_completely
from .printed import table

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
        "n = 3, b = 4, c = 1": VOLUNTEERS,
        "equilibria": {"n = 2": 3, "n = 3": 7},
        "each waits": {"n = 2": "c/b", "n = 3": "sqrt(4*b*c)/(2*b)"},
        "b = 2, c = 1": {"n = 2": "1/2", "n = 3": "sqrt(2)/2"},
        "2**(-1/(n - 1)) is an equilibrium": {"n = 4": True, "n = 5": True, "n = 6": True},
        "in decimals, n = 4": Near(2 ** (-1 / 3)),
        "nobody helps, b = 2, c = 1": {"n = 2": "1/4", "n = 3": "sqrt(2)/4"},
    },
)
def volunteers() -> dict[str, Answer]:
    """Volunteer's dilemma.

    For n = 3 the closed form (c/b)**(1/2) is written sqrt(4*b*c)/(2*b), which is the same for positive b and c.
    """
    games = {n: load("volunteers_dilemma", bystanders=n) for n in (2, 3, 4, 5, 6)}
    at_two = {n: solve(games[n], "nash", b=2, c=1) for n in (2, 3, 4)}
    waits = {n: _waiting(_where_all_mix(equilibria)) for n, equilibria in at_two.items()}
    return {
        "n = 3, b = 4, c = 1": VOLUNTEERS.of(solve(games[3], "nash")),
        "equilibria": {f"n = {n}": len(at_two[n]) for n in (2, 3)},
        "each waits": {f"n = {n}": _waiting(_where_all_mix(families(games[n], "all", "nash"))) for n in (2, 3)},
        "b = 2, c = 1": {f"n = {n}": waits[n] for n in (2, 3)},
        "2**(-1/(n - 1)) is an equilibrium": {f"n = {n}": _waits_so(n, f"root(2*x**{n - 1} - 1, 1/2, 1)") for n in (4, 5, 6)},
        "in decimals, n = 4": waits[4],
        "nobody helps, b = 2, c = 1": {f"n = {n}": _where_all_mix(at_two[n]).outcomes["/".join(["wait"] * n)] for n in (2, 3)},
    }


def _where_all_mix(equilibria: Iterable[Solution | Family]) -> Solution | Family:
    """The one equilibrium in which every player mixes."""
    (equilibrium,) = filter(mixes_completely, equilibria)
    return equilibrium


def _waiting(equilibrium: Solution | Family) -> Number:
    return equilibrium.profile["bystander 1"]["start"]["wait"]


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
        "three, unanimous, p = 9/10": UNANIMOUS,
        "five, unanimous, p = 16/17: 14/31": True,
        "as the evidence says": {"unanimous": False, "majority, p = 2/3": True},
        "payoff by majority": "-7/54",
    },
    slow=True,
)
def jurors() -> dict[str, Answer]:
    """Jury voting: unanimity versus majority."""
    three = load("jury").at(p=Fraction(9, 10))
    five = load("jury", jurors=5).at(p=Fraction(16, 17))
    majority = load("jury", needed=2).at(p=Fraction(2, 3))
    symmetric = [solution for solution in solve(three, "nash") if len({str(sets) for sets in solution.profile.strategies.values()}) == 1]

    def convicting(game: Game, on_innocent: str) -> Profile:
        mixes = {"convict": on_innocent, "acquit": f"1 - {on_innocent}"}
        return behaviour(game, {juror: {"g": "convict", "i": mixes} for juror in game.players})

    return {
        "three, unanimous, p = 9/10": UNANIMOUS.of(symmetric),
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
    equilibria = solve(load("private_provision"), "nash")
    return {"equilibria": GIFTS.of(equilibria), "number": len(equilibria)}


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


# ------------------------------------------------------------------ trust

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
        "families": TRUST,
        "wall": {"t = 1/2"},
        "the others never cooperate": True,
        "Nash equilibria at t = 2/3": 3,
        "cooperation on the wall": {0, 1},
    },
)
def trust() -> dict[str, Answer]:
    """Mutual trust: cooperation needs a minimum belief."""
    game = load("mutual_trust")
    regime_map = regimes(game)
    on_the_wall = solve(game, t=Fraction(1, 2))
    return {
        "families": TRUST.of(regime_map.families, game),
        "wall": walls(regime_map),
        "the others never cooperate": not any(
            family.profile[player]["untrustworthy"]["cooperate"] for family in regime_map.families for player in "12"
        ),
        "Nash equilibria at t = 2/3": len(solve(game, "nash", t=Fraction(2, 3))),
        "cooperation on the wall": {solution.profile["1"]["trustworthy"]["cooperate"] for solution in on_the_wall},
    }
