"""Chance moves beside types from a continuum: told to all later on, or to nobody; refused in words where somebody who knows has moved."""

from fractions import Fraction as Q

import pytest
from crises import windy
from expected_play import missed

import solvers
from games import GameError
from games.numbers import read


def test_what_nobody_knows_counts_on_average():
    """By hand: a fair wind has 1/3, so war is worth 1/12 less to A and 1/6 more to B; resistance has its chance of 2/3."""
    found = solvers.solve(windy(()))
    (one,) = found
    assert found.found == "all" and one.cutoffs == {"A": (Q(-5, 12),), "B": (Q(-7, 6),)}
    assert one.certificate.equilibrium and set(one.certificate.gains.values()) == {0}
    assert one.assessment.beliefs["B"]["challenge"] == {"fair/challenge": Q(1, 3), "foul/challenge": Q(2, 3)}


@pytest.mark.slow
def test_nothing_is_missed_where_chance_is_kept_from_all():
    _, unknown, astray = missed(solvers.solve(windy(())))
    assert not unknown and not astray


@pytest.mark.slow
def test_what_all_are_told_after_the_first_move():
    (one,) = solvers.solve(windy(("A", "B")))
    assert one.certificate.equilibrium and set(one.certificate.gains.values()) == {0} and len(one.cutoffs["A"]) == 2
    mapped = solvers.regimes(windy(()), "p")
    assert mapped.found == "all" and mapped.checked["disagreements"] == 0
    assert any(family.cutoffs["A"][:1] == (read("-(1 + 2*p)/4"),) for family in mapped.families)


def test_what_somebody_knew_who_moved_is_refused_in_words():
    with pytest.raises(
        GameError,
        match=r"A does not know at 'challenge/resist' what 'wind' drew, and B, who moved before, was told; .* as long as nobody who knows it has moved",
    ):
        solvers.solve(windy("B"))
