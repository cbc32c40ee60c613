"""Other programs' equilibria, judged one by one by our verifier."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from typing import Any

import numpy as np
from flint import fmpq_mat

from games import Game, GameError, sequences
from games.gambit.bridge import gambit_nash
from games.numbers import rational

from ..results import Assessment, Profile, Solution, told_apart
from ..verifier import NASH, verify
from .play import behaviour, brought_about, played, with_idle
from .replies import Exact, TwoPlayers
from .two_player import movers, moving_pair, two_player_form

SMALLEST = 1e-9  # a smaller probability is taken for zero
FINEST = 10**9  # the largest denominator of a rounded probability
MOST_PLANS = 20  # of both players together

Judged = tuple[tuple[Solution, ...], list[str]]


def nashpy_solutions(game: Game, algorithm: str = "vertex_enumeration") -> Judged:
    """Ask nashpy for equilibria of the reduced normal form, and keep those that the verifier accepts.

    Parameters
    ----------
    algorithm : {"vertex_enumeration", "support_enumeration", "lemke_howson_enumeration"}
        Which of nashpy's algorithms.

    Returns
    -------
    (tuple of Solution, list of str)
        The equilibria, exact, and what was dropped.

    Raises
    ------
    GameError
        When more than two players move, or they have too many plans.

    Notes
    -----
    nashpy works in floating point. Its answer tells which strategies are used; with these the equations are solved
    again in fractions.
    """
    if len(movers(game)) > 2 or len(game.players) < 2:
        raise GameError(f"nashpy needs two players, but in {game.name} {len(movers(game))} move; leave the method out.")
    form = two_player_form(game)
    A, B = (form.plans[0] @ payoffs @ form.plans[1].T for payoffs in form.payoffs)
    if sum(A.shape) > MOST_PLANS:
        raise GameError(
            f"{game.name} has {A.shape[0]} and {A.shape[1]} pure plans, with which nashpy may not come to an end; at most {MOST_PLANS} "
            "together are given to it. Leave the method out."
        )
    pairs = list(nashpy_pairs(A, B, algorithm))
    profiles = [_behaviour(game, form, *exact_mixes(A, B, x, y)) for x, y in pairs]
    return judged(game, profiles, f"nashpy ({algorithm.replace('_', ' ')})")


def nashpy_pairs(A: Exact, B: Exact, algorithm: str) -> Iterator[tuple[Any, Any]]:
    """The pairs of mixed strategies that nashpy gives, as it gives them."""
    import nashpy

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about degenerate games; the verifier judges
        for x, y in getattr(nashpy.Game(A.astype(float), B.astype(float)), algorithm)():
            if len(x) == A.shape[0] and len(y) == A.shape[1] and np.isfinite([*x, *y]).all():
                yield x, y


def gambit_solutions(game: Game) -> Judged:
    """Ask pygambit for equilibria, and keep those that the verifier accepts."""
    profiles, algorithm = gambit_nash(game)
    return judged(game, [Profile(p) for p in profiles], f"pygambit ({algorithm})")


def judged(game: Game, profiles: Iterable[Profile], program: str) -> Judged:
    """Keep each different profile that the verifier accepts, and say what was dropped."""
    accepted: dict[str, tuple[Profile, Any]] = {}
    count = rejected = 0
    reason = ""
    for profile in profiles:
        count += 1
        certificate = verify(game, profile, NASH)
        if certificate.equilibrium:
            accepted.setdefault(repr(profile.as_json()), (profile, certificate))
        else:
            rejected, reason = rejected + 1, certificate.reason
    names = told_apart([played(game, profile) for profile, _ in accepted.values()])
    solutions = []
    for name, (profile, certificate) in zip(names, accepted.values(), strict=True):
        assessment = Assessment(with_idle(game, profile))
        solutions.append(Solution(name, assessment, *brought_about(game, profile), ranges=(), certificate=certificate))
    notes = [f"{program} gave {count} profiles, {len(accepted)} of them different equilibria. Whether these are all is not shown."]
    if rejected:
        notes.append(f"{rejected} of them were dropped, because the verifier finds no equilibrium there, as: {reason}")
    return tuple(solutions), notes


def exact_mixes(A: Exact, B: Exact, x: Sequence[float], y: Sequence[float]) -> tuple[list[Fraction], list[Fraction]]:
    """The exact mixes with the supports of approximate ones; rounded where the equations leave them open."""
    rows, columns = (np.flatnonzero(np.asarray(z) > SMALLEST) for z in (x, y))
    return _equalising_mix(B[np.ix_(rows, columns)].T, x, rows), _equalising_mix(A[np.ix_(rows, columns)], y, columns)


def _equalising_mix(payoffs: Exact, guess: Sequence[float], support: Any) -> list[Fraction]:
    """The weights of columns that make all rows earn the same."""
    width = payoffs.shape[1]
    equations: list[list[Any]] = [[*(rational(v) for v in row), -1, 0] for row in payoffs] + [[1] * width + [0, 1]]
    reduced, rank = fmpq_mat(equations).rref()
    mix = [Fraction(0)] * len(guess)
    if rank == width + 1 and all(reduced[k, k] == 1 for k in range(rank)):
        for k, index in enumerate(support):
            value = reduced[k, width + 1]
            mix[int(index)] = Fraction(int(value.p), int(value.q))
        return mix
    rounded = [Fraction(float(guess[int(k)])).limit_denominator(FINEST) for k in support]
    for index, weight in zip(support, rounded, strict=True):
        mix[int(index)] = weight / sum(rounded, Fraction(0))
    return mix


def _behaviour(game: Game, form: TwoPlayers, x: Sequence[Fraction], y: Sequence[Fraction]) -> Profile:
    pair = moving_pair(game)
    owns = [sequences(game)[player] for player in pair]
    plans = [np.array(mix, object) @ own for mix, own in zip((x, y), form.plans, strict=True)]
    strategies = {
        owns[0].player: behaviour(game, owns[0], list(plans[0]), lambda: form.payoffs[0] @ plans[1]),
        owns[1].player: behaviour(game, owns[1], list(plans[1]), lambda: form.payoffs[1].T @ plans[0]),
    }
    return Profile({player: strategies.get(player, {}) for player in game.players})
