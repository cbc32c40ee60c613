"""Random small games: commitments against plain enumeration of replies, and against Nash play."""

from fractions import Fraction as F
from itertools import product
from random import Random

import numpy as np
import pytest
from scipy.optimize import linprog
from small_trees import small_tree

import solvers
from solvers.verifier import expected

QUICK, ALL = range(8), range(8, 300)
SEEDS = [*QUICK, *(pytest.param(seed, marks=pytest.mark.slow) for seed in ALL)]


def own_sets(game, player):
    return [s for s in range(game.infosets) if game.players[game.set_owner[s]] == player]


def plans(game, player):
    """All plans, an action for every information set."""
    sets = own_sets(game, player)
    return [dict(zip(sets, actions, strict=True)) for actions in product(*(range(len(game.set_actions[s])) for s in sets))]


def paid(game, played, player):
    """What a player gets when both play pure plans, by adding up the endings."""
    k, total = game.players.index(player), F(0)
    for leaf, node in enumerate(game.leaf_nodes):
        chance, path = F(1), game.path(int(node))
        for above, move in path:
            if game.owner[above] < 0:
                chance *= game.chance(int(game.first_child[above]) + move)
            elif played[int(game.infoset[above])] != move:
                chance = F(0)
        total += chance * game.payoff(leaf, k)
    return total


def by_enumeration(game, leader, follower):
    """The strong Stackelberg value over mixtures of the leader's plans: one floating-point program for each of the follower's plans."""
    mine, theirs = plans(game, leader), plans(game, follower)
    worth = {p: np.array([[float(paid(game, {**a, **b}, p)) for a in mine] for b in theirs]) for p in (leader, follower)}
    best = -np.inf
    for k in range(len(theirs)):
        rows = worth[follower] - worth[follower][k]
        found = linprog(-worth[leader][k], A_ub=rows, b_ub=np.zeros(len(theirs)), A_eq=np.ones((1, len(mine))), b_eq=[1])
        if found.status == 0:
            best = max(best, -found.fun)
    return best


@pytest.mark.parametrize("seed", SEEDS)
def test_commitments_are_those_of_plain_enumeration(seed):
    game = small_tree(seed)
    leader, follower = game.players if seed % 2 else game.players[::-1]
    found = {to: solvers.commit(game, leader, to) for to in ("mixed", "pure", "signals")}
    assert abs(float(found["mixed"].value) - by_enumeration(game, leader, follower)) < 1e-7
    for commitment in found.values():
        assert commitment.certificate.equilibrium and commitment.value == commitment.payoffs[leader]
    assert found["pure"].value <= found["mixed"].value <= found["signals"].value
    assert found["pure"].least <= found["mixed"].least <= found["mixed"].value
    for equilibrium in solvers.solve(game, "nash"):
        payoff = equilibrium.payoffs[leader]
        assert (payoff.at(equilibrium.sample) if hasattr(payoff, "at") else payoff) <= found["mixed"].value


@pytest.mark.parametrize("seed", SEEDS)
def test_the_least_is_what_hostile_followers_leave(seed):
    """No strategy drawn at random brings more when ties are broken against it; some inside the best region comes near."""
    game, dice = small_tree(seed), Random(f"hostile {seed}")
    leader, follower = game.players if seed % 2 else game.players[::-1]
    least = solvers.commit(game, leader).least
    theirs = plans(game, follower)
    for _ in range(5):
        mix = {s: [F(dice.randint(0, 4)) for _ in game.set_actions[s]] for s in own_sets(game, leader)}
        mix = {s: [w / sum(ws) for w in ws] if any(ws) else [F(k == 0) for k in range(len(ws))] for s, ws in mix.items()}
        worths = []
        for plan in theirs:
            profile = {player: {} for player in game.players}
            for s, actions in enumerate(game.set_actions):
                chances = mix[s] if s in mix else [int(plan[s] == k) for k in range(len(actions))]
                profile[game.players[game.set_owner[s]]][game.set_labels[s]] = dict(zip(actions, chances, strict=True))
            worths.append(expected(game, profile)[0])
        top = max(worth[follower] for worth in worths)
        assert min(worth[leader] for worth in worths if worth[follower] == top) <= least


def test_a_planted_error_is_seen():
    """A reply that is not best is not one for the verifier, whatever the leader would like."""
    import games
    from solvers.verifier import NASH, followers_reply, verify

    game = games.load("holdup_commitment")
    profile = {"Follower": {"start": {"out": 0, "in": 1}}, "Leader": {"in": {"A": 1, "B": 0}}}
    judged = followers_reply(verify(game, profile, NASH), "Leader")
    assert not judged.equilibrium and judged.gains == {"Follower": 1} and judged.reason == "Follower gains 1 by another reply."
