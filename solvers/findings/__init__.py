"""What is read off a map or asked about a profile: plain data, frozen, with the proof beside each finding."""

from .claims import ClaimVerdict, Refusal, RegimeVerdict
from .differences import Difference, Overlap
from .shares import Share, Shares
from .sign import Evidence, Point, Sign
from .statics import FamilyStatic, Jump, RegimeStatic, Statics

__all__ = [
    "ClaimVerdict",
    "Difference",
    "Evidence",
    "FamilyStatic",
    "Jump",
    "Overlap",
    "Point",
    "Refusal",
    "RegimeStatic",
    "RegimeVerdict",
    "Share",
    "Shares",
    "Sign",
    "Statics",
]
