"""The race to report."""

from fractions import Fraction

from ..parameter import Parameter
from ..story import game


@game(
    players=("First", "Second"),
    headline=("R", "q"),
    source="After Spagnolo (2004), CEPR Discussion Paper 4840, and Buccirossi and Spagnolo (2006), Journal of Public Economics 90",
    known=(
        "For R < q*Phi the one Nash equilibrium is that both report.",
        "For q*Phi < R < Phi there are three: both silent, both report, and both report with (R - q*Phi)/((R - q*Phi) + (Phi - R)/2).",
        "To report is risk dominant where R < Phi*(1 + 2*q)/3, before it is dominant.",
    ),
)
def race_to_report(
    play,
    *,
    Phi=Parameter(10, domain="Phi > 0", means="fine of one who is convicted"),
    q=Parameter(Fraction(1, 5), domain="0 < q < 1", means="chance of conviction when nobody reports"),
    R=Parameter(4, domain="0 < R < Phi", means="reduced fine of the first who reports"),
):
    """The race to report: two who acted together, and lenience for the first who says so.

    Notes
    -----
    Two players who move at once, 7 nodes, 2 information sets, three parameters. When both report, either is first with 1/2.

    References
    ----------
    Buccirossi, P. and Spagnolo, G. (2006). Leniency policies and illegal transactions.
    *Journal of Public Economics* 90, 1281-1297.

    Spagnolo, G. (2004). Divide et impera: optimal leniency programs. CEPR Discussion Paper 4840.
    """
    first, second = (play.choose(player, ["silent", "report"], public=False) == "report" for player in ("First", "Second"))
    if first and second:
        return -(R + Phi) / 2, -(R + Phi) / 2
    if first or second:
        return (-R, -Phi) if first else (-Phi, -R)
    return -q * Phi, -q * Phi
