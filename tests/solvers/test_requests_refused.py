"""What the front door is asked: what is no game, no list of parameters, or divides by zero is refused in one sentence."""

from fractions import Fraction

import pytest

from games import GameError, Parameter, game
from games.classics import beer_quiche
from solvers import families, regimes, solve

HALF = Fraction(1, 2)


def refusal(call, *arguments, **named):
    with pytest.raises(GameError) as caught:
        call(*arguments, **named)
    return str(caught.value)


@pytest.mark.parametrize("door", [solve, families, regimes])
def test_what_is_no_game(door):
    assert refusal(door, beer_quiche) == "beer_quiche is a story; call it, as beer_quiche(), and hand the game over."
    assert refusal(door, "beer_quiche") == "'beer_quiche' is a text, not a game; games.load('beer_quiche') gives the game of that name."
    assert refusal(door, None) == "None is not a game; a story is one when it is called, as tip(), and games.load gives one by its name."
    assert refusal(door, beer_quiche, refine="d1") == "beer_quiche is a story; call it, as beer_quiche(), and hand the game over."


@pytest.mark.parametrize("door", [families, regimes])
def test_what_is_no_list_of_parameters(door):
    assert refusal(door, beer_quiche(), 3) == "over = 3 is no list of parameters; write their names, as over=['p']."
    assert refusal(door, beer_quiche(), (1, 2)) == "over = (1, 2) is no list of parameters; write their names, as over=['p']."
    assert refusal(door, beer_quiche(), "q") == "beer_quiche has no open parameter 'q' to map over; it has p."


@pytest.mark.parametrize("door", [families, regimes])
def test_a_number_that_divides_by_zero_within_the_domain(door):
    @game(players=("A",))
    def pole(play, *, p=Parameter(HALF, domain="0 < p < 1")):
        return (1 / (3 * p - 1),) if play.choose("A", ["stay", "go"]) == "stay" else (0,)

    assert refusal(door, pole()) == (
        "A payoff, measure or chance divides by 3*p - 1, which may be zero within the domain; "
        "narrow the domain of its parameters so that it is not."
    )
    assert len(solve(pole())) == 1
