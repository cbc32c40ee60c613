"""The best device of a concept, exactly, with the verifier's certificate."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from games import Game
from games.numbers import Number, fraction

from ..concept.record import Correlation
from ..results.devices import Device
from ..verifier import verify
from .endings import Endings, exact_reader
from .objective import in_words, read_objective, worth
from .program import DeviceProgram, Solved


def device_program(game: Game, concept: Correlation, **options: Any) -> DeviceProgram:
    """Write the program whose solutions are the devices of a concept, in fractions."""
    concept.check_needs(game)
    return concept.program(Endings(game, exact_reader(game)), concept.name, **options)  # type: ignore[no-any-return]


def best_device(game: Game, concept: Correlation, best: object = None, proofs: Sequence[str] = ()) -> Device:
    """Find a device that is best for an objective; among these one that is best for all players together.

    Parameters
    ----------
    game : Game
        With numbers for all parameters.
    concept : Correlation
        The concept.
    best : str, dict or None
        As for `read_objective`.
    proofs : sequence of str
        The players who prove what they tell a mediator, and may be silent.
    """
    weights = read_objective(game, best)
    options = {"proofs": frozenset(game.players.index(player) for player in proofs)} if proofs else {}
    program = device_program(game, concept, **options)
    endings = program.endings
    solved = program.best(worth(endings, weights))
    proved, chosen = solved.proved(), solved
    everybody = read_objective(game, None)
    if weights.keys() - everybody.keys() or len(weights) < len(everybody):
        extra = [(program.objective(worth(endings, weights)), solved.value)]
        if extra[0][0]:
            chosen = program.best(worth(endings, everybody), extra)
    return written(game, concept, in_words(weights), chosen, (fraction(solved.value), proved), tuple(proofs))


def written(
    game: Game, concept: Correlation, best: str, solved: Solved, worth: tuple[Fraction, bool], proofs: tuple[str, ...] = ()
) -> Device:
    """Write a solution as a device, and have it judged."""
    program = solved.program
    told = program.device({k: fraction(x) for k, x in solved.weights.items()})
    draws, advice = told.get("draws", ()), told.get("advice", ())
    payoffs, outcomes, measures = brought_about(solved)
    claim = (
        {"draws": [one.as_json() for one in draws]} if draws else {"mediator": [one.as_json() for one in advice], "proofs": list(proofs)}
    )
    certificate = verify(game, claim, concept.check)
    value, proved = worth
    return Device(game, concept.name, best, value, payoffs, outcomes, measures, draws, advice, certificate, proved, program.size, proofs)


def brought_about(solved: Solved) -> tuple[dict[str, Number], dict[str, Number], dict[str, Number]]:
    """The payoffs, outcomes and measures that a solution brings about."""
    program, endings, game = solved.program, solved.program.endings, solved.program.endings.game
    reach = [z.chance * sum((solved.weights.get(k, 0) for k in cs), 0) for z, cs in zip(endings.listed, program.reaches, strict=True)]
    payoffs: dict[str, Number] = {}
    for i, player in enumerate(game.players):
        payoffs[player] = fraction(sum((r * z.payoffs[i] for r, z in zip(reach, endings.listed, strict=True)), 0))
    outcomes: dict[str, Number] = dict.fromkeys(game.outcome_names, Fraction(0))
    measures: dict[str, Number] = dict.fromkeys(game.measure_names, Fraction(0))
    for r, z in zip(reach, endings.listed, strict=True):
        outcomes[game.outcome_names[game.outcome[z.leaf]]] += fraction(r)
        for k, name in enumerate(game.measure_names):
            measures[name] += fraction(r * endings.read(game.measure(z.leaf, k)))
    return payoffs, outcomes, measures
