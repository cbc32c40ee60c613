"""Chances that are not proved positive, and denominators that may vanish, are named."""

from fractions import Fraction as Q

import pytest
from small_games import quality, trust

from games import Parameter, game
from solvers.search.chances import unproved, vanishing


@game(players=("A",))
def drawn(play, *, p=Parameter(Q(1, 3), "0 <= p < 1"), q=Parameter(Q(1, 3), "0 < q < 1")):
    play.chance("coin", {"heads": q, "tails": 1 - q})
    play.chance("draw", {"one": p, "two": 1 - p})
    return [int(play.choose("A", ["x", "y"]) == "x")]


def test_chances_that_are_positive_on_the_whole_domain():
    assert unproved(trust()) is None and unproved(quality()) is None and unproved(trust().at()) is None


def test_the_first_chance_that_may_be_zero_is_named():
    assert unproved(drawn()) == ("draw", "one", "p")
    assert unproved(drawn().fix({"p": Q(0)})) == ("draw", "one", "0")
    assert unproved(drawn().fix({"p": Q(1, 4)})) is None


def test_a_chance_that_is_zero_at_an_end_of_the_domain_is_named():
    @game(players=("A",))
    def ending(play, *, p=Parameter(Q(1, 3), "0 < p <= 1")):
        play.chance("draw", {"one": p / 2, "two": 1 - p / 2})
        play.chance("again", {"one": 1 - p, "two": p})
        return [0]

    assert unproved(ending()) == ("again", "one", "1 - p")


def test_a_quotient_of_one_sign_is_positive():
    @game(players=("A",))
    def below(play, *, m=Parameter(-2, "m < 0")):
        play.chance("draw", {"a": m / (m - 1), "b": 1 / (1 - m)})
        return [0]

    assert unproved(below()) is None and vanishing(below()) is None


def test_a_chance_may_be_positive_on_the_domain_alone():
    @game(players=("A",))
    def bent(play, *, p=Parameter(Q(3, 2), "1 < p < 2")):
        chance = (p**2 - Q(1, 2)) / 4  # negative at zero
        play.chance("draw", {"one": chance, "two": 1 - chance})
        return [0]

    assert unproved(bent()) is None


@pytest.mark.parametrize("domain, named", [((), "x - 2"), ("x > 2", None), ("x < 2", None), ("x > 1", "x - 2"), ("x >= 2", "x - 2")])
def test_a_denominator_that_may_be_zero_is_named(domain, named):
    @game(players=("A",))
    def divided(play, *, x=Parameter(3 if "<" not in domain else 1, domain)):
        return [{"u": 1 / (x - 2) ** 2, "d": x}[play.choose("A", ["u", "d"])]]

    assert vanishing(divided()) == named


def test_games_without_denominators_ask_nothing():
    assert vanishing(trust()) is None and vanishing(quality()) is None and vanishing(trust().at()) is None


def test_of_several_denominators_the_one_that_may_be_zero_is_named():
    @game(players=("A",))
    def divided(play, *, x=Parameter(3, "x > 0"), y=Parameter(3)):
        return [{"u": 1 / x, "d": 1 / (2 * y), "e": y}[play.choose("A", ["u", "d", "e"])]]

    assert vanishing(divided()) == "y"
