"""Why a profile is no equilibrium: who, where, by which inequality, or which sets conflict; and against the verifier on random games."""

import json
import random
from fractions import Fraction

import pytest
import stories
from click.testing import CliRunner

import solvers
from games import GameError, Parameter, game
from games.classics import beer_quiche, crisis_signalling, selten_horse
from solvers.__main__ import command_line

Q = Fraction


HORSE = {"1": {"start": {"D": 1, "A": 0}}, "2": {"A": {"d": 0, "a": 1}}, "3": {"start": {"L": 1, "R": 0}}}
QUIET = {
    "Sender": {"strong": {"stay": 1, "move": 0}, "weak": {"stay": 1, "move": 0}},
    "One": {"move": {"block": 1, "let": 0}},
    "Two": {"move": {"block": 1, "let": 0}},
}


def test_the_player_the_set_and_both_sides_are_named():
    found = solvers.why_not(selten_horse(), HORSE)
    assert (found.equilibrium, found.kind, found.player, found.infoset) == (False, "gain", "2", "A")
    assert (found.played, found.better, found.follows, found.deviates) == ("a", "d", 1, 4)
    assert found.reason == "2 at A gains 3 by d: 4 > 1."
    assert found.text().splitlines()[0] == "No: this is not a sequential equilibrium."
    assert "d brings 4 > 1, which a brings" in found.text()


def test_an_equilibrium_is_said_to_be_one():
    found = solvers.why_not(
        selten_horse(), {"1": {"start": {"D": 0, "A": 1}}, "2": {"A": {"d": 0, "a": 1}}, "3": {"start": {"L": 0, "R": 1}}}
    )
    assert found.equilibrium and found.kind == "" and found.reason.startswith("No player gains by another action")
    assert found.text().startswith("Yes: this is a sequential equilibrium.")


def test_a_gain_whatever_the_belief():
    game = crisis_signalling()
    profile = {
        "Challenger": {
            "strong": {"wait": 1, "threaten": 0},
            "weak": {"wait": 1, "threaten": 0},
            "strong/threaten/resist": {"back down": 1, "fight": 0},
            "weak/threaten/resist": {"back down": 1, "fight": 0},
        },
        "Target": {"strong/threaten": {"concede": 0, "resist": 1}, "weak/threaten": {"concede": 0, "resist": 1}},
    }
    found = solvers.why_not(game, profile)
    assert (found.player, found.infoset, found.better, found.follows, found.deviates) == (
        "Challenger",
        "strong/threaten/resist",
        "fight",
        Q(-1, 2),
        Q(-1, 4),
    )
    quiche = {
        "Sender": {"strong": {"beer": 1, "quiche": 0}, "weak": {"beer": 1, "quiche": 0}},
        "Receiver": {"beer": {"duel": 1, "retreat": 0}, "quiche": {"duel": 1, "retreat": 0}},
    }
    assert solvers.why_not(beer_quiche(), quiche).reason == "Sender at weak gains 1 by quiche: 1 > 0."
    assert solvers.why_not(beer_quiche(), quiche, p="1/3").player == "Sender"


def test_sets_that_no_trembles_serve_together():
    found = solvers.why_not(stories.observers(), QUIET)
    assert (found.equilibrium, found.kind) == (False, "conflict")
    assert [(player, infoset) for player, infoset, _ in found.conflict] == [("One", "move"), ("Two", "move")]
    assert found.conflict[0][2] == "-P(strong/move) + 2*P(weak/move) <= 0, or let would be better"
    assert found.reason.startswith("No trembles bring about beliefs that make the profile best for One at move and Two at move together")


@game(players=("Sender", "Zero", "One", "Two"))
def crowd(play, *, p=Parameter(Q(1, 2), "0 < p < 1")):
    """As `stories.observers`, with one more who could be served by some belief and stands in nobody's way."""
    strong = play.chance("type", {"strong": p, "weak": 1 - p}) == "strong"
    play.tell("Sender", strong)
    if play.choose("Sender", ["stay", "move"]) == "stay":
        return 0, 0, 0, 0
    zero, one, two = (play.choose(player, ["block", "let"], public=False) == "block" for player in ("Zero", "One", "Two"))
    return -1 if one and two else 1, zero * (1 if strong else -1), one * (1 if strong else -2), two * (-2 if strong else 1)


def test_who_stands_in_nobodys_way_is_not_blamed():
    quiet = {"stay": 1, "move": 0}
    found = solvers.why_not(
        crowd(), {"Sender": {"True": quiet, "False": quiet}, **{w: {"move": {"block": 1, "let": 0}} for w in ("Zero", "One", "Two")}}
    )
    assert [player for player, _, _ in found.conflict] in (["One", "Two"], ["Zero", "Two"])


def test_a_belief_that_was_given_takes_part_in_a_conflict():
    beliefs = {"One": {"move": {"strong/move": 1, "weak/move": 0}}}
    found = solvers.why_not(stories.observers(), {"profile": QUIET, "beliefs": beliefs})
    assert found.kind == "conflict"
    assert found.conflict[-1] == ("One", "move", "the belief given there: P(strong/move) = 1")
    assert [player for player, _, _ in found.conflict] == ["Two", "One"]


def test_beliefs_that_are_no_limits():
    beliefs = {
        "Sender": {"strong": {"strong": 1}},
        "One": {"move": {"strong/move": 1, "weak/move": 0}},
        "Two": {"move": {"strong/move/block": 0, "strong/move/let": 0, "weak/move/block": 1, "weak/move/let": 0}},
    }
    found = solvers.why_not(stories.observers(), {"profile": QUIET, "beliefs": beliefs})
    assert (found.kind, found.equilibrium) == ("beliefs", False)
    assert found.reason.startswith("No trembles make the nodes that are believed possible")


def test_the_command(tmp_path):
    path = tmp_path / "profile.json"
    path.write_text(json.dumps(HORSE))
    done = CliRunner().invoke(command_line, ["why-not", "selten_horse", str(path), "--json"])
    found = json.loads(done.stdout)
    assert (found["player"], found["infoset"], found["follows"], found["deviates"]) == ("2", "A", "1", "4")


def test_what_does_not_fit_is_refused():
    with pytest.raises(GameError, match="no player '9'"):
        solvers.why_not(selten_horse(), {"9": {}})


@pytest.mark.parametrize("seed", range(12))
def test_the_verdict_is_the_verifiers_and_the_inequality_is_true(seed):
    """On random games and pure profiles: same verdict, and following and deviating bring what playing them brings."""
    game = stories.in_turn(seed)
    rng = random.Random(seed)
    numeric = game.at()
    for _ in range(6):
        profile = {}
        for player, label, actions in zip((game.players[o] for o in game.set_owner), game.set_labels, game.set_actions, strict=True):
            chosen = rng.choice(actions)
            profile.setdefault(player, {})[label] = {a: int(a == chosen) for a in actions}
        found, judged = solvers.why_not(game, profile), solvers.verify(numeric, profile)
        assert found.equilibrium == judged.equilibrium
        if found.kind == "gain":
            assert found.deviates - found.follows == max(judged.gains.values()) > 0
            assert sum(found.belief.values()) == 1
