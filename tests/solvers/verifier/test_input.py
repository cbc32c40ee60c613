"""What the verifier takes, what it refuses and in which words, and what else it tells."""

import pickle
from fractions import Fraction as F
from math import sqrt

import pytest
import sympy

from games import GameError, Parameter, game
from games.numbers import read
from solvers.results import Assessment, Certificate, Profile
from solvers.verifier import expected, trembles_gap, verify, why_not, witness
from solvers.verifier.signs import is_zero


@game(players=("Agent", "Judge", "Guest"))
def trial(play, *, fine=Parameter(2, domain="fine > 0")):
    """An agent cheats or not; a judge who sees nothing but that something happened searches or not."""
    deed = play.choose("Agent", ["leave", "honest", "cheat"], public=False)
    if deed == "leave":
        play.outcome("nothing")
        return 0, 0, 5
    play.measure(deeds=1, harm=int(deed == "cheat"))
    play.outcome("deed")
    play.tell("Judge", "deed")
    found = play.choose("Judge", ["search", "pass"]) == "search"
    return (-fine if found and deed == "cheat" else 1), int(found == (deed == "cheat")), 5


def profile(leave=0, honest=F(1, 2), search=F(1, 2)):
    deeds = {"leave": leave, "honest": honest, "cheat": 1 - leave - honest}
    return {"Agent": {"start": deeds}, "Judge": {"deed": {"search": search, "pass": 1 - search}}}


def belief(honest):
    return {"Judge": {"deed": {"honest": honest, "cheat": 1 - honest}}}


def changed(**sets):
    return {player: {**profile()[player], **sets.get(player, {})} for player in ("Agent", "Judge")}


@pytest.mark.parametrize(
    "source, words",
    [
        (
            changed(Agent={"start": {"leave": 0, "honest": F(1, 2), "cheat": F(1, 3)}}),
            "The probabilities of Agent at 'start' add up to 5/6, not 1; write them as exact numbers, such as '1/3'.",
        ),
        (
            changed(Agent={"start": {"leave": 0, "honest": F(3, 2), "cheat": F(-1, 2)}}),
            "The probabilities of Agent at 'start' include -1/2 for 'cheat'; none may be negative.",
        ),
        (
            changed(Agent={"start": {"leave": 0, "honest": 1}}),
            "No number is given for the action 'cheat' of Agent at 'start'; write 0 where it has no probability.",
        ),
        (
            changed(Agent={"start": {"leave": 0, "honest": 1, "cheat": 0, "lie": 0}}),
            "There is no action 'lie' for Agent at 'start'; there are 'leave', 'honest', 'cheat'.",
        ),
        (
            changed(Agent={"start": [0, 1, 0]}),
            "The profile of Agent at 'start' must be a dict, not list.",
        ),
        (
            changed(Agent={"end": {}}),
            "Agent has no information set 'end' in trial; there are 'start'.",
        ),
        (
            {**profile(), "Jury": {}},
            "trial has no player 'Jury'; its players are Agent, Judge, Guest.",
        ),
        (
            {"Agent": profile()["Agent"]},
            "The profile says nothing of Judge at 'deed'; give each of search, pass a probability.",
        ),
        (
            changed(Agent={"start": {"leave": 0, "honest": "half", "cheat": "1 - half"}}),
            "The probability of 'honest' for Agent at 'start' is half, but half has no value; put a number in.",
        ),
        (
            changed(Judge={"deed": {"search": None, "pass": 0}}),
            "The probability of 'search' for Judge at 'deed' is None; give an exact number, or its text, such as '1/3'.",
        ),
        (
            changed(Judge={"deed": {"search": True, "pass": 0}}),
            "The probability of 'search' for Judge at 'deed' is True; give an exact number, or its text, such as '1/3'.",
        ),
        (
            changed(Judge={"deed": {"search": float("nan"), "pass": 0}}),
            "The probability of 'search' for Judge at 'deed' is nan; give an exact number, or its text, such as '1/3'.",
        ),
        (
            changed(Judge={"deed": {"search": 1 / 3, "pass": 2 / 3}}),
            "The probabilities of Judge at 'deed' add up to 9999999999999999/10000000000000000, not 1; write them as exact numbers, such as '1/3'.",
        ),
        (
            {"profile": profile(), "beliefs": {"Judge": {"deed": {"honest": 1}}}},
            "No number is given for the history 'cheat' of Judge at 'deed'; write 0 where it has no probability.",
        ),
        (
            {"profile": profile(), "beliefs": {"Judge": {"deed": {"honest": 1, "lie": 0}}}},
            "There is no history 'lie' for Judge at 'deed'; there are 'honest', 'cheat'.",
        ),
        (
            {"profile": profile(), "beliefs": belief(2)},
            "The beliefs of Judge at 'deed' include -1 for 'cheat'; none may be negative.",
        ),
        (
            {"profile": profile(), "beliefs": {"Judge": {"court": {}}}},
            "Judge has no information set 'court' in trial; there are 'deed'.",
        ),
        (
            {"profile": profile(), "belief": belief(1)},
            "An assessment has the entries 'profile' and 'beliefs' only; found also 'belief'.",
        ),
        (
            [1, 2],
            "A profile is a dict {player: {information set: {action: number}}}, not list.",
        ),
    ],
)
def test_wrong_input_is_refused_in_words(source, words):
    with pytest.raises(GameError) as caught:
        verify(trial(), source)
    assert str(caught.value) == words


def test_unknown_concepts_and_games():
    with pytest.raises(GameError, match=r"verify does not know the concept 'divine'; it knows nash, subgame, pbe, pbe-ft, sequential."):
        verify(trial(), profile(), "divine")
    with pytest.raises(GameError, match="verify needs a Game, not Story"):
        verify(trial, profile())


@pytest.mark.parametrize("root", ["root(x**2 - 2, -2, 2)", "root(x**2 + 1, 0, 1)", "root(x**2 - 2*x + 1, 0, 2)", "root(x - 1, 1, 2)"])
def test_a_root_must_be_one_number(root):
    with pytest.raises(GameError, match="exactly one r"):
        verify(trial(), changed(Judge={"deed": {"search": root, "pass": f"1 - {root}"}}))


@pytest.mark.parametrize(
    "third", [F(1, 3), "1/3", read("1/3"), sympy.Rational(1, 3), "1/(1 + fine)", "(1 - sqrt(1/9))/2", "root(9*x**2 - 1, 0, 1)"], ids=str
)
def test_exact_numbers_in_every_form(third):
    rest = 1 - third if not isinstance(third, str) else f"1 - {third}"
    at = changed(Agent={"start": {"leave": 0, "honest": "1/2", "cheat": 0.5}}, Judge={"deed": {"search": third, "pass": rest}})
    result = verify(trial(), at, "nash")
    assert not result.equilibrium and is_zero(result.gains["Agent"] - F(1, 2)) and result.gains["Judge"] == 0


def test_every_form_of_an_assessment():
    honest = {"Agent": {"start": {"leave": 0, "honest": 1, "cheat": 0}}, "Judge": {"deed": {"search": 0, "pass": 1}}}
    forms = [honest, Profile(honest), Assessment(Profile(honest)), {"profile": Profile(honest)}, {"profile": honest, "beliefs": None}]
    forms += [Assessment(Profile(honest), belief(1)), {"profile": honest, "beliefs": belief(1)}]
    found = [verify(trial(), form) for form in forms]
    assert all(isinstance(one, Certificate) and one.equilibrium and one.gains == {"Agent": 0, "Judge": 0, "Guest": 0} for one in found)
    assert found[0].by.startswith("solvers.verifier of cartel-games ")
    assert found[0].reason == "No player gains by another action at any of the 2 information sets, and the beliefs are consistent."


def test_the_defaults_are_put_in():
    cheating = {"Agent": {"start": {"leave": 0, "honest": 0, "cheat": 1}}, "Judge": {"deed": {"search": 1, "pass": 0}}}
    assert verify(trial(), cheating, "nash").gains["Agent"] == 3
    assert verify(trial(fine=F(1, 3)), cheating, "nash").gains["Agent"] == F(4, 3)
    assert verify(trial().at(fine=7), cheating, "nash").gains["Agent"] == 8


def test_what_a_profile_brings_about():
    payoffs, outcomes, measures = expected(trial(), profile(leave=F(1, 5), honest=F(3, 5), search=F(1, 4)))
    assert payoffs == {"Agent": F(3, 5) + F(1, 5) * (F(1, 4) * -2 + F(3, 4)), "Judge": F(3, 5) * F(3, 4) + F(1, 5) * F(1, 4), "Guest": 5}
    assert outcomes == {"nothing": F(1, 5), "deed": F(4, 5)}
    assert measures == {"deeds": F(4, 5), "harm": F(1, 5)}
    _, never, _ = expected(trial(), profile(honest=F(1)))
    assert never == {"nothing": 0, "deed": 1}


@pytest.mark.parametrize("concept", ["nash", "subgame", "pbe", "sequential"])
def test_numbers_are_given_out_as_fractions(concept):
    claim = profile(leave=F(1, 5), honest=F(3, 5), search=F(1, 4))
    certificate = verify(trial(), claim, concept)
    refusal = why_not(trial(), claim)
    told = [*certificate.gains.values(), *(x for table in expected(trial(), claim) for x in table.values())]
    told += [refusal.follows, refusal.deviates, *refusal.belief.values()]
    assert {type(x) for x in told} == {F} and any(told)
    assert pickle.loads(pickle.dumps(certificate)) == certificate


def test_expected_payoffs_stay_exact_with_roots():
    at = changed(Judge={"deed": {"search": "sqrt(2)/2", "pass": "1 - sqrt(2)/2"}})
    payoffs, _, _ = expected(trial(), at)
    assert payoffs["Agent"] == read("1 - 3*sqrt(2)/4") and payoffs["Judge"] == F(1, 2)
    gains = verify(trial(), at, "nash").gains
    assert gains["Agent"] == read("3*sqrt(2)/4") and float(gains["Agent"]) == pytest.approx(0.75 * sqrt(2))


def test_a_witness_plays_back_the_beliefs():
    claim = {"profile": profile(leave=F(1), honest=0), "beliefs": belief(F(3, 4))}
    found = witness(trial(), claim)
    assert found["labels"] == {"Agent": {"start": {"leave": 0, "honest": 1, "cheat": 1}}, "Judge": {"deed": {"search": 0, "pass": 0}}}
    sizes = found["coefficients"]["Agent"]["start"]
    assert sizes["honest"] / sizes["cheat"] == pytest.approx(3) and found["coefficients"]["Judge"]["deed"] == {"search": 0.5, "pass": 0.5}
    assert max(trembles_gap(trial(), claim).values()) < 1e-9
    sure = trembles_gap(trial(), {**claim, "beliefs": belief(F(1))})
    assert witness(trial(), {**claim, "beliefs": belief(F(1))})["labels"]["Agent"]["start"] == {"leave": 0, "honest": 1, "cheat": 2}
    assert sure[1e-3] == pytest.approx(1e-3, rel=0.1) and sure[1e-6] == pytest.approx(1e-6, rel=0.1)


def test_a_witness_needs_consistent_beliefs():
    with pytest.raises(GameError, match=r"The beliefs of Judge at 'deed' are missing; a witness needs them."):
        witness(trial(), profile(leave=F(1), honest=0))
    with pytest.raises(GameError, match=r"about: At 'deed' Judge believes 'honest' with probability 3/4; Bayes' rule gives 1/2."):
        witness(trial(), {"profile": profile(), "beliefs": belief(F(3, 4))})


def test_a_chance_of_zero_is_refused():
    @game(players=("A",))
    def coin(play, *, p=Parameter(F(1, 2), domain="0 < p < 1")):
        play.chance("coin", {"heads": p, "tails": 1 - p})
        return {"A": int(play.choose("A", ["x", "y"]) == "x")}

    with pytest.raises(GameError, match=r"The chance of 'tails' at 'coin' is 0; every chance must be positive. Remove the branch."):
        verify(coin().fix({"p": F(1)}), {"A": {"start": {"x": 1, "y": 0}}})
