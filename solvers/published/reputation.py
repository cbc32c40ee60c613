"""Reputation: behaving today for what others will think tomorrow."""

from __future__ import annotations

from fractions import Fraction

from games import load

from ..front import families, regimes, solve
from .answers import Answer, at_least, table, walls
from .case import case

# ------------------------------------------------------------------ entry

ENTRY = table(
    """
    Entrant  fight   payoff Entrant  payoff Incumbent  where
    in       0       b               0                 always
    out      [b, 1]  0               a                 always
    """,
    Entrant="Entrant start", fight="Incumbent in: fight",
)

PERFECT_ENTRY = table(
    """
    Entrant  fight  payoff Entrant  payoff Incumbent  where
    in       0      b               0                 always
    """,
    **ENTRY.columns,
)


@case(
    "T09",
    source="Selten (1978), Theory and Decision 9, 127-159, stage game",
    concept="all Nash, as components; subgame-perfect",
    published={"Nash components": ENTRY, "subgame-perfect": PERFECT_ENTRY},
)
def entry() -> dict[str, Answer]:
    """Entry game: the two Nash components."""
    game = load("market_entry")
    return {
        "Nash components": ENTRY.of(families(game, "all", "nash"), game),
        "subgame-perfect": PERFECT_ENTRY.of(families(game, "all", "subgame"), game),
    }


CHAIN = at_least(
    """
    inside                             first  weak fights                       after out  after fight  m      after acquiescence
    a > 1 and delta < b**2             enter  (1 - b)*delta/((1 - delta)*b)     enter      1/a          b      enter
    a > 1 and b**2 < delta and delta < b  out  (1 - b)*delta/((1 - delta)*b)    enter      1/a          b      enter
    a > 1 and delta > b                out    1                                 out        1            delta  enter
    a < 1 and delta < b                enter  0                                 enter      1            1      enter
    a < 1 and delta > b                out    0                                 out        1            1      enter
    """,
    **{
        "first": "entrant 2 start", "weak fights": "Monopolist weak/enter: fight", "after out": "entrant 1 out",
        "after fight": "entrant 1 enter/fight: out", "m": "entrant 1 enter/fight | tough/enter/fight",
        "after acquiescence": "entrant 1 enter/acquiesce",
    },
)

CHAIN_PAYOFFS = at_least(
    """
    inside                                payoff Monopolist  payoff entrant 2  payoff entrant 1
    a > 1 and delta < b**2                delta              b - delta/b       b - delta
    a > 1 and b**2 < delta and delta < b  a                  0                 b - delta
    a > 1 and delta > b                   2*a                0                 0
    a < 1 and delta > b                   2*a                0                 0
    """
)


@case(
    "T05",
    source="Kreps and Wilson (1982), Journal of Economic Theory 27, 253-279, section 3; Selten (1978), Theory and Decision 9",
    concept="sequential, parametric in three parameters",
    published={"families": CHAIN, "payoffs": CHAIN_PAYOFFS, "walls": {"delta = b**2", "delta = b", "a = 1"}},
    remark="Uniqueness needs more than generic priors: for a > 1 and delta > b both types may also acquiesce, when entrants would take a fight "
    "for weakness; and off the path entrant 1 may after acquiescence believe in anything up to b.",
)
def chain() -> dict[str, Answer]:
    """Chain store with one-sided uncertainty, two entrants, symbolic a, b, delta."""
    game = load("chain_store")
    found = regimes(game, "all")
    return {"families": CHAIN.of(found.families, game), "payoffs": CHAIN_PAYOFFS.of(found.families, game), "walls": walls(found)}


# ------------------------------------------------------------------ passing

CENTIPEDE = table(
    """
    inside            node 1         node 2                     node 3                     node 4
    0 < q < 1/49      6*q/(1 - q)    (1 - 7*q)/(7*(1 - q))      0                          0
    1/49 < q < 1/7    1              6*q/(1 - q)                (1 - 7*q)/(7*(1 - q))      0
    q > 1/7           1              1                          1                          0
    """,
    **{
        "node 1": "1 selfish: pass", "node 2": "2 selfish/pass: pass", "node 3": "1 selfish/pass/pass: pass",
        "node 4": "2 selfish/pass/pass/pass: pass",
    },
)

AT_A_TWENTIETH = table(
    """
    node 1  node 2  node 3  node 4
    1       6/19    13/133  0
    """,
    **CENTIPEDE.columns,
)


@case(
    "T19",
    source="McKelvey and Palfrey (1992), Econometrica 60, 803-836",
    concept="sequential, parametric",
    published={"families": CENTIPEDE, "walls": {"q = 1/49", "q = 1/7"}, "q = 1/20": AT_A_TWENTIETH},
)
def centipede() -> dict[str, Answer]:
    """Four-move centipede with altruists: closed form in q."""
    game = load("altruist_centipede")
    found = regimes(game)
    return {
        "families": CENTIPEDE.of(found.families, game), "walls": walls(found), "q = 1/20": AT_A_TWENTIETH.of(solve(game, q=Fraction(1, 20))),
    }
