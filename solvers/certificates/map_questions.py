"""The decisions that a map rests on: of its bases, of its regimes, and of the signs that the search proved."""

from collections.abc import Iterator, Sequence
from typing import Any

from games import GameError
from games.numbers import Number

from ..closed_forms import Solved, parametric_families
from ..closed_forms.existence import Exists, exists_there
from ..closed_forms.presentation import threshold
from ..closed_forms.solving import Piece
from ..refinements.standing import Standing
from ..results import Family, Regime, RegimeMap
from ..search.journal import Journal
from .questions import Decision, Questions
from .search_cuts import cut_decisions
from .smtlib import Formula, all_of, one_of


def map_decisions(regime_map: RegimeMap) -> tuple[list[Decision], list[dict[str, Any]]]:
    """Every decision that a map rests on, and the game's information sets as the patterns speak of them."""
    generic = regime_map.solved.bases["knife_edge"] is None
    journal = Journal()
    refined = regime_map.solved.refine is not None
    solved = parametric_families(
        regime_map.game, regime_map.solved.concept, regime_map.over, knife_edges=not generic, journal=journal, whole=refined
    )
    if solved.families.left:
        raise GameError("The search was stopped before its end, so that its decisions are not complete; none are written.")
    questions = Questions(solved.pieces.view, solved.pieces.oracle, generic=generic and bool(regime_map.game.parameters))
    decisions = [*cut_decisions(questions, journal.cuts), *_bases(questions, journal, solved, regime_map), *_regimes(questions, regime_map)]
    decisions += _samples(questions, journal, solved, regime_map)
    if refined:
        from .refined_questions import refined_decisions

        decisions += refined_decisions(questions, solved, regime_map)
    for wall in regime_map.walls:  # the directions in which thresholds are written
        threshold(questions.oracle, questions.ring.take(wall.polynomial.numerator), ">", regime_map.over).text()
    return [*decisions, *questions.signs()], _sets(questions)


def _sets(questions: Questions) -> list[dict[str, Any]]:
    view, game = questions.view, questions.game

    def moves(n: int) -> list[tuple[int, int]]:
        """The moves that must be used for Bayes' rule to apply at a node: those of others, or all where beliefs need not be consistent."""
        return view.others[n] if view.consistent else [(view.infoset[m], a) for m, a in game.path(n) if view.node_owner[m] >= 0]

    return [
        {
            "player": game.players[view.owner[s]],
            "set": game.set_labels[s],
            "actions": list(game.set_actions[s]),
            "nodes": [{"history": game.history(n), "moves": [[j, game.set_actions[j][a]] for j, a in moves(n)]} for n in view.members[s]],
        }
        for s in view.sets
    ]


# ------------------------------------------------------------------ bases


def _owners(solved: Solved, regime_map: RegimeMap) -> dict[int, str]:
    """The family to which each branch belongs, on the map or refined away; a branch whose family is not told of has none."""
    names = {family.name for family in (*regime_map.families, *regime_map.solved.removed)}
    groups = zip(solved.families, solved.groups, strict=True)
    return {id(piece): family.name for family, group in groups if family.name in names for piece in group.pieces}


def _bases(questions: Questions, journal: Journal, solved: Solved, regime_map: RegimeMap) -> Iterator[Decision]:
    owners = _owners(solved, regime_map)
    for solved_base in journal.bases:
        listed: dict[str, list[Piece]] = {}
        for piece in solved_base.pieces:
            if id(piece) in owners:
                listed.setdefault(owners[id(piece)], []).append(piece)
        if listed:
            yield from questions.occupied(solved_base, listed)
        else:
            yield questions.empty(solved_base, "completeness: a base that no family of the map has")


def _samples(questions: Questions, journal: Journal, solved: Solved, regime_map: RegimeMap) -> Iterator[Decision]:
    owners = _owners(solved, regime_map)
    for regime in regime_map.regimes:
        sample = [_equal(questions, name, value) for name, value in regime.sample.items()]
        for solved_base in journal.bases:
            present = {owners[id(p)] for p in solved_base.pieces if id(p) in owners and exists_there(questions.view, p, regime.sample)}
            for name in sorted(present if regime_map.solved.refine is None else present & set(regime.families)):
                yield Decision(
                    "exists",
                    f"At the sample point of {regime.name} an equilibrium of '{name}' exists. {questions.base_in_words(solved_base.base)}",
                    "sat",
                    (*sample, *questions.system(solved_base.base)),
                    f"regime {regime.name}, family '{name}'",
                )


def _equal(questions: Questions, name: str, value: Number) -> Formula:
    return questions.language.value(name, value)[-1].noted("the sample point")


# ------------------------------------------------------------------ regimes


def _regimes(questions: Questions, regime_map: RegimeMap) -> Iterator[Decision]:
    for regime in regime_map.regimes:
        inside = [*questions.domain(), *_sides(questions, regime_map, regime)]
        where = ", ".join(regime.conditions) or "the whole domain"
        yield Decision("regime", f"{regime.name} ({where}) is not empty.", "sat", tuple(inside), f"regime {regime.name}")
        for name in regime.families:
            yield from _holds(questions, regime, regime_map.family(name), inside)
    for family in regime_map.families:
        if family.generic:
            yield from _absent(questions, regime_map, family)
    yield from _void(questions, regime_map)
    outside = _outside(questions, regime_map, regime_map.regimes)
    sentence = f"Every point of the domain lies on a wall or in one of {', '.join(r.name for r in regime_map.regimes)}."
    yield Decision("cover", sentence, "unsat", (*questions.domain(), *outside), "completeness: the list of regimes")


def _outside(questions: Questions, regime_map: RegimeMap, regimes: Sequence[Regime]) -> list[Formula]:
    """Off the walls, and in none of some regimes."""
    formulas = [questions.language.comparison(w.polynomial.numerator, "!=", "off the walls") for w in regime_map.walls]
    for regime in regimes:
        sides = zip(regime_map.walls, regime.signs, strict=True)
        others = [questions.language.comparison(w.polynomial.numerator, "<=" if s > 0 else ">=") for w, s in sides]
        formulas.append(one_of(others, f"not in {regime.name}"))
    return formulas


def _sides(questions: Questions, regime_map: RegimeMap, regime: Regime) -> list[Formula]:
    return [_side(questions, regime_map, k, sign) for k, sign in enumerate(regime.signs)]


def _side(questions: Questions, regime_map: RegimeMap, k: int, sign: int) -> Formula:
    wall = regime_map.walls[k]
    note = f"{'above' if sign > 0 else 'below'} the wall {wall.threshold.text()}"
    return questions.language.comparison(wall.polynomial.numerator, ">" if sign > 0 else "<", note)


def _holds(questions: Questions, regime: Regime, family: Family, inside: Sequence[Formula]) -> Iterator[Decision]:
    needed_for = f"regime {regime.name}, family '{family.name}'"
    sentence = f"The conditions of '{family.name}' hold throughout {regime.name}"
    opposites = [[questions.language.opposite(e.numerator, r) for e, r in case] for case in _cases(family)]
    if len(opposites) == 1 and all(f.linear and f.plain for f in (*inside, *opposites[0])):  # one by one, so that multipliers can be given
        for opposite, words in zip(opposites[0], family.conditions[0], strict=True):
            yield Decision("holds", f"{sentence}: {words}.", "unsat", (*inside, opposite.noted("against it")), needed_for)
        return
    failing = [one_of(case, "some condition fails") for case in opposites]
    yield Decision("holds", f"{sentence}: {', '.join(family.condition_texts()) or 'none'}.", "unsat", (*inside, *failing), needed_for)


def _absent(questions: Questions, regime_map: RegimeMap, family: Family) -> Iterator[Decision]:
    """A family's conditions hold in no regime but those that list it."""
    listed = [regime for regime in regime_map.regimes if family.name in regime.families]
    if len(listed) == len(regime_map.regimes):
        return
    cases = [all_of([questions.language.comparison(e.numerator, r) for e, r in case]) for case in _cases(family)]
    somewhere = one_of(cases, f"the conditions of '{family.name}'")
    where = f"but in {', '.join(r.name for r in listed)}" if listed else "on the map"
    sentence = f"The conditions of '{family.name}' hold nowhere {where}: {', '.join(family.condition_texts()) or 'none'}."
    yield Decision(
        "absent", sentence, "unsat", (*questions.domain(), somewhere, *_outside(questions, regime_map, listed)), f"family '{family.name}'"
    )


def _cases(family: Family) -> Sequence[Sequence[tuple[Any, str]]]:
    exists, survives = (family.exists.family, family.exists.survives) if isinstance(family.exists, Standing) else (family.exists, ((),))
    if not isinstance(exists, Exists):
        raise GameError(f"The conditions of '{family.name}' are not at hand; make the map with regimes.")
    return [(*case, *further) for case in exists.cases for further in survives]


def _void(questions: Questions, regime_map: RegimeMap) -> Iterator[Decision]:
    """The shortest beginnings of sign vectors that no regime has."""
    realised = [regime.signs for regime in regime_map.regimes]
    open_: list[tuple[int, ...]] = [()]
    while open_:
        signs = open_.pop()
        for sign in (1, -1) if len(signs) < len(regime_map.walls) else ():
            beginning = (*signs, sign)
            if any(other[: len(beginning)] == beginning for other in realised):
                open_.append(beginning)
                continue
            sides = [_side(questions, regime_map, k, s) for k, s in enumerate(beginning)]
            sentence = f"No point of the domain is {', '.join(line.note for line in sides)}."
            yield Decision("void", sentence, "unsat", (*questions.domain(), *sides), "completeness: the list of regimes")
