"""Ranges over whole regimes: what a quantity takes over all points of a regime and all equilibria there, and what has no bounds."""

from fractions import Fraction as Q

import pytest

from games import Parameter, game, load
from solvers import compare, regimes


def whole(found, quantity):
    frame = compare(found, measure=quantity, whole=True)
    return {row.regime: (row.least, row.greatest) for row in frame.itertuples()}


def test_a_flow_that_falls_with_a_belief():
    """1 - 3/50*mu_long where the rival is informed on, above 5/26; 1 - 1/25*mu_long where everybody waits."""
    found = regimes(load("sustainability_bet"), "mu_long", check=0)
    above, below = (next(r for r in found.regimes if f"mu_long {sign} 5/26" in r.conditions) for sign in "><")
    assert whole(found, "flow") == {above.name: (Q(47, 50), Q(257, 260)), below.name: (Q(129, 130), Q(1))}
    assert set(whole(found, "violence").values()) == {(0, 0)}, "what does not move has one value"


def test_ranges_hold_the_values_at_points_of_the_regime():
    found = regimes(load("defection_for_immunity", core=True), ("phi", "D_emb"), check=0)
    spans = whole(found, "informer")
    assert (None, None) not in spans.values()
    for point in found.game.domain.points(40, seed=4):
        regime = found.regime(**point)
        if regime is not None:
            (row,) = compare(found, measure="informer", at=point).itertuples()
            assert spans[regime.name][0] <= row.lowest <= row.highest <= spans[regime.name][1]


@game(players=("A",))
def risen(play, *, x=Parameter(2, "x > 0"), y=Parameter("1/2", "0 < y < 1")):
    """A takes what grows without bounds, or a share."""
    return {"A": x if play.choose("A", ["more", "share"]) == "more" else y}


def test_what_has_no_bounds_has_no_range():
    """Where x > y A takes x, which has none; where x < y it takes y, between 0 and 1."""
    found = regimes(risen(), "all", check=0)
    spans = whole(found, "A")
    more, share = (next(r for r in found.regimes if any(move in name for name in r.families)) for move in ("A more", "A share"))
    assert spans[more.name] == (None, None) and spans[share.name] == (0, 1)


def test_ranges_are_looked_for_where_they_are_asked_for():
    found = regimes(risen(), "all", check=0)
    assert {"least", "greatest"}.isdisjoint(compare(found, measure="A").columns)


@pytest.mark.slow
def test_over_a_whole_regime_coexisting_equilibria_count_too():
    """G9: what cooperation there is where a bare offer may be enough, over all equilibria of the regime."""
    found = regimes(load("intervention_stance"), "q_lim", check=0)
    for regime in found.regimes:
        least, greatest = whole(found, "cooperation")[regime.name]
        (row,) = compare(found, measure="cooperation", at=regime.sample).itertuples()
        assert least is None or least <= row.lowest <= row.highest <= greatest
