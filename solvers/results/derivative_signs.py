"""How a quantity moves with a parameter, regime by regime and wall by wall."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from games.numbers import Number

from . import views
from .sign import Evidence, Point, Sign
from .tabular import Tabular
from .written import exact, nested

if TYPE_CHECKING:
    import pandas


@dataclass(frozen=True)
class FamilyStatic:
    """How a quantity moves with a parameter in one family, all over one regime.

    Parameters
    ----------
    family : str
        The family's name.
    end : {"", "lowest", "highest"}
        Which end of the quantity's range, where the family leaves something open that it depends on; empty where it does not.
    where : tuple of str
        Beside the regime's conditions: where this end is given by this closed form.
    quantity, derivative : number or None
        Closed forms; None when there is none.
    sign : {"+", "-", "0", "mixed", "undecided"}
        The derivative's sign all over the regime.
    proof : str
        How it is known.
    evidence : tuple of (point, number)
        For a mixed sign: two points, and the derivative there.
    """

    family: str
    end: str
    where: tuple[str, ...]
    quantity: Number | None
    derivative: Number | None
    sign: str
    proof: str
    evidence: Evidence = ()

    def as_json(self) -> dict[str, Any]:
        """Write it for programs."""
        return {
            "name": self.family,
            "derivative": None if self.derivative is None else exact(self.derivative),
            "sign": self.sign,
            "proof": self.proof,
            "end": self.end,
            "where": list(self.where),
            "quantity": None if self.quantity is None else exact(self.quantity),
            "evidence": [{"at": nested(at), "derivative": exact(value)} for at, value in self.evidence],
        }


@dataclass(frozen=True)
class RegimeStatic:
    """How a quantity moves with a parameter in one regime.

    Parameters
    ----------
    regime : str
        The regime's name.
    conditions : tuple of str
        Where it lies.
    families : tuple of FamilyStatic
        In the regime's order; two or more for a family whose range has ends.
    sign : {"+", "-", "0", "mixed", "undecided"}
        The common sign of all families; mixed when they differ.
    """

    regime: str
    conditions: tuple[str, ...]
    families: tuple[FamilyStatic, ...]
    sign: str

    def as_json(self) -> dict[str, Any]:
        """Write it for programs."""
        families = [family.as_json() for family in self.families]
        return {"name": self.regime, "conditions": list(self.conditions), "families": families, "sign": self.sign}


@dataclass(frozen=True)
class Jump:
    """What happens to a quantity's range over coexisting equilibria when a wall is crossed.

    Parameters
    ----------
    wall : str
        The wall, as a threshold where it is one.
    before, after : str
        The regimes on its two sides.
    rising : bool
        Whether the step from `before` to `after` is one that the parameter makes when it rises, the others standing still.
    sign : {"+", "-", "0", "mixed", "undecided"}
        That of the range: no end moves the other way; mixed when the ends part or meet.
    lowest, highest : Sign
        How each end of the range jumps, and the proof.
    at : dict from str to Fraction or None
        A rational point on the wall between the regimes.
    families : tuple of (str, str, Sign)
        For each family that ends and each that begins: the jump from one to the other.
    """

    wall: str
    before: str
    after: str
    rising: bool
    sign: str
    lowest: Sign
    highest: Sign
    at: Point | None
    families: tuple[tuple[str, str, Sign], ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Write it for programs."""
        return {
            "wall": self.wall,
            "from": self.before,
            "to": self.after,
            "sign": self.sign,
            "rising": self.rising,
            "lowest": {"sign": self.lowest.sign, "proof": self.lowest.proof},
            "highest": {"sign": self.highest.sign, "proof": self.highest.proof},
            "at": None if self.at is None else nested(self.at),
            "families": [{"from": ends, "to": begins, "sign": sign.sign, "proof": sign.proof} for ends, begins, sign in self.families],
        }


@dataclass(frozen=True)
class Statics(Tabular):
    """How one quantity moves with one parameter, regime by regime and wall by wall.

    Parameters
    ----------
    game, title, concept : str
        Of the map.
    parameters : tuple of str
        The map's parameters.
    of, kind, by : str
        The quantity, what it is (outcome, measure, payoff or probability), and the parameter.
    found : {"all", "some"}
        Whether the map's search was exhaustive.
    regimes : tuple of RegimeStatic
        In the map's order.
    jumps : tuple of Jump
        One for each pair of neighbouring regimes.
    """

    game: str
    title: str
    concept: str
    parameters: tuple[str, ...]
    of: str
    kind: str
    by: str
    found: str
    regimes: tuple[RegimeStatic, ...]
    jumps: tuple[Jump, ...]

    def as_json(self) -> dict[str, Any]:
        """Write the statics for programs."""
        return {
            "game": self.game,
            "concept": self.concept,
            "parameters": list(self.parameters),
            "of": self.of,
            "kind": self.kind,
            "by": self.by,
            "found": self.found,
            "regimes": [regime.as_json() for regime in self.regimes],
            "jumps": [jump.as_json() for jump in self.jumps],
        }

    def frame(self) -> pandas.DataFrame:
        """Give a long table: regime, family, end, quantity, derivative, sign, proof."""
        return views.judgements.statics_frame(self)

    def text(self) -> str:
        """Write the statics for people."""
        return views.judgements.statics_text(self)

    def __repr__(self) -> str:
        signs = ", ".join(f"{regime.regime} {regime.sign}" for regime in self.regimes)
        return f"<Statics of {self.of} by {self.by} in {self.game}: {signs}>"

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        return {"text/plain": self.text(), "text/html": views.judgements.statics_html(self)}
