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
def shapley_cycle(play):
    """A game whose one equilibrium is not learnt by fictitious play: where does play go instead?

    Row wants to match, Column to be one step ahead. Fictitious play runs round six cells in ever longer spells
    and never settles.

    Notes
    -----
    Two players who move at once, 13 nodes, 2 information sets, no parameters.

    References
    ----------
    Shapley, L. S. (1964). Some topics in two-person games.
    *Advances in Game Theory*, Annals of Mathematics Studies 52, 1-28.
    """
    row = play.choose("Row", list(PAYOFFS), public=False)
    column = play.choose("Column", list(PAYOFFS[row]), public=False)
    return PAYOFFS[row][column]
