"""Values along a parameter: closed forms against the exact program at random points, walls included."""

from fractions import Fraction as F
from random import Random

import pytest

import games
import solvers
from games import GameError, Parameter, game
from games.numbers import Expression

CASES = {
    "biased_advice": ("b", "1/10", 2, {"concept": "communication", "best": "Receiver"}),
    "crisis_signalling": ("q", "1/100", "99/100", {"concept": "efce", "best": "Challenger"}),
    "beer_quiche": ("p", "1/100", "99/100", {"concept": "efce", "best": "Sender"}),
    "inspection_leadership": ("c", "1/100", "59/100", {"leader": "Inspector"}),
}


def at_a_point(game, asked, **at):
    if "leader" in asked:
        return solvers.commit(game, asked["leader"], **at).value
    return solvers.correlated(game, asked["concept"], asked["best"], **at).value


@pytest.mark.parametrize("count", [12, pytest.param(1000, marks=pytest.mark.slow)])
@pytest.mark.parametrize("name", CASES)
def test_traces_agree_with_the_program_at_points(name, count):
    parameter, low, high, asked = CASES[name]
    game, dice = games.load(name), Random(f"points {name}")
    trace = solvers.trace_value(game, parameter, low, high, **asked)
    assert not trace.gaps
    low, high = F(low), F(high)
    points = [low + (high - low) * F(dice.randrange(1, 10_000), 10_000) for _ in range(count)]
    for wall, value in trace.walls:
        if isinstance(wall, F):
            assert value == at_a_point(game, asked, **{parameter: wall})
    for point in points:
        assert trace.at(point) == at_a_point(game, asked, **{parameter: point})


def test_the_value_of_mediated_advice_jumps_where_it_should():
    """T51: told all up to 1/2, mixed advice up to 3/4, nothing beyond; at 3/4 itself the mixed advice is still followed."""
    parameter, low, high, asked = CASES["biased_advice"]
    trace = solvers.trace_value(games.load("biased_advice"), parameter, low, high, **asked)
    assert [(piece.low, piece.high) for piece in trace.pieces] == [(F(1, 10), F(1, 2)), (F(1, 2), F(3, 4)), (F(3, 4), 2)]
    assert trace.walls == ((F(1, 2), 0), (F(3, 4), F(-1, 6))) and trace.at(F(3, 4)) == F(-1, 6)
    assert "At b = 3/4 it is -1/6." in trace.text() and trace.as_json()["walls"][1] == {"at": "3/4", "value": "-1/6"}


def test_closed_forms_in_all_parameters():
    """T65: g/(f + g) inspections, wherever the Inspector leads; and the chance of war under mediation."""
    led = solvers.closed_value(games.load("inspection_leadership"), "all", leader="Inspector")
    assert str(led.value) == "-c*g/(f + g)" and str(led.profile["Inspector start"]["inspect"]) == "g/(f + g)"
    assert led.holds(a=F(1, 2), c=F(1, 5), f=3, g=2)
    war = solvers.closed_value(games.load("crisis_signalling"), "all", concept="communication", best="fight")
    assert str(war.value) == "pi/(1 + a)" and isinstance(war.value, Expression) and war.holds(**war.at)
    dice = Random(5)
    for _ in range(10):
        point = {**war.at, "q": F(dice.randrange(1, 99), 100), "a": F(dice.randrange(1, 150), 100)}
        if all(condition.at(point) > 0 for condition in war.conditions):
            assert solvers.correlated(games.load("crisis_signalling"), "communication", "fight", **point).value == war.value.at(point)


@pytest.mark.parametrize(
    "arguments, options, sentence",
    [
        (("b", 2, 1), {"concept": "communication"}, "The range of b from 2 to 1 is empty."),
        (("b", -1, 1), {"concept": "communication"}, "b from -1 to 1 leaves the domain of biased_advice"),
        (
            ("b", 1, 2),
            {"concept": "efce", "leader": "Sender"},
            "Give a concept of correlated play, or a leader who commits itself, not both.",
        ),
        (("b", 1, 2), {"leader": "Judge"}, "biased_advice has no player 'Judge' who could lead; its players are Sender, Receiver."),
        (("c", 1, 2), {"concept": "efce"}, "biased_advice has no open parameter 'c'"),
    ],
)
def test_refusals_in_words(arguments, options, sentence):
    with pytest.raises(GameError) as refused:
        solvers.trace_value(games.load("biased_advice"), *arguments, **options)
    assert str(refused.value).startswith(sentence)


@game(players=("A", "B"))
def taking(play, *, c=Parameter("5/4", "0 <= c <= 3")):
    """B does not care whether A has 1 - c or nothing."""
    play.choose("A", ["wait"], public=False)
    return {"take": (1 - c, 2 * c), "leave": (0, 2 * c)}[play.choose("B", ["take", "leave"], public=False)]


def test_the_better_of_two_replies_is_told_where_they_cross_at_a_whole_number():
    found = solvers.trace_value(taking(), "c", 0, 3, leader="A")
    assert [(str(piece.low), str(piece.high), str(piece.value)) for piece in found.pieces] == [("0", "1", "1 - c"), ("1", "3", "0")]
    assert [found.at(c) for c in (F(1, 2), 1, 2)] == [solvers.commit(taking(), "A", c=c).value for c in (F(1, 2), 1, 2)]


@game(players=("A", "B"))
def giving(play, *, c=Parameter("1/2", "0 <= c <= 1")):
    """B gives A two where it costs nothing, at c = 0 only."""
    play.choose("A", ["wait"], public=False)
    return {"give": (2, -c), "keep": (0, 0)}[play.choose("B", ["give", "keep"], public=False)]


@pytest.mark.parametrize("asked", [{"leader": "A"}, {"concept": "correlated", "best": "A"}])
def test_at_an_end_of_the_range_the_value_may_be_another(asked):
    found = solvers.trace_value(giving(), "c", 0, 1, **asked)
    assert (found.at(0), found.at(F(1, 2)), found.walls) == (2, 0, ((0, 2),))
