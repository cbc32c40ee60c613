"""A paper's proposition judged: true in every or in some equilibrium wherever its conditions hold, or a point where it fails.

In a regime the families are known and exist throughout, so the proposition is a matter of
closed forms: whether each family is as claimed identically, nowhere, or where further
comparisons hold.  On walls other families may live; there the game is solved at a point.
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

from ..closed_forms import parametric_families
from ..maps.region_signs import Ground
from ..results import ClaimVerdict, Family, Point, Regime, RegimeMap, RegimeVerdict
from .jumps import apart, face_between
from .matching import (
    Alternatives,
    Said,
    alternatives,
    alternatives_every,
    conjoined,
    negations,
    read_said,
    status,
    true_at,
)
from .quantities import as_expression
from .wall_crossing import neighbours, on_wall
from .where_true import where_true

EVERY, SOME, NO, PART, UNDECIDED = "in every equilibrium", "in some equilibrium", "no", "in part", "undecided"
MOST_FACES = 24  # so many pieces of walls are looked at
MOST_WAYS = 4096  # so many ways for all families to fail together are asked about


def judged(found: RegimeMap, given: Iterable[str], profile: Any = None, outcomes: Mapping[str, Any] | None = None) -> ClaimVerdict:
    """Judge a proposition on a map.

    Parameters
    ----------
    found : RegimeMap
        The map.
    given : iterable of str
        What the proposition supposes: chains of comparisons in the parameters.
    profile, outcomes : dict, optional
        What it says, as `read_said` takes it.
    """
    if isinstance(given, str):
        raise GameError(f"The conditions are a list of texts; write [{given!r}].")
    supposed = list(given)
    known: dict[str, Number] = {name: value for name, value in found.at_rest.items() if name not in found.over}
    said = read_said(found.game, known, profile, outcomes)
    region = _region(found, supposed, known)
    parts = [_judge(found, regime, said, region) for regime in found.regimes]
    walls = list(_walls(found, said, region))
    met = [part for part in parts if part.met is not False]
    if not met and not walls:
        raise GameError(f"No point of the domain satisfies {' and '.join(supposed)}; a claim needs conditions that leave room.")
    looked = [*(part.here for part in met), *(wall.here for wall in walls if wall.here is not None)]
    holds = _overall([one.holds for one in looked], found.found)
    some, every = (where_true(found, [(p.regime, p.whole.some if k else p.whole.every) for p in parts]) for k in (1, 0))
    return ClaimVerdict(
        game=found.game.name,
        title=found.game.title,
        concept=found.solved.concept,
        conditions=tuple(supposed),
        claimed=tuple(one.text for one in said),
        holds=holds,
        where=every if holds == EVERY else some,
        some=some,
        every=every,
        counterexample=next((one.fails for one in looked if one.fails is not None), None) if holds == NO else None,
        exception=next((one.differs for one in looked if one.differs is not None), None),
        regimes=tuple(RegimeVerdict(p.regime.name, p.met, p.here.holds, p.whole.families) for p in parts),
        walls=tuple(wall.sentence for wall in walls) or ("No wall is known to run through the region.",),
        found=found.found,
    )


def _region(found: RegimeMap, supposed: Sequence[str], known: Mapping[str, Number]) -> list[Condition]:
    """The claim's conditions in the map's parameters; those that hold at the others' values anyway are left out."""
    out = []
    for chain in supposed:
        for condition in conditions(chain, (*found.game.parameters, *known)):
            inside = simplest(condition.expression.at(known))
            if isinstance(inside, Expression):
                out.append(Condition(inside, condition.strict, condition.text))
            elif not condition.holds(known):
                involved = ", ".join(f"{n} = {text(known[n])}" for n in condition.expression.free)
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
    """What was found of coexisting families over a ground.

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
class Part:
    """What was found in one regime.

    Parameters
    ----------
    regime : Regime
        Which.
    met : bool or None
        Whether the claim's conditions hold somewhere in it.
    here, whole : Judgement
        Where they do, and over the whole regime.
    """

    regime: Regime
    met: bool | None
    here: Judgement
    whole: Judgement


def _judge(found: RegimeMap, regime: Regime, said: Sequence[Said], region: Sequence[Condition]) -> Part:
    ground = Ground.of(found, regime)
    families = [found.family(name) for name in regime.families]
    whole = _judgement(families, said, ground)
    inside = ground.within(region, f"{regime.name} where the conditions hold") if region else ground
    if inside is None:
        empty = ground.empty([Condition(c.expression, True, c.text) for c in region])
        return Part(regime, False if empty else None, Judgement(whole.holds if empty else UNDECIDED), whole)
    return Part(regime, True, whole if whole.holds == EVERY else _judgement(families, said, inside), whole)


def _judgement(families: Sequence[Family], said: Sequence[Said], ground: Ground) -> Judgement:
    """Judge a set of coexisting families over a ground."""
    some = {family.name: status(alternatives(family, said, ground), ground) for family in families}
    every = {family.name: status(alternatives_every(family, said, ground), ground) for family in families}
    statuses = {name: "in part" if one == "always" != every[name][0] else one for name, (one, _) in some.items()}
    throughout, all_ = status(conjoined([one for _, one in every.values()]), ground)
    differs = None if throughout == "always" else _differing(families, said, ground)
    left = [one for _, one in some.values()]
    fails, covered = (None, True) if any(one == "always" for one, _ in some.values()) else _failing(left, ground)
    if fails is not None:
        known = None if any(one is None for one in left) else tuple(c for one in left if one for c in one)
        return Judgement(NO, fails, fails, statuses, known, all_)
    holds = UNDECIDED if not covered else EVERY if throughout == "always" else SOME
    return Judgement(holds, None, differs, statuses, ((),) if covered else None, all_)


def _failing(left: Sequence[Alternatives], ground: Ground) -> tuple[Point | None, bool]:
    """A point at which none of the alternatives of any family holds; or whether there is proved to be none."""
    for point in ground.points:
        if all(true_at(one, point) is False for one in left):
            return point, False
    if any(one is None for one in left):
        return None, False
    conjunctions = [conjunction for one in left if one for conjunction in one]
    ways = 1
    for conjunction in conjunctions:
        ways *= sum(len(negations(comparison)) for comparison in conjunction)
    if ways > MOST_WAYS or any(e.roots for conjunction in conjunctions for e, _ in conjunction):
        return None, False
    for chosen in product(*([way for comparison in conjunction for way in negations(comparison)] for conjunction in conjunctions)):
        found = ground.point(chosen)
        if found is not None:
            return found, False
        if not ground.empty(chosen):
            return None, False
    return None, True


def _differing(families: Sequence[Family], said: Sequence[Said], ground: Ground) -> Point | None:
    """A point at which some family is not as claimed."""
    for family in families:
        held = ground.held_by(family)
        for one in said:
            comparison = one.of(family)
            for point in held.samples(comparison[0]):
                if true_at(((comparison,),), point) is False:
                    return {name: point[name] for name in ground.domain.names}
    return None


# ------------------------------------------------------------------ on walls


@dataclass(frozen=True)
class OnWall:
    """What was found on the piece of a wall between two regimes: in words, and at the point that was solved (None when none was)."""

    sentence: str
    here: Judgement | None = None


def _walls(found: RegimeMap, said: Sequence[Said], region: Sequence[Condition]) -> Iterator[OnWall]:
    """Solve at a point of every piece of a wall that lies in the region."""
    looked = 0
    for k, wall in enumerate(found.walls):
        for below, above in neighbours(found, k):
            between = f"On {wall.threshold.text()}, between {below.name} and {above.name}"
            first = on_wall(found, k, below, above)
            face = None if first is None else face_between(found, k, below, first)
            if face is None:
                if apart(found, k, below):
                    continue
                yield OnWall(f"{between}, nothing was decided: no rational point of it was found.")
                continue
            there = [Condition(face.value_of(c.expression), c.strict, c.text) for c in region]
            part = face.ground.within([c for c in there if c.expression.free], between)
            if part is None or any(not c.holds({}) for c in there if not c.expression.free):
                continue
            looked += 1
            if looked > MOST_FACES:
                yield OnWall("Further walls in the region were not looked at.")
                return
            yield _on_wall(found, said, face.whole(part.points[0]), between)


def _on_wall(found: RegimeMap, said: Sequence[Said], point: dict[str, Fraction], between: str) -> OnWall:
    """Solve at a point, knife edges included, and judge there."""
    numeric = found.game.fix(point)
    solved = parametric_families(numeric, found.solved.concept, (), knife_edges=True, seconds=None).families
    at_point = [Said(one.quantity, one.relation, as_expression(one.value.at(point))) for one in said]
    here = _judgement(list(solved), at_point, Ground(numeric.domain, "the point"))
    if solved.found != "all":
        here = Judgement(UNDECIDED)
    place = ", ".join(f"{n} = {text(v)}" for n, v in point.items())
    verdict = {EVERY: "true in every equilibrium", SOME: "true in some equilibrium", NO: "true in none"}.get(here.holds, "undecided")
    sentence = f"{between}, the claim is {verdict} at {place}, solved there with the equilibria that live on the wall only."
    shown = replace(here, fails=point if here.fails is not None else None, differs=point if here.differs is not None else None)
    return OnWall(sentence, shown)
