"""Which assessments a family lists at a point: members drawn, assessments held or not, and the values of symbols behind them."""

import random
from dataclasses import replace
from fractions import Fraction as Q

import pytest
from flint import fmpq
from small_games import horse

from games.numbers import Expression, read, square_root
from solvers import families, solve, verify
from solvers.maps.limits import _times, terms_at
from solvers.maps.membership import HOLDS, Listed, _less, _Question
from solvers.results import Assessment, OpenRange, Profile, Relation, between


@pytest.fixture(scope="module")
def found():
    return families(horse())


@pytest.fixture(scope="module")
def belief(found):
    """3 plays R off the path, with any belief up to 1/3 in the first node."""
    return next(f for f in found if f.free and "3 R" in f.name)


@pytest.fixture(scope="module")
def mix(found):
    """3 plays L with up to 1/4 or 1/x off the path, at the belief 1/3."""
    return next(f for f in found if f.free and "3 L or R" in f.name)


def assessment(left=Q(0), first=Q(0), across=Q(1), beliefs=True):
    told = {"1": {"start": {"": 1}}, "2": {"across": {"across": 1}}, "3": {"start": {"down": first, "across/down": 1 - first}}}
    return Assessment(
        Profile(
            {
                "1": {"start": {"across": across, "down": 1 - across}},
                "2": {"across": {"across": Q(1), "down": Q(0)}},
                "3": {"start": {"L": left, "R": 1 - left}},
            }
        ),
        told if beliefs else None,
    )


AT = {"x": Q(5)}


def test_beliefs_within_the_range_are_listed(belief):
    listed = Listed(belief, AT)
    assert [listed.holds(assessment(first=x)) for x in (Q(0), Q(1, 5), Q(1, 3), Q(2, 5), Q(1))] == [True, True, True, False, False]
    assert listed.holds(assessment(left=Q(1, 8), first=Q(1, 3))) is False and listed.holds(assessment(across=Q(1, 2))) is False


def test_mixes_within_the_range_are_listed(mix):
    listed, wide = Listed(mix, AT), Listed(mix, {"x": Q(3)})
    third = Q(1, 3)
    assert [listed.holds(assessment(x, third)) for x in (Q(0), Q(1, 10), Q(1, 5), Q(9, 40), Q(1, 4))] == [False, True, True, False, False]
    assert [wide.holds(assessment(x, third)) for x in (Q(9, 40), Q(1, 4), Q(3, 10))] == [True, True, False]
    assert listed.holds(assessment(Q(1, 10), Q(1, 4))) is False, "another belief"


def test_without_beliefs_play_alone_counts(mix, belief):
    assert Listed(mix, AT).holds(assessment(Q(1, 10), beliefs=False)) is True
    assert Listed(belief, AT).holds(assessment(beliefs=False)) in (True, None)


def test_assessments_that_share_what_stands_at_a_set_are_compared_there_once(mix, monkeypatch):
    asked = []
    compare = Listed._equations
    monkeypatch.setattr(Listed, "_equations", lambda self, k, row: asked.append((k, id(row))) or compare(self, k, row))
    one, listed = assessment(Q(1, 10), Q(1, 3)), Listed(mix, AT)
    shared = {**one.profile.strategies, "3": {"start": {"L": Q(2, 3), "R": Q(1, 3)}}}
    assert listed.holds(one) is True and listed.holds(one) is True and listed.holds(replace(one, profile=Profile(shared))) is False
    assert len(asked) == len(set(asked)) and 0 < len(asked) <= len(listed._places) + 1


def test_members_are_listed_and_are_equilibria(found):
    numeric = horse().fix(AT)
    for family in found:
        if family.exists(AT):
            members = list(Listed(family, AT).members(4))
            assert len(members) == (4 if family.free else 1)
            for one in members:
                assert Listed(family, AT).holds(one) is True and verify(numeric, one, "sequential").equilibrium
            assert members == list(Listed(family, AT).members(4)), "the same every time"


def test_members_lie_inside_and_at_the_ends(belief):
    first, *others = Listed(belief, AT).members(8)
    values = [one.beliefs["3"]["start"]["down"] for one in others]
    assert 0 < first.beliefs["3"]["start"]["down"] < Q(1, 3) and {0, Q(1, 3)} <= set(values)


def test_a_solution_lists_itself():
    listed = [Listed(one, {}) for one in solve(horse())]
    for one in listed:
        for member in one.members(3):
            assert one.holds(member) is True and sum(other.holds(member) is True for other in listed) == 1
    assert not any(one.empty() for one in listed)


def test_whether_nothing_is_listed(belief):
    assert Listed(belief, AT).empty() is False
    x = Expression.symbol("s")
    none = replace(belief, ranges=(OpenRange("s"),), limits=(((x - 2, ">="), (1 - x, ">=")),))
    assert Listed(none, AT).empty() is True and list(Listed(none, AT).members(3)) == []
    one = replace(belief, ranges=(OpenRange("s"),), limits=(((x - 2, ">="), (1 - x, ">=")), ((x, ">="),)))
    assert Listed(one, AT).empty() is False
    rooted = replace(belief, ranges=(OpenRange("s"),), limits=(((x - Expression.symbol("x"), ">="),),))
    assert Listed(rooted, {"x": square_root(Q(2))}).empty() is None, "z3 is not asked about roots"
    assert Listed(replace(belief, ranges=()), AT).empty() is False


def made(family, conjunctions, *entries, names="st", point=None):
    """A family that mixes as some forms say, within one of some conjunctions."""
    limits = tuple(
        tuple((read(left, (*names, "a")), relation) for left, relation in (t.rsplit(" ", 2)[:2] for t in some)) for some in conjunctions
    )
    rows = {f"set {k}": {"u": read(form, (*names, "a")), "d": 1 - read(form, (*names, "a"))} for k, form in enumerate(entries)}
    play = Assessment(Profile({"P": rows}), None)
    return Listed(replace(family, assessment=play, ranges=tuple(map(OpenRange, names)), limits=limits), point or {})


def played(*values):
    return Assessment(Profile({"P": {f"set {k}": {"u": x, "d": 1 - x} for k, x in enumerate(values)}}), None)


def test_values_of_symbols_by_equations_one_after_the_other(belief):
    listed = made(belief, [["s - t >= 0"]], "s", "s*t")
    assert listed.holds(played(Q(1, 2), Q(1, 8))) is True and listed.holds(played(Q(1, 2), Q(3, 8))) is False
    ratio = made(belief, [["s >= 0"]], "s/(s + t)", "t")
    assert ratio.holds(played(Q(1, 3), Q(1, 2))) is True and ratio.holds(played(Q(1, 3), Q(0))) is False, "no quotient there"
    assert made(belief, [[]], "s", "2*s").holds(played(Q(1, 4), Q(1, 2))) is True
    assert made(belief, [[]], "s", "2*s").holds(played(Q(1, 4), Q(1, 3))) is False


def test_values_of_symbols_by_equations_together(belief):
    listed = made(belief, [["s - t > 0"]], "s + t", "s*t")  # s, t are the roots of z**2 - 5/6*z + 1/6
    assert listed.holds(played(Q(5, 6), Q(1, 6))) is True
    assert made(belief, [["t - s > 0", "s - 1/2 >= 0"]], "s + t", "s*t").holds(played(Q(5, 6), Q(1, 6))) is False
    assert made(belief, [["s - 2 > 0"], ["s - t > 0"]], "s + t", "s*t").holds(played(Q(5, 6), Q(1, 6))) is True
    assert made(belief, [["s - t > 0"]], "s + t").holds(played(Q(1))) is True, "one equation for two"
    assert listed.holds(played(Q(1, 2), Q(1, 2))) is False


def test_what_is_not_found_is_not_said(belief):
    bent = made(belief, [["s - t > 0"]], "s*s", "t")
    assert bent.holds(played(Q(1, 2), Q(1, 8))) is None, "the root of 1/2 is no rational number"
    assert bent.holds(played(Q(1, 4), Q(1, 8))) is True
    rooted = made(belief, [["a - s >= 0"]], "s*s", "t", point={"a": square_root(Q(2))})
    assert rooted.holds(played(Q(1, 4), Q(1, 8))) is None
    gone = made(belief, [[]], "s", point={})
    gone.listing = replace(
        gone.listing, assessment=Assessment(Profile({"P": {"set 0": {"u": square_root(read("s", "s")), "d": Q(0)}}}), None)
    )
    assert gone.holds(played(Q(1, 4))) is False, "a root of what is open"


def test_values_that_are_allowed(belief):
    listed = made(belief, [["s - t >= 0", "s - 1/2 != 0"], ["t - 3/4 = 0"]], "s", "t")

    def allowed(s, t):
        return listed.allows({"s": fmpq(*s), "t": fmpq(*t)})

    assert allowed((1, 3), (1, 3)) and not allowed((1, 4), (1, 3)) and not allowed((1, 2), (1, 3)) and allowed((1, 2), (3, 4))
    assert made(belief, [[]], "1/2", names="").allows({})


def test_limits_are_read_from_ranges_where_nothing_else_is_said(belief):
    s, t = Expression.symbol("s"), Expression.symbol("t")
    ranges = (
        between("s", Q(1, 4), Q(1, 2)),
        OpenRange("t", (), (), (Relation(t, "<=", s),), "mix", ((Relation(t, ">", Q(1, 8)),), (Relation(t, "=", Q(0)),))),
    )
    listed = Listed(replace(belief, ranges=ranges, limits=()), {})
    first, second = listed._limits
    assert len(first) == len(second) == 4

    def allowed(s, t):
        return listed.allows({"s": fmpq(*s), "t": fmpq(*t)})

    assert (
        allowed((1, 4), (1, 4))
        and allowed((1, 2), (0, 1))
        and not allowed((1, 2), (1, 8))
        and not allowed((1, 4), (1, 3))
        and not allowed((1, 8), (0, 1))
    )


def test_denominators_in_limits_keep_their_sign(belief):
    listed = made(belief, [["(s - 1/2)/(t - 1/2) >= 0"]], "s", "t")

    def allowed(s, t):
        return listed.allows({"s": fmpq(*s), "t": fmpq(*t)})

    assert allowed((3, 4), (3, 4)) and allowed((1, 4), (1, 4)) and not allowed((3, 4), (1, 4)) and not allowed((1, 4), (3, 4))
    turned = made(belief, [["(s - 1/2)/(-2) >= 0"]], "s")
    assert turned.allows({"s": fmpq(1, 4), "t": fmpq(0)}) and not turned.allows({"s": fmpq(3, 4), "t": fmpq(0)})


def terms(text):
    return terms_at(read(text, "xy"), {}, ("x", "y"))[0]


def test_comparisons_as_z3_is_asked_them():
    question = _Question([(terms("x + y - 1"), "="), (terms("x - y"), ">")], ["x", "y"], ("x", "y"))
    assert question.rational and question.possible() is True
    values = question.some([])
    assert values["x"] + values["y"] == 1 and values["x"] > values["y"]
    tight = question.some([(terms("x - 3/4"), "="), (terms("x - 2/3"), "="), (terms("x*y"), ">=")])
    assert tight["x"] == fmpq(3, 4), "as many demands as go together"
    none = _Question([(terms("x*x + 1"), "=")], ["x"], ("x", "y"))
    assert none.possible() is False and none.some([]) == {}
    root = _Question([(terms("x*x - 2"), "=")], ["x"], ("x", "y"))
    assert root.some([]) is None
    open_ = _Question([({(1, 0): square_root(Q(2))}, ">")], ["x"], ("x", "y"))
    assert not open_.rational and open_.possible() is None and open_.some([]) is None
    single = _Question([(terms("x - 1/3"), "!="), (terms("x"), ">=")], ["x"], ("x", "y"))
    assert single.some([(terms("x"), "=")]) == {"x": 0}


def test_random_demands_make_points_simple_or_small():
    question = _Question([(terms("x"), ">"), (terms("1 - x"), ">")], ["x"], ("x", "y"))
    assert question.some([], random.Random(0))["x"] in {fmpq(1, 2), fmpq(1, 3), fmpq(3, 4), fmpq(1, 5), fmpq(6, 7)}
    small = {
        question_.some([], random.Random(seed), small=True)["x"]
        for seed in range(6)
        for question_ in [_Question([(terms("x"), ">"), (terms("1 - x"), ">")], ["x", "y"], ("x", "y"))]
    }
    assert any(x < fmpq(1, 1000) or x > fmpq(999, 1000) for x in small)


def test_products_and_differences_of_terms():
    assert _times(terms("x + 1"), terms("x - y")) == {**terms("x*x - x*y + x - y")}
    assert _less(terms("2*x"), terms("1 + x"), Q(2)) == {(0, 0): -2} and _less(terms("x"), terms("y"), Q(1, 2)) == {
        (1, 0): 1,
        (0, 1): fmpq(-1, 2),
    }
    root = square_root(Q(2))
    assert _less({(0, 0): root}, terms("1"), root) == {}
    assert HOLDS == {">": (1,), ">=": (0, 1), "=": (0,), "!=": (-1, 1)}
