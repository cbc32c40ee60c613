"""The flat form: the leaf table once for every player, in arrays, and what is refused before it is built."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from games import GameError, Parameter, exact_leaf_table, game, load
from games.forms.flat import flat_form, flat_form_bytes

GAMES = [load("kuhn"), load("kuhn", players=3), load("beer_quiche").at(), load("selten_horse"), load("leduc")]
each_game = pytest.mark.parametrize("built", GAMES, ids=lambda one: f"{one.name} {len(one.players)}")


@each_game
def test_rows_are_those_of_the_exact_leaf_table_for_every_player(built):
    form, table = flat_form(built), exact_leaf_table(built)
    for k in range(len(built.players)):
        rows = {}
        for s in range(form.sequence_start[k], form.sequence_start[k + 1]):
            for r in range(form.row_start[s], form.row_start[s + 1]):
                own = [*form.others[r]]
                own.insert(k, s)
                rows[tuple(int(x) for x in own - form.sequence_start[:-1])] = (form.payoffs[r], form.weights[r])
        assert set(rows) == {tuple(map(int, row)) for row in table.sequences}
        for row, weight, payoffs in zip(table.sequences, table.weights, table.payoffs, strict=True):
            assert rows[tuple(map(int, row))] == pytest.approx((float(payoffs[k]), float(weight)), abs=1e-15)


@each_game
def test_parents_come_first_and_actions_stand_together(built):
    form = flat_form(built)
    assert (form.before < form.first).all()
    taken = sorted([*form.sequence_start[:-1], *(s for a, n in zip(form.first, form.size, strict=True) for s in range(a, a + n))])
    assert taken == list(range(form.sequences))


@each_game
def test_the_estimate_is_at_least_what_the_arrays_hold(built):
    form = flat_form(built)
    held = sum(x.nbytes for x in vars(form).values() if isinstance(x, np.ndarray))
    assert held <= flat_form_bytes(built)


def test_constant_sums_are_known():
    assert flat_form(load("kuhn")).constant_sum
    assert not flat_form(load("selten_horse")).constant_sum


@game(players=("A", "B"))
def large(play, *, size=Fraction(1), p=Parameter(Fraction(1, 2), domain="0 <= p <= 1", means="a chance")):
    coin = play.chance("coin", {"h": p, "t": 1 - p})
    play.tell("A", coin)
    return (size, -size) if play.choose("A", ["x", "y"]) == "x" else (0, 0)


def test_what_has_no_floating_point_is_refused_in_words():
    with pytest.raises(GameError) as refused:
        flat_form(large())
    assert str(refused.value) == "large leaves p open; put numbers in with game.at(...)."
    for size in (Fraction(10) ** 400, Fraction(10) ** 300):
        with pytest.raises(GameError) as refused:
            flat_form(large(size=size).at())
        assert str(refused.value) == "A payoff of large is too large for floating point; write payoffs in a larger unit."
    with pytest.raises(GameError, match="The chance of 'h' at 'coin' is 0; every chance must be positive"):
        flat_form(large().fix({"p": Fraction(0)}))


def test_a_player_who_forgets_is_refused():
    kuhn = load("kuhn")
    first = [k for k in range(kuhn.infosets) if kuhn.set_owner[k] == 0]
    one, other = first[0], next(k for k in first if len(kuhn.set_actions[k]) == 2 and k != first[0] and kuhn.set_labels[k].count("/"))
    merged = replace(kuhn, infoset=np.where((kuhn.infoset == other) & (kuhn.owner == 0), one, kuhn.infoset).astype(np.int32))
    with pytest.raises(GameError, match="Alice forgets"):
        flat_form(merged)
