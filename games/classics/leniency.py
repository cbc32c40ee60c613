"""Leniency and the critical discount factor."""

from fractions import Fraction

from ..parameter import Parameter
from ..story import game


@game(
    players=("Member",),
    headline=("delta", "R"),
    parameters=lambda reports: (
        {}
        if not reports
        else {
            "R": Parameter(0, "R <= q*Phi", "what one who reports pays; a reward when negative"),
        }
    ),
    source="After Motta and Polo (2003), International Journal of Industrial Organization 21, and Spagnolo (2004), CEPR DP 4840",
    known=(
        "Without reports the agreement holds from delta = pi/((1 - q)*(2*pi - q*Phi)) on, with them from "
        "(pi + q*Phi - R)/((1 - q)*(2*pi - R)).",
        "With pi = 1, q = 1/10 and Phi = 5 these are 20/27 and, for R = 0, 5/6; none holds from R = -3 down.",
    ),
)
def leniency(
    play,
    *,
    reports=True,
    pi=Parameter(1, domain="pi > 0", means="profit of a member in each period"),
    q=Parameter(Fraction(1, 10), domain="0 < q < 1/2", means="chance of conviction in each period, which ends the cartel"),
    Phi=Parameter(5, domain="Phi > 0", means="fine of a member who is convicted"),
    delta=Parameter(Fraction(9, 10), domain="0 < delta < 1", means="discount factor"),
    **lenience,
):
    """Leniency: is it worth keeping to an agreement that the others keep to?

    The one-shot deviation from a grim-trigger agreement of two: a member who keeps to it has the value of going on, which solves
    V = pi - q*Phi + delta*(1 - q)*V; one who deviates takes the profit of both once, and may report.

    Parameters
    ----------
    reports : bool
        Whether one who deviates may also report.

    Notes
    -----
    One player, 4 nodes, 1 information sets, five parameters. A one-shot deviation does not pay exactly where none pays
    (one-shot deviation principle), so that the wall of this tree is that of the infinite game.

    References
    ----------
    Motta, M. and Polo, M. (2003). Leniency programs and cartel prosecution.
    *International Journal of Industrial Organization* 21, 347-379.

    Spagnolo, G. (2004). Divide et impera: optimal leniency programs. CEPR Discussion Paper 4840.
    """
    choice = play.choose("Member", ["keep", "deviate"] + (["deviate and report"] if reports else []))
    if choice == "keep":
        return {"Member": (pi - q * Phi) / (1 - delta * (1 - q))}
    return {"Member": 2 * pi - (q * Phi if choice == "deviate" else lenience["R"])}
