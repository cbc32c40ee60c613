"""The judge: checks an answer from the tree alone and shares no code with any solver."""

from .balls import verify_in_boxes
from .circuits import uncovered
from .enumeration import Base, Enumeration, enumerate_bases, enumerate_bases_at
from .expectation import expected
from .messages import TESTS, outcome_stands
from .rechecking import Recheck, recheck
from .refusal import why_not
from .trembles import trembles_gap, witness
from .verdict import CHECKS, NASH, SUBGAME, verify

__all__ = [
    "CHECKS",
    "NASH",
    "SUBGAME",
    "TESTS",
    "Base",
    "Enumeration",
    "Recheck",
    "enumerate_bases",
    "enumerate_bases_at",
    "expected",
    "outcome_stands",
    "recheck",
    "trembles_gap",
    "uncovered",
    "verify",
    "verify_in_boxes",
    "why_not",
    "witness",
]
