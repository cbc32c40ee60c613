"""Fudenberg and Tirole's perfect Bayesian equilibrium on small games in periods."""

from fractions import Fraction as F

import pytest
import signalling
import stories
from flint import fmpq as Q

from games import GameError, game, load
from games.classics import crisis_signalling, selten_horse
from solvers.verifier import verify
from solvers.verifier.periods import read_periods
from solvers.verifier.table import tabulate


def uniform(told):
    out = {player: {} for player in told.players}
    for k, owner in enumerate(told.set_owner):
        out[told.players[owner]][told.set_labels[k]] = {a: F(1, len(told.set_actions[k])) for a in told.set_actions[k]}
    return out


def sure(told, choices):
    """A profile in which each set's action is looked up by (player, label)."""
    out = uniform(told)
    for player, sets in out.items():
        for label, mix in sets.items():
            action = choices(player, label)
            sets[label] = {a: int(a == action) for a in mix}
    return out


def test_fresh_starts_are_perfect_bayesian_and_not_sequential():
    """The receiver may fear the third type after R and the second after M, though no trembles bring both fears about."""
    told = signalling.fresh_start().at()
    best = {"1": "L", "2": "R", "3": "M"}

    def everybody_out(player, label):
        if player == "Receiver":
            return "punish"
        return "out" if "/" not in label else best[label[0]]

    profile = sure(told, everybody_out)
    assert (
        verify(told, profile, "pbe-ft").equilibrium and verify(told, profile, "pbe").equilibrium and not verify(told, profile).equilibrium
    )
    trusting = sure(told, lambda player, label: "let go" if player == "Receiver" else everybody_out(player, label))
    assert not verify(told, trusting, "pbe-ft").equilibrium


def test_the_words_of_the_verdicts():
    told = signalling.fresh_start().at()
    found = verify(told, uniform(told), "pbe-ft")
    assert found.consistent is None and not found.equilibrium and " gains " in found.reason


def test_both_types_of_an_observer_hold_the_same_belief():
    told = crisis_signalling().at()
    profile = uniform(told)
    sets = [k for k, owner in enumerate(told.set_owner) if told.players[owner] == "Target"]
    histories = {told.set_labels[k]: [told.history(n) for n in told.set_nodes(k)] for k in sets}
    assert len(histories) == 2 and all(len(h) == 2 for h in histories.values())
    on_the_path = {label: dict(zip(h, shares, strict=True)) for (label, h), shares in zip(histories.items(), ((1, 0), (0, 1)), strict=True)}
    verdict = verify(told, {"profile": profile, "beliefs": {"Target": on_the_path}}, "pbe-ft")
    assert (
        not verdict.equilibrium
        and verdict.reason == "The beliefs given do not follow from beliefs about types by Bayes' rule from period to period."
    )


QUIET = {
    "Sender": {"strong": {"stay": 1, "move": 0}, "weak": {"stay": 1, "move": 0}},
    "One": {"move": {"block": 1, "let": 0}},
    "Two": {"move": {"block": 1, "let": 0}},
}


def observed(strong, block):
    """Beliefs of Two, who does not see what One does at the same time."""
    kinds, moves = {"strong": strong, "weak": 1 - strong}, {"block": block, "let": 1 - block}
    return {
        "profile": QUIET,
        "beliefs": {"Two": {"move": {f"{kind}/move/{move}": p * q for kind, p in kinds.items() for move, q in moves.items()}}},
    }


def test_observers_hold_one_belief_between_them():
    """One blocks the likely strong, Two the likely weak: each could be right, not both."""
    told = stories.observers().at()
    found = verify(told, QUIET, "pbe-ft")
    assert not found.equilibrium and not found.rational
    assert found.reason == (
        "No beliefs about types that follow Bayes' rule from period to period rule gains out at any of the 4 information sets together."
    )
    assert "do not follow" not in verify(told, observed(F(1, 4), 1), "pbe-ft").reason
    assert "do not follow" in verify(told, observed(F(1, 4), F(1, 2)), "pbe-ft").reason  # what One plays is known
    assert verify(told, observed(1, 1), "pbe-ft").gains["Two"] == 2  # blocking the surely strong brings -2, letting it pass 0


def test_beliefs_by_bayes_rule_are_accepted():
    told = stories.signal().at(p=F(1, 4))
    profile = uniform(told)
    sets = [k for k, owner in enumerate(told.set_owner) if told.players[owner] == "Receiver"]
    for strong, held in ((F(1, 4), True), (F(1, 2), False)):
        beliefs = {
            told.set_labels[k]: {told.history(n): strong if told.history(n).startswith("strong") else 1 - strong for n in told.set_nodes(k)}
            for k in sets
        }
        found = verify(told, {"profile": profile, "beliefs": {"Receiver": beliefs}}, "pbe-ft")
        assert ("do not follow" in found.reason) is not held


def test_a_game_in_periods_as_read():
    told = crisis_signalling().at()
    table = tabulate(told)
    periods = read_periods(table)
    assert [len(prior) for prior in periods.prior] == [2, 2] and all(sum(prior.values()) == 1 for prior in periods.prior)
    openings = {periods.opening(history) for history in periods.observed}
    assert openings == set(periods.observed) and len(openings) == 3  # every action is seen at once
    at_once = read_periods(tabulate(stories.after().at()))
    assert sorted((len(h), at_once.observed[h]) for h in at_once.observed) == [(0, 0), (1, 1), (2, 1), (2, 1)]
    assert [at_once.mover[h] for h in sorted(at_once.mover, key=len)] == [0, 1, 0, 0]


def drawn(chances, told_to=("A",)):
    @game(players=("A", "B"))
    def one(play):
        kind = play.chance("kind", chances)
        for player in told_to:
            play.tell(player, kind)
        a = play.choose("A", ["x", "y"])
        return int(a == "x"), int(play.choose("B", ["u", "d"]) == "u")

    return one().at()


@pytest.mark.parametrize(
    "told, why",
    [
        (lambda: stories.depth().at(), "what can be done depends on a type"),
        (lambda: load("escalation_ladder").at(), "chance moves later on"),
        (lambda: drawn({"s": F(1, 2), "t": F(1, 2)}, ()), "something is drawn that nobody is told"),
        (lambda: drawn({"s": F(1, 2), "t": F(1, 2)}, ("A", "B")), "types are not independent"),
        (lambda: selten_horse().at(), "not every action is seen once its period is over"),
    ],
)
def test_other_games_are_none(told, why):
    told = told()
    with pytest.raises(GameError, match="pbe-ft is defined for games in periods with observed actions and independent types; ") as refused:
        verify(told, uniform(told), "pbe-ft")
    assert f"{told.name} is none: " in str(refused.value)
    assert str(refused.value).endswith(f": {why}.")


def test_what_can_be_done_may_not_depend_on_a_type():
    @game(players=("A", "B"))
    def menus(play):
        kind = play.chance("kind", {"s": F(1, 2), "t": F(1, 2)})
        play.tell("A", kind)
        a = play.choose("A", ["x", "y"] if kind == "s" else ["x", "y", "z"])
        return int(a == "x"), int(play.choose("B", ["u", "d"]) == "u")

    told = menus().at()
    with pytest.raises(GameError, match="is none: what can be done depends on a type"):
        verify(told, uniform(told), "pbe-ft")


def test_types_must_be_independent():
    def pair(chances):
        @game(players=("A", "B"))
        def one(play):
            a, b = play.chance("kinds", chances)
            play.tell("A", a)
            play.tell("B", b)
            first = play.choose("A", ["x", "y"])
            return int(first == "x"), int(play.choose("B", ["u", "d"]) == "u")

        return one().at()

    even = {("s", "s"): F(1, 6), ("s", "t"): F(1, 3), ("t", "s"): F(1, 6), ("t", "t"): F(1, 3)}
    periods = read_periods(tabulate(pair(even)))
    assert [sorted(prior.values()) for prior in periods.prior] == [[Q(1, 2), Q(1, 2)], [Q(1, 3), Q(2, 3)]]
    tied = {**even, ("s", "s"): F(1, 3), ("s", "t"): F(1, 6)}
    with pytest.raises(GameError, match="is none: types are not independent"):
        read_periods(tabulate(pair(tied)))
