"""The command line: the same front doors without Python."""

from __future__ import annotations

import gc
import warnings
from shutil import get_terminal_size

import click

from . import asking, capsule, checking, correlating, fitting, following, learning, responding, solving, sweeping
from .terminal import CommandLine

OBJECTS_BETWEEN_LOOKS = 100_000  # for reference cycles; answers are made of many small objects that stay, and of few cycles


def main() -> None:
    """Run the command line."""
    gc.set_threshold(OBJECTS_BETWEEN_LOOKS, *gc.get_threshold()[1:])
    warnings.showwarning = lambda message, *_: click.echo(f"Note: {message}", err=True)
    command_line()


NARROW = 52  # columns, below which click would write help wider than the terminal
COLUMNS = get_terminal_size().columns
HELP = {"help_option_names": ["-h", "--help"], "max_content_width": 100} | ({"terminal_width": COLUMNS} if COLUMNS < NARROW else {})


@click.group(cls=CommandLine, name="cartel-games", context_settings=HELP)
@click.version_option(package_name="cartel-games", prog_name="cartel-games")
def command_line() -> None:
    """Find all equilibria of strategic situations, and the regimes in which each exists.

    GAME is a name of the catalogue, a path to an .efg or .nfg file, or a story of your own as path/file.py:function.
    """


COMMANDS = (
    *(solving.catalog, solving.solve, solving.concepts, solving.families, solving.regimes),
    *(correlating.correlated, correlating.commit, correlating.trace_value),
    *(responding.quantal, responding.correspondence),
    *(learning.approximate, following.lift, following.trace),
    *(asking.compare, asking.remedies, asking.statics, asking.claim, asking.robustness, asking.coverage, sweeping.sweep),
    *(fitting.simulate, fitting.fit),
    capsule.capsule,
    *(checking.check, checking.verify, checking.why_not, checking.recheck, checking.tables),
)
for command in COMMANDS:
    command_line.add_command(command)
