"""Looking through a story for what may be amiss, when somebody asks; nothing is refused."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence
from dis import get_instructions
from fractions import Fraction
from pathlib import Path
from types import CodeType
from typing import Any

import numpy as np

from .catalogue import game_of, story_named
from .dividing import divisors, no_chances, taken_names
from .errors import GameError
from .fitting import fitting
from .given_away import nearly_alike, only_one_moves
from .labels import Joined, parts_of
from .numbers import Expression, Number
from .play import Play
from .remarks import Remark, Remarks
from .story import Story
from .tree import CHANCE, TERMINAL, Game

MOST_NODES = 50_000  # of a game that is looked through; larger ones have smaller structures
LIKENESS = 0.7  # from which on one name is taken for another that was meant
ROUNDED_DIGITS = 15  # decimals from which on a number is taken for a rounded one


def check(story: Story | str, **structure: object) -> Remarks:
    """Look for what may be amiss in a story, though it can be told.

    Parameters
    ----------
    story : Story or str
        The story, its name in the catalogue, or ``path/file.py:function``.
    **structure
        Structure arguments.

    Returns
    -------
    Remarks
        A type told to nobody, information sets that look alike or that only a choice of one action tells apart, a type that is given
        away because only it moves, actions that always pay the same, names compared with no action, parameters that move nothing,
        divisors that may be zero, chances that are none at the defaults, names that are taken, rounded numbers. Each may be meant.

    Raises
    ------
    GameError
        When the story cannot be told, or is too large to be looked through.

    Examples
    --------
    >>> print(check("beer_quiche"))
    Nothing seems amiss.
    """
    told, game, structure = opened_story(story, structure)
    if game.nodes > MOST_NODES:
        raise GameError(f"{game.name} has {game.nodes:,} nodes, too many to look through; give it a smaller structure.")
    return Remarks(
        (
            *_unknown_names(told, structure),
            *_untold(game),
            *_two_ends(game),
            *divisors(game),
            *no_chances(game),
            *taken_names(game),
            *_look_alike(game),
            *nearly_alike(game),
            *_forced(game),
            *only_one_moves(game),
            *_same(game),
            *_idle_parameters(told, structure, game),
            *_half_named(game),
            *_rounded(game),
        )
    )


def opened_story(story: Story | str, structure: Mapping[str, object]) -> tuple[Story, Game, dict[str, object]]:
    """Find a story by its name where one is given, tell it, and say with which structure."""
    told = story_named(story) if isinstance(story, str) else story
    if not isinstance(told, Story):
        raise GameError(f"What is checked is a story, the function under @game(...), or its name, and not what it gives; found {story!r}.")
    where = Path(story).name if isinstance(story, str) else told.name
    return told, game_of(Story.__call__, told, structure, where), fitting(told, structure)


# ------------------------------------------------------------------ what the rules compare


class _Watched(str):
    """A label that notes with what texts it is compared."""

    compared: set[str]

    def __eq__(self, other: object) -> bool:
        if isinstance(other, str) and not isinstance(other, _Watched):
            self.compared.add(other)
        return str.__eq__(self, other)

    def __ne__(self, other: object) -> bool:
        return not self == other

    __hash__ = str.__hash__


class _Watching:
    """A play that gives out watched labels, and notes all that are offered."""

    def __init__(self, play: Play, offered: set[str], compared: set[str]) -> None:
        self._play, self._offered, self._compared = play, offered, compared

    def chance(self, name: str, outcomes: Any) -> Any:
        return self._watched(self._play.chance(name, outcomes), outcomes)

    def choose(self, player: str, actions: Any, public: bool = True, **shocks: Any) -> Any:
        return self._watched(self._play.choose(player, actions, public, **shocks), actions)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._play, name)

    def _watched(self, picked: Any, options: Any) -> Any:
        self._offered.update(map(str, options))
        if type(picked) is not str:
            return picked
        label = _Watched(picked)
        label.compared = self._compared
        return label


def _unknown_names(story: Story, structure: Mapping[str, object]) -> Iterator[Remark]:
    """Texts with which the rules compare an action or outcome, and which none of them ever is."""
    offered: set[str] = set()
    compared: set[str] = set()
    story.told(lambda play: _Watching(play, offered, compared), **structure)
    for name in sorted(compared - offered):
        near = difflib.get_close_matches(name, sorted(offered), n=1, cutoff=LIKENESS)
        if near or not story.structure:  # with another structure there may be such an action
            yield Remark("unknown name", {"name": name, "near": near[0] if near else "", "known": sorted(offered)})


# ------------------------------------------------------------------ who knows what


def _untold(game: Game) -> Iterator[Remark]:
    """Chance moves after which somebody moves, but all goes on alike whatever came out, for all that anybody learns."""
    kinds: dict[tuple[Any, ...], int] = {(): 0}  # what goes on, payoffs apart; 0 where nobody moves any more
    kind = [0] * game.nodes
    told: dict[int, bool] = {}
    for node in reversed(range(game.nodes)):
        index, owner, after = int(game.infoset[node]), int(game.owner[node]), [kind[child] for child in game.children(node)]
        alike = owner == CHANCE and len({*after}) == 1
        if owner == CHANCE and len(after) > 1 and any(after):
            told[index] = told.get(index, False) or not alike
        if owner == TERMINAL or alike:
            kind[node] = after[0] if alike else 0
            continue
        rows = [int(game.chances.which[game.chance_row[c]]) if owner == CHANCE else 0 for c in game.children(node)]
        kind[node] = kinds.setdefault((owner, index if owner >= 0 else -1, *zip(rows, after, strict=True)), len(kinds))
    for index in sorted(told):
        name, outcomes = game.chance_moves[index]
        if not told[index]:
            yield Remark("untold", {"chance": name, "outcomes": list(outcomes)})


def _two_ends(game: Game) -> Iterator[Remark]:
    """Chance moves over two decimals, as ``(0.0, 1.0)``, which look like the ends of an interval, and choices between two."""
    for name, outcomes in game.chance_moves:
        if _are_ends(outcomes):
            yield Remark("two ends", {"chance": name, "outcomes": list(outcomes)})
    seen: set[tuple[int, tuple[str, ...]]] = set()
    for owner, label, actions in zip(game.set_owner.tolist(), game.set_labels, game.set_actions, strict=True):
        if _are_ends(actions) and (owner, tuple(actions)) not in seen:
            seen.add((owner, tuple(actions)))
            yield Remark("two ends to choose", {"player": game.players[owner], "infoset": str(label), "actions": list(actions)})


def _are_ends(labels: Sequence[str]) -> bool:
    return len(labels) == 2 and all("." in label and _is_number(label) for label in labels)


def _is_number(label: str) -> bool:
    try:
        float(label)
    except ValueError:
        return False
    return True


def _look_alike(game: Game) -> Iterator[Remark]:
    """Information sets of one player that are called the same but for a number that was put behind."""
    labels = set(zip(game.set_owner.tolist(), map(parts_of, game.set_labels), strict=True))
    for owner, parts in sorted(labels):
        number = 2
        while (owner, (*parts[:-1], f"{parts[-1]}#{number}")) in labels:
            number += 1
        if number > 2:
            yield Remark("look alike", {"player": game.players[owner], "label": "/".join(parts), "sets": number - 1})


def _forced(game: Game) -> Iterator[Remark]:
    """Information sets that are the same but for what somebody did who had no choice."""
    if all(len(actions) > 1 for actions in game.set_actions):
        return
    alike: dict[tuple[int, tuple[str, ...]], list[tuple[int, list[str]]]] = {}
    for s in range(game.infosets):
        forced = [
            game.set_actions[int(game.infoset[node])][move]
            for node, move in game.path(game.set_nodes(s)[0])
            if game.owner[node] >= 0 and len(game.set_actions[int(game.infoset[node])]) == 1
        ]
        parts, gone = list(parts_of(game.set_labels[s])), []
        for label in forced:
            if label in parts:
                parts.remove(label)
                gone.append(label)
        alike.setdefault((int(game.set_owner[s]), tuple(parts) or ("start",)), []).append((s, gone))
    for (owner, _), several in alike.items():
        if len(several) > 1 and len({tuple(gone) for _, gone in several}) > 1:
            where = {"player": game.players[owner], "sets": [str(game.set_labels[s]) for s, _ in several]}
            yield Remark("forced", {**where, "actions": list(dict.fromkeys(label for _, gone in several for label in gone))})


# ------------------------------------------------------------------ what pays


def _same(game: Game) -> Iterator[Remark]:
    """Actions after which all goes on alike with the same payoffs."""
    kinds: dict[tuple[Any, ...], int] = {}
    kind = [0] * game.nodes
    players = len(game.players)
    for node in reversed(range(game.nodes)):
        index, owner = int(game.infoset[node]), int(game.owner[node])
        if owner == TERMINAL:
            known: tuple[Any, ...] = ("end", *game.payoffs.which[index * players : (index + 1) * players].tolist())
        else:
            rows = [int(game.chances.which[game.chance_row[c]]) if owner == CHANCE else 0 for c in game.children(node)]
            known = (owner, index, *zip(rows, (kind[c] for c in game.children(node)), strict=True))
        kind[node] = kinds.setdefault(known, len(kinds))
    same: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for s in range(game.infosets):
        actions, rows_of = game.set_actions[s], [[kind[c] for c in game.children(node)] for node in game.set_nodes(s)]
        groups: dict[tuple[int, ...], list[str]] = {}
        for k, action in enumerate(actions):
            groups.setdefault(tuple(row[k] for row in rows_of), []).append(action)
        for several in groups.values():
            if len(several) > 1:
                same.setdefault((game.players[int(game.set_owner[s])], tuple(several)), []).append(str(game.set_labels[s]))
    for (player, alike), infosets in same.items():
        yield Remark("same", {"player": player, "infosets": infosets, "actions": list(alike)})


def _half_named(game: Game) -> Iterator[Remark]:
    """Endings that are called by the moves that lead there, beside others that the story names; a single move may be meant as a name."""
    by_moves: dict[str, int] = {}
    for leaf, node in enumerate(game.leaf_nodes.tolist()):
        moves = [game.set_actions[int(game.infoset[above])][move] for above, move in game.path(node) if game.owner[above] != CHANCE]
        name = game.outcome_names[game.outcome[leaf]]
        if name == str(Joined(moves, empty="the start")):
            by_moves[name] = len(moves)
    named = [name for name in game.outcome_names if name not in by_moves]
    unnamed = [name for name, moves in by_moves.items() if moves > 1]
    if named and unnamed:
        yield Remark("half named", {"named": named, "by moves": unnamed})


def _idle_parameters(story: Story, structure: Mapping[str, object], game: Game) -> Iterator[Remark]:
    """Parameters that are nowhere, or in all payoffs of a player alike."""
    values = {**story.structure, **structure}
    declared = story.parameters(**{k: v for k, v in values.items() if k in story.structure})
    unused = [name for name in declared if name not in game.parameters and name not in game.fixed]
    if story.structure:  # what the rules read somewhere may count with another structure
        unused = [name for name in unused if not _read_in(story.rules.__code__, name)]
    if unused:
        yield Remark("unused", {"parameters": unused, "structure": bool(story.structure)})
    moving = {name for node in range(1, game.nodes) if game.chance_row[node] >= 0 for name in _free(game.chance(node))}
    in_payoffs: dict[str, set[str]] = {}
    for k, player in enumerate(game.players):
        first = game.payoff(0, k)
        for leaf in range(game.leaves):
            payoff = game.payoff(leaf, k)
            moving |= set(_free(Expression.constant(0) + payoff - first))
            for name in _free(payoff):
                in_payoffs.setdefault(name, set()).add(player)
    for name in game.parameters:
        if name not in moving and name in in_payoffs:
            yield Remark("alike", {"parameter": name, "players": sorted(in_payoffs[name])})


def _read_in(code: CodeType, name: str) -> bool:
    """Whether rules, or functions within them, do more with an argument than to take it."""
    for one in get_instructions(code):
        loaded = one.argval if isinstance(one.argval, tuple) else (one.argval,)  # later Pythons load two names at once
        if "LOAD" in one.opname and "CLOSURE" not in one.opname and name in loaded:
            return True
    return any(isinstance(inner, CodeType) and _read_in(inner, name) for inner in code.co_consts)


def _free(number: Number) -> Sequence[str]:
    return tuple(number.free) if isinstance(number, Expression) else ()


def _rounded(game: Game) -> Iterator[Remark]:
    """The first payoff and the first chance that is a decimal of very many digits."""
    for leaf in range(game.leaves):
        for k, player in enumerate(game.players):
            if (found := _long_decimal(game.payoff(leaf, k))) is not None:
                yield _rounding(f"The payoff of {player} after {game.history(int(game.leaf_nodes[leaf]))!r}", found)
                return
    for node in np.flatnonzero(game.chance_row >= 0).tolist():
        if (found := _long_decimal(game.chance(node))) is not None:
            yield _rounding(f"The chance of {game.move_label(node)!r}", found)
            return


def _rounding(what: str, number: Fraction) -> Remark:
    near = number.limit_denominator(1000)
    return Remark("rounded", {"what": what, "number": repr(float(number)), "exact": f"{near.numerator}, {near.denominator}"})


def _long_decimal(number: Number) -> Fraction | None:
    """A coefficient with so many decimals that it must have been rounded; None where there is none."""
    if isinstance(number, Expression):
        coefficients = [Fraction(int(c.p), int(c.q)) for p in (number.numerator, number.denominator) for c in p.coeffs()]
    else:
        coefficients = [Fraction(number)]
    return next((c for c in coefficients if c.denominator >= 10**ROUNDED_DIGITS // 2 and 10**60 % c.denominator == 0), None)
