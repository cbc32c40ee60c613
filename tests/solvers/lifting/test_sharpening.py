"""Smooth replies that sharpen: derivatives, what play they end in, and what is lifted from it where learning by regrets goes round."""

import numpy as np
import pytest

import games
import solvers
from benchmarks.random_lifts import random_story
from games.forms.flat import flat_form
from solvers.lifting import learned
from solvers.lifting.effort import LEARNING, Effort
from solvers.lifting.sharpening import followed
from solvers.lifting.smooth_replies import SmoothReplies
from solvers.regret.learning import set_gains

STORIES = {
    "two actions": lambda: random_story(2, 2, 3, 0),
    "three players": lambda: random_story(3, 2, 3, 0),
    "up to four actions": lambda: games.load("liars_dice", faces=2).at(),
    "signalling": lambda: games.load("beer_quiche").at(),
}


@games.game(players=("A", "B"))
def nobody(play):
    """Chance alone decides."""
    return (1, 0) if play.chance("coin", ["heads", "tails"]) == "heads" else (0, 1)


@pytest.mark.parametrize("name", STORIES)
def test_derivatives_are_those_of_the_equations(name):
    replies = SmoothReplies(STORIES[name](), 1e-2)
    n, small = replies.unknowns, 1e-6
    at = np.append(np.random.default_rng(0).normal(size=n), 1.0)
    slopes = np.zeros((n + 1, n + 1))
    slopes[replies.rows, replies.columns] = replies.at(at[:-1], at[-1]).slopes
    for k in range(n + 1):
        step = np.where(np.arange(n + 1) == k, small, 0.0)
        ahead, behind = (replies.at((at + side * step)[:-1], (at + side * step)[-1]).errors for side in (1, -1))
        assert slopes[:-1, k] == pytest.approx((ahead - behind) / (2 * small), abs=1e-6)


def test_worths_are_those_that_learning_measures():
    tree = random_story(3, 2, 3, 1)
    form, replies = flat_form(tree), SmoothReplies(tree, 1e-2)
    behaviour = replies.behaviour(np.random.default_rng(1).normal(size=replies.unknowns))
    numbers, worths = np.ones(form.sequences), replies._worths(np.concatenate(behaviour))[0]
    sets = [int(k) for own in form.players for k in own.infosets]
    for k, first in zip(sets, form.first.tolist(), strict=True):
        numbers[first : first + len(behaviour[k])] = behaviour[k]
    values = set_gains(form, numbers).values
    for k, first in zip(sets, form.first.tolist(), strict=True):
        assert worths[replies.first[k] :][: len(behaviour[k])] == pytest.approx(values[first : first + len(behaviour[k])])


@pytest.mark.parametrize("learn", [False, True])
def test_sharp_replies_are_best_but_for_trembles(learn):
    tree = random_story(2, 3, 4, 0)
    replies = SmoothReplies(tree, 1e-3, next(learned.learning(tree, None, Effort())).behaviour if learn else None)
    end = followed(replies, Effort())
    assert end.sharp
    chances = np.concatenate(replies.behaviour(end.logits))
    worths = replies._worths(chances)[0]
    best = np.maximum.reduceat(worths, replies.first)[replies.set_of]
    assert np.all((chances < 1.001e-3) | (best - worths < 1e-3))


def test_what_is_off_the_path_is_lifted_from_sharp_replies_alone(monkeypatch):
    """Also where nothing is learned by regrets to begin from."""
    monkeypatch.setattr(learned, "learning", lambda *_: iter(()))
    for tree in (games.load("beer_quiche").at(), random_story(2, 2, 3, 0)):
        found = solvers.lift(tree)
        assert found.origin.how == "sharpened" and found.certificate.equilibrium and found.certificate.consistent


def test_following_ends_where_no_more_may_be_tried():
    replies = SmoothReplies(random_story(2, 2, 3, 0), 1e-3)
    for effort, most in ((Effort(learning=0), 100), (Effort(seconds=0.0), 100), (Effort(), 3)):
        end = followed(replies, effort, most)
        assert not end.sharp and end.steps <= 3
    assert not list(learned.sharpened(random_story(2, 2, 3, 0), None, Effort(learning=0)))


def test_a_long_way_leaves_something_to_learn():
    """A path that is given up takes an eighth of what may be learned."""
    tree, effort = random_story(2, 2, 3, 0), Effort()
    path = effort.a_path()
    while path.learn(tree.nodes * 1_000):
        pass
    assert path.learning < tree.nodes * 1_000 and effort.learning > 0.87 * LEARNING
    assert next(learned.learning(tree, None, effort)).iterations == 4_000


def test_games_without_choices_and_large_ones_are_left_to_others(monkeypatch):
    monkeypatch.setattr(learned, "MOST_UNKNOWNS", 10)
    for tree in (random_story(2, 2, 3, 0), nobody()):
        assert not list(learned.sharpened(tree, None, Effort()))


@pytest.mark.slow
@pytest.mark.parametrize("seed", [0, 6])
def test_random_games_with_cycles_off_the_path_are_lifted(seed):
    """By regrets alone 1,800 supports are tried and none is an equilibrium."""
    found = solvers.lift(random_story(2, 3, 6, seed))
    assert found.origin.how == "sharpened" and found.certificate.equilibrium and found.certificate.consistent
