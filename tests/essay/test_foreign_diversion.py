"""Foreign diversion: its tree, and the answers that are known."""

from fractions import Fraction

import pytest
from essay_checks import bases, complete, disagreements, every, leaves, mapped, only, same, thresholds, through

from games import GameError, load
from games.essay import foreign_diversion
from games.essay.foreign_diversion import least_cash, least_commitment

Q = Fraction


def hires(solution):
    return solution.profile["Sponsor"]["start"]["hire"]


def accepts(solution, kind):
    return solution.profile["Cartel"][f"{kind}/offer"]["accept"]


def pattern(solution):
    """Chances of hiring and of acceptance by the desperate and by the profitable."""
    return hires(solution), accepts(solution, "desperate"), accepts(solution, "profitable")


def patterns(**at):
    return {pattern(solution) for solution in every(foreign_diversion(), **at)}


# ------------------------------------------------------------------ the tree


@pytest.mark.parametrize(
    "structure, nodes, infosets, parameters",
    [
        ({}, 26, 4, 17),
        ({"us_first": True}, 53, 9, 20),
        ({"us_first": True, "contact": "desperate"}, 29, 7, 18),
        ({"contact": "criminal"}, 14, 3, 14),
        ({"channel": "mexico"}, 13, 4, 10),
        ({"channel": "rumour"}, 17, 2, 6),
    ],
    ids=str,
)
def test_sizes(structure, nodes, infosets, parameters):
    game = foreign_diversion(**structure)
    assert (game.nodes, game.infosets, len(game.parameters)) == (nodes, infosets, parameters)


def test_labels_and_headline():
    game = foreign_diversion()
    assert [(game.players[k], label) for k, label in zip(game.set_owner, game.set_labels, strict=True)] == [
        ("US", "attack traced"),
        ("Sponsor", "start"),
        ("Cartel", "desperate/offer"),
        ("Cartel", "profitable/offer"),
    ]
    assert game.headline == ("p_attr", "z", "eta")


def test_payoffs_and_endings():
    mean = "eta*W_d + (1 - eta)*W_p"
    expected = {
        "sponsor/abstain": ("0", "0", mean, "quiet"),
        "sponsor/abroad": ("-L_e*pi_e", "V_e*pi_e - c_e", mean, "acts elsewhere"),
    }
    for kind, worth in (("desperate", "W_d"), ("profitable", "W_p")):
        asked = f"sponsor/hire/{kind}/"
        expected |= {
            f"sting/{kind}/accept": ("0", "0", "-F_s", "sting"),
            f"sting/{kind}/refuse": ("0", "0", worth, "sting"),
            asked + "refuse": ("0", "-c_a", worth, "offer refused"),
            asked + "accept/untraced": ("-D_att", "V_div - z", f"z + {worth}", "attack untraced"),
            asked + "accept/traced/punish": ("N_F - D_att", "V_div - z - E_x", "z - F", "attack punished"),
            asked + "accept/traced/spare": ("-D_att", "V_div - z - E_x", f"z + {worth}", "attack spared"),
        }
    found = leaves(foreign_diversion())
    assert found.keys() == expected.keys()
    for history, (us, sponsor, cartel, ending) in expected.items():
        payoffs, label = found[history]
        assert [same(payoffs[p], x) for p, x in (("US", us), ("Sponsor", sponsor), ("Cartel", cartel))] == [True] * 3, history
        assert label == ending


@pytest.mark.parametrize(
    "structure, words",
    [
        ({"channel": "exile"}, "foreign_diversion takes channel as 'proxy' or 'mexico' or 'rumour'; found 'exile'."),
        ({"contact": "rival"}, "foreign_diversion takes contact as 'cartel' or 'desperate' or 'criminal'; found 'rival'."),
        (
            {"channel": "mexico", "us_first": "true"},
            "In foreign_diversion us_first and contact belong to channel 'proxy'; leave them out with 'mexico'.",
        ),
        (
            {"channel": "rumour", "contact": "criminal"},
            "In foreign_diversion us_first and contact belong to channel 'proxy'; leave them out with 'rumour'.",
        ),
    ],
)
def test_what_does_not_fit_is_refused(structure, words):
    with pytest.raises(GameError) as error:
        load("foreign_diversion", **structure)
    assert str(error.value) == words


# ------------------------------------------------------------------ the defaults


def test_the_one_outcome_at_the_defaults():
    """Three bases, which differ in what the US would believe at a set that is not reached."""
    found = every(foreign_diversion())
    assert bases(found) == 3
    (solution,) = found
    assert solution.profile["Sponsor"]["start"]["abroad"] == 1 and pattern(solution) == (0, 0, 0)
    assert solution.profile["US"]["attack traced"]["punish"] == 1
    assert {k: v for k, v in solution.outcomes.items() if v} == {"acts elsewhere": Q(4, 5), "sting": Q(1, 5)}
    assert list(solution.free.values()) == ["0 <= mu_attack_traced <= 1"]


@pytest.mark.slow
def test_nothing_changes_within_five_percent():
    for name, default in foreign_diversion().defaults.items():
        for factor in (Q(19, 20), Q(21, 20)):
            (solution,) = every(foreign_diversion(), **{name: default * factor})
            assert pattern(solution) == (0, 0, 0) and solution.profile["Sponsor"]["start"]["abroad"] == 1, name


# ------------------------------------------------------------------ known answers


@pytest.mark.parametrize(
    "W, p_attr, cash",
    [
        (Q(5), Q(1, 2), Q(6)),
        (Q(5, 2), Q(1, 2), Q(33, 8)),
        (Q(1, 2), Q(1, 2), Q(21, 8)),
        (Q(5), Q(1, 10), Q(14, 5)),
        (Q(5, 2), Q(1, 10), Q(77, 40)),
        (Q(1, 2), Q(1, 10), Q(49, 40)),
        (Q(0), Q(1, 2), Q(9, 4)),
    ],
)
def test_the_least_cash(W, p_attr, cash):
    """6, 4.125, 2.625 at p_attr 1/2; 2.8, 1.925, 1.225 at 1/10; 2.25 for those with nothing to lose."""
    assert least_cash(W, Q(1, 5), p_attr, 3, 3) == cash


def test_the_least_cash_rises_in_everything():
    def cash(W=Q(5), s=Q(1, 5), p_attr=Q(1, 2), F=Q(3), F_s=Q(3)):
        return least_cash(W, s, p_attr, F, F_s)

    step = Q(1, 100)
    assert (cash(W=5 + step) - cash()) / step == 1 / (1 - Q(1, 5)) - (1 - Q(1, 2))
    assert (cash(p_attr=Q(1, 2) + step) - cash()) / step == 5 + 3
    assert (cash(F=3 + step) - cash()) / step == Q(1, 2)
    assert cash(F_s=3 + step) > cash() and cash(s=Q(1, 5) + step) > cash()


def test_no_hiring_is_an_equilibrium_everywhere():
    """Either cartel refuses, and the sponsor takes the better of abroad and abstaining; at random points of the domain."""
    for point in foreign_diversion().domain.points(5, seed=3):
        found = every(foreign_diversion(), **point)
        quiet = [s for s in found if pattern(s) == (0, 0, 0)]
        assert quiet
        abroad = int(point["V_e"] * point["pi_e"] > point["c_e"])
        assert all(s.profile["Sponsor"]["start"]["abroad"] == abroad for s in quiet)


@pytest.mark.parametrize("eta, exists", [(Q(18, 100), False), (Q(184, 1000), False), (Q(186, 1000), True), (Q(19, 100), True)])
def test_hiring_the_desperate_needs_a_share_of_5_27(eta, exists):
    assert ((1, 1, 0) in patterns(eta=eta)) is exists
    assert (eta * (6 - 3 - Q(1, 2)) - (1 - eta) * Q(1, 5) >= Q(3, 10)) is exists and (eta >= Q(5, 27)) is exists


@pytest.mark.parametrize(
    "z, exists",
    [
        (Q(26, 10), False),
        (Q(2624, 1000), False),
        (Q(2626, 1000), True),
        (Q(27, 10), True),
        (Q(47, 10), True),
        (Q(4701, 1000), False),
        (Q(48, 10), False),
    ],
)
def test_more_cash_opens_the_cartel_and_then_closes_the_sponsor(z, exists):
    """At eta 1/2 from z 21/8 to 47/10."""
    assert ((1, 1, 0) in patterns(eta=Q(1, 2), z=z)) is exists


def test_a_mixed_equilibrium_lies_between():
    """Hiring with 7/10, so that an offer is a sting with 5/19; the desperate accept with 10/27."""
    assert patterns(eta=Q(1, 2)) == {(0, 0, 0), (1, 1, 0), (Q(7, 10), Q(10, 27), 0)}
    assert Q(1, 5) / (Q(1, 5) + Q(4, 5) * Q(7, 10)) == Q(5, 19)
    assert least_cash(Q(1, 2), Q(5, 19), Q(1, 2), 3, 3) == 3


@pytest.mark.parametrize("pi_e, move", [(Q(1, 20), "abstain"), (Q(249, 1000), "abstain"), (Q(251, 1000), "abroad")])
def test_abroad_beats_abstaining_from_a_quarter(pi_e, move):
    (quiet,) = [s for s in every(foreign_diversion(), pi_e=pi_e) if pattern(s) == (0, 0, 0)]
    assert quiet.profile["Sponsor"]["start"][move] == 1


def test_the_commitment_at_which_a_sponsor_acts_abroad():
    assert round(least_commitment(1, 2, Q(1, 2), 3), 3) == 0.538


@pytest.mark.parametrize("kind, wall", [("desperate", Q(7, 8)), ("profitable", Q(2))])
def test_without_credible_punishment_only_the_sting_deters(kind, wall):
    """z >= s*(W + F_s)/(1 - s): 7/8 and 2 at s 1/5, where the sponsor hires for certain."""
    assert least_cash({"desperate": Q(1, 2), "profitable": Q(5)}[kind], Q(1, 5), Q(1, 2), 3, 3, credible=False) == wall
    for shift, accepted in ((Q(-1, 100), False), (Q(1, 100), True)):
        found = every(foreign_diversion(), eta=Q(1, 2), N_F=Q(-1, 2), z=wall + shift)
        assert any(hires(s) == 1 and accepts(s, kind) == 1 for s in found) is accepted
        assert all(s.profile["US"]["attack traced"]["punish"] == 0 for s in found)


def test_even_the_profitable_accept_when_punishment_is_not_credible():
    """P44: at eta 1/2 and N_F -1/2 in one equilibrium, beside no hiring."""
    found = patterns(eta=Q(1, 2), N_F=Q(-1, 2))
    assert (1, 1, 1) in found and (0, 0, 0) in found


def test_the_profitable_refuse_below_their_least_cash():
    """P44: in every equilibrium, for z below 6."""
    for z in (Q(1), Q(3), Q(59, 10)):
        assert all(accepted == 0 for _, _, accepted in patterns(eta=Q(1, 2), z=z))
    assert (1, 1, 1) in patterns(z=Q(13, 2), V_div=12)


# ------------------------------------------------------------------ maps and counts


def test_the_default_map():
    found = mapped(foreign_diversion())
    assert (len(found.walls), len(found.regimes)) == (4, 8)
    for point in (
        {"p_attr": Q(1, 2), "z": Q(3), "eta": Q(5, 27)},
        {"p_attr": Q(1, 2), "z": Q(21, 8), "eta": Q(1, 2)},
        {"p_attr": Q(1, 2), "z": Q(47, 10), "eta": Q(1, 2)},
        {"p_attr": Q(1, 2), "z": Q(6), "eta": Q(1, 2)},
    ):
        assert through(found, **point), point
    assert found.regime().families == ("Sponsor abroad; Cartel pooling on refuse",)


def test_a_family_that_divides_by_a_parameter_is_on_the_map_on_both_sides():
    """The mixed family's closed form divides by what vanishes outside its region; a map once took that for a condition."""
    found = mapped(foreign_diversion())
    for point in ({"p_attr": Q(1, 2), "z": Q(3), "eta": Q(1, 2)}, {"p_attr": Q(1, 4), "z": Q(5), "eta": Q(1, 10)}):
        regime = found.regime(**point)
        assert any("Sponsor abroad or hire" in name for name in regime.families)
        assert set(regime.families) == {family.name for family in found.families if family.generic and family.exists(point)}


def test_walls_of_one_parameter():
    assert "eta = 5/27" in thresholds(mapped(foreign_diversion(), "eta"))
    assert {"z = 21/8", "z = 47/10"} <= set(thresholds(mapped(foreign_diversion(), "z", eta=Q(1, 2))))


def test_bases_with_every_parameter_symbolic():
    """24, as the prototype counts before the interior test."""
    assert complete(foreign_diversion()).bases["generic"] == 24


@pytest.mark.slow
def test_bases_when_the_us_moves_first_and_the_cartel_is_known_to_be_desperate():
    """76 by the engine and by hand; 125 by a prototype before the interior test.

    By hand: after either effort there are five kinds of play (abstain, abroad, hire, and two mixes), after each sign of N_F, and two
    choices of the US: 100. As pi_l < pi_h, none that abstains after heavy goes with one abroad after light: 84. Light is chosen
    never against hiring after both, nor against abstaining after heavy unless an attack pays the US, nor (N_F < 0) against a mix with
    abstaining after heavy where it is followed by that mix or by hiring: 8 fewer.
    """
    assert complete(foreign_diversion(us_first=True, contact="desperate")).bases["generic"] == 76


def test_the_independent_method_agrees():
    assert disagreements(foreign_diversion(), 5, seed=1) == []


# ------------------------------------------------------------------ other structures


def test_a_us_that_moves_first_weighs_its_gain_against_what_it_loses_elsewhere():
    """E184: heavy at b 3/2 in every equilibrium at the defaults; light once b is below what is lost abroad."""
    heavy = every(foreign_diversion(us_first=True))
    assert all(s.profile["US"]["start"]["heavy"] == 1 for s in heavy)
    light = every(foreign_diversion(us_first=True), b=Q(1, 10))
    assert any(s.profile["US"]["start"]["light"] == 1 for s in light)


def test_ordinary_criminals_accept_from_9_4_on():
    game = foreign_diversion(contact="criminal")
    for z, accepted in ((Q(224, 100), False), (Q(226, 100), True)):
        found = every(game, z=z)
        assert any(s.profile["Cartel"]["criminal/offer"]["accept"] == 1 for s in found) is accepted


@pytest.mark.parametrize(
    "at, offer, expose, accepted",
    [
        ({}, 1, 1, 0),
        ({"i": Q(1, 2)}, 0, 1, 0),
        ({"tied": Q(9, 10)}, 1, 1, 0),
        ({"tied": Q(9, 10), "war": Q(1, 5)}, 1, 1, 1),
    ],
    ids=str,
)
def test_an_alliance_offered_to_mexico(at, offer, expose, accepted):
    """P45: made at interception 1/10 and not at 1/2; declined at war odds 1/2, accepted in secret at 1/5."""
    solution = only(foreign_diversion(channel="mexico"), **at)
    assert solution.profile["Sponsor"]["start"]["offer"] == offer
    assert solution.profile["US"]["intercepted"]["expose"] == expose
    mexico = solution.profile["Mexico"]
    assert (mexico["secret offer"]["accept"], mexico["exposed offer"]["accept"]) == (accepted, 0)


@pytest.mark.parametrize("f, reacts", [(Q(1, 2), 0), (Q(9, 49), 0), (Q(8, 49), 1), (Q(1, 10), 1)])
def test_a_sober_leader_ignores_frequent_rumours(f, reacts):
    """P46: ignoring is best if and only if Pr(plot | rumour)*L < c, that is f > 9/49; the other leader reacts in any case."""
    real = Q(1, 50) / (Q(1, 50) + Q(49, 50) * f)
    if f != Q(9, 49):
        assert (real * 5 > Q(1, 2)) is bool(reacts)
        leader = only(foreign_diversion(channel="rumour"), f=f).profile["Leader"]
        assert (leader["sober/rumour"]["react"], leader["audience/rumour"]["react"]) == (reacts, 1)
    else:
        assert real * 5 == Q(1, 2)


def test_posteriors_of_a_rumour():
    """0.039 at a false rate of 1/2, 0.169 at 1/10."""
    assert [round(float(Q(1, 50) / (Q(1, 50) + Q(49, 50) * f)), 3) for f in (Q(1, 2), Q(1, 10))] == [0.039, 0.169]
