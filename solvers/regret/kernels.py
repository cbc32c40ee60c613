"""Compiled loops on the flat sequence form: regret matching, best replies, measuring.

Nothing is allocated in them, and Python is not asked; see `gradients`.

Symbols as in the literature: ``g`` is a player's gradient (what each of its sequences earns against the others' plans, chance
included), ``R`` the cumulative regrets, ``x`` the plans (probabilities of sequences).
"""

from __future__ import annotations

from math import inf
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from .gradients import Floats, Form, Tables, careful_gradient, compiled, gradient, gradient_of_blocks


class State(NamedTuple):
    """What is learned; arrays of shape (sequences,), but for `earned`, of shape (players,), and `done`, of shape (1,).

    ``R``: payoffs; `matched`: probabilities of actions by regret matching, before trembles; ``x``, `total`: the plans of this
    iteration, and their weighted sum; ``g``: work space.  Where play is observed, `offered` is the weighted sum of gradients
    and `earned` that of payoffs; otherwise they stay zero.  `done` counts iterations: inside, so that it is right whenever a
    loop is left.
    """

    R: Floats
    matched: Floats
    x: Floats
    total: Floats
    g: Floats
    offered: Floats
    earned: Floats
    done: npt.NDArray[np.int64]


class Numbers(NamedTuple):
    """The numbers of a rule, as in `Rule`."""

    positive: float
    negative: float
    prediction: float
    averaging: float
    alternating: bool


# ------------------------------------------------------------------ pieces


@compiled
def learn(form: Form, player: int, trembles: float, above: float, below: float, coming: float, prediction: float, state: State) -> None:
    """Pass a player's gradient up its sets, and add each action's regret against what regret matching plays there.

    What is to be matched stands in `matched` until `plan` turns it into probabilities. Regrets so far are kept with the factor `above`
    where they are positive and `below` where not, and matched with `coming`, as in the next iteration.  With trembles the choice is
    among what is left beside them, so that regrets are those of this smaller simplex, up to a factor that is the same for all actions
    of a set.
    """
    g, R, matched = state.g, state.R, state.matched
    for i in range(form.set_start[player + 1] - 1, form.set_start[player] - 1, -1):
        a, n = form.first[i], form.size[i]
        if n == 1:  # there is nothing to learn
            g[form.before[i]] += g[a]
            continue
        value, plain = 0.0, 0.0
        for s in range(a, a + n):
            value += matched[s] * g[s]
            plain += g[s]
        g[form.before[i]] += trembles * plain + (1.0 - n * trembles) * value
        for s in range(a, a + n):
            r = g[s] - value
            R[s] = R[s] * (above if R[s] > 0.0 else below) + r
            matched[s] = coming * max(R[s], 0.0) + prediction * r


@compiled
def plan(form: Form, player: int, trembles: float, kept: float, state: State) -> None:
    """Regret matching: play in proportion to what is positive in `matched`, uniformly where nothing is; then the plan.

    Before it is changed, the plan so far is added to the sum of plans, which is kept with the factor `kept`.
    """
    x, total, matched = state.x, state.total, state.matched
    x[form.sequence_start[player]] = 1.0
    for i in range(form.set_start[player], form.set_start[player + 1]):
        a, n = form.first[i], form.size[i]
        positive = 0.0
        for s in range(a, a + n):
            positive += max(matched[s], 0.0)
        floor = x[form.before[i]] * trembles
        free = x[form.before[i]] * (1.0 - n * trembles)
        for s in range(a, a + n):
            matched[s] = max(matched[s], 0.0) / positive if positive > 0.0 else 1.0 / n
            total[s] = kept * total[s] + x[s]
            x[s] = floor + free * matched[s]


@compiled
def discount(t: int, exponent: float) -> float:
    """``t**p / (t**p + 1)``."""
    if exponent == inf:
        return 1.0
    if exponent == -inf:
        return 0.0
    power: float = float(t) ** exponent
    return power / (power + 1.0)


@compiled
def best_reply(form: Form, player: int, trembles: float, g: Floats) -> float:
    """Pass the best action's value up a player's sets; what it earns at best, each other action having its tremble."""
    for i in range(form.set_start[player + 1] - 1, form.set_start[player] - 1, -1):
        a, n = form.first[i], form.size[i]
        best, plain = g[a], 0.0
        for s in range(a, a + n):
            best = max(best, g[s])
            plain += g[s]
        g[form.before[i]] += trembles * plain + (1.0 - n * trembles) * best
    return float(g[form.sequence_start[player]])


@compiled
def normalised(form: Form, total: Floats, behaviour: Floats, x: Floats) -> None:
    """Turn summed plans into probabilities of actions and plans; uniform where a player's own plans never lead."""
    for player in range(len(form.set_start) - 1):
        behaviour[form.sequence_start[player]] = x[form.sequence_start[player]] = 1.0
        for i in range(form.set_start[player], form.set_start[player + 1]):
            a, n = form.first[i], form.size[i]
            there = 0.0
            for s in range(a, a + n):
                there += total[s]
            for s in range(a, a + n):
                behaviour[s] = total[s] / there if there > 0.0 else 1.0 / n
                x[s] = x[form.before[i]] * behaviour[s]


# ------------------------------------------------------------------ learning


@compiled
def iterate(form: Form, tables: Tables, state: State, rule: Numbers, trembles: float, count: int, observing: bool) -> None:
    """Run some iterations of regret matching after those that are done."""
    players = len(form.set_start) - 1
    done = state.done[0]
    for t in range(done + 1, done + count + 1):
        kept = ((t - 1) / t) ** rule.averaging
        above, below, coming = discount(t - 1, rule.positive), discount(t - 1, rule.negative), discount(t, rule.positive)
        for turn in range(0 if observing else players, 2 * players):  # first all are observed, then all learn
            player = turn % players
            if len(tables.shape):
                gradient_of_blocks(tables, player, state.x, state.g)
            else:
                gradient(form, player, form.payoffs, state.x, state.g)
            if turn < players:
                observe(form, player, state, kept)
                continue
            learn(form, player, trembles, above, below, coming, rule.prediction, state)
            if rule.alternating:
                plan(form, player, trembles, kept, state)
        if not rule.alternating:
            for player in range(players):
                plan(form, player, trembles, kept, state)
        state.done[0] = t


@compiled
def reply(form: Form, tables: Tables, state: State, rule: Numbers, trembles: float, count: int, observing: bool) -> None:
    """Run some iterations of fictitious play: each plays a best reply to the average of the others' plans, which `R` holds."""
    players = len(form.set_start) - 1
    done = state.done[0]
    for t in range(done + 1, done + count + 1):
        kept = ((t - 1) / t) ** rule.averaging
        for turn in range(0 if observing else players, 2 * players):  # first all are observed, then all reply
            if turn == players:
                for s in range(len(state.x)):
                    state.total[s] = kept * state.total[s] + state.x[s]
                normalised(form, state.total, state.matched, state.R)
            player, met = turn % players, state.x if turn < players else state.R
            if len(tables.shape):
                gradient_of_blocks(tables, player, met, state.g)
            else:
                gradient(form, player, form.payoffs, met, state.g)
            if turn < players:
                observe(form, player, state, kept)
                continue
            best_reply(form, player, trembles, state.g)
            state.x[form.sequence_start[player]] = 1.0
            for i in range(form.set_start[player], form.set_start[player + 1]):
                a, n = form.first[i], form.size[i]
                best = a
                for s in range(a + 1, a + n):
                    if state.g[s] > state.g[best]:
                        best = s
                for s in range(a, a + n):
                    state.x[s] = state.x[form.before[i]] * (trembles + (1.0 - n * trembles if s == best else 0.0))
        state.done[0] = t


@compiled
def observe(form: Form, player: int, state: State, kept: float) -> None:
    """Add this iteration's joint play: what each of a player's sequences would have earned, and what the player did earn."""
    earned = 0.0
    for s in range(form.sequence_start[player], form.sequence_start[player + 1]):
        earned += state.x[s] * state.g[s]
        state.offered[s] = kept * state.offered[s] + state.g[s]
    state.earned[player] = kept * state.earned[player] + earned


# ------------------------------------------------------------------ measuring


@compiled
def measure(form: Form, x: Floats, trembles: float, g: Floats, values: Floats, gains: Floats) -> None:
    """Fill in what every player earns, and what more by the best reply to the others' plans."""
    for player in range(len(form.set_start) - 1):
        careful_gradient(form, player, form.payoffs, x, g)
        value = 0.0
        for s in range(form.sequence_start[player], form.sequence_start[player + 1]):
            value += x[s] * g[s]
        values[player] = value
        gains[player] = best_reply(form, player, trembles, g) - value


@compiled
def measure_sets(form: Form, x: Floats, behaviour: Floats, g: Floats, met: Floats, best: Floats, reach: Floats, gains: Floats) -> None:
    """Fill in, set by set, how likely the others lead there, and what changing plans from there on earns given that.

    Afterwards ``g`` holds the value of every action, the player going on as it does, given that its set is reached, and `best` by
    how much the best action there earns more; ``nan`` where the set is not reached.
    """
    for player in range(len(form.set_start) - 1):
        careful_gradient(form, player, form.payoffs, x, g)
        careful_gradient(form, player, form.weights, x, met)
        for s in range(form.sequence_start[player], form.sequence_start[player + 1]):
            best[s] = g[s]
        for i in range(form.set_start[player + 1] - 1, form.set_start[player] - 1, -1):
            a, n = form.first[i], form.size[i]
            value, most = 0.0, best[a]
            for s in range(a, a + n):
                value += behaviour[s] * g[s]
                most = max(most, best[s])
            reach[i] = met[a]  # the same after each action
            met[form.before[i]] += reach[i]
            g[form.before[i]] += value
            best[form.before[i]] += most
            gains[i] = (most - value) / reach[i] if reach[i] > 0.0 else np.nan
            most = g[a]
            for s in range(a, a + n):
                most = max(most, g[s])
            for s in range(a, a + n):
                best[s] = (most - g[s]) / reach[i] if reach[i] > 0.0 else np.nan
                g[s] = g[s] / reach[i] if reach[i] > 0.0 else np.nan
        best[form.sequence_start[player]] = 0.0
