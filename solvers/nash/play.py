"""What plans bring about in a game, also plans that hold symbols: behaviour, payoffs, outcomes, measures, words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from games import Game, Sequences
from games.expression import Number, simplest
from games.tree import CHANCE, TERMINAL

from ..solution import Profile

Strategy = dict[str, dict[str, Number]]
Totals = dict[str, Number]


def behaviour(game: Game, own: Sequences, plan: Sequence[Number], worth: Sequence[Number]) -> Strategy:
    """Turn a realisation plan into a behaviour strategy.

    Parameters
    ----------
    own : Sequences
        The player's.
    plan : sequence of numbers
        The probability of each sequence; may hold symbols.
    worth : sequence of numbers without symbols
        What each sequence earns where play ends with it, against the others' plans.  Where the plan itself never leads to an
        information set, any choice gives the same equilibrium; the first of the best is taken.
    """
    total, out = list(worth), {}
    for infoset, first, before in reversed(list(zip(own.infosets, own.first, own.before, strict=True))):
        actions = game.set_actions[infoset]
        here = range(first, first + len(actions))
        best = max(here, key=lambda s: total[s])            # type: ignore[arg-type,return-value]
        total[before] += total[best]
        chances = [simplest(plan[s] / plan[before]) if plan[before] else Fraction(s == best) for s in here]
        out[game.set_labels[infoset]] = dict(zip(actions, chances, strict=True))
    return dict(reversed(out.items()))


def brought_about(game: Game, profile: Profile) -> tuple[Totals, Totals, Totals]:
    """Expected payoffs, probabilities of outcomes, and expected measures of a profile that may hold symbols."""
    payoffs: Totals = dict.fromkeys(game.players, Fraction(0))
    outcomes: Totals = dict.fromkeys(game.outcome_names, Fraction(0))
    measures: Totals = dict.fromkeys(game.measure_names, Fraction(0))
    for leaf, reach in reached_leaves(game, profile):
        outcomes[game.outcome_names[game.outcome[leaf]]] += reach
        for k, player in enumerate(game.players):
            payoffs[player] += reach * game.payoff(leaf, k)
        for k, name in enumerate(game.measure_names):
            measures[name] += reach * game.measure(leaf, k)
    return tuple({name: simplest(x) for name, x in table.items()} for table in (payoffs, outcomes, measures))  # type: ignore[return-value]


def reached_leaves(game: Game, profile: Profile) -> Iterator[tuple[int, Number]]:
    """The endings that play reaches, each with its probability."""
    waiting: list[tuple[int, Number]] = [(0, Fraction(1))]
    while waiting:
        node, reach = waiting.pop()
        owner = int(game.owner[node])
        if owner == TERMINAL:
            yield int(game.infoset[node]), reach
            continue
        for child, step in zip(game.children(node), _steps(game, profile, node), strict=True):
            if step:
                waiting.append((child, reach if step == 1 else reach * step))


def _steps(game: Game, profile: Profile, node: int) -> Sequence[Number]:
    owner, at = int(game.owner[node]), int(game.infoset[node])
    if owner == CHANCE:
        return [game.chance(child) for child in game.children(node)]
    return list(profile[game.players[owner]][game.set_labels[at]].values())


def words(game: Game, profile: Profile) -> str:
    """Say what is played on the path: player by player, the actions used at each information set that play reaches."""
    said: dict[str, dict[str, list[str]]] = {player: {} for player in game.players}
    seen, nodes = set(), [0]
    for node in nodes:
        owner, at = int(game.owner[node]), int(game.infoset[node])
        if owner == TERMINAL:
            continue
        steps = _steps(game, profile, node)
        nodes += [child for child, step in zip(game.children(node), steps, strict=True) if step]
        if owner >= 0 and at not in seen:
            seen.add(at)
            used = "/".join(action for action, step in zip(game.set_actions[at], steps, strict=True) if step)
            said[game.players[owner]].setdefault(used, []).append(game.set_labels[at])
    return "; ".join(f"{player} {_choices(used)}" for player, used in said.items() if used) or "no choice"


def _choices(used: Mapping[str, Sequence[str]]) -> str:
    if len(used) == 1:
        return next(iter(used))
    return ", ".join(f"{actions} at {' and '.join(sets)}" for actions, sets in used.items())


def numbered(names: Sequence[str]) -> list[str]:
    """Tell names that come more than once apart by a number."""
    out: list[str] = []
    for k, name in enumerate(names):
        before = list(names[:k]).count(name)
        out.append(f"{name} ({before + 1})" if list(names).count(name) > 1 else name)
    return out
