"""Spence's signalling, in three levels of effort."""

from fractions import Fraction

from ..story import game

EFFORTS = (Fraction(0), Fraction(3, 4), Fraction(3, 2))
WAGES = (Fraction(1), Fraction(3, 2), Fraction(2))


@game(
    players=("Worker", "Firm"),
    source="After Spence (1973), Quarterly Journal of Economics 87, 355-374; the numbers are our own",
    known=(
        "There are four classes of outcomes: separation at 3/2, pooling on 0, and one in which each type mixes.",
        "Pooling on 0 fails the intuitive criterion; separation at 3/2 passes it.",
    ),
)
def spence_signalling(play):
    """Spence's signalling: what effort tells a firm that cannot see talent.

    Talent is 1 or 2, equally likely; effort costs effort over talent and produces nothing. The firm sees the
    effort and sets a wage, the closer to talent the better.

    Notes
    -----
    Two players, 27 nodes, 5 information sets, no parameters.

    References
    ----------
    Spence, M. (1973). Job market signaling. *Quarterly Journal of Economics* 87, 355-374.
    """
    kind = play.chance("talent", ["low", "high"])
    play.tell("Worker", kind)
    effort = play.choose("Worker", EFFORTS)
    wage = play.choose("Firm", WAGES)
    talent = 1 if kind == "low" else 2
    return {"Worker": wage - effort / talent, "Firm": -((wage - talent) ** 2)}
