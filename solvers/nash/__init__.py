"""Nash equilibria of games with numbers for all parameters."""

from .bimatrix import bimatrix_equilibria
from .finding import find
from .linear import sequence_lp
from .subsets import Equilibria, NashSubset

__all__ = ["Equilibria", "NashSubset", "bimatrix_equilibria", "find", "sequence_lp"]
