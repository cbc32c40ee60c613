"""Bargaining, prices and waiting."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from games import Game, load
from games.numbers import Expression

from ..front import families, regimes, solve
from ..nash.pure import pure_outcomes
from ..results import Profile
from ..verifier import expected, verify
from .answers import Answer, Surface, Table, walls, yes
from .case import case
from .points import behaviour
from .printed import at_least, table

# ------------------------------------------------------------------ a raised stake

CARDS = table(
    """
    where                raise on black           meet         value
    p < (1 + r)/(2*r)    p*(r - 1)/((1 - p)*(r + 1))  2/(1 + r)  4*p*r/(1 + r) - 1
    """,
    **{"raise on black": "1 black: raise", "meet": "2 raise: meet", "value": "payoff 1"},
)

ALWAYS_RAISE = at_least(
    """
    inside             red    black  2     value
    p > (1 + r)/(2*r)  raise  raise  pass  1
    """,
    red="1 red",
    black="1 black",
    value="payoff 1",
    **{"2": "2 raise"},
)

AN_INSTANCE = table(
    """
    raise on black  meet  value
    1/3             2/3   1/3
    """,
    **CARDS.columns,
)


@case(
    "T16",
    source="Myerson (1991), Game Theory: Analysis of Conflict, figure 2.1 and section 4",
    concept="sequential; value",
    published={
        "p < (1 + r)/(2*r)": CARDS,
        "p > (1 + r)/(2*r)": ALWAYS_RAISE,
        "wall": {"p = (1 + r)/(2*r)"},
        "p = 1/2, r = 2": AN_INSTANCE,
        "Nash at p = 1/2, r = 2": AN_INSTANCE,
    },
)
def cards() -> dict[str, Answer]:
    """Myerson's card game, with symbolic prior and stake."""
    game = load("myerson_cards")
    regime_map = regimes(game)
    bluffs = [family for family in regime_map.families if family.profile["1"]["black"]["fold"] != 0]
    return {
        "p < (1 + r)/(2*r)": CARDS.of(bluffs, game),
        "p > (1 + r)/(2*r)": ALWAYS_RAISE.of(regime_map.families, game),
        "wall": walls(regime_map),
        "p = 1/2, r = 2": AN_INSTANCE.of(solve(game)),
        "Nash at p = 1/2, r = 2": AN_INSTANCE.of(solve(game, "nash")),
    }


# ------------------------------------------------------------------ taking turns, and waiting


@case(
    "T18",
    source="Stahl (1972), Bargaining Theory; Rubinstein (1982), Econometrica 50, 97-109",
    concept="subgame-perfect, all pure outcomes",
    published={
        "two periods, quarters, discount 1/2": {("1/2", "1/2"), ("1/4", "3/4")},
        "(1 - (-1/2)**T)/(3/2) is the proposer's share in one of them": {"T = 1": True, "T = 2": True, "T = 3": True},
    },
    remark="The closed forms are those of a pie that can be cut anywhere; here they are met on the grid, beside what ties add.",
)
def offers() -> dict[str, Answer]:
    """Finite alternating offers: closed form, and ties on a grid."""
    payoffs = {periods: set(pure_outcomes(load("alternating_offers", periods=periods)).values()) for periods in (1, 2, 3)}
    closed_forms = {periods: (1 - Fraction(-1, 2) ** periods) / Fraction(3, 2) for periods in payoffs}
    return {
        "two periods, quarters, discount 1/2": payoffs[2],
        "(1 - (-1/2)**T)/(3/2) is the proposer's share in one of them": {
            f"T = {periods}": any(first == closed_forms[periods] for first, _ in pairs) for periods, pairs in payoffs.items()
        },
    }


ATTRITION = at_least(
    """
    1 first    1 second   1 third    2 first    2 second   2 third    payoff 1  payoff 2  where
    c/(v + c)  c/(v + c)  c/(v + c)  c/(v + c)  c/(v + c)  c/(v + c)  0         0         always
    0          0          0          1          1          1          v         0         always
    1          1          1          0          0          0          0         v         always
    """,
    **{
        f"{player} {period}": f"{player} {history}: quit"
        for player in "12"
        for period, history in (("first", "start"), ("second", "stay/both stay"), ("third", "stay/both stay/stay/both stay"))
    },
)


@case(
    "T23",
    source="Hendricks, Weiss and Wilson (1988), International Economic Review 29, 663-680, in discrete time; after Maynard Smith (1974)",
    concept="subgame-perfect, closed form",
    published={"three periods": ATTRITION, "equilibria with one period": 3},
    remark="With three periods there are 27 families in all: each period may be played in any of three ways.",
)
def attrition() -> dict[str, Answer]:
    """War of attrition in discrete time."""
    game = load("war_of_attrition")
    return {
        "three periods": ATTRITION.of(families(game, "all", "subgame"), game),
        "equilibria with one period": len(solve(load("war_of_attrition", periods=1), "subgame")),
    }


# ------------------------------------------------------------------ prices

LEMONS = at_least(
    """
    where     price  high at 3  low at 0  low at 3  payoff Buyer  payoff Seller
    h <= 3/4  0      sell       sell      sell      1 - h         0
    h >= 3/4  3      sell       sell      sell      3*h - 2       3*(1 - h)
    h <= 2/3  0      sell       keep      sell      0             0
    """,
    **{"price": "Buyer start", "high at 3": "Seller high/3", "low at 0": "Seller low/0", "low at 3": "Seller low/3"},
)


@case(
    "T25",
    source="After Akerlof (1970), Quarterly Journal of Economics 84, 488-500: two qualities, one buyer",
    concept="sequential, thresholds",
    published={"families": LEMONS, "walls": {"h = 3/4", "h = 2/3"}},
    remark="Buyers who compete would pay 1 + 3*h, which is 3 at the second wall.",
)
def qualities() -> dict[str, Answer]:
    """Lemons with two qualities: monopsony offer versus competitive price."""
    game = load("lemons")
    regime_map = regimes(game)
    return {"families": LEMONS.of(regime_map.families, game), "walls": walls(regime_map)}


PRICES = table(
    """
    h      delta  first price    sequential  payoff Seller                  payoff Buyer
    1/3    1/2    ask 1          yes         1                              1/3
    2/5    4/5    ask 1          yes         1                              2/5
    2/3    1/2    ask 2 - delta  yes         2/3*(2 - 1/2) + 1/3*1/2        2/3*1/2
    11/20  4/5    ask 2 - delta  yes         11/20*(2 - 4/5) + 9/20*4/5     11/20*4/5
    4/5    1/2    ask 2          yes         2*(2*4/5 - 1) + 2*1/2*1/5      0
    9/10   4/5    ask 2          yes         2*(2*9/10 - 1) + 2*4/5*1/10    0
    2/3    1/2    ask 2          no          2*(2*2/3 - 1) + 2*1/2*1/3      0
    """
)


@case(
    "T78",
    source="After Fudenberg and Tirole (1983), Review of Economic Studies 50, 221-247: one-sided, values 1 and 2",
    concept="sequential, at points of three regimes",
    published={"regimes": PRICES, "walls, among others": {"h = 1/2", "h = 1 - delta/2"}},
    remark="Not the only equilibria, and not the only walls, on a grid of three prices; verified with a buyer who is free to do either "
    "where it is indifferent, mapped with one who buys.",
)
def two_prices() -> dict[str, Answer]:
    """Two-period offers to a buyer of unknown value."""
    story = load("durable_good", ties="free")
    rows = []
    for row in PRICES.rows:
        point = {name: Fraction(row[name]) for name in ("h", "delta")}
        game, first = story.at(**point), row["first price"]
        profile = pricing(game, first, point["h"])
        payoffs = {f"payoff {player}": value for player, value in expected(game, profile)[0].items()}
        rows.append({**row, "sequential": yes(verify(game, profile, "sequential").equilibrium), **payoffs})
    delta = Expression.symbol("delta")
    polynomials = (wall.polynomial for wall in regimes(load("durable_good")).walls)
    surfaces = {Surface(wall) for wall in polynomials if any(wall.at({"h": h}) == 0 for h in (Fraction(1, 2), 1 - delta / 2))}
    return {"regimes": Table(PRICES.columns, tuple(rows)), "walls, among others": surfaces}


def pricing(game: Game, first: str, h: Fraction) -> Profile:
    """What the source plays from its first price on: the high value buys at 2 as often as lets the seller ask 2 again."""
    low, middle, high = "ask 1", "ask 2 - delta", "ask 2"
    holds_out = first == low
    second_prices = {low: low, middle: low, high: low if holds_out else high}
    seller = {"start": first, **{f"{price}/wait": second_price for price, second_price in second_prices.items()}}
    at_two: str | Mapping[str, Fraction] = "wait" if holds_out else {"buy": (2 * h - 1) / h, "wait": (1 - h) / h}
    buyer: dict[str, str | Mapping[str, Fraction]] = {
        f"high/{low}": "buy",
        f"low/{low}": "buy",
        f"high/{middle}": "buy",
        f"low/{middle}": "wait",
        f"high/{high}": at_two,
        f"low/{high}": "wait",
    }
    for price in (low, middle, high):
        buyer |= {f"high/{price}/wait/{second_price}": "buy" for second_price in (low, middle, high)}
        buyer |= {f"low/{price}/wait/{second_price}": "buy" if second_price == low else "wait" for second_price in (low, middle, high)}
    return behaviour(game, {"Seller": seller, "Buyer": buyer})
