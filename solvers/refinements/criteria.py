"""The criteria themselves, in numbers: the beliefs that an unsent message allows, and whether the outcome survives them.

Each criterion turns an unsent message into beliefs that the receiver may have after it; an
outcome survives when, after every unsent message, some allowed belief has a mixed best
reply that leaves no type better off than the outcome does.  (The intuitive criterion asks
less: it fails an outcome only when one type gains by every best reply to allowed beliefs.)
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flint import fmpq

from ..concept import refinement_named
from ..search.tree_polynomials import subsets
from .deviations import Plan, Unsent

NEVER = "no best reply makes it gain"
NOT_LEFT = "no best reply to the beliefs that are left makes it gain"
NOT_SENT = "in an equilibrium that is better for those who send it, only other types do"

Beliefs = tuple[tuple[int, ...], ...]
"""Corners of the allowed beliefs, each the prior cut down to some types (one type: certainty)."""


@dataclass(frozen=True)
class Deletion:
    """A type that the receiver rules out after a message.

    Parameters
    ----------
    type : int
        Position among those who could send it.
    keener : tuple of int
        The types that gain whenever it does; empty when it never gains.
    response : dict from plan to number
        A mixed best reply by which one of these gains and the type does not; or, when it never gains, its best one.
    why : str
        Why it is ruled out, where no type is keener, to follow its name and a colon.
    willing : str
        What it is whenever the keener ones gain, in a word.
    """

    type: int
    keener: tuple[int, ...]
    response: Mapping[Plan, Any]
    why: str = NEVER
    willing: str = "willing"


@dataclass(frozen=True)
class Finding:
    """What a criterion says of one unsent message.

    Parameters
    ----------
    unsent : Unsent
        The message, in numbers.
    deletions : tuple of Deletion
        The types that are ruled out.
    beliefs : Beliefs
        What may be believed.
    passes : bool
        Whether the outcome stands.
    gainer : int or None
        A type that gains by every best reply to these beliefs (when the outcome does not stand and there is one).
    """

    unsent: Unsent
    deletions: tuple[Deletion, ...]
    beliefs: Beliefs
    passes: bool
    gainer: int | None = None


def judge(unsent: Unsent, refinement: str, rivals: Sequence[tuple[Sequence[int], Sequence[int]]] = ()) -> Finding:
    """Apply a refinement to one unsent message.

    Parameters
    ----------
    unsent : Unsent
        In numbers.
    refinement : str
        Its name.
    rivals : sequence of (types, types)
        As for `undefeated`, for a refinement that looks at the other equilibria.
    """
    return refinement_named(refinement).judge(unsent, rivals)  # type: ignore[no-any-return]


def certain(types: Sequence[int]) -> Beliefs:
    """Every belief in some types."""
    return tuple((t,) for t in types)


def supported(unsent: Unsent, beliefs: Beliefs) -> bool:
    """Whether some best reply to some of these beliefs leaves no type better off."""
    nobody = dict.fromkeys(range(len(unsent.types)), "-")
    return any(unsent.attains(faces, nobody) for faces in unsent.best_faces(beliefs))


def intuitive(unsent: Unsent) -> Finding:
    """Cho and Kreps (1987): rule out types that no best reply rewards; fail if another gains by every remaining one."""
    every = range(len(unsent.types))
    deletions = []
    replies = _pure(unsent, certain(every))
    for t in every:
        best = max(replies, key=lambda k: unsent.gains[t][k])
        if unsent.gains[t][best] < 0:
            deletions.append(Deletion(t, (), {unsent.plans[best]: 1}))
    remaining = [t for t in every if t not in {d.type for d in deletions}]
    if not remaining:
        return Finding(unsent, tuple(deletions), certain(every), True)
    replies = _pure(unsent, certain(remaining))
    gainer = next((t for t in remaining if all(unsent.gains[t][k] > 0 for k in replies)), None)
    return Finding(unsent, tuple(deletions), certain(remaining), gainer is None, gainer)


def _pure(unsent: Unsent, beliefs: Beliefs) -> list[int]:
    """The pure plans that are best under some belief."""
    return sorted({k for faces in unsent.best_faces(beliefs) for k in unsent.columns(faces)})


def _by_deletion(deleted: Callable[[Unsent, int], Deletion | None]) -> Callable[[Unsent], Finding]:
    """The criterion that rules out types one by one: the outcome stands if some belief in the others supports it."""

    def criterion(unsent: Unsent) -> Finding:
        every = range(len(unsent.types))
        deletions = tuple(d for t in every if (d := deleted(unsent, t)) is not None)
        remaining = [t for t in every if t not in {d.type for d in deletions}]
        beliefs = certain(remaining or every)  # a message that nobody would send may mean anything
        passes = supported(unsent, beliefs)
        return Finding(unsent, deletions, beliefs, passes, None if passes else _gainer(unsent, beliefs))

    return criterion


def _gainer(unsent: Unsent, beliefs: Beliefs) -> int | None:
    """A type that gains by every best reply, if there is one; types that may be believed come before those that are ruled out."""
    faces, believed = unsent.best_faces(beliefs), {t for support in beliefs for t in support}
    types = sorted(range(len(unsent.types)), key=lambda t: t not in believed)
    return next((t for t in types if not any(unsent.attains(f, {t: "-"}) for f in faces)), None)


def _less_keen_than_one(unsent: Unsent, t: int) -> Deletion | None:
    """Cho and Kreps (1987): whenever t gains or is indifferent, one other type gains."""
    every = range(len(unsent.types))
    faces = unsent.best_faces(certain(every))
    if not any(unsent.attains(f, {t: "+"}) for f in faces):
        return _never(unsent, t)
    for other in every:
        if other != t and not any(unsent.attains(f, {t: "+", other: "-"}) for f in faces):
            return Deletion(t, (other,), _separating(unsent, t, (other,)))
    return None


def _less_keen_than_some(unsent: Unsent, t: int) -> Deletion | None:
    """Cho and Kreps (1987): whenever t gains or is indifferent, some other type gains."""
    return _outdone(unsent, t, "+")


def _never_best(unsent: Unsent, t: int) -> Deletion | None:
    """Cho and Kreps (1987), after Kohlberg and Mertens (1986): whenever t is indifferent, some other type gains."""
    return _outdone(unsent, t, "0")


def _outdone(unsent: Unsent, t: int, sign: str) -> Deletion | None:
    """Delete t if some other type gains by every best reply that has this sign for t."""
    every = range(len(unsent.types))
    faces = unsent.best_faces(certain(every))
    if not any(unsent.attains(f, {t: "+"}) for f in faces):
        return _never(unsent, t)
    others = tuple(x for x in every if x != t)
    if any(unsent.attains(f, {t: sign, **dict.fromkeys(others, "-")}) for f in faces):
        return None
    return Deletion(t, others, _separating(unsent, t, others), willing="indifferent" if sign == "0" else "willing")


def _never(unsent: Unsent, t: int) -> Deletion:
    """Rule out a type that no best reply makes gain, with the one that is best for it."""
    replies = _pure(unsent, certain(range(len(unsent.types))))
    return Deletion(t, (), {unsent.plans[max(replies, key=lambda k: unsent.gains[t][k])]: 1})


def _separating(unsent: Unsent, t: int, others: Sequence[int]) -> Mapping[Plan, Any]:
    """The mixed best reply that tells the types apart best, or one with smaller numbers that also does; none where none does."""
    faces = unsent.best_faces(certain(range(len(unsent.types))))
    witnesses = [(*unsent.witness(f, {t: "-", other: "+"}), other) for f in faces for other in others]
    margin, mixture, other = max(witnesses, key=lambda witness: witness[0])
    if not margin > 0:
        return {}
    plans = list(mixture)
    if len(plans) == 2:
        first, second = (unsent.plans.index(p) for p in plans)
        for denominator in range(2, 100):
            for numerator in range(1, denominator):
                probability = fmpq(numerator, denominator)
                gain, loss = (probability * unsent.gains[k][first] + (1 - probability) * unsent.gains[k][second] for k in (other, t))
                if gain > 0 and loss < 0:
                    return dict(zip(plans, (probability, 1 - probability), strict=True))
    return mixture


def divinity(unsent: Unsent) -> Finding:
    """Banks and Sobel (1987): divinity, with the game's prior cut down to those whom some best reply would lead to send.

    For a best reply f, those who gain send the message, those who lose do not, and those who are indifferent may: the
    belief is the prior cut down accordingly.  Allowed are the mixtures of these beliefs over all best replies; then the best replies
    to these only, and so on until nothing changes.
    """
    every = tuple(range(len(unsent.types)))
    beliefs = certain(every)
    while True:
        faces = unsent.best_faces(beliefs)
        fresh = tuple(
            senders for senders in subsets(every) if any(unsent.attains(f, {t: "+" if t in senders else "-" for t in every}) for f in faces)
        )
        if not fresh or fresh == beliefs:
            break
        beliefs = fresh
    deletions = tuple(_undivine(unsent, t) for t in every if not any(t in support for support in beliefs))
    passes = supported(unsent, beliefs)
    return Finding(unsent, deletions, beliefs, passes, None if passes else _gainer(unsent, beliefs))


def _undivine(unsent: Unsent, t: int) -> Deletion:
    """Rule out a type that loses by every best reply: to any belief, or to the beliefs that remained allowed."""
    if any(unsent.attains(f, {t: "+"}) for f in unsent.best_faces(certain(range(len(unsent.types))))):
        return Deletion(t, (), {}, NOT_LEFT)
    return _never(unsent, t)


def undefeated(unsent: Unsent, rivals: Sequence[tuple[Sequence[int], Sequence[int]]]) -> Finding:
    """Mailath, Okuno-Fujiwara and Postlewaite (1993): beliefs must be what a better equilibrium makes of the message.

    Parameters
    ----------
    unsent : Unsent
        In numbers.
    rivals : sequence of (types, types)
        For each equilibrium in which the message is sent, none of its senders being worse off there and one of them better:
        its senders, and those of them who are better off.

    Notes
    -----
    The belief must be the prior, cut down so that those who are better off count fully, the other senders perhaps and
    nobody else.  For several rivals at once: all who are better off in one of them must be senders in every one.
    The source considers pure strategies; here every type that sends the message with positive probability is a sender.
    """
    every = range(len(unsent.types))
    if not rivals:
        return Finding(unsent, (), certain(every), True)
    senders = set(every).intersection(*(k for k, _ in rivals))
    better = set().union(*(b for _, b in rivals))
    deletions = tuple(Deletion(t, (), {}, NOT_SENT) for t in every if t not in senders)
    if not better <= senders:
        return Finding(unsent, deletions, (), False)
    beliefs = tuple(support for support in subsets(sorted(senders)) if better <= set(support))
    passes = supported(unsent, beliefs)
    return Finding(unsent, deletions, beliefs, passes, None if passes else _gainer(unsent, beliefs))


d1 = _by_deletion(_less_keen_than_one)
d2 = _by_deletion(_less_keen_than_some)
nwbr = _by_deletion(_never_best)
