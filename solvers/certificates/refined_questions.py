"""What a refinement says of families, as questions: which mixtures of beliefs and replies there are, and what follows for the map.

A mixture that makes some numbers non-negative is looked for in a matrix of polynomials in the parameters.  That there is none
in a region is a question as it stands.  That there is one throughout it becomes one by Ville's theorem: there is a mixture of columns
that makes all rows non-negative, or one of rows that makes all columns negative, and never both.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from games.labels import apart
from games.numbers import polynomials, text

from ..algebra.ring import Polynomial, product
from ..algebra.sign_oracle import Atom
from ..closed_forms import Solved
from ..closed_forms.faces import Group
from ..refinements.deviations import NotConstant, Unsent, advantages_after
from ..refinements.grounds import Fact, Grounds
from ..refinements.refining import Refiner
from ..refinements.standing import Standing
from ..results import Family, RegimeMap
from .questions import Decision, Questions
from .smtlib import Formula, all_of, none_of, one_of

SIGNS = {"+": "gains or is indifferent", "-": "does not gain", "0": "is indifferent"}


def refined_decisions(questions: Questions, solved: Solved, regime_map: RegimeMap) -> Iterator[Decision]:
    """What the refinement of a map rests on, given all families before it.

    Parameters
    ----------
    questions : Questions
        For the game.
    solved : Solved
        All families, as they are without the refinement.
    regime_map : RegimeMap
        With it.
    """
    refinement = regime_map.solved.refine
    assert refinement is not None
    refiner = Refiner(questions.view, questions.oracle, solved.groups, refinement, regime_map.over)
    on_the_map = {family.name: family for family in regime_map.families}
    for family, group in zip(solved.families, solved.groups, strict=True):
        listed = on_the_map.get(family.name)
        yield from _Telling(questions, refiner, family.name, listed).decisions(group)


@dataclass(frozen=True)
class _Telling:
    """Writes down what a refinement says of one family, which the map lists or, where it is refined away, does not."""

    questions: Questions
    refiner: Refiner
    name: str
    listed: Family | None

    @property
    def _needed_for(self) -> str:
        return f"what {self.refiner.refinement} says of '{self.name}'"

    def decisions(self, group: Group) -> Iterator[Decision]:
        """All of them; one that is open where there is no verdict."""
        try:
            regions = list(self.refiner.grounds(group)) if group.generic else []
        except NotConstant:
            regions = []
        if not regions or any(ground.survey.undecided for ground in regions):
            sentence = f"Whether the outcome of '{self.name}' stands was not decided; the map keeps it where it exists."
            assertions = self._given([], group.main.cases[0].atoms)
            yield Decision("stands", sentence, "unknown", tuple(assertions), self._needed_for)
            return
        for ground in regions:
            yield from self._positive(ground, group)
            for fact in ground.facts:
                yield self.mixture(ground, fact)
            for facts in ground.split:
                yield self._together(ground, facts)
            yield from self._stands(ground)

    # ---------------------------------------------------------------- what is given

    def _given(self, polynomials_: Sequence[Polynomial], region: Sequence[Atom], where: Sequence[Atom] = ()) -> list[Formula]:
        """The domain, the region and a part of it."""
        used = {name for p in (*polynomials_, *(a.polynomial for a in (*region, *where))) for name in self.questions.ring.variables(p)}
        inside = [self.questions.atom(a, f"where '{self.name}' exists") for a in region]
        return [*self.questions.domain(used), *inside, *(self.questions.atom(a, "and there in this part") for a in where)]

    def _when(self, where: Sequence[Atom]) -> str:
        conditions = [f"{text(self.questions.ring.expression(a.polynomial))} {a.relation} 0" for a in where]
        return f", {' and '.join(conditions)}" if conditions else ""

    def _part(self, where: Sequence[Atom]) -> str:
        return f"wherever '{self.name}' exists{self._when(where).replace(', ', ' and ', 1)}"

    def _positive(self, ground: Grounds, group: Group) -> Iterator[Decision]:
        after = [advantage for *_, advantage in advantages_after(self.questions.view, self.refiner.form, group.main)]
        for p in {str(p): p for p in (*ground.positive, *after) if not p.is_constant()}.values():
            yield Decision(
                "given",
                f"{text(self.questions.ring.expression(p))} is positive {self._part(())}.",
                "unsat",
                (*self._given([p], ground.region.atoms), self.questions.language.comparison(p, "<=", "against it")),
                self._needed_for,
            )

    # ---------------------------------------------------------------- mixtures

    def mixture(self, ground: Grounds, fact: Fact) -> Decision:
        """That a mixture exists in a part of a region, or that none does."""
        ring, matrix = self.questions.ring, fact.asked.matrix(fact.unsent)
        rows = list(zip(*matrix, strict=True)) if fact.exists else matrix  # Ville's theorem
        mixed = [f"v.{k}" for k in range(len(rows[0]))]
        wider = polynomials((*ring.names, *mixed))
        weights = [wider.gen(len(ring.names) + k) for k in range(len(mixed))]
        known = [ring.constant(0) + x for row in rows for x in row]
        told = [f"weight of condition {k}" for k in range(1, len(mixed) + 1)] if fact.exists else self._columns(fact)
        language = self.questions.language.calling(dict(zip(mixed, told, strict=True)))
        formulas = [language.comparison(w, ">=", "a mixture") for w in weights]
        formulas.append(language.comparison(sum(weights, wider.constant(0)) - 1, "=", "a mixture"))
        for row in rows:
            total = sum(
                ((ring.constant(0) + x).project_to_context(wider) * w for w, x in zip(weights, row, strict=True)), wider.constant(0)
            )
            formulas.append(language.comparison(total, "<" if fact.exists else ">=", "all of these"))
        shows = " No mixture of these conditions contradicts them." if fact.exists and len(mixed) > 1 else ""
        return Decision(
            "mixture",
            f"{self._sentence(fact)} {self._part(fact.where)}.{shows}",
            "unsat",
            (*self._given(known, ground.region.atoms, fact.where), *formulas),
            self._needed_for,
        )

    def _columns(self, fact: Fact) -> list[str]:
        """What is mixed, in words."""
        if fact.unsent is None:
            return ["weight of the number"]
        if fact.asked.of == "belief":
            return [f"weight of the prior cut down to {self._types(fact.unsent, cut)}" for cut in fact.asked.against]
        return [f"probability of {self._plan(fact.unsent, k)}" for k in fact.unsent.columns(fact.asked.faces)]

    def _sentence(self, fact: Fact) -> str:
        asked, unsent = fact.asked, fact.unsent
        if unsent is None:
            number = text(self.questions.ring.expression(asked.against[0]))
            return f"{number} is {'not negative' if fact.exists else 'negative'}"
        after, some = f"After {unsent.message.label!r}", "some" if fact.exists else "no"
        replies = self._faces(unsent, asked.faces)
        if asked.of == "belief":
            beliefs = ", ".join(self._types(unsent, cut) for cut in asked.against)
            return f"{after} {some} mixture of beliefs ({beliefs}) makes {replies} best"
        gains = ", ".join(f"{self._types(unsent, [t])} {SIGNS[sign]}" for t, sign in asked.against)
        return f"{after} by {some} mixture of {replies} {gains}"

    def _types(self, unsent: Unsent, types: Sequence[int]) -> str:
        form = self.refiner.form
        names = apart([form.type_label(s) for s in form.types])
        return " with ".join(f"type {names[unsent.types[t]]}" for t in types)

    def _faces(self, unsent: Unsent, faces: Any) -> str:
        actions, labels = self.questions.game.set_actions, self.questions.game.set_labels
        several = len(faces) > 1
        parts = []
        for used, s in zip(faces, unsent.message.replies, strict=True):
            parts.append(" or ".join(actions[s][r] for r in used) + (f" at {labels[s]}" if several else ""))
        return " and ".join(parts)

    def _plan(self, unsent: Unsent, k: int) -> str:
        return self._faces(unsent, tuple((r,) for r in unsent.plans[k]))

    # ---------------------------------------------------------------- what follows

    def _together(self, ground: Grounds, facts: Sequence[Fact]) -> Decision:
        """The parts in which a question has an answer are all that there is, off walls."""
        walls = [product(self.questions.ring, (a.polynomial for fact in facts for a in fact.where))]
        elsewhere = [none_of(all_of([self.questions.atom(a) for a in fact.where], "in none of these parts")) for fact in facts]
        return Decision(
            "mixture",
            f"There is an answer {self._part(())}, off walls: {self._sentence(facts[0])}, or not.",
            "unsat",
            (*self._given(walls, ground.region.atoms), *self.questions.off(walls), *elsewhere),
            self._needed_for,
        )

    def _stands(self, ground: Grounds) -> Iterator[Decision]:
        """The map lists the family where its outcome stands, and only there; or, where members differ, some member's does."""
        if self.listed is not None and self.listed.verdict is not None and self.listed.verdict.survives == "in some member":
            for where in ground.survey.where(True):
                sentence = f"There is a member of '{self.name}' whose outcome stands{self._when(where)}."
                yield Decision("stands", sentence, "sat", tuple(self._given([], ground.region.atoms, where)), self._needed_for)
            return
        for stands in (True, False):
            against = self._against(stands)
            if against is None:
                continue
            verb = ("lists", "stands") if stands else ("does not list", "does not stand")
            for where in ground.survey.where(stands):
                sentence = f"The map {verb[0]} '{self.name}' where its outcome {verb[1]}{self._when(where)}."
                assertions = (*self._given([], ground.region.atoms, where), *against)
                yield Decision("stands", sentence, "unsat", assertions, self._needed_for)

    def _against(self, stands: bool) -> list[Formula] | None:
        """That the map lists the family where its outcome does not stand, or the other way round; None where it never does."""
        if self.listed is None or not isinstance(self.listed.exists, Standing):  # nowhere, or everywhere
            return None if (self.listed is not None) == stands else []
        conjunctions = self.listed.exists.survives
        kept = one_of([all_of([self.questions.language.comparison(e.numerator, r) for e, r in case]) for case in conjunctions])
        return [none_of(kept, "the map does not list it") if stands else kept.noted("the map lists it")]
