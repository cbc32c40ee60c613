"""What a certificate says: gains, the sentence, and which deviations were looked at."""

from fractions import Fraction as F

import pytest

from games import GameError, game
from games.classics import beer_quiche, selten_horse
from solvers.verifier import expected, verify, why_not


@game(players=("A", "B"))
def threat(play):
    """A enters or not; B fights at a cost."""
    if play.choose("A", ["out", "in"]) == "out":
        return 0, 4
    return {"fight": (-1, -2), "yield": (2, 1)}[play.choose("B", ["fight", "yield"])]


def plays(**mixes):
    return {
        "A": {"start": {"out": 1 - mixes.get("enter", 0), "in": mixes.get("enter", 0)}},
        "B": {"in": {"fight": mixes.get("fight", 0), "yield": 1 - mixes.get("fight", 0)}},
    }


DETERRED, ACCOMMODATED = plays(fight=1), plays(enter=1)


def test_an_empty_threat_is_nash_only():
    nash = verify(threat(), DETERRED, "nash")
    assert nash.equilibrium and nash.rational and nash.consistent is None and nash.gains == {"A": 0, "B": 0}
    assert nash.reason == "No player gains by another strategy before play." and nash.concept == "nash"
    assert nash.by.startswith("solvers.verifier of cartel-games ")
    subgame = verify(threat(), DETERRED, "subgame")
    assert not subgame.equilibrium and subgame.gains == {"A": 0, "B": 3}
    assert subgame.reason == "B gains 3 in the subgame after 'in' with a strategy that plays 'yield' at 'in'."
    weak = verify(threat(), DETERRED, "pbe")
    assert weak.gains == {"A": 0, "B": 3} and weak.reason == "B gains 3 at 'in' with a continuation that plays 'yield' at 'in'."
    full = verify(threat(), DETERRED)
    assert full.reason == "B gains 3 at 'in' by playing 'yield'." and full.consistent is True and not full.rational


def test_the_sentences_of_an_equilibrium():
    reasons = {concept: verify(threat(), ACCOMMODATED, concept).reason for concept in ("nash", "subgame", "pbe", "pbe-ft", "sequential")}
    assert reasons == {
        "nash": "No player gains by another strategy before play.",
        "subgame": "No player gains by another strategy in any of the 2 subgames.",
        "pbe": "No player gains by another continuation at any of the 2 information sets; beliefs follow Bayes' rule on the path.",
        "pbe-ft": "No player gains by another action at any of the 2 information sets; beliefs about types follow Bayes' rule from period to period.",
        "sequential": "No player gains by another action at any of the 2 information sets, and the beliefs are consistent.",
    }
    horse = {"1": {"start": {"D": 0, "A": 1}}, "2": {"A": {"d": 0, "a": 1}}, "3": {"start": {"L": 0, "R": 1}}}
    assert verify(selten_horse(), horse, "subgame").reason == "No player gains by another strategy in the game, which is its only subgame."


@pytest.mark.parametrize("fight, gain", [(F(0), 2), (F(1, 3), 1), (F(2, 3), 0), (F(1), 0)])
def test_a_gain_is_the_best_deviation_less_the_value(fight, gain):
    found = verify(threat(), plays(fight=fight), "nash")
    assert found.gains == {"A": gain, "B": 0} and found.equilibrium is (gain == 0)
    if gain:
        assert found.reason == f"A gains {gain} before play with a strategy that plays 'in' at 'start'."


def test_the_largest_gain_is_the_one_told():
    worst = verify(threat(), plays(enter=F(1, 2), fight=F(1, 2)))
    assert worst.gains == {"A": F(1, 4), "B": F(3, 2)} and worst.reason == "B gains 3/2 at 'in' by playing 'yield'."
    assert verify(threat(), plays(enter=F(1, 2), fight=F(1, 2)), "nash").gains == {"A": F(1, 4), "B": F(3, 4)}


def test_an_unknown_concept_is_refused():
    with pytest.raises(GameError, match="cautious"):
        verify(threat(), DETERRED, "cautious")


@pytest.mark.parametrize(
    "claim, said",
    [
        ({"A": [1]}, "The profile of A must be of the form {information set: {action: number}}, not list."),
        ({"profile": [1]}, "A profile is a dict {player: {information set: {action: number}}}, not list."),
        (
            {"profile": DETERRED, "beliefs": [1]},
            "The beliefs must be of the form {player: {information set: {history: number}}}, not list.",
        ),
        ({"profile": DETERRED, "beliefs": {"B": 1}}, "The beliefs of B must be of the form {information set: {history: number}}, not int."),
    ],
)
def test_the_form_that_is_needed_is_told(claim, said):
    with pytest.raises(GameError) as refused:
        verify(threat(), claim)
    assert str(refused.value) == said


QUICHE = {
    "Sender": {"strong": {"beer": 0, "quiche": 1}, "weak": {"beer": 0, "quiche": 1}},
    "Receiver": {"beer": {"duel": 1, "retreat": 0}, "quiche": {"duel": 0, "retreat": 1}},
}


def test_beliefs_that_were_found_are_told():
    told = beer_quiche().at()
    names = {label for k, label in enumerate(told.set_labels)}
    assert names == {"strong", "weak", "beer", "quiche"}
    found = verify(told, QUICHE)
    assert found.equilibrium and found.consistent is True
    assert found.reason.startswith(
        "No player gains by another action at any of the 4 information sets under consistent beliefs, as Receiver at 'beer' believes "
    )
    assert found.reason.endswith(".") and ("'strong/beer' with" in found.reason or "'weak/beer' with" in found.reason)


def test_beliefs_off_bayes_rule_are_told():
    told = beer_quiche().at(p=F(9, 10))
    beliefs = {"Receiver": {"quiche": {"strong/quiche": F(1, 2), "weak/quiche": F(1, 2)}}}
    for concept in ("pbe", "sequential"):
        found = verify(told, {"profile": QUICHE, "beliefs": beliefs}, concept)
        assert not found.equilibrium
        assert found.reason == "At 'quiche' Receiver believes 'strong/quiche' with probability 1/2; Bayes' rule gives 9/10."
    assert verify(told, {"profile": QUICHE, "beliefs": beliefs}, "nash").equilibrium


def test_a_gain_whatever_the_belief():
    @game(players=("A", "B"))
    def dominated(play):
        first = play.choose("A", ["out", "l", "r"], public=False)
        if first == "out":
            return 0, 0
        play.tell("B", "in")
        return {"x": (-1, 1 if first == "l" else 2), "y": (1, 3)}[play.choose("B", ["x", "y"])]

    profile = {"A": {"start": {"out": 1, "l": 0, "r": 0}}, "B": {"in": {"x": 1, "y": 0}}}
    full = verify(dominated(), profile)
    assert full.gains == {"A": 0, "B": 1} and full.reason == "B gains 1 at 'in' by playing 'y' whatever the belief there."
    weak = verify(dominated(), profile, "pbe")
    assert weak.gains == {"A": 0, "B": 1}
    assert weak.reason == "B gains 1 at 'in' whatever the belief there with a continuation that plays 'y' at 'in'."
    told = why_not(dominated(), profile)
    assert told.reason == "B at in gains 1 by y whatever the belief there: 3 > 2." and told.belief == {"l": 0, "r": 1}
    given = verify(dominated(), {"profile": profile, "beliefs": {"B": {"in": {"l": 1, "r": 0}}}})
    assert given.gains["B"] == 2 and given.reason == "B gains 2 at 'in' by playing 'y'."


def test_expected_payoffs_outcomes_and_measures():
    @game(players=("A",))
    def coin(play):
        side = play.chance("coin", {"h": F(1, 3), "t": F(2, 3)})
        guess = play.choose("A", ["h", "t"])
        play.measure(right=int(guess == side), said=2)
        play.outcome("right" if guess == side else "wrong")
        return (6 if guess == side else 0,)

    labels = coin().at().set_labels
    told = {"A": {label: {"h": F(1, 4), "t": F(3, 4)} for label in labels}}
    payoffs, outcomes, measures = expected(coin(), told)
    if len(labels) == 1:
        right = F(1, 12) + F(1, 2)
        assert payoffs == {"A": 6 * right} and outcomes == {"right": right, "wrong": 1 - right} and measures == {"right": right, "said": 2}
    sure = {"A": {label: {"h": 1, "t": 0} for label in labels}}
    assert expected(coin(), sure)[1] == {"right": F(1, 3), "wrong": F(2, 3)}


def test_an_outcome_without_probability_is_told_with_zero():
    @game(players=("A",))
    def choice(play):
        play.outcome(play.choose("A", ["x", "y"]))
        return (1,)

    assert expected(choice(), {"A": {"start": {"x": 1, "y": 0}}})[1] == {"x": 1, "y": 0}
