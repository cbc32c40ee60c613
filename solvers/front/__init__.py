"""The front door: solving a game, learning and lifting in a large one, mapping its regimes, and asking a map."""

from .asking import claim, compare, statics
from .committing import commit
from .correlating import correlated
from .following import lift, trace
from .learning import approximate
from .mapping import estimate, regimes
from .solving import families, solve

__all__ = [
    "approximate",
    "claim",
    "commit",
    "compare",
    "correlated",
    "estimate",
    "families",
    "lift",
    "regimes",
    "solve",
    "statics",
    "trace",
]
