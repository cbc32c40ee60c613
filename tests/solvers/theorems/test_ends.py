"""Ends of the domain that belong to it, and walls of refined maps: what lives there only is looked at, under the map's refinement."""

from fractions import Fraction as Q

import pytest

import games
import solvers
from games import GameError, Parameter, game


@game(players=("A", "B"))
def closed(play, *, c=Parameter("1/2", "0 <= c <= 1")):
    """A takes c or lets B share; at c = 0 B does not care, and at c = 1 neither does A."""
    if play.choose("A", ["take", "let"]) == "take":
        return c, 0
    return (1, c) if play.choose("B", ["share", "spoil"]) == "share" else (0, 0)


@pytest.fixture(scope="module")
def mapped():
    return solvers.regimes(closed(), check=0)


def test_a_claim_is_judged_at_ends_of_the_domain(mapped):
    found = solvers.claim(mapped, [], outcomes={"A": "1"})
    assert (found.holds, found.exception) == ("in some equilibrium", {"c": 0})
    assert found.walls[0].startswith("At the end c = 0 of the domain, beside R1, the claim is true in some equilibrium at c = 0")
    inside = solvers.claim(mapped, ["c > 0"], outcomes={"A": "1"})
    assert (inside.holds, len(inside.walls)) == ("in every equilibrium", 1)


def test_robustness_says_that_a_point_lies_where_others_live(mapped):
    here = [solvers.robustness(mapped, "A >= 1", at={"c": c}).claims[0].here for c in (0, Q(1, 2), 1)]
    assert here == ["on a wall", "in every", "in every"]


def test_a_sweep_finds_what_lives_at_ends_only():
    counts = [solvers.sweep(closed(), {"c": [0, "1/2", 1]}, method=how).groupby("c").size().tolist() for how in ("map", "enumerate")]
    assert counts == [[5, 1, 3], [5, 1, 3]]


def test_a_map_tells_what_lives_at_the_defaults_where_the_domain_ends(mapped):
    at_end = solvers.regimes(game(players=("A", "B"))(resting)(), check=0)
    assert "At the defaults: take 0 to 1; let/share 0 to 1; let/spoil 0 to 1\n" in at_end.text()
    assert "the defaults are here" not in at_end.text() and "the defaults are here" in mapped.text()


def resting(play, *, c=Parameter(0, "0 <= c <= 1")):
    """The same at rest where B does not care."""
    if play.choose("A", ["take", "let"]) == "take":
        return c, 0
    return (1, c) if play.choose("B", ["share", "spoil"]) == "share" else (0, 0)


def test_a_comparison_at_such_an_end_is_refused(mapped):
    with pytest.raises(GameError, match="where the domain ends, there are other equilibria than beside it"):
        solvers.compare(mapped, at={"c": 0})
    assert len(solvers.compare(mapped, at={"c": "1/2"})) == 5


def test_on_walls_of_a_refined_map_only_what_survives_counts():
    game = games.load("beer_quiche")
    claimed = {"Sender": {"strong": "beer"}}
    plain, refined = (solvers.claim(solvers.regimes(game, refine=r, check=0), ["p >= 1/2"], claimed) for r in (None, "intuitive"))
    assert (plain.holds, refined.holds, refined.exception) == ("in some equilibrium", "in every equilibrium", None)


def test_a_red_team_looks_at_the_equilibria_of_the_map():
    found = solvers.red_team(solvers.regimes(games.load("beer_quiche"), refine="intuitive", check=0), "Sender", "Receiver")
    assert found.replies and not any("quiche; Receiver" in reply.equilibrium for reply in found.replies)
