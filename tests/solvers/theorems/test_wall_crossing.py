"""What changes when a wall is crossed."""

from fractions import Fraction

import pytest
import stories

import solvers
from games.classics import crisis_signalling
from games.essay import defection_for_immunity, sustainability_bet
from solvers.theorems.wall_crossing import crossing_frame, crossings

Q = Fraction


def test_the_bet_in_a_sentence():
    (only,) = crossings(solvers.regimes(sustainability_bet(), "mu_long", check=0))
    assert only.at == {"mu_long": Q(5, 26)}
    assert only.changes["measure", "flow"] == ((Q(129, 130), Q(129, 130)), (Q(257, 260), Q(257, 260)))
    assert only.sentence().startswith(
        "Crossing mu_long = 5/26 from R1 to R2, 'A wait; B wait; US stop' gives way to 'A inform; B wait; US stop'; "
        "at mu_long = 5/26: waited_out -5/26 (from 5/26 to 0); redirected +5/26 (from 0 to 5/26);"
    )


def test_what_changes_off_the_path_only_is_said_apart():
    """At r_rep = 3/10 the tips begin; silence goes on, with another answer to a tip that never comes."""
    found = solvers.regimes(defection_for_immunity(), "r_rep", check=0)
    (only,) = crossings(found)
    assert only.sentence().startswith(
        "Crossing r_rep = 3/10 from R1 to R2, 'informer semi-separating (sincere offer, trap offer or silent); US strike or decline after pass, "
        "decline after fail; US honour; rival hold' begins; 'informer pooling on silent' changes off the path only; at r_rep = 3/10: "
    )
    assert "; payoff of informer 0 before and 0 to 49/375 after;" in only.sentence()


@pytest.mark.parametrize(
    "game, over",
    [
        (defection_for_immunity(), None),
        (stories.interval(), "all"),
        pytest.param(crisis_signalling(), "all", marks=pytest.mark.slow),
    ],
    ids=lambda x: getattr(x, "name", str(x)),
)
def test_crossings_lie_on_their_wall_between_their_regimes(game, over):
    found = solvers.regimes(game, over, check=0)
    walls = list(found.walls)
    for c in crossings(found):
        signs = found.signs(c.at)
        k = walls.index(c.wall)
        assert signs[k] == 0 and (c.below.signs[k], c.above.signs[k]) == (-1, 1)
        assert all(s == c.below.signs[i] == c.above.signs[i] for i, s in enumerate(signs) if i != k)
        assert set(c.ends) == set(c.below.families) - set(c.above.families)


def test_the_frame_has_a_row_for_each_quantity_that_jumps():
    found = solvers.regimes(defection_for_immunity(), "phi", check=0)
    frame = crossing_frame(found)
    first = frame[(frame["wall"] == "phi = 9/17") & (frame["quantity"] == "trap_sprung")].iloc[0]
    assert (first["highest_before"], first["highest_after"]) == (Q(8, 85), Q(12, 85))
    assert set(frame["kind"]) <= {"outcome", "measure", "payoff"}
