"""The front door: solving a game, learning and lifting in a large one, mapping its regimes, and asking a map."""

from typing import TYPE_CHECKING

from games.on_demand import load_on_demand

if TYPE_CHECKING:
    from .asking import claim, compare, robustness, statics
    from .committing import commit
    from .correlating import correlated, device_corners, payoff_polygon
    from .exchange import read_result, write_result
    from .following import lift, trace
    from .learning import approximate
    from .mapping import estimate, regimes
    from .responding import correspondence, limiting_equilibrium, quantal_response
    from .response_maps import response_map
    from .solving import families, solve
    from .valuing import closed_value, map_value, trace_value

__all__ = [
    "approximate",
    "claim",
    "closed_value",
    "commit",
    "compare",
    "correlated",
    "correspondence",
    "device_corners",
    "estimate",
    "families",
    "lift",
    "limiting_equilibrium",
    "map_value",
    "payoff_polygon",
    "quantal_response",
    "read_result",
    "regimes",
    "response_map",
    "robustness",
    "solve",
    "statics",
    "trace",
    "trace_value",
    "write_result",
]

_HOMES = {
    ".asking": ("claim", "compare", "robustness", "statics"),
    ".committing": ("commit",),
    ".correlating": ("correlated", "device_corners", "payoff_polygon"),
    ".exchange": ("read_result", "write_result"),
    ".following": ("lift", "trace"),
    ".learning": ("approximate",),
    ".mapping": ("estimate", "regimes"),
    ".responding": ("correspondence", "limiting_equilibrium", "quantal_response"),
    ".response_maps": ("response_map",),
    ".solving": ("families", "solve"),
    ".valuing": ("closed_value", "map_value", "trace_value"),
}
load_on_demand(__name__, {name: home for home, names in _HOMES.items() for name in names})
