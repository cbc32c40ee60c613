"""Sweeps that learn one approximate equilibrium at every point: known values, the measured gap, stores and processes."""

from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction

import numpy as np
import pytest

import solvers
from games import GameError, Parameter, game, load
from solvers.sweeps import swept

BETS = {"bet": "1/2:5/2:5"}


def kuhn_value(b):
    """As the catalogue says, at ante 1."""
    if b <= 1:
        return -b * b / (6 * (b + 2))
    return b * (b - 2) / (6 * (b + 2)) if b <= 2 else 0.0


def test_values_are_the_closed_form_within_the_gap():
    frame = solvers.sweep(load("kuhn", stakes="open"), BETS, "nash", method="learn")
    assert frame.bet.tolist() == [0.5, 1.0, 1.5, 2.0, 2.5] and not frame.exact.any() and set(frame.found) == {"one"}
    assert frame.gap.max() < 1e-4
    assert np.all(np.abs(frame["payoff Alice"] - [kuhn_value(b) for b in frame.bet]) <= frame.gap + 1e-12)
    assert frame.attrs["method"] == "learn" and frame.attrs["points"] == 5


def test_outcomes_and_measures_are_those_of_what_was_learned():
    frame = solvers.sweep(load("campaign"), {"w_cost_short": ["2/5"]}, "nash", method="learn")
    outcomes = frame.filter(like="outcome ").iloc[0]
    assert outcomes.sum() == pytest.approx(1) and frame.gap[0] < 1e-5
    built = load("campaign").at()
    payoff = -0.3 * frame["measure flow"][0] - 0.1 * (frame["measure violence"][0] + frame["measure civilian_harm"][0])
    payoff += 0.1 * frame["measure cooperation"][0] + frame["measure home"][0]
    assert built.parameters == () and frame["payoff US"][0] < payoff  # the cost that types weigh differently is still to come off


def test_the_answer_does_not_depend_on_what_is_solved_together_or_kept(tmp_path):
    game = load("kuhn", stakes="open")
    whole = swept(game, BETS, "nash", method="learn")
    part = swept(game, {"bet": ["3/2"]}, "nash", method="learn", store=tmp_path)
    again = swept(game, BETS, "nash", method="learn", store=tmp_path)
    assert part.rows[0] == whole.rows[2] and (again.reused, again.rows) == (1, whole.rows)
    with ThreadPoolExecutor(2) as executor:
        assert swept(game, BETS, "nash", method="learn", executor=executor).rows == whole.rows
    with pytest.raises(GameError, match="holds a sweep of another"):
        swept(game, {"bet": [Fraction(3, 2)]}, "nash", method="enumerate", store=tmp_path)


def test_what_is_told_of_it():
    found = swept(load("kuhn", stakes="open"), {"bet": ["1"]}, "nash", method="learn")
    row = found.as_json()["rows"][0]
    assert row["bet"] == "1" and isinstance(row["payoffs"]["Alice"], float) and row["gap"] < 1e-4 and row["exact"] is False


def test_other_concepts_are_not_learned():
    with pytest.raises(GameError) as refused:
        solvers.sweep(load("beer_quiche"), {"p": ["1/2"]}, method="learn")
    assert str(refused.value) == "What is learned at a point is one approximate equilibrium under nash; found concept='sequential'."


@game(players=("A",))
def coin(play, *, p=Parameter(Fraction(1, 2), domain="0 <= p <= 1", means="a chance")):
    play.tell("A", play.chance("coin", {"h": p, "t": 1 - p}))
    return (1,) if play.choose("A", ["x", "y"]) == "x" else (0,)


def test_a_point_at_which_a_chance_is_zero_is_refused_in_words():
    with pytest.raises(GameError, match="'coin'"):
        solvers.sweep(coin(), {"p": ["1/2", "0"]}, "nash", method="learn")


def test_points_leave_a_batch_when_they_are_done():
    found = [row["gap"] for row in swept(load("kuhn", stakes="open"), {"bet": ["1/2", "3"]}, "nash", method="learn").rows]
    assert found[1] <= 1e-6 * 8 and max(found) < 1e-4
