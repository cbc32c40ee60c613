"""Games for Gambit's Python package; nothing else here touches it."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from .efg import write_efg
from .errors import GameError
from .tree import Game

if TYPE_CHECKING:
    import pygambit


def to_gambit(game: Game) -> pygambit.Game:
    """Give a game with numbers to pygambit.

    Parameters
    ----------
    game : Game
        Without open parameters.

    Returns
    -------
    pygambit.Game
        The same tree, labels and exact numbers. Where a label comes twice, pygambit adds ``_1``, ``_2``.

    Raises
    ------
    GameError
        When a parameter is open, when pygambit is not installed, or when it refuses a label.
    """
    written = write_efg(game)
    try:
        import pygambit
    except ImportError:
        raise GameError("to_gambit needs pygambit; install it with: pip install 'pygambit>=17.0.0b2,<18'.") from None
    try:
        return pygambit.read_efg(BytesIO(written.encode()))
    except ValueError as error:
        raise GameError(f"pygambit does not take {game.name}: {error}.") from None
