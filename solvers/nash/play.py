"""What realisation plans mean in a game, also plans that hold symbols: behaviour, payoffs, outcomes, measures, names."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import lru_cache
from typing import Any

from flint import fmpq

from games import Game, Sequences
from games.numbers import Expression, Number, simplest
from games.tree import CHANCE, TERMINAL

from ..results import Choice, Name, Phrase, Profile

Strategy = dict[str, dict[str, Number]]
Totals = dict[str, Number]

ZERO, NEVER = fmpq(0), Fraction(0)


def behaviour(game: Game, own: Sequences, plan: Sequence[Number], worth: Callable[[], Iterable[Any]]) -> Strategy:
    """Turn a realisation plan into a behaviour strategy.

    Parameters
    ----------
    own : Sequences
        The player's.
    plan : sequence of numbers
        The probability of each sequence; may hold symbols.
    worth : callable
        Gives what each sequence earns where play ends with it, against the others' plans, without symbols.  Where the plan
        itself never leads to an information set, any choice gives the same equilibrium; the first of the best is taken.
    """
    sets = list(zip(own.infosets.tolist(), own.first.tolist(), own.before.tolist(), strict=True))
    best = {} if all(plan[before] for _, _, before in sets) else _best_continuations(game, sets, list(worth()))
    strategy = {}
    for infoset, first, before in sets:
        actions = game.set_actions[infoset]
        continuations, reach = range(first, first + len(actions)), plan[before]
        if reach:
            chances = [simplest(plan[s] if reach == 1 else plan[s] / reach) for s in continuations]
        else:
            chances = [Fraction(s == best[infoset]) for s in continuations]
        strategy[game.set_labels[infoset]] = dict(zip(actions, chances, strict=True))
    return strategy


def with_idle(game: Game, profile: Profile, roots: Sequence[int] = (0,)) -> Profile:
    """Mark the sets that play comes to only when their player leaves its own plan, or two players theirs: any choice there serves.

    Parameters
    ----------
    game : Game
        With numbers for all parameters.
    profile : Profile
        May hold symbols, each with a range.
    roots : sequence of int
        Where plans are tested: at the start, or at the root of every subgame.
    """
    reached: set[int] = set()
    for player in range(-1, len(game.players)):  # nobody, or one who may do anything
        for root in roots:
            nodes = [root]
            for node in nodes:
                owner, successors = int(game.owner[node]), list(game.children(node))
                if owner >= 0 and owner != player:
                    reached.add(int(game.infoset[node]))
                    probabilities = _move_probabilities(game, profile, node)
                    successors = [child for child, probability in zip(successors, probabilities, strict=True) if probability]
                nodes += [child for child in successors if child not in roots]
    owned_labels = ((game.players[owner], label) for owner, label in zip(game.set_owner, game.set_labels, strict=True))
    return replace(profile, idle=frozenset(owned for s, owned in enumerate(owned_labels) if s not in reached))


def _best_continuations(game: Game, sets: Sequence[tuple[int, int, int]], values: list[Any]) -> dict[int, int]:
    """The first of the best sequences at every information set, later sets first."""
    best: dict[int, int] = {}
    for infoset, first, before in reversed(sets):
        best[infoset] = max(range(first, first + len(game.set_actions[infoset])), key=values.__getitem__)
        values[before] += values[best[infoset]]
    return best


def brought_about(game: Game, profile: Profile) -> tuple[Totals, Totals, Totals]:
    """Expected payoffs, probabilities of outcomes, and expected measures of a profile that may hold symbols."""
    endings, players = _endings(game), len(game.players)
    totals = [ZERO] * (players + len(game.measure_names))
    outcomes = [ZERO] * len(game.outcome_names)
    for leaf, reach in reached_leaves(game, profile):
        outcomes[game.outcome[leaf]] += reach
        totals = [total + reach * worth for total, worth in zip(totals, endings[leaf], strict=True)]
    tables = (game.players, totals[:players]), (game.outcome_names, outcomes), (game.measure_names, totals[players:])
    payoffs, chances, measures = (dict(zip(names, map(_number, numbers), strict=True)) for names, numbers in tables)
    return payoffs, chances, measures


def reached_leaves(game: Game, profile: Profile) -> Iterator[tuple[int, Any]]:
    """The endings that play reaches, each with its probability, in flint's numbers."""
    stack: list[tuple[int, Any]] = [(0, fmpq(1))]
    while stack:
        node, reach = stack.pop()
        owner = int(game.owner[node])
        if owner == TERMINAL:
            yield int(game.infoset[node]), reach
            continue
        for child, probability in zip(game.children(node), _move_probabilities(game, profile, node), strict=True):
            if probability:
                stack.append((child, reach if probability == 1 else reach * _flint(probability)))


@lru_cache(maxsize=4)
def _endings(game: Game) -> list[list[Any]]:
    """The payoffs and measures at every ending."""
    readers = [(game.payoff, len(game.players)), (game.measure, len(game.measure_names))]
    return [[_flint(number(leaf, k)) for number, count in readers for k in range(count)] for leaf in range(game.leaves)]


def _flint(number: Number) -> Any:
    return number if isinstance(number, Expression) else fmpq(number.numerator, number.denominator)


def _number(number: Any) -> Number:
    if isinstance(number, Expression):
        return simplest(number)
    return Fraction(int(number.p), int(number.q)) if number else NEVER


def _move_probabilities(game: Game, profile: Profile, node: int) -> Sequence[Number]:
    owner, infoset = int(game.owner[node]), int(game.infoset[node])
    if owner == CHANCE:
        return [game.chance(child) for child in game.children(node)]
    return list(profile[game.players[owner]][game.set_labels[infoset]].values())


def played(game: Game, profile: Profile) -> Name:
    """Name what is played on the path: player by player, the actions used at each information set that play reaches."""
    supports: dict[str, dict[tuple[str, ...], list[str]]] = {player: {} for player in game.players}
    visited, nodes = set(), [0]
    for node in nodes:
        owner, infoset = int(game.owner[node]), int(game.infoset[node])
        if owner == TERMINAL:
            continue
        probabilities = _move_probabilities(game, profile, node)
        nodes += [child for child, probability in zip(game.children(node), probabilities, strict=True) if probability]
        if owner >= 0 and infoset not in visited:
            visited.add(infoset)
            used = tuple(action for action, probability in zip(game.set_actions[infoset], probabilities, strict=True) if probability)
            supports[game.players[owner]].setdefault(used, []).append(game.set_labels[infoset])
    return Name(tuple(_phrase(player, used) for player, used in supports.items() if used))


def _phrase(player: str, supports: Mapping[tuple[str, ...], Sequence[str]]) -> Phrase:
    choices = tuple(Choice(actions, tuple(sets), tuple(sets)) for actions, sets in supports.items())
    return Phrase(player, "throughout" if len(choices) == 1 else "at", choices)
