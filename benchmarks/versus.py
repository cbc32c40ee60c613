"""Two versions of the code in one run: ``python -m benchmarks versus 236d2d9``.

Each workload runs in fresh processes of the one version and of the other in turn, and the shortest of their runs is kept, in
seconds of processor time, so that other work on the machine disturbs both alike.  What is imported when it is first used is
imported before the clock starts, also where a workload is so long that it runs once; what imports cost, the last rows say.
Modules are compiled beforehand, as those of an installed package are.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from .maps import BEFORE, MAPS, TYPES

HOME = Path(__file__).resolve().parent.parent
RUN = """
import json, sys, time
import games, solvers
solvers.regimes(games.load("selten_horse"), over="all")
work, enough, seconds = {work}, {enough}, []
while not seconds or sum(seconds) < enough and len(seconds) < 9:
    start = time.process_time()
    counts = work()
    seconds.append(time.process_time() - start)
print(json.dumps([min(seconds), counts]))
"""
ENOUGH = 3.0  # seconds of processor time after which a process stops repeating its workload


@dataclass(frozen=True)
class Workload:
    """A name and the expression of a function that does the work and counts what came of it."""

    name: str
    work: str


def workloads() -> Iterator[Workload]:
    """Yield every map of ``python -m benchmarks map``, checked and not, and families with every parameter open."""
    for name, structure, over in MAPS:
        title = name + (" core" if structure else "")
        for check, words in (("check=0", ""), ("", ", checked")):
            yield Workload(f"map {title}{words}", _map(name, structure, f"over={over!r}, {check}"))
    for name in BEFORE:
        yield Workload(f"map {name}, checked", _map(name, {}, ""))
        yield Workload(f"families {name}", _families(name, {}, False))
    for challenger, target in TYPES:
        structure = {"challenger_types": challenger, "target_types": target}
        for edges in (False, True):
            words = ", with knife edges" if edges else ""
            yield Workload(f"crisis {challenger}x{target}{words}", _families("crisis_signalling", structure, edges))


def _map(name: str, structure: dict[str, Any], options: str) -> str:
    return f"lambda: len(solvers.regimes(games.load({name!r}, **{structure!r}), {options}).regimes)"


def _families(name: str, structure: dict[str, Any], edges: bool) -> str:
    return f"lambda: solvers.families(games.load({name!r}, **{structure!r}), over='all', knife_edges={edges}).bases['generic']"


def measured(commit: str, rounds: int, only: str = "") -> list[dict[str, Any]]:
    """Measure every workload whose name contains ``only`` with the code of a commit and with that of this folder."""
    rows = []
    with TemporaryDirectory() as folder:
        tree, run = Path(folder) / "before", partial(_output, bytecode=Path(folder) / "bytecode")
        subprocess.run(["git", "worktree", "add", "--detach", "--quiet", str(tree), commit], cwd=HOME, check=True)
        try:
            for workload in workloads():
                if only in workload.name:
                    rows.append(_row(workload, tree, rounds, run))
                    print(f"{rows[-1]['workload']}: {rows[-1]['before']:.3f} -> {rows[-1]['ours']:.3f} s", file=sys.stderr, flush=True)
            rows += [_start(words, code, tree, rounds, run) for words, code in STARTS if only in words]
        finally:
            subprocess.run(["git", "worktree", "remove", "--force", str(tree)], cwd=HOME, check=True)
    return rows


STARTS = (
    ("bare Python", "pass"),
    ("import games", "import games"),
    ("import solvers", "import solvers"),
    (
        "first command of a fresh process",
        "import sys; sys.argv = ['cartel-games', 'regimes', 'defection_for_immunity', '--json']; import runpy; "
        "runpy.run_module('solvers', run_name='__main__')",
    ),
)


def _row(workload: Workload, tree: Path, rounds: int, run: Callable[[str, Path], str]) -> dict[str, Any]:
    code = RUN.format(work=workload.work, enough=ENOUGH)
    before, ours, counts = [], [], set()
    for _ in range(rounds):
        for times, place in ((before, tree), (ours, HOME)):
            seconds, count = json.loads(run(code, place))
            times.append(seconds)
            counts.add(count)
    return _figures(workload.name, before, ours) | {"counts": sorted(counts)}


def _start(name: str, code: str, tree: Path, rounds: int, run: Callable[[str, Path], str]) -> dict[str, Any]:
    """The processor time of a whole process."""
    before, ours = [], []
    for _ in range(3 * rounds):
        for times, place in ((before, tree), (ours, HOME)):
            start = os.times()
            run(code, place)
            end = os.times()
            times.append(end.children_user - start.children_user + end.children_system - start.children_system)
    return _figures(name, before, ours)


def _figures(name: str, before: list[float], ours: list[float]) -> dict[str, Any]:
    return {"workload": name, "before": min(before), "ours": min(ours), "ratio": min(ours) / min(before), "unit": "s"}


def _output(code: str, tree: Path, bytecode: Path) -> str:
    environment = os.environ | {"PYTHONPATH": str(tree), "PYTHONPYCACHEPREFIX": str(bytecode), "PYTHONDONTWRITEBYTECODE": ""}
    done = subprocess.run([sys.executable, "-c", code], cwd=tree, env=environment, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"The workload fails in {tree}: {done.stderr.strip().splitlines()[-1]}")
    return done.stdout


def versus_table(rows: list[dict[str, Any]]) -> str:
    """Write both versions side by side, with the ratio of after to before."""
    width = max(len(row["workload"]) for row in rows)
    lines = [f"{'workload':{width}}  {'before, s':>9}  {'now, s':>9}  now/before"]
    lines += [f"{row['workload']:{width}}  {row['before']:9.3f}  {row['ours']:9.3f}  {row['ratio']:10.2f}" for row in rows]
    return "\n".join(lines)
