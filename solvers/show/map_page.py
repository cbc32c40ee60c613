"""A map as one page that answers by itself: sliders, regimes, closed forms evaluated; nothing is fetched, and Python is not needed."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

from flint import fmpq_mpoly

from games import GameError
from games.numbers import Expression, Number, read, terms_of, text
from games.whole_files import write_whole

from ..results import Family, RegimeMap
from . import reliability, words
from .classes import sorted_by_outcome
from .slices import limits
from .style import FILLS

HERE = Path(__file__).parent
MOST_FORMS = 60  # closed forms that are written for a family


def save_page(regime_map: RegimeMap, path: str | Path) -> Path:
    """Write the page.

    Raises
    ------
    GameError
        For a map without parameters, another ending than ``.html``, or a place that cannot be written to.
    """
    path = Path(path)
    if path.suffix not in (".html", ".htm"):
        raise GameError(f"A page is a file that ends in .html, not {path.name!r}.")
    page = map_page(regime_map).encode()
    try:
        write_whole(path, page)
    except OSError as error:
        raise GameError(f"{path} cannot be written: {error.strerror}.") from None
    return path


def map_page(regime_map: RegimeMap) -> str:
    """Write the page as HTML.

    Raises
    ------
    GameError
        For a map without parameters.
    """
    if not regime_map.over:
        raise GameError("This map has no open parameter, and so nothing to move; name some in over=.")
    data = json.dumps(page_data(regime_map), ensure_ascii=False).replace("<", "\\u003c")
    page = (HERE / "map_page.html").read_text(encoding="utf-8")
    logic = (HERE / "map_page.js").read_text(encoding="utf-8")
    return page.replace("LOGIC", logic).replace("DATA", data)


def page_data(regime_map: RegimeMap) -> dict[str, Any]:
    """What the page knows: plain data, polynomials as terms with exact coefficients."""
    game, families = regime_map.game, [family for family in regime_map.families if family.generic]
    number = {family.name: k for k, family in enumerate(families)}
    tags = {family.name: tag for one in sorted_by_outcome(regime_map.solved, families) for tag, family in one.members.items()}
    at_rest = f"; {words.values(regime_map.at_rest)}" if regime_map.at_rest else ""
    return {
        "title": game.title,
        "about": f"{game.name}: {words.heading(regime_map.solved)} in {', '.join(regime_map.over)}{at_rest}",
        "notes": " ".join(
            [
                "Which regime a point lies in is decided in whole numbers, walls included; other numbers are rounded.",
                *reliability.map_checked(regime_map),
            ]
        ),
        "colours": list(FILLS),
        "parameters": [_parameter(regime_map, name) for name in regime_map.over],
        "domain": [
            {**_quotient(condition.expression), "strict": condition.strict, "text": condition.text} for condition in game.domain.conditions
        ],
        "walls": [{"terms": _terms(wall.polynomial.numerator), "text": wall.threshold.text()} for wall in regime_map.walls],
        "regimes": [
            {
                "name": regime.name,
                "conditions": list(regime.conditions),
                "signs": list(regime.signs),
                "families": [number[name] for name in regime.families],
            }
            for regime in regime_map.regimes
        ],
        "families": [_family(family, tags[family.name]) for family in families],
    }


def _parameter(regime_map: RegimeMap, name: str) -> dict[str, str]:
    axis, domain = limits(regime_map, name), regime_map.game.domain
    low, high = (Fraction(str(end)) for end in (axis.low, axis.high))
    ends = {"low": str(low), "high": str(high), "start": str(domain.start[name])}
    return {"name": name, "means": domain.means.get(name, ""), **ends}


def _family(family: Family, tag: str) -> dict[str, Any]:
    return {
        "tag": tag,
        "name": family.name,
        "outcomes": [[label, _form(family, value)] for label, value in family.outcomes.items() if value != 0],
        "forms": [[label, _form(family, value)] for label, value in _values(family)][:MOST_FORMS],
        "free": list(family.free.values()),
    }


def _values(family: Family) -> Iterator[tuple[str, Number]]:
    """Mixes, beliefs, payoffs and measures of a family, as far as they are no certainties."""
    for table in (family.profile.strategies, family.beliefs):
        yield from _uncertain(table)
    yield from ((f"payoff of {player}", value) for player, value in family.payoffs.items())
    yield from ((f"measure {name}", value) for name, value in family.measures.items())


def _uncertain(table: Mapping[str, Mapping[str, Mapping[str, Number]]]) -> Iterator[tuple[str, Number]]:
    for player, sets in table.items():
        for infoset, row in sets.items():
            yield from ((f"{player} at {infoset}: {label}", value) for label, value in row.items() if value not in (0, 1))


def _form(family: Family, value: Number) -> dict[str, Any]:
    """A closed form as text, and as something to evaluate where only parameters are in it."""
    said: dict[str, Any] = {"text": words.full(value)}
    symbols = set(value.free) if isinstance(value, Expression) else set()
    evaluated = None if symbols & set(family.free) else _evaluated(value)
    return said if evaluated is None else {**said, "value": evaluated}


def _evaluated(value: Number) -> dict[str, Any] | None:
    """A quotient with the square roots in it; None where a root is told by its number."""
    if not isinstance(value, Expression):
        return {"top": [[str(Fraction(value)), []]], "bottom": [["1", []]], "roots": []}
    roots = []
    for root in value.roots:
        under = _evaluated(read(root.of)) if root.low is None else None
        if under is None:
            return None
        roots.append([root.name, under])
    return {**_quotient(value), "roots": roots}


def _quotient(value: Expression) -> dict[str, Any]:
    return {"top": _terms(value.numerator), "bottom": _terms(value.denominator)}


def _terms(polynomial: fmpq_mpoly) -> list[tuple[str, Sequence[tuple[str, int]]]]:
    names = polynomial.context().names()
    return [(text(Fraction(int(c.p), int(c.q))), [(names[k], n) for k, n in enumerate(powers) if n]) for powers, c in terms_of(polynomial)]
