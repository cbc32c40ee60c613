"""What cannot be a device, a mediator, an objective or a concept for a game is refused in words, with exit code 2."""

import json
from copy import deepcopy

import pytest
from click.testing import CliRunner

import games
import solvers
from games import GameError
from solvers.__main__ import command_line


def refusal(call, *arguments, **named):
    with pytest.raises(GameError) as caught:
        call(*arguments, **named)
    return str(caught.value)


def run(*arguments):
    done = CliRunner().invoke(command_line, [str(a) for a in arguments])
    return done.exit_code, done.stderr.strip()


# ------------------------------------------------------------------ concepts


def test_a_concept_that_is_not_defined_for_a_game_names_those_that_are():
    said = refusal(solvers.solve, games.load("selten_horse"), "pbe-ft")
    assert said.startswith("pbe-ft needs a game in periods with observed actions") and said.endswith(
        "in selten_horse 3 at 'start' has seen a part only of what was done before. Defined for this game: sequential, pbe, subgame, nash, "
        "perfect, quasi-perfect, normal-form-perfect, proper, quantal."
    )
    assert run("families", "selten_horse", "--concept", "pbe-ft") == (2, f"Error: {said}")
    assert refusal(solvers.solve, games.load("selten_horse"), refine="d1").endswith("No other refinement is defined for it.")
    assert refusal(solvers.solve, games.load("selten_horse"), "proper").endswith("in selten_horse 3 of 3 do. Take quasi-perfect.")


@pytest.mark.parametrize("door", [solvers.correlated, solvers.payoff_polygon])
def test_what_is_no_concept_of_correlated_play(door):
    there = "correlated, coarse-correlated, efce, efcce, agent-form, communication"
    assert refusal(door, games.load("chicken"), "nash") == f"'nash' is not a concept of correlated play; there are {there}."


# ------------------------------------------------------------------ devices


def drawn(*rows):
    return {"draws": [{"chance": p, "advice": {"Row": {"start": a}, "Column": {"start": b}}} for p, a, b in rows]}


DEVICES = [
    (drawn(("1/2", "dare", "give way")), "The chances of the draws add up to 1/2, not 1."),
    (drawn(("3/2", "dare", "give way"), ("-1/2", "give way", "dare")), "The chance of draw 2 is -1/2; a probability is not negative."),
    (drawn((1, "dare", "jump")), "In draw 1 Column is advised 'jump' at 'start', where it has give way, dare to choose from."),
    (
        {"draws": [{"chance": 1, "advice": {"Row": {"start": "dare"}}}]},
        "Draw 1 advises Column nothing at 'start'; it may be give way or dare.",
    ),
    ({"draws": []}, "The draws of a device are a list of objects with a 'chance' and an 'advice'."),
]


@pytest.mark.parametrize("device, said", DEVICES)
def test_a_device_that_does_not_add_up(device, said, tmp_path):
    assert refusal(solvers.verify, games.load("chicken"), device, "correlated") == said
    (tmp_path / "device.json").write_text(json.dumps(device))
    assert run("verify", "chicken", tmp_path / "device.json", "--concept", "correlated") == (2, f"Error: {said}")


# ------------------------------------------------------------------ mediators


def mediator():
    """One who advises a challenger that claims to be strong to threaten, and its target to concede."""
    plan = [
        {"heard": [], "player": "Challenger", "infoset": kind, "mix": {"threaten" if kind == "strong" else "wait": 1}}
        for kind in ("strong", "weak")
    ]
    for kind in ("strong", "weak"):
        heard = [["Challenger", "strong", "threaten"]]
        plan.append({"heard": heard, "player": "Target", "infoset": f"{kind}/threaten", "mix": {"concede": 1}})
    return plan


MEDIATORS = [
    (2, {"heard": [["Challenger", "furious", "threaten"]]}, "Challenger has no information set 'furious' in crisis_signalling; there are"),
    (2, {"heard": [["Judge", "strong", "threaten"]]}, "crisis_signalling has no player 'Judge'; its players are Challenger, Target."),
    (2, {"heard": [["Challenger", "strong", "jump"]]}, "In entry 3 Challenger is advised 'jump' at 'strong', where it has wait, threaten"),
    (
        0,
        {"infoset": "strong/threaten/resist", "mix": {"fight": 1}},
        "In entry 1 the mediator is told what nobody can tell it: that Challenger is at 'strong/threaten/resist' when nothing has been heard.",
    ),
    (
        2,
        {"heard": [["Target", "strong/threaten", "concede"], ["Target", "weak/threaten", "concede"]]},
        "In entry 3 the mediator is told what nobody can tell it: that Target is at 'weak/threaten' after Target told 'strong/threaten' and was "
        "advised 'concede'.",
    ),
    (0, {"mix": {"threaten": "1/2"}}, "In entry 1 the chances add up to 1/2, not 1."),
    (0, {"mix": {"threaten": 2, "wait": -1}}, "In entry 1 the chance of 'wait' is -1; a probability is not negative."),
    (1, None, "The mediator's plan does not say what Challenger at 'weak' is advised when nothing has been heard."),
]


@pytest.mark.parametrize("number, change, said", MEDIATORS)
def test_a_mediator_told_what_nobody_knows(number, change, said, tmp_path):
    plan = deepcopy(mediator())
    if change is None:
        del plan[number]
    else:
        plan[number].update(change)
    assert refusal(solvers.verify, games.load("crisis_signalling"), {"mediator": plan}, "communication").startswith(said)
    (tmp_path / "mediator.json").write_text(json.dumps({"mediator": plan}))
    code, told = run("verify", "crisis_signalling", tmp_path / "mediator.json", "--concept", "communication")
    assert code == 2 and told.startswith(f"Error: {said}")


def test_the_mediator_as_it_was_is_judged():
    assert not solvers.verify(games.load("crisis_signalling"), {"mediator": mediator()}, "communication").equilibrium


# ------------------------------------------------------------------ objectives


@pytest.mark.parametrize("best", ["wars", "2*Challenger - wars", {"wars": 1}])
def test_an_objective_in_an_unknown_measure(best):
    said = "'wars' is no player, outcome or measure of crisis_signalling; there are Challenger, Target, status quo, concession, back down, fight."
    crisis = games.load("crisis_signalling")
    assert refusal(solvers.correlated, crisis, "efce", best) == said
    assert refusal(solvers.trace_value, crisis, "q", "1/10", "9/10", best=best) == said
    assert refusal(solvers.map_value, crisis, ("q", "pi"), best=best) == said
    if isinstance(best, str):
        assert run("correlated", "crisis_signalling", "--best", best) == (2, f"Error: {said}")


# ------------------------------------------------------------------ sizes


@pytest.mark.parametrize(
    "concept, size", [("correlated", "about 5e+40 weights"), ("efce", "about 5e+40 weights"), ("agent-form", "about 4e+103 weights")]
)
def test_a_program_that_is_too_large_says_its_size_first(concept, size):
    said = refusal(solvers.correlated, games.load("leduc"), concept)
    assert said.startswith(f"The program for {concept} in leduc has {size}, one for each profile of plans") and "at most 20000" in said


def test_followers_with_too_many_plans_say_how_many():
    assert refusal(solvers.commit, games.load("leduc"), "Alice").startswith("The followers in leduc have about 5e+26 profiles of plans")
