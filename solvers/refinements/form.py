"""The form of a signalling game: who sends, who replies, and what stands between.

Read off the tree, and refused in words where the sources of the refinements do not define
them: one sender whose types are drawn by chance and told to nobody else, one reply to each
message, perhaps after a chance signal that every type can bring about, and nothing after
the reply that depends on beliefs (`deviations.check_settled` sees to that, family by family).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from games import Game, GameError
from games.errors import NotDefined
from games.tree import CHANCE, TERMINAL

NEEDS = (
    "needs one sender, whose types are drawn by chance and told to it alone, and one reply to each message, "
    "perhaps after a chance signal of known odds"
)


@dataclass(frozen=True)
class Message:
    """A message, who can send it, and where it is answered.

    Parameters
    ----------
    label : str
        The sender's action.
    sends : dict from int to int
        For each type that has it: the node that the message leads to.
    replies : tuple of int
        The receiver's information sets that can follow, one for each signal; empty when the message ends the game.
    """

    label: str
    sends: dict[int, int]
    replies: tuple[int, ...]


@dataclass(frozen=True)
class Form:
    """A game as a signalling game.

    Parameters
    ----------
    game : Game
        The game.
    sender, receiver : int
        Players.
    types : tuple of int
        The sender's information sets, one for each type.
    messages : tuple of Message
        Everything that some type can send.
    after : tuple of int
        Information sets that can follow a reply.
    """

    game: Game
    sender: int
    receiver: int
    types: tuple[int, ...]
    messages: tuple[Message, ...]
    after: tuple[int, ...]

    def type_label(self, infoset: int) -> str:
        """What the sender of a type was told."""
        return self.game.set_labels[infoset]


def signalling_form(game: Game, refinement: str) -> Form:
    """Read a game as a signalling game.

    Parameters
    ----------
    game : Game
        With or without open parameters.
    refinement : str
        Its name, for a refusal.

    Raises
    ------
    GameError
        What the game has that the definition has no room for.
    """

    def refuse(why: str) -> GameError:
        return NotDefined(refinement, f"{NEEDS}; in {game.name} {why}.")

    first = list(_first_moves(game, 0))
    if not first:
        raise refuse("nobody moves")
    players = {int(game.owner[n]) for n in first}
    if len(players) > 1 or int(game.owner[0]) != CHANCE:
        who = " and ".join(game.players[p] for p in sorted(players))
        raise refuse(f"{who} {'moves' if len(players) == 1 else 'move'} first, not one player with private types")
    (sender,) = players
    types = tuple(dict.fromkeys(int(game.infoset[n]) for n in first))
    if len(types) < 2:
        raise refuse(f"{game.players[sender]}, who moves first, has no private types")
    for s in types:
        if len(game.set_nodes(s)) > 1:
            raise refuse(f"{game.players[sender]} at {game.set_labels[s]!r} is not told all that chance has drawn before its message")
    messages = _messages(game, types)
    receivers = {int(game.set_owner[s]) for m in messages for s in m.replies}
    if len(receivers) != 1:
        who = " and ".join(game.players[p] for p in sorted(receivers)) or "nobody"
        raise refuse(f"{who} {'reply' if len(receivers) > 1 else 'replies'} to the messages")
    (receiver,) = receivers
    if receiver == sender:
        raise refuse(f"{game.players[sender]} itself moves next after its message")
    answered: dict[int, str] = {}
    for message in messages:
        for s in message.replies:
            _check_reply(game, types, message, s, answered, refuse)
    replies = set(answered)
    below = {int(game.infoset[n]) for s in replies for n in game.set_nodes(s) for c in game.children(n) for n in _moves(game, c)}
    if below & (replies | set(types)):
        s = min(below & (replies | set(types)))
        raise refuse(f"{game.players[game.set_owner[s]]} at {game.set_labels[s]!r} moves at different stages of the play")
    return Form(game, sender, receiver, types, messages, tuple(sorted(below)))


def _check_reply(
    game: Game, types: Sequence[int], message: Message, s: int, answered: dict[int, str], refuse: Callable[[str], GameError]
) -> None:
    receiver, label = game.players[game.set_owner[s]], game.set_labels[s]
    if s in answered:
        raise refuse(f"{receiver} at {label!r} does not see whether the message was {answered[s]!r} or {message.label!r}")
    answered[s] = message.label
    possible = {t for n in game.set_nodes(s) for t in _types_of(game, types, n)}
    if any(not list(_types_of(game, types, n)) for n in game.set_nodes(s)):
        raise refuse(f"{receiver} at {label!r} does not see whether a message was sent")
    if possible != set(message.sends):
        missing = ", ".join(repr(game.set_labels[t]) for t in message.sends if t not in possible)
        raise refuse(f"{receiver} at {label!r}, after {message.label!r}, is told that the type is not {missing}")


def _messages(game: Game, types: Sequence[int]) -> tuple[Message, ...]:
    sends: dict[str, dict[int, int]] = {}
    for s in types:
        (node,) = game.set_nodes(s)
        for label, child in zip(game.set_actions[s], game.children(node), strict=True):
            sends.setdefault(label, {})[s] = child
    messages = []
    for label, nodes in sends.items():
        sets = dict.fromkeys(int(game.infoset[n]) for child in nodes.values() for n in _first_moves(game, child))
        messages.append(Message(label, nodes, tuple(sets)))
    return tuple(messages)


def _first_moves(game: Game, node: int) -> Iterator[int]:
    """The first nodes at which a player moves, at or below a node."""
    owner = int(game.owner[node])
    if owner == CHANCE:
        for child in game.children(node):
            yield from _first_moves(game, child)
    elif owner != TERMINAL:
        yield node


def _moves(game: Game, node: int) -> Iterator[int]:
    """Every node at which a player moves, at or below a node."""
    if int(game.owner[node]) >= 0:
        yield node
    for child in game.children(node):
        yield from _moves(game, child)


def _types_of(game: Game, types: Sequence[int], node: int) -> Iterator[int]:
    """The type whose message is on the path to a node."""
    for above, _ in game.path(node):
        if int(game.owner[above]) >= 0 and int(game.infoset[above]) in types:
            yield int(game.infoset[above])
