"""What a leader reaches who commits itself, and how the followers reply."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from games import Game
from games.numbers import Number, text

from . import views
from .assessment import Certificate, Profile
from .devices import Draw
from .tabular import Tabular
from .written import exact, nested

if TYPE_CHECKING:
    import pandas


@dataclass(frozen=True)
class Commitment(Tabular):
    """The best that a leader can commit itself to.

    Parameters
    ----------
    game : Game
        The game, with numbers for all parameters.
    leader : str
        Who commits itself before play, for all to see.
    to : {"mixed", "pure", "signals"}
        To behaviour strategies, to pure plans, or to a draw of plans of which the followers are told their part.
    value : number
        What the leader gets when the followers break ties in its favour (strong Stackelberg).
    least : number or None
        What it can come as near to as it likes when they break ties against it (weak Stackelberg); None where it is not worked out.
    profile : Profile
        What it commits itself to and how the others reply; empty under signals.
    draws : tuple of Draw
        Under signals, what is drawn and told.
    payoffs, outcomes, measures : dict from str to number
        What that brings about.
    certificate : Certificate
        By the verifier: what the followers could gain by other replies; the leader, who is bound, is not asked.
    programs : int
        How many linear programs were solved; together they prove that nothing is better.
    """

    game: Game = field(repr=False)
    leader: str
    to: str
    value: Number
    least: Number | None
    profile: Profile = field(repr=False)
    draws: tuple[Draw, ...]
    payoffs: Mapping[str, Number]
    outcomes: Mapping[str, Number]
    measures: Mapping[str, Number]
    certificate: Certificate = field(repr=False)
    programs: int

    def frame(self) -> pandas.DataFrame:
        """Give a long table: player, information set, action, probability; of signals, the draws."""
        return views.frames.commitment_frame(self)

    def as_json(self) -> dict[str, Any]:
        """Write it for programs."""
        return {
            "game": self.game.name,
            "fingerprint": self.game.fingerprint,
            "at": nested(self.game.fixed),
            "leader": self.leader,
            "to": self.to,
            "value": exact(self.value),
            "least": None if self.least is None else exact(self.least),
            **({"profile": self.profile.as_json(), **self.profile.idle_json()} if self.profile.strategies else {}),
            **({"draws": [draw.as_json() for draw in self.draws]} if self.draws else {}),
            "payoffs": nested(self.payoffs),
            "outcomes": nested(self.outcomes),
            "measures": nested(self.measures),
            "certificate": {"equilibrium": self.certificate.equilibrium, **self.certificate.as_json(), "reason": self.certificate.reason},
            "programs": self.programs,
        }

    def __repr__(self) -> str:
        return f"<Commitment of {self.leader} in {self.game.name}, {self.to}: worth {text(self.value)}>"

    def text(self) -> str:
        """Write it for people."""
        return views.devices.commitment_text(self)

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        return {"text/plain": self.text()}
