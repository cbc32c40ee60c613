"""Sets of equilibria compared both ways: what the listing says against what the independent method and the verifier say."""

import itertools
import random
import re
from fractions import Fraction as Q

from games import Parameter, game
from solvers import families, solve, verify
from solvers.maps.membership import Listed
from solvers.verifier.members import members


def lost(numeric, listed, concept="sequential", count=3, seed=0):
    """Equilibria of the bases that the independent method finds, inside and at the ends, that no listed family holds."""
    out = []
    for found in members(numeric, concept=concept, count=count, seed=seed):
        for assessment in found.assessments:
            if not any(one.holds(assessment) is not False for one in listed):
                out.append(assessment)
    return out


def wrong(numeric, listed, concept="sequential", count=2, seed=0):
    """Assessments that are listed and that the verifier refuses, and what is listed and holds nothing."""
    out = []
    for said in listed:
        some = list(said.members(count, seed))
        out += [one for one in some if not verify(numeric, one, concept).equilibrium]
        out += [said.listing] if not some and said.empty() else []
    return out


def walls(listed, most=2):
    """Points at which families of a wall only live, where a condition says so outright."""
    said = [
        re.fullmatch(r"(\w+) = (\d+(?:/\d+)?)", c) for family in listed if not family.generic for case in family.conditions for c in case
    ]
    return [{found[1]: Q(found[2])} for found in dict.fromkeys(said) if found][:most]


def differences(story, concept="sequential", points=1, count=3, seed=0):
    """Compare sets of equilibria at points of a game, and with its parameters open at points of its families and walls; both ways."""
    out = []
    drawn = story.domain.points(points, seed=seed) if story.parameters else [{}]
    open_ = families(story, "all", concept, knife_edges=True) if story.parameters else None
    if open_ is not None and len(story.parameters) == 1:
        drawn += [point for point in {str(w): w for w in walls(open_)}.values() if story.domain.surrounds(point)]
    for point in drawn:
        numeric = story.fix(point)
        found = solve(story, concept, **point)
        listings = [("solve", found.found, [Listed(one, {}) for one in found])]
        if open_ is not None:
            listings.append(("families", open_.found, [Listed(f, point) for f in open_ if f.exists(point)]))
        for name, complete, listed in listings:
            if complete == "all":
                out += [(name, "lost", point, one) for one in lost(numeric, listed, concept, count, seed)]
            out += [(name, "wrong", point, one) for one in wrong(numeric, listed, concept, 2, seed)]
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
    levels = plan.choice(["01", "0c2", "01c"])  # payoffs are 0 or 1; 0, c or 2c; 0, 1 or c
    drawn_by = types and levels == "01" and plan.random() < 0.7  # then the parameter is the prior
    idle = {player for player in players if plan.random() < 0.25}  # who gets nothing, whatever happens

    def told(play, c, p=Q(1, 2)):
        kind = play.chance("type", {"a": p, "b": 1 - p}) if types else "a"
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

    @game(players=tuple(players))
    def prior(play, *, p=Parameter(Q(1, 3), domain="0 < p < 1")):
        return told(play, 1, p)

    return prior() if drawn_by else plain() if levels == "01" else staked()


@game(players=("S", "R", "T"))
def ends(play, *, c=Parameter(1, domain="c > 0")):
    """Where R's belief is sure of type a, R plays r1 whatever T does; where it is not, T must play u rarely enough."""
    kind = play.chance("type", {"a": Q(1, 2), "b": Q(1, 2)})
    play.tell("S", kind)
    if play.choose("S", ["m", "n"], public=False) == "m":
        return c, 0, 0
    reply = play.choose("R", ["r1", "r2"], public=False)
    last = play.choose("T", ["u", "d"])
    if kind == "a":
        return 0, 0, 0
    return (c, 0, 0) if reply == "r1" else (3 * c, 1 if last == "u" else -1, 0)


@game(players=("S", "Q", "R", "T"))
def coupled(play, *, p=Parameter(Q(1, 3), "0 < p < 1")):
    """The odds at T's set depend on what Q does there, which is as open as the belief."""
    kind = play.chance("type", {"a": p, "b": 1 - p})
    play.tell("S", kind)
    if play.choose("S", ["m", "n"], public=False) == "m":
        return 2, 0, 0, 0
    reply = play.choose("R", ["r", "s"], public=False)
    if kind == "b" and play.choose("Q", ["x", "y"], public=False) == "y":
        return 1, 0, int(reply == "s"), 0
    last = play.choose("T", ["u", "d"])
    return 1, 0, int((reply == "r") == (kind == "a")), int((last == "u") == (kind == "a"))


@game(players=("S", "R", "T"))
def walled(play, *, q=Parameter(2, domain="q > 0"), k=Parameter(Q(1, 2), domain="k > 0")):
    """T mixes only where q = 1; where R is not sure of type a, it must then play u rarely, which k < 1 leaves room for."""
    kind = play.chance("type", {"a": Q(1, 2), "b": Q(1, 2)})
    play.tell("S", kind)
    if play.choose("S", ["m", "n"], public=False) == "m":
        return 1, 0, 0
    reply = play.choose("R", ["r1", "r2"], public=False)
    last = play.choose("T", ["u", "d"])
    if kind == "a" or reply == "r1":
        return 0, 0, q if last == "u" else 1
    return 0, k + 1 if last == "u" else k - 1, q if last == "u" else 1


@game(players=("B", "C"))
def guessed(play):
    """B, to whom all is the same, moves twice; C, who saw none of it, gains by guessing l after x/y, r after x/z and y/y."""
    first = play.choose("B", ["x", "y"], public=False)
    second = play.choose("B", ["x", "y", "z"] if first == "x" else ["x", "y"], public=False)
    play.tell("B", first)
    guess = play.choose("C", ["l", "r"])
    right = {"x/y": "l", "x/z": "r", "y/y": "r"}
    return 0, int(right.get(f"{first}/{second}") == guess)


@game(players=("A", "B", "C"))
def lapsing(play):
    """A and B, to whom all is the same, move in turn; C, who saw neither, is asked unless they played x/x, and is right to say l after x/y or y/z."""
    first = play.choose("A", ["x", "y"], public=False)
    play.tell("B", first)
    second = play.choose("B", ["x", "y", "z"] if first == "x" else ["y", "z"], public=False)
    if (first, second) == ("x", "x"):
        return 0, 0, 0
    guess = play.choose("C", ["l", "r"])
    right = {"x/y": "l", "y/y": "r", "y/z": "l"}
    return 0, 0, int(right.get(f"{first}/{second}") == guess)
