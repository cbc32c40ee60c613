"""Games in which all chances follow from one: its fixed points as sign changes on a grid, at all points at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from games import Game

from ..arrays.bracketing import bracketed
from .modelling import Found
from .observing import Floats
from .response_points import Points

if TYPE_CHECKING:
    from .response_model import ResponseModel

GRID, COARSE = 161, 41  # values of the one chance
WIDEST = 6.5  # deviations of a normal variable within which their quantiles lie
LEAST = 1e-12
EXACTLY, ROUGHLY = 1e-13, 1e-7


def one_unknown(game: Game) -> tuple[int, list[int]] | None:
    """A choice of two from which all others follow, and the order in which they do; None where there is none."""
    sets = range(game.infosets)
    below = [_below(game, s) for s in sets]
    needed = [below[s] | _before(game, s) for s in sets]
    for s in sets:
        known, order, left = {s}, list[int](), [t for t in sets if t != s]
        while left and (ready := [t for t in left if needed[t] <= known]):
            order += ready
            known |= set(ready)
            left = [t for t in left if t not in known]
        if not left and len(game.set_actions[s]) == 2:
            return s, order
    return None


def _below(game: Game, s: int) -> set[int]:
    """The sets that may be reached after a set."""
    out, todo = set(), [child for node in game.set_nodes(s) for child in game.children(node)]
    while todo:
        node = todo.pop()
        if game.owner[node] >= 0:
            out.add(int(game.infoset[node]))
        todo += list(game.children(node))
    return out


def _before(game: Game, s: int) -> set[int]:
    """The others' sets before a set; none of one node, where nothing is to be believed."""
    nodes = game.set_nodes(s)
    paths = [before for node in nodes for before, _ in game.path(node)] if len(nodes) > 1 else []
    return {int(game.infoset[n]) for n in paths if game.owner[n] >= 0 and game.owner[n] != game.set_owner[s]}


def on_a_grid(model: ResponseModel, single: tuple[int, list[int]], here: Points, *, coarse: bool) -> Found:
    """Find every fixed point that shows as a sign change."""
    from scipy.special import ndtr

    n = here.m
    ps = np.concatenate([[LEAST], ndtr(np.linspace(-WIDEST, WIDEST, COARSE if coarse else GRID)), [1 - LEAST]])
    everywhere = here.at(np.repeat(np.arange(n), len(ps)))
    value = _away(model, single, np.tile(ps, n), everywhere).reshape(n, -1)
    value[:, 0], value[:, -1] = np.minimum(value[:, 0], -LEAST), np.maximum(value[:, -1], LEAST)  # it may be zero or one itself
    row, k = np.nonzero((value[:, :-1] < 0) != (value[:, 1:] < 0))
    mine = here.at(row)
    p = bracketed(
        lambda p: _away(model, single, p, mine), (ps[k], ps[k + 1]), (value[row, k], value[row, k + 1]), ROUGHLY if coarse else EXACTLY
    )
    chances = _completed(model, single, p, mine)
    unknown = np.clip(np.stack([chances[j] for j in model.unknowns], 1), LEAST, 1 - LEAST)
    order = np.lexsort((*unknown.T[::-1], row))
    return Found(row[order].astype(np.int64), unknown[order], np.zeros(len(row), np.int64))


def _away(model: ResponseModel, single: tuple[int, list[int]], p: Floats, here: Points) -> Floats:
    s, _ = single
    return p - model.responded(s, _completed(model, single, p, here), here)[0]


def _completed(model: ResponseModel, single: tuple[int, list[int]], p: Floats, here: Points) -> list[Floats]:
    """All chances, given that of the first action at the one set."""
    s, order = single
    chances = [np.full(len(p), 1 / len(actions)) for actions in model.game.set_actions for _ in actions]
    begin = model.begin
    chances[int(begin[s]) : int(begin[s]) + 2] = [p, 1 - p]
    for t in order:
        chances[int(begin[t]) : int(begin[t + 1])] = model.responded(t, chances, here)
    return chances
