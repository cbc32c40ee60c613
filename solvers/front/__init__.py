"""The front door: solving a game, mapping its regimes, asking a map, and finding one equilibrium of a large game."""

from .asking import claim, compare, statics
from .following import lift, trace
from .learning import approximate
from .mapping import estimate, regimes
from .solving import families, solve

__all__ = ["approximate", "claim", "compare", "estimate", "families", "lift", "regimes", "solve", "statics", "trace"]
