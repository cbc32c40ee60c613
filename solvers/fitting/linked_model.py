"""Games whose types come from normal, logistic or exponential laws, known from the start: cells, with shares tied to cutoffs.

The bases that no test rules out are found once, over all parameters; in each, cutoffs, mixes and beliefs solve as many equations, by
Newton's method from many starts at all points at once.  The unknown for a cutoff is the share of types below it.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product
from typing import Any

import numpy as np

from games import Beta, Exponential, Game, GameError, Law, Logistic, Normal, Uniform

from ..algebra.ring import Polynomial
from ..algebra.sign_oracle import Atom
from ..arrays import on_arrays
from ..types.bases import TypeBase
from ..types.linked_form import LinkedForm, independent
from ..types.search import TypeSearch
from ..types.systems import System
from ..types.words import in_words
from .modelling import Found, Values, nearest_fold, unknown_slopes
from .observing import Floats
from .response_model import span_of

STARTS, ROUGH_STARTS = 8, 3
LEVELS, WIDEST = (0.02, 0.5, 0.98), 3  # equilibria often lie where few or almost all act; of up to so many unknowns all combinations
NEWTON = 25
LONGEST, SURE = 3.0, 1e-2  # steps in the logarithm of odds: none is longer, and so short a one is the last of a search that settles
END = 1e-14  # shares are looked for between this and one less it
SOLVED = 1e-10
SAME = 1e-6
SLACK = 1e-9  # by which a comparison may fail by rounding
FILLED = 0.5  # the value of an unknown that a base does not have


class LinkedModel:
    """A game with types from a continuum, solved in floating point at points.

    Parameters
    ----------
    game : Game
        With types known from the start, one for each player at most.
    """

    ranked: tuple[str, ...] = ()

    def __init__(self, game: Game) -> None:
        self.game, self.form = game, LinkedForm(game)
        self.name, self.parameters, self.outcomes = game.name, game.parameters, game.outcome_names
        self.fingerprint = f"{game.fingerprint} {[t.law.text() for t in game.types]}"
        search = TypeSearch(self.form)
        self.bases: list[_Base] = []
        self.left_out: list[str] = []
        for task in search.tasks():
            for base in search.bases(task):
                if not search.possible([*(self.form.far(atom) for atom in base.everything), *self.form.ordered(base.words)]):
                    continue
                equations = list(independent(self.form, base))
                unknown = self.form.unknown(base)
                if len(equations) == len(unknown):
                    self.bases.append(_Base(self.form, base, equations, unknown))
                else:
                    self.left_out.append(in_words(self.form, base.words))
        if not self.bases:
            raise GameError(f"{game.name} has no equilibria of which shares and cutoffs are determined; nothing can be fitted.")
        self.width = max(len(base.unknown) for base in self.bases)

    @property
    def notes(self) -> tuple[str, ...]:
        """Which equilibria are not looked for."""
        if not self.left_out:
            return ()
        return (f"Equilibria in which a belief stays open are not looked for: {'; '.join(self.left_out)}.",)

    def span(self, parameter: str) -> tuple[float, float]:
        """Around the default."""
        return span_of(self.game, parameter)

    def room(self, values: Values) -> dict[str, Floats]:
        """How far each condition of the domain, and what makes laws, is from failing."""
        shape = np.shape(next(iter(values.values())))
        out = {c.text: on_arrays(c.expression, values, shape) for c in self.game.domain.conditions}
        return out | {words: on_arrays(gap, values, shape) for t in self.game.types for gap, words in t.law.needs}

    def inside(self, values: Values) -> Floats:
        """Which points lie in the domain."""
        return np.asarray(np.all([room > 0 for room in self.room(values).values()], axis=0), np.float64)

    def equilibria(self, values: Values, *, coarse: bool = False) -> Found:
        """Every solution that Newton's method finds in every base, and that satisfies its comparisons."""
        n = len(next(iter(values.values())))
        found: list[tuple[int, int, Floats]] = []
        for kind, base in enumerate(self.bases):
            starts = base.starts(ROUGH_STARTS if coarse else STARTS)
            point = np.tile(np.arange(n), len(starts))
            mine = {name: array[point] for name, array in values.items()}
            unknown, solved = _newton(base, np.repeat(starts, n, axis=0), mine)
            holds = solved & base.holds(unknown, mine)
            kept: dict[int, list[Floats]] = {}
            for k in np.flatnonzero(holds):
                there = kept.setdefault(int(point[k]), [])
                if not any(np.max(np.abs(unknown[k] - other), initial=0.0) < SAME for other in there):
                    there.append(unknown[k])
            found += [(p, kind, u) for p, several in kept.items() for u in several]
        found.sort(key=lambda one: (one[0], one[1], tuple(one[2].tolist())))
        unknowns = np.full((len(found), self.width), FILLED)
        for row, (_, _, u) in enumerate(found):
            unknowns[row, : len(u)] = u
        return Found(np.array([p for p, _, _ in found], np.int64), unknowns, np.array([kind for _, kind, _ in found], np.int64))

    def _by_base(self, found: Found, values: Values, width: int, what: str) -> Floats:
        out = np.zeros((len(found.point), width))
        for kind, base in enumerate(self.bases):
            mine = found.kind == kind
            if mine.any():
                k = len(base.unknown)
                point = {name: array[mine] for name, array in values.items()}
                result = getattr(base, what)(found.unknown[mine, :k], point)
                out[mine, : result.shape[1]] = result
                if what == "residual":
                    out[mine, k:] = found.unknown[mine, k:] - FILLED
        return out

    def chances(self, found: Found, values: Values) -> Floats:
        """The chances of outcomes."""
        return np.clip(self._by_base(found, values, len(self.outcomes), "chances"), 0.0, 1.0)

    def residual(self, found: Found, values: Values) -> Floats:
        """The equations of each base."""
        return self._by_base(found, values, self.width, "residual")

    def ranking(self, name: str, found: Found, values: Values) -> Floats:
        """Equilibria are ranked by the chances of outcomes only."""
        raise GameError(f"{self.name} ranks equilibria by outcomes; {name!r} is none.")

    def certified(self, values: Mapping[str, float]) -> int | None:
        """Nothing is proved here: `solve_in_balls` counts at a point, in seconds."""
        return None

    def fold(self, values: Values, linked: tuple[str, ...], near: Floats | None = None) -> tuple[str, Floats]:
        """The distance along the linked parameters together, to first order."""
        return nearest_fold(self, values, linked)


class _Base:
    """One base in floating point."""

    def __init__(self, form: LinkedForm, base: TypeBase, equations: list[Polynomial], unknown: list[str]) -> None:
        self.form, self.base, self.unknown = form, base, unknown
        self.equations = [form.ring.expression(e) for e in equations]
        atoms = [*base.atoms, *(Atom(p, ">") for p in base.positives), *form.ordered(base.words)]
        self.comparisons = [form.ring.expression(form.far(atom).polynomial) for atom in atoms]
        self.endings = [form.ring.expression(p) for p in _outcomes(form, base)]
        self.total = form.ring.expression(form.total)

    def starts(self, count: int) -> Floats:
        """Where the search begins: far out and in the middle, and anywhere; shares in order."""
        rng = np.random.default_rng(99)
        k = len(self.unknown)
        if not k:
            return np.zeros((1, 0))
        spread = product(LEVELS, repeat=k) if count > ROUGH_STARTS and k <= WIDEST else ((x,) * k for x in LEVELS)
        out = np.concatenate([np.array(list(spread)), np.clip(rng.random((count, k)), 0.02, 0.98)])
        for i, word in self.base.words.items():
            mine = [self.unknown.index(f"x{i}_{m}") for m in range(1, len(word)) if self.form.true_laws[i] is not None]
            out[:, mine] = np.sort(out[:, mine], axis=1)
        return np.unique(out, axis=0)

    def point(self, unknown: Floats, values: Values) -> dict[str, Any]:
        """Every symbol: cutoffs and shares follow from the shares below cutoffs."""
        out: dict[str, Any] = dict(values) | {name: unknown[:, k] for k, name in enumerate(self.unknown)}
        shape = (len(unknown),)
        for i, word in self.base.words.items():
            law = self.form.true_laws[i]
            if law is None:
                continue
            below = [np.zeros(shape), *(out[f"x{i}_{k}"] for k in range(1, len(word))), np.ones(shape)]
            out |= {f"u{i}.{k}": below[k + 1] - below[k] for k in range(len(word) - 1)}
            out |= {f"x{i}_{k}": quantile(law, below[k], values) for k in range(1, len(word))}
        return out

    def residual(self, unknown: Floats, values: Values) -> Floats:
        """The equations."""
        point, shape = self.point(unknown, values), (len(unknown),)
        return np.stack([on_arrays(e, point, shape) for e in self.equations], 1) if self.equations else np.zeros((len(unknown), 0))

    def holds(self, unknown: Floats, values: Values) -> Any:
        """Whether all comparisons hold."""
        point, shape = self.point(unknown, values), (len(unknown),)
        out = np.ones(shape, bool)
        for comparison in self.comparisons:
            out &= on_arrays(comparison, point, shape) > -SLACK
        return out

    def chances(self, unknown: Floats, values: Values) -> Floats:
        """The chances of outcomes."""
        point, shape = self.point(unknown, values), (len(unknown),)
        return np.stack([on_arrays(e, point, shape) for e in self.endings], 1) / on_arrays(self.total, point, shape)[:, None]


def _newton(base: _Base, unknown: Floats, values: Values) -> tuple[Floats, Any]:
    """Steps inside (0, 1), none too long."""
    from scipy.special import expit, logit

    m, k = unknown.shape
    if not k:
        return unknown, np.ones(m, bool)
    model, close = _Alone(base), np.zeros(m, bool)
    for _ in range(NEWTON):
        found = Found(np.arange(m), unknown, np.zeros(m, np.int64))
        residual = base.residual(unknown, values)
        if np.abs(residual).max() < SOLVED / 100:
            break
        slopes = unknown_slopes(model, found, values)  # type: ignore[arg-type]  # which asks it for its residual only
        slopes = np.where(np.isfinite(slopes), slopes, 0.0) + np.eye(k) * 1e-10
        step = np.linalg.solve(slopes, np.nan_to_num(residual)[..., None])[..., 0]
        odds = step / (unknown * (1 - unknown))  # in the logarithm of odds, so that shares near 0 and 1 are reached in few steps
        outward = (unknown <= END) & (odds > 0) | (unknown >= 1 - END) & (odds < 0)  # nearer to 0 or 1 than numbers tell
        close = ((np.abs(step) < SOLVED) & ((np.abs(odds) < SURE) | outward)).all(1)
        shrink = np.minimum(1.0, LONGEST / np.maximum(np.abs(odds).max(1, keepdims=True), 1e-300))
        unknown = np.clip(expit(logit(unknown) - odds * shrink), END, 1 - END)
    residual = base.residual(unknown, values)
    return unknown, (np.nan_to_num(np.abs(residual), nan=1.0).max(1) < SOLVED) | close


class _Alone:
    """One base as what `unknown_slopes` asks."""

    def __init__(self, base: _Base) -> None:
        self.base = base

    def residual(self, found: Found, values: Values) -> Floats:
        """The equations."""
        return self.base.residual(found.unknown, values)


def _outcomes(form: LinkedForm, base: TypeBase) -> list[Polynomial]:
    """The chance of each outcome as a polynomial, but for the common denominator of chance moves."""
    game, system = form.game, System(form, base.words, base.believed)
    out = [form.ring.zero] * len(game.outcome_names)
    for leaf, node in enumerate(map(int, game.leaf_nodes)):
        weight = form.chance[node]
        for i, word in base.words.items():
            mass = form.ring.zero
            for k in range(len(word)):
                part = system.shares[i][k]
                for owner, t, move in form.paths[node]:
                    if owner == i:
                        part = part * system.mix(i, k, t, move)
                mass += part
            weight = weight * mass
        out[int(game.outcome[leaf])] += weight
    return out


def quantile(law: Law, share: Floats, values: Values) -> Floats:
    """The value below which a share of a law lies."""
    from scipy.special import betaincinv, logit, ndtri

    arguments = [on_arrays(argument, values, np.shape(share)) for argument in law.arguments]
    share = np.clip(share, 1e-300, 1 - 1e-16)
    if isinstance(law, Uniform):
        return np.asarray(arguments[0] + (arguments[1] - arguments[0]) * share)
    if isinstance(law, Normal):
        return np.asarray(arguments[0] + arguments[1] * ndtri(share))
    if isinstance(law, Logistic):
        return np.asarray(arguments[0] + arguments[1] * logit(share))
    if isinstance(law, Beta):
        return np.asarray(betaincinv(*arguments, share))
    assert isinstance(law, Exponential)
    return np.asarray(-arguments[0] * np.log1p(-share))
