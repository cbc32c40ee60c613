"""What all sets of a subform ask of the one belief with which it is entered, written out for small games."""

import pytest
from small_games import entry, heard, horse, quality, trust, twice

from games import Parameter, game
from solvers.search.subform_beliefs import subform_conditions
from solvers.search.supports import oracle_of
from solvers.search.tree_polynomials import View

ALL = {0: (0, 1), 1: (0, 1), 2: (0, 1), 3: (0, 1)}


def asked(view, subform, supports, generic=False):
    found = subform_conditions(view, oracle_of(view), subform, supports, generic)
    on_parameters, on_play = ([(a.polynomial, a.relation) for a in atoms] for atoms in (found.on_parameters, found.on_play))
    return found.possible, on_parameters, on_play


def gens(view, *names):
    return [view.ring.gen(name) for name in names]


def test_two_receivers_share_the_belief_about_the_sender():
    view = View(heard())
    p, e = gens(view, "p", "e.0")
    one = view.ring.one
    (after,) = view.subform.subforms
    weights = [(e, ">="), (one - e, ">=")]
    h, low = p * e, (1 - p) * (1 - e)  # what each type weighs, up to a factor
    assert asked(view, after, {2: (0,), 3: (0,)}) == (True, [], [*weights, (h - 2 * low, ">="), (h - low, ">=")])
    assert asked(view, after, {2: (0, 1), 3: (1,)}) == (True, [], [*weights, (h - 2 * low, "="), (low - h, ">=")])


def test_the_weights_of_several_entries_add_up_to_one():
    view = View(heard())
    (last,) = view.subform.subforms[0].subforms
    first, second, third = gens(view, "e.0", "e.1", "e.2")
    one, p = view.ring.one, view.ring.gen("p")
    possible, on_parameters, on_play = asked(view, last, {3: (0,)})
    assert possible and on_parameters == []
    assert [q for q, _ in on_play[:4]] == [first, second, third, one - first - second - third] and {r for _, r in on_play} == {">="}
    assert on_play[4][0] == p * (first + second) - (1 - p) * (1 - first - second)


def test_a_subform_with_one_entry_has_no_weights():
    view = View(twice())
    k, u, right = gens(view, "k", "b1.0", "b3.0")
    (after_a,) = view.subform.subforms
    (last,) = after_a.subforms
    assert asked(view, last, ALL) == (True, [], [(k * right - (1 - right), "="), (u - 3 * (1 - u), "=")])
    assert asked(view, last, {1: (0,), 3: (0,)}) == (True, [], []), "both are better, whatever is believed"


def test_a_comparison_of_the_wrong_sign_is_not_possible():
    view = View(twice())
    one = view.ring.one
    (last,) = view.subform.subforms[0].subforms
    possible, on_parameters, on_play = asked(view, last, {1: (0,), 3: (1,)})
    assert not possible and on_parameters == [] and on_play == [(-one, ">=")]
    possible, _, on_play = asked(view, last, {1: (0,), 3: (0, 1)})
    assert not possible and on_play == [(one, "=")]


@pytest.mark.parametrize("generic", [True, False])
def test_conditions_on_the_parameters_alone_are_strict_where_walls_are_not_wanted(generic):
    view = View(entry())
    c = view.ring.gen("c")
    (after,) = view.subform.subforms
    relation = ">" if generic else ">="
    assert asked(view, after, {1: (0,)}, generic) == (True, [(-c - 1, relation)], [])
    assert asked(view, after, {1: (0, 1)}, generic) == ((False, [], [(-c - 1, "=")]) if generic else (True, [(-c - 1, "=")], []))


def test_play_that_no_belief_changes_is_compared_once():
    """Where a set wins the same at all its nodes, weights do not matter."""

    @game(players=("A", "B"))
    def blind(play, *, v=Parameter(1)):
        play.choose("A", ["l", "r"], public=False)
        return 0, {"x": v, "y": 2}[play.choose("B", ["x", "y"], public=False)]

    view = View(blind())
    v, e = gens(view, "v", "e.0")
    (after,) = view.subform.subforms
    assert asked(view, after, {1: (0,)}) == (True, [(v - 2, ">=")], [(e, ">="), (1 - e, ">=")])


def test_nodes_that_play_from_the_entries_does_not_reach_weigh_nothing():
    view = View(horse())
    x, across, b, left = gens(view, "x", "b0.0", "b1.0", "b2.0")
    (after,) = view.subform.subforms
    e = view.ring.gen("e.0")
    weights = [(e, ">="), (1 - e, ">=")]
    # entries: across (weight e) and down; 2 goes across, so that the node after its going down is not reached
    assert asked(view, after, {1: (0,), 2: (0, 1)}) == (True, [], [*weights, (1 - 4 * left, ">="), (2 * (1 - e), "=")])
    assert asked(view, after, {1: (0,), 2: (0,)}) == (False, [], [(-3 * view.ring.one, ">=")])
    possible, on_parameters, on_play = asked(view, after, {1: (0, 1), 2: (0, 1)})
    assert possible and on_parameters == [] and on_play == [*weights, (1 - 4 * left, "="), (2 * (1 - e) - e * (1 - b), "=")]
    whole = asked(view, view.subform, {0: (0, 1), 1: (0, 1), 2: (0, 1)})
    assert whole[2][0] == (across_or_down(x, b, left), "=") and whole[2][2] == (2 * (1 - across) - across * (1 - b), "=")


def across_or_down(x, b, left):
    """What 1 wins by going across instead of down."""
    return b + (1 - b) * 4 * left - x * left


def test_own_moves_before_a_set_do_not_weigh():
    """A set is compared as if its own player had gone there, where all its nodes lie behind the same moves of its own."""
    view = View(twice())
    k, right = gens(view, "k", "b3.0")
    possible, _, on_play = asked(view, view.subform, {0: (0,), 1: (0, 1), 2: (1,), 3: (0, 1)})
    assert possible and (k * right - (1 - right), "=") in on_play
    u = view.ring.gen("b1.0")
    assert (view.ring.zero, "=") not in on_play and not any(q == u - 3 * (1 - u) for q, _ in on_play), "B is not there: A stops"


def test_chances_below_an_entry_weigh():
    view = View(quality())
    q, r = gens(view, "q", "r")
    (after,) = view.subform.subforms
    possible, on_parameters, on_play = asked(view, after, {1: (0,)})
    assert possible and on_play == [] and len(on_parameters) == 1
    assert on_parameters[0] == ((2 * q * r + q * q - 2 * r * r - q * r) * (q + r) ** 2, ">=")


def test_what_one_sets_conditions_exclude_is_seen_in_trust():
    view = View(trust())
    assert asked(view, view.subform, {0: (0,), 1: (0,), 2: (0,)})[0] is False
    p, e = gens(view, "p", "e.0")
    (after,) = view.subform.subforms
    assert asked(view, after, {2: (1,)}) == (True, [], [(e, ">="), (1 - e, ">="), ((1 - p) * (1 - e) - p * e, ">=")])
