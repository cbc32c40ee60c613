"""Colonel Blotto."""

from itertools import product

from ..errors import GameError
from ..story import game


@game(
    players=("A", "B"),
    source="Borel (1921), Comptes Rendus 173; Gross and Wagner (1950), RAND RM-408; Dresher (1961), Games of Strategy",
    known=(
        "With four regiments against three at two posts, and the rule of capture, the game is worth 14/9 to A.",
        "With the rule of posts, three posts and 4 against 3, 5 against 4, 6 against 5, 7 against 5 or 6 against 6 regiments, it is worth "
        "2/3, 1/2, 4/9, 5/6 and 0.",
    ),
)
def blotto(play, *, first=4, second=3, posts=2, rule="capture"):
    """Colonel Blotto: two forces are split over the same posts, unseen.

    Parameters
    ----------
    first, second : int, at least 0
        Regiments of A and of B.
    posts : int, at least 1
        How many posts there are.
    rule : {"capture", "posts"}
        Whether the stronger side at a post wins as many points as it meets regiments there and one for the post, or just one.

    Notes
    -----
    Two players who move at once, zero-sum. With four against three at two posts: 26 nodes, 2 information sets, no parameters.

    References
    ----------
    Dresher, M. (1961). *Games of Strategy: Theory and Applications*.

    Gross, O. and Wagner, R. (1950). A continuous Colonel Blotto game. RAND RM-408.
    """
    if rule not in ("capture", "posts") or posts < 1 or min(first, second) < 0:
        raise GameError(
            f"blotto needs a rule capture or posts, at least one post and no negative forces; found rule {rule!r}, posts {posts}, "
            f"{first} against {second}."
        )
    mine = play.choose("A", splits(first, posts), public=False)
    theirs = play.choose("B", splits(second, posts), public=False)
    prize = 1 if rule == "capture" else 0
    scores = [(x > y) * (1 + prize * y) - (x < y) * (1 + prize * x) for x, y in zip(mine, theirs, strict=True)]
    return sum(scores), -sum(scores)


def splits(regiments, posts):
    """List the ways to split a force over posts."""
    return [split for split in product(range(regiments + 1), repeat=posts) if sum(split) == regiments]
