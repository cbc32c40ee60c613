"""Cartels, leniency, contests, bargaining over sentences, honesty."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from games import Game, load
from games.numbers import Expression, Number, read

from ..front import regimes, solve
from ..results import Family, Relation
from .answers import Answer, Region, Surface, walls
from .case import case
from .printed import table
from .regions import domain_of


def where(families: Iterable[Family], game: Game) -> Region:
    """The region in which any of some families exists."""
    cases = dict.fromkeys(case for family in families for case in family.cases)
    return Region(tuple(cases), domain_of(game))


def plays(family: Family, player: str, infoset: str, action: str) -> Number:
    """The probability of an action."""
    return family.profile[player][infoset][action]


@case(
    "T70",
    source="After Motta and Polo (2003), International Journal of Industrial Organization 21, 347-379; Spagnolo (2004), CEPR DP 4840",
    concept="grim-trigger sustainability as a one-shot deviation, parametric",
    published={
        "wall without reports": {"delta = pi/((1 - q)*(2*pi - q*Phi))"},
        "wall with reports": {"delta = (pi + q*Phi - R)/((1 - q)*(2*pi - R))"},
        "holds without reports": "delta*(1 - q)*(2*pi - q*Phi) >= pi",
        "holds with reports": "delta*(1 - q)*(2*pi - R) >= pi + q*Phi - R",
        "same wall at R = q*Phi": True,
        "with reports no delta is enough from": {"R = Phi - pi*(1 - 2*q)/q"},
        "pi = 1, q = 1/10, Phi = 5": [{"delta = 20/27"}, {"delta = 5/6"}, {"R = -3"}],
    },
)
def leniency_threshold() -> dict[str, Answer]:
    """Leniency and the critical discount factor.

    A one-shot deviation from the stationary agreement is a tree of one decision, in which the value of going on is a closed form.
    """
    silent, reporting = load("leniency", reports=False), load("leniency")
    map_without, map_with = regimes(silent, over="all"), regimes(reporting, over="all")
    (wall_without,), (wall_with,) = ([wall.polynomial for wall in regime_map.walls] for regime_map in (map_without, map_with))
    at_full_patience = Expression.constant(0) + wall_with.at({"delta": 1})
    defaults = {name: reporting.defaults[name] for name in ("pi", "q", "Phi")}
    return {
        "wall without reports": walls(map_without),
        "wall with reports": walls(map_with),
        "holds without reports": where(
            (family for family in map_without.families if plays(family, "Member", "start", "keep") == 1), silent
        ),
        "holds with reports": where((family for family in map_with.families if plays(family, "Member", "start", "keep") == 1), reporting),
        "same wall at R = q*Phi": (Expression.constant(0) + wall_with.at({"R": read("q*Phi")}) / wall_without).is_constant,
        "with reports no delta is enough from": {Surface(at_full_patience)},
        "pi = 1, q = 1/10, Phi = 5": [
            walls(regimes(silent, over="delta")),
            walls(regimes(reporting, over="delta", R=0)),
            {Surface(Expression.constant(0) + at_full_patience.at(defaults))},
        ],
    }


RACE = table(
    """
    where       First: report                             Second: report
    R <= Phi    1                                         1
    R >= q*Phi  0                                         0
    R > q*Phi   (R - q*Phi)/((R - q*Phi) + (Phi - R)/2)  (R - q*Phi)/((R - q*Phi) + (Phi - R)/2)
    """,
    **{f"{player}: report": f"{player} start: report" for player in ("First", "Second")},
)


@case(
    "T71",
    source="After Spagnolo (2004), CEPR DP 4840; Buccirossi and Spagnolo (2006), Journal of Public Economics 90",
    concept="all Nash equilibria, parametric; risk dominance",
    published={
        "equilibria": RACE,
        "walls": {"R = q*Phi"},
        "wall of risk dominance": {"R = Phi*(1 + 2*q)/3"},
        "several, and reporting risk dominant": "R > q*Phi and R < Phi*(1 + 2*q)/3",
        "at q = 1/5, Phi = 10, R = 4": {"0", "2/5", "1"},
    },
)
def race_to_report() -> dict[str, Answer]:
    """Race to report: uniqueness, coordination, risk dominance."""
    game = load("race_to_report")  # all sets are reached: Nash equilibria are the sequential ones
    regime_map = regimes(game, over="all")
    (mixed,) = (family for family in regime_map.families if plays(family, "First", "start", "report") not in (0, 1))
    # in a symmetric 2x2 game the mixed equilibrium is where the two actions' basins meet: the dominant one has the larger
    report = plays(mixed, "First", "start", "report")
    return {
        "equilibria": RACE.of(regime_map.families, game),
        "walls": walls(regime_map),
        "wall of risk dominance": {Surface(Expression((report - Expression.constant(1) / 2).numerator))},
        "several, and reporting risk dominant": Region(
            tuple((*case, Relation(report, "<", Fraction(1, 2))) for case in mixed.cases), domain_of(game)
        ),
        "at q = 1/5, Phi = 10, R = 4": {equilibrium.profile["First"]["start"]["report"] for equilibrium in solve(game)},
    }


@case(
    "T74",
    source="Tullock (1980), in Toward a Theory of the Rent-Seeking Society; Dixit (1987), American Economic Review 77, 891-898",
    concept="Nash, closed form",
    published={"efforts": ("v1**2*v2/(v1 + v2)**2", "v1*v2**2/(v1 + v2)**2")},
    infinite="Effort is any amount: players choose from a continuum, so that it is no finite tree; closed forms come from first-order "
    "conditions.",
)
def tullock_contest() -> dict[str, Answer]:
    """Tullock contest with two values; n symmetric rivals."""
    return {}


@case(
    "T75",
    source="After Castillo, Mejia and Restrepo (2020), Review of Economics and Statistics 102, 269-286",
    concept="comparative statics in closed form",
    published={"violence": "((n - 1)/n)*((1 - h)*S)**(1 - 1/eps)"},
    infinite="A reduced form over a contest with continuous effort, with powers that are no rational function of the parameters.",
)
def scarcity() -> dict[str, Answer]:
    """Scarcity without Leviathan: interdiction raises violence when demand is inelastic."""
    return {}


OFFERS = table(
    """
    where                              offer  guilty, low  innocent, low  guilty, high  innocent, high
    g*(pG - pI)*S <= (1 - g)*c         low    accept       accept         accept        trial
    g*(pG - pI)*S >= (1 - g)*c         high   accept       accept         accept        trial
    """,
    offer="Prosecutor start",
    **{f"{who}, {offer}": f"Defendant {who}/{offer}" for who in ("guilty", "innocent") for offer in ("low", "high")},
)


@case(
    "T76",
    source="After Grossman and Katz (1983), American Economic Review 73, 749-757; Reinganum (1988), American Economic Review 78, 713-728",
    concept="sequential, parametric",
    published={
        "equilibria where ties are accepted": OFFERS,
        "walls": {"g = c/(c + (pG - pI)*S)"},
        "wall at c = 2, pG = 4/5, pI = 1/5, S = 10": {"g = 1/4"},
    },
)
def plea_bargaining() -> dict[str, Answer]:
    """Plea bargaining as screening, two types.

    A defendant is indifferent between its own expected sentence and an offer of the same; there are more equilibria, in which
    it does not accept.
    """
    game = load("plea_bargaining")
    regime_map = regimes(game, over="all")
    ties = (("guilty/high", "accept"), ("innocent/low", "accept"))
    accepting = [
        family for family in regime_map.families if all(plays(family, "Defendant", infoset, action) == 1 for infoset, action in ties)
    ]
    return {
        "equilibria where ties are accepted": OFFERS.of(accepting, game),
        "walls": walls(regime_map),
        "wall at c = 2, pG = 4/5, pI = 1/5, S = 10": walls(regimes(game, over="g")),
    }


POST = table(
    """
    where                                      choice     then
    w >= w0 + b*(1 - q)/q                      post       honest
    w >= w0 - b and w <= w0 + b*(1 - q)/q      post       bribed
    w <= w0 - b                                elsewhere  bribed
    """,
    choice="Inspector start",
    then="Inspector post",
)
STAY = table(
    """
    where                                              then
    w - w0 >= (1 - q)*(1 - delta)*b/(q*delta)          honest
    w - w0 <= (1 - q)*(1 - delta)*b/(q*delta)          bribed
    """,
    then="Inspector start",
)


@case(
    "T77",
    source="Becker and Stigler (1974), Journal of Legal Studies 3, 1-18; Besley and McLaren (1993), Economic Journal 103, 119-141",
    concept="incentive threshold as a decision tree, parametric",
    published={
        "one period": POST,
        "walls for one period": {"w = w0 + b*(1 - q)/q", "w = w0 - b"},
        "for ever": STAY,
        "wall for ever": {"w - w0 = (1 - q)*(1 - delta)*b/(q*delta)"},
        "b = 4, q = 1/5, delta = 4/5, w0 = 1": [{"w = 17"}, {"w = 5"}],
    },
)
def honesty_wage() -> dict[str, Answer]:
    """Honesty wage of an inspector (bribe, detection).

    For ever, it is the one-shot deviation: a tree of one decision, with the value of going on as a closed form.
    """
    one_period, for_ever = load("honesty_wage"), load("honesty_wage", horizon="infinite")
    one_period_map, for_ever_map = regimes(one_period, over="all"), regimes(for_ever, over="all")
    return {
        "one period": POST.of(one_period_map.families, one_period),
        "walls for one period": walls(one_period_map),
        "for ever": STAY.of(for_ever_map.families, for_ever),
        "wall for ever": walls(for_ever_map),
        "b = 4, q = 1/5, delta = 4/5, w0 = 1": [walls(regimes(one_period, over="w")), walls(regimes(for_ever, over="w"))],
    }
