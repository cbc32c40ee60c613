"""The flat form: the leaf table once for every player, in arrays, and what is refused before it is built."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from games import GameError, Parameter, exact_leaf_table, game, load
from games.forms.flat import beside, flat_form, flat_form_bytes, flat_forms
from solvers.regret.learning import values_and_gains

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


POINTS = [Fraction(1, 3), Fraction(1, 2), Fraction(3, 4)]


def forms_of(name, parameter, **structure):
    """The forms of a game at three points, made together and one by one."""
    built = load(name, **structure)
    opened = built.with_(**{other: x for other, x in built.defaults.items() if other != parameter})
    values = np.array([[float(term.at({parameter: x})) for term in opened.terms] for x in POINTS])
    return flat_forms(opened, values), [flat_form(opened.at(**{parameter: x})) for x in POINTS]


@pytest.mark.parametrize(("name", "parameter"), [("campaign", "mu_long"), ("beer_quiche", "p"), ("crisis_signalling", "q")])
def test_forms_at_several_points_are_those_of_each_point(name, parameter):
    for together, alone in zip(*forms_of(name, parameter), strict=True):
        assert together.payoffs == pytest.approx(alone.payoffs) and together.weights == pytest.approx(alone.weights)
        assert (together.lowest, together.highest) == pytest.approx((alone.lowest, alone.highest))
        assert together.constant_sum == alone.constant_sum
        for array in ("sequence_start", "set_start", "before", "first", "size", "row_start", "others"):
            assert (getattr(together, array) == getattr(alone, array)).all()


def test_side_by_side_every_point_is_measured_as_alone():
    forms, _ = forms_of("campaign", "mu_long")
    side, behaviour = beside(forms), np.random.default_rng(1).random((3, forms[0].sequences))
    values, gains = values_and_gains(side, behaviour.ravel())
    each = [values_and_gains(form, row) for form, row in zip(forms, behaviour, strict=True)]
    assert (side.sequences, side.infosets) == (3 * forms[0].sequences, 3 * forms[0].infosets)
    assert values.tolist() == [x for one, _ in each for x in one.tolist()]
    assert gains.tolist() == [x for _, one in each for x in one.tolist()]
