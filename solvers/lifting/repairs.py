"""The search for a support whose solution satisfies every condition at a point: candidates first, then what mends their faults."""

from __future__ import annotations

import heapq
import itertools
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from flint import arb

from games import GameError
from games.numbers import Expression, Number, sign_of

from .closed_forms import Solved, solved
from .effort import Effort
from .elimination import NotLifted
from .indifference import Action, OpenTree, System
from .supports import Behaviour, Support

MOST_SUPPORTS = 150
MANY = 8  # indifferences that hold anyway; where there are more, everybody plays what was played most
LOOKED_AT = 6  # faults of a support from which others are made


@dataclass(frozen=True, eq=False)
class Condition:
    """Something that must not be negative (a loss), or must be positive (a chance, or the size of a tremble).

    Parameters
    ----------
    number : number or ball
        In the open parameters; a ball where no closed form is known.
    kind : {"chance", "tremble", "loss"}
        What it is.
    infoset, action : int
        Of which action at which information set.
    """

    number: Number | arb
    kind: str
    infoset: int
    action: int

    @property
    def strict(self) -> bool:
        """Whether it must be positive."""
        return self.kind != "loss"


@dataclass(frozen=True, eq=False)
class Lifted:
    """A support whose solution satisfies every condition at a point.

    Parameters
    ----------
    solved : Solved
        The closed forms.
    conditions : tuple of Condition
        What must hold.
    tried : int
        How many supports were looked at.
    """

    solved: Solved
    conditions: tuple[Condition, ...]
    tried: int


@dataclass(frozen=True)
class Failure:
    """Why no support was found.

    Parameters
    ----------
    tried : int
        How many supports were looked at.
    faults : tuple of Condition
        Those of the support with the fewest; empty when none was solved.
    reasons : tuple of str
        Why others were not solved, the most frequent reason first.
    off_path : int
        How many of the faults are at information sets to which chance and the others do not lead.
    """

    tried: int
    faults: tuple[Condition, ...]
    reasons: tuple[str, ...]
    off_path: int


def conditions(solution: Solved) -> tuple[Condition, ...]:
    """List what a solution must satisfy to be an equilibrium."""
    system, moves = solution.system, solution.system.moves
    mixed = [(infoset, action) for infoset in system.support.mixing for action in system.support.played[infoset]]
    positive = [(pair, "chance") for pair in mixed] + [(pair, "tremble") for pair in system.support.tuned]
    out = [Condition(solution.judged(moves[infoset][action][1]), kind, infoset, action) for (infoset, action), kind in positive]
    return (*out, *(Condition(solution.judged(p), "loss", *pair) for pair, p in system.losses.items()))


def sign_there(number: Number | arb, point: Mapping[str, Fraction]) -> int:
    """The exact sign of a number in the open parameters at a point.

    Raises
    ------
    NotLifted
        When a ball does not tell.
    """
    if isinstance(number, arb):
        if number.contains(0):
            raise NotLifted("numbers that cannot be told from zero in balls")
        return 1 if number > 0 else -1
    value = number.at(point) if isinstance(number, Expression) else number
    return sign_of(value)


def faults(listed: Sequence[Condition], point: Mapping[str, Fraction]) -> list[Condition]:
    """The conditions that fail at a point."""
    out = []
    for condition in listed:
        sign = sign_there(condition.number, point)
        if sign < 0 or (condition.strict and not sign):
            out.append(condition)
    return out


def lifted(
    tree: OpenTree,
    supports: Iterable[Support],
    point: Mapping[str, Fraction],
    start: Behaviour,
    *,
    concept: str,
    trembles: float,
    effort: Effort,
    most: int = MOST_SUPPORTS,
    kept: Mapping[int, tuple[int, ...]] | None = None,
) -> Lifted | Failure:
    """Find a support, among those given and those that mend their faults, whose solution satisfies every condition.

    Parameters
    ----------
    tree : OpenTree
        The game.
    supports : iterable of Support
        The candidates, in order of trust.
    point : dict from str to Fraction
        Values of the open parameters.
    start : list of arrays
        The learned probabilities, near which solutions are looked for.
    concept : {"sequential", "nash"}
        What is asked.
    trembles : float
        The least probability of every action when they were learned.
    effort : Effort
        What may be tried.
    most : int
        How many supports are looked at.
    kept : dict from int to tuple of int, optional
        What is played at some information sets, which no support may change.
    """
    queue: list[tuple[float, int, Support]] = []
    count, seen = itertools.count(), set[Support]()
    for rank, support in enumerate(supports):
        heapq.heappush(queue, (min(rank, 3) - 1.0, next(count), support))
    tried, best, off_path, reasons = 0, None, 0, Counter[str]()
    while queue and tried < most and not ((tried and effort.over) or effort.timed_out):
        rank_, _, support = heapq.heappop(queue)
        if support in seen or any(support.played[k] != actions for k, actions in (kept or {}).items()):
            continue
        seen.add(support)
        tried += 1
        effort.solve(tree.game.nodes)
        system = System(tree, support, concept)
        simpler = _without_idle_mixes(system, point, start)
        if simpler is not None:
            heapq.heappush(queue, (rank_ - 0.5, next(count), simpler))
            continue
        try:
            solution = solved(system, point, start, trembles)
            needed = conditions(solution)
            wrong = faults(needed, point)
        except (NotLifted, ZeroDivisionError, GameError) as error:
            reasons[str(error)] += 1
            for smaller in _smaller(support, start):
                heapq.heappush(queue, (rank_ + 2.0, next(count), smaller))
            continue
        if not wrong:
            return Lifted(solution, needed, tried)
        if best is None or len(wrong) < len(best):
            best, off_path = wrong, sum(bool(system.orders[c.infoset]) for c in wrong)
        for other in _mended_at_once(tree, support, wrong):
            heapq.heappush(queue, (len(wrong) - 0.5, next(count), other))
        for other in neighbours(support, wrong):
            heapq.heappush(queue, (float(len(wrong)), next(count), other))
    return Failure(tried, tuple(best or ()), tuple(reason for reason, _ in reasons.most_common()), off_path)


def _without_idle_mixes(system: System, point: Mapping[str, Fraction], start: Behaviour) -> Support | None:
    """The support without mixes that nothing depends on, where they are many, or whose indifference no unknown can bring about."""
    support, tree = system.support, system.tree
    idle = [pair for pair, p in system.equations.items() if not p]
    hopeless = [
        pair for pair, p in system.equations.items() if p and pair not in support.tuned and not any(p.degrees()[len(tree.parameters) :])
    ]
    if len(idle) <= MANY and not hopeless:
        return None
    for infoset in {k for k, _ in (hopeless or idle)}:
        actions = support.played[infoset]
        if hopeless:
            values = {a: Expression(system.action_values[infoset][a]) for a in actions}
            if all(set(value.names) <= set(point) for value in values.values()):
                keep = max(actions, key=lambda a: Expression.constant(0) + values[a].at(point))
            else:
                keep = max(actions, key=lambda a: start[infoset][a])
        else:
            keep = max(actions, key=lambda a: start[infoset][a])
        support = support.with_actions(infoset, (keep,))
    return support


def _smaller(support: Support, start: Behaviour) -> Iterator[Support]:
    """Supports without the mixed actions that were played least."""
    least = sorted((min(start[k][a] for a in support.played[k]), k) for k in support.mixing)
    for _, infoset in least[:4]:
        gone = min(support.played[infoset], key=lambda a: start[infoset][a])
        yield support.with_actions(infoset, [a for a in support.played[infoset] if a != gone])


def neighbours(support: Support, wrong: Sequence[Condition]) -> Iterator[Support]:
    """Supports one step away that mend one fault."""
    for condition in wrong[:LOOKED_AT]:
        infoset, action, actions = condition.infoset, condition.action, support.played[condition.infoset]
        if condition.kind == "tremble":
            yield Support(support.played, tuple(pair for pair in support.tuned if pair != (infoset, action)))
        elif condition.kind == "chance":
            yield support.with_actions(infoset, [a for a in actions if a != action])
        elif len(actions) == 1:
            yield support.with_actions(infoset, (action,))
            yield support.with_actions(infoset, (*actions, action))
        else:
            yield support.with_actions(infoset, (*actions, action))
            for gone in actions:
                yield support.with_actions(infoset, [*(a for a in actions if a != gone), action])
            yield support.with_actions(infoset, (action,))


def _mended_at_once(tree: OpenTree, support: Support, wrong: Sequence[Condition]) -> Iterator[Support]:
    """The support with every fault of a pure choice mended, and with only the deepest ones mended."""
    switches: list[Action] = [(c.infoset, c.action) for c in wrong if c.kind == "loss" and len(support.played[c.infoset]) == 1]
    depth = {k: tree.game.depth[tree.members[k][0]] for k, _ in switches}
    deepest = [pair for pair in switches if depth[pair[0]] == max(depth.values())]
    for chosen in (switches, deepest):
        out = support
        for infoset, action in chosen:
            out = out.with_actions(infoset, (action,))
        if chosen is switches:
            for c in wrong:
                rest = [a for a in out.played[c.infoset] if a != c.action]
                if c.kind == "chance" and rest:
                    out = out.with_actions(c.infoset, rest)
        yield out
