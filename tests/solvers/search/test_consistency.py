"""Which beliefs trembles bring about: labels, kernels and binomials, by hand and by brute force."""

import itertools
import random

import pytest
import stories
from small_games import entry, heard, horse, pennies, quality, trust, twice

from solvers.search.consistency import Labels, belief_supports, binomials, difference, left_kernel, likeliest, saturated
from solvers.search.tree_polynomials import View, subsets

# ------------------------------------------------------------------ labels


def test_the_difference_of_two_products():
    assert difference("aab", "bc") == (("a", 2), ("c", -1)) and difference("ab", "ba") == () and difference("", "b") == (("b", -1),)


@pytest.mark.parametrize(
    "rows, possible",
    [
        ([], True),
        ([((), "=")], True),
        ([((("a", 1),), "=")], False),
        ([((("a", 1), ("b", -1)), "=")], True),
        ([((), ">")], False),
        ([((("a", 1),), ">")], True),
        ([((("a", -1),), ">")], False),
        ([((("a", 1), ("b", -1)), ">")], True),
        ([((("a", 1), ("b", -1)), ">"), ((("a", -1), ("b", 1)), ">")], False),
        ([((("a", 1), ("b", -1)), ">"), ((("a", 1), ("b", -1)), "=")], False),
        ([((("a", 1), ("b", -1)), ">"), ((("b", 1), ("c", -1)), ">"), ((("a", -1), ("c", 1)), ">")], False),
        ([((("a", 1), ("b", -1)), ">"), ((("b", 1), ("c", -1)), ">"), ((("a", 1), ("c", -1)), "=")], False),
        ([((("a", 1), ("b", -1)), ">"), ((("b", 1), ("c", -1)), ">"), ((("a", 1), ("c", -2)), "=")], True),
        ([((("a", 1), ("b", -1)), ">"), ((("b", 1), ("c", -1)), ">"), ((("a", 1), ("c", -3)), "=")], True),
        ([((("a", 1), ("b", 1)), "="), ((("a", 1),), ">")], False),
        ([((("a", 1), ("b", 1), ("c", -1)), "="), ((("a", 1), ("c", -1)), ">")], False),  # labels are positive: c = a + b > a
    ],
)
def test_rows_that_positive_labels_satisfy(rows, possible):
    assert Labels().feasible(rows) is possible


@pytest.mark.parametrize("seed", range(20))
def test_whether_labels_exist_agrees_with_trying_small_ones(seed):
    rng = random.Random(seed)
    rows = []
    for _ in range(rng.randint(1, 3)):
        row = tuple((x, c) for x in "abc" if (c := rng.randint(-1, 1)))
        rows.append((row, rng.choice("=>")))

    def satisfied(labels):
        totals = [(sum(c * labels[x] for x, c in row), relation) for row, relation in rows]
        return all(total == 0 if relation == "=" else total > 0 for total, relation in totals)

    tried = any(satisfied(dict(zip("abc", some, strict=True))) for some in itertools.product(range(1, 7), repeat=3))
    assert Labels().feasible(rows) is tried


# ------------------------------------------------------------------ belief supports


def listed(view, supports, fits=lambda s, nodes: True):
    refused = []
    found = list(belief_supports(view, supports, Labels(), fits, lambda beliefs, rows: refused.append((dict(beliefs), rows))))
    return found, refused


def test_reached_sets_are_believed_by_bayes_rule():
    found, refused = listed(View(pennies()), {0: (0, 1), 1: (0,)})
    assert found == [({0: (0,), 1: (1, 2)}, {})] and refused == []
    assert listed(View(pennies()), {0: (1,), 1: (0,)}) == ([({0: (0,), 1: (2,)}, {})], [])
    assert listed(View(trust()), {0: (1,), 1: (0,), 2: (0,)})[0] == [({0: (1,), 1: (2,), 2: (4,)}, {})]


def test_unreached_sets_have_every_belief_that_trembles_bring_about():
    found, refused = listed(View(trust()), {0: (0,), 1: (0,), 2: (0,)})
    told = [(beliefs[2], groups[2]) for beliefs, groups in found]
    assert told == [((4,), ((4,),)), ((6,), ((6,),)), ((4, 6), ((4,), (6,)))] and refused == []
    assert all(beliefs[0] == (1,) and beliefs[1] == (2,) for beliefs, _ in found)


def test_a_belief_that_needs_fewer_trembles_comes_alone():
    found, refused = listed(View(horse()), {0: (1,), 1: (0,), 2: (0,)})  # 1 goes down: set 3 is reached, set 2 is not
    assert [beliefs for beliefs, _ in found] == [{0: (0,), 1: (1,), 2: (2,)}] and [groups for _, groups in found] == [{1: ((1,),)}]
    found, refused = listed(View(horse()), {0: (0,), 1: (0,), 2: (0,)})
    assert [beliefs[2] for beliefs, _ in found] == [(2,), (4,), (2, 4)] and refused == []


def test_nodes_behind_the_same_trembles_stand_in_one_group():
    view = View(quality())
    found, _ = listed(view, {0: (1,), 1: (0,)})
    assert found == [({0: (1, 2), 1: (7, 8, 9, 10)}, {1: ((7, 8, 9, 10),)})]


def test_under_weak_beliefs_every_node_is_a_group():
    found, _ = listed(View(quality(), "pbe"), {0: (1,), 1: (0,)})
    assert len(found) == 15 and found[0] == ({0: (1, 2), 1: (7,)}, {1: ((7,),)})
    assert found[-1] == ({0: (1, 2), 1: (7, 8, 9, 10)}, {1: ((7,), (8,), (9,), (10,))})


def test_what_does_not_fit_is_cut():
    asked = []

    def fits(s, nodes):
        asked.append((s, nodes))
        return s != 2 or nodes != (6,)

    found, refused = listed(View(trust()), {0: (0,), 1: (0,), 2: (0,)}, fits)
    assert [beliefs[2] for beliefs, _ in found] == [(4,), (4, 6)] and refused == []
    assert asked == [(0, (1,)), (1, (2,)), (2, (4,)), (2, (6,)), (2, (4, 6))]
    assert listed(View(trust()), {0: (1,), 1: (1,), 2: (0,)}, lambda s, nodes: s != 2) == ([], [])


def test_what_no_tremble_brings_about_is_refused_with_its_rows():
    """A player who moved twice away from the path is less likely than one who moved once."""
    view = View(stories.product())
    supports = dict.fromkeys(view.sets, (0,))
    found, refused = listed(view, supports)
    assert found and all(rows for _, rows in refused)
    for beliefs, rows in refused:
        assert not Labels().feasible(rows) and set(beliefs) <= set(view.sets)
    kept = {tuple(sorted(beliefs.items())) for beliefs, _ in found}
    assert len(kept) == len(found) and not any(tuple(sorted(b.items())) in kept for b, _ in refused)


@pytest.mark.parametrize("story", [trust, horse, quality, stories.product, heard], ids=lambda story: story.__name__)
def test_what_is_less_likely_whatever_the_labels_is_passed_over(story):
    """Where nobody notes what is refused, histories behind all trembles of another one and more are not tried: the same is found."""
    view = View(story())
    for supports in itertools.product(*(tuple(subsets(range(view.actions[s]))) for s in view.sets)):
        chosen = dict(zip(view.sets, supports, strict=True))
        noted = list(belief_supports(view, chosen, Labels(), lambda s, nodes: True, lambda beliefs, rows: None))
        assert list(belief_supports(view, chosen, Labels(), lambda s, nodes: True)) == noted


def test_the_likeliest_are_those_of_which_no_other_is_a_part():
    assert likeliest([("a",), ("a", "b"), ("a", "a"), ("b", "b"), ("b", "b", "c")]) == [("a",), ("b", "b")]
    assert likeliest([("a", "b"), ()]) == [()]


def test_beliefs_at_two_sets_must_come_from_the_same_trembles():
    """Two receivers hear the same unexpected message: they believe the same types possible."""
    view = View(heard())
    sender = [s for s in view.sets if view.owner[s] == 0]
    b, c = ([s for s in view.sets if view.owner[s] == player] for player in (1, 2))
    supports = dict.fromkeys(view.sets, (0,))  # all send a: b is unheard of
    found, refused = listed(view, supports)
    unheard = [s for s in (*b, *c) if not any(view.reached(n, supports) for n in view.members[s])]
    assert len(sender) == 2 and len(unheard) == 2

    def types(beliefs, s):
        return frozenset(view.game.history(n).split("/")[0] for n in beliefs[s])

    assert {tuple(types(beliefs, s) for s in unheard) for beliefs, _ in found} == {
        (kinds, kinds) for kinds in (frozenset("h"), frozenset("l"), frozenset("hl"))
    }
    joint = [beliefs for beliefs, _ in refused if len(beliefs) == 2]
    assert {tuple(types(beliefs, s) for s in unheard) for beliefs in joint} == {
        (one, two) for one in map(frozenset, ("h", "l", "hl")) for two in map(frozenset, ("h", "l", "hl")) if one != two
    }


def test_every_game_has_one_belief_support_at_least():
    for story in (entry, horse, twice, stories.depth):
        view = View(story())
        for supports in itertools.product(*([(0,), (1,), (0, 1)] for _ in view.sets)):
            assert listed(view, dict(enumerate(supports)))[0]


# ------------------------------------------------------------------ kernels and binomials


def times(vector, rows):
    total = {}
    for y, row in zip(vector, rows, strict=True):
        for x, c in row.items():
            total[x] = total.get(x, 0) + y * c
    return {x: c for x, c in total.items() if c}


def test_the_left_kernel_of_small_matrices():
    assert left_kernel([]) == [] and left_kernel([{"a": 1}]) == [] and left_kernel([{}, {}]) == [[1, 0], [0, 1]]
    assert [abs(x) for x in left_kernel([{}])[0]] == [1]
    (only,) = left_kernel([{"a": 1, "b": -1}, {"b": 1, "c": -1}, {"a": 1, "c": -1}])
    assert only in ([1, 1, -1], [-1, -1, 1])
    (only,) = left_kernel([{"a": 2}, {"a": 4}])  # not (4, -2), though that is what the rows say
    assert only in ([2, -1], [-2, 1])


@pytest.mark.parametrize("seed", range(12))
def test_a_left_kernel_is_in_the_kernel_and_holds_all_small_vectors_of_it(seed):
    rng = random.Random(seed)
    rows = [{x: c for x in "abc" if (c := rng.randint(-2, 2))} for _ in range(4)]
    basis = left_kernel(rows)
    assert all(not times(vector, rows) for vector in basis)
    inside = [v for v in itertools.product(range(-2, 3), repeat=4) if not times(v, rows)]
    combined = {
        tuple(sum(k * v[i] for k, v in zip(some, basis, strict=True)) for i in range(4))
        for some in itertools.product(range(-9, 10), repeat=len(basis))
    }
    assert len(basis) <= 2 or len(inside) < 50
    assert set(inside) <= combined


def test_all_integer_vectors_in_the_span_of_some():
    assert saturated([]) == [] and saturated([[2, 4]]) in ([[1, 2]], [[-1, -2]])
    assert saturated([[1, 0], [0, 3]]) == [[1, 0], [0, 1]]
    found = saturated([[2, 0, 2], [0, 3, 3]])
    assert len(found) == 2
    spanned = {tuple(a * x + b * y for x, y in zip(*found, strict=True)) for a in range(-3, 4) for b in range(-3, 4)}
    assert {(1, 0, 1), (0, 1, 1), (1, -1, 0)} <= spanned


def test_beliefs_at_two_sets_with_the_same_trembles_have_the_same_odds():
    view = View(heard())
    ring = view.ring
    supports = dict.fromkeys(view.sets, (0,))
    unheard = [s for s in view.sets if not any(view.reached(n, supports) for n in view.members[s])]
    first = {s: [n for n in view.members[s] if not view.trembles(n, {**supports, 0: (0, 1), 1: (0, 1)})] for s in unheard}
    groups = {s: tuple((n,) for n in nodes) for s, nodes in first.items()}
    relative = {s: [ring.gen(f"t{s}.0"), ring.one - ring.gen(f"t{s}.0")] for s in unheard}
    (only,) = binomials(view, supports, groups, relative)
    one, two = (ring.gen(f"t{s}.0") for s in unheard)
    assert only in (one - two, two - one)


def test_a_binomial_in_powers():
    """Odds of one set that are the square of another's."""
    view = View(quality())
    ring = view.ring
    x, y = ring.gen("t1.0"), ring.gen("t1.1")
    relative = {0: [ring.one, x], 1: [ring.one, y]}
    behind = {10: (), 11: ("a",), 20: (), 21: ("a", "a")}
    found = binomials(view, {}, {0: ((10,), (11,)), 1: ((20,), (21,))}, relative, behind)
    assert found in ([x * x - y], [y - x * x])
    behind[21] = ("b", "b")
    assert binomials(view, {}, {0: ((10,), (11,)), 1: ((20,), (21,))}, relative, behind) == []
    behind[21] = ()
    assert binomials(view, {}, {0: ((10,), (11,)), 1: ((20,), (21,))}, relative, behind) in ([y - ring.one], [ring.one - y])


def test_a_binomial_multiplies_across():
    view = View(quality())
    ring = view.ring
    x, y, z = ring.gen("t1.0"), ring.gen("t1.1"), ring.gen("t1.2")
    one = ring.one
    relative = {0: [one - x, x], 1: [one - y, y], 2: [one - z, z]}
    groups = {s: ((10 * s,), (10 * s + 1,)) for s in (0, 1, 2)}
    behind = {0: ("a",), 1: ("b",), 10: ("b",), 11: ("c",), 20: ("a",), 21: ("c",)}
    (found,) = binomials(view, {}, groups, relative, behind)
    expected = x * y * (one - z) - (one - x) * (one - y) * z
    assert found in (expected, -expected)


def test_three_groups_of_one_set():
    view = View(quality())
    ring = view.ring
    w = [ring.gen(f"t1.{k}") for k in range(3)]
    groups, behind = {1: ((7,), (8,), (9,))}, {7: ("a",), 8: ("b",), 9: ("c",)}
    assert binomials(view, {}, groups, {1: w}, behind) == []
    behind = {7: ("a", "b"), 8: ("a", "a"), 9: ("b", "b")}  # the middle of the two others
    (found,) = binomials(view, {}, groups, {1: w}, behind)
    assert found in (w[1] * w[2] - w[0] ** 2, w[0] ** 2 - w[1] * w[2])


def test_labels_may_be_any_multiples():
    assert Labels().feasible([((("a", 2), ("b", -3)), "="), ((("b", 1), ("a", -1)), ">")]) is False
    assert Labels().feasible([((("a", 2), ("b", -3)), "="), ((("a", 1), ("b", -1)), ">")]) is True


def test_labels_are_asked_about_part_by_part_and_whatever_they_are_called(monkeypatch):
    asked = []

    def ask(rows):
        asked.append(rows)
        return True

    monkeypatch.setattr("solvers.search.consistency._programme", ask)
    chain = [((("a", 1), ("b", -1)), ">"), ((("b", 1), ("c", -1)), ">")]
    other = [((("d", 1), ("e", -1)), ">"), ((("e", 1), ("f", -1)), ">")]
    alone = ((("g", 1), ("h", -1)), ">")
    assert Labels().feasible([*chain, alone, *other]) and len(asked) == 2 and asked[0] == asked[1]
    assert Labels().together(chain, [alone]) and len(asked) == 2
    assert Labels().together([*chain, *other], [((("a", 1), ("c", -2)), "=")]) and len(asked) == 3
