"""The judge: checks an answer from the tree alone and shares no code with any solver."""

from .expectation import expected
from .trembles import trembles_gap, witness
from .verdict import verify

__all__ = ["expected", "trembles_gap", "verify", "witness"]
