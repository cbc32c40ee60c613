"""Pictures of game trees: SVG for the screen, TikZ for papers."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..errors import GameError
from ..tree import Game
from ..whole_files import write_whole
from .contents import Contents
from .layout import Layout, lay_out
from .playing import Playing, Strategies
from .svg import escaped, svg_of
from .tikz import tikz_of

LEGIBLE = 0.72  # of its size: a picture that is smaller cannot be read


@dataclass(frozen=True)
class Drawing:
    """A tree that has been laid out: shown in a notebook cell as SVG, written for a paper with TikZ.

    Parameters
    ----------
    tree : Layout
        Where everything stands.
    """

    tree: Layout

    def svg(self) -> str:
        """Write the picture as SVG."""
        return svg_of(self.tree)

    def tikz(self) -> str:
        """Write the same picture as a LaTeX file of its own, with plain TikZ; payoffs and probabilities become formulas."""
        return tikz_of(self.tree)

    def save(self, path: str | Path) -> Path:
        """Write the picture to a file.

        Parameters
        ----------
        path : str or Path
            Ending in ``.svg``, ``.png`` or ``.pdf``, or in ``.tex`` for TikZ.

        Raises
        ------
        GameError
            For another ending, or a folder that cannot be written to.
        """
        path = Path(path)
        kinds: dict[str, Callable[[], str | bytes]] = {
            ".svg": self.svg,
            ".png": lambda: self._printed("png"),
            ".pdf": lambda: self._printed("pdf"),
            ".tex": self.tikz,
        }
        if path.suffix not in kinds:
            raise GameError(f"A tree is drawn as .svg, .png, .pdf or .tex, not as {path.name!r}.")
        try:
            write_whole(path, kinds[path.suffix]())
        except OSError as error:
            raise GameError(f"{path} cannot be written: {error.strerror}.") from None
        return path

    def _printed(self, kind: str) -> bytes:
        from .printed import printed

        return printed(self.tree, kind)

    def html(self, alt: str = "") -> str:
        """Write the picture as an ``<img>`` element, as wide as there is room; one that would be too small to read is moved sideways.

        Parameters
        ----------
        alt : str
            Words for who cannot see it; the title when empty.
        """
        uri = "data:image/svg+xml;base64," + b64encode(self.svg().encode()).decode()
        style = f"max-width: 100%; min-width: {round(LEGIBLE * self.tree.width)}px"
        return f'<div style="overflow-x: auto"><img alt="{escaped(alt or self.tree.title)}" style="{style}" src="{uri}"></div>'

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        return {"text/plain": repr(self), "text/html": self.html()}

    def __repr__(self) -> str:
        return f"<Drawing of {self.tree.title}>"


def draw_tree(
    game: Game,
    strategies: Strategies | None = None,
    beliefs: Strategies | None = None,
    *,
    said: Sequence[str] = (),
    max_nodes: int = 200,
    below: str = "",
) -> Drawing:
    """Draw a tree left to right: players by shape and colour, information sets by dashed lines; with what is played on it, if given.

    Parameters
    ----------
    game : Game
        Any game, symbolic ones too; chances and payoffs are written exactly.
    strategies, beliefs : mapping, optional
        By player and information set the probability of each action, and of each history; they may be closed forms. Then what is played
        is thick, what is off the path pale, and a move that is not made though it pays the same dotted.
    said : sequence of str
        Further lines below the picture.
    max_nodes : int
        A larger tree is refused; with strategies, parts of it are folded, those that play does not reach first.
    below : str
        The history of the node at which the picture begins; the whole tree when empty.

    Raises
    ------
    GameError
        When the tree has too many nodes, naming a part that can be drawn; or when no node has that history.
    """
    playing = None if strategies is None else Playing(game, strategies, beliefs or {})
    return Drawing(lay_out(Contents(game, below, max_nodes, playing, tuple(said))))


def tree_svg(game: Game, *, max_nodes: int = 200, below: str = "") -> str:
    """Draw the tree of a game as SVG; parameters and errors as for `draw_tree`."""
    return draw_tree(game, max_nodes=max_nodes, below=below).svg()


def tree_html(game: Game, *, max_nodes: int = 200) -> str:
    """Draw the same picture for a notebook, as an element of HTML; errors as for `draw_tree`."""
    return draw_tree(game, max_nodes=max_nodes).html(f"{game.title} ({game.summary()})")


def tree_tikz(game: Game, *, max_nodes: int = 200, below: str = "") -> str:
    """Draw the same picture as a LaTeX file of its own; parameters and errors as for `draw_tree`."""
    return draw_tree(game, max_nodes=max_nodes, below=below).tikz()
