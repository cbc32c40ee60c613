"""Compiled loops that learn from sampled plays of a tree: external and outcome sampling (Lanctot et al. 2009).

An iteration lets every player learn in turn.  Chance and the others are drawn from what they play; the learner tries all its actions
(external sampling), or one, drawn with some exploration (outcome sampling), where what earlier draws brought stands in for the others
(Schmid et al. 2019).  Regrets and averages are weighted by the iteration (Brown and Sandholm 2019).  Averages are those of the
player after the learner: its own choices are drawn as it plays, and the odds with which all others' were drawn are divided out, so
that every iteration counts alike also where there are more than two players.

Random numbers are a sequence that a seed and a counter determine (splitmix64, Steele et al. 2014), so that the counter is all
that a checkpoint has to keep, and a story that is replayed (`replaying`) draws the same.  Importing this module imports numba.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from .gradients import Floats, Ints, compiled

STEP = 0.1  # by how much what was just drawn moves the estimate of an action
EXPLORATION = 0.6  # how often the learner of outcome sampling draws an action evenly

CHANCE, TERMINAL = -1, -2
GOLDEN, FIRST, SECOND = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
S30, S27, S31, S11, ONE = np.uint64(30), np.uint64(27), np.uint64(31), np.uint64(11), np.uint64(1)
UNIT = 2.0**-53

Counter = npt.NDArray[np.uint64]


class Tree(NamedTuple):
    """A tree in arrays.

    `owner`, `child`, `size`, shape (nodes,): player, ``CHANCE`` or ``TERMINAL``; the first child and how many there are.  `place`,
    shape (nodes,): the sequence of the first action at a player's node, the number of a leaf.  `chance`, shape (nodes,): the
    probability that chance moves here.  `payoffs`, shape (leaves, players).
    """

    owner: Ints
    child: Ints
    size: Ints
    place: Ints
    chance: Floats
    payoffs: Floats


class Sampled(NamedTuple):
    """What is learned; arrays of shape (sequences,), but for `done` and `drawn`, of shape (1,), which count iterations and draws.

    ``R``: regrets; `total`: the weighted sum of what was played; `expected`: an estimate of what every action earns.
    """

    R: Floats
    total: Floats
    expected: Floats
    done: npt.NDArray[np.int64]
    drawn: Counter


class Stack(NamedTuple):
    """Work space: for every own set on the way its node, the action taken, the odds of it, of others and of own actions; and worths."""

    node: Ints
    taken: Ints
    odds: Floats
    others: Floats
    explored: Floats
    worth: npt.NDArray[np.float64]


class How(NamedTuple):
    """How is sampled: the least chance of every action; whether the learner tries all its actions; where the random numbers begin."""

    trembles: float
    external: bool
    start: Counter


@compiled
def mixed(z: np.uint64) -> np.uint64:
    """The output of splitmix64 for one state."""
    z = (z ^ (z >> S30)) * FIRST
    z = (z ^ (z >> S27)) * SECOND
    return z ^ (z >> S31)


@compiled
def draw(how: How, state: Sampled) -> float:
    """The next number between zero and one."""
    state.drawn[0] += ONE
    return float(mixed(how.start[0] + state.drawn[0] * GOLDEN) >> S11) * UNIT


@compiled
def positive_sum(state: Sampled, s: int, n: int) -> float:
    """The sum of what is positive among the regrets of a set."""
    total = 0.0
    for a in range(s, s + n):
        total += max(state.R[a], 0.0)
    return total


@compiled
def odds(state: Sampled, a: int, n: int, total: float, trembles: float) -> float:
    """How likely an action is by regret matching, beside trembles."""
    matched = max(state.R[a], 0.0) / total if total > 0.0 else 1.0 / n
    return trembles + (1.0 - n * trembles) * matched


@compiled
def chosen_by_chance(tree: Tree, how: How, state: Sampled, node: int) -> int:
    """Draw what chance does."""
    u, up_to, n = draw(how, state), 0.0, tree.size[node]
    for a in range(n):
        up_to += tree.chance[tree.child[node] + a]
        if u < up_to:
            return a
    return int(n) - 1


@compiled
def chosen(how: How, state: Sampled, s: int, n: int, total: float, exploration: float) -> tuple[int, float]:
    """Draw an action, in part evenly, and say how likely it was."""
    u, up_to, taken, p = draw(how, state), 0.0, 0, 0.0
    for a in range(n):
        q = exploration / n + (1.0 - exploration) * odds(state, s + a, n, total, how.trembles)
        if q > 0.0:
            taken, p = a, q
            up_to += q
            if u < up_to:
                break
    return taken, p


@compiled
def learned(how: How, state: Sampled, s: int, n: int, factor: float, worth: Floats) -> float:
    """Add the regrets of a set whose actions have their worth, and give what the set is worth."""
    total, value, plain = positive_sum(state, s, n), 0.0, 0.0
    for a in range(n):
        value += odds(state, s + a, n, total, how.trembles) * worth[a]
        plain += odds(state, s + a, n, total, 0.0) * worth[a]
    for a in range(n):
        state.R[s + a] += factor * (worth[a] - plain)
    return value


@compiled
def learn_from_plays(tree: Tree, state: Sampled, how: How, learner: int, averaging: int, weight: float, stack: Stack) -> None:
    """Draw plays for one learner; its regrets change, and the averages of another player.

    On the way `others` are the odds with which all but the averaging player were drawn, chance apart, and `explored` the learner's.
    """
    node, depth, others, explored = 0, 0, 1.0, 1.0
    while True:
        owner = tree.owner[node]
        while owner != TERMINAL:
            child, n, s = tree.child[node], tree.size[node], tree.place[node]
            if owner == CHANCE:
                node = child + chosen_by_chance(tree, how, state, node)
            elif owner != learner:
                total = positive_sum(state, s, n)
                if owner == averaging:
                    for a in range(n):
                        state.total[s + a] += weight / others * odds(state, s + a, n, total, how.trembles)
                taken, p = chosen(how, state, s, n, total, 0.0)
                if owner != averaging:
                    others *= p
                node = child + taken
            else:
                stack.node[depth], stack.others[depth], stack.explored[depth] = node, others, explored
                taken, p = 0, 1.0
                if not how.external:
                    taken, p = chosen(how, state, s, n, positive_sum(state, s, n), EXPLORATION)
                others, explored = others * p, explored * p
                stack.taken[depth], stack.odds[depth] = taken, p
                depth += 1
                node = child + taken
            owner = tree.owner[node]
        value = float(tree.payoffs[tree.place[node], learner])
        goes_on = False
        while depth > 0:
            depth -= 1
            node, others, explored, taken = stack.node[depth], stack.others[depth], stack.explored[depth], stack.taken[depth]
            n, s, worth = tree.size[node], tree.place[node], stack.worth[depth]
            worth[taken] = value
            if how.external and taken + 1 < n:
                stack.taken[depth] = taken + 1
                node = tree.child[node] + taken + 1
                depth += 1
                goes_on = True
                break
            if not how.external:
                for a in range(n):
                    worth[a] = state.expected[s + a]
                worth[taken] += (value - state.expected[s + taken]) / stack.odds[depth]
                state.expected[s + taken] += STEP * (value - state.expected[s + taken])
            value = learned(how, state, s, n, weight / explored, worth)
        if not goes_on:
            return


@compiled
def sample(tree: Tree, state: Sampled, how: How, count: int, stack: Stack) -> None:
    """Run some iterations after those that are done."""
    players = tree.payoffs.shape[1]
    done = state.done[0]
    for t in range(done + 1, done + count + 1):
        for learner in range(players):
            learn_from_plays(tree, state, how, learner, (learner + 1) % players, float(t), stack)
        state.done[0] = t


@compiled
def last_behaviour(first: npt.NDArray[np.uint32], size: Ints, state: Sampled, trembles: float, behaviour: Floats) -> None:
    """Fill in what is played now."""
    for i in range(len(first)):
        s, n = first[i], size[i]
        total = positive_sum(state, s, n)
        for a in range(s, s + n):
            behaviour[a] = odds(state, a, n, total, trembles)
