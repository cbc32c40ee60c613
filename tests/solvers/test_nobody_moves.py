"""Games in which nobody has a choice: every concept and analysis answers, or refuses in words."""

from fractions import Fraction as Q

import pytest

import solvers
from games import Parameter, game
from games.numbers import text


@game(players=("A", "B"))
def lottery(play, *, p=Parameter(Q(1, 3), domain="0 < p < 1")):
    """A chance move, and nothing else."""
    return (1, 0) if play.chance("coin", {"heads": p, "tails": 1 - p}) == "heads" else (0, 1)


@game(players=("A", "B"))
def settled(play, *, p=Parameter(Q(1, 3), domain="0 < p < 1")):
    """Nothing happens."""
    return p, 1 - p


@pytest.mark.parametrize("story", [lottery, settled], ids=lambda story: story.name)
@pytest.mark.parametrize("concept", ["nash", "subgame", "pbe", "sequential", "perfect", "quasi-perfect"])
def test_the_only_profile_is_the_equilibrium(story, concept):
    (found,) = solvers.solve(story(), concept)
    assert found.payoffs == {"A": Q(1, 3), "B": Q(2, 3)} and found.certificate.equilibrium


@pytest.mark.parametrize("story", [lottery, settled], ids=lambda story: story.name)
def test_analyses_answer(story):
    assert solvers.lift(story()).payoffs == {"A": Q(1, 3), "B": Q(2, 3)}
    assert [text(piece.values["A"]) for piece in solvers.trace(story(), "p", "1/10", "9/10").pieces] == ["p"]
    assert solvers.correlated(story(), "communication").payoffs == {"A": Q(1, 3), "B": Q(2, 3)}
    assert len(solvers.regimes(story()).families) == 1 and len(solvers.concepts(story())) == 1
