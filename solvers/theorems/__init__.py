"""What is proved on a map: derivatives and jumps, propositions, what changes at walls and between models, prior shares."""

from .wall_crossing import Crossing, crossing_frame, crossings

__all__ = ["Crossing", "crossing_frame", "crossings"]
