"""Sweeps: every equilibrium at every point of a grid, from a map or point by point."""

from .sweep import sweep, swept

__all__ = ["sweep", "swept"]
