"""What each type would gain by a message that an equilibrium leaves unsent, and when each reply to it is best.

`Incentives` holds, for one equilibrium family, polynomials in the parameters: the sender's gains
from each unsent message under each pure plan of replies, and the receiver's advantages of one
reply over another at each type.  At a point they become numbers (`Unsent.put`), and all tests are
questions about mixtures of their columns.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from flint import fmpq

from games import GameError

from ..algebra.ring import Polynomial
from ..closed_forms.closed_form import ClosedForms
from ..closed_forms.solving import Piece
from ..search.tree_polynomials import View
from .form import Form, Message
from .values import feasible, value

Plan = tuple[int, ...]
"""A reply at each of the receiver's sets after one message."""

Faces = tuple[tuple[int, ...], ...]
"""The replies in use at each of these sets."""

Signs = Callable[[Polynomial], int | None]


class NotConstant(Exception):
    """A type's equilibrium payoff is not one closed form on the family."""


@dataclass(frozen=True, eq=False)
class Unsent:
    """An unsent message as a matrix problem; entries are polynomials, or numbers once a point is put in.

    Parameters
    ----------
    message : Message
        The message.
    types : tuple of int
        Who could send it.
    replies : tuple of int
        How many replies there are at each set that follows.
    gains : tuple of rows
        A row for each type, a column for each plan: what the type wins by the message, times something positive.
    better : dict from (set, reply, other reply) to row
        A column for each type: the advantage of the reply, times the type's prior and something positive.
    never : frozenset of (set, reply)
        Replies that are known never to be best.
    """

    message: Message
    types: tuple[int, ...]
    replies: tuple[int, ...]
    gains: tuple[tuple[Any, ...], ...]
    better: Mapping[tuple[int, int, int], tuple[Any, ...]]
    never: frozenset[tuple[int, int]] = frozenset()

    @cached_property
    def usable(self) -> list[tuple[int, ...]]:
        """At each set, the replies that may be best."""
        return [tuple(r for r in range(n) if (k, r) not in self.never) for k, n in enumerate(self.replies)]

    @cached_property
    def plans(self) -> list[Plan]:
        """Every pure plan of replies."""
        return list(itertools.product(*map(range, self.replies)))

    def put(self, number: Callable[[Any], Any]) -> Unsent:
        """Replace every entry."""
        gains = tuple(tuple(map(number, row)) for row in self.gains)
        better = {k: tuple(map(number, row)) for k, row in self.better.items()}
        return Unsent(self.message, self.types, self.replies, gains, better, self.never)

    # ---------------------------------------------------------------- best replies (numbers)

    def best(self, faces: Faces, beliefs: Sequence[Sequence[int]]) -> bool:
        """Whether all replies of these faces are best at once under some mixture of beliefs, each a prior cut down to some types."""
        return feasible(self.advantages(faces, beliefs))

    def advantages(self, faces: Faces, beliefs: Sequence[Sequence[int]]) -> list[list[Any]]:
        """The replies' advantages over each other one, a column for each belief."""
        return [
            [sum((self.better[k, r, x][t] for t in types), fmpq(0)) for types in beliefs]
            for k, used in enumerate(faces)
            for r in used
            for x in self.usable[k]
            if x != r
        ]

    def best_faces(self, beliefs: tuple[tuple[int, ...], ...]) -> list[Faces]:
        """The largest sets of replies that are best at once under some belief: their mixtures are all mixed best replies."""
        if beliefs not in self._faces_of:
            self._faces_of[beliefs] = self._best_faces(beliefs)
        return self._faces_of[beliefs]

    @cached_property
    def _faces_of(self) -> dict[tuple[tuple[int, ...], ...], list[Faces]]:
        return {}

    def _best_faces(self, beliefs: tuple[tuple[int, ...], ...]) -> list[Faces]:
        options = [[c for size in range(len(usable), 0, -1) for c in itertools.combinations(usable, size)] for usable in self.usable]
        largest: list[Faces] = []
        for faces in sorted(itertools.product(*options), key=lambda f: -sum(map(len, f))):
            if not any(all(set(a) <= set(b) for a, b in zip(faces, other, strict=True)) for other in largest) and self.best(faces, beliefs):
                largest.append(faces)
        return largest

    def columns(self, faces: Faces) -> list[int]:
        """The plans that use these replies only."""
        return [k for k, plan in enumerate(self.plans) if all(r in used for r, used in zip(plan, faces, strict=True))]

    # ---------------------------------------------------------------- gains (numbers)

    def attains(self, faces: Faces, signs: Mapping[int, str]) -> bool:
        """Whether some mixture of these replies gives gains of these signs ("+" not negative, "-" not positive, "0" both)."""
        return feasible(self.signed_gains(self.columns(faces), signs))

    def witness(self, faces: Faces, signs: Mapping[int, str]) -> tuple[Any, dict[Plan, Any]]:
        """By how much these signs can be had at once, and the mixture of plans that does it best."""
        columns = self.columns(faces)
        size, mixture = value(self.signed_gains(columns, signs))
        return size, {self.plans[k]: p for k, p in zip(columns, mixture, strict=True) if p}

    def signed_gains(self, columns: Sequence[int], signs: Mapping[int, str]) -> list[list[Any]]:
        """The types' gains, turned where they should not be positive, a column for each plan."""
        rows = []
        for t, sign in signs.items():
            if sign in "+0":
                rows.append([self.gains[t][k] for k in columns])
            if sign in "-0":
                rows.append([-self.gains[t][k] for k in columns])
        return rows


@dataclass(frozen=True, eq=False)
class Incentives:
    """The incentives that decide whether one family survives.

    Parameters
    ----------
    form : Form
        The signalling game.
    sent : dict from message to tuple of types
        Who sends what with positive probability.
    payoffs : tuple of (polynomial, polynomial)
        Each type's equilibrium payoff, on the game's scale.
    unsent : tuple of Unsent
        The messages that nobody sends and that are answered.
    """

    form: Form
    sent: Mapping[str, tuple[int, ...]]
    payoffs: tuple[tuple[Any, Any], ...]
    unsent: tuple[Unsent, ...]

    @property
    def key(self) -> tuple[Any, ...]:
        """Families with the same incentives have the same verdict."""
        entries = [(u.message.label, *(str(x) for row in (*u.gains, *u.better.values()) for x in row)) for u in self.unsent]
        return (tuple(self.sent.items()), tuple((str(a), str(b)) for a, b in self.payoffs), tuple(entries))


def incentives_of(view: View, form: Form, piece: Piece, sign: Signs, refinement: str) -> Incentives:
    """Write down the incentives in a family.

    Parameters
    ----------
    sign : callable
        The proved sign of a polynomial on the family's region, or None.

    Raises
    ------
    NotConstant
        When a type's payoff is no rational function of parameters and open unknowns, or its scale changes sign.
    GameError
        When play after the reply depends on beliefs.
    """
    supports = piece.base.supports
    check_settled(view, form, piece, sign, refinement)
    types = form.types
    sent = {m.label: tuple(k for k, s in enumerate(types) if _sends(form, m, s, supports[s])) for m in form.messages}
    payoffs = tuple(_equilibrium_payoff(view, form, piece, s, sign) for s in types)
    unsent = []
    for message in form.messages:
        if sent[message.label] or not message.replies:
            continue
        able = tuple(k for k, s in enumerate(types) if s in message.sends)
        replies = tuple(view.actions[s] for s in message.replies)
        gains = []
        for t in able:
            top, bottom = payoffs[t]
            row = []
            for plan in itertools.product(*map(range, replies)):
                continuation = view.value_of(message.sends[types[t]], form.sender, dict(zip(message.replies, plan, strict=True)), supports)
                row.append(continuation * bottom - top)
            gains.append(tuple(row))
        better = {}
        for k, s in enumerate(message.replies):
            nodes = [[n for n in view.members[s] if _type_at(view, n) == types[t]] for t in able]
            for r, x in itertools.permutations(range(replies[k]), 2):
                better[k, r, x] = tuple(
                    sum((view.chance_before[n] * view.advantage(n, r, x, supports) for n in at_type), view.ring.zero) for at_type in nodes
                )
        unsent.append(Unsent(message, able, replies, tuple(gains), better))
    return Incentives(form, sent, payoffs, tuple(unsent))


def _sends(form: Form, message: Message, s: int, support: Sequence[int]) -> bool:
    return s in message.sends and form.game.set_actions[s].index(message.label) in support


def _equilibrium_payoff(view: View, form: Form, piece: Piece, s: int, sign: Signs) -> tuple[Polynomial, Polynomial]:
    """A type's equilibrium payoff as a quotient with a positive denominator."""
    (node,) = view.members[s]
    payoff = ClosedForms(view, piece, {})(view.value(node, form.sender, piece.base.supports))
    if payoff.roots:
        raise NotConstant(form.type_label(s))
    top, bottom = view.ring.pair(payoff)
    positive = sign(bottom)
    if not positive:
        raise NotConstant(form.type_label(s))
    return top * positive, bottom * positive


def _type_at(view: View, node: int) -> int:
    """The sender's information set on the path to a node."""
    return next(view.infoset[n] for n, _ in view.game.path(node) if view.node_owner[n] >= 0)


def check_settled(view: View, form: Form, piece: Piece, sign: Signs, refinement: str) -> None:
    """Refuse play after the reply that beliefs could change, or that is mixed.

    Raises
    ------
    GameError
        Whose move it is, and where.
    """
    game, supports = view.game, piece.base.supports
    for s in form.after:
        if len(supports[s]) > 1:
            who, where = game.players[view.owner[s]], game.set_labels[s]
            raise GameError(f"{refinement} needs play after the reply that is the same in every equilibrium, but {who} mixes at {where!r}.")
    for s, rival, node, advantage in advantages_after(view, form, piece):
        if sign(advantage) != 1:
            who, where = game.players[view.owner[s]], game.set_labels[s]
            action, alternative = game.set_actions[s][supports[s][0]], game.set_actions[s][rival]
            raise GameError(
                f"{refinement} needs play after the reply that is the same in every equilibrium whatever the beliefs, "
                f"but at {where!r} {who} does not always prefer {action} to {alternative} (after {game.history(node)!r})."
            )


def advantages_after(view: View, form: Form, piece: Piece) -> Iterator[tuple[int, int, int, Polynomial]]:
    """What is played after the reply over each alternative: the set, the alternative, the node, and the advantage there."""
    supports = piece.base.supports
    for s in form.after:
        (chosen,) = supports[s]
        for rival in range(view.actions[s]):
            for node in view.members[s]:
                if rival != chosen:
                    yield s, rival, node, view.advantage(node, chosen, rival, supports)
