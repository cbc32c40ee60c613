"""Walls and equilibria along one parameter, where types come from laws that are not uniform, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from games.numbers import text as written

from . import sentences
from .wrapping import wrap

if TYPE_CHECKING:
    from ..results.type_lines import TypeLine, TypeWall


def meaning(wall: TypeWall) -> str:
    """Say what happens on a wall."""
    told = [*map(sentences.reason, wall.reasons), *(["two equilibria meet"] if wall.fold else [])]
    return "; ".join(told)


def line_text(line: TypeLine) -> str:
    """Write a line: what exists from where to where, and what happens between."""
    along = f"along {line.parameter} from {written(line.low)} to {written(line.high)}"
    out = [f"{line.game.name}: perfect Bayesian equilibria {along}", ""]
    for k, stretch in enumerate(line.stretches):
        out.append(f"from {stretch.low:.10g} to {stretch.high:.10g}")
        out += [part for name in stretch.equilibria or ("none found",) for part in wrap(name, "   ", "      ")]
        if k < len(line.walls):
            wall = line.walls[k]
            out += ["", *wrap(f"{line.parameter} = {wall.at:.10g}: {meaning(wall)}"), ""]
    if line.found == "all":
        closing = "Walls are enclosed and proved; no others lie in this range."
    else:
        left = "; ".join(line.undecided) or "points at which not all is decided"
        closing = f"There may be more walls and equilibria. Not decided: {left}."
    return "\n".join([*out, "", *wrap(closing)])
