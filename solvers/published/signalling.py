"""Signalling: what a move says about the one who makes it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from fractions import Fraction

from games import load

from ..front import regimes, solve
from ..results import Profile, Solution
from .answers import Answer, walls
from .case import case
from .printed import at_least, table

# ------------------------------------------------------------------ beer or quiche

BREAKFASTS = table(
    """
    S       W       beer: duel  quiche: duel  m beer    m quiche  payoff Sender  payoff Receiver
    beer    beer    0           1             9/10      [0, 1/2]  29/10          9/10
    beer    beer    0           [1/2, 1)      9/10      1/2       29/10          9/10
    quiche  quiche  1           0             [0, 1/2]  9/10      21/10          9/10
    quiche  quiche  [1/2, 1)    0             1/2       9/10      21/10          9/10
    """,
    **{
        "S": "Sender strong",
        "W": "Sender weak",
        "beer: duel": "Receiver beer: duel",
        "quiche: duel": "Receiver quiche: duel",
        "m beer": "Receiver beer | strong/beer",
        "m quiche": "Receiver quiche | strong/quiche",
    },
)

SURVIVORS = table(
    """
    S     W
    beer  beer
    """,
    S="Sender strong",
    W="Sender weak",
)


@case(
    "T02",
    source="Cho and Kreps (1987), Quarterly Journal of Economics 102, 179-221, figure I",
    concept="sequential; intuitive criterion; D1",
    published={"sequential equilibria": BREAKFASTS, "bases": 6, "pass the intuitive criterion": SURVIVORS, "pass D1": SURVIVORS},
)
def beer_or_quiche() -> dict[str, Answer]:
    """Beer or quiche, prior 9/10."""
    game = load("beer_quiche")
    equilibria = solve(game)
    return {
        "sequential equilibria": BREAKFASTS.of(equilibria),
        "bases": _bases(equilibria),
        "pass the intuitive criterion": SURVIVORS.of(solve(game, refine="intuitive")),
        "pass D1": SURVIVORS.of(solve(game, refine="d1")),
    }


MAP = table(
    """
    where     S       W            W: beer    beer: duel  quiche: duel  m beer    m quiche  payoff Sender  payoff Receiver
    p >= 1/2  beer    beer         1          0           1             p         [0, 1/2]  2 + p          p
    p >= 1/2  beer    beer         1          0           [1/2, 1)      p         1/2       2 + p          p
    p < 1/2   beer    beer/quiche  p/(1 - p)  1/2         1             1/2       0         1 + p          1 - p
    p >= 1/2  quiche  quiche       0          1           0             [0, 1/2]  p         3 - p          p
    p >= 1/2  quiche  quiche       0          [1/2, 1)    0             1/2       p         3 - p          p
    """,
    **BREAKFASTS.columns,
    **{"W: beer": "Sender weak: beer"},
)

# how often the Receiver duels after the breakfast that is eaten, and after the other one
ON_THE_WALL = table(
    """
    where    S       W       m beer    m quiche  open
    p = 1/2  beer    beer    p         [0, 1/2]  0 < x_duel_beer <= 1/2 and 0 <= mu_quiche <= 1/2
    p = 1/2  beer    beer    p         1/2       0 < x_duel_beer and x_duel_quiche < 1 and x_duel_quiche - x_duel_beer >= 1/2
    p = 1/2  quiche  quiche  [0, 1/2]  p         0 < x_duel_quiche <= 1/2 and 0 <= mu_beer <= 1/2
    p = 1/2  quiche  quiche  1/2       p         0 < x_duel_quiche and x_duel_beer < 1 and x_duel_beer - x_duel_quiche >= 1/2
    """,
    **BREAKFASTS.columns,
)


@case(
    "T03",
    source="The game of Cho and Kreps (1987), Quarterly Journal of Economics 102; the map is our own",
    concept="sequential, parametric, all families",
    published={
        "families": MAP,
        "walls": {"p = 1/2"},
        "families on the wall": ON_THE_WALL,
        "generic bases": 7,
        "bases on the wall": 6,
    },
)
def breakfast_map() -> dict[str, Answer]:
    """Beer or quiche with symbolic prior: the regime map."""
    regime_map = regimes(load("beer_quiche"), knife_edges=True)
    return {
        "families": MAP.of((family for family in regime_map.families if family.generic), regime_map.game),
        "walls": walls(regime_map),
        "families on the wall": ON_THE_WALL.of((family for family in regime_map.families if not family.generic), regime_map.game),
        "generic bases": regime_map.solved.bases["generic"],
        "bases on the wall": regime_map.solved.bases["knife_edge"],
    }


# ------------------------------------------------------------------ effort, output, advice

CLASSES = table(
    """
    low    high   low: 0  high: 0  0: 3/2  payoff Worker  payoff Firm
    0      3/2    1       0        0       9/8            0
    0      0      1       1        1       3/2            -1/4
    0/3/4  3/4    2/3     0        0       19/16          -1/6
    0      0/3/2  1       1/3      1/2     5/4            -1/6
    """,
    **{"low": "Worker low", "high": "Worker high", "low: 0": "Worker low: 0", "high: 0": "Worker high: 0", "0: 3/2": "Firm 0: 3/2"},
)


@case(
    "T04",
    source="After Spence (1973), Quarterly Journal of Economics 87, 355-374; Cho and Kreps (1987), the same 102",
    concept="sequential, all classes of outcomes; intuitive criterion",
    published={
        "classes": CLASSES,
        "wage 2 after 3/4 where the low type mixes": {"1/2"},
        "families": {"0, 3/2": 5, "0, 0": 35, "0/3/4, 3/4": 7, "0, 0/3/2": 5},
        "separation passes the intuitive criterion": True,
        "pooling passes the intuitive criterion": False,
    },
)
def efforts() -> dict[str, Answer]:
    """Spence signalling, two productivities, three effort levels."""
    game = load("spence_signalling")
    equilibria = solve(game)
    counts: Counter[str] = Counter()
    for equilibrium in equilibria:
        counts[_played(equilibrium)] += len(equilibrium.bases)
    passing = {_played(equilibrium) for equilibrium in solve(game, refine="intuitive")}
    return {
        "classes": CLASSES.of(equilibria),
        "wage 2 after 3/4 where the low type mixes": {
            equilibrium.profile["Firm"]["3/4"]["2"] for equilibrium in equilibria if _played(equilibrium) == "0/3/4, 3/4"
        },
        "families": dict(counts),
        "separation passes the intuitive criterion": "0, 3/2" in passing,
        "pooling passes the intuitive criterion": "0, 0" in passing,
    }


def _played(equilibrium: Solution) -> str:
    """The efforts of the two types."""
    return ", ".join("/".join(effort for effort, p in efforts.items() if p != 0) for efforts in equilibrium.profile["Worker"].values())


OUTPUTS = at_least(
    """
    where      low   high  high: 5           entry after 5
    x >= 9/16  5     5     1                 0
    x < 9/16   5     3/5   7*x/(9*(1 - x))   1/5
    """,
    **{"low": "Incumbent low", "high": "Incumbent high", "high: 5": "Incumbent high: 5", "entry after 5": "Entrant 5: in"},
)

SEPARATE = at_least(
    """
    where   low   high
    always  21/4  3
    """,
    **OUTPUTS.columns,
)


@case(
    "T10",
    source="After Milgrom and Roberts (1982), Econometrica 50, 443-459: two types, linear demand, three outputs",
    concept="sequential; intuitive criterion",
    published={
        "separation": SEPARATE,
        "pooling and partial pooling on 5": OUTPUTS,
        "partial pooling passes the intuitive criterion": False,
    },
    remark="The source lists no more; for x > 9/16 there are also equilibria in which the low-cost type mixes 5 and 21/4.",
)
def limit_prices() -> dict[str, Answer]:
    """Limit pricing with two cost types."""
    game = load("limit_pricing")
    regime_map = regimes(game)
    passing = {equilibrium.profile["Incumbent"]["high"]["5"] for equilibrium in solve(game, refine="intuitive")}
    return {
        "separation": SEPARATE.of(regime_map.families, game),
        "pooling and partial pooling on 5": OUTPUTS.of(regime_map.families, game),
        "partial pooling passes the intuitive criterion": passing != {0},
    }


@case(
    "T11",
    source="Crawford and Sobel (1982), Econometrica 50, 1431-1451",
    concept="perfect Bayesian, partitions",
    published={
        "ends of N intervals": "i/N + 2*b*i*(i - N)",
        "receiver": "-(1/(12*N**2) + b**2*(N**2 - 1)/3)",
        "most intervals": "the largest N with 2*b*N*(N - 1) < 1",
    },
    infinite="The state is any number between 0 and 1, and so is the reply; with two states and three replies see T12.",
)
def partitions() -> dict[str, Answer]:
    """Crawford-Sobel partitions, uniform types, quadratic loss, bias b."""
    return {}


TALK = at_least(
    """
    where     0 says  1 says  after m  after n  payoff Sender  payoff Receiver
    b <= 1/2  m       n       0        1        -b**2          0
    b <= 1/2  n       m       1        0        -b**2          0
    always    m       m       1/2      1/2      -1/4 - b**2    -1/4
    always    n       n       1/2      1/2      -1/4 - b**2    -1/4
    """,
    **{"0 says": "Sender 0", "1 says": "Sender 1", "after m": "Receiver m", "after n": "Receiver n"},
)


@case(
    "T12",
    source="After Crawford and Sobel (1982), Econometrica 50, 1431-1451: two types, three replies",
    concept="sequential, parametric",
    published={
        "separation and babbling": TALK,
        "families at b = 3/4": 9,
        "all of them babble": True,
        "families at b = 1/3": 13,
        "each equilibrium is there with the messages swapped": True,
        "1/2 is a wall": True,
    },
    remark="The source names the wall b = 1/2; there is another at b = 1/4: between the two the types may also part in part.",
)
def cheap_talk() -> dict[str, Answer]:
    """Two-type cheap talk, three replies."""
    game = load("biased_advice")
    regime_map = regimes(game)
    far, near = solve(game, b=Fraction(3, 4)), solve(game, b=Fraction(1, 3))
    return {
        "separation and babbling": TALK.of(regime_map.families, game),
        "families at b = 3/4": _bases(far),
        "all of them babble": {equilibrium.payoffs["Receiver"] for equilibrium in far} == {far[0].payoffs["Receiver"]},
        "families at b = 1/3": _bases(near),
        "each equilibrium is there with the messages swapped": all(near.contains(_swapped(equilibrium.sampled())) for equilibrium in near),
        "1/2 is a wall": any(wall.polynomial.at({"b": Fraction(1, 2)}) == 0 for wall in regime_map.walls),
    }


def _swapped(profile: Profile) -> Profile:
    """The same with the other message sent, and understood."""
    messages = {state: {"m": sent["n"], "n": sent["m"]} for state, sent in profile["Sender"].items()}
    return Profile({"Sender": messages, "Receiver": {"m": profile["Receiver"]["n"], "n": profile["Receiver"]["m"]}})


QUITTING = table(
    """
    t1       t2    t1: go  after go: a1  after go: a2  m         payoff Sender  payoff Receiver
    quit     quit  0       1             0             [2/3, 1]  0              0
    quit     quit  0       [1/2, 1)      (0, 1/2]      2/3       0              0
    quit/go  go    1/2     0             2/3           1/3       2/3            3/2
    """,
    **{
        "t1": "Sender t1",
        "t2": "Sender t2",
        "t1: go": "Sender t1: go",
        "after go: a1": "Receiver go: a1",
        "after go: a2": "Receiver go: a2",
        "m": "Receiver go | t1/go",
    },
)


@case(
    "T13",
    source="After Banks and Sobel (1987), Econometrica 55, 647-661, and Cho and Kreps (1987), Quarterly Journal of Economics 102; own game",
    concept="sequential; intuitive criterion; D1; divinity",
    published={
        "sequential equilibria": QUITTING,
        "quitting passes": {"intuitive": True, "d1": False, "divinity": False},
    },
)
def quitters() -> dict[str, Answer]:
    """A pooling equilibrium that passes the intuitive criterion and fails divinity and D1."""
    game = load("quit_or_go")
    passing = {test: solve(game, refine=test) for test in ("intuitive", "d1", "divinity")}
    return {
        "sequential equilibria": QUITTING.of(solve(game)),
        "quitting passes": {
            test: any(equilibrium.profile["Sender"]["t1"]["go"] == 0 for equilibrium in equilibria) for test, equilibria in passing.items()
        },
    }


def _bases(equilibria: Iterable[Solution]) -> int:
    return sum(len(equilibrium.bases) for equilibrium in equilibria)
