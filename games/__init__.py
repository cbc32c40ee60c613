"""What a game is, and the games themselves."""

from .catalogue import catalog, entries, entry, load
from .draw import tree_svg, tree_tikz
from .errors import GameError
from .forms.graph import to_networkx
from .forms.sequence import LeafTable, SequenceForm, Sequences, exact_leaf_table, leaf_table, sequence_form, sequences
from .gambit.bridge import to_gambit
from .gambit.efg import read_efg, write_efg
from .parameter import Domain, Parameter
from .story import Story, game
from .telling import Play
from .tree import Game

__all__ = [
    "Domain",
    "Game",
    "GameError",
    "LeafTable",
    "Parameter",
    "Play",
    "SequenceForm",
    "Sequences",
    "Story",
    "catalog",
    "entries",
    "entry",
    "exact_leaf_table",
    "game",
    "leaf_table",
    "load",
    "read_efg",
    "sequence_form",
    "sequences",
    "to_gambit",
    "to_networkx",
    "tree_svg",
    "tree_tikz",
    "write_efg",
]
