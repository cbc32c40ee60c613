"""Beer and quiche."""

from fractions import Fraction

from ..parameter import Parameter
from ..story import game


@game(
    players=("Sender", "Receiver"),
    headline=("p",),
    source="Cho and Kreps (1987), Quarterly Journal of Economics 102, figure I",
    known=(
        "For p > 1/2 both types drink beer, or both eat quiche; after the other breakfast the Receiver duels with at least 1/2.",
        "Pooling on quiche fails the intuitive criterion and D1; pooling on beer survives both.",
        "For p < 1/2 the weak type drinks beer with p/(1-p), and the Receiver duels after beer with 1/2 and after quiche always.",
    ),
)
def beer_quiche(play, *, p=Parameter(Fraction(9, 10), domain="0 < p < 1", means="prior that the Sender is strong")):
    """Beer and quiche: what does breakfast say about the one who eats it?

    The strong Sender prefers beer and the weak one quiche (worth 1); neither wants a duel (to avoid it is
    worth 2). The Receiver sees the breakfast and wants a duel with the weak only.

    Notes
    -----
    Two players, 15 nodes, 4 information sets, one parameter.

    References
    ----------
    Cho, I.-K. and Kreps, D. M. (1987). Signaling games and stable equilibria.
    *Quarterly Journal of Economics* 102, 179-221.
    """
    kind = play.chance("type", {"strong": p, "weak": 1 - p})
    play.tell("Sender", kind)
    breakfast = play.choose("Sender", ["beer", "quiche"])
    reply = play.choose("Receiver", ["duel", "retreat"])

    liked = breakfast == ("beer" if kind == "strong" else "quiche")
    right = reply == ("retreat" if kind == "strong" else "duel")
    return {"Sender": int(liked) + (2 if reply == "retreat" else 0), "Receiver": int(right)}
