"""Two players who move at once: all equilibria."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from fractions import Fraction

from games import load
from games.numbers import Number

from ..front import families, solve
from ..results import Profile, Solution, Solutions
from .answers import Answer
from .case import case
from .corners import components, corner_profiles, maximal
from .devices import cell_payoffs, drawn_payoffs, judge_correlated
from .printed import table


def equilibria(name: str, **structure: object) -> Solutions:
    """Find every Nash equilibrium of a game of the catalogue in which all move at once."""
    return solve(load(name, **structure), "nash")


def mixed(equilibrium: Solution | Profile) -> list[int]:
    """How many actions either player mixes."""
    profile = equilibrium if isinstance(equilibrium, Profile) else equilibrium.profile
    return [sum(p != 0 for p in chances.values()) for sets in profile.strategies.values() for chances in sets.values()]


def strategies(actions: Iterable[str]) -> dict[str, str]:
    """The column headings ``Row a`` and ``Column a`` of a table of mixed strategies, by action."""
    return {f"{player} {action}": f"{player} start: {action}" for player in ("Row", "Column") for action in actions}


@case(
    "T40",
    source="von Stengel (1999), Discrete & Computational Geometry 21, 557-568; payoffs of Savani and von Stengel (2006), Econometrica 74",
    concept="all Nash equilibria",
    published={
        "equilibria": 75,
        "by actions mixed": {"1": 2, "2": 26, "3": 18, "4": 26, "5": 2, "6": 1},
        "both mix as many": True,
        "isolated": True,
    },
)
def most_equilibria() -> dict[str, Answer]:
    """6x6 game with 75 equilibria."""
    solutions = equilibria("seventy_five_equilibria")
    sizes = [mixed(solution) for solution in solutions]
    return {
        "equilibria": len(solutions),
        "by actions mixed": {str(size): count for size, count in Counter(row for row, _ in sizes).items()},
        "both mix as many": all(row == column for row, column in sizes),
        "isolated": not any(solution.free for solution in solutions),
    }


REACH = table(
    """
    Row 1  Row 2  Row 3  Column 1  Column 2  Column 3
    0      0      1      0         0         1
    1/3    2/3    0      1/3       2/3       0
    1/6    1/3    1/2    1/6       1/3       1/2
    """,
    **strategies("123"),
)


@case(
    "T41",
    source="Shapley (1974), Mathematical Programming Study 1, 175-189, figure 3",
    concept="all Nash equilibria",
    published={"equilibria": REACH},
)
def out_of_reach() -> dict[str, Answer]:
    """Equilibria that Lemke-Howson paths from the origin never reach."""
    return {"equilibria": REACH.of(equilibria("out_of_reach"))}


CYCLE = table(
    """
    Row 1  Row 2  Row 3  Column 1  Column 2  Column 3  payoff Row  payoff Column
    1/3    1/3    1/3    1/3       1/3       1/3       1/3         1/3
    """,
    **strategies("123"),
)


@case(
    "T42",
    source="Shapley (1964), Advances in Game Theory, 1-28",
    concept="unique Nash; a device that the players follow",
    published={"equilibria": CYCLE, "the six cells with a 1 are followed": True, "payoffs then": {"Row": "1/2", "Column": "1/2"}},
)
def shapley_cycle() -> dict[str, Answer]:
    """Shapley's 3x3 game: one equilibrium, which fictitious play does not find."""
    game = load("shapley_cycle")
    six = {cell: Fraction(1, 6) for cell, payoffs in cell_payoffs(game).items() if any(payoffs)}
    return {
        "equilibria": CYCLE.of(equilibria("shapley_cycle")),
        "the six cells with a 1 are followed": judge_correlated(game, six).equilibrium,
        "payoffs then": drawn_payoffs(game, six),
    }


@case(
    "T43",
    source="Quint and Shubik (1997), International Journal of Game Theory 26, 353-359",
    concept="all Nash equilibria",
    published={
        "equilibria": {"n = 3": 7, "n = 4": 15, "n = 5": 31},
        "payoffs by actions mixed": {
            f"n = {n}": {(str(size), str(size), f"1/{size}", f"1/{size}") for size in range(1, n + 1)} for n in (3, 4, 5)
        },
    },
)
def pure_coordination() -> dict[str, Answer]:
    """n x n coordination: 2**n - 1 equilibria."""
    solutions = {f"n = {n}": equilibria("pure_coordination", actions=n) for n in (3, 4, 5)}
    return {
        "equilibria": {n: len(listed) for n, listed in solutions.items()},
        "payoffs by actions mixed": {
            n: {(*mixed(solution), *solution.payoffs.values()) for solution in listed} for n, listed in solutions.items()
        },
    }


# corners of the three segments: Row r1, r2, r3, Column c1, c2, c3
TOP = ("1", "0", "0", "0", "1", "0")
UPPER = ("1/2", "1/2", "0", "0", "1", "0")
LOWER = ("1/2", "1/2", "0", "1", "0", "0")
BOTTOM = ("0", "1", "0", "1", "0", "0")


@case(
    "T44",
    source="After Winkels (1979), in the sample games of Gambit",
    concept="all Nash equilibria of a degenerate game, as maximal sets",
    published={
        "maximal sets": {frozenset({TOP, UPPER}), frozenset({UPPER, LOWER}), frozenset({LOWER, BOTTOM})},
        "extreme equilibria": {TOP, UPPER, LOWER, BOTTOM},
        "connected components": 1,
    },
)
def winkels_chain() -> dict[str, Answer]:
    """Degenerate 3x3: one connected chain of equilibria."""
    sets = maximal(corner_profiles(solution) for solution in equilibria("winkels_chain"))
    return {"maximal sets": sets, "extreme equilibria": set().union(*sets), "connected components": components(sets)}


TWO_BY_TWO: Mapping[str, tuple[str, set[tuple[str, ...]]]] = {
    "prisoners_dilemma": ("cooperate", {("0", "0", "1", "1")}),
    "battle_of_sexes": ("opera", {("1", "1", "2", "1"), ("0", "0", "1", "2"), ("2/3", "1/3", "2/3", "2/3")}),
    "chicken": ("give way", {("1", "0", "2", "7"), ("0", "1", "7", "2"), ("2/3", "2/3", "14/3", "14/3")}),
    "stag_hunt": ("stag", {("1", "1", "9", "9"), ("0", "0", "7", "7"), ("7/8", "7/8", "63/8", "63/8")}),
    "matching_pennies": ("heads", {("1/2", "1/2", "0", "0")}),
}


@case(
    "T45",
    source="Luce and Raiffa (1957), Games and Decisions; Aumann (1990) for the stag hunt",
    concept="all Nash equilibria",
    published={f"{name}: {first} of Row, of Column, payoffs": rows for name, (first, rows) in TWO_BY_TWO.items()},
)
def two_by_two() -> dict[str, Answer]:
    """Five 2x2 classics."""

    def row(solution: Solution, action: str) -> tuple[Number, ...]:
        return (*(solution.profile[player]["start"][action] for player in ("Row", "Column")), *solution.payoffs.values())

    return {
        f"{name}: {first} of Row, of Column, payoffs": {row(solution, first) for solution in equilibria(name)}
        for name, (first, _) in TWO_BY_TWO.items()
    }


STAKES = table(
    """
    where  Row rock       Row paper      Row scissors   C rock         C paper        C scissors     payoff Row
    0 < a  a/(a + b + c)  b/(a + b + c)  c/(a + b + c)  a/(a + b + c)  b/(a + b + c)  c/(a + b + c)  0
    """,
    **{
        f"{player[:width]} {action}": f"{player} start: {action}"
        for player, width in (("Row", 3), ("Column", 1))
        for action in ("rock", "paper", "scissors")
    },
)
STAKES_AT_2_3_5 = table(
    """
    Row rock  Row paper  Row scissors  Column rock  Column paper  Column scissors
    1/5       3/10       1/2           1/5          3/10          1/2
    """,
    **strategies(["rock", "paper", "scissors"]),
)


@case(
    "T46",
    source="Textbook; Kaplansky (1945), Annals of Mathematics 46, 474-479, for odd sizes",
    concept="unique Nash, parametric",
    published={"equilibria": STAKES, "with stakes 2, 3 and 5": STAKES_AT_2_3_5},
)
def weighted_stakes() -> dict[str, Answer]:
    """Weighted rock, paper, scissors, symbolic stakes."""
    game = load("weighted_rock_paper_scissors")  # all sets are reached: Nash equilibria are the sequential ones
    listed = families(game, over="all", knife_edges=True)
    return {"equilibria": STAKES.of(listed, game), "with stakes 2, 3 and 5": STAKES_AT_2_3_5.of(equilibria("weighted_rock_paper_scissors"))}
