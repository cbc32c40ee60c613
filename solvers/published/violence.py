"""Violence as a signal, and concessions to those who might stop it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from games import Game, load
from games.numbers import Expression, text

from ..front import families, regimes, solve
from ..results import Family, Relation
from .answers import Answer, Region, Table, walls
from .cartels import plays, where
from .case import case
from .printed import table
from .regions import Comparisons, domain_of

VIOLENCE = table(
    """
    where                 strong attacks             weak attacks           concedes to attack  concedes to quiet
    b >= cS and b <= cW   1                          0                      1                   0
    cW < b and p < k/d    1                          p*(d - k)/((1 - p)*k)  cW/b                0
    cW <= b and p >= k/d  1                          1                      1                   -
    p <= k/d              0                          0                      -                   0
    p > k/d and cS < b    1 - (1 - p)*k/(p*(d - k))  0                      1                   (b - cS)/b
    p >= k/d              0                          0                      -                   1
    """
)


def outcome(families: Sequence[Family], game: Game) -> dict[str, Answer]:
    """What families with the same play have in common, and where any of them exists; replies off the path are left out."""
    first = families[0]
    attacks = {kind: plays(first, "Group", kind, "attack") for kind in ("strong", "weak")}
    attacked, quiet = any(p != 0 for p in attacks.values()), any(p != 1 for p in attacks.values())
    return {
        "where": where(families, game),
        "strong attacks": attacks["strong"],
        "weak attacks": attacks["weak"],
        "concedes to attack": plays(first, "Government", "attack", "concede") if attacked else "-",
        "concedes to quiet": plays(first, "Government", "quiet", "concede") if quiet else "-",
    }


REPLY = table(
    """
    where                  belief    reply to attack
    p <= k/d               [0, k/d]  resist
    p <= k/d               k/d       concede/resist
    p <= k/d and b <= cS   [k/d, 1]  concede
    """,
    **{"belief": "Government attack | strong/attack", "reply to attack": "Government attack"},
)


@case(
    "T72",
    source="After Lapan and Sandler (1993), European Journal of Political Economy 9, 383-397; Overgaard (1994), Journal of Conflict "
    "Resolution 38, 452-478; Arce and Sandler (2007), British Journal of Political Science 37, 573-586",
    concept="sequential, parametric; intuitive criterion; D1",
    published={
        "outcomes": VIOLENCE,
        "walls": {"p = k/d", "b = cW", "b = cS"},
        "payoffs when all attack": {("b - p*cS - (1 - p)*cW", "-k")},
        "payoffs when nobody does and all get it": {("b", "-k")},
        "quiet and resisted": REPLY,
        "mix of conceding to an attack there": {"x": "0 < x and x <= cS/b and x < 1"},
        "quiet and resisted passes, off the walls": {
            "intuitive criterion": "p <= k/d and b > cW or p <= k/d and b < cS",
            "D1": "p <= k/d and b < cS",
        },
    },
)
def concede_or_resist() -> dict[str, Answer]:
    """Terrorism and signalling: concede or resist, two strengths."""
    game = load("concede_or_resist")
    regime_map = regimes(game, over="all")
    groups: dict[str, list[Family]] = {}
    for family in regime_map.families:
        groups.setdefault(family.group or family.name, []).append(family)

    def alike(strong: int, weak: int, concedes: int, among: Iterable[Family] = regime_map.families) -> list[Family]:
        """The families in which both types attack, or both are quiet, and the government replies so."""
        signal = "attack" if strong else "quiet"
        return [
            family
            for family in among
            if (plays(family, "Group", "strong", "attack"), plays(family, "Group", "weak", "attack")) == (strong, weak)
            and plays(family, "Government", signal, "concede") == concedes
        ]

    resisted = alike(0, 0, 0)
    mixes = [(text(p), family) for family in resisted if (p := plays(family, "Government", "attack", "concede")) not in (0, 1)]
    domain = domain_of(game)
    off_the_walls = tuple(Relation(Expression.symbol("b"), "!=", Expression.symbol(cost)) for cost in ("cS", "cW"))

    def passing(refinement: str) -> Region:
        """Where any of the families that are quiet and resisted passes."""
        survivors = alike(0, 0, 0, families(game, over="all", refine=refinement))
        return Region(where(survivors, game).cases, (*domain, *off_the_walls))

    return {
        "outcomes": Table(VIOLENCE.columns, tuple(outcome(group, game) for group in groups.values())),
        "walls": walls(regime_map),
        "payoffs when all attack": {tuple(family.payoffs.values()) for family in alike(1, 1, 1)},
        "payoffs when nobody does and all get it": {tuple(family.payoffs.values()) for family in alike(0, 0, 1)},
        "quiet and resisted": REPLY.of(resisted, game),
        "mix of conceding to an attack there": {"x": Region(tuple(_bounds(family, symbol) for symbol, family in mixes), domain)},
        "quiet and resisted passes, off the walls": {"intuitive criterion": passing("intuitive"), "D1": passing("d1")},
    }


def _bounds(family: Family, symbol: str) -> Comparisons:
    """The bounds of an open symbol, called x."""
    (open_range,) = (one for one in family.ranges if one.symbol == symbol)
    return open_range.renamed({symbol: "x"}).relations


PROMISE = table(
    """
    where                                  first       offer        idle then  help then
    L <= K + (1 - q0)*X and K <= M         none        idle         honour     honour
    L >= K + (1 - q0)*X and K <= M         offer       idle         honour     honour
    K >= M                                 none        reject       renege     renege
    K >= M                                 offer       reject       renege     renege
    K >= M                                 none/offer  reject       renege     renege
    L <= M + (1 - q0)*X and K >= M         none        idle         renege     renege
    L >= M + (1 - q0)*X and K >= M         offer       idle         renege     renege
    L <= M + (1 - q0)*X and K >= M         none        reject/idle  renege     renege
    L >= M + (1 - q0)*X and K >= M         offer       reject/idle  renege     renege
    """,
    **{"first": "Government start", "offer": "Moderates offer", "idle then": "Government offer/idle", "help then": "Government offer/help"},
)


@case(
    "T73",
    source="After Bueno de Mesquita (2005), International Organization 59, 145-176",
    concept="subgame-perfect, parametric",
    published={
        "equilibria": PROMISE,
        "walls": {"K = M", "L = K + (1 - q0)*X", "L = M + (1 - q0)*X"},
        "helped": {"0"},
        "L = 9": {("offer/idle/honour", "-8", "2")},
        "L = 6": {("none", "-6", "0")},
        "help at e = 0, L = 6": {("-4", "2")},
    },
)
def concession_to_moderates() -> dict[str, Answer]:
    """Concessions to moderates and the price of commitment."""
    game = load("concession_to_moderates")
    regime_map = regimes(game, over="all")

    def paths(loss: int) -> set[tuple[Answer, ...]]:
        """The path and the payoffs of every subgame-perfect equilibrium."""
        equilibria = solve(game, "subgame", L=loss)
        return {("/".join(path for path, p in solution.outcomes.items() if p == 1), *solution.payoffs.values()) for solution in equilibria}

    helping = [solution for solution in solve(game, e=0, L=6) if solution.outcomes.get("offer/help/honour") == 1]
    return {
        "equilibria": PROMISE.of(regime_map.families, game),
        "walls": walls(regime_map),
        "helped": {plays(family, "Moderates", "offer", "help") for family in regime_map.families},
        "L = 9": paths(9),
        "L = 6": paths(6),
        "help at e = 0, L = 6": {tuple(solution.payoffs.values()) for solution in helping},
    }
