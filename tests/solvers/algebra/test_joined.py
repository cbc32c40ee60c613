"""Conjunctions made short and cases made one hold exactly where the long ones do, on the domain."""

import random
from fractions import Fraction

import pytest
from comparisons import atoms, grid, holds, oracle, poly, said

from solvers.algebra import simplification
from solvers.algebra.sign_oracle import Atom
from solvers.algebra.simplification import joined, shortened

Q = Fraction
VALUES = (-1, Q(1, 4), Q(1, 3), Q(1, 2), 1, 2)
DOMAIN = ("a > 0", "1 - a > 0")
POINTS = [p for p in grid("abc", VALUES) if 0 < p["a"] < 1]


def known(points=((Q(1, 3), 2, 1), (Q(1, 2), -1, 3), (Q(1, 4), 1, -1)), parameters="abc", domain=DOMAIN):
    return oracle(parameters, domain=domain, points=points)


PARTS = [
    "b",
    "c",
    "b - c",
    "c - b",
    "b - a",
    "a - b",
    "b - 1",
    "1 - b",
    "b*c",
    "(b - c)*(b - a)",
    "(b - c)**2",
    "b**2*c",
    "a*b - c",
    "b + c - 1",
    "(b - 1)**2*(c - a)",
    "-b*(c - 1)",
    "c - 2*b",
]


def drawn(rng, ring, count):
    return [Atom(poly(ring, rng.choice(PARTS)), rng.choice([">", ">", ">=", ">=", "=", "!="])) for _ in range(count)]


@pytest.mark.parametrize("seed", range(20))
def test_shortened_conjunctions_hold_where_the_long_ones_do(seed):
    rng = random.Random(seed)
    here = known()
    long = drawn(rng, here.ring, rng.randint(1, 4))
    short = shortened(here, long)
    assert len(short) <= sum(1 + str(a.polynomial).count("*") for a in long)
    for point in POINTS:
        assert holds(short, point) == holds(long, point), (said(long), said(short), point)


@pytest.mark.parametrize(
    "long, short",
    [
        (["b > 0", "b + a > 0"], ["b > 0"]),
        (["b >= 0", "b + a > 0"], ["b >= 0"]),
        (["b > 0", "b >= 0"], ["b > 0"]),
        (["b - 1 > 0", "c - b > 0", "c - 1 > 0"], ["b - 1 > 0", "c - b > 0"]),
        (["b - c > 0", "b - c != 0"], ["b - c > 0"]),
        (["b - a = 0", "b > 0"], ["b - a = 0"]),
        (["b - c = 0", "b - 1 > 0", "c - 1 > 0"], ["b - c = 0", "c - 1 > 0"]),
        (["b**2 - c > 0", "c > 0", "b > 0"], ["b**2 - c > 0", "c > 0", "b > 0"]),
        (["b*c > 0", "b > 0"], ["c > 0", "b > 0"]),
        (["-b*c >= 0", "-b > 0"], ["c >= 0", "-b > 0"]),
        (["b*(b - c) > 0", "(b - c)**2 > 0"], ["b*(b - c) > 0"]),
        (["b*(b - c)**2 >= 0", "(b - c)**2 > 0"], ["b - c != 0", "b >= 0"]),
        (["b**2 + c**2 - 1 >= 0", "b - 2 >= 0"], ["b - 2 >= 0"]),
        (["b - c > 0"], ["b - c > 0"]),
        ([], []),
    ],
)
def test_what_follows_is_left_out(long, short):
    here = known()
    assert said(shortened(here, atoms(here.ring, *long))) == said(atoms(here.ring, *short))


def test_long_conjunctions_are_left_as_they_are(monkeypatch):
    here = known()
    long = atoms(here.ring, "b > 0", "b + a > 0", "c > 0")
    monkeypatch.setattr(simplification, "MOST_ATOMS", 2)
    assert shortened(here, long) == long
    monkeypatch.setattr(simplification, "MOST_ATOMS", 3)
    assert len(shortened(here, long)) == 2


def test_with_many_parameters_only_what_is_seen_is_left_out(monkeypatch):
    here = known()
    seen, proved = ["b > 0", "b + a > 0"], ["b**2 + c**2 - 1 >= 0", "b - 2 >= 0"]
    monkeypatch.setattr(simplification, "MOST_PARAMETERS", 3)
    assert len(shortened(here, atoms(here.ring, *seen))) == 1 == len(shortened(here, atoms(here.ring, *proved)))
    monkeypatch.setattr(simplification, "MOST_PARAMETERS", 2)
    assert len(shortened(here, atoms(here.ring, *seen))) == 1 and len(shortened(here, atoms(here.ring, *proved))) == 2
    monkeypatch.setattr(simplification, "MOST_TERMS", 1)
    assert len(shortened(here, atoms(here.ring, *seen))) == 2


@pytest.mark.parametrize(
    "one, other, follows",
    [
        ("b + a > 0", "b > 0", True),
        ("b + a > 0", "b >= 0", True),
        ("2*b >= 0", "b >= 0", True),
        ("2*b > 0", "b > 0", True),
        ("2*b > 0", "b >= 0", False),
        ("b - a > 0", "b > 0", False),
        ("a - b > 0", "b = 0", True),
        ("-b >= 0", "b = 0", True),
        ("-b > 0", "b = 0", False),
        ("-b > 0", "b > 0", False),
        ("b + a > 0", "b != 0", False),
        ("b != 0", "b > 0", False),
        ("b + a > 0", "c > 0", False),
    ],
)
def test_a_comparison_that_is_another_one_plus_something_positive(one, other, follows):
    here = known()
    assert simplification._from_one(here, *atoms(here.ring, one, other)) is follows


# ------------------------------------------------------------------ cases


@pytest.mark.parametrize("seed", range(16))
def test_joined_cases_hold_where_one_of_them_does(seed):
    rng = random.Random(seed)
    here = known()
    parts = rng.sample(PARTS, 3)
    cases = [
        [Atom(poly(here.ring, p) * rng.choice([1, -1]), rng.choice([">", ">=", "=", "!="])) for p in rng.sample(parts, rng.randint(1, 2))]
        for _ in range(rng.randint(2, 4))
    ]
    found = joined(here, cases)
    assert len(found) <= len(cases)
    for point in POINTS:
        assert any(holds(c, point) for c in found) == any(holds(c, point) for c in cases), point


@pytest.mark.parametrize(
    "cases, expected",
    [
        ([["b > 0"], ["b = 0"]], [["b >= 0"]]),
        ([["b > 0"], ["-b > 0"]], [["b != 0"]]),
        ([["b > 0"], ["-b >= 0"]], [[]]),
        ([["b > 0", "c > 0"], ["-b > 0", "c > 0"], ["b = 0", "c > 0"]], [["c > 0"]]),
        ([["b > 0", "c > 0"], ["c > 0"]], [["c > 0"]]),
        ([["b > 0"], ["b > 0"]], [["b > 0"]]),
        ([["-b > 0"], ["b = 0"]], [["-b >= 0"]]),
        ([["b > 0", "c > 0"], ["-b > 0", "-c > 0"]], [["b > 0", "c > 0"], ["-b > 0", "-c > 0"]]),
        ([["b - 1 > 0"], ["b - 2 > 0"]], [["b - 1 > 0"]]),
        ([["b > 0", "c - 1 > 0"], ["-b >= 0", "c - 2 > 0"], ["b > 0", "1 - c >= 0"]], [["b > 0"], ["c - 2 > 0"]]),
        ([["b > 0", "c > 0"], ["-b >= 0", "c - 1 > 0"]], [["b > 0", "c > 0"], ["c - 1 > 0"]]),
        ([["b > 0"]], [["b > 0"]]),
        ([], []),
    ],
)
def test_cases_that_are_one(cases, expected):
    here = known()
    found = joined(here, [atoms(here.ring, *case) for case in cases])
    assert sorted(map(said, found)) == sorted(said(atoms(here.ring, *case)) for case in expected)


def test_many_cases_or_parameters_are_joined_only_where_they_are_alike(monkeypatch):
    here = known()
    cases = [atoms(here.ring, *case) for case in (["b - 1 > 0"], ["b - 2 > 0"], ["c > 0"], ["c = 0"])]
    monkeypatch.setattr(simplification, "MOST_CASES", 3)
    assert len(joined(here, cases)) == 2
    monkeypatch.setattr(simplification, "MOST_CASES", 2)
    assert len(joined(here, cases)) == 3
    monkeypatch.setattr(simplification, "MOST_CASES", 8)
    monkeypatch.setattr(simplification, "MOST_PARAMETERS", 2)
    assert len(joined(here, cases)) == 3
