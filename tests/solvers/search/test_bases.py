"""The system of a base: its unknowns, equations and comparisons, as one writes them down by hand."""

import pytest
from small_games import entry, heard, horse, pennies, quality, trust, twice

from games import Parameter, game
from solvers.search.bases import belief_weights, system, whole_plans
from solvers.search.tree_polynomials import View


def gens(view, *names):
    return [view.ring.gen(name) for name in names]


def compared(base):
    return [(a.polynomial, a.relation, rival) for a, rival in zip(base.atoms, base.rivals, strict=True)]


def test_pure_play_is_compared_with_what_is_not_played():
    view = View(entry())
    base = system(view, {0: (0,), 1: (0,)}, {0: (0,), 1: (2,)}, {})
    c, one = view.ring.gen("c"), view.ring.one
    assert base.unknowns == base.equations == base.positives == []
    assert compared(base) == [(one, ">=", (0, 1)), (-c - 1, ">=", (1, 1))]
    assert base.name == (((0, (0,)), (1, (0,))), ((0, (0,)), (1, (2,)))) and base.groups == {}
    assert (base.loose, base.idle) == (frozenset(), frozenset())
    assert (base.supports, base.beliefs) == ({0: (0,), 1: (0,)}, {0: (0,), 1: (2,)})


def test_mixes_make_indifferent():
    view = View(pennies())
    w, a, b = gens(view, "w", "b0.0", "b1.0")
    one = view.ring.one
    base = system(view, {0: (0, 1), 1: (0, 1)}, {0: (0,), 1: (1, 2)}, {})
    assert base.unknowns == ["b0.0", "b1.0"] and base.positives == [a, one - a, b, one - b] and base.atoms == base.rivals == []
    assert base.equations == [(w * b - (1 - b), 0), (1 - 2 * a, 1)]


def test_beliefs_weigh_what_is_won():
    view = View(trust())
    p, bad, yes = gens(view, "p", "b1.0", "b2.0")
    base = system(view, {0: (1,), 1: (0, 1), 2: (0, 1)}, {0: (1,), 1: (2,), 2: (4, 6)}, {})
    assert base.unknowns == ["b1.0", "b2.0"] and base.equations == [(1 - 3 * yes, 1), (p - (1 - p) * (1 - bad), 2)]
    assert compared(base) == [(1 + yes, ">=", (0, 0))]
    assert belief_weights(view, base, 2) == {4: p, 6: (1 - p) * (1 - bad)} and belief_weights(view, base, 0) == {1: view.ring.one}


def test_a_belief_in_one_node_weighs_nothing():
    view = View(trust())
    base = system(view, {0: (1,), 1: (0,), 2: (0,)}, {0: (1,), 1: (2,), 2: (4,)}, {2: ((4,),)})
    assert base.unknowns == [] and compared(base)[-1] == (view.ring.one, ">=", (2, 1)) and base.groups == {}
    assert belief_weights(view, base, 2) == {4: view.ring.one}


def test_weights_of_groups_off_the_path_are_unknowns():
    view = View(horse())
    x, left, t = gens(view, "x", "b2.0", "t2.0")
    one = view.ring.one
    base = system(view, {0: (0,), 1: (0,), 2: (0, 1)}, {0: (0,), 1: (1,), 2: (2, 4)}, {2: ((2,), (4,))})
    assert base.unknowns == ["b2.0", "t2.0"] and base.positives == [left, one - left, t, one - t]
    assert base.equations == [(2 * t - (1 - t), 2)] and base.groups == {2: ((2,), (4,))}
    assert compared(base) == [(1 - x * left, ">=", (0, 1)), (1 - 4 * left, ">=", (1, 1))]
    assert belief_weights(view, base, 2) == {2: t, 4: one - t}


def test_the_nodes_of_one_group_share_a_weight():
    view = View(quality())
    q, r = gens(view, "q", "r")
    base = system(view, {0: (1,), 1: (0,)}, {0: (1, 2), 1: (7, 8, 9, 10)}, {1: ((7, 8, 9, 10),)})
    assert base.unknowns == [] and base.groups == {}
    assert belief_weights(view, base, 1) == {7: q * r, 8: q * q, 9: r * r, 10: q * r}
    (leave, keep) = compared(base)
    assert leave == (r * (q + r) ** 2, ">=", (0, 0)) or leave[2] == (0, 0)
    assert keep == ((2 * q * r + q * q - 2 * r * r - q * r) * (q + r) ** 2, ">=", (1, 1))


def test_several_groups_with_several_nodes():
    view = View(quality(), "pbe")
    ring = view.ring
    q, r, t, u = gens(view, "q", "r", "t1.0", "t1.1")
    groups = {1: ((7, 8), (9,), (10,))}
    base = system(view, {0: (1,), 1: (0,)}, {0: (1, 2), 1: (7, 8, 9, 10)}, groups)
    assert base.unknowns == ["t1.0", "t1.1"] and base.positives == [t, u, ring.one - t - u]
    weights = belief_weights(view, base, 1)
    assert weights == {7: t * q * r, 8: t * q * q, 9: u * r * r, 10: (ring.one - t - u) * q * r}


def test_common_factors_of_weights_are_divided_out():
    view = View(twice())
    k, u = gens(view, "k", "b1.0")
    base = system(view, {0: (0, 1), 1: (0, 1), 2: (1,), 3: (0, 1)}, {0: (0,), 1: (4,), 2: (2,), 3: (5, 6)}, {})
    assert belief_weights(view, base, 3) == {5: u, 6: 1 - u}, "the probability of going on counts for both"
    assert (u - 3 * (1 - u), 3) in base.equations
    right = view.ring.gen("b3.0")
    assert (k * right - (1 - right), 1) in base.equations


def test_a_common_factor_is_positive_over_the_domain():
    """Divided by a negative factor, comparisons would turn."""

    @game(players=("A", "B"))
    def drawn(play, *, m=Parameter(-1, "-2 < m < 0")):
        play.chance("draw", {"out": 1 + m / 2, "a": -m / 4, "b": -m / 4})
        play.choose("A", ["x", "y"], public=False)
        return 0, {"l": 1, "r": 0}[play.choose("B", ["l", "r"], public=False)]

    view = View(drawn())
    nodes = view.members[1]
    some = [n for n in nodes if view.game.history(n)[0] in "ab"]
    base = system(view, {0: (0, 1), 1: (0,)}, {0: tuple(view.members[0]), 1: tuple(some)}, {})
    mix = view.ring.gen("b0.0")
    expected = {"a/x": mix / 4, "a/y": (1 - mix) / 4, "b/x": mix / 4, "b/y": (1 - mix) / 4}
    assert {view.game.history(n): w for n, w in belief_weights(view, base, 1).items()} == expected


def test_beliefs_at_two_sets_are_tied_by_a_binomial():
    view = View(heard())
    supports = dict.fromkeys(view.sets, (0,))
    unheard = [s for s in view.sets if not any(view.reached(n, supports) for n in view.members[s])]
    groups = {s: tuple((n,) for n in view.members[s] if not [t for t in view.trembles(n, supports) if t[0] > 1]) for s in unheard}
    beliefs = {s: tuple(n for n in view.members[s] if view.reached(n, supports)) for s in view.sets}
    beliefs |= {s: tuple(n for (n,) in some) for s, some in groups.items()}
    base = system(view, supports, beliefs, groups)
    one, two = (view.ring.gen(f"t{s}.0") for s in unheard)
    (tie,) = base.equations
    assert tie in ((one - two, None), (two - one, None)) and set(base.groups) == set(unheard)
    weak = View(heard(), "pbe")
    assert system(weak, supports, beliefs, groups).equations == []


def test_equations_that_always_hold_are_left_out():
    view = View(twice())
    base = system(view, {0: (0, 1), 1: (1,), 2: (1,), 3: (1,)}, {0: (0,), 1: (4,), 2: (2,), 3: (6,)}, {})
    assert base.equations == [] and base.unknowns == ["b0.0"]
    assert [(a, b) for *_, (a, b) in compared(base)] == [(1, 0), (2, 0), (3, 0)]


def test_under_weak_beliefs_whole_continuations_are_compared():
    view = View(twice(), "pbe")
    k, one, zero = view.ring.gen("k"), view.ring.one, view.ring.zero
    supports = {0: (0,), 1: (0,), 2: (0,), 3: (0,)}
    base = system(view, supports, {0: (0,), 1: (4,), 2: (2,), 3: (5,)}, {})
    at_first = [(p, rival) for p, _, rival in compared(base) if rival[0] == 0]
    # B stops, so that going on brings A nothing whatever it plans
    assert at_first == [(one, (0, 1)), (zero, (0, 0)), (zero, (0, 0)), (one, (0, 1)), (one, (0, 1))]
    at_last = [(p, rival) for p, _, rival in compared(base) if rival[0] in (1, 3)]
    assert at_last == [(k, (1, 1)), (one, (3, 1))]  # nothing of its own follows
    plans = whole_plans(view, 2, {2: one}, {**supports, 1: (0, 1)})
    u = view.ring.gen("b1.0")
    assert [(s, a.polynomial, a.relation) for s, a in plans] == [
        (0, zero, ">="),
        (0, zero, ">="),
        (1, 2 - u, ">="),
        (1, 2 - 3 * (1 - u), ">="),
    ]


def test_whole_continuations_stand_on_one_scale():
    view = View(quality(), "pbe")
    q, r = gens(view, "q", "r")
    plans = whole_plans(view, 1, {7: view.ring.one, 9: q}, {0: (0,), 1: (0,)})
    assert [a.polynomial for _, a in plans] == [view.ring.zero, (2 - 2 * q) * (q + r) ** 2] and [k for k, _ in plans] == [0, 1]


@pytest.mark.parametrize("concept", ["sequential", "pbe"])
def test_what_behind_says_takes_the_place_of_trembles(concept):
    view = View(heard(), concept)
    supports = dict.fromkeys(view.sets, (0,))
    unheard = [s for s in view.sets if view.owner[s] and not any(view.reached(n, supports) for n in view.members[s])]
    groups = {s: tuple((n,) for n in view.members[s][:2]) for s in unheard}
    beliefs = {s: tuple(n for n in view.members[s] if view.reached(n, supports)) for s in view.sets}
    beliefs |= {s: tuple(n for (n,) in some) for s, some in groups.items()}
    behind = {n: (str(k),) for some in groups.values() for k, (n,) in enumerate(some)}
    tied = system(view, supports, beliefs, groups, behind)
    loose = system(view, supports, beliefs, groups, {n: (n,) for n in behind})
    assert [o for _, o in tied.equations] == ([None] if concept == "sequential" else []) and loose.equations == []


def test_what_other_bases_ask_too_is_worked_out_once():
    view = View(trust())
    supports, beliefs = {0: (1,), 1: (0, 1), 2: (0, 1)}, {0: (1,), 1: (2,), 2: (4, 6)}
    first, again = (system(view, supports, beliefs, {}) for _ in range(2))
    other = system(view, {**supports, 0: (0,)}, beliefs, {})
    assert [id(e) for e, _ in first.equations] == [id(e) for e, _ in again.equations]
    assert [id(a) for a in first.atoms] == [id(a) for a in again.atoms] and other.atoms[0] not in first.atoms
    assert other.equations[0][0] is first.equations[0][0]  # what is played before the set does not bear on it
