"""What is to be kept in mind about an estimate, in sentences, and the table of what is played in each group."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from games import GameError

from .likelihood import Likelihood, Played
from .modelling import per_equilibrium
from .observing import Floats, listed_rows
from .selecting import BEST, SHARES, UNIQUE
from .uncertainty import Covariances, FoldDistances, never_seen

if TYPE_CHECKING:
    import pandas

NEAR = 1.96  # standard errors from a fold that are too few
FAR_SHARE = 8.0  # the coefficient of a share beyond which the share is at a bound
LEAST_CHANCE = 1e-10
EDGE = 1e-4  # so near to the edge of the domain an estimate is at a bound


def equilibria_table(likelihood: Likelihood, coefficients: Floats, played: Played, folds: FoldDistances, certify: bool) -> pandas.DataFrame:
    """Give a row for each group: how many equilibria there are, which is played and how far the nearest fold is."""
    import pandas as pd

    links, data = likelihood.links, likelihood.data
    values = links.values(coefficients)
    shown = np.bincount(played.found.point, minlength=links.points)
    counts: list[int | None] = [None] * links.points
    if certify:
        counts = [likelihood.model.certified({name: float(array[k]) for name, array in values.items()}) for k in range(links.points)]
    point = likelihood.points
    has = played.chosen >= 0
    equilibrium = played.equilibrium[np.maximum(played.chosen, 0)] if len(played.equilibrium) else played.chosen
    by = likelihood.rule.by or (likelihood.model.ranked[0] if likelihood.model.ranked else likelihood.model.outcomes[0])
    ranking = likelihood.ranking(by, played.found, values) if len(played.found.point) else np.zeros(1)
    order = np.zeros(len(played.found.point), np.int64)
    if len(order):
        sort = np.lexsort((ranking, played.found.point))
        order[sort] = np.arange(len(sort)) - np.searchsorted(played.found.point[sort], played.found.point[sort], "left")
    table = {
        "group": data.groups,
        "crises": data.counts.sum(1).astype(np.int64),
        "equilibria": [int(shown[p]) if counts[p] is None else counts[p] for p in point],
        "certified": [counts[p] is not None for p in point],
        "shown": shown[point],
        "rank": np.where(has, order[equilibrium] + 1 if len(order) else 0, 0),
        f"chance of {by}": np.where(has, ranking[equilibrium] if len(order) else np.nan, np.nan),
        "loglik": likelihood.groups(coefficients),
    }
    if folds.along:
        with np.errstate(divide="ignore", invalid="ignore"):
            table["fold distance"] = folds.distance[point]
            table["fold in s.e."] = np.abs(folds.distance / folds.error)[point]
    return pd.DataFrame(table)


def cautions(
    likelihood: Likelihood,
    coefficients: Floats,
    played: Played,
    table: pandas.DataFrame,
    folds: FoldDistances,
    errors: Covariances,
    climbs: Sequence[float],
) -> tuple[str, ...]:
    """Say what is to be kept in mind.

    Raises
    ------
    GameError
        When one equilibrium was asked for and there are several.
    """
    out = [
        *likelihood.model.notes,
        *_of_counts(likelihood, table),
        *_of_folds(table, folds),
        *filter(None, [errors.bent]),
        *_of_bounds(likelihood, coefficients),
        *_of_data(likelihood),
    ]
    chances = likelihood.model.chances(played.found, per_equilibrium(played.found, likelihood.links.values(coefficients)))
    seen = (likelihood.data.counts[played.group] > 0) & (chances[played.equilibrium] < LEAST_CHANCE)
    blind = np.unique(played.group[seen.any(1) & np.isin(np.arange(len(played.group)), played.chosen)])
    if len(blind):
        groups = listed_rows([likelihood.data.groups[g] for g in blind], "group")
        out.append(f"In {groups} something was seen to which the fitted equilibrium gives no chance; the likelihood there is a floor.")
    if len(climbs) > 1 and climbs[1] < climbs[0] - 0.01:
        out.append("Only one start led to the highest likelihood; raise starts to see whether there is a higher one.")
    if errors.jump:
        out.insert(0, errors.jump)
    elif np.linalg.cond(errors.hessian) > 1e10:
        out.append("Some coefficients are nearly impossible to tell apart; look at their standard errors.")
    return tuple(out)


def _of_counts(likelihood: Likelihood, table: pandas.DataFrame) -> list[str]:
    several = table["equilibria"] > 1
    out = []
    if likelihood.rule.rule == UNIQUE and several.any():
        where = listed_rows(table.loc[several, "group"].tolist(), "group")
        raise GameError(
            f"equilibrium='unique' was asked for, but at the estimate there are {int(table['equilibria'].max())} equilibria in {where}; "
            "say which is played there."
        )
    missed = table["certified"] & (table["equilibria"] != table["shown"])
    if missed.any():
        where = listed_rows(table.loc[missed, "group"].tolist(), "group")
        out.append(f"In {where} the proved number of equilibria differs from the number that the search saw; one may have been missed.")
    if not table["certified"].all():
        where = listed_rows(table.loc[~table["certified"], "group"].tolist(), "group")
        out.append(f"The number of equilibria is not proved in {where}; the one given is what the search saw.")
    if likelihood.rule.rule == BEST and several.any() and (table.loc[several, "crises"] <= 1).all():
        out.append("Groups of one crisis choose their equilibrium by the very outcome that they explain; 'shares' is meant for such data.")
    if likelihood.rule.rule == SHARES and not several.any():
        out.append("At the estimate no group has several equilibria, so the data say nothing of shares.")
    return out


def _of_folds(table: pandas.DataFrame, folds: FoldDistances) -> list[str]:
    if not folds.along or "fold in s.e." not in table:
        return []
    near = table["fold in s.e."] < NEAR  # false where there is no standard error
    if not near.any():
        return []
    where = listed_rows(table.loc[near, "group"].tolist(), "group")
    return [
        f"In {where} two equilibria meet within two standard errors of the estimate, along {folds.along}. The likelihood jumps there, and "
        "standard errors may be too small."
    ]


def _of_bounds(likelihood: Likelihood, coefficients: Floats) -> list[str]:
    out = []
    values = likelihood.links.values(coefficients)
    for words, distance in likelihood.model.room(values).items():
        tight = np.flatnonzero(distance < EDGE)
        if len(tight):
            groups = [g for g, p in zip(likelihood.data.groups, likelihood.points, strict=True) if p in set(tight)]
            out.append(f"The estimate lies at the bound {words} in {listed_rows(groups, 'group')}; standard errors do not hold at a bound.")
    shares = coefficients[len(likelihood.links.names) :]
    for k, share in enumerate(shares):
        if abs(share) > FAR_SHARE:
            out.append(f"The share of rank {k + 2} is at the bound {'0' if share < 0 else '1'}; its standard error does not hold there.")
    return out


def _of_data(likelihood: Likelihood) -> list[str]:
    counts = likelihood.data.counts
    out = []
    never = never_seen(likelihood)
    if never:
        out.append(f"{never}; what moves only the chance of that is not pinned down.")
    sizes = counts.sum(1)
    if len(counts) <= likelihood.size and likelihood.data.crises > len(counts):
        out.append(f"There are {len(counts)} groups for {likelihood.size} coefficients: too few for standard errors by the sandwich.")
    flat = np.flatnonzero((counts.max(1) == sizes) & (sizes > 1))
    if len(flat):
        where = listed_rows([likelihood.data.groups[k] for k in flat], "Group")
        verb = "shows" if len(flat) == 1 else "show"
        out.append(f"{where} {verb} one outcome only; such a group says little of which equilibrium is played.")
    return out
