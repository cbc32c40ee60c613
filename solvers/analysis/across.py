"""Which way measures move, game by game; levels are in units of their own and are never compared: `directions`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from games import GameError

from ..front import statics
from ..results import RegimeMap, Statics
from ..theorems.where_true import where_true

if TYPE_CHECKING:
    import pandas

RISES, FALLS, STAYS, DEPENDS = "rises", "falls", "stays", "depends"


@dataclass(frozen=True)
class Direction:
    """How one measure of one game moves with one parameter.

    Parameters
    ----------
    game, measure, by : str
        What moves with what.
    verdict : {"rises", "falls", "stays", "depends"}
        In every equilibrium of every regime and over every wall; it may stand still in some.
    rising, falling : tuple of str
        Where it rises, and where it falls, in every equilibrium inside regimes; empty for everywhere, "never" for nowhere.
    jumps : tuple of str
        The walls over which its range jumps, each with a sign.
    """

    game: str
    measure: str
    by: str
    verdict: str
    rising: tuple[str, ...]
    falling: tuple[str, ...]
    jumps: tuple[str, ...]


def directions(maps: Sequence[RegimeMap], measures: Sequence[str] | None = None) -> tuple[Direction, ...]:
    """Compare across games which way measures move with the parameters of their maps.

    Parameters
    ----------
    maps : sequence of RegimeMap
        Of any games.
    measures : sequence of str, optional
        Only these; every measure that is not assumed when None.

    Returns
    -------
    tuple of Direction
        One for each map, measure and parameter; `as_frame` makes a table of them.

    Raises
    ------
    GameError
        When no map has one of the measures.

    Examples
    --------
    >>> import games, solvers
    >>> (found,) = directions([solvers.regimes(games.load("provocation_trap"), "p")], ["violence"])
    >>> found.verdict, found.jumps
    ('rises', ('p = 11/25 +',))
    """
    known = {name for one in maps for name in one.game.measure_names}
    unknown = [name for name in measures or () if name not in known]
    if unknown:
        raise GameError(f"None of the games has the measure {unknown[0]!r}; they have {', '.join(sorted(known))}.")
    out = []
    for one in maps:
        for measure in one.game.measure_names:
            if measure in measures if measures is not None else measure not in one.game.assumed:
                out += [_direction(one, statics(one, measure, by), measure, by) for by in one.over]
    return tuple(out)


def _direction(one: RegimeMap, found: Statics, measure: str, by: str) -> Direction:
    inside = {family.sign for regime in found.regimes for family in regime.families}
    steps = [(jump.wall, {jump.lowest.sign, jump.highest.sign}) for jump in found.jumps if jump.rising]
    signs = inside.union(*(ends for _, ends in steps))
    verdict = STAYS if signs <= {"0"} else RISES if signs <= {"0", "+"} else FALLS if signs <= {"0", "-"} else DEPENDS
    told = [f"{wall} {'+' if ends <= {'0', '+'} else '-' if ends <= {'0', '-'} else 'mixed'}" for wall, ends in steps if ends != {"0"}]
    return Direction(one.game.name, measure, by, verdict, _where(one, found, "+"), _where(one, found, "-"), tuple(dict.fromkeys(told)))


def _where(one: RegimeMap, found: Statics, sign: str) -> tuple[str, ...]:
    """The regimes in which all equilibria have a sign, put together."""
    agreeing = {regime.regime for regime in found.regimes if {family.sign for family in regime.families} == {sign}}
    return where_true(one, [(regime, ((),) if regime.name in agreeing else ()) for regime in one.regimes])


def as_frame(found: Sequence[Direction]) -> pandas.DataFrame:
    """Give a table: measures down, games and parameters across would hide the conditions, so a row each."""
    import pandas

    rows = [(d.measure, d.game, d.by, d.verdict, " and ".join(d.rising), " and ".join(d.falling), "; ".join(d.jumps)) for d in found]
    return pandas.DataFrame(rows, columns=["measure", "game", "by", "verdict", "rises where", "falls where", "jumps"]).sort_values(
        ["measure", "game", "by"], ignore_index=True
    )
