"""The default map of every parametric game of the catalogue against the independent enumeration."""

import pytest
from agreement import disagreements, parametric, points_on_walls

import games
import solvers
from games import essay

POINTS, FEWER, LARGE = 1000, 100, 15  # so many points a game; fewer where it has more information sets than that


def test_the_games_of_the_essay_are_among_them():
    assert {*essay.__all__} <= {*parametric()}


@pytest.mark.slow
@pytest.mark.parametrize("name", parametric())
def test_default_map_agrees_in_every_regime_and_on_walls(name):
    found = solvers.regimes(games.load(name), check=0)
    wanted = POINTS if found.game.infosets <= LARGE else FEWER
    checked = solvers.regimes(games.load(name), check=-(-wanted // len(found.regimes)))
    assert (checked.found, checked.checked["disagreements"]) == ("all", 0)
    assert checked.checked["points"] >= wanted
    on = points_on_walls(found, 2)
    assert disagreements(found, on) == []
    said = f"{checked.checked['points']} points of {len(found.regimes)} regimes and {len(on)} on {len(found.walls)} walls"
    print(f"{name}: 0 disagreements at {said}")
