"""Shapley's cycle."""

from ..story import game

PAYOFFS = {
    "1": {"1": (1, 0), "2": (0, 1), "3": (0, 0)},
    "2": {"1": (0, 0), "2": (1, 0), "3": (0, 1)},
    "3": {"1": (0, 1), "2": (0, 0), "3": (1, 0)},
}


@game(
    players=("Row", "Column"),
    source="Shapley (1964), Advances in Game Theory",
    known=(
        "The one Nash equilibrium mixes all three actions equally and pays 1/3 each.",
        "An even draw of the six cells with a 1 is a correlated equilibrium, and pays 1/2 each.",
    ),
)
def shapley_cycle(play, *, mediator=False):
    """A game whose one equilibrium is not learnt by fictitious play: where does play go instead?

    Row wants to match, Column to be one step ahead. Fictitious play runs round six cells in ever longer spells
    and never settles.

    Parameters
    ----------
    mediator : bool
        Whether a mediator draws one of the six cells that pay, and tells either player only its own action there. That
        both follow is an equilibrium exactly where the draw is a correlated equilibrium.

    Notes
    -----
    Two players who move at once. Without a mediator: 13 nodes, 2 information sets, no parameters.

    References
    ----------
    Shapley, L. S. (1964). Some topics in two-person games.
    *Advances in Game Theory*, Annals of Mathematics Studies 52, 1-28.
    """
    if mediator:
        drawn = play.chance("cell", [f"{row} and {column}" for row in PAYOFFS for column in PAYOFFS[row] if any(PAYOFFS[row][column])])
        for player, told in zip(("Row", "Column"), drawn.split(" and "), strict=True):
            play.tell(player, told)
    row = play.choose("Row", list(PAYOFFS), public=False)
    column = play.choose("Column", list(PAYOFFS[row]), public=False)
    return PAYOFFS[row][column]
