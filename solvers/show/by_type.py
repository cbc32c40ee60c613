"""Equilibria of games with types from a continuum, told type by type."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from math import isinf
from typing import Any

from games import Game
from games.labels import apart
from games.numbers import Number, text

from ..results import ByType, Family, Solution, TypeBelief, TypeCell
from . import words

EXPLAINED = "Types are told from the lowest to the highest, parted by |; actions that they mix are joined by or."
SHARES = "which of these types do which is not determined, only the shares are"

Write = Callable[[Any], str]


def rows(equilibrium: Family | Solution) -> Iterator[tuple[str, str]]:
    """Give what the types of each player do, what is believed of them, and what others expect, as named rows."""
    by_type, game = equilibrium.by_type, equilibrium.game
    if by_type is None or game is None:
        return
    for player in by_type.cells:
        for line in cells_of(game, by_type, player, words.full):
            yield player, line
    yield from (("beliefs", belief(by_type, one, words.full)) for one in by_type.beliefs)
    expected = [(who, line) for who, line in words.strategies(equilibrium.profile) if "," in line or ";" in line]
    yield from (("expected", f"{who} {line}") for who, line in expected)


def cells_of(game: Game, by_type: ByType, player: str, write: Write) -> Iterator[str]:
    """What the types of a player do, a line for each cell."""
    cells = by_type.cells[player]
    for k, cell in enumerate(cells):
        which = interval(by_type.types[player], cells, k, write) if player in by_type.types else ""
        done = play(game, player, cell, write)
        yield f"{which}: {done}" if which else done


def interval(name: str, cells: tuple[TypeCell, ...], k: int, write: Write) -> str:
    """Which types are meant."""
    if len(cells) == 1:
        return f"every {name}"
    low, high = (write(end) for end in (cells[k].low, cells[k].high))
    return f"{name} < {high}" if k == 0 else f"{name} > {low}" if k == len(cells) - 1 else f"{low} < {name} < {high}"


def on_path(game: Game, player: str, cell: TypeCell, write: Write | None) -> str:
    """What the types of a cell do along their own play; the actions of a mix alone without a way to write numbers."""

    def told(mix: Mapping[str, Number]) -> str:
        return _mix(mix, write) if write is not None else " or ".join(action for action, p in mix.items() if p != 0)

    on = [label for label in cell.play if _reaches(game, player, cell, label)]
    return ", then ".join(_at_once(cell, labels, told) for labels in _levels(game, player, on)) or "no choice"


def play(game: Game, player: str, cell: TypeCell, write: Write) -> str:
    """What the types of a cell do along their own play, and in brackets what they would do where it does not lead."""
    done = on_path(game, player, cell, write)
    on = [label for label in cell.play if _reaches(game, player, cell, label)]
    off = [label for label in cell.play if label not in on]
    otherwise = _at_once(cell, off, lambda mix: _mix(mix, write), always=True) if off else ""
    mixed = cell.low != cell.high and any(sum(p != 0 for p in cell.play[label].values()) > 1 for label in on)
    return f"{done}{f' (otherwise {otherwise})' if otherwise else ''}{f'; {SHARES}' if mixed else ''}"


def _levels(game: Game, player: str, labels: Sequence[str]) -> list[list[str]]:
    """Information sets by how often their player has moved before."""
    mine = game.players.index(player)
    levels: dict[int, list[str]] = {}
    for label in labels:
        levels.setdefault(sum(game.owner[a] == mine for a, _ in game.path(_node(game, player, label))), []).append(label)
    return [levels[k] for k in sorted(levels)]


def _at_once(cell: TypeCell, labels: Sequence[str], told: Callable[[Mapping[str, Number]], str], *, always: bool = False) -> str:
    """What is done at several information sets; where, if not the same is done at all of them, or `always`."""
    alike: dict[str, list[str]] = {}
    for label, short in zip(labels, apart(labels), strict=True):
        alike.setdefault(told(cell.play[label]), []).append(short)
    several = len(alike) > 1 or always
    return ", ".join(f"{choice} after {_listed(where)}" if several else choice for choice, where in alike.items())


def _mix(mix: Mapping[str, Number], write: Write) -> str:
    used = {action: p for action, p in mix.items() if p != 0}
    return next(iter(used)) if len(used) == 1 else ", ".join(f"{action} {write(p)}" for action, p in used.items())


def _listed(parts: Sequence[str]) -> str:
    return ", ".join(parts[:-1]) + " and " + parts[-1] if len(parts) > 1 else "".join(parts)


def _node(game: Game, player: str, label: str) -> int:
    return game.set_nodes(game.set_index(player, label))[0]


def _reaches(game: Game, player: str, cell: TypeCell, label: str) -> bool:
    """Whether a cell's own play can lead to an information set."""
    mine = game.players.index(player)
    own = [(int(game.infoset[a]), m) for a, m in game.path(_node(game, player, label)) if game.owner[a] == mine]
    return all(cell.play[game.set_labels[s]][game.set_actions[s][m]] != 0 for s, m in own)


def belief(by_type: ByType, one: TypeBelief, write: Write) -> str:
    """What is believed of a player's type after a history."""
    if one.player not in by_type.types:
        (_, _, weight), *_ = one.pieces
        return f"after {one.history}, which no type of {one.player} chooses: its weight is {write(weight)}"
    name = by_type.types[one.player]
    if not one.matters:
        return f"after {one.history}, which no type of {one.player} chooses: anything, since no choice depends on it"
    pieces = [(f"in ({_bound(low, write)}, {_bound(high, write)})", weight) for low, high, weight in one.pieces if weight != 0]
    told = pieces[0][0] if len(pieces) == 1 else ", ".join(f"{where} with {write(weight)}" for where, weight in pieces)
    return f"after {one.history}{', which no type of ' + one.player + ' chooses' if one.fresh else ''}: {name} {told}"


def _bound(x: Any, write: Write) -> str:
    """An end of an interval."""
    return ("-oo" if x < 0 else "oo") if isinstance(x, float) and isinf(x) else write(x)


def sentences(equilibrium: Any, inline: Callable[[Any], str], label: Callable[[str], str]) -> Iterator[str]:
    """The same as sentences of a paper: formulas by `inline`, labels by `label`."""
    by_type, game = equilibrium.by_type, equilibrium.game
    for player, cells in by_type.cells.items():
        clauses = []
        for k, cell in enumerate(cells):
            done = _played(game, player, cell, inline, label)
            if player not in by_type.types or len(cells) == 1:
                clauses.append(done)
                continue
            where = interval(by_type.types[player], cells, k, text)
            clauses.append(f"{done} if {inline(where)}")
        yield f"{player} chooses {'; '.join(clauses)}."
    for one in by_type.beliefs:
        if not one.matters:
            continue
        name = by_type.types[one.player]
        pieces = [
            f"{inline(name)} between {inline(low)} and {inline(high)} with weight {inline(w)}" for low, high, w in one.pieces if w != 0
        ]
        nobody = ", which no type chooses," if one.fresh else ""
        yield f"After {label(one.history)}{nobody} the others believe {_listed(pieces)}."


def _played(game: Game, player: str, cell: TypeCell, inline: Callable[[Any], str], label: Callable[[str], str]) -> str:
    def told(mix: Mapping[str, Number]) -> str:
        used = {action: p for action, p in mix.items() if p != 0}
        odds = [f"{label(action)} with probability {inline(p)}" for action, p in used.items()]
        return label(next(iter(used))) if len(used) == 1 else _listed(odds)

    on = [at for at in cell.play if _reaches(game, player, cell, at)]
    return ", then ".join(_at_once(cell, labels, told) for labels in _levels(game, player, on)) or "nothing"
