"""All values that a quantity takes, by elimination: by hand."""

from fractions import Fraction as Q

import pytest
from flint import fmpq

from games import GameError
from games.numbers import read, square_root
from solvers.algebra.ring import Ring
from solvers.algebra.sign_oracle import Atom
from solvers.maps import values_taken as module
from solvers.maps.limits import terms_at
from solvers.maps.values_taken import VALUE, _hold, _intervals, _roots, none_beyond, values_taken


def taken(quantity, *limits, names="xy"):
    told = [(terms_at(read(left, names), {}, tuple(names))[0], relation) for left, relation in (t.rsplit(" ", 2)[:2] for t in limits)]
    return values_taken(terms_at(read(quantity, names), {}, tuple(names)), told, list(names), tuple(names))


def test_affine_quantities():
    assert taken("x + y") == (0, 2) and taken("x - 2*y + 1") == (-1, 2) and taken("x", "x - 1/3 >= 0") == (Q(1, 3), 1)
    assert taken("x", "2*x - 1 = 0") == (Q(1, 2), Q(1, 2)) and taken("x + y", "x - y = 0", "1 - 2*x > 0") == (0, 1)


def test_one_value_between_two_bounds():
    assert taken("x", "1 - 2*x >= 0", "2*x - 1 >= 0") == (Q(1, 2), Q(1, 2)) and taken("x - y", "x - y >= 0", "y - x >= 0") == (0, 0)


def test_quotients_and_products():
    assert taken("x/(1 + y)") == (0, 1) and taken("x*y", "x - y = 0") == (0, 1) and taken("x - x*y", "x - y = 0") == (0, Q(1, 4))
    assert taken("x/(x + y)", "x - y >= 0") == (Q(1, 2), 1), "where the denominator is not zero"


def test_ends_that_are_roots():
    low, high = taken("x + y", "8*x*y - 1 >= 0")
    assert low * low == Q(1, 2) and high == 2
    low, high = taken("x", "2*x*x - 1 >= 0", names="x")
    assert low * low == Q(1, 2) and high == 1


def test_nothing_satisfies():
    assert taken("x", "x - 2 >= 0") == () and taken("x", "x > 0", "-x > 0") == () and taken("x + y", "x*y - 2 >= 0") == ()


def test_what_does_not_go_through():
    assert taken("x + y", "x**3 + y**3 + x*y*y - 1/2 >= 0", "1 - x**3 - y**4 - x*y >= 0") is None
    rooted = {(1,): square_root(2), (0,): fmpq(0)}
    assert values_taken((rooted, {(0,): fmpq(1)}), [], ["x"], ("x",)) is None
    assert values_taken(({(1,): fmpq(1)}, {(0,): fmpq(1)}), [(rooted, ">")], ["x"], ("x",)) is None


def test_work_is_limited(monkeypatch):
    monkeypatch.setattr(module, "UNITS", 0)
    assert taken("x*y", "x - y = 0") is None and not beyond("x + y", 2, 1)


def beyond(quantity, value, side, *limits, names="xy"):
    told = [(terms_at(read(left, names), {}, tuple(names))[0], relation) for left, relation in (t.rsplit(" ", 2)[:2] for t in limits)]
    number = value if not isinstance(value, int | Q) else fmpq(Q(value).numerator, Q(value).denominator)
    return none_beyond(terms_at(read(quantity, names), {}, tuple(names)), told, list(names), tuple(names), number, side)


def test_nothing_lies_beyond_an_end():
    assert beyond("x + y", 2, 1) and beyond("x + y", 0, -1) and not beyond("x + y", Q(3, 2), 1) and not beyond("x + y", Q(1, 2), -1)
    assert beyond("x*y", Q(1, 4), 1, "1 - x - y >= 0") and not beyond("x*y", Q(1, 5), 1, "1 - x - y >= 0")
    assert beyond("x/(-1 - y)", 0, 1) and not beyond("x/(-1 - y)", Q(-1, 2), 1) and beyond("x/(-1 - y)", -1, -1)
    assert beyond("x", square_root(2), 1) is False, "roots are not asked about"


# ------------------------------------------------------------------ one variable


RING = Ring((VALUE,), ("x",))
V = RING.gen(VALUE)


def test_the_hull_of_solutions_in_one_variable():
    assert _intervals(RING, [Atom(V - 1, ">="), Atom(3 - V, ">")]) == [(1, 3)]
    assert _intervals(RING, [Atom((V - 1) * (V - 2) * (V - 4), "="), Atom(3 - V, ">")]) == [(1, 2)]
    assert _intervals(RING, [Atom(V * V - 4, ">="), Atom(9 - V * V, ">=")]) == [(-3, 3)]
    assert _intervals(RING, [Atom(V - 1, ">"), Atom(1 - V, ">=")]) == []
    assert _intervals(RING, [Atom(V - 1, ">="), Atom(1 - V, ">="), Atom(V, "!=")]) == [(1, 1)]


@pytest.mark.parametrize("atoms", [[Atom(V - 1, ">=")], [Atom(-V, ">")], [Atom(V * V + 1, ">")], []])
def test_a_quantity_without_bounds_is_refused(atoms):
    with pytest.raises(GameError, match="without bounds"):
        _intervals(RING, atoms)


def test_real_roots_of_a_factor():
    assert _roots(RING, 2 * V - 3) == [Q(3, 2)] and _roots(RING, V * V + 1) == []
    one, two = _roots(RING, V * V - 2)
    assert one > 0 > two and one * one == 2 == two * two
    assert _roots(RING, 4 * V * V - 4 * V + 1) == [Q(1, 2), Q(1, 2)]
    (root,) = _roots(RING, V**3 - 2)
    assert root**3 == 2


def test_comparisons_at_a_number():
    atoms = [Atom(V * V - 2, ">="), Atom(V - 1, ">")]
    assert _hold(RING, atoms, Q(3, 2)) and not _hold(RING, atoms, Q(1)) and not _hold(RING, atoms, Q(-2))
    root = square_root(2)
    assert _hold(RING, atoms, root) and not _hold(RING, atoms, -root) and _hold(RING, [Atom(V * V - 2, "=")], root)
    assert (
        not _hold(RING, [Atom(V * V - 2, ">")], root)
        and _hold(RING, [Atom(V - 1, "!=")], Q(2))
        and not _hold(RING, [Atom(V - 1, "!=")], Q(1))
    )
