"""Classes of families: no two of a listing carry the same title."""

import pytest

import games
import solvers
from games import Parameter, game
from solvers.show.classes import sorted_by_outcome


@game(players=("A", "B"))
def unmoved(play, *, c=Parameter("1/2", "0 < c < 3")):
    """A stays out whatever B would do, and at c = 1 B does not care."""
    if play.choose("A", ["out", "in"]) == "out":
        return 2, 0
    return (0, c) if play.choose("B", ["l", "r"]) == "l" else (0, 1)


def test_classes_on_walls_are_told_from_those_that_play_alike():
    classes = sorted_by_outcome(solvers.families(unmoved(), knife_edges=True))
    assert [one.name for one in classes] == ["A out", "A out [knife edge]"]


@pytest.mark.slow
def test_classes_with_the_same_endings_are_told_apart_by_what_is_played():
    listed = [one.name for one in sorted_by_outcome(solvers.families(games.load("state_capture")))]
    assert len(set(listed)) == len(listed) and [name.partition("in several ways; ")[2] for name in listed if "several ways" in name] == [
        "official refuse after honest/lead and honest/silver, accept after venal/lead and venal/silver",
        "centre monitor or ignore",
    ]
