"""Private types from a continuum in a game that has been told: what is asked of them, and shocks put into payoffs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from .errors import GameError
from .labels import as_symbol
from .law import Law, PrivateType
from .numbers import Expression, text
from .parameter import Domain
from .terms import TermTable
from .tree import Game

Shocks = Mapping[int, tuple[Mapping[str, Law], bool]]
"""For each information set with shocks: the laws by action, and whether they count."""


def with_shocks(game: Game, shocks: Shocks) -> Game:
    """Add the shocks at some information sets to the payoffs of the actions that they belong to."""
    added: dict[tuple[int, int], tuple[int, Expression]] = {}
    types, taken = list(game.types), {t.name for t in game.types} | {name for term in game.terms for name in term.names}
    for s in sorted(shocks):
        laws, counts = shocks[s]
        owner = int(game.set_owner[s])
        for action, law in laws.items():
            name = _unused(f"shock_{as_symbol(action)}", taken)
            types.append(PrivateType(name, game.players[owner], law, game.set_labels[s], action, counts))
            added[s, game.set_actions[s].index(action)] = owner, Expression.symbol(name)
    table = TermTable()
    for term in game.terms:
        table.split(term)  # so that terms keep their numbers
    rows: list[Any] = []
    for leaf, node in enumerate(game.leaf_nodes):
        payoffs = [game.payoff(leaf, player) for player in range(len(game.players))]
        for above, move in game.path(int(node)):
            if game.owner[above] >= 0 and (int(game.infoset[above]), move) in added:
                owner, symbol = added[int(game.infoset[above]), move]
                payoffs[owner] = symbol + payoffs[owner]
        rows += [table.split(payoff) for payoff in payoffs]
    return replace(game, payoffs=table.combination(rows), terms=table.terms, types=tuple(types))


def _unused(wanted: str, taken: set[str]) -> str:
    """A symbol that is not taken, and take it."""
    name = wanted if wanted.isascii() else "shock"
    count = 1
    while name in taken:
        count += 1
        name = f"{wanted}_{count}"
    taken.add(name)
    return name


def check_types(game: Game) -> None:
    """Refuse types that are not private, payoffs that are not affine in them, and more types of one player than are handled.

    Raises
    ------
    GameError
        Which type stands where, in the user's labels.
    """
    owners = {t.name: t.owner for t in game.types}
    for leaf, node in enumerate(game.leaf_nodes):
        for p, player in enumerate(game.players):
            payoff = game.payoff(leaf, p)
            here = [name for name in payoff.free if name in owners] if isinstance(payoff, Expression) else []
            for name in here:
                if owners[name] != player:
                    raise GameError(
                        f"The type {name} stands in {player}'s payoff after {game.history(int(node)) or 'the start'!r}. "
                        "Types must be private: here only their owner's payoffs may move with them."
                    )
                assert isinstance(payoff, Expression)
                slope = payoff.derivative(name)
                if set(slope.free) & set(owners):
                    raise GameError(
                        f"{player}'s payoff after {game.history(int(node)) or 'the start'!r}, {payoff.text()}, is not affine in {name}; "
                        "a payoff holds a type times numbers and parameters only, as a*w + b."
                    )
    for player in game.players:
        _check_number(game, [t for t in game.types if t.owner == player and t.at is None])


def _check_number(game: Game, mine: Sequence[PrivateType]) -> None:
    """Refuse several types of one player, but for two that stand alone, each after one of the player's own last choices."""
    if len(mine) < 2:
        return
    places: list[set[tuple[int, int]]] = []
    for drawn in mine:
        p = game.players.index(drawn.owner)
        where = set()
        for leaf, node in enumerate(game.leaf_nodes):
            if drawn.name in game.payoff_line(leaf, p)[1]:
                own = [(int(game.infoset[above]), move) for above, move in game.path(int(node)) if game.owner[above] == p]
                where.add(own[-1] if own else (-1, leaf))
        places.append(where)
    if (
        len(mine) > 2
        or any(len(where) != 1 for where in places)
        or places[0] == places[1]
        or any(s < 0 for where in places for s, _ in where)
    ):
        raise GameError(
            f"{' and '.join(t.name for t in mine)} are {'two' if len(mine) == 2 else 'several'} types of one player, {mine[0].owner}: "
            "only the form of Lewis and Schultz (2003) is offered, with two types that are payoffs of two last choices of the player's own."
        )


def check_laws(types: Sequence[PrivateType], domain: Domain) -> None:
    """Refuse laws that are none somewhere in the domain, as sampled points show.

    Raises
    ------
    GameError
        What a parameter's domain should add.
    """
    points = [dict(domain.start), *domain.points(24, thin=4)] if domain.names else [{}]
    for drawn in types:
        for difference, words in drawn.law.needs:
            for point in points:
                value = difference.at(point) if isinstance(difference, Expression) else difference
                if value <= 0:
                    values = ", ".join(f"{name} = {text(point[name])}" for name in drawn.law.free)
                    raise GameError(
                        f"{drawn.law.text()} needs {words} on the whole domain, which fails at {values}; add it to a parameter's domain."
                    )
