"""Analyses of games whose equilibria leave something open: ranges hold whole continua, not samples of them."""

from fractions import Fraction as Q

import pytest

import solvers
from games import GameError, Parameter, game


@game(players=("A", "B"))
def careless(play, *, c=Parameter(1, "0 < c < 2"), k=2):
    """A stays out for c, or goes in, and B, who does not care, gives it k or nothing."""
    if play.choose("A", ["out", "in"]) == "out":
        play.measure(harm=1)
        return c, 0
    gives = play.choose("B", ["nothing", "all"]) == "all"
    play.measure(harm=3 * gives)
    return k * gives, 0


def test_an_assessment_ranges_over_continua():
    found = solvers.assessment(careless(), "A", {"B": "nothing"})
    assert (found.static, found.lowest, found.highest, found.gap) == (1, 1, 2, (-1, 0))
    assert found.advice() == {"start": ("out", "in")}


def test_facts_are_worth_their_range_over_continua():
    found = solvers.red_team(solvers.regimes(careless(), check=0), "A", "harm", facts=[{"c": "1/2"}])
    assert found.worth == {"c = 1/2": (Q(-3, 2), 1)}


def test_predictions_at_a_point_range_over_continua():
    found = solvers.solve(careless())
    ranges = {row["outcome"]: (row["lowest"], row["highest"]) for row in solvers.predict(found).rows}
    assert ranges == {"out": (0, 1), "in/nothing": (0, 0.5), "in/all": (0, 1)}
    chosen = {row["outcome"]: row["chance"] for row in solvers.predict(found, "best for A").rows}
    assert chosen == {"out": 0, "in/nothing": 0, "in/all": 1}


@game(players=("A", "B", "C"))
def pledged(play):
    """B does not care what A gets, but for how C, who does not care either, may answer nothing at all."""
    a = play.choose("A", ["out", "in"])
    gives = play.choose("B", ["nothing", "all"], public=False) == "all"
    stays = play.choose("C", ["x", "y"], public=False) == "x"
    return (Q(1, 4) if a == "out" else int(gives and stays)), int(gives != stays), int(gives != stays)


def test_the_best_of_a_continuum_that_none_attains_for_sure_is_not_made_up():
    found = solvers.solve(pledged())
    with pytest.raises(GameError, match=r"another selection"):
        solvers.predict(found, "highest welfare")
