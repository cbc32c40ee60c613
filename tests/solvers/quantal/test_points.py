"""Logit equilibria at a precision: known numbers, completeness with proof, and what is said where there is none."""

from fractions import Fraction
from math import exp

import numpy as np
import pytest
from other_responses import Plain, by_gambit, by_many_starts, flat, normal_form, signalling, two_rounds

import games
from games import GameError, Parameter, game
from solvers import quantal_response, solve, verify_response
from solvers.quantal import boxes, points
from solvers.quantal.points import points_at
from solvers.quantal.solving import read
from solvers.quantal.system import System

BENDING = games.load("bending_branch")


def first_row(found):
    return [one.profile["Row"]["start"]["r1"] for one in found]


def test_all_three_equilibria_are_counted_and_proved():
    found = quantal_response(BENDING, 3)
    assert (found.found, len(found), found.precision, found.method) == ("all", 3, 3, "boxes")
    assert first_row(found) == pytest.approx([0.995463175, 0.863714679, 0.019699741], abs=1e-9)
    for one in found:
        assert one.certificate.equilibrium and max(one.certificate.gains.values()) < 1e-30
        for player, sets in one.boxes.items():
            for label, row in sets.items():
                for action, (low, high) in row.items():
                    assert low <= high and high - low < Fraction(1, 10**35)
                    assert float(low) == pytest.approx(one.profile[player][label][action], abs=1e-15)
        assert found.contains(one.profile)
    assert not found.contains({p: {"start": dict.fromkeys(row["start"], 0.5)} for p, row in found[0].profile.strategies.items()})


@pytest.mark.parametrize(("precision", "count"), [(0, 1), (1, 1), ("1.337", 3), ("1.4", 1), (5, 3)])
def test_the_number_of_equilibria_at_a_precision(precision, count):
    found = quantal_response(BENDING, precision)
    assert (found.found, len(found)) == ("all", count)


def test_which_equilibria_lie_on_the_principal_branch():
    assert [one.name for one in quantal_response(BENDING, 3)] == [
        "logit equilibrium 1",
        "logit equilibrium 2",
        "logit equilibrium 3, on the principal branch",
    ]
    assert all("principal" in one.name for one in quantal_response(BENDING, "1.337"))
    alone = quantal_response(BENDING, 3, method="principal")
    assert (alone.found, first_row(alone)) == ("one", pytest.approx([0.019699741], abs=1e-9))


def test_even_odds_at_precision_zero():
    (one,) = quantal_response(games.load("kuhn"), 0)
    assert all(x == 0.5 for x in flat(one))


def test_signs_of_all_equilibria_add_up_to_one():
    """The index of each equilibrium is one or minus one, and they add up to one: nothing is counted twice or left out."""
    system = System(read(BENDING.at()))
    for precision in (1, Fraction("1.337"), 3, 20):
        assert sum(point.sign for point in points_at(system, Fraction(precision), 1_000).points) == 1


def test_perfect_information_is_a_recursion():
    @game(players=("A", "B"))
    def stay(play, *, a=Parameter(1, "a > 0")):
        """A may stay out; else B chooses."""
        if play.choose("A", ["out", "in"]) == "out":
            return a, 0
        return (3, 1) if play.choose("B", ["share", "take"]) == "share" else (0, 2)

    assert read(stay().at()).cut == ()
    (one,) = quantal_response(stay(), 2)
    take = 1 / (1 + exp(-2))
    entered = 1 / (1 + exp(2 * (1 - 3 * (1 - take))))
    assert flat(one) == pytest.approx([1 - entered, entered, 1 - take, take], abs=1e-14)


def test_unknowns_are_the_fewest_sets_from_which_the_others_follow():
    assert [read(games.load(name).at()).cut for name in ("bending_branch", "selten_horse", "three_pennies")] == [(0,), (2,), (1,)]
    assert len(read(games.load("kuhn").at()).cut) == 6


def test_an_equilibrium_without_payoff_differences_on_a_face_is_found_once():
    """Even odds lie in the middle of every box, where a cut would leave them on both sides."""
    for precision in (1, 5, 20):
        found = quantal_response(games.load("three_pennies"), precision)
        assert (found.found, len(found)) == ("all", 1) and flat(found[0]) == pytest.approx([0.5] * 6, abs=1e-15)


def test_with_too_few_boxes_something_is_left_and_the_principal_one_is_given():
    found = quantal_response(BENDING, 3, boxes=2)
    assert found.found == "some" and found.undecided and len(found) >= 1
    assert any(one.profile["Row"]["start"]["r1"] == pytest.approx(0.019699741, abs=1e-8) for one in found)
    assert "could not be decided" in found.text()


def test_where_branches_meet_nothing_is_claimed():
    """Both get 1 where they meet, so that three equilibria meet at even odds at precision 2 exactly: no box holds one for certain."""

    @game(players=("A", "B"))
    def meet(play):
        """Meet or miss."""
        a = play.choose("A", ["x", "y"], public=False)
        return (1, 1) if play.choose("B", ["x", "y"], public=False) == a else (0, 0)

    found = quantal_response(meet(), 2)
    assert found.found == "some" and len(found.undecided) > 0 and "There may be others" in found.text()
    assert [quantal_response(meet(), x).found for x in ("1.99", "2.01")] == ["all", "all"]
    assert [len(quantal_response(meet(), x)) for x in ("1.99", "2.01")] == [1, 3]


def test_rare_actions_keep_their_digits():
    (one,) = [s for s in quantal_response(BENDING, 100) if "principal" in s.name]
    low, high = one.boxes["Row"]["start"]["r1"]
    assert 0 < low <= high < Fraction(1, 10**50) and (high - low) / low < Fraction(1, 10**15)


def test_an_unequal_third_equilibrium_beside_the_published_one():
    """With A = 100 and precision 1 two equilibria that are not symmetric stand beside that on the principal branch."""
    found = quantal_response(games.load("imperfect_limit"), 1, A=100, B=100)
    assert (found.found, len(found)) == ("all", 3)
    (principal,) = [one for one in found if "principal" in one.name]
    assert principal.profile["Row"]["start"]["D"] == pytest.approx(0.90574581, abs=1e-7)


# ------------------------------------------------------------------ against other ways

KINDS = [
    lambda seed: normal_form((2, 2), seed),
    lambda seed: normal_form((2, 2, 2), seed),
    lambda seed: normal_form((3, 3), seed),
    signalling,
    two_rounds,
    lambda seed: normal_form((2, 3), seed),
]


def by_set(tree, solution):
    return np.concatenate(
        [list(solution.profile[tree.players[owner]][label].values()) for owner, label in zip(tree.set_owner, tree.set_labels, strict=True)]
    )


@pytest.mark.parametrize("k", [*range(12), *(pytest.param(k, marks=pytest.mark.slow) for k in range(12, 300))])
def test_nothing_that_newton_from_many_starts_or_gambit_finds_is_missed(k):
    rng = np.random.default_rng(k)
    tree, precision = KINDS[k % 6](np.random.default_rng(500 + k)), (1, 3)[k // 6 % 2]
    found = quantal_response(tree, precision)
    ours = [by_set(tree, one) for one in found]
    assert found.found == "all" and all(one.certificate.equilibrium for one in found)
    for theirs in by_many_starts(tree, precision, 6, rng):
        assert any(np.abs(theirs - one).max() < 1e-6 for one in ours)
    (traced,) = by_gambit(tree, [precision])
    gambit = sorted(x for sets in traced.values() for row in sets for x in row.values())
    assert any(np.abs(np.sort(one) - gambit).max() < 1e-5 for one in ours)


def test_several_equilibria_are_zeros_of_a_plain_reading_too():
    tree = normal_form((3, 3), np.random.default_rng(1))
    plain, found = Plain(tree), quantal_response(tree, 1)
    for one in found:
        logits = [
            np.log(x) - np.log(row[0])
            for sets in one.profile.strategies.values()
            for row in map(list, (r.values() for r in sets.values()))
            for x in row[1:]
        ]
        assert np.abs(plain.away(np.array(logits), 1.0)).max() < 1e-9


# ------------------------------------------------------------------ planted errors


def test_a_box_search_that_drops_a_box_is_caught_by_the_signs(monkeypatch):
    """Were a box with an equilibrium lost, the indices of the rest would not add up to one."""
    plain = boxes._cut

    def careless(before, after, weight, low, high):
        lows, highs = plain(before, after, weight, low, high)
        return lows[:, 1:], highs[:, 1:]

    monkeypatch.setattr(boxes, "_cut", careless)
    found = points_at(System(read(BENDING.at())), Fraction(3), 1_000)
    assert sum(point.sign for point in found.points) != 1


def test_an_equilibrium_that_newtons_method_does_not_reach_from_the_middle_of_its_box_is_found_in_a_smaller_one(monkeypatch):
    plain, narrowed = points.certified, []

    def astray(system, start, moving):
        return plain(system, start, moving) if narrowed else None

    monkeypatch.setattr(points, "certified", astray)
    monkeypatch.setattr(points, "shrunk", lambda system, box, moving: narrowed.append(box) or boxes.shrunk(system, box, moving))
    found = points_at(System(read(games.load("kuhn").at())), Fraction(1), 1_000)
    assert len(found.points) == 1 == len(narrowed) and found.undecided == 0


def test_the_verifier_refuses_a_profile_that_is_a_little_off():
    (one,) = quantal_response(BENDING, 1)
    told = {p: {s: dict(row) for s, row in sets.items()} for p, sets in one.profile.strategies.items()}
    assert verify_response(BENDING, told, 1).equilibrium
    told["Row"]["start"]["r1"] += 1e-6
    told["Row"]["start"]["r2"] -= 1e-6
    judged = verify_response(BENDING, told, 1)
    assert not judged.equilibrium and judged.reason.startswith("A probability of Row differs from the logit response at precision 1 by")
    assert not verify_response(BENDING, one.profile, "1.01").equilibrium


# ------------------------------------------------------------------ refusals


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (lambda: solve(BENDING, "quantal"), "Logit quantal response equilibria are those at a precision; give one, as precision=1."),
        (
            lambda: quantal_response(BENDING, -1),
            "precision = -1 is no number of at least 0; give a whole number, a fraction or a decimal.",
        ),
        (lambda: quantal_response(BENDING, 1, method="guess"), "There is no method 'guess' for quantal; there is boxes, principal."),
        (lambda: quantal_response(BENDING, 1, boxes=0), "boxes = 0 is no whole number of at least 1."),
        (
            lambda: quantal_response(BENDING, 10**6),
            "At precision 1e+06 probabilities of bending_branch fall below exp(-5000); take at most 791.1, or limiting_equilibrium for where "
            "the principal branch goes.",
        ),
        (
            lambda: solve(BENDING, "quantal", precision=1, seconds=2),
            "For quantal response boxes are counted, so that answers do not depend on the machine; give boxes, not seconds.",
        ),
        (
            lambda: verify_response(BENDING, {"Row": {"start": {"r1": 1}}}, 1),
            "No probability is given for what Row does at 'start'; every action needs one.",
        ),
        (
            lambda: verify_response(BENDING, {"Row": {"start": {"r1": 1, "r2": 0}}}, 1),
            "Row takes 'r2' at 'start' with a probability that may be zero, which no logit response is.",
        ),
    ],
)
def test_refusals_say_what_to_do(asked, said):
    with pytest.raises(GameError) as refused:
        asked()
    assert str(refused.value) == said


def test_a_game_with_a_parameter_called_precision_is_told_apart():
    @game(players=("A", "B"))
    def tuned(play, *, precision=Parameter(2, "precision > 0")):
        """A parameter of that name."""
        a = play.choose("A", ["x", "y"], public=False)
        b = play.choose("B", ["x", "y"], public=False)
        return (precision, 1) if a == b else (0, 0)

    with pytest.raises(GameError, match=r"tuned has a parameter 'precision', and quantal asks for precision of its own"):
        quantal_response(tuned(), 1)
    assert quantal_response(tuned().with_(precision=3), 1).found == "all"


def test_enclosures_in_all_kinds_of_numbers_agree():
    """Intervals hold what balls and floating point say, at points and all over boxes, derivatives too."""
    from flint import arb

    from solvers.algebra.intervals import Intervals

    rng = np.random.default_rng(3)
    for name in ("kuhn", "beer_quiche", "crisis_signalling", "imperfect_limit"):
        system = System(read(games.load(name).at()))
        middle, rate = rng.normal(size=system.size), 1.5
        low, high = middle - 0.05, middle + 0.05
        box = Intervals(low[:, None], high[:, None])
        values, slopes = system.in_boxes(box, Intervals(np.array([1.4]), np.array([1.6])))
        bare = system.values_in_boxes(box, Intervals(np.array([1.4]), np.array([1.6])))
        assert (bare.low == values.low).all() and (bare.high == values.high).all()
        for _ in range(5):
            at, moving = rng.uniform(low, high), float(rng.uniform(1.4, 1.6))
            away, derived = system.in_balls([arb(float(x)) for x in at], arb(moving))
            for k in range(system.size):
                outcome = float(at[k]) - float(away[k].mid())
                assert values.low[k, 0] - 1e-12 <= outcome <= values.high[k, 0] + 1e-12
                for j in range(system.size + 1):
                    slope = float(j == k) - float(derived[k][j].mid())
                    assert slopes.low[k, j, 0] - 1e-12 <= slope <= slopes.high[k, j, 0] + 1e-12
        logits = middle * rate
        away, derived = system.in_floats(logits, rate)
        exact, _ = system.in_balls([arb(float(x)) for x in middle], arb(rate))
        assert away == pytest.approx([rate * float(x.mid()) for x in exact], abs=1e-12)
        for j in range(system.size + 1):
            step = 1e-6 * np.eye(system.size + 1)[j]
            moved, _ = system.in_floats(logits + step[:-1], rate + step[-1])
            assert derived[:, j] == pytest.approx((moved - away) / 1e-6, abs=1e-4)
