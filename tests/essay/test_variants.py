"""Variants of the essay's games that carry what one period, one post or one removal cannot: sizes, what each shows, and what is refused."""

from fractions import Fraction

import pytest
from essay_checks import disagreements, every, mapped, only, thresholds

from games import GameError, load
from solvers import claim, regimes

Q = Fraction

SIZES = [
    # game, structure, nodes, information sets, parameters
    ("sustainability_bet", {"periods": 2}, 103, 30, 10),
    ("sustainability_bet", {"targets": True}, 35, 10, 8),
    ("coercive_diplomacy", {"answers": True}, 77, 11, 18),
    ("kingpin_fragmentation", {"removals": 2, "rivals": 0}, 121, 16, 9),
    ("kingpin_fragmentation", {"removals": 2, "rivals": 0, "entry": True}, 239, 17, 13),
    ("state_capture", {"posts": 2}, 319, 11, 11),
]


@pytest.mark.parametrize("name, structure, nodes, infosets, parameters", SIZES, ids=[f"{name} {', '.join(s)}" for name, s, *_ in SIZES])
def test_sizes(name, structure, nodes, infosets, parameters):
    game = load(name, **structure)
    assert (game.nodes, game.infosets, len(game.parameters)) == (nodes, infosets, parameters)


@pytest.mark.slow
@pytest.mark.parametrize("name, structure", [(name, s) for name, s, *_ in SIZES], ids=[f"{name} {', '.join(s)}" for name, s, *_ in SIZES])
def test_the_independent_method_agrees_at_random_points(name, structure):
    assert disagreements(load(name, **structure), 5, seed=2) == []


# ------------------------------------------------------------------ G1: two periods, and named targets


def test_over_two_phases_a_tip_comes_late_where_one_phase_would_see_none():
    """A waits, and informs once the US has stayed, since only a US that lasts stays."""
    game = load("sustainability_bet", periods=2)
    found = only(game)
    assert found.profile["A"]["start"]["wait"] == 1 and found.profile["A"]["wait/A waits/B waits/stays"]["inform"] == 1
    assert {k: v for k, v in found.outcomes.items() if v} == {
        "informed never, no phase more": Q(17, 20),
        "informed late, two phases more": Q(3, 20),
    }
    found = mapped(game, "mu_long")
    assert "mu_long = 10/39" in thresholds(found)
    for condition, move in (("mu_long < 10/39", "wait"), ("mu_long > 10/39", "inform")):
        assert claim(found, [condition], {"A": {"start": {move: 1}}}).holds == "in every equilibrium"


def test_a_named_target_turns_the_smaller_into_the_informer():
    """The larger is hit where nobody informs; the smaller informs for certain above 25/88, both mix down to 25/163, below nobody does."""
    game = load("sustainability_bet", targets=True)
    found = only(game)
    assert found.profile["B"]["start"]["inform"] == 1 and found.profile["A"]["start"]["wait"] == 1
    assert found.outcomes["A hit on a tip"] == Q(2, 5)
    assert {"mu_long = 25/88", "mu_long = 25/163"} <= set(thresholds(mapped(game, "mu_long")))
    between = only(game, mu_long=Q(1, 5))
    assert all(0 < between.profile[who]["start"]["inform"] < 1 for who in "AB")
    assert all(only(game, mu_long=Q(1, 10)).profile[who]["start"]["wait"] == 1 for who in "AB")
    for redirect, hit in ((Q(1, 5), "hit A"), (Q(1, 4), "hit B")):  # 9/20*(1 + redirect) against 11/20: at 2/9
        assert only(game, redirect=redirect).profile["US"]["long/A informs/B waits"][hit] == 1


# ------------------------------------------------------------------ G3: two removals, and entry


def test_who_may_be_removed_in_turn_splits_rather_than_fights():
    found = mapped(load("kingpin_fragmentation", removals=2, rivals=0), "strong")
    assert {"strong = 5/42", "strong = 5/24", "strong = 7/12"} <= set(thresholds(found))
    default = only(load("kingpin_fragmentation", removals=2, rivals=0))
    assert default.profile["heir"]["leader/contest"]["split"] == 1  # at a prior of 2/5, above 5/42
    weak = only(load("kingpin_fragmentation", removals=2, rivals=0), strong=Q(1, 20))
    assert weak.profile["heir"]["leader/contest"]["fight"] > 0


def test_with_entry_the_flow_is_what_it_was_after_both_removals():
    game = load("kingpin_fragmentation", removals=2, rivals=0, entry=True)
    assert only(game).measures["flow"] == 1 and only(game, demand=Q(1, 5)).measures["flow"] < 1
    assert "demand = 10/33" in thresholds(mapped(game, "demand"))  # one removal, and a second with 13/20: 33/20 times the gap of 1/5


# ------------------------------------------------------------------ G6: two posts


def test_two_posts_take_twice_the_penalty():
    """The centre can watch one post: with F_pen between 4/3 and 8/3 a watch that would deter at one post does not at two."""
    game = load("state_capture", posts=2)
    found = mapped(game, "F_pen", c_mon=Q(1, 20))
    assert {"F_pen = 4/3", "F_pen = 8/3"} <= set(thresholds(found))
    assert "F_pen = 4/3" in thresholds(mapped(load("state_capture"), "F_pen", c_mon=Q(1, 20)))
    for solution in every(game, F_pen=3, c_mon=Q(1, 20)):  # who of the venal refuses, and to what, is open
        watch = solution.profile["centre"]["start"]
        assert watch["watch 1"] == watch["watch 2"] == Q(4, 9) and solution.measures["captured"] == 2 * Q(1, 3)
    assert all(solution.measures["captured"] > 2 * Q(1, 3) for solution in every(game, F_pen=2, c_mon=Q(1, 20)))


def test_officials_are_alike():
    found = regimes(load("state_capture", posts=2), "F_pen", c_mon=Q(1, 20))
    assert found.solved.classes and found.checked["disagreements"] == 0


# ------------------------------------------------------------------ G4: answers


def test_a_threat_that_can_be_answered_must_be_worth_a_further_step():
    """Executed below tau 3/10 = A_res/(step*L_US) instead of 3/5: at 7/20 it is not, all refuse, and none is made."""
    game = load("coercive_diplomacy", answers=True)
    assert only(game).outcomes["no_threat"] == 1
    assert only(load("coercive_diplomacy")).outcomes["no_threat"] == 0
    below, above = (every(game, tau=tau) for tau in (Q(29, 100), Q(31, 100)))
    goes_on = "threaten/resolute/no output/execute/retaliate"
    assert {solution.profile["US"][goes_on]["escalate"] for solution in below} == {1}
    assert {solution.profile["US"][goes_on]["escalate"] for solution in above} == {0}
    executed = [solution for solution in below if solution.profile["US"]["threaten/resolute/no output"]["execute"] == 1]
    assert any(solution.outcomes["executed_on_token"] == Q(21, 200) for solution in executed)
    assert all(solution.outcomes["no_threat"] == 1 for solution in above)


# ------------------------------------------------------------------ what is not told


@pytest.mark.parametrize(
    "name, structure, words",
    [
        ("sustainability_bet", {"periods": 3}, "sustainability_bet is told for one period or two, periods=1 or periods=2; found 3."),
        (
            "sustainability_bet",
            {"periods": 2, "depth": True},
            "Over two periods one cartel may inform and the other resist, and a short US chooses; give periods=2 alone.",
        ),
        (
            "sustainability_bet",
            {"targets": True, "exit": True},
            "With named targets each cartel waits or informs, and the US names whom it hits; give targets alone.",
        ),
        (
            "sustainability_bet",
            {"clock": True, "periods": 2},
            "The clock has one cartel that waits or resists, and a US that chooses; give clock without other structure.",
        ),
        (
            "kingpin_fragmentation",
            {"removals": 3},
            "kingpin_fragmentation is told with one removal or two, removals=1 or removals=2; found 3.",
        ),
        (
            "kingpin_fragmentation",
            {"removals": 2},
            "Two removals are told without a rival, lieutenants or enforcers; give removals=2 with rivals=0, and entry if wanted.",
        ),
        ("state_capture", {"posts": 3}, "state_capture has one post or two, posts=1 or posts=2; found 3."),
        (
            "state_capture",
            {"posts": 2, "report": True},
            "Two posts are told without exposure, reports or a pact; give posts=2 alone.",
        ),
        (
            "coercive_diplomacy",
            {"demand": "cartel", "answers": True},
            "A demand on the cartel is told alone; leave the other structure arguments at their defaults.",
        ),
    ],
)
def test_what_is_not_told_is_refused(name, structure, words):
    with pytest.raises(GameError) as error:
        load(name, **structure)
    assert str(error.value) == words
