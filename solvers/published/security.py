"""Inspection, guards, patrols and interdiction, with and without commitment."""

from __future__ import annotations

from games import load

from ..front import closed_value, commit, families, solve
from .answers import Answer
from .case import case
from .printed import table
from .zero_sum import optimal, value

INSPECTION = table(
    """
    where  inspect    illegal        payoff Inspector  payoff Inspectee
    0 < f  g/(f + g)  c/(c + 1 - a)  -c/(c + 1 - a)    0
    """,
    inspect="Inspector start: inspect",
    illegal="Inspectee start: illegal",
)
INSPECTION_AT = table(
    """
    inspect  illegal  payoff Inspector  payoff Inspectee
    1/5      1/5      -1/5              0
    """,
    **{heading: INSPECTION.columns[heading] for heading in ("inspect", "illegal", "payoff Inspector", "payoff Inspectee")},
)


@case(
    "T65",
    source="Maschler (1966), Naval Research Logistics Quarterly 13, 11-33; Avenhaus, von Stengel and Zamir (2002), Handbook of Game "
    "Theory 3, chapter 51",
    concept="Nash and strong Stackelberg, parametric",
    published={
        "Nash": INSPECTION,
        "Nash at a = 3/5, c = 1/10, f = 4, g = 1": INSPECTION_AT,
        "commitment": {"inspect": "g/(f + g)", "legal": "1", "payoff Inspector": "-c*g/(f + g)"},
        "commitment there": {"inspect": "1/5", "payoff Inspector": "-1/50"},
    },
)
def inspection_leadership() -> dict[str, Answer]:
    """Inspector leadership with symbolic payoffs."""
    announced = closed_value(load("inspection_leadership"), "all", leader="Inspector")
    there = commit(load("inspection_leadership"), "Inspector")
    game = load("inspection_leadership")  # all sets are reached: Nash equilibria are the sequential ones
    return {
        "Nash": INSPECTION.of(families(game, over="all", knife_edges=True), game),
        "Nash at a = 3/5, c = 1/10, f = 4, g = 1": INSPECTION_AT.of(solve(game, "nash")),
        "commitment": {
            "inspect": announced.profile["Inspector start"]["inspect"],
            "legal": announced.profile["Inspectee start"]["legal"],
            "payoff Inspector": announced.value,
        },
        "commitment there": {"inspect": there.profile["Inspector"]["start"]["inspect"], "payoff Inspector": there.value},
    }


COVER = table(
    """
    guard 1  guard 2  guard 3  guard 4  attack 1  attack 2  attack 3  attack 4  payoff Attacker
    2/3      1/3      0        0        1/3       2/3       0         0         8/3
    """,
    **{f"{does} {k}": f"{who} start: target {k}" for does, who in (("guard", "Defender"), ("attack", "Attacker")) for k in range(1, 5)},
)
COVER_THREE = table(
    """
    guard 1  guard 2  guard 3  guard 4  attack 1  attack 2  attack 3  attack 4  payoff Attacker
    17/37    13/37    7/37     0        10/37     12/37     15/37     0         120/37
    """,
    **COVER.columns,
)
V12, V13, V23 = (f"(1/(1/v{j} + 1/v{k}))" for j, k in ((1, 2), (1, 3), (2, 3)))  # what two targets are worth to the attacker
V123 = "2/(1/v1 + 1/v2 + 1/v3)"  # and all three
RULE = table(
    f"""
    where                                      V       guard 1          guard 2          guard 3
    v3 <= {V12}                                {V12}   1 - ({V12})/v1   1 - ({V12})/v2   0
    v2 <= {V13}                                {V13}   1 - ({V13})/v1   0                1 - ({V13})/v3
    v1 <= {V23}                                {V23}   0                1 - ({V23})/v2   1 - ({V23})/v3
    v3 > {V12} and v2 > {V13} and v1 > {V23}   {V123}  1 - ({V123})/v1  1 - ({V123})/v2  1 - ({V123})/v3
    """,
    V="payoff Attacker",
    **{f"guard {k}": f"Defender start: target {k}" for k in (1, 2, 3)},
)


@case(
    "T66",
    source="Kiekintveld et al. (2009), AAMAS, 689-696; the zero-sum closed form is textbook",
    concept="minimax coverage; strong Stackelberg",
    published={
        "values 8, 4, 2, 1": COVER,
        "values 6, 5, 4, 3": COVER_THREE,
        "three targets": RULE,
        "values that differ": {
            "payoff Defender": "-3/2",
            "payoff Attacker": "9/4",
            "attack third": "1",
            "guard": ("11/24", "7/24", "1/4"),
        },
    },
)
def guarded_targets() -> dict[str, Answer]:
    """Covering targets with one guard: closed form."""
    announced = commit(load("valued_targets"), "Defender")
    game, three = load("guarded_targets"), load("guarded_targets", targets=3)
    return {
        "values 8, 4, 2, 1": COVER.of(solve(game, "nash", v1=8, v2=4, v3=2, v4=1)),
        "values 6, 5, 4, 3": COVER_THREE.of(solve(game, "nash", v1=6, v2=5, v3=4, v4=3)),
        "three targets": RULE.of(families(three, over="all"), three),
        "values that differ": {
            "payoff Defender": announced.value,
            "payoff Attacker": announced.payoffs["Attacker"],
            "attack third": announced.profile["Attacker"]["start"]["third"],
            "guard": tuple(announced.profile["Defender"]["start"].values()),
        },
    }


PATROLS = {
    # graph, period, duration of an attack, value
    ("C4", 4, 2): "1/2",
    ("C6", 6, 2): "1/3",
    ("C6", 6, 3): "1/2",
    ("P4", 6, 2): "1/2",
    ("P4", 6, 3): "1/2",
    ("K4", 4, 1): "1/4",
    ("K4", 4, 3): "3/4",
    ("K2,3", 6, 2): "1/3",
    ("K1,4", 8, 2): "1/4",
}


@case(
    "T67",
    source="Alpern, Morton and Papadaki (2011), Operations Research 59, 1246-1257",
    concept="value",
    published={f"value of {graph}, period {period}, duration {lasts}": worth for (graph, period, lasts), worth in PATROLS.items()},
    slow=True,
)
def patrolling() -> dict[str, Answer]:
    """Patrolling values on small graphs."""
    return {
        f"value of {graph}, period {period}, duration {lasts}": value("patrolling", graph=graph, period=period, duration=lasts)
        for graph, period, lasts in PATROLS
    }


@case(
    "T68",
    source="Washburn and Wood (1995), Operations Research 43, 243-251",
    concept="value",
    published={"value": "6/23", "watched, in proportion to 1/p on a least cut": {"c-t": "8/23", "d-t": "15/23"}},
)
def network_interdiction() -> dict[str, Answer]:
    """Interdicting an evader: network game value."""
    equilibrium = optimal("network_interdiction")
    watch = equilibrium.profile["Interdictor"]["start"]
    return {
        "value": equilibrium.payoffs["Interdictor"],
        "watched, in proportion to 1/p on a least cut": {arc: p for arc, p in watch.items() if p != 0},
    }


LATE = table(
    """
    Follower  Leader  payoff Leader
    out       A       0
    """,
    Follower="Follower start",
    Leader="Leader in",
)
EARLY = table(
    """
    Leader  Follower after A  Follower after B  payoff Leader
    B       out               in                1
    """,
    **{"Leader": "Leader start", "Follower after A": "Follower A", "Follower after B": "Follower B"},
)


@case(
    "T69",
    source="After Letchford and Conitzer (2010), EC, 83-92; instance made for the tables",
    concept="subgame-perfect; pure and mixed commitment (strong Stackelberg)",
    published={
        "without commitment": LATE,
        "pure commitment": EARLY,
        "mixed commitment": {"A": "2/3", "Follower": "in", "payoff Leader": "3"},
    },
)
def holdup_commitment() -> dict[str, Answer]:
    """Commitment to a behaviour strategy in a tree.

    A pure commitment is a tree in which the leader binds itself first, for all to see.
    """
    announced = commit(load("holdup_commitment"), "Leader")
    return {
        "without commitment": LATE.of(solve(load("holdup_commitment"), "subgame")),
        "pure commitment": EARLY.of(solve(load("holdup_commitment", commitment="pure"), "subgame")),
        "mixed commitment": {
            "A": announced.profile["Leader"]["in"]["A"],
            "Follower": next(action for action, p in announced.profile["Follower"]["start"].items() if p == 1),
            "payoff Leader": announced.value,
        },
    }
