"""A profile that is an equilibrium on the path of play, completed off it: as learned with trembles, or else by search."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from games import Game
from games.numbers import Expression, Number, sign_of
from games.tree import CHANCE

from ..closed_forms import completed
from ..results import Assessment, Lift, Origin, Solution
from .effort import Effort
from .indifference import OpenTree
from .judging import nash_record
from .learned import Learned, learning
from .repairs import Lifted, lifted
from .supports import Support
from .writing import at_values, numbers_of

MOST_CHOICES = 2_000  # of a support at one information set, in the search off the path
RUNS = 3  # of learning with trembles, from which play off the path is read


@dataclass(frozen=True, eq=False)
class Completion:
    """What became of play on the path.

    Parameters
    ----------
    found : Lifted, Solution or None
        An equilibrium with that play: by a support, or by search.
    on_path : bool
        Whether it is a Nash equilibrium.
    all_tried : bool
        Whether nothing completes it, where nothing was found.
    tried : int
        How many supports were looked at.
    """

    found: Lifted | Solution | None
    on_path: bool
    all_tried: bool
    tried: int


def completion(numeric: Game, concept: str, learned: Learned, effort: Effort, seed: int | None) -> Completion:
    """Complete what is learned on the path of play: off it as learned with trembles, or else by search.

    Parameters
    ----------
    numeric : Game
        Without open parameters.
    concept : str
        What is asked, off the path too.
    learned : Learned
        Read on the path alone, first.
    effort : Effort
        What may be tried.
    seed : int or None
        Of learning.
    """
    tree = OpenTree(numeric)
    nash, tried = _on_path_alone(tree, learned, effort, seed)
    if nash is None:
        return Completion(None, False, False, tried)
    kept = on_path(tree, nash)
    numbers = numbers_of(nash.solved)
    for again in itertools.islice(learning(numeric, seed, effort), RUNS):
        start = [numbers[k] if k in kept else row for k, row in enumerate(again.behaviour)]
        supports = dict.fromkeys(_joined(support, kept) for support in again.supports)
        found = lifted(tree, supports, {}, start, concept=concept, trembles=again.trembles, effort=effort.a_run(), kept=kept)
        tried += found.tried
        if isinstance(found, Lifted):
            return Completion(found, True, True, tried)
    solution, all_tried = completed(numeric, concept, kept, most=MOST_CHOICES, seconds=effort.left)
    return Completion(solution, True, all_tried, tried)


def _on_path_alone(tree: OpenTree, learned: Learned, effort: Effort, seed: int | None) -> tuple[Lifted | None, int]:
    """A Nash equilibrium near what was learned, or learned anew unless that was given; and how many supports were looked at."""
    again = learning(tree.game, seed, effort, 1) if learned.iterations else ()
    tried = 0
    for one in itertools.chain([learned], again):
        plain = [Support(support.played) for support in one.supports]
        found = lifted(tree, plain, {}, one.behaviour, concept=nash_record().name, trembles=one.trembles, effort=effort.a_run())
        tried += found.tried
        if isinstance(found, Lifted):
            return found, tried
        if effort.over:
            break
    return None, tried


def _joined(support: Support, kept: Mapping[int, tuple[int, ...]]) -> Support:
    """A support with what is played on the path put in."""
    played = tuple(kept.get(k, actions) for k, actions in enumerate(support.played))
    return Support(played, tuple((k, a) for k, a in support.tuned if a not in played[k]))


def on_path(tree: OpenTree, equilibrium: Lifted) -> dict[int, tuple[int, ...]]:
    """What is played at the information sets to which play comes."""
    played = equilibrium.solved.system.support.played
    comes = [True] * tree.game.nodes
    for node in range(1, tree.game.nodes):
        above = tree.parent[node]
        comes[node] = comes[above] and (tree.owner[above] == CHANCE or tree.move[node] in played[tree.infoset[above]])
    return {k: played[k] for k, nodes in enumerate(tree.members) if any(comes[node] for node in nodes)}


def as_lift(numeric: Game, concept: str, found: Solution, origin: Origin, point: Mapping[str, Fraction]) -> Lift:
    """Write a completed equilibrium as a lift at a point; what was left open is at the values at which it was verified."""
    told = at_values(found.assessment, found.sample)
    notes = ["Play off the path was completed by search, so that no trembles of its own are part of the answer."]
    if found.sample:
        notes.append("What nothing determines off the path was chosen.")
    if point:
        notes.append("Closed forms and region were not worked out.")
    totals = ({name: _there(x, found.sample) for name, x in table.items()} for table in (found.payoffs, found.outcomes, found.measures))
    payoffs, outcomes, measures = totals
    return Lift(
        game=numeric,
        concept=concept,
        over=(),
        at=dict(point),
        assessment=told,
        payoffs=payoffs,
        outcomes=outcomes,
        measures=measures,
        conditions=None if point else (),
        trembles={},
        pins={},
        ties=_ties(numeric, told),
        origin=origin,
        certificate=found.certificate,
        notes=tuple(notes),
    )


def _there(number: Number, values: Mapping[str, Number]) -> Number:
    return number.at(values) if isinstance(number, Expression) else number


def _ties(game: Game, told: Assessment) -> int:
    """Count the actions that are not played and exactly as good as those that are."""
    tree, plans, count = OpenTree(game), told.profile, 0
    values: dict[int, list[Number]] = {}
    leaves = {node: k for k, node in enumerate(game.leaf_nodes.tolist())}
    for node in range(game.nodes - 1, -1, -1):
        if node in leaves:
            values[node] = [game.payoff(leaves[node], k) for k in tree.players]
            continue
        below, infoset = range(tree.first_child[node], tree.first_child[node + 1]), tree.infoset[node]
        if tree.owner[node] == CHANCE:
            weights: list[Number] = [game.chance(child) for child in below]
        else:
            weights = list(plans[game.players[tree.owner[node]]][game.set_labels[infoset]].values())
        values[node] = [sum((w * values[c][k] for w, c in zip(weights, below, strict=True)), Fraction(0)) for k in tree.players]
    for infoset, nodes in enumerate(tree.members):
        player, label = tree.set_owner[infoset], game.set_labels[infoset]
        chances = list(plans[game.players[player]][label].values())
        held = (told.beliefs or {})[game.players[player]][label]
        worth = [
            sum((held[game.history(node)] * values[tree.first_child[node] + a][player] for node in nodes), Fraction(0))
            for a in range(len(chances))
        ]
        best = next(w for w, chance in zip(worth, chances, strict=True) if sign_of(chance) > 0)
        count += sum(not sign_of(chance) and not sign_of(best - w) for w, chance in zip(worth, chances, strict=True))
    return count
