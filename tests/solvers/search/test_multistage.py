"""Perfect Bayesian equilibrium of Fudenberg and Tirole: where it equals sequential equilibrium, where not, and refusals."""

import itertools
import random
from fractions import Fraction as Q

import pytest
import signalling
import stories

from games import GameError, game, load
from games.classics import beer_quiche, crisis_signalling
from solvers import families, regimes, solve
from solvers.closed_forms import labels
from solvers.closed_forms.branches import all_pieces
from solvers.search.multistage import observed
from solvers.verifier import verify


def bases(one, concept):
    found = all_pieces(one, knife_edges=True, concept=concept)
    assert not found.undecided
    return {labels(found.view, piece.base) for piece in found.pieces}


def in_steps(seed):
    """A random game of two types: out, or in and then one of two moves; the receiver replies to what it saw."""
    rng = random.Random(seed)
    table = {c: (rng.randint(-9, 9), rng.randint(-9, 9)) for c in itertools.product("hl", "ab", "xy")}
    outside = {t: rng.randint(-4, 4) for t in "hl"}

    @game(players=("Sender", "Receiver"))
    def drawn(play):
        t = play.chance("type", {"h": Q(2, 5), "l": Q(3, 5)})
        play.tell("Sender", t)
        if play.choose("Sender", ["out", "in"]) == "out":
            return outside[t], 0
        move = play.choose("Sender", ["a", "b"])
        return table[t, move, play.choose("Receiver", ["x", "y"])]

    return drawn()


def at_once(seed):
    """A random game in which two players of two types each act at once, after which one of them replies."""
    rng = random.Random(seed)
    cells = list(itertools.product("hl", "st", "ab", "xy"))
    table = {c: (rng.randint(-9, 9), rng.randint(-9, 9)) for c in cells}

    @game(players=("A", "B"))
    def drawn(play):
        mine = play.chance("A's type", {"h": Q(1, 3), "l": Q(2, 3)})
        theirs = play.chance("B's type", {"s": Q(1, 4), "t": Q(3, 4)})
        play.tell("A", mine)
        play.tell("B", theirs)
        a = play.choose("A", ["a", "b"], public=False)
        b = play.choose("B", ["x", "y"], public=False)
        return table[mine, theirs, a, b]

    return drawn()


def before_two(seed):
    """A random game in which a sender of two types is heard by two receivers, who reply at once and must believe the same."""
    rng = random.Random(seed)
    table = {c: tuple(rng.randint(-9, 9) for _ in range(3)) for c in itertools.product("hl", "ab", "xy", "uv")}

    @game(players=("Sender", "B", "C"))
    def drawn(play):
        t = play.chance("type", {"h": Q(2, 5), "l": Q(3, 5)})
        play.tell("Sender", t)
        m = play.choose("Sender", ["a", "b"])
        b = play.choose("B", ["x", "y"], public=False)
        return table[t, m, b, play.choose("C", ["u", "v"], public=False)]

    return drawn()


# ------------------------------------------------------------------ where it is sequential equilibrium


@pytest.mark.slow
def test_equal_in_beer_and_quiche_and_in_a_crisis():
    """Fudenberg and Tirole (1991): with two types a player, or two periods, the two concepts agree."""
    for one in (beer_quiche().at(), crisis_signalling().at(), stories.after().at()):
        assert bases(one, "pbe-ft") == bases(one, "sequential")
    assert len(bases(crisis_signalling().at(), "pbe")) > len(bases(crisis_signalling().at(), "pbe-ft"))


DRAWN = {  # how to draw one, how many are quick, how many there are
    "two types": (signalling.drawn, 6, 12),
    "three types": (lambda seed: signalling.drawn(seed, 3, 2, 2), 2, 6),
    "three replies": (lambda seed: signalling.drawn(seed, 2, 2, 3), 1, 4),
    "two steps": (in_steps, 1, 8),
    "at once": (at_once, 1, 6),
    "two receivers": (before_two, 1, 3),
}


@pytest.mark.parametrize(
    "draw, seeds",
    [
        *(pytest.param(draw, range(few), id=name) for name, (draw, few, _) in DRAWN.items()),
        *(pytest.param(draw, range(few, many), id=f"{name}, more", marks=pytest.mark.slow) for name, (draw, few, many) in DRAWN.items()),
    ],
)
def test_equal_on_random_games(draw, seeds):
    for seed in seeds:
        one = draw(seed)
        assert bases(one, "pbe-ft") == bases(one, "sequential"), seed


def test_families_and_maps():
    over = families(beer_quiche(), concept="pbe-ft", knife_edges=True)
    assert dict(over.bases) == {"generic": 7, "knife_edge": 6}
    found = regimes(crisis_signalling(), concept="pbe-ft")
    assert {w.threshold.text() for w in found.walls} == {w.threshold.text() for w in regimes(crisis_signalling()).walls}
    assert found.checked == {"points": 0, "disagreements": 0}


# ------------------------------------------------------------------ where it is not


@pytest.mark.slow
def test_fresh_starts():
    """With three types and three periods an outcome is perfect Bayesian and not sequential."""
    one = signalling.fresh_start()
    assert bases(one, "sequential") < bases(one, "pbe-ft") <= bases(one, "pbe")
    everybody_out = "Sender pooling on out"
    assert not any(everybody_out in s.name for s in solve(one))
    loose = [s for s in solve(one, "pbe-ft") if everybody_out in s.name]
    assert loose and all(s.certificate.equilibrium for s in loose)
    assert not any(verify(one, s.sampled(), "sequential").equilibrium for s in loose)


def test_the_verifier_finds_beliefs_and_refuses_bad_ones():
    one = signalling.fresh_start()
    (first, *_) = [s for s in solve(one, "pbe-ft") if "Sender pooling on out" in s.name]
    assert verify(one, first.sampled(), "pbe-ft").equilibrium, "beliefs are looked for"
    game_ = crisis_signalling().at()
    quiet = next(s for s in solve(game_) if s.name.startswith("Challenger pooling on wait"))
    beliefs = {p: {s: dict(row) for s, row in sets.items()} for p, sets in quiet.beliefs.items()}
    told = [s for s, row in beliefs["Target"].items() if len(row) == 2]
    assert len(told) == 2
    for place, weights in zip(told, ((1, 0), (0, 1)), strict=True):  # the two types of target disagree
        beliefs["Target"][place] = dict(zip(beliefs["Target"][place], weights, strict=True))
    profile = quiet.sampled().strategies
    verdict = verify(game_, {"profile": profile, "beliefs": beliefs}, "pbe-ft")
    assert not verdict.equilibrium and "do not follow from beliefs about types" in verdict.reason


# ------------------------------------------------------------------ refusals


@pytest.mark.parametrize(
    "name, why",
    [
        ("selten_horse", "3 at 'start' has seen a part only of what was done before"),
        ("kuhn", "types are not drawn independently"),
        ("escalation_ladder", "chance moves after a player has moved"),
    ],
)
def test_games_outside_the_definition_are_refused(name, why):
    with pytest.raises(GameError) as error:
        solve(load(name), "pbe-ft")
    assert why in str(error.value) and "Fudenberg and Tirole 1991" in str(error.value)
    with pytest.raises(GameError, match="pbe-ft is defined for games in periods"):
        profile = {p: {s: {a: Q(1, len(acts)) for a in acts} for s, acts in sets.items()} for p, sets in menus(load(name)).items()}
        verify(load(name).at(), profile, "pbe-ft")


def menus(one):
    out = {p: {} for p in one.players}
    for k, owner in enumerate(one.set_owner):
        out[one.players[owner]][one.set_labels[k]] = one.set_actions[k]
    return out


def test_periods_as_read():
    read = observed(crisis_signalling())
    assert read.types == [2, 2] and read.openings == [(), ("threaten",), ("threaten", "resist")]
    assert observed(stories.after()).movers(("in",)) == [(1, ("in",)), (0, ("in", "x"))]
