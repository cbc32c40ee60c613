"""One table of concepts: which outcome survives which, and why it falls."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from games import Game, GameError
from games.errors import NotDefined

from ..algebra.budget import whole_answers
from ..concept import CORRELATIONS, DEFAULT, REFINEMENTS, concept_named, implied, refinement_named, weaker_first
from ..requests import check_game
from ..results import Solution, Solutions
from ..results.concept_table import Arranged, ConceptTable, Surviving
from .outcomes import Outcome, endings, names_outcomes, reached

MOST_WITNESSES = 8  # so many equilibria with an outcome are shown to the verifier


def concepts(game: Game, **at: object) -> ConceptTable:
    """Say for every outcome found under any concept which concepts it survives, and why it falls at the first that it fails.

    Parameters
    ----------
    game : Game
        Open parameters that are not given a value are put at their defaults.
    **at : numbers
        Values of parameters.

    Returns
    -------
    ConceptTable
        A row for each outcome, a column for each concept that is defined for the game and solved here; the others are
        listed with the reason why not. Beside these, what devices, mediators and leaders who commit themselves could bring about.

    Raises
    ------
    GameError
        For an unknown parameter, or a point outside the domain.

    Notes
    -----
    An outcome is a distribution over the outcomes that the story names, or over endings where it names none. It survives a
    concept when some equilibrium of that concept brings it about; concepts are those of `solve`, weaker ones first, and then the
    refinements. Why it falls is said of one equilibrium, of the last concept survived, that brings it about. A continuum in
    which the outcome itself varies is one row, with open symbols; it survives when some member of it does.

    Examples
    --------
    >>> import games
    >>> table = concepts(games.load("beer_quiche"))
    >>> [(row.name, row.falls) for row in table if row.survives["sequential"]]
    [('Sender pooling on beer; Receiver retreat', None), ('Sender pooling on quiche; Receiver retreat', 'intuitive')]
    """
    check_game(game)
    from ..front import solve

    point = game.point(**at)
    numeric = game.fix(point)
    solved: dict[str, Solutions] = {}
    refusals: dict[str, GameError] = {}
    verdict_only: list[str] = []
    for concept in sorted(filter(lambda one: one.compared, weaker_first()), key=lambda one: bool(one.methods) and not one.families):
        if not concept.methods and concept.check:
            verdict_only.append(concept.name)
        if not concept.methods:
            continue
        try:
            with whole_answers():
                solved[concept.name] = solve(numeric, concept.name)
        except GameError as error:
            refusals[concept.name] = error
    refined = _refined(numeric, refusals)
    table = _Comparison(numeric, solved, refined, (*solved, *verdict_only))
    columns = (*table.concepts, *refined)
    rows = [table.surviving(row, columns) for row in table.rows]
    rows.sort(key=lambda row: -sum(bool(x) for x in row.survives.values()))
    arranged = tuple(_arranged(numeric, rows, refusals))
    sentences = {name: str(error) for name, error in refusals.items()}
    reasons = {name: error.why if isinstance(error, NotDefined) else str(error) for name, error in refusals.items()}
    return ConceptTable(numeric, {**game.fixed, **point}, columns, sentences, tuple(rows), reasons, named=table.named, arranged=arranged)


def _arranged(game: Game, rows: Sequence[Surviving], refused: dict[str, GameError]) -> Iterator[Arranged]:
    """What devices and mediators bring about at best for all together, and leaders for themselves."""
    from ..front import commit, correlated

    ways: dict[str, Callable[[], Any]] = {name: partial(correlated, game, name) for name in CORRELATIONS}
    ways |= {f"commitment of {player}": partial(commit, game, player) for player in game.players}
    for by, way in ways.items():
        try:
            found = way()
        except GameError as error:
            refused[by] = error
            continue
        reached = {label: p for label, p in found.outcomes.items() if p}
        alike = (k for k, row in enumerate(rows, 1) if {label: p for label, p in row.outcomes.items() if p} == reached)
        yield Arranged(by, found.outcomes, found.payoffs, next(alike, None))


@dataclass(eq=False)
class _Row:
    """An outcome, and every equilibrium found that brings it about."""

    outcome: Outcome
    others: list[Outcome] = field(default_factory=list)  # the same in writing, with symbols in other ranges that meet these
    equilibria: dict[str, list[Solution]] = field(default_factory=dict)  # by concept
    survives: dict[str, bool | None] = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)

    @property
    def witnesses(self) -> list[tuple[str, Solution]]:
        """The equilibria, with their concepts, those of weaker ones first."""
        return [(concept, solution) for concept, several in self.equilibria.items() for solution in several]


def _refined(game: Game, refused: dict[str, GameError]) -> dict[str, Solutions]:
    from ..closed_forms import SolvedPoint, solved_point
    from ..refinements import refined_point

    out: dict[str, Solutions] = {}
    solved: dict[str, SolvedPoint] = {}
    for name, refinement in REFINEMENTS.items():
        try:
            refinement.check_needs(game)
            if refinement.refines not in solved:
                solved[refinement.refines] = solved_point(game, refinement.refines, {})
            out[name] = refined_point(solved[refinement.refines], name)
        except GameError as error:
            refused[name] = error
    return out


class _Comparison:
    """The outcomes of one game, against what was found under each concept and refinement."""

    def __init__(self, game: Game, solved: Mapping[str, Solutions], refined: Mapping[str, Solutions], concepts: Sequence[str]) -> None:
        self.game, self.solved, self.refined, self.concepts = game, solved, refined, concepts
        self.named = names_outcomes(game)
        self._reached: dict[int, Outcome] = {}
        self._met: dict[tuple[int, str, str], bool | None] = {}
        self.rows: list[_Row] = []
        for concept, solutions in solved.items():
            for solution in solutions:
                self._row(self.outcome(solution)).equilibria.setdefault(concept, []).append(solution)
        for row in self.rows:
            self._judge(row)
            for name in refined:
                row.survives[name], row.reasons[name] = self._after(row, name)

    def _row(self, outcome: Outcome) -> _Row:
        """The row of an outcome; a new one where there is none."""
        for row in self.rows:
            if row.outcome.key == outcome.key and row.outcome.meets(outcome):
                if row.outcome.ranges != outcome.ranges:
                    row.others.append(outcome)
                return row
        self.rows.append(_Row(outcome))
        return self.rows[-1]

    def outcome(self, solution: Solution) -> Outcome:
        """What an equilibrium brings about."""
        if id(solution) not in self._reached:
            self._reached[id(solution)] = reached(self.game, solution, self.named)
        return self._reached[id(solution)]

    def meets(self, row: _Row, solution: Solution) -> bool | None:
        """Whether an equilibrium, or one of a continuum, brings a row's outcome about."""
        outcome = self.outcome(solution)
        key = (id(row), outcome.key, str(outcome.ranges))
        if key not in self._met:
            verdicts = [alternative.meets(outcome) for alternative in (row.outcome, *row.others)]
            self._met[key] = True if True in verdicts else None if None in verdicts else False
        return self._met[key]

    # ---------------------------------------------------------------- concepts

    def _judge(self, row: _Row) -> None:
        """Say under which concepts an outcome survives: by what was found, by what implies what, and last by the verifier."""
        sure = {weaker for concept in row.equilibria for weaker in (concept, *implied(concept))}
        row.survives = {concept: True if concept in sure else self._among(row, concept) for concept in self.concepts}
        self._imply(row)
        for concept in self.concepts:
            if row.survives[concept] is None and self._verified(row, concept):
                row.survives[concept] = True
                self._imply(row)

    def _among(self, row: _Row, concept: str) -> bool | None:
        """Whether the outcome is among those found under a concept; None when more may be, or it is not decided."""
        if concept not in self.solved:
            return None
        verdicts = [self.meets(row, solution) for solution in self.solved[concept]]
        return True if True in verdicts else None if None in verdicts or self.solved[concept].found != "all" else False

    def _imply(self, row: _Row) -> None:
        """Carry verdicts over: an outcome of a concept is one of every weaker one; one that fails a concept fails every stronger one."""
        for stronger in self.concepts:
            for weaker in implied(stronger):
                if row.survives[stronger] and row.survives.get(weaker, True) is None:
                    row.survives[weaker] = True
                if row.survives.get(weaker) is False and row.survives[stronger] is None:
                    row.survives[stronger] = False

    def _verified(self, row: _Row, concept: str) -> bool:
        """Whether the verifier finds that one of the equilibria is one of another concept too."""
        return any(self._verdict(solution, concept)[0] for _, solution in row.witnesses[:MOST_WITNESSES])

    def _verdict(self, solution: Solution, concept: str) -> tuple[bool, str]:
        from ..verifier import verify

        record = concept_named(concept)
        if record.check is None:
            return False, f"None of the {record.plural} has this outcome."
        try:
            certificate = verify(self.game, solution.sampled(), record.check)
        except GameError as error:
            return False, str(error)
        return certificate.equilibrium, certificate.reason

    # ---------------------------------------------------------------- refinements

    def _after(self, row: _Row, name: str) -> tuple[bool | None, str]:
        """Whether an outcome survives a refinement, and what the refinement says of it."""
        refinement, solutions = refinement_named(name), self.refined[name]
        if row.survives.get(refinement.refines) is False:
            return False, ""
        removed = [solution for solution in solutions.removed if self.meets(row, solution)]
        survivors = [(self.meets(row, solution), solution) for solution in solutions]
        witnesses = [solution for met, solution in survivors if met]
        reason = next((solution.verdict.reason for solution in (*removed, *witnesses) if solution.verdict), "")
        if any(self._stands(row, solution) for solution in witnesses):
            return True, reason
        if witnesses or any(met is None for met, _ in survivors):
            return None, reason
        settled = bool(removed) and not self.named and not row.outcome.open  # an outcome over endings falls once for all
        base = self.solved.get(refinement.refines)
        return (False if settled or (base is not None and base.found == "all") else None), reason

    def _stands(self, row: _Row, solution: Solution) -> bool:
        """Whether a refinement keeps an equilibrium with a row's outcome for sure; of a continuum, only some members may stand."""
        survives = solution.verdict.survives if solution.verdict else "undecided"
        return survives == "yes" or (survives != "undecided" and self.outcome(solution).key == row.outcome.key)

    # ---------------------------------------------------------------- in words

    def surviving(self, row: _Row, columns: Sequence[str]) -> Surviving:
        """The row as readers see it."""
        shown = row.equilibria[DEFAULT][0] if DEFAULT in row.equilibria else list(row.equilibria.values())[-1][0]
        falls = next((name for name in columns if row.survives[name] is False), None)
        profiles = {str(endings(self.game, solution.profile)) for _, solution in row.witnesses} if self.named else {""}
        return Surviving(
            name=shown.called.of_path.text(),
            endings=endings(self.game, shown.profile),
            outcomes=shown.outcomes,
            payoffs=shown.payoffs,
            survives={name: row.survives[name] for name in columns},
            falls=falls,
            reason="" if falls is None else self._reason(row, falls),
            plays=len(profiles),
            equilibria={concept: len(several) for concept, several in row.equilibria.items()},
        )

    def _reason(self, row: _Row, falls: str) -> str:
        """Why an outcome falls where it does, said of an equilibrium of the last concept before that."""
        if falls in self.refined:
            return row.reasons[falls] or f"No equilibrium that stands under {falls} has this outcome."
        before = [concept for concept in row.equilibria if self.concepts.index(concept) < self.concepts.index(falls)] or list(
            row.equilibria
        )
        return self._verdict(row.equilibria[before[-1]][0], falls)[1]
