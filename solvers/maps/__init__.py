"""Regime maps: walls, cells, what each regime brings, and the check by the independent method."""

from .comparison import comparison
from .mapping import regime_map

__all__ = ["comparison", "regime_map"]
