"""All Nash equilibria of matrix games: our time and numbers beside those of other programs."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from typing import Any

from solvers.nash import bimatrix_equilibria

from .nash_peers import PEERS, tables

SIZES = {6: "von Stengel's game with 75 equilibria", 10: "random, -100 to 100", 15: "random, -100 to 100"}


def measured(*, quick: bool) -> list[dict[str, Any]]:
    """Measure all rows; other programs are stopped after a while."""
    return [row(size, repeat=2 if quick else 5, limit=10 if quick else 120) for size in SIZES]


def row(size: int, *, repeat: int, limit: float) -> dict[str, Any]:
    """One size: the least processor time of several runs, and each peer's."""
    A, B = tables(size)
    equilibria = bimatrix_equilibria(A, B)
    times = []
    for _ in range(repeat):
        start = time.process_time()
        bimatrix_equilibria(A, B)
        times.append(time.process_time() - start)
    peers: dict[str, Any] = {}
    counts = {"ours": len(equilibria.extreme)}
    for name in PEERS:
        peers[name], count = peer(name, size, limit)
        if count is not None:
            counts[name] = count
    timed = {name: seconds for name, seconds in peers.items() if isinstance(seconds, float)}
    best = min(timed, key=lambda name: timed[name], default=None)
    return {
        "workload": f"nash {size}x{size}",
        "size": {"game": SIZES[size], "equilibria": counts},
        "ours": min(times),
        "peers": peers,
        "best_peer": best,
        "ratio": timed[best] / min(times) if best else None,
        "unit": "s",
    }


def peer(name: str, size: int, limit: float) -> tuple[Any, int | None]:
    """Seconds and number of equilibria of another program: "missing", or "over N s" where it was stopped."""
    try:
        process = subprocess.run(
            [sys.executable, "-m", "benchmarks.nash_peers", name, str(size)], capture_output=True, text=True, timeout=limit, check=False
        )
    except subprocess.TimeoutExpired:
        return f"over {limit:.0f} s", None
    if process.returncode:
        return "failed", None
    answer = json.loads(process.stdout.splitlines()[-1])
    return ("missing", None) if answer.get("missing") else (answer["seconds"], answer["count"])


def nash_table(rows: list[dict[str, Any]]) -> str:
    """Write the rows for a terminal of 80 columns."""
    lines = [f"{'workload':<34}{'seconds':>12}{'equilibria':>12}", "-" * 58]
    for row in rows:
        counts = row["size"]["equilibria"]
        lines.append(f"{row['workload']}: {row['size']['game']}")
        lines.append(f"{'  ours':<34}{row['ours']:>12.4f}{counts['ours']:>12}")
        for name, seconds in row["peers"].items():
            shown = f"{seconds:.4f}" if isinstance(seconds, float) else seconds
            lines.append(f"{'  ' + name:<34}{shown:>12}{counts.get(name, ''):>12}")
    return "\n".join(lines)
