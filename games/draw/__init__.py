"""Pictures of game trees."""

from ..tree import PICTURES
from .picture import Drawing, draw_tree, tree_svg, tree_tikz

__all__ = ["Drawing", "draw_tree", "tree_svg", "tree_tikz"]

PICTURES.update(svg=tree_svg, tikz=tree_tikz)
