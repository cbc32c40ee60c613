"""The front door: solving a game, learning and lifting in a large one, mapping its regimes, and asking a map."""

from typing import TYPE_CHECKING

from games.on_demand import load_on_demand

if TYPE_CHECKING:
    from .asking import claim, compare, statics
    from .following import lift, trace
    from .learning import approximate
    from .mapping import estimate, regimes
    from .solving import families, solve

__all__ = ["approximate", "claim", "compare", "estimate", "families", "lift", "regimes", "solve", "statics", "trace"]

_HOMES = {
    ".asking": ("claim", "compare", "statics"),
    ".following": ("lift", "trace"),
    ".learning": ("approximate",),
    ".mapping": ("estimate", "regimes"),
    ".solving": ("families", "solve"),
}
load_on_demand(__name__, {name: home for home, names in _HOMES.items() for name in names})
