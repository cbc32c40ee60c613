"""Random games of several players who move at once, with parameters in some payoffs."""

import itertools
import random
from fractions import Fraction

from games import Parameter, game

Q = Fraction


def at_once(seed, players, parameters):
    """Integers at random; each parameter is added to one payoff."""
    rng = random.Random(seed)
    names, cells = "ABCD"[:players], list(itertools.product((0, 1), repeat=players))
    table = {cell: [rng.randint(-9, 9) for _ in names] for cell in cells}
    spots = {(rng.choice(cells), rng.randrange(players)): k for k in range(parameters)}

    def payoffs(play, *added):
        cell = tuple(play.choose(name, [0, 1], public=False) for name in names)
        return tuple(x + added[spots[cell, i]] if (cell, i) in spots else x for i, x in enumerate(table[cell]))

    @game(players=tuple(names))
    def one(play, *, u=Parameter(0, "-9 < u < 9")):
        return payoffs(play, u)

    @game(players=tuple(names))
    def two(play, *, u=Parameter(0, "-9 < u < 9"), v=Parameter(0, "-9 < v < 9")):
        return payoffs(play, u, v)

    return (one, two)[parameters - 1]()


def drawn_points(story, count, seed, width):
    rng = random.Random(seed)
    return [{n: Q(rng.randint(1 - 12 * width, 12 * width - 1), 12) + Q(1, 97) for n in story.parameters} for _ in range(count)]
