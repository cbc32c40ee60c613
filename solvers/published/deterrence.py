"""Deterrence and crises: threats, and whether they are meant."""

from __future__ import annotations

from fractions import Fraction

from games import load
from games.numbers import Expression, Number, read

from ..front import families, regimes, solve
from .answers import Answer, Table, walls, yes
from .case import case
from .points import behaviour
from .printed import at_least, table

# ------------------------------------------------------------------ two-sided doubt

C_SOFT, C_HARD = "(cDC - cSQ)/(cDC - cCD)", "(cDC - cSQ)/(cDC - cDDp)"  # what the challenger's two types ask of pDef
D_STAR = "(dCD - dDC)/(dCD - dDDm)"  # what the soft defender asks of pCh
BLUFF = f"pCh*(1 - {D_STAR})/({D_STAR}*(1 - pCh))"
DEFY = f"({C_SOFT} - pDef)/(1 - pDef)"

DETERRENCE = table(
    f"""
    inside                             hard    soft         defender      soft: demand  defies  open
    pDef < {C_SOFT} and pCh > {D_STAR}  demand  demand       concede       1             0       -
    pDef < {C_SOFT} and pCh < {D_STAR}  demand  keep/demand  concede/defy  {BLUFF}       {DEFY}  -
    {C_SOFT} < pDef < {C_HARD}          demand  keep         concede       0             0       -
    """,
    **{
        "hard": "Challenger hard",
        "soft": "Challenger soft",
        "defender": "Defender soft/demand",
        "soft: demand": "Challenger soft: demand",
        "defies": "Defender soft/demand: defy",
    },
)

NO_DEMAND = table(
    f"""
    inside           hard  soft  defender      open
    pDef > {C_HARD}  keep  keep  concede       {D_STAR} <= mu_soft_demand <= 1
    always           keep  keep  defy          0 <= mu_soft_demand <= {D_STAR}
    always           keep  keep  concede/defy  0 < x_concede_soft_demand < 1 and 1 - x_concede_soft_demand >= ({C_HARD} - pDef)/(1 - pDef)
    """,
    **DETERRENCE.columns,
)


@case(
    "T06",
    source="Zagare and Kilgour (1993), International Studies Quarterly 37, 1-27; (2000), Perfect Deterrence",
    concept="sequential, parametric in twelve parameters",
    published={
        "attack, bluff, separation": DETERRENCE,
        "no demand": NO_DEMAND,
        "walls": {f"pDef = {C_SOFT}", f"pDef = {C_HARD}", f"pCh = {D_STAR}"},
        "payoffs": {
            "bluff": {("13/6", "23/8"), ("2", "5")},
            "attack": {("13/4", "2"), ("2", "5")},
            "separation": {("33/16", "67/16"), ("2", "5")},
            "certain deterrence": {("2", "5")},
        },
    },
)
def unilateral() -> dict[str, Answer]:
    """Unilateral (asymmetric) deterrence, symbolic payoffs and a numeric set."""
    game = load("unilateral_deterrence")
    regime_map = regimes(game, "all")
    silent = [family for family in regime_map.families if family.outcomes["status quo"] == 1]
    points = {"bluff": ("1/4", "1/2"), "attack": ("1/2", "1/2"), "separation": ("1/4", "3/4"), "certain deterrence": ("1/4", "9/10")}
    return {
        "attack, bluff, separation": DETERRENCE.of((family for family in regime_map.families if family not in silent), game),
        "no demand": NO_DEMAND.of(silent, game),
        "walls": walls(regime_map),
        "payoffs": {
            name: {tuple(solution.payoffs.values()) for solution in solve(game, pCh=Fraction(p_challenger), pDef=Fraction(p_defender))}
            for name, (p_challenger, p_defender) in points.items()
        },
    }


# ------------------------------------------------------------------ one-sided doubt

CRISES = table(
    """
    inside                               resolved   unresolved      B               bluff        resist         war            m
    -wR < alpha < -wU and p < 1/(1 + k)  challenge  wait/challenge  concede/resist  p*k/(1 - p)  1/(1 + alpha)  p/(1 + alpha)  1/(1 + k)
    -wR < alpha < -wU and p > 1/(1 + k)  challenge  challenge       concede         1            0                0  p
    alpha > -wU                          challenge  challenge       concede         1            0                0  p
    alpha < -wR                          wait       wait            resist          0            1                0  [0, 1]
    -wR < alpha < -wU and wR < 0         wait       wait            resist          0            1                0  [0, 1/(1 + k)]
    -wR < alpha < -wU and wR < 0         wait       wait            concede/resist  0            [1/(1 - wR), 1)  0  1/(1 + k)
    """,
    **{
        "resolved": "A resolved",
        "unresolved": "A unresolved",
        "B": "B challenge",
        "bluff": "A unresolved: challenge",
        "resist": "B challenge: resist",
        "war": "outcome war",
        "m": "B challenge | resolved/challenge",
    },
)


@case(
    "T07",
    source="After Fearon (1994), American Political Science Review 88, 577-592: two types, one exchange",
    concept="sequential, parametric in five parameters",
    published={
        "families": CRISES,
        "walls": {"p = 1/(1 + k)", "alpha = -wR", "alpha = -wU", "wR = 0"},
        "resistance by the audience cost": "-1/(1 + alpha)**2",
        "bluffing by the audience cost": 0,
    },
)
def audience_costs() -> dict[str, Answer]:
    """Crisis with audience costs, two types of challenger."""
    game = load("audience_costs")
    regime_map = regimes(game, "all")
    (bluff,) = (family for family in regime_map.families if len([p for p in family.profile["A"]["unresolved"].values() if p != 0]) == 2)
    return {
        "families": CRISES.of(regime_map.families, game),
        "walls": walls(regime_map),
        "resistance by the audience cost": derivative(bluff.profile["B"]["challenge"]["resist"], "alpha"),
        "bluffing by the audience cost": derivative(bluff.profile["A"]["unresolved"]["challenge"], "alpha"),
    }


def derivative(form: Number, name: str) -> Expression:
    """Differentiate a closed form."""
    import sympy

    return read(str(sympy.together(sympy.diff((Expression.constant(0) + form).sympy(), sympy.Symbol(name)))))


# ------------------------------------------------------------------ commitment

BRIDGES = table(
    """
    where   move       when burnt  when kept  attacked  payoff Holder  payoff Attacker
    c <= 2  burn       refrain     attack     retreat   2 - c          0
    c >= 2  keep       refrain     attack     retreat   0              2
    """,
    **{"move": "Holder start", "when burnt": "Attacker burn", "when kept": "Attacker keep", "attacked": "Holder keep/attack"},
)

ON_THE_WALL = table(
    """
    where  burn    when burnt  when kept  attacked
    c = 2  (0, 1)  refrain     attack     retreat
    """,
    **BRIDGES.columns,
    burn="Holder start: burn",
)

THREATS = table(
    """
    c    threat       nash  subgame
    1/2  would fight  yes   no
    3    would fight  yes   no
    1/2  attack       yes   no
    """
)


@case(
    "T08",
    source="After Schelling (1960), The Strategy of Conflict; textbook game",
    concept="subgame-perfect, parametric; Nash",
    published={"subgame-perfect": BRIDGES, "on the wall": ON_THE_WALL, "wall": {"c = 2"}, "empty threats": THREATS},
)
def burnt_bridges() -> dict[str, Answer]:
    """Burning bridges: an unconditional threat made credible."""
    game = load("burning_bridges")
    listed = families(game, concept="subgame", knife_edges=True)
    threats = {
        "would fight": {"Holder": {"start": "keep", "keep/attack": "fight"}, "Attacker": {"burn": "refrain", "keep": "refrain"}},
        "attack": {"Holder": {"start": "keep", "keep/attack": "retreat"}, "Attacker": {"burn": "attack", "keep": "attack"}},
    }
    rows = []
    for c, threat in (("1/2", "would fight"), ("3", "would fight"), ("1/2", "attack")):
        profile, point = behaviour(game, threats[threat]), game.at(c=Fraction(c))
        verdicts = {concept: yes(solve(point, concept).contains(profile)) for concept in ("nash", "subgame")}
        rows.append({"c": c, "threat": threat, **verdicts})
    return {
        "subgame-perfect": BRIDGES.of((family for family in listed if family.generic), game),
        "wall": walls(regimes(game)),
        "on the wall": ON_THE_WALL.of((family for family in listed if not family.generic), game),
        "empty threats": Table(THREATS.columns, tuple(rows)),
    }


# ------------------------------------------------------------------ risk, and private costs of war

RISKS = table(
    """
    inside                           risk  soft/1/4  soft/1/2  soft/3/4  soft/1   payoff Threatener
    D > 4 and h < 4/(4 + d)          1/4   concede   concede   concede   concede  1 - h - h*d/4
    2 < D < 4 and h < 2/(2 + d)      1/2   stand     concede   concede   concede  1 - h - h*d/2
    4/3 < D < 2 and h < 4/(4 + 3*d)  3/4   stand     stand     concede   concede  1 - h - 3*h*d/4
    D < 4/3 and h < 1/(1 + d)        1     stand     stand     stand     concede  1 - h - h*d
    D > 4 and h > 4/(4 + d)          0     concede   concede   concede   concede  0
    2 < D < 4 and h > 2/(2 + d)      0     stand     concede   concede   concede  0
    4/3 < D < 2 and h > 4/(4 + 3*d)  0     stand     stand     concede   concede  0
    D < 4/3 and h > 1/(1 + d)        0     stand     stand     stand     concede  0
    """,
    **{"risk": "Threatener start", **{f"soft/{risk}": f"Target soft/{risk}" for risk in ("1/4", "1/2", "3/4", "1")}},
)


@case(
    "T26",
    source="After Schelling (1960); Nalebuff (1986), Conflict Management and Peace Science 9, 19-30; Dixit and Skeath, Games of Strategy",
    concept="sequential, thresholds",
    published={
        "families": RISKS,
        "effective risks end where": {"D = 4", "D = 2", "D = 4/3"},
        "acceptable risks end where": {f"h = 1/(1 + {risk}*d)" for risk in ("1/4", "1/2", "3/4", "1")},
        "h = 1/4, d = 2, D = 3": {("1/2", "1/2", "-9/8")},
        "at d = 2, D = 3 the threat pays up to": {"h = 1/2"},
    },
    remark="With every risk allowed, the last threshold is h = D/(D + d) = 3/5: the grid moves the wall.",
)
def risks() -> dict[str, Answer]:
    """Brinkmanship: effective and acceptable risk."""
    game = load("brinkmanship")
    regime_map, narrow_map = regimes(game, "all"), regimes(game, "h", d=2, D=3)
    return {
        "families": RISKS.of(regime_map.families, game),
        "effective risks end where": {wall for wall in walls(regime_map) if "h" not in wall.polynomial.free},
        "acceptable risks end where": {wall for wall in walls(regime_map) if "h" in wall.polynomial.free},
        "h = 1/4, d = 2, D = 3": {
            (risk, *equilibrium.payoffs.values())
            for equilibrium in solve(game, h=Fraction(1, 4), d=2, D=3)
            for risk, p in equilibrium.profile["Threatener"]["start"].items()
            if p == 1
        },
        "at d = 2, D = 3 the threat pays up to": walls(narrow_map),
    }


WARS = at_least(
    """
    where                     A      high/mild  low/mild  high/tough  low/tough  war    payoff A
    h >= (cL + cA)/(cH + cA)  tough  accept     accept    accept      fight      1 - h  h*(p + cH) + (1 - h)*(p - cA)
    h <= (cL + cA)/(cH + cA)  mild   accept     accept    accept      fight      0      p + cL
    """,
    A="A start",
    war="outcome war",
    **{infoset: f"B {infoset}" for infoset in ("high/mild", "low/mild", "high/tough", "low/tough")},
)

AN_INSTANCE = at_least(
    """
    A      high/mild  low/mild  high/tough  low/tough  war  payoff A
    tough  accept     accept    accept      fight      1/4  7/10
    """,
    **WARS.columns,
)


@case(
    "T39",
    source="Fearon (1995), International Organization 49, 379-414: two types",
    concept="sequential, threshold; ties are accepted",
    published={
        "families": WARS,
        "wall": {"h = (cL + cA)/(cH + cA)"},
        "the wall depends on p": False,
        "p = 1/2, cA = cL = 1/10, cH = 3/10, h = 3/4": AN_INSTANCE,
    },
    remark="A type that is just indifferent may also fight; such equilibria are found beside these.",
)
def private_costs() -> dict[str, Answer]:
    """Crisis bargaining with private war costs: the risk-return trade-off."""
    game = load("private_war_costs")
    regime_map = regimes(game, "all")
    return {
        "families": WARS.of(regime_map.families, game),
        "wall": walls(regime_map),
        "the wall depends on p": any("p" in wall.polynomial.free for wall in regime_map.walls),
        "p = 1/2, cA = cL = 1/10, cH = 3/10, h = 3/4": AN_INSTANCE.of(solve(game)),
    }
