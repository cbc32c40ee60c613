"""Commitment: what a leader reaches who binds itself before play."""

from __future__ import annotations

from games import Game, GameError

from ..requests import tied_game
from ..results.commitments import Commitment

KINDS = ("mixed", "pure", "signals")


def commit(game: Game, leader: str, to: str = "mixed", **at: object) -> Commitment:
    """Find what a leader should commit itself to before play, for all to see.

    Parameters
    ----------
    game : Game
        Open parameters that are not given a value are put at their defaults.
    leader : str
        The player who commits itself.
    to : {"mixed", "pure", "signals"}
        To behaviour strategies, of which the chances are seen; to a pure plan; or to a draw of plans for all, of which each follower is
        told its action when it comes to move and is free to do otherwise.
    **at : numbers
        Values of parameters.

    Returns
    -------
    Commitment
        Exact: ``value`` when followers break ties in the leader's favour (strong Stackelberg), ``least`` what it comes as near to as it
        likes when they break them against it (weak Stackelberg; for one follower).

    Raises
    ------
    GameError
        For an unknown player, numbers that are not fractions, or too many replies.

    Notes
    -----
    For every pure plan of the follower, those of the leader's plans to which it is a best reply are a polytope, over which the leader's
    payoff is maximised by an exact linear program; the largest is the value. Several followers reply by an equilibrium in pure plans
    among themselves. Persuasion is the case of a leader who moves after chance, and whose action is the signal.

    References
    ----------
    von Stengel, B. and Zamir, S. (2010). Leadership games with convex strategy sets. *Games and Economic Behavior* 69, 446-457.
    Letchford, J. and Conitzer, V. (2010). Computing optimal strategies to commit to in extensive-form games. *EC* 2010, 83-92.
    Kamenica, E. and Gentzkow, M. (2011). Bayesian persuasion. *American Economic Review* 101, 2590-2615.

    Examples
    --------
    >>> import games
    >>> found = commit(games.load("holdup_commitment"), "Leader")
    >>> found.value, found.profile["Leader"]["in"]["A"]
    (Fraction(3, 1), Fraction(2, 3))
    """
    game, plain = tied_game(game, at)
    if leader not in game.players:
        raise GameError(f"{game.name} has no player {leader!r} who could lead; its players are {', '.join(game.players)}.")
    if to not in KINDS:
        raise GameError(f"A leader commits itself to {', '.join(KINDS[:-1])} or {KINDS[-1]}; found {to!r}.")
    from ..commitment.leading import best_commitment

    return best_commitment(game.fix(game.point(**plain)), game.players.index(leader), to)
