"""Correlated play: the best device of a concept, and the payoffs that devices can bring about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from games import Game, GameError

from ..concept import correlation_named
from ..requests import tied_game
from ..results.devices import Device
from ..results.payoff_sets import DeviceCorners, PayoffPolygon


def correlated(
    game: Game, concept: str = "efce", best: str | Mapping[str, object] | None = None, *, proofs: Sequence[str] = (), **at: object
) -> Device:
    """Find the device, or the mediator, that is best for a purpose among those whom nobody gains by not following.

    Parameters
    ----------
    game : Game
        Any number of players. Open parameters that are not given a value are put at their defaults.
    concept : {"correlated", "coarse-correlated", "efce", "efcce", "agent-form", "communication"}
        What a deviating player knows; see Notes.
    best : str or dict, optional
        What is to be largest: a player (its payoff), an outcome (its probability) or a measure; a sum such as ``"2*US - war"``, or
        names with their weights. All payoffs together when None.
    proofs : sequence of str
        Under ``communication``, the players whose messages are proved: they may be silent, but not lie (certification).
    **at : numbers
        Values of parameters.

    Returns
    -------
    Device
        Who is told what, with what it brings about; exact, proved to be best, and judged by the verifier.

    Raises
    ------
    GameError
        For an unknown concept, objective or parameter, numbers that are not fractions, or a program that is too large.

    Notes
    -----
    A device draws a plan for every player before play, independently of chance, and hands it over in sealed envelopes, one for each
    information set. It must pay nobody to leave it

    ``coarse-correlated``
        before play, knowing nothing;
    ``correlated``
        before play, having opened all its envelopes;
    ``efcce``
        at an information set, before opening the envelope there;
    ``efce``
        at an information set, having opened the envelope there; a player who leaves opens no further ones;
    ``agent-form``
        at one information set only, following the envelopes afterwards.

    Under ``communication`` a mediator hears from every player who moves at which of its information sets it is, remembers what it
    has heard and advised, and advises an action; it must pay nobody to lie or to disobey. Envelopes are addressed to types, a mediator
    knows only what it is told: neither of these concepts contains the other.

    Each is a linear program. HiGHS proposes a basis, which is solved, and mended where need be, in fractions; its multipliers prove
    that nothing is better. Among the best devices one that is best for all players together is taken.

    References
    ----------
    Aumann, R. J. (1974). Subjectivity and correlation in randomized strategies. *Journal of Mathematical Economics* 1, 67-96.
    Moulin, H. and Vial, J.-P. (1978). Strategically zero-sum games. *International Journal of Game Theory* 7, 201-221.
    Forges, F. (1986). An approach to communication equilibria. *Econometrica* 54, 1375-1385.
    von Stengel, B. and Forges, F. (2008). Extensive-form correlated equilibrium. *Mathematics of Operations Research* 33, 1002-1022.
    Zhang, B. H. and Sandholm, T. (2022). Polynomial-time optimal equilibria with a mediator in extensive-form games. *NeurIPS* 35.

    Examples
    --------
    >>> import games
    >>> found = correlated(games.load("chicken"), "correlated")
    >>> found.value, [(str(draw.chance), *(a["start"] for a in draw.advice.values())) for draw in found.draws]
    (Fraction(21, 2), [('1/2', 'give way', 'give way'), ('1/4', 'give way', 'dare'), ('1/4', 'dare', 'give way')])
    """
    record = correlation_named(concept)
    game, plain = tied_game(game, at)
    from ..correlation.best import best_device

    unknown = [player for player in proofs if player not in game.players]
    if unknown:
        raise GameError(f"{unknown[0]!r} is to prove what it tells, but is no player of {game.name}: {', '.join(game.players)}.")
    if proofs and not record.hears:
        raise GameError(f"Under {concept} nobody reports anything that could be proved; leave proofs out, or take a mediator who hears.")
    return best_device(game.fix(game.point(**plain)), record, best, proofs)


def device_corners(game: Game, concept: str = "correlated", **at: object) -> DeviceCorners:
    """List the corners of the polytope of all devices of a concept, and its dimension; for small games and concepts that draw plans.

    Parameters
    ----------
    game, concept, **at
        As for `correlated`.

    Examples
    --------
    >>> import games
    >>> found = device_corners(games.load("chicken"))
    >>> len(found), found.dimension
    (5, 3)
    """
    record = correlation_named(concept)
    game, plain = tied_game(game, at)
    from ..correlation.sets import all_corners

    return all_corners(game.fix(game.point(**plain)), record)


def payoff_polygon(game: Game, concept: str = "efce", players: tuple[str, str] | None = None, **at: object) -> PayoffPolygon:
    """Find the payoffs of two players that the devices of a concept bring about, as an exact polygon.

    Parameters
    ----------
    game, concept, **at
        As for `correlated`.
    players : pair of str, optional
        Whose payoffs; those of the first two when None.

    Examples
    --------
    >>> import games
    >>> [tuple(map(str, corner)) for corner in payoff_polygon(games.load("chicken"), "correlated").corners]
    [('7', '2'), ('21/4', '21/4'), ('2', '7'), ('18/5', '18/5')]
    """
    record = correlation_named(concept)
    game, plain = tied_game(game, at)
    from ..correlation.sets import polygon

    return polygon(game.fix(game.point(**plain)), record, players)
