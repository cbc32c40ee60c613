"""Games in periods with observed actions: how they are read, what is refused, and which beliefs are carried from period to period."""

from fractions import Fraction as Q

import pytest
import stories
from small_games import entry, heard, pennies, quality, trust, twice, visited

from games import GameError, game
from games.classics import crisis_signalling
from solvers.closed_forms import labels
from solvers.closed_forms.branches import all_pieces
from solvers.search.multistage import observed, observed_supports
from solvers.search.tree_polynomials import View

# ------------------------------------------------------------------ how a game is read


def test_two_types_and_moves_one_after_the_other():
    read = observed(crisis_signalling())
    assert read.types == [2, 2] and [read.draw[n] for n in (3, 4, 5, 6)] == [(0, 0), (0, 1), (1, 0), (1, 1)]
    assert read.draw[30] == (1, 1) and read.history[30] == ("threaten", "resist", "fight") and read.history[3] == ()
    assert read.period == {(): 0, ("threaten",): 1, ("threaten", "resist"): 2}
    assert read.mover == {(): 0, ("threaten",): 1, ("threaten", "resist"): 0}
    assert read.sets == {(): {0: 0, 1: 1}, ("threaten",): {0: 4, 1: 5}, ("threaten", "resist"): {0: 2, 1: 3}}
    assert read.openings == [(), ("threaten",), ("threaten", "resist")]
    assert [read.movers(h) for h in read.openings] == [[(0, ())], [(1, ("threaten",))], [(0, ("threaten", "resist"))]]


def test_moves_at_once_are_one_period():
    read = observed(stories.after())
    assert read.types == [2, 1] and read.openings == [(), ("in",)]
    assert read.period == {(): 0, ("in",): 1, ("in", "x"): 1, ("in", "y"): 1}
    assert read.mover == {(): 0, ("in",): 1, ("in", "x"): 0, ("in", "y"): 0}
    assert read.sets == {(): {0: 0, 1: 1}, ("in",): {0: 4}, ("in", "x"): {0: 2, 1: 3}, ("in", "y"): {0: 2, 1: 3}}
    assert read.movers(()) == [(0, ())] and read.movers(("in",)) == [(1, ("in",)), (0, ("in", "x"))]


def test_games_without_types_are_read_too():
    read = observed(twice())
    assert read.types == [1, 1] and read.openings == [(), ("go",), ("go", "go")] and read.draw[0] == (0, 0)
    assert read.movers(("go", "go")) == [(0, ("go", "go")), (1, ("go", "go", "u"))]
    assert observed(entry()).sets == {(): {0: 0}, ("in",): {0: 1}}
    assert observed(pennies()).movers(()) == [(0, ()), (1, ("h",))]


def test_types_drawn_one_after_the_other_may_be_independent():
    @game(players=("A", "B"))
    def drawn(play, second=Q(1, 2)):
        one = play.chance("A's type", {"a": Q(1, 3), "b": Q(2, 3)})
        two = play.chance("B's type", {"c": second, "d": 1 - second} if one == "a" else {"c": Q(1, 2), "d": Q(1, 2)})
        play.tell("A", one)
        play.tell("B", two)
        play.choose("A", ["x", "y"], public=False)
        play.choose("B", ["x", "y"], public=False)
        return 0, 0

    assert observed(drawn()).types == [2, 2]
    with pytest.raises(GameError, match=r"pbe-ft needs a game in periods .*; in drawn types are not drawn independently"):
        observed(drawn(second=Q(1, 4)))


def refused(rules, players=("A", "B")):
    with pytest.raises(GameError) as error:
        observed(game(players=players)(rules)())
    return str(error.value)


def of_type(play, told="A"):
    kind = play.chance("type", {"h": Q(1, 2), "l": Q(1, 2)})
    play.tell(told, kind)
    return kind


def test_chance_must_move_first():
    def late(play):
        play.choose("A", ["x", "y"])
        play.chance("weather", ["sun", "rain"])
        return 0, 0

    assert "in late chance moves after a player has moved" in refused(late)
    with pytest.raises(GameError, match="chance moves after a player has moved"):
        observed(quality())


def test_who_may_do_what_must_not_depend_on_a_type():
    def actions(play):
        kind = of_type(play)
        play.choose("A", ["x", "y"])
        play.choose("A", ["u", "v"] if kind == "h" else ["u", "w"])
        return 0, 0

    def ends(play):
        if of_type(play) == "h":
            play.choose("A", ["x", "y"])
        return 0, 0

    assert "who may do what after 'x' depends on a type" in refused(actions)
    assert "who may do what after 'the draw' depends on a type" in refused(ends)


def test_what_is_drawn_must_be_told():
    def untold(play):
        play.chance("weather", ["sun", "rain"])
        play.choose("A", ["x", "y"], public=False)
        return 0, 0

    assert "chance draws something that nobody is told" in refused(untold)


def test_what_was_done_must_be_seen_by_all_or_by_nobody():
    def partly(play):
        play.choose("A", ["x", "y"], public=False)
        first = play.choose("B", ["u", "v"], public=False)
        play.tell("C", first)
        play.choose("C", ["l", "r"], public=False)
        return 0, 0, 0

    said = refused(partly, ("A", "B", "C"))
    assert "has seen a part only of what was done before" in said and "C at " in said


def test_nobody_moves_twice_before_all_is_seen():
    def again(play):
        play.choose("A", ["u", "v"], public=False)
        play.choose("B", ["only"], public=False)
        play.choose("B", ["x", "y"], public=False)
        return 0, 0

    assert "B at " in (said := refused(again)) and "moves twice before all is seen" in said


def test_what_is_seen_must_not_depend_on_a_type():
    def blind(play):
        kind = of_type(play, "B")
        first = play.choose("A", ["x", "y"], public=False)
        if kind == "h":
            play.tell("B", first)
        play.choose("B", ["u", "v"], public=False)
        return 0, 0

    assert "what B has seen at " in (said := refused(blind)) and "depends on its type" in said


# ------------------------------------------------------------------ which beliefs the definition allows


def listed(one, supports, fits=lambda s, nodes: True):
    view = View(one, "pbe-ft")
    read = observed(one)
    out = []
    for beliefs, groups, behind in observed_supports(view, read, supports, fits):
        several = {s: tuple(view.game.history(n) for n in nodes) for s, nodes in beliefs.items() if len(view.members[s]) > 1}
        out.append((several, groups, behind))
    return view, out


U, D, M = (0,), (1,), (0, 1)


def test_after_what_some_type_does_beliefs_follow_bayes_rule():
    _view, found = listed(trust(), {0: M, 1: D, 2: U})
    assert [several for several, _, _ in found] == [{2: ("good/loud", "bad/loud")}] and found[0][1] == {}
    _, found = listed(trust(), {0: U, 1: D, 2: U})
    assert [several for several, _, _ in found] == [{2: ("bad/loud",)}]
    assert found[0][2] == dict.fromkeys((1, 2, 6), ()), "no fresh start behind any node"


def test_after_what_no_type_does_beliefs_start_afresh():
    _, found = listed(trust(), {0: U, 1: U, 2: U})
    assert [several[2] for several, _, _ in found] == [("good/loud",), ("bad/loud",), ("good/loud", "bad/loud")]
    start = (0, (), "loud")
    assert [groups for _, groups, _ in found] == [{}, {}, {2: ((4,), (6,))}]
    assert found[2][2][4] == ((start, 0),) and found[2][2][6] == ((start, 1),) and found[2][2][1] == ()


def test_a_belief_is_carried_on_until_it_starts_afresh():
    """The challenger's type is believed the same after the target's move; its third move may surprise once more."""
    _, found = listed(crisis_signalling(), dict.fromkeys(range(6), U))  # wait; concede
    seen = set()
    for several, groups, _ in found:
        about_challenger = [{h.split("/")[0] for h in several[s]} for s in (4, 5)]
        about_target = [{h.split("/")[1] for h in several[s]} for s in (2, 3)]
        assert about_challenger[0] == about_challenger[1] and about_target[0] == about_target[1], "common to both types that hear it"
        seen.add((frozenset(about_challenger[0]), frozenset(about_target[0])))
        assert set(groups) == {s for s in (2, 3, 4, 5) if len(several[s]) > 1}
    assert len(found) == len(seen) == 9


def test_all_who_hear_of_it_start_afresh_together():
    _, found = listed(heard(), {0: U, 1: U, 2: U, 3: U})
    assert [several[2] for several, _, _ in found] == [("h/heard",), ("l/heard",), ("h/heard", "l/heard")]
    for several, _, behind in found:
        assert several[3] == tuple(f"{h}/x" for h in several[2])
        assert {behind[n] for n in behind if behind[n]} <= {((((0, (), "heard")), kind),) for kind in (0, 1)}
    _, found = listed(heard(), {0: U, 1: U, 2: M, 3: U})
    assert found[0][0][3] == ("h/heard/x", "h/heard/y") and len(found) == 3


def test_what_does_not_fit_is_cut():
    asked = []

    def fits(s, nodes):
        asked.append((s, nodes))
        return nodes != (6,)

    _, found = listed(trust(), {0: U, 1: U, 2: U}, fits)
    assert [several[2] for several, _, _ in found] == [("good/loud",), ("good/loud", "bad/loud")] and (2, (4, 6)) in asked
    assert listed(trust(), {0: U, 1: U, 2: U}, lambda s, nodes: s != 0)[1] == []


def test_supports_of_one_opening_do_not_stay_for_the_next():
    """What is yielded is a copy, which the search goes on from unharmed."""
    view, read = View(heard(), "pbe-ft"), observed(heard())
    every = list(observed_supports(view, read, {0: U, 1: U, 2: U, 3: U}, lambda s, nodes: True))
    one_by_one = []
    for beliefs, groups, behind in observed_supports(view, read, {0: U, 1: U, 2: U, 3: U}, lambda s, nodes: True):
        one_by_one.append((dict(beliefs), dict(groups), dict(behind)))
    assert one_by_one == every and len({tuple(sorted(b.items())) for b, _, _ in every}) == 3


# ------------------------------------------------------------------ the two definitions agree in small games


@pytest.mark.parametrize(
    "one",
    [entry(c=-1).at(), trust().at(), trust(p=Q(1, 2)).at(), twice().at(), heard().at(), visited().at()],
    ids=lambda one: one.name,
)
def test_with_two_types_it_is_sequential_equilibrium(one):
    def bases(concept):
        found = all_pieces(one, knife_edges=True, concept=concept)
        assert not found.undecided
        return {labels(found.view, piece.base) for piece in found.pieces}

    assert bases("pbe-ft") == bases("sequential")
