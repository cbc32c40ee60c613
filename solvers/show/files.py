"""Results as files: everything is made first, and no file is ever seen half-written."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from games.whole_files import write_together

from ..results import Families, RegimeMap, Solutions
from ..results.correspondences import Correspondence
from ..results.holdings import Robustness

if TYPE_CHECKING:
    from ..results import ClaimVerdict, Statics

KINDS = {Solutions: "solutions", Families: "families", RegimeMap: "regimes", Correspondence: "correspondence"}


def file_name(result: Solutions | Families | RegimeMap | Correspondence) -> str:
    """A name for a result's files, without an ending."""
    return f"{re.sub(r'[^A-Za-z0-9_.-]+', '_', result.game.name) or 'game'}-{KINDS[type(result)]}"


def as_json(table: Any) -> bytes:
    """Write plain data for programs."""
    return json.dumps(table, indent=1, ensure_ascii=False).encode() + b"\n"


def save(result: Solutions | Families, folder: str | Path) -> list[Path]:
    """Write a result's text, JSON and LaTeX into a folder."""
    text = result.text(details=True) if isinstance(result, Families) else result.text()
    name = file_name(result)
    paper = result.latex().encode() + b"\n"
    return write_together(folder, {f"{name}.txt": text.encode() + b"\n", f"{name}.json": as_json(result.as_json()), f"{name}.tex": paper})


def save_finding(result: Statics | ClaimVerdict | Robustness, kind: str, folder: str | Path) -> list[Path]:
    """Write a finding's text and JSON into a folder."""
    name = f"{re.sub(r'[^A-Za-z0-9_.-]+', '_', result.game) or 'game'}-{kind}"
    return write_together(folder, {f"{name}.txt": result.text().encode() + b"\n", f"{name}.json": as_json(result.as_json())})


def save_correspondence(found: Correspondence, folder: str | Path) -> list[Path]:
    """Write a correspondence's text, JSON and picture (SVG and PNG) into a folder."""
    from .correspondences import correspondence_figure
    from .shown_figure import encoded

    name = file_name(found)
    figure = correspondence_figure(found, None)
    pictures = {f"{name}.{kind}": encoded(figure, kind) for kind in ("svg", "png")}
    return write_together(folder, {f"{name}.txt": found.text().encode() + b"\n", f"{name}.json": as_json(found.as_json()), **pictures})


def of_map(regime_map: RegimeMap, *, every: bool = True) -> dict[str, bytes]:
    """A map's files by name: picture (SVG and PNG), text, JSON and LaTeX; or the picture alone, as PNG."""
    name = file_name(regime_map)
    content = {}
    if every:
        content[f"{name}.txt"] = regime_map.text(details=True).encode() + b"\n"
        content[f"{name}.json"] = as_json(regime_map.as_json())
        content[f"{name}.tex"] = regime_map.latex().encode()
    if regime_map.over:
        from .picture import map_figure
        from .shown_figure import encoded

        figure = map_figure(regime_map)
        content |= {f"{name}.{kind}": encoded(figure, kind) for kind in (("svg", "png") if every else ("png",))}
    return content


def save_map(regime_map: RegimeMap, folder: str | Path) -> list[Path]:
    """Write a map's picture (SVG and PNG), text and JSON into a folder; everything is made before anything is written.

    Returns
    -------
    list of Path
        The files.
    """
    return write_together(folder, of_map(regime_map))
