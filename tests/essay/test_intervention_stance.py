"""Intervention stance: its tree, and the answers that are known."""

import itertools
import random
from fractions import Fraction

import pytest
from essay_checks import bases, complete, disagreements, every, leaves, mapped, same, thresholds

from games import GameError
from games.essay import intervention_stance

Q = Fraction
POINT = {
    "q_lim": Q(1, 2),
    "j_joint": Q(16, 25),
    "nu_nat": Q(27, 50),
    "s_help": Q(3, 5),
    "nat": Q(1, 2),
    "iota": Q(4, 5),
    "c_obs": Q(1, 2),
    "F_exp": Q(4, 5),
    "e_uni": Q(1, 2),
    "L_ally": Q(1),
    "X_exp": Q(3, 10),
    "k_lim": Q(1, 10),
    "k_exp": Q(9, 10),
}
STEP = Q(1, 200)


def us(solution, aims):
    """The modes that a type of the US uses, with their chances."""
    return {mode: p for mode, p in solution.profile["US"][aims].items() if p != 0}


def helps(solution, offer):
    """The chances that a nationalist and a partner help after an offer."""
    return tuple(solution.profile["Mexico"][f"{offer}/{temper}"]["help"] for temper in ("nationalist", "partner"))


def assured(found):
    """The equilibria in which a limited US assures and an expansive one goes alone."""
    return [s for s in found if us(s, "limited") == {"assured": 1} and us(s, "expansive") == {"uni": 1}]


def bare(found, nationalists=0):
    """The equilibria in which both types make a bare offer, and nationalists help with the chance given, partners surely."""
    return [s for s in found if us(s, "limited") == us(s, "expansive") == {"bare": 1} and helps(s, "bare") == (nationalists, 1)]


def outcomes(found):
    """How many endings distributions there are."""
    return len({tuple(s.outcomes.items()) for s in found})


# ------------------------------------------------------------------ the tree


def test_sizes():
    game = intervention_stance()
    assert (game.nodes, game.infosets, game.parameters) == (45, 10, tuple(POINT))
    assert game.defaults == POINT and game.headline == ("q_lim", "j_joint", "nu_nat")
    assert {(game.players[k], label) for k, label in zip(game.set_owner, game.set_labels, strict=True)} == {
        ("US", "limited"),
        ("US", "expansive"),
        *(
            ("Mexico", f"{offer}/{temper}")
            for offer in ("assured", "bare", "uni/limited", "uni/expansive")
            for temper in ("nationalist", "partner")
        ),
    }
    for protest, parameters in (("above", 16), ("below", 15)):
        street = intervention_stance(protest=protest)
        assert (street.players, street.nodes, street.infosets, len(street.parameters)) == (("US", "Mexico", "cartel"), 61, 15, parameters)


def test_domain():
    assert set(intervention_stance().domain.texts) == {
        "0 < q_lim",
        "q_lim < 1",
        "0 < nu_nat",
        "nu_nat < 1",
        "s_help > 0",
        "0 < s_help + c_obs - iota",
        "s_help + c_obs - iota < nat",
        "iota > 0",
        "c_obs > 0",
        "F_exp > s_help",
        "j_joint > 0",
        "e_uni > 0",
        "L_ally > 0",
        "X_exp > 0",
        "k_lim > 0",
        "k_exp > k_lim",
    }


def test_payoffs_and_endings():
    expected = {}
    for aims, k, x, fear in (("limited", "k_lim", "0", "0"), ("expansive", "k_exp", "X_exp", "F_exp")):
        for temper, own in (("nationalist", "(s_help - nat)"), ("partner", "s_help")):
            expected |= {
                f"{aims}/assured/{temper}/help": (f"j_joint + {x} - {k}", f"{own} - {fear}", "helped with assurances"),
                f"{aims}/bare/{temper}/help": (f"j_joint + {x}", f"{own} - {fear}", "helped without"),
                f"{aims}/assured/{temper}/decline": (f"-{k}", "0", "declined"),
                f"{aims}/bare/{temper}/decline": ("0", "0", "declined"),
                f"{aims}/uni/{temper}/tolerate": (f"e_uni + {x}", f"{own} - iota", "tolerated"),
                f"{aims}/uni/{temper}/obstruct": (f"e_uni + {x} - L_ally", "-c_obs", "obstructed"),
            }
    found = leaves(intervention_stance())
    assert found.keys() == expected.keys()
    for history, (mine, theirs, label) in expected.items():
        payoffs, ending = found[history]
        assert ending == label and same(payoffs["US"], mine) and same(payoffs["Mexico"], theirs), history


def test_the_equilibria_at_the_defaults():
    """Two outcomes in 8 bases: assured partnership (3) and bare partnership (5)."""
    found = every(intervention_stance())
    assert (bases(found), outcomes(found)) == (8, 2)
    one, other = assured(found), bare(found)
    assert (bases(one), bases(other), len(one) + len(other)) == (3, 5, len(found))
    assert all(helps(s, "assured") == (1, 1) and helps(s, "bare")[0] == 0 for s in one)
    assert {s.payoffs["Mexico"] for s in one} == {Q(-2, 125)} and {s.payoffs["Mexico"] for s in other} == {Q(23, 250)}
    for solution in one:
        assert solution.outcomes["obstructed"] == Q(27, 100) and solution.measures["cooperation"] == Q(1, 2)
        assert solution.measures["cost_us"] == Q(1, 2) * Q(1, 10) + Q(27, 100) and solution.measures["intrusion"] == Q(1, 2) * Q(4, 5)
        assert solution.measures["flow"] == 1 - Q(1, 2) * Q(16, 25) - Q(1, 2) * Q(1, 2)
    assert {s.measures["cooperation"] for s in other} == {Q(23, 50)}


def test_what_the_types_of_the_us_get():
    """0.54 and 0.26 in assured partnership, 0.294 and 0.432 in bare partnership."""
    found = complete(intervention_stance(), "q_lim")
    for family in assured(found):
        assert same(family.payoffs["US"], "q_lim*27/50 + (1 - q_lim)*13/50")
    for family in bare(found):
        assert same(family.payoffs["US"], "q_lim*184/625 + (1 - q_lim)*1081/2500")
    assert assured(found) and bare(found)


def test_nearby_other_costs_of_assurance():
    cheap = every(intervention_stance(), k_exp=Q(3, 10))
    mixed = [s for s in cheap if us(s, "limited") == {"assured": 1}]
    assert all(us(s, "expansive") == {"assured": Q(1, 7), "uni": Q(6, 7)} for s in mixed) and mixed
    assert len(mixed) + len(bare(cheap)) == len(cheap) and outcomes(cheap) == 2
    dear = every(intervention_stance(), k_lim=Q(4, 5), k_exp=Q(6, 5))
    assert bare(dear) == list(dear)


def test_nearby_trust():
    found = every(intervention_stance(), q_lim=Q(9, 10))
    one, all_help = assured(found), bare(found, nationalists=1)
    (mixture,) = (s for s in found if s not in one + all_help)
    assert one and all_help and us(mixture, "limited") == {"assured": Q(2, 9), "bare": Q(7, 9)}


@pytest.mark.parametrize("at", [{"j_joint": Q(1, 5)}, {"X_exp": Q(4, 5)}], ids=str)
def test_nearby_less_to_gain_together(at):
    found = every(intervention_stance(), **at)
    rest = [s for s in found if s not in assured(found)]
    assert assured(found) and rest and outcomes(found) == 2
    assert all(us(s, "limited") == {"bare": 1} and us(s, "expansive") == {"bare": Q(1, 7), "uni": Q(6, 7)} for s in rest)


def test_nearby_alone():
    found = every(intervention_stance(), nu_nat=Q(1, 20), j_joint=Q(2, 5))
    assert outcomes(found) == 1 and all(us(s, "limited") == us(s, "expansive") == {"uni": 1} for s in found)


def test_nearby_more_nationalism():
    """At nat 4/5 nationalists decline even assurances; a limited US then gets 243/1250, 0.194."""
    found = every(intervention_stance(), nat=Q(4, 5))
    assert outcomes(found) == 3 and bare(found)
    assert all(helps(s, "assured") == (0, 1) for s in assured(found)) and assured(found)
    (payoff,) = {s.payoffs["US"] for s in assured(found)}
    assert payoff == Q(1, 2) * Q(243, 1250) + Q(1, 2) * Q(13, 50)


# ------------------------------------------------------------------ known answers


def holds_assured(at):
    """Answer 1."""
    helped = at["j_joint"] * (1 if at["nat"] <= at["s_help"] else 1 - at["nu_nat"])
    alone = at["e_uni"] - at["nu_nat"] * at["L_ally"]
    return helped - at["k_lim"] >= max(0, alone) and alone + at["X_exp"] >= max(0, helped + at["X_exp"] - at["k_exp"])


def holds_bare(at):
    """Answer 2."""
    alone, helped = at["e_uni"] - at["nu_nat"] * at["L_ally"], 1 - at["nu_nat"]
    return (
        at["s_help"] >= (1 - at["q_lim"]) * at["F_exp"] > at["s_help"] - at["nat"]
        and helped * at["j_joint"] >= alone
        and helped * (at["j_joint"] + at["X_exp"]) >= alone + at["X_exp"]
    )


RANGES = {
    "q_lim": (5, 92),
    "j_joint": (10, 110),
    "nu_nat": (5, 92),
    "s_help": (20, 90),
    "nat": (10, 110),
    "iota": (30, 150),
    "c_obs": (10, 80),
    "F_exp": (25, 150),
    "e_uni": (10, 90),
    "L_ally": (20, 150),
    "X_exp": (5, 80),
    "k_lim": (2, 40),
    "k_exp": (20, 130),
}


@pytest.mark.slow
def test_both_partnerships_at_random_points():
    """Answers 1 and 2, on both sides of every condition."""
    game, rng, seen = intervention_stance(), random.Random(3), set()
    drawn = ({name: Q(rng.randint(*ends), 97) for name, ends in RANGES.items()} for _ in itertools.count())
    for at in itertools.islice((at for at in drawn if game.domain.contains(at) and at["nat"] != at["s_help"]), 14):
        found = every(game, **at)
        assert bool(assured(found)) == holds_assured(at) and bool(bare(found)) == holds_bare(at), at
        seen.add((holds_assured(at), holds_bare(at), at["nat"] > at["s_help"]))
    assert len(seen) >= 5


@pytest.mark.slow
def test_assurances_too_cheap_to_tell_the_types_apart():
    """Answer 1: below k_exp 17/25 the expansive type mixes into assurances."""
    game = intervention_stance()
    assert "k_exp = 17/25" in thresholds(mapped(game, "k_exp"))
    assert assured(every(game, k_exp=Q(17, 25) + STEP))
    below = every(game, k_exp=Q(17, 25) - STEP)
    assert not assured(below)
    assert any(us(s, "limited") == {"assured": 1} and set(us(s, "expansive")) == {"assured", "uni"} for s in below)


def test_trust():
    """Answer 3: a bare offer is enough for everybody from q_lim 7/8, and for partners from 1/4."""
    game = intervention_stance()
    assert set(thresholds(mapped(game, "q_lim"))) == {"q_lim = 1/4", "q_lim = 7/8"}
    assert not bare(every(game, q_lim=Q(7, 8) - STEP), 1) and bare(every(game, q_lim=Q(7, 8) + STEP), 1)
    assert bare(every(game, q_lim=Q(7, 8) - STEP)) and not bare(every(game, q_lim=Q(7, 8) + STEP))
    assert bare(every(game, q_lim=Q(1, 4) + STEP)) and not bare(every(game, q_lim=Q(1, 4) - STEP))


def test_force_alone_is_preferred():
    """Answer 4: for nu_nat below 1/5 at j_joint 2/5, and never at 16/25."""
    game = intervention_stance()
    assert assured(every(game, nu_nat=Q(1, 5) + STEP, j_joint=Q(2, 5)))
    assert not assured(every(game, nu_nat=Q(1, 5) - STEP, j_joint=Q(2, 5)))
    for nu_nat in (Q(1, 100), Q(1, 5)):
        assert assured(every(game, nu_nat=nu_nat))
    for solution in every(game):  # prediction P26
        assert "uni" not in us(solution, "limited")


def test_who_tolerates_force_alone():
    """Answer 5: partners up to iota 11/10, nationalists up to 3/5; between them lies the domain."""
    game = intervention_stance()
    for iota in (Q(11, 10) - STEP, Q(3, 5) + STEP):
        for solution in every(game, iota=iota):
            for aims in ("limited", "expansive"):
                mexico = {temper: solution.profile["Mexico"][f"uni/{aims}/{temper}"] for temper in ("nationalist", "partner")}
                assert mexico["nationalist"]["obstruct"] == mexico["partner"]["tolerate"] == 1
    for iota in (Q(11, 10), Q(3, 5)):
        with pytest.raises(GameError, match=r"violates .*s_help \+ c_obs - iota"):
            game.at(iota=iota)


# ------------------------------------------------------------------ protest


def street(solution):
    """The chance of protest, and those that partners obstruct without and with it."""
    mexico, where = solution.profile["Mexico"], "uni{}/limited/partner"
    return solution.profile["cartel"]["uni"]["protest"], *(mexico[where.format(move)]["obstruct"] for move in ("/none", "/protest"))


def test_protest_above_the_threshold():
    """It is bought, partners obstruct too, and assured partnership is gone: bare partnership, or the expansive mix 1/7 assured, the rest bare."""
    found = every(intervention_stance(protest="above"))
    assert all(street(s) == (1, 0, 1) for s in found) and not assured(found)
    rest = [s for s in found if s not in bare(found)]
    assert bare(found) and all(us(s, "expansive") == {"assured": Q(1, 7), "bare": Q(6, 7)} for s in rest) and rest


def test_protest_below_the_threshold():
    found, plain = every(intervention_stance(protest="below")), every(intervention_stance())
    assert all(street(s) == (0, 0, 0) for s in found) and assured(found)
    assert {tuple(s.outcomes.items()) for s in found} == {tuple(s.outcomes.items()) for s in plain}


def test_when_protest_is_bought():
    """Up to c_prot 23/200 = (1 - nu_nat)*ob*e_uni, and where it outweighs s_help + c_obs - iota = 3/10."""
    game, wall = intervention_stance(protest="above"), Q(23, 200)
    for at, bought in (
        ({"c_prot": wall - STEP}, 1),
        ({"c_prot": wall + STEP}, 0),
        ({"P_prot": Q(3, 10) + STEP}, 1),
        ({"P_prot": Q(3, 10) - STEP}, 0),
    ):
        assert {street(s)[0] for s in every(game, **at)} == {bought}, at


# ------------------------------------------------------------------ counts, map, agreement


@pytest.mark.slow
def test_generic_bases():
    """132; 152 are found when only equations in the parameters alone are refused, before the test of the interior.

    The other 20 live on walls. In 15 both types mix assured and bare, so that k_lim/j_joint = k_exp/(j_joint + X_exp); in 2 the
    expansive mix all three modes while bare offers are declined, so that e_uni + X_exp = nu_nat*L_ally; in 3 the limited mix assured
    and bare, the expansive bare and force alone, while all replies to assurances are sure: two conditions on the help for a bare offer.
    """
    assert complete(intervention_stance()).bases["generic"] == 132


@pytest.mark.slow
@pytest.mark.parametrize("over", ["q_lim,j_joint", "q_lim,nu_nat", None])
def test_maps(over):
    """With two parameters 27 regimes each, with all three headline ones 216."""
    found = mapped(intervention_stance(), over)
    assert (len(found.walls), len(found.regimes)) == ((10, 27) if over else (19, 216))


def test_agreement_with_the_independent_method():
    assert disagreements(intervention_stance(), 6) == []


@pytest.mark.slow
@pytest.mark.parametrize("protest", ["none", "above", "below"])
def test_agreement_at_more_points(protest):
    assert disagreements(intervention_stance(protest=protest), 8, seed=1) == []


@pytest.mark.parametrize(
    "structure, message",
    [
        ({"protest": "yes"}, r"^intervention_stance takes protest as none, above or below \(the threshold of harm\); found 'yes'\.$"),
        ({"c_prot": 1}, r"with this structure does not use the parameter c_prot"),
    ],
)
def test_refusals(structure, message):
    with pytest.raises(GameError, match=message):
        intervention_stance(**structure)
