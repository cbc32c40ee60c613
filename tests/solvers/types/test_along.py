"""Along one parameter with types from other laws than uniform: walls against closed forms and scipy, folds, and what stays undecided."""

from fractions import Fraction as Q
from math import log, pi, sqrt

import pytest
from crises import challenged, crisis_with
from flint import arb
from scipy.optimize import brentq
from scipy.stats import logistic, norm

import solvers.types.along as along
from games import Beta, GameError, Logistic, Normal, Parameter, game
from solvers import regimes, solve_in_balls, walls_in_balls

CRISES = {
    "normal": (Normal(-1, 1), norm(-1, 1)),
    "normal and logistic": (Logistic(-1, Q(1, 2)), logistic(-1, 0.5)),
}


@game(players=("A", "B"))
def race(play, *, mu=Parameter(Q(-1, 2)), s=Parameter(Q(1, 4), domain="s > 0")):
    """An arms race whose costs are private (Baliga and Sjostrom 2004 in shape)."""
    mine, theirs = play.draw("c", Normal(0, s), to="A"), play.draw("d", Normal(0, s), to="B")
    one, other = (play.choose(player, ["arm", "wait"], public=False) for player in ("A", "B"))
    return (mu - mine + (other == "arm")) if one == "arm" else 0, (mu - theirs + (one == "arm")) if other == "arm" else 0


@pytest.mark.slow
@pytest.mark.parametrize("name", CRISES)
def test_the_wall_where_all_challenge_is_where_bluffing_reaches_one(name):
    """By hand: B's cutoff x has F_B(x) = a/(1 + a), and B is indifferent there if Pr(fight) x + Pr(back down) = 0 when all challenge."""
    law, other = CRISES[name]

    def gap(a):
        back = norm.cdf(-a + 1)
        return (1 - back) * other.ppf(a / (1 + a)) + back

    line = walls_in_balls(crisis_with(Normal(-1, 1), law), "a", "1/10", 5)
    (wall,) = line.walls
    assert line.found == "all" and wall.at == pytest.approx(brentq(gap, 0.1, 5, xtol=1e-14), abs=1e-11) and wall.error < 1e-12
    assert wall.meaning == "the types of A that choose accept or challenge, then back down no longer play accept at start"
    assert [one.equilibria for one in line.stretches] == [
        ("A: accept/challenge, back down | challenge, fight; B: concede | resist",),
        ("A: challenge, back down | challenge, fight; B: concede | resist",),
    ]


@pytest.mark.slow
def test_a_mean_may_move():
    """The wall in the target's mean: the cutoff at which it is indifferent when all challenge lies where its share is a/(1 + a)."""

    @game(players=("A", "B"))
    def crisis(play, *, mean=Parameter(-1), a=Parameter(Q(1, 2), domain="a > 0")):
        """The crisis; the target's mean moves."""
        w_A, w_B = play.draw("w_A", Normal(-1, 1), to="A"), play.draw("w_B", Normal(mean, 1), to="B")
        return challenged(play, w_A, w_B, -a)

    back = norm.cdf(-0.5 + 1)
    line = walls_in_balls(crisis(), "mean", -4, 0)
    assert line.found == "all" and [wall.at for wall in line.walls] == pytest.approx([-back / (1 - back) - norm.ppf(1 / 3)], abs=1e-11)


@pytest.mark.slow
def test_folds_of_the_arms_race_are_found_in_closed_form():
    """At a fold of q = F((mu + q)/s) the density of the standard law is s."""
    z = sqrt(-2 * log(0.25 * sqrt(2 * pi)))
    line = walls_in_balls(race(), "mu", -1, 0)
    assert line.found == "all" and all(wall.fold and wall.meaning == "two equilibria meet" for wall in line.walls)
    assert [wall.at for wall in line.walls] == pytest.approx([z / 4 - norm.cdf(z), -z / 4 - norm.cdf(-z)], abs=1e-11)
    assert [len(one.equilibria) for one in line.stretches] == [1, 3, 1]
    assert [len(solve_in_balls(race(), mu=mu).equilibria) for mu in (Q(-6, 10), Q(-41, 100), Q(-40, 100))] == [1, 3, 1]
    assert list(line.frame()["equilibria"]) == [1, 3, 3, 3, 1] and line.as_json()["walls"][0]["fold"]
    assert "mu = -0.5914779878: two equilibria meet" in line.text() and "no others lie in this range" in line.text()


@pytest.mark.slow
def test_where_three_equilibria_meet_at_once_not_all_is_said_to_be_decided():
    line = walls_in_balls(race(), "s", "1/8", 1)
    assert line.found == "some" and line.undecided == ("A: arm | wait; B: arm | wait",)
    assert "There may be more walls and equilibria. Not decided" in line.text()


@pytest.mark.slow
def test_a_single_player_may_run_where_that_costs_nothing():
    """Leaving and running are equally good on the wall, in every mix of them: boxes around it are refuted one by one."""

    @game(players=("A",))
    def choice(play, *, c=Parameter(1, domain="c > 0")):
        """Fight for what one thinks of it, or have nothing; who is afraid of nothing may run."""
        war = play.draw("war", Normal(-1, 1), to="A")
        done = play.choose("A", ["fight", "leave", "run"])
        return ({"fight": war, "leave": 0, "run": c - 2}[done],)

    line = walls_in_balls(choice(), "c", 1, 3)
    assert [(wall.at, wall.reasons[0].plays, wall.reasons[0].actions) for wall in line.walls] == [(2.0, ("leave",), ("leave", "run"))]


@pytest.mark.parametrize(
    "law, asked, words",
    [
        (Normal(-1, 1), ("b", 0, 1), "crisis has no parameter 'b' to move; it has a."),
        (Normal(-1, 1), ("a", 2, 1), "The range of a from 2 to 1 is empty."),
        (Normal(-1, 1), ("a", -1, 1), "a = -1 violates a > 0, which the game assumes."),
        (Normal(-1, 1), ("a", "low", 1), "a moves between exact numbers, as '1/2'; found 'low'."),
    ],
)
def test_what_cannot_be_asked_along_a_parameter_is_refused(law, asked, words):
    with pytest.raises(GameError) as refused:
        walls_in_balls(crisis_with(law, law), *asked)
    assert str(refused.value) == words


def test_shapes_do_not_move_and_maps_of_other_laws_say_what_there_is():
    @game(players=("A",))
    def shaped(play, *, shape=Parameter(2, domain="shape > 0")):
        """Fight or not."""
        war = play.draw("war", Beta(shape, 2), to="A")
        return (war,) if play.choose("A", ["fight", "leave"]) == "fight" else (Q(1, 2),)

    with pytest.raises(GameError, match=r"shape is a shape of the law of war, Beta\(shape, 2\); walls are found where payoffs, places and"):
        walls_in_balls(shaped(), "shape", 1, 2)
    with pytest.raises(GameError, match="walls_in_balls finds where equilibria begin and end along one parameter"):
        regimes(shaped(), "shape")


def test_what_changes_at_an_end_of_the_range_is_not_taken_for_what_changes_within(monkeypatch):
    """A wall at the start was told in the place of the first one within, and moved every later one."""
    monkeypatch.setattr(along._Line, "bases", lambda self: iter([None]))
    monkeypatch.setattr(
        along._Line, "look", lambda self, base: self.candidates.extend(along.Candidate(arb(x), base, 0) for x in (1, 2.5, 4))
    )
    monkeypatch.setattr(along, "_wall", lambda form, place: along.TypeWall(float(place[0].at.mid()), 0.0, (), False))
    monkeypatch.setattr(along, "_between", lambda game, name, low, high: along.TypeStretch(float(low), float(high), (str(low),), "all"))
    line = walls_in_balls(crisis_with(Normal(-1, 1), Normal(-1, 1)), "a", 1, 4)
    assert [wall.at for wall in line.walls] == [2.5]
    assert [(one.low, one.high) for one in line.stretches] == [(1.0, 2.5), (2.5, 4.0)]
