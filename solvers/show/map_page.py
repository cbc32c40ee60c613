"""A map as one page that answers by itself: sliders, regimes, closed forms evaluated; nothing is fetched, and Python is not needed."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

from flint import fmpq_mpoly

from games import Game, GameError
from games.draw import MovingTree, Playing, moving_tree
from games.numbers import Expression, Number, read, terms_of, text
from games.whole_files import write_whole

from ..results import Family, RegimeMap
from ..results.regime import MergedRegimes
from . import by_type, reliability, sentences, words
from .classes import letters, sorted_by_outcome, tags_of
from .short_lists import runs
from .slices import limits
from .style import FILLS, lasting

HERE = Path(__file__).parent
MOST_FORMS = 60  # closed forms that are written for a family
MOST_NODES = 5_000  # of a tree that is drawn, folded where it is large
FEW_CASES = 3  # in which some regimes are, and that are written


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
    data = json.dumps(page_data(regime_map), ensure_ascii=False).replace("<", "\\u003c")
    page = source("map_page.html")
    for mark, part in (("STYLE", source("map_view.css")), ("LOGIC", program()), ("DATA", data)):
        page = page.replace(mark, part, 1)
    return page


def source(name: str) -> str:
    """A file that stands beside this one."""
    return (HERE / name).read_text(encoding="utf-8")


def program() -> str:
    """What answers and what shows, for the page and for the notebook's widget alike."""
    return source("map_page.js") + source("map_view.js")


def page_data(regime_map: RegimeMap) -> dict[str, Any]:
    """What the page knows: plain data, polynomials as terms with exact coefficients, every closed form once.

    Raises
    ------
    GameError
        For a map without parameters.
    """
    if not regime_map.over:
        raise GameError("This map has no open parameter, and so nothing to move; name some in over=.")
    game, families = regime_map.game, [family for family in regime_map.families if family.generic]
    number = {family.name: k for k, family in enumerate(families)}
    classes = sorted_by_outcome(regime_map.solved, families)
    tags, forms = tags_of(classes), Forms()
    where = {name: _where(merged) for merged in regime_map.merged for name in merged.regimes}
    letters_of = {regime.name: letters(regime, classes) for regime in regime_map.regimes}
    colours = dict(zip(letters_of, lasting(letters_of, letters_of.values()), strict=False))
    at_rest = f"; {words.values(regime_map.at_rest)}" if regime_map.at_rest else ""
    tree = moving_tree(game) if game.nodes <= MOST_NODES else None
    known = {
        "title": game.title,
        "about": f"{words.heading(regime_map.solved)} in {', '.join(regime_map.over)}{at_rest}",
        "notes": " ".join(
            [
                "Which regime a point lies in is decided in whole numbers, walls included; other numbers are rounded.",
                *filter(None, [reliability.on_walls(regime_map.solved)]),
                *reliability.map_checked(regime_map),
            ]
        ),
        "colours": list(FILLS),
        "parameters": [_parameter(regime_map, name) for name in regime_map.over],
        "domain": [
            {**_quotient(condition.expression), "strict": condition.strict, "text": condition.text} for condition in game.domain.conditions
        ],
        "walls": [
            {
                "terms": _terms(wall.polynomial.numerator),
                "text": wall.threshold.text(),
                "reasons": "; ".join(map(sentences.reason, wall.reasons)),
            }
            for wall in regime_map.walls
        ],
        "regimes": [
            {
                "name": regime.name,
                "where": where[regime.name],
                "signs": list(regime.signs),
                "families": [number[name] for name in regime.families],
                "letters": ", ".join(letters_of[regime.name]) or "none found",
                "colour": colours.get(regime.name),
            }
            for regime in regime_map.regimes
        ],
        "families": [_family(family, tags[family.name], forms, tree) for family in families],
        "tree": None if tree is None else _tree(game, tree, forms),
        "large": f"The tree has {game.nodes} nodes, too many to be drawn here; in Python, the family's draw() shows it with parts folded.",
        "forms": forms.written,
    }
    plain: dict[str, Any] = json.loads(json.dumps(known))  # labels that know their parts become texts, which any reader takes for such
    return plain


def _where(merged: MergedRegimes) -> str:
    """Where some regimes are, together, and which they are when there are several."""
    cases = [", ".join(case) or "everywhere" for case in map(words.comparisons, merged.cases)]
    if len(cases) > FEW_CASES:
        cases[FEW_CASES:] = [f"in {words.counted(len(cases) - FEW_CASES, 'more case')}"]
    together = f" (the same equilibria exist in all of {', '.join(runs(merged.regimes, '-'))})" if len(merged.regimes) > 1 else ""
    return "; or ".join(cases) + together


def _parameter(regime_map: RegimeMap, name: str) -> dict[str, str]:
    axis, domain = limits(regime_map, name), regime_map.game.domain
    low, high = (Fraction(str(end)) for end in (axis.low, axis.high))
    ends = {"low": str(low), "high": str(high), "start": str(domain.start[name])}
    return {"name": name, "means": domain.means.get(name, ""), **ends}


def _family(family: Family, tag: str, forms: Forms, tree: MovingTree | None) -> dict[str, Any]:
    return {
        "tag": tag,
        "name": family.name,
        "outcomes": [[label, forms.place(family, value)] for label, value in family.outcomes.items() if value != 0],
        "forms": [[label, forms.place(family, value)] for label, value in _values(family)][:MOST_FORMS],
        "free": list(family.free.values()),
        **({} if tree is None or family.game is None else {"play": _play(family, family.game, forms)}),
    }


def _play(family: Family, game: Game, forms: Forms) -> dict[str, Any]:
    """What is played and believed on the tree, by the numbers of sets and nodes."""
    playing = Playing(game, family.profile.strategies, family.beliefs)
    rows = [
        [forms.place(family, family.profile[game.players[owner]][label][action]) for action in actions]
        for owner, label, actions in zip(game.set_owner, game.set_labels, game.set_actions, strict=True)
    ]
    beliefs = {node: belief for node in range(game.nodes) if (belief := playing.belief(node)) is not None}
    return {
        "rows": rows,
        "beliefs": [[node, forms.place(family, belief)] for node, belief in beliefs.items()],
        "as_good": [list(move) for move in sorted(playing.indifferent)],
    }


def _tree(game: Game, tree: MovingTree, forms: Forms) -> dict[str, Any]:
    return {
        "parts": [{"svg": p.svg, "nodes": list(p.nodes), "after": p.after, "labels": list(p.labels)} for p in tree.parts],
        "parent": list(tree.parent),
        "infoset": list(tree.infoset),
        "move": list(tree.move),
        "chance": [None if chance is None else forms.place(None, chance) for chance in tree.chance],
        "payoffs": [[forms.place(None, payoff) for payoff in payoffs] for payoffs in tree.payoffs],
        "players": len(game.players),
    }


def _values(family: Family) -> Iterator[tuple[str, Number]]:
    """Cutoffs of types, mixes, beliefs, payoffs and measures of a family, as far as they are no certainties."""
    yield from _cutoffs(family)
    for table in (family.profile.strategies, family.beliefs):
        yield from _uncertain(table)
    yield from ((f"payoff of {player}", value) for player, value in family.payoffs.items())
    yield from ((f"measure {name}", value) for name, value in family.measures.items())


def _cutoffs(family: Family) -> Iterator[tuple[str, Number]]:
    """The types from a continuum at which behaviour changes, with what the types below and above do."""
    if family.by_type is None or family.game is None:
        return
    for player, name in family.by_type.types.items():
        for below, above in pairwise(family.by_type.cells.get(player, ())):
            low, high = (by_type.on_path(family.game, player, cell, None) for cell in (below, above))
            if low == high:  # they differ in what they would do elsewhere
                low, high = (by_type.play(family.game, player, cell, words.full) for cell in (below, above))
            yield f"{name} of {player} between {low} and {high}", above.low


def _uncertain(table: Mapping[str, Mapping[str, Mapping[str, Number]]]) -> Iterator[tuple[str, Number]]:
    for player, sets in table.items():
        for infoset, row in sets.items():
            yield from ((f"{player} at {infoset}: {label}", value) for label, value in row.items() if value not in (0, 1))


class Forms:
    """Closed forms, each written once: as text, and as something to evaluate where only parameters are in it."""

    def __init__(self) -> None:
        self.written: list[dict[str, Any]] = []
        self._places: dict[tuple[str, bool], int] = {}

    def place(self, family: Family | None, value: Number) -> int:
        """Where a closed form stands in the list."""
        symbols = set(value.free) if isinstance(value, Expression) else set()
        left_open = family is not None and bool(symbols & set(family.free))
        key = words.full(value), left_open
        if key not in self._places:
            evaluated = None if left_open else _evaluated(value)
            self._places[key] = len(self.written)
            self.written.append({"text": key[0]} if evaluated is None else {"text": key[0], "value": evaluated})
        return self._places[key]


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
