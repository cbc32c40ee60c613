"""Sets of equilibria compared both ways: what the listing says against what the independent method and the verifier say."""

import itertools
import random
from fractions import Fraction as Q

from games import Parameter, game
from solvers import families, solve, verify
from solvers.maps.listed import Listed
from solvers.verifier.members import members


def lost(numeric, listed, concept="sequential", count=3, seed=0):
    """Equilibria of the bases that the independent method finds, inside and at the ends, that no listed family holds."""
    out = []
    for found in members(numeric, concept=concept, count=count, seed=seed):
        for assessment in found.assessments:
            answers = [one.holds(assessment) for one in listed]
            if True not in answers and None not in answers:
                out.append(assessment)
    return out


def wrong(numeric, listed, concept="sequential", count=3, seed=0):
    """Assessments that are listed and that the verifier refuses."""
    return [one for said in listed for one in said.members(count, seed) if not verify(numeric, one, concept).equilibrium]


def empty(listed):
    """What is listed and holds nothing."""
    return [said for said in listed if said.empty()]


def differences(story, concept="sequential", points=2, count=3, seed=0):
    """Compare sets of equilibria at points of a game, and with its parameters open at points of its families; both ways."""
    out = []
    every = story.domain.points(points, seed=seed) if story.parameters else [{}]
    open_ = families(story, "all", concept, knife_edges=True) if story.parameters else None
    for point in every:
        numeric = story.fix(point)
        found = solve(story, concept, **point)
        listings = [("solve", found.found, [Listed(one, {}) for one in found])]
        if open_ is not None:
            there = [Listed(f, point) for f in open_ if f.exists(point)]
            listings.append(("families", open_.found, there))
        for name, complete, listed in listings:
            if complete == "all":
                out += [(name, "lost", point, one) for one in lost(numeric, listed, concept, count, seed)]
            out += [(name, "wrong", point, one) for one in wrong(numeric, listed, concept, count, seed)]
            out += [(name, "empty", point, one.found) for one in empty(listed)]
    return out


def tied(seed, most=4):
    """A random game with many ties and few information sets."""
    return next(drawn for k in itertools.count() if (drawn := _tied(f"{seed}/{k}")).infosets <= most)


def _tied(seed):
    """A random game with many ties: two or three players in turn, who are told little and may end the play; perhaps types, perhaps a stake."""
    plan = random.Random(seed)
    players = "ABC"[: plan.choice([2, 3, 3])]
    moves = plan.choice([2, 3, 3]) if len(players) == 2 else 3
    order = [players[k % len(players)] if plan.random() < 0.8 else plan.choice(players) for k in range(moves)]
    types, knows = plan.random() < 0.6, plan.random() < 0.6
    seen = [plan.random() < 0.25 for _ in order]
    ends = [k < moves - 1 and plan.random() < 0.6 for k in range(moves)]
    wide = plan.randrange(moves) if plan.random() < 0.25 else None
    levels = plan.choice(["01", "0c2", "01c"])                          # payoffs are 0 or 1; 0, c or 2c; 0, 1 or c
    idle = {player for player in players if plan.random() < 0.25}       # who gets nothing, whatever happens

    def told(play, c):
        kind = play.chance("type", {"a": Q(1, 2), "b": Q(1, 2)}) if types else "a"
        if types and knows:
            play.tell(order[0], kind)
        past = []
        for k, mover in enumerate(order):
            past.append(play.choose(mover, "xyz" if k == wide else "xy", public=False))
            if ends[k] and past[-1] == "x":
                break
            if seen[k] and k + 1 < moves:
                play.tell(order[k + 1], past[-1])
        draw = random.Random(f"{seed}/{kind if len(past) > 1 else ''}/{'/'.join(past)}")
        values = {"0": 0, "1": 1, "c": c, "2": 2 * c}
        drawn = [values[draw.choice(levels)] for _ in players]
        return [0 if player in idle else value for player, value in zip(players, drawn, strict=True)]

    @game(players=tuple(players))
    def plain(play):
        return told(play, 1)

    @game(players=tuple(players))
    def staked(play, *, c=Parameter(1, "c > 0")):
        return told(play, c)

    return plain() if levels == "01" else staked()
