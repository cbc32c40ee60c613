"""A game as the engine reads it: polynomials at nodes on one scale, and which sets bear on what, written out for small games."""

from fractions import Fraction as Q

import pytest
from small_games import entry, horse, pennies, quality, trust, twice

from games import Parameter, game
from solvers.search.tree_polynomials import Unknown, View, subsets

ALL = {0: (0, 1), 1: (0, 1), 2: (0, 1), 3: (0, 1)}


def gens(view, *names):
    return [view.ring.gen(name) for name in names]


# ------------------------------------------------------------------ what follows what


def test_sets_with_owners_nodes_actions_and_what_follows_them():
    view = View(trust())
    assert (view.owner, view.members, view.actions) == ([0, 0, 1], [[1], [2], [4, 6]], [2, 2, 2])
    assert view.node_owner == [-1, 0, 0, -2, 1, -2, 1, -2, -2, -2, -2] and list(view.sets) == [0, 1, 2]
    assert view.children[:5] == [[1, 2], [3, 4], [5, 6], [], [7, 8]]
    assert [view.infoset[n] for n in (1, 2, 4, 6)] == [0, 1, 2, 2]
    assert view.sets_below == [(0, 1, 2), (0, 2), (1, 2), (), (2,), (), (2,), (), (), (), ()]
    assert view.under == view.heeded == [(2,), (2,), ()]
    assert view.others == {1: [], 2: [], 4: [(0, 1)], 6: [(1, 1)]}


def test_the_unknowns_and_their_simplices():
    view = View(quality())
    assert view.unknowns == {
        "b0.0": Unknown("mix", 0, 0),
        "b1.0": Unknown("mix", 1, 0),
        "t0.0": Unknown("belief", 0, 0),
        "t1.0": Unknown("belief", 1, 0),
        "t1.1": Unknown("belief", 1, 1),
        "t1.2": Unknown("belief", 1, 2),
        "w.0": Unknown("weight", -1, 0),
        "w.1": Unknown("weight", -1, 1),
        "w.2": Unknown("weight", -1, 2),
    }
    assert view.simplices == [("b0.0",), ("b1.0",), ("t0.0",), ("t1.0", "t1.1", "t1.2")]
    assert view.ring.parameters == ("q", "r") and view.ring.unknowns == tuple(view.unknowns)
    assert View(pennies()).unknowns["e.0"] == Unknown("class", -1, 0) and "e.1" not in View(pennies()).unknowns


def test_one_node_and_one_action_need_no_unknowns():
    @game(players=("A",))
    def forced(play):
        play.choose("A", ["only"])
        return [{"l": 1, "m": 2, "r": 3}[play.choose("A", ["l", "m", "r"])]]

    view = View(forced())
    assert list(view.unknowns) == ["b1.0", "b1.1"] and view.simplices == [("b1.0", "b1.1")]


def test_own_moves_are_not_among_the_others_moves():
    view = View(twice())
    assert view.owner == [0, 0, 1, 1]
    assert view.others == {0: [], 4: [(2, 1)], 2: [(0, 1)], 5: [(0, 1), (1, 0)], 6: [(0, 1), (1, 1)]}
    assert view.under == [(1, 2, 3), (3,), (1, 3), ()]


def test_play_that_changes_no_payoff_of_a_player_is_not_heeded():
    @game(players=("A", "B"))
    def idle(play):
        first = play.choose("A", ["x", "y"])
        second = play.choose("B", ["u", "d"])
        return int(first == "x"), int(second == "u")

    view = View(idle())
    assert view.under == [(1, 2), (), ()] and view.heeded == [(), (), ()]
    assert view.bearing[0][0] == (0,) and view.bearing[1][0] == (0, 1, 2)  # which of the sets B is at, A says
    assert view.bearing[0][1] == view.bearing[0][2] == () and view.bearing[1][1] == (1,)
    u = view.ring.gen("b1.0")
    assert view.value(1, 0, ALL) == view.ring.one and view.value(1, 1, ALL) == u


def test_what_chance_alone_settles_bears_on_nothing():
    @game(players=("A",))
    def settled(play, q=Q(1, 3)):
        play.choose("A", ["x", "y"])
        play.chance("dice", {"one": q, "two": 1 - q})
        return [5]

    view = View(settled())
    assert view.bearing[0][0] == () and view.heeded == [()] and view.value(0, 0, ALL) == view.ring.constant(5)


# ------------------------------------------------------------------ chances with denominators


def test_chances_and_payoffs_stand_on_one_scale():
    view = View(quality())
    q, r, one = *gens(view, "q", "r"), view.ring.one
    assert view.common == q + r and view.total == (q + r) ** 2 and view.scale == [r, one]
    assert view.chance == {1: q, 2: r, 7: r, 8: q, 9: r, 10: q}
    after = [2, *[1] * 6, *[0] * 12]  # draws still to come after each node
    assert view.level == [(q + r) ** k for k in after] and view.rise == [(q + r) ** (2 - k) for k in after]
    assert view.chance_before == {1: q * (q + r), 2: r * (q + r), 7: q * r, 8: q * q, 9: r * r, 10: q * r}
    assert [view.payoff[n, 0] for n in (4, 6, 11, 12)] == [r * (q + r), r * (q + r), 2 * one, 0 * one]
    assert [view.payoff[n, 1] for n in (4, 11, 13, 15, 17)] == [0 * one, 2 * one, one, -2 * one, -one]


def test_without_denominators_there_are_no_scales():
    view = View(trust())
    p, one = view.ring.gen("p"), view.ring.one
    assert view.common == view.total == one and view.scale == [one, one] and view.level is view.rise is None
    assert view.chance == {1: p, 2: one - p} and view.chance_before == {1: p, 2: one - p, 4: p, 6: one - p}
    assert [view.payoff[n, 0] for n in (3, 7, 8, 9, 10)] == [one, 3 * one, 2 * one, 3 * one, 0 * one]


def test_a_scale_is_positive():
    @game(players=("A",))
    def below(play, *, m=Parameter(-2, "m < 0")):
        play.chance("draw", {"a": 1 / (1 - m), "b": m / (m - 1)})
        return [{"x": 1 / m, "y": 0}[play.choose("A", ["x", "y"])]]

    view = View(below())
    m, one = view.ring.gen("m"), view.ring.one
    assert view.scale == [-m] and view.common == one - m and view.payoff[2 + 1, 0] == -one
    assert view.positive(m) == -m and view.positive(-m) == -m and view.positive(one) == one


def test_a_sum_of_fractions_is_brought_on_one_denominator():
    @game(players=("A",))
    def fractions(play, *, a=Parameter(2, "a > 0"), b=Parameter(3, "b > 0")):
        return [{"x": 1 / a + 2 / b, "y": Q(3, 2)}[play.choose("A", ["x", "y"])]]

    view = View(fractions())
    a, b = gens(view, "a", "b")
    assert view.scale == [a * b]
    assert view.advantage(0, 0, 1, ALL) == b + 2 * a - a * b * Q(3, 2).numerator / 2


def test_measures_have_scales_of_their_own():
    @game(players=("A",))
    def measured(play, *, a=Parameter(2, "a > 0")):
        go = play.choose("A", ["stay", "go"]) == "go"
        play.measure(cost=1 / a if go else 3, length=2 if go else 0)
        return [0]

    view = View(measured())
    a, one = view.ring.gen("a"), view.ring.one
    assert view.measure(0) == ([3 * a, one], a) and view.measure(1) == ([0 * one, 2 * one], one)
    assert view.measure(0) is view.measure(0), "reckoned once, as every family asks for it"


# ------------------------------------------------------------------ probabilities and values


def test_the_probability_of_an_action_in_a_support():
    @game(players=("A",))
    def four(play):
        return [{"a": 1, "b": 2, "c": 3, "d": 4}[play.choose("A", list("abcd"))]]

    view = View(four())
    one = view.ring.one
    a, b, c = gens(view, "b0.0", "b0.1", "b0.2")
    assert [view.probability(0, k, (0, 1, 2, 3)) for k in range(4)] == [a, b, c, one - a - b - c]
    assert [view.probability(0, k, (1, 3)) for k in range(4)] == [0 * one, b, 0 * one, one - b]
    assert [view.probability(0, k, (2,)) for k in range(4)] == [0 * one, 0 * one, one, 0 * one]


def test_expected_payoffs_from_a_node_on():
    view = View(trust())
    p, good, bad, yes = gens(view, "p", "b0.0", "b1.0", "b2.0")
    one = view.ring.one
    assert view.value(4, 0, ALL) == 2 + yes and view.value(4, 1, ALL) == yes
    assert view.value(6, 0, ALL) == 3 * yes and view.value(6, 1, ALL) == -yes
    assert view.value(1, 0, ALL) == good + (1 - good) * (2 + yes)
    assert view.value(0, 1, ALL) == p * (1 - good) * yes - (1 - p) * (1 - bad) * yes
    pure = {0: (1,), 1: (0,), 2: (1,)}
    assert view.value(0, 0, pure) == 2 * p + (1 - p) and view.value(0, 1, pure) == 0 * one
    assert view.value(0, 0, ALL) == p * view.value(1, 0, ALL) + (1 - p) * view.value(2, 0, ALL)  # the other support is not forgotten


def test_advantages_are_differences_of_values():
    view = View(trust())
    yes = view.ring.gen("b2.0")
    assert view.advantage(1, 1, 0, ALL) == 1 + yes and view.advantage(2, 0, 1, ALL) == 1 - 3 * yes
    assert view.advantage(6, 0, 1, ALL) == -view.ring.one


def test_advantages_at_nodes_of_one_set_stand_on_one_scale():
    view = View(quality())
    q, r, keep = gens(view, "q", "r", "b1.0")
    # to stay brings 2/r times the probability of keeping, to leave 1: times r, and (q + r)**2 for the two draws
    assert view.advantage(1, 0, 1, ALL) == (2 * keep - r) * (q + r) ** 2 == view.advantage(2, 0, 1, ALL)
    assert [view.advantage(n, 0, 1, ALL) for n in (7, 8, 9, 10)] == [k * (q + r) ** 2 for k in (2, 1, -2, -1)]


def test_values_when_a_player_follows_a_pure_plan():
    view = View(twice())
    k, b_goes, right = view.ring.gen("k"), *gens(view, "b2.0", "b3.0")
    assert view.value_of(0, 0, {0: 0, 1: 0}, ALL) == view.ring.one
    assert view.value_of(0, 0, {0: 1, 1: 0}, ALL) == (1 - b_goes) * right * k
    assert view.value_of(0, 0, {0: 1, 1: 1}, ALL) == (1 - b_goes) * (1 - right)
    u = view.ring.gen("b1.0")
    assert view.value_of(2, 1, {2: 1, 3: 1}, ALL) == 3 * (1 - u) and view.value_of(2, 1, {2: 0, 3: 1}, ALL) == 2 * view.ring.one
    # where a set is not in the plan its support is played
    assert view.value_of(4, 0, {}, {**ALL, 1: (1,)}) == 1 - right
    priced = View(quality())
    q, r = gens(priced, "q", "r")
    assert priced.value_of(0, 1, {0: 0, 1: 0}, {0: (0,), 1: (0, 1)}) == q * r * 2 + q * q - 2 * r * r - q * r


def test_the_pure_plans_from_a_set_on():
    view = View(twice())
    assert list(view.plans(0)) == [{0: 0, 1: 0}, {0: 0, 1: 1}, {0: 1, 1: 0}, {0: 1, 1: 1}]
    assert list(view.plans(1)) == [{1: 0}, {1: 1}] and list(view.plans(2)) == [{2: a, 3: b} for a in (0, 1) for b in (0, 1)]


# ------------------------------------------------------------------ trembles and reach


def test_trembles_are_the_others_unused_actions():
    view = View(horse())
    across, down, left = (0,), (1,), (0,)
    both = {0: across, 1: across, 2: left}
    assert view.trembles(2, both) == ((0, 1),) and view.trembles(4, both) == ((1, 1),) and view.trembles(0, both) == ()
    assert view.trembles(4, {0: down, 1: across, 2: left}) == ((0, 0), (1, 1)) and view.trembles(1, {0: down, 1: down, 2: left}) == (
        (0, 0),
    )
    assert view.reached(0, both) and view.reached(1, both) and not view.reached(2, both) and not view.reached(4, both)
    assert view.reached(4, {0: (0, 1), 1: down, 2: left})


def test_a_set_that_only_its_own_player_leaves_is_reached_for_consistency_alone():
    play = {0: (0,), 1: (0,), 2: (1,), 3: (0,)}  # A stops; B would go on
    sequential, weak = View(twice()), View(twice(), "pbe")
    assert sequential.consistent and sequential.one_shot and not weak.consistent and not weak.one_shot
    assert sequential.reached(4, play) and not weak.reached(4, play) and weak.reached(0, play)
    assert not sequential.reached(2, play) and not weak.reached(2, play)
    assert weak.reached(4, {**play, 0: (0, 1)})


def test_the_weight_of_a_node_multiplies_chances_and_the_others_mixes():
    view = View(trust())
    p, good, bad = gens(view, "p", "b0.0", "b1.0")
    assert view.weight(4, ALL) == p * (1 - good) and view.weight(6, ALL) == (1 - p) * (1 - bad)
    assert view.weight(4, {0: (1,), 1: (0, 1)}) == p and view.weight(4, {0: (0,), 1: (0, 1)}) == p  # an unused action weighs as a tremble
    assert View(entry()).weight(2, {0: (0, 1), 1: (0,)}) == 1 - View(entry()).ring.gen("b0.0")
    own = View(twice())
    assert own.weight(4, ALL) == 1 - own.ring.gen("b2.0") and own.weight(4, {**ALL, 2: (1,)}) == own.ring.one


def test_subsets_smaller_ones_first():
    assert list(subsets("abc")) == [("a",), ("b",), ("c",), ("a", "b"), ("a", "c"), ("b", "c"), ("a", "b", "c")]
    assert list(subsets([])) == []


@pytest.mark.parametrize("concept, consistent, one_shot", [("sequential", True, True), ("pbe", False, False), ("pbe-ft", True, True)])
def test_what_a_concept_asks(concept, consistent, one_shot):
    view = View(trust(), concept)
    assert (view.consistent, view.one_shot, view.concept.name) == (consistent, one_shot, concept)
