"""What the published matrix games say beside their equilibria: paths of pivoting, learning, bounds."""

from fractions import Fraction
from itertools import groupby, pairwise

import nashpy
import numpy
import pytest

from games import load
from games.classics.out_of_reach import PAYOFFS as REACH
from games.classics.seventy_five_equilibria import PAYOFFS as SIX
from games.classics.shapley_cycle import PAYOFFS as CYCLE
from solvers import solve


def matrices(payoffs):
    return tuple(numpy.array([[cell[k] for cell in row.values()] for row in payoffs.values()], float) for k in (0, 1))


def test_lemke_howson_paths_end_at_the_pure_equilibrium_only():
    pivoting = nashpy.Game(*matrices(REACH))
    for label in range(6):
        row, column = pivoting.lemke_howson(initial_dropped_label=label)
        assert row.round(9).tolist() == column.round(9).tolist() == [0, 0, 1]


def test_fictitious_play_runs_round_six_cells_in_ever_longer_spells():
    first, second = matrices(CYCLE)
    rows, columns, played = numpy.array([1, 0, 0]), numpy.array([0, 1, 0]), []
    for _ in range(4000):
        row, column = int((first @ columns).argmax()), int((rows @ second).argmax())
        rows[row] += 1
        columns[column] += 1
        played.append((row, column))
    assert all(first[cell] + second[cell] == 1 for cell in played[20:]) and len(set(played[20:])) == 6
    spells = [len(list(spell)) for _, spell in groupby(played)]
    assert all(later >= earlier for earlier, later in pairwise(spells[2:-1])) and spells[-2] > 20 * spells[2]


def test_turning_the_six_by_six_game_round_turns_its_equilibria_round():
    first, second = matrices(SIX)
    assert (first == first[::-1, ::-1]).all() and (second == second[::-1, ::-1]).all()
    equilibria = {
        tuple(tuple(solution.profile[player]["start"].values()) for player in ("Row", "Column"))
        for solution in solve(load("seventy_five_equilibria"), "nash")
    }
    assert equilibria == {(row[::-1], column[::-1]) for row, column in equilibria} and len(equilibria) % 2 == 1


@pytest.mark.parametrize("actions", [1, 2, 3, 4])
def test_coordination_by_brute_force(actions):
    """Every set of places, mixed evenly, and nothing else."""
    equilibria = solve(load("pure_coordination", actions=actions), "nash")
    supports = {frozenset(action for action, p in solution.profile["Row"]["start"].items() if p) for solution in equilibria}
    assert len(equilibria) == len(supports) == 2**actions - 1
    for solution in equilibria:
        assert solution.profile["Row"] == solution.profile["Column"] and set(solution.profile["Row"]["start"].values()) - {0} == {
            Fraction(1, sum(p != 0 for p in solution.profile["Row"]["start"].values()))
        }
