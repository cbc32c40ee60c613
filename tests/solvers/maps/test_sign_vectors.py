"""Which sign vectors some lines and circles have in a square: by hand, and at all points of a grid."""

import itertools
from fractions import Fraction as Q

import pytest
from flint import fmpq
from small_games import entry, plane

from solvers.algebra.budget import Budget
from solvers.maps import sign_vectors
from solvers.maps.sampling import Proposal
from solvers.maps.sign_vectors import SignVectors, coordinates, signs_at
from solvers.search.supports import oracle_of
from solvers.search.tree_polynomials import View


def square():
    game = plane()
    oracle = oracle_of(View(game))
    return game, oracle, oracle.ring.gen("x"), oracle.ring.gen("y")


def realised(build, **limits):
    game, oracle, x, y = square()
    vectors = SignVectors(game, oracle, build(x, y))
    return dict(vectors.realised()), vectors, oracle


ARRANGEMENTS = {
    "nothing": lambda x, y: [],
    "a line": lambda x, y: [x],
    "a line outside": lambda x, y: [x - 5],
    "two parallels": lambda x, y: [x, x - 1],
    "axes": lambda x, y: [x, y],
    "three lines through a point": lambda x, y: [x, y, x + y],
    "a triangle": lambda x, y: [x, y, 1 - x - y],
    "a circle and lines": lambda x, y: [x * x + y * y - 1, x - y, x - 2, 2 * y + 3],
    "circles": lambda x, y: [x * x + y * y - 4, (x - 1) ** 2 + y * y - 1, (x + 3) ** 2 + y * y - 1],
    "six lines": lambda x, y: [x, y, x + y - 1, x - y, 2 * x + y, x + 3 * y + 2],
    "a sliver": lambda x, y: [1000 * x - 1, 1000 * x - 2, y],
}


@pytest.mark.parametrize("name", ARRANGEMENTS)
@pytest.mark.parametrize("few", [12, 0])
def test_the_realised_vectors_are_those_of_a_fine_grid(name, few, monkeypatch):
    monkeypatch.setattr(sign_vectors, "FEW", few)
    found, vectors, oracle = realised(ARRANGEMENTS[name])
    ring, candidates = oracle.ring, vectors.candidates
    assert vectors.unknown == vectors.skipped == 0
    for signs, point in found.items():
        assert signs_at(ring, candidates, point) == signs and -4 < point["x"] < 4 and -4 < point["y"] < 4
    steps = [Q(k, 4) + Q(1, 97) for k in range(-15, 16)] + [Q(3, 2000)]
    seen = {signs_at(ring, candidates, {"x": x, "y": y + Q(1, 1009)}) for x, y in itertools.product(steps, repeat=2)}
    assert seen <= set(found) and all(0 not in signs for signs in found)
    if name != "circles":
        assert seen == set(found)


def test_vectors_come_in_order_and_with_simple_points():
    found, *_ = realised(ARRANGEMENTS["axes"])
    assert list(found) == [(1, 1), (1, -1), (-1, 1), (-1, -1)]
    assert all(abs(z.numerator) * z.denominator <= 4 for point in found.values() for z in point.values())


def test_without_parameters_there_is_one_vector():
    game = entry().at()
    oracle = oracle_of(View(game))
    assert list(SignVectors(game, oracle, []).realised()) == [((), {})]


def test_what_no_sample_shows_is_asked_for(monkeypatch):
    """Without further samples, small cells are found by questions."""
    monkeypatch.setattr(SignVectors, "_choose", lambda self: None)
    monkeypatch.setattr(sign_vectors, "MORE_SAMPLES", 0)
    found, vectors, oracle = realised(lambda x, y: [10000 * x - 1, 10000 * x - 2, y])
    assert set(found) == {(1, 1, 1), (1, 1, -1), (1, -1, 1), (1, -1, -1), (-1, -1, 1), (-1, -1, -1)}
    assert vectors.unknown == 0 and oracle.queries > 0
    assert Q(1, 10000) < found[1, -1, 1]["x"] < Q(2, 10000)


def test_what_is_not_decided_is_counted(monkeypatch):
    monkeypatch.setattr(SignVectors, "_choose", lambda self: None)
    monkeypatch.setattr(sign_vectors, "MORE_SAMPLES", 0)
    game, oracle, x, _y = square()
    asked = []

    def undecided(atoms):
        asked.append(len(list(atoms)))
        return None

    oracle.satisfiable = undecided
    vectors = SignVectors(game, oracle, [10000 * x - 1, 10000 * x - 2])
    found = dict(vectors.realised())
    assert (1, -1) not in found and vectors.unknown == 2 and vectors.skipped == 0, "between the lines, and on both wrong sides"
    assert asked and max(asked) <= 2


def test_time_that_is_over_leaves_one_vector_and_says_so():
    game, oracle, x, y = square()
    vectors = SignVectors(game, oracle, [x, y])
    vectors._budget = oracle.ring.budget = Budget(-1)
    vectors.unknown = 3
    found = list(vectors.realised())
    assert len(found) == 1 and vectors.skipped > 0 and vectors.unknown == 3 + vectors.skipped


# ------------------------------------------------------------------ steps


def prepared(build):
    game, oracle, x, y = square()
    return SignVectors(game, oracle, build(x, y)), oracle


def test_pairs_of_signs_that_exclude_one_another():
    vectors, _ = prepared(ARRANGEMENTS["two parallels"])
    assert vectors._conflicts() == {(0, -1, 1, 1)}, "left of 0 and right of 1"
    vectors, _ = prepared(lambda x, y: [x, x - 5, y])
    assert vectors._conflicts() == {(0, 1, 1, 1), (0, -1, 1, 1), (1, 1, 2, 1), (1, 1, 2, -1)}, "nothing is right of 5"


def test_signs_that_others_imply_are_not_asked_about():
    vectors, oracle = prepared(lambda x, y: [x, x - 1, x - 2, y])
    x, y = oracle.ring.gen("x"), oracle.ring.gen("y")

    def core(signs, k, sign):
        return {str(atom.polynomial) for atom in vectors._core(signs, k, sign)}

    assert core((1, 1, 1), 3, 1) == {str(x - 2), str(y)} and core((-1, -1, -1), 3, -1) == {str(-x), str(-y)}
    assert core((1, 1), 2, -1) == {str(x - 1), str(2 - x)} and core((1, -1), 2, -1) == {str(x), str(1 - x)}
    assert vectors._implies(1, 1, 0, 1) and vectors._implies(0, -1, 1, -1) and not vectors._implies(0, 1, 1, 1)


def test_two_that_imply_one_another_do_not_both_go():
    vectors, oracle = prepared(lambda x, y: [x, 2 * x])
    x = oracle.ring.gen("x")
    assert {(str(atom.polynomial), atom.relation) for atom in vectors._core((1,), 1, 1)} <= {(str(x), ">"), (str(2 * x), ">")}
    assert vectors._core((1,), 1, 1) and vectors._core((-1,), 1, -1)


def test_three_signs_may_exclude_one_another():
    vectors, _ = prepared(ARRANGEMENTS["three lines through a point"])
    assert vectors._conflicts() == set() and vectors._refuted((1, 1), -1) and vectors._refuted((-1, -1), 1)
    assert not vectors._refuted((1, 1), 1) and not vectors._refuted((1, -1), 1)
    assert vectors._excluded((0, 1), (1, 1), (2, -1)) and not vectors._excluded((0, 1), (1, -1), (2, -1))


def test_samples_are_found_by_their_signs():
    vectors, oracle = prepared(ARRANGEMENTS["axes"])
    for k, point in enumerate(oracle.points):
        assert bool(vectors._has(0, 1) >> k & 1) == (point["x"] > 0) and bool(vectors._has(1, -1) >> k & 1) == (point["y"] < 0)
        assert bool(vectors._samples([(0, 1), (1, -1)]) >> k & 1) == (point["x"] > 0 > point["y"])
    before = oracle.size
    oracle.add_point({"x": Q(1, 2), "y": Q(-1, 2)})
    assert vectors._samples([(0, 1), (1, -1)]) >> before & 1 and vectors._samples([]) == 2 ** (before + 1) - 1
    assert vectors._point([1, -1]) == {"x": Q(1, 2), "y": Q(-1, 2)}, "the smallest numbers"


def test_proposals_are_taken_inside_the_domain_and_with_their_signs_alone():
    vectors, oracle = prepared(ARRANGEMENTS["axes"])
    before = oracle.size
    vectors._add({(1, 1): Proposal(1.0, [Q(5), Q(5)]), (1, -1): Proposal(1.0, [Q(1), Q(1)])})
    assert oracle.size == before, "one is outside, the other has other signs"
    vectors._add({(1, -1): Proposal(1.0, [Q(1), Q(-1)])})
    assert oracle.size == before + 1 and oracle.point(before) == {"x": 1, "y": -1}


def test_what_time_does_not_allow_is_counted_each_time():
    vectors, _ = prepared(ARRANGEMENTS["axes"])
    vectors._budget = Budget(-1)
    assert not vectors._possible((1,), 1) and not vectors._possible((1,), -1) and (vectors.unknown, vectors.skipped) == (2, 2)


def test_a_vector_without_a_rational_point_is_not_known():
    vectors, oracle = prepared(lambda x, y: [x - 5, y])
    oracle.satisfiable = lambda atoms: True  # but shows no point
    assert not vectors._possible((), 1) and vectors.unknown == 1 and vectors.skipped == 0
    oracle.satisfiable = lambda atoms: False
    assert not vectors._possible((), 1) and vectors.unknown == 1


def test_exact_signs_at_a_point():
    _, oracle, x, y = square()
    assert signs_at(oracle.ring, [x - y, x + y, x * y - 1], {"x": Q(1, 2), "y": Q(2)}) == (-1, 1, 0)
    assert coordinates(oracle.ring, {"y": Q(2), "x": Q(1, 2)}) == [fmpq(1, 2), 2, *[0] * len(oracle.ring.unknowns)]
