"""Which games have one private type of two and all else seen, and how what follows alike histories becomes one game."""

from fractions import Fraction as Q

import pytest
from flint import fmpq
from small_games import entry, heard, horse, pennies, quality, repeated, trust, visited

import games
from games import Parameter, game
from games.numbers import square_root
from solvers.search.public_play import END, Stage, public_form


def pairs(*values):
    return tuple((fmpq(a), fmpq(b)) for a, b in values)


def test_a_visit_by_hand():
    form = public_form(visited().at())
    assert (form.informed, form.root, form.prior) == (0, (1, 2), fmpq(1, 4)) and END == 0
    fight_or_yield = Stage(True, (0, 0), pairs((0, 0), (-1, 1)))
    out_or_in = Stage(False, (0, 1), pairs((0, 0), (-1, -3)), (pairs((0, 0)), pairs((-1, -1), (1, 1))))
    assert form.stages == [None, fight_or_yield, out_or_in] and form.stages[1].stakes == ()
    assert form.stage_at == {(1, 2): 2, (3, 5): 0, (4, 6): 1, (7, 9): 0, (8, 10): 0} and next(iter(form.stage_at)) == (1, 2)
    assert form.sunk == {(8, 10): (0, 0), (7, 9): (1, -1), (4, 6): (1, -1), (3, 5): (2, 2), (1, 2): (2, 2)}
    assert form.game.players == ("H", "G")


def test_beer_and_quiche_by_hand():
    form = public_form(games.load("beer_quiche").at())
    reply = Stage(False, (0, 0), pairs((0, 0), (2, 2)), (pairs((0, 0)), pairs((1, -1))))
    breakfast = Stage(True, (1, 1), pairs((0, 0), (-1, 1)))
    assert form.stages == [None, reply, breakfast] and (form.informed, form.prior) == (0, fmpq(9, 10))
    assert [form.stage_at[place] for place in ((1, 2), (3, 5), (4, 6))] == [2, 1, 1], "after both breakfasts the same is played"
    assert [form.sunk[place] for place in ((1, 2), (3, 5), (4, 6))] == [(1, 0), (1, 0), (0, 1)]


def test_the_second_player_may_have_the_type():
    @game(players=("A", "B"))
    def told(play):
        kind = play.chance("type", {"one": Q(1, 3), "two": Q(2, 3)})
        play.tell("B", kind)
        if play.choose("A", ["x", "y"]) == "x":
            return 0, 5
        return {"u": (1, 2), "d": (-1, 3 if kind == "one" else 0)}[play.choose("B", ["u", "d"])]

    form = public_form(told())
    assert form.informed == 1 and form.prior == fmpq(1, 3) and form.sunk[form.root] == (5, 5)
    assert form.stages[1] == Stage(True, (0, 0), pairs((0, 0), (1, -2)))
    assert form.stages[2] == Stage(False, (0, 1), pairs((0, 0), (-3, -3)), (pairs((0, 0)), pairs((1, 1), (-1, -1))))


@pytest.mark.parametrize(
    "one", [trust().at(), heard().at(), horse().at(), entry().at(), pennies().at(), quality().at()], ids=lambda one: one.name
)
def test_games_with_hidden_moves_or_other_draws_are_others(one):
    form = public_form(one)
    assert (form is None) == (one.name != "trust")


def test_open_parameters_make_another_game():
    assert public_form(visited()) is None and public_form(visited().at()) is not None


def drawn(play, chances, told="H"):
    kind = play.chance("type", chances)
    play.tell(told, kind)
    return kind


def other(rules, players=("H", "G", "F")):
    return public_form(game(players=players)(rules)())


def test_three_types_are_too_many():
    def rules(play):
        drawn(play, {"a": Q(1, 3), "b": Q(1, 3), "c": Q(1, 3)})
        play.choose("H", ["x", "y"])
        return 0, 0, 0

    assert other(rules) is None


def test_who_moves_and_may_do_what_must_not_depend_on_the_type():
    def mover(play):
        kind = drawn(play, {"a": Q(1, 3), "b": Q(2, 3)})
        play.choose("H" if kind == "a" else "G", ["x", "y"], public=False)
        return 0, 0, 0

    def actions(play):
        kind = drawn(play, {"a": Q(1, 3), "b": Q(2, 3)})
        play.choose("H", ["x", "y"] if kind == "a" else ["x", "z"])
        return 0, 0, 0

    def ends(play):
        kind = drawn(play, {"a": Q(1, 3), "b": Q(2, 3)})
        if kind == "a":
            play.choose("H", ["x", "y"])
        return 0, 0, 0

    def draws(play):
        drawn(play, {"a": Q(1, 3), "b": Q(2, 3)})
        play.chance("weather", ["sun", "rain"])
        play.choose("H", ["x", "y"])
        return 0, 0, 0

    for rules in (mover, actions, ends, draws):
        assert other(rules) is None, rules.__name__


def test_somebody_must_have_the_type_alone():
    def nobody(play):
        play.chance("type", {"a": Q(1, 3), "b": Q(2, 3)})
        play.choose("H", ["x", "y"])
        return 0, 0, 0

    def both(play):
        kind = drawn(play, {"a": Q(1, 3), "b": Q(2, 3)})
        play.tell("G", kind)
        play.choose("H", ["x", "y"])
        play.choose("G", ["x", "y"])
        return 0, 0, 0

    def later(play):
        kind = play.chance("type", {"a": Q(1, 3), "b": Q(2, 3)})
        play.choose("H", ["x", "y"])
        play.tell("H", kind)
        play.choose("H", ["x", "y"])
        return 0, 0, 0

    def unseen(play):
        drawn(play, {"a": Q(1, 3), "b": Q(2, 3)})
        play.choose("H", ["x", "y"], public=False)
        play.choose("G", ["x", "y"])
        return 0, 0, 0

    for rules in (nobody, both, later, unseen):
        assert other(rules) is None, rules.__name__


def test_a_stake_must_be_settled_soon():
    """What G gets depends on F, who moves after the reply."""

    def slow(play):
        drawn(play, {"a": Q(1, 3), "b": Q(2, 3)})
        play.choose("G", ["x", "y"])
        play.choose("H", ["x", "y"])
        return 0, int(play.choose("F", ["x", "y"]) == "x"), 0

    def another(play):
        drawn(play, {"a": Q(1, 3), "b": Q(2, 3)})
        first = play.choose("G", ["x", "y"])
        second = play.choose("F", ["x", "y"])
        return int(play.choose("H", ["x", "y"]) == "x"), int(first == second), 0

    def soon(play):
        drawn(play, {"a": Q(1, 3), "b": Q(2, 3)})
        play.choose("G", ["x", "y"])
        reply = play.choose("H", ["x", "y"])
        return 0, int(reply == "x"), int(play.choose("F", ["x", "y"]) == "x")

    assert other(slow) is None and other(another) is None
    form = other(soon)
    assert form.stages[form.stage_at[form.root]].stakes == (pairs((0, 0), (-1, -1)), pairs((0, 0), (-1, -1)))


def test_numbers_with_roots_are_left_to_others():
    @game(players=("H", "G"))
    def rooted(play, *, x=Parameter(1)):
        kind = drawn(play, {"a": Q(1, 3), "b": Q(2, 3)})
        return (x if play.choose("H", ["x", "y"]) == "x" and kind == "a" else 0), 0

    assert public_form(rooted().at(x=2)) is not None and public_form(rooted().fix({"x": square_root(Q(2))})) is None


def test_alike_periods_are_one_game():
    form = public_form(repeated(3, 2))
    assert len(form.stages) <= 1 + 2 * 2 and form.stages[0] is None and form.informed == 0
    assert all(form.stages[k] is not None for k in form.stage_at.values() if k != END)
    assert all(max(stage.after) < k for k, stage in enumerate(form.stages) if stage is not None), "later ones first"


def test_what_is_sunk_is_told_from_what_is_at_stake():
    """The same game with a constant for each type, and with other names of actions."""

    @game(players=("H", "G"))
    def sunk(play, *, p=Parameter(Q(1, 4), "0 < p < 1")):
        kind = play.chance("type", {"strong": p, "weak": 1 - p})
        play.tell("H", kind)
        gift = 7 if kind == "strong" else 9
        if play.choose("G", ["away", "here"]) == "away":
            return 2 + gift, 3
        return (gift + (1 if kind == "strong" else -1), 2) if play.choose("H", ["hit", "run"]) == "hit" else (gift, 4)

    one, other_ = public_form(visited().at()), public_form(sunk().at())
    assert one.stages == other_.stages and other_.sunk[other_.root] == (9, 11)
