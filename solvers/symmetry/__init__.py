"""Relabellings of a game that change nothing: what they are, how they are found, and what they make of supports and beliefs.

Reads a game alone.  The search asks which supports come first among those that are the same up to labels; whoever writes the
answer asks what the others are.
"""

from .group import Symmetries, Symmetry, check, symmetries
from .images import Images
from .labels import relabelling, symmetry_of
from .leaders import Leaders, Rivals
from .leaf_table import LeafTable, leaf_table

__all__ = [
    "Images",
    "Leaders",
    "LeafTable",
    "Rivals",
    "Symmetries",
    "Symmetry",
    "check",
    "leaf_table",
    "relabelling",
    "symmetries",
    "symmetry_of",
]
