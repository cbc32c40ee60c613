"""Sweeps that lift one exact equilibrium at every point: agreement with solving point by point, closed forms that serve neighbours, stores."""

from fractions import Fraction

import pytest

import solvers
from games import GameError, load
from solvers.sweeps import lifted, swept


@pytest.fixture
def lifts(monkeypatch):
    """The points at which something was lifted."""
    points = []

    def counted(game, **asked):
        points.append({name: asked[name] for name in game.parameters})
        return solvers.lift(game, **asked)

    monkeypatch.setattr(lifted, "lift", counted)
    return points


def test_every_row_is_an_equilibrium_of_its_point(lifts):
    game, grid = load("beer_quiche"), {"p": "1/10:9/10:7"}
    found = swept(game, grid, "sequential", method="lift")
    whole = swept(game, grid, "sequential", method="enumerate")
    assert found.points == len(found.rows) == 7 and len(lifts) < 7
    for row in found.rows:
        there = [one for one in whole.rows if one["p"] == row["p"]]
        assert row["exact"] and row["found"] == "one"
        assert (row["payoffs"], row["outcomes"]) in [(one["payoffs"], one["outcomes"]) for one in there]


def test_closed_forms_serve_neighbours_and_a_wall_is_lifted_by_itself(lifts):
    found = swept(load("kuhn", stakes="open"), {"bet": "1/2:5/2:9"}, "nash", method="lift")
    value = {Fraction(row["bet"]): Fraction(row["payoffs"]["Alice"]) for row in found.rows}
    assert value == {b: b * (b - 2) / (6 * (b + 2)) if 1 <= b <= 2 else -b * b / (6 * (b + 2)) if b < 1 else 0 for b in value}
    assert {Fraction(1), Fraction(2)} < {point["bet"] for point in lifts} and len(lifts) <= 6


def test_the_answer_does_not_depend_on_what_is_kept(tmp_path, monkeypatch):
    monkeypatch.setattr(lifted, "TOGETHER", 2)
    game, grid = load("kuhn", stakes="open"), {"bet": "5/4:7/4:4"}
    whole = swept(game, grid, "nash", method="lift", store=tmp_path)
    again = swept(game, grid, "nash", method="lift", store=tmp_path)
    assert (again.reused, again.rows) == (4, whole.rows)
    with pytest.raises(GameError, match="holds a sweep of another"):
        swept(game, grid, "nash", method="learn", store=tmp_path)


def test_many_parameters_are_lifted_point_by_point(lifts):
    grid = {"a": ["1/2", "2/3"], "pi": ["1/3"], "q": ["1/3"], "r_s": ["1/2"]}
    frame = solvers.sweep(load("crisis_signalling"), grid, method="lift")
    assert len(lifts) == 2 and frame.exact.all()


def test_a_point_where_nothing_is_found_says_why(monkeypatch):
    def refused(game, **asked):
        raise GameError("No sequential equilibrium near what was learned.")

    monkeypatch.setattr(lifted, "lift", refused)
    found = swept(load("beer_quiche"), {"p": ["1/3"]}, "sequential", method="lift")
    assert found.rows[0]["reason"] == "No sequential equilibrium near what was learned." and found.found == ("none",)
    frame = found.frame()
    assert frame.family.tolist() == ["not lifted"] and not frame.exact.any()


def test_other_concepts_are_not_lifted():
    with pytest.raises(GameError) as refusal:
        solvers.sweep(load("beer_quiche"), {"p": ["1/2"]}, "perfect", method="lift")
    assert str(refusal.value).startswith("lift gives ") and str(refusal.value).endswith("found concept='perfect'.")
