"""The battle of the sexes."""

from ..story import game

PAYOFFS = {
    "opera": {"opera": (2, 1), "match": (0, 0)},
    "match": {"opera": (0, 0), "match": (1, 2)},
}


@game(
    players=("Row", "Column"),
    source="Luce and Raiffa (1957), Games and Decisions, section 5.3; payoffs standard",
    known=("There are three Nash equilibria; in the mixed one each goes to its own favourite with 2/3, and both get 2/3.",),
)
def battle_of_sexes(play):
    """The battle of the sexes: both want to meet, each at a place of its own.

    Two pure equilibria favour one player each; in the mixed one they miss each other often.

    Notes
    -----
    Two players who move at once, 7 nodes, 2 information sets, no parameters.

    References
    ----------
    Luce, R. D. and Raiffa, H. (1957). *Games and Decisions*, 90-94.
    """
    row = play.choose("Row", list(PAYOFFS), public=False)
    column = play.choose("Column", list(PAYOFFS[row]), public=False)
    return PAYOFFS[row][column]
