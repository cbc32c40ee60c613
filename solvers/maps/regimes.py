"""The regime map: walls, regimes, what each brings, and the check by the independent method."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from games import Game
from games.expression import Expression, Number, simplest

from ..exact import Solved, labels, parametric_families
from ..exact.algebra import Polynomial, key
from ..exact.pieces import all_pieces
from ..exact.presenting import threshold
from ..solution import Family, Regime, RegimeMap, Wall
from .cells import Cell, Cells

Bases = frozenset[tuple[Any, Any]]


def regime_map(
    game: Game, concept: str, over: Sequence[str], at_rest: Mapping[str, Fraction], *, knife_edges: bool, seconds: float | None, points: int,
    progress: Callable[[Any], Any],
) -> RegimeMap:
    """Map a game whose open parameters are those of the map.

    Parameters
    ----------
    game : Game
        With the other parameters fixed.
    over : sequence of str
        The open parameters; the first two span pictures.
    points : int
        How many points of every regime the independent method solves again.
    progress : callable
        Wraps the iterable of points.
    """
    solved = parametric_families(game, concept, over, knife_edges=knife_edges, seconds=seconds)
    generic = [k for k, family in enumerate(solved.families) if family.generic]
    cells = Cells(solved.pieces.oracle, [solved.groups[k] for k in generic])
    live, found = cells.find()
    flips = cells.flips(live, found)
    family_names = [solved.families[k].name for k in generic]
    edges = [f for f in solved.families if not f.generic]
    walls = []
    for k, flipped in zip(live, flips, strict=True):
        p = cells.candidates[k]
        walls.append(Wall(
            polynomial=cells.ring.expression(p), meaning=meaning(solved, cells, p, [generic[i] for i in sorted(flipped)], over),
            flips=tuple(family_names[i] for i in sorted(flipped)), on=tuple(f.name for f in edges if _lives_on(solved, f, p)),
        ))
    regimes = []
    for number, cell in enumerate(found, 1):
        point = simple_point(solved, cells, live, cell, [generic[i] for i in cell.label])
        here = [solved.families[generic[i]] for i in sorted(cell.label)]
        regimes.append(Regime(
            name=f"R{number}", conditions=tuple(side(cells, live, k, s, over) for k, s in enumerate(cell.signs) if _told(found, k, cell)),
            signs=cell.signs, sample=point, families=tuple(f.name for f in here), outcomes=outcome_ranges(here, point),
        ))
    checked = check(solved, cells, live, found, regimes, generic, points, progress)
    return RegimeMap(solved=solved.families, at_rest=dict(at_rest), walls=tuple(walls), regimes=tuple(regimes), checked=checked)


# ------------------------------------------------------------------ words


def side(cells: Cells, live: Sequence[int], k: int, sign: int, over: Sequence[str]) -> str:
    """Say on which side of a wall a regime lies."""
    p = cells.candidates[live[k]]
    return threshold(cells.oracle, p if sign > 0 else -p, ">", over)


def _told(found: Sequence[Cell], k: int, cell: Cell) -> bool:
    """Whether a wall needs to be named among a cell's conditions: the other signs do not decide it."""
    rest = [s for i, s in enumerate(cell.signs) if i != k]
    return any(other.signs[k] != cell.signs[k] and [s for i, s in enumerate(other.signs) if i != k] == rest for other in found) or not any(
        [s for i, s in enumerate(other.signs) if i != k] == rest for other in found if other is not cell
    ) and any(other.signs[k] != cell.signs[k] for other in found)


def meaning(solved: Solved, cells: Cells, p: Polynomial, flipped: Sequence[int], over: Sequence[str]) -> str:
    """Say what happens on a wall: its threshold, and whose indifference or which probability's limit it is."""
    where = threshold(cells.oracle, p, "=", over)
    said = []
    for k in flipped:
        said += list(_why(solved, k, p))
    return f"{where}: {'; '.join(dict.fromkeys(said))}" if said else where


def _why(solved: Solved, k: int, p: Polynomial) -> list[str]:
    view = solved.pieces.view
    ring, game = view.ring, view.game
    piece = solved.groups[k].main
    out = []

    def touches(q: Polynomial) -> bool:
        for name, (top, bottom) in piece.branch.values.items():
            q, _ = ring.substitute(q, name, top, bottom)
        return bool(q) and any(key(f) in (key(p), key(-p)) for f, _ in _normal(q))

    def _normal(q: Polynomial) -> list[tuple[Polynomial, int]]:
        lead = p.leading_coefficient()
        return [(f * (lead / f.leading_coefficient()), n) for f, n in ring.factors(q)[1]]

    for atom, (s, a) in zip(piece.base.atoms, piece.base.rivals, strict=True):
        if touches(atom.polynomial):
            first = piece.base.supports[s][0]
            one, two = game.set_actions[s][first], game.set_actions[s][a]
            out.append(f"{game.players[view.owner[s]]} is indifferent between {one} and {two} at {game.set_labels[s]}")
    for s, support in piece.base.supports.items():
        if len(support) > 1:
            for a in support:
                if touches(view.probability(s, a, support)):
                    out.append(f"{game.players[view.owner[s]]} no longer mixes in {game.set_actions[s][a]} at {game.set_labels[s]}")
    return out


def outcome_ranges(families: Sequence[Family], point: Mapping[str, Fraction]) -> dict[str, tuple[Number, Number]]:
    """Lowest and highest probability of each outcome over coexisting families, at a point."""
    out: dict[str, tuple[Number, Number]] = {}
    for family in families:
        for label, p in family.outcomes.items():
            value = p.at(point) if isinstance(p, Expression) else p
            ends = _open_ends(value, family)
            low, high = out.get(label, (ends[0], ends[1]))
            out[label] = (min(low, ends[0], key=float), max(high, ends[1], key=float))
    return out


def _open_ends(value: Number, family: Family) -> tuple[Number, Number]:
    """The range of a probability that still depends on what a continuum leaves open."""
    if isinstance(value, Expression) and value.free:
        return Fraction(0), Fraction(1)
    return simplest(value), simplest(value)


def _lives_on(solved: Solved, family: Family, p: Polynomial) -> bool:
    k = solved.families.families.index(family)
    ring = solved.pieces.view.ring
    wanted = key(ring.primitive(p)), key(ring.primitive(-p))
    for piece in solved.groups[k].pieces:
        for case in piece.cases:
            for atom in case.atoms:
                if any(key(ring.primitive(f)) in wanted for f, _ in ring.factors(atom.polynomial)[1]):
                    return True
    return False


# ------------------------------------------------------------------ points


def simple_point(solved: Solved, cells: Cells, live: Sequence[int], cell: Cell, members: Sequence[int]) -> dict[str, Fraction]:
    """A point of the cell with small denominators, off every surface on which something else happens."""
    domain = solved.families.game.domain
    expected = {labels(solved.pieces.view, p.base) for k in members for p in solved.groups[k].pieces if p.generic}
    for denominator in (10, 12, 20, 30, 50, 100, 1000):
        near = {name: x.limit_denominator(denominator) for name, x in cell.point.items()}
        if near == cell.point or not domain._strictly(near):
            continue
        values = [near[name] for name in cells.ring.parameters]
        if any(_sign(cells, k, values) == 0 for k in range(len(cells.candidates))) or any(
            _sign(cells, k, values) != s for k, s in zip(live, cell.signs, strict=True)
        ):
            continue
        found = all_pieces(solved.families.game.fix(near), knife_edges=True, concept=solved.families.concept)
        if {labels(found.view, p.base) for p in found.pieces} == expected:
            return near
    return dict(cell.point)


def _sign(cells: Cells, k: int, values: Sequence[Fraction]) -> int:
    from games.expression import rational

    p = cells.candidates[k]
    value = p(*[rational(v) for v in values], *[0] * len(cells.ring.unknowns))
    return int(value > 0) - int(value < 0)


def check(
    solved: Solved, cells: Cells, live: Sequence[int], found: Sequence[Cell], regimes: Sequence[Regime], generic: Sequence[int], points: int,
    progress: Callable[[Any], Any],
) -> dict[str, int]:
    """Solve points of every regime again by the independent method, and compare sets of bases."""
    tasks = []
    for cell, regime in zip(found, regimes, strict=True):
        expected = frozenset(labels(solved.pieces.view, p.base) for i in cell.label for p in solved.groups[generic[i]].pieces if p.generic)
        for point in regime_points(solved, cells, live, cell, regime.sample, points):
            tasks.append((point, expected))
    wrong = undecided = 0
    for point, expected in progress(tasks):
        answer = independent(solved.families.game, solved.families.concept, point)
        if answer is None:
            undecided += 1
        else:
            wrong += answer != expected
    return {"points": len(tasks) - undecided, "disagreements": wrong}


def regime_points(
    solved: Solved, cells: Cells, live: Sequence[int], cell: Cell, sample: Mapping[str, Fraction], count: int
) -> list[dict[str, Fraction]]:
    """The sample and further random rational points of a regime."""
    from games.parameter import Condition

    game = solved.families.game
    if not game.parameters:
        return [dict(sample)][:count]
    more = [
        Condition(cells.ring.expression(cells.candidates[k]) * s, True, "") for k, s in zip(live, cell.signs, strict=True)
    ]
    inside = game.domain.also(more, cell.point)
    return [dict(sample), *inside.points(count, seed=1)[1:]] if count else []


def independent(game: Game, concept: str, point: Mapping[str, Fraction]) -> Bases | None:
    """The bases at a point by the independent enumeration; None when it could not finish."""
    from ..verifier import enumerate_bases

    answer = enumerate_bases(game.fix(point), concept=concept)
    if not answer.complete:
        return None
    return frozenset((base.actions, base.beliefs) for base in answer.bases)
