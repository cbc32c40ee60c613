"""The front door: solving a game, learning and lifting in a large one, mapping its regimes, and asking a map."""

from .asking import claim, compare, statics
from .committing import commit
from .correlating import correlated, device_corners, payoff_polygon
from .following import lift, trace
from .learning import approximate
from .mapping import estimate, regimes
from .solving import families, solve
from .valuing import closed_value, map_value, trace_value

__all__ = [
    "approximate",
    "claim",
    "closed_value",
    "commit",
    "compare",
    "correlated",
    "device_corners",
    "estimate",
    "families",
    "lift",
    "map_value",
    "payoff_polygon",
    "regimes",
    "solve",
    "statics",
    "trace",
    "trace_value",
]
