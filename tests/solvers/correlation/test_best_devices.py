"""Devices whose values are known, what is told whom, and what is refused in words."""

import json
from fractions import Fraction as F

import pytest
from click.testing import CliRunner

import games
import solvers
from games import GameError
from solvers.__main__ import command_line


def run(*arguments):
    done = CliRunner().invoke(command_line, [str(a) for a in arguments])
    return done.exit_code, done.stdout, done.stderr


@pytest.mark.parametrize(
    "name, concept, best, value",
    [
        ("chicken", "correlated", None, "21/2"),  # Aumann 1974
        ("coarse_correlation", "correlated", None, "6"),  # Moulin and Vial 1978
        ("coarse_correlation", "coarse-correlated", None, "7"),
        ("costless_signals", "efce", "Receiver", "13/2"),  # von Stengel and Forges 2008
        ("costless_signals", "efce", "Sender", "4"),
        ("small_sheriff", "efce", None, "10/7"),  # Farina, Ling, Fang and Sandholm 2019
        ("small_sheriff", "efcce", None, "235/93"),
        ("small_sheriff", "coarse-correlated", None, "70/13"),
        ("crisis_signalling", "communication", "Challenger", "1/18"),
    ],
)
def test_known_values(name, concept, best, value):
    device = solvers.correlated(games.load(name), concept, best)
    assert device.value == F(value) and device.proved and device.certificate.equilibrium


def test_a_mediator_who_is_lied_to_and_one_who_sends_envelopes_differ():
    """At the crisis game's defaults envelopes bring the Challenger 10/63, a mediator no more than talk does; neither contains the other."""
    crisis = games.load("crisis_signalling")
    envelopes, mediator = (solvers.correlated(crisis, concept, "Challenger").value for concept in ("efce", "communication"))
    assert (envelopes, mediator) == (F(10, 63), F(1, 18))
    told = solvers.correlated(games.load("biased_advice"), "communication", "Receiver", b=F(7, 10))
    assert told.value == F(-2, 13) and any(one.player == "Receiver" and one.reached for one in told.advice)


def test_certified_messages_bring_more():
    """A sender who proves its state, or is silent, cannot lie: the Receiver learns all; the verifier lets it be silent, but not lie."""
    advice = games.load("biased_advice")
    told, proved = (solvers.correlated(advice, "communication", "Receiver", proofs=proofs, b=2) for proofs in ((), ("Sender",)))
    assert (told.value, proved.value) == (F(-1, 4), 0) and told.certificate.equilibrium and proved.certificate.equilibrium
    claim = {"mediator": proved.as_json()["mediator"]}
    assert not solvers.verify(advice.at(b=2), claim, "communication").equilibrium  # without proofs it would be lied to
    assert solvers.verify(advice.at(b=2), {**claim, "proofs": ["Sender"]}, "communication").equilibrium
    with pytest.raises(GameError, match="'Judge' is to prove what it tells, but is no player"):
        solvers.correlated(advice, "communication", proofs=("Judge",))
    with pytest.raises(GameError, match="Under efce nobody reports anything"):
        solvers.correlated(advice, "efce", proofs=("Sender",))


def test_a_value_is_traced_from_the_command_line():
    code, said, _ = run(
        "trace-value", "biased_advice", "--by", "b", "--from", "1/10", "--to", "2", "--concept", "communication", "--best", "Receiver"
    )
    assert code == 0 and "1/2 < b < 3/4: (2*b - 1)/(3 - 8*b)" in said and "At b = 3/4 it is -1/6." in said
    code, said, _ = run("commit", "holdup_commitment", "--leader", "Leader", "--json")
    assert code == 0 and (json.loads(said)["value"], json.loads(said)["least"]) == ("3", "3")
    assert run("commit", "holdup_commitment", "--leader", "Judge")[2].startswith("Error: holdup_commitment has no player 'Judge'")
    assert run("commit", "holdup_commitment", "--leader", "Leader", "--to", "money")[2].startswith(
        "Error: A leader commits itself to mixed, pure"
    )


def test_an_objective_may_be_an_outcome_a_measure_or_a_sum():
    crisis = games.load("crisis_signalling")
    least = solvers.correlated(crisis, "efce", "-fight")
    assert (least.best, least.value, least.outcomes["fight"]) == ("-fight", 0, 0)
    both = solvers.correlated(crisis, "efce", "2*Challenger - 1/2*fight")
    assert both.best == "2*Challenger - 1/2*fight" and both.value == 2 * both.payoffs["Challenger"] - both.outcomes["fight"] / 2
    assert solvers.correlated(crisis, "efce", {"Target": 3}).value == 3


@pytest.mark.parametrize(
    "concept, best, sentence",
    [
        ("nash", None, "'nash' is not a concept of correlated play; there are correlated, coarse-correlated, efce, efcce, agent-form, "),
        ("efce", "peace", "'peace' is no player, outcome or measure of crisis_signalling; there are Challenger, Target, status quo, "),
        ("efce", "2**Target", "'2**Target' is no objective; write a name, or a sum such as"),
        ("efce", {"Target": "much"}, "The weight 'much' of Target is no exact number"),
        ("efce", 7, "best = 7 is no objective; name a player, an outcome or a measure"),
        ("efce", {}, "best names nothing; name a player, an outcome or a measure"),
    ],
)
def test_refusals_in_words(concept, best, sentence):
    with pytest.raises(GameError) as refused:
        solvers.correlated(games.load("crisis_signalling"), concept, best)
    assert str(refused.value).startswith(sentence)


def test_a_program_too_large_says_its_size_first():
    with pytest.raises(GameError) as refused:
        solvers.correlated(games.load("kuhn", ranks=5), "efce")
    assert str(refused.value).startswith(
        "The program for efce in kuhn has 248832 weights, one for each profile of plans (Alice 243, Bob 1024)"
    )


def test_solve_sends_those_who_ask_for_devices_to_the_right_door():
    with pytest.raises(GameError, match=r"correlated\(game, 'efce'\)"):
        solvers.solve(games.load("chicken"), "efce")
    assert run("solve", "chicken", "--concept", "efce")[0] == 2


# ------------------------------------------------------------------ given devices


def lights(chance):
    return {
        "draws": [
            {"chance": chance, "advice": {"Row": {"start": "give way"}, "Column": {"start": "give way"}}},
            {"chance": "1/4", "advice": {"Row": {"start": "give way"}, "Column": {"start": "dare"}}},
            {"chance": "1/4", "advice": {"Row": {"start": "dare"}, "Column": {"start": "give way"}}},
        ]
    }


def test_a_given_device_is_judged(tmp_path):
    chicken = games.load("chicken")
    assert solvers.verify(chicken, lights("1/2"), "correlated").equilibrium
    both = {"draws": [{"chance": 1, "advice": {"Row": {"start": "give way"}, "Column": {"start": "give way"}}}]}
    refused = solvers.verify(chicken, both, "correlated")
    assert not refused.equilibrium and refused.gains == {"Row": 1, "Column": 1}
    assert refused.reason == "Row gains 1, reckoned before play, by leaving the device when its plan is 'give way' at 'start'."
    (tmp_path / "device.json").write_text(json.dumps(both))
    code, said, _ = run("verify", "chicken", tmp_path / "device.json", "--concept", "efce", "--json")
    assert code == 0 and json.loads(said)["equilibrium"] is False and json.loads(said)["gains"] == {"Row": "1", "Column": "1"}


@pytest.mark.parametrize(
    "claim, concept, sentence",
    [
        (lights("1/3"), "correlated", "The chances of the draws add up to 5/6, not 1."),
        (lights("-1/2"), "correlated", "The chance of draw 1 is -1/2; a probability is not negative."),
        (lights("some"), "correlated", "The chance of draw 1 is some, which names a parameter; put a number in."),
        (
            {"draws": [{"chance": 1, "advice": {"Row": {"start": "swerve"}}}]},
            "efce",
            "In draw 1 Row is advised 'swerve' at 'start', where it has",
        ),
        ({"draws": [{"chance": 1, "advice": {"Row": {"start": "dare"}}}]}, "efce", "Draw 1 advises Column nothing at 'start'; it may be"),
        ({"draws": []}, "efce", "The draws of a device are a list of objects"),
        ({"Row": {}}, "efce", "Under efce verify judges a device: an object with 'draws'"),
        (lights("1/2"), "communication", "A device under communication is given by 'mediator'"),
        (
            {"mediator": [{"heard": [], "player": "Row", "infoset": "storm", "mix": {}}]},
            "communication",
            "Row has no information set 'storm'",
        ),
        (
            {"mediator": [{"heard": [], "player": "Row", "infoset": "start", "mix": {"dare": "1/2"}}]},
            "communication",
            "In entry 1 the chances add up to 1/2, not 1.",
        ),
    ],
)
def test_devices_that_are_none_are_refused_in_words(claim, concept, sentence):
    with pytest.raises(GameError) as refused:
        solvers.verify(games.load("chicken"), claim, concept)
    assert str(refused.value).startswith(sentence), refused.value


def test_a_mediator_that_pays_to_be_lied_to_is_refused():
    """A mediator who passes on what a biased sender tells: it is told the higher state."""
    advice = games.load("biased_advice").at(b=2)
    honest = [{"heard": [], "player": "Sender", "infoset": state, "mix": {message: 1}} for state, message in (("0", "m"), ("1", "n"))]
    replies = [
        {"heard": [["Sender", state, message]], "player": "Receiver", "infoset": message, "mix": {state: 1}}
        for state, message in (("0", "m"), ("1", "n"))
    ]
    verdict = solvers.verify(advice, {"mediator": honest + replies}, "communication")
    assert not verdict.equilibrium and verdict.gains["Sender"] > 0 and verdict.gains["Receiver"] == 0
    assert "at '0' it tells that it is at '1'" in verdict.reason


# ------------------------------------------------------------------ sets, text and the command line


def test_payoffs_of_chicken_as_a_polygon_with_a_picture():
    polygon = solvers.payoff_polygon(games.load("chicken"), "correlated")
    assert polygon.corners == ((7, 2), (F(21, 4), F(21, 4)), (2, 7), (F(18, 5), F(18, 5)))
    assert polygon.svg().startswith("<svg") and "(21/4, 21/4)" in polygon.svg() and "alt=" in polygon._repr_mimebundle_()["text/html"]
    assert solvers.payoff_polygon(games.load("costless_signals"), "correlated").corners == ((0, 6),)
    with pytest.raises(GameError, match="two different players"):
        solvers.payoff_polygon(games.load("chicken"), "correlated", ("Row", "Row"))


@pytest.mark.parametrize("concept", ["efce", "communication", "coarse-correlated"])
def test_a_polygon_holds_the_best_devices_and_no_more(concept):
    """The largest payoff in any direction is that of a corner."""
    crisis = games.load("crisis_signalling")
    corners = solvers.payoff_polygon(crisis, concept).corners
    for weights in ({"Challenger": 3, "Target": 1}, {"Challenger": -1, "Target": 2}, {"Challenger": -2, "Target": -1}):
        a, b = weights["Challenger"], weights["Target"]
        assert solvers.correlated(crisis, concept, weights).value == max(a * x + b * y for x, y in corners)


def test_corners_are_listed_where_there_are_few():
    found = solvers.device_corners(games.load("chicken"))
    assert (len(found), found.dimension) == (5, 3) and all(sum(draw.chance for draw in corner) == 1 for corner in found.corners)
    with pytest.raises(GameError, match="corners are listed of devices that draw plans"):
        solvers.device_corners(games.load("chicken"), "communication")


def test_the_command_says_who_is_told_what():
    code, said, _ = run("correlated", "chicken", "--concept", "correlated")
    assert code == 0 and "1/2: Row give way at start; Column give way at start" in said
    code, said, _ = run("correlated", "biased_advice", "--concept", "communication", "--best", "Receiver", "--set", "b=7/10", "--json")
    answer = json.loads(said)
    assert code == 0 and answer["value"] == "-2/13" and answer["proved"] and answer["certificate"]["equilibrium"]
    assert {"heard", "player", "infoset", "mix", "reached"} == set(answer["mediator"][0])
    again = solvers.verify(games.load("biased_advice").at(b=F(7, 10)), {"mediator": answer["mediator"]}, "communication")
    assert again.equilibrium
