"""Sets that no trembles serve together: who they are, and what each asks of its belief."""

from fractions import Fraction as F

import pytest

from games import game
from games.numbers import read
from solvers.verifier import why_not
from solvers.verifier.refusal import _times


def observers(one, two):
    """Two observers of one unexpected move, who must share a belief; each blocks or not, and only both together deter."""

    @game(players=("Sender", "One", "Two"))
    def told(play):
        kind = play.chance("type", {"strong": F(1, 2), "weak": F(1, 2)})
        play.tell("Sender", kind)
        if play.choose("Sender", ["stay", "move"]) == "stay":
            return 0, 0, 0
        blocks = [play.choose(who, ["block", "let"], public=False) == "block" for who in ("One", "Two")]
        return (-1 if all(blocks) else 1), blocks[0] * one[kind], blocks[1] * two[kind]

    return told().at()


QUIET = {
    "Sender": {"strong": {"stay": 1, "move": 0}, "weak": {"stay": 1, "move": 0}},
    "One": {"move": {"block": 1, "let": 0}},
    "Two": {"move": {"block": 1, "let": 0}},
}


@pytest.mark.parametrize(
    "one, two, first, second",
    [
        ((1, -2), (-2, 1), "-P(strong/move) + 2*P(weak/move)", ("2*", "")),
        ((11, -21), (-31, 1), "-11*P(strong/move) + 21*P(weak/move)", ("31*", "")),
        ((F(1, 2), F(-21, 11)), (F(-3, 2), F(1, 21)), "-1/2*P(strong/move) + 21/11*P(weak/move)", ("3/2*", "1/21*")),
    ],
)
def test_what_each_asks_of_its_belief(one, two, first, second):
    found = why_not(observers(*({"strong": strong, "weak": weak} for strong, weak in (one, two))), QUIET)
    plus, minus = second
    asked = f"{plus}P(strong/move/block) + {plus}P(strong/move/let) - {minus}P(weak/move/block) - {minus}P(weak/move/let)"
    assert found.conflict == (
        ("One", "move", f"{first} <= 0, or let would be better"),
        ("Two", "move", f"{asked} <= 0, or let would be better"),
    )
    assert (found.equilibrium, found.kind, found.concept, found.game) == (False, "conflict", "sequential", "told")
    assert (found.player, found.infoset, found.played, found.better, found.follows, found.deviates, found.belief) == (
        "",
        "",
        "",
        "",
        None,
        None,
        {},
    )
    assert found.reason == (
        "No trembles bring about beliefs that make the profile best for One at move and Two at move together, "
        "though some belief by itself would."
    )


def test_numbers_with_roots_are_put_in_brackets():
    assert [_times(read(gain), "x") for gain in ("1 - sqrt(2)", "sqrt(2)", "-1", "1")] == [
        "(1 - sqrt(2))*P(x)",
        "sqrt(2)*P(x)",
        "-P(x)",
        "P(x)",
    ]


def test_observers_who_fear_the_same_do_not_conflict():
    assert why_not(observers({"strong": 1, "weak": -2}, {"strong": 2, "weak": -1}), QUIET).equilibrium


def test_beliefs_that_are_no_limits_are_said_to_be_none():
    apart = {
        "One": {"move": {"strong/move": 1, "weak/move": 0}},
        "Two": {
            "move": {
                "strong/move/block": 0,
                "strong/move/let": 0,
                "weak/move/block": 1,
                "weak/move/let": 0,
            }
        },
    }
    found = why_not(observers({"strong": 1, "weak": -2}, {"strong": 2, "weak": -1}), {"profile": QUIET, "beliefs": apart})
    assert (found.kind, found.equilibrium, found.conflict) == ("beliefs", False, ())
    assert found.reason.startswith("No trembles make the nodes that are believed possible at 'move' (One) and 'move' (Two), and no others")
