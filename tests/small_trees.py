"""Random small trees for tests of mediation, commitment and mistakes: private chance, hidden and open moves, payoffs with ties."""

from fractions import Fraction as F
from itertools import count
from random import Random

from games import game

MOST_NODES, MOST_SETS = 20, 5


def small_tree(seed, players=("A", "B"), most=3):
    """A game that a seed draws: perhaps a private type, then two or three moves by changing players."""
    trees = (_drawn(f"{seed}.{attempt}", players, most) for attempt in count())
    return next(tree for tree in trees if tree.nodes <= MOST_NODES and tree.infosets <= MOST_SETS)


def _drawn(seed, players, most):
    plan = Random(f"tree {seed}")
    typed, moves = plan.random() < 0.5, plan.choice(range(2, most + 1))
    owners = [plan.choice(players) for _ in range(moves)]
    if len(set(owners)) == 1:
        owners[-1] = next(p for p in players if p != owners[0])
    hidden = [plan.random() < 0.5 for _ in owners]
    ends = [k + 1 < moves and plan.random() < 0.4 for k in range(moves)]
    sizes = [3 if plan.random() < 0.15 else 2 for _ in owners]
    knows, high = plan.choice(players), plan.choice([1, 2, 4])

    @game(players=players)
    def drawn(play):
        """A small tree."""
        past = []
        if typed:
            past.append(play.chance("type", {"h": F(1, 3), "l": F(2, 3)}))
            play.tell(knows, past[-1])
        for owner, quiet, stops, size in zip(owners, hidden, ends, sizes, strict=True):
            past.append(play.choose(owner, "xyz"[:size], public=not quiet))
            if stops and past[-1] == "x":
                break
        draw = Random(f"{seed}/{'/'.join(past)}")
        return tuple(draw.randint(-high, high) for _ in players)

    return drawn()
