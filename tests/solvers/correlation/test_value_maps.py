"""Maps of values over two parameters agree with the exact programs at random points, and on the walls between closed forms."""

from fractions import Fraction as F
from itertools import combinations
from random import Random

import pytest

import games
import solvers
from games import GameError
from games.numbers import Expression, text

CASES = {  # the best envelopes in a crisis, a mediator between the US and Mexico, a doctrine of the US against provocation
    "crisis_signalling": ({"q": (F(1, 100), F(99, 100)), "a": (F(3, 10), F(9, 10))}, {"concept": "efce", "best": "Challenger"}, 3),
    "coercive_diplomacy": ({"tau": (F(1, 10), F(9, 10)), "d": (F(1, 10), F(9, 10))}, {"concept": "communication", "best": "US"}, 8),
    "provocation_trap": ({"p": (F(1, 10), F(9, 10)), "p_attr": (F(1, 10), F(9, 10))}, {"leader": "US"}, 4),
}


def solved(game, asked, point):
    if "leader" in asked:
        return solvers.commit(game, asked["leader"], **point).value
    return solvers.correlated(game, asked["concept"], asked["best"], **point).value


def on_walls(found, ranges, dice, count):
    """Points at which two closed forms meet, where that is a fraction."""
    (first, (low, high)), (second, (least, most)) = ranges.items()
    pairs = list(combinations(found.regions, 2))
    for _ in range(count):
        one, other = dice.choice(pairs)
        y = least + (most - least) * F(dice.randrange(1, 1000), 1000)
        difference = Expression.constant(0) + one.value - other.value
        line = difference.at({second: y})
        ends = [Expression.constant(0) + (line.at({first: x}) if isinstance(line, Expression) else line) for x in (low, high)]
        slope = ends[1] - ends[0]
        if isinstance(line, Expression) and slope != 0:
            x = low - (high - low) * ends[0].fraction() / slope.fraction()  # exact where the difference is linear
            if low < x < high and line.at({first: x}) == 0:
                yield {first: x, second: y}


@pytest.mark.parametrize("count, size", [(6, 24), pytest.param(1000, 60, marks=pytest.mark.slow)])
@pytest.mark.parametrize("name", CASES)
def test_maps_agree_with_the_program_at_points_and_on_walls(name, count, size):
    ranges, asked, forms = CASES[name]
    game, dice = games.load(name), Random(f"map {name}")
    found = solvers.map_value(game, list(ranges), ranges, size=size, **asked)
    assert len(found.regions) == forms or size < 60
    points = [{n: low + (high - low) * F(dice.randrange(1, 1000), 1000) for n, (low, high) in ranges.items()} for _ in range(count)]
    walls = list(on_walls(found, ranges, dice, count // 2))
    for point in (*points, *walls):
        assert found.at(**point) == solved(game, asked, point), point


def test_a_region_says_where_it_holds_and_is_drawn():
    ranges, asked, _ = CASES["crisis_signalling"]
    found = solvers.map_value(games.load("crisis_signalling"), list(ranges), ranges, size=24, **asked)
    assert [text(region.value) for region in found.regions[1:]] == ["0", "(4 - 5*q)/12"]
    for region in found.regions:
        assert any(all(condition.at(region.sample) >= 0 for condition in cell) for cell in region.cells)
    assert "(4 - 5*q)/12" in found.svg() and found.svg().startswith("<svg") and "alt=" in found._repr_mimebundle_()["text/html"]
    assert found.as_json()["regions"][1]["value"] == "0"


@pytest.mark.parametrize(
    "over, ranges, sentence",
    [
        (["q"], {}, "A map of values has two parameters; found q."),
        (["q", "a"], {"pi": (0, 1)}, "A range is given for pi, which is not mapped; q and a are."),
        (["q", "a"], {"q": (0, 2)}, "The corner q = 0, a = 1/4 lies outside the domain of crisis_signalling"),
    ],
)
def test_refusals_in_words(over, ranges, sentence):
    with pytest.raises(GameError) as refused:
        solvers.map_value(games.load("crisis_signalling"), over, ranges, concept="efce")
    assert str(refused.value).startswith(sentence)


def test_a_point_of_a_map_names_both_parameters():
    found = solvers.map_value(games.load("crisis_signalling"), ("q", "a"), CASES["crisis_signalling"][0], concept="efce", size=3)
    with pytest.raises(GameError, match="gives q and a"):
        found.at(q=F(1, 2))
