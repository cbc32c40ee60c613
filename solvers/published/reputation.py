"""Reputation: behaving today for what others will think tomorrow."""

from __future__ import annotations

from fractions import Fraction

from games import Game, load

from ..front import families, regimes, solve
from ..results import Profile
from ..verifier import expected, verify
from .answers import Answer, Table, walls, yes
from .case import case
from .points import behaviour
from .printed import at_least, table

# ------------------------------------------------------------------ entry

ENTRY = table(
    """
    Entrant  fight   payoff Entrant  payoff Incumbent  where
    in       0       b               0                 always
    out      [b, 1]  0               a                 always
    """,
    Entrant="Entrant start",
    fight="Incumbent in: fight",
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
        "first": "entrant 2 start",
        "weak fights": "Monopolist weak/enter: fight",
        "after out": "entrant 1 out",
        "after fight": "entrant 1 enter/fight: out",
        "m": "entrant 1 enter/fight | tough/enter/fight",
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
    remark="Uniqueness needs more than generic priors: for a > 1 and delta > b both types may also acquiesce, when entrants would "
    "take a fight for weakness; and off the path entrant 1 may after acquiescence believe in anything up to b.",
)
def chain() -> dict[str, Answer]:
    """Chain store with one-sided uncertainty, two entrants, symbolic a, b, delta."""
    game = load("chain_store")
    regime_map = regimes(game, "all")
    return {
        "families": CHAIN.of(regime_map.families, game),
        "payoffs": CHAIN_PAYOFFS.of(regime_map.families, game),
        "walls": walls(regime_map),
    }


# ------------------------------------------------------------------ passing

CENTIPEDE = table(
    """
    inside            node 1         node 2                     node 3                     node 4
    0 < q < 1/49      6*q/(1 - q)    (1 - 7*q)/(7*(1 - q))      0                          0
    1/49 < q < 1/7    1              6*q/(1 - q)                (1 - 7*q)/(7*(1 - q))      0
    q > 1/7           1              1                          1                          0
    """,
    **{
        "node 1": "1 selfish: pass",
        "node 2": "2 selfish/pass: pass",
        "node 3": "1 selfish/pass/pass: pass",
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
    regime_map = regimes(game)
    return {
        "families": CENTIPEDE.of(regime_map.families, game),
        "walls": walls(regime_map),
        "q = 1/20": AT_A_TWENTIETH.of(solve(game, q=Fraction(1, 20))),
    }


# ------------------------------------------------------------------ trust

TRUST = table(
    """
    p     sequential  payoff Trustee  payoff investor 1  payoff investor 2  payoff investor 3
    1/10  yes         0               0                  0                  0
    1/5   yes         39/20           3/5                0                  0
    1/3   yes         17/6            1                  1/3                0
    3/5   yes         17/5            1                  1                  1/5
    """
)


@case(
    "T27",
    source="After Kreps (1990), Corporate culture and economic theory; the numbers are our own",
    concept="sequential, at four priors",
    published={
        "the rule at four priors": TRUST,
        "the rule for p = 1/5 at p = 1/10": False,
        "walls with one period": {"p = 1/2"},
        "walls with two periods": {"p = 1/4", "p = 1/2"},
    },
    remark="The source gives the rule and does not claim that it is the only equilibrium; with two periods and p > 1/2 it is not.",
)
def earned() -> dict[str, Answer]:
    """Trust with a possibly honest partner, three periods."""
    story = load("earned_trust")
    rows = []
    for prior in ("1/10", "1/5", "1/3", "3/5"):
        game, rule = story.at(p=Fraction(prior)), trusting(story, Fraction(prior))
        payoffs = {f"payoff {player}": value for player, value in expected(game, rule)[0].items()}
        rows.append({"p": prior, "sequential": yes(verify(game, rule, "sequential").equilibrium), **payoffs})
    certificate = verify(story.at(p=Fraction(1, 10)), trusting(story, Fraction(1, 5)), "sequential")
    return {
        "the rule at four priors": Table(TRUST.columns, tuple(rows)),
        "the rule for p = 1/5 at p = 1/10": certificate.equilibrium,
        "walls with one period": walls(regimes(load("earned_trust", periods=1))),
        "walls with two periods": walls(regimes(load("earned_trust", periods=2))),
    }


def trusting(game: Game, prior: Fraction) -> Profile:
    """The rule of the source: trust above the belief 1/2**k with k periods left, with 1/2 at it; honour as much as keeps trust alive."""
    plays: dict[str, dict[str, dict[str, Fraction]]] = {player: {} for player in game.players}
    periods = len(game.players) - 1

    def prescribe(remaining: int, history: tuple[str, ...], belief: Fraction) -> None:
        threshold = Fraction(1, 2**remaining)
        trust = Fraction(1, 2) if belief == threshold else Fraction(int(belief > threshold))
        plays[f"investor {periods - remaining + 1}"]["/".join(history) or "start"] = {"trust": trust, "no": 1 - trust}
        honour = _honouring(belief, 2 * threshold)
        for kind, chance in (("honest", Fraction(1)), ("strategic", honour)):
            plays["Trustee"]["/".join([kind, *history, "trust"])] = {"honour": chance, "exploit": 1 - chance}
        if remaining > 1:
            prescribe(remaining - 1, (*history, "no"), belief)
            prescribe(remaining - 1, (*history, "trust", "honour"), belief / (belief + (1 - belief) * honour) if belief else belief)
            prescribe(remaining - 1, (*history, "trust", "exploit"), Fraction(0))

    prescribe(periods, (), prior)
    return behaviour(game, plays)


def _honouring(belief: Fraction, threshold: Fraction) -> Fraction:
    """How often the strategic trustee honours, when the next investor asks for the belief `threshold`."""
    if threshold == 1:
        return Fraction(0)
    return Fraction(1) if belief >= threshold else belief * (1 - threshold) / (threshold * (1 - belief))
