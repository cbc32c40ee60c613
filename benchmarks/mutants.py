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
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import click

HOME = Path(__file__).resolve().parent.parent
COPIED = ("games", "solvers", "tests", "benchmarks")
KILLED = ("killed", "timeout", "segfault", "suspicious")          # the last: the tests broke off


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


def mutants(package: str) -> Iterator[Mutant]:
    """List the mutants of a package, in the current folder, that are worth drawing."""
    from mutmut.mutation.file_mutation import mutate_file_contents
    from mutmut.utils.format_utils import get_mutant_name

    for path in sorted(Path(package).rglob("*.py")) if Path(package).is_dir() else [Path(package)]:
        source = path.read_text(encoding="utf-8")
        mutated = mutate_file_contents(str(path), source)
        lines, places = mutated.code.split("\n"), _places(source)

        def function(name: str, lines: list[str] = lines, spans=mutated.line_span_by_function_name) -> list[str]:
            own = lines[spans[name].start - 1 : spans[name].end]
            first = next(k for k, line in enumerate(own) if re.match(r"\s*def ", line))
            return [re.sub(r"\bdef \S+?\(", "def f(", own[first], count=1), *own[first + 1 :]]

        for name in mutated.mutant_names:
            stem = name.partition("__mutmut_")[0]
            one, other = function(f"{stem}__mutmut_orig"), function(name)
            if _meaning(one) == _meaning(other):
                continue
            k = next(k for k, (a, b) in enumerate(zip([*one, ""], [*other, ""], strict=False)) if a != b)
            change = "\n".join(_difference(one, other))
            yield Mutant(get_mutant_name(path, name), str(path), places[stem] + k, change)


def _places(source: str) -> dict[str, int]:
    """Where each function starts, by mutmut's name."""
    found = {}
    for node in ast.parse(source).body:
        if isinstance(node, ast.FunctionDef):
            found[f"x_{node.name}"] = node.lineno
        elif isinstance(node, ast.ClassDef):
            found |= {f"xǁ{node.name}ǁ{one.name}": one.lineno for one in node.body if isinstance(one, ast.FunctionDef)}
    return found


def _meaning(lines: Sequence[str]) -> str:
    indent = len(lines[0]) - len(lines[0].lstrip())
    return ast.dump(Blank().visit(ast.parse("\n".join(("if 1:", *lines) if indent else lines))))


def _difference(one: Sequence[str], other: Sequence[str]) -> Iterator[str]:
    same = 0
    while one[same] == other[same]:
        same += 1
    tail = 0
    while tail < min(len(one), len(other)) - same and one[-1 - tail] == other[-1 - tail]:
        tail += 1
    yield from (f"- {line.strip()}" for line in one[same : len(one) - tail])
    yield from (f"+ {line.strip()}" for line in other[same : len(other) - tail])


def copy_to(folder: Path, package: str, tests: Sequence[str], without: Sequence[str]) -> None:
    """Copy the repository, with mutmut told what to mutate and which tests to run."""
    for name in COPIED:
        shutil.copytree(HOME / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", "results"))
    chosen = [*tests, *(f"--deselect={one}" for one in without)]
    pattern = package if package.endswith(".py") else f"{package.rstrip('/')}/*"
    told = f"[tool.mutmut]\nonly_mutate = {json.dumps([pattern])}\npytest_add_cli_args_test_selection = {json.dumps(chosen)}\n"
    settings = (HOME / "pyproject.toml").read_text(encoding="utf-8")
    (folder / "pyproject.toml").write_text(settings.replace("[tool.mutmut]\n", told, 1), encoding="utf-8")


def run(drawn: Sequence[Mutant], processes: int) -> list[Mutant]:
    """Run mutmut on the drawn mutants, in the current folder."""
    from mutmut.stats import status_by_exit_code

    surroundings = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"} | {"PYTHONHASHSEED": "0"}
    command = [sys.executable, "-m", "mutmut", "run", "--max-children", str(processes), *(one.name for one in drawn)]
    with Path("log").open("w") as log:
        done = subprocess.run(command, env=surroundings, stdout=log, stderr=subprocess.STDOUT, check=False)
    if done.returncode:
        raise click.ClickException(f"mutmut stopped:\n{Path('log').read_text()[-3000:]}")
    codes = {}
    for meta in Path("mutants").rglob("*.py.meta"):
        codes |= json.loads(meta.read_text())["exit_code_by_key"]
    return [replace(one, result=status_by_exit_code[codes[one.name]]) for one in drawn]


@click.command()
@click.argument("package")
@click.option("--tests", multiple=True, required=True, help="Folder, file or test to run; may be given several times.")
@click.option("--without", multiple=True, help="File or test to leave out; may be given several times.")
@click.option("--count", default=300, show_default=True, help="How many mutants to draw; 0 for all.")
@click.option("--seed", default=1, show_default=True, help="Seed of the draw.")
@click.option("--processes", default=1, show_default=True, help="How many mutants to run at once.")
@click.option("--only", default="", help="Draw only mutants whose name contains this.")
@click.option("--json", "out", type=click.Path(dir_okay=False, path_type=Path), default=None, help="File for the results.")
def main(
    package: str, tests: tuple[str, ...], without: tuple[str, ...], count: int, seed: int, processes: int, only: str, out: Path | None
) -> None:
    """Draw mutants of a package and see which ones its tests notice."""
    start = time.monotonic()
    with TemporaryDirectory() as name:
        copy_to(Path(name), package, tests, without)
        os.chdir(name)
        listed = [one for one in mutants(package) if only in one.name]
        drawn = random.Random(seed).sample(listed, min(count or len(listed), len(listed)))
        results = run(drawn, processes)
        os.chdir(HOME)
    counts = Counter(one.result for one in results)
    for one in results:
        if one.result not in KILLED:
            click.echo(f"{one.result}: {one.file}:{one.line}  {one.name}\n{one.change}\n")
    killed = sum(counts[result] for result in KILLED)
    click.echo(f"{len(results)} drawn of {len(listed)}: " + ", ".join(f"{number} {result}" for result, number in counts.most_common()))
    click.echo(f"{killed / max(1, len(results)):.1%} killed, in {time.monotonic() - start:.0f} s")
    if out:
        out.write_text(json.dumps([asdict(one) for one in results], indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
