"""What a game is, and the games themselves."""

from typing import TYPE_CHECKING

from .errors import GameError
from .on_demand import load_on_demand

if TYPE_CHECKING:
    from .catalogue import catalog, entries, entry, load, unbuilt
    from .draw import tree_svg, tree_tikz
    from .forms.graph import to_networkx
    from .forms.sequence import LeafTable, SequenceForm, Sequences, exact_leaf_table, leaf_table, sequence_form, sequences
    from .gambit.bridge import to_gambit
    from .gambit.efg import read_efg, write_efg
    from .law import Beta, Exponential, Law, Logistic, Normal, PrivateType, Uniform
    from .looking import check
    from .parameter import Domain, Parameter
    from .payoff_tables import read_csv, write_csv
    from .play import Play
    from .remarks import Remark, Remarks
    from .single_plays import UnbuiltGame
    from .story import Story, game
    from .tree import Game

__all__ = [
    "Beta",
    "Domain",
    "Exponential",
    "Game",
    "GameError",
    "Law",
    "LeafTable",
    "Logistic",
    "Normal",
    "Parameter",
    "Play",
    "PrivateType",
    "Remark",
    "Remarks",
    "SequenceForm",
    "Sequences",
    "Story",
    "UnbuiltGame",
    "Uniform",
    "catalog",
    "check",
    "entries",
    "entry",
    "exact_leaf_table",
    "game",
    "leaf_table",
    "load",
    "read_csv",
    "read_efg",
    "sequence_form",
    "sequences",
    "to_gambit",
    "to_networkx",
    "tree_svg",
    "tree_tikz",
    "unbuilt",
    "write_csv",
    "write_efg",
]

_HOMES = {
    ".catalogue": (
        "catalog",
        "entries",
        "entry",
        "load",
        "unbuilt",
    ),
    ".draw": (
        "tree_svg",
        "tree_tikz",
    ),
    ".forms.graph": ("to_networkx",),
    ".forms.sequence": (
        "LeafTable",
        "SequenceForm",
        "Sequences",
        "exact_leaf_table",
        "leaf_table",
        "sequence_form",
        "sequences",
    ),
    ".gambit.bridge": ("to_gambit",),
    ".gambit.efg": (
        "read_csv",
        "read_efg",
        "write_efg",
    ),
    ".law": ("Beta", "Exponential", "Law", "Logistic", "Normal", "PrivateType", "Uniform"),
    ".parameter": (
        "Domain",
        "Parameter",
    ),
    ".payoff_tables": (
        "read_csv",
        "write_csv",
    ),
    ".story": (
        "Story",
        "game",
    ),
    ".play": ("Play",),
    ".looking": ("check",),
    ".remarks": ("Remark", "Remarks"),
    ".tree": ("Game",),
    ".single_plays": ("UnbuiltGame",),
}
load_on_demand(__name__, {name: home for home, names in _HOMES.items() for name in names})
