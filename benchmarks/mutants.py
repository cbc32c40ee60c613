"""Mutation testing: how many small faults in a package do its tests find?

``python -m benchmarks.mutants solvers/verifier --tests tests/solvers/verifier --count 300 --seed 1``

A mutant is a copy of the package with one small fault: a changed comparison, a dropped argument, another number.  A random
sample is drawn from all mutants of the package, and for each one the tests that reach the faulty function are run, by mutmut
(``[tool.mutmut]`` in pyproject.toml) in a temporary copy of the repository.  A mutant that no test notices either shows what the
tests leave open or is no fault at all.

Two kinds of mutants are never drawn, as no fact about games could tell them from the original: those that only change the wording
of a sentence (a text with a blank in it), and those that only change ``strict`` in ``zip``, which guards against faults elsewhere.
"""

from __future__ import annotations

import ast
import json
import os
import random
import re
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import chdir
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import click

HOME = Path(__file__).resolve().parent.parent
COPIED = ("games", "solvers", "tests", "benchmarks")
FIGURES = HOME / "benchmarks" / "results"  # of earlier runs, which no test reads
KILLED = ("killed", "timeout", "segfault", "suspicious")  # the last: the tests broke off


@dataclass(frozen=True)
class Mutant:
    """A mutant by mutmut's name, with what it changes and what became of it."""

    name: str
    file: str
    line: int
    change: str
    result: str = ""


class Blank(ast.NodeTransformer):
    """Forgets what mutants may change freely: the wording of sentences, and whether ``zip`` is strict."""

    def visit_Constant(self, node: ast.Constant) -> ast.AST:
        return ast.Constant("sentence") if isinstance(node.value, str) and " " in node.value.strip() else node

    def visit_Call(self, node: ast.Call) -> ast.AST:
        if isinstance(node.func, ast.Name) and node.func.id == "zip":
            node.keywords = [keyword for keyword in node.keywords if keyword.arg != "strict"]
        return self.generic_visit(node)


def generate(processes: int) -> list[tuple[str, str]]:
    """Have mutmut write all mutants, in the current folder; give the file and mutmut's name of each, in a stable order."""
    from mutmut.__main__ import CatchOutput, copy_also_copy_files, copy_src_dir, create_mutants

    Path("mutants").mkdir(exist_ok=True)
    Path("mutants/mutmut-stats.json").unlink(missing_ok=True)  # which tests reach what may have changed
    with CatchOutput():
        copy_src_dir()
        copy_also_copy_files()
        create_mutants(processes)
    return [(file, name) for file, codes in _exit_codes() for name in codes]


def draw(listed: list[tuple[str, str]], count: int, seed: int) -> list[Mutant]:
    """Draw mutants at random, leaving out those that nothing could tell from the original."""
    drawn: list[Mutant] = []
    for file, name in random.Random(seed).sample(listed, len(listed)):
        if len(drawn) == (count or len(listed)):
            break
        mutant = _read(file, name)
        if mutant is not None:
            drawn.append(mutant)
    return drawn


def _read(file: str, name: str) -> Mutant | None:
    from mutmut.mutation.data import MutantLineSpans
    from mutmut.utils.format_utils import mangled_name_from_mutant_name

    own = name.rpartition(".")[2]
    stem = mangled_name_from_mutant_name(own)
    spans = MutantLineSpans.load(file)
    assert spans is not None
    original, mutated = (_function(text) for text in spans.read_function_sources([f"{stem}__mutmut_orig", own]))
    if _meaning(original) == _meaning(mutated):
        return None
    line, change = _difference(original, mutated)
    return Mutant(name, file, _start(Path(file).read_text(encoding="utf-8"), stem) + line, change)


def _function(text: str) -> list[str]:
    """Lines of a function from its ``def`` on, under one name for all mutants."""
    lines = text.rstrip().split("\n")
    first = next(k for k, line in enumerate(lines) if re.match(r"\s*def ", line))
    return [re.sub(r"\bdef \S+?\(", "def f(", lines[first], count=1), *lines[first + 1 :]]


def _start(source: str, stem: str) -> int:
    """The line at which a function starts, by mutmut's name for it."""
    lines = {}
    for node in ast.parse(source).body:
        if isinstance(node, ast.FunctionDef):
            lines[f"x_{node.name}"] = node.lineno
        elif isinstance(node, ast.ClassDef):
            lines |= {f"xǁ{node.name}ǁ{method.name}": method.lineno for method in node.body if isinstance(method, ast.FunctionDef)}
    return lines[stem]


def _meaning(lines: Sequence[str]) -> str:
    return ast.dump(Blank().visit(ast.parse("\n".join(("if 1:", *lines) if lines[0].startswith(" ") else lines))))


def _difference(original: Sequence[str], mutated: Sequence[str]) -> tuple[int, str]:
    """After how many lines two functions differ, and how."""
    shortest = min(len(original), len(mutated))
    prefix = next((k for k in range(shortest) if original[k] != mutated[k]), shortest)
    suffix = next((k for k in range(shortest - prefix) if original[-1 - k] != mutated[-1 - k]), shortest - prefix)
    removed, added = (lines[prefix : len(lines) - suffix] for lines in (original, mutated))
    return prefix, "\n".join([*(f"- {line.strip()}" for line in removed), *(f"+ {line.strip()}" for line in added)])


def _exit_codes() -> Iterator[tuple[str, dict[str, int | None]]]:
    """What mutmut keeps of each file."""
    for meta in sorted(Path("mutants").rglob("*.py.meta")):
        yield str(meta.relative_to("mutants"))[: -len(".meta")], json.loads(meta.read_text(encoding="utf-8"))["exit_code_by_key"]


def copy_to(folder: Path, package: str, tests: Sequence[str], without: Sequence[str]) -> None:
    """Copy the repository, with mutmut told what to mutate and which tests to run."""
    for name in COPIED:
        shutil.copytree(HOME / name, folder / name, ignore=left_behind, dirs_exist_ok=True)
    selection = [*tests, *(f"--deselect={test}" for test in without)]
    pattern = package if package.endswith(".py") else f"{package.rstrip('/')}/*"
    section = f"[tool.mutmut]\nonly_mutate = {json.dumps([pattern])}\npytest_add_cli_args_test_selection = {json.dumps(selection)}\n"
    settings = (HOME / "pyproject.toml").read_text(encoding="utf-8")
    (folder / "pyproject.toml").write_text(settings.replace("[tool.mutmut]\n", section, 1), encoding="utf-8")


def left_behind(folder: str, names: Sequence[str]) -> list[str]:
    """What of a folder need not be copied."""
    return [name for name in names if name == "__pycache__" or Path(folder, name) == FIGURES]


def run(drawn: Sequence[Mutant], processes: int) -> list[Mutant]:
    """Run mutmut on the drawn mutants, in the current folder."""
    from mutmut.stats import status_by_exit_code

    surroundings = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"} | {"PYTHONHASHSEED": "0"}
    command = [sys.executable, "-m", "mutmut", "run", "--max-children", str(processes), *(mutant.name for mutant in drawn)]
    with Path("log").open("w") as log:
        process = subprocess.run(command, env=surroundings, stdout=log, stderr=subprocess.STDOUT, check=False)
    if process.returncode:
        raise click.ClickException(f"mutmut stopped:\n{Path('log').read_text()[-3000:]}")
    codes = {name: code for _, exit_codes in _exit_codes() for name, code in exit_codes.items()}
    return [replace(mutant, result=status_by_exit_code[codes[mutant.name]]) for mutant in drawn]


def pytest_collection_modifyitems(items: list[Any]) -> None:
    """Run quick tests first: this file is also a plugin of pytest when mutmut runs it."""
    statistics = Path("mutmut-stats.json")
    if statistics.exists():
        seconds = json.loads(statistics.read_text(encoding="utf-8"))["duration_by_test"]
        items.sort(key=lambda item: seconds.get(item.nodeid, 0.0))


@click.command()
@click.argument("package")
@click.option("--tests", multiple=True, required=True, help="Folder, file or test to run; may be given several times.")
@click.option("--without", multiple=True, help="File or test to leave out; may be given several times.")
@click.option("--count", default=300, show_default=True, help="How many mutants to draw; 0 for all.")
@click.option("--seed", default=1, show_default=True, help="Seed of the draw.")
@click.option("--processes", default=1, show_default=True, help="How many mutants to run at once.")
@click.option("--only", default="", help="Draw only mutants whose name contains this.")
@click.option(
    "--again",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    default=None,
    help="Results of an earlier run: instead of a draw, run those that were not killed once more.",
)
@click.option(
    "--folder",
    type=click.Path(file_okay=False, path_type=Path),
    default=None,
    help="Where to work, kept for the next run, which is then faster; a temporary folder otherwise.",
)
@click.option("--json", "out", type=click.Path(dir_okay=False, path_type=Path), default=None, help="File for the results.")
def main(
    package: str,
    tests: tuple[str, ...],
    without: tuple[str, ...],
    count: int,
    seed: int,
    processes: int,
    only: str,
    again: Path | None,
    folder: Path | None,
    out: Path | None,
) -> None:
    """Draw mutants of a package and see which ones its tests notice."""
    start = time.monotonic()
    earlier = json.loads(again.read_text(encoding="utf-8")) if again else []
    survivors = {mutant["name"] for mutant in earlier if mutant["result"] not in KILLED}
    with TemporaryDirectory() as name:
        workplace = (folder or Path(name)).resolve()
        copy_to(workplace, package, tests, without)
        with chdir(workplace):
            listed = [(file, name) for file, name in generate(processes) if only in name and (again is None or name in survivors)]
            results = run(draw(listed, 0 if again else count, seed), processes)
    for mutant in results:
        if mutant.result not in KILLED:
            click.echo(f"{mutant.result}: {mutant.file}:{mutant.line}  {mutant.name}\n{mutant.change}\n")
    counts = Counter(mutant.result for mutant in results)
    killed = sum(counts[result] for result in KILLED)
    click.echo(f"{len(results)} drawn of {len(listed)}: " + ", ".join(f"{number} {result}" for result, number in counts.most_common()))
    click.echo(f"{killed / max(1, len(results)):.1%} killed, in {time.monotonic() - start:.0f} s")
    if out:
        out.write_text(json.dumps([asdict(mutant) for mutant in results], indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
