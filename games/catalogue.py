"""The catalogue: every game by name, files, and stories in a user's own file."""

from __future__ import annotations

import difflib
import hashlib
import importlib
import re
import sys
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any, TypeVar

from . import classics, essay
from .errors import GameError
from .fitting import fitting
from .single_plays import UnbuiltGame
from .story import Story
from .tree import Game

if TYPE_CHECKING:
    import pandas as pd

T = TypeVar("T")


class Stories(Mapping[str, Story]):
    """The stories of some packages by name, each loaded when it is asked for."""

    def __init__(self, *packages: ModuleType) -> None:
        self._homes = {name: package for package in packages for name in package.__all__}

    def __getitem__(self, name: str) -> Story:
        story: Story = getattr(self._homes[name], name)
        return story

    def __iter__(self) -> Iterator[str]:
        return iter(self._homes)

    def __len__(self) -> int:
        return len(self._homes)


STORIES = Stories(essay, classics)

FILES: dict[str, Path] = {path.stem: path for path in sorted(Path(classics.__file__).parent.glob("*.[en]fg"))}

MOST_NAMED = 14  # games that an error message lists


def load(name: str, **structure: object) -> Game:
    """Give a game by its name in the catalogue, from a Gambit file, or from a story in a Python file.

    Parameters
    ----------
    name : str
        A name of the catalogue (see `catalog`), a path to an ``.efg`` or ``.nfg`` file, or ``path/file.py:function``.
    **structure
        Structure arguments of the story, also as text from a command line (``core="true"``, ``cartels="2"``);
        a parameter's name fixes the parameter, or ties it to others (``r_w="-r_s"``).

    Returns
    -------
    Game
        Symbolic in every parameter that is not fixed.

    Raises
    ------
    GameError
        When there is no such game or file, when an argument does not fit, or what is wrong with the file.

    Examples
    --------
    >>> load("defection_for_immunity", core="true")
    <Game defection_for_immunity: informer, US; 19 nodes, 4 information sets, 9 parameters>
    """
    if not isinstance(name, str):
        raise GameError(f"games.load takes the name of a game as text; found {name!r}.")
    if Path(name).suffix in (".efg", ".nfg"):
        return _from_gambit(name, structure)
    if name in FILES:
        return _from_gambit(str(FILES[name]), structure)
    return _called(Story.__call__, name, structure)


def unbuilt(name: str, **structure: object) -> UnbuiltGame:
    """Give a game by its name without building it, for learning by sampling in games of any size.

    Parameters
    ----------
    name : str
        A name of the catalogue (see `catalog`), or ``path/file.py:function``.
    **structure
        Structure arguments of the story and values of parameters, as in `load`; other parameters are at their defaults.

    Raises
    ------
    GameError
        When there is no such story, or an argument does not fit.

    Examples
    --------
    >>> unbuilt("campaign", preset="large").players
    ('US', 'Mexico', 'Cartel 1', 'Cartel 2', 'Cartel 3', 'Foreign')
    """
    if not isinstance(name, str):
        raise GameError(f"games.unbuilt takes the name of a game as text; found {name!r}.")
    if Path(name).suffix in (".efg", ".nfg") or name in FILES:
        raise GameError(f"{name} is a file that holds a tree and no story; games.load reads it.")
    return _called(Story.unbuilt, name, structure)


def story_named(name: str) -> Story:
    """Find a story by its name in the catalogue, or as ``path/file.py:function``.

    Raises
    ------
    GameError
        When there is none.
    """
    path, _, function = name.rpartition(":")
    if path.endswith(".py"):
        return _from_file(Path(path), function)
    if name.endswith(".py"):
        raise GameError(f"{name} is a file of stories; say which one, as {name}:NAME.")
    if Path(name).suffix in (".efg", ".nfg") or name in FILES:
        raise GameError(f"{name} is a file that holds a tree and no story.")
    if name not in STORIES:
        raise GameError(_no_such_game(name))
    return STORIES[name]


def _called(how: Callable[..., T], name: str, structure: Mapping[str, object]) -> T:
    """Call a story of the catalogue or of a file."""
    path, _, function = name.rpartition(":")
    if path.endswith(".py"):
        return game_of(how, _from_file(Path(path), function), structure, f"{Path(path).name}, in {function}")
    story = story_named(name)
    return how(story, **fitting(story, structure))


def entries() -> list[dict[str, Any]]:
    """List the games of the catalogue as plain data, in the default structure of each.

    Returns
    -------
    list of dict
        ``name``, ``title``, ``players`` (list of str), ``nodes``, ``infosets``, ``parameters`` (list of str), ``source``,
        ``rows`` (rows of the essay) and ``known`` (known answers, in words).
    """
    return [
        {
            "name": story.name,
            "title": story.title,
            **story.outline(),
            "source": story.source,
            "rows": list(story.rows),
            "known": list(story.known),
        }
        for story in STORIES.values()
    ] + [_file_entry(name, path) for name, path in FILES.items()]


def entry(name: str) -> dict[str, Any]:
    """Tell all about one game of the catalogue or one story, in its default structure, as plain data.

    Parameters
    ----------
    name : str
        A name of the catalogue, or ``path/file.py:function``.

    Returns
    -------
    dict
        As in `entries`, and ``about`` (the docstring), ``structure`` (dict from str to default), and ``numbers`` (list of dict, one
        a parameter: ``name``, ``default``, ``domain``, ``means``, ``headline``).

    Raises
    ------
    GameError
        When there is no such game.

    Examples
    --------
    >>> entry("beer_quiche")["numbers"]
    [{'name': 'p', 'default': '9/10', 'domain': ['0 < p < 1'], 'means': 'prior that the Sender is strong', 'headline': True}]
    """
    path, _, function = name.rpartition(":")
    if Path(name).suffix in (".efg", ".nfg"):
        raise GameError(f"{name} is a file, not a story, and says no more than games.load({name!r}) shows.")
    if name in FILES:
        facts = _file_entry(name, FILES[name])
        return {**facts, "about": facts["title"], "structure": {}, "numbers": []}
    story = story_named(name)
    where = f"{Path(path).name}, in {function}"
    game, declared = game_of(Story.__call__, story, {}, where), story.parameters(**story.structure)
    headline = game.headline or game.parameters
    return {
        "name": story.name,
        "title": story.title,
        **story.outline(),
        "source": story.source,
        "rows": list(story.rows),
        "known": list(story.known),
        "about": story.about,
        "structure": {name: str(default) for name, default in story.structure.items()},
        "numbers": [
            {
                "name": name,
                "default": str(declared[name].default),
                "domain": list(declared[name].chains),
                "means": declared[name].means,
                "headline": name in headline,
            }
            for name in (*headline, *(name for name in game.parameters if name not in headline))
        ],
    }


def catalog() -> pd.DataFrame:
    """Tabulate the games of the catalogue, one row a game.

    Returns
    -------
    pandas.DataFrame
        Columns ``name``, ``title``, ``players``, ``nodes``, ``information sets``, ``parameters``, ``source``, ``rows`` and
        ``known``; several in one cell are joined by commas, known answers by spaces.
    """
    import pandas as pd

    frame = pd.DataFrame(entries()).rename(columns={"infosets": "information sets"})
    for column, between in (("players", ", "), ("parameters", ", "), ("rows", ", "), ("known", " ")):
        frame[column] = frame[column].map(between.join)
    return frame


def _file_entry(name: str, path: Path) -> dict[str, Any]:
    """Describe a game that comes as a file: its source and known answers stand in the file's comment."""
    game = load(name)
    facts = re.search(r'"Source: (?P<source>[^"]*?)\.\s+Known: (?P<known>[^"]*)"', path.read_text(encoding="utf-8"))
    if facts is None:
        raise GameError(f'{path.name} has no comment of the form "Source: ... . Known: ... ."; add one after the labels.')
    return {
        "name": name,
        "title": game.title,
        "players": list(game.players),
        "nodes": game.nodes,
        "infosets": game.infosets,
        "parameters": [],
        "source": " ".join(facts["source"].split()),
        "rows": [],
        "known": [" ".join(facts["known"].split())],
    }


def _no_such_game(name: str) -> str:
    names = [*STORIES, *FILES]
    near = difflib.get_close_matches(name, names, n=3, cutoff=0.5)
    meant = f"; did you mean {' or '.join(near)}?" if near else "."
    listed = f"the catalogue has {', '.join(names)}" if len(names) <= MOST_NAMED else f"games.catalog() lists all {len(names)}"
    here = Path(f"{name}.py")
    if here.is_file():
        meant = f", but a file {here}; for a story in it write {here}:NAME."
    return f"There is no game {name!r}{meant} Give a path to an .efg or .nfg file, file.py:function, or a name: {listed}."


# ------------------------------------------------------------------ arguments


# ------------------------------------------------------------------ files


def _from_gambit(name: str, structure: Mapping[str, object]) -> Game:
    from .gambit.efg import read_efg

    if structure:
        raise GameError(f"{name} is a file without parameters or structure; leave out {', '.join(structure)}.")
    _read_bytes(Path(name))
    return read_efg(name)


def _from_file(path: Path, function: str) -> Story:
    """Load a Python file afresh and give one of its stories."""
    source = _read_bytes(path)
    module = ModuleType(f"_story_{hashlib.sha256(str(path.resolve()).encode()).hexdigest()[:12]}")
    module.__file__ = str(path)
    sys.modules[module.__name__] = module
    try:
        with _importable(path.resolve().parent):
            exec(compile(source, str(path), "exec"), module.__dict__)
    except (Exception, SystemExit) as error:
        raise GameError(f"{path} cannot be loaded: {_cause(error, str(path))}") from error
    stories = [name for name, value in vars(module).items() if isinstance(value, Story)]
    story = vars(module).get(function)
    if not isinstance(story, Story):
        fault = f"has no {function!r}" if story is None else f"has {function!r}, but it is no story; write @game(players=...) above it"
        raise GameError(f"{path} {fault}; the stories in it are {', '.join(stories) or 'none'}.")
    return story


def game_of(how: Callable[..., T], story: Story, structure: Mapping[str, object], where: str) -> T:
    """Tell a user's story; what goes wrong in its rules is said in one sentence."""
    file = getattr(sys.modules.get(story.rules.__module__), "__file__", None) or ""
    try:
        return how(story, **fitting(story, structure))
    except GameError as error:
        if (line := _line(error, file)) is not None:
            raise GameError(f"{error} ({Path(file).name}, line {line})") from error
        raise
    except Exception as error:
        raise GameError(f"{where}: {_cause(error, file)}") from error


def _read_bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise GameError(f"{path} cannot be read: {error.strerror or error}.") from None


def _line(error: BaseException, file: str) -> int | None:
    """The last line of a file on the way to an error, if any."""
    lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == file]
    return lines[-1] if lines else None


def _cause(error: BaseException, file: str) -> str:
    """Say in one sentence what went wrong, and in which line of a file."""
    line = error.lineno if isinstance(error, SyntaxError) else _line(error, file)
    message = error.msg if isinstance(error, SyntaxError) else " ".join(str(error).split())
    kind = "" if isinstance(error, GameError) else f"{type(error).__name__}: " if message else type(error).__name__
    return f"{f'line {line}: ' if line else ''}{kind}{message.rstrip('.')}."


@contextmanager
def _importable(folder: Path) -> Iterator[None]:
    """Let a file import its neighbours while it loads, without leaving them, or anything on the disk, behind."""
    loaded, no_bytecode = set(sys.modules), sys.dont_write_bytecode
    sys.path.insert(0, str(folder))
    sys.dont_write_bytecode = True
    importlib.invalidate_caches()
    try:
        yield
    finally:
        sys.path.remove(str(folder))
        sys.dont_write_bytecode = no_bytecode
        for name in set(sys.modules) - loaded:
            file = getattr(sys.modules[name], "__file__", None)
            if file and Path(file).parent == folder:
                del sys.modules[name]
