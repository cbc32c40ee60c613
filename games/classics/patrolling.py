"""Patrolling a graph."""

import re
from functools import cache
from itertools import product

from ..errors import GameError
from ..story import game


@game(
    players=("Patroller", "Attacker"),
    source="Alpern, Morton and Papadaki (2011), Operations Research 59",
    known=(
        "On a cycle or a complete graph of n nodes an attack that takes m periods is met with m/n, m at most n.",
        "Between a and b nodes on two sides, a at most b, it is met with m/(2*b); on a path of four, with m = 2, with 1/2.",
    ),
)
def patrolling(play, *, graph="C4", period=4, duration=2):
    """Patrolling: a round over a graph that is walked again and again, and an attack that takes its time.

    The patroller picks a closed walk, in which it may wait; the attacker picks a node and when to begin. The patroller wins 1 if
    its walk is at the node at any time of the attack.

    Parameters
    ----------
    graph : str
        ``C4`` a cycle, ``P4`` a path, ``K4`` a complete graph, ``K2,3`` a complete bipartite one, with any numbers.
    period : int, at least 1
        How many periods a round takes.
    duration : int, from 1 to period
        How many periods in a row an attack takes.

    Notes
    -----
    Two players who move at once, constant-sum. On the cycle of four, with period 4 and duration 2: 477 nodes, 2 information sets,
    no parameters. A walk that meets no attack but those that another meets is left out: the patroller can do without it.

    References
    ----------
    Alpern, S., Morton, A. and Papadaki, K. (2011). Patrolling games. *Operations Research* 59, 1246-1257.
    """
    if not 1 <= duration <= period:
        raise GameError(f"patrolling needs 1 <= duration <= period; found duration {duration}, period {period}.")
    walks = best_walks(graph, period, duration)
    walk = walks[play.choose("Patroller", list(walks), public=False)]
    attack = play.choose("Attacker", [f"{node} from {start}" for node in neighbours(graph) for start in range(period)], public=False)
    met = attack in walk
    return int(met), int(not met)


@cache
def neighbours(graph):
    """Read a graph: by node, where one may be next; waiting is allowed."""
    kind, sizes = graph[:1], [int(n) for n in re.findall(r"\d+", graph)]
    if not re.fullmatch(r"[CPK]\d+|K\d+,\d+", graph) or min(sizes) < 1:
        raise GameError(f"patrolling knows the graphs C4, P4, K4 and K2,3, with any numbers from 1; found {graph!r}.")
    nodes = range(sum(sizes))

    def joined(a, b):
        if len(sizes) == 2:
            return (a < sizes[0]) != (b < sizes[0])
        return kind == "K" or abs(a - b) == 1 or (kind == "C" and abs(a - b) == len(nodes) - 1)

    return {a: [b for b in nodes if a == b or joined(a, b)] for a in nodes}


@cache
def best_walks(graph, period, duration):
    """List the closed walks, and the attacks that each meets, without those that another walk makes needless."""
    near = neighbours(graph)
    walks: list[tuple[int, ...]] = [(start,) for start in near]
    for _ in range(period - 1):
        walks = [(*walk, node) for walk in walks for node in near[walk[-1]]]
    met: dict[frozenset[str], str] = {}
    for walk in walks:
        if walk[0] in near[walk[-1]]:
            attacks = frozenset(f"{node} from {(time - k) % period}" for (time, node), k in product(enumerate(walk), range(duration)))
            met.setdefault(attacks, "-".join(map(str, walk)))
    undominated: list[frozenset[str]] = []
    for attacks in sorted(met, key=len, reverse=True):
        if not any(attacks < larger for larger in undominated):
            undominated.append(attacks)
    return {met[attacks]: attacks for attacks in undominated}
