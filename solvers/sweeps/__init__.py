"""Sweeps: every equilibrium at every point of a grid, from a map or point by point."""

from .sweep import sweep, swept, way

__all__ = ["sweep", "swept", "way"]
