"""Pictures of types from a continuum: what they show they also say, and each family is drawn where it exists."""

from fractions import Fraction as Q

import pytest
from crises import crisis

import games
import solvers
from games import GameError


def test_what_types_do_along_their_axis():
    figure = solvers.solve(crisis())[0].plot_types()
    assert [axes.get_title(loc="left") for axes in figure.axes] == ["A, by w_A", "B, by w_B"]
    assert [tick.get_text() for tick in figure.axes[1].get_xticklabels()] == ["-2", "-7/6", "1/2"]
    assert "A: w_A < -1/2: accept 2/9, challenge 7/9, then back down" in figure.alt


def test_cutoffs_against_a_parameter():
    figure = solvers.regimes(crisis(), "a").plot_types()
    (cuts,) = [line for line in figure.axes[0].lines if len(line.get_xdata()) > 60 and line.get_ydata()[5] < -0.86]
    assert max(abs(x + y) for x, y in zip(cuts.get_xdata()[1:-1], cuts.get_ydata()[1:-1], strict=True)) < 1e-9  # -a
    assert len(figure.axes) == 2 and figure.alt.startswith("Cutoffs of A, B against a")


def test_families_that_exist_together_stand_side_by_side():
    figure = solvers.regimes(crisis(), "a1").plot_types("a1")
    assert len(figure.axes) == 6


def test_what_has_no_types_is_refused():
    with pytest.raises(GameError, match="this one has none"):
        solvers.solve(games.load("beer_quiche"))[0].plot_types()
    with pytest.raises(GameError, match="this one has none"):
        solvers.regimes(games.load("beer_quiche")).plot_types()
    with pytest.raises(GameError, match="The map has no parameter 'b0'"):
        solvers.regimes(crisis(), "a").plot_types("b0")


def test_the_text_of_an_equilibrium_says_what_types_do():
    told = solvers.solve(crisis(), a1=Q(-1, 4)).text()
    assert "w_A < -1/2: accept (otherwise back down after challenge/resist)" in told
    assert "after challenge, which no type of A chooses: w_A in (-2," in told
    assert "which of these types do which is not determined" in " ".join(told.split())
