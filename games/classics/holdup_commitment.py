"""Commitment in a tree."""

from ..errors import GameError
from ..story import game


@game(
    players=("Follower", "Leader"),
    source="After Letchford and Conitzer (2010), Proceedings of EC; instance made for the published tables",
    known=(
        "Without commitment the follower stays out and the leader gets 0; with a pure commitment, to B, it gets 1.",
        "With a commitment to A with 2/3 the follower, indifferent, comes in and the leader gets 3.",
    ),
)
def holdup_commitment(play, *, commitment="none"):
    """Commitment: come in, and trust the one who moves next?

    The follower stays out or comes in; then the leader takes what it likes, unless it has bound itself before.

    Parameters
    ----------
    commitment : {"none", "pure"}
        Whether the leader chooses after the follower, or binds itself to A or B first, for all to see.

    Notes
    -----
    Two players. Without commitment: 5 nodes, 2 information sets, no parameters.

    References
    ----------
    Letchford, J. and Conitzer, V. (2010). Computing optimal strategies to commit to in extensive-form games. *EC* 2010, 83-92.
    """
    if commitment not in ("none", "pure"):
        raise GameError(f"holdup_commitment has commitment none or pure; found {commitment!r}.")
    bound = play.choose("Leader", ["A", "B"]) if commitment == "pure" else None
    if play.choose("Follower", ["out", "in"]) == "out":
        return {"Follower": 1, "Leader": 0}
    action = bound or play.choose("Leader", ["A", "B"])
    return {"Follower": 0, "Leader": 4} if action == "A" else {"Follower": 3, "Leader": 1}
