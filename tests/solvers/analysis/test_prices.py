"""What mediation and commitment could reach, beside equilibria."""

import json

import pytest
from click.testing import CliRunner

import games
import solvers
from games import GameError, Parameter, game
from solvers.__main__ import command_line


@game(players=("Row", "Column"))
def dare(play, *, x=Parameter(7, "6 < x < 8")):
    """Chicken with an open prize."""
    row = play.choose("Row", ["dare", "yield"], public=False)
    column = play.choose("Column", ["dare", "yield"], public=False)
    play.outcome("crash" if row == column == "dare" else "calm" if row == column else "one dares")
    return {("dare", "dare"): (0, 0), ("dare", "yield"): (x, 2), ("yield", "dare"): (2, x), ("yield", "yield"): (6, 6)}[row, column]


def by_play(frame, regime="R1"):
    return {row.play: (row.lowest, row.highest) for row in frame.itertuples() if row.regime == regime}


def test_ways_of_playing_are_nested():
    found = solvers.regimes(games.load("crisis_signalling"), check=0)
    for name in ("fight", "Target"):
        frame = solvers.prices(found, name)
        for regime in found.regimes:
            told = by_play(frame, regime.name)
            for inner, outer in (("sequential", "nash"), ("nash", "efce")):
                assert told[outer][0] <= told[inner][0] and told[inner][1] <= told[outer][1], (name, regime.name, inner)
    assert (
        by_play(solvers.prices(found, "Challenger"))["Challenger commits itself"][0]
        >= by_play(solvers.prices(found, "Challenger"))["nash"][1]
    )


def test_a_mediator_does_better_than_any_equilibrium_in_chicken():
    told = by_play(solvers.prices(solvers.regimes(dare(), "all", check=0), "calm"))
    assert told["efce"][0] == 0 < told["nash"][1] < told["efce"][1]


def test_what_is_not_defined_says_why():
    frame = solvers.prices(solvers.regimes(games.load("three_pennies"), check=0), "1", leaders=["1"])
    assert all((row.lowest is None) == bool(row._5) for row in frame.itertuples()) and len(frame)


def test_refusals():
    found = solvers.regimes(dare(), "all", check=0)
    with pytest.raises(GameError, match="has no player 'Judge' who could lead; its players are Row, Column"):
        solvers.prices(found, "calm", leaders=["Judge"])
    with pytest.raises(GameError, match="is a mixing probability, at which no mediator can aim"):
        solvers.prices(found, "Row dare")


def test_the_command_line():
    done = CliRunner().invoke(command_line, ["compare", "beer_quiche", "--prices", "Sender", "--json"])
    assert done.exit_code == 0 and {row["play"] for row in json.loads(done.stdout)["rows"]} >= {
        "sequential",
        "nash",
        "efce",
        "communication",
    }
    assert CliRunner().invoke(command_line, ["compare", "beer_quiche", "--prices", "Sender", "--measure", "Sender"]).exit_code == 2
