"""A map's decisions as a folder of files that others can decide again with a solver of their own.

They are questions, not proofs in a formal system: each file holds one question about real
numbers, and the answer on which the map rests.  What links the questions to the game (that
the polynomials are those of the game, and that labels characterise consistent beliefs) is
not in them.
"""

from __future__ import annotations

import json
import textwrap
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from games import GameError
from games.numbers import Number, text

from ..closed_forms import Solved, parametric_families
from ..closed_forms.branches import Exists, Piece, exists_there
from ..closed_forms.presentation import threshold
from ..concept import CONCEPTS, Deviations, OffPath, concept_named
from ..results import Families, Family, Regime, RegimeMap, nested, versions
from ..search.journal import Journal
from .farkas_multipliers import multipliers
from .questions import Decision, Questions
from .search_cuts import cut_decisions
from .smtlib import Formula, all_of, logic, one_of, script

MOST_FILES = 50_000

KINDS = {
    "unfit": "a set's support that no belief makes best, so that every base with it is left out",
    "part": "supports in a closed part of the game that no belief about where it is entered makes best together",
    "conflict": "supports whose conditions on the parameters contradict each other",
    "labels": "belief supports that no trembles bring about (a linear programme in labels)",
    "empty": "a base (action supports with belief supports) that holds no equilibrium",
    "sound": "closed forms that satisfy every condition of their base where the family exists",
    "only": "a base that holds no equilibria but those listed",
    "holds": "a condition of a family that holds throughout a regime",
    "absent": "a family that exists in no regime but those that list it",
    "exists": "a base that holds an equilibrium at a regime's sample point",
    "regime": "a regime that is not empty",
    "void": "signs of walls that no point of the domain has",
    "cover": "the regimes and the walls, which together are the whole domain",
    "sign": "a polynomial in the parameters that has one sign on the whole domain",
}


def write_decisions(found: RegimeMap, folder: str | Path) -> list[Path]:
    """Write every decision that a map rests on into a folder, and give the files.

    Parameters
    ----------
    found : RegimeMap
        The map; its search is run again, this time noting what it decides.
    folder : str or Path
        Made when absent.  Files of the same names are replaced.

    Returns
    -------
    list of Path
        ``README.md`` and ``index.json`` first, then one SMT-LIB 2 file for each decision, and beside those that are
        infeasible linear systems a file with Farkas multipliers.

    Raises
    ------
    GameError
        For a refined map, and for more decisions than are sensibly written, one file each; then nothing is written.

    Notes
    -----
    The files speak of the map as it is given: a family that is missing from it makes a file of kind "empty" satisfiable.
    """
    if found.solved.refine is not None:
        raise GameError(
            f"What {found.solved.refine} removes rests on decisions that are not among these files; "
            "write the decisions of the map without a refinement."
        )
    if not concept_named(found.solved.concept).decisions:
        known = ", ".join(one.name for one in CONCEPTS.values() if one.decisions)
        raise GameError(f"Decisions are written of maps of these concepts: {known}; {found.solved.concept} is none of them.")
    home = Path(folder)
    decisions, sets = map_decisions(found)
    if len(decisions) > MOST_FILES:
        raise GameError(
            f"The map rests on {len(decisions):,} decisions, and no more than {MOST_FILES:,} are written as files; "
            "leave them out, or take a smaller game."
        )
    counts: Counter[str] = Counter()
    heading = _heading(found.solved, found.at_rest)
    entries, content = [], {}
    for decision in decisions:
        counts[decision.kind] += 1
        stem = f"{decision.kind}-{counts[decision.kind]:04d}"
        said = script(heading, decision.says, decision.expected, decision.assertions)
        content[f"{stem}.smt2"] = said
        entry: dict[str, Any] = {
            "file": f"{stem}.smt2",
            "kind": decision.kind,
            "expected": decision.expected,
            "logic": logic(decision.assertions),
            "says": decision.says,
            "part": decision.part,
        }
        if decision.patterns:
            entry["patterns"] = list(decision.patterns)
        convex = all(a.plain and a.linear for a in decision.assertions) and decision.expected == "unsat"
        weights = multipliers(said) if convex else None
        if weights is not None:
            entry["farkas"] = f"{stem}.farkas.json"
            content[f"{stem}.farkas.json"] = json.dumps({"multipliers": weights}) + "\n"
        entries.append(entry)
    index = {
        "game": found.game.name,
        "fingerprint": found.game.fingerprint,
        "concept": found.solved.concept,
        "over": list(found.over),
        "at": nested(found.at_rest),
        "domain": list(found.solved.domain),
        "versions": versions(),
        "kinds": KINDS,
        "consistent": concept_named(found.solved.concept).beliefs is OffPath.CONSISTENT,
        "sets": sets,
        "decisions": entries,
    }
    content = {"README.md": readme(found, entries), "index.json": json.dumps(index, indent=1) + "\n", **content}
    home.mkdir(parents=True, exist_ok=True)
    for name, said in content.items():
        (home / name).write_text(said, encoding="utf-8")
    return [home / name for name in content]


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


# ------------------------------------------------------------------ for readers


def _heading(families: Families, at: Mapping[str, Number]) -> str:
    rest = f", at {', '.join(f'{name} = {text(value)}' for name, value in at.items())}" if at else ""
    return f"{families.game.name}: {families.concept} equilibria in {', '.join(families.over) or 'no parameter'}{rest}"


def _taken_for_granted(found: RegimeMap) -> list[str]:
    """What no file decides, in lines."""
    concept = concept_named(found.solved.concept)
    parts = ["that the polynomials are those of the game (the fingerprint names it)"]
    parts += ["that one-shot deviations suffice"] if concept.deviations is Deviations.ACTIONS else []
    parts += [f"the theorem that {concept.theorem}"] if concept.theorem else []
    said = f"{', '.join(parts[:-1])}, and {parts[-1]}" if len(parts) > 1 else parts[0]
    return textwrap.wrap(f"Not in the files: {said}.", 125)


def readme(found: RegimeMap, entries: Sequence[Mapping[str, Any]]) -> str:
    """Say in words what each file means, and how they hang together."""
    kinds = Counter(entry["kind"] for entry in entries)
    lines = [
        f"# Decisions behind the regime map of {found.game.name}",
        "",
        found.game.title,
        "",
        f"{_heading(found.solved, found.at_rest)}. {len(entries)} decisions, one SMT-LIB 2 file each, in exact rational arithmetic;",
        "`index.json` says the same for programs. Decide them again with any solver of nonlinear real arithmetic, or all at once with",
        "",
        "    python -m solvers recheck FOLDER --solver z3",
        "    python -m solvers recheck FOLDER --solver cvc5",
        "",
        "These are questions that anybody can decide again. They are **not** proofs in a formal system: an answer is as good as the",
        "solver that gives it, and two different solvers are better than one. Where a question is an infeasible linear system, Farkas",
        "multipliers stand beside it, and those are a proof that needs no solver.",
        "",
        "## How they hang together",
        "",
        "An assessment belongs to exactly one *base*: which actions are used, and which nodes are believed possible. Every base is",
        "ruled out by a file of kind `unfit`, `conflict`, `labels` or `empty`, or has a file of kind `only`, which says that it holds",
        "no equilibria but the closed forms of the map's families; `sound` says that these are equilibria. `recheck` goes through all",
        "bases and sees that none is missing (the patterns in the index say which bases a file speaks of). `regime`, `void` and `cover`",
        "say that the regimes are those listed, `holds` and `absent` which families each has, `exists` that they are there at its sample.",
        "",
        *_taken_for_granted(found),
        "",
        "| kind | files | expected | what such a file is about |",
        "|---|---|---|---|",
    ]
    for kind, said in KINDS.items():
        if kinds[kind]:
            expected = "/".join(sorted({e["expected"] for e in entries if e["kind"] == kind}))
            lines.append(f"| `{kind}` | {kinds[kind]} | {expected} | {said} |")
    for kind in KINDS:
        here = [e for e in entries if e["kind"] == kind]
        parts = {e["part"] for e in here}
        if here:
            lines += ["", f"## {kind}: {KINDS[kind]}", ""]
            lines += [f"Needed for {parts.pop()}.", ""] if len(parts) == 1 else []
            for e in here:
                needed = f" *Needed for {e['part']}.*" if parts else ""
                lines.append(f"- `{e['file']}` {e['expected']}: {e['says']}{needed}")
    return "\n".join([*lines, ""])


__all__ = ["KINDS", "map_decisions", "readme", "write_decisions"]
