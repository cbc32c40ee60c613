"""How an approximate equilibrium is found: rules race on the leaf table, and the verifier measures the best of what they learned."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, cast

from games import Game, GameError
from games.forms.flat import FlatForm, flat_form, flat_form_bytes
from games.numbers import Number

from ..algebra.memory import ceiling, memory_in_use
from ..results import Approximation, CoarseCorrelation, Profile, versions
from ..verifier.measuring import measured
from .learning import Floats, Learner, behaviour_and_plan, by_label, values_and_gains
from .race import Race, Settings, Wrapper
from .rules import Rule, rules_of
from .sampled_learner import SampledLearner

NODE, LEAF = 32, 16  # bytes: what sampling takes for each, for a leaf once for every player
ARRAYS = 11  # of one float a sequence: a learner, and what it is measured with


def approximation(game: Game, at: Mapping[str, Number], settings: Settings, progress: Wrapper = iter) -> Approximation:
    """Approximate an equilibrium of a game without open parameters.

    Raises
    ------
    GameError
        When the game does not fit in memory, or a setting is out of range.
    """
    rules = rules_of(settings.method)
    _check_memory(game, rules)
    form = flat_form(game)
    start = time.perf_counter()
    _compile(game, form, rules)
    compiling = time.perf_counter() - start
    race = Race(game, form, rules, settings)
    end = race.run(progress)
    best = race.best
    assert best is not None  # every end measures
    profile = _profile(game, form, best.behaviour)
    measure = measured(game, profile)
    gap = sum(measure.gains.values())
    trembling_gap = sum(measured(game, profile, settings.trembles).gains.values()) if settings.trembles else None
    return Approximation(
        game=game,
        at=at,
        method=best.rule,
        plans=best.plans,
        profile=profile,
        values=measure.values,
        gains=measure.gains,
        set_gains=measure.sets,
        iterations=best.iterations,
        seconds=race.seconds,
        compiling=compiling,
        tol=race.tol,
        trembles=settings.trembles,
        trembling_gap=trembling_gap,
        coarse=_coarse(game, race.learners[best.rule]),
        history=tuple(race.history),
        notes=tuple(_notes(race, gap if trembling_gap is None else trembling_gap, end)),
        by=f"solvers.verifier of cartel-games {versions()['cartel-games']}",
    )


def _profile(game: Game, form: FlatForm, behaviour: Floats) -> Profile:
    """A behaviour by label; where a player's own plans never lead the choice is filled in, and marked so."""
    _, plan = behaviour_and_plan(form, behaviour)
    unreached = plan[form.before] == 0.0
    idle = {
        (own.player, game.set_labels[infoset])
        for own, start in zip(form.players, form.set_start, strict=False)
        for i, infoset in enumerate(own.infosets, start)
        if unreached[i]
    }
    return Profile(cast(Any, by_label(form, game, behaviour)), frozenset(idle))


def _coarse(game: Game, learner: Learner | SampledLearner) -> CoarseCorrelation | None:
    """What is measured of joint play, where there was any and it was observed."""
    if isinstance(learner, SampledLearner) or not learner.observing or not learner.iterations:
        return None
    values, gains = (dict(zip(game.players, map(float, amounts), strict=True)) for amounts in learner.coarse())
    return CoarseCorrelation(values, gains)


def _notes(race: Race, gap: float, end: str) -> Iterator[str]:
    """What was done, what may be done better, and what is not claimed."""
    settings, runs = race.settings, {rule: learner.iterations for rule, learner in race.learners.items()}
    if len(runs) > 1:
        yield f"Rules that raced: {', '.join(f'{rule} ({count} iterations)' for rule, count in runs.items())}."
    if gap > race.tol:
        advice = {
            "iterations": f"{max(runs.values())} iterations were not enough; raise iterations, or take another method or seed.",
            "seconds": f"{settings.seconds} seconds were not enough; raise seconds.",
            "interrupt": "It was interrupted; let it run longer.",
            "tol": "Rounding stands in the way; ask for a larger tol.",
        }
        yield f"The gap {gap:.3g} is above the {race.tol:.3g} asked for. {advice[end]}"
    if any(rule.sampling for rule in race.rules):
        yield f"Plays were drawn with seed {settings.seed or 0}; the gap is measured on the whole tree."
    if not race.form.constant_sum or len(race.form.players) > 2:
        yield (
            "In a game of more than two players, or whose payoffs do not add up to a constant, no rule is sure to come near an "
            "equilibrium; the gap says how near this profile is."
        )
    if not settings.trembles:
        yield "Without trembles nothing is claimed of what is played off the path; trembles=0.001 lets every information set be learned."


# ------------------------------------------------------------------ before it begins


def _check_memory(game: Game, rules: Sequence[Rule]) -> None:
    """Refuse a game whose leaf table does not fit in memory, before it is built."""
    sequences = sum(map(len, game.set_actions)) + len(game.players)
    needed = flat_form_bytes(game) + 8 * ARRAYS * sequences * len(rules)
    if any(rule.sampling for rule in rules):
        needed += NODE * game.nodes + LEAF * game.leaves * len(game.players)
    most, now = ceiling(), memory_in_use()
    if most is not None and now is not None and needed > most - now:
        raise GameError(
            f"The leaf table of {game.name} ({game.nodes:,} nodes) needs about {needed / 1e9:.3g} GB of memory, where "
            f"{(most - now) / 1e9:.3g} GB may be taken; take a smaller structure."
        )


def _compile(game: Game, form: FlatForm, rules: Iterable[Rule]) -> None:
    """Compile the loops, or load what was compiled before, by a first iteration that is thrown away."""
    for rule in rules:
        learner = SampledLearner(game, form, rule) if rule.sampling else Learner(form, rule)
        values_and_gains(form, learner.run(1).average())
