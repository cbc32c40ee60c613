"""Payoffs as CSV: a column for each player's choice and one for its payoff, a row for each combination of choices."""

from __future__ import annotations

import csv
import io
import os
from itertools import product
from pathlib import Path

from .build import Draft, freeze
from .chart import LARGEST_TREE
from .errors import GameError
from .forms.normal import normal_form
from .labels import Joined
from .numbers import Number, read, simplest, text
from .tree import TERMINAL, Game
from .whole_files import write_whole

PAYOFF = "payoff "
LARGEST_FILE = 50_000_000  # bytes
MOST_PLAYERS = 100
Paid = dict[tuple[str, ...], list[Number]]
SHAPE = "The first line names the players, and their payoffs as 'payoff NAME': Row,Column,payoff Row,payoff Column."


def write_csv(game: Game, path: str | os.PathLike[str]) -> Path:
    """Write what every combination of plans pays into a CSV file, numbers exact.

    Parameters
    ----------
    game : Game
        Any; of an extensive form the reduced normal form is written. Parameters stay closed forms.
    path : path or str
        The file.

    Raises
    ------
    GameError
        When there are too many combinations, or the file cannot be written.
    """
    form = normal_form(game)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([*game.players, *(PAYOFF + player for player in game.players)])
    combinations = (tuple(reversed(backwards)) for backwards in product(*reversed(form.plans)))
    for plans, payoffs in zip(combinations, form.payoffs, strict=True):
        writer.writerow([*plans, *map(text, payoffs)])
    try:
        return write_whole(path, out.getvalue())
    except OSError as error:
        raise GameError(f"{path} cannot be written: {error.strerror or error}.") from None


def read_csv(path: str | os.PathLike[str]) -> Game:
    """Read a game in which everybody chooses at once from a CSV file of payoffs.

    Parameters
    ----------
    path : path or str
        The first line names the players and then their payoffs, as ``Row,Column,payoff Row,payoff Column``; each other line is a
        combination of choices with its payoffs, exact numbers such as ``1/3`` or decimals.

    Raises
    ------
    GameError
        Line and cause: an unknown column, a payoff that is no number, a combination that is missing or there twice.
    """
    name = Path(path).name
    try:
        if Path(path).stat().st_size > LARGEST_FILE:
            raise GameError(f"{name} is larger than {LARGEST_FILE // 10**6} megabytes.")
        rows = list(csv.reader(io.StringIO(Path(path).read_bytes().decode("utf-8-sig")), strict=True))
    except OSError as error:
        raise GameError(f"{path} cannot be read: {error.strerror or error}.") from None
    except (UnicodeDecodeError, csv.Error) as error:
        raise GameError(f"{name} is no CSV text: {error}.") from None
    lines = [(number, [cell.strip() for cell in row]) for number, row in enumerate(rows, 1) if any(cell.strip() for cell in row)]
    if not lines:
        raise GameError(f"{name} is empty. {SHAPE}")
    players, columns = _head(name, lines[0][1])
    return _game(Path(path).stem or "game", name, players, columns, lines[1:])


def _head(name: str, head: list[str]) -> tuple[list[str], list[int]]:
    """The players, and the column of each one's payoff."""
    players = [cell for cell in head if not cell.startswith(PAYOFF)]
    payoffs = [cell.removeprefix(PAYOFF).strip() for cell in head if cell.startswith(PAYOFF)]
    if len(players) > MOST_PLAYERS:
        raise GameError(f"{name} has {len(players)} players; at most {MOST_PLAYERS} are read.")
    if not players or len(set(head)) < len(head) or not all(players) or sorted(players) != sorted(payoffs):
        raise GameError(f"{name}, line 1: found {', '.join(head)}. {SHAPE}")
    return players, [head.index(player) for player in players] + [
        next(k for k, cell in enumerate(head) if cell.startswith(PAYOFF) and cell.removeprefix(PAYOFF).strip() == player)
        for player in players
    ]


def _game(title: str, name: str, players: list[str], columns: list[int], lines: list[tuple[int, list[str]]]) -> Game:
    choices: list[dict[str, None]] = [{} for _ in players]
    paid: Paid = {}
    for number, row in lines:
        if len(row) != len(columns):
            raise GameError(f"{name}, line {number} has {len(row)} entries, and the first line {len(columns)}.")
        combination = tuple(row[k] for k in columns[: len(players)])
        if not all(combination):
            raise GameError(f"{name}, line {number}: a choice has no name.")
        if combination in paid:
            raise GameError(f"{name}, line {number}: {', '.join(combination)} is there twice.")
        for taken, choice in zip(choices, combination, strict=True):
            taken[choice] = None
        paid[combination] = [_payoff(name, number, row[k]) for k in columns[len(players) :]]
        if sum(map(len, choices)) * len(players) > LARGEST_TREE:
            raise GameError(f"{name} is too large.")
    total = 1
    for taken in choices:
        total *= len(taken)
    if not paid or total != len(paid):
        missing = next((c for c in product(*choices) if c not in paid), ()) if paid and total < LARGEST_TREE else ()
        said = f"it says nothing of {', '.join(missing)}" if missing else "it has no payoffs"
        raise GameError(f"{name} is incomplete: {said}; every combination of choices needs a line.")
    draft = Draft(title, tuple(players))
    labels = [tuple(taken) for taken in choices]
    for player, offered in zip(players, labels, strict=True):
        draft.sets[player, (("", "start"),)] = offered
    _grow(draft, labels, paid, (), -1)
    return freeze(draft, title)


def _grow(draft: Draft, labels: list[tuple[str, ...]], paid: Paid, done: tuple[str, ...], above: int) -> None:
    """Add the tree below a combination of choices, the players choosing one after the other, unseen."""
    move = labels[len(done) - 1].index(done[-1]) if done else -1
    if len(done) == len(labels):
        draft.add(TERMINAL, (tuple(paid[done]), {}, Joined(done)), above, move)
        return
    player = draft.players[len(done)]
    node = draft.add(len(done), ("choose", player, (("", "start"),), labels[len(done)]), above, move)
    for choice in labels[len(done)]:
        _grow(draft, labels, paid, (*done, choice), node)


def _payoff(name: str, line: int, source: str) -> Number:
    try:
        number = simplest(read(source))
    except GameError as error:
        raise GameError(f"{name}, line {line}: the payoff {source!r} is no number: {error}") from None
    if getattr(number, "free", ()):
        raise GameError(f"{name}, line {line}: the payoff {source!r} holds a symbol; a file has numbers only.")
    return number
