"""Propositions judged on a map, and profiles refused: what somebody says, and why it is true or is not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from games.numbers import Number

from . import views
from .sign import Point
from .tabular import Tabular
from .written import exact, nested

if TYPE_CHECKING:
    import pandas


@dataclass(frozen=True)
class RegimeVerdict:
    """Whether a claim is true in one regime, where the claim's conditions hold.

    Parameters
    ----------
    regime : str
        The regime's name.
    met : bool or None
        Whether the claim's conditions hold somewhere in it.
    holds : {"in every equilibrium", "in some equilibrium", "no", "in part", "undecided"}
        In part: at some points and not at others.
    families : dict from str to str
        For every family: "always", "never", "in part" or "undecided", over the whole regime.
    """

    regime: str
    met: bool | None
    holds: str
    families: Mapping[str, str]

    def as_json(self) -> dict[str, Any]:
        """Write it for programs."""
        return {"name": self.regime, "met": self.met, "holds": self.holds, "families": dict(self.families)}


@dataclass(frozen=True)
class ClaimVerdict(Tabular):
    """A proposition judged.

    Parameters
    ----------
    game, title, concept : str
        Of the map.
    conditions, claimed : tuple of str
        What the proposition supposes, and what it says.
    holds : {"in every equilibrium", "in some equilibrium", "no", "undecided"}
        Whether it is true wherever its conditions hold.
    where : tuple of str
        Exactly where, in the whole domain, it is true (in every equilibrium when it holds so, else in some), off the walls.
    some, every : tuple of str
        Where it is true in some, and in every equilibrium, off the walls.
    counterexample : dict from str to Fraction or None
        A point at which the conditions hold and no equilibrium is as claimed.
    exception : dict from str to Fraction or None
        A point at which the conditions hold and some equilibrium is not as claimed; None when every one is.
    regimes : tuple of RegimeVerdict
        Regime by regime.
    walls : tuple of str
        What is known on walls inside the region, in words.
    found : {"all", "some"}
        Whether the map's search was exhaustive.
    met_in_some, met_in_every : bool
        Whether at some point at which the conditions hold it is true in some, in every equilibrium, off the walls.
    """

    game: str
    title: str
    concept: str
    conditions: tuple[str, ...]
    claimed: tuple[str, ...]
    holds: str
    where: tuple[str, ...]
    some: tuple[str, ...]
    every: tuple[str, ...]
    counterexample: Point | None
    exception: Point | None
    regimes: tuple[RegimeVerdict, ...]
    walls: tuple[str, ...]
    found: str
    met_in_some: bool = True
    met_in_every: bool = True

    def as_json(self) -> dict[str, Any]:
        """Write the verdict for programs."""
        return {
            "game": self.game,
            "concept": self.concept,
            "conditions": list(self.conditions),
            "claimed": list(self.claimed),
            "holds": self.holds,
            "where": list(self.where),
            "where_in_some": list(self.some),
            "where_in_every": list(self.every),
            "counterexample": None if self.counterexample is None else nested(self.counterexample),
            "exception": None if self.exception is None else nested(self.exception),
            "regimes": [regime.as_json() for regime in self.regimes],
            "walls": list(self.walls),
            "found": self.found,
        }

    def text(self) -> str:
        """Write the verdict for people."""
        return views.judgements.claim_text(self)

    def frame(self) -> pandas.DataFrame:
        """Give a long table: regime, family, whether it is as claimed."""
        return views.judgements.claim_frame(self)

    def __repr__(self) -> str:
        return f"<ClaimVerdict on {'; '.join(self.claimed)} in {self.game}: {self.holds}>"

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        return {"text/plain": self.text(), "text/html": views.judgements.claim_html(self)}


@dataclass(frozen=True)
class Refusal:
    """Why a profile is an equilibrium, or why it is none.

    Parameters
    ----------
    game, concept : str
        Of what.
    equilibrium : bool
        The verdict.
    kind : {"", "gain", "beliefs", "conflict"}
        What rules it out: somebody gains by an action; the beliefs given are no limits of Bayes' beliefs; or the
        conditions of several information sets cannot be met by the same trembles.
    player, infoset, played, better : str
        Who gains, where, what the profile plays there and what would be better; empty when nobody does by itself.
    follows, deviates : number or None
        What following the profile and the better action bring there, given the belief.
    belief : dict from str to number
        The belief there; where the profile leaves it open, the one that is kindest to the profile.
    conflict : tuple of (player, information set, condition)
        For a conflict: a smallest group of sets, and what each asks of the belief there.
    reason : str
        One sentence.
    """

    game: str
    concept: str
    equilibrium: bool
    kind: str
    player: str
    infoset: str
    played: str
    better: str
    follows: Number | None
    deviates: Number | None
    belief: Mapping[str, Number]
    conflict: tuple[tuple[str, str, str], ...]
    reason: str

    def as_json(self) -> dict[str, Any]:
        """Write the refusal for programs."""
        return {
            "game": self.game,
            "concept": self.concept,
            "equilibrium": self.equilibrium,
            "kind": self.kind,
            "player": self.player,
            "infoset": self.infoset,
            "played": self.played,
            "better": self.better,
            "follows": None if self.follows is None else exact(self.follows),
            "deviates": None if self.deviates is None else exact(self.deviates),
            "belief": nested(self.belief),
            "conflict": [{"player": p, "infoset": s, "condition": c} for p, s, c in self.conflict],
            "reason": self.reason,
        }

    def text(self) -> str:
        """Write the refusal for people."""
        return views.judgements.refusal_text(self)

    def __repr__(self) -> str:
        return f"<Refusal: {self.reason}>" if not self.equilibrium else f"<{self.reason}>"

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        return {"text/plain": self.text(), "text/html": views.judgements.refusal_html(self)}
