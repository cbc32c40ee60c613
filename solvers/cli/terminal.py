"""What the commands share: refusals in one sentence, options, progress, and how an answer is printed."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, redirect_stdout
from math import prod
from pathlib import Path
from shutil import get_terminal_size
from typing import TYPE_CHECKING, Any, TypeAlias

import click

if TYPE_CHECKING:
    from games import Game

Command: TypeAlias = Callable[..., None]
Progress: TypeAlias = Callable[[Iterable[Any]], Iterable[Any]]

LONG = 3  # after so many seconds the time that is left is estimated
VERY_LONG = 10  # a search that is likely to take so many seconds is announced
PROBING = 0.4  # so many seconds are taken to see that
MANY = 1_000  # so many profiles of supports may take that long


class CommandLine(click.Group):
    """A group of commands whose every refusal is one sentence on standard error, with exit code 2."""

    def main(self, *args: Any, **options: Any) -> Any:
        """Run a command and leave with its exit code."""
        options["standalone_mode"] = False
        try:
            sys.exit(super().main(*args, **options) or 0)
        except click.exceptions.NoArgsIsHelpError as help_wanted:
            click.echo(help_wanted.ctx.get_help() if help_wanted.ctx else self.name)
        except click.Abort:
            sys.exit(130)
        except click.UsageError as error:
            hint = f" See {error.ctx.command_path} --help." if error.ctx else ""
            sentence = error.format_message()
            refuse(f"{sentence}{'' if sentence.endswith(('.', '?')) else '.'}{hint}")
        except click.ClickException as error:
            refuse(error.format_message())
        except OSError as error:
            refuse(f"{error.filename or 'A file'} cannot be read or written: {error.strerror or error}.")
        except ValueError as error:
            from games import GameError

            if not isinstance(error, GameError):
                raise
            refuse(str(error))


def refuse(sentence: str) -> None:
    """Say what is wrong, and leave."""
    click.echo(f"Error: {' '.join(sentence.split())}", err=True)
    sys.exit(2)


# ------------------------------------------------------------------ arguments that commands share


def shared(*names: str) -> Callable[[Command], Command]:
    """Add options that several commands take."""

    def add(command: Command) -> Command:
        for name in reversed(names):
            command = OPTIONS[name](command)
        return command

    return add


def _settings(context: click.Context, option: click.Parameter, options: Sequence[str]) -> dict[str, str]:
    settings: dict[str, str] = {}
    for option_text in options:
        name, equals, value = (text.strip() for text in option_text.partition("="))
        if not (name and equals and value):
            raise click.BadParameter(f"{option_text!r} is not of the form NAME=VALUE, as phi=1/4.", context, option)
        if name in settings:
            raise click.BadParameter(f"{name} is given twice.", context, option)
        settings[name] = value
    return settings


class Named(click.Option):
    """An option whose help lists the names that there are when it is shown; until then the records are not read."""

    def __init__(self, *declared: Any, names: Callable[[], Iterable[str]], help: str, **options: Any) -> None:
        super().__init__(*declared, **options)
        self.names, self.pattern = names, help

    def get_help_record(self, context: click.Context) -> tuple[str, str] | None:
        """Give the option and its help."""
        *most, last = self.names()
        self.help = self.pattern.format(f"{', '.join(most)} or {last}" if most else last)
        if callable(self.default):
            self.default = self.default()
        return super().get_help_record(context)


def _concepts() -> Iterable[str]:
    from ..concept import CONCEPTS

    return [concept.name for concept in CONCEPTS.values() if concept.methods]


def _refinements() -> Iterable[str]:
    from ..concept import REFINEMENTS

    return REFINEMENTS


OPTIONS: Mapping[str, Callable[[Command], Command]] = {
    "game": click.argument("game"),
    "set": click.option(
        "--set",
        "settings",
        multiple=True,
        metavar="NAME=VALUE",
        callback=_settings,
        help="Give a parameter an exact value (phi=1/4, phi=0.3), or set the structure (core=1). May be repeated.",
    ),
    "over": click.option(
        "--over", metavar="NAMES", help="Parameters that stay symbolic, as phi,D_emb, or all; the game's headline ones by default."
    ),
    "concept": click.option(
        "--concept",
        cls=Named,
        names=_concepts,
        metavar="CONCEPT",
        help="The equilibrium concept, by default the first, and with types from a continuum the one for them: {}.",
    ),
    "method": click.option("--method", metavar="NAME", help="A method for the concept, as nashpy for nash; the one that suits by default."),
    "refine": click.option(
        "--refine",
        cls=Named,
        names=_refinements,
        metavar="TEST",
        help="Keep the equilibria that survive a refinement of signalling games: {}.",
    ),
    "knife_edges": click.option("--knife-edges", is_flag=True, help="Also the families that live on walls only."),
    "seconds": click.option(
        "--seconds",
        type=click.FloatRange(min=0, min_open=True),
        help="Come back after about so many seconds, with what was found until then.",
    ),
    "gigabytes": click.option(
        "--gigabytes",
        type=click.FloatRange(min=0, min_open=True),
        help="Stop it likewise when it takes so much memory; half of what the machine has left by default.",
    ),
    "estimate": click.option("--estimate", "only_estimate", is_flag=True, help="Estimate what the search will take, and stop."),
    "prove": click.option("--prove", is_flag=True, help="Ask a second formulation for an equilibrium that was missed; for small games."),
    "details": click.option(
        "--details/--no-details", default=None, help="Write out every closed form, or none; by default when there are few."
    ),
    "out": click.option(
        "--out", type=click.Path(file_okay=False, path_type=Path), metavar="DIR", help="Write the results as files into a folder."
    ),
    "decisions": click.option(
        "--decisions",
        type=click.Path(file_okay=False, path_type=Path),
        metavar="DIR",
        help="Write every decision that the map rests on as an SMT-LIB 2 file, to be decided again by recheck.",
    ),
    "certificates": click.option(
        "--certificates/--no-certificates",
        default=None,
        help="Look for a certificate of each decision; by default where there are at most 2,000 of them.",
    ),
    "json": click.option("--json", "as_json", is_flag=True, help="Print one JSON object and nothing else."),
}


def opened(name: str, settings: Mapping[str, str]) -> tuple[Game, dict[str, Any]]:
    """Load a game in the structure asked for, and read the values given to its parameters."""
    from games import load

    game = load(name, **settings)
    values: dict[str, Any] = {key: game.fixed[key] for key in settings if key in game.fixed}
    if values:
        game = load(name, **{key: value for key, value in settings.items() if key not in values})
    return game, values


def meant_in(game: Game, concept: str | None) -> str:
    """The concept that is asked for, or the default for a game when none is."""
    from ..concept import meant

    return meant(concept, game)


def announce(game: Game, over: str | None, concept: str | None, knife_edges: bool, values: Mapping[str, Any]) -> None:
    """Say on standard error what a search is likely to take, when that is long."""
    from ..concept import CONCEPTS, DEFAULT

    record = CONCEPTS.get(concept or DEFAULT)
    if game.types or record is None or not record.probed or prod(2 ** len(actions) - 1 for actions in game.set_actions) < MANY:
        return
    from ..front import estimate

    effort = estimate(game, over, concept, knife_edges=knife_edges, seconds=PROBING, enough=VERY_LONG, **values)
    if effort.seconds > VERY_LONG or not effort.complete:
        from tqdm import tqdm

        tqdm.write(f"{effort} Ctrl-C ends it, and what was found until then is given.", file=sys.stderr)


def read_json(file: Path) -> Any:
    """Read a file that holds a profile or a claim; numbers with a decimal point stay text, which is exact."""

    def refused(constant: str) -> Any:
        raise ValueError(f"{constant} is no number")

    try:
        return json.loads(file.read_bytes(), parse_float=str, parse_constant=refused)
    except json.JSONDecodeError as error:
        raise click.ClickException(f"{file} is no JSON: {error.msg} in line {error.lineno}, column {error.colno}.") from None
    except (ValueError, RecursionError) as error:
        raise click.ClickException(f"{file} is no JSON that can be read: {error}.") from None


@contextmanager
def working(what: str, *steps: str) -> Iterator[Progress]:
    """Keep standard output for the answer; on a terminal, show the time and how far the work is."""
    with redirect_stdout(sys.stderr):
        if not sys.stderr.isatty():
            yield iter
            return
        from threading import Event, Thread

        from tqdm import tqdm

        done = Event()
        with tqdm(bar_format="{desc} ({elapsed})", desc=what, leave=False) as bar:

            def tick() -> None:
                while not done.wait(0.5):
                    bar.refresh()

            stages = iter(steps or ("searching, part", "solving again, point"))

            def progress(tasks: Iterable[Any]) -> Iterator[Any]:
                listed, stage, start = list(tasks), next(stages, what), time.monotonic()
                for k, task in enumerate(listed, 1):
                    passed = time.monotonic() - start
                    more = f", some {passed / (k - 1) * (len(listed) - k + 1):.0f} s more" if k > 1 and passed > LONG else ""
                    bar.set_description_str(f"{stage} {k} of {len(listed)}{more}")
                    yield task

            clock = Thread(target=tick, daemon=True)
            clock.start()
            try:
                yield progress
            finally:
                done.set()
                clock.join()


def tell(as_json: bool, answer: Any, text: Callable[[], str], written: Sequence[Path] = ()) -> None:
    """Print an answer for programs or for people; either may be given as what makes it, when it is wanted."""
    if as_json:
        click.echo(json.dumps(answer() if callable(answer) else answer))
        return
    from ..show.wrapping import within

    with within(get_terminal_size().columns):
        click.echo(text())
    tell_written(written)


def in_lines(text: str) -> str:
    """Wrap lines, with what goes on of each a little further in than it begins."""
    from ..show.wrapping import wrap

    starts = ((line.lstrip(" "), len(line) - len(line.lstrip(" "))) for line in text.splitlines())
    return "\n".join(wrapped for line, indent in starts for wrapped in wrap(line, " " * indent, " " * (indent + 2)))


def tell_written(paths: Iterable[Path]) -> None:
    """Say which files were written."""
    for path in paths:
        click.echo(f"Written: {path}")
