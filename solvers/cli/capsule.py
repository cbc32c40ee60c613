"""The command capsule: what a data editor asks for, in one folder that runs by itself."""

from __future__ import annotations

import hashlib
import os
import platform
import re
import shlex
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import import_module
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeAlias

import click

from .terminal import in_lines, shared, tell, working

PROGRAM = "cartel-games"
PACKAGES = ("games", "solvers")
EXHIBITS = "exhibits"
Commands: TypeAlias = Mapping[str, click.Command]


@dataclass(frozen=True)
class Exhibit:
    """One table or figure: how it is made, and how long that took.

    Parameters
    ----------
    folder : str
        Where its files are, in the capsule.
    arguments : tuple of str
        Of ``python -m solvers``.
    seconds : float
        On the machine that made the capsule.
    """

    folder: str
    arguments: tuple[str, ...]
    seconds: float

    @property
    def command(self) -> str:
        """The one command that makes it."""
        return f"mkdir -p {self.folder} && python -m solvers {shlex.join(self.arguments)} > {self.folder}/output.txt"


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.argument("exhibits", nargs=-1, required=True, metavar="EXHIBIT...")
@shared("json")
@click.pass_context
def capsule(context: click.Context, folder: Path, exhibits: tuple[str, ...], as_json: bool) -> None:
    """Write a replication package into a new FOLDER: program, lock file, container recipe, expected results with their hashes.

    Each EXHIBIT is a command in quotes, as "regimes beer_quiche" or "solve my_story.py:tip --set phi=1/3"; run.sh makes them all again
    and compares.
    """
    there_are: Commands = getattr(context.find_root().command, "commands", {})
    commands = [_command(text, there_are) for text in exhibits]
    if folder.exists() and any(folder.iterdir()):
        raise click.UsageError(f"{folder} is there already and holds files; name a new folder.")
    folder.parent.mkdir(parents=True, exist_ok=True)
    with (
        working("making the capsule", "making exhibit") as progress,
        TemporaryDirectory(dir=folder.parent, prefix=".capsule-") as unfinished,
    ):
        home = Path(unfinished) / folder.name
        home.mkdir()
        _copy_program(home / "program")
        named = [_with_files(home, arguments) for arguments in commands]
        made = [_made(home, k, arguments, there_are) for k, arguments in enumerate(progress(named), 1)]
        hashes = {str(path.relative_to(home)): _digest(path) for path in sorted((home / EXHIBITS).rglob("*")) if path.is_file()}
        content = {
            "lock.txt": "".join(f"{name}=={version}\n" for name, version in _locked()),
            "Dockerfile": _dockerfile(),
            ".dockerignore": "venv\nagain\n",
            "run.sh": _script(made),
            "expected.sha256": "".join(f"{digest}  {path}\n" for path, digest in hashes.items()),
            "README.md": _readme(made, len(hashes)),
        }
        for name, text in content.items():
            (home / name).write_text(text, encoding="utf-8")
        if folder.exists():
            folder.rmdir()  # it is empty
        home.rename(folder)
        written = [folder / name for name in content]
    answer = {"folder": str(folder), "exhibits": [{"command": one.command, "seconds": one.seconds} for one in made], "sha256": hashes}
    tell(
        as_json,
        answer,
        lambda: in_lines(f"{len(made)} exhibits, {len(hashes)} files expected. sh run.sh makes them again and compares."),
        written,
    )


def _command(text: str, there_are: Commands) -> list[str]:
    """Read an exhibit as arguments of the command line."""
    try:
        arguments = shlex.split(text)
    except ValueError as error:
        raise click.UsageError(f"The exhibit {text!r} cannot be read: {error}.") from None
    if not arguments or arguments[0] not in there_are or arguments[0] == "capsule":
        known = ", ".join(name for name in there_are if name != "capsule")
        raise click.UsageError(f"The exhibit {text!r} begins with no command; there are {known}.")
    if "--out" in arguments:
        raise click.UsageError(f"The exhibit {text!r} names a folder; leave --out away, a capsule has its own.")
    return arguments


def _with_files(folder: Path, arguments: Sequence[str]) -> list[str]:
    """Put the files that a command reads into the capsule, and name them there."""
    out = []
    for argument in arguments:
        name, colon, function = argument.partition(":")
        path = Path(name)
        if path.suffix in (".py", ".efg", ".nfg", ".json", ".csv") and path.is_file():
            (folder / "inputs").mkdir(exist_ok=True)
            target = folder / "inputs" / path.name
            if target.exists() and target.read_bytes() != path.read_bytes():
                raise click.UsageError(f"Two different files are called {path.name}; rename one.")
            shutil.copyfile(path, target)
            argument = f"inputs/{path.name}{colon}{function}"
        out.append(argument)
    return out


def _made(folder: Path, number: int, arguments: list[str], there_are: Commands) -> Exhibit:
    """Make one exhibit in the capsule, with the program that is in it."""
    home = f"{EXHIBITS}/{number:02d}-{arguments[0]}"
    takes_out = any(option.name == "out" for option in there_are[arguments[0]].params)
    full = [*arguments, *(["--out", home] if takes_out and "--json" not in arguments else [])]
    (folder / home).mkdir(parents=True)
    started = time.monotonic()
    with (folder / home / "output.txt").open("wb") as output:
        done = subprocess.run(
            [sys.executable, "-m", "solvers", *full], cwd=folder, env=_environment(), stdout=output, stderr=subprocess.PIPE, check=False
        )
    if done.returncode:
        said = " ".join(done.stderr.decode(errors="replace").split()).removeprefix("Error: ")
        raise click.UsageError(f"The exhibit {shlex.join(arguments)!r} failed: {said}")
    return Exhibit(home, tuple(full), round(time.monotonic() - started, 1))


def _environment() -> Mapping[str, str]:
    return {**os.environ, "PYTHONPATH": "program", "PYTHONHASHSEED": "0", "PYTHONDONTWRITEBYTECODE": "1"}


def _copy_program(target: Path) -> None:
    """Copy the program as it stands, so that the capsule does not depend on where it can be had."""
    for package in PACKAGES:
        home = Path(import_module(package).__file__ or "").parent
        shutil.copytree(home, target / package, ignore=shutil.ignore_patterns("__pycache__", "*.pyc"))
    for licence in _licences():
        shutil.copyfile(licence, target / licence.name)
    try:
        version = distribution(PROGRAM).version
    except PackageNotFoundError:
        return
    facts = target / f"{PROGRAM.replace('-', '_')}-{version}.dist-info"  # by which Python knows the version, which stands in results
    facts.mkdir()
    (facts / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {PROGRAM}\nVersion: {version}\n", encoding="utf-8")


def _licences() -> list[Path]:
    """The licence under which the program may be handed on: beside the packages, or where the installation keeps it."""
    beside = Path(import_module(PACKAGES[0]).__file__ or "").parents[1] / "LICENSE"
    try:
        kept = [Path(str(file.locate())) for file in distribution(PROGRAM).files or () if file.name == "LICENSE"]
    except PackageNotFoundError:
        kept = []
    return [path for path in (beside, *kept) if path.is_file()][:1]


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


# ------------------------------------------------------------------ what it rests on


def _locked() -> list[tuple[str, str]]:
    """Every package that the program needs, directly or through others, in the version that is installed."""
    versions: dict[str, str] = {}
    waiting = [*_needed(PROGRAM)]
    while waiting:
        name = waiting.pop()
        if name not in versions:
            try:
                versions[name] = distribution(name).version
            except PackageNotFoundError:
                continue
            waiting += _needed(name)
    return sorted(versions.items())


def _needed(name: str) -> Iterator[str]:
    """What a package needs, extras left out."""
    try:
        requirements = distribution(name).requires or []
    except PackageNotFoundError:
        return
    for requirement in requirements:
        wanted, _, condition = requirement.partition(";")
        found = re.match(r"[A-Za-z0-9._-]+", wanted)
        if found and "extra" not in condition:
            yield re.sub(r"[-_.]+", "-", found[0]).lower()


def _dockerfile() -> str:
    return (
        f"FROM python:{platform.python_version()}-slim\n"
        "WORKDIR /capsule\n"
        "COPY lock.txt .\n"
        "RUN pip install --no-cache-dir -r lock.txt\n"
        "COPY . .\n"
        'CMD ["sh", "run.sh"]\n'
    )


def _script(exhibits: Sequence[Exhibit]) -> str:
    return "\n".join(
        [
            "#!/bin/sh",
            "# Makes every exhibit again in the folder again, and compares with what is expected.",
            "set -e",
            'cd "$(dirname "$0")"',
            "rm -rf again && mkdir again && cd again",
            "cp -r ../program . && if [ -d ../inputs ]; then cp -r ../inputs .; fi",
            "export PYTHONPATH=program PYTHONHASHSEED=0 PYTHONDONTWRITEBYTECODE=1",
            *(one.command for one in exhibits),
            "if command -v sha256sum > /dev/null; then sha256sum -c ../expected.sha256; else shasum -a 256 -c ../expected.sha256; fi",
            "",
        ]
    )


def _readme(exhibits: Sequence[Exhibit], files: int) -> str:
    from ..results import versions

    program = ", ".join(f"{name} {version}" for name, version in versions().items())
    rows = [f"| {k} | `{one.command}` | {one.seconds} |" for k, one in enumerate(exhibits, 1)]
    return "\n".join(
        [
            "# Replication package",
            "",
            f"Made {datetime.now(UTC):%Y-%m-%d %H:%M} UTC on {_machine()}, with {program}, Python {platform.python_version()}.",
            "",
            "## To make everything again",
            "",
            "In a container: `docker build -t capsule . && docker run --rm capsule`. Without: "
            "`python3 -m venv venv && . venv/bin/activate && pip install -r lock.txt && sh run.sh`, with the Python named above.",
            "",
            f"`run.sh` makes every exhibit in the folder `again` and compares {files} files with `expected.sha256`.",
            "",
            "## Exhibits",
            "",
            "Each is one command, run in this folder with `PYTHONPATH=program`.",
            "",
            "| exhibit | command | seconds |",
            "| --- | --- | --- |",
            *rows,
            "",
            f"Together {sum(one.seconds for one in exhibits):.0f} seconds on the machine named above.",
            "",
            "`program` holds the source of the program (GPL-2.0-or-later, see `program/LICENSE`), `inputs` what the commands read, "
            "`lock.txt` every package in its version. No other data are read.",
            "",
        ]
    )


def _machine() -> str:
    """The machine in words."""
    try:
        memory = f", {os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GiB of memory"
    except (ValueError, OSError, AttributeError):
        memory = ""
    return f"{platform.platform()}, {os.cpu_count()} cores of {platform.processor() or platform.machine()}{memory}"
