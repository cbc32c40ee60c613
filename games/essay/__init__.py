"""The games of the essay, one file each; they compare regimes and take no side."""

from .defection_for_immunity import defection_for_immunity
from .sustainability_bet import sustainability_bet

__all__ = ["defection_for_immunity", "sustainability_bet"]
