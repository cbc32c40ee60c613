"""Pictures of game trees."""

from ..tree import PICTURES
from .moving import MovingTree, moving_tree
from .picture import Drawing, draw_tree, tree_html, tree_svg, tree_tikz
from .playing import Playing

__all__ = ["Drawing", "MovingTree", "Playing", "draw_tree", "moving_tree", "tree_html", "tree_svg", "tree_tikz"]

PICTURES.update(html=tree_html, svg=tree_svg, tikz=tree_tikz)
