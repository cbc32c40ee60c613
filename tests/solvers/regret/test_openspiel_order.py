"""Why some traces are OpenSpiel's for a hundred iterations and no longer: rounding, which they add up in another order.

In Leduc poker and goofspiel no tie decides anything: a difference in the last digit grows, some tenfold in twenty to a
hundred iterations.  In liar's dice with five faces regrets are exactly zero at some information sets after the first iteration, and what
rounding leaves of them decides what is played there next.  With sums in OpenSpiel's order the whole trace is OpenSpiel's.
"""

import json
from collections import defaultdict
from dataclasses import replace
from itertools import groupby
from pathlib import Path

import numba
import numpy as np
import pytest

from benchmarks.openspiel_games import TWINS
from games.forms.flat import flat_form
from games.tree import CHANCE
from solvers.regret.learning import Learner, values_and_gains

WRITTEN = json.loads((Path(__file__).parent / "openspiel.json").read_text())["traces"]
LIARS = "liars_dice faces=5"
GROWING = [("leduc", "alternating-cfr"), ("leduc", "cfr+"), ("goofspiel players=2 cards=4", "alternating-cfr")]


def retold(words, method):
    """Two learners of one game, the second with payoffs a third as large, whose sums are rounded otherwise."""
    form = flat_form(TWINS[words].game())
    return form, Learner(form, method), Learner(replace(form, payoffs=form.payoffs / 3), method)


def by_set(form, amounts, how):
    """Reduce what belongs to actions to one number for each information set."""
    order = np.concatenate([np.arange(a, a + n) for a, n in zip(form.first, form.size, strict=True)])
    return how.reduceat(amounts[order], np.cumsum(form.size) - form.size)


@pytest.mark.parametrize("words, method", GROWING)
def test_rounding_grows_and_no_tie_decides(words, method):
    """From the last digit to the sixth by steps: no iteration makes more than fifty times of what rounding made so far."""
    form, ours, other = retold(words, method)
    before, most = 1e-15, 0.0
    while most < 1e-6:
        ours.run(1), other.run(1)
        positive = by_set(form, np.maximum(ours.state.R, 0.0), np.add)
        assert positive[positive > 0].min() > 1e-4, "what is played is never decided by what is nearly zero"
        apart = float(np.abs(ours.state.matched - other.state.matched).max())
        assert apart < 50 * before
        before, most = max(before, apart), max(most, apart)
    assert 100 <= ours.iterations < 1_000


def test_a_game_with_ties_goes_apart_at_once():
    """Regrets of 1e-19 where payoffs are one: zero but for rounding, and yet what is played follows them."""
    form, ours, other = retold(LIARS, "alternating-cfr")
    ours.run(1), other.run(1)
    apart = by_set(form, np.abs(ours.state.matched - other.state.matched), np.maximum) > 1e-6
    largest = by_set(form, np.maximum(np.abs(ours.state.R), 3 * np.abs(other.state.R)), np.maximum)
    assert apart.any() and largest[apart].max() < 1e-18 < np.spacing(1.0) / 100


@pytest.mark.slow
@pytest.mark.parametrize("words, method", [*GROWING, (LIARS, "alternating-cfr"), ("kuhn", "cfr+"), ("goofspiel players=2 cards=4", "cfr+")])
def test_with_sums_in_their_order_traces_are_openspiels_to_the_last(words, method):
    form, points = flat_form(TWINS[words].game()), (10, 100, 1_000)
    for point, average in zip(points, averages(TWINS[words], method == "cfr+", points), strict=True):
        gap = values_and_gains(form, average)[1].sum()
        assert gap == pytest.approx(WRITTEN[words][method]["gaps"][str(point)], rel=1e-10, abs=0), point


# ------------------------------------------------------------------ CFR and CFR+ as OpenSpiel adds up


def laid_out(twin):
    """Lay out our tree in the order of their recursion, what chance draws at once drawn letter by letter as theirs does.

    Returns
    -------
    tuple of arrays
        By node: parent, the action that leads there (-1 from chance), with what chance, who moves (the number of players for chance, -1
        at an end), payoffs; by action: the first one of its set, and how many there are.
    """
    game = twin.game()
    sizes = [len(actions) for actions in game.set_actions]
    first = np.cumsum([0, *sizes])[:-1]
    players = len(game.players)
    parent, action, chance, owner, payoffs = [], [], [], [], []

    def added(above, act, drawn):
        parent.append(above), action.append(act), chance.append(drawn)
        owner.append(-1), payoffs.append([0.0] * players)
        return len(parent) - 1

    def draw(here, some):  # letters left, exact chance, our node
        owner[here] = players
        total = sum(p for _, p, _ in some)
        for _, group in groupby(some, key=lambda one: one[0][:1]):
            rows = list(group)
            below = added(here, -1, float(sum(p for _, p, _ in rows) / total))
            if len(rows) == 1 and len(rows[0][0]) <= 1:
                visit(below, rows[0][2])
            else:
                draw(below, [(letters[1:], p, node) for letters, p, node in rows])

    def visit(here, node):
        who, at = int(game.owner[node]), int(game.infoset[node])
        if who == CHANCE:
            letters = ["".join(c for c in label if c in twin.alphabet) for label in game.chance_moves[at][1]]
            draw(here, [(word, game.chance(child), child) for word, child in zip(letters, game.children(node), strict=True)])
        elif who >= 0:
            owner[here] = who
            for k, child in enumerate(game.children(node)):
                visit(added(here, int(first[at]) + k, 1.0), child)
        else:
            payoffs[here] = [float(game.payoff(at, k)) for k in range(players)]

    visit(added(-1, -1, 1.0), 0)
    nodes = map(np.array, (parent, action, chance, owner, payoffs))
    return *nodes, np.repeat(first, sizes), np.repeat(sizes, sizes)


def averages(twin, plus, points):
    """The average behaviour after so many iterations each, as an array over sequences."""
    game, form = twin.game(), flat_form(twin.game())
    parent, action, chance, owner, payoffs, begin, size = laid_out(twin)
    below = defaultdict(list)
    for node in range(1, len(parent)):
        below[int(parent[node])].append(node)
    start = np.cumsum([0, *(len(below[node]) for node in range(len(parent)))])
    children = np.array([child for node in range(len(parent)) for child in below[node]])
    policy, regrets, total = 1.0 / size, np.zeros(len(size)), np.zeros(len(size))
    reach, values = np.ones((len(parent), payoffs.shape[1] + 1)), payoffs.copy()
    order = np.concatenate([np.arange(form.first[i], form.first[i] + form.size[i]) for i in range(form.infosets)])
    sets = [int(k) for own in form.players for k in own.infosets]
    firsts = np.cumsum([0, *(len(a) for a in game.set_actions)])
    ours = np.concatenate([np.arange(firsts[k], firsts[k + 1]) for k in sets])
    done = 0
    for point in points:
        for t in range(done + 1, point + 1):
            for player in range(payoffs.shape[1]):
                one_pass(
                    player, float(t) if plus else 1.0, parent, action, chance, owner, start, children, policy, regrets, total, reach, values
                )
                matched(plus, begin, size, policy, regrets)
        done, numbers = point, np.ones(form.sequences)
        sums = np.add.reduceat(total, firsts[:-1])[np.repeat(np.arange(game.infosets), np.diff(firsts))]
        numbers[order] = np.where(sums > 0, total / np.where(sums > 0, sums, 1.0), 1.0 / size)[ours]
        yield numbers


@numba.njit
def one_pass(player, weight, parent, action, chance, owner, start, children, policy, regrets, total, reach, values):
    """Reach probabilities down the tree, values up, and what they add to a player's regrets and plans."""
    players = values.shape[1]
    for node in range(1, len(parent)):
        above = parent[node]
        for k in range(players + 1):
            reach[node, k] = reach[above, k]
        reach[node, owner[above]] *= policy[action[node]] if action[node] >= 0 else chance[node]
    for node in range(len(parent) - 1, -1, -1):
        if owner[node] < 0:
            continue
        for k in range(players):
            value = 0.0
            for child in children[start[node] : start[node + 1]]:
                value += (policy[action[child]] if action[child] >= 0 else chance[child]) * values[child, k]
            values[node, k] = value
    for node in range(len(parent)):
        if owner[node] != player:
            continue
        met = 1.0
        for k in range(players + 1):
            if k != player:
                met *= reach[node, k]
        for child in children[start[node] : start[node + 1]]:
            regrets[action[child]] += met * (values[child, player] - values[node, player])
            total[action[child]] += weight * reach[node, player] * policy[action[child]]


@numba.njit
def matched(plus, begin, size, policy, regrets):
    """Play in proportion to regrets above zero; those below are forgotten in CFR+."""
    for a in range(len(regrets)):
        if plus and regrets[a] < 0.0:
            regrets[a] = 0.0
    for a in range(len(regrets)):
        above = 0.0
        for b in range(begin[a], begin[a] + size[a]):
            if regrets[b] > 0.0:
                above += regrets[b]
        policy[a] = (max(regrets[a], 0.0) / above) if above > 0.0 else 1.0 / size[a]
