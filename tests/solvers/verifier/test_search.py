"""The search drops supports early that no belief and no mixing can make optimal: a matter of time, as what is left is decided."""

from fractions import Fraction as F

import numpy as np
import pytest
import stories

from games import Parameter, game, load
from solvers.verifier.effort import Effort
from solvers.verifier.plays import read_plays
from solvers.verifier.search import Search


def search(told, *, weak=False, points=({},)):
    return Search(read_plays(told, points), Effort(None), weak)


def names(found, supports):
    plays = found.plays
    return frozenset((plays.infosets[s].player, "/".join(plays.action_labels[a] for a in used)) for s, used in supports.items())


def innermost(found, count):
    """The section of so many information sets."""
    todo = [found.root]
    while todo:
        section = todo.pop()
        if len(section.sets) == count:
            return section
        todo += section.inner
    raise AssertionError(count)


BLOCKS = frozenset({("One", "block"), ("Two", "block")})


def test_observers_of_one_move_need_one_belief_between_them():
    """One blocks the likely strong, Two the likely weak: no odds of the doors make both block."""
    sequential, weak = search(stories.observers().at()), search(stories.observers().at(), weak=True)
    kept = {names(sequential, supports) for supports, _ in sequential._plays(innermost(sequential, 2))}
    assert BLOCKS not in kept and frozenset({("One", "let"), ("Two", "let")}) in kept
    assert {frozenset({("One", "block"), ("Two", "let")}), frozenset({("One", "let"), ("Two", "block")})} <= kept
    free = {names(weak, supports) for supports, _ in weak._plays(innermost(weak, 2))}
    assert BLOCKS in free and kept < free  # where beliefs are free, each may hold its own


@game(players=("Sender", "One", "Two"))
def fears(play, *, one=Parameter(2), two=Parameter(2)):
    """As `stories.observers`; both may block where neither fears the other's type too much."""
    strong = play.chance("type", {"strong": F(1, 2), "weak": F(1, 2)}) == "strong"
    play.tell("Sender", strong)
    if play.choose("Sender", ["stay", "move"]) == "stay":
        return 0, 0, 0
    first = play.choose("One", ["block", "let"], public=False) == "block"
    second = play.choose("Two", ["block", "let"], public=False) == "block"
    return (-1 if first and second else 1), first * (1 if strong else -one), second * (-two if strong else 1)


def test_at_many_points_each_keeps_its_own():
    points = [{"one": F(2), "two": F(2)}, {"one": F(1, 2), "two": F(1, 2)}, {"one": F(1), "two": F(1)}, {"one": F(2), "two": F(1, 2)}]
    found = search(fears(), points=points)
    alive = {names(found, supports): truth for supports, truth in found._plays(innermost(found, 2))}
    together = np.broadcast_to(alive[BLOCKS], 4).tolist()
    assert together == [False, True, True, True]  # where one * two <= 1
    for k, point in enumerate(points):
        alone = search(fears().at(**point))
        kept = {names(alone, supports) for supports, _ in alone._plays(innermost(alone, 2))}
        assert kept == {name for name, truth in alive.items() if np.broadcast_to(truth, 4)[k]}


def handed_on(told, weak=False):
    found = search(told, weak=weak)
    return {names(found, supports) for supports, _ in found._combined(found.root)}


def crossing(bonus, first=0):
    """Who moves first is drawn and not told; B's action l is worth so much more than r whatever A does, and A's u than d."""

    @game(players=("A", "B"))
    def told(play):
        chosen = {}
        turns = {"A first": (("A", "ud"), ("B", "lr")), "B first": (("B", "lr"), ("A", "ud"))}
        for player, actions in turns[play.chance("order", list(turns))]:
            chosen[player] = play.choose(player, list(actions), public=False)
        same = (chosen["A"] == "u") == (chosen["B"] == "l")
        return int(same) + (first if chosen["A"] == "u" else 0), int(not same) + (bonus if chosen["B"] == "l" else 0)

    return told().at()


def test_dominated_actions_are_not_handed_on_from_sets_that_cross():
    assert handed_on(crossing(2)) == {frozenset({("A", "u"), ("B", "l")})}
    assert handed_on(crossing(-2)) == {frozenset({("A", "d"), ("B", "r")})}
    assert handed_on(crossing(0, 2)) == {frozenset({("A", "u"), ("B", "r")})} and handed_on(crossing(0, -2)) == {
        frozenset({("A", "d"), ("B", "l")})
    }
    assert handed_on(crossing(0)) == {frozenset({("A", "u/d"), ("B", "l/r")})}


@pytest.mark.parametrize("weak", [False, True])
def test_only_what_can_be_best_on_the_path_is_handed_on(weak):
    """B is asked after r only, and then does better by x if the weather is likely to be good."""

    def asked(good):
        @game(players=("A", "B"))
        def told(play):
            sun = play.chance("weather", {"sun": good, "rain": 1 - good}) == "sun"
            if play.choose("A", ["l", "r"]) == "l":
                return 0, 0
            return 1, int((play.choose("B", ["x", "y"], public=False) == "x") == sun)

        return told().at()

    def replies(good):
        return {dict(chosen)["B"] for chosen in handed_on(asked(good), weak) if dict(chosen)["A"] == "r"}

    assert replies(F(2, 3)) == {"x"} and replies(F(1, 3)) == {"y"} and replies(F(1, 2)) == {"x", "y", "x/y"}


@pytest.mark.parametrize("structure", [{}, {"preset": "core", "cartel_types": 1}], ids=str)
def test_what_stands_beside_others_is_decided_once_and_changes_nothing(structure):
    """After each option and stance the cartels play a part of their own; with the parts left to the end the bases are the same."""
    told = load("campaign", **structure).at()
    together, apart = search(told), search(told)
    together._beside.clear()
    assert len(apart._beside) >= 4
    found, expected = (sorted(map(str, one.bases())) for one in (apart, together))
    assert found == expected and found
    kept, before = (sum(map(len, one._remembered.values())) for one in (apart, together))
    assert kept <= before


def test_numbers_that_no_parameter_changes_are_held_once():
    """The cartels' payoffs do not depend on what the US minds, so that one answer serves at every point."""
    told = load("campaign")
    told = told.fix({name: x for name, x in told.defaults.items() if name != "w_cost_short"})
    plays = read_plays(told, [{"w_cost_short": F(1, k)} for k in (2, 3, 4)])
    kinds = {
        infoset.player: {type(value) for node in infoset.nodes for form in node.after.values() for value in form.values()}
        for infoset in plays.infosets
    }
    assert kinds == {"US": {np.ndarray}, "Mexico": {int}, "Cartel": {int}}
