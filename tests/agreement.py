"""Maps against the independent enumeration, at points of every regime and on every wall."""

import random

from games.catalogue import STORIES
from games.parameter import Condition
from solvers.closed_forms.branches import all_pieces
from solvers.maps.point_check import agrees, counted
from solvers.verifier import enumerate_bases_at


def parametric():
    """The games of the catalogue that have parameters, as they are declared: no story is told while tests are collected."""
    return [name for name, story in STORIES.items() if story.parameters(**story.structure)]


def disagreements(found, points):
    """Compare the map's families with the independent enumeration at points of its regimes, and on its walls."""
    game = found.game
    wrong = []
    answers = [answer for k in range(0, len(points), 100) for answer in enumerate_bases_at(game, points[k : k + 100])]
    for point, answer in zip(points, answers, strict=True):
        here = all_pieces(game.fix(point), knife_edges=True)
        assert answer.complete
        if not agrees(counted(here.view, here.pieces), answer):
            wrong.append(point)
        alive = {f.name for f in found.families if f.generic and f.exists(point)}
        regime = next((r for r in found.regimes if r.signs == found.signs(point)), None)
        if regime is not None and set(regime.families) != alive:
            wrong.append(point)
        if not alive <= {f.name for f in found.families} or (not alive and not answer.bases):
            wrong.append(point)
    return wrong


def points_on_walls(found, count, seed=0):
    """Rational points of the domain on each wall: all but one parameter drawn, one in which the wall is linear solved for."""
    rng = random.Random(seed)
    out = []
    for wall in found.walls:
        mine = []
        for point in found.game.domain.points(400 * count, seed=rng.randrange(10**6), thin=3):
            names = list(wall.polynomial.free)
            rng.shuffle(names)
            for name in names:
                there = onto(wall.polynomial, name, point)
                if there is not None and there not in mine and found.game.domain.surrounds(there):
                    mine.append(there)
                    break
            if len(mine) == count:
                break
        assert mine, f"no rational point found on {wall.polynomial}"
        out += mine
    return out


def onto(polynomial, name, point):
    """A point moved along one parameter to where a polynomial is zero; None where it is not linear in it."""
    line = polynomial.at({k: v for k, v in point.items() if k != name})
    if not hasattr(line, "free"):
        return None
    zero, one, two = (line.at({name: k}) for k in range(3))
    return {**point, name: -zero / (one - zero)} if one != zero and two - one == one - zero else None


def points_in_regimes(found, count, seed=1):
    out = []
    for regime in found.regimes:
        more = [Condition(wall.polynomial * sign, True, "") for wall, sign in zip(found.walls, regime.signs, strict=True)]
        out += found.game.domain.also(more, regime.sample).points(count, seed=seed)
    return out
