"""What players can tell though nobody meant to tell them: that only one type moves, and facts told in words that nearly agree."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from .labels import parts_of
from .remarks import Remark
from .tree import CHANCE, TERMINAL, Game


def only_one_moves(game: Game) -> Iterator[Remark]:
    """Chance moves whose outcome somebody can tell by that alone that another player moves after it, or does not move.

    Notes
    -----
    Two information sets of a player are told apart so when the one is called like the other but for actions of somebody who moves
    after one outcome and never after the other, and when the player has the same actions at both.
    """
    outcomes = _outcomes(game)
    movers: dict[tuple[int, int], set[int]] = {}  # who moves after an outcome
    for s, drawn in enumerate(outcomes):
        for move, several in drawn.items():
            for k in several:
                movers.setdefault((move, k), set()).add(int(game.set_owner[s]))
    found: dict[tuple[int, int, int, int], tuple[list[str], list[str]]] = {}
    for with_moves, without in _pairs(game):
        for move in outcomes[with_moves].keys() & outcomes[without].keys():
            one, other = outcomes[with_moves][move], outcomes[without][move]
            if len(one) != 1 or len(other) != 1 or one == other:
                continue
            (k,), (j,) = one, other
            idle = movers[move, k] - movers[move, j]
            gone = _moves_of(game, with_moves, idle)
            if gone and _less(parts_of(game.set_labels[with_moves]), [label for _, label in gone]) == _bare(game, without):
                mover = gone[0][0]
                sets, others = found.setdefault((int(game.set_owner[without]), mover, move, k), ([], []))
                sets.append(str(game.set_labels[with_moves]))
                others.append(str(game.set_labels[without]))
    for (owner, mover, move, k), (sets, others) in found.items():
        name, labels = game.chance_moves[move]
        where = {"player": game.players[owner], "mover": game.players[mover], "chance": name, "outcome": labels[k]}
        yield Remark("only one moves", {**where, "sets": list(dict.fromkeys(sets)), "without": list(dict.fromkeys(others))})


def nearly_alike(game: Game) -> Iterator[Remark]:
    """Information sets of one player, with the same actions, called alike but for capitals, spaces or how a number is written."""
    alike: dict[tuple[object, ...], list[str]] = {}
    for s in range(game.infosets):
        parts = tuple(map(_plainly, parts_of(game.set_labels[s])))
        alike.setdefault((int(game.set_owner[s]), game.set_actions[s], parts), []).append(str(game.set_labels[s]))
    for (owner, *_), labels in alike.items():
        if len(labels) > 1:
            yield Remark("nearly alike", {"player": game.players[int(str(owner))], "sets": labels})


def _plainly(part: str) -> str:
    """A part of a label without capitals and spaces, and numbers as short as they are written."""
    text = "".join(part.split()).casefold()
    try:
        number = float(text)
    except ValueError:
        return text
    return f"{number:g}" if abs(number) < 1e6 else text


def _outcomes(game: Game) -> list[dict[int, set[int]]]:
    """For each information set, by chance move: the outcomes after which it is reached; only moves that come before all its nodes."""
    found: list[dict[int, set[int]]] = []
    for s in range(game.infosets):
        drawn: dict[int, set[int]] | None = None
        for node in game.set_nodes(s):
            here = {int(game.infoset[above]): move for above, move in game.path(node) if game.owner[above] == CHANCE}
            if drawn is None:
                drawn = {move: {k} for move, k in here.items()}
            else:
                drawn = {move: several | {here[move]} for move, several in drawn.items() if move in here}
        found.append(drawn or {})
    return found


def _pairs(game: Game) -> Iterator[tuple[int, int]]:
    """Pairs of information sets of one player with the same actions, the longer label first."""
    alike: dict[tuple[int, tuple[str, ...]], list[int]] = {}
    for s in range(game.infosets):
        alike.setdefault((int(game.set_owner[s]), game.set_actions[s]), []).append(s)
    for several in alike.values():
        for one, other in combinations(several, 2):
            shorter, longer = sorted((one, other), key=lambda s: len(_bare(game, s)))
            if len(_bare(game, shorter)) < len(_bare(game, longer)):
                yield longer, shorter


def _bare(game: Game, infoset: int) -> list[str]:
    """The parts of a label; none of a set that is called the start."""
    label = game.set_labels[infoset]
    return [] if label == "start" else list(parts_of(label))


def _moves_of(game: Game, infoset: int, players: set[int]) -> list[tuple[int, str]]:
    """What some players did before an information set, on the way to its first node: player and action."""
    return [
        (int(game.owner[above]), game.set_actions[int(game.infoset[above])][move])
        for above, move in game.path(game.set_nodes(infoset)[0])
        if game.owner[above] not in (CHANCE, TERMINAL) and int(game.owner[above]) in players
    ]


def _less(parts: tuple[str, ...], gone: list[str]) -> list[str] | None:
    """The parts without some labels, each taken out once; None where one is not among them."""
    left = list(parts)
    for label in gone:
        if label not in left:
            return None
        left.remove(label)
    return left
