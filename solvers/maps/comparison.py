"""How outcomes, measures and payoffs move from regime to regime."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from games import GameError
from games.expression import Expression, Number, simplest

from ..solution import Family, Regime, RegimeMap

if TYPE_CHECKING:
    import pandas

KINDS = ("outcome", "measure", "payoff")


def comparison(maps: Mapping[str, RegimeMap], measure: str | None = None) -> pandas.DataFrame:
    """Give a frame of every quantity in every regime, with its range over coexisting equilibria.

    Parameters
    ----------
    maps : dict from str to RegimeMap
        Maps of one game under several structures or settings, by name.
    measure : str, optional
        Only this outcome, measure or payoff.

    Returns
    -------
    DataFrame
        Columns setting, regime, conditions, kind, quantity, lowest, highest (exact numbers, at the regime's
        sample), lowest_in and highest_in (the families that attain them) and at (the sample).

    Raises
    ------
    GameError
        When no map has the quantity asked for.
    """
    import pandas

    rows = [row for name, found in maps.items() for regime in found.regimes for row in _rows(name, found, regime)]
    if measure is not None:
        known = sorted({row["quantity"] for row in rows})
        rows = [row for row in rows if row["quantity"] == measure]
        if not rows:
            raise GameError(f"There is no outcome, measure or payoff {measure!r}; there are {', '.join(known)}.")
    columns = ["setting", "regime", "conditions", "kind", "quantity", "lowest", "highest", "lowest_in", "highest_in", "at"]
    return pandas.DataFrame(rows, columns=columns)


def _rows(setting: str, found: RegimeMap, regime: Regime) -> Iterator[dict[str, Any]]:
    families = [found.family(name) for name in regime.families]
    at = ", ".join(f"{name} = {value}" for name, value in regime.sample.items())
    for kind in KINDS:
        names = dict.fromkeys(name for family in families for name in quantities(family, kind))
        for name in names:
            values = [
                (value, family.name) for family in families for value in values_at(quantities(family, kind)[name], family, regime.sample)
            ]
            low, high = min(values, key=lambda v: float(v[0])), max(values, key=lambda v: float(v[0]))
            yield {
                "setting": setting,
                "regime": regime.name,
                "conditions": " and ".join(regime.conditions),
                "kind": kind,
                "quantity": name,
                "lowest": low[0],
                "highest": high[0],
                "lowest_in": low[1],
                "highest_in": high[1],
                "at": at,
            }


def quantities(family: Family, kind: str) -> Mapping[str, Number]:
    """The outcomes, measures or payoffs of a family."""
    return {"outcome": family.outcomes, "measure": family.measures, "payoff": family.payoffs}[kind]


def values_at(number: Number, family: Family, point: Mapping[str, Fraction]) -> list[Number]:
    """A quantity of a family at a point; at both ends of what a continuum leaves open, where it depends on that."""
    value = simplest(number.at(point)) if isinstance(number, Expression) else number
    if isinstance(value, Expression) and value.free:
        return ends(value, family, point)
    return [value]


def ends(value: Expression, family: Family, point: Mapping[str, Fraction]) -> list[Number]:
    """The values of a quantity at the corners of what a continuum leaves open.

    A symbol whose range is not given by bounds is taken between 0 and 1, so the values then hold the true range inside.
    """
    symbol = value.free[0]
    lower, upper = family.ends.get(symbol, ((Fraction(0),), (Fraction(1),)))
    out: list[Number] = []
    for bounds, pick in ((lower, max), (upper, min)):
        here = [simplest(b.at(point)) if isinstance(b, Expression) else b for b in bounds]
        open_ = [b for b in here if isinstance(b, Expression) and b.free]
        corners: list[Number] = [*open_] or [pick(here, key=float)]
        for end in corners:  # an end that refers to another symbol is put in as it stands
            there = simplest(value.at({symbol: end}))
            out += ends(there, family, point) if isinstance(there, Expression) and there.free else [there]
    return out
