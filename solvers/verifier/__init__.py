"""The judge: checks an answer from the tree alone and shares no code with any solver."""

from .circuits import uncovered
from .devices import DEVICE_CHECKS, ENVELOPES
from .enumeration import Base, Enumeration, enumerate_bases, enumerate_bases_at
from .expectation import expected
from .messages import TESTS, outcome_stands
from .rechecking import Recheck, recheck
from .refusal import why_not
from .signing import followers_reply
from .trembles import trembles_gap, witness
from .verdict import CHECKS, NASH, SUBGAME, verify

__all__ = [
    "CHECKS",
    "DEVICE_CHECKS",
    "ENVELOPES",
    "NASH",
    "SUBGAME",
    "TESTS",
    "Base",
    "Enumeration",
    "Recheck",
    "enumerate_bases",
    "enumerate_bases_at",
    "expected",
    "followers_reply",
    "outcome_stands",
    "recheck",
    "trembles_gap",
    "uncovered",
    "verify",
    "why_not",
    "witness",
]
