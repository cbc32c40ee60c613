"""Which games with types from a continuum are handled: what is seen of moves, and what is known of what chance draws."""

from __future__ import annotations

from games import Game, GameError, Uniform
from games.tree import CHANCE


def check_uniform(game: Game) -> None:
    """Refuse laws that have no closed forms.

    Raises
    ------
    GameError
        Which type is drawn from what.
    """
    for drawn in game.types:
        if not isinstance(drawn.law, Uniform):
            raise GameError(
                f"{drawn.words} is drawn from {drawn.law.text()}; closed forms and maps are found for uniform types. "
                "At a point solve gives the equilibria, their numbers rounded; walls_in_balls finds where equilibria begin and end along "
                "one parameter, sweep with method='enumerate' solves at points, and game.grid(n) gives a finite game."
            )


def check_form(game: Game) -> None:
    """Refuse several types of one player, or shocks beside one, and games whose actions are not observed.

    Raises
    ------
    GameError
        What is not handled, and what to do instead.
    """
    for player in game.players:
        known = [t.name for t in game.types if t.owner == player and t.at is None]
        shocks = [t for t in game.types if t.owner == player and t.at is not None]
        if len(known) > 1:
            raise GameError(f"{' and '.join(known)} are two types of {player}; closed forms are found for one type of each player.")
        if known and shocks:
            raise GameError(f"{player} has the type {known[0]} and {shocks[0].words}; closed forms are found for one or the other.")
        twice = next((t for t in shocks if sum(other.at == t.at for other in shocks) > 1), None)
        if twice is not None:
            raise GameError(
                f"Several actions of {player} at {twice.at!r} have shocks; closed forms are found for one: the differences count."
            )
    for s in range(game.infosets):
        _check_observed(game, s)


def _check_observed(game: Game, s: int) -> None:
    """Refuse an information set of which a node differs by more than moves that are made at the same time."""
    nodes = game.set_nodes(s)
    seen = [[(int(game.owner[a]), int(game.infoset[a]), m) for a, m in game.path(n)] for n in nodes]
    knew = better_informed(game, s)
    for i in knew:
        _check_told(game, s, i)
    for n, steps in zip(nodes, seen, strict=True):
        for owner, t, m in steps:
            if owner == CHANCE or owner in knew or all((owner, t, m) in other for other in seen):
                continue
            if any(game.owner[a] == owner and game.infoset[a] != t for a, _ in game.path(n)[_place(game, n, t) + 1 :]):
                raise GameError(
                    f"What {game.players[owner]} did at {game.set_labels[t]!r} is not known at {game.set_labels[s]!r}: actions are not "
                    "observed, so beliefs off the path would have no agreed rule."
                )


def _place(game: Game, node: int, s: int) -> int:
    return next(k for k, (a, _) in enumerate(game.path(node)) if int(game.infoset[a]) == s and game.owner[a] >= 0)


def better_informed(game: Game, s: int) -> set[int]:
    """Who moved before an information set with a knowledge of what chance drew that its player does not have."""
    seen = [[(int(game.owner[a]), int(game.infoset[a]), m) for a, m in game.path(n)] for n in game.set_nodes(s)]
    if all(step in other for steps in seen for step in steps if step[0] == CHANCE for other in seen):
        return set()
    sets = [{(owner, t) for owner, t, _ in steps if owner != CHANCE} for steps in seen]
    return {owner for one in sets for owner, t in one if not all((owner, t) in other for other in sets)}


def _check_told(game: Game, s: int, i: int) -> None:
    """Refuse a type that chance tells, but to a player without another one who moves once before others reply, with the same actions."""
    player, here = game.players[i], game.set_labels[s]
    name = next(
        game.chance_moves[t][0]
        for n in game.set_nodes(s)
        for t in [int(game.infoset[a]) for a, _ in game.path(n) if game.owner[a] == CHANCE]
    )
    start = f"{game.players[game.set_owner[s]]} does not know at {here!r} what {name!r} drew, and {player}, who moved before, was told; "
    instead = "Draw that type from a continuum with play.draw; game.grid(n) gives a finite game."
    if any(t.owner == player for t in game.types):
        raise GameError(f"{start}beside a type or shocks of {player} from a continuum that is not handled. {instead}")
    ways = []
    for n in game.set_nodes(s):
        steps = [(int(game.owner[a]), int(game.infoset[a]), m) for a, m in game.path(n) if game.owner[a] != CHANCE]
        ways.append([(o, game.set_actions[t][m]) if o == i else (o, t, m) for o, t, m in steps])
    if any(way != ways[0] for way in ways) or sum(step[0] == i for step in ways[0]) > 1:
        raise GameError(
            f"{start}beside types from a continuum that is handled only where all moves are seen and {player} moves once, with the same "
            f"actions whatever was told, before others reply. {instead}"
        )
