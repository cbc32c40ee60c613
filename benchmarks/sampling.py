"""Learning from sampled plays: compiled loops on trees beside other programs, plays of stories that are not built, and the campaign."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from random import Random
from typing import Any

import games
from games.forms.flat import flat_form
from games.single_plays import Move
from solvers.regret.learning import Learner, values_and_gains
from solvers.regret.race import measuring_points
from solvers.regret.rules import RULES
from solvers.regret.sampled_learner import SampledLearner

from .learning import ENOUGH, GAP, QUICKEST, Trial, peers_of, size_of
from .learning_peers import Opponent
from .rows import Row, least, least_of_many, row

PLAYS = 200


def sampling_rows(trials: Sequence[Trial], budget: float) -> Iterator[Row]:
    """Iterations of external and outcome sampling a second; in each, every player learns in turn."""
    for trial in trials:
        game = games.load(trial.name, **trial.structure)
        form = flat_form(game)
        for method, theirs in (("external-sampling", "ExternalSamplingMCCFRSolver"), ("outcome-sampling", "OutcomeSamplingMCCFRSolver")):
            ours = least_of_many(SampledLearner(game, form, RULES[method], seed=1).run, budget)
            opponents = {"OpenSpiel": lambda game, name=theirs: openspiel(game, name)}
            peers, notes = peers_of(trial, game, lambda opponent: 1 / least_of_many(opponent.turns, budget), opponents)
            name = f"{method.replace('-', ' ')} {trial.workload}"
            yield row(name, size_of(trial, game), game.nodes, ours, 1 / ours, peers, unit="iterations/s", notes=notes)


def openspiel(theirs: Any, name: str) -> Opponent:
    """OpenSpiel's sampling in C++."""
    import pyspiel

    solver = getattr(pyspiel, name)(theirs, seed=1)

    def turns(count: int) -> None:
        for _ in range(count):
            solver.run_iteration()

    return Opponent(turns, lambda: float(pyspiel.nash_conv(theirs, solver.average_policy())))


def replaying_rows(structures: Sequence[Mapping[str, Any]], budget: float) -> Iterator[Row]:
    """Plays a second of a story that is not built, at random; the size is the number of moves in a play."""
    for structure in structures:
        told, random, moves = games.unbuilt("campaign", **structure), Random(1), [0]

        def decide(move: Move) -> int:
            moves[0] += 1  # noqa: B023
            return random.randrange(len(move.options))  # noqa: B023

        def turns(count: int) -> None:
            for _ in range(count):
                told.play(decide)  # noqa: B023

        turns(PLAYS)
        length = round(moves[0] / PLAYS)
        seconds = least_of_many(turns, budget)
        size = {"moves": length, "histories": int(told.histories), **structure}
        note = "No tree is made: size is the number of moves in a play, and terminal histories may be 10^18."
        yield row("plays campaign", size, length, seconds, 1 / seconds, {}, unit="plays/s", notes=(note,))


def campaign_rows(structures: Sequence[Mapping[str, Any]], budget: float) -> Iterator[Row]:
    """Seconds from nothing to a profile of the campaign whose measured gap is below `GAP`: building, learning and measuring counted."""
    for structure in structures:
        found = {}

        def whole() -> None:
            start = time.process_time()
            game = games.load("campaign", **structure).at()  # noqa: B023
            form = flat_form(game)
            built = time.process_time() - start
            learner = Learner(form, QUICKEST)
            for point in measuring_points(ENOUGH):
                learner.run(point - learner.iterations)
                gap = float(values_and_gains(form, learner.average())[1].sum())
                if gap <= GAP:
                    break
            found.update(game=game, built=built, iterations=point, gap=gap)  # noqa: B023

        seconds = least(whole, budget)
        game = found["game"]
        size = {"nodes": game.nodes, "infosets": game.infosets, "endings": game.leaves, "gap": found["gap"], **structure}
        note = f"By {QUICKEST} in {found['iterations']} iterations; building took {found['built']:.1f} of the seconds."
        yield row("gap campaign", size, game.nodes, seconds, seconds, {}, unit="s", notes=(note,))
