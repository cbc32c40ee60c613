"""Other ways to the same equilibria, for tests alone: Gambit's tracer, and Newton's method from many starts on a plain reading of the tree."""

from fractions import Fraction
from itertools import product

import numpy as np

from games import game, to_gambit
from games.tree import CHANCE, TERMINAL


def normal_form(sizes, rng, top=10):
    """A game of simultaneous moves with random whole payoffs."""
    players = tuple("ABC"[: len(sizes)])
    payoffs = {cell: tuple(map(int, rng.integers(0, top + 1, len(sizes)))) for cell in product(*map(range, sizes))}

    @game(players=players)
    def story(play):
        """Everybody moves at once."""
        cell = tuple(play.choose(p, [f"{p.lower()}{k}" for k in range(n)], public=False) for p, n in zip(players, sizes, strict=True))
        return payoffs[tuple(int(action[1:]) for action in cell)]

    return story()


def signalling(rng, top=10):
    """Two types, two messages, two replies, random whole payoffs."""
    payoffs = {cell: tuple(map(int, rng.integers(0, top + 1, 2))) for cell in product(range(2), repeat=3)}
    prior = Fraction(int(rng.integers(1, 10)), 10)

    @game(players=("Sender", "Receiver"))
    def story(play):
        """A type is drawn; its owner sends a message, and the other replies."""
        kind = play.chance("type", {"t0": prior, "t1": 1 - prior})
        play.tell("Sender", kind)
        sent = play.choose("Sender", ["m0", "m1"])
        reply = play.choose("Receiver", ["r0", "r1"])
        return payoffs[int(kind[1]), int(sent[1]), int(reply[1])]

    return story()


def two_rounds(rng, top=10):
    """A tree in which the second mover does not see what the first did, and the first may move again."""
    leaves = {cell: tuple(map(int, rng.integers(0, top + 1, 2))) for cell in product(range(2), range(2), range(3))}

    @game(players=("A", "B"))
    def story(play):
        """A moves, B replies without having seen it, and where both took their first action A moves once more."""
        first = play.choose("A", ["x0", "x1"], public=False)
        reply = play.choose("B", ["y0", "y1"], public=False)
        if (first, reply) != ("x0", "y0"):
            return leaves[int(first[1]), int(reply[1]), 0]
        play.tell("A", reply)
        last = play.choose("A", ["z0", "z1", "z2"])
        return leaves[0, 0, int(last[1])]

    return story()


def flat(solution):
    """All probabilities of a solution, player by player, set by set."""
    return np.array([float(x) for sets in solution.profile.strategies.values() for row in sets.values() for x in row.values()])


def by_gambit(tree, precisions):
    """What Gambit's tracer finds on the principal branch; a dict for each precision."""
    from pygambit import qre

    found = qre.logit_solve_lambda(to_gambit(tree), [float(x) for x in precisions])
    return [{player: [dict(row) for row in rows] for player, rows in eval(str(one.profile)).items()} for one in found]


class Plain:
    """A tree read once more, in floating point, with no thought of speed."""

    def __init__(self, tree):
        self.tree = tree
        self.sets = [(s, len(actions)) for s, actions in enumerate(tree.set_actions)]
        self.size = sum(n - 1 for _, n in self.sets)

    def chances(self, logits):
        out, k = [], 0
        for _, n in self.sets:
            z = np.concatenate([[0.0], logits[k : k + n - 1]])
            k += n - 1
            weights = np.exp(z - z.max())
            out.append(weights / weights.sum())
        return out

    def away(self, logits, precision):
        tree, chances = self.tree, self.chances(logits)
        values = np.zeros((tree.nodes, len(tree.players)))
        reach = np.ones(tree.nodes)
        steps = np.ones(tree.nodes)
        for node in range(1, tree.nodes):
            above = tree.parent[node]
            steps[node] = float(tree.chance(node)) if tree.owner[above] == CHANCE else chances[tree.infoset[above]][tree.move[node]]
            reach[node] = reach[above] * steps[node]
        leaf = 0
        for node in range(tree.nodes):
            if tree.owner[node] == TERMINAL:
                values[node] = [float(tree.payoff(leaf, i)) for i in range(len(tree.players))]
                leaf += 1
        for node in range(tree.nodes - 1, -1, -1):
            for child in tree.children(node):
                values[node] += steps[child] * values[child]
        out = []
        k = 0
        for s, n in self.sets:
            nodes, player = tree.set_nodes(s), int(tree.set_owner[s])
            whole = sum(reach[m] for m in nodes)
            worth = [sum(reach[m] / whole * values[tree.children(m)[a], player] for m in nodes) for a in range(n)]
            out += [logits[k + a - 1] - precision * (worth[a] - worth[0]) for a in range(1, n)]
            k += n - 1
        return np.array(out)


def by_many_starts(tree, precision, starts, rng, spread=10.0):
    """Equilibria that Newton's method with finite differences comes to, as probabilities."""
    plain, found = Plain(tree), []
    for _ in range(starts):
        z = rng.uniform(-1, 1, plain.size) * precision * spread
        for _ in range(60):
            away = plain.away(z, precision)
            slopes = np.array([(plain.away(z + 1e-6 * e, precision) - away) / 1e-6 for e in np.eye(plain.size)]).T
            try:
                step = np.linalg.solve(slopes, away)
            except np.linalg.LinAlgError:
                break
            if np.abs(step).max() > 5:
                step *= 5 / np.abs(step).max()
            z = z - step
            if np.abs(step).max() < 1e-10:
                break
        if np.abs(plain.away(z, precision)).max() < 1e-8:
            p = np.concatenate(plain.chances(z))
            if not any(np.abs(p - other).max() < 1e-6 for other in found):
                found.append(p)
    return found
