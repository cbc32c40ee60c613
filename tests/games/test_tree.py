"""Frozen games: numbers, values put in, perfect recall, chances, fingerprints."""

import pickle
import subprocess
import sys
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from games import GameError, Parameter, game, load
from games.checks import check_chances, check_recall
from games.terms import Combination
from games.tree import CHANCE, TERMINAL

HALF = Fraction(1, 2)


def refusal(call, *arguments, **named):
    with pytest.raises(GameError) as caught:
        call(*arguments, **named)
    return str(caught.value)


@game(players=("A", "B"))
def small(play, *, p=Parameter(HALF, domain="0 < p < 1"), v=Parameter(2, domain="p < v")):
    """A coin, a guess and a reply."""
    coin = play.chance("coin", {"heads": p, "tails": 1 - p})
    guess = play.choose("A", ["heads", "tails"])
    play.choose("B", ["x", "y"])
    play.measure(right=int(coin == guess))
    return (v if coin == guess else -v * p, 1)


def test_the_parts_of_a_game():
    built = small()
    assert (built.nodes, built.leaves, built.infosets) == (15, 8, 3)
    assert built.owner[0] == CHANCE and list(built.leaf_nodes) == [n for n in range(15) if built.owner[n] == TERMINAL]
    assert [len(built.children(n)) for n in range(15)] == [2] * 7 + [0] * 8
    assert list(built.chance_row[:4]) == [-1, 0, 1, -1]
    assert built.path(14) == [(0, 1), (2, 1), (6, 1)] and built.history(14) == "tails/tails/y"
    assert built.set_nodes(built.set_index("A", "start")) == [1, 2]
    assert refusal(built.set_index, "C", "start") == "small has no player 'C'; its players are A, B."
    assert refusal(built.set_index, "A", "x") == "A has no information set 'x' in small; there are 'start'."


def test_at_puts_the_defaults_in_but_for_the_values_given():
    built = small().at(p=0.25)
    assert built.parameters == () and built.fixed == {"p": Fraction(1, 4), "v": 2} and built.domain.conditions == ()
    assert [built.payoff(k, 0) for k in range(8)] == [2, 2, -HALF, -HALF, -HALF, -HALF, 2, 2]
    assert built.chance(1) == Fraction(1, 4)
    assert small().point(p="1/3" and Fraction(1, 3)) == {"p": Fraction(1, 3), "v": 2}


def test_with_leaves_the_others_open():
    built = small().with_(p=Fraction(1, 3))
    assert built.parameters == ("v",) and str(built.payoff(2, 0)) == "-v/3" and built.domain.texts == ["(3*v - 1)/3 > 0"]
    assert built.with_(v=5).payoff(2, 0) == Fraction(-5, 3)
    assert small().with_() is small().with_() or small().with_().fingerprint == small().fingerprint


def test_values_that_are_refused():
    assert refusal(small().at, q=1) == "small has no open parameter 'q'; it has p, v."
    assert refusal(small().at(p=HALF).at, p=1) == "small has no open parameter 'p' (p has been fixed); it has none."
    assert refusal(small().at, p="x") == "p = 'x' is no exact number; give a whole number, a fraction or a decimal."
    assert refusal(small().at, p=1) == "p = 1 violates p < 1, which the game assumes."
    assert refusal(small().with_, p=1) == "p = 1 violates p < 1, which the game assumes."
    assert refusal(small().with_, v=-1) == (
        "The domain 0 < p, p < 1, -1 - p > 0 has no interior near the defaults; use strict inequalities that leave room."
    )


def test_fixing_step_by_step_is_fixing_at_once():
    one, two = small().with_(p=Fraction(1, 3)).with_(v=3), small().at(p=Fraction(1, 3), v=3)
    assert one.fingerprint == two.fingerprint and one.fixed == two.fixed


def test_a_number_may_be_given_as_text():
    third = Fraction(1, 3)
    assert small().fix({"p": "1/3"}).fixed == small().fix({"p": third}).fixed == {"p": third}
    assert small().fix({"p": 0.25}).fixed == {"p": Fraction(1, 4)}
    assert small().point(p="1/3") == small().point(p=third)
    assert small(p="1/3").fixed == {"p": third}


@pytest.mark.parametrize("value", ["third", "2*v", "", "1/0", None, 1j, float("nan")])
def test_what_is_no_number_is_refused_by_fix_too(value):
    said = f"p = {value!r} is no exact number; give a whole number, a fraction or a decimal."
    assert refusal(small().fix, {"p": value}) == refusal(small().point, p=value) == said


def test_fix_knows_the_parameters():
    assert refusal(small().fix, {"q": 1}) == "small has no open parameter 'q'; it has p, v."


def test_a_value_at_which_a_number_divides_by_zero():
    @game(players=("A",))
    def pole(play, *, p=Parameter(HALF, domain="0 < p < 1")):
        return (1 / (p - Fraction(1, 3)),)

    assert refusal(pole().at, p="1/3") == "At p = 1/3 a payoff, measure or chance of pole divides by zero."


def test_floats_agree_with_exact_numbers():
    built = load("defection_for_immunity").at()
    terms = np.array([float(t) for t in built.terms])
    for part, rows in ((built.payoffs, built.leaves * 3), (built.chances, len(built.chances)), (built.measures, len(built.measures))):
        exact = [float(part.number(k, built.terms)) for k in range(rows)]
        np.testing.assert_allclose(part.floats(terms), exact, rtol=1e-15, atol=1e-15)


def test_floats_of_a_long_table_do_not_lose_digits():
    """Large rows must not spoil small ones that come after them."""

    @game(players=("A",))
    def large(play):
        """Large payoffs, and a small one."""
        k = play.choose("A", range(200))
        return (10**12 + k if k < 199 else Fraction(1, 10**6),)

    built = large()
    assert built.payoffs.floats(np.ones(1))[-1] == 1e-6


def test_fingerprints_tell_games_apart():
    prints = {
        small().fingerprint,
        small().at().fingerprint,
        small().at(p=0.3).fingerprint,
        small().with_(p=0.3).fingerprint,
        load("kuhn").fingerprint,
    }
    assert len(prints) == 5
    assert small().fingerprint == small().fingerprint


def test_fingerprints_see_names_and_domains():
    def rules(play, *, p=Parameter(HALF, domain="p > 0"), q=Parameter(HALF, domain="q > 0"), first=True):
        return (p if first else q,)

    def wider(play, *, p=Parameter(HALF, domain="p > -1")):
        return (p,)

    one, two, three = game(players=("A",))(rules)(), game(players=("A",))(rules)(first=False), game(players=("A",))(wider)()
    assert len({one.fingerprint, two.fingerprint, three.fingerprint}) == 3


def test_fingerprints_are_the_same_in_another_process():
    code = "import games; print(games.load('defection_for_immunity').fingerprint, games.load('kuhn').fingerprint)"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert told.split() == [load("defection_for_immunity").fingerprint, load("kuhn").fingerprint]


def test_games_pickle():
    built = small()
    assert built.leaves and built.first_child is not None
    again = pickle.loads(pickle.dumps(built))
    assert again.fingerprint == built.fingerprint and again.domain == built.domain
    assert [str(again.payoff(k, 0)) for k in range(8)] == [str(built.payoff(k, 0)) for k in range(8)]
    assert again.at(p=Fraction(1, 4)).payoff(2, 0) == -HALF


def test_games_cannot_be_changed():
    with pytest.raises(AttributeError):
        small().name = "other"


def merged(built, one, two):
    """Put two information sets of a game together, as no story could."""
    infoset = np.where((built.owner >= 0) & (built.infoset == two), one, built.infoset)
    return replace(built, infoset=infoset.astype(np.int32))


def test_stories_have_perfect_recall():
    for name in ("kuhn", "beer_quiche", "crisis_signalling", "selten_horse"):
        check_recall(load(name))


def test_forgetting_an_action_is_refused():
    @game(players=("A",))
    def twice(play):
        """Left or right, twice."""
        return (int(play.choose("A", ["l", "r"]) == play.choose("A", ["l", "r"])),)

    assert refusal(check_recall, merged(twice(), 1, 2)) == (
        "A forgets: at 'l' the same information covers the histories 'l' (own moves: 'l' at 'start') and 'r' (own moves: 'r' at 'start'). "
        "Perfect recall is needed; split the set."
    )


def test_forgetting_what_was_known_is_refused():
    @game(players=("A", "B"))
    def known(play):
        """A knows the coin, then should forget it."""
        play.tell("A", play.chance("coin", ["heads", "tails"]))
        play.choose("A", ["on"])
        play.choose("B", ["x", "y"])
        play.choose("A", ["l", "r"])
        return (0, 0)

    built = known()
    at = {label: built.set_index("A", label) for label in built.set_labels[:6]}
    message = refusal(check_recall, merged(built, at["heads/on/x"], at["tails/on/x"]))
    assert message == (
        "A forgets: at 'heads/on/x' the same information covers the histories 'heads/on/x' (own moves: 'on' at 'heads') and "
        "'tails/on/x' (own moves: 'on' at 'tails'). Perfect recall is needed; split the set."
    )


def test_absent_mindedness_is_refused():
    @game(players=("A",))
    def exits(play):
        """Two exits."""
        if play.choose("A", ["exit", "on"]) == "exit":
            return (0,)
        return (4 if play.choose("A", ["exit", "on"]) == "exit" else 1,)

    assert refusal(check_recall, merged(exits(), 0, 1)).startswith(
        "A forgets: at 'start' the same information covers the histories '' (own moves: nothing)"
    )


def test_chances_are_checked_once_numbers_are_in():
    check_chances(small().at(p=Fraction(1, 3)))
    assert refusal(check_chances, small().fix({"p": Fraction(3, 2)})) == (
        "The chance of 'tails' at 'coin' is -1/2; every chance must be positive. Remove the branch, or narrow the domain of its parameters."
    )


def test_equal_payoffs_are_read_once(monkeypatch):
    """Large games have few distinct payoffs, and tables of exact numbers ask for every one."""
    built = small().at(p=HALF, v=2)
    asked, number = [], Combination.number
    monkeypatch.setattr(Combination, "number", lambda self, k, terms: asked.append(k) or number(self, k, terms))
    payoffs = [built.payoff(leaf, player) for leaf in range(built.leaves) for player in (0, 1)]
    assert set(payoffs) == {2, -1, 1} and len(payoffs) == 16 and len(asked) <= 3
