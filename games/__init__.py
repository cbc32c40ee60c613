"""What a game is, and the games themselves."""

from .errors import GameError
from .parameter import Domain, Parameter
from .story import Play, Story, game
from .tree import Game

__all__ = ["Domain", "Game", "GameError", "Parameter", "Play", "Story", "game"]
