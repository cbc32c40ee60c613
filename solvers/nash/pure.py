"""What pure subgame-perfect play can lead to, in games of perfect information: backward induction that keeps every tie."""

from __future__ import annotations

from fractions import Fraction

from games import Game, GameError
from games.numbers import rational
from games.tree import CHANCE, TERMINAL


def pure_outcomes(game: Game) -> dict[str, tuple[Fraction, ...]]:
    """Find every ending to which some subgame-perfect equilibrium in pure strategies leads.

    Parameters
    ----------
    game : Game
        Perfect information, no chance moves, numbers for all parameters.

    Returns
    -------
    dict from str to tuple of Fraction
        The histories of these endings, each with its payoffs.

    Raises
    ------
    GameError
        When the game has a chance move, an open parameter, or a set in which a player does not know where it is.

    Notes
    -----
    A player may go on to an ending of a subgame when it pays no less than the worst ending of each of the other subgames, since
    what is played in these may be chosen apart from one another.  Linear in the tree times the endings kept; equilibria
    themselves, of which ties make very many, are not listed.

    References
    ----------
    Kuhn, H. W. (1953). Extensive games and the problem of information. *Contributions to the Theory of Games* II, 193-216.

    Examples
    --------
    >>> from games import load
    >>> pure_outcomes(load("burning_bridges").at())
    {'burn/refrain': (Fraction(1, 1), Fraction(0, 1))}
    """
    _check(game)
    payoffs: dict[int, tuple[Fraction, ...]] = {
        int(node): tuple(_fraction(game.payoff(leaf, k)) for k in range(len(game.players))) for leaf, node in enumerate(game.leaf_nodes)
    }
    endings: dict[int, list[int]] = {}
    for node in reversed(range(game.nodes)):  # breadth first, so children come before their parents
        player = int(game.owner[node])
        if player == TERMINAL:
            endings[node] = [node]
            continue
        options = [endings.pop(child) for child in game.children(node)]
        worst = [min(payoffs[end][player] for end in ends) for ends in options]
        endings[node] = [
            end
            for k, ends in enumerate(options)
            for end in ends
            if all(payoffs[end][player] >= least for j, least in enumerate(worst) if j != k)
        ]
    return {game.history(end): payoffs[end] for end in sorted(endings[0])}


def _fraction(number: object) -> Fraction:
    exact = rational(number)
    return Fraction(int(exact.p), int(exact.q))


def _check(game: Game) -> None:
    if game.parameters:
        raise GameError(f"{game.name} is symbolic in {', '.join(game.parameters)}; put numbers in first, as in game.at().")
    if (game.owner == CHANCE).any():
        raise GameError(f"{game.name} has a chance move; pure outcomes are listed for games without one.")
    for s in range(game.infosets):
        if len(game.set_nodes(s)) > 1:
            player = game.players[game.set_owner[s]]
            raise GameError(f"{player} does not know where it is at {game.set_labels[s]!r}; pure outcomes need perfect information.")
