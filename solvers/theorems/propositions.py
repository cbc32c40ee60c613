"""A paper's proposition judged: true in every or in some equilibrium wherever its conditions hold, or a point where it fails.

In a regime the families are known and exist throughout, so the proposition is a matter of
closed forms: whether each family is as claimed identically, nowhere, or where further
comparisons hold.  On walls, at ends of the domain that belong to it, and on surfaces that are no walls other families may live; there
the game is solved at a point.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import product
from typing import Any

from games import GameError
from games.numbers import Expression, Number, simplest, text
from games.parameter import Condition, conditions

from ..maps.region_signs import ParameterRegion
from ..results import ClaimVerdict, Family, Point, Regime, RegimeMap, RegimeVerdict
from .jumps import apart, face_between
from .matching import (
    Alternatives,
    Statement,
    alternatives,
    alternatives_every,
    conjoined,
    negations,
    read_statements,
    status,
    true_at,
)
from .quantities import as_expression
from .solved_points import ends, equilibria_at, points_at_end, within_regimes
from .wall_crossing import neighbours, on_wall
from .where_true import where_true

EVERY, SOME, NO, PART, UNDECIDED = "in every equilibrium", "in some equilibrium", "no", "in part", "undecided"
MOST_FACES = 24  # so many pieces of walls are looked at
MOST_WAYS = 4096  # so many ways for all families to fail together are asked about


def judged(
    regime_map: RegimeMap, suppositions: Iterable[str], profile: Any = None, outcomes: Mapping[str, Any] | None = None
) -> ClaimVerdict:
    """Judge a proposition on a map.

    Parameters
    ----------
    regime_map : RegimeMap
        The map.
    suppositions : iterable of str
        What the proposition supposes: chains of comparisons in the parameters.
    profile, outcomes : dict, optional
        What it says, as `read_statements` takes it.
    """
    if isinstance(suppositions, str):
        raise GameError(f"The conditions are a list of texts; write [{suppositions!r}].")
    texts = list(suppositions)
    fixed: dict[str, Number] = {name: value for name, value in regime_map.at_rest.items() if name not in regime_map.over}
    statements = read_statements(regime_map.game, fixed, profile, outcomes)
    hypotheses = _hypotheses(regime_map, texts, fixed)
    in_regimes = [_judge(regime_map, regime, statements, hypotheses) for regime in regime_map.regimes]
    walls = [*_walls(regime_map, statements, hypotheses), *_ends(regime_map, statements, hypotheses)]
    reached = [one for one in in_regimes if one.met is not False]
    verdicts = [*(one.judgement.holds for one in reached), *(wall.judgement.holds for wall in walls if wall.judgement is not None)]
    if NO not in verdicts and PART not in verdicts:  # else it is refuted already
        walls += _surfaces(regime_map, statements, hypotheses)
    if not reached and not walls:
        raise GameError(f"No point of the domain satisfies {' and '.join(texts)}; a claim needs conditions that leave room.")
    judgements = [*(one.judgement for one in reached), *(wall.judgement for wall in walls if wall.judgement is not None)]
    holds = _overall([judgement.holds for judgement in judgements], regime_map.found)
    some, every = (where_true(regime_map, [(p.regime, p.whole.some if k else p.whole.every) for p in in_regimes]) for k in (1, 0))
    return ClaimVerdict(
        game=regime_map.game.name,
        title=regime_map.game.title,
        concept=regime_map.solved.concept,
        conditions=tuple(texts),
        claimed=tuple(statement.text for statement in statements),
        holds=holds,
        where=every if holds == EVERY else some,
        some=some,
        every=every,
        counterexample=next((judgement.fails for judgement in judgements if judgement.fails is not None), None) if holds == NO else None,
        exception=next((judgement.differs for judgement in judgements if judgement.differs is not None), None),
        regimes=tuple(RegimeVerdict(p.regime.name, p.met, p.judgement.holds, p.whole.families) for p in in_regimes),
        walls=tuple(wall.sentence for wall in walls) or ("No wall is known to run through the region.",),
        found=regime_map.found,
        met_in_some=any(one.judgement.some for one in in_regimes),
        met_in_every=any(one.judgement.every for one in in_regimes),
    )


def _hypotheses(regime_map: RegimeMap, texts: Sequence[str], fixed: Mapping[str, Number]) -> list[Condition]:
    """The claim's conditions in the map's parameters; those that hold at the others' values anyway are left out."""
    out = []
    for chain in texts:
        for condition in conditions(chain, (*regime_map.game.parameters, *fixed)):
            expression = simplest(condition.expression.at(fixed))
            if isinstance(expression, Expression):
                out.append(Condition(expression, condition.strict, condition.text))
            elif not condition.holds(fixed):
                involved = ", ".join(f"{n} = {text(fixed[n])}" for n in condition.expression.free)
                raise GameError(f"{condition.text} does not hold at {involved or 'any point'}, where the map was made.")
    return out


def _overall(holds: Sequence[str], found: str) -> str:
    """The weakest of several verdicts; an incomplete map cannot say every, or no."""
    worst = next((w for w in (NO, PART, UNDECIDED, SOME) if w in holds), EVERY)
    worst = NO if worst == PART else worst
    return worst if found == "all" else {EVERY: SOME, NO: UNDECIDED}.get(worst, worst)


# ------------------------------------------------------------------ one regime


@dataclass(frozen=True)
class Judgement:
    """The verdict on coexisting families over a region.

    Parameters
    ----------
    holds : str
        The verdict.
    fails, differs : point or None
        Where no family, and where some family, is not as claimed.
    families : dict from str to str
        Each family's status.
    some, every : alternatives
        Where some family is as claimed, and where every one is.
    """

    holds: str
    fails: Point | None = None
    differs: Point | None = None
    families: Mapping[str, str] = field(default_factory=dict)
    some: Alternatives = None
    every: Alternatives = None


@dataclass(frozen=True)
class InRegime:
    """The verdicts in one regime.

    Parameters
    ----------
    regime : Regime
        Which.
    met : bool or None
        Whether the claim's conditions hold somewhere in it.
    judgement, whole : Judgement
        Where they do, and over the whole regime.
    """

    regime: Regime
    met: bool | None
    judgement: Judgement
    whole: Judgement


def _judge(regime_map: RegimeMap, regime: Regime, statements: Sequence[Statement], hypotheses: Sequence[Condition]) -> InRegime:
    region = ParameterRegion.of(regime_map, regime)
    families = [regime_map.family(name) for name in regime.families]
    whole = _judgement(families, statements, region)
    inside = region.within(hypotheses, f"{regime.name} where the conditions hold") if hypotheses else region
    if inside is None:
        empty = region.empty([Condition(c.expression, True, c.text) for c in hypotheses])
        return InRegime(regime, False if empty else None, Judgement(whole.holds if empty else UNDECIDED), whole)
    return InRegime(regime, True, whole if whole.holds == EVERY else _judgement(families, statements, inside), whole)


def _judgement(families: Sequence[Family], statements: Sequence[Statement], region: ParameterRegion) -> Judgement:
    """Judge a set of coexisting families over a region."""
    some = {family.name: status(alternatives(family, statements, region), region) for family in families}
    every = {family.name: status(alternatives_every(family, statements, region), region) for family in families}
    statuses = {name: "in part" if verdict == "always" != every[name][0] else verdict for name, (verdict, _) in some.items()}
    throughout, where_every = status(conjoined([cases for _, cases in every.values()]), region)
    differs = None if throughout == "always" else _differing(families, statements, region)
    remaining = [cases for _, cases in some.values()]
    fails, covered = (None, True) if any(verdict == "always" for verdict, _ in some.values()) else _failing(remaining, region)
    if fails is not None:
        where_some = None if any(cases is None for cases in remaining) else tuple(case for cases in remaining if cases for case in cases)
        somewhere = any(verdict == PART for verdict, _ in some.values())
        return Judgement(PART if somewhere else NO, fails, fails, statuses, where_some, where_every)
    holds = UNDECIDED if not covered else EVERY if throughout == "always" else SOME
    return Judgement(holds, None, differs, statuses, ((),) if covered else None, where_every)


def _failing(remaining: Sequence[Alternatives], region: ParameterRegion) -> tuple[Point | None, bool]:
    """A point at which none of the alternatives of any family holds; or whether there is proved to be none."""
    for point in region.points:
        if all(true_at(cases, point) is False for cases in remaining):
            return point, False
    if any(cases is None for cases in remaining):
        return None, False
    conjunctions = [conjunction for cases in remaining if cases for conjunction in cases]
    ways = 1
    for conjunction in conjunctions:
        ways *= sum(len(negations(comparison)) for comparison in conjunction)
    if ways > MOST_WAYS or any(e.roots for conjunction in conjunctions for e, _ in conjunction):
        return None, False
    for chosen in product(*([way for comparison in conjunction for way in negations(comparison)] for conjunction in conjunctions)):
        counterexample = region.point(chosen)
        if counterexample is not None:
            return counterexample, False
        if not region.empty(chosen):
            return None, False
    return None, True


def _differing(families: Sequence[Family], statements: Sequence[Statement], region: ParameterRegion) -> Point | None:
    """A point at which some family is not as claimed."""
    for family in families:
        extended = region.with_symbols_of(family)
        for statement in statements:
            comparison = statement.of(family)
            for point in extended.samples(comparison[0]):
                if true_at(((comparison,),), point) is False:
                    return {name: point[name] for name in region.domain.names}
    return None


# ------------------------------------------------------------------ on walls


@dataclass(frozen=True)
class OnWall:
    """The verdict on the piece of a wall between two regimes: in words, and at the point that was solved (None when none was)."""

    sentence: str
    judgement: Judgement | None = None


def _walls(regime_map: RegimeMap, statements: Sequence[Statement], hypotheses: Sequence[Condition]) -> Iterator[OnWall]:
    """Solve at a point of every piece of a wall that lies in the region."""
    faces_solved = 0
    for k, wall in enumerate(regime_map.walls):
        for below, above in neighbours(regime_map, k):
            between = f"On {wall.threshold.text()}, between {below.name} and {above.name}"
            first = on_wall(regime_map, k, below, above)
            face = None if first is None else face_between(regime_map, k, below, first)
            if face is None:
                if apart(regime_map, k, below):
                    continue
                yield OnWall(f"{between}, nothing was decided: no rational point of it was found.")
                continue
            on_face = [Condition(face.value_of(c.expression), c.strict, c.text) for c in hypotheses]
            subregion = face.region.within([c for c in on_face if c.expression.free], between)
            if subregion is None or any(not c.holds({}) for c in on_face if not c.expression.free):
                continue
            faces_solved += 1
            if faces_solved > MOST_FACES:
                yield OnWall("Further walls in the region were not looked at.")
                return
            yield _on_wall(regime_map, statements, face.whole(subregion.points[0]), between, "wall")


def _ends(regime_map: RegimeMap, statements: Sequence[Statement], hypotheses: Sequence[Condition]) -> Iterator[OnWall]:
    """Solve beside every regime at a point of every end of the domain that belongs to it and to the region."""
    looked = 0
    for end in ends(regime_map):
        for regime in regime_map.regimes:
            meeting = (p for p in points_at_end(regime_map, regime, end) if all(c.holds(p) for c in hypotheses))
            point = next(meeting, None)
            if point is None:
                continue
            looked += 1
            if looked > MOST_FACES:
                yield OnWall("Further ends of the domain were not looked at.")
                return
            where = f"At the end {end.expression.text()} = 0 of the domain, beside {regime.name}"
            yield _on_wall(regime_map, statements, point, where, "end")


def _surfaces(regime_map: RegimeMap, statements: Sequence[Statement], hypotheses: Sequence[Condition]) -> Iterator[OnWall]:
    """Solve at a point of every other surface on which equilibria live that do not live beside it."""
    for looked, (surface, regime, point) in enumerate(within_regimes(regime_map, hypotheses)):
        where = f"On {surface.text()} = 0, in {regime.name}"
        if looked >= MOST_FACES:
            yield OnWall("Further surfaces in the region were not looked at.")
            return
        if point is None:
            yield OnWall(f"{where}, nothing was decided: no rational point of it was found.")
        else:
            yield _on_wall(regime_map, statements, point, where, "surface")
    if regime_map.with_knife_edges.found != "all":
        yield OnWall("There may be further surfaces on which other equilibria live; not all were found.")


def judged_at(regime_map: RegimeMap, statements: Sequence[Statement], point: Mapping[str, Fraction]) -> Judgement:
    """Solve at a point, knife edges included, and judge there."""
    numeric, solved = equilibria_at(regime_map, point)
    if solved.found != "all":
        return Judgement(UNDECIDED)
    at_point = [Statement(statement.quantity, statement.relation, as_expression(statement.value.at(point))) for statement in statements]
    return _judgement(list(solved), at_point, ParameterRegion(numeric.domain, "the point"))


def _on_wall(regime_map: RegimeMap, statements: Sequence[Statement], point: dict[str, Fraction], where: str, kind: str) -> OnWall:
    judgement = judged_at(regime_map, statements, point)
    coordinates = ", ".join(f"{n} = {text(v)}" for n, v in point.items())
    verdict = {EVERY: "true in every equilibrium", SOME: "true in some equilibrium", NO: "true in none"}.get(judgement.holds, "undecided")
    sentence = f"{where}, the claim is {verdict} at {coordinates}, solved there with the equilibria that live on the {kind} only."
    fails, differs = (None if witness is None else point for witness in (judgement.fails, judgement.differs))
    return OnWall(sentence, replace(judgement, fails=fails, differs=differs))
