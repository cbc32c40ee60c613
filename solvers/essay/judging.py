"""Predictions judged: each is put to the exact map of its game, and the judgement is kept by the game's fingerprint."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from games import GameError, load
from games.numbers import text
from games.whole_files import write_whole

from ..front import claim, regimes, statics
from ..results import ClaimVerdict, RegimeMap, Statics
from ..theorems.where_true import where_true
from .prediction import Assertion, Computed, Moves, Prediction

KEPT = Path(__file__).with_name("judged.json")
HOLDS, FAILS, DEPENDS = "holds", "fails", "depends"
EVERYWHERE, NOWHERE = (), ("never",)


@dataclass(frozen=True)
class Judgement:
    """A prediction judged.

    Parameters
    ----------
    id, game, quantifier : str
        Of the prediction.
    verdict : {"holds", "fails", "depends"}
        Whether it is true wherever it is said to be; nowhere there (or not everywhere, for one that claims to say exactly where);
        or in some of it.
    where : tuple of str
        Exactly where it is true, off the walls; empty when throughout the domain.
    counterexample : dict from str to str or None
        A point at which it is not.
    by : {"proof", "trace", "sweep"}
        How it is known.
    evidence : str
        What was found, in words.
    fingerprint : str
        Of the game in its structure, and of the prediction.
    """

    id: str
    game: str
    verdict: str
    quantifier: str
    where: tuple[str, ...]
    counterexample: Mapping[str, str] | None
    by: str
    evidence: str
    fingerprint: str

    def as_json(self) -> dict[str, Any]:
        """Write it for programs."""
        return {**asdict(self), "where": list(self.where), "counterexample": dict(self.counterexample) if self.counterexample else None}

    def __repr__(self) -> str:
        return f"<Judgement of {self.id} on {self.game}: {self.verdict}>"


@dataclass(frozen=True)
class Part:
    """One assertion judged: whether everywhere it should be, where, a point where it is not, how, and in words."""

    whole: bool
    where: tuple[str, ...]
    exception: Mapping[str, Any] | None
    evidence: str
    by: str = "proof"


def judge(prediction: Prediction, *, fresh: bool = False, refine: str = "d1") -> Judgement:
    """Judge a prediction by solving.

    Parameters
    ----------
    prediction : Prediction
        One of `PREDICTIONS`, or one's own.
    fresh : bool
        Whether to judge anew what has been judged before.
    refine : str
        The refinement after which a prediction on surviving equilibria asks.

    Returns
    -------
    Judgement
        From the file of judgements where the same prediction was put to the same game.
    """
    key = fingerprint(prediction, refine)
    if not fresh and (kept := _kept().get(prediction.id)) and kept["fingerprint"] == key:
        return Judgement(**{**kept, "where": tuple(kept["where"])})
    parts = [_part(prediction, assertion, refine) for assertion in prediction.asserts]
    nowhere = any(part.where == NOWHERE for part in parts)
    verdict = HOLDS if all(part.whole for part in parts) else FAILS if nowhere or prediction.rule else DEPENDS
    exception = next((part.exception for part in parts if not part.whole and part.exception is not None), None)
    ways = ("proof", "sweep", "trace")
    return Judgement(
        prediction.id,
        prediction.game,
        verdict,
        prediction.quantifier,
        parts[0].where if len(parts) == 1 else tuple(f"{part.evidence}: {' and '.join(part.where) or 'everywhere'}" for part in parts),
        None if exception is None else {name: text(value) for name, value in exception.items()},
        max((part.by for part in parts), key=ways.index),
        "; ".join(part.evidence for part in parts),
        key,
    )


def fingerprint(prediction: Prediction, refine: str = "d1") -> str:
    """Digest a prediction and the games that it is about."""
    asked = refine if prediction.quantifier == "surviving" else ""
    digest = hashlib.sha256(repr((replace(prediction, stated=""), asked)).encode())
    for assertion in prediction.asserts:
        first = load(prediction.game, **{**prediction.structure, **assertion.structure})
        for game in (first, *(load(name) for name in (assertion.games if isinstance(assertion, Computed) else ()))):
            digest.update(repr((game.fingerprint, sorted((name, str(value)) for name, value in game.defaults.items()))).encode())
    return digest.hexdigest()[:16]


def keep_all(judgements: Iterable[Judgement]) -> None:
    """Write judgements to the file of those that are kept."""
    write_whole(KEPT, json.dumps({j.id: j.as_json() for j in judgements}, indent=1, ensure_ascii=False) + "\n")


def _kept() -> dict[str, dict[str, Any]]:
    kept: dict[str, dict[str, Any]] = json.loads(KEPT.read_text(encoding="utf-8")) if KEPT.exists() else {}
    return kept


# ------------------------------------------------------------------ one assertion


def _part(prediction: Prediction, assertion: Assertion, refine: str) -> Part:
    if isinstance(assertion, Computed):
        from .reckonings import RECKONINGS

        return RECKONINGS[assertion.name](prediction, assertion)
    structure = tuple(sorted({**prediction.structure, **assertion.structure}.items()))
    surviving = prediction.quantifier == "surviving"
    regime_map = mapped(prediction.game, structure, assertion.over or prediction.over, refine if surviving else None)
    if isinstance(assertion, Moves):
        return moved(statics(regime_map, assertion.of, assertion.by), regime_map, assertion)
    suppositions = (*prediction.conditions, *assertion.conditions)
    return said(claim(regime_map, suppositions, assertion.profile, assertion.outcomes or None), prediction)


@lru_cache(maxsize=4)
def mapped(game: str, structure: tuple[tuple[str, Any], ...], over: tuple[str, ...], refine: str | None) -> RegimeMap:
    """Map a game of the catalogue; it must be complete, but equilibria that may survive a refinement count as surviving."""
    found = regimes(load(game, **dict(structure)), over, refine=refine, check=1)
    families = found.solved
    if refine and not (families.undecided or families.left or found.checked["disagreements"]):
        return replace(found, solved=replace(families, found="all"))
    if found.found != "all":
        raise GameError(f"The map of {game} in {', '.join(over)} is not complete, so that no prediction can be judged on it.")
    return found


def said(verdict: ClaimVerdict, prediction: Prediction) -> Part:
    """Read the verdict on a claim."""
    if verdict.holds == "undecided":
        raise GameError(f"{prediction.id} is undecided on {verdict.game}: {'; '.join(verdict.claimed)}.")
    some = prediction.quantifier == "some"
    whole = verdict.holds == "in every equilibrium" or (some and verdict.holds == "in some equilibrium")
    if prediction.quantifier == "surviving":  # on walls equilibria are not refined, so that they do not count
        whole = all(regime.holds == "in every equilibrium" for regime in verdict.regimes if regime.met is not False)
    given = f" if {' and '.join(verdict.conditions)}" if verdict.conditions else ""
    exception = verdict.counterexample if verdict.counterexample is not None else verdict.exception
    where = verdict.some if some else verdict.every
    met = verdict.met_in_some if some else verdict.met_in_every
    return Part(whole, where if whole or met else NOWHERE, None if whole else exception, "; ".join(verdict.claimed) + given)


def moved(found: Statics, regime_map: RegimeMap, assertion: Moves) -> Part:
    """Read how a quantity moves: in regimes by the sign of its derivative, over walls by the ends of its range."""
    agreeing = {row.regime for row in found.regimes if all(family.sign in assertion.signs for family in row.families)}
    steps = [jump for jump in found.jumps if jump.rising]
    against = [jump for jump in steps if not {jump.lowest.sign, jump.highest.sign} <= set(assertion.signs)]
    whole = len(agreeing) == len(found.regimes) and not against
    where = where_true(regime_map, [(regime, ((),) if regime.name in agreeing else ()) for regime in regime_map.regimes])
    words = {"+": "rises", "-": "falls", "0": "stays", "+0": "never falls", "-0": "never rises"}[assertion.signs]
    evidence = f"{assertion.of} {words} with {assertion.by}"
    exception = next((regime.sample for regime in regime_map.regimes if regime.name not in agreeing), None)
    if against:
        evidence += f", but not over {', '.join(dict.fromkeys(jump.wall for jump in against))}"
        exception = exception or against[0].at
    return Part(whole, where, None if whole else exception, evidence)
