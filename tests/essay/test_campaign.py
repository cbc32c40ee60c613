"""The campaign: its sizes, the exact answers of the smallest, and what carries over between periods."""

import itertools
from collections import Counter
from fractions import Fraction
from functools import partial
from math import log10
from resource import RUSAGE_SELF, getrusage

import pytest
from essay_checks import complete, disagreements, every, mapped, only, thresholds, through

from games import GameError, load, unbuilt
from games.essay import campaign
from games.essay.campaign_period import Period, State, futures, measures, profits, success_odds
from solvers import lift, verify

Q = Fraction
DEFAULT = {
    "US": {"long": "strike", "short": "press"},
    "Mexico": {"strike": "obstruct", "press": "help"},
}


approx = partial(pytest.approx, abs=0.0005001)  # of figures with three decimals


def play_of(solution, player):
    """The action taken for certain at each information set of a player."""
    sets = solution.profile[player]
    return {label: next(a for a, p in actions.items() if p == 1) for label, actions in sets.items() if 1 in actions.values()}


def expected(what, *, stance, move, option="strike", depth=None):
    """The expectation over success of a measure, or of a cartel's profit or future."""
    total = Q(0)
    for success in (True, False):
        period = Period(option, stance, (move,), success)
        odds = success_odds(option, stance, (move,))
        found = {**measures(period), "profit": profits(period)[0], "future": futures(period)[0]}
        total += found[what] * (odds if success else 1 - odds)
    return total


def value_of(option, stance, replies, kind):
    """The payoff of the US at the default weights, when Mexico and both depths of cartel answer thus."""
    weights = {"flow": Q(-3, 10), "violence": Q(-1, 10), "civilian_harm": Q(-1, 10), "cooperation": Q(1, 10), "home": Q(1)}
    weights["cost_us"] = {"long": Q(-1, 20), "short": Q(-2, 5)}[kind]
    return sum(w * expected(name, option=option, stance=stance, move=move) / 2 for name, w in weights.items() for move in replies)


# ------------------------------------------------------------------ sizes


def test_sizes_of_tiny():
    game = campaign()
    assert (game.nodes, game.leaves, game.infosets, len(game.parameters)) == (127, 64, 12, 13)
    assert Counter(game.players[k] for k in game.set_owner) == {"US": 2, "Mexico": 2, "Cartel": 8}
    assert game.headline == ("w_cost_short", "m_sov")
    assert load("campaign", preset="tiny").fingerprint == game.fingerprint


def test_endings_hold_numbers_and_weights_stay_symbolic():
    game = campaign()
    assert not any(game.measure(leaf, k) != Q(game.measure(leaf, k)) for leaf in range(game.leaves) for k in range(len(game.measure_names)))
    assert set(game.outcome_names) == {
        "strikes, helped, quiet",
        "strikes, helped, resisted",
        "strikes, obstructed, quiet",
        "strikes, obstructed, resisted",
        "pressure, helped",
        "pressure, refused",
    }


@pytest.fixture(scope="module")
def small():
    return campaign(preset="small")


def test_sizes_of_small(small):
    assert (small.leaves, small.infosets) == (3456, 152)
    assert Counter(small.players[k] for k in small.set_owner) == {"US": 110, "Mexico": 6, "Cartel 1": 18, "Cartel 2": 18}
    assert len(small.parameters) == 13
    assert {"strikes, helped, quiet + withdrawn", "strikes, helped, quiet + informed", "pressure, passive"} <= set(small.outcome_names)


def test_cartels_do_not_see_each_other_move(small):
    """A cartel's set names its own depth only; the US sees both moves before it responds."""
    seen = {
        player: {label for k, label in zip(small.set_owner, small.set_labels, strict=True) if small.players[k] == player}
        for player in small.players
    }
    depths = {
        f"{option}/{stance}/{depth}"
        for option in ("strike", "press", "hold")
        for stance in ("help", "passive", "obstruct")
        for depth in ("deep", "shallow")
    }
    assert seen["Cartel 1"] == seen["Cartel 2"] == depths
    assert "long/strike/help/low/inform/success" in seen["US"]


@pytest.mark.parametrize("preset, count", [("tiny", 64), ("core", 576), ("small", 3_456), ("medium", 1_327_104)])
def test_counts(preset, count):
    assert unbuilt("campaign", preset=preset).histories == count


@pytest.mark.parametrize("preset, power", [("large", 18.2), ("very_large", 55.5), ("full", 185.1)])
def test_counts_of_what_is_not_built(preset, power):
    assert round(log10(unbuilt("campaign", preset=preset).histories), 1) == power


@pytest.mark.parametrize(
    "structure, words",
    [
        ({"preset": "huge"}, "campaign has no preset 'huge'; its presets are tiny, core, small, medium, large, very_large, full."),
        ({"periods": 3}, "campaign is told for 1 period, and for 2 with preset 'tiny' or 'medium'; found 3 with preset 'tiny'."),
        (
            {"preset": "small", "periods": "2"},
            "campaign is told for 1 period, and for 2 with preset 'tiny' or 'medium'; found 2 with preset 'small'.",
        ),
        ({"mexico_types": 3}, "campaign takes mexico_types as 1 or 2, or leaves it to the preset; found 3."),
        ({"withdrawal": "no"}, "campaign takes withdrawal as True or False, or leaves it to the preset; found 'no'."),
        ({"gov0": "2/5"}, "In campaign gov0 carries over between periods; leave it out, or add periods=2."),
        ({"gov0": 2, "periods": 2}, "campaign takes gov0 above 0 and at most 1; found 2."),
    ],
)
def test_what_is_not_told_is_refused(structure, words):
    with pytest.raises(GameError) as error:
        load("campaign", **structure)
    assert str(error.value) == words


def test_the_us_withdraws_after_a_strike_only(small):
    """Elsewhere going on and withdrawing would be worth the same, so that equilibria came in continua by construction."""
    responses = [label.split("/") for owner, label in zip(small.set_owner, small.set_labels, strict=True) if small.players[owner] == "US"]
    assert {parts[1] for parts in responses if len(parts) > 1} == {"strike"}
    assert not any("withdrawn" in name for name in small.outcome_names if not name.startswith("strikes"))


# ------------------------------------------------------------------ core: two cartels that may inform


@pytest.mark.parametrize(
    "moves, spared", [(("inform", "low"), [True, False]), (("inform", "inform"), [False, False]), (("low", "resist"), [False, False])]
)
def test_a_sole_informer_is_spared(moves, spared):
    """If all who inform were spared, strikes would hit nobody: the redirect of G1 and the race of G2 would be lost."""
    period = Period("strike", "help", moves, True)
    assert period.shielded == spared and period.lost == Q(3, 10) * (1 - Q(sum(spared), 2))
    assert not any(Period("hold", "help", moves, True).shielded)


def test_types_are_structure():
    sizes = {(m, c): campaign(preset="core", mexico_types=m, cartel_types=c) for m in (1, 2) for c in (1, 2)}
    assert {key: (game.leaves, game.infosets) for key, game in sizes.items()} == {
        (1, 1): (144, 12),
        (1, 2): (576, 20),
        (2, 1): (288, 14),
        (2, 2): (1152, 22),
    }
    assert campaign(preset="core").fingerprint == sizes[1, 2].fingerprint
    assert campaign(preset="core", withdrawal=True).infosets == 92


@pytest.mark.slow
def test_core_has_27_equilibria_and_three_outcomes():
    found = every(campaign(preset="core"))
    assert len(found) == 27
    outcomes = Counter((s.measures["flow"], s.payoffs["Cartel 1"], s.payoffs["Cartel 2"]) for s in found)
    informs, silent = Q(98_403, 200_000), Q(5_311, 16_000)
    pure = {(Q(719, 800), informs, silent), (Q(719, 800), silent, informs)}
    assert len(outcomes) == 3 and pure < set(outcomes)


@pytest.mark.slow
def test_core_with_withdrawal_is_solved_whole():
    """At each of 72 sets the US withdraws or goes on whatever it believes: beliefs there, of which there are very many, are not told apart."""
    found = every(campaign(preset="core", withdrawal=True))
    assert len(found) == 45 and len(found.classes) == 23 and "one belief stands for all" in found.notes[0]
    ahead, behind = Q(2891, 5000), Q(2469, 5000)
    outcomes = {(s.measures["flow"], s.payoffs["Cartel 1"], s.payoffs["Cartel 2"]) for s in found}
    pure = {(Q(47, 50), ahead, behind), (Q(47, 50), behind, ahead)}
    assert len(outcomes) == 3 and pure < outcomes


@pytest.mark.slow
def test_medium_is_built_without_an_object_a_node():
    before = getrusage(RUSAGE_SELF).ru_maxrss
    medium = load("campaign", preset="medium")
    assert (medium.leaves, medium.nodes, medium.infosets) == (1_327_104, 2_538_619, 16_814)
    assert medium.players == ("US", "Mexico", "Cartel 1", "Cartel 2", "Foreign") and len(medium.parameters) == 15
    assert getrusage(RUSAGE_SELF).ru_maxrss - before < 2 * 2**20  # KiB
    assert medium.at().payoff(0, 0) == medium.payoff(0, 0).at(medium.defaults)


# ------------------------------------------------------------------ tiny: the default, and its walls


def test_the_one_equilibrium_at_the_defaults():
    solution = only(campaign())
    assert play_of(solution, "US") == DEFAULT["US"] and play_of(solution, "Mexico") == DEFAULT["Mexico"]
    assert play_of(solution, "Cartel") == {
        f"{option}/{stance}/{depth}": "resist"
        if (option, stance, depth)
        in {
            ("strike", "obstruct", "shallow"),
            ("strike", "help", "shallow"),
        }
        else "low"
        for option, stance, depth in itertools.product(("strike", "press"), ("help", "obstruct"), ("deep", "shallow"))
    }
    assert {k: v for k, v in solution.outcomes.items() if v} == {
        "strikes, obstructed, quiet": Q(1, 5),
        "strikes, obstructed, resisted": Q(1, 5),
        "pressure, helped": Q(3, 5),
    }


def test_a_cartel_resists_from_15_31_after_help_and_30_149_after_obstruction():
    """Both, from the payoffs and as walls of the map."""
    for stance, wall in (("help", Q(15, 31)), ("obstruct", Q(30, 149))):
        keeps = expected("profit", stance=stance, move="low") - expected("profit", stance=stance, move="resist")
        gains = expected("future", stance=stance, move="resist") - expected("future", stance=stance, move="low")
        assert keeps / gains == wall
        for shift, answer in ((Q(-1, 1000), "low"), (Q(1, 1000), "resist")):
            solutions = every(campaign(), V_deep=wall + shift)
            assert {play_of(s, "Cartel")[f"strike/{stance}/deep"] for s in solutions} == {answer}


def test_no_cartel_resists_pressure():
    for stance in ("help", "obstruct"):
        for what in ("profit", "future"):
            low, resist = (expected(what, option="press", stance=stance, move=move) for move in ("low", "resist"))
            assert low > resist, (stance, what)
    for point in campaign().domain.points(3, seed=5):
        for solution in every(campaign(), **point):
            moves = play_of(solution, "Cartel")
            assert all(moves[label] == "low" for label in moves if label.startswith("press"))


@pytest.mark.parametrize("name, wall", [("m_sov", Q(101, 200)), ("m_good", Q(119, 400)), ("m_viol", Q(6, 7))])
def test_mexico_helps_after_a_strike_iff_goodwill_and_calm_outweigh_sovereignty(name, wall):
    """m_good + 7/40*m_viol against m_sov/2; each wall is where they balance at the other defaults."""
    at = {"m_sov": Q(7, 10), "m_good": Q(1, 5), "m_viol": Q(3, 10), name: wall}
    assert at["m_good"] + Q(7, 40) * at["m_viol"] == at["m_sov"] / 2
    more = {below: play_of(only(campaign(), **{name: wall + below}), "Mexico") for below in (Q(-1, 1000), Q(1, 1000))}
    helps = Q(-1, 1000) if name == "m_sov" else Q(1, 1000)
    assert more[helps]["strike"] == "help" and more[-helps]["strike"] == "obstruct"
    assert all(moves["press"] == "help" for moves in more.values())


def test_help_also_calms_a_deep_cartel_between_its_two_walls():
    assert play_of(only(campaign(), V_deep=Q(3, 10)), "Mexico")["strike"] == "help"
    assert play_of(only(campaign(), V_deep=Q(3, 10), m_viol=Q(1, 10)), "Mexico")["strike"] == "obstruct"
    cartel = play_of(only(campaign(), V_deep=Q(3, 10)), "Cartel")
    assert cartel["strike/help/deep"] == "low" and cartel["strike/obstruct/deep"] == "resist"


def test_a_us_strikes_up_to_a_cost_weight_of_41_350():
    wall = Q(19, 42) + Q(2, 35) * Q(3, 10) - Q(40, 21) * Q(1, 10) - Q(34, 21) * Q(1, 10)
    assert wall == Q(41, 350)
    assert play_of(only(campaign(), w_cost_short=wall - Q(1, 1000)), "US") == {"long": "strike", "short": "strike"}
    assert play_of(only(campaign(), w_cost_short=wall + Q(1, 1000)), "US") == DEFAULT["US"]
    assert play_of(only(campaign(), w_cost_long=wall + Q(1, 1000)), "US") == {"long": "press", "short": "press"}


@pytest.mark.parametrize("name", ["w_home", "w_flow", "w_ally", "w_viol"])
def test_the_wall_of_the_us_in_every_weight(name):
    slope = {"w_home": Q(19, 42), "w_flow": Q(2, 35), "w_ally": Q(-40, 21), "w_viol": Q(-34, 21)}
    at = {"w_home": Q(1), "w_flow": Q(3, 10), "w_ally": Q(1, 10), "w_viol": Q(1, 10)}
    at[name] += Q(1, 50)
    wall = sum(slope[k] * v for k, v in at.items())
    for shift, answer in ((Q(-1, 1000), "strike"), (Q(1, 1000), "press")):
        assert play_of(only(campaign(), w_cost_short=wall + shift, **{name: at[name]}), "US")["short"] == answer


def test_at_a_low_weight_of_sovereignty_mexico_helps_with_strikes():
    """P28: the stance flips with the option if and only if m_sov/2 exceeds the left side; not at 1/5."""
    assert play_of(only(campaign(), m_sov=Q(1, 5)), "Mexico") == {"strike": "help", "press": "help"}


# ------------------------------------------------------------------ static advice against equilibrium


@pytest.mark.parametrize(
    "kind, option, static, equilibrium, worst",
    [
        ("long", "strike", 0.554, -0.022, -0.232),
        ("long", "press", -0.092, -0.092, -0.741),
        ("short", "strike", 0.204, -0.459, -0.757),
        ("short", "press", -0.162, -0.162, -0.986),
    ],
)
def test_static_view_equilibrium_and_worst_case(kind, option, static, equilibrium, worst):
    """P50: with help and quiet taken as given a strike is worth more than in the only equilibrium."""
    replies = ("obstruct", ("low", "resist")) if option == "strike" else ("help", ("low", "low"))
    assert value_of(option, "help", ("low", "low"), kind) == approx(static)
    assert value_of(option, *replies, kind) == approx(equilibrium)
    least = min(value_of(option, m, r, kind) for m in ("help", "obstruct") for r in itertools.product(("low", "resist"), repeat=2))
    assert least == approx(worst)


def test_the_value_of_the_equilibrium_is_the_static_account_of_it():
    solution = only(campaign())
    strike, press = value_of("strike", "obstruct", ("low", "resist"), "long"), value_of("press", "help", ("low", "low"), "short")
    assert solution.payoffs["US"] == Q(2, 5) * strike + Q(3, 5) * press


@pytest.mark.parametrize(
    "measure, strike, press",
    [("flow", Q(88, 100), Q(94, 100)), ("violence", Q(6, 5), 0), ("civilian_harm", HALF := Q(1, 2), 0), ("cooperation", -1, 1)],
)
def test_strike_against_pressure_by_measure(measure, strike, press):
    """E198: per measure, never one number; of a long US in equilibrium."""
    both = [
        sum(expected(measure, option=o, stance=s, move=m) for m in moves) / 2
        for o, s, moves in (("strike", "obstruct", ("low", "resist")), ("press", "help", ("low", "low")))
    ]
    assert both == [strike, press]


# ------------------------------------------------------------------ the exact map


def test_the_default_map():
    found = mapped(campaign())
    assert {wall.threshold.text() for wall in found.walls} == {
        "w_cost_short = 41/350",
        "w_cost_short = 244/525",
        "m_sov = 101/200",
    }
    assert len(found.regimes) == 6
    home = found.regime()
    assert home.conditions == ("w_cost_short < 244/525", "m_sov > 101/200", "w_cost_short > 41/350")
    assert through(found, w_cost_short=Q(41, 350), m_sov=Q(7, 10))


def test_the_map_in_the_weight_of_an_early_exit():
    assert {Q(30, 149), Q(15, 31)} == {Q(t.split(" = ")[1]) for t in thresholds(mapped(campaign(), "V_deep"))}


def test_bases_with_every_weight_symbolic():
    """84 before the interior test, counted by the prototype."""
    found = complete(campaign())
    assert found.bases["generic"] == 84
    assert {p for family in found for sets in family.profile.strategies.values() for a in sets.values() for p in a.values()} >= {0, 1}


def test_the_independent_method_agrees():
    assert disagreements(campaign(), 4, seed=4) == []


@pytest.mark.slow
def test_nothing_changes_within_five_percent():
    home = play_of(only(campaign()), "US"), play_of(only(campaign()), "Mexico"), play_of(only(campaign()), "Cartel")
    for name, default in campaign().defaults.items():
        for factor in (Q(19, 20), Q(21, 20)):
            solution = only(campaign(), **{name: default * factor})
            assert tuple(play_of(solution, player) for player in ("US", "Mexico", "Cartel")) == home, name


# ------------------------------------------------------------------ two periods


@pytest.fixture(scope="module")
def twice():
    return campaign(periods=2)


@pytest.fixture(scope="module")
def fragile():
    return campaign(periods=2, gov0=Q(2, 5))


def test_sizes_of_two_periods(twice):
    assert (twice.leaves, len(twice.parameters)) == (1024, 13)
    assert {"gov", "support"} <= set(twice.measure_names)


def test_what_carries_over():
    hit, miss = (Period("strike", "obstruct", ("resist",), success) for success in (True, False))
    state = State().after(hit)
    assert (state.strengths, state.splinters) == ((Q(11, 20),), 1)
    assert state.support == Q(3, 5) - Q(3, 2) / 20
    assert state.gov == Q(7, 10) - (Q(5, 2) + Q(1, 2)) / 20 + Q(1, 50)
    assert state.measures(hit)["violence"] == measures(hit)["violence"] + Q(1, 50)
    assert State().after(miss).strengths == (1,) and State().after(miss).splinters == 0
    assert State(gov=Q(1)).after(Period("press", "help", ("low",), False)).gov == 1


def test_a_collapse_needs_a_low_start(twice, fragile):
    def least(game):
        column = game.measure_names.index("gov")
        return min(game.measure(leaf, column) for leaf in range(game.leaves))

    assert least(twice) >= Q(3, 10) > least(fragile)


def told_for_two_periods(long_again):
    """What the page of numbers says: one blow by both, nobody resists at first; then the short US presses, and the shallow resist strikes."""

    def rule(player, known):
        if player == "US":
            return "strike" if len(known) == 1 or (known[0] == "long" and long_again) else "press"
        if player == "Mexico":
            return "obstruct" if known[-1] == "strike" else "help"
        first = len(known) == 3
        return "resist" if not first and known[2] == "shallow" and known[-2] == "strike" else "low"

    return rule


def gains(game, rule):
    """What each player gains before play by another whole strategy, at the defaults."""
    profile = {player: {} for player in game.players}
    for owner, label, actions in zip(game.set_owner, game.set_labels, game.set_actions, strict=True):
        chosen = rule(game.players[owner], label.split("/"))
        profile[game.players[owner]][label] = {action: int(action == chosen) for action in actions}
    return verify(game.at(), profile, "nash").gains


def test_one_blow_then_learning(twice):
    """Nobody would resist at first or change Mexico's stance; the short US is nearly indifferent to a first blow."""
    found = gains(twice, told_for_two_periods(long_again=True))
    assert found == {"US": Q(6, 3125), "Mexico": 0, "Cartel": 0}
    assert found["US"] < Q(44, 10_000) < gains(twice, told_for_two_periods(long_again=False))["US"]


def test_near_the_threshold_the_long_us_stops_after_one_blow(fragile):
    """P49: at gov0 2/5 a second blow risks a collapse."""
    stops, goes_on = (gains(fragile, told_for_two_periods(again))["US"] for again in (False, True))
    assert stops < goes_on


@pytest.mark.slow
def test_small_has_an_exact_equilibrium_in_a_region_of_costs(small):
    """Too large to search; learned, and lifted: both types of the US strike and one of two cartels informs on the other's account."""
    found = lift(small, over=("w_cost_short",), seconds=120)
    assert found.certificate.equilibrium and found.found == "one"
    assert found.along("w_cost_short") == (Q(1, 5), Q(2443, 1600))
    assert found.measures["flow"] == Q(737, 800)
