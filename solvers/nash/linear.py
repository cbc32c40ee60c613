"""One Nash equilibrium of a two-player zero-sum game, exactly, by linear programming on the sequence form."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from flint import fmpq

from games import Game, GameError, LeafTable, Sequences, exact_leaf_table
from games.numbers import Number, simplest, text

from ..results import Assessment, Name, Profile, Solution
from ..verifier import NASH, expected, verify
from .play import with_idle
from .program import maximise
from .rounding import earned, rounded_plans
from .sequence_program import sequence_program

Plan = list[Fraction]


def sequence_lp(game: Game) -> Solution:
    """Solve a two-player zero-sum game by linear programming on the sequence form.

    Parameters
    ----------
    game : Game
        Two players whose payoffs add up to the same at every ending.  Open parameters are put at their defaults.

    Returns
    -------
    Solution
        One Nash equilibrium in exact rational numbers, with the verifier's certificate.  Its payoffs are those of every Nash
        equilibrium of the game; it need not be subgame-perfect, and beliefs are not given.

    Raises
    ------
    GameError
        For more or fewer than two players, or payoffs that do not add up to a constant.

    Notes
    -----
    Maximises ``f @ q`` subject to ``E @ x == e``, ``A.T @ x >= F.T @ q`` and ``x >= 0``, where

    - ``A``, shape (sequences of the first, sequences of the second player): expected payoff to the first, chance included
    - ``E``, shape (information sets of the first player + 1, its sequences): its flow constraints; ``F`` the second's
    - ``x``, shape (sequences of the first player,): its realisation plan, a probability
    - ``q``, shape (information sets of the second player + 1,): the payoffs to which the second player can hold the first down

    The multipliers of the inequalities are the second player's plan.  The program's size is linear in that of the tree.

    Plans in simple fractions are guessed in floating point and proved by best replies; where that fails, the program's basis is
    solved exactly.

    Plans say nothing of sets that they do not reach themselves.  There the player takes the first of the
    actions that are best against the other's plan, which is any action where the other or chance never leads.

    References
    ----------
    Koller, D., Megiddo, N. and von Stengel, B. (1996). Efficient computation of equilibria for extensive two-person games.
    *Games and Economic Behavior* 14, 247-259.
    von Stengel, B. (1996). Efficient computation of behavior strategies. *Games and Economic Behavior* 14, 220-246.

    Examples
    --------
    >>> from games import load
    >>> sequence_lp(load("kuhn")).payoffs
    {'Alice': Fraction(-1, 18), 'Bob': Fraction(1, 18)}
    """
    game = game.at()
    _check_players(game)
    _check_sums(game)
    table = exact_leaf_table(game)
    return plans_solution(game, table, *(rounded_plans(game, table) or plans(game, table)))


def plans_solution(game: Game, table: LeafTable, x: Plan, y: Plan) -> Solution:
    """Write realisation plans of both players as an equilibrium with its certificate, given the leaves in exact numbers."""
    pairs = zip(table.players, (x, y), earned(table, x, y), strict=True)
    profile = Profile({own.player: _strategy(game, own, plan, worth) for own, plan, worth in pairs})
    payoffs, outcomes, measures = expected(game, profile)
    kind = "pure" if all(p in (0, 1) for plan in (x, y) for p in plan) else "mixed"
    return Solution(
        Name(given=f"equilibrium in {kind} strategies"),
        Assessment(with_idle(game, profile)),
        payoffs,
        outcomes,
        measures,
        ranges=(),
        certificate=verify(game, profile, NASH),
    )


def plans(game: Game, table: LeafTable) -> tuple[Plan, Plan]:
    """Find optimal realisation plans of both players of a constant-sum game from its leaves in exact numbers."""
    first, optimum = table.players[0], maximise(sequence_program(game, table))
    values, multipliers = optimum.values[: len(first)], optimum.multipliers[len(first.infosets) + 1 :]
    return [_fraction(p) for p in values], [_fraction(-p) for p in multipliers]


def _strategy(game: Game, own: Sequences, plan: Plan, worth: Sequence[Fraction]) -> dict[str, dict[str, Fraction]]:
    """Turn a plan into a behaviour strategy, last sets first; `worth` is what each sequence earns where play ends with it."""
    values, strategy = list(worth), {}
    for infoset, first, before in reversed(list(zip(own.infosets, own.first, own.before, strict=True))):
        actions = game.set_actions[infoset]
        continuations = range(first, first + len(actions))
        best = max(continuations, key=lambda s: values[s])
        values[before] += values[best]
        chances = [plan[s] / plan[before] if plan[before] else Fraction(s == best) for s in continuations]
        strategy[game.set_labels[infoset]] = dict(zip(actions, chances, strict=True))
    return dict(reversed(strategy.items()))


def _fraction(number: fmpq) -> Fraction:
    return Fraction(int(number.p), int(number.q))


# ------------------------------------------------------------------ what it needs


def _check_players(game: Game) -> None:
    if len(game.players) != 2:
        raise GameError(
            f"sequence_lp needs two players, but {game.name} has {len(game.players)}: {', '.join(game.players)}. "
            "For this game use solve(game)."
        )


def _check_sums(game: Game) -> None:
    """Refuse payoffs that do not add up to the same everywhere, naming two endings where they differ."""

    def payoffs(leaf: int) -> tuple[Number, Number]:
        return game.payoff(leaf, 0), game.payoff(leaf, 1)

    def ending(leaf: int) -> str:
        payoffs_text = ", ".join(f"{player} {text(x)}" for player, x in zip(game.players, payoffs(leaf), strict=True))
        return f"{game.history(int(game.leaf_nodes[leaf]))!r} the payoffs are {payoffs_text}"

    def total(leaf: int) -> Number:
        first, second = payoffs(leaf)
        return simplest(first + second)

    start, term, value = game.payoffs.start, game.payoffs.term, game.payoffs.value

    def written(leaf: int) -> tuple[int, bytes, bytes]:
        """How both payoffs are stored; many leaves share that."""
        one, two, end = start[2 * leaf : 2 * leaf + 3]
        return int(two - one), term[one:end].tobytes(), value[one:end].tobytes()

    first, seen = total(0), {written(0)}
    for leaf in range(1, game.leaves):
        kind = written(leaf)
        if kind in seen:
            continue
        seen.add(kind)
        if total(leaf) != first:
            raise GameError(
                f"sequence_lp needs a zero-sum game, or payoffs that add up to a constant, but in {game.name} at {ending(0)}, "
                f"and at {ending(leaf)}. For this game use solve(game)."
            )
