"""Nash equilibria of games with numbers for all parameters."""

from .bimatrix import bimatrix_equilibria
from .finding import find_nash, find_subgame_perfect
from .linear import sequence_lp
from .subsets import Equilibria, NashSubset

__all__ = ["Equilibria", "NashSubset", "bimatrix_equilibria", "find_nash", "find_subgame_perfect", "sequence_lp"]
