"""A slow second implementation on the tree: counterfactual regrets by recursion, best replies by trying every pure strategy."""

import itertools
from fractions import Fraction
from random import Random

from games import game
from games.tree import CHANCE, TERMINAL


@game(players=("A", "B"))
def two(play, *, seed, zero_sum=False):
    """Chance, then up to four moves, some hidden, with one to three actions; plays end at different lengths."""
    payoffs = moves(play, seed, ("A", "B"))
    return (payoffs[0], -payoffs[0]) if zero_sum else tuple(payoffs)


@game(players=("A", "B", "C"))
def three(play, *, seed):
    """The same for three players."""
    return tuple(moves(play, seed, ("A", "B", "C")))


def moves(play, seed, players):
    plan, past = Random(seed), []
    past.append(play.chance("kind", {"l": Fraction(1, 3), "h": Fraction(2, 3)}))
    play.tell(plan.choice(players), past[0])
    for depth in range(plan.choice([3, 4])):
        owner, hidden, ends = plan.choice(players), plan.random() < 0.5, plan.random() < 0.4
        offered = ["x", "y", "z"][: plan.choice([1, 2, 2, 2, 3])]
        past.append(play.choose(owner, offered, public=not hidden))
        if ends and past[-1] == "x":
            break
        if plan.random() < 0.3:
            past.append(play.chance(f"draw {depth}", {"s": Fraction(1, 4), "t": Fraction(3, 4)}))
    draw = Random(f"{seed}/{'/'.join(past)}")
    return [draw.randint(-5, 5) for _ in players]


# ------------------------------------------------------------------ regret minimisation


def plain_cfr(built, iterations, *, plus):
    """CFR (simultaneous, uniform averages) or CFR+ (alternating, floors, averages weighted by t): the average behaviour by set."""
    regrets = [[0.0] * len(actions) for actions in built.set_actions]
    total = [[0.0] * len(actions) for actions in built.set_actions]
    players = range(len(built.players))

    def matched():
        rows = []
        for row in regrets:
            up = [max(r, 0.0) for r in row]
            rows.append([r / sum(up) for r in up] if sum(up) > 0 else [1 / len(row)] * len(row))
        return rows

    for t in range(1, iterations + 1):
        for learners in [[k] for k in players] if plus else [players]:
            sigma = matched()
            found = {}
            for player in learners:
                weights = own_reach(built, sigma, player)
                for k, row in counterfactual(built, sigma, player).items():
                    value = sum(p * v for p, v in zip(sigma[k], row, strict=True))
                    found[k] = [v - value for v in row]
                    for a, p in enumerate(sigma[k]):
                        total[k][a] += (t if plus else 1) * weights[k] * p
            for k, row in found.items():
                regrets[k] = [max(r + d, 0.0) if plus else r + d for r, d in zip(regrets[k], row, strict=True)]
    return [[x / sum(row) for x in row] if sum(row) > 0 else [1 / len(row)] * len(row) for row in total]


def counterfactual(built, sigma, player):
    """By own set, what each action earns times how likely chance and the others lead there."""
    out = {k: [0.0] * len(built.set_actions[k]) for k in range(built.infosets) if built.set_owner[k] == player}

    def walk(node, others):
        owner, at = built.owner[node], int(built.infoset[node])
        if owner == TERMINAL:
            return float(built.payoff(at, player))
        value = 0.0
        for a, child in enumerate(built.children(node)):
            p = float(built.chance(child)) if owner == CHANCE else sigma[at][a]
            below = walk(child, others if owner == player else others * p)
            if owner == player:
                out[at][a] += others * below
            value += p * below
        return value

    walk(0, 1.0)
    return out


def own_reach(built, sigma, player):
    """By own set, how likely the player's own choices lead there."""
    out = {}
    for k in range(built.infosets):
        if built.set_owner[k] == player:
            out[k] = 1.0
            for above, move in built.path(built.set_nodes(k)[0]):
                if built.owner[above] == player:
                    out[k] *= sigma[int(built.infoset[above])][move]
    return out


# ------------------------------------------------------------------ best replies


def expected_payoffs(built, sigma, start=None):
    """Every player's expected payoff, from weighted nodes on or from the root."""
    totals = [0.0] * len(built.players)

    def walk(node, reach):
        owner, at = built.owner[node], int(built.infoset[node])
        if owner == TERMINAL:
            for k in range(len(totals)):
                totals[k] += reach * float(built.payoff(at, k))
            return
        for a, child in enumerate(built.children(node)):
            walk(child, reach * (float(built.chance(child)) if owner == CHANCE else sigma[at][a]))

    for node, weight in (start or {0: 1.0}).items():
        walk(node, weight)
    return totals


def best_gain(built, sigma, player, start=None, least=0.0):
    """What a player wins by the best pure strategy (each other action at its least chance), of all that there are."""
    own = [k for k in range(built.infosets) if built.set_owner[k] == player]
    usual, best = expected_payoffs(built, sigma, start)[player], float("-inf")
    for plan in itertools.product(*(range(len(built.set_actions[k])) for k in own)):
        other = list(sigma)
        for k, a in zip(own, plan, strict=True):
            n = len(built.set_actions[k])
            other[k] = [least + (1 - n * least) * (b == a) for b in range(n)]
        best = max(best, expected_payoffs(built, other, start)[player])
    return best - usual


def beliefs(built, sigma, infoset):
    """The nodes of a set with their beliefs by Bayes' rule, the set's player doing what it can to come there; None off the path."""
    player, weights = built.set_owner[infoset], {}
    for node in built.set_nodes(infoset):
        weights[node] = 1.0
        path = [*(above for above, _ in built.path(node)), node]
        for above, below in itertools.pairwise(path):
            if built.owner[above] == CHANCE:
                weights[node] *= float(built.chance(below))
            elif built.owner[above] != player:
                weights[node] *= sigma[int(built.infoset[above])][int(built.move[below])]
    total = sum(weights.values())
    return {node: weight / total for node, weight in weights.items()} if total > 0 else None
