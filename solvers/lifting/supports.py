"""Supports: which actions are played at every information set, read off learned behaviour, and mended where they fail."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, product
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from games.forms.flat import FlatForm

Floats: TypeAlias = npt.NDArray[np.float64]
Behaviour: TypeAlias = list[Floats]
"""For every information set the probability of each action."""

PLAYED = (0.2, 0.1, 0.05, 0.02, 0.003)  # an action is played when its probability is larger
LOSSES = (1e-2, 1e-3, 1e-1, np.inf)  # and it falls short of the best by less, in payoffs of spread 5
SPREAD = 5.0
TUNED = (1.05, 1.5, 5.0)  # a tremble is tuned when its probability is so many times the least one


@dataclass(frozen=True)
class Support:
    """What is played, and which trembles have a size of their own.

    Parameters
    ----------
    played : tuple of tuple of int
        For every information set the actions of positive probability.
    tuned : tuple of (int, int)
        Pairs of information set and action: actions that are not played but are as good as those that are, and whose size
        relative to the other trembles is unknown.
    """

    played: tuple[tuple[int, ...], ...]
    tuned: tuple[tuple[int, int], ...] = ()

    @property
    def mixing(self) -> list[int]:
        """The information sets at which somebody mixes."""
        return [infoset for infoset, actions in enumerate(self.played) if len(actions) > 1]

    def with_actions(self, infoset: int, actions: Sequence[int]) -> Support:
        """The same with other actions at one information set."""
        played = list(self.played)
        played[infoset] = tuple(sorted(actions))
        return Support(tuple(played), tuple(pair for pair in self.tuned if pair[0] != infoset or pair[1] not in actions))


def by_infoset(form: FlatForm, numbers: Floats) -> Behaviour:
    """Turn an array over sequences into one array for each information set of the game."""
    out: Behaviour = [np.zeros(0)] * form.infosets
    sets = [int(k) for own in form.players for k in own.infosets]
    for infoset, first, size in zip(sets, form.first.tolist(), form.size.tolist(), strict=True):
        out[infoset] = numbers[first : first + size].copy()
    return out


def candidates(behaviour: Behaviour, shortfall: Behaviour, trembles: float, spread: float) -> Iterator[Support]:
    """Read supports off learned behaviour, in order of trust, without repeats.

    Parameters
    ----------
    behaviour : list of arrays
        The learned probabilities.
    shortfall : list of arrays
        By how much each action earns less than the best at its set, given that the set is reached.
    trembles : float
        The least probability of every action.
    spread : float
        Of payoffs.

    Notes
    -----
    Probabilities and shortfalls are both looked at: either alone takes actions for played that are not.
    """
    if not behaviour:  # nobody moves
        yield Support(())
        return
    seen: set[Support] = set()
    sizes = np.array([len(row) for row in behaviour])
    ends = np.cumsum(sizes)
    owner, action = np.repeat(np.arange(len(sizes)), sizes), np.arange(ends[-1]) - np.repeat(ends - sizes, sizes)
    chances, short = np.concatenate(behaviour), np.nan_to_num(np.concatenate(shortfall), nan=0.0)
    best = action[np.lexsort((-chances, short, owner))[ends - sizes]].tolist()  # where nothing is played
    for loss, least in product(LOSSES, PLAYED):
        fine = short < loss * spread / SPREAD
        some = np.flatnonzero((chances > least) & fine)
        cut, actions = [0, *np.cumsum(np.bincount(owner[some], minlength=len(sizes))).tolist()], action[some].tolist()
        played = tuple(tuple(actions[a:b]) or (best[k],) for k, (a, b) in enumerate(pairwise(cut)))
        supports = [Support(played)]
        for floor in TUNED if trembles else ():
            trembling = np.flatnonzero((chances > floor * trembles) & (chances < least) & fine)
            pairs = zip(owner[trembling].tolist(), action[trembling].tolist(), strict=True)
            supports.insert(len(supports) - 1, Support(played, tuple((k, a) for k, a in pairs if a not in played[k])))
        for support in supports:
            if support not in seen:
                seen.add(support)
                yield support
