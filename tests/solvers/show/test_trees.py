"""An equilibrium on the tree of its game, from what solve and families return."""

import pickle
from dataclasses import replace

import pytest

import games
import solvers


@pytest.fixture(scope="module")
def families():
    return solvers.families(games.load("beer_quiche"))


def test_a_family_is_drawn_with_its_conditions_and_ranges(families):
    family = next(family for family in families if family.free)
    svg = family.draw().svg()
    (said,) = family.free.values()
    assert family.name in svg and "exists where" in svg and said.replace("<", "&lt;") in svg
    assert r"\begin{tikzpicture}" in family.draw().tikz()


def test_a_solution_knows_its_game_also_when_sent_elsewhere():
    found = solvers.solve(games.load("beer_quiche"))
    assert all(solution.game is found.game for solution in found)
    again = pickle.loads(pickle.dumps(found[0]))
    assert again.draw().svg() == found[0].draw().svg()
    html = found[0]._repr_mimebundle_()["text/html"]
    assert found[0].name in html and "data:image/svg+xml;base64," in html


def test_every_family_of_a_map_is_drawn(families):
    assert all(family.draw().svg().startswith("<svg") for family in families)
    assert all("<img" in family._repr_mimebundle_()["text/html"] for family in families)


def test_an_equilibrium_without_its_game_says_so(families):
    with pytest.raises(games.GameError, match="does not know its game"):
        replace(families[0], game=None).draw()


def test_a_part_of_the_tree_is_drawn_below_a_history(families):
    assert "(after strong/beer)" in families[0].draw(below="strong/beer").svg()
    with pytest.raises(games.GameError, match="has the history 'nowhere'"):
        families[0].draw(below="nowhere")
