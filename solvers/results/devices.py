"""A device that draws and advises, or a mediator who hears and advises, and what it brings about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from games import Game
from games.numbers import Number, text

from . import views
from .assessment import Certificate
from .tabular import Tabular
from .written import exact, nested

Plans = Mapping[str, Mapping[str, str]]
"""Player, information set, action: what is advised where."""

if TYPE_CHECKING:
    import pandas


@dataclass(frozen=True)
class Draw:
    """What a device may draw: a plan for every player, in a sealed envelope for each of its information sets.

    Parameters
    ----------
    chance : number
        The probability with which it is drawn.
    advice : dict from str to dict from str to str
        Player, information set, action; sets to which the player's own plan does not lead are left out.
    """

    chance: Number
    advice: Plans

    def as_json(self) -> dict[str, Any]:
        """Write it for programs."""
        return {"chance": exact(self.chance), "advice": {player: dict(plan) for player, plan in self.advice.items()}}


@dataclass(frozen=True)
class Heard:
    """One message that a mediator has heard, and what it advised.

    Parameters
    ----------
    player, infoset, action : str
        Who said to be where, and what it was advised to do there.
    """

    player: str
    infoset: str
    action: str

    def as_json(self) -> list[str]:
        """Write it for programs."""
        return [self.player, self.infoset, self.action]


@dataclass(frozen=True)
class Advice:
    """What a mediator advises after what it has heard.

    Parameters
    ----------
    heard : tuple of Heard
        What was heard and advised before.
    player, infoset : str
        Who asks now, and where it says to be.
    mix : dict from str to number
        The probability with which each action is advised.
    reached : bool
        Whether honest and obedient players come there.
    """

    heard: tuple[Heard, ...]
    player: str
    infoset: str
    mix: Mapping[str, Number]
    reached: bool

    def as_json(self) -> dict[str, Any]:
        """Write it for programs."""
        heard = [one.as_json() for one in self.heard]
        return {"heard": heard, "player": self.player, "infoset": self.infoset, "mix": nested(self.mix), "reached": self.reached}


@dataclass(frozen=True)
class Device(Tabular):
    """A device or mediator whom nobody gains by not following, best for a purpose.

    Parameters
    ----------
    game : Game
        The game, with numbers for all parameters.
    concept : str
        The concept of correlated play.
    best : str
        What it is best for, in words.
    value : number
        What it is worth for that purpose.
    payoffs, outcomes, measures : dict from str to number
        What it brings about.
    draws : tuple of Draw
        What is drawn with positive probability, where plans are drawn before play.
    advice : tuple of Advice
        What is advised after which messages, where a mediator hears reports during play.
    certificate : Certificate
        By the verifier, which plays the device out against every deviation.
    proved : bool
        Whether multipliers of the linear program prove that nothing is better.
    size : tuple of (int, int)
        Rows and columns of the linear program.
    proofs : tuple of str
        The players who prove what they tell the mediator; they may be silent, but not lie.
    """

    game: Game = field(repr=False)
    concept: str
    best: str
    value: Number
    payoffs: Mapping[str, Number]
    outcomes: Mapping[str, Number]
    measures: Mapping[str, Number]
    draws: tuple[Draw, ...]
    advice: tuple[Advice, ...]
    certificate: Certificate = field(repr=False)
    proved: bool
    size: tuple[int, int]
    proofs: tuple[str, ...] = ()

    def frame(self) -> pandas.DataFrame:
        """Give a long table: draw, probability, player, information set, action; of a mediator, what it advises after what it heard."""
        return views.frames.device_frame(self)

    def as_json(self) -> dict[str, Any]:
        """Write it for programs."""
        return {
            "game": self.game.name,
            "fingerprint": self.game.fingerprint,
            "concept": self.concept,
            "at": nested(self.game.fixed),
            "best": self.best,
            "value": exact(self.value),
            "proved": self.proved,
            "payoffs": nested(self.payoffs),
            "outcomes": nested(self.outcomes),
            "measures": nested(self.measures),
            **({"draws": [draw.as_json() for draw in self.draws]} if self.draws else {}),
            **({"mediator": [one.as_json() for one in self.advice], "proofs": list(self.proofs)} if self.advice else {}),
            "certificate": {"equilibrium": self.certificate.equilibrium, **self.certificate.as_json(), "reason": self.certificate.reason},
            "program": {"rows": self.size[0], "columns": self.size[1]},
        }

    def __repr__(self) -> str:
        return f"<Device for {self.game.name}: {self.concept}, best for {self.best}, worth {text(self.value)}>"

    def text(self) -> str:
        """Write it for people."""
        return views.devices.device_text(self)

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        return {"text/plain": self.text()}
