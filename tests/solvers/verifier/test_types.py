"""The judge of profiles by type: right ones win nothing, planted errors are seen, with the gains that a hand finds."""

from fractions import Fraction as Q

import pytest
from crises import crisis, no_tie

from games import GameError
from games.numbers import read
from solvers import verify
from solvers.results import ByType, TypeBelief, TypeCell

NAMES = {"A": "w_A", "B": "w_B"}


def a_cell(low, high, challenges, fights):
    return TypeCell(
        low,
        high,
        {
            "start": {"accept": 1 - challenges, "challenge": challenges},
            "challenge/resist": {"back down": 1 - fights, "fight": fights},
        },
    )


def b_cell(low, high, resists):
    return TypeCell(low, high, {"challenge": {"concede": 1 - resists, "resist": resists}})


def bluffing(share=Q(7, 9), cut=Q(-7, 6)):
    """Known answer 2 of the crisis at its defaults."""
    cells = {
        "A": (a_cell(-2, Q(-1, 2), share, 0), a_cell(Q(-1, 2), Q(1, 2), 1, 1)),
        "B": (b_cell(-2, cut, 0), b_cell(cut, Q(1, 2), 1)),
    }
    return ByType(NAMES, cells)


def deterred(*pieces):
    """Nobody challenges when A's best type is -1/4, held by what is believed after a challenge."""
    cells = {"A": (a_cell(-2, Q(-1, 2), 0, 0), a_cell(Q(-1, 2), Q(-1, 4), 0, 1)), "B": (b_cell(-2, Q(1, 2), 1),)}
    return ByType(NAMES, cells, (TypeBelief("A", "challenge", pieces, True),))


def test_the_bluffing_equilibrium_wins_nobody_anything():
    certificate = verify(crisis().at(), bluffing())
    assert certificate.equilibrium and certificate.gains == {"A": 0, "B": 0} and certificate.concept == "pbe-ft"
    assert certificate.reason == (
        "No type gains by another continuation at any of the 3 information sets; beliefs about types follow Bayes' rule wherever they can."
    )


def test_a_mix_off_by_a_hundredth_is_seen():
    certificate = verify(crisis().at(), bluffing(Q(7, 9) + Q(1, 100)))
    assert not certificate.equilibrium and certificate.gains == {"A": 0, "B": Q(9, 1309)}
    assert certificate.reason == "B with w_B = -7/6 gains 9/1309 at 'challenge' with a continuation that plays resist there."


def test_a_cutoff_that_is_off_is_seen():
    certificate = verify(crisis().at(), bluffing(cut=Q(-1)))
    assert not certificate.equilibrium and certificate.gains["A"] > 0 and certificate.gains["B"] > 0


def test_a_belief_after_a_move_that_nobody_makes_decides():
    built = crisis().at(a1=Q(-1, 4))
    assert verify(built, deterred((-2, Q(-1, 2), Q(4, 5)), (Q(-1, 2), Q(-1, 4), Q(1, 5)))).equilibrium
    wrong = verify(built, deterred((Q(-1, 2), Q(-1, 4), 1)))
    assert not wrong.equilibrium and wrong.gains == {"A": 0, "B": 2}
    with pytest.raises(GameError, match="No type of A is believed possible after 'challenge'; state what is believed there"):
        verify(built, ByType(NAMES, deterred().cells))


def test_cutoffs_that_are_roots_are_judged_exactly():
    """Known answer 13: y = (19 - sqrt 649)/12, and A challenges from -(3 + y)/... on, where it is indifferent."""
    y = read("(19 - sqrt(649))/12")
    resist = (Q(1, 2) - y) / Q(5, 2)
    lowest = ((1 - resist) - resist / 2) * -2 / resist  # (1 - r) + r (w/2 - 1/2) = 0
    cells = {
        "A": (a_cell(-3, lowest, 0, 0), a_cell(lowest, -1, 1, 0), a_cell(-1, Q(1, 2), 1, 1)),
        "B": (b_cell(-2, y, 0), b_cell(y, Q(1, 2), 1)),
    }
    certificate = verify(no_tie().at(), ByType(NAMES, cells))
    assert certificate.equilibrium and float(lowest) == pytest.approx(-1.8094348, abs=1e-7)
    off = {**cells, "B": (b_cell(-2, Q(-54, 100), 0), b_cell(Q(-54, 100), Q(1, 2), 1))}
    assert not verify(no_tie().at(), ByType(NAMES, off)).equilibrium


def test_a_profile_by_type_is_read_from_json_and_refused_in_words():
    built, right = crisis().at(), bluffing().as_json()
    assert verify(built, right).equilibrium
    right["cells"]["B"][0]["to"] = "-1"
    with pytest.raises(GameError, match=r"The cells of B are no partition of the types of Uniform\(-2, 1/2\)"):
        verify(built, right)
    with pytest.raises(GameError, match=r"of the form"):
        verify(built, {"A": {"start": {"accept": 1}}})
    with pytest.raises(GameError, match="verify knows pbe-ft; found 'sequential'"):
        verify(built, bluffing(), "sequential")
