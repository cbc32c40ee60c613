"""Signs all over a region, with their proofs: by hand, one for each way in which a sign is decided."""

from dataclasses import replace
from fractions import Fraction as Q

import pytest
from flint import fmpq, fmpq_poly
from small_games import entry, horse, plane, trust

from games.numbers import Expression, read, root_of, square_root
from games.parameter import conditions
from solvers import families, regimes
from solvers.algebra.ring import Ring
from solvers.maps.region_signs import ParameterRegion, _defining, _ranges, sides, symbol


def region(*more, name="the region", start=None):
    """A part of the square -4 < x, y < 4."""
    domain = plane().domain
    said = [c for text in more for c in conditions(text, {"x", "y"})]
    return ParameterRegion(domain.also(said, start or domain.start), name)


def e(text):
    return read(text, "xy")


# ------------------------------------------------------------------ expressions in the parameters


def test_constants():
    some = region()
    assert [some.sign(x).sign for x in (3, Q(-1, 2), 0, e("x - x"))] == ["+", "-", "0", "0"] and some.sign(3).proof == "a constant"
    assert some.sign(square_root(2) - 2).sign == "-"


def test_signs_of_parameters_and_terms():
    some = region("x > 0", "y > 0")
    found = some.sign(e("x*y + 2*x"))
    assert (found.sign, found.strict, found.evidence) == ("+", True, ())
    assert found.proof == "since 2 + y > 0 and x > 0 all over the region, by assumption and by the signs of terms"
    assert some.sign(e("-x*y")).sign == "-" and some.sign(e("1/x - 1/(x + y)")).sign == "+" and some.sign(e("-x**2 - 3*y")).sign == "-"
    assert some.sign(e("-x*y")).proof.startswith("since y > 0 and x > 0 ")
    assert some.sign(e("x*y + 2*x")) is found, "asked once"


def test_a_negative_parameter_is_told_as_such():
    some = region("x < 0", "y > 0", start={"x": Q(-1), "y": Q(1)})
    assert some.sign(e("x*y")).sign == "-" and "x < 0" in some.sign(e("x*y")).proof
    assert (some.sign(e("x*x*y")).sign == "+" and "x < 0 and y > 0" in some.sign(e("x*x*y")).proof) or "y > 0 and x < 0" in some.sign(
        e("x*x*y")
    ).proof
    assert some.sign(e("x**3 - y")).sign == "-" and "y - x**3 > 0" in some.sign(e("x**3 - y")).proof.replace("-x**3 + y", "y - x**3")


def test_two_points_show_that_a_sign_changes():
    found = region().sign(e("x - y"))
    assert found.sign == "mixed" and found.proof == "it takes both signs, as two points show"
    (one, high), (two, low) = found.evidence
    assert high == one["x"] - one["y"] > 0 > low == two["x"] - two["y"]
    assert all(-4 < p[name] < 4 for p in (one, two) for name in "xy")
    (one, high), (two, low) = region().sign(e("(x - y)/(x + 5)")).evidence
    assert high == (one["x"] - one["y"]) / (one["x"] + 5) > 0 > low


def test_what_z3_proves_says_so():
    some = region("x*y > 1", "x > 0", start={"x": Q(2), "y": Q(2)})
    found = some.sign(e("x + y - 1"))
    assert (
        found.sign == "+"
        and found.strict
        and found.proof.endswith("all over the region, as z3 finds no point where one of them fails (unsat)")
    )
    again = some.sign(e("2*x + 2*y - 2 + 0"))
    assert again.sign == "+" and "z3" in again.proof, "known by then, but from z3"


def test_a_weak_sign_may_be_zero_somewhere():
    found = region().sign(e("(x - y)**2"))
    assert found.sign == "+" and not found.strict
    assert (
        found.proof == "since z3 finds no point of the region where it is negative (unsat), though it may be zero on a set without interior"
    )
    down = region().sign(e("-x**2"))
    assert down.sign == "-" and not down.strict and "where it is positive" in down.proof
    flat = region("x >= y", "y >= x", start={"x": Q(1), "y": Q(1)})
    flat._points = [{"x": Q(1), "y": Q(1)}]
    assert flat.sign(e("x - y")).sign == "0" and flat.sign(e("x - y")).proof.startswith("zero all over the region, as z3 finds no point ")


def test_what_samples_miss_z3_finds():
    some = region()
    some._points = [{"x": Q(1), "y": Q(1)}]
    found = some.sign(e("x + 39/10"))
    assert found.sign == "mixed" and len(found.evidence) == 2
    (one, high), (two, low) = found.evidence
    assert high == one["x"] + Q(39, 10) > 0 > low == two["x"] + Q(39, 10)


def test_the_value_at_a_point_that_z3_finds_is_that_of_the_expression():
    some = region()
    some._points = [{"x": Q(1), "y": Q(1)}]
    (one, high), (two, low) = some.sign(e("(x + 39/10)/(x + 5)")).evidence
    assert high == (one["x"] + Q(39, 10)) / (one["x"] + 5) > 0 > low == (two["x"] + Q(39, 10)) / (two["x"] + 5)


def test_what_nothing_decides_is_undecided():
    some = region()
    some._points = [{"x": Q(1), "y": Q(1)}]
    oracle = some.oracle()
    oracle.satisfiable = lambda atoms: None
    found = some.sign(e("x + 39/10"))
    assert found.sign == "undecided" and found.proof == "neither proved nor refuted by z3; it is positive at every sample"
    assert some.sign(e("-x - 39/10")).proof.endswith("; it is negative at every sample")
    assert some.sign(e("x - 1")).proof == "neither proved nor refuted by z3"


def test_what_samples_say_of_roots_where_nothing_decides():
    some = region("x > 0", "y > 0")
    value = square_root(e("x")) - e("x") + 3
    some.oracle(value).satisfiable = lambda atoms: None
    assert some.sign(value).proof == "neither proved nor refuted by z3; it is positive at every sample"
    assert some.sign(-value).proof == "neither proved nor refuted by z3; it is negative at every sample"
    none = square_root(e("-x")) - e("x") + 3  # no number anywhere
    some.oracle(none).satisfiable = lambda atoms: None
    assert some.sign(none).proof == "neither proved nor refuted by z3"


# ------------------------------------------------------------------ parts of a region


def test_a_part_where_more_conditions_hold():
    some = region("x > 0")
    part = some.within(conditions("y > 3", {"x", "y"}), "the part")
    assert part.name == "the part" and part.domain.start["y"] > 3 and part.domain.start["x"] > 0 and part.sign(e("y - 2")).sign == "+"
    assert some.within(conditions("x < -1", {"x", "y"}), "none") is None
    assert some.point(conditions("x < -1", {"x", "y"})) is None and part.family is None
    thin = some.point(conditions("1 < 1000*x < 2", {"x", "y"}))
    assert thin is not None and Q(1, 1000) < thin["x"] < Q(2, 1000), "found by z3"


def test_whether_a_part_is_empty():
    some = region("x > 0")
    assert some.empty(conditions("x < -1", {"x", "y"})) is True and some.empty(conditions("x < 1", {"x", "y"})) is False
    assert some.empty(conditions("y <= -x - 4", {"x", "y"})) is True
    oracle = some.oracle()
    oracle.satisfiable = lambda atoms: None
    assert some.empty(conditions("x < 1", {"x", "y"})) is None


def test_points_of_a_region_lie_inside():
    some = region("x > y", start={"x": Q(1), "y": Q(0)})
    assert len(some.points) == 32 and all(p["x"] > p["y"] for p in some.points) and some.points is some.points
    assert ParameterRegion(entry().at().domain, "the point").points == [{}]


def test_the_region_of_a_regime():
    found = regimes(trust(), check=0)
    low, high = found.regimes
    one, other = (ParameterRegion.of(found, regime) for regime in (low, high))
    assert (one.name, other.name) == ("R1", "R2") and one.domain.start == low.sample
    assert one.sign(read("1 - 2*p", "p")).sign == "+" and other.sign(read("1 - 2*p", "p")).sign == "-"
    assert [str(c.expression) for c in sides(found, low)] == ["1 - 2*p"] and sides(found, low, but=0) == []
    assert all(c.strict for c in sides(found, low))


# ------------------------------------------------------------------ open symbols and roots


@pytest.fixture(scope="module")
def opened():
    """In the horse, 3 may play L with at most 1/4, or 1/x, off the path."""
    found = families(horse())
    family = next(f for f in found if len(f.free) == 2 or (f.free and "L or R" in f.name))
    return ParameterRegion(found.game.domain, "the domain"), family


def test_open_symbols_lie_between_their_bounds(opened):
    bare, family = opened
    (name,) = family.free
    some = bare.with_symbols_of(family)
    assert some.family is family and some.name == "the domain" and some.domain is bare.domain
    s = Expression.symbol(name)
    assert (
        some.sign(s).sign == "+"
        and some.sign(s - 1).sign == "-"
        and some.sign(1 - 4 * s).sign == "+"
        and some.sign(1 - 8 * s).sign == "mixed"
    )
    x = Expression.symbol("x")
    assert some.sign(1 - x * s).sign == "+" and some.sign(s * x - 5 * s).sign == "mixed"
    drawn = list(some.samples(1 - x * s))
    assert len(drawn) == 64 and all(0 < p[name] < min(Q(1, 4), 1 / p["x"]) for p in drawn)
    assert next(iter(some.samples(x))).keys() == {"x"}


def test_positions_within_the_range(opened):
    bare, family = opened
    (name,) = family.free
    some = bare.with_symbols_of(family)
    first, second = some._filled({"x": Q(2)}, Expression.symbol(name))
    assert (first[name], second[name]) == (Q(1, 16), Q(1, 6))
    assert list(bare._filled({"x": Q(2)}, Expression.symbol("x"))) == [{"x": Q(2)}]


def test_the_bounds_of_a_family_as_comparisons(opened):
    _bare, family = opened
    (name,) = family.free
    ring = Ring(("x",), (name,))
    s, x = ring.gen(name), ring.gen("x")
    told = [(str(a.polynomial), a.relation) for a in _ranges(ring, family)]
    assert told == [(str(s), ">"), (str(x - x * x * s), ">"), (str(x), "!="), (str(fmpq(1, 4) - s), ">")]


def test_square_roots_are_further_variables():
    some = region("x > 0", "y > 0")
    root = square_root(e("x"))
    assert some.sign(root).sign == "+" and some.sign(-root).sign == "-" and some.sign(root - 3).sign == "-"
    assert some.sign(root - 1).sign == "mixed" and some.sign(root + 1).proof.startswith("since ")
    assert some.sign(root * root - e("x")).sign == "0"


def test_what_a_root_is():
    ring = Ring(("x",), ("r",))
    root = square_root(read("x", "x"))
    ((defined),) = root.roots
    named = type(defined)("r", defined.of, defined.low, defined.high)
    s, x = ring.gen("r"), ring.gen("x")
    assert [(str(a.polynomial), a.relation) for a in _defining(ring, named)] == [(str(s * s - x), "="), (str(s), ">")]


def test_roots_between_bounds_are_further_variables():
    some = region("x > 0", "y > 0")
    root = root_of(fmpq_poly([-2, 0, 0, 1]), Q(1), Q(2))  # of 2, the third one
    assert (
        some.sign(root * e("y")).sign == "+"
        and some.sign((root - 2) * e("y")).sign == "-"
        and some.sign((1 - root) * e("y + x")).sign == "-"
    )
    assert some.sign((root - Q(5, 4)) * e("y")).sign == "+", "which the cube tells, not the bounds"
    assert some.sign(root - e("y")).sign == "mixed"
    (defined,) = root.roots
    ring = Ring(("y",), (defined.name,))
    s = ring.gen(defined.name)
    found = [(str(a.polynomial), a.relation) for a in _defining(ring, defined)]
    low, high = (fmpq(end.numerator, end.denominator) for end in (defined.low, defined.high))
    assert found == [(str(s**3 - 2), "="), (str(s - low), ">"), (str(high - s), ">")]


def test_symbols_of_signs():
    assert [symbol(k) for k in (1, 0, -1)] == ["+", "0", "-"]


def test_where_bounds_are_not_known_the_limits_themselves_are_taken(opened):
    bare, family = opened
    (name,) = family.free
    s, x = Expression.symbol(name), Expression.symbol("x")
    bent = replace(family, ends={}, limits=(((s * s - x, ">="), (1 - s / x, ">")),))
    ring = Ring(("x",), (name,))
    a, b = ring.gen(name), ring.gen("x")
    assert [(str(p.polynomial), p.relation) for p in _ranges(ring, bent)] == [(str(a * a - b), ">="), (str(b * (b - a)), ">")]
    some = bare.with_symbols_of(bent)
    assert list(some.samples(s)) == [] and some.sign(s * s - x / 2).sign == "+", "nothing is drawn, but what is implied is proved"
    either = replace(bent, limits=(((s, ">"),), ((1 - s, ">"),)))
    assert _ranges(ring, either) == []


def test_mixed_play_of_the_senders_is_a_probability():
    found = regimes(trust(), check=0)
    (name,) = found.regimes[0].families
    mix = found.family(name).profile.strategies["S"]["bad"]["loud"]
    some = ParameterRegion.of(found, found.regimes[0]).with_symbols_of(found.family(name))
    assert some.sign(mix).sign == "+" and some.sign(1 - mix).sign == "+" and str(mix) == "p/(1 - p)"
