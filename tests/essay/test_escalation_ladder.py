"""The escalation ladder: its tree, and the answers that are known."""

from fractions import Fraction

import pytest
from essay_checks import bases, complete, disagreements, every, leaves, mapped, same, thresholds, through

from games import GameError, load
from games.essay import escalation_ladder
from games.essay.escalation_ladder import halt_odds, peaceful_share, restrained_share

Q = Fraction
slow = pytest.mark.slow
CLIMBS = {"halt holds": Q(39, 100), "halt spoiled": Q(11, 100), "backs down": Q(3, 10), "large intervention": Q(1, 5)}
OFFERS = {"halt holds": Q(39, 50), "halt spoiled": Q(11, 50)}


def chance(solution, player, label, action):
    return solution.profile[player][label][action]


def endings(solution):
    return {label: p for label, p in solution.outcomes.items() if p}


def at_point(**at):
    return {**escalation_ladder().defaults, **at}


def climbs(found, **at):
    """The first outcome: all warn, the firm presses, the soft offers, the desperate takes hostages, the cautious backs down."""
    p = at_point(**at)
    expected = {
        "halt holds": (1 - p["phi"]) * p["hold"],
        "halt spoiled": (1 - p["phi"]) * (1 - p["hold"]),
        "backs down": p["phi"] * (1 - p["rho"]),
        "large intervention": p["phi"] * p["rho"],
    }
    return any(endings(solution) == expected for solution in found)


def only_offers(found, **at):
    """Whether in every equilibrium all warn and all are offered a way down."""
    hold = at_point(**at)["hold"]
    return all(endings(solution) == {"halt holds": hold, "halt spoiled": 1 - hold} for solution in found)


# ------------------------------------------------------------------ the tree


@pytest.mark.parametrize(
    "structure, nodes, infosets, parameters",
    [
        ({}, 45, 8, 14),
        ({"jump": True}, 57, 10, 14),
        ({"deliver": True}, 53, 10, 16),
        ({"us_rungs": "rescue"}, 57, 8, 17),
        ({"cartel_rungs": "north"}, 49, 8, 18),
        ({"groups": 50}, 45, 8, 14),
    ],
    ids=str,
)
def test_sizes(structure, nodes, infosets, parameters):
    game = escalation_ladder(**structure)
    assert (game.nodes, game.infosets, len(game.parameters)) == (nodes, infosets, parameters)
    assert game.headline == ("hold", "phi", "rho")


def test_payoffs_and_endings():
    expected = {}
    for cartel, loss in (("desperate", "D_d"), ("cautious", "D_c")):
        for us, cost in (("firm", "K_f"), ("soft", "K_s")):
            start = f"{cartel}, {us}/"
            expected |= {
                start + "hold": ("-l", "b", "strikes go on"),
                start + "warn/offer/holds": ("0", "-k", "halt holds"),
                start + "warn/offer/spoiled": ("-l", "-k - w", "halt spoiled"),
                start + "warn/press/back down": ("-l - m", "b", "backs down"),
                start + "warn/press/hostage/deal": ("r", "-A_host", "deal over hostages"),
                start + "warn/press/hostage/large intervention": (f"-{loss}", f"-{cost}", "large intervention"),
            }
    found = leaves(escalation_ladder())
    assert found.keys() == expected.keys()
    for history, (of_cartel, of_us, ending) in expected.items():
        payoffs, label = found[history]
        assert same(payoffs["Cartel"], of_cartel) and same(payoffs["US"], of_us) and label == ending, history


def test_measures_add_up_over_the_steps():
    game = escalation_ladder().at()
    of = {
        game.history(int(n)): {m: game.measure(leaf, k) for k, m in enumerate(game.measure_names)} for leaf, n in enumerate(game.leaf_nodes)
    }
    assert of["cautious, soft/hold"] == {
        "flow": Q(1, 2),
        "violence": 0,
        "civilian_harm": 0,
        "cost_us": 0,
        "cooperation": 0,
        "groups": 0,
    }
    assert of["desperate, firm/warn/press/hostage/large intervention"] == {
        "flow": Q(1, 2),
        "violence": 10,
        "civilian_harm": 4,
        "cost_us": 1,
        "cooperation": -4,
        "groups": 1,
    }
    assert of["desperate, soft/warn/offer/spoiled"]["violence"] == 3 and of["desperate, soft/warn/offer/holds"]["flow"] == 1


@pytest.mark.parametrize(
    "structure, words",
    [
        ({"us_rungs": "seal"}, "escalation_ladder takes us_rungs as 'rescue', or leaves it out; found 'seal'."),
        ({"cartel_rungs": "cyber"}, "escalation_ladder takes cartel_rungs as 'north', or leaves it out; found 'cyber'."),
        ({"ctrl": "1/2"}, "In escalation_ladder ctrl and noise change the odds of a halt over groups; say how many with groups=50."),
        (
            {"groups": 0},
            "escalation_ladder takes groups as a whole number, at least 1, with 0 <= ctrl < 1 and 0 < noise <= 1; "
            "found groups 0, ctrl 0, noise 1.",
        ),
    ],
)
def test_what_does_not_fit_is_refused(structure, words):
    with pytest.raises(GameError) as error:
        load("escalation_ladder", **structure)
    assert str(error.value) == words


# ------------------------------------------------------------------ the defaults


def test_the_two_outcomes_at_the_defaults():
    found = every(escalation_ladder())
    assert bases(found) == 4
    (first,) = [s for s in found if endings(s) == CLIMBS]
    assert chance(first, "Cartel", "desperate", "warn") == chance(first, "Cartel", "cautious", "warn") == 1
    assert chance(first, "US", "firm/warn", "press") == chance(first, "US", "soft/warn", "offer") == 1
    assert chance(first, "Cartel", "desperate/warn/press", "hostage") == chance(first, "Cartel", "cautious/warn/press", "back down") == 1
    rest = [s for s in found if s is not first]
    assert all(endings(s) == OFFERS for s in rest) and bases(rest) == 3
    assert all(chance(s, "Cartel", "cautious/warn/press", "hostage") != 0 for s in rest)


@pytest.mark.slow
def test_nothing_changes_within_five_percent():
    def supports(**at):
        return {base[0] for solution in every(escalation_ladder(), **at) for base in solution.bases}

    home = supports()
    for name, default in escalation_ladder().defaults.items():
        for factor in (Q(19, 20), Q(21, 20)):
            assert supports(**{name: default * factor}) == home, name


# ------------------------------------------------------------------ known answers


@pytest.mark.parametrize("groups, odds", [(1, 0.995), (10, 0.951), (50, 0.778), (100, 0.606), (543, 0.066)])
def test_odds_of_a_halt(groups, odds):
    assert round(float(halt_odds(groups)), 3) == odds
    assert escalation_ladder(groups=groups).defaults["hold"] == Q(199, 200) ** groups


def test_control_and_noise_move_the_odds_of_a_halt():
    assert halt_odds(2, ctrl=Q(1, 2), noise=Q(1, 2)) == Q(799, 800) ** 2
    assert load("escalation_ladder", groups="2", ctrl="1/2", noise="1/2").defaults["hold"] == Q(799, 800) ** 2


def test_the_bounds_of_the_first_outcome():
    """22/100 <= 376/1000 <= 62/100, and 1/2 <= 13/23."""
    p = at_point()
    offer = p["k"] + (1 - p["hold"]) * p["w"]
    assert offer == Q(376, 1000)
    assert p["rho"] * p["K_f"] - (1 - p["rho"]) * p["b"] == Q(22, 100) and p["rho"] * p["A_host"] - (1 - p["rho"]) * p["b"] == Q(62, 100)
    assert p["hold"] * p["l"] / (p["m"] + p["hold"] * p["l"]) == Q(13, 23)


@pytest.mark.parametrize(
    "at, exists",
    [
        ({"k": Q(43, 1000)}, False),
        ({"k": Q(45, 1000)}, True),
        ({"k": Q(443, 1000)}, True),
        ({"k": Q(445, 1000)}, False),  # k is 44/1000, 444/1000
        ({"phi": Q(56, 100)}, True),
        ({"phi": Q(58, 100)}, False),
        ({"D_d": Q(79, 100)}, True),
        ({"D_d": Q(81, 100)}, False),
        pytest.param({"phi": Q(564, 1000)}, True, marks=slow),
        pytest.param({"phi": Q(566, 1000)}, False, marks=slow),
        pytest.param({"D_c": Q(81, 100)}, True, marks=slow),
        pytest.param({"D_c": Q(79, 100)}, False, marks=slow),
    ],
    ids=str,
)
def test_where_the_first_outcome_is_an_equilibrium(at, exists):
    assert climbs(every(escalation_ladder(), **at), **at) is exists


def test_above_the_wall_in_phi_the_cautious_and_the_firm_mix():
    """P4: the cautious cartel then warns with less than certainty in every equilibrium but the one in which all are offered a way down."""
    for phi in (Q(3, 5), Q(4, 5)):
        found = every(escalation_ladder(), phi=phi)
        mixed = [s for s in found if 0 < chance(s, "Cartel", "cautious", "warn") < 1]
        assert mixed and all(0 < chance(s, "US", "firm/warn", "press") < 1 for s in mixed)
        for solution in found:
            assert endings(solution) == OFFERS or chance(solution, "Cartel", "cautious", "warn") < 1


def test_hostages_against_a_us_that_presses_need_desperation():
    """P4: D_d < l + m; else nobody takes hostages where a firm US is known to press."""
    for solution in every(escalation_ladder(), D_d=Q(81, 100)):
        if chance(solution, "US", "soft/warn", "press") == 0 and chance(solution, "US", "firm/warn", "press") > 0:
            assert chance(solution, "Cartel", "desperate/warn/press", "hostage") == 0


@pytest.mark.parametrize(
    "hold, first, alone",
    [
        (Q(97, 100), True, False),
        (Q(98, 100), False, True),
        pytest.param(Q(974, 1000), True, False, marks=slow),
        pytest.param(Q(976, 1000), False, True, marks=slow),
        pytest.param(Q(199, 200), False, True, marks=slow),
    ],
)
def test_from_a_hold_of_39_40_on_only_offers(hold, first, alone):
    found = every(escalation_ladder(), hold=hold)
    assert climbs(found, hold=hold) is first and only_offers(found, hold=hold) is alone


def test_three_outcomes_coexist_where_halts_do_not_hold():
    found = every(escalation_ladder(), hold=Q(66, 1000))
    quiet = [s for s in found if endings(s) == {"strikes go on": 1}]
    mixed = [s for s in found if 0 < chance(s, "Cartel", "cautious", "warn") < 1 and 0 < chance(s, "US", "firm/warn", "press") < 1]
    offers = [s for s in found if endings(s) == {"halt holds": Q(66, 1000), "halt spoiled": Q(934, 1000)}]
    assert quiet and mixed and offers and len(quiet) + len(mixed) + len(offers) == len(found)


def test_tit_for_tat_is_a_calculation_of_its_own():
    """P41: 17/22 at forgiveness 3/10 and noise 1/10, 1/2 without forgiveness, 1 - noise with certain forgiveness; rising between."""
    assert restrained_share(Q(3, 10), Q(1, 10)) == Q(17, 22)
    assert all(restrained_share(Q(0), Q(n, 10)) == Q(1, 2) and restrained_share(Q(1), Q(n, 10)) == 1 - Q(n, 10) for n in (1, 2, 4))
    rising = [restrained_share(Q(g, 10), Q(1, 10)) for g in range(11)]
    assert rising == sorted(set(rising))
    share = Q(9, 10)
    for _ in range(20):
        share = Q(1, 10) + Q(8, 10) * (Q(3, 10) + Q(7, 10) * share)
    assert abs(share - Q(17, 22)) < Q(1, 10**4)
    assert peaceful_share(Q(3, 10), Q(1, 10)) == Q(3, 4) and peaceful_share(Q(0), Q(1, 10)) == 0


# ------------------------------------------------------------------ maps and counts


def test_walls_of_one_parameter():
    assert "phi = 13/23" in thresholds(mapped(escalation_ladder(), "phi"))
    assert "hold = 39/40" in thresholds(mapped(escalation_ladder(), "hold"))


@pytest.mark.slow
def test_the_default_map():
    found = mapped(escalation_ladder())
    assert (len(found.walls), len(found.regimes)) == (6, 15)
    for point in ({"hold": Q(39, 50), "phi": Q(13, 23)}, {"hold": Q(39, 40), "phi": Q(1, 2)}):
        assert through(found, rho=Q(2, 5), **point), point
    assert len(found.regime().families) == 3


@pytest.mark.slow
def test_bases_with_every_parameter_symbolic():
    """54 before the interior test; 8 of them, in which a soft US mixes and a firm one presses, need two conditions on that one mix.

    In each a cartel type is indifferent between holding and warning, which fixes how often a soft US presses, and so the belief
    after press; there a cartel type would also have to be indifferent between hostages and backing down: a knife edge.
    """
    assert complete(escalation_ladder()).bases["generic"] == 46


def test_the_independent_method_agrees():
    assert disagreements(escalation_ladder(), 2, seed=6) == []


# ------------------------------------------------------------------ other structures


def test_with_a_jump_the_desperate_seize_at_once():
    """P40: a warning, if any, then comes from the cautious."""
    for solution in every(escalation_ladder(jump=True)):
        assert chance(solution, "Cartel", "desperate", "seize") == 1 and chance(solution, "Cartel", "cautious", "seize") == 0


@pytest.mark.parametrize(
    "c_del, answer",
    [
        (Q(3, 10), "deliver"),
        (Q(45, 100), "refuse"),
        *(pytest.param(c_del, answer, marks=slow) for c_del, answer in ((Q(439, 1000), "deliver"), (Q(441, 1000), "refuse"))),
    ],
)
def test_culprits_are_delivered_up_to_a_cost_of_hold_l_and_what_refusing_costs(c_del, answer):
    """P30: 39/100 + 1/20."""
    for solution in every(escalation_ladder(deliver=True), c_del=c_del):
        assert all(chance(solution, "Cartel", f"{kind}/warn/offer", answer) == 1 for kind in ("desperate", "cautious"))


def test_a_likely_rescue_is_tried_by_both_and_leads_to_large_interventions():
    """P40: a firm US tries it if and only if q*K_f > c_r, a soft one if and only if (1 - q)*K_s + c_r < A_host."""
    for solution in every(escalation_ladder(us_rungs="rescue")):
        for us in ("firm", "soft"):
            assert chance(solution, "US", f"{us}/warn/press/hostage", "rescue") == 1
    for solution in every(escalation_ladder(us_rungs="rescue"), q=Q(1, 10)):
        assert all(chance(solution, "US", f"{us}/warn/press/hostage", "rescue") == 0 for us in ("firm", "soft"))


@pytest.mark.parametrize("q, firm, soft", [(Q(29, 100), 0, 0), (Q(31, 100), 1, 0), (Q(43, 100), 1, 0), (Q(44, 100), 1, 1)])
@pytest.mark.slow
def test_who_tries_a_rescue(q, firm, soft):
    """The walls are q = 3/10 and 13/30."""
    for solution in every(escalation_ladder(us_rungs="rescue"), q=q):
        assert chance(solution, "US", "firm/warn/press/hostage", "rescue") == firm
        assert chance(solution, "US", "soft/warn/press/hostage", "rescue") == soft


@pytest.mark.parametrize(
    "prep, used",
    [
        (Q(1, 2), True),
        (Q(4, 5), False),
        pytest.param(Q(74, 100), True, marks=slow),
        pytest.param(Q(76, 100), False, marks=slow),
    ],
)
def test_preparation_deters_violence_carried_north(prep, used):
    """P43: against a firm US the desperate carries it north if and only if prep < 1 - f/(p_spread*G), 3/4."""
    found = every(escalation_ladder(cartel_rungs="north"), prep=prep)
    assert any(chance(s, "Cartel", "desperate/warn/press", "north") > 0 for s in found) is used
    if used:
        assert any(chance(s, "Cartel", "desperate/warn/press", "north") == 1 and climbs([s]) for s in found)
