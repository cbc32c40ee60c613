"""The judge: checks an answer from the tree alone and shares no code with any solver."""

from typing import TYPE_CHECKING

from games.on_demand import load_on_demand

if TYPE_CHECKING:
    from .balls import verify_in_boxes
    from .circuits import uncovered
    from .devices import DEVICE_CHECKS, ENVELOPES
    from .enumeration import Base, Enumeration, enumerate_bases, enumerate_bases_at
    from .expectation import expected
    from .messages import TESTS, outcome_stands
    from .rechecking import Recheck, recheck
    from .refusal import why_not
    from .responses import verify_response
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
    "verify_in_boxes",
    "verify_response",
    "why_not",
    "witness",
]

_HOMES = {
    ".balls": ("verify_in_boxes",),
    ".circuits": ("uncovered",),
    ".devices": ("DEVICE_CHECKS", "ENVELOPES"),
    ".enumeration": ("Base", "Enumeration", "enumerate_bases", "enumerate_bases_at"),
    ".expectation": ("expected",),
    ".messages": ("TESTS", "outcome_stands"),
    ".rechecking": ("Recheck", "recheck"),
    ".refusal": ("why_not",),
    ".responses": ("verify_response",),
    ".signing": ("followers_reply",),
    ".trembles": ("trembles_gap", "witness"),
    ".verdict": ("CHECKS", "NASH", "SUBGAME", "verify"),
}
load_on_demand(__name__, {name: home for home, names in _HOMES.items() for name in names})
