"""The chain store with one-sided doubt."""

from fractions import Fraction

from ..errors import GameError
from ..parameter import Parameter
from ..story import game


@game(
    players=lambda entrants: ("Monopolist", *(f"entrant {k}" for k in range(entrants, 0, -1))),
    headline=("delta", "b"),
    source="Kreps and Wilson (1982), Journal of Economic Theory 27, 253-279, section 3; Selten (1978), Theory and Decision 9",
    known=(
        "With two entrants the walls are delta = b**2, delta = b and a = 1.",
        "For a > 1 and delta < b**2 the weak monopolist fights the first entry with (1 - b)*delta/((1 - delta)*b).",
        "For a < 1 the weak monopolist never fights.",
    ),
)
def chain_store(
    play,
    *,
    entrants=2,
    a=Parameter(2, domain="a > 0", means="what a market without entry is worth to the monopolist"),
    b=Parameter(Fraction(1, 2), domain="0 < b < 1", means="what entry is worth that is not fought"),
    delta=Parameter(Fraction(1, 10), domain="0 < delta < 1", means="prior that the monopolist is tough"),
):
    """The chain store: does fighting the first entrant pay for the fear of the next?

    Entrants come one after the other, the one with the highest number first, and see all that went before.
    A weak monopolist loses 1 by fighting; a tough one loses 1 by acquiescing.

    Parameters
    ----------
    entrants : int, at least 1
        How many markets there are.

    Notes
    -----
    35 nodes, 12 information sets, 3 parameters.

    References
    ----------
    Kreps, D. M. and Wilson, R. (1982). Reputation and imperfect information. *Journal of Economic Theory* 27, 253-279.

    Selten, R. (1978). The chain store paradox. *Theory and Decision* 9, 127-159.
    """
    if not isinstance(entrants, int) or entrants < 1:
        raise GameError(f"chain_store needs a whole number of entrants, at least 1; found {entrants!r}.")
    kind = play.chance("monopolist", {"tough": delta, "weak": 1 - delta})
    play.tell("Monopolist", kind)
    for k in range(entrants, 0, -1):
        play.depends_on(kind, k)
        entrant = f"entrant {k}"
        if play.choose(entrant, ["out", "enter"]) == "out":
            play.pay(Monopolist=a)
        elif play.choose("Monopolist", ["fight", "acquiesce"]) == "fight":
            play.pay(**{"Monopolist": -int(kind == "weak"), entrant: b - 1})
        else:
            play.pay(**{"Monopolist": -int(kind == "tough"), entrant: b})
