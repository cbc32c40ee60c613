"""The verifier's own arithmetic: signs, linear programs, integer relations, subgames."""

from fractions import Fraction as F
from itertools import product
from random import Random

import pytest
from flint import fmpq as Q

from games import GameError, game
from games.numbers import isolated_root, read
from solvers.verifier.consistency import relations
from solvers.verifier.deviation import subgames
from solvers.verifier.linear import least_largest, maximise
from solvers.verifier.reals import Product, positive_solution
from solvers.verifier.signs import sign
from solvers.verifier.table import tabulate


@pytest.mark.parametrize(
    "number, expected",
    [
        ("sqrt(2)*sqrt(3) - sqrt(6)", 0),
        ("sqrt(2 + sqrt(3))*sqrt(2 - sqrt(3)) - 1", 0),
        ("sqrt(2 + sqrt(3)) - (sqrt(6) + sqrt(2))/2", 0),
        ("root(x**3 - 2, 1, 2)**3 - 2", 0),
        ("root(x**2 - 2, 1, 2) - sqrt(2)", 0),
        ("root(x**5 - x - 1, 1, 2) - root(x**5 - x - 1, 1, 3/2)", 0),
        ("1/(sqrt(2) - 1) - sqrt(2) - 1", 0),
        ("1 - sqrt(2)", -1),
        ("sqrt(2) - 1 - 1/10**90", 1),
        ("sqrt(5) - sqrt(2) - sqrt(3) + 1", 1),
        ("sqrt(2)*sqrt(3) - sqrt(6) - 1/10**200", -1),
        ("sqrt(2)*sqrt(3) - sqrt(6) + 1/10**200", 1),
        ("(sqrt(2) - 2)/(sqrt(3) - 2)", 1),
        ("root(x**3 - 2, 1, 2) - 1.25992104989487316476721060727822835057025146470", 1),
    ],
)
def test_signs_of_numbers_with_roots(number, expected):
    assert sign(read(number)) == expected


def test_signs_of_rationals_and_of_no_numbers():
    assert [sign(F(x)) for x in (-3, 0, 3)] == [-1, 0, 1]
    with pytest.raises(GameError, match="q has no value"):
        sign(read("q - q**2"))


def test_a_linear_program_with_an_infeasible_start():
    # Chvatal (1983), p. 39: maximise x1 - x2 + x3
    rows = [[2, -1, 2], [2, -3, 1], [-1, 1, -2]]
    assert maximise([Q(1), Q(-1), Q(1)], [[Q(x) for x in row] for row in rows], [Q(4), Q(-5), Q(-1)]) == [0, Q(14, 5), Q(17, 5)]
    assert maximise([Q(1)], [[Q(1)], [Q(-1)]], [Q(1), Q(-2)]) is None
    assert maximise([Q(0)], [[Q(0)], [Q(1)]], [Q(-1), Q(1)]) is None
    with pytest.raises(ArithmeticError):
        maximise([Q(1)], [[Q(-1)]], [Q(1)])


def test_linear_programs_over_irrational_numbers():
    root = read("sqrt(2)")
    value, mix = least_largest([[root, Q(0)], [Q(0), Q(1)]])
    assert value == root / (1 + root) and mix == [1 / (1 + root), root / (1 + root)]


@pytest.mark.parametrize("seed", range(30))
def test_matrix_games_by_all_supports(seed):
    rng = Random(seed)
    rows = [[Q(rng.randint(-3, 3)) for _ in range(3)] for _ in range(rng.randint(1, 4))]
    value, mix = least_largest(rows)
    assert sum(mix) == 1 and min(mix) >= 0 and value == max(sum(p * x for p, x in zip(mix, row, strict=True)) for row in rows)
    grid = [(Q(a, 12), Q(b, 12), Q(12 - a - b, 12)) for a, b in product(range(13), repeat=2) if a + b <= 12]
    assert all(max(sum(p * x for p, x in zip(point, row, strict=True)) for row in rows) >= value for point in grid)


@pytest.mark.parametrize("seed", range(30))
def test_relations_are_a_basis_of_all_integer_relations(seed):
    rng = Random(seed)
    rows = [{(0, k): x for k in range(3) if (x := rng.randint(-2, 2))} for _ in range(rng.randint(1, 5))]
    basis = relations(rows)
    columns = [[row.get((0, k), 0) for row in rows] for k in range(3)]
    for relation in basis:
        assert any(relation) and all(sum(y * x for y, x in zip(relation, column, strict=True)) == 0 for column in columns)
    from sympy import Matrix

    assert len(basis) == len(rows) - Matrix(columns).rank()
    if basis:  # saturated: no relation is a fraction of another combination
        minors = [Matrix(basis)[:, list(c)].det() for c in product(range(len(rows)), repeat=len(basis)) if list(c) == sorted(set(c))]
        from math import gcd

        assert gcd(*(int(m) for m in minors)) == 1


def test_degenerate_relations():
    assert relations([]) == []
    assert relations([{}]) in ([[1]], [[-1]])
    assert relations([{(0, 0): 1}]) == []
    assert relations([{(0, 0): 2}, {(0, 0): -3}]) in ([[3, 2]], [[-3, -2]])


def test_nlsat_is_read_exactly():
    x, y = (0, 0), (0, 1)
    golden = positive_solution([[x, y]], [], [Product(F(1), {y: 1, x: -2})])  # y = x**2 and x + y = 1
    assert sign(golden[x] - read("(sqrt(5) - 1)/2")) == 0 and sign(golden[x] + golden[y] - 1) == 0
    assert positive_solution([[x, y]], [{x: F(1), y: F(-1)}], [Product(F(1), {y: 1, x: -2})]) is None
    root = isolated_root("x**3 - 2", F(1), F(2))
    cubic = positive_solution([[x, y]], [], [Product(root, {x: 1, y: -1})])
    assert sign(cubic[y] / cubic[x] - root) == 0


def test_subgames():
    @game(players=("A", "B"))
    def nested(play):
        play.chance("coin", ["h", "t"])
        if play.choose("A", ["in", "out"], public=False) == "out":
            return 0, 0
        play.tell("B", "in")
        hidden = play.choose("B", ["l", "r"], public=False) + play.choose("A", ["x", "y"], public=False)
        play.tell(("A", "B"), hidden)
        return (1, 1) if play.choose("B", ["u", "d"]) == "u" else (0, 0)

    @game(players=("A", "B"))
    def open_book(play):
        if play.choose("A", ["in", "out"]) == "out":
            return 0, 0
        play.chance("coin", ["h", "t"])
        hidden = play.choose("B", ["l", "r"], public=False) + play.choose("A", ["x", "y"], public=False)
        play.tell(("A", "B"), hidden)
        return (1, 1) if play.choose("B", ["u", "d"]) == "u" else (0, 0)

    table = tabulate(nested())
    assert [table.game.history(node) for node in subgames(table)] == [""]  # the coin stays hidden
    table = tabulate(open_book())
    assert [table.game.history(node) for node in subgames(table)] == ["", "in"]
