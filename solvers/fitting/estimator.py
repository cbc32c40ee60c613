"""The front door of fitting: `fit`."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from games import GameError

from ..requests import whole
from ..sweeps.store import opened
from .cautions import cautions, equilibria_table
from .likelihood import NOTHING, Likelihood
from .linking import Links, linked
from .models import model_of
from .observing import Floats, Observations, listed_rows, observed
from .offer_model import OfferModel
from .result import Fit
from .searching import Climb, first_guesses, searched
from .selecting import Selection, selection, share_names
from .uncertainty import covariances, fold_distances


def fit(
    game: Any,
    rows: Any,
    links: Mapping[str, object],
    *,
    equilibrium: str | None = None,
    outcome: str = "outcome",
    group: str | None = None,
    response: str | None = None,
    concept: str | None = None,
    ranks: int = 3,
    errors: str = "hessian",
    start: Mapping[str, float] | None = None,
    starts: int = 9,
    draws: int = 600,
    seed: int = 0,
    certify: bool = True,
    progress: Callable[[Iterable[Any]], Iterable[Any]] = iter,
    store: str | Path | None = None,
    **at: object,
) -> Fit:
    """Fit a game's parameters to data by maximum likelihood over all its equilibria.

    Parameters
    ----------
    game : Game, OutcomeShocks or Ultimatum
        A story with private types from a continuum or shocks at choices, a finite game (with `response`, or as it stands),
        `lewis_schultz` or `ultimatum`.
    rows : DataFrame or list of dict
        Covariates, and for each row the outcome of one crisis, or a column of counts for each outcome, named like it. For `ultimatum`
        a column ``offer`` and, where replies were seen, ``accept``.
    links : dict from str to str or number
        For each parameter a formula in covariates, as ``{"W_B": "1 + x", "log(a)": "1"}``: on its own scale, or on that of ``log`` or
        ``logit``. Formulas are those of formulaic.
    equilibrium : str
        Which equilibrium is played where several exist; there is no default. ``"best of each group"``: the one under which the
        group's crises are likeliest, which takes several crises a group. ``"shares"``, or ``"shares by NAME"``: each rank has a share
        that is estimated, for one crisis a group. ``"lowest NAME"``, ``"highest NAME"`` by the chance of an outcome or action.
        ``"unique"``: there is one, which is checked at the estimate.
    outcome, group : str
        The columns of outcomes and of groups. Crises of a group share covariates and the equilibrium; each row is a group when None.
    response : {"logit", "probit"}, optional
        Players of a finite game choose with errors: quantal response with the extra parameter ``precision``, or normal errors in the
        payoff of each action with the extra parameter ``deviation``, for choices of two.
    concept : str, optional
        For games solved in closed form; the one that `families` uses when None.
    ranks : int
        Under ``"shares"``, how many ranks have a share of their own.
    errors : {"hessian", "sandwich"}
        Which standard errors intervals use; both are in the result, the sandwich by groups.
    start : dict from str to float, optional
        Where one more climb begins: coefficients by name, as ``{"W_B: x": 0.1}``; the others begin at zero.
    starts, draws, seed : int
        How many climbs, from how many random draws, drawn with which seed.
    certify : bool
        Count the equilibria at every observation with proof.
    progress : callable
        Wraps an iterable, as ``tqdm.auto.tqdm``.
    store : path, optional
        A folder in which climbs are kept; a fit that was interrupted goes on from there.
    **at : numbers
        Parameters that are held. Each must be linked or held: which payoffs are normalised is for the user to say.

    Returns
    -------
    Fit
        Coefficients, standard errors, the equilibrium played in each group, how many there are and how far the nearest fold is.

    Raises
    ------
    GameError
        For rows, formulas or a selection that cannot be read, with the rows named; a flat likelihood; an estimate on a fold.

    Notes
    -----
    The likelihood of a group is multinomial in the chances of outcomes of an equilibrium at its parameters; all equilibria are
    looked for at every evaluation. It jumps at folds, so that standard errors hold only away from them.

    Examples
    --------
    >>> import solvers
    >>> rows = [{"status quo": 60, "concession": 20, "back down": 12, "fight": 8}]
    >>> rows += [{"status quo": 55, "concession": 28, "back down": 9, "fight": 8}]
    >>> found = solvers.fit(
    ...     solvers.lewis_schultz(), rows, {"W_A": "1", "a": "1", "W_B": "1"}, equilibrium="lowest resist", V_A=1, V_B=1, S_A=0, C_B=0
    ... )
    >>> found.crises, found.selection
    (200, 'lowest resist')
    """
    model = model_of(game, response, concept, links, at)
    rule = selection(equilibrium, model, ranks)
    if errors not in ("hessian", "sandwich"):
        raise GameError(f"Standard errors are by 'hessian' or 'sandwich'; found errors={errors!r}.")
    data = model.observed(rows, group) if isinstance(model, OfferModel) else observed(rows, model.outcomes, outcome, group)
    tied = linked(links, at, model.parameters, data.frame, data.rows, data.seen)
    _check_groups(data, tied, links)
    likelihood = Likelihood(model, tied, data, rule)
    names = (*tied.names, *share_names(rule))
    given = [] if start is None else [_given(start, names)]
    asked = _question(
        likelihood, (whole("starts", starts), whole("draws", draws, least=0), whole("seed", seed, least=0), [list(x) for x in given])
    )
    with opened(store, asked) as kept:
        guesses = first_guesses(likelihood, given, draws, starts, seed)
        climbs = searched(likelihood, guesses, kept.known(), lambda key, climb: kept.keep([(key, _written(climb))]), progress)
    best = np.array(climbs[0].coefficients)
    played = likelihood.played(best)
    _check_estimate(likelihood, climbs[0])
    errors_of = covariances(likelihood, best, played)
    folds = fold_distances(likelihood, best, errors_of.hessian)
    table = equilibria_table(likelihood, best, played, folds, certify)
    warned = cautions(likelihood, best, played, table, folds, errors_of, [climb.loglik for climb in climbs])
    settings = {"equilibrium": equilibrium, "starts": starts, "draws": draws, "seed": seed, "links": dict(links), "held": dict(at)}
    return Fit(
        model.name,
        rule.text,
        rule.words,
        names,
        best,
        climbs[0].loglik,
        errors,
        errors_of,
        table,
        folds.along,
        warned,
        tuple(climb.loglik for climb in climbs),
        settings,
        likelihood,
        played,
    )


def _check_groups(data: Observations, links: Links, asked: Mapping[str, object]) -> None:
    """Refuse a group whose rows have different covariates."""
    point = links.point
    differs = point != point[data.first][data.group]
    if differs.any():
        row = int(np.flatnonzero(differs)[0])
        g = int(data.group[row])
        raise GameError(
            f"{listed_rows([data.rows[int(data.first[g])], data.rows[row]])} are of the group {data.groups[g]!r} and have different "
            "covariates. "
            "Crises of one group share their parameters and the equilibrium; name finer groups, or leave group out."
        )


def _given(start: Mapping[str, float], names: tuple[str, ...]) -> Floats:
    unknown = [name for name in start if name not in names]
    if unknown:
        raise GameError(f"There is no coefficient {unknown[0]!r} to start from; there are {', '.join(names)}.")
    try:
        return np.array([float(start.get(name, 0.0)) for name in names])
    except (TypeError, ValueError):
        raise GameError(f"A start is a number for each coefficient; found {start!r}.") from None


def _question(likelihood: Likelihood, settings: Any) -> dict[str, str]:
    """What a store holds the climbs of."""
    digest = hashlib.sha256()
    for link in likelihood.links.links:
        digest.update(f"{link.written} {link.formula}".encode())
        digest.update(np.ascontiguousarray(link.matrix).tobytes())
    for array in (likelihood.links.point, likelihood.data.group, likelihood.data.counts, *likelihood.data.seen.values()):
        digest.update(np.ascontiguousarray(array).tobytes())
    digest.update(json.dumps([settings, dict(likelihood.links.held)], default=str).encode())
    rule: Selection = likelihood.rule
    return {"game": likelihood.model.fingerprint, "selection": f"{rule.text} {rule.ranks}", "data": digest.hexdigest()[:16]}


def _written(climb: Climb) -> dict[str, Any]:
    return {"coefficients": list(climb.coefficients), "loglik": climb.loglik}


def _check_estimate(likelihood: Likelihood, climb: Climb) -> None:
    each = likelihood.groups(np.array(climb.coefficients))
    lost = np.flatnonzero(each <= NOTHING)
    if len(lost):
        groups = [likelihood.data.groups[k] for k in lost]
        raise GameError(
            f"No start led to parameters at which the game has an equilibrium for {listed_rows(groups, 'group')}; give start, or "
            "raise draws."
        )
