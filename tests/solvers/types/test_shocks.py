"""Shocks at a choice, in both conventions: exact, judged by other code, and as a hand finds them."""

from dataclasses import replace
from fractions import Fraction as Q

import pytest
from crises import deterrence

import solvers
from games import GameError, Uniform, game
from solvers.results import ByType


@pytest.mark.parametrize("counts", [True, False])
def test_by_hand_from_the_end(counts):
    (found,) = solvers.solve(deterrence(counts))
    fight = (1 - (-Q(1, 2) + Q(1, 4))) / 2  # the shock on fighting is above what backing down is better by
    mean = 1 - fight  # of the shock, when A fights: the middle between the cut and 1
    assert found.profile["A"]["move/resist"]["fight"] == fight == Q(5, 8)
    resist = (1 - (0 - (Q(1, 2) * (1 - fight) - Q(1, 4) * fight))) / 2
    assert found.profile["B"]["move"]["resist"] == resist == Q(33, 64)
    later = -Q(1, 2) * (1 - fight) + fight * (-Q(1, 4) + (mean if counts else 0))
    move = (2 + (1 - resist) + resist * later) / 4
    assert found.profile["A"]["start"]["move"] == move
    assert found.certificate.equilibrium


@pytest.mark.parametrize("counts", [True, False])
def test_a_probability_that_is_off_is_seen(counts):
    (found,) = solvers.solve(deterrence(counts))
    (cell,) = found.cells["B"]
    off = replace(cell, play={"move": {"yield": Q(1, 2), "resist": Q(1, 2)}})
    certificate = solvers.verify(deterrence(counts).at(), ByType({}, {"A": found.cells["A"], "B": (off,)}))
    assert not certificate.equilibrium and certificate.gains["B"] == Q(1, 64) ** 2
    assert certificate.reason == "B gains 1/4096 at 'move' by choosing resist with probability 33/64."


@pytest.mark.parametrize("counts", [True, False])
def test_the_map_along_the_size_of_the_shocks(counts):
    found = solvers.regimes(deterrence(counts), "c")
    assert found.found == "all" and found.checked["disagreements"] == 0 and Q(1, 4) in found.thresholds
    (wall,) = (wall for wall in found.walls if wall.threshold.text() == "c = 1/4")
    assert "A no longer plays back at move/resist" in wall.meaning
    assert all(len(regime.families) >= 1 for regime in found.regimes)


def test_a_grid_of_shocks_that_count_comes_near():
    """One choice: the chance on a grid is that of the shocks above the cut."""

    @game(players=("A",))
    def alone(play):
        return (Q(1, 3) if play.choose("A", ["x", "y"], shocks={"y": Uniform(0, 1)}, counts=True) == "x" else 0,)

    (exact,) = solvers.solve(alone())
    assert exact.profile["A"]["start"]["y"] == Q(2, 3) and exact.payoffs == {"A": Q(1, 3) * Q(1, 3) + (1 - Q(1, 9)) / 2}
    (near,) = solvers.solve(alone().grid(30))
    assert near.outcomes["y"] == Q(2, 3) and abs(near.payoffs["A"] - exact.payoffs["A"]) < Q(1, 1000)


def test_what_is_not_in_closed_form_is_refused():
    @game(players=("A",))
    def two(play):
        return (int(play.choose("A", ["x", "y"], shocks={"x": Uniform(0, 1), "y": Uniform(0, 1)}, counts=True) == "x"),)

    @game(players=("A",))
    def both(play):
        w = play.draw("w", Uniform(0, 1), to="A")
        return (w if play.choose("A", ["x", "y"], shocks={"y": Uniform(0, 1)}, counts=True) == "x" else 0,)

    with pytest.raises(GameError, match="Several actions of A at 'start' have shocks"):
        solvers.solve(two())
    with pytest.raises(GameError, match="A has the type w and the shock to 'y' at 'start'; closed forms are found for one or the other"):
        solvers.solve(both())
