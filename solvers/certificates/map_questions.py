"""Every decision that a map rests on: its bases, its regimes, and the signs that the search proved."""

from collections.abc import Iterator, Sequence
from typing import Any

from games import GameError
from games.numbers import Number

from ..closed_forms import Solved, parametric_families
from ..closed_forms.existence import Exists, exists_there
from ..closed_forms.presentation import threshold
from ..closed_forms.solving import Piece
from ..results import Family, Regime, RegimeMap
from ..search.journal import Journal
from .questions import Decision, Questions
from .search_cuts import cut_decisions
from .smtlib import Formula, all_of, one_of


def map_decisions(found: RegimeMap) -> tuple[list[Decision], list[dict[str, Any]]]:
    """Every decision that a map rests on, and the game's information sets as the patterns speak of them."""
    generic = found.solved.bases["knife_edge"] is None
    journal = Journal()
    solved = parametric_families(found.game, found.solved.concept, found.over, knife_edges=not generic, journal=journal)
    if solved.families.left:
        raise GameError("The search was stopped before its end, so that its decisions are not complete; none are written.")
    asked = Questions(solved.pieces.view, solved.pieces.oracle, generic=generic and bool(found.game.parameters))
    decisions = [*cut_decisions(asked, journal.cuts), *_bases(asked, journal, solved, found), *_regimes(asked, found)]
    decisions += _samples(asked, journal, solved, found)
    for wall in found.walls:  # the directions in which thresholds are written
        threshold(asked.oracle, asked.ring.take(wall.polynomial.numerator), ">", found.over).text()
    return [*decisions, *asked.signs()], _sets(asked)


def _sets(asked: Questions) -> list[dict[str, Any]]:
    view, game = asked.view, asked.game

    def moves(n: int) -> list[tuple[int, int]]:
        """What must be used for Bayes' rule to speak of a node: the moves of others, or all moves where beliefs need not be consistent."""
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


def _owners(solved: Solved, found: RegimeMap) -> dict[int, str]:
    """The family on the map to which each branch belongs; a branch whose family the map does not list has none."""
    known = {family.name for family in found.families}
    groups = zip(solved.families, solved.groups, strict=True)
    return {id(piece): family.name for family, group in groups if family.name in known for piece in group.pieces}


def _bases(asked: Questions, journal: Journal, solved: Solved, found: RegimeMap) -> Iterator[Decision]:
    owners = _owners(solved, found)
    for one in journal.bases:
        listed: dict[str, list[Piece]] = {}
        for piece in one.pieces:
            if id(piece) in owners:
                listed.setdefault(owners[id(piece)], []).append(piece)
        if listed:
            yield from asked.kept(one, listed)
        else:
            yield asked.empty(one, "completeness: a base that no family of the map has")


def _samples(asked: Questions, journal: Journal, solved: Solved, found: RegimeMap) -> Iterator[Decision]:
    owners = _owners(solved, found)
    for regime in found.regimes:
        at = [_equal(asked, name, value) for name, value in regime.sample.items()]
        for one in journal.bases:
            here = {owners[id(p)] for p in one.pieces if id(p) in owners and exists_there(asked.view, p, regime.sample)}
            for name in sorted(here):
                yield Decision(
                    "exists",
                    f"At the sample point of {regime.name} an equilibrium of '{name}' exists. {asked.told(one.base)}",
                    "sat",
                    (*at, *asked.system(one.base)),
                    f"regime {regime.name}, family '{name}'",
                )


def _equal(asked: Questions, name: str, value: Number) -> Formula:
    return asked.language.value(name, value)[-1].noted("the sample point")


# ------------------------------------------------------------------ regimes


def _regimes(asked: Questions, found: RegimeMap) -> Iterator[Decision]:
    for regime in found.regimes:
        inside = [*asked.domain(), *_sides(asked, found, regime)]
        where = ", ".join(regime.conditions) or "the whole domain"
        yield Decision("regime", f"{regime.name} ({where}) is not empty.", "sat", tuple(inside), f"regime {regime.name}")
        for name in regime.families:
            yield from _holds(asked, regime, found.family(name), inside)
    for family in found.families:
        if family.generic:
            yield from _absent(asked, found, family)
    yield from _void(asked, found)
    outside = _outside(asked, found, found.regimes)
    said = f"Every point of the domain lies on a wall or in one of {', '.join(r.name for r in found.regimes)}."
    yield Decision("cover", said, "unsat", (*asked.domain(), *outside), "completeness: the list of regimes")


def _outside(asked: Questions, found: RegimeMap, regimes: Sequence[Regime]) -> list[Formula]:
    """Off the walls, and in none of some regimes."""
    out = [asked.language.comparison(w.polynomial.numerator, "!=", "off the walls") for w in found.walls]
    for regime in regimes:
        sides = zip(found.walls, regime.signs, strict=True)
        parts = [asked.language.comparison(w.polynomial.numerator, "<=" if s > 0 else ">=") for w, s in sides]
        out.append(one_of(parts, f"not in {regime.name}"))
    return out


def _sides(asked: Questions, found: RegimeMap, regime: Regime) -> list[Formula]:
    return [_side(asked, found, k, sign) for k, sign in enumerate(regime.signs)]


def _side(asked: Questions, found: RegimeMap, k: int, sign: int) -> Formula:
    wall = found.walls[k]
    note = f"{'above' if sign > 0 else 'below'} the wall {wall.threshold.text()}"
    return asked.language.comparison(wall.polynomial.numerator, ">" if sign > 0 else "<", note)


def _holds(asked: Questions, regime: Regime, family: Family, inside: Sequence[Formula]) -> Iterator[Decision]:
    part = f"regime {regime.name}, family '{family.name}'"
    said = f"The conditions of '{family.name}' hold throughout {regime.name}"
    against = [[asked.language.opposite(e.numerator, r) for e, r in case] for case in _cases(family)]
    if len(against) == 1 and all(f.linear and f.plain for f in (*inside, *against[0])):  # one by one, so that multipliers can be given
        for one, words in zip(against[0], family.conditions[0], strict=True):
            yield Decision("holds", f"{said}: {words}.", "unsat", (*inside, one.noted("against it")), part)
        return
    failing = [one_of(case, "some condition fails") for case in against]
    yield Decision("holds", f"{said}: {', '.join(family.condition_texts()) or 'none'}.", "unsat", (*inside, *failing), part)


def _absent(asked: Questions, found: RegimeMap, family: Family) -> Iterator[Decision]:
    """A family's conditions hold in no regime but those that list it."""
    listed = [regime for regime in found.regimes if family.name in regime.families]
    if len(listed) == len(found.regimes):
        return
    cases = [all_of([asked.language.comparison(e.numerator, r) for e, r in case]) for case in _cases(family)]
    somewhere = one_of(cases, f"the conditions of '{family.name}'")
    where = f"but in {', '.join(r.name for r in listed)}" if listed else "on the map"
    said = f"The conditions of '{family.name}' hold nowhere {where}: {', '.join(family.condition_texts()) or 'none'}."
    yield Decision("absent", said, "unsat", (*asked.domain(), somewhere, *_outside(asked, found, listed)), f"family '{family.name}'")


def _cases(family: Family) -> Sequence[Sequence[tuple[Any, str]]]:
    if not isinstance(family.exists, Exists):
        raise GameError(f"The conditions of '{family.name}' are not at hand; make the map with regimes.")
    return family.exists.cases


def _void(asked: Questions, found: RegimeMap) -> Iterator[Decision]:
    """The shortest beginnings of sign vectors that no regime has."""
    have = [regime.signs for regime in found.regimes]
    open_: list[tuple[int, ...]] = [()]
    while open_:
        signs = open_.pop()
        for sign in (1, -1) if len(signs) < len(found.walls) else ():
            here = (*signs, sign)
            if any(other[: len(here)] == here for other in have):
                open_.append(here)
                continue
            lines = [_side(asked, found, k, s) for k, s in enumerate(here)]
            said = f"No point of the domain is {', '.join(line.note for line in lines)}."
            yield Decision("void", said, "unsat", (*asked.domain(), *lines), "completeness: the list of regimes")
