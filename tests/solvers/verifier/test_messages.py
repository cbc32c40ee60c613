"""Outcomes of signalling games against refinements, asked from the definitions."""

from fractions import Fraction as F

import pytest
import signalling

from games import GameError, game
from games.classics import beer_quiche
from solvers.verifier import outcome_stands

ALL = ("intuitive", "d1", "d2", "divinity", "nwbr")


def pool(told, message, replies, sender="Sender", receiver="Receiver"):
    """Every type sends the message; the receiver answers as told."""
    out = {sender: {}, receiver: {}}
    for k, owner in enumerate(told.set_owner):
        label, actions = told.set_labels[k], told.set_actions[k]
        chosen = str(message) if told.players[owner] == sender else replies[label]
        mix = chosen if isinstance(chosen, dict) else {chosen: 1}
        out[told.players[owner]][label] = {a: mix.get(a, 0) for a in actions}
    return out


def standing(told, profile, rivals=None):
    found = {refinement for refinement in ALL if outcome_stands(told, profile, refinement)}
    return found if rivals is None else found | ({"undefeated"} if outcome_stands(told, profile, "undefeated", rivals) else set())


def test_beer_and_quiche():
    """Cho and Kreps (1987), figure I: the pool on quiche fails all, that on beer passes all; neither defeats the other."""
    told = beer_quiche().at()
    beer = pool(told, "beer", {"beer": "retreat", "quiche": "duel"})
    quiche = pool(told, "quiche", {"beer": "duel", "quiche": "retreat"})
    assert standing(told, beer, [beer, quiche]) == {*ALL, "undefeated"}
    assert standing(told, quiche, [beer, quiche]) == {"undefeated"}


@pytest.mark.parametrize("b, stands", [(F(1, 2), set(ALL)), (F(3, 2), set()), (F(3), {"intuitive", "divinity"})])
def test_terrorism(b, stands):
    """Quiet with resistance fails the intuitive criterion for cS < b < cW, D1 for cW < b, and survives for b < cS."""
    told = signalling.terror().at(b=b)
    quiet = pool(told, "quiet", {"quiet": "resist", "attack": "resist"}, "Group", "Gov")
    assert standing(told, quiet) == stands


def test_violent_pooling_is_defeated_by_silent_pooling():
    told = signalling.terror().at(p=F(3, 5))
    attack = pool(told, "attack", {"attack": "concede", "quiet": "resist"}, "Group", "Gov")
    quiet = pool(told, "quiet", {"attack": "concede", "quiet": "concede"}, "Group", "Gov")
    assert not outcome_stands(told, attack, "undefeated", [attack, quiet]) and outcome_stands(told, quiet, "undefeated", [attack, quiet])
    assert outcome_stands(told, attack, "undefeated", [attack]) and outcome_stands(told, attack, "undefeated")


def test_a_pool_that_passes_the_intuitive_criterion_only():
    told = signalling.quit_or_go().at()
    quits = pool(told, "quit", {"go": "a1"})
    assert standing(told, quits) == {"intuitive"}


def test_an_ablest_type_that_would_school():
    """Spence's game with three types: the intuitive criterion rules nobody out; D1 leaves only the ablest (Cho and Kreps 1987)."""
    told = signalling.three_types().at()
    labels = [label for k, label in enumerate(told.set_labels) if told.players[told.set_owner[k]] == "Firm"]
    idle = pool(told, 0, {label: "2" if label.startswith("0") or label.endswith("0") else "1" for label in labels}, "Worker", "Firm")
    assert "intuitive" in standing(told, idle) and not {"d1", "d2", "nwbr"} & standing(told, idle)


def defeat(low, high, rival_low=2, rival_high=2):
    """Two types pool on `a`; in the rival equilibria they pool on `b`, which brings them other payoffs when met with `x`."""

    @game(players=("Sender", "Receiver"))
    def choice(play):
        kind = play.chance("type", {"low": F(1, 3), "high": F(2, 3)})
        play.tell("Sender", kind)
        if play.choose("Sender", ["a", "b"]) == "a":
            return (low if kind == "low" else high), 0
        reply = play.choose("Receiver", ["x", "y"])
        good = rival_low if kind == "low" else rival_high
        return (good if reply == "x" else -5), {"lowx": -3, "lowy": 0, "highx": 2, "highy": 0}[kind + reply]

    told = choice().at()
    return told, pool(told, "a", {"b": "y"}), pool(told, "b", {"b": "x"})


@pytest.mark.parametrize(
    "low, high, stands",
    [
        (1, 1, False),  # both gain: the belief must be the prior, under which x is best
        (3, 1, True),  # the low type would lose in the rival equilibrium
        (2, 2, True),  # nobody gains
        (2, 1, False),  # the high type gains and the low one does not care: it may be weighted down only
    ],
)
def test_what_defeats_an_equilibrium(low, high, stands):
    """Mailath, Okuno-Fujiwara and Postlewaite (1993)."""
    told, here, rival = defeat(low, high)
    assert outcome_stands(told, here, "undefeated", [rival]) is stands


def test_a_message_that_somebody_sends_is_not_asked_about():
    told, here, rival = defeat(1, 1)
    assert standing(told, rival, [here, rival]) == {*ALL, "undefeated"}
    apart = {**here, "Sender": {**here["Sender"], "high": {"a": F(1, 2), "b": F(1, 2)}}}
    assert all(outcome_stands(told, apart, refinement, [rival]) for refinement in (*ALL, "undefeated"))


def test_divine_beliefs_do_not_turn_against_who_gains_first():
    """Banks and Sobel (1987): where only the high type gains by some reply, its odds may not fall below the prior's."""

    @game(players=("Sender", "Receiver"))
    def entry(play, *, p=F(1, 2), harm=1):
        kind = play.chance("type", {"low": 1 - p, "high": p})
        play.tell("Sender", kind)
        if play.choose("Sender", ["stay", "go"]) == "stay":
            return 0, 0
        reply = play.choose("Receiver", ["yes", "no"])
        return {"highyes": 2, "highno": -1, "lowyes": 1, "lowno": -2}[kind + reply], (
            0 if reply == "no" else 1 if kind == "high" else -harm
        )

    kept, lost = {"intuitive", "divinity"}, {"intuitive"}
    for p, harm, stands in ((F(1, 3), 1, kept), (F(2, 3), 1, lost), (F(2, 3), 3, kept), (F(4, 5), 3, lost), (F(1, 3), F(1, 3), lost)):
        told = entry(p=p, harm=harm).at()  # yes is best from odds of harm to one on
        stay = pool(told, "stay", {"go": "no"})
        assert standing(told, stay) == stands


def test_the_order_of_players_does_not_matter():
    @game(players=("Receiver", "Sender"))
    def reversed_roles(play):
        kind = play.chance("type", {"low": F(2, 3), "high": F(1, 3)})
        play.tell("Sender", kind)
        if play.choose("Sender", ["stay", "go"]) == "stay":
            return 0, 0
        reply = play.choose("Receiver", ["yes", "no"])
        return int((reply == "yes") == (kind == "high")), {"highyes": 2, "highno": -1, "lowyes": -1, "lowno": -2}[kind + reply]

    told = reversed_roles().at()
    assert standing(told, pool(told, "stay", {"go": "no"})) == set()  # only the high type could gain, and then it would


def test_signals_after_the_message_weigh_the_replies():
    """What a reply brings a type is weighted with the chance of the signal that it follows."""

    @game(players=("Sender", "Receiver"))
    def watched(play, *, seen=F(1, 4)):
        kind = play.chance("type", {"good": F(1, 2), "bad": F(1, 2)})
        play.tell("Sender", kind)
        if play.choose("Sender", ["stay", "go"]) == "stay":
            return 0, 0
        if kind == "bad":
            caught = play.chance("watch", {"caught": seen, "missed": 1 - seen}) == "caught"
        else:
            caught = play.chance("clear", {"caught": F(0) + F(1, 100), "missed": F(99, 100)}) == "caught"
        play.tell("Receiver", "alarm" if caught else "calm")
        yes = play.choose("Receiver", ["yes", "no"]) == "yes"
        return (1 if yes else -1), (0 if not yes else 1 if kind == "good" else -1)

    told = watched().at()
    stay = {
        "Sender": {label: {"stay": 1, "go": 0} for k, label in enumerate(told.set_labels) if told.players[told.set_owner[k]] == "Sender"},
        "Receiver": {
            label: {"yes": 0, "no": 1} for k, label in enumerate(told.set_labels) if told.players[told.set_owner[k]] == "Receiver"
        },
    }
    assert standing(told, stay) >= {"intuitive"} and "d1" not in standing(told, stay)


def test_roots_are_refused():
    told = beer_quiche().at()
    mixed = pool(told, "quiche", {"beer": "duel", "quiche": {"duel": "sqrt(2)/2", "retreat": "1 - sqrt(2)/2"}})
    with pytest.raises(GameError, match="The check of a refinement needs rational numbers"):
        outcome_stands(told, mixed, "d1")
