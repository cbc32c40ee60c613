"""Whether files together speak of every base, from the words of an index alone."""

import pytest

from solvers.verifier.patterns import uncovered_bases


def node(history, *moves):
    return {"history": history, "moves": [list(move) for move in moves]}


SENDER = {"player": "S", "set": "start", "actions": ["in", "out"], "nodes": [node("")]}
REPLY = {"player": "R", "set": "in", "actions": ["yes", "no"], "nodes": [node("in", (0, "in"))]}
PAIR = {"player": "R", "set": "not out", "actions": ["yes"], "nodes": [node("left", (0, "left")), node("right", (0, "right"))]}
THREE = {"player": "S", "set": "start", "actions": ["left", "right", "out"], "nodes": [node("")]}


def pattern(supports, beliefs=()):
    return {
        "supports": {str(s): list(used) for s, used in dict(supports).items()},
        "beliefs": {str(s): list(b) for s, b in dict(beliefs).items()},
    }


def test_without_patterns_every_base_is_missing():
    total, missing = uncovered_bases([SENDER, REPLY], [])
    assert total == 9 and len(missing) == 9
    assert missing[0] == "S at start: in; R at in: yes; believed possible: ; in"
    assert missing[-1] == "S at start: in/out; R at in: yes/no; believed possible: ; in"


def test_a_pattern_speaks_of_all_bases_that_fit_it():
    assert uncovered_bases([SENDER, REPLY], [pattern({})]) == (9, [])
    _, missing = uncovered_bases([SENDER, REPLY], [pattern({0: ["in"]})])
    assert len(missing) == 6 and not any(told.startswith("S at start: in;") for told in missing)
    _, missing = uncovered_bases([SENDER, REPLY], [pattern({0: ["in"]}), pattern({0: ["out"]}), pattern({0: ["in", "out"], 1: ["no"]})])
    assert [told.split("; believed")[0] for told in missing] == ["S at start: in/out; R at in: yes", "S at start: in/out; R at in: yes/no"]


def test_a_support_is_a_set_and_nothing_less():
    _, missing = uncovered_bases([SENDER, REPLY], [pattern({0: ["out", "in"]})])
    assert len(missing) == 6 and not any("in/out" in told for told in missing)


def beliefs(patterns, sets, consistent=True):
    return [told.partition("believed possible: ")[2] for told in uncovered_bases(sets, patterns, consistent=consistent)[1]]


@pytest.mark.parametrize(
    "used, held", [("left", "left"), ("right", "right"), ("left/right", "left, right"), ("left/out", "left"), ("right/out", "right")]
)
def test_nodes_that_are_reached_hold_all_belief(used, held):
    known = [
        pattern({0: others})
        for others in (["left"], ["right"], ["out"], ["left", "right"], ["left", "out"], ["right", "out"], ["left", "right", "out"])
        if "/".join(others) != used
    ]
    assert beliefs(known, [THREE, PAIR]) == [f"; {held}"]


def test_off_the_path_every_belief_support_is_asked_for():
    out = [told.partition("possible: ")[2] for told in uncovered_bases([THREE, PAIR], [])[1] if told.startswith("S at start: out;")]
    assert out == ["; left", "; right", "; left, right"]
    known = [
        pattern({0: used}) for used in (["left"], ["right"], ["left", "right"], ["left", "out"], ["right", "out"], ["left", "right", "out"])
    ]
    assert beliefs([*known, pattern({0: ["out"]}, {1: ["left"]})], [THREE, PAIR]) == ["; right", "; left, right"]
    assert beliefs([*known, pattern({0: ["out"]}, {1: ["left"]}), pattern({0: ["out"]}, {1: ["right"]})], [THREE, PAIR]) == [
        "; left, right"
    ]
    assert (
        beliefs([*known, pattern({}, {1: ["left"]}), pattern({}, {1: ["right"]}), pattern({}, {1: ["right", "left"]})], [THREE, PAIR]) == []
    )


def test_nodes_after_the_same_unused_moves_are_believed_together_only_where_beliefs_are_consistent():
    chance = {**REPLY, "actions": ["yes"], "nodes": [node("a/in", (0, "in")), node("b/in", (0, "in"))]}
    known = [pattern({0: ["in"]}), pattern({0: ["in", "out"]})]
    assert beliefs(known, [SENDER, chance]) == ["; a/in, b/in"]
    assert beliefs(known, [SENDER, chance], consistent=False) == ["; a/in", "; b/in", "; a/in, b/in"]
    on_the_path = [pattern({0: ["out"]}), pattern({0: ["in", "out"]})]
    assert beliefs(on_the_path, [SENDER, chance], consistent=False) == ["; a/in, b/in"]


def test_how_often_a_move_is_needed_counts():
    twice = {**REPLY, "actions": ["yes"], "nodes": [node("in", (0, "in")), node("in/in", (0, "in"), (0, "in"))]}
    known = [pattern({0: ["in"]}), pattern({0: ["in", "out"]})]
    assert beliefs(known, [SENDER, twice]) == ["; in", "; in/in", "; in, in/in"]


@pytest.mark.parametrize("sets, named", [(4, 10), (2, 9)])
def test_at_most_ten_are_named(sets, named):
    single = {"player": "S", "set": "start", "actions": ["in", "out"], "nodes": [node("")]}
    total, missing = uncovered_bases([single] * sets, [])
    assert total == 3**sets and len(missing) == named
