"""Games that are solved from the end say what the search says, and are left to it where beliefs matter or actions tie."""

from fractions import Fraction as Q
from unittest.mock import patch

import pytest
from crises import crisis, no_tie, ultimatum

import solvers
from games import Uniform, game
from solvers.types import solving
from solvers.types.backward import Backward, envelope


class Never:
    """Finds nothing."""

    found = False

    def __init__(self, game):
        pass


@game(players=("A", "B", "C"))
def three(play):
    """Chance tells all, and three choose in turn; B has no type."""
    luck = play.chance("luck", {"good": Q(1, 3), "bad": Q(2, 3)})
    play.tell(("A", "B", "C"), luck)
    v, w = play.draw("v", Uniform(-1, 1), to="A"), play.draw("w", Uniform(0, 2), to="C")
    best = 2 if luck == "good" else 1
    if play.choose("A", ["stop", "go"]) == "stop":
        return v / 2, 0, 0
    if play.choose("B", ["left", "right"]) == "left":
        return 1 - v, best, 0
    if play.choose("C", ["up", "down"]) == "up":
        return v - best, 3, w
    return best - v, 0, 1


GAMES = [ultimatum(steps=3), ultimatum(steps=2).at(pi=Q(1, 3), C_A=2), three()]


@pytest.mark.parametrize("built", GAMES, ids=["three steps", "others' numbers", "three players"])
def test_it_says_what_the_search_says(built):
    built = built.at() if built.parameters else built
    assert Backward(built).found
    found = solvers.solve(built)
    with patch.object(solving, "Backward", Never):
        searched = solvers.solve(built)
    assert found.as_json() == searched.as_json() and found.text() == searched.text()


@pytest.mark.parametrize("built", [crisis(), no_tie()], ids=["crisis", "no tie"])
def test_where_beliefs_matter_it_finds_nothing(built):
    assert not Backward(built.at()).found


def test_where_actions_tie_it_finds_nothing():
    @game(players=("A", "B"))
    def tied(play):
        w = play.draw("w", Uniform(0, 1), to="A")
        if play.choose("A", ["x", "y", "z"]) == "z":
            return 0, 0
        return (w, 0) if play.choose("B", ["l", "r"]) == "l" else (2 * w, 0)

    assert not Backward(tied()).found
    assert envelope([(Q(0), Q(1)), (Q(0), Q(1))], Q(0), Q(1)) is None
    assert envelope([(Q(1), Q(0)), (Q(1), Q(2))], Q(0), Q(0)) is None  # without a type a slope says nothing


def test_the_highest_lines_in_turn():
    lines = [(Q(0), Q(0)), (Q(-1), Q(1)), (Q(-1), Q(1, 2)), (Q(-4), Q(2))]
    assert envelope(lines, Q(0), Q(5)) == [(0, 1, 0), (1, 3, 1), (3, 5, 3)]
    assert envelope(lines, Q(0), Q(1)) == [(0, 1, 0)]
