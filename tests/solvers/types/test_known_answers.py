"""Known answers on types from a continuum, each checked by hand or by code of others, and every family before the judge."""

from fractions import Fraction as Q
from functools import cache

import pytest
from crises import crisis, escalation, half_on_a_grid, no_tie, ultimatum

import solvers
from games import GameError, Normal, Parameter, game
from games.numbers import read, text
from solvers.types.reasons import member_at


@cache
def families(story):
    return solvers.families(story(), "all")


def told(table):
    return {label: text(value) for label, value in table.items()}


def test_1_the_crisis_has_fifteen_families_and_bluffers_mix_at_one_chance_of_resistance_only():
    found = families(crisis)
    assert (found.found, found.undecided, len(found), found.bases["generic"]) == ("all", 0, 15, 15)
    bluffing = [f for f in found if "accept or challenge" in f.name]
    assert len(bluffing) == 1 and text(bluffing[0].profile["B"]["challenge"]["resist"]) == "1/(1 + a)"


def test_1_the_closed_form_of_the_bluffing_family():
    (family,) = (f for f in families(crisis) if "accept or challenge" in f.name)
    assert {player: [text(x) for x in cuts] for player, cuts in family.cutoffs.items()} == {"A": ["-a"], "B": ["(b0 + a*b1)/(1 + a)"]}
    bluff = family.cells["A"][0].play["start"]["challenge"]
    assert bluff == read("(a + a1)*(a*b1 + b0)/((a + a0)*(1 + a))")
    believed = next(b for b in family.by_type.beliefs if b.history == "challenge")
    assert [text(w) for _, _, w in believed.pieces][1] == text(read("(1 + a)/(1 + a - a*b1 - b0)"))


def test_2_bluffing_at_the_defaults():
    (found,) = solvers.solve(crisis())
    assert found.cutoffs == {"A": (Q(-1, 2),), "B": (Q(-7, 6),)}
    assert found.cells["A"][0].play["start"]["challenge"] == Q(7, 9)
    assert found.outcomes == {"status quo": Q(2, 15), "concession": Q(13, 45), "back down": Q(14, 45), "war": Q(4, 15)}
    believed = next(b for b in found.by_type.beliefs if b.history == "challenge")
    assert believed.pieces == ((-2, Q(-1, 2), Q(7, 13)), (Q(-1, 2), Q(1, 2), Q(6, 13)))
    assert found.certificate.equilibrium and found.payoffs == {"A": Q(2, 15), "B": Q(2, 9)}


def test_3_walls_along_the_audience_cost():
    found = solvers.regimes(crisis(), "a")
    assert [text(x) for x in found.thresholds] == ["(sqrt(41) - 3)/4", "2"] and found.checked["disagreements"] == 0
    assert [regime.families for regime in found.regimes] == [
        ("A accept or challenge, back down | challenge, fight; B concede | resist",),
        ("A challenge, back down | challenge, fight; B concede | resist",),
        ("A challenge, fight; B concede | resist",),
    ]
    meanings = [wall.meaning for wall in found.walls]
    assert any(
        "even the lowest type of A chooses challenge, then fight, and none any longer challenge, then back down" in m for m in meanings
    )
    assert any("the types of A that choose accept or challenge, then back down no longer play accept at start" in m for m in meanings)


def test_4_walls_along_the_best_war_payoff_of_the_challenger():
    found = solvers.regimes(crisis(), "a1")
    assert found.thresholds == (Q(-1, 2), 0, Q(11, 14)) and found.checked["disagreements"] == 0
    assert [len(regime.families) for regime in found.regimes] == [1, 3, 1, 1]
    at = solvers.solve(crisis(), a1=Q(-1, 4))
    (bluffing,) = (s for s in at if "accept or challenge" in s.name)
    assert (bluffing.cells["A"][0].play["start"]["challenge"], bluffing.outcomes["status quo"]) == (Q(7, 36), Q(29, 42))
    assert [s.outcomes["status quo"] for s in at if s is not bluffing] == [1, 1] and all(s.certificate.equilibrium for s in at)


def test_6_the_escalation_has_thirty_five_families():
    found = families(escalation)
    assert (found.found, found.undecided, len(found), found.bases["generic"]) == ("all", 0, 35, 35)


def test_6_the_escalation_at_the_defaults():
    (found,) = solvers.solve(escalation())
    assert found.cutoffs == {"A": (Q(-5, 4),), "B": (Q(-1, 2),)} and found.certificate.equilibrium
    assert found.cells["B"][0].play["challenge"]["concede"] == Q(3, 4)
    assert found.profile["B"]["challenge/resist/escalate"]["yield"] == Q(1, 3)


def test_7_walls_along_the_audience_cost_of_the_escalation():
    found = solvers.regimes(escalation(), "a")
    assert found.thresholds == (Q(5, 4), 2) and found.checked["disagreements"] == 0


@pytest.mark.parametrize("n, chance", [(2, Q(37, 56)), (4, Q(79, 112)), pytest.param(8, Q(153, 224), marks=pytest.mark.slow)])
def test_4_a_grid_of_the_target_comes_near_at_the_best_war_payoff_of_minus_a_quarter(n, chance):
    """One of the three families is without a tie on the target's side; the other two have the status quo alone."""
    finite = solvers.solve(half_on_a_grid(n, -Q(1, 4)))
    assert {one.outcomes["status quo"] for one in finite} == {1, chance} and abs(chance - Q(29, 42)) == Q(5, 84) / n


@pytest.mark.parametrize("steps", [2, 4, 10, 20, pytest.param(100, marks=pytest.mark.slow)])
def test_8_war_has_a_chance_of_a_quarter_whatever_the_step_of_offers(steps):
    (found,) = every = solvers.solve(ultimatum(steps=steps))
    assert every.found == "all"
    assert found.outcomes == {"peace": Q(3, 4), "war": Q(1, 4)} and found.certificate.equilibrium
    d = Q(1, steps)
    offers = [Q(k, steps) for k in range(steps + 1) if (1 - 1 + 2 * Q(k, steps) + d) > 0][: len(found.cutoffs["A"])]
    assert found.cutoffs["A"] == tuple(2 * x + d for x in offers)  # C_B - 2(1 - pi) + 2x + d at pi = 1/2, C_B = 1
    assert found.cutoffs["B"] == tuple(sorted(1 - Q(1, 2) - Q(k, steps) for k in range(steps + 1) if 0 < Q(1, 2) - Q(k, steps) < 1))


@pytest.mark.slow
def test_8_eleven_orders_of_demands_with_the_prior_and_the_costs_open():
    found = solvers.families(ultimatum(steps=4, C_B=1), "all")
    assert found.found == "all" and len({family.name.split(";")[0] for family in found}) == 11


@game(players=("A", "B"))
def arms_race(play, *, s=Parameter(Q(1, 4), domain="s > 0", means="how much costs vary"), mu=-Q(1, 2), b=1):
    """Both arm at once, at private costs; to be armed alone is worth mu, to be armed beside an armed neighbour b more."""
    c_A, c_B = play.draw("c_A", Normal(0, s), to="A"), play.draw("c_B", Normal(0, s), to="B")
    one, other = (play.choose(player, ["wait", "arm"], public=False) for player in "AB")
    worth = mu + (b if one == other else 0)
    return worth - c_A if one == "arm" else 0, worth - c_B if other == "arm" else 0


@pytest.mark.parametrize("s, chances", [pytest.param(Q(1, 4), [0.0300743, 0.5, 0.9699257], marks=pytest.mark.slow), (Q(1, 2), [0.5])])
def test_12_the_arms_race_as_a_story(s, chances):
    found = solvers.solve(arms_race(s=s))
    assert found.found == "all"
    for player in "AB":
        assert [one.profile[player]["start"]["arm"] for one in found] == pytest.approx(chances, abs=1e-7)
    assert max(gain for one in found for gain in one.certificate.gains.values()) < 1e-12


def test_13_where_no_bluffers_tie_cutoffs_are_roots():
    (found,) = solvers.solve(no_tie())
    assert text(found.cutoffs["B"][0]) == "(19 - sqrt(649))/12" and found.certificate.equilibrium
    assert [float(x) for x in found.cutoffs["A"]] == pytest.approx([-1.8094348, -1], abs=1e-7)
    assert [float(p) for p in found.outcomes.values()] == pytest.approx([0.3402, 0.3854, 0.0962, 0.1782], abs=5e-5)
    general = families(no_tie)
    assert general.found == "all" and len(general) == 15
    root = next(f for f in general if f.name == found.name).cutoffs["B"][0]
    point = {"a": Q(1, 2), "a0": Q(-3), "a1": Q(1, 2), "b0": Q(-2), "b1": Q(1, 2)}
    assert root.at(point) == found.cutoffs["B"][0]


@pytest.mark.parametrize("story", [crisis, escalation, no_tie], ids=lambda s: s.name)
def test_every_family_before_the_judge_at_random_points(story):
    found, judged = families(story), dict.fromkeys((f.name for f in families(story)), 0)
    game = found.game
    for point in game.domain.points(60, seed=3):
        for family in found:
            if judged[family.name] < 2 and family.exists(point):
                certificate = solvers.verify(game.at(**point), member_at(family, point))
                assert certificate.gains == {"A": 0, "B": 0}, (family.name, point, certificate.reason)
                judged[family.name] += 1
    assert sum(count > 0 for count in judged.values()) >= len(judged) // 2


@pytest.mark.parametrize("story, most", [(crisis, 3), (escalation, 7)], ids=["crisis", "escalation"])
def test_some_family_exists_at_every_random_point(story, most):
    counts = [sum(family.exists(point) for family in families(story)) for point in families(story).game.domain.points(80, seed=5)]
    assert min(counts) >= 1 and max(counts) <= most


def test_sequential_equilibrium_is_refused_in_a_sentence():
    with pytest.raises(
        GameError, match=r"Sequential equilibria are sought in finite games, and crisis has a type from a continuum, w_A; pbe-ft"
    ):
        solvers.solve(crisis(), "sequential")


def test_a_sweep_from_the_map_says_what_each_point_solved_alone_says():
    grid = {"a1": ["-1", "-1/3", "-1/8", "1/4", "1"]}
    swept, alone = (solvers.sweep(crisis(), grid, method=method) for method in ("map", "enumerate"))
    columns = [column for column in swept.columns if column.startswith(("outcome", "payoff"))]

    def rows(frame):
        return sorted(tuple(round(float(x), 9) for x in row) for row in frame[["a1", *columns]].to_numpy())

    assert rows(swept) == rows(alone) and len(swept) == 9


def test_results_are_written_and_read_again(tmp_path):
    for number, found in enumerate((solvers.regimes(crisis(), "a1"), solvers.solve(crisis(), a1=Q(-1, 4)))):
        read_again = solvers.read_result(solvers.write_result(found, tmp_path / f"{number}.json"), crisis())
        assert read_again.text() == found.text()
