"""Refinements as filters: on the equilibria at a point, and on families with conditions of their own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from games import GameError

from ..algebra.projection import Projected
from ..algebra.ring import key
from ..algebra.sign_oracle import Atom, Oracle
from ..closed_forms import Solved, SolvedPoint
from ..closed_forms.faces import Group
from ..closed_forms.presentation import Presented, threshold
from ..concept import check_refinement, refinement_named
from ..results import Family, Profile, Solution, Solutions, Verdict, kept
from ..search.tree_polynomials import View
from ..verifier import outcome_stands
from .best_reply_sets import Region, Rival, Survey, survey
from .deviations import Incentives, NotConstant, incentives_of
from .form import Form, signalling_form
from .grounds import Grounds, grounds
from .standing import Standing, standing
from .wording import deleted, reason


@dataclass(frozen=True, eq=False)
class Judged:
    """A group of pieces with its verdict.

    Parameters
    ----------
    group : Group
        The pieces, cut down to where the outcome survives; None when it does nowhere.
    verdict : Verdict
        For people.
    survey : Survey or None
        None when there is no verdict.
    """

    group: Group | None
    verdict: Verdict
    survey: Survey | None


class Refiner:
    """Applies one refinement to all groups of one game.

    Parameters
    ----------
    view, oracle : View, Oracle
        The game as the engine reads it.
    groups : sequence of Group
        Every family.
    refinement : str
        Its name.
    over : sequence of str
        Parameters in the order in which thresholds should be written.
    """

    def __init__(self, view: View, oracle: Oracle, groups: Sequence[Group], refinement: str, over: Sequence[str] = ()) -> None:
        self.view, self.oracle, self.groups, self.refinement, self.over = view, oracle, list(groups), refinement, tuple(over)
        self.form: Form = signalling_form(view.game, refinement)
        self._surveys: dict[Any, Survey] = {}
        self._regions: dict[Any, Region] = {}
        self._incentives_of: dict[tuple[int, int], Incentives] = {}

    # ---------------------------------------------------------------- one family

    def judged(self, group: Group) -> Judged:
        """Apply the refinement to a family."""
        try:
            if not group.generic:
                return self._undecided(group, "This family lives on a wall; ask at a point of it.")
            return self._judged(group)
        except NotConstant as error:
            return self._undecided(group, f"The payoff of {error} is not one rational closed form on this family.")

    def _judged(self, group: Group) -> Judged:
        surveys = [self._survey(group, case) for case in _distinct(group)]
        if any(s.undecided for s in surveys) or not surveys:
            return self._undecided(group, "Some sign could not be decided.")
        members = bool(self._varying(group))
        stands, falls = (any(s.where(v) for s in surveys) for v in (True, False))
        telling = next((s for s in surveys if s.example(False)), surveys[0])
        example = telling.example(False) or telling.example(True)
        assert example is not None and example.findings is not None
        pairs, responses = deleted(self.form, example.findings)
        survives = "yes" if not falls else "no" if not stands else "in some member" if members else "somewhere"
        conditions: tuple[tuple[str, ...], ...] = ()
        if survives == "somewhere":
            conjunctions = {tuple(self._texts(c)): None for s in surveys for c in s.where(True)}
            conditions = tuple(conjunctions)
        verdict = Verdict(self.refinement, survives, conditions, pairs, responses, reason(self.form, example.findings))
        if survives == "no":
            return Judged(None, verdict, telling)
        return Judged(group if survives != "somewhere" else self._cut(group), verdict, telling)

    def _texts(self, atoms: Sequence[Atom]) -> list[str]:
        return [threshold(self.oracle, a.polynomial, a.relation, self.over).text() for a in atoms]

    def _undecided(self, group: Group, why: str) -> Judged:
        return Judged(group, Verdict(self.refinement, "undecided", (), (), (), why), None)

    def _varying(self, group: Group) -> list[str]:
        """The open unknowns that types' payoffs depend on."""
        incentives = self._incentives(group, self._region(group.main.cases[0].atoms))
        return [n for n in group.main.branch.open if any(self.view.ring.degree(p, n) for pair in incentives.payoffs for p in pair)]

    def _region(self, atoms: Sequence[Atom]) -> Region:
        name = tuple(sorted((key(a.polynomial), a.relation) for a in atoms))
        if name not in self._regions:
            self._regions[name] = Region(self.oracle, atoms)
        return self._regions[name]

    def _incentives(self, group: Group, region: Region) -> Incentives:
        name = (id(group.main), id(region))
        if name not in self._incentives_of:
            self._incentives_of[name] = incentives_of(self.view, self.form, group.main, region.sign, self.refinement)
        return self._incentives_of[name]

    def _atoms(self, group: Group, case: Projected) -> list[Atom]:
        """Where a family exists; in its open unknowns too, where payoffs depend on them."""
        if not self._varying(group):
            return list(case.atoms)
        branch = group.main.branch
        return [*branch.atoms, *(Atom(p, ">") for p in branch.positives)]

    def _survey(self, group: Group, case: Projected) -> Survey:
        region = self._region(self._atoms(group, case))
        incentives = self._incentives(group, region)
        name = (incentives.key, tuple(sorted((key(a.polynomial), a.relation) for a in region.atoms)))
        if name not in self._surveys:
            self._surveys[name] = survey(region, incentives, self.refinement, self.rivals)
        return self._surveys[name]

    def grounds(self, group: Group) -> Iterator[Grounds]:
        """What the verdict on a family rests on, in each region where it exists.

        Raises
        ------
        NotConstant
            When some payoff is not one rational closed form on the family, so that there is no verdict.
        """
        for case in _distinct(group):
            region = self._region(self._atoms(group, case))
            yield grounds(region, self._incentives(group, region), self.refinement, self.rivals)

    def _cut(self, group: Group) -> Group:
        """Keep of every piece the part of the parameters where the outcome survives."""
        pieces = []
        for piece in group.pieces:
            cases = []
            for case in piece.cases:
                for surviving in self._survey(group, _plain(case)).where(True):
                    cases.append(Projected((*case.atoms, *surviving), case.ranges))
            if cases:
                pieces.append(replace(piece, cases=tuple(cases)))
        return Group(pieces[0], tuple(pieces[1:]))

    def standing(self, family: Family, group: Group) -> Standing:
        """Give the test of where a family that survives in part does."""
        surveys = [self._survey(group, case) for case in _distinct(group)]
        survives = [[(a.polynomial, a.relation) for a in c] for s in surveys for c in s.where(True)]
        region = self._region(group.main.cases[0].atoms)
        unsent = self._incentives(group, region).unsent
        return standing(self.view.ring, family.exists, survives, [w for s in surveys for w in s.walls], unsent, self.refinement)

    # ---------------------------------------------------------------- others

    @cached_property
    def rivals(self) -> list[Rival]:
        """Every family, for a refinement that looks at the others."""
        if not refinement_named(self.refinement).rivals:
            return []
        rivals = []
        for group in self.groups:
            incentives = self._incentives(group, self._region(group.main.cases[0].atoms))
            if any(self.view.ring.degree(p, n) for pair in incentives.payoffs for p in pair for n in group.main.branch.open):
                raise NotConstant("some type in another equilibrium")
            rivals.append(Rival(incentives, [list(case.atoms) for piece in group.pieces for case in piece.cases]))
        return rivals


def _plain(case: Projected) -> Projected:
    return Projected(case.atoms, ())


def _distinct(group: Group) -> list[Projected]:
    """The regions of a family's faces, those inside others left out."""
    generic = [case for piece in group.pieces if piece.generic for case in piece.cases]
    by_condition = {frozenset((key(a.polynomial), a.relation) for a in c.atoms): c for c in generic}
    outermost = [c for name, c in by_condition.items() if not any(other < name for other in by_condition)]
    return [c for c in outermost if all(a.relation != "=" for a in c.atoms)]


# ------------------------------------------------------------------ results


def refined_point(solved: SolvedPoint, refinement: str) -> Solutions:
    """Keep the equilibria at a point that survive, each with its verdict; those removed are kept apart.

    Parameters
    ----------
    solved : SolvedPoint
        Every equilibrium, with its pieces.
    refinement : str
        Its name.
    """
    check_refinement(refinement, solved.solutions.concept)
    pieces = solved.pieces
    refiner = Refiner(pieces.view, pieces.oracle, solved.groups, refinement)
    verdicts = [refiner.judged(group).verdict for group in solved.groups]
    solutions = solved.solutions
    profiles = [s.sampled() for s in solutions]
    surviving: list[Solution] = []
    removed: list[Solution] = []
    for solution, verdict, profile in zip(solutions, verdicts, profiles, strict=True):
        checked = _checked(solutions, profile, refinement, profiles, verdict)
        judged = replace(solution, verdict=replace(verdict, checked=checked))
        (removed if verdict.survives == "no" else surviving).append(judged)
    decided = all(v.survives != "undecided" for v in verdicts) and solutions.found == "all"
    classes = kept(solutions.classes, [k for k, verdict in enumerate(verdicts) if verdict.survives != "no"])
    return replace(
        solutions,
        solutions=tuple(surviving),
        removed=tuple(removed),
        refine=refinement,
        found="all" if decided else "some",
        classes=classes,
    )


def _checked(solutions: Solutions, profile: Profile, refinement: str, rivals: Sequence[Profile], verdict: Verdict) -> bool | None:
    """Whether the verifier says the same of the member that it looked at."""
    if verdict.survives not in ("yes", "no"):
        return None
    try:
        stands = outcome_stands(solutions.game, profile, refinement, rivals if refinement_named(refinement).rivals else ())
    except GameError:
        return None
    return stands == (verdict.survives == "yes")


def refined_families(solved: Solved, refinement: str) -> Solved:
    """Keep the families that survive somewhere, cut down to where they do; those removed are kept apart.

    Parameters
    ----------
    solved : Solved
        Every family, with its pieces.
    refinement : str
        Its name.
    """
    check_refinement(refinement, solved.families.concept)
    pieces, families = solved.pieces, solved.families
    refiner = Refiner(pieces.view, pieces.oracle, solved.groups, refinement, families.over)
    judged = [refiner.judged(group) for group in solved.groups]
    surviving: list[tuple[Family, Group]] = []
    removed: list[Family] = []
    for family, group, judgement in zip(families, solved.groups, judged, strict=True):
        marked = replace(family, verdict=judgement.verdict)
        if judgement.group is None:
            removed.append(marked)
        elif judgement.verdict.survives == "somewhere":
            presented = Presented(pieces.view, pieces.oracle, judgement.group, families.over)
            surviving.append((replace(marked, cases=presented.thresholds, exists=refiner.standing(family, group)), judgement.group))
        else:
            surviving.append((marked, judgement.group))
    decided = families.found == "all" and all(j.verdict.survives != "undecided" for j in judged)
    result = replace(
        families,
        families=tuple(f for f, _ in surviving),
        removed=tuple(removed),
        refine=refinement,
        order=tuple(family.name for family in families),
        found="all" if decided else "some",
        bases={**families.bases, "generic": len({p.base.name for f, g in surviving if f.generic for p in g.pieces})},
        classes=kept(families.classes, [k for k, judgement in enumerate(judged) if judgement.group is not None]),
    )
    return Solved(result, pieces, [g for _, g in surviving])
