"""The likelihood over all equilibria: of each group, with derivatives, under a rule of selection."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .linking import Links
from .modelling import Found, Model, followed, per_equilibrium, sensitivities
from .observing import Floats, Ints, Observations
from .selecting import BEST, HIGHEST, LOWEST, SHARES, Selection

LEAST = 1e-12  # chances are not taken to be smaller
NOTHING = -1e4  # the log likelihood of a crisis where there is no equilibrium, or outside the domain


@dataclass(frozen=True)
class Played:
    """Equilibria at an estimate, paired with the groups that may play them.

    Parameters
    ----------
    found : Found
        All equilibria at all points.
    equilibrium, group : arrays of int, shape (pairs,)
        Which may be played by whom.
    rank : array of int, shape (pairs,)
        The rank of the equilibrium at its point, from 0.
    chosen : array of int, shape (groups,)
        The pair that each group plays (under shares, the likeliest); -1 where there is none.
    """

    found: Found
    equilibrium: Ints
    group: Ints
    rank: Ints
    chosen: Ints


@dataclass(frozen=True)
class Likelihood:
    """The log likelihood of data as a function of coefficients.

    Parameters
    ----------
    model : Model
        Gives the equilibria.
    links : Links
        Tie parameters to coefficients.
    data : Observations
        The counts.
    rule : Selection
        Which equilibrium is played.
    """

    model: Model
    links: Links
    data: Observations
    rule: Selection

    @property
    def size(self) -> int:
        """How many coefficients there are, shares included."""
        return len(self.links.names) + max(self.rule.ranks - 1, 0)

    @property
    def points(self) -> Ints:
        """The point of each group."""
        return self.links.point[self.data.first]

    def groups(self, coefficients: Floats) -> Floats:
        """The log likelihood of each group."""
        values = self.links.values(coefficients)
        return self._of_found(coefficients, values, self._equilibria(values, False))

    def _of_found(self, coefficients: Floats, values: dict[str, Floats], found: Found) -> Floats:
        chances = self.model.chances(found, per_equilibrium(found, values)) if len(found.point) else np.zeros((0, len(self.model.outcomes)))
        pairs = self._pairs(found, values)
        each = self._of_pairs(chances, *pairs[:2])
        out, _ = self._selected(coefficients, each, *pairs)
        return out

    def total(self, coefficients: Floats) -> float:
        """The log likelihood."""
        total = float(self.groups(coefficients).sum())
        return total if np.isfinite(total) else NOTHING * self.data.crises

    def rough(self, coefficients: Floats) -> tuple[float, float]:
        """The log likelihood by a rough search, and the share of points at which that shows several equilibria."""
        values = self.links.values(coefficients)
        found = self._equilibria(values, coarse=True)
        several = float((np.bincount(found.point, minlength=self.links.points) > 1).mean())
        total = float(self._of_found(coefficients, values, found).sum())
        return total if np.isfinite(total) else NOTHING * self.data.crises, several

    def played(self, coefficients: Floats) -> Played:
        """What is played at an estimate."""
        values = self.links.values(coefficients)
        found = self._equilibria(values, coarse=False)
        pairs = self._pairs(found, values)
        chances = self.model.chances(found, per_equilibrium(found, values)) if len(found.point) else np.zeros((0, len(self.model.outcomes)))
        _, chosen = self._selected(coefficients, self._of_pairs(chances, *pairs[:2]), *pairs)
        return Played(found, *pairs, chosen)

    def gradient(self, coefficients: Floats) -> tuple[float, Floats]:
        """The log likelihood and its derivatives, where no fold is met."""
        played = self.played(coefficients)
        each, scores = self.scores(coefficients, played, hold=False)
        return float(each.sum()), scores.sum(0)

    def scores(self, coefficients: Floats, played: Played, *, hold: bool = True) -> tuple[Floats, Floats]:
        """The log likelihood of each group and its derivatives, of shape (groups,) and (groups, coefficients).

        Parameters
        ----------
        coefficients : array
            At which.
        played : Played
            The equilibria there.
        hold : bool
            Keep the choice of equilibria, as one must near an estimate.
        """
        values = self.links.values(coefficients)
        names = tuple(link.parameter for link in self.links.links)
        found = played.found
        groups = len(self.data.groups)
        if not len(found.point):
            return np.full(groups, NOTHING) * self.data.counts.sum(1), np.zeros((groups, self.size))
        chances, by_parameter = sensitivities(self.model, found, per_equilibrium(found, values), names)
        each = self._of_pairs(chances, played.equilibrium, played.group)
        weight = self.data.counts[played.group] / np.maximum(chances, LEAST)[played.equilibrium]
        weight = np.where(chances[played.equilibrium] > LEAST, weight, 0.0)
        slopes = self.links.slopes(coefficients)
        pair_scores = np.zeros((len(played.equilibrium), self.size))
        point = found.point[played.equilibrium]
        for link in self.links.links:
            rate = (weight * by_parameter[link.parameter][played.equilibrium]).sum(1)
            pair_scores[:, link.places] = rate[:, None] * slopes[link.parameter][point]
        if self.rule.rule == SHARES:
            return self._mixed(coefficients, each, pair_scores, played)
        total, chosen = self._selected(coefficients, each, played.equilibrium, played.group, played.rank)
        if hold:
            chosen = played.chosen
            total = np.where(chosen >= 0, each[np.maximum(chosen, 0)], total)
        return total, np.where((chosen >= 0)[:, None], pair_scores[np.maximum(chosen, 0)], 0.0)

    def moved(self, coefficients: Floats, played: Played) -> Played | None:
        """The same equilibria at coefficients nearby; None where one is lost on the way."""
        values = self.links.values(coefficients)
        found = followed(self.model, played.found, per_equilibrium(played.found, values))
        return None if found is None else Played(found, played.equilibrium, played.group, played.rank, played.chosen)

    # ---------------------------------------------------------------- pairs of equilibria and groups

    def _equilibria(self, values: dict[str, Floats], coarse: bool) -> Found:
        inside = self.model.inside(values) > 0
        if inside.all():
            return self.model.equilibria(values, coarse=coarse)
        kept = np.flatnonzero(inside)
        if not len(kept):
            return Found(np.zeros(0, np.int64), np.zeros((0, 0)), np.zeros(0, np.int64))
        found = self.model.equilibria({name: array[kept] for name, array in values.items()}, coarse=coarse)
        return Found(kept[found.point], found.unknown, found.kind)

    def _pairs(self, found: Found, values: dict[str, Floats]) -> tuple[Ints, Ints, Ints]:
        """All pairs of an equilibrium and a group at its point, with the equilibrium's rank there."""
        groups = np.argsort(self.points, kind="stable")
        at = self.points[groups]
        low, high = np.searchsorted(at, found.point, "left"), np.searchsorted(at, found.point, "right")
        equilibrium = np.repeat(np.arange(len(found.point)), high - low)
        ends = np.cumsum(high - low)
        inside = np.arange(len(equilibrium)) - np.repeat(ends - (high - low), high - low)
        group = groups[np.repeat(low, high - low) + inside]
        rank = np.zeros(len(found.point), np.int64)
        if self.rule.by and len(found.point):
            by = self.ranking(self.rule.by, found, values)
            order = np.lexsort((by, found.point))
            starts = np.searchsorted(found.point[order], found.point[order], "left")
            rank[order] = np.arange(len(order)) - starts
        return equilibrium, group, rank[equilibrium]

    def ranking(self, name: str, found: Found, values: dict[str, Floats]) -> Floats:
        """A named chance in each equilibrium."""
        mine = per_equilibrium(found, values)
        if name in self.model.ranked:
            return self.model.ranking(name, found, mine)
        return self.model.chances(found, mine)[:, self.model.outcomes.index(name)]

    def _of_pairs(self, chances: Floats, equilibrium: Ints, group: Ints) -> Floats:
        logs = np.log(np.maximum(chances, LEAST))
        return np.asarray(np.einsum("po,po->p", self.data.counts[group], logs[equilibrium]))

    # ---------------------------------------------------------------- selection

    def _selected(self, coefficients: Floats, each: Floats, equilibrium: Ints, group: Ints, rank: Ints) -> tuple[Floats, Ints]:
        """The log likelihood of each group, and the pair that it plays."""
        groups = len(self.data.groups)
        nothing = NOTHING * self.data.counts.sum(1)
        if self.rule.rule == SHARES:
            weighted = each + self._log_shares(coefficients, group, rank)
            top = np.full(groups, -np.inf)
            np.maximum.at(top, group, weighted)
            safe = np.where(np.isfinite(top), top, 0.0)
            total = np.bincount(group, np.exp(weighted - safe[group]), groups)
            with np.errstate(divide="ignore"):
                out = np.where(total > 0, safe + np.log(total), nothing)
            return out, _picked(group, weighted, groups)
        key = {BEST: each, LOWEST: -rank.astype(np.float64), HIGHEST: rank.astype(np.float64)}.get(self.rule.rule, np.zeros(len(each)))
        chosen = _picked(group, key, groups)
        return np.where(chosen >= 0, each[np.maximum(chosen, 0)] if len(each) else 0.0, nothing), chosen

    def _log_shares(self, coefficients: Floats, group: Ints, rank: Ints) -> Floats:
        """The logarithm of the share of each pair's rank among those that its group has."""
        logits = np.concatenate([[0.0], coefficients[len(self.links.names) :]])[np.minimum(rank, self.rule.ranks - 1)]
        total = np.bincount(group, np.exp(np.clip(logits, -50, 50)), len(self.data.groups))
        return np.asarray(np.clip(logits, -50, 50) - np.log(np.maximum(total, 1e-300))[group])

    def _mixed(self, coefficients: Floats, each: Floats, pair_scores: Floats, played: Played) -> tuple[Floats, Floats]:
        groups, start = len(self.data.groups), len(self.links.names)
        log_shares = self._log_shares(coefficients, played.group, played.rank)
        total, _ = self._selected(coefficients, each, played.equilibrium, played.group, played.rank)
        posterior = np.exp(np.minimum(each + log_shares - total[played.group], 0.0))
        share = np.exp(log_shares)
        rank = np.minimum(played.rank, self.rule.ranks - 1)
        for k in range(1, self.rule.ranks):
            mine = np.bincount(played.group, share * (rank == k), groups)
            pair_scores[:, start + k - 1] = (rank == k) - mine[played.group]
        out = np.zeros((groups, self.size))
        np.add.at(out, played.group, posterior[:, None] * pair_scores)
        return total, out


def _picked(group: Ints, key: Floats, groups: int) -> Ints:
    """For each group the pair with the largest key, the first of equal ones; -1 where there is none."""
    out = np.full(groups, -1, np.int64)
    order = np.lexsort((-np.arange(len(key)), key, group))
    out[group[order]] = order
    return out
