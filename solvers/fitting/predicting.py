"""What a fit predicts, and data drawn from it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from .likelihood import Likelihood, Played
from .modelling import per_equilibrium
from .observing import Floats, Observations, as_frame
from .selecting import BEST, SHARES

if TYPE_CHECKING:
    import pandas


def predicted(likelihood: Likelihood, coefficients: Floats, played: Played, rows: Any) -> pandas.DataFrame:
    """See `Fit.predict`."""
    import pandas as pd

    if rows is None:
        names, here, groups = likelihood.data.rows, likelihood, likelihood.data.group
        chosen = np.where(played.chosen >= 0, played.equilibrium[np.maximum(played.chosen, 0)], -1)[groups]
        point, found = likelihood.links.point, played.found
    else:
        frame, names = as_frame(rows)
        links = likelihood.links.at(frame, names)
        n = len(frame)
        empty = np.zeros((n, len(likelihood.model.outcomes)))
        data = Observations(frame, tuple(names), tuple(names), np.arange(n), empty, np.arange(n))
        here = Likelihood(likelihood.model, links, data, likelihood.rule)
        there = here.played(coefficients)
        point, found = links.point, there.found
        known = likelihood.rule.rule not in (BEST, SHARES)
        pair = there.equilibrium[np.maximum(there.chosen, 0)] if len(there.equilibrium) else there.chosen
        counts = np.bincount(found.point, minlength=links.points)[point]
        chosen = np.where((there.chosen >= 0) & (known | (counts == 1)), pair, -1)
    values = here.links.values(coefficients)
    chances = likelihood.model.chances(found, per_equilibrium(found, values))
    outcomes = likelihood.model.outcomes
    low, high = np.full((here.links.points, len(outcomes)), np.nan), np.full((here.links.points, len(outcomes)), np.nan)
    np.fmin.at(low, found.point, chances)
    np.fmax.at(high, found.point, chances)
    count = np.bincount(found.point, minlength=here.links.points)
    table = []
    for k, name in enumerate(names):
        for o, outcome in enumerate(outcomes):
            chance = chances[chosen[k], o] if chosen[k] >= 0 else np.nan
            p = point[k]
            table.append(
                {"row": name, "outcome": outcome, "chance": chance, "lowest": low[p, o], "highest": high[p, o], "equilibria": count[p]}
            )
    return pd.DataFrame(table)


def drawn(likelihood: Likelihood, coefficients: Floats, played: Played, seed: int) -> pandas.DataFrame:
    """See `Fit.simulate`."""
    rng = np.random.default_rng(seed)
    values = likelihood.links.values(coefficients)
    found = played.found
    chances = likelihood.model.chances(found, per_equilibrium(found, values))
    chances = chances / chances.sum(1, keepdims=True)
    pair = played.chosen.copy()
    if likelihood.rule.rule == SHARES:
        shares = np.exp(likelihood._log_shares(coefficients, played.group, played.rank))
        for g in range(len(pair)):
            mine = np.flatnonzero(played.group == g)
            pair[g] = rng.choice(mine, p=shares[mine] / shares[mine].sum())
    frame = likelihood.data.frame.copy()
    outcomes = list(likelihood.model.outcomes)
    plays = chances[played.equilibrium[pair]]
    by_row = {name: np.zeros(len(frame), np.int64) for name in outcomes}
    sizes = _crises_of_rows(likelihood)
    for k in range(len(frame)):
        for name, number in zip(outcomes, rng.multinomial(sizes[k], plays[likelihood.data.group[k]]), strict=True):
            by_row[name][k] = number
    if all(size == 1 for size in sizes) and not any(name in frame for name in outcomes):
        column = next((c for c in frame if frame[c].astype(str).isin(outcomes).all()), "outcome")
        frame[column] = [next(name for name in outcomes if by_row[name][k]) for k in range(len(frame))]
        return frame
    return frame.assign(**by_row)


def _crises_of_rows(likelihood: Likelihood) -> list[int]:
    frame, outcomes = likelihood.data.frame, [name for name in likelihood.model.outcomes if name in likelihood.data.frame]
    return [int(n) for n in frame[outcomes].sum(axis=1)] if outcomes else [1] * len(frame)
