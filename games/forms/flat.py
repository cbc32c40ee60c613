"""The sequence form as flat arrays in floating point, for compiled loops over large games.

The sequences of all players are numbered through, those of the first player first; a player's empty sequence stands
before its others, and what leads to an information set before its actions.  The leaf table stands there once for every
player, sorted by that player's own sequence: what a sequence earns against the others' plans is a sum over neighbours.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from ..checks import check_chances, check_finite, check_recall
from ..errors import GameError
from ..tree import Game
from .blocks import Blocks, blocks_of
from .sequence import Sequences, leaf_tables, sequences_before

Floats: TypeAlias = npt.NDArray[np.float64]
Indices: TypeAlias = npt.NDArray[np.int32]
Places: TypeAlias = npt.NDArray[np.uint32]

LARGEST = 1e100  # of payoffs in size, so that sums over millions of iterations stay finite


@dataclass(frozen=True, eq=False)
class FlatForm:
    """The sequence form of a game of any number of players, without open parameters.

    Parameters
    ----------
    players : tuple of Sequences
        Labels, and what each player's sequences and information sets are called in the game.
    sequence_start : array of int32, shape (players + 1,)
        The empty sequence of every player; then how many sequences there are.
    set_start : array of int32, shape (players + 1,)
        Where the information sets of every player begin; then how many there are.
    before, first : arrays of uint32, shape (information sets,)
        The sequence that leads to each set, and that of its first action; unsigned, since no compiled loop then asks for their sign.
    size : array of int32, shape (information sets,)
        How many actions follow each other from there.
    row_start : array of int64, shape (sequences + 1,)
        Where the rows begin in which the sequence is its player's own.
    others : array of uint32, shape (rows, players - 1)
        The sequences of the other players in each row.
    payoffs, weights : arrays of float, shape (rows,)
        What the player whose row it is gets, and the probability that chance allows it; both summed over the leaves.
    lowest, highest : float
        The smallest and the largest payoff at any ending.
    constant_sum : bool
        Whether payoffs add up to the same at every ending, but for rounding.
    """

    players: tuple[Sequences, ...]
    sequence_start: Indices
    set_start: Indices
    before: Places
    first: Places
    size: Indices
    row_start: npt.NDArray[np.int64]
    others: Places
    payoffs: Floats
    weights: Floats
    lowest: float
    highest: float
    constant_sum: bool

    @property
    def sequences(self) -> int:
        """How many sequences there are, the empty ones included."""
        return int(self.sequence_start[-1])

    @property
    def infosets(self) -> int:
        """How many information sets there are."""
        return len(self.first)

    @property
    def spread(self) -> float:
        """By how much payoffs differ at most; one where they are all the same."""
        return (self.highest - self.lowest) or 1.0

    @cached_property
    def blocks(self) -> Blocks:
        """The rows once more as blocks, for many iterations; none where the game is small."""
        return blocks_of(self)


def flat_form_bytes(game: Game) -> int:
    """Estimate how much memory `flat_form` takes while it works, in bytes, without building anything.

    Examples
    --------
    >>> from games import load
    >>> flat_form_bytes(load("kuhn")) < 100_000
    True
    """
    players = len(game.players)
    nodes = 4 * players + 8 + 8 + 60  # sequences before each, chance and reach, its place in the list of its set
    leaves = 4 * players + 8 * players + 3 * 8 + 3 * 8  # their rows, payoffs, and what sorts them
    rows = players * (4 * players + 8 * players + 8 + 4 * (players - 1) + 16 + 8)
    rows += players * (4 * players + 16) + 60  # as blocks, padded, and what one player's are sorted with
    return game.nodes * nodes + game.leaves * (leaves + rows)


def flat_form(game: Game) -> FlatForm:
    """Lay out a game without open parameters as flat arrays.

    Raises
    ------
    GameError
        When a parameter is open, a player forgets, a chance is not positive, or a payoff is too large for floating point.

    Examples
    --------
    >>> from games import load
    >>> form = flat_form(load("kuhn"))
    >>> form.sequences, form.infosets, len(form.payoffs)
    (26, 12, 60)
    """
    if game.parameters:
        raise GameError(f"{game.name} leaves {', '.join(game.parameters)} open; put numbers in with game.at(...).")
    try:
        terms = np.array([float(term) for term in game.terms])
    except OverflowError:
        raise GameError(_too_large(game)) from None
    return flat_forms(game, terms[np.newaxis])[0]


def flat_forms(game: Game, values: Floats) -> list[FlatForm]:
    """Lay out a game at several points; the forms differ in payoffs and weights, and share all other arrays.

    Parameters
    ----------
    game : Game
        Its parameters may be open.
    values : array of float, shape (points, terms)
        The value of every term of the game at every point.

    Raises
    ------
    GameError
        When a player forgets, a chance is not positive, or a payoff is too large for floating point.
    """
    check_finite(game, "Learning")
    _check_recall(game)
    payoffs = [_checked(game, terms) for terms in values]

    numbers = iter(leaf_tables(game, values))
    table = next(numbers)
    players, count = table.players, len(table.players)
    sequence_start = np.cumsum([0, *map(len, players)]).astype(np.int32)
    sets = [len(own.infosets) for own in players]
    shift = np.repeat(sequence_start[:-1], sets)
    columns = table.sequences + sequence_start[:-1]
    orders = [np.argsort(columns[:, k], kind="stable") for k in range(count)]
    lengths = np.concatenate([np.bincount(table.sequences[:, k], minlength=len(players[k])) for k in range(count)])
    layout: dict[str, Any] = {
        "players": players,
        "sequence_start": sequence_start,
        "set_start": np.cumsum([0, *sets]).astype(np.int32),
        "before": (np.concatenate([own.before for own in players]) + shift).astype(np.uint32),
        "first": (np.concatenate([own.first for own in players]) + shift).astype(np.uint32),
        "size": np.array([len(game.set_actions[k]) for own in players for k in own.infosets], np.int32),
        "row_start": np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64),
        "others": np.concatenate([np.delete(columns[order], k, axis=1) for k, order in enumerate(orders)]).astype(np.uint32),
    }
    return [
        FlatForm(
            **layout,
            payoffs=np.concatenate([here.payoffs[order, k] for k, order in enumerate(orders)]),
            weights=np.concatenate([here.weights[order] for order in orders]).astype(np.float64),
            lowest=float(paid.min()),
            highest=float(paid.max()),
            constant_sum=bool(np.ptp(paid.sum(axis=1)) <= 1e-9 * max(1.0, float(np.abs(paid).max()))),
        )
        for paid, here in zip(payoffs, chain([table], numbers), strict=True)
    ]


def beside(forms: Sequence[FlatForm]) -> FlatForm:
    """Put forms of one game side by side: one form, in which each player of each point is a player of its own.

    Who plays at one point meets nobody of another, so that whatever is done in the whole is done at each point.
    """
    one, points = forms[0], np.arange(len(forms))

    def repeated(starts: npt.NDArray[Any]) -> npt.NDArray[Any]:
        return np.append((starts[:-1] + points[:, np.newaxis] * starts[-1]).ravel(), len(forms) * starts[-1]).astype(starts.dtype)

    def shifted(places: Places) -> Places:
        shift = (points * one.sequences).reshape(-1, *[1] * places.ndim)
        return (places + shift).reshape(-1, *places.shape[1:]).astype(np.uint32)

    return FlatForm(
        players=one.players * len(forms),
        sequence_start=repeated(one.sequence_start),
        set_start=repeated(one.set_start),
        before=shifted(one.before),
        first=shifted(one.first),
        size=np.tile(one.size, len(forms)),
        row_start=repeated(one.row_start),
        others=shifted(one.others),
        payoffs=np.concatenate([form.payoffs for form in forms]),
        weights=np.concatenate([form.weights for form in forms]),
        lowest=min(form.lowest for form in forms),
        highest=max(form.highest for form in forms),
        constant_sum=all(form.constant_sum for form in forms),
    )


def _checked(game: Game, terms: Floats) -> Floats:
    """The payoffs at every ending, shape (leaves, players); refused where they cannot be learned with, or a chance is not positive."""
    try:
        payoffs = game.payoffs.floats(terms).reshape(-1, len(game.players))
        if (game.chances.floats(terms) <= 0).any():
            check_chances(game)
        if not (np.abs(payoffs) <= LARGEST).all():
            raise OverflowError
    except OverflowError:
        raise GameError(_too_large(game)) from None
    return payoffs


def _too_large(game: Game) -> str:
    return f"A payoff of {game.name} is too large for floating point; write payoffs in a larger unit."


def _check_recall(game: Game) -> None:
    """Refuse a game in which the nodes of a set do not share the own sequence that leads there."""
    asked = np.flatnonzero(game.owner >= 0)
    own = sequences_before(game)[asked, game.owner[asked]]
    least, most = np.full(game.infosets, np.iinfo(np.int32).max, np.int32), np.full(game.infosets, -1, np.int32)
    np.minimum.at(least, game.infoset[asked], own)
    np.maximum.at(most, game.infoset[asked], own)
    if (least != most).any():
        check_recall(game)
