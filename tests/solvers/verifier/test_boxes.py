"""Systems with as many equations as unknowns, counted in boxes: known solutions, and what cannot be told."""

import random
from fractions import Fraction

import pytest
from flint import fmpq
from several_players import at_once, drawn_points

from solvers.closed_forms.branches import all_pieces
from solvers.maps.point_check import agrees, counted
from solvers.verifier import effort, enumerate_bases_at
from solvers.verifier.boxes import count_in_boxes
from solvers.verifier.counting import count_solutions
from solvers.verifier.effort import NO_TIMEOUT, Effort
from solvers.verifier.elimination import Reduced

Q = Fraction


def polynomial(**terms):
    """A polynomial in unknowns 0 to 9: the products that its names list, as _01 for the product of the first two."""
    return {tuple(map(int, name[1:])): fmpq(c.numerator, c.denominator) for name, c in terms.items() if c}


def inside(*unknowns):
    return [part for x in unknowns for part in ({(x,): fmpq(1)}, {(): fmpq(1), (x,): fmpq(-1)})]


def system(unknowns, equal, least=(), above=()):
    return Reduced(tuple(unknowns), tuple(equal), tuple(least), (*inside(*unknowns), *above), True)


def count(*parts):
    allowed = Effort(None)
    allowed.steps = 20_000
    return count_in_boxes(system(*parts), allowed)


CIRCLE, LINE = polynomial(_00=1, _11=1, _=Q(-1, 2)), polynomial(_0=1, _1=-3, _=Q(3, 5))


def test_solutions_are_counted_and_told_by_conditions():
    product = polynomial(_01=1, _=Q(-1, 5))  # meets the circle at two points that mirror one another
    assert count((0, 1), (CIRCLE, product)) == 2
    assert count((0, 1), (CIRCLE, product), (polynomial(_0=1, _1=-1),)) == 1
    assert count((0, 1), (CIRCLE, product), (), (polynomial(_0=1, _=Q(-99, 100)),)) == 0
    assert count((0, 1), (CIRCLE, polynomial(_01=1, _=Q(-1, 3)))) == 0
    assert count((0, 1), (CIRCLE, LINE)) == 1


def test_what_cannot_be_told_is_not():
    assert count((0, 1), (CIRCLE, polynomial(_01=1, _=Q(-1, 4)))) is None  # they touch
    assert count((0, 1), (LINE, polynomial(_00=1, _01=-3, _0=Q(3, 5)))) is None  # a continuum
    assert count((0, 1), (CIRCLE, LINE, polynomial(_01=1))) is None  # more equations
    assert count_in_boxes(Reduced((0,), (polynomial(_00=1, _=-2),), (), (polynomial(_0=1),), True), Effort(None)) is None  # no bound


def test_a_condition_that_just_holds_at_a_solution_is_left_to_others():
    assert count((0, 1), (polynomial(_00=1, _1=-1), polynomial(_11=1, _0=1, _=Q(-9, 16))), (polynomial(_0=1, _=Q(-1, 2)),)) is None


@pytest.mark.parametrize("seed", range(8))
def test_random_multilinear_equations_have_as_many_solutions_as_are_found_from_many_starts(seed):
    rng = random.Random(seed)
    equal = []
    for k in range(3):
        i, j = sorted({0, 1, 2} - {k})
        equal.append(
            polynomial(
                **{
                    f"_{i}{j}": Q(rng.randint(-9, 9)),
                    f"_{i}": Q(rng.randint(-9, 9)),
                    f"_{j}": Q(rng.randint(-9, 9)),
                    "_": Q(rng.randint(-9, 9)) + Q(1, 7),
                }
            )
        )
    ends = _newton(equal, [[rng.random() for _ in range(3)] for _ in range(300)])
    found = {tuple(round(float(value), 6) for value in x) for x in ends if all(0 < value < 1 for value in x)}
    assert count((0, 1, 2), equal) == len(found)


def _newton(equal, x):
    """Where Newton's method ends from each of many starts, but for those that run away."""
    import numpy as np

    def value(p, x):
        return sum((float(c) * np.prod(x[:, list(key)], axis=1) for key, c in p.items()), np.zeros(len(x)))

    slopes = [[{tuple(i for i in key if i != k): c for key, c in p.items() if k in key} for k in range(3)] for p in equal]
    x = np.array(x)
    for _ in range(60):
        f = np.stack([value(p, x) for p in equal], axis=1)
        step = np.linalg.solve(np.stack([np.stack([value(p, x) for p in row], axis=1) for row in slopes], axis=1), f[..., None])
        x = x - step[..., 0]
        near = np.abs(x).max(axis=1) <= 1e6
        x, f = x[near], f[near]
    return x[np.abs(f).max(axis=1) < 1e-9]


# ------------------------------------------------------------------ games of four players


@pytest.mark.parametrize("seed", [1, *(pytest.param(seed, marks=pytest.mark.slow) for seed in (0, 4))])
def test_four_players_with_two_parameters_are_decided_at_points(seed):
    """Their four equations in four unknowns kept z3 busy for minutes."""
    told = at_once(seed, 4, 2)
    points = drawn_points(told, 2, seed, 9)
    for point, answer in zip(points, enumerate_bases_at(told, points), strict=True):
        here = all_pieces(told.fix(point), knife_edges=True)
        assert answer.complete and agrees(counted(here.view, here.pieces), answer)


# ------------------------------------------------------------------ how much it may take


def test_no_clock_decides_where_the_user_gave_no_time():
    class Noted(dict):
        def set(self, name, value):
            self[name] = value

    solver, free, timed = Noted(), Effort(None), Effort(30.0)
    free.bound(solver)
    assert solver == {"rlimit": effort.MOST, "timeout": NO_TIMEOUT} and not free.over
    timed.bound(solver)
    assert 0 < solver["timeout"] <= 30_000 and solver["rlimit"] == effort.MOST
    free.left_open()
    assert free.steps == effort.MOST // 2
    for _ in range(20):
        free.left_open()
    assert free.steps == effort.LEAST


def test_a_question_that_takes_too_many_steps_is_undecided_and_said_to_be(monkeypatch):
    monkeypatch.setattr("solvers.verifier.counting.count_in_boxes", lambda left, effort: None)
    monkeypatch.setattr(effort, "MOST", 10)
    monkeypatch.setattr(effort, "LEAST", 10)
    told = at_once(1, 4, 2)
    answers = enumerate_bases_at(told, drawn_points(told, 2, 1, 9))
    assert not any(answer.complete for answer in answers)
    assert all(
        answer.missing == f"{answer.undecided} {'base' if answer.undecided == 1 else 'bases'} could not be decided." for answer in answers
    )


def test_a_time_that_is_over_is_said_and_nothing_more_is_decided():
    open_ = {(0, 1): (fmpq(0), fmpq(1)), (2, 3): (fmpq(0), fmpq(1))}
    equal = [{(0, 2): 1, (): -1}]
    assert [a.solvable for a in count_solutions(open_, equal, [], 2, Effort(-1.0))] == [None, None]
    told = at_once(1, 4, 2)
    (answer,) = enumerate_bases_at(told, drawn_points(told, 1, 1, 9), timeout=0)
    assert (answer.complete, answer.missing) == (False, "The time was over before the search was.")
