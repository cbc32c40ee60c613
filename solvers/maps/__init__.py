"""Regime maps and what is read off them."""

from .comparison import comparison
from .crossing import Crossing, crossing_frame, crossings
from .mapping import regime_map

__all__ = ["Crossing", "comparison", "crossing_frame", "crossings", "regime_map"]
