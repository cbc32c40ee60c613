"""Two secret votes on who does a task."""

from ..story import game


@game(
    players=("1", "2"),
    source="Mertens (1995), Games and Economic Behavior 8, 378-388",
    known=(
        "Every sequential equilibrium pays (1, 1); the votes do not matter as long as the task is done right.",
        "The one admissible (and quasi-perfect) equilibrium votes for oneself; no extensive-form perfect one does so on both sides.",
    ),
)
def secret_votes(play):
    """Secret votes: who had better do what any of two can do right?

    Both vote in secret for themselves or the other. One who is chosen does the task right or wrong and does
    not learn how the votes stood; two votes for oneself are settled by a coin, and two for the other give the
    task to somebody else, who does it right.

    Notes
    -----
    Two players, 17 nodes, 4 information sets, no parameters.

    References
    ----------
    Mertens, J.-F. (1995). Two examples of strategic equilibrium. *Games and Economic Behavior* 8, 378-388.
    """
    votes = [play.choose(player, ["self", "other"], public=False) for player in ("1", "2")]
    if votes == ["other", "other"]:
        return 1, 1
    chosen = play.chance("coin", ["1", "2"]) if votes == ["self", "self"] else "1" if votes[0] == "self" else "2"
    play.tell(chosen, "chosen")
    right = int(play.choose(chosen, ["right", "wrong"], public=False) == "right")
    return right, right
