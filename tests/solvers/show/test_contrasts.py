"""Pictures of contrasts: where the second structure has more of a quantity, where less, and between what the difference lies."""

from functools import cache

import numpy as np
import pytest

from games import GameError, load
from solvers import contrast, regimes


@cache
def partnership():
    alone, together = (regimes(load("intervention_stance").hold(US=mode), ("nu_nat", "j_joint"), check=0) for mode in ("uni", "assured"))
    return contrast(alone, together, ("force alone", "assured partnership"))


@cache
def commitment():
    none, announced = (regimes(load("provocation_trap", commitment=c), "p", check=0) for c in ("none", "announced"))
    return contrast(none, announced, ("no commitment", "commitment"))


def test_over_two_parameters_colours_are_differences():
    found = partnership()
    figure = found.plot("payoff of US", grid=21)
    (image,) = figure.axes[0].images
    left, right, low, high = image.get_extent()
    shown = image.get_array()
    for row, column in ((2, 3), (18, 2), (10, 15)):
        point = {
            "nu_nat": f"{left + (right - left) * column / 20:.12f}",
            "j_joint": f"{low + (high - low) * row / 20:.12f}",
        }
        assert float(found.at("payoff of US", **point)) == pytest.approx(shown[row, column])
    assert shown.min() < 0 < shown.max()
    assert figure.alt.startswith("assured partnership less force alone: payoff of US, over nu_nat and j_joint.")


def test_over_one_parameter_lines_are_the_ends_of_the_difference():
    """Commitment is worth 21/100 to the US at p 1/2 and costs 9/625 at 2/5; the sign flips at 11/25."""
    figure = commitment().plot("US", grid=401)
    _, *edges = figure.axes[0].lines
    for edge in edges:
        p, difference = edge.get_data()
        assert np.interp(0.5, p, difference) == pytest.approx(0.21, abs=1e-3)
        assert np.interp(0.4, p, difference) == pytest.approx(-9 / 625, abs=1e-3)
    assert "The sign flips at p = 11/25." in figure.alt


def test_sides_of_walls_of_hundreds_of_digits_are_told():
    """In floating point the terms of such walls overflow: with 543 groups no equilibrium has more than 0.0396."""
    one, many = (regimes(load("escalation_ladder", groups=n), "phi", check=0) for n in (1, 543))
    figure = contrast(one, many, ("one group", "543 groups")).plot("large intervention", grid=51)
    _, least, greatest = figure.axes[0].lines
    assert np.nanmax(greatest.get_ydata()) < 0.0396 and np.nanmin(least.get_ydata()) == 0
    assert not np.isnan(greatest.get_ydata()).any()
    assert max(map(len, figure.alt.split())) < 60


def test_what_no_structure_has_is_refused():
    with pytest.raises(GameError, match="Both structures together have no 'score'"):
        commitment().plot("score")
