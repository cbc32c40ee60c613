"""Keeping and showing what was measured."""

from __future__ import annotations

import json
import os
import platform
from datetime import UTC, datetime
from pathlib import Path
from textwrap import wrap
from typing import Any

import numpy as np

from .rows import Row, exponents, least

BEFORE = (
    "Before: the scripts with which the essay's games were specified, on another machine; they count bases before it is "
    "tested that a base holds on an open set of parameters."
)
SHOWN = ("infosets", "parameters", "supports", "bases", "queries", "families", "walls", "regimes")


def bandwidth() -> float:
    """How fast memory is copied here, in gigabytes read and written a second: the best of some copies of 64 MB."""
    source = np.ones(8_000_000)
    target = np.empty_like(source)
    return 2 * source.nbytes / least(lambda: np.copyto(target, source), 0.3) / 1e9


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


def overview_table(figures: dict[str, Any]) -> str:
    """Write the rows of all families for a terminal of 80 columns: who is compared with whom, what to know, how time grows."""
    here = figures["machine"]
    about = f"{here['processor']}, {here['cores']} cores, Python {here['python']}; memory copied at {here['copied GB/s']:.1f} GB/s"
    lines = [*wrap(f"{about}. Processor time, warm.", 79), "", f"{'workload':<36}{'size':>10}{'ours':>11}{'ratio':>9}  unit", "-" * 80]
    told: set[str] = set()
    for one in figures["rows"]:
        ratio = "" if one["ratio"] is None else f"{_short(one['ratio'])}x"
        lines.append(f"{one['workload']:<36}{one['scale']:>10,}{_short(one['ours']):>11}{ratio:>9}  {one['unit']}")
        if "bytes" in one["size"]:
            read = one["size"]["bytes"] / one["seconds"] / 1e9
            lines.append(f"    moves {read:.1f} GB/s, {read / here['copied GB/s']:.0%} of what copying moves")
        peers = "; ".join(f"{name} {figure if isinstance(figure, str) else _short(figure)}" for name, figure in one["peers"].items())
        lines += wrap(peers, 75, initial_indent="    ", subsequent_indent="    ")
        for note in one["notes"]:
            if note not in told:
                told.add(note)
                lines += wrap(note, 75, initial_indent="    ", subsequent_indent="    ")
    grows = exponents(figures["rows"])
    if grows:
        lines += ["", "Time grows with size to the power of:"]
        lines += [f"    {workload:<40}{power:>6.2f}" for workload, power in grows.items()]
    return "\n".join([*lines, "", "Ratio: how many times as fast as the best of the others."])


def _short(number: float) -> str:
    """Four digits, without an exponent where they can be read."""
    return f"{number:,.0f}" if abs(number) >= 1000 else f"{number:.4g}"


class Record:
    """The figures of one run in a folder, kept while it goes on.

    Parameters
    ----------
    name : str
        What kind of run it is; the time at which it began makes the rest of the file's name.
    folder : Path
        Where records are.
    """

    def __init__(self, name: str, folder: Path) -> None:
        self.folder = folder
        self.began = datetime.now(UTC).strftime("%Y-%m-%dT%H%M%SZ")
        self.path = folder / f"{name}-{self.began}.json"

    def keep(self, figures: dict[str, Any]) -> None:
        """Write the figures in the place of those that were written before."""
        self.folder.mkdir(parents=True, exist_ok=True)
        whole = self.path.with_suffix(".part")
        whole.write_text(json.dumps({"when": self.began, **figures}, indent=1))
        whole.replace(self.path)


def latest_rows(folder: Path) -> list[Row]:
    """The rows of all runs that were kept, of each workload and size the last one."""
    rows: dict[tuple[str, int], Row] = {}
    for path in sorted(folder.glob("all-*.json")):
        for one in json.loads(path.read_text())["rows"]:
            rows[one["workload"], one["scale"]] = one
    return list(rows.values())


def plot_overview(figures: dict[str, Any], folder: Path, *, all_rows: bool) -> list[Path]:
    """Plot size against time of all that is kept, and where a run had all rows the time of each workload."""
    written = [folder / "size-against-time.svg"]
    plot_reach(latest_rows(folder), written[0])
    if all_rows:
        written.append(folder / "times.svg")
        plot_times(figures["rows"], written[-1], figures["machine"].get("copied GB/s"))
    return written


def keep(figures: dict[str, Any], folder: Path) -> list[Path]:
    """Add the figures of maps to the folder's record, and plot time against size."""
    record = Record("map", folder)
    record.keep(figures)
    picture = folder / "map-growth.svg"
    plot(figures["rows"], picture)
    return [record.path, picture]


def plot_times(rows: list[Row], path: Path, copied: float | None = None) -> None:
    """Draw the time of every workload that was run at several sizes against size, and the least that memory allows an iteration."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(7.2, 5.2), layout="constrained")
    axes = figure.add_subplot()
    drawn: list[list[tuple[float, float]]] = []
    for k, workload in enumerate(dict.fromkeys(one["workload"] for one in rows)):
        points = sorted((one["scale"], one["seconds"]) for one in rows if one["workload"] == workload)
        if len(points) > 1 and points not in drawn:  # one of ours beside two others of theirs is one line
            drawn.append(points)
            axes.plot(*zip(*points, strict=True), marker="os^vD<>P"[k % 8], label=workload)
    limits = sorted((one["scale"], one["size"]["bytes"] / copied / 1e9) for one in rows if copied and "bytes" in one["size"])
    if len(limits) > 1:
        axes.plot(*zip(*limits, strict=True), color="black", ls="--", lw=1, label="what an iteration moves, at the speed of copying")
    axes.set(xscale="log", yscale="log", xlabel="size: nodes, points, strategies", ylabel="seconds of processor time, ours")
    axes.grid(alpha=0.3, which="both")
    axes.legend(fontsize=7, loc="center left", bbox_to_anchor=(1, 0.5))
    figure.savefig(path)


WAYS = {  # what a figure of all ways shows: colour, and the beginnings of the names of workloads
    "exact: all equilibria, or the value": ("#0072b2", ("map crisis", "value")),
    "lifted: one exact equilibrium": ("#009e73", ("lift",)),
    "traced: exact along a parameter": ("#cc79a7", ("trace",)),
    "learned to a gap of 1/1000": ("#e69f00", ("gap",)),
}


def plot_reach(rows: list[Row], path: Path) -> None:
    """Draw size against time for every way to an answer: ours filled and joined, the best of the others hollow."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(7.2, 4.8), layout="constrained")
    axes = figure.add_subplot()
    for (way, (colour, beginnings)), marker in zip(WAYS.items(), "os^D", strict=True):
        shown = [one for one in rows if one["workload"].startswith(beginnings) and "nodes" in one["size"]]
        for k, workload in enumerate(dict.fromkeys(one["workload"] for one in shown)):
            own = sorted((one for one in shown if one["workload"] == workload), key=lambda one: one["size"]["nodes"])
            points = [(one["size"]["nodes"], one["seconds"]) for one in own]
            theirs = [(one["size"]["nodes"], one["peers"][one["best_peer"]]) for one in own if one["best_peer"] and one["unit"] == "s"]
            label = None if k else way
            axes.plot(*zip(*points, strict=True), marker=marker, color=colour, lw=1.2, label=label)
            if theirs:
                label = None if k else f"the same, best of the others{' (on a grid)' if way.startswith('exact') else ''}"
                axes.plot(*zip(*theirs, strict=True), marker=marker, color=colour, mfc="white", ls=":", lw=1, label=label)
    axes.set(xscale="log", yscale="log", xlabel="nodes of the game", ylabel="seconds of processor time")
    axes.grid(alpha=0.3, which="both")
    axes.legend(fontsize=7, loc="upper left", bbox_to_anchor=(1, 1))
    figure.savefig(path)


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
