"""Regime maps and what is read off them."""

from .regimes import regime_map

__all__ = ["regime_map"]
