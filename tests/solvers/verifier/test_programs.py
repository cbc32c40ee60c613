"""Exact linear programs: corners, ties, and the value of a matrix game."""

from itertools import combinations
from random import Random

import pytest
from flint import fmpq as Q
from flint import fmpq_mat

from solvers.verifier.linear import least_largest, maximise


def numbers(*values):
    return [Q(x) for x in values]


def best_corner(objective, rows, bounds):
    """The largest value at any corner of the feasible set, by trying all of them; None when there is none."""
    n = len(objective)
    walls = [*zip(rows, bounds, strict=True), *((numbers(*(-int(i == k) for i in range(n))), Q(0)) for k in range(n))]
    values = []
    for chosen in combinations(walls, n):
        matrix = fmpq_mat(n, n, [x for row, _ in chosen for x in row])
        if matrix.det() == 0:
            continue
        solved = matrix.solve(fmpq_mat(n, 1, [bound for _, bound in chosen]))
        point = [solved[k, 0] for k in range(n)]
        if all(sum(a * x for a, x in zip(row, point, strict=True)) <= bound for row, bound in walls):
            values.append(sum(c * x for c, x in zip(objective, point, strict=True)))
    return max(values, default=None)


@pytest.mark.parametrize("seed", range(60))
def test_the_best_corner_is_found(seed):
    rng = Random(seed)
    n, m = rng.randint(1, 3), rng.randint(1, 4)
    objective = numbers(*(rng.randint(-3, 3) for _ in range(n)))
    rows = [numbers(*(rng.choice((0, 0, 1, -1, 2, -2)) for _ in range(n))) for _ in range(m)] + [numbers(*[1] * n)]
    bounds = numbers(*(rng.randint(-2, 2) for _ in range(m)), 4)  # the last row keeps the set bounded
    expected = best_corner(objective, rows, bounds)
    found = maximise(objective, rows, bounds)
    if expected is None:
        assert found is None
    else:
        assert min(found) >= 0
        assert all(sum(a * x for a, x in zip(row, found, strict=True)) <= bound for row, bound in zip(rows, bounds, strict=True))
        assert sum(c * x for c, x in zip(objective, found, strict=True)) == expected


def test_ties_do_not_make_it_go_round_for_ever():
    # Chvatal (1983), p. 31: the largest-coefficient rule cycles here, Bland's does not
    rows = [[Q(1, 2), Q(-11, 2), Q(-5, 2), Q(9)], [Q(1, 2), Q(-3, 2), Q(-1, 2), Q(1)], numbers(1, 0, 0, 0)]
    assert maximise(numbers(10, -57, -9, -24), rows, numbers(0, 0, 1)) == numbers(1, 0, 1, 0)


def test_without_a_negative_bound_nothing_has_to_be_made_feasible():
    assert maximise(numbers(3, 2), [numbers(1, 1), numbers(1, 0)], numbers(4, 3)) == numbers(3, 1)
    assert maximise(numbers(-1), [numbers(1)], numbers(0)) == numbers(0)


def test_an_equation_in_two_inequalities():
    # x + y = 2 leaves a row of zeros behind
    rows = [numbers(1, 1), numbers(-1, -1)]
    assert maximise(numbers(1, 0), rows, numbers(2, -2)) == numbers(2, 0)
    assert maximise(numbers(0, 1), rows, numbers(2, -2)) == numbers(0, 2)
    assert maximise(numbers(0, 1), rows, numbers(2, -3)) is None


def test_an_objective_without_end_is_refused():
    with pytest.raises(ArithmeticError, match="the linear program is unbounded"):
        maximise(numbers(1, 0), [numbers(0, 1)], numbers(1))


@pytest.mark.parametrize("shift, scale", [(0, 1), (5, 1), (-7, 1), (0, 3), (Q(1, 2), Q(2, 3))])
def test_the_value_of_a_game_moves_with_its_payoffs(shift, scale):
    pennies = [[Q(2), Q(-1)], [Q(-1), Q(1)]]  # value 1/5, mix 2/5 and 3/5
    value, mix = least_largest([[scale * x + shift for x in row] for row in pennies])
    assert value == scale * Q(1, 5) + shift and mix == [Q(2, 5), Q(3, 5)]


def test_a_game_with_one_row_or_one_column():
    assert least_largest([numbers(3, 1, 2)]) == (1, numbers(0, 1, 0))
    assert least_largest([numbers(-3), numbers(-1)]) == (-1, numbers(1))
