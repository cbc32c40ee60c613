"""Payoffs larger than any float, and payoffs that differ in the 26th digit: exact answers stay exact, the rest is refused in words."""

from fractions import Fraction as Q

import pytest

import solvers
from games import GameError, Parameter, game
from games.numbers import InOrder, as_float, between, read

BIG = 10**25


@game(players=("A", "B"))
def near(play, *, c=Parameter(1, "0 < c < 2")):
    """Three actions whose payoffs differ in the 26th digit; B likes to agree on l or on r."""
    a, b = play.choose("A", ["l", "m", "r"], public=False), play.choose("B", ["l", "r"], public=False)
    play.measure(harm=BIG + int(a == "r"))
    return BIG + {"ll": 1, "ml": 3, "rr": 3, "mr": 1}.get(a + b, 0) * c, int((a == "r") == (b == "r"))


@game(players=("A", "B"))
def vast(play, *, c=Parameter("1e400", "c > 1e300")):
    """Both choose unseen; to agree is worth c to one of them."""
    a, b = play.choose("A", ["l", "r"], public=False), play.choose("B", ["l", "r"], public=False)
    return {"ll": (c, 1), "rr": (1, c)}.get(a + b, (0, 0))


def test_numbers_are_put_in_order_however_near_they_are():
    root = read("sqrt(2)")
    numbers = [root + Q(1, 10**30), Q(10**400), root, Q(1, 10**400), -Q(10**400), root - Q(1, 10**30), Q(0)]
    assert sorted(numbers, key=InOrder) == [numbers[k] for k in (4, 6, 3, 5, 2, 0, 1)]
    assert InOrder(root) == InOrder(read("sqrt(8)/2")) != InOrder(numbers[0])
    assert root < between(root, numbers[0]) < numbers[0] and between(Q(0), Q(1, 10**400)) == Q(1, 2 * 10**400)
    assert (as_float(Q(10**400)), as_float(-root * 10**400)) == (float("inf"), float("-inf"))


def test_the_best_of_several_payoffs_is_told_in_the_last_digit():
    found = solvers.assessment(near(), "A", {"B": "l"})
    assert found.static == BIG + 3 and found.advice() == {"start": ("m", "m")}
    assert (found.lowest, found.highest) == (BIG + Q(9, 5), BIG + 3)


def test_ranges_over_equilibria_are_told_in_the_last_digit():
    mapped = solvers.regimes(near(), check=0)
    row = solvers.compare(mapped, measure="harm", whole=True).iloc[0]
    assert (row.lowest, row.highest, row.least, row.greatest) == (BIG, BIG + 1, BIG, BIG + 1)


def test_what_needs_no_floats_is_answered_for_payoffs_larger_than_any():
    mapped, c = solvers.regimes(vast(), check=0), 10**400
    row = solvers.compare(mapped, measure="A", whole=True).iloc[0]
    assert (row.lowest, row.highest) == (Q(c, c + 1), c)
    assert solvers.robustness(mapped, "A > 1").claims[0].here == "in some"
    assert solvers.commit(vast(), "A").value == solvers.correlated(vast(), "communication", "A").value == c
    assert len(solvers.solve(vast(), "proper")) == 3 and solvers.assessment(vast(), "A", {"B": "l"}).static == c


@pytest.mark.parametrize(
    "ask",
    [
        lambda: solvers.regimes(vast(), check=0).plot(),
        lambda: solvers.sweep(vast(), {"c": ["1e400", "1e301"]}),
        lambda: solvers.simulate(vast(), solvers.solve(vast())[0], 5),
    ],
)
def test_what_is_reckoned_in_floats_is_refused_in_words(ask):
    with pytest.raises(GameError, match=r"too large for floating point.*larger unit"):
        ask()


def test_payoffs_too_small_for_floating_point_are_refused_in_words():
    @game(players=("A", "B"))
    def tiny(play):
        """Both choose unseen; to agree is worth next to nothing."""
        agree = play.choose("A", ["l", "r"], public=False) == play.choose("B", ["l", "r"], public=False)
        return Q(int(agree), 10**320), Q(int(not agree), 10**320)

    with pytest.raises(GameError, match="The payoffs of tiny are too small for floating point; write them in a smaller unit"):
        solvers.quantal_response(tiny(), 1)
