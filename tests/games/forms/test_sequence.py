"""Sequences, leaf tables and the sequence form."""

from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from scipy.optimize import linprog

from games import GameError, exact_leaf_table, game, leaf_table, load, sequence_form, sequences
from games.catalogue import STORIES
from games.tree import CHANCE, TERMINAL


def by_hand(built):
    """Payoffs and weights by tuple of sequences, following each play from the root, in labels."""
    rows = {}

    def follow(node, own, reach):
        if built.owner[node] == TERMINAL:
            row = rows.setdefault(tuple(own), [0] * (1 + len(built.players)))
            leaf = int(built.infoset[node])
            row[0] += reach
            for k in range(len(built.players)):
                row[1 + k] += reach * built.payoff(leaf, k)
            return
        for child in built.children(node):
            if built.owner[node] == CHANCE:
                follow(child, own, reach * built.chance(child))
            else:
                label = f"{built.set_labels[built.infoset[node]]}: {built.move_label(child)}"
                follow(child, [label if k == built.owner[node] else was for k, was in enumerate(own)], reach)

    follow(0, ["start"] * len(built.players), Fraction(1))
    return rows


def labelled(table):
    return {
        tuple(own.labels[s] for own, s in zip(table.players, row, strict=True)): [weight, *payoffs]
        for row, weight, payoffs in zip(table.sequences, table.weights, table.payoffs, strict=True)
    }


@pytest.mark.parametrize("name", STORIES)
def test_leaf_tables_hold_what_the_plays_add_up_to(name):
    built = load(name)
    expected = by_hand(built)
    exact = labelled(exact_leaf_table(built))
    assert exact.keys() == expected.keys()
    assert all(all(a == b for a, b in zip(exact[row], expected[row], strict=True)) for row in expected)
    numeric = labelled(leaf_table(built.at()))
    for row, values in by_hand(built.at()).items():
        np.testing.assert_allclose(numeric[row], [float(x) for x in values], rtol=1e-12, atol=1e-15)


def test_rows_are_distinct_and_in_order():
    table = leaf_table(load("kuhn"))
    assert table.sequences.shape == (30, 2) and table.payoffs.shape == (30, 2) and table.weights.shape == (30,) and len(table) == 30
    rows = [tuple(row) for row in table.sequences]
    assert rows == sorted(set(rows))
    assert table.payoffs.dtype == np.float64 and table.sequences.dtype == np.int32


def test_leaves_that_differ_in_chance_only_share_a_row():
    table = exact_leaf_table(load("beer_quiche"))
    assert len(table) == 8 and len(exact_leaf_table(load("crisis_signalling"))) == 4 * 3 + 2
    weights = {str(weight) for weight in exact_leaf_table(load("crisis_signalling")).weights}
    assert weights == {"pi", "1 - pi", "pi*q", "pi*(1 - q)", "q*(1 - pi)", "(1 - pi)*(1 - q)"}


@pytest.mark.parametrize("name", STORIES)
def test_sequences_stand_parents_first(name):
    built = load(name)
    for own in sequences(built):
        assert own.labels[0] == "start" and len(own) == 1 + sum(len(built.set_actions[i]) for i in own.infosets)
        assert len(set(own.labels)) == len(own.labels)
        assert all(own.before < own.first)
        assert list(own.first) == list(1 + np.cumsum([0, *(len(built.set_actions[i]) for i in own.infosets)])[:-1])


def test_kuhn_sequences():
    alice, bob = sequences(load("kuhn"))
    assert (len(alice), len(bob)) == (13, 13)
    assert alice.labels[:3] == ("start", "J: check", "J: bet")
    k = alice.labels.index("Q/check/bet: call")
    assert alice.labels[alice.before[list(alice.first).index(k - 1)]] == "Q: check"


def test_a_player_without_a_move():
    @game(players=("A", "B"))
    def alone(play):
        """B only watches."""
        return (1, 2) if play.choose("A", ["l", "r"]) == "l" else (0, 0)

    table = exact_leaf_table(alone())
    assert [own.labels for own in table.players] == [("start", "start: l", "start: r"), ("start",)]
    form = sequence_form(alone())
    assert form.F.tolist() == [[1]] and form.A.tolist() == [[0], [1], [0]]


def test_a_game_that_is_over_at_once():
    @game(players=("A",))
    def over(play):
        """Nothing to do."""
        return (7,)

    assert labelled(exact_leaf_table(over())) == {("start",): [1, 7]} == labelled(leaf_table(over()))


def test_the_sequence_form_in_small():
    form = sequence_form(load("beer_quiche", p=Fraction(9, 10)))
    assert form.E.tolist() == [[1, 0, 0, 0, 0], [-1, 1, 1, 0, 0], [-1, 0, 0, 1, 1]] and form.e.tolist() == [1, 0, 0]
    assert form.F.tolist() == [[1, 0, 0, 0, 0], [-1, 1, 1, 0, 0], [-1, 0, 0, 1, 1]] and form.f.tolist() == [1, 0, 0]
    assert form.A[1].tolist() == [0, Fraction(9, 10), Fraction(27, 10), 0, 0]
    assert form.B[4].tolist() == [0, 0, 0, Fraction(1, 10), 0]


def test_parameters_may_stay_open():
    form = sequence_form(load("beer_quiche"))
    assert [str(x) for x in form.A[1]] == ["0", "p", "3*p", "0", "0"]


def plan(own, game, behaviour):
    """Realisation plan of a behaviour strategy."""
    weights = [Fraction(1)] * len(own)
    for infoset, first, before in zip(own.infosets, own.first, own.before, strict=True):
        for k, action in enumerate(game.set_actions[infoset]):
            weights[first + k] = weights[before] * behaviour[game.set_labels[infoset]][action]
    return np.array(weights, dtype=object)


def test_kuhn_is_worth_minus_one_eighteenth():
    """By linear programming on the sequence form, for both players."""
    form = sequence_form(load("kuhn"))
    assert (form.A + form.B == 0).all()
    A, E, F = (matrix.astype(float) for matrix in (form.A, form.E, form.F))
    rows, columns = A.shape
    found = linprog(  # least e @ p with A @ y <= E.T @ p, F @ y = f
        np.concatenate([form.e.astype(float), np.zeros(columns)]),
        A_ub=np.hstack([-E.T, A]),
        b_ub=np.zeros(rows),
        A_eq=np.hstack([np.zeros((len(F), len(E))), F]),
        b_eq=form.f.astype(float),
        bounds=[(None, None)] * len(E) + [(0, None)] * columns,
    )
    assert found.fun == pytest.approx(-1 / 18, abs=1e-9)


def test_kuhns_own_strategies_earn_it_exactly():
    built = load("kuhn")
    alice, bob = sequences(built)
    form = sequence_form(built)
    b, third = Fraction(1, 5), Fraction(1, 3)
    bets, calls = {"J": b, "Q": 0, "K": 3 * b}, {"J": 0, "Q": b + third, "K": 1}
    one = {c: {"bet": bets[c], "check": 1 - bets[c]} for c in "JQK"} | {
        f"{c}/check/bet": {"call": calls[c], "fold": 1 - calls[c]} for c in "JQK"
    }
    after_check, after_bet = {"J": third, "Q": 0, "K": 1}, {"J": 0, "Q": third, "K": 1}
    two = {f"{c}/check": {"bet": after_check[c], "check": 1 - after_check[c]} for c in "JQK"}
    two |= {f"{c}/bet": {"call": after_bet[c], "fold": 1 - after_bet[c]} for c in "JQK"}
    x, y = plan(alice, built, one), plan(bob, built, two)
    assert (form.E @ x == form.e).all() and (form.F @ y == form.f).all()
    assert x @ form.A @ y == Fraction(-1, 18)

    def pure(own):
        sets = [(built.set_labels[i], built.set_actions[i]) for i in own.infosets]
        for chosen in product(*(actions for _, actions in sets)):
            yield plan(own, built, {label: {a: int(a == c) for a in actions} for (label, actions), c in zip(sets, chosen, strict=True)})

    assert max(z @ form.A @ y for z in pure(alice)) == Fraction(-1, 18) == min(x @ form.A @ z for z in pure(bob))


def test_what_is_refused():
    with pytest.raises(GameError, match=r"^beer_quiche leaves p open; put numbers in with game\.at\(\.\.\.\), or take exact_leaf_table\.$"):
        leaf_table(load("beer_quiche"))
    with pytest.raises(GameError, match=r"^sequence_form is for two players, but selten_horse has 1, 2, 3; take exact_leaf_table\.$"):
        sequence_form(load("selten_horse"))
