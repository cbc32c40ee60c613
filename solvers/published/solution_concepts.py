"""Games that separate one concept of equilibrium from another."""

from __future__ import annotations

from games import load

from ..front import solve
from ..verifier import expected, verify
from .answers import Answer
from .case import case
from .points import behaviour
from .printed import table

# ------------------------------------------------------------------ the horse

HORSE = table(
    """
    1  2  3: L      mu        payoff 1  payoff 2  payoff 3
    A  a  0         [0, 1/3]  1         1         1
    A  a  (0, 1/4]  1/3       1         1         1
    """,
    **{"1": "1 start", "2": "2 A", "3: L": "3 start: L", "mu": "3 start | D"},
)

NASH_ORIGINAL = table(
    """
    1  3: L      2: a      payoff 1  payoff 2  payoff 3
    A  [0, 1/4]  1         1         1         1
    D  1         [1/3, 1]  3         2         2
    """,
    **HORSE.columns,
    **{"2: a": "2 A: a"},
)

NASH_TEXTBOOK = table(
    """
    1  3: L      2: a      payoff 1  payoff 2  payoff 3
    A  [0, 1/4]  1         1         1         1
    D  1         [1/3, 1]  3         3         2
    """,
    **NASH_ORIGINAL.columns,
)


@case(
    "T01",
    source="Selten (1975), International Journal of Game Theory 4, 25-55, figure 1; Kreps and Wilson (1982), Econometrica 50, 863-894",
    concept="sequential, all; Nash, components",
    published={
        "sequential, original": HORSE,
        "sequential, textbook": HORSE,
        "bases": 3,
        "Nash, original": NASH_ORIGINAL,
        "Nash, textbook": NASH_TEXTBOOK,
    },
)
def horse() -> dict[str, Answer]:
    """Selten's horse: every sequential equilibrium."""
    original, textbook = load("selten_horse", original=True), load("selten_horse")
    equilibria = solve(original)
    return {
        "sequential, original": HORSE.of(equilibria),
        "sequential, textbook": HORSE.of(solve(textbook)),
        "bases": sum(len(equilibrium.bases) for equilibrium in equilibria),
        "Nash, original": NASH_ORIGINAL.of(solve(original, "nash")),
        "Nash, textbook": NASH_TEXTBOOK.of(solve(textbook, "nash")),
    }


# ------------------------------------------------------------------ forward induction and invariance

OUTSIDE = table(
    """
    1    then: T  2: L  payoff 1  payoff 2
    in   1        1     3         1
    out  0        0     2         2
    out  3/4      1/4   2         2
    """,
    **{"1": "1 start", "then: T": "1 in: T", "2: L": "2 in: L"},
)

OUTSIDE_NASH = table(
    """
    1    2: L      payoff 1  payoff 2
    in   1         3         1
    out  [0, 2/3]  2         2
    """,
    **OUTSIDE.columns,
)


@case(
    "T14",
    source="Van Damme (1989), Journal of Economic Theory 48, 476-496; Kohlberg and Mertens (1986), Econometrica 54, 1003-1037",
    concept="sequential, all; Nash, components",
    published={
        "sequential": OUTSIDE,
        "Nash components": OUTSIDE_NASH,
        "what in and then B pays player 1": {"L": 0, "R": 1},
        "what out pays": 2,
    },
)
def outside() -> dict[str, Answer]:
    """Battle of the sexes with an outside option: forward induction.

    To go in and then play B is strictly dominated by out; that is why forward induction keeps the first equilibrium only.
    """
    game = load("outside_option")

    def worth(start: str, reply: str) -> Answer:
        return expected(game, behaviour(game, {"1": {"start": start, "in": "B"}, "2": {"in": reply}}))[0]["1"]

    return {
        "sequential": OUTSIDE.of(solve(game)),
        "Nash components": OUTSIDE_NASH.of(solve(game, "nash")),
        "what in and then B pays player 1": {reply: worth("in", reply) for reply in ("L", "R")},
        "what out pays": worth("out", "L"),
    }


ONE_STEP = table(
    """
    1  2: L      mu B      payoff 1  payoff 2
    M  1         0         3         3
    T  0         [3/4, 1]  2         2
    T  (0, 1/2]  3/4       2         2
    """,
    **{"1": "1 start", "2: L": "2 start: L", "mu B": "2 start | B"},
)

TWO_STEPS = table(
    """
    1  then  2: L  payoff 1  payoff 2
    I  M     1     3         3
    """,
    **{"1": "1 start", "then": "1 I", "2: L": "2 start: L"},
)


@case(
    "T15",
    source="After Kohlberg and Mertens (1986), Econometrica 54, 1003-1037; payoffs adapted",
    concept="sequential; invariance",
    published={"one step": ONE_STEP, "two steps": TWO_STEPS, "T, M, R in two steps": {"nash": True, "sequential": False}},
)
def steps() -> dict[str, Answer]:
    """One step or two: same reduced normal form, different sequential equilibria."""
    game = load("one_or_two_steps", steps=2)
    profile = behaviour(game, {"1": {"start": "T", "I": "M"}, "2": {"start": "R"}})
    return {
        "one step": ONE_STEP.of(solve(load("one_or_two_steps"))),
        "two steps": TWO_STEPS.of(solve(game)),
        "T, M, R in two steps": {concept: verify(game, profile, concept).equilibrium for concept in ("nash", "sequential")},
    }


# ------------------------------------------------------------------ agents and observers

AGENTS = table(
    """
    A    Z  W    payoff 1  payoff 2
    1    1  0    4         1
    1/4  0  1/2  5/2       9/4
    1/2  1  1/3  8/3       3/2
    """,
    A="1 first: A",
    Z="1 second: Z",
    W="2 start: W",
)


@case(
    "T31",
    source="Myerson (1991), Game Theory: Analysis of Conflict, figure 4.2",
    concept="Nash; agents; sequential, all",
    published={
        "sequential": AGENTS,
        "B, Z, W pays": ("2", "3"),
        "an agent gains alone by leaving it": False,
        "it is Nash": False,
        "gain of player 1": 1,
    },
)
def agents() -> dict[str, Answer]:
    """Agent-form equilibrium that is not Nash."""
    game = load("agents_of_one")
    plays = {"1": {"first": "B", "second": "Z"}, "2": {"start": "W"}}
    payoffs = expected(game, behaviour(game, plays))[0]
    gains = [
        expected(game, behaviour(game, {**plays, player: {**plays[player], label: action}}))[0][player] - payoffs[player]
        for player, label, actions in (("1", "first", "AB"), ("1", "second", "YZ"), ("2", "start", "WX"))
        for action in actions
    ]
    certificate = verify(game, behaviour(game, plays), "nash")
    return {
        "sequential": AGENTS.of(solve(game)),
        "B, Z, W pays": tuple(payoffs.values()),
        "an agent gains alone by leaving it": any(gain > 0 for gain in gains),
        "it is Nash": certificate.equilibrium,
        "gain of player 1": certificate.gains["1"],
    }


OBSERVERS = table(
    """
    out  a           r       s       payoff 1
    0    0           0       1       1
    0    (0, 1/3]    0       1       1
    0    1/3         0       (0, 1)  1
    0    [1/3, 2/3]  0       0       1
    0    2/3         (0, 1)  0       1
    0    [2/3, 1)    1       0       1
    0    1           1       0       1
    """,
    out="1 start: out",
    a="1 start: a",
    r="2 start: r",
    s="3 start: s",
)


@case(
    "T32",
    source="After Kreps and Wilson (1982), Econometrica 50; Fudenberg and Tirole (1991), Journal of Economic Theory 53; our own game",
    concept="weak perfect Bayesian; sequential",
    published={"sequential": OBSERVERS, "out, r, s": {"pbe": True, "sequential": False}},
)
def observers() -> dict[str, Answer]:
    """Two observers must share one off-path belief."""
    game = load("two_observers")
    profile = behaviour(game, {"1": {"start": "out"}, "2": {"start": "r"}, "3": {"start": "s"}})
    return {
        "sequential": OBSERVERS.of(solve(game)),
        "out, r, s": {concept: verify(game, profile, concept).equilibrium for concept in ("pbe", "sequential")},
    }
