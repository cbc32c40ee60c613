"""Ranges of quantities over what a family leaves open: limits by hand, one for each way in which ends are found."""

from dataclasses import replace
from fractions import Fraction as Q

import pytest
from flint import fmpq
from small_games import horse

from games.numbers import InOrder, read, square_root
from solvers import families
from solvers.maps import continuum as module
from solvers.maps.continuum import Continuum, CoupledLimits, Span, _groups, _rows
from solvers.maps.limits import terms_at
from solvers.results import OpenRange


@pytest.fixture(scope="module")
def family():
    return next(f for f in families(horse()) if f.free)


def opened(family, *conjunctions, names="xy", point=None, ends=None):
    """A family that leaves open what one of some conjunctions allows."""
    limits = tuple(
        tuple((read(left, (*names, "a")), relation) for left, relation in (text.rsplit(" ", 2)[:2] for text in some))
        for some in conjunctions
    )
    return Continuum(replace(family, ranges=tuple(map(OpenRange, names)), limits=limits, ends=ends or {}), point or {})


def span(family, quantity, *limits, **how):
    return opened(family, limits, **how).span(read(quantity, (*how.get("names", "xy"), "a")))


# ------------------------------------------------------------------ what is open


def test_numbers_and_forms_in_the_parameters_alone(family):
    some = opened(family, [], point={"a": Q(3)})
    assert some.span(5) == Span(5, 5) and some.span(read("2*a", "a")) == Span(6, 6) and some.span(Q(1, 2)) == Span(Q(1, 2), Q(1, 2))
    root = square_root(read("a", "a"))
    assert opened(family, [], point={"a": Q(-1)}).span(root) is None, "where the root that it speaks of ends"
    assert opened(family, [], point={"a": Q(4)}).span(root) == Span(2, 2)


def test_without_limits_a_symbol_is_a_probability(family):
    assert opened(family).span(read("x + 2*y", "xy")) == Span(0, 3)
    bounds = {"x": ((Q(1, 4),), (Q(1, 2), Q(2, 3)))}
    assert opened(family, ends=bounds).span(read("x + 2*y", "xy")) == Span(Q(1, 4), Q(5, 2))
    assert opened(family, ends={"x": ((Q(1, 4), read("y", "xy")), (Q(1),)), "y": ((Q(1, 2),), (Q(1),))}).span(read("x", "xy")) == Span(
        Q(1, 2), 1
    )


def test_limits_of_parameters_alone_hold_or_not(family):
    assert span(family, "x", "a - 1 > 0", "1 - 2*x >= 0", point={"a": Q(2)}) == Span(0, Q(1, 2))
    assert span(family, "x", "a - 1 > 0", "1 - 2*x >= 0", point={"a": Q(0)}) is None
    assert span(family, "x", "a - 1 = 0", point={"a": Q(1)}) == Span(0, 1) and span(family, "x", "a - 1 = 0", point={"a": Q(2)}) is None
    assert span(family, "x", "a - 1 >= 0", point={"a": Q(1)}) == Span(0, 1)


def test_one_of_several_conjunctions_holds(family):
    either = opened(family, ["1 - 3*x >= 0"], ["x - 1/2 >= 0", "3/4 - x >= 0"], ["x - 2 >= 0"])
    assert either.span(read("x", "xy")) == Span(0, Q(3, 4)) and either.span(read("y - x", "xy")) == Span(Q(-3, 4), 1)
    assert opened(family, ["x - 2 >= 0"], ["-1 - x >= 0"]).span(read("x", "xy")) is None


def test_a_point_is_put_in(family):
    assert span(family, "a*x", "1 - a*x >= 0", point={"a": Q(4)}) == Span(0, 1) and span(
        family, "x", "1 - a*x >= 0", point={"a": Q(4)}
    ) == Span(0, Q(1, 4))
    assert span(family, "0*x + a", point={"a": Q(4)}) == Span(4, 4)


# ------------------------------------------------------------------ corners


def test_affine_quantities_at_corners(family):
    assert span(family, "x - y", "x - y >= 0") == Span(0, 1) and span(family, "x + y", "1 - x - y >= 0") == Span(0, 1)
    assert span(family, "3*x - 2*y + 1") == Span(-1, 4) and span(family, "x", "x - 1/3 = 0") == Span(Q(1, 3), Q(1, 3))


def test_limits_on_other_symbols_do_not_bear(family):
    assert span(family, "x", "1 - 2*x >= 0", "y - 2 >= 0") == Span(0, Q(1, 2)), "nothing of y is said here"
    assert span(family, "x", "1 - 2*x >= 0", "y - x >= 0", "1/4 - y >= 0") == Span(0, Q(1, 4)), "through y"
    assert span(family, "x", "y - x >= 0", "z - y = 0", "1/4 - z >= 0", names="xyz") == Span(0, Q(1, 4))


def test_quotients_at_corners(family):
    assert span(family, "x/(1 + y)") == Span(0, 1) and span(family, "(x + 1)/(x + 2)") == Span(Q(1, 2), Q(2, 3))
    assert span(family, "(x - 2)/(-1 - y)") == Span(Q(1, 2), 2)


def test_products_are_affine_in_each_group(family):
    assert span(family, "x*y - x", "1/2 - y >= 0", "x - 1/3 >= 0") == Span(-1, Q(-1, 6))
    assert span(family, "x*y", "x - y = 0") == Span(0, 1), "coupled: eliminated"
    assert span(family, "x - x*x") == Span(0, Q(1, 4)), "bent: eliminated"


def test_a_denominator_that_vanishes_somewhere_is_left_to_elimination(family):
    assert span(family, "x/(x + y)", "x - y >= 0") == Span(Q(1, 2), 1)


def test_too_many_corners_are_left_to_elimination(family, monkeypatch):
    monkeypatch.setattr(module, "MOST_CORNERS", 3)
    assert span(family, "x + y") == Span(0, 2) and span(family, "x") == Span(0, 1)


def test_corners_with_roots(family):
    root = square_root(Q(2))
    found = span(family, "x", "1 - a*x >= 0", point={"a": root})
    assert found.lowest == 0 and found.highest * found.highest == Q(1, 2) and found.exact
    assert sorted([root, Q(1, 2)], key=InOrder) == sorted([Q(1, 2), root], key=InOrder)


# ------------------------------------------------------------------ limits that are not affine


def test_corners_that_are_limits_of_points_inside(family):
    assert span(family, "x + y", "1 - 4*x*y >= 0") == Span(0, Q(5, 4)), "(1, 1/4) is no corner: eliminated"
    assert span(family, "x - y", "1 - x*y > 0") == Span(-1, 1)
    assert span(family, "x", "x - x*y > 0", "y - x*x >= 0") == Span(0, 1)
    low = span(family, "x + y", "8*x*y - 1 >= 0")
    assert low.exact and low.lowest * low.lowest == Q(1, 2) and low.highest == 2


def test_the_outmost_corner_may_be_cut_off(family):
    assert span(family, "x + y", "3/2 - x*y - x >= 0") == Span(0, Q(7, 4)), "at (3/4, 1)"


def test_what_nothing_decides_is_an_outer_bound(family):
    found = span(family, "x + y", "x**3 + y**3 + x*y*y - 1/2 >= 0", "1 - x**3 - y**4 - x*y >= 0")
    assert found == Span(0, 2, exact=False)
    both = opened(family, ["x**3 + y**3 + x*y*y - 1/2 >= 0", "1 - x**3 - y**4 - x*y >= 0"], ["1 - x >= 0"]).span(read("x + y", "xy"))
    assert both == Span(0, 2, exact=False)


def test_nothing_satisfies_bent_limits(family):
    assert span(family, "x + y", "x*y - 2 >= 0") is None


def test_few_corners_are_tried(family, monkeypatch):
    monkeypatch.setattr(module, "CORNERS_TRIED", 0)
    assert span(family, "x - y", "1 - x*y > 0") == Span(-1, 1), "by elimination"


# ------------------------------------------------------------------ parts


def terms(text):
    return terms_at(read(text, "xy"), {}, ("x", "y"))[0]


def test_rows_of_affine_limits():
    rows, bent = _rows(
        [(terms("x - y"), ">="), (terms("x - 1/2"), "="), (terms("x*y"), ">"), (terms("y - 1/3"), "!=")], ["x", "y"], ["x", "y"]
    )
    one = fmpq(1)
    assert rows == [
        ({"x": one}, 0),
        ({"x": -one}, 1),
        ({"y": one}, 0),
        ({"y": -one}, 1),
        ({"x": one, "y": -one}, 0),
        ({"x": one}, fmpq(-1, 2)),
        ({"x": -one}, fmpq(1, 2)),
    ]
    assert bent == [(terms("x*y"), ">")]


def test_groups_of_coupled_symbols():
    one = fmpq(1)
    rows = [({"x": one}, one), ({"y": one}, one), ({"z": one}, one), ({"x": one, "z": -one}, fmpq(0))]
    found = {tuple(names): some for some, names in _groups(rows, ["x", "y", "z"])}
    assert found == {("y",): [rows[1]], ("x", "z"): [rows[0], rows[2], rows[3]]}
    assert _groups([], []) == []


def test_limits_that_bear_on_symbols():
    limits = [(terms("x - y"), ">="), (terms("1 - 2*y"), ">=")]
    some = CoupledLimits.of(limits, frozenset("x"), ("x", "y"))
    assert some.symbols == ["x", "y"] and some.limits == limits and some.nonlinear == [] and len(some.corner_groups) == 1
    alone = CoupledLimits.of([(terms("1 - 2*y"), ">=")], frozenset("x"), ("x", "y"))
    assert alone.symbols == ["x"] and alone.limits == [] and alone.corner_groups == [[{"x": 0}, {"x": 1}]]
    assert CoupledLimits.of([(terms("x - 2"), ">=")], frozenset("x"), ("x", "y")) is None
