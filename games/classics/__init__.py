"""Published games, one file each, with their published answers."""

from .beer_quiche import beer_quiche
from .crisis_signalling import crisis_signalling
from .kuhn import kuhn
from .selten_horse import selten_horse

__all__ = ["beer_quiche", "crisis_signalling", "kuhn", "selten_horse"]
