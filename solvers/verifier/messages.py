"""Whether an outcome of a signalling game survives a refinement, asked of z3 straight from the definitions.

Unknown are a belief and a mixed reply at each of the receiver's sets after an unsent message;
that the reply is best, and who gains by it, are linear comparisons of these.  Nothing is
shared with the solver's way, which goes through sets of replies and signs of minors.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from flint import fmpq

from games import Game, GameError
from games.numbers import Expression

from .reading import Reading, read_claim
from .signs import ONE, ZERO, Exact

Comparisons = list[Any]  # z3 is untyped


@dataclass(frozen=True, eq=False)
class Unsent:
    """A message that nobody sends: per type what it brings beyond the equilibrium, and per reply what the receiver gets.

    Parameters
    ----------
    types : list of int
        Information sets of those who could send it.
    label : str
        The message.
    fixed : list of numbers
        Per type: the part of the gain that does not depend on replies.
    gains : list of dicts from (set, reply) to number
        Per type: the part that each reply adds when it is certain.
    receives : dict from (set, reply) to list of numbers
        Per type: what the reply brings the receiver, weighed with the chance of everything on the path.
    """

    types: list[int]
    label: str
    fixed: list[fmpq]
    gains: list[dict[tuple[int, int], fmpq]]
    receives: dict[tuple[int, int], list[fmpq]]


def outcome_stands(game: Game, profile: Any, refinement: str, rivals: Iterable[Any] = ()) -> bool:
    """Whether the outcome of a profile survives a refinement.

    Parameters
    ----------
    game : Game
        A signalling game, with numbers for all parameters.
    profile : Profile, Assessment or dict
        An equilibrium in rational numbers.
    refinement : str
        A name of `TESTS`, as `solvers.solve` defines them.
    rivals : iterable of profiles
        All equilibria, for a refinement that looks at them.

    Raises
    ------
    GameError
        When a number is not rational.
    """
    reading = read_claim(game, profile)
    others = [read_claim(game, rival) for rival in rivals]
    return all(_stands(reading, message, refinement, others) for message in _unsent(reading))


# ------------------------------------------------------------------ the tree


def _unsent(reading: Reading) -> list[Unsent]:
    table = reading.table
    types = list(dict.fromkeys(table.infoset[n] for n in _first(reading, 0)))
    labels = dict.fromkeys(a for t in types for a in table.game.set_actions[t])
    out = []
    for label in labels:
        able = [t for t in types if label in table.game.set_actions[t]]
        if any(_sends(reading, t, label) for t in able):
            continue
        message = Unsent(able, label, [], [], {})
        for k, t in enumerate(able):
            _add(reading, message, k, t)
        if message.receives:
            out.append(message)
    return out


def _first(reading: Reading, node: int) -> Iterable[int]:
    table = reading.table
    if table.owner[node] >= 0:
        return [node]
    return [n for child in table.children[node] for n in _first(reading, child)]


def _sends(reading: Reading, t: int, label: str) -> bool:
    return reading.table.game.set_actions[t].index(label) in reading.played[t]


def _add(reading: Reading, message: Unsent, k: int, t: int) -> None:
    """Walk from a type's message to the replies and endings that can follow."""
    table, (start,) = reading.table, reading.table.members[t]
    sender = table.set_owner[t]
    prior = _prior(reading, t)
    fixed = -_rational(reading.values[start][sender])
    gains: dict[tuple[int, int], fmpq] = {}
    todo = [(table.children[start][table.game.set_actions[t].index(message.label)], ONE)]
    while todo:
        node, chance = todo.pop()
        if not table.children[node]:
            fixed += chance * _rational(table.payoffs[node][sender])
        elif table.owner[node] < 0:
            todo += [(child, chance * _rational(table.chances[child])) for child in table.children[node]]
        else:
            s = table.infoset[node]
            for r, child in enumerate(table.children[node]):
                payoffs = [_rational(x) for x in reading.values[child]]
                gains[s, r] = gains.get((s, r), ZERO) + chance * payoffs[sender]
                row = message.receives.setdefault((s, r), [ZERO] * len(message.types))
                row[k] += prior * chance * payoffs[table.set_owner[s]]
    message.fixed.append(fixed)
    message.gains.append(gains)


def _prior(reading: Reading, t: int) -> fmpq:
    """The chance of a type, by its information set: the product of the chances on the path."""
    table, (node,) = reading.table, reading.table.members[t]
    out = ONE
    while table.parent[node] >= 0:
        out, node = out * _rational(table.chances[node]), table.parent[node]
    return out


def _rational(number: Exact) -> fmpq:
    if isinstance(number, Expression):
        raise GameError("The check of a refinement needs rational numbers.")
    return number


# ------------------------------------------------------------------ the definitions


def _stands(reading: Reading, message: Unsent, refinement: str, rivals: Sequence[Reading]) -> bool:
    if refinement not in TESTS:
        raise GameError(f"The verifier does not know the refinement {refinement!r}; it knows {', '.join(TESTS)}.")
    return TESTS[refinement](Question(reading, message), rivals)


def _intuitive(question: Question, rivals: Sequence[Reading]) -> bool:
    """No type gains by every best reply to beliefs in those types that some best reply leaves no worse off (Cho and Kreps 1987)."""
    remaining = [t for t in question.types if question.possible([question.gain(t) >= 0])]
    return not remaining or all(question.possible([question.gain(t) <= 0, *question.only(remaining)]) for t in remaining)


def _divinity(question: Question, rivals: Sequence[Reading]) -> bool:
    """Under some divine belief no type gains (Banks and Sobel 1987)."""
    return question.possible([*question.nobody_gains(), *question.divine()])


def _undefeated(question: Question, rivals: Sequence[Reading]) -> bool:
    """Under the belief that better equilibria make of the message no type gains (Mailath, Okuno-Fujiwara and Postlewaite 1993)."""
    return question.possible([*question.nobody_gains(), *question.defeating(rivals)])


def _by_deletion(deleted: Callable[[Question, int, Sequence[int]], bool]) -> Callable[[Question, Sequence[Reading]], bool]:
    """Under some belief in the types that are not deleted no type gains; in all types where all are deleted."""

    def test(question: Question, rivals: Sequence[Reading]) -> bool:
        remaining = [t for t in question.types if not deleted(question, t, [x for x in question.types if x != t])]
        return question.possible([*question.nobody_gains(), *question.only(remaining or question.types)])

    return test


def _d1(question: Question, t: int, others: Sequence[int]) -> bool:
    """Some one type gains by every best reply that leaves this one no worse off (Cho and Kreps 1987)."""
    return any(not question.possible([question.gain(t) >= 0, question.gain(x) <= 0]) for x in others)


def _d2(question: Question, t: int, others: Sequence[int]) -> bool:
    """By every best reply that leaves this type no worse off some other gains (Cho and Kreps 1987)."""
    return not question.possible([question.gain(t) >= 0, *(question.gain(x) <= 0 for x in others)])


def _nwbr(question: Question, t: int, others: Sequence[int]) -> bool:
    """By every best reply that leaves this type indifferent some other gains: never a weak best response (Kohlberg and Mertens 1986)."""
    return not question.possible([question.gain(t) == 0, *(question.gain(x) <= 0 for x in others)])


class Question:
    """The unknown belief and reply after one message, as z3 sees them; types are counted from 0."""

    def __init__(self, reading: Reading, message: Unsent) -> None:
        import z3

        self.z3, self.reading, self.message = z3, reading, message
        self.types = range(len(message.types))
        self.belief = [z3.Real(f"m{k}") for k in range(len(message.types))]
        self.reply = {at: z3.Real(f"r{at[0]}_{at[1]}") for at in message.receives}
        sets = {s for s, _ in self.reply}
        sums = [z3.Sum([p for (s, _), p in self.reply.items() if s == infoset]) == 1 for infoset in sets]
        self.rules = [*(p >= 0 for p in (*self.belief, *self.reply.values())), z3.Sum(self.belief) == 1, *sums]
        for (s, r), p in self.reply.items():
            best = [self.receiver_payoff((s, r)) >= self.receiver_payoff((t, x)) for t, x in self.reply if t == s and x != r]
            self.rules.append(z3.Or(p == 0, z3.And(best)))

    def receiver_payoff(self, at: tuple[int, int]) -> Any:
        """What a reply brings the receiver under the belief (that in types, before their chances of the signal)."""
        row = self.message.receives[at]
        prior = [self.prior(k) for k in range(len(row))]
        return self.z3.Sum([m * self.number(x / q) for m, x, q in zip(self.belief, row, prior, strict=True)])

    def prior(self, k: int) -> fmpq:
        """The chance of a type."""
        return _prior(self.reading, self.message.types[k])

    def number(self, x: fmpq) -> Any:
        """An exact number."""
        return self.z3.Q(int(x.numerator), int(x.denominator))

    def gain(self, k: int) -> Any:
        """What a type wins by the message."""
        terms = [self.reply[at] * self.number(x) for at, x in self.message.gains[k].items()]
        return self.z3.Sum(terms) + self.number(self.message.fixed[k])

    def nobody_gains(self) -> Comparisons:
        """No type wins."""
        return [self.gain(k) <= 0 for k in range(len(self.message.types))]

    def only(self, types: Iterable[int]) -> Comparisons:
        """The belief is in these types."""
        believed = set(types)
        return [m == 0 for k, m in enumerate(self.belief) if k not in believed]

    def possible(self, more: Comparisons) -> bool:
        """Whether some belief and some best reply to it satisfy more."""
        solver = self.z3.SolverFor("QF_LRA")
        solver.add(*self.rules, *more)
        return bool(solver.check() == self.z3.sat)

    def divine(self) -> Comparisons:
        """The belief is a mixture of what best replies to such beliefs make of the prior (Banks and Sobel's iteration)."""
        every = range(len(self.belief))
        allowed: list[list[int]] | None = None
        while True:
            limits: Comparisons = [] if allowed is None else self.mixture(allowed)
            fresh = []
            for code in range(1, 2 ** len(every)):
                some = [k for k in every if code >> k & 1]
                signs = [self.gain(k) >= 0 if k in some else self.gain(k) <= 0 for k in every]
                if self.possible([*limits, *signs]):
                    fresh.append(some)
            if not fresh or fresh == allowed:
                return limits
            allowed = fresh

    def mixture(self, allowed: Sequence[Sequence[int]]) -> Comparisons:
        """The belief is a mixture of priors cut down to some types."""
        weights = [self.z3.Real(f"s{j}") for j in range(len(allowed))]
        out = [weight >= 0 for weight in weights]
        for k, m in enumerate(self.belief):
            total = [weight * self.number(self.prior(k)) for weight, some in zip(weights, allowed, strict=True) if k in some]
            out.append(m == (self.z3.Sum(total) if total else 0))
        return out

    def defeating(self, rivals: Sequence[Reading]) -> Comparisons:
        """The belief is what each better equilibrium makes of the message."""
        out: Comparisons = []
        for j, rival in enumerate(rivals):
            gains = []
            for t in self.message.types:
                (node,), owner = rival.table.members[t], rival.table.set_owner[t]
                gains.append(_rational(rival.values[node][owner]) - _rational(self.reading.values[node][owner]))
            senders = [k for k, t in enumerate(self.message.types) if _sends(rival, t, self.message.label)]
            if not senders or any(gains[k] < 0 for k in senders) or not any(gains[k] > 0 for k in senders):
                continue
            scale = self.z3.Real(f"c{j}")
            for k, m in enumerate(self.belief):
                full = scale * self.number(self.prior(k))
                out.append(m == 0 if k not in senders else m == full if gains[k] > 0 else m <= full)
        return out


TESTS: dict[str, Callable[[Question, Sequence[Reading]], bool]] = {
    "intuitive": _intuitive,
    "d1": _by_deletion(_d1),
    "d2": _by_deletion(_d2),
    "nwbr": _by_deletion(_nwbr),
    "divinity": _divinity,
    "undefeated": _undefeated,
}
"""By refinement: whether an outcome stands after one unsent message, given the other equilibria."""
