"""The front door: solving a game, mapping its regimes, and asking a map."""

from .asking import claim, compare, statics
from .mapping import estimate, regimes
from .solving import families, solve

__all__ = ["claim", "compare", "estimate", "families", "regimes", "solve", "statics"]
