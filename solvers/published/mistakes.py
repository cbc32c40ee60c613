"""Mistakes: perfection in the tree, in the normal form, and properness."""

from __future__ import annotations

from fractions import Fraction

from games import load

from ..front import solve
from .answers import Answer, Table, yes
from .case import case
from .points import behaviour
from .printed import table


def played(name: str, concept: str, *sets: tuple[str, str]) -> set[tuple[Answer, ...]]:
    """The pure equilibria of a concept: what is played at some information sets."""
    out: set[tuple[Answer, ...]] = set()
    for solution in solve(load(name), concept):
        for profile in solution.extreme or (solution.profile,):
            mixes = [profile[player][label] for player, label in sets]
            if all(p in (0, 1) for mix in mixes for p in mix.values()):
                out.add(tuple(action for mix in mixes for action, p in mix.items() if p == 1))
    return out


PLANS = table(
    """
    first  P(L)  P(l)  nash
    R      0     1     yes
    R      1/2   1     yes
    R      1/2   0     yes
    R      3/4   2/3   no
    R      1     1/2   no
    R      1     0     no
    L      1/2   1     no
    """
)

PLAN_RANGE = table(
    """
    first  P(L)      payoff 1  payoff 2
    R      [0, 1/2]  1         1
    """,
    **{"first": "1 first", "P(L)": "2 start: L"},
)

PLAN_PLAY = table(
    """
    first  second  2
    R      l       R
    """,
    **{"first": "1 first", "second": "1 second", "2": "2 start"},
)


@case(
    "T28",
    source="Selten (1975), International Journal of Game Theory 4, 25-55, figure 2",
    concept="extensive-form perfect; normal-form perfect",
    published={
        "sequential": PLAN_PLAY,
        "Nash: R, and P(L) <= 1/2": PLANS,
        "P(L) in every Nash equilibrium": PLAN_RANGE,
        "extensive-form perfect": {("R", "R", "l")},
        "normal-form perfect": {("Rl", "R"), ("Rr", "R")},
    },
    remark="A condition in circulation for Nash equilibria, 2*P(L)*P(l) <= 1, is too weak: player 1, who gains by L and then l "
    "when P(L) > 1/2, may change both choices at once, whatever P(l) was.",
)
def plans() -> dict[str, Answer]:
    """Perfect in the normal form, not in the tree."""
    game = load("perfect_in_plans")
    equilibria = solve(game, "nash")
    rows = []
    for row in PLANS.rows:
        left, left_later = (Fraction(row[chance]) for chance in ("P(L)", "P(l)"))
        moves = {"1": {"first": row["first"], "second": {"l": left_later, "r": 1 - left_later}}, "2": {"start": {"L": left, "R": 1 - left}}}
        rows.append({**row, "nash": yes(equilibria.contains(behaviour(game, moves)))})
    return {
        "sequential": PLAN_PLAY.of(solve(game)),
        "Nash: R, and P(L) <= 1/2": Table(PLANS.columns, tuple(rows)),
        "P(L) in every Nash equilibrium": PLAN_RANGE.of(equilibria),
        "extensive-form perfect": played("perfect_in_plans", "perfect", ("1", "first"), ("2", "start"), ("1", "second")),
        "normal-form perfect": {
            (f"{first}{later}", reply)
            for first, reply in played("perfect_in_plans", "normal-form-perfect", ("1", "first"), ("2", "start"))
            for later in "lr"
        },
    }


THREE = table(
    """
    1  2  payoff 1  payoff 2
    a  a  1         1
    b  b  0         0
    c  c  -7        -7
    """,
    **{"1": "1 start", "2": "2 start"},
)


@case(
    "T29",
    source="Myerson (1978), International Journal of Game Theory 7, 73-80",
    concept="perfect; proper",
    published={"Nash": THREE, "perfect": {("a", "a"), ("b", "b")}, "proper": {("a", "a")}},
)
def proper() -> dict[str, Answer]:
    """Nash, perfect, proper: 3, 2, 1."""
    both = (("1", "start"), ("2", "start"))
    return {
        "Nash": THREE.of(solve(load("proper_of_three"), "nash")),
        "perfect": played("proper_of_three", "normal-form-perfect", *both),
        "proper": played("proper_of_three", "proper", *both),
    }


VOTES = table(
    """
    vote of 1   vote of 2   done by 1  done by 2  payoff 1  payoff 2
    self        self        right      right      1         1
    self        other       right      right      1         1
    self        self/other  right      right      1         1
    other       self        right      right      1         1
    other       other       right      right      1         1
    other       self/other  right      right      1         1
    self/other  self        right      right      1         1
    self/other  other       right      right      1         1
    self/other  self/other  right      right      1         1
    """,
    **{
        "vote of 1": "1 start",
        "vote of 2": "2 start",
        "done by 1": "1 self/chosen",
        "done by 2": "2 self/chosen",
    },
)


@case(
    "T30",
    source="Mertens (1995), Games and Economic Behavior 8, 378-388",
    concept="quasi-perfect; extensive-form perfect; admissible",
    published={
        "sequential: any votes, and right": VOTES,
        "quasi-perfect": {("self", "self", "right", "right")},
        "extensive-form perfect: both vote for themselves": False,
    },
)
def votes() -> dict[str, Answer]:
    """Mertens' voting game: quasi-perfect and extensive-form perfect are disjoint."""
    sets = (("1", "start"), ("2", "start"), ("1", "self/chosen"), ("2", "self/chosen"))
    return {
        "sequential: any votes, and right": VOTES.of(solve(load("secret_votes"))),
        "quasi-perfect": {tuple(play) for play in played("secret_votes", "quasi-perfect", *sets)},
        "extensive-form perfect: both vote for themselves": any(
            votes == ("self", "self") for votes in played("secret_votes", "perfect", *sets[:2])
        ),
    }


DOMINATED = table(
    """
    1  2  payoff 1  payoff 2
    T  L  1         1
    B  R  0         0
    """,
    **THREE.columns,
)


@case(
    "T33",
    source="After Kreps and Wilson (1982), Econometrica 50, 863-894, section 7; textbook game",
    concept="sequential; perfect; proper",
    published={"Nash": DOMINATED, "sequential": DOMINATED, "perfect": {("T", "L")}, "proper": {("T", "L")}},
)
def dominated() -> dict[str, Answer]:
    """Sequential but not perfect."""
    game = load("weakly_dominated")
    return {
        "Nash": DOMINATED.of(solve(game, "nash")),
        "sequential": DOMINATED.of(solve(game)),
        "perfect": played("weakly_dominated", "perfect", ("1", "start"), ("2", "start")),
        "proper": played("weakly_dominated", "proper", ("1", "start"), ("2", "start")),
    }


MISTAKES = table(
    """
    stop    later  payoff 1
    1       right  1
    0       right  1
    (0, 1)  right  1
    """,
    stop="1 start: stop",
    later="1 later",
)


@case(
    "T34",
    source="After van Damme (1984), International Journal of Game Theory 13, 1-13; textbook example",
    concept="sequential; quasi-perfect; extensive-form perfect",
    published={"sequential": MISTAKES, "quasi-perfect": MISTAKES, "extensive-form perfect": {("stop", "right")}},
)
def mistakes() -> dict[str, Answer]:
    """One player, own future mistakes."""
    return {
        "sequential": MISTAKES.of(solve(load("own_mistakes"))),
        "quasi-perfect": MISTAKES.of(solve(load("own_mistakes"), "quasi-perfect")),
        "extensive-form perfect": played("own_mistakes", "perfect", ("1", "start"), ("1", "later")),
    }
