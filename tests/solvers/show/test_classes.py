"""Classes of families: no two of a listing carry the same title."""

import pytest

import games
import solvers
from solvers.show.classes import sorted_by_outcome


def titles(name, **options):
    return [one.name for one in sorted_by_outcome(solvers.families(games.load(name), **options))]


def test_classes_on_walls_are_told_from_those_that_play_alike():
    listed = titles("audience_costs", knife_edges=True)
    assert len(set(listed)) == len(listed) and {"A pooling on wait", "A pooling on wait [knife edge]"} <= {*listed}


@pytest.mark.slow
def test_classes_with_the_same_endings_are_told_apart_by_what_is_played():
    listed = titles("state_capture")
    assert len(set(listed)) == len(listed) and [name.partition("in several ways; ")[2] for name in listed if "several ways" in name] == [
        "official refuse after honest/lead and honest/silver, accept after venal/lead and venal/silver",
        "centre monitor or ignore",
    ]
