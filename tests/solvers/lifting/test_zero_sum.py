"""Zero-sum games traced by a parameter: known closed forms and walls, and the verifier on samples."""

import json
import pickle
from fractions import Fraction

import pytest
from click.testing import CliRunner
from flint import fmpq, fmpq_poly

import games
import solvers
from games import GameError, Parameter, game
from games.numbers import Expression, read, text
from solvers.__main__ import command_line
from solvers.lifting.open_leaves import open_leaves
from solvers.lifting.zero_sum import simplest_between, stretches
from solvers.results import Start, Stop


def kuhn():
    return solvers.trace(games.load("kuhn", stakes="open"), "bet", "1/10", 6)


def leduc(low, high, **more):
    return solvers.trace(games.load("leduc", stakes="open"), "bet", low, high, **more)


def values(trace, player="Alice"):
    return [(text(piece.low), text(piece.high), piece.values[player]) for piece in trace.value]


def test_kuhn_with_an_open_bet():
    found = kuhn()
    assert values(found) == [
        ("1/10", "1", read("-bet**2/(6*(bet + 2))")),
        ("1", "2", read("bet*(bet - 2)/(6*(bet + 2))")),
        ("2", "6", 0),
    ]
    assert [(wall.at, text(wall.polynomial)) for wall in found.walls] == [(1, "bet - 1"), (2, "bet - 2")]
    assert found.walls[0].reasons == (Start("Alice", "K", "check"),)
    assert {Stop("Alice", "Q/check/bet", "call"), Stop("Bob", "Q/bet", "call")} <= set(found.walls[1].reasons)
    assert (found.found, found.complete, found.gaps) == ("some", False, ())
    assert [sum(piece.outcomes.values()) for piece in found.pieces] == [1, 1, 1]


def test_a_trace_is_equilibria_by_the_verifiers_word():
    found = kuhn()
    assert all(piece.certificate.equilibrium for piece in found.pieces)
    for x in (Fraction(1, 10), Fraction(1), Fraction(7, 5), Fraction(2), Fraction(6)):
        there = games.load("kuhn", stakes="open").at(bet=x)
        solution = found.at(x)
        assert solution.certificate.equilibrium and solvers.verify(there, solution.profile, "nash").equilibrium
        assert solution.payoffs["Alice"] == solvers.solve(there, "nash", method="sequence-lp")[0].payoffs["Alice"]


def test_liars_dice_with_an_open_price():
    found = solvers.trace(games.load("liars_dice", stakes="open"), "price", "1/10", 4)
    assert values(found) == [("1/10", "1/3", read("price")), ("1/3", "4", read("(price + 1)/4"))]


def test_liars_dice_with_three_faces_has_an_irrational_wall():
    found = solvers.trace(games.load("liars_dice", stakes="open", faces=3), "price", "1/4", "7/20")
    first, second, third = found.value
    assert first.values["Alice"] == read("price*(price + 1)/(3*(3 - price))") and first.high == read("2*sqrt(7) - 5")
    assert (second.values["Alice"], second.high) == (read("(1 - 2*price)/9"), Fraction(1, 3))
    assert third.high == Fraction(7, 20) and all(piece.certificate.equilibrium for piece in found.pieces)
    assert found.at("3/10").payoffs["Alice"] == Fraction(2, 45)


@pytest.mark.slow
def test_liars_dice_with_three_faces_has_eight_pieces_of_the_value():
    found = solvers.trace(games.load("liars_dice", stakes="open", faces=3), "price", "1/4", 4)
    assert len(found.value) == 8 and not found.gaps and found.value[-1].values["Alice"] == read("price/9")


def test_a_basis_of_leduc_is_optimal_between_two_irrational_walls():
    (middle,), gaps = stretches(open_leaves(games.load("leduc", stakes="open").with_(ante=1), "bet"), Fraction(2), Fraction("2.005"), None)
    assert not gaps and middle.below is None and middle.above is None
    value = middle.basis.value(fmpq(2)) / middle.basis.denominator(fmpq(2))
    assert value == fmpq(-1454920850547486749701863871533, 16995463438839962469905132501930)


@pytest.mark.slow
def test_leduc_around_bet_two():
    found = leduc("1.99", "2.02")
    walls = {round(float(wall.at), 9): wall for wall in found.walls}
    assert {1.995005827, 2.007087951} <= set(walls)
    degree = {at: wall.polynomial.numerator.degrees()[0] for at, wall in walls.items()}
    assert (degree[1.995005827], degree[2.007087951]) == (35, 16)
    assert Stop("Alice", "Q/raise/call/K/check/raise", "raise") in walls[2.007087951].reasons
    assert not found.gaps and all(piece.certificate.equilibrium for piece in found.pieces)


@pytest.mark.slow
def test_leduc_between_bets_two_and_two_and_a_half_has_sixteen_pieces_of_the_value():
    found = leduc(2, "5/2")
    assert len(found.value) == 16 and not found.gaps
    assert found.at("9/4").payoffs == solvers.solve(games.load("leduc", bet="9/4"), "nash", method="sequence-lp")[0].payoffs


def test_time_that_is_over_leaves_a_gap():
    found = solvers.trace(games.load("kuhn", stakes="open"), "bet", 1, 6, seconds=1e-9)
    assert (found.pieces, found.gaps, found.walls) == ((), ((1, 6),), ())
    with pytest.raises(GameError, match=r"^bet = 2 lies in a gap of the trace.$"):
        found.at(2)
    with pytest.raises(GameError, match=r"^bet = 7 is outside the traced range 1 to 6.$"):
        found.at(7)


def test_a_range_may_begin_and_end_on_walls():
    found = solvers.trace(games.load("kuhn", stakes="open"), "bet", 1, 2)
    assert values(found) == [("1", "2", read("bet*(bet - 2)/(6*(bet + 2))"))] and not found.walls and not found.gaps


@game(players=("Row", "Column"))
def pennies(play, *, a=Parameter(1, "a > 0", "what heads win"), k=Parameter(0, "k >= 0", "a sum to share")):
    """Matching pennies with a stake on heads, and something to share."""
    row, column = play.choose("Row", ["h", "t"], public=False), play.choose("Column", ["h", "t"])
    won = (a if row == "h" else 1) if row == column else 0
    play.measure(matches=int(row == column))
    return won + k, k * a - won


@game(players=("Row", "Column"))
def discounted(play, *, d=Parameter(Fraction(1, 3), "0 < d < 1", "a discount factor")):
    """Matching pennies for ever."""
    same = play.choose("Row", ["h", "t"], public=False) == play.choose("Column", ["h", "t"])
    return (1 / (1 - d), -1 / (1 - d)) if same else (0, 0)


def test_payoffs_may_add_up_to_a_function_of_the_parameter():
    found = solvers.trace(pennies(), "a", "1/2", 3, k=2)
    (piece,) = found.pieces
    assert piece.values == {"Row": read("a/(1 + a) + 2"), "Column": read("2*a - a/(1 + a)")}
    assert piece.measures == {"matches": read("(1 + a**2)/(1 + a)**2")}
    assert found.at(1).measures == {"matches": Fraction(1, 2)}


def test_everything_can_be_pickled_and_written():
    found = kuhn()
    again = pickle.loads(pickle.dumps(found))
    assert again.as_json() == found.as_json() and again.at(3).payoffs == found.at(3).payoffs
    told = json.loads(json.dumps(found.as_json()))
    assert told["walls"][1]["at"] == "2" and told["found"] == "some" and told["complete"] is False
    assert found.text().splitlines()[:4] == [
        "Kuhn poker: one card each, one bet",
        "kuhn at ante = 1: Nash equilibria by bet from 1/10 to 6",
        "",
        "1/10 <= bet <= 1",
    ]
    assert "At bet = 1: Alice starts to play check at K." in found.text()
    frame = found.frame()
    assert list(frame.columns) == ["from", "to", "player", "value"] and list(frame["from"][::2]) == [Fraction(1, 10), 1, 2]


def test_the_terminal_gives_the_same():
    done = CliRunner().invoke(
        command_line, ["trace", "kuhn", "--set", "stakes=open", "--by", "bet", "--from", "1/10", "--to", "6", "--json"]
    )
    told = json.loads(done.stdout)
    assert [wall["at"] for wall in told["walls"]] == ["1", "2"]
    worth = [read(piece["values"]["Alice"]) for piece in told["pieces"]]
    assert read("bet*(bet-2)/(6*(bet+2))") in worth and isinstance(worth[0], Expression)


@pytest.mark.parametrize(
    "asked, said",
    [
        (lambda: solvers.trace(games.load("kuhn"), "bet", 1, 2), "kuhn has no open parameter 'bet' to map over; it has none."),
        (lambda: solvers.trace(games.load("kuhn", stakes="open"), "bet", 2, 1), "The range of bet is empty: it runs from 2 to 1."),
        (lambda: solvers.trace(games.load("kuhn", stakes="open"), "bet", 0, 1), "bet = 0 violates bet > 0, which the game assumes."),
        (
            lambda: solvers.trace(games.load("kuhn", stakes="open"), "bet", "low", 1),
            "'low' is no end of a range of bet; give a whole number, a fraction or a decimal.",
        ),
        (
            lambda: solvers.trace(games.load("kuhn", stakes="open"), "bet", 1, 2, concept="pbe"),
            "trace follows sequential equilibria or Nash equilibria; found concept='pbe'.",
        ),
        (
            lambda: solvers.trace(discounted(), "d", "1/4", "1/2"),
            "discounted divides by d - 1 in a payoff or a chance, where polynomials are needed; trace another parameter than d.",
        ),
    ],
)
def test_refusals(asked, said):
    with pytest.raises(GameError) as error:
        asked()
    assert str(error.value) == said


def test_simplest_fractions():
    assert simplest_between(Fraction(31, 100), Fraction(34, 100)) == Fraction(1, 3)
    assert simplest_between(Fraction(-3, 2), Fraction(-7, 5)) == Fraction(-3, 2)
    assert simplest_between(Fraction(2), Fraction(5, 2)) == 2


def test_conditions_and_denominator_of_a_basis_hold_as_identities():
    leaves = open_leaves(games.load("kuhn", stakes="open").with_(ante=1), "bet")
    found, _ = stretches(leaves, Fraction(1, 2), Fraction(3), None)
    for stretch in found:
        basis = stretch.basis
        assert all(isinstance(f, fmpq_poly) and f for f, _, _ in basis.conditions)
        assert basis.first[0] == basis.second[0] == basis.denominator  # the empty sequence has weight one
