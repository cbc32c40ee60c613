"""Mediators as finite games, against the incentive rows of correlated equilibrium written out."""

import itertools
import random
from fractions import Fraction

import pytest

from games import game
from solvers.published.devices import judge_coarse_correlated, judge_correlated, signalling_device_payoffs

ROWS, COLUMNS = "abc", "xyz"


def drawn(seed):
    """A random matrix game that is nearly a coordination game, and a random draw of cells."""
    rng = random.Random(seed)
    table = {
        cell: (rng.randint(0, 3) + 3 * (k % 4 == 0), rng.randint(0, 3) + 3 * (k % 4 == 0))
        for k, cell in enumerate(itertools.product(ROWS, COLUMNS))
    }

    @game(players=("Row", "Column"))
    def matrix(play):
        return table[play.choose("Row", list(ROWS), public=False), play.choose("Column", list(COLUMNS), public=False)]

    weights = [rng.choice([0, 0, 1, 2]) if k % 4 else rng.choice([1, 3]) for k in range(9)]
    return matrix(), table, {cell: Fraction(w, sum(weights)) for cell, w in zip(table, weights, strict=True)}


def gains(table, draw, player, coarse):
    """What a player wins by each deviation: after advice (advice, action), or before it (action)."""
    actions = (ROWS, COLUMNS)[player]

    def instead(cell, action):
        return (action, cell[1]) if player == 0 else (cell[0], action)

    def won(action, cells):
        return sum(draw[cell] * (table[instead(cell, action)][player] - table[cell][player]) for cell in cells)

    if coarse:
        return [won(action, draw) for action in actions]
    return [won(action, [cell for cell in draw if cell[player] == advice]) for advice in actions for action in actions]


@pytest.mark.parametrize("coarse, judged", [(False, judge_correlated), (True, judge_coarse_correlated)], ids=["correlated", "coarse"])
def test_following_is_an_equilibrium_exactly_where_no_row_is_violated(coarse, judged):
    verdicts = []
    for seed in range(25):
        base, table, draw = drawn(seed)
        rows = [max(gains(table, draw, player, coarse)) for player in (0, 1)]
        certificate = judged(base, draw)
        assert certificate.equilibrium == (max(rows) <= 0), seed
        verdicts.append(certificate.equilibrium)
    assert {True, False} == set(verdicts)


def test_the_device_that_whispers_works_from_one_half_to_two_thirds():
    payoffs_by_chance = {Fraction(k, 24): signalling_device_payoffs(Fraction(k, 24)) for k in range(1, 24)}
    assert [chance for chance, payoffs in payoffs_by_chance.items() if payoffs] == [Fraction(k, 24) for k in range(12, 17)]
    for chance, payoffs in payoffs_by_chance.items():
        if payoffs:  # good: 4 and 10; bad: 6 and 0, or 0 and 6
            assert payoffs == (2 + 3 * chance, 5 + 3 * (1 - chance))
