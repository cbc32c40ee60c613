"""Dresher's inspection game."""

from ..errors import GameError
from ..story import game


@game(
    players=("Inspector", "Inspectee"),
    source="Dresher (1962), RAND RM-2972; Avenhaus, von Stengel and Zamir (2002), Handbook of Game Theory 3",
    known=(
        "With n periods and m inspections the game is worth -binomial(n - 1, m) over the sum of binomial(n, i), i up to m.",
        "With two periods and one inspection that is -1/3; with eight and three, -35/93.",
    ),
)
def repeated_inspection(play, *, periods=2, inspections=1):
    """Dresher's inspections: fewer visits than days, and at most one breach.

    Each period the inspector visits, while it has visits left, and the inspectee acts legally or in breach. A breach ends
    the game: 1 to the inspector if it was there, -1 if not. Afterwards the inspectee knows whether there was a visit.

    Parameters
    ----------
    periods : int, at least 1
        How long it lasts.
    inspections : int, from 0 to periods
        How many visits there are.

    Notes
    -----
    Two players, zero-sum. With two periods and one inspection: 15 nodes, 5 information sets, no parameters.

    References
    ----------
    Avenhaus, R., von Stengel, B. and Zamir, S. (2002). Inspection games. *Handbook of Game Theory* 3, 1947-1987.

    Dresher, M. (1962). A sampling inspection problem in arms control agreements: a game-theoretic analysis. RAND RM-2972.
    """
    if not 0 <= inspections <= periods or periods < 1:
        raise GameError(f"repeated_inspection needs 0 <= inspections <= periods; found inspections {inspections}, periods {periods}.")
    visits_left = inspections
    for _ in range(periods):
        visit = visits_left > 0 and play.choose("Inspector", ["visit", "stay away"], public=False) == "visit"
        if play.choose("Inspectee", ["legal", "breach"]) == "breach":
            return (1, -1) if visit else (-1, 1)
        visits_left -= visit
        play.tell("Inspectee", "visited" if visit else "not visited")
    return 0, 0
