"""Elimination of open unknowns: it does not grow without bound, leaves nothing out, and what is too large for it is undecided."""

import random
from fractions import Fraction

import pytest
from flint import fmpq

import games
import solvers
from games.numbers import read
from solvers.algebra import projection
from solvers.algebra.projection import NotLinear, Projection
from solvers.algebra.ring import Ring, constant
from solvers.algebra.sign_oracle import Atom, Oracle
from solvers.closed_forms import branches as pieces
from solvers.closed_forms.solving import Solver
from solvers.search.supports import Search

TALK = (  # a receiver who always takes the middle action after three messages (cheap talk, three states)
    "3*c - a + b",
    "3*a + b - c",
    "a + b2 + 3*c2 - 1",
    "b2 - 3*a - c2 + 3",
    "4 - b - b2 - 3*c - 3*c2",
    "c + c2 - b - b2",
)


def system(ring, sources):
    return [Atom(ring.take(read(source).numerator), ">=") for source in sources]


def test_elimination_of_five_unknowns_does_not_grow_without_bound():
    ring = Ring((), ("a", "b", "b2", "c", "c2"))
    oracle = Oracle(ring, [], [("a",), ("b", "b2"), ("c", "c2")], [{}] * 8)
    (found,) = Projection(oracle, False).project(system(ring, TALK), ring.unknowns)
    assert not found.atoms and len(found.ranges) == 5
    assert max(len(r.lower) + len(r.upper) for r in found.ranges) < 40


@pytest.mark.parametrize("seed", [pytest.param(k, marks=[] if k % 2 == 0 else [pytest.mark.slow]) for k in range(6)])
def test_what_follows_from_the_rest_may_be_left_out(seed, monkeypatch):
    draw = random.Random(seed)
    ring = Ring(("p",), ("x", "y", "z"))
    points = [{"p": Fraction(k, 11)} for k in range(1, 11)]
    sources = [" + ".join(f"({draw.randint(-4, 4)})*{n}" for n in "xyzp") + f" + ({draw.randint(-1, 2)})" for _ in range(5)]
    atoms = [a for a in system(ring, sources) if not a.polynomial.is_constant()]
    domain = [Atom(ring.gen("p"), ">"), Atom(ring.one - ring.gen("p"), ">")]

    def holds():
        oracle = Oracle(ring, domain, [("x", "y"), ("z",)], points[:3])
        cases = list(Projection(oracle, False).project(atoms, ring.unknowns))
        return [any(all(a.holds(_sign(ring, a, point)) for a in case.atoms) for case in cases) for point in points]

    plain = holds()
    monkeypatch.setattr(projection, "FEW", 2)
    assert holds() == plain
    for point, there in zip(points, plain, strict=True):
        here = [Atom(ring.value(a.polynomial, {"p": fmpq(point["p"].numerator, point["p"].denominator)}), ">=") for a in atoms]
        assert Oracle(ring, [], [("x", "y"), ("z",)], []).satisfiable(here) is there


def _sign(ring, atom, point):
    value = constant(ring.value(atom.polynomial, {"p": fmpq(point["p"].numerator, point["p"].denominator)}))
    return (value > 0) - (value < 0)


def test_so_many_comparisons_are_given_up_in_words_and_not_by_python():
    ring = Ring(("p",), ("x",))
    oracle = Oracle(ring, [Atom(ring.gen("p"), ">")], [("x",)], [{"p": Fraction(1, 2)}])
    x, p = ring.gen("x"), ring.gen("p")
    atoms = [Atom((k + 2) * x - p, ">=") for k in range(1_050)]
    with pytest.raises(NotLinear):
        list(Projection(oracle, False).project(atoms, ["x"]))


def too_deep(*_):
    raise RecursionError


def test_a_base_whose_solution_goes_too_deep_is_undecided(monkeypatch):
    monkeypatch.setattr(Solver, "_branches", too_deep)
    found = solvers.regimes(games.load("beer_quiche"))
    assert found.found == "some" and found.solved.undecided and not found.families


@pytest.mark.parametrize("step", ["bases", "tasks"])
def test_a_search_that_goes_too_deep_says_that_it_was_stopped(step, monkeypatch):
    monkeypatch.setattr(Search, step, too_deep)
    with pytest.warns(UserWarning, match="more steps than it can follow"):
        found = solvers.families(games.load("beer_quiche"))
    assert found.found == "some" and found.left
    assert pieces.DEEP.startswith("The search was stopped")
