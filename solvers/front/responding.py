"""Quantal response: logit equilibria at a precision, their correspondence, and the limit of the principal branch."""

from __future__ import annotations

from typing import Any

from games import Game, GameError

from ..concept import CONCEPTS, Concept
from ..concept.methods import chosen
from ..requests import check_game, not_negative, opened_game, range_of, tied_game, whole
from ..results import Solutions
from ..results.correspondences import Correspondence, Limit
from .solving import solve

PRECISION = "precision"
LOGIT = "logit"


def responding() -> Concept:
    """The record of the concept whose equilibria are those at a precision."""
    return next(record for record in CONCEPTS.values() if record.asks[:1] == (PRECISION,))


def quantal_response(
    game: Game, precision: object, *, response: str = LOGIT, method: str | None = None, boxes: int | None = None, **at: object
) -> Solutions:
    """Find all quantal response equilibria at a precision, logit or probit, counted with proof.

    Parameters
    ----------
    game : Game
        Open parameters that are not given a value are put at their defaults. In a tree every information set responds by itself (agent
        form), to what its player expects given that play is there; a normal form is a tree with one set for each player.
    precision : number
        At least 0: by how much the logarithm of the odds of two actions rises with what one is worth more than the other. Payoffs are
        taken as they are: twice the payoffs at half the precision is the same. By probit one over the precision is the standard deviation
        of the error in what one action is worth more than the other.
    response : {"logit", "probit"}
        The law of errors. Probit is offered for choices of two; ``all`` is proved for it in the same way.
    method : {"boxes", "principal"}, optional
        All equilibria, or only the one on the principal branch, which is found in larger games too.
    boxes : int, optional
        How many boxes may be looked at before ``found`` is "some".
    **at : numbers
        Values of parameters.

    Returns
    -------
    Solutions
        Probabilities in floating point, with the bounds within which exactly one equilibrium lies (``boxes`` of each solution).
        ``found`` is "all" only where no box was left undecided; on a fold, where two equilibria meet, one is.

    Notes
    -----
    A box is excluded where interval arithmetic shows that responses to it lie elsewhere, and holds exactly one equilibrium where
    Krawczyk's operator maps it into its inside. Sets whose choices follow from others' are no unknowns, so that perfect information takes
    a recursion alone. The verifier bounds how far responses are from the probabilities by arithmetic of its own.

    References
    ----------
    McKelvey, R. D. and Palfrey, T. R. (1995). Quantal response equilibria for normal form games. *GEB* 10, 6-38.
    McKelvey, R. D. and Palfrey, T. R. (1998). Quantal response equilibria for extensive form games. *Experimental Economics* 1, 9-41.

    Examples
    --------
    >>> import games
    >>> found = quantal_response(games.load("bending_branch"), 3)
    >>> found.found, [round(one.profile["Row"]["start"]["r1"], 6) for one in found]
    ('all', [0.995463, 0.863715, 0.0197])
    """
    if response == LOGIT:
        told: dict[str, Any] = {PRECISION: precision, "boxes": boxes, **at}
        return solve(game, responding().name, method=method, **told)
    from ..quantal.solving import equilibria

    check_game(game)
    record = responding()
    every = chosen(record.name, method).name != record.methods[1].name
    most = None if boxes is None else whole("boxes", boxes)
    return equilibria(_numeric(game, at), record.name, not_negative(PRECISION, precision), most, all_of_them=every, response=response)


def correspondence(
    game: Game,
    high: object = None,
    *,
    low: object = 0,
    by: str = PRECISION,
    precision: object = None,
    response: str = LOGIT,
    boxes: int | None = None,
    **at: object,
) -> Correspondence:
    """Follow all quantal response equilibria along the precision, or along a parameter at a precision.

    Parameters
    ----------
    game : Game
        Open parameters that are not given a value are put at their defaults.
    high, low : number
        The range of what moves. The precision rises from 0 to thirty over the spread of payoffs unless told otherwise.
    by : str
        ``"precision"``, or a parameter.
    precision : number
        Where a parameter moves, the precision.
    response : {"logit", "probit"}
        As for `quantal_response`; the limit is that of the logit branch, and left out by probit.
    boxes : int, optional
        How many boxes may be looked at, for each count and for all that lies between.
    **at : numbers
        Values of the other parameters.

    Returns
    -------
    Correspondence
        Every branch, its folds in proved bounds, and how many equilibria there are between them; ``found`` is "all" where it is proved
        that nothing else turns. Along the precision also the principal branch and its limit. Along a parameter the folds are the walls at
        which the number of equilibria changes.

    Notes
    -----
    Branches are followed from all equilibria at values between the folds, so that a branch connected with no other is found by its
    equilibria. A fold is a simple zero of the equations and the singularity of their derivatives (Krawczyk's test). Elsewhere boxes show
    that derivatives are regular; then equilibria neither appear nor vanish, as no probability is ever zero. Where branches meet by a
    symmetry of the game the meeting is proved among symmetric profiles, and a short interval around it is left open.

    References
    ----------
    Turocy, T. L. (2005). A dynamic homotopy interpretation of the logistic quantal response equilibrium correspondence. *GEB* 51, 243-263.

    Examples
    --------
    >>> import games
    >>> found = correspondence(games.load("bending_branch"), 5)
    >>> [(round(fold.value, 6), fold.appear) for fold in found.folds]
    [(1.324187, True), (1.349422, False), (1.529147, True)]
    """
    from ..quantal.correspondences import along_a_parameter, along_the_precision
    from ..quantal.solving import BOXES_BETWEEN

    most = BOXES_BETWEEN if boxes is None else whole("boxes", boxes)
    if by == PRECISION:
        if precision is not None:
            raise GameError("The precision is what moves, and has been given a value; give a parameter by, or leave precision out.")
        numeric = _numeric(game, at)
        first = not_negative("low", low)
        last = None if high is None else not_negative("high", high)
        if last is not None and last <= first:
            raise GameError(f"The precision is to rise from {first} to {last}, which is no range.")
        return along_the_precision(numeric, first, last, most, response)
    if precision is None:
        raise GameError(f"Along {by} quantal response equilibria are those at a precision; give one, as precision=1.")
    (name,), _, open_game = opened_game(game, [by], at)
    if high is None:
        raise GameError(f"Say how far {name} is to move: give low and high.")
    start, end = range_of(name, low, high)
    if start >= end:
        raise GameError(f"{name} is to rise from {start} to {end}, which is no range.")
    for value in (start, end):
        open_game.domain.check({name: value})
    responding().check_needs(open_game.fix({name: (start + end) / 2}))
    return along_a_parameter(open_game, name, start, end, not_negative(PRECISION, precision), most, response)


def limiting_equilibrium(game: Game, **at: object) -> Limit:
    """Find where the principal branch of logit equilibria goes as the precision grows: the limiting logit equilibrium.

    Parameters
    ----------
    game : Game
        Open parameters that are not given a value are put at their defaults.
    **at : numbers
        Values of parameters.

    Returns
    -------
    Limit
        A profile: exact, and judged by the verifier, where an equilibrium in fractions or roots lies there; in floating point otherwise.

    Notes
    -----
    It selects one equilibrium in almost every game, and need not be perfect. It is read off far along the branch, in floating point:
    what is exact is that the profile is an equilibrium, not that the branch ends there.

    References
    ----------
    McKelvey, R. D. and Palfrey, T. R. (1995). Quantal response equilibria for normal form games. *GEB* 10, 6-38.

    Examples
    --------
    >>> import games
    >>> limit = limiting_equilibrium(games.load("bending_branch"))
    >>> limit.exact, str(limit.profile["Row"]["start"]["r2"])
    (True, '1')
    """
    from ..quantal.limits import limit_of

    return limit_of(_numeric(game, at))


def _numeric(game: Game, at: dict[str, Any]) -> Game:
    tied, plain = tied_game(game, at)
    numeric = tied.fix(tied.point(**plain))
    responding().check_needs(numeric)
    return numeric
