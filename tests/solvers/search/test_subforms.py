"""Subforms of small trees, written out: entries in classes, the sets that move first, and what follows them."""

import stories
from small_games import entry, horse, pennies, quality, trust, twice

from games import game
from solvers.search.subforms import subforms_of


def told(subform):
    return subform.entries, subform.first, tuple(map(told, subform.subforms))


def test_a_subgame_is_a_subform_with_one_entry():
    assert told(subforms_of(entry())) == (((0,),), (0,), ((((2,),), (1,), ()),))
    last = (((5,), (6,)), (3,), ())
    assert told(subforms_of(twice())) == (((0,),), (0,), ((((2,),), (2,), ((((4,),), (1,), (last,)),)),))


def test_after_a_message_the_nodes_of_all_types_are_entries_of_one():
    assert told(subforms_of(trust())) == (((0,),), (0, 1), ((((4,), (6,)), (2,), ()),))
    assert told(subforms_of(pennies())) == (((0,),), (0,), ((((1,), (2,)), (1,), ()),))


def test_entries_that_chance_alone_tells_apart_are_one_class():
    assert told(subforms_of(quality())) == (((0,),), (0,), ((((3, 5),), (1,), ()),))


def test_a_set_that_moves_early_and_late_waits_for_the_others():
    assert told(subforms_of(horse())) == (((0,),), (0,), ((((1,), (2,)), (1,), ((((2,), (4,)), (2,), ()),)),))


def test_sets_that_cross_are_one_subform():
    whole = subforms_of(stories.order())
    assert told(whole) == (((0,),), (0, 1), ()) and whole.sets == {0, 1}


def test_every_subform_knows_all_its_sets():
    whole = subforms_of(twice())
    assert whole.sets == {0, 1, 2, 3} and whole.subforms[0].sets == {1, 2, 3} and isinstance(whole.sets, frozenset)


@game(players=("A", "B", "C", "D"))
def branches(play):
    """After l C moves; after m or r, which C is not told apart, D does; after n B ends it alone."""
    way = play.choose("A", ["l", "m", "r", "n"], public=False)
    if way == "l":
        play.tell("C", "l")
        play.choose("C", ["x", "y"])
    elif way == "n":
        play.tell("B", "n")
        play.choose("B", ["x", "y"])
    else:
        play.chance("draw", ["one", "two"])
        play.choose("D", ["x", "y"])
    return 0, 0, 0, 0


def test_parts_that_share_no_set_are_subforms_side_by_side():
    built = branches()
    whole = subforms_of(built)
    assert whole.first == (0,) and len(whole.subforms) == 3
    players = [[built.players[built.set_owner[s]] for s in sorted(subform.sets)] for subform in whole.subforms]
    assert players == [["C"], ["D"], ["B"]]
    left, middle, right = ([built.history(n) for group in subform.entries for n in group] for subform in whole.subforms)
    assert (left, middle, right) == (["l"], ["m", "r"], ["n"]) and len(whole.subforms[1].entries) == 2


def test_three_nodes_are_linked_through_the_one_between():
    @game(players=("A", "B", "C"))
    def chain(play):
        """B cannot tell l from m, nor C m from r."""
        way = play.choose("A", ["l", "m", "r"], public=False)
        if way in "lm":
            play.tell("B", "left")
            play.choose("B", ["x", "y"], public=False)
        if way in "mr":
            play.tell("C", "right")
            play.choose("C", ["x", "y"], public=False)
        return 0, 0, 0

    built = chain()
    (only,) = subforms_of(built).subforms
    assert [built.history(n) for (n,) in only.entries] == ["l", "m", "r"] and sorted(only.sets) == [1, 2]


def test_a_class_has_the_same_moves_before_it():
    @game(players=("A", "B"))
    def drawn(play):
        draw = play.chance("draw", ["one", "two"])
        if draw == "two":
            play.tell("A", "two")
        play.choose("A", ["l", "r"], public=False)
        play.choose("B", ["x", "y"], public=False)
        return 0, 0

    built = drawn()
    (after,) = subforms_of(built).subforms
    assert sorted(tuple(built.history(n) for n in group) for group in after.entries) == [
        ("one/l",),
        ("one/r",),
        ("two/l",),
        ("two/r",),
    ]


def test_a_game_without_moves_is_one_subform_without_sets():
    @game(players=("A",))
    def nothing(play):
        play.chance("draw", ["one", "two"])
        return [1]

    assert told(subforms_of(nothing())) == (((0,),), (), ())
