"""Where in two parameters the number of quantal equilibria changes: folds of every slice in closed form, a cusp between two slices."""

from fractions import Fraction

import numpy as np
import pytest

from games import GameError, Parameter, game
from solvers import response_map


@game(players=("A", "B"))
def coordination(play, *, w=Parameter(1, "w > 0", means="what meeting at y is worth"), v=Parameter(1, "v > 0", means="at x")):
    """Both want to meet, at y better or worse."""
    a = play.choose("A", ["x", "y"], public=False)
    b = play.choose("B", ["x", "y"], public=False)
    return ((v, v) if a == "x" else (w, w)) if a == b else (0, 0)


def folds(v, rate=3):
    """With equal chances x: logit(x) = rate (v x - w (1 - x)); w turns as x rises."""
    xs = np.linspace(1e-4, 1 - 1e-4, 400_001)
    ws = (v * xs - np.log(xs / (1 - xs)) / rate) / (1 - xs)
    slopes = np.diff(ws)
    turned = ws[np.flatnonzero(slopes[:-1] * slopes[1:] < 0)]
    return sorted(turned[(turned > 0.05) & (turned < 5)])


@pytest.fixture(scope="module")
def found():
    return response_map(coordination(), {"w": ("1/20", 5), "v": ("1/4", "5/4")}, 3, slices=3)


def test_every_slice_has_its_folds_certified(found):
    assert found.found == "all" and found.over == ("w", "v")
    for value, one in found.slices:
        assert [fold.value for fold in one.folds] == pytest.approx(folds(float(value)), abs=1e-5)
    assert len(found.walls) == sum(len(one.folds) for _, one in found.slices)


def test_where_the_number_of_folds_changes_slices_lie_closer(found):
    ((low, high),) = found.changes
    assert high - low == Fraction(1, 2) / 16 and len(folds(float(low))) != len(folds(float(high)))


def test_words_picture_and_points(found):
    said = " ".join(found.text().split())
    assert "numbers of logit quantal response equilibria by w, for values of v" in said and "the number of folds changes" in said
    assert len(found.at(w=1, v="5/4")) in (1, 3) and {"v", "w from", "w to", "equilibria", "proved"} == set(found.frame().columns)
    figure = found.plot()
    assert {line.get_gid() for line in figure.axes[0].lines} >= {"fold", "several"} and "folds in" in figure.alt
    assert "<img alt=" in found._repr_mimebundle_()["text/html"] and found.as_json()["changes"]


@pytest.mark.parametrize(
    ("over", "said"),
    [
        ({"w": (1, 2)}, "A map takes two parameters with their ranges"),
        ({"w": (1, 2), "v": 3}, "A map takes two parameters with their ranges"),
        ({"w": (1, 2), "u": (1, 2)}, "coordination has no open parameter 'u'"),
        ({"w": (1, 2), "v": (2, 1)}, "v is to rise from 2 to 1, which is no range."),
        ({"w": (1, 2), "v": (0, 1)}, "v = 0 violates v > 0"),
    ],
)
def test_refusals_say_what_to_do(over, said):
    with pytest.raises(GameError) as refused:
        response_map(coordination(), over, 2)
    assert str(refused.value).startswith(said)
