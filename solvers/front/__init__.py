"""The front door: solving a game, learning in a large one, mapping its regimes, and asking a map."""

from .asking import claim, compare, statics
from .learning import approximate
from .mapping import estimate, regimes
from .solving import families, solve

__all__ = ["approximate", "claim", "compare", "estimate", "families", "regimes", "solve", "statics"]
