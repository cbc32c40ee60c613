"""How a prior's mass is shared among a map's regimes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from games.numbers import Number

from . import views
from .tabular import Tabular
from .written import exact

if TYPE_CHECKING:
    import pandas


@dataclass(frozen=True)
class Share:
    """How much of a prior's mass lies somewhere.

    Parameters
    ----------
    share : number or float
        Exact, or a float where it is approximate.
    error : float
        The standard error of an approximate one; zero when exact.
    """

    share: Number | float
    error: float = 0.0


@dataclass(frozen=True)
class Shares(Tabular):
    """How a prior's mass is shared among a map's regimes, and among the sets of families that coexist.

    Parameters
    ----------
    game : str
        The game's name.
    method : str
        How it was reckoned, with the number of points where it is approximate.
    exact : bool
        Whether the shares are exact.
    regimes : dict from str to Share
        By regime.
    families : dict from tuple of str to Share
        By set of coexisting families.
    each : dict from str to Share
        By family: where it exists.
    outside : Share
        Outside the game's domain.
    """

    game: str
    method: str
    exact: bool
    regimes: Mapping[str, Share]
    families: Mapping[tuple[str, ...], Share]
    each: Mapping[str, Share]
    outside: Share

    def as_json(self) -> dict[str, Any]:
        """Write the shares for programs."""

        def written(share: Share) -> dict[str, Any]:
            return {"share": exact(share.share), "error": share.error}

        return {
            "game": self.game,
            "method": self.method,
            "exact": self.exact,
            "regimes": [{"name": name, **written(share)} for name, share in self.regimes.items()],
            "families": [{"families": list(names), **written(share)} for names, share in self.families.items()],
            "each": [{"name": name, **written(share)} for name, share in self.each.items()],
            "outside": written(self.outside),
        }

    def frame(self) -> pandas.DataFrame:
        """Give a table: regime, share, standard error."""
        return views.judgements.shares_frame(self)

    def text(self) -> str:
        """Write the shares for people."""
        return views.judgements.shares_text(self)

    def __repr__(self) -> str:
        shares = ", ".join(f"{name} {float(share.share):.4g}" for name, share in self.regimes.items())
        return f"<Shares of {self.game}'s regimes, {'exact' if self.exact else 'approximate'}: {shares}>"

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        return {"text/plain": self.text(), "text/html": views.judgements.shares_html(self)}
