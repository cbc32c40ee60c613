"""Closed forms in floating point at many parameter points at once: values, and ranges over what a family leaves open."""

from .spans import spans
from .values import Floats, Point, evaluated, on_arrays, signs

__all__ = ["Floats", "Point", "evaluated", "on_arrays", "signs", "spans"]
