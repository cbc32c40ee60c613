"""The campaign's modules: menus, counts, chances, and the presets from large on, which are learned from sampled plays."""

import itertools
import json
from fractions import Fraction
from math import log10
from random import Random

import pytest
from click.testing import CliRunner

from games import GameError, load, unbuilt
from games.essay import campaign
from games.essay.campaign import MENUS, ON, PRESETS, RESULTS, menus, size
from games.essay.campaign_beyond import DEPTHS, EFFECTS, US_KINDS, prior
from games.essay.campaign_modules import ENTRIES, FULL, KINDS, LARGE, MODULES, RECKLESS, VERY_LARGE, FullPeriod, outcomes
from games.essay.campaign_period import FORCE, Period, futures, measures, profits, success_odds
from solvers import SampledApproximation, approximate, solve
from solvers.__main__ import command_line
from solvers.regret import estimating

Q = Fraction
TOLD = list(MENUS)


@pytest.fixture
def few_plays(monkeypatch):
    """Estimate in few plays."""
    monkeypatch.setattr(estimating, "LOOKING", 12)
    monkeypatch.setattr(estimating, "TRYING", 6)


# ------------------------------------------------------------------ menus and counts


@pytest.mark.parametrize("preset", TOLD)
def test_menus_are_as_large_as_the_presets_say(preset):
    options, stances, moves, postures, responses, results = menus(preset, None)
    told = (len(options), len(stances), len(moves), max(1, len(postures)), max(1, len(responses)), 2 + len(results))
    assert told[:5] == PRESETS[preset].menus[:5]
    assert (4 + len(results) - 1 if "harm" in results else 2) == PRESETS[preset].menus[5]
    assert all(len(set(menu)) == len(menu) for menu in menus(preset, None))


@pytest.mark.parametrize("preset", TOLD)
def test_the_story_counts_its_terminal_histories_before_it_is_told(preset):
    assert unbuilt("campaign", preset=preset).histories == pytest.approx(size(preset, 1, None, None, None, None), rel=1e-12)


@pytest.mark.parametrize(
    "structure", [{}, {"periods": 2}, {"preset": "core"}, {"preset": "core", "mexico_types": 2, "withdrawal": True}], ids=str
)
def test_so_many_terminal_histories_there_are(structure):
    assert campaign(**structure).leaves == unbuilt("campaign", **structure).histories


@pytest.mark.parametrize(("preset", "histories", "memory"), [("large", 18, 11), ("very_large", 55, 48), ("full", 185, 178)])
def test_a_tree_too_large_is_refused_by_its_count_and_not_told(preset, histories, memory):
    with pytest.raises(GameError) as refused:
        load("campaign", preset=preset)
    assert str(refused.value) == (
        f"campaign has about 10^{histories} terminal histories and would take about 10^{memory} GiB of memory, more than the 6 GiB that a "
        "game may take; give it a smaller structure, or take games.unbuilt, and learn it from sampled plays."
    )


# ------------------------------------------------------------------ switches


@pytest.mark.parametrize("preset", ["tiny", "core", "small"])
def test_the_modules_of_a_preset_named_one_by_one_are_the_preset(preset):
    named = ",".join(sorted(ON[preset]))
    assert menus(preset, named) == menus(preset, None)
    assert load("campaign", preset=preset, modules=named).fingerprint == load("campaign", preset=preset).fingerprint


def test_with_every_module_off_there_is_the_waiting_game():
    waiting = load("campaign", modules="off")
    asked = {(waiting.players[k], actions) for k, actions in zip(waiting.set_owner, waiting.set_actions, strict=True)}
    assert asked == {("US", ("strike", "hold")), ("Cartel", ("low", "resist"))}
    assert (waiting.leaves, waiting.players) == (32, ("US", "Mexico", "Cartel"))


ADDED = {
    "inform": {"inform"},
    "kingpin": {"raid"},
    "coercion": {"press", "help", "obstruct"},
    "sharing": {"leak"},
    "capture": {"bribe"},
    "hide": {"hide", "success with harm", "failure with harm"},
    "routes": {"interdict"},
    "stance": set(),
    "provoke": {"misattributed incident"},
    "ladder": {"offer", "limited", "go_on"},
    "foreign": {"none", "divert", "proxy"},
    "mandate": {"strike, modest", "strike, victory", "hold, modest", "hold, victory"},
}


def words_of(built):
    """Everything that anybody or chance may do."""
    return {label for actions in built.set_actions for label in actions} | {label for _, labels in built.chance_moves for label in labels}


@pytest.mark.parametrize("module", MODULES)
def test_a_module_adds_its_entries_and_nothing_else(module):
    alone, without = (load("campaign", modules=names) for names in (module, "off"))
    expected = ADDED[module] - (set() if module not in ON["tiny"] else {"leak"})
    if module == "coercion":
        assert words_of(alone) - words_of(without) == expected and words_of(without) - words_of(alone) == {"hold"}
    else:
        assert words_of(alone) - words_of(without) == expected
    assert alone.leaves == unbuilt("campaign", modules=module).histories


def test_without_sharing_odds_do_not_depend_on_the_stance():
    def odds(built):
        return {
            built.chance(node)
            for node in range(1, built.nodes)
            if built.owner[built.parent[node]] == -1
            and built.chance_moves[built.infoset[built.parent[node]]][0] == "operation"
            and "strike" in built.history(node)
        }

    assert len(odds(load("campaign", modules="coercion").at())) < len(odds(load("campaign", modules="coercion,sharing").at()))


def test_unknown_modules_are_refused():
    with pytest.raises(GameError) as refused:
        load("campaign", modules="coercion, luck")
    assert str(refused.value) == f"campaign has no module 'luck'; its modules are {', '.join(MODULES)}, or off for none."


# ------------------------------------------------------------------ a period


BASE = itertools.product(
    ("strike", "press", "hold"), ("help", "passive", "obstruct"), ("low", "inform", "resist"), (True, False), (True, False)
)


def test_a_period_without_entries_of_modules_is_what_it_was():
    for option, stance, move, success, withdrawn in BASE:
        acts = (option, stance, (move, "low"), success, withdrawn)
        full, plain = FullPeriod(*acts), Period(*acts)
        assert (measures(full), profits(full), futures(full)) == (measures(plain), profits(plain), futures(plain))


@pytest.mark.parametrize(("entries", "count", "at_once"), [(LARGE, 6, 3), (VERY_LARGE, 8, 2), (FULL, 16, 2)])
def test_chances_are_positive_and_add_up(entries, count, at_once):
    options, stances, moves, _, _, results = entries
    for option, stance in itertools.product(options, stances):
        for acts in itertools.combinations_with_replacement(moves, at_once):
            chances = outcomes(success_odds(option, stance, acts), Q(FORCE.get(option, 0)), acts, results)
            assert sum(chances.values()) == 1 and min(chances.values()) > 0 and len(chances) == count


@pytest.mark.parametrize(
    "name, one, other, difference",
    [
        ("violence", {"option": "raid", "success": True}, {"option": "raid", "success": False}, Q(1, 4) + Q(1, 5) + Q(1, 5)),
        ("breach", {"option": "joint", "stance": "help"}, {"option": "hold", "stance": "help"}, 0),
        ("breach", {"option": "strike", "stance": "denounce"}, {"option": "strike", "stance": "obstruct"}, Q(-1, 4)),
        ("flow", {"option": "interdict", "success": True}, {"option": "interdict"}, Q(-3, 20)),
        ("violence", {"option": "interdict", "success": True}, {"option": "interdict"}, 0),
        ("violence", {"incident": "misattributed incident"}, {}, Q(1, 5)),
        ("civilian_harm", {"harm": True}, {}, Q(1, 5)),
        ("cost_us", {"option": "strike", "response": "limited"}, {"option": "strike"}, Q(-1, 4)),
        ("home", {"incident": "leak"}, {}, Q(-1, 20)),
        ("violence", {"posture": "proxy"}, {}, Q(1, 10)),
        ("cost_us", {"option": "stabilise"}, {}, Q(1, 2)),
        ("breach", {"option": "strike", "stance": "discreet"}, {"option": "strike", "stance": "help"}, Q(-1, 2)),
        ("civilian_harm", {"moves": ("hostage", "low")}, {}, Q(1, 10)),
        ("flow", {"response": "seal"}, {}, Q(-1, 20)),
        ("home", {"incident": "scandal"}, {}, Q(-1, 10)),
        ("home", {"success": True, "message": "victory"}, {"success": True, "message": "modest"}, Q(1, 10)),
        ("home", {"message": "victory"}, {"message": "modest"}, Q(-1, 5)),
    ],
)
def test_what_entries_of_modules_do(name, one, other, difference):
    first, second = (
        measures(FullPeriod(**{"option": "hold", "stance": "obstruct", "moves": ("low", "low"), "success": False, **acts}))
        for acts in (one, other)
    )
    assert first[name] - second[name] == difference


def test_an_offer_makes_an_early_exit_likelier():
    acts = ("strike", "help", ("low", "low"), False)
    assert futures(FullPeriod(*acts, response="offer"))[0] / futures(FullPeriod(*acts))[0] == Q(5, 3)


def test_rare_kinds_share_what_the_usual_ones_leave():
    assert prior(US_KINDS, 2, Q(2, 5), RECKLESS) == {"long": Q(2, 5), "short": Q(3, 5)}
    chances = prior(US_KINDS, 6, Q(2, 5), RECKLESS)
    assert chances["long"] == Q(8, 25) and chances["loyal"] == Q(1, 20) and sum(chances.values()) == 1


def test_every_effect_is_of_an_entry_on_a_measure():
    entries = {entry for menu in FULL for entry in menu}
    assert set(EFFECTS) <= entries
    assert {name for row in EFFECTS.values() for name in row} <= set(measures(FullPeriod("hold", "help", ("low",), False)))


def test_the_exact_search_takes_messages_too():
    """Promising victory before success is unlikely costs approval: who strikes with even odds or less promises little."""
    found = solve(load("campaign", modules="coercion,sharing,stance,mandate", cartel_types=1))
    assert len(found) > 0 and all(one.certificate.equilibrium for one in found)
    strikes = {action for one in found for row in one.profile["US"].values() for action, p in row.items() if p > 0}
    assert not any(action.endswith("victory") for action in strikes)


# ------------------------------------------------------------------ large and beyond


@pytest.mark.parametrize(("preset", "plays", "players", "most"), [("very_large", 25, 8, 40), ("full", 25, 11, 80)])
def test_plays_of_the_largest_presets_have_all_entries_and_finite_payoffs(preset, plays, players, most):
    told, random, seen = unbuilt("campaign", preset=preset), Random(3), set()

    def decide(move):
        seen.update(move.options)
        return random.randrange(len(move.options))

    payoffs = [told.play(decide) for _ in range(plays)]
    assert all(len(row) == players and all(abs(x) < most for x in row) for row in payoffs)
    assert {entry for menu in menus(preset, None)[:5] for entry in menu} <= seen
    assert set(RESULTS[preset]) - {"harm"} <= seen and set(list(DEPTHS)[: PRESETS[preset].types[2]]) <= seen


@pytest.mark.slow
@pytest.mark.parametrize(("preset", "plays"), [("very_large", 8), ("full", 11)])
def test_the_largest_presets_are_learned_from_sampled_plays(preset, plays, few_plays):
    told = unbuilt("campaign", preset=preset)
    found = approximate(told, iterations=1, seed=1)
    assert isinstance(found, SampledApproximation) and found.gap is None and found.plays == plays
    assert set(found.payoffs) == set(told.players) and found.infosets > 50
    assert approximate(told, iterations=1, seed=2).profile != found.profile


def test_plays_of_large_have_all_entries_and_finite_payoffs():
    told, random, seen = unbuilt("campaign", preset="large"), Random(3), set()

    def decide(move):
        seen.update(move.options)
        return random.randrange(len(move.options))

    payoffs = [told.play(decide) for _ in range(40)]
    assert all(len(row) == 6 and all(abs(x) < 20 for x in row) for row in payoffs)
    entries = {entry for entries in ENTRIES[:5] for entry in entries}
    assert entries | set(list(KINDS)[:3]) | {"reckless", "passive", "success with harm", "leak"} <= seen
    assert round(log10(told.histories), 1) == 18.2


def test_large_is_learned_from_sampled_plays(few_plays):
    told = unbuilt("campaign", preset="large")
    found, again = (approximate(told, iterations=2, seed=1, trembles=0.01) for _ in range(2))
    assert isinstance(found, SampledApproximation) and found.gap is None and found.plays == 12 and found.infosets > 50
    assert (found.profile, found.deviations) == (again.profile, again.deviations)
    assert approximate(told, iterations=2, seed=2).profile != found.profile
    assert found.at["w_cost_short"] == Q(2, 5) and approximate(told, iterations=1, w_cost_short="1/2").at["w_cost_short"] == Q(1, 2)


def test_the_command_learns_large(few_plays):
    asked = ["approximate", "campaign", "--set", "preset=large", "--method", "outcome-sampling", "--iterations", "1", "--json"]
    ran = CliRunner().invoke(command_line, asked)
    told = json.loads(ran.stdout)
    assert ran.exit_code == 0 and told["gap"] is None and set(told["estimated"]["payoffs"]) == set(told["values"])
    ran = CliRunner().invoke(command_line, ["approximate", "campaign", "--set", "preset=large"])
    assert ran.exit_code == 2 and "about 10^18 terminal histories" in ran.stderr


@pytest.mark.slow
def test_medium_has_a_measured_gap_soon():
    """Its tree is made, and a hundred iterations of the portfolio come within a millionth; the verifier measures it."""
    found = approximate(load("campaign", preset="medium"), iterations=100, tol=0)
    assert found.gap < 1e-6 and found.iterations <= 100
