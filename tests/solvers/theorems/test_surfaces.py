"""Surfaces that are no walls: an equilibrium that lives there only counts in a map's sample, claims, robustness and comparisons."""

from fractions import Fraction as Q

import pytest

import solvers
from games import GameError, Parameter, game


@game(players=("A", "B"))
def meeting(play, *, c=Parameter(1, "0 < c < 3")):
    """A stays at T only if c <= 1 and B at L only if c >= 1, so that both do at c = 1 only; the same is played on both sides."""
    moves = play.choose("A", ["T", "B"], public=False), play.choose("B", ["L", "R"], public=False)
    return {("T", "L"): (1, c), ("B", "L"): (c, 0), ("T", "R"): (0, 1), ("B", "R"): (2, 2)}[moves]


@game(players=("A", "B"))
def curved(play, *, c=Parameter(2, "0 < c < 3")):
    """The same with c squared against two: no rational point lies there."""
    moves = play.choose("A", ["T", "B"], public=False), play.choose("B", ["L", "R"], public=False)
    return {("T", "L"): (2, c * c), ("B", "L"): (c * c, 0), ("T", "R"): (0, 2), ("B", "R"): (5, 5)}[moves]


@pytest.fixture(scope="module")
def mapped():
    return solvers.regimes(meeting())


def test_a_sample_lies_off_such_a_surface(mapped):
    (regime,) = mapped.regimes
    assert (mapped.found, mapped.checked["disagreements"], regime.sample["c"] != 1) == ("all", 0, True)
    assert "At the defaults: T/L 0 to 1; B/R 0 to 1" in mapped.text() and "the defaults are here" not in mapped.text()


def test_a_claim_is_judged_there(mapped):
    found = solvers.claim(mapped, [], outcomes={"B": "2"})
    assert (found.holds, found.exception) == ("in some equilibrium", {"c": 1})
    assert found.walls[0].startswith("On c - 1 = 0, in R1, the claim is true in some equilibrium at c = 1")
    beside = solvers.claim(mapped, ["c > 1"], outcomes={"B": "2"})
    assert (beside.holds, beside.walls) == ("in every equilibrium", ("No wall is known to run through the region.",))


def test_a_claim_says_where_nothing_was_decided():
    found = solvers.claim(solvers.regimes(curved(), check=0), [], outcomes={"B": "5"})
    assert found.walls == ("On c**2 - 2 = 0, in R1, nothing was decided: no rational point of it was found.",)


def test_robustness_and_comparisons_know_of_it(mapped):
    here = [solvers.robustness(mapped, "B >= 2", at={"c": c}).claims[0].here for c in (1, Q(3, 2))]
    assert here == ["on a wall", "in every"]
    with pytest.raises(GameError, match="At c = 1 there are other equilibria than beside it; give a point beside it"):
        solvers.compare(mapped, at={"c": 1})
    assert len(solvers.compare(mapped, at={"c": 2})) == 6


@game(players=("A", "B"))
def squared(play, *, c=Parameter(1, "0 < c < 3")):
    """As `meeting`, but A compares the square of c with one, so that no condition is the other turned round."""
    moves = play.choose("A", ["T", "B"], public=False), play.choose("B", ["L", "R"], public=False)
    return {("T", "L"): (1, c), ("B", "L"): (c * c, 0), ("T", "R"): (0, 1), ("B", "R"): (2, 2)}[moves]


def test_comparisons_that_hold_together_at_a_point_only_make_a_surface():
    swept = solvers.sweep(squared(), {"c": ["1/2", 1, 2]}, method="map")
    assert [int((swept["c"] == c).sum()) for c in (0.5, 1, 2)] == [1, 2, 1] == [len(solvers.solve(squared(), c=c)) for c in ("1/2", 1, 2)]
    assert solvers.claim(solvers.regimes(squared()), [], outcomes={"B": "2"}).exception == {"c": 1}
