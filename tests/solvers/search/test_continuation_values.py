"""Backward induction on beliefs in small games, by hand, and the steps that it is made of."""

from fractions import Fraction

import pytest
from flint import fmpq
from small_games import visited

import games
from games import game
from solvers.search import continuation_values
from solvers.search.continuation_classes import Cell, Choice, Reply
from solvers.search.continuation_pruning import largest
from solvers.search.continuation_replies import _means, _payoffs, _Possible, _reply_box, _reply_inside, ends, that_matter
from solvers.search.continuation_values import (
    Induction,
    Numbers,
    TooMany,
    _at_zero,
    _without_doubles,
    cheapest,
    line,
)
from solvers.search.public_play import END, Stage, public_form

ZERO, ONE, HALF = fmpq(0), fmpq(1), fmpq(1, 2)


def at(*points):
    return tuple((fmpq(x), fmpq(y)) for x, y in points)


def cell(low, high, *values, stage=1, parts=(None,)):
    return Cell(stage, fmpq(low), fmpq(high), at(*values), parts)


def told(cells):
    return {(c.low, c.high, c.values) for c in cells}


def induced(story, **how):
    form = public_form(story.at())
    return Induction(form, **how), form.stage_at[form.root], form.prior


# ------------------------------------------------------------------ whole games, by hand


def test_what_may_follow_a_visit():
    induction, first, prior = induced(visited())
    assert told(induction.cells(END)) == {(0, 1, at((0, 0)))} and induction.cells(END)[0].parts == (None,)
    # payoffs are told less what is sunk: those of fighting, (1, -1), and of staying out, (2, 2)
    assert told(induction.cells(1)) == {(0, 1, at((0, 1)))}
    assert told(induction.cells(2)) == {(HALF, 1, at((0, 0))), (0, HALF, at((-1, -2))), (HALF, HALF, at((-1, -2), (0, 0)))}
    assert induction.cells(2) is induction.cells(2) and {c.stage for c in induction.cells(2)} == {2}
    (only,) = induction.ways(first, prior)
    assert isinstance(only, Choice) and only.best == (1,) and only.values == at((-1, -2)) and only.beliefs == at((0, 0), (HALF, 0))
    assert only.play == ((1,), (None, ((0,), (1,))))
    likely, first, _ = induced(visited())
    stay_out, mixed = likely.ways(first, fmpq(3, 4)), likely.ways(first, HALF)
    assert [way.best for way in stay_out] == [(0,)] and sorted(way.best for way in mixed) == [(0,), (0, 1), (1,)]


def test_what_may_follow_breakfast():
    """Cho and Kreps (1987): for a prior above 1/2 both drink beer or both eat quiche."""
    induction, first, prior = induced(games.load("beer_quiche"))
    assert told(induction.cells(1)) == {(0, HALF, at((0, 0))), (HALF, 1, at((2, 2))), (HALF, HALF, at((0, 0), (2, 2)))}
    ways = induction.ways(first, prior)
    assert [(way.best, way.values, way.beliefs) for way in ways] == [
        (((0,), (0,)), at((2, 2)), at((HALF, 0), (1, 0))),
        (((0,), (0, 1)), at((2, 2)), at((HALF, 0), (1, 0))),
        (((1,), (1,)), at((1, 3)), at((HALF, 0), (1, 0))),
        (((0, 1), (1,)), at((1, 3)), at((HALF, 0), (1, 0))),
    ]
    assert all(isinstance(way, Reply) and way.play == way.best and way.game is induction.form.stages[first] for way in ways)
    low = induction.ways(first, fmpq(1, 4))  # the weak drink beer with p/(1 - p), and a duel is fought with 1/2
    assert [(way.best, way.values) for way in low] == [(((0,), (0, 1)), at((1, 1)))]


def test_every_combination_of_best_actions_is_looked_at():
    induction, first, _ = induced(games.load("beer_quiche"))
    found = {(way.best, way.beliefs, way.values) for way in induction.replies(first, None)}
    assert found == {
        (((0,), (0,)), at((HALF, 0), (1, 0)), at((2, 2))),
        (((0,), (0,)), at((HALF, 0)), at((1, 1), (2, 2))),
        (((0,), (1,)), at((1, 0)), at((2, 2), (2, 3))),
        (((0,), (1,)), at((0, 0)), at((0, 1), (1, 1))),
        (((0,), (0, 1)), at((HALF, 0), (1, 0)), at((2, 2))),
        (((0,), (0, 1)), at((0, 0), (HALF, 0)), at((1, 1))),
        (((0,), (0, 1)), at((HALF, 0)), at((1, 1), (2, 2))),
        (((1,), (1,)), at((HALF, 0), (1, 0)), at((1, 3))),
        (((1,), (1,)), at((HALF, 0)), at((0, 2), (1, 3))),
        (((0, 1), (1,)), at((HALF, 0), (1, 0)), at((1, 3))),
        (((0, 1), (1,)), at((HALF, 0)), at((0, 2), (1, 3))),
    }


def test_cells_that_begin_or_end_at_the_belief_count():
    """A bystander says x or y, and then the visit follows: at the belief 1/2 all of its cells are possible."""

    @game(players=("H", "G", "F"))
    def said(play):
        kind = play.chance("type", {"strong": Fraction(1, 2), "weak": Fraction(1, 2)})
        play.tell("H", kind)
        play.choose("F", ["x", "y"])
        if play.choose("G", ["out", "in"]) == "out":
            return 2, 0, 0
        return (int(kind == "strong"), -1, 0) if play.choose("H", ["fight", "yield"]) == "fight" else (int(kind == "weak"), 1, 0)

    induction, first, prior = induced(said())
    after = {(c.low, c.high) for c in induction.cells(induction.form.stages[first].after[0])}
    assert after == {(HALF, 1), (0, HALF), (HALF, HALF)} and prior == HALF
    every = induction._ways_at(first, prior)
    assert {(way.after[0].low, way.after[0].high) for way in every if way.best == (0,)} == {(HALF, HALF)}, "which has what others have"
    elsewhere = induction.ways(first, fmpq(3, 4))
    assert {tuple((c.low, c.high) for c in way.after) for way in elsewhere} == {((HALF, 1), (HALF, 1))}


def test_what_the_player_before_expects_of_a_reply():
    induction, _, _ = induced(visited())
    (reply,) = induction.replies(1, at((-1, -1), (1, 1)))
    assert reply.best == ((0,), (1,)) and reply.beliefs == at((0, 1), (1, -1)) and reply.values == at((0, 1))
    assert reply.worth == at((-1, -1), (1, 1))
    (nothing,) = induction.replies(1, None)
    assert nothing.beliefs == at((0, 0), (1, 0)) and nothing.worth == at((0, 0), (0, 0))


def test_telling_actions_give_the_second_type_away():
    induction, first, prior = induced(games.load("beer_quiche"), telling=True)
    assert [(way.best, way.values) for way in induction.ways(first, prior)] == [(((0,), (0,)), at((2, 2)))]
    low = induction.ways(first, fmpq(1, 4))
    assert [(way.best, way.values) for way in low] == [(((0,), (0, 1)), at((1, 1)))]
    assert {way.after[1].high for way in low} == {0}, "quiche is for the weak alone"


@pytest.mark.parametrize("limit, prior", [("MOST_COMBINED", None), ("MOST_AT_ONCE", fmpq(9, 10))])
def test_too_many_combinations_are_not_looked_at(monkeypatch, limit, prior):
    for most, enough in ((9, True), (8, False)):  # three cells after either breakfast
        monkeypatch.setattr(continuation_values, limit, most)
        induction, first, _ = induced(games.load("beer_quiche"))
        if enough:
            assert induction.ways(first, prior)
        else:
            with pytest.raises(TooMany):
                induction.ways(first, prior)


def test_nothing_is_played_at_the_end():
    induction, *_ = induced(visited())
    with pytest.raises(AssertionError, match="nothing is played at the end"):
        induction.ways(END)


# ------------------------------------------------------------------ steps


def test_the_action_that_costs_the_first_type_least():
    assert cheapest(Stage(True, (0, 0, 0), at((0, 0), (-1, 1), (3, 1)))) == 2 and cheapest(Stage(True, (0, 0), at((0, 0), (-2, 1)))) == 0
    assert cheapest(Stage(True, (0, 0), at((1, 1), (2, 2)))) == 0


def test_what_may_follow_once_the_first_type_is_ruled_out():
    kept = _at_zero([cell(0, HALF, (0, 0), (2, 2)), cell(0, 1, (1, 1)), cell(HALF, 1, (5, 5)), cell(0, 0, (3, 3))])
    assert [(c.low, c.high, c.values) for c in kept] == [(0, 0, at((0, 0), (2, 2))), (0, 0, at((3, 3)))]


def test_the_ends_of_beliefs_after_an_action():
    some, low, high = cell(fmpq(1, 4), HALF, (0, 0)), cell(0, HALF, (0, 0)), cell(HALF, 1, (0, 0))
    assert (
        ends(some, True, True) == (fmpq(1, 4), HALF) and ends(some, True, False) == ends(some, False, True) == ends(low, False, False) == ()
    )
    assert (
        ends(high, True, False) == (1,)
        and ends(low, True, False) == ()
        and ends(low, False, True) == (0,)
        and ends(high, False, True) == ()
    )


def test_what_is_expected_along_a_cell():
    assert line(cell(0, 1, (0, 0)), fmpq(3), fmpq(-1)) == at((0, -1), (1, 3)) and line(cell(HALF, HALF, (0, 0)), ONE, ZERO) == at(
        (HALF, HALF)
    )


def test_beliefs_now_are_means_of_beliefs_that_follow():
    after = [cell(0, HALF, (0, 0)), cell(HALF, 1, (0, 0))]
    zeros, worth = at((0, 0), (0, 0)), at((2, 0), (0, 4))
    assert _means(after, ((0, 1), (0, 1)), zeros) == at((0, 0), (1, 0)) and _means(after, ((1,), (0,)), zeros) == at((0, 0), (1, 0))
    assert _means(after, ((0,), (0,)), zeros) == at((0, 0), (HALF, 0)) and _means(after, ((0,), (1,)), zeros) == ()
    assert _means(after, ((1,), (0,)), worth) == at((0, 0), (1, 0)) and _means(after, ((1,), (1,)), worth) == at((HALF, 2), (1, 0))


def test_payoffs_at_which_actions_are_best():
    points = [at((1, 1)), at((0, 2))]
    assert _payoffs(points, ((0,), (1,))) == at((1, 2)) and _payoffs(points, ((0,), (0,))) == () and _payoffs(points, ((0, 1), (1,))) == ()
    tied = [at((1, 1)), at((1, 0))]
    assert _payoffs(tied, ((0, 1), (0,))) == at((1, 1)) and _payoffs(tied, ((1,), (0,))) == at((1, 1))
    wide = [at((0, 0), (2, 2)), at((1, 1))]
    assert _payoffs(wide, ((0,), (0,))) == at((1, 1), (2, 2)) and _payoffs(wide, ((1,), (1,))) == at((1, 1))
    assert _payoffs(wide, ((0, 1), (1,))) == _payoffs(wide, ((0,), (1,))) == at((1, 1))
    slope = [at((0, 2), (2, 0)), at((1, 0))]  # the first may pay one what it takes from the other
    assert _payoffs(slope, ((0,), (0,))) == at((1, 1), (2, 0))
    assert _payoffs([at((0, 2), (2, 0)), at((-5, -5))], ((0,), (0,))) == at((0, 2), (2, 0))


def test_combinations_worth_a_closer_look():
    options = [[cell(0, 1, (0, 0)), cell(0, HALF, (2, 2))], [cell(HALF, 1, (1, 1)), cell(0, 1, (3, 0))]]
    placed = [[c.values for c in some] for some in options]

    def looked_at(best, belief=None):
        return [tuple(row) for row in _Possible(placed, options, belief).under(best).tolist()]

    assert looked_at(((1,), (1,))) == [(0, 0), (0, 1)] and looked_at(((0,), (0,))) == [(1, 0)]
    assert looked_at(((1,), (0,))) == [(0, 1), (1, 1)] and looked_at(((0, 1), (0, 1))) == []
    assert looked_at(((1,), (1,)), fmpq(1, 4)) == [(0, 1)], "beliefs after the second action begin at 1/2"
    assert looked_at(((1,), (1,)), HALF) == [(0, 0), (0, 1)] and looked_at(((0,), (0,)), fmpq(3, 4)) == []
    assert looked_at(((0,), (0,)), HALF) == [(1, 0)]


def reply(beliefs, *values, best=((0,), (0,))):
    return Reply(Stage(True, (0,), at((0, 0))), best, at(*beliefs), at(*values), (), ())


def kept(*replies, belief=None):
    return largest(replies, lambda r: _reply_box(r, belief), lambda a, b: _reply_inside(a, b, belief))


def test_replies_inside_others_are_dropped():
    wide, narrow, apart = reply([(0, 0), (1, 0)], (0, 0), (2, 2)), reply([(0, 0), (HALF, 0)], (1, 1)), reply([(0, 0), (1, 0)], (3, 0))
    assert kept(narrow, apart, wide, narrow) == [apart, wide]
    taller = reply([(0, 0), (1, 1)], (1, 1))
    assert kept(wide, taller) == [wide, taller], "beliefs and what is expected are not inside"
    assert kept(wide, taller, reply([(0, 0), (1, 1)], (1, 1))) == [wide, taller]


def test_at_one_belief_what_is_expected_there_counts():
    slope, level = reply([(0, 0), (1, 1)], (1, 1)), reply([(0, HALF), (1, HALF)], (1, 1))
    box = reply([(0, 0), (1, 0), (1, 1), (0, 1)], (1, 1))
    assert kept(slope, level, belief=HALF) == [slope], "both expect 1/2"
    assert kept(slope, level, belief=fmpq(1, 4)) == [slope, level]
    assert kept(slope, level, box, belief=fmpq(1, 4)) == [box]


def test_what_follows_an_action_of_one_type_alone_need_only_not_deter_the_other():
    some = [cell(0, HALF, (1, 1)), cell(0, 1, (1, 2)), cell(0, 1, (2, 1)), cell(HALF, 1, (1, 3)), cell(0, HALF, (1, 0))]
    followed = [(c, c.values, k, k) for k, c in enumerate(some)]

    def matter(one, two):
        return {k for _, _, k, _ in that_matter(followed, one, two)}

    assert matter(True, True) == {0, 1, 2, 3, 4}
    assert matter(False, False) == {4}, "the worst threat"
    assert matter(True, False) == {1, 2, 4}, "the belief after it is one, or it is not taken"
    assert matter(False, True) == {0, 1, 3, 4}


def test_doubles_of_one_play_are_dropped():
    long, short = reply([(0, 0), (1, 0)], (0, 0), (2, 2)), reply([(0, 0), (HALF, 0)], (1, 1))
    other = reply([(0, 0), (HALF, 0)], (1, 1), best=((0,), (1,)))
    assert _without_doubles([short, long, other], None) == [long, other]
    small, taller = reply([(0, 0), (HALF, 0)], (1, 1)), reply([(HALF, 0), (1, 0)], (1, 1), (2, 2))
    assert _without_doubles([small, taller], None) == [taller, small]
    assert _without_doubles([small, taller], HALF) == [taller] and _without_doubles([small, taller], fmpq(1, 4)) == [small]
    assert _without_doubles([small, taller], fmpq(3, 4)) == [taller]


def test_cells_are_joined_where_they_have_the_same_payoffs():
    induction, *_ = induced(visited())
    ways = [reply([(fmpq(k, 4), 0), (fmpq(k + 1, 4), 0)], (1, 1)) for k in (0, 1, 3)] + [reply([(0, 0), (fmpq(1, 8), 0)], (1, 1))]
    found = induction._gathered(7, ways)
    assert [(c.low, c.high, c.values, c.stage) for c in found] == [(0, HALF, at((1, 1)), 7), (fmpq(3, 4), 1, at((1, 1)), 7)]
    assert found[0].parts == (ways[0], ways[1]) and found[1].parts == (ways[2],)
    more = induction._gathered(7, [reply([(0, 0), (1, 0)], (0, 0), (2, 2)), reply([(0, 0), (1, 0)], (1, 1))])
    assert [(c.low, c.high, c.values) for c in more] == [(0, 1, at((0, 0), (2, 2)))]


def test_numbers_for_things():
    numbers = Numbers()
    assert [numbers[x] for x in ("a", "b", "a")] == [0, 1, 0] and numbers.things == ["a", "b"]


def test_a_cell_knows_what_is_played_at_each_of_its_beliefs():
    first, second = reply([(0, 0), (HALF, 0)], (1, 1)), reply([(HALF, 0), (1, 0)], (1, 1))
    whole = cell(0, 1, (1, 1), parts=(first, second))
    assert whole.way(ZERO) is first and whole.way(HALF) is first and whole.way(fmpq(3, 4)) is second and whole.way(ONE) is second
    assert cell(0, 1, (0, 0)).way(HALF) is None and cell(0, 1, (1, 1), parts=(first,)).way(ONE) is None


def test_the_play_of_a_choice_tells_replies():
    after = (cell(0, 1, (0, 0)), reply([(0, 0), (1, 0)], (1, 1), best=((0,), (1,))))
    choice = Choice(Stage(False, (0, 0), at((0, 0), (0, 0))), (1,), at((0, 0), (1, 0)), at((1, 1)), after)
    assert choice.play == ((1,), (None, ((0,), (1,)))) and after[1].play == ((0,), (1,))
