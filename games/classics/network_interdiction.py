"""Interdicting an evader on a network."""

from fractions import Fraction
from itertools import pairwise

from ..story import game

ARCS = {
    # arc: chance that a watch on it detects the evader who passes
    "s-a": Fraction(1, 2),
    "s-b": Fraction(1, 3),
    "s-c": Fraction(1, 4),
    "a-d": Fraction(1, 2),
    "b-d": Fraction(2, 3),
    "b-c": Fraction(1),
    "c-t": Fraction(3, 4),
    "d-t": Fraction(2, 5),
}


@game(
    players=("Interdictor", "Evader"),
    source="Washburn and Wood (1995), Operations Research 43; numbers made for the published tables",
    known=(
        "The chance of detection is 1 over the largest flow from s to t when an arc carries 1/p: here 6/23.",
        "The watch is kept on a least cut, on each of its arcs in proportion to 1/p.",
    ),
)
def network_interdiction(play):
    """Interdiction: one arc of a network is watched, and an evader has to cross it unseen.

    The interdictor's payoff is the chance of detection.

    Notes
    -----
    Two players who move at once, zero-sum, 41 nodes, 2 information sets, no parameters.

    References
    ----------
    Washburn, A. and Wood, K. (1995). Two-person zero-sum games for network interdiction. *Operations Research* 43, 243-251.
    """
    watched = play.choose("Interdictor", list(ARCS), public=False)
    path = play.choose("Evader", paths("s", "t"), public=False)
    detection = ARCS[watched] if watched in along(path) else 0
    return detection, -detection


def paths(start, end):
    """List the paths of the network, as texts of their nodes."""
    if start == end:
        return [end]
    return [start + rest for arc in ARCS if arc[0] == start for rest in paths(arc[-1], end)]


def along(path):
    """List the arcs of a path."""
    return [f"{a}-{b}" for a, b in pairwise(path)]
