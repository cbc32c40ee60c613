"""Quantal equilibria in a plane of two parameters: slices with certified folds, closer together where the number of folds changes."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from itertools import pairwise
from typing import Any

from games import Game, GameError

from ..requests import not_negative, opened_game, range_of, whole
from ..results.correspondences import Correspondence
from ..results.response_maps import ResponseMap
from .responding import LOGIT, PRECISION, correspondence

HALVINGS = 4  # of an interval between slices in which the number of folds changes


def response_map(
    game: Game,
    over: Mapping[str, tuple[object, object]],
    precision: object,
    *,
    slices: int = 9,
    response: str = LOGIT,
    boxes: int | None = None,
    **at: object,
) -> ResponseMap:
    """Map where in two parameters the number of quantal equilibria changes, at a precision.

    Parameters
    ----------
    game : Game
        Open parameters that are not given a value are put at their defaults.
    over : dict from str to (number, number)
        Two parameters and their ranges: the first moves along each slice, the slices are values of the second.
    precision : number
        The precision.
    slices : int
        How many values of the second parameter, evenly spread, both ends among them; more are put where the number of folds changes.
    response : {"logit", "probit"}
        How everybody responds.
    boxes : int, optional
        As for `correspondence`, for each slice.
    **at : numbers
        Values of the other parameters.

    Returns
    -------
    ResponseMap
        Along each slice every fold is certified, and between folds the number of equilibria proved, as by `correspondence`. Between
        slices nothing is claimed: where the number of folds changes, the cusp is only known to lie between two slices.

    Raises
    ------
    GameError
        When there are not two parameters with ranges, and as `correspondence`.

    Examples
    --------
    >>> import games
    >>> found = response_map(games.load("asymmetric_pennies"), {"X": (2, 4)}, 1)
    Traceback (most recent call last):
    games.errors.GameError: A map takes two parameters with their ranges, as {"w": (0, 1), "c": (1, 2)}; along one use correspondence.
    """
    if (
        not isinstance(over, Mapping)
        or len(over) != 2
        or not all(isinstance(ends, tuple | list) and len(ends) == 2 for ends in over.values())
    ):
        raise GameError('A map takes two parameters with their ranges, as {"w": (0, 1), "c": (1, 2)}; along one use correspondence.')
    first, second = over
    _, _, opened = opened_game(game, [first, second], at)
    low, high = range_of(second, *over[second])
    if low >= high:
        raise GameError(f"{second} is to rise from {low} to {high}, which is no range.")
    count = whole("slices", slices, least=2)
    rate = not_negative(PRECISION, precision)

    def along(value: Fraction) -> Correspondence:
        held: dict[str, Any] = {**at, second: value}
        start, end = over[first]
        return correspondence(game, end, low=start, by=first, precision=rate, response=response, boxes=boxes, **held)

    there = {value: along(value) for value in (low + (high - low) * Fraction(k, count - 1) for k in range(count))}
    for left, right in list(pairwise(sorted(there))):
        for _ in range(HALVINGS):
            if len(there[left].folds) == len(there[right].folds):
                break
            middle = (left + right) / 2
            there[middle] = along(middle)
            changes_left = len(there[middle].folds) != len(there[left].folds)
            left, right = (left, middle) if changes_left else (middle, right)
    listed = sorted(there.items())
    changes = tuple((a, b) for (a, one), (b, other) in pairwise(listed) if len(one.folds) != len(other.folds))
    return ResponseMap(opened, (first, second), rate, response, tuple(listed), changes)
