"""Best replies of two players with two actions each: where they meet is what solving finds."""

from fractions import Fraction

import pytest

import games
import solvers
from games import GameError, Parameter, game
from solvers.results.reply_diagrams import BestReplies

NAMES = ["matching_pennies", "stag_hunt", "chicken", "battle_of_sexes", "prisoners_dilemma"]


@pytest.mark.parametrize("name", NAMES)
def test_lines_meet_where_solving_finds_equilibria(name):
    played = games.load(name)
    replies = solvers.best_replies(played)
    found = set()
    for solution in solvers.solve(played, "nash"):
        rows = [next(iter(solution.profile[player].values())) for player in replies.players]
        found.add(tuple(row[actions[0]] for row, actions in zip(rows, replies.actions, strict=True)))
    assert set(replies.crossings) == found


def test_parameters_and_chance_are_taken_at_a_point():
    @game(players=("A", "B"))
    def weather(play, *, rain=Parameter(Fraction(1, 4), domain="0 < rain < 1", means="chance of rain")):
        """Meet inside or outside?"""
        sky = play.chance("sky", {"rain": rain, "sun": 1 - rain})
        a, b = (play.choose(player, ["inside", "outside"], public=False) for player in "AB")
        wet = sky == "rain"
        return {player: (a == b) * 2 - wet * (choice == "outside") for player, choice in (("A", a), ("B", b))}

    replies = solvers.best_replies(weather(), rain=Fraction(1, 2))
    assert replies.gains == ((Fraction(5, 2), Fraction(-3, 2)),) * 2 and replies.indifferent(0) == Fraction(3, 8)
    assert solvers.best_replies(weather()).indifferent(0) == Fraction(7, 16)


def test_the_diagram_shows_both_lines_the_meeting_points_and_says_them():
    replies = solvers.best_replies(games.load("battle_of_sexes"))
    figure = replies.plot()
    marks = [tuple(map(float, (*line.get_xdata(), *line.get_ydata()))) for line in figure.axes[0].lines if line.get_gid() == "equilibrium"]
    assert marks == [tuple(map(float, point)) for point in replies.crossings]
    assert "They meet at (1, 1); (0, 0); (2/3, 1/3)." in figure.alt and '<img alt="Best replies' in replies._repr_mimebundle_()["text/html"]


@pytest.mark.parametrize("gains", [((0, 0), (0, 0)), ((0, 1), (1, -1)), ((1, 0), (-1, -1)), ((0, 0), (2, 3))])
def test_ties_are_drawn_and_said(gains):
    replies = BestReplies("Ties", ("A", "B"), (("x", "y"), ("l", "r")), gains, {})
    figure = replies.plot()
    figure.canvas.draw()
    assert "indifferent" in figure.alt or "at least as good" in figure.alt


def test_other_games_are_refused_in_words():
    with pytest.raises(GameError, match=r"two players who choose once each.*beer_quiche has 2 players and 4 information sets"):
        solvers.best_replies(games.load("beer_quiche"))
