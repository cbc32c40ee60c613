"""The default map of every game of the essay against the independent enumeration."""

import pytest
from agreement import disagreements, points_in_regimes, points_on_walls

import games
import solvers
from games import essay


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(essay.__all__))
def test_default_maps_agree_at_two_hundred_points_and_on_walls(name):
    found = solvers.regimes(games.load(name), check=0)
    inside = points_in_regimes(found, max(1, -(-200 // len(found.regimes))))
    on = points_on_walls(found, 2)
    assert len(inside) >= 200
    assert disagreements(found, inside) == []
    assert disagreements(found, on) == []
    print(f"{name}: 0 disagreements at {len(inside)} points of {len(found.regimes)} regimes and {len(on)} points on {len(found.walls)} walls")
