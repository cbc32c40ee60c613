"""Zero-sum games: values and optimal play."""

from __future__ import annotations

from fractions import Fraction
from math import comb

from games import Game, load
from games.numbers import Expression, Number, read, simplest, text

from ..front import solve
from ..results import Profile, Solution
from .answers import Answer, Near, quantities
from .case import case
from .corners import Point, corner_profiles
from .printed import table


def optimal(name: str, **structure: object) -> Solution:
    """Find optimal play of a zero-sum game of the catalogue, exactly, by linear programming on the sequence form."""
    return solve(load(name, **structure), "nash", method="sequence-lp")[0]


def value(name: str, **structure: object) -> Number:
    """Find what a zero-sum game is worth to its first player."""
    return next(iter(optimal(name, **structure).payoffs.values()))


def ratio(dividend: Number, divisor: Number) -> Number:
    """Divide exactly."""
    return simplest((Expression.constant(0) + dividend) / divisor)


# ------------------------------------------------------------------ poker

ALICE = table(
    """
    J: bet    Q: bet  K: bet  J: call  Q: call     K: call  payoff Alice
    [0, 1/3]  0       [0, 1]  0        [1/3, 2/3]  1        -1/18
    """,
    **{f"{card}: bet": f"Alice {card}: bet" for card in "JQK"},
    **{f"{card}: call": f"Alice {card}/check/bet: call" for card in "JQK"},
)
BOB = table(
    """
    J: bet  Q: bet  K: bet  J: call  Q: call  K: call
    1/3     0       1       0        1/3      1
    """,
    **{f"{card}: bet": f"Bob {card}/check: bet" for card in "JQK"},
    **{f"{card}: call": f"Bob {card}/bet: call" for card in "JQK"},
)


@case(
    "T17",
    source="Kuhn (1950), Contributions to the Theory of Games I, 97-103",
    concept="all Nash equilibria, which are all sequential; value",
    published={
        "value": "-1/18",
        "Alice": ALICE,
        "Bob": BOB,
        "K bets over J bets": {"3"},
        "Q calls less J bets": {"1/3"},
        "sequential: J bets": {"0", "(0, 1/3)", "1/3"},
    },
)
def kuhn_poker() -> dict[str, Answer]:
    """Kuhn poker: value and one-parameter family."""
    equilibria = solve(load("kuhn"), "nash")
    strategies = [solution.profile["Alice"] for solution in equilibria]
    return {
        "value": value("kuhn"),
        "Alice": ALICE.of(equilibria),
        "Bob": BOB.of(equilibria),
        "K bets over J bets": {ratio(alice["K"]["bet"], alice["J"]["bet"]) for alice in strategies if alice["J"]["bet"] != 0},
        "Q calls less J bets": {simplest(alice["Q/check/bet"]["call"] - alice["J"]["bet"]) for alice in strategies},
        "sequential: J bets": {quantities(solution)["Alice J: bet"] for solution in solve(load("kuhn"))},
    }


RANKS = {
    "4 ranks": "-1/24",
    "5 ranks": "-1/15",
    "6 ranks": "-11/180",
    "7 ranks": "-1/14",
    "8 ranks": "-1/16",
    "9 ranks": "-7/108",
    "10 ranks": "-11/180",
    "11 ranks": "-7/110",
    "12 ranks": "-49/792",
    "13 ranks": "-5/78",
}


@case(
    "T52",
    source="After Kuhn (1950); 13 ranks as in Koller and Pfeffer (1997), Artificial Intelligence 94; values computed for the tables",
    concept="value",
    published={"value": RANKS, "value with 13 ranks and a bet of 2": "-7/78"},
)
def one_card_poker() -> dict[str, Answer]:
    """One-card poker with N ranks."""
    return {
        "value": {f"{ranks} ranks": value("kuhn", ranks=ranks) for ranks in range(4, 14)},
        "value with 13 ranks and a bet of 2": value("kuhn", ranks=13, bet=2),
    }


THRESHOLDS = {
    "bluff below": "b/((b + 1)*(b + 4))",
    "bet above": "(b**2 + 4*b + 2)/((b + 1)*(b + 4))",
    "call above": "b*(b + 3)/((b + 1)*(b + 4))",
    "value": "b/((b + 1)*(b + 4))",
}
GRIDS = {"2": 9, "1": 10, "4": 20}  # bet, and a number of hands on whose grid the thresholds lie


@case(
    "T53",
    source="von Neumann and Morgenstern (1944), Theory of Games and Economic Behavior, chapter 4; Binmore (1992), Fun and Games",
    concept="optimal strategies in closed form; value",
    published={
        **{
            f"thresholds with b = {b}": {name: {text(read(form).at({"b": Fraction(b)}))} for name, form in THRESHOLDS.items()}
            for b in GRIDS
        },
        "value with 10 hands and b = 2": "11/100",
        "value with 18 hands and b = 2": "1/9",
    },
)
def continuous_poker() -> dict[str, Answer]:
    """Von Neumann's continuous poker, on grids that hold its thresholds.

    Alice's play is read off optimal play on a grid. Bob's is not unique there, so he is asked which thresholds are optimal.
    """
    return {
        **{f"thresholds with b = {b}": thresholds(hands, Fraction(b)) for b, hands in GRIDS.items()},
        "value with 10 hands and b = 2": value("von_neumann_poker", hands=10, bet=2),
        "value with 18 hands and b = 2": value("von_neumann_poker", hands=18, bet=2),
    }


def thresholds(hands: int, bet: Fraction) -> dict[str, Answer]:
    """Where optimal play on a grid of hands changes: below which hand it bluffs, above which it bets, above which it may call."""
    solutions = solve(load("von_neumann_poker", hands=hands, bet=bet), "nash", method="sequence-lp")
    alice = solutions[0].profile["Alice"]
    bets = [alice[str(hand)]["bet"] for hand in range(1, hands + 1)]
    bluff = next(k for k, p in enumerate(bets) if p != 1)
    value_bet = hands - next(k for k, p in enumerate(reversed(bets)) if p != 1)
    pure = all(p == 0 for p in bets[bluff:value_bet])

    def calling_above(threshold: int) -> dict[str, dict[str, int]]:
        return {f"{hand}/bet": {"call": int(hand > threshold), "fold": int(hand <= threshold)} for hand in range(1, hands + 1)}

    calls = [k for k in range(hands + 1) if solutions.contains(Profile({"Alice": alice, "Bob": calling_above(k)}))]
    return {
        "bluff below": {Fraction(bluff, hands)} if pure else set(),
        "bet above": {Fraction(value_bet, hands)} if pure else set(),
        "call above": {Fraction(k, hands) for k in calls},
        "value": {solutions[0].payoffs["Alice"]},
    }


def measured(game: Game) -> dict[str, Answer]:
    """The value of a zero-sum game to its first player, and its size."""
    solution = solve(game, "nash", method="sequence-lp")[0]
    return {
        "value": solution.payoffs[game.players[0]],
        "endings": game.leaves,
        "information sets of each": [sum(int(owner) == k for owner in game.set_owner) for k in range(len(game.players))],
    }


@case(
    "T54",
    source="Southey et al. (2005), UAI, 550-558; value as widely reported",
    concept="value",
    published={"two players": {"value": Near(-0.085606424078, 1e-9), "endings": 1116, "information sets of each": [144, 144]}},
)
def leduc_holdem() -> dict[str, Answer]:
    """Leduc hold'em value."""
    return {"two players": measured(load("leduc"))}


@case(
    "T55",
    source="Rules as in common research libraries; values computed for the tables",
    concept="value",
    published={
        "2 faces": {"value": "1/2", "endings": 60, "information sets of each": [16, 16]},
        "5 faces": {"value": "1/125", "endings": 25575, "information sets of each": [2560, 2560]},
        "6 faces": {"value": "-7/258", "endings": 147420, "information sets of each": [12288, 12288]},
    },
    slow=True,
)
def one_die_each() -> dict[str, Answer]:
    """Liar's dice, one die each, highest face wild."""
    return {f"{faces} faces": measured(load("liars_dice", faces=faces)) for faces in (2, 5, 6)}


MORRA = {("5/12", "1/3", "1/4"), ("16/37", "12/37", "9/37"), ("20/47", "15/47", "12/47"), ("25/61", "20/61", "16/61")}


@case(
    "T56",
    source="Dresher (1961), Games of Strategy; von Neumann and Morgenstern (1944) on Morra",
    concept="all optimal strategies",
    published={
        "value": "0",
        "corners of Row's optimal mixes of 13, 22, 31": MORRA,
        "corners of Column's": MORRA,
        "all others": {"0"},
        "convex sets": 1,
    },
)
def three_finger_morra() -> dict[str, Answer]:
    """Three-finger Morra."""
    equilibria = solve(load("morra"), "nash")
    mixed = [2, 4, 6]  # 13, 22 and 31 among 11, 12, 13, 21, ..
    rows, columns = (
        frozenset[Point]().union(*(corner_profiles(solution, [player]) for solution in equilibria)) for player in ("Row", "Column")
    )
    return {
        "value": value("morra"),
        "convex sets": len(equilibria),
        "corners of Row's optimal mixes of 13, 22, 31": {tuple(mix[k] for k in mixed) for mix in rows},
        "corners of Column's": {tuple(mix[k] for k in mixed) for mix in columns},
        "all others": {mix[k] for mix in rows | columns for k in range(9) if k not in mixed},
    }


SPLITS = {
    # regiments of A and of B, posts, rule, value
    (4, 3, 2, "capture"): "14/9",
    (3, 2, 2, "capture"): "6/5",
    (5, 4, 2, "capture"): "2",
    (4, 3, 3, "posts"): "2/3",
    (5, 4, 3, "posts"): "1/2",
    (6, 5, 3, "posts"): "4/9",
    (7, 5, 3, "posts"): "5/6",
    (6, 6, 3, "posts"): "0",
}


@case(
    "T57",
    source="Dresher (1961), Games of Strategy; Gross and Wagner (1950), RAND RM-408; Borel (1921), Comptes Rendus 173",
    concept="value",
    published={
        f"value of {first} against {second} at {posts} posts, {rule}": worth for (first, second, posts, rule), worth in SPLITS.items()
    },
)
def colonel_blotto() -> dict[str, Answer]:
    """Colonel Blotto, small."""
    return {
        f"value of {first} against {second} at {posts} posts, {rule}": value("blotto", first=first, second=second, posts=posts, rule=rule)
        for first, second, posts, rule in SPLITS
    }


INSPECTIONS = {(2, 1): "-1/3", (5, 1): "-2/3", (5, 2): "-3/8", (6, 2): "-5/11", (8, 3): "-35/93", (10, 1): "-9/11"}


def dresher_formula(periods: int, visits: int) -> str:
    """The published closed form."""
    return text(-Fraction(comb(periods - 1, visits), sum(comb(periods, k) for k in range(visits + 1))))


@case(
    "T58",
    source="Dresher (1962), RAND RM-2972; Avenhaus, von Stengel and Zamir (2002), Handbook of Game Theory 3, chapter 51",
    concept="value; closed form",
    published={
        "value": {f"{n} periods, {m} inspections": worth for (n, m), worth in INSPECTIONS.items()},
        "closed form": {f"{n} periods, {m} inspections": dresher_formula(n, m) for n in range(1, 7) for m in range(n + 1)},
    },
)
def dresher_inspections() -> dict[str, Answer]:
    """Dresher's inspection game, one violation."""

    def worth(n: int, m: int) -> Number:
        return value("repeated_inspection", periods=n, inspections=m)

    return {
        "value": {f"{n} periods, {m} inspections": worth(n, m) for n, m in INSPECTIONS},
        "closed form": {f"{n} periods, {m} inspections": worth(n, m) for n in range(1, 7) for m in range(n + 1)},
    }


ONEILL = table(
    """
    Row J  Row 2  Row 3  Row 4  Column J  Column 2  Column 3  Column 4  payoff Row
    2/5    1/5    1/5    1/5    2/5       1/5       1/5       1/5       -1/5
    """,
    **{f"{player} {card}": f"{player} start: {card}" for player in ("Row", "Column") for card in "J234"},
)


@case(
    "T59",
    source="O'Neill (1987), Proceedings of the National Academy of Sciences 84, 2106-2109",
    concept="unique Nash; value",
    published={"equilibria": ONEILL, "Row wins with": {"2/5"}},
)
def oneill_cards() -> dict[str, Answer]:
    """O'Neill's card game."""
    equilibria = solve(load("oneill_cards"), "nash")
    return {
        "equilibria": ONEILL.of(equilibria),
        "Row wins with": {simplest(Fraction(1, 2) * (1 + solution.payoffs["Row"])) for solution in equilibria},
    }
