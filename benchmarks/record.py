"""Keeping and showing what was measured."""

from __future__ import annotations

import json
import os
import platform
from datetime import UTC, datetime
from pathlib import Path
from textwrap import wrap
from typing import Any

BEFORE = (
    "Before: the scripts with which the essay's games were specified, on another machine; they count bases before it is "
    "tested that a base holds on an open set of parameters."
)
SHOWN = ("infosets", "parameters", "supports", "bases", "queries", "families", "walls", "regimes")


def machine() -> dict[str, Any]:
    """Describe the machine in words that matter for times."""
    model = ""
    info = Path("/proc/cpuinfo")
    if info.exists():
        model = next((line.split(":", 1)[1].strip() for line in info.read_text().splitlines() if line.startswith("model name")), "")
    return {
        "processor": model or platform.processor(),
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "system": platform.system(),
    }


def table(rows: list[dict[str, Any]]) -> str:
    """Write the rows for a terminal of 80 columns."""
    lines = [f"{'workload':<39}{'seconds':>8}  size", "-" * 79]
    for row in rows:
        size_text = ", ".join(f"{row['size'][k]} {k}" for k in SHOWN if k in row["size"])
        if row["ratio"]:
            size_text += f" ({row['best_peer']}: {row['peers'][row['best_peer']]:,.0f} s)"
        if "before" in row:
            size_text += f" (before: {row['before']['seconds']:g} s, {row['before']['bases']} bases)"
        size = wrap(size_text, 30) or [""]
        lines.append(f"{row['workload']:<39}{row['ours']:>8.3f}  {size[0]}".rstrip())
        lines += [" " * 49 + more for more in size[1:]]
    if any("before" in row for row in rows):
        lines += ["", *wrap(BEFORE, 79)]
    return "\n".join(lines)


def keep(figures: dict[str, Any], folder: Path) -> list[Path]:
    """Append the figures to the folder's record, and plot time against size."""
    folder.mkdir(parents=True, exist_ok=True)
    stamp = datetime.now(UTC).strftime("%Y-%m-%dT%H%M%SZ")
    record = folder / f"map-{stamp}.json"
    record.write_text(json.dumps({"when": stamp, **figures}, indent=1))
    picture = folder / "map-growth.svg"
    plot(figures["rows"], picture)
    return [record, picture]


def plot(rows: list[dict[str, Any]], path: Path) -> None:
    """Draw the time of the crisis games against the number of supports."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(6.4, 4.2), layout="constrained")
    axes = figure.add_subplot()
    for label, edges, marker in (("generic families", False, "o"), ("with knife edges", True, "s")):
        shown = [row for row in rows if "types" in row["size"] and ("knife" in row["workload"]) == edges]
        axes.plot([row["size"]["supports"] for row in shown], [row["ours"] for row in shown], marker=marker, label=label)
        if not edges:
            for row in shown:
                axes.annotate(
                    row["size"]["types"], (row["size"]["supports"], row["ours"]), textcoords="offset points", xytext=(4, -12), fontsize=8
                )
    axes.set(xscale="log", yscale="log", xlabel="support profiles", ylabel="seconds", title="Crisis games, every parameter symbolic")
    axes.grid(alpha=0.3, which="both")
    axes.legend()
    figure.savefig(path)
