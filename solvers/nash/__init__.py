"""Nash equilibria of games with numbers for all parameters."""

from .linear import sequence_lp

__all__ = ["sequence_lp"]
