"""Two observers of one hidden move."""

from ..story import game


@game(
    players=("1", "2", "3"),
    source="After Kreps and Wilson (1982), Econometrica 50; Fudenberg and Tirole (1991), Journal of Economic Theory 53",
    known=(
        "Out, r, s is a weak perfect Bayesian equilibrium, with observers who believe the opposite of each other.",
        "It is not sequential: consistency gives both the same belief, and player 1 never plays out.",
    ),
)
def two_observers(play):
    """Two observers: what two people believe about the same surprise.

    Player 1 stays out, or plays a or b unseen; players 2 and 3 then act without seeing each other, 2 on a bet
    that it was a and 3 on a bet that it was b. Both bets together cost player 1 one.

    Notes
    -----
    Three players, 16 nodes, 3 information sets, no parameters.

    References
    ----------
    Kreps, D. M. and Wilson, R. (1982). Sequential equilibria. *Econometrica* 50, 863-894.
    """
    hidden = play.choose("1", ["out", "a", "b"], public=False)
    if hidden == "out":
        return 0, 0, 0
    second = play.choose("2", ["r", "l"], public=False)
    third = play.choose("3", ["s", "t"], public=False)
    bets = {"a": (1, -2), "b": (-2, 1)}[hidden]
    return -1 if (second, third) == ("r", "s") else 1, bets[0] if second == "r" else 0, bets[1] if third == "s" else 0
