"""Belief supports of unreached sets that labels allow (Kreps and Wilson 1982)."""

import itertools
from random import Random

import pytest

from solvers.verifier.labels import Choice, _solvable, choices, jointly, labels_exist


def sets(*groups):
    return [frozenset(group) for group in groups]


def supports(unused, free=False):
    return {choice.nodes for choice in choices(unused, free)}


def test_free_beliefs_may_be_any():
    assert supports(sets({1}, {2}, {1, 2}), free=True) == {(0,), (1,), (2,), (0, 1), (0, 2), (1, 2), (0, 1, 2)}
    assert all(not choice.equal and not choice.less for choice in choices(sets({1}, {2}), True))


def test_a_node_that_needs_more_trembles_is_never_believed():
    assert supports(sets({1}, {1, 2})) == {(0,)}
    assert supports(sets({1, 2}, {3})) == {(0,), (1,), (0, 1)}


def test_nodes_that_need_the_same_trembles_are_believed_together():
    assert supports(sets({1}, {1}, {2})) == {(0, 1), (2,), (0, 1, 2)}


def test_what_a_choice_asks_of_labels():
    one, two, three = sets({1}, {2}, {3})
    by_nodes = {choice.nodes: choice for choice in choices([one, two, three], False)}
    assert by_nodes[0, 1] == Choice((0, 1), frozenset({(one, two)}), frozenset({(one, three)}))
    assert by_nodes[2,] == Choice((2,), frozenset(), frozenset({(three, one), (three, two)}))
    assert by_nodes[0, 1, 2].equal == {(one, two), (one, three)} and not by_nodes[0, 1, 2].less


@pytest.mark.parametrize(
    "equal, less, held",
    [
        ([], [], True),
        ([], [({1}, {2})], True),
        ([], [({1}, {2}), ({2}, {1})], False),
        ([({1}, {2})], [({1}, {2})], False),
        ([({1}, {1, 2})], [], False),  # labels are positive
        ([({1}, {2, 3})], [], True),
        ([({1, 2}, {3, 4})], [({1}, {3}), ({2}, {4})], False),  # sums of less are less
        ([({1, 2}, {3, 4})], [({1}, {3})], True),
        ([], [({1, 2}, {1})], False),
    ],
)
def test_labels(equal, less, held):
    rows = [frozenset((frozenset(one), frozenset(two)) for one, two in group) for group in (equal, less)]
    assert labels_exist(*rows) is held


def by_small_labels(unused, most=6):
    """All combinations of believed nodes that whole labels up to a bound single out."""
    actions = sorted({a for group in unused.values() for node in group for a in node})
    found = set()
    for values in itertools.product(range(1, most + 1), repeat=len(actions)):
        label = dict(zip(actions, values, strict=True))
        total = {s: [sum(label[a] for a in node) for node in group] for s, group in unused.items()}
        found.add(tuple((s, tuple(k for k, x in enumerate(t) if x == min(t))) for s, t in total.items()))
    return found


@pytest.mark.parametrize("seed", range(12))
def test_joint_choices_are_those_that_some_labels_single_out(seed):
    rng = Random(seed)
    unused = {s: [frozenset(rng.sample(range(4), rng.randint(1, 2))) for _ in range(rng.randint(2, 3))] for s in range(rng.randint(1, 3))}
    found = [tuple(beliefs.items()) for beliefs in jointly({s: choices(group, False) for s, group in unused.items()})]
    assert len(found) == len(set(found)) and set(found) == by_small_labels(unused)


def test_sets_without_a_choice_are_settled_at_once():
    reached = [Choice((0, 2))]
    assert list(jointly({7: reached})) == [{7: (0, 2)}]
    open_ = choices(sets({1}, {2}), False)
    assert [dict(found) for found in jointly({0: open_, 1: reached})] == [{0: nodes, 1: (0, 2)} for nodes in ((0,), (1,), (0, 1))]
    assert list(jointly({0: open_, 1: []})) == []


def _asked_as_it_stands(equal, less):
    """The question in one piece."""
    import z3

    solver = z3.SolverFor("QF_LRA")
    label = {a: z3.Real(f"l{a}") for pair in equal | less for side in pair for a in side}
    solver.add(*(x >= 1 for x in label.values()))
    total = {side: z3.Sum([label[a] for a in side] or [z3.RealVal(0)]) for pair in equal | less for side in pair}
    solver.add(*(total[one] == total[two] for one, two in equal), *(total[one] < total[two] for one, two in less))
    return solver.check() == z3.sat


@pytest.mark.parametrize("seed", range(6))
def test_asked_in_parts_the_answer_is_the_same(seed):
    draw = Random(seed)

    def pair(labels):
        return tuple(frozenset(draw.sample(labels, draw.randint(0, min(3, len(labels))))) for _ in range(2))

    held = set()
    for _ in range(60):
        labels = list(range(draw.randint(2, 7)))
        equal = frozenset(pair(labels) for _ in range(draw.randint(0, 2)))
        less = frozenset(pair(labels) for _ in range(draw.randint(0, 4)))
        held.add(labels_exist(equal, less))
        assert labels_exist(equal, less) is _asked_as_it_stands(equal, less)
    assert held == {True, False}


def test_what_differs_by_the_names_of_labels_is_asked_once():
    def circle(k):
        pairs = [({k}, {k + 1, k + 2}), ({k + 1}, {k, k + 2}), ({k + 2}, {k, k + 1})]
        return frozenset((frozenset(one), frozenset(two)) for one, two in pairs)

    _solvable.cache_clear()
    assert all(labels_exist(frozenset(), circle(10 * k) | circle(10 * k + 5)) for k in range(5))
    assert _solvable.cache_info().misses == 1
