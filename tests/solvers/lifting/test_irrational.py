"""Lifts and traces with irrational probabilities: closed forms, boxes that hold one solution, exact ends."""

import json
import pickle
import random
from fractions import Fraction

import pytest
from flint import fmpq_mpoly_ctx

import solvers
from games import Parameter, game
from games.classics import three_man_poker
from games.numbers import read, sign_of
from solvers.lifting.boxes import boxed, decimals
from solvers.verifier import verify_in_boxes


@game(players=("I", "II", "III"))
def poker(play, *, bet=Parameter(2, "bet > 0", "the bet")):
    """Three-man poker with an open bet, sure moves made for the players."""
    return three_man_poker.rules(play, ante=1, bet=bet, plain=True)


def drawn(players, seed, bonus=None):
    """All choose at once; the payoffs are drawn, and a bonus may be open."""
    names = tuple("ABCDE"[:players])

    def rules(play, k):
        moves = [play.choose(name, ["l", "r"], public=name == names[-1]) for name in names]
        draw = random.Random(f"{seed}{moves}")
        pay = {name: draw.randrange(-9, 10) for name in names}
        if k is not None and moves[:2] == ["l", "l"]:
            pay["A"], pay["B"] = pay["A"] + k, pay["B"] - 2 * k
        return pay

    if bonus is None:
        return game(players=names)(lambda play: rules(play, None))()

    @game(players=names)
    def told(play, *, k=Parameter(0, "-9 < k < 9", "a bonus")):
        return rules(play, k)

    return told()


def mixed(tree, *chances):
    return {p: {tree.set_labels[k]: {"l": x, "r": 1 - x}} for k, (p, x) in enumerate(zip(tree.players, chances, strict=True))}


def first(found):
    return [next(iter(row.values())) for sets in found.profile.strategies.values() for row in sets.values()]


def test_three_man_poker_with_an_open_bet_is_one_irrational_piece():
    found = solvers.trace(poker(), "bet", "1/2", 6, concept="nash")
    (piece,) = found.pieces
    assert piece.values == {"I": read("-1/(8*(1 + bet))"), "II": read("-1/(8*(1 + bet))"), "III": read("1/(4*(1 + bet))")}
    assert piece.certificate.equilibrium and not found.gaps
    opens = piece.plans.profile["I"]["High"]["pass"]
    assert opens.roots and opens.at({"bet": 2}) == read("-1 + sqrt(15)/3")
    assert found.at(3).certificate.equilibrium


def test_irrational_pieces_touch_rational_ones_at_exact_walls():
    found = solvers.trace(drawn(3, 18, "k"), "k", -5, 5, concept="nash")
    assert [wall.at for wall in found.walls[-2:]] == [Fraction(-723, 343), read("(21 + sqrt(12145))/28")] and not found.gaps
    middle = found.pieces[-2]
    assert middle.plans.profile["A"]["start"]["l"].roots and middle.certificate.equilibrium
    assert [(r.player, r.action) for wall in found.walls[-2:] for r in wall.reasons] == [("A", "r"), ("C", "r")]
    assert all(found.at(x).certificate.equilibrium for x in (-2, 0, 4))


def test_a_lift_with_square_roots_of_a_parameter_has_an_interval():
    tree = drawn(3, 18, "k")
    found = solvers.lift(tree, mixed(tree.at(k=0), 0.45, 0.35, 0.84), over="k", concept="nash", k=0)
    assert found.along("k") == (Fraction(-723, 343), read("(21 + sqrt(12145))/28"))
    assert "k < (21 + sqrt(12145))/28 (else C no longer plays r at start)" in found.text()
    assert found.family.exists({"k": Fraction(1)}) and not found.family.exists({"k": Fraction(5)})
    assert pickle.loads(pickle.dumps(found)).as_json() == found.as_json()


def test_four_players_mix_by_one_root_of_degree_nine():
    tree = drawn(4, 9)
    found = solvers.lift(tree, mixed(tree, 0.64, 0.35, 0.64, 0.65), concept="nash")
    numbers = first(found)
    assert all(x.roots == numbers[0].roots for x in numbers) and found.certificate.equilibrium
    assert set(found.certificate.gains.values()) == {0}
    for player, (x, sets) in zip(tree.players, zip(numbers, found.boxes.values(), strict=True), strict=True):
        low, high = sets["start"]["l"]
        assert sign_of(x - low) > 0 and sign_of(high - x) > 0 and high - low < Fraction(1, 10**29), player
    assert "the indifferences have no" in found.text() and "~0.6425" in found.text()


def test_folds_end_a_root_of_a_parameter():
    tree = drawn(4, 9, "k")
    found = solvers.lift(tree, mixed(tree.at(k=0), 0.64, 0.35, 0.64, 0.65), over="k", concept="nash", k=0)
    assert [border.reasons for border in found.conditions] == [(), ()]
    assert "(else solutions of the indifferences meet)" in found.text()


@pytest.mark.parametrize("concept", ["nash", "sequential"])
def test_five_players_are_lifted_in_boxes(concept):
    tree = drawn(5, 4)
    found = solvers.lift(tree, mixed(tree, 0.514, 0.377, 0.454, 0.798, 0.312), concept=concept)
    assert all(isinstance(x, float) for x in first(found)) and found.certificate.equilibrium
    assert max(found.certificate.gains.values()) < 1e-25
    told = json.loads(json.dumps(found.as_json()))
    assert isinstance(told["profile"]["A"]["start"]["l"], float) and Fraction(told["boxes"]["A"]["start"]["l"][0]) < 1
    assert found.notes[0].startswith("No closed form was worked out: probabilities are known in boxes")
    assert "verified in boxes: nobody gains more than" in found.text()
    assert found.origin.supports == 1


def test_the_verifier_believes_no_boxes_that_hold_no_equilibrium():
    tree = drawn(4, 9)
    found = solvers.lift(tree, mixed(tree, 0.64, 0.35, 0.64, 0.65), concept="nash")
    assert verify_in_boxes(tree, found.boxes, None, "nash").equilibrium
    moved = {p: {s: {a: (low, high) for a, (low, high) in row.items()} for s, row in sets.items()} for p, sets in found.boxes.items()}
    moved["A"]["start"] = {"l": (Fraction(1, 2),) * 2, "r": (Fraction(1, 2),) * 2}
    refused = verify_in_boxes(tree, moved, None, "nash")
    assert not refused.equilibrium and not refused.rational


def test_roots_inside_other_equations_join_one_field():
    """Two corners of irrational play, the second paid by what the first one's players do."""
    names = tuple("ABCDEF")

    @game(players=names)
    def chained(play):
        moves = [play.choose(name, ["l", "r"], public=name == "F") for name in names]
        draws = [random.Random(f"18{moves[:3]}"), random.Random(f"18{moves[3:]}")]
        pay = {name: draws[k // 3].randrange(-9, 10) for k, name in enumerate(names)}
        return {**pay, "D": pay["D"] + (moves[0] == "l" and moves[3] == "l")}

    tree = chained()
    found = solvers.lift(tree, mixed(tree, 0.455, 0.347, 0.843, 0.455, 0.347, 0.843), concept="nash")
    assert found.certificate.equilibrium and first(found)[3].roots


def test_a_double_root_has_no_box():
    ring = fmpq_mpoly_ctx.get(("x", "y"), "lex")
    x, y = ring.gens()
    assert boxed([(x - 1) ** 2, y - x], ["x", "y"], {"x": 1.1, "y": 1.1}) is None
    low, high = decimals(boxed([x**2 - 2, y - x], ["x", "y"], {"x": 1.4, "y": 1.4})["y"])
    assert low**2 < 2 < high**2 and high - low < Fraction(1, 10**29)
