"""Brinkmanship."""

from fractions import Fraction

from ..parameter import Parameter
from ..story import game

RISKS = tuple(Fraction(k, 4) for k in range(5))


@game(
    players=("Threatener", "Target"),
    headline=("h", "d"),
    source="After Schelling (1960); Nalebuff (1986), Conflict Management and Peace Science 9; Dixit and Skeath, Games of Strategy",
    known=(
        "A risk r is effective when r*D >= 1 and acceptable when 1 - h >= h*r*d.",
        "At h = 1/4, d = 2, D = 3 the threat carries the risk 1/2 and pays 1/2; it pays at all for h up to 1/2 "
        "(3/5 if every risk could be chosen).",
    ),
)
def brinkmanship(
    play,
    *,
    h=Parameter(Fraction(1, 4), domain="0 < h < 1", means="prior that the target is hard"),
    d=Parameter(2, domain="d > 0", means="cost of disaster to the threatener"),
    D=Parameter(3, domain="D > 1", means="cost of disaster to the target"),
):
    """Brinkmanship: a threat that leaves something to chance.

    The threatener takes a risk in quarters; the target concedes or stands; if it stands, disaster comes with
    the risk that was taken. A hard target would rather have disaster than concede.

    Notes
    -----
    Two players, 33 nodes, 11 information sets, 3 parameters. Disaster is told by its expected cost.

    References
    ----------
    Nalebuff, B. (1986). Brinkmanship and nuclear deterrence. *Conflict Management and Peace Science* 9, 19-30.

    Schelling, T. C. (1960). *The Strategy of Conflict*. Harvard University Press.
    """
    kind = play.chance("target", {"hard": h, "soft": 1 - h})
    play.tell("Target", kind)
    risk = play.choose("Threatener", RISKS)
    if play.choose("Target", ["concede", "stand"]) == "concede":
        return {"Threatener": 1, "Target": -1 - 2 * D if kind == "hard" else -1}
    return {"Threatener": -risk * d, "Target": -risk * D}
