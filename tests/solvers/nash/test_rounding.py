"""Plans in simple fractions: what they prove, and when they are given up."""

from fractions import Fraction

import pytest

from games import exact_leaf_table, game, load
from solvers.nash import rounding, sequence_lp
from solvers.nash.linear import plans
from solvers.nash.rounding import earned, rounded_plans


def proved(name, **structure):
    tree = load(name, **structure)
    table = exact_leaf_table(tree)
    return tree, table, rounded_plans(tree, table)


@pytest.mark.parametrize(
    "name, structure, worth",
    [
        ("kuhn", {}, Fraction(-1, 18)),
        ("morra", {}, Fraction(0)),
        ("liars_dice", {"faces": 4}, Fraction(1, 16)),
        ("oneill_cards", {}, Fraction(-1, 5)),
    ],
)
def test_plans_are_optimal_and_flow(name, structure, worth):
    tree, table, (x, y) = proved(name, **structure)
    assert sum(a * x[i] * y[j] for (i, j), (a, _) in zip(table.sequences.tolist(), table.payoffs, strict=True)) == worth
    for own, plan in zip(table.players, (x, y), strict=True):
        assert plan[0] == 1 and min(plan) >= 0
        for infoset, first, before in zip(own.infosets, own.first, own.before, strict=True):
            assert sum(plan[first : first + len(tree.set_actions[infoset])]) == plan[before]


def test_what_sequences_earn():
    _, table, (x, y) = proved("matching_pennies")
    assert earned(table, x, y) == ([0, 0, 0], [0, 0, 0])
    sure = [Fraction(1), Fraction(1), Fraction(0)]
    assert earned(table, sure, sure) == ([0, 1, -1], [0, -1, 1])
    assert earned(table, sure, sure, first_only=True) == ([0, 1, -1], [0, 1, -1])


@game(players=("Row", "Column"))
def uneven(play):
    """Row mixes a with 1234577/3703735."""
    row, column = play.choose("Row", ["a", "b"], public=False), play.choose("Column", ["a", "b"], public=False)
    won = {"aa": Fraction(2469158), "bb": Fraction(1234577)}.get(row + column, Fraction(0))
    return won, -won


def test_fractions_that_are_too_fine_are_left_to_the_exact_basis():
    tree = uneven()
    assert rounded_plans(tree, exact_leaf_table(tree)) is None
    solution = sequence_lp(tree)
    assert solution.certificate.equilibrium and solution.profile["Row"]["start"]["a"] == Fraction(1234577, 3703735)


def test_a_wrong_guess_proves_nothing(monkeypatch):
    tree = load("kuhn")
    table = exact_leaf_table(tree)
    guess = rounding._floating(tree, table)
    monkeypatch.setattr(rounding, "_floating", lambda *_: (guess[0][::-1].copy(), guess[1]))
    assert rounded_plans(tree, table) is None
    monkeypatch.setattr(rounding, "_floating", lambda *_: None)
    assert rounded_plans(tree, table) is None
    assert sequence_lp(tree).payoffs["Alice"] == Fraction(-1, 18)


@pytest.mark.slow
def test_liars_dice_with_six_faces():
    """147,420 endings."""
    solution = sequence_lp(load("liars_dice", faces=6))
    assert solution.payoffs["Alice"] == Fraction(-7, 258) and solution.certificate.equilibrium


LEDUC = -Fraction(1454920850547486749701863871533, 16995463438839962469905132501930)


@pytest.mark.parametrize(
    "name, structure, worth",
    [
        ("leduc", {}, LEDUC),
        ("liars_dice", {"faces": 4}, Fraction(1, 16)),
        pytest.param("liars_dice", {"faces": 5}, Fraction(1, 125), marks=pytest.mark.slow),
        pytest.param("liars_dice", {"faces": 6}, -Fraction(7, 258), marks=pytest.mark.slow),
    ],
)
def test_large_games_by_their_exact_basis(name, structure, worth):
    """The largest has some 36,000 rows; best replies prove both plans."""
    told = load(name, **structure)
    table = exact_leaf_table(told)
    against_y, against_x = earned(table, *plans(told, table), first_only=True)
    assert rounding._best(told, table.players[0], against_y) == worth
    assert -rounding._best(told, table.players[1], [-x for x in against_x]) == worth
