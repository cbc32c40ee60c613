"""Proofs that chances are positive, and denominators not zero, on the whole domain of the parameters."""

from __future__ import annotations

import numpy as np

from games import Game
from games.numbers import Expression, text
from games.tree import CHANCE

from ..algebra.ring import Ring
from ..algebra.sign_oracle import Oracle
from .supports import domain_atoms


def unproved(game: Game) -> tuple[str, str, str] | None:
    """Give a chance move, outcome and probability that is not proved positive; None when all are.

    Notes
    -----
    Consistent beliefs are limits of Bayes' rule along completely mixed strategies, and chance does not tremble: with
    a chance of zero the definition does not apply, and dominated play would pass for optimal.
    """
    oracle = _oracle(game)
    ring = oracle.ring
    examined: set[str] = set()
    for node in np.flatnonzero(game.owner == CHANCE):
        name, labels = game.chance_moves[game.infoset[node]]
        for label, child in zip(labels, game.children(int(node)), strict=True):
            chance = game.chance(child)
            if text(chance) in examined:
                continue
            examined.add(text(chance))
            if isinstance(chance, Expression):
                top, bottom = ring.pair(chance)
                proved = (oracle.sign(top) or 0) * (oracle.sign(bottom) or 0) > 0
            else:
                proved = chance > 0
            if not proved:
                return name, label, text(chance)
    return None


def vanishing(game: Game) -> str | None:
    """Give a denominator in the game's numbers that is not proved to have one sign on the domain; None when all have."""
    if all(term.denominator.is_constant() for term in game.terms):
        return None
    oracle = _oracle(game)
    for term in game.terms:
        _, bottom = oracle.ring.pair(term)
        if not oracle.sign(bottom):
            return oracle.ring.expression(oracle.ring.primitive(bottom)).text()
    return None


def _oracle(game: Game) -> Oracle:
    ring = Ring(game.parameters, ())
    points = game.domain.points(32, thin=3) if game.parameters else [{}]
    return Oracle(ring, domain_atoms(ring, game), (), points)
