"""Parameters that are given as expressions in others: in games, maps, solutions and on the command line."""

import json
from fractions import Fraction

import pytest
import stories
from click.testing import CliRunner

import games
import solvers
from games import GameError
from games.classics import crisis_signalling
from games.numbers import read
from solvers.__main__ import command_line

Q = Fraction


def refusal(call, **values):
    with pytest.raises(GameError) as caught:
        call(**values)
    return str(caught.value)


def test_a_tie_is_what_fixing_afterwards_gives():
    tied = crisis_signalling().tie(r_w="-r_s")
    assert tied.parameters == ("pi", "q", "a", "w_s", "w_w", "r_s") and tied.fixed["r_w"] == read("-r_s")
    point = {"r_s": Q(1, 5)}
    one, two = tied.at(**point), crisis_signalling().at(r_s=Q(1, 5), r_w=Q(-1, 5))
    assert [one.payoff(k, 0) for k in range(one.leaves)] == [two.payoff(k, 0) for k in range(two.leaves)]
    assert [one.payoff(k, 1) for k in range(one.leaves)] == [two.payoff(k, 1) for k in range(two.leaves)]
    assert one.fixed["r_w"] == Q(-1, 5)
    assert crisis_signalling().with_(r_w="-r_s", r_s="1/5").fixed["r_w"] == Q(-1, 5)


def test_ties_may_name_one_another_and_move_the_defaults():
    tied = crisis_signalling().tie(w_w="2*w_s - a", w_s="-a/2")
    assert tied.fixed["w_w"] == read("-2*a")
    moved = stories.terrorism().tie(c_w="b + 1", k="d/2")
    assert moved.domain.contains(moved.defaults)
    high = stories.terrorism().tie(d="k/2 + p")  # the defaults give d = 6/5 < k = 2, so another start is found
    assert high.domain.contains(high.defaults) and high.domain.surrounds(high.defaults)


def test_what_cannot_be_tied():
    crisis = crisis_signalling()
    assert refusal(crisis.tie, w_s="-a") == "w_s = -a violates -a < w_s, which the game assumes."
    assert refusal(crisis.tie, r_w="-r_s", r_s="-r_w") == "r_w is tied in a circle: r_w = -r_s, r_s = -r_w."
    assert refusal(crisis.tie, q="2*q") == "q is tied in a circle: q = 2*q."
    assert refusal(crisis.tie, r_w="r_s").startswith("r_w = r_s leaves no room: ")
    assert refusal(crisis.tie, z="a") == "crisis_signalling has no open parameter 'z'; it has pi, q, a, w_s, w_w, r_s, r_w."
    assert "'z'" in refusal(crisis.tie, r_w="-z")

    def mapped(**values):
        return solvers.regimes(crisis_signalling(), ("q", "pi"), check=0, **values)

    said = refusal(mapped, r_s="1/2 + (q - 1/2)/(1000*(q - pi))")
    assert said == (
        "With r_s = (1 + 1000*pi - 1002*q)/(2000*(pi - q)) a payoff or chance divides by q - pi, which may be zero; tie it otherwise."
    )
    assert refusal(mapped, q="a") == "q is to be mapped over and has been given a value; choose one."


@pytest.mark.slow
def test_a_tied_map_is_the_map_restricted():
    whole = solvers.regimes(crisis_signalling(), "all", check=0)
    tied = solvers.regimes(crisis_signalling(), "all", r_w="-r_s", check=1)
    assert tied.at_rest == {"r_w": read("-r_s")} and "r_w" not in tied.over and tied.checked["disagreements"] == 0
    for point in tied.game.domain.points(25, seed=5):
        assert tied.regime(**point).families == whole.regime(**point, r_w=-point["r_s"]).families
    assert "at r_w = -r_s" in tied.text()
    semi = next(f for f in tied.families if "semi" in f.name)
    assert str(semi.profile["Challenger"]["weak"]["threaten"]) == "pi*r_s/(1 - pi)"


@pytest.mark.slow
def test_statics_and_claims_on_a_tied_map():
    tied = solvers.regimes(crisis_signalling(), "all", r_w="-r_s", check=0)
    moves = solvers.statics(tied, "Challenger threaten at weak", "r_s")
    row = next(row for row in moves.regimes[0].families if "semi" in row.family)
    assert (str(row.derivative), row.sign) == ("pi/(1 - pi)", "+")
    assert solvers.claim(tied, ["r_w > -1", "pi < 1/2", "q*(1 + a) < 1"], outcomes={"fight": "pi/(1 + a)"}).holds == "in some equilibrium"


def test_solving_at_a_tied_point():
    one = solvers.solve(crisis_signalling(), r_w="-r_s", r_s="1/4")
    two = solvers.solve(crisis_signalling(), r_w=Q(-1, 4), r_s=Q(1, 4))
    assert [s.outcomes for s in one] == [s.outcomes for s in two] and one.at["r_w"] == Q(-1, 4)


def test_ties_on_the_command_line():
    done = CliRunner().invoke(command_line, ["regimes", "crisis_signalling", "--over", "all", "--set", "r_w=-r_s", "--json"])
    found = json.loads(done.stdout)
    assert done.exit_code == 0 and found["over"] == ["q", "a", "pi", "w_s", "w_w", "r_s"] and found["checked"]["disagreements"] == 0
    done = CliRunner().invoke(command_line, ["solve", "crisis_signalling", "--set", "r_w=-r_s", "--set", "r_s=1/4", "--json"])
    assert json.loads(done.stdout)["at"]["r_w"] == "-1/4"
    refused = CliRunner().invoke(command_line, ["solve", "crisis_signalling", "--set", "r_w=-r_z"])
    assert refused.exit_code == 2 and "r_z" in refused.stderr
    assert games.load("crisis_signalling", r_w="-r_s").fixed["r_w"] == read("-r_s")
