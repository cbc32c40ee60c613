"""How outcomes, measures and payoffs move from regime to regime."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from games import Game, GameError
from games.numbers import Expression, InOrder, Number, as_float, exact, simplest

from ..results import Family, Regime, RegimeMap, Solution
from .continuum import Continuum, Span
from .surfaces import at_end, others_at
from .whole_regimes import hull_over, range_over

if TYPE_CHECKING:
    import pandas

KINDS = ("outcome", "measure", "payoff")


def comparison(
    maps: Mapping[str, RegimeMap], measure: str | None = None, at: Sequence[Mapping[str, Any]] | None = None, *, whole: bool = False
) -> pandas.DataFrame:
    """Give a frame of every quantity in every regime, with its range over coexisting equilibria.

    Parameters
    ----------
    maps : dict from str to RegimeMap
        Maps of one game under several structures or settings, by name.
    measure : str, optional
        Only this outcome, measure or payoff.
    at : sequence of dict, optional
        The points at which quantities are taken, the same for all maps; each regime's sample when None.
    whole : bool
        Whether the ranges over the whole regime are looked for, too.

    Returns
    -------
    DataFrame
        Columns setting, regime, conditions, kind (``assumed measure`` where it is the same at every ending), quantity, lowest,
        highest (exact numbers, at the point), lowest_in and highest_in (the families that attain them), exact (whether these
        are the ends, or the range lies inside them) and at (the point); with `whole` also least and greatest, over the whole regime.

    Raises
    ------
    GameError
        When no map has the quantity asked for.
    """
    import pandas

    rows = [
        row
        for name, regime_map in maps.items()
        for regime, point in ([(r, r.sample) for r in regime_map.regimes] if at is None else [_placed(name, regime_map, p) for p in at])
        for row in _rows(name, regime_map, regime, point, measure, whole)
    ]
    if measure is not None:
        names = sorted({row["quantity"] for row in rows})
        rows = [row for row in rows if row["quantity"] == measure]
        if not rows:
            raise GameError(f"There is no outcome, measure or payoff {measure!r}; there are {', '.join(names)}.")
    columns = ["setting", "regime", "conditions", "kind", "quantity", "lowest", "highest", "lowest_in", "highest_in", "exact", "at"]
    columns += ["least", "greatest"] if whole else []
    frame = pandas.DataFrame(rows, columns=columns)
    frame.attrs["where"] = {
        (name, regime.name): list(regime.conditions) for name, regime_map in maps.items() for regime in regime_map.regimes
    }
    return frame


def _placed(setting: str, regime_map: RegimeMap, values: Mapping[str, Any]) -> tuple[Regime, Mapping[str, Fraction]]:
    """The regime of a point, and the point; values of parameters that the map has at rest must be those."""
    moved = [name for name, value in values.items() if name in regime_map.at_rest and exact(value) != exact(regime_map.at_rest[name])]
    if moved:
        raise GameError(f"The map{f' of {setting}' if setting else ''} was made at {moved[0]} = {regime_map.at_rest[moved[0]]}; map anew.")
    point = regime_map.game.point(**{name: value for name, value in values.items() if name not in regime_map.at_rest})
    regime = regime_map.regime(**point)
    if regime is None:
        listed = ", ".join(f"{name} = {value}" for name, value in point.items())
        raise GameError(f"{listed} lies on a wall of the map{f' of {setting}' if setting else ''}; give a point beside it.")
    if others_at(regime_map, regime, point):
        listed = ", ".join(f"{name} = {value}" for name, value in point.items())
        where = ", where the domain ends," if at_end(regime_map, point) else ""
        raise GameError(f"At {listed}{where} there are other equilibria than beside it; give a point beside it.")
    return regime, point


def _rows(
    setting: str, regime_map: RegimeMap, regime: Regime, point: Mapping[str, Fraction], measure: str | None, whole: bool
) -> Iterator[dict[str, Any]]:
    continua = [Continuum(regime_map.family(name), point) for name in regime.families]
    at = ", ".join(f"{name} = {value}" for name, value in point.items())
    assumed = regime_map.game.assumed
    for kind in KINDS:
        names = dict.fromkeys(name for continuum in continua for name in quantities(continuum.family, kind))
        for name in sorted(names, key=lambda name: kind == "measure" and name in assumed):
            spans = [
                (span_of(regime_map.game, kind, name, continuum), continuum.family.name)
                for continuum in continua
                if name in quantities(continuum.family, kind)
            ]
            low, high = min(spans, key=lambda s: InOrder(s[0].lowest)), max(spans, key=lambda s: InOrder(s[0].highest))
            over = None
            if whole and measure in (None, name):
                listed = (c.family for c in continua if isinstance(c.family, Family) and name in quantities(c.family, kind))
                over = hull_over(range_over(regime_map, regime, family, quantities(family, kind)[name]) for family in listed)
            yield {
                "setting": setting,
                "regime": regime.name,
                "conditions": " and ".join(regime.conditions),
                "kind": "assumed measure" if kind == "measure" and name in assumed else kind,
                "quantity": name,
                "lowest": low[0].lowest,
                "highest": high[0].highest,
                "lowest_in": low[1],
                "highest_in": high[1],
                "exact": all(span.exact for span, _ in spans),
                "at": at,
                **({"least": over and over[0], "greatest": over and over[1]} if whole else {}),
            }


APART = 1e-6  # probabilities that far apart are not equal


def quantities(family: Family | Solution, kind: str) -> Mapping[str, Number]:
    """The outcomes, measures or payoffs of a family, or of a solution."""
    return {"outcome": family.outcomes, "measure": family.measures, "payoff": family.payoffs}[kind]


def span_of(game: Game, kind: str, name: str, continuum: Continuum) -> Span:
    """The range of a quantity in a family at a point, over what a continuum leaves open; at worst that of the game's endings."""
    span = continuum.span(quantities(continuum.family, kind)[name])
    if span is not None and span.exact:
        return span
    low, high = _certain(game, kind, name, continuum.point)
    if span is not None:
        low, high = max(low, span.lowest, key=InOrder), min(high, span.highest, key=InOrder)
    return Span(low, high, False)


def _certain(game: Game, kind: str, name: str, point: Mapping[str, Any]) -> tuple[Number, Number]:
    """Between which numbers a quantity lies whatever is played: a probability, or an average over the endings."""
    if kind == "outcome":
        return Fraction(0), Fraction(1)
    if kind == "payoff":
        ends = [game.payoff(leaf, game.players.index(name)) for leaf in range(len(game.outcome))]
    else:
        ends = [game.measure(leaf, game.measure_names.index(name)) for leaf in range(len(game.outcome))]
    values = [simplest(x.at(point)) if isinstance(x, Expression) else x for x in ends]
    return min(values, key=InOrder), max(values, key=InOrder)


def outcome_spans(game: Game, families: Sequence[Family], point: Mapping[str, Any]) -> dict[str, Span]:
    """Lowest and highest probability of each outcome over coexisting families, at a point."""
    continua = [Continuum(family, point) for family in sorted(families, key=lambda family: bool(family.free))]
    out: dict[str, Span] = {}
    for label in dict.fromkeys(label for family in families for label in family.outcomes):
        spans: list[Span] = []
        reached = (False, False)
        for continuum in continua:
            if label in continuum.family.outcomes and not all(reached):  # no probability lies outside 0 and 1
                span = span_of(game, "outcome", label, continuum)
                spans.append(span)
                reached = _reached(reached, span)
        out[label] = hull(spans)
    return out


def _reached(before: tuple[bool, bool], span: Span) -> tuple[bool, bool]:
    """Whether some range surely goes down to zero, and some up to one, once there is one more."""
    return before[0] or (span.exact and _equal(span.lowest, 0)), before[1] or (span.exact and _equal(span.highest, 1))


def hull(spans: Sequence[Span]) -> Span:
    """The least range that holds several; exact where its ends are those of exact ones."""
    low, high = min((s.lowest for s in spans), key=InOrder), max((s.highest for s in spans), key=InOrder)
    sure = [s for s in spans if s.exact]
    return Span(low, high, any(_equal(s.lowest, low) for s in sure) and any(_equal(s.highest, high) for s in sure))


def _equal(one: Number, two: Number) -> bool:
    """Whether two numbers are equal; no expressions are subtracted where floating point tells them apart."""
    return one is two or (not abs(as_float(one) - as_float(two)) >= APART and bool(one == two))
