"""Sample points: inside their domain, their signs exact, the first ones never forgotten."""

import random
from fractions import Fraction

import numpy as np
import pytest
from comparisons import poly, value
from flint import fmpq

from solvers.algebra import samples
from solvers.algebra.ring import Ring
from solvers.algebra.samples import GRID, Samples

Q = Fraction
RING = Ring(("a", "b"), ("x", "y", "z"))
SIMPLICES = [("x",), ("y", "z")]
TEXTS = ["a - b", "a**2*b - x", "x + y - z", "(a - 1)**3 - y*z", "1 - y - z", "a*b*x*y*z - 1/7", "-3", "0", "a - 1/3"]


def drawn(count, seed=0):
    rng = random.Random(seed)
    return Samples(RING, SIMPLICES, [{"a": Q(rng.randint(-9, 9), 3), "b": Q(rng.randint(-9, 9), 7)} for _ in range(count)], seed)


def rows(some):
    return [dict(zip(RING.names, (Q(int(x.p), int(x.q)) for x in some.coordinates(k)), strict=True)) for k in range(len(some))]


def exact(some, p):
    return [(v > 0) - (v < 0) for v in (value(p, row) for row in rows(some))]


# ------------------------------------------------------------------ points


def test_unknowns_are_inside_their_simplices():
    some = drawn(60)
    for row in rows(some):
        assert 0 < row["x"] < 1 and row["y"] > 0 < row["z"] and row["y"] + row["z"] < 1
        assert row["x"].denominator <= GRID + 3
    assert len({row["x"] for row in rows(some)}) > 50 and len({row["y"] for row in rows(some)}) > 50
    sizes = [np.mean([float(row[name]) for row in rows(some)]) for name in "xyz"]
    assert sizes == pytest.approx([1 / 2, 1 / 3, 1 / 3], abs=0.15)  # equally likely, as what is left for others


def test_parameters_are_those_given_and_unknowns_of_no_simplex_are_zero():
    some = Samples(RING, [("x",)], [{"a": Q(2, 3)}, {"b": Q(5), "other": Q(1)}], 0)
    assert [some.point(k) for k in range(2)] == [{"a": Q(2, 3), "b": 0}, {"a": 0, "b": 5}]
    assert all(row["y"] == row["z"] == 0 < row["x"] for row in rows(some)) and len(some) == 2
    assert some.coordinates(0)[:2] == [fmpq(2, 3), 0]


def test_the_same_seed_draws_the_same():
    assert rows(drawn(5, 3)) == rows(drawn(5, 3)) and rows(drawn(5, 3))[0]["x"] != rows(drawn(5, 4))[0]["x"]


@pytest.mark.parametrize(
    "fixed, kept",
    [
        ({"x": Q(1, 4)}, {"x": Q(1, 4)}),
        ({"y": Q(1, 4)}, {"y": Q(1, 4), "z": Q(3, 8)}),  # the others, and what is left, share the rest
        ({"y": Q(1, 4), "z": Q(1, 3)}, {"y": Q(1, 4), "z": Q(1, 3)}),
        ({"x": Q(1, 9), "z": Q(1, 2)}, {"x": Q(1, 9), "y": Q(1, 4), "z": Q(1, 2)}),
    ],
)
def test_values_of_unknowns_are_kept_where_there_is_room(fixed, kept):
    some = drawn(0)
    some.add({"a": Q(1), "b": Q(2)}, 0, fixed)
    assert rows(some)[0].items() >= kept.items()


@pytest.mark.parametrize("fixed", [{"y": Q(1)}, {"y": Q(1, 2), "z": Q(1, 2)}, {"y": Q(0), "z": Q(1, 2)}, {"y": Q(-1, 3)}, {"z": Q(3, 2)}])
def test_values_that_leave_no_room_are_not_kept(fixed):
    some = drawn(0)
    some.add({"a": Q(1), "b": Q(2)}, 0, fixed)
    (row,) = rows(some)
    assert row["y"] > 0 < row["z"] and row["y"] + row["z"] < 1 and all(row[name] != v for name, v in fixed.items())


# ------------------------------------------------------------------ signs


@pytest.mark.parametrize("count", [1, 7, 8, 30])
@pytest.mark.parametrize("text", TEXTS)
def test_signs_are_exact(count, text):
    some, p = drawn(count), poly(RING, text)
    found = some.signs(p)
    assert found.tolist() == exact(some, p) and found.dtype == np.int8


@pytest.mark.parametrize("count", [3, 20])
def test_signs_are_exact_where_terms_cancel(count):
    some = drawn(0)
    rng = random.Random(1)
    for _ in range(count):
        b = Q(rng.randint(1, 99), 7)
        some.add({"a": b + Q(rng.choice([-1, 0, 1]), 10 ** rng.choice([3, 15, 17, 40])), "b": b}, 0)
    for text in ("a - b", "a**2 - b**2", "10**12*(a - b)", "(a - b)**3*x", "a*y - b*y"):
        assert some.signs(poly(RING, text.replace("10**12", str(10**12)))).tolist() == exact(some, poly(RING, text.replace("10**12*", "")))


def test_signs_are_exact_where_floating_point_ends():
    some = drawn(9)
    for a, b in ((10**400, Q(1, 10**400)), (Q(1, 10**200), 10**150), (10**90, 10**90)):
        some.add({"a": Q(a), "b": Q(b)}, 0)
    for text in ("a*b - 1", "a**2*b - 1", "a - b", f"a*b - {10**180}", f"a - {10**400}*b*x", "a**4 - b", f"a/{10**350} - b"):
        assert some.signs(poly(RING, text)).tolist() == exact(some, poly(RING, text))


def test_new_samples_get_their_signs_and_old_ones_keep_theirs():
    some, p = drawn(3), poly(RING, "a - b*x")
    first = some.signs(p).tolist()
    for k in range(12):
        some.add({"a": Q(k), "b": Q(2 * k - 9)}, 0)
        assert some.signs(p).tolist() == exact(some, p)[: 3 + k + 1] and some.signs(p)[:3].tolist() == first
    assert some.signs(p, str(p)) is some.signs(p)


def test_new_samples_beyond_floating_point_get_their_signs():
    some, p = drawn(3), poly(RING, f"a*{10**400} - b")
    for k in range(3):
        assert some.signs(p).tolist() == exact(some, p)
        some.add({"a": Q(k), "b": Q(10**400)}, 0)


def test_without_samples_there_are_no_signs():
    assert drawn(0).signs(poly(RING, "a")).tolist() == [] and len(drawn(0)) == 0


# ------------------------------------------------------------------ forgetting


def few(monkeypatch, most=6):
    monkeypatch.setattr(samples, "MOST_SAMPLES", most)


def test_samples_that_have_long_answered_nothing_are_forgotten(monkeypatch):
    few(monkeypatch)
    some, p = drawn(2), poly(RING, "a - 5")
    given = rows(some)
    for k in range(8):
        some.add({"a": Q(k), "b": Q(0)}, k)
    some.serves(2, 100)  # the sample with a = 0
    assert some.signs(p).tolist() == exact(some, p)
    some.forget(1000)
    assert rows(some)[:2] == given and [row["a"] for row in rows(some)[2:]] == [0, 6, 7]  # half as many as there may be, in their order
    assert some.signs(p).tolist() == exact(some, p) and some.signs(poly(RING, "a - 1")).tolist() == exact(some, poly(RING, "a - 1"))


def test_as_many_as_there_may_be_are_kept(monkeypatch):
    few(monkeypatch)
    some = drawn(2)
    for k in range(4):
        some.add({"a": Q(k)}, k)
    before = rows(some)
    some.forget(1000)
    assert rows(some) == before
    some.add({"a": Q(9)}, 9)
    some.forget(1000)
    assert len(some) == 2 + 3


def test_signs_that_were_taken_of_some_samples_only_are_taken_again(monkeypatch):
    few(monkeypatch)
    some, p = drawn(2), poly(RING, "a - 3")
    some.signs(p)
    for k in range(8):
        some.add({"a": Q(k), "b": Q(0)}, k)
    some.forget(1000)
    assert some.signs(p).tolist() == exact(some, p)


def test_tables_of_many_entries_are_begun_again():
    some = drawn(2)
    for k in range(5):
        some.signs(poly(RING, f"a - {k}"))
    some.forget(5)
    assert len(some._signs) == 5 == len(some._floated)
    some.forget(4)
    assert not some._signs and not some._floated
    assert some.signs(poly(RING, "a - b")).tolist() == exact(some, poly(RING, "a - b"))


def test_taken_afresh_they_are_as_they_were_at_first():
    some, p = drawn(3), poly(RING, "a - x")
    first = rows(some)
    some.add({"a": Q(1), "b": Q(1)}, 1)
    learnt = rows(some)
    some.signs(p)
    fresh = some.afresh()
    assert rows(fresh) == first and fresh.signs(p).tolist() == exact(fresh, p)
    fresh.add({"a": Q(1), "b": Q(1)}, 1)
    assert rows(fresh) == learnt and rows(some) == learnt  # the same random values again
    fresh.add({"a": Q(2), "b": Q(1)}, 1)
    assert fresh.signs(p).tolist() == exact(fresh, p) and len(some) == 4 == len(some.signs(p))
    assert rows(some.afresh()) == first


def test_what_was_served_is_forgotten_by_one_taken_afresh(monkeypatch):
    few(monkeypatch)
    some = drawn(0)
    fresh = some.afresh()
    for k in range(8):
        some.add({"a": Q(k)}, 8 - k)
        fresh.add({"a": Q(k)}, k)
    some.forget(100)
    fresh.forget(100)
    assert [row["a"] for row in rows(some)] == [0, 1, 2] and [row["a"] for row in rows(fresh)] == [5, 6, 7]
