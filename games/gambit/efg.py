"""Games as Gambit's text files: extensive form (``.efg``) and normal form (``.nfg``), numbers exact."""

from __future__ import annotations

import itertools
import os
import re
from fractions import Fraction
from pathlib import Path

import numpy as np

from ..build import Draft, freeze
from ..checks import check_finite, first_forgetting, refuse_many_nodes
from ..errors import GameError
from ..forms.normal import normal_form
from ..numbers import text
from ..tree import CHANCE, TERMINAL, Game
from ..whole_files import write_whole
from .grammar import LONGEST_LABEL, LONGEST_TEXT, UNWANTED, Extensive, Source
from .line_reader import read_lines
from .tree_reader import distinct, grow_extensive, grow_normal


def read_efg(path_or_text: str | os.PathLike[str]) -> Game:
    """Read a game from a Gambit file, in extensive (``.efg``) or normal form (``.nfg``), or from its text.

    Parameters
    ----------
    path_or_text : path or str
        A path, a string that names a file or ends in ``.efg`` or ``.nfg``, or a text that begins with ``EFG`` or ``NFG``.

    Returns
    -------
    Game
        Named after the file (a text: ``game``), with the labels of the file: an unlabelled player, set or action has
        its number as label, a second one with the same label gets ``#2``. Outcomes with a name are the classes of
        endings; the others are classed by the moves of the players. Payoffs on the way are added to the endings below.
        A normal form becomes the game in which the players choose one after the other, unseen.

    Raises
    ------
    GameError
        Line, column and cause, when the text is no such game or a player forgets.

    Examples
    --------
    >>> read_efg('EFG 2 R "Coin" { "Ann" } c "" 1 "coin" { "heads" 1/2 "tails" 1/2 } 0 t "" 1 "won" { 1 } t "" 2 "lost" { 0 }')
    <Game game: Ann; 3 nodes, 0 information sets>
    """
    name, source = _opened(path_or_text)
    plain = read_lines(name, source.text)
    if plain is not None:
        return plain
    file = source.parse()
    version = 2 if isinstance(file, Extensive) else 1
    if file.version != str(version):
        raise source.refuse(file.version, f"expected version {version} of the format, found {file.version}")
    if file.arithmetic not in ("R", "D"):
        raise source.refuse(file.arithmetic, f"expected R or D after the version, found {file.arithmetic}")
    if not file.players:
        raise source.refuse(file.title, "the game has no players; name at least one after the title")
    draft = Draft(name, distinct(map(source.label, file.players)))
    if isinstance(file, Extensive):
        grow_extensive(source, draft, file)
    else:
        grow_normal(source, draft, file)
    game = freeze(draft, source.label(file.title) or name)
    forgetting = first_forgetting(game)
    if forgetting is not None and isinstance(file, Extensive):
        order = np.argsort(np.array(draft.depth), kind="stable")
        raise source.refuse(file.nodes[order[forgetting[0]]].place, forgetting[1])
    return game


def write_efg(game: Game, path: str | os.PathLike[str] | None = None) -> str:
    """Write a game with numbers as Gambit's text, and into a file where a path is given.

    Parameters
    ----------
    game : Game
        Without open parameters.
    path : path or str, optional
        Where to write. A name that ends in ``.efg``, or none, means the extensive form; one that ends in ``.nfg`` the
        reduced normal form, a list of payoffs.

    Returns
    -------
    str
        The text. Reading an extensive form gives the same tree, labels and numbers; it has no place for measures.

    Raises
    ------
    GameError
        When a parameter is open, a label has a character that no text file should have, or the text would be too large.
    """
    check_finite(game, "A Gambit file")
    if game.parameters:
        raise GameError(f"{game.name} is symbolic in {', '.join(game.parameters)}; put numbers in first, as in write_efg(game.at()).")
    refuse_many_nodes(game, "write_efg writes a line for every node")
    suffix = ".efg" if path is None else Path(path).suffix.lower()
    if suffix not in (".efg", ".nfg"):
        raise GameError(f"{str(path)!r} ends neither in .efg (extensive form) nor in .nfg (normal form); give it one of these.")
    written = "\n".join(_extensive_lines(game) if suffix == ".efg" else _normal_lines(game)) + "\n"
    if path is not None:
        write_whole(path, written)
    return written


# ------------------------------------------------------------------ opening


def _opened(path_or_text: str | os.PathLike[str]) -> tuple[str, Source]:
    text_or_name = os.fspath(path_or_text)
    if not isinstance(text_or_name, str):
        raise GameError(f"{text_or_name!r} is neither a path nor a text; give a string or a Path.")
    if os.path.isfile(text_or_name):
        return Path(text_or_name).stem, Source(Path(text_or_name).name, _decoded(Path(text_or_name)))
    named = isinstance(path_or_text, os.PathLike) or text_or_name[-4:].lower() in (".efg", ".nfg")
    if not named and re.match(r"\ufeff?\s*[EN]FG\b", text_or_name):
        return "game", Source("text", text_or_name.removeprefix("\ufeff"))
    if named and len(text_or_name) < 1_000 and "\n" not in text_or_name:
        raise GameError(f"There is no file {text_or_name!r}; give the path of an .efg or .nfg file, or its text.")
    shown = text_or_name if len(text_or_name) <= 40 else text_or_name[:37] + "..."
    raise GameError(f"{shown!r} is neither a file nor the text of a game; such a text begins with EFG or NFG.")


def _decoded(path: Path) -> str:
    try:
        if path.stat().st_size > LONGEST_TEXT:
            raise GameError(f"{path.name} has {path.stat().st_size} bytes; at most {LONGEST_TEXT} are read.")
        content = path.read_bytes()
    except OSError as error:
        raise GameError(f"{path.name} cannot be read: {error.strerror}.") from None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        good = content[: error.start]
        column = len(good[good.rfind(b"\n") + 1 :].decode("utf-8", "replace")) + 1
        line = good.count(b"\n") + 1
        raise GameError(f"{path.name}:{line}:{column}: the byte {content[error.start]:#04x} is no UTF-8; save the file as UTF-8") from None


# ------------------------------------------------------------------ writing


def _extensive_lines(game: Game) -> list[str]:
    return [f"EFG 2 R {_quoted(game.title)} {{ {' '.join(map(_quoted, game.players))} }}", '""', "", *_nodes(game)]


def _normal_lines(game: Game) -> list[str]:
    form = normal_form(game)
    plans = [f"{{ {' '.join(map(_quoted, distinct(own)))} }}" for own in form.plans]
    payoffs = " ".join(_exact(number) for profile in form.payoffs for number in profile)
    head = f"NFG 1 R {_quoted(game.title)} {{ {' '.join(map(_quoted, game.players))} }}"
    return [head, "", "{ " + "\n".join(plans), "}", '""', "", payoffs]


def _nodes(game: Game) -> list[str]:
    """Write a line a node, depth first; sets are numbered player by player, outcomes as they come."""
    first = np.searchsorted(game.set_owner, np.arange(len(game.players)))
    outcomes: dict[tuple[str, str], int] = {}
    chances = itertools.count(1)  # each chance node a set of its own: Gambit asks for perfect recall of chance, too
    lines, waiting = [], [(0, "")]
    while waiting:
        node, moves = waiting.pop()
        owner, index = int(game.owner[node]), int(game.infoset[node])
        if owner == TERMINAL:
            name = game.outcome_names[game.outcome[index]]
            label = _quoted("" if name == (moves or "the start") else name)
            payoffs = ", ".join(_exact(game.payoff(index, k)) for k in range(len(game.players)))
            lines.append(f't "" {outcomes.setdefault((label, payoffs), len(outcomes) + 1)} {label} {{ {payoffs} }}')
            continue
        below = game.children(node)
        if owner == CHANCE:
            name, labels = game.chance_moves[index]
            draws = " ".join(f"{_quoted(label)} {_exact(game.chance(child))}" for label, child in zip(labels, below, strict=True))
            lines.append(f'c "" {next(chances)} {_quoted(name)} {{ {draws} }} 0')
            waiting.extend((child, moves) for child in reversed(below))
        else:
            labels = game.set_actions[index]
            actions = " ".join(map(_quoted, labels))
            lines.append(f'p "" {owner + 1} {index - first[owner] + 1} {_quoted(game.set_labels[index])} {{ {actions} }} 0')
            waiting.extend((child, f"{moves}/{label}" if moves else label) for child, label in reversed([*zip(below, labels, strict=True)]))
    return lines


def _exact(number: object) -> str:
    if not isinstance(number, (int, Fraction)):
        raise GameError(f"The number {text(number)} is no fraction, and a Gambit file holds only those.")
    return str(number)


def _quoted(label: str) -> str:
    unwanted = UNWANTED.search(label)
    if unwanted:
        raise GameError(f"The label {label!r} has the character U+{ord(unwanted[0]):04X}, which has no place in a text file.")
    if len(label) > LONGEST_LABEL:
        raise GameError(f"The label that begins with {label[:40]!r} has {len(label)} characters; at most {LONGEST_LABEL} are written.")
    backslashes = re.sub(r'\\(?=[\\"]|\Z)', r"\\\\", label)  # only where one would be read as an escape
    return '"' + backslashes.replace('"', '\\"') + '"'
