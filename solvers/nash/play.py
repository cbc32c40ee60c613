"""What plans bring about in a game, also plans that hold symbols: behaviour, payoffs, outcomes, measures, words."""

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

NOTHING, NEVER = fmpq(0), Fraction(0)


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
    best = {} if all(plan[before] for _, _, before in sets) else _best(game, sets, list(worth()))
    out = {}
    for infoset, first, before in sets:
        actions = game.set_actions[infoset]
        here, share = range(first, first + len(actions)), plan[before]
        if share:
            chances = [simplest(plan[s] if share == 1 else plan[s] / share) for s in here]
        else:
            chances = [Fraction(s == best[infoset]) for s in here]
        out[game.set_labels[infoset]] = dict(zip(actions, chances, strict=True))
    return out


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
    met: set[int] = set()
    for player in range(-1, len(game.players)):  # nobody, or one who may do anything
        for root in roots:
            nodes = [root]
            for node in nodes:
                owner, following = int(game.owner[node]), list(game.children(node))
                if owner >= 0 and owner != player:
                    met.add(int(game.infoset[node]))
                    following = [child for child, step in zip(following, _steps(game, profile, node), strict=True) if step]
                nodes += [child for child in following if child not in roots]
    places = ((game.players[owner], label) for owner, label in zip(game.set_owner, game.set_labels, strict=True))
    return replace(profile, idle=frozenset(place for s, place in enumerate(places) if s not in met))


def _best(game: Game, sets: Sequence[tuple[int, int, int]], total: list[Any]) -> dict[int, int]:
    """The first of the best sequences at every information set, later sets first."""
    best: dict[int, int] = {}
    for infoset, first, before in reversed(sets):
        best[infoset] = max(range(first, first + len(game.set_actions[infoset])), key=total.__getitem__)
        total[before] += total[best[infoset]]
    return best


def brought_about(game: Game, profile: Profile) -> tuple[Totals, Totals, Totals]:
    """Expected payoffs, probabilities of outcomes, and expected measures of a profile that may hold symbols."""
    endings, players = _endings(game), len(game.players)
    totals = [NOTHING] * (players + len(game.measure_names))
    outcomes = [NOTHING] * len(game.outcome_names)
    for leaf, reach in reached_leaves(game, profile):
        outcomes[game.outcome[leaf]] += reach
        totals = [total + reach * worth for total, worth in zip(totals, endings[leaf], strict=True)]
    tables = (game.players, totals[:players]), (game.outcome_names, outcomes), (game.measure_names, totals[players:])
    payoffs, chances, measures = (dict(zip(names, map(_number, numbers), strict=True)) for names, numbers in tables)
    return payoffs, chances, measures


def reached_leaves(game: Game, profile: Profile) -> Iterator[tuple[int, Any]]:
    """The endings that play reaches, each with its probability, in flint's numbers."""
    waiting: list[tuple[int, Any]] = [(0, fmpq(1))]
    while waiting:
        node, reach = waiting.pop()
        owner = int(game.owner[node])
        if owner == TERMINAL:
            yield int(game.infoset[node]), reach
            continue
        for child, step in zip(game.children(node), _steps(game, profile, node), strict=True):
            if step:
                waiting.append((child, reach if step == 1 else reach * _flint(step)))


@lru_cache(maxsize=4)
def _endings(game: Game) -> list[list[Any]]:
    """The payoffs and measures at every ending."""
    asked = [(game.payoff, len(game.players)), (game.measure, len(game.measure_names))]
    return [[_flint(number(leaf, k)) for number, count in asked for k in range(count)] for leaf in range(game.leaves)]


def _flint(number: Number) -> Any:
    return number if isinstance(number, Expression) else fmpq(number.numerator, number.denominator)


def _number(number: Any) -> Number:
    if isinstance(number, Expression):
        return simplest(number)
    return Fraction(int(number.p), int(number.q)) if number else NEVER


def _steps(game: Game, profile: Profile, node: int) -> Sequence[Number]:
    owner, at = int(game.owner[node]), int(game.infoset[node])
    if owner == CHANCE:
        return [game.chance(child) for child in game.children(node)]
    return list(profile[game.players[owner]][game.set_labels[at]].values())


def played(game: Game, profile: Profile) -> Name:
    """Name what is played on the path: player by player, the actions used at each information set that play reaches."""
    told: dict[str, dict[tuple[str, ...], list[str]]] = {player: {} for player in game.players}
    seen, nodes = set(), [0]
    for node in nodes:
        owner, at = int(game.owner[node]), int(game.infoset[node])
        if owner == TERMINAL:
            continue
        steps = _steps(game, profile, node)
        nodes += [child for child, step in zip(game.children(node), steps, strict=True) if step]
        if owner >= 0 and at not in seen:
            seen.add(at)
            used = tuple(action for action, step in zip(game.set_actions[at], steps, strict=True) if step)
            told[game.players[owner]].setdefault(used, []).append(game.set_labels[at])
    return Name(tuple(_phrase(player, used) for player, used in told.items() if used))


def _phrase(player: str, used: Mapping[tuple[str, ...], Sequence[str]]) -> Phrase:
    choices = tuple(Choice(actions, tuple(sets), tuple(sets)) for actions, sets in used.items())
    return Phrase(player, "throughout" if len(choices) == 1 else "at", choices)
