"""Quantities from regime to regime: frames of small games, written out, and ranges over coexisting equilibria."""

from fractions import Fraction as Q
from functools import reduce

import pytest
from small_games import entry, heard, horse, quality

from games import GameError, Parameter, game
from games.numbers import Expression, read, square_root
from solvers import families, regimes
from solvers.maps.comparison import _certain, _equal, _reached, comparison, hull, outcome_spans, quantities, span_of
from solvers.maps.continuum import Continuum, Span


@pytest.fixture(scope="module")
def hearing():
    return regimes(heard(), check=0)


def test_a_frame_of_every_quantity_in_every_regime():
    found = regimes(entry(), check=0)
    frame = comparison({"here": found})
    assert list(frame.columns) == [
        "setting",
        "regime",
        "conditions",
        "kind",
        "quantity",
        "lowest",
        "highest",
        "lowest_in",
        "highest_in",
        "exact",
        "at",
    ]
    rows = [tuple(row) for row in frame.itertuples(index=False)]
    come, out = "A in; B yield", "A out"
    assert rows[5:] == [
        ("here", "R2", "c > -1", "outcome", "out", 0, 0, come, come, True, "c = 1"),
        ("here", "R2", "c > -1", "outcome", "in/fight", 0, 0, come, come, True, "c = 1"),
        ("here", "R2", "c > -1", "outcome", "in/yield", 1, 1, come, come, True, "c = 1"),
        ("here", "R2", "c > -1", "payoff", "A", 2, 2, come, come, True, "c = 1"),
        ("here", "R2", "c > -1", "payoff", "B", 1, 1, come, come, True, "c = 1"),
    ]
    assert rows[:5] == [
        ("here", "R1", "c < -1", "outcome", "out", 1, 1, out, out, True, "c = -2"),
        ("here", "R1", "c < -1", "outcome", "in/fight", 0, 0, out, out, True, "c = -2"),
        ("here", "R1", "c < -1", "outcome", "in/yield", 0, 0, out, out, True, "c = -2"),
        ("here", "R1", "c < -1", "payoff", "A", 0, 0, out, out, True, "c = -2"),
        ("here", "R1", "c < -1", "payoff", "B", 4, 4, out, out, True, "c = -2"),
    ]
    assert frame.attrs["where"] == {("here", "R1"): ["c < -1"], ("here", "R2"): ["c > -1"]}


def test_ranges_over_coexisting_equilibria(hearing):
    frame = comparison({"a": hearing}, "S")
    quiet, mixing = (
        "S pooling on quiet; off the path B x at heard, C u at heard",
        "S semi-separating (h heard, l quiet or heard); B y; C u or v",
    )
    told = [(r.regime, r.lowest, r.highest, r.lowest_in, r.highest_in, r.conditions) for r in frame.itertuples()]
    assert told == [
        ("R1", 0, Q(1, 6), quiet, mixing, "p < 1/2"),
        ("R2", 0, Q(13, 10), quiet, "S pooling on heard; B y; C u", "p > 1/2 and p < 2/3"),
        ("R3", 0, 0, quiet, quiet, "p > 2/3"),
    ]
    assert set(frame["kind"]) == {"payoff"} and frame["exact"].all() and list(frame["at"]) == ["p = 1/3", "p = 3/5", "p = 3/4"]


def test_several_settings_and_unknown_quantities(hearing):
    two = comparison({"one": hearing, "two": regimes(entry(), check=0)}, "quiet")
    assert set(two["setting"]) == {"one"}
    with pytest.raises(
        GameError,
        match=r"There is no outcome, measure or payoff 'war'; there are B, C, S, heard/x/u, heard/x/v, heard/y/u, heard/y/v, quiet\.",
    ):
        comparison({"one": hearing}, "war")


@game(players=("A", "B"))
def priced(play, *, v=Parameter(2, "v > 0")):
    """B does not care what it does after x; what A gets depends on that, and so does the bill."""
    if play.choose("A", ["out", "x"]) == "out":
        play.measure(bill=0)
        return 0, 0
    reply = play.choose("B", ["l", "r"])
    play.measure(bill=3 if reply == "l" else v)
    return (v if reply == "l" else 1), 0


@pytest.fixture(scope="module")
def open_reply():
    return regimes(priced(), check=0)


def test_measures_and_payoffs_over_what_is_left_open(open_reply):
    frame = comparison({"": open_reply})
    told = {(r.regime, r.kind, r.quantity): (r.lowest, r.highest) for r in frame.itertuples()}
    home = open_reply.regime().name
    assert told[home, "payoff", "A"] == (1, 2) and told[home, "measure", "bill"] == (2, 3) and told[home, "payoff", "B"] == (0, 0)
    assert told[home, "outcome", "x/l"] == (0, 1) and told[home, "outcome", "out"] == (0, 0)


def test_quantities_of_a_family(open_reply):
    family = open_reply.families[0]
    assert (
        quantities(family, "outcome") is family.outcomes
        and quantities(family, "measure") is family.measures
        and quantities(family, "payoff") is family.payoffs
    )


def test_at_worst_a_quantity_lies_between_the_endings(open_reply):
    one = open_reply.game
    point = {"v": Q(5)}
    assert _certain(one, "outcome", "x/l", point) == (0, 1) and _certain(one, "payoff", "A", point) == (0, 5)
    assert _certain(one, "measure", "bill", point) == (0, 5) and _certain(one, "payoff", "B", point) == (0, 0)
    low, high = _certain(one, "payoff", "A", {"v": square_root(2)})
    assert low == 0 and high * high == 2


class Vague(Continuum):
    """Says of every quantity that it lies between two numbers, not exactly."""

    def __init__(self, family, point, low, high):
        super().__init__(family, point)
        self.said = None if low is None else Span(low, high, False)

    def span(self, number):
        return self.said


def test_an_outer_bound_is_cut_by_the_endings(open_reply):
    family = next(f for f in open_reply.families if f.free)
    for (low, high), (left, right) in (((-3, 9), (0, 2)), ((1, 9), (1, 2)), ((-1, Q(1, 2)), (0, Q(1, 2))), ((None, None), (0, 2))):
        found = span_of(open_reply.game, "payoff", "A", Vague(family, {"v": Q(2)}, low, high))
        assert found == Span(left, right, False)
    assert span_of(open_reply.game, "payoff", "A", Continuum(family, {"v": Q(2)})).exact


def test_the_least_range_that_holds_several():
    assert hull([Span(0, 1), Span(Q(1, 2), 2)]) == Span(0, 2)
    assert hull([Span(0, 1, False), Span(0, Q(1, 2)), Span(Q(1, 2), 1)]) == Span(0, 1, True), "both ends are those of exact ones"
    assert hull([Span(0, 1, False), Span(0, Q(1, 2))]) == Span(0, 1, False) and hull([Span(-1, 1, False), Span(0, 1)]) == Span(-1, 1, False)
    assert hull([Span(square_root(2), 2), Span(1, 3)]) == Span(1, 3)


def test_no_probability_lies_beyond_zero_and_one():
    def whole(spans):
        return all(reduce(_reached, spans, (False, False)))

    assert whole([Span(0, Q(1, 2)), Span(Q(1, 3), 1)]) and not whole([Span(0, Q(1, 2))]) and not whole([Span(0, 1, False)])
    assert (
        not whole([Span(Q(1, 3), 1)])
        and not whole([Span(0, Q(1, 2)), Span(0, 1, False)])
        and not whole([Span(0, 1, False), Span(Q(1, 2), 1)])
    )


def test_numbers_that_are_equal():
    root = square_root(2)
    assert _equal(1, Q(1)) and not _equal(1, Q(1) + Q(1, 10**9)) and not _equal(1, 2) and _equal(root, root) and _equal(root * root, 2)
    assert not _equal(root, Q(141421356, 10**8))


def test_probabilities_over_coexisting_families(hearing):
    regime = hearing.regimes[0]
    some = [hearing.family(name) for name in regime.families]
    found = outcome_spans(hearing.game, some, regime.sample)
    assert {label: (span.lowest, span.highest) for label, span in found.items()} == regime.outcomes and all(s.exact for s in found.values())
    opened = next(f for f in families(horse()) if f.free)
    assert outcome_spans(horse(), [opened], {"x": Q(3)})["across/across"] == Span(1, 1)
    assert outcome_spans(horse(), [], {"x": Q(3)}) == {}


def test_the_frame_of_a_map_in_two_parameters():
    frame = comparison({"": regimes(quality(), "all", check=0)}, "F")
    # F gets (good) 2 in rain and 1 in sun, the bad the same with a minus
    told = {r.regime: (r.lowest, r.highest, r.at) for r in frame.itertuples()}
    assert told["R4"][2] == "q = 2, r = 1" and told["R4"][0] == told["R4"][1] == Q(2 * 2 + 4 - 2 - 2, 9)
    assert all(told[name][:2] == (0, 0) for name in ("R1", "R2", "R3"))
    assert isinstance(read("x", "x"), Expression)
