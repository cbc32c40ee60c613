"""What a map says at the defaults is what is solved there, on walls too; walls of hundreds of digits are read."""

import pytest

from games import essay, load
from games.numbers import text
from solvers import regimes, solve


def outcomes(equilibria):
    return {tuple(sorted((label, text(p)) for label, p in e.outcomes.items() if p != 0)) for e in equilibria}


def agrees(name, over):
    game = load(name)
    found = regimes(game, over, check=0)
    there = found.section()
    assert len(there.regimes) == 1
    assert outcomes(there.families) == outcomes(solve(game))
    for solution in found.at():
        assert solution.certificate.equilibrium


@pytest.mark.parametrize("name", essay.__all__)
def test_at_the_defaults_on_a_line(name):
    agrees(name, load(name).headline[:1])


@pytest.mark.slow
@pytest.mark.parametrize("name", essay.__all__)
def test_at_the_defaults_on_the_default_map(name):
    agrees(name, load(name).headline)


@pytest.mark.slow
def test_the_post_is_captured_by_silver_as_often_as_it_is_solved():
    """The defaults of G6 lie on a surface that runs on without changing anything; the sample of a regime beside it says 1/6."""
    found = regimes(load("state_capture"), ("eta_h", "p_viol"), check=0)
    assert {s.outcomes["captured by silver"] for s in found.at()} == {
        s.outcomes["captured by silver"] for s in solve(load("state_capture"))
    }


@pytest.mark.parametrize("groups", [50, 543])
def test_walls_of_hundreds_of_digits_are_solved_and_told_in_short(groups):
    """The essay counts 543 groups: the odds of a halt are a fraction of 1,250 digits."""
    found = regimes(load("escalation_ladder", groups=groups), "phi", check=1)
    assert (found.found, found.checked["disagreements"]) == ("all", 0) and found.walls
    told = found.text()
    assert max(map(len, told.splitlines())) <= 80 and "e+1" not in told  # quotients of long numbers are divided out
    assert any(len(text(wall.polynomial)) > 100 for wall in found.walls)
