"""Signalling: what a move says about the one who makes it."""

from __future__ import annotations

from games import load

from ..front import regimes, solve
from .answers import Answer, table, walls
from .case import case

BREAKFASTS = table(
    """
    S       W       beer: duel  quiche: duel  m beer    m quiche  payoff Sender  payoff Receiver
    beer    beer    0           1             9/10      [0, 1/2]  29/10          9/10
    beer    beer    0           [1/2, 1)      9/10      1/2       29/10          9/10
    quiche  quiche  1           0             [0, 1/2]  9/10      21/10          9/10
    quiche  quiche  [1/2, 1)    0             1/2       9/10      21/10          9/10
    """,
    **{
        "S": "Sender strong", "W": "Sender weak", "beer: duel": "Receiver beer: duel", "quiche: duel": "Receiver quiche: duel",
        "m beer": "Receiver beer | strong/beer", "m quiche": "Receiver quiche | strong/quiche",
    },
)


@case(
    "T02",
    source="Cho and Kreps (1987), Quarterly Journal of Economics 102, 179-221, figure I",
    concept="sequential; intuitive criterion; D1",
    published={"sequential equilibria": BREAKFASTS, "bases": 6},
)
def beer_or_quiche() -> dict[str, Answer]:
    """Beer or quiche, prior 9/10."""
    found = solve(load("beer_quiche"))
    return {"sequential equilibria": BREAKFASTS.of(found), "bases": sum(len(one.bases) for one in found)}


MAP = table(
    """
    where     S       W            W: beer    beer: duel  quiche: duel  m beer    m quiche  payoff Sender  payoff Receiver
    p >= 1/2  beer    beer         1          0           1             p         [0, 1/2]  2 + p          p
    p >= 1/2  beer    beer         1          0           [1/2, 1)      p         1/2       2 + p          p
    p < 1/2   beer    beer/quiche  p/(1 - p)  1/2         1             1/2       0         1 + p          1 - p
    p >= 1/2  quiche  quiche       0          1           0             [0, 1/2]  p         3 - p          p
    p >= 1/2  quiche  quiche       0          [1/2, 1)    0             1/2       p         3 - p          p
    """,
    **BREAKFASTS.columns, **{"W: beer": "Sender weak: beer"},
)


@case(
    "T03",
    source="The game of Cho and Kreps (1987), Quarterly Journal of Economics 102; the map is our own",
    concept="sequential, parametric, all families",
    published={"families": MAP, "walls": {"p = 1/2"}, "generic bases": 7, "bases on the wall": 6},
)
def breakfast_map() -> dict[str, Answer]:
    """Beer or quiche with symbolic prior: the regime map."""
    game = load("beer_quiche")
    found = regimes(game, knife_edges=True)
    return {
        "families": MAP.of((family for family in found.families if family.generic), game),
        "walls": walls(found), "generic bases": found.solved.bases["generic"], "bases on the wall": found.solved.bases["knife_edge"],
    }
