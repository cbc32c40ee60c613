"""The same points in two structures: every difference, with its sign proved region by region: `contrast`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from games import GameError
from games.numbers import Expression, Number, simplest, text
from games.parameter import Domain

from ..maps.comparison import KINDS, quantities
from ..maps.region_signs import ParameterRegion
from ..requests import check_map
from ..results import Family, Regime, RegimeMap, Tabular
from ..theorems.overlaps import Overlaid, overlaid
from ..theorems.where_true import condition_in_words
from .expecting import common_sign

if TYPE_CHECKING:
    import pandas


@dataclass(frozen=True)
class Gap:
    """How one quantity differs between two structures, throughout one region, between one equilibrium of each.

    Parameters
    ----------
    kind, quantity : str
        Outcome, measure or payoff, and its name.
    first, second : str
        The families.
    difference : number or None
        The second less the first, in the parameters; None where it is open.
    sign, proof : str
        Its sign all over the region, and how that is known.
    more : str
        For a mixed sign: the condition under which it is positive.
    """

    kind: str
    quantity: str
    first: str
    second: str
    difference: Number | None
    sign: str
    proof: str
    more: str = ""


@dataclass(frozen=True)
class Common:
    """A region that lies in one regime of each map.

    Parameters
    ----------
    first, second : str
        The regimes.
    conditions : tuple of str
        Of both.
    sample : dict from str to Fraction
        A point inside.
    gaps : tuple of Gap
        Every quantity that both structures have, for every pair of equilibria.
    """

    first: str
    second: str
    conditions: tuple[str, ...]
    sample: Mapping[str, Fraction]
    gaps: tuple[Gap, ...]

    def sign(self, quantity: str) -> str:
        """The sign of a difference in this region, in all pairs of equilibria; mixed when they differ."""
        return common_sign([gap.sign for gap in self.gaps if gap.quantity == quantity])


@dataclass(frozen=True)
class Contrast(Tabular):
    """Two structures at the same points.

    Parameters
    ----------
    titles : tuple of str
        What is contrasted.
    over : tuple of str
        The parameters.
    regions : tuple of Common
        Where both maps have one regime; together they leave out walls only, and `undecided`.
    undecided : tuple of str
        Pairs of regimes of which it is not known whether they meet.
    maps : tuple of RegimeMap
        The two maps.
    """

    titles: tuple[str, str]
    over: tuple[str, ...]
    regions: tuple[Common, ...]
    undecided: tuple[str, ...]
    maps: tuple[RegimeMap, RegimeMap]

    def at(self, quantity: str, **values: Any) -> Number | None:
        """The difference of a quantity at a point where each structure has one value for it; None on a wall.

        Raises
        ------
        GameError
            When equilibria disagree there, or the quantity is unknown.
        """
        self._check(quantity)
        regimes = [one.regime(**values) for one in self.maps]
        if None in regimes:
            return None
        point = self.maps[0].game.point(**values)
        here = [region for region in self.regions if (region.first, region.second) == (regimes[0].name, regimes[1].name)]  # type: ignore[union-attr]
        found = {
            text(simplest(gap.difference.at(point) if isinstance(gap.difference, Expression) else gap.difference))
            for region in here
            for gap in region.gaps
            if gap.quantity == quantity and gap.difference is not None
        }
        if len(found) != 1:
            raise GameError(f"Equilibria disagree on {quantity} at this point: the difference is {' or '.join(sorted(found)) or 'open'}.")
        return Fraction(found.pop())

    def flips(self, quantity: str) -> list[str]:
        """The walls across which the sign of a difference changes, as thresholds."""
        self._check(quantity)
        out = []
        for k, one in enumerate(self.maps):
            for position, wall in enumerate(one.walls):
                pairs = self._across(k, position, quantity)
                if any(a != b for a, b in pairs):
                    out.append(wall.threshold.text())
        return list(dict.fromkeys(out))

    def _across(self, k: int, position: int, quantity: str) -> Iterator[tuple[str, str]]:
        """Signs on the two sides of a wall of one map, the regime of the other map being the same."""
        regimes = {regime.name: regime for regime in self.maps[k].regimes}
        for one in self.regions:
            for other in self.regions:
                mine = regimes[(one.first, one.second)[k]], regimes[(other.first, other.second)[k]]
                same = (one.first, one.second)[1 - k] == (other.first, other.second)[1 - k]
                apart = [p for p, (a, b) in enumerate(zip(mine[0].signs, mine[1].signs, strict=True)) if a != b]
                if same and apart == [position] and mine[0].signs[position] < 0:
                    yield one.sign(quantity), other.sign(quantity)

    def where(self, quantity: str, sign: str) -> list[tuple[str, ...]]:
        """The conditions of the regions where a difference has a sign in all pairs of equilibria."""
        self._check(quantity)
        return [region.conditions for region in self.regions if region.sign(quantity) == sign]

    def _check(self, quantity: str) -> None:
        names = dict.fromkeys(gap.quantity for region in self.regions for gap in region.gaps)
        if quantity not in names:
            raise GameError(f"Both structures together have no {quantity!r}; they have {', '.join(names)}.")

    def frame(self) -> pandas.DataFrame:
        """Give a table, a row for each region, quantity and pair of equilibria."""
        import pandas

        rows = [
            (" and ".join(region.conditions), g.kind, g.quantity, g.first, g.second, g.difference, g.sign)
            for region in self.regions
            for g in region.gaps
        ]
        return pandas.DataFrame(rows, columns=["where", "kind", "quantity", "first", "second", "difference", "sign"])

    def sentences(self, quantity: str) -> list[str]:
        """Say where the second structure has more of a quantity, where less, what flips it, and where equilibria disagree."""
        first, second = self.titles
        kinds = {gap.kind for region in self.regions for gap in region.gaps if gap.quantity == quantity}
        more, less, named = ("a higher", "a lower", f"payoff of {quantity}") if kinds == {"payoff"} else ("more", "less", quantity)
        told = []
        for sign, words in (("+", f"{more} {named} than"), ("-", f"{less} {named} than"), ("0", f"the same {named} as")):
            if where := self.where(quantity, sign):
                told.append(f"{second} has {words} {first} where {_either(where)}.")
        for region in self.regions:
            gaps = [gap for gap in region.gaps if gap.quantity == quantity]
            if region.sign(quantity) == "mixed" and len({gap.more for gap in gaps}) == 1 and gaps[0].more:
                case = " and ".join((*region.conditions, gaps[0].more))
                told.append(f"{second} has {more} {named} than {first} where {case}, and {less} on the other side of that.")
            elif region.sign(quantity) not in ("+", "-", "0"):
                told.append(f"Where {' and '.join(region.conditions) or 'anything holds'}, that depends on the equilibrium.")
        flips = self.flips(quantity)
        return told + ([f"The sign flips at {', '.join(flips)}."] if flips else [])

    def plot(self, quantity: str, *, grid: int = 201) -> Any:
        """Draw where the second structure has more of a quantity and where less, over the first one or two parameters.

        Parameters
        ----------
        quantity : str
            An outcome, a measure or a player (whose payoff it is).
        grid : int
            Points along either axis.
        """
        from ..show.contrasts import contrast_figure

        self._check(quantity)
        flips = self.flips(quantity)
        told = [f"The sign flips at {', '.join(flips)}."] if flips else self.sentences(quantity)
        return contrast_figure(self.maps, self.titles, quantity, told, grid=grid)

    def __repr__(self) -> str:
        return f"<Contrast of {self.titles[0]} and {self.titles[1]} in {', '.join(self.over)}: {len(self.regions)} regions>"


def _either(cases: Sequence[tuple[str, ...]]) -> str:
    """Conjunctions of conditions, one or the other."""
    if () in cases:
        return "anything holds"
    return " or ".join(" and ".join(case) if len(cases) == 1 else f"({' and '.join(case)})" for case in cases)


def contrast(map_a: RegimeMap, map_b: RegimeMap, names: Sequence[str] = ("the first", "the second")) -> Contrast:
    """Contrast two structures at the same points: every quantity that both have, second less first, with proved signs.

    Parameters
    ----------
    map_a, map_b : RegimeMap
        Over the same parameters, as the maps of one game in two structures.
    names : sequence of two str
        What to call them in sentences.

    Returns
    -------
    Contrast
        Regions in which each map has one regime, and in each the differences for all pairs of equilibria.

    Raises
    ------
    GameError
        For maps over other parameters, or whose domains do not meet.

    Examples
    --------
    >>> import games, solvers
    >>> maps = [solvers.regimes(games.load("provocation_trap", commitment=c), "p") for c in ("none", "announced")]
    >>> found = contrast(*maps)
    >>> str(found.at("US", p="1/2")), str(found.at("US", p="2/5"))
    ('21/100', '-9/625')
    """
    for one in (map_a, map_b):
        check_map(one, "contrast")
    if set(map_a.over) != set(map_b.over):
        raise GameError(f"Maps are contrasted over the same parameters; these are {', '.join(map_a.over)} and {', '.join(map_b.over)}.")
    found: Overlaid = overlaid(map_a, map_b)
    if not found.pairs:
        raise GameError("The two maps have no point in common, so that there is nothing to contrast.")
    regions = tuple(_common(map_a, map_b, one, two, domain) for one, two, domain in found.pairs)
    return Contrast((names[0], names[1]), map_a.over, regions, found.undecided, (map_a, map_b))


def _common(map_a: RegimeMap, map_b: RegimeMap, one: Regime, two: Regime, domain: Domain) -> Common:
    region = ParameterRegion(domain, f"{one.name} and {two.name}")
    pairs = [(map_a.family(a), map_b.family(b)) for a in one.families for b in two.families]
    gaps = tuple(gap for a, b in pairs for gap in _gaps(map_a, a, b, region))
    return Common(one.name, two.name, tuple(dict.fromkeys((*one.conditions, *two.conditions))), dict(domain.start), gaps)


def _gaps(map_a: RegimeMap, a: Family, b: Family, region: ParameterRegion) -> Iterator[Gap]:
    for kind in KINDS:
        before, after = quantities(a, kind), quantities(b, kind)
        for name in before:
            if name in after:
                difference = simplest(after[name] - before[name])
                open_symbols = isinstance(difference, Expression) and not set(difference.free) <= set(region.domain.names)
                if open_symbols:
                    yield Gap(kind, name, a.name, b.name, None, "open", "an equilibrium leaves it open")
                else:
                    sign = region.sign(difference)
                    mixed = sign.sign == "mixed" and isinstance(difference, Expression)
                    more = condition_in_words(map_a, region, difference, ">") if mixed else ""  # type: ignore[arg-type]
                    yield Gap(kind, name, a.name, b.name, difference, sign.sign, sign.proof, more)
