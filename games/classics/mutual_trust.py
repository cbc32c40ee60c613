"""Mutual trust."""

from fractions import Fraction

from ..parameter import Parameter
from ..story import game


@game(
    players=("1", "2"),
    headline=("t",),
    source="After Kydd (2005), Trust and Mistrust in International Relations, chapter 2; the numbers are our own",
    known=(
        "Below t = 1/2 nobody cooperates; above, the trustworthy may all cooperate, or each with 1/(2*t), or none.",
        "On the wall the first two are one.",
    ),
)
def mutual_trust(play, *, t=Parameter(Fraction(2, 3), domain="0 < t < 1", means="prior that a side is trustworthy")):
    """Mutual trust: cooperation needs a least belief in the other.

    Both choose at the same time whether to cooperate. The trustworthy like mutual cooperation best; the
    others gain by exploiting it.

    Notes
    -----
    Two players, 31 nodes, 4 information sets, 1 parameter.

    References
    ----------
    Baliga, S. and Sjostrom, T. (2004). Arms races and negotiations. *Review of Economic Studies* 71, 351-369.

    Kydd, A. H. (2005). *Trust and Mistrust in International Relations*. Princeton University Press.
    """
    kinds = [play.chance(f"kind of {player}", {"trustworthy": t, "untrustworthy": 1 - t}) for player in ("1", "2")]
    for player, kind in zip(("1", "2"), kinds, strict=True):
        play.tell(player, kind)
    first, second = (play.choose(player, ["cooperate", "defect"], public=False) for player in ("1", "2"))
    return worth(kinds[0], first, second), worth(kinds[1], second, first)


def worth(kind, mine, theirs):
    """Give what a play is worth to one side."""
    if mine == "cooperate":
        return 3 if theirs == "cooperate" else 0
    if theirs == "defect":
        return 1
    return 2 if kind == "trustworthy" else 4
