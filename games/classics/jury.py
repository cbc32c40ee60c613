"""A jury that votes on noisy evidence."""

from fractions import Fraction

from ..errors import GameError
from ..parameter import Parameter
from ..story import game


@game(
    players=lambda jurors: tuple(f"juror {k}" for k in range(1, jurors + 1)),
    headline=("p",),
    source="Feddersen and Pesendorfer (1998), American Political Science Review 92, 23-35",
    known=(
        "Voting as one's evidence says is no equilibrium under unanimity.",
        "Under unanimity with three jurors and p = 9/10, each votes to convict on innocent evidence with 3/13.",
        "Under majority with three jurors and p = 2/3, voting as the evidence says is an equilibrium.",
    ),
)
def jury(
    play,
    *,
    jurors=3,
    needed=None,
    p=Parameter(Fraction(9, 10), domain="1/2 < p < 1", means="chance that a piece of evidence is right"),
):
    """Jury: to convict on evidence that says innocent, because the others must have seen guilt.

    The defendant is guilty or not, equally likely; each juror sees a piece of evidence of its own and votes.
    A wrong verdict, either way, costs every juror 1/2.

    Parameters
    ----------
    jurors : int, at least 1
        How many vote.
    needed : int or None
        So many votes convict; all of them when None.

    Notes
    -----
    With three jurors: 255 nodes, 6 information sets, 1 parameter.

    References
    ----------
    Feddersen, T. and Pesendorfer, W. (1998). Convicting the innocent. *American Political Science Review* 92, 23-35.
    """
    needed = jurors if needed is None else needed
    if not 1 <= needed <= jurors:
        raise GameError(f"jury needs at least 1 juror, and a number of votes between 1 and that; found {jurors} and {needed}.")
    names = [f"juror {k}" for k in range(1, jurors + 1)]
    guilty = play.chance("defendant", ["guilty", "innocent"]) == "guilty"
    for name in names:
        play.tell(name, play.chance(f"evidence of {name}", {"g": p if guilty else 1 - p, "i": 1 - p if guilty else p}))
    votes = [play.choose(name, ["convict", "acquit"], public=False) for name in names]
    wrong = (votes.count("convict") >= needed) != guilty
    return dict.fromkeys(names, -Fraction(1, 2) if wrong else 0)
