"""A concession to moderates."""

from fractions import Fraction

from ..parameter import Parameter
from ..story import game


@game(
    players=("Government", "Moderates"),
    headline=("L", "K"),
    source="After Bueno de Mesquita (2005), International Organization 59",
    known=(
        "The government honours where K <= M; the moderates, if honoured, sit idle whenever help costs them anything.",
        "The walls are K = M, L = K + (1 - q0)*X and L = M + (1 - q0)*X.",
        "At the defaults the government offers for L = 9 and gets -8; for L = 6 it does not.",
    ),
)
def concession_to_moderates(
    play,
    *,
    L=Parameter(9, domain="L > 0", means="loss of the government when the conflict goes on"),
    K=Parameter(2, domain="K > 0", means="what the concession costs the government and gives the moderates"),
    M=Parameter(3, domain="M > 0", means="cost to the government of moderates who return to arms"),
    X=Parameter(8, domain="X > 0", means="damage by extremists who are not stopped"),
    e=Parameter(1, domain="e >= 0", means="cost to the moderates of helping against the extremists"),
    q0=Parameter(Fraction(1, 4), domain="0 < q0 < q1", means="chance that extremists are stopped without help"),
    q1=Parameter(Fraction(3, 4), domain="q1 < 1", means="chance that they are stopped with help"),
):
    """A concession to moderates: will they help against those who fight on, and will the promise be kept?

    Notes
    -----
    Two players, 10 nodes, 4 information sets, seven parameters.

    References
    ----------
    Bueno de Mesquita, E. (2005). Conciliation, counterterrorism, and patterns of terrorist violence.
    *International Organization* 59, 145-176.
    """
    if play.choose("Government", ["none", "offer"]) == "none":
        return -L, 0
    reply = play.choose("Moderates", ["reject", "help", "idle"])
    if reply == "reject":
        return -L, 0
    cost, stopped = (e, q1) if reply == "help" else (0, q0)
    honoured = play.choose("Government", ["honour", "renege"]) == "honour"
    return -(K if honoured else M) - (1 - stopped) * X, (K if honoured else 0) - cost
