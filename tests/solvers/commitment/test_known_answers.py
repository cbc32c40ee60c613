"""Commitments whose values are known, several followers, and what is refused in words."""

from fractions import Fraction as F

import pytest

import games
import solvers
from games import GameError, game


@pytest.mark.parametrize(
    "name, leader, to, value, least",
    [
        ("holdup_commitment", "Leader", "mixed", 3, 3),  # Letchford and Conitzer 2010
        ("holdup_commitment", "Leader", "pure", 1, 1),
        ("inspection_leadership", "Inspector", "mixed", F(-1, 50), F(-1, 50)),  # Maschler 1966
        ("valued_targets", "Defender", "mixed", F(-3, 2), F(-3, 2)),  # Kiekintveld et al. 2009
        ("crisis_signalling", "Challenger", "mixed", F(17, 36), F(17, 36)),
        ("crisis_signalling", "Challenger", "pure", F(5, 12), F(5, 12)),
    ],
)
def test_known_values(name, leader, to, value, least):
    found = solvers.commit(games.load(name), leader, to)
    assert (found.value, found.least) == (value, least) and found.certificate.equilibrium
    assert found.payoffs[leader] == value and leader not in found.certificate.gains


def test_persuasion_is_the_leader_who_moves_after_chance():
    """Kamenica and Gentzkow 2011: a prosecutor has 3/5 convicted where 3/10 are guilty; a judge who breaks ties against it is nearly so."""

    @game(players=("Prosecutor", "Judge"))
    def trial(play):
        """A prosecutor chooses what an investigation tells."""
        guilty = play.chance("suspect", {"guilty": F(3, 10), "innocent": F(7, 10)}) == "guilty"
        play.tell("Prosecutor", "guilty" if guilty else "innocent")
        play.choose("Prosecutor", ["accuse", "clear"])
        convicted = play.choose("Judge", ["convict", "acquit"]) == "convict"
        return int(convicted), int(convicted == guilty)

    found = solvers.commit(trial(), "Prosecutor")
    assert (found.value, found.least) == (F(3, 5), F(3, 5))
    assert found.profile["Prosecutor"]["guilty"]["accuse"] == 1 and found.profile["Prosecutor"]["innocent"]["accuse"] == F(3, 7)


def test_ties_matter_where_the_follower_does_not_care():
    """The follower gets the same whatever it does: in the leader's favour 1, against it 0."""

    @game(players=("Leader", "Follower"))
    def indifferent(play):
        """Only the leader cares."""
        play.choose("Leader", ["a", "b"], public=False)
        return (1, 0) if play.choose("Follower", ["kind", "unkind"]) == "kind" else (0, 0)

    found = solvers.commit(indifferent(), "Leader")
    assert (found.value, found.least) == (1, 0)
    assert "When ties are broken against Leader, it comes as near as it likes to 0." in found.text()


@game(players=("Leader", "Left", "Right"))
def pursuit(play, *, quiet=True):
    """A leader may end the chase of the two others before it begins."""
    if not quiet and play.choose("Leader", ["end", "let be"]) == "end":
        return 1, 0, 0
    left, right = play.choose("Left", "ab", public=False), play.choose("Right", "ab", public=False)
    return (0, 1, -1) if left == right else (0, -1, 1)


def test_several_followers_reply_by_an_equilibrium_in_pure_plans():
    found = solvers.commit(games.load("provocation_trap"), "US")
    assert found.value == F(-2751, 6250) and found.least is None and found.certificate.equilibrium
    assert solvers.commit(pursuit(quiet=False), "Leader").value == 1
    for to in ("mixed", "pure"):
        with pytest.raises(GameError, match="have no equilibrium in pure plans among themselves after any commitment"):
            solvers.commit(pursuit(), "Leader", to)
    assert solvers.commit(pursuit(), "Leader", "signals").value == 0  # a draw of plans may be mixed


@pytest.mark.parametrize(
    "leader, to, sentence",
    [
        ("Judge", "mixed", "crisis_signalling has no player 'Judge' who could lead; its players are Challenger, Target."),
        ("Target", "money", "A leader commits itself to mixed, pure or signals; found 'money'."),
    ],
)
def test_refusals_in_words(leader, to, sentence):
    with pytest.raises(GameError) as refused:
        solvers.commit(games.load("crisis_signalling"), leader, to)
    assert str(refused.value) == sentence


def test_too_many_replies_say_how_many():
    with pytest.raises(GameError) as refused:
        solvers.commit(games.load("kuhn", ranks=6), "Alice")
    assert str(refused.value).startswith(
        "The followers in kuhn have 4096 profiles of plans (Bob 4096), each a linear program; at most 3000"
    )
