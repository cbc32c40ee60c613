"""The volunteer's dilemma."""

from ..errors import GameError
from ..parameter import Parameter
from ..story import game


@game(
    players=lambda bystanders: tuple(f"bystander {k}" for k in range(1, bystanders + 1)),
    headline=("b", "c"),
    source="Diekmann (1985), Journal of Conflict Resolution 29, 605-610",
    known=(
        "In the symmetric equilibrium of n bystanders each stays silent with (c/b)**(1/(n - 1)).",
        "With three, b = 4 and c = 1, there are seven equilibria.",
    ),
)
def volunteers_dilemma(
    play,
    *,
    bystanders=3,
    b=Parameter(4, domain="b > c", means="what help is worth to everyone"),
    c=Parameter(1, domain="c > 0", means="what it costs to be one who helps"),
):
    """Volunteer's dilemma: one is enough, and it had better be someone else.

    All decide at the same time; if anyone helps, everyone gains b, and each who helps pays c.

    Parameters
    ----------
    bystanders : int, at least 2
        How many there are.

    Notes
    -----
    With three bystanders: 15 nodes, 3 information sets, 2 parameters.

    References
    ----------
    Diekmann, A. (1985). Volunteer's dilemma. *Journal of Conflict Resolution* 29, 605-610.
    """
    if bystanders < 2:
        raise GameError(f"volunteers_dilemma needs at least 2 bystanders; found {bystanders}.")
    names = [f"bystander {k}" for k in range(1, bystanders + 1)]
    helps = {name: play.choose(name, ["help", "wait"], public=False) == "help" for name in names}
    gained = b if any(helps.values()) else 0
    return {name: gained - (c if helping else 0) for name, helping in helps.items()}
