"""Walls and cells of families whose conditions are written by hand."""

from fractions import Fraction as Q
from types import SimpleNamespace

import pytest
from small_games import plane

from solvers.algebra.budget import Budget
from solvers.algebra.projection import Projected
from solvers.algebra.sign_oracle import Atom
from solvers.maps import cells as module
from solvers.maps.cells import Cell, Cells, Condition, open_case
from solvers.search.supports import oracle_of
from solvers.search.tree_polynomials import View


def family(*cases, generic=True):
    """A family that exists where one of some conjunctions holds."""
    return SimpleNamespace(pieces=[SimpleNamespace(generic=generic, cases=[Projected(tuple(case), ()) for case in cases])])


def made(build):
    game = plane()
    oracle = oracle_of(View(game))
    x, y = oracle.ring.gen("x"), oracle.ring.gen("y")
    return Cells(game, oracle, build(x, y)), x, y


def told(cells):
    live, found = cells.find()
    walls = [cells.candidates[k] for k in live]
    return walls, {cell.signs: set(cell.label) for cell in found}, found


# ------------------------------------------------------------------ candidates and rules


def test_conditions_are_products_of_oriented_factors():
    cells, x, y = made(lambda x, y: [family([Atom(-(x**3) * (y - 1), ">")], [Atom((x + 2 * y) ** 2 * y, ">="), Atom(x, "!=")])])
    assert {str(p) for p in cells.candidates} == {str(p) for p in (x, y - 1, x + 2 * y, y)}
    ((first,), (second,)) = cells.rules[0]
    factors = [{str(cells.candidates[k]) for k in rule.factors} for rule in (first, second)]
    assert factors == [{str(x), str(y - 1)}, {str(y)}] and (first.turn, second.turn) == (-1, 1)


def test_a_factor_grows_in_the_first_parameter_that_it_is_linear_in():
    cells, x, y = made(
        lambda x, y: [
            family([Atom(1 - x, ">")]),
            family([Atom(x * x - y, ">")]),
            family([Atom(1 - x * x - y * y, ">")]),
            family([Atom(2 - x * (y + 5), ">")]),
        ]
    )
    assert cells.candidates[:2] == [x - 1, y - x * x] and cells.candidates[2] == x * x + y * y - 1
    assert cells.candidates[3] == x * (y + 5) - 2, "y + 5 is positive"
    assert [rule[0][0].turn for rule in cells.rules] == [-1, -1, -1, -1]


def test_the_same_factor_is_one_candidate():
    cells, x, y = made(lambda x, y: [family([Atom(x - y, ">")]), family([Atom(2 * y - 2 * x, ">")]), family([Atom((x - y) * x, ">")])])
    assert cells.candidates == [x - y, x] and [rule[0][0].turn for rule in cells.rules] == [1, -1, 1]
    assert [sorted(rule[0][0].factors) for rule in cells.rules] == [[0], [0], [0, 1]]


def test_cases_that_need_an_equation_decide_nothing_off_the_walls():
    x, y = (made(lambda x, y: [])[k] for k in (1, 2))
    assert open_case(Projected((Atom(x, ">"), Atom(y, "!=")), ())) and not open_case(Projected((Atom(x, ">"), Atom(y, "=")), ()))
    cells, *_ = made(lambda x, y: [family([Atom(x, "="), Atom(y, ">")], [Atom(y - 1, ">")]), family([Atom(x - 2, ">")], generic=False)])
    assert [len(rule) for rule in cells.rules] == [1, 0] and len(cells.candidates) == 1


def test_labels_say_which_families_hold():
    cells, *_ = made(lambda x, y: [family([Atom(x, ">")]), family([Atom(-x, ">"), Atom(y, ">")], [Atom(-y, ">")]), family([])])
    assert cells.label((1, 1)) == {0, 2} and cells.label((-1, 1)) == {1, 2} and cells.label((1, -1)) == {0, 1, 2}


# ------------------------------------------------------------------ cells


def test_one_wall():
    cells, x, _ = made(lambda x, y: [family([Atom(x - 1, ">")]), family([Atom(1 - x, ">")])])
    walls, labels, found = told(cells)
    assert walls == [x - 1] and labels == {(1,): {0}, (-1,): {1}} and [c.signs for c in found] == [(1,), (-1,)]
    assert found[0].point["x"] > 1 > found[1].point["x"] and cells.unknown == cells.skipped == 0 and not cells.crowded


def test_two_walls_and_a_product():
    cells, x, y = made(lambda x, y: [family([Atom(x * y, ">")])])
    walls, labels, _ = told(cells)
    assert set(map(str, walls)) == {str(x), str(y)} and labels == {(1, 1): {0}, (1, -1): set(), (-1, 1): set(), (-1, -1): {0}}


def test_a_candidate_that_decides_nothing_is_no_wall():
    cells, _, y = made(
        lambda x, y: [family([Atom(x, ">")], [Atom(-x, ">")]), family([Atom(y, ">"), Atom(x, ">")], [Atom(y, ">"), Atom(-x, ">=")])]
    )
    walls, labels, _ = told(cells)
    assert walls == [y] and labels == {(1,): {0, 1}, (-1,): {0}}
    cells, _x, _ = made(lambda x, y: [family([Atom(x - 5, ">")]), family([Atom(x + 5, ">")])])
    assert told(cells)[:2] == ([], {(): {1}}), "walls outside the domain"


def test_no_family_no_wall():
    cells, *_ = made(lambda x, y: [])
    walls, labels, found = told(cells)
    assert walls == [] and labels == {(): set()} and cells.game.domain.contains(found[0].point)


def test_what_two_walls_tell_apart_alike_longer_ones_go_first():
    """Between two equal cuts, the polynomial with fewer terms stays."""
    cells, x, _y = made(lambda x, y: [family([Atom(x, ">"), Atom(x + y + 9, ">")]), family([Atom(x, ">")])])
    assert told(cells)[0] == [x]


def test_families_that_flip_at_each_wall():
    cells, *_ = made(lambda x, y: [family([Atom(x, ">")]), family([Atom(y, ">"), Atom(x, ">")]), family([])])
    live, found = cells.find()
    flips = dict(zip([str(cells.candidates[k]) for k in live], cells.flips(live, found), strict=True))
    assert flips == {"x": {0, 1}, "y": {1}}


def test_a_wall_at_the_end_of_the_domain_has_one_side():
    cells, *_ = made(lambda x, y: [family([Atom(x - 1, ">")]), family([Atom(x - 2, ">")])])
    live, found = cells.find()
    flips = dict(zip([str(cells.candidates[k]) for k in live], cells.flips(live, found), strict=True))
    assert flips == {"x - 1": {0}, "x - 2": {1}} and len(found) == 3


def test_signs_of_some_candidates_at_a_point():
    cells, *_ = made(lambda x, y: [family([Atom(x, ">")]), family([Atom(y - 1, ">")])])
    assert cells.signs_at([0, 1], {"x": Q(-1), "y": Q(1)}) == (-1, 0) and cells.signs_at([1], {"x": Q(-1), "y": Q(3)}) == (1,)


def test_further_points_lie_in_the_cell():
    cells, *_ = made(lambda x, y: [family([Atom(x - 1, ">")]), family([Atom(y + x, ">")])])
    live, found = cells.find()
    for cell in found:
        points = cells.further(live, cell, 4)
        assert len(points) == 4 and len({tuple(p.values()) for p in points}) == 4
        assert all(cells.signs_at(live, p) == cell.signs and cells.game.domain.surrounds(p) for p in points)
        assert cells.further(live, cell, 4) is points, "the same whenever they are asked for"
        assert cells.further(live, cell, 0) == []


def test_crowded_maps_say_so(monkeypatch):
    monkeypatch.setattr(module, "LITTLE", 0)
    cells, _x, _y = made(lambda x, y: [family([Atom(x, ">")], [Atom(-x, ">")])])
    cells._budget = Budget(-1)
    live, found = cells.find()
    assert cells.crowded and live == [0] and len(found) >= 1
    monkeypatch.setattr(module, "LITTLE", 10_000)
    cells, *_ = made(lambda x, y: [family([Atom(x, ">")], [Atom(-x, ">")])])
    cells._budget = Budget(-1)
    assert cells.find()[0] == [] and not cells.crowded, "few signs are compared even then"
    monkeypatch.setattr(module, "LITTLE", 2)
    cells, *_ = made(lambda x, y: [family([Atom(x, ">")], [Atom(-x, ">")])])
    found = list(cells._vectors.realised())
    cells._vectors.realised = lambda: iter(found)
    cells._budget = Budget(-1)
    assert len(found) == 2 and cells.find()[0] == [] and not cells.crowded


def test_time_that_is_over_is_counted():
    cells, *_ = made(lambda x, y: [family([Atom(x, ">")]), family([Atom(y, ">")])])
    cells._vectors._budget = Budget(-1)
    cells.find()
    assert cells.unknown == cells.skipped > 0


@pytest.mark.parametrize("signs, holds", [((1, 1), False), ((1, -1), True), ((-1, 1), True), ((-1, -1), False)])
def test_a_condition_at_a_sign_vector(signs, holds):
    assert Condition((0, 1), -1).holds(signs) is holds and Condition((), 1).holds(signs) and not Condition((), -1).holds(signs)
    assert Cell(signs, {}, frozenset()).signs == signs
