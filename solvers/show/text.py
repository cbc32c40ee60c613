"""Results as text for a terminal, and as pandas frames."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from textwrap import TextWrapper, fill
from typing import TYPE_CHECKING

from games import Game
from games.numbers import Expression

from ..results import Continuation, Families, Family, Profile, Regime, RegimeMap, Solution, Solutions
from . import sentences, words
from .classes import OutcomeClass, at_defaults, crossings, default_regime, sorted_by_outcome, tags_of
from .formula import readable
from .regions import FEW_REGIMES, Region, regions, where_each
from .words import Place

if TYPE_CHECKING:
    import pandas

WIDTH = 80
FEW_FAMILIES = 8  # so many are written out without being asked
SHORT_OUTCOMES = 150  # longer closed forms are told by their labels in an overview
FEW_CASES = 3  # so many conjunctions describe a region before it is cut short

GLUE = "\u00a0"  # a space at which no line is broken
SIGN = re.compile(r" ([-+<>=]|<=|>=|to) ")
LONGEST_CLAUSE = 50  # between commas; a longer one is broken before its signs


# ------------------------------------------------------------------ solutions


def solutions_text(solutions: Solutions) -> str:
    """Write every solution at a point."""
    count = words.counted(len(solutions), f"{solutions.concept} equilibrium", f"{solutions.concept} equilibria")
    count += f" left by {solutions.refine}" if solutions.refine else ""
    lines = [*wrap(solutions.game.title), *wrap(f"{solutions.game.name}{_at(solutions)}: {count}"), ""]
    for number, solution in enumerate(solutions, 1):
        off = words.off_path(solutions.game, solution.profile)
        ours = solutions.continuations[number - 1] if solutions.continuations else None
        lines += [*_solution(solution, f"{number}  ", off, ours), ""]
    lines += _removed(solutions)
    lines += prose(" ".join(filter(None, (words.ZEROS, words.MARKED, words.any_explained(s.profile for s in solutions)))))
    for said in words.solved(solutions):
        lines += prose(said)
    return "\n".join(lines)


def _removed(found: Solutions | Families) -> Iterator[str]:
    """Write what a refinement removes."""
    if found.refine is None:
        return
    yield words.removal(found)
    for name, why in words.removed(found):
        yield from wrap(name, "  ", "    ")
        yield from wrap(why, "    ", "    ")
    yield ""


def solution_text(solution: Solution) -> str:
    """Write one solution."""
    return "\n".join(_solution(solution, "", frozenset()))


def _at(solutions: Solutions) -> str:
    return f" at {words.values(solutions.at)}" if solutions.at else ""


def _solution(solution: Solution, number: str, off: frozenset[Place], ours: Continuation | None = None) -> Iterator[str]:
    indent = " " * len(number)
    yield from wrap(solution.name, number, indent)
    rows = [
        *words.strategies(solution.profile, off),
        *(("beliefs", said) for said in words.believed(solution.beliefs, off)),
        *(("free", said) for said in solution.free.values()),
        ("outcomes", words.weighted(solution.outcomes)),
        ("payoffs", words.all_values(solution.payoffs)),
        *([("its class", f"payoffs {words.corners(ours.payoffs)}")] if ours else []),
        ("measures", words.weighted(solution.measures)),
        words.judged(solution.verdict),
    ]
    yield from laid_out(rows, indent)
    yield from wrap(words.certified(solution.certificate, solution.sample), indent, indent + "  ")


# ------------------------------------------------------------------ families


def families_text(families: Families, details: bool | None = None) -> str:
    """Write every family: one screen first, and the closed forms when they are few or asked for."""
    sorted_ = sorted_by_outcome(families)
    shown = len(families) <= FEW_FAMILIES if details is None else details
    lines = [*_heading(families), *_where(families), "", *wrap(_counts(families, sorted_)), ""]
    checked = words.how_complete(families)
    lines += [*_classes(families.game, sorted_, shown, {}), *_removed(families), *_notes(families, shown, checked)]
    return "\n".join(lines)


def family_text(family: Family) -> str:
    """Write one family."""
    rows = [
        ("outcomes", words.weighted(family.outcomes)),
        ("exists", words.conditions(family)),
        *_closed_forms(family, frozenset()),
        words.judged(family.verdict),
    ]
    return "\n".join([*wrap(family.name), *laid_out(rows, "  ")])


def _heading(families: Families) -> Iterator[str]:
    yield from wrap(families.game.title)
    over = f" in {', '.join(families.over)}" if families.over else ""
    yield from wrap(f"{words.heading(families)}{over}", rest="  ")


def _where(families: Families) -> Iterator[str]:
    said = words.domain_texts(families.game.domain)
    if said:
        yield from wrap(f"where {', '.join(said)}", rest="  ")


def _counts(families: Families, sorted_: Sequence[OutcomeClass]) -> str:
    edges = sum(not family.generic for family in families)
    apart = f", {words.counted(edges, 'of them a knife edge', 'of them knife edges')}" if edges else ""
    several = {one.letter for one in sorted_ if len(one.members) > 1}
    kinds = f", {len(sorted_)} by outcome" if several else ""
    return f"{words.counted(len(families), 'family', 'families')} of equilibria{apart}{kinds}"


def _classes(game: Game, sorted_: Sequence[OutcomeClass], details: bool, homes: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Write each class: what is played, what comes of it, and its families."""
    for one in sorted_:
        indent = " " * (len(one.letter) + 2)
        brings = ("outcomes", words.weighted(one.outcomes))
        if len(one.members) == 1:
            (family,) = one.members.values()
            yield from wrap(family.name, f"{one.letter}  ", indent)
            yield from laid_out([brings, *_family(game, family, details, homes)], indent)
        else:
            yield from wrap(one.name, f"{one.letter}  ", indent)
            yield from laid_out([brings], indent)
        for tag, family in one.members.items() if len(one.members) > 1 else ():
            inner = indent + " " * (len(tag) + 2)
            yield from wrap(sentences.difference(family.called, one.called), f"{indent}{tag}  ", inner)
            yield from laid_out(_family(game, family, details, homes), inner)
        yield ""


def _family(game: Game, family: Family, details: bool, homes: Mapping[str, Sequence[str]]) -> list[tuple[str, str]]:
    where = f" ({', '.join(homes[family.name])})" if family.name in homes else ""
    exists = ("exists", f"{words.conditions(family)}{where}")
    return [exists, *(_closed_forms(family, words.off_path(game, family.profile)) if details else ()), words.judged(family.verdict)]


def _closed_forms(family: Family, off: frozenset[Place]) -> list[tuple[str, str]]:
    return [
        *words.strategies(family.profile, off),
        *(("beliefs", said) for said in words.believed(family.beliefs, off)),
        *(("free", said) for said in family.free.values()),
        *(("why", said) for said in family.reasons),
        ("payoffs", words.all_values(family.payoffs)),
        ("measures", words.weighted(family.measures)),
    ]


def _notes(families: Families, details: bool, checked: Iterable[str], *, marked: bool = True) -> Iterator[str]:
    if not details:
        yield from prose("Strategies, beliefs and payoffs in closed form: --details, or text(details=True).")
    notes = [words.ZEROS, words.mix_explained(families), words.MARKED if details and marked else ""]
    notes += [words.any_explained(family.profile for family in families)] if details else []
    yield from prose(" ".join(filter(None, notes)))
    if said := words.on_walls(families):
        yield from prose(said)
    for said in checked:
        yield from prose(said)


# ------------------------------------------------------------------ maps


def map_text(regime_map: RegimeMap, details: bool | None = None) -> str:
    """Write a map: regimes, families, walls, and how it was checked; many regimes are told by what comes of them first."""
    solved = regime_map.solved
    sorted_ = sorted_by_outcome(solved)
    lines = [*_heading(solved), *_where(solved), *_rest(regime_map), ""]
    if details is None and len(regime_map.regimes) > FEW_REGIMES:
        lines += _overview(regime_map, sorted_)
        lines += prose("Every regime, family and wall in full: --details, or text(details=True).")
        lines += _notes(solved, True, words.map_checked(regime_map), marked=False)
        return "\n".join(lines)
    tags = tags_of(sorted_)
    shown = len(solved) <= FEW_FAMILIES if details is None else details
    every = shown or len(regime_map.regimes) <= FEW_REGIMES
    homes = {name: [r.name for r in regime_map.regimes if name in r.families] for name in tags}
    homes = {name: found for name, found in homes.items() if len(found) < len(regime_map.regimes)}
    lines += _section(words.counted(len(regime_map.regimes), "regime"))
    default = default_regime(regime_map)
    for regime in regime_map.regimes:
        lines += _regime(regime, sorted_, here=regime is default, outcomes=every)
    if regime_map.lies_on():
        lines += [*_at_defaults(regime_map), ""]
    lines += _section(words.counted(len(regime_map.walls), "wall"))
    for k in range(len(regime_map.walls)):
        lines += _wall(regime_map, k, tags)
    lines += [*_section(_counts(solved, sorted_)), *_classes(regime_map.game, sorted_, shown, homes), *_removed(solved)]
    lines += _notes(solved, shown, words.map_checked(regime_map))
    return "\n".join(lines)


def _overview(regime_map: RegimeMap, sorted_: Sequence[OutcomeClass]) -> Iterator[str]:
    """What may come about, and where: classes of families with the same outcome, and the regimes by the classes that exist there."""
    yield from _section(_counts(regime_map.solved, sorted_))
    for one in sorted_:
        indent = " " * (len(one.letter) + 2)
        said = words.weighted(one.outcomes)
        if len(said) > SHORT_OUTCOMES:
            said = f"{', '.join(label for label, p in one.outcomes.items() if not words.is_zero(p))}, all possible"
        yield from wrap(one.name, f"{one.letter}  ", indent)
        yield from wrap(said, indent + "  ", indent + "    ")
    yield ""
    found = regions(regime_map, sorted_)
    default = default_regime(regime_map)
    if len(found) <= FEW_REGIMES:
        yield from _section(f"{words.counted(len(regime_map.regimes), 'regime')}, {len(found)} by what may come about")
        found.sort(key=lambda region: default not in region.regimes)
    else:
        yield from _section(f"{words.counted(len(regime_map.regimes), 'regime')}: where each may come about")
        found = where_each(regime_map, sorted_)
    for region in found:
        yield from _region(region, default)
    yield from _at_defaults(regime_map)
    yield ""
    yield from _section(words.counted(len(regime_map.walls), "wall"))
    for wall in regime_map.walls:
        yield from wrap(wall.threshold.text(), "", "  ")
    yield ""


def _at_defaults(regime_map: RegimeMap) -> Iterator[str]:
    """What may come about at the defaults, and on which walls they lie."""
    found = at_defaults(regime_map)
    if found is None:
        return
    walls = regime_map.lies_on()
    where = f"The defaults lie on {words.lying(walls)}; there" if walls else "At the defaults"
    yield from wrap(f"{where}: {'; '.join(words.outcome_ranges(found)) or 'none found'}", "", "  ")


def _region(region: Region, default: Regime | None) -> Iterator[str]:
    name = ", ".join(region.letters) or "none found"
    indent = " " * (len(name) + 2)
    here = " (the defaults are here)" if default in region.regimes else ""
    cases = [", ".join(case) or "everywhere" for case in region.cases]
    if len(cases) > FEW_CASES:
        cases[FEW_CASES:] = [f"in {words.counted(len(cases) - FEW_CASES, 'more case')}"]
    for k, case in enumerate(cases):
        said = f"{'or ' if k else ''}{case}{here if k == len(cases) - 1 else ''}"
        yield from wrap(said, indent if k else f"{name}  ", indent + "   " * (k > 0))


def _rest(regime_map: RegimeMap) -> Iterator[str]:
    if regime_map.at_rest:
        yield from wrap(f"at {words.values(regime_map.at_rest)}", rest="  ")


def _section(title: str) -> list[str]:
    return [title, "-" * len(title)]


def _regime(regime: Regime, sorted_: Sequence[OutcomeClass], *, here: bool, outcomes: bool) -> Iterator[str]:
    indent = " " * (len(regime.name) + 2)
    where = ", ".join(regime.conditions) or "everywhere"
    yield from wrap(f"{where}{' (the defaults are here)' if here else ''}", f"{regime.name}  ", indent)
    for one in sorted_:
        found = [tag for tag, family in one.members.items() if family.name in regime.families]
        if found:
            several = f" ({', '.join(found)})" if len(one.members) > 1 else ""
            yield from wrap(f"{one.name}{several}", f"{indent}{one.letter}  ", f"{indent}   ")
    if not regime.families:
        yield f"{indent}none found"
    elif outcomes:
        yield from wrap(f"at {words.values(regime.sample)}: {'; '.join(words.outcome_ranges(regime))}", indent, indent + "  ")
    yield ""


def _wall(regime_map: RegimeMap, k: int, tags: dict[str, str]) -> Iterator[str]:
    wall = regime_map.walls[k]
    yield from wrap(wall.threshold.text())
    for reason in wall.reasons:
        yield from wrap(sentences.reason(reason), "  ", "    ")
    changes = list(crossings(regime_map, k, tags))
    for pairs, change in changes:
        yield from wrap(f"{', '.join(pairs)}: {change}", "  ", "    ")
    if not changes:
        yield from wrap(f"flips {', '.join(tags[name] for name in wall.flips)}", "  ", "    ")
    if wall.on:
        yield from wrap(f"on the wall only: {', '.join(tags[name] for name in wall.on)}", "  ", "    ")
    yield ""


# ------------------------------------------------------------------ laying out


def laid_out(rows: Iterable[tuple[str, str]], indent: str) -> Iterator[str]:
    """Lay out named rows with their names in one column, saying a repeated name once and leaving out what is empty."""
    kept = [(name, said) for name, said in rows if said]
    column = max((len(name) for name, _ in kept), default=0) + 2
    before = None
    for name, said in kept:
        yield from wrap(said, f"{indent}{'' if name == before else name:<{column}}", indent + " " * column)
        before = name


def prose(said: str) -> list[str]:
    """Wrap a sentence."""
    return fill(said, WIDTH, break_long_words=False, break_on_hyphens=False).splitlines()


def wrap(said: str, first: str = "", rest: str = "") -> list[str]:
    """Wrap between clauses where they are short and before signs where they are not; a formula is never cut short."""
    clauses = re.split(r"(?<=[,;:]) ", readable(said))
    glued = " ".join(clause.replace(" ", GLUE) if len(clause) <= LONGEST_CLAUSE else SIGN.sub(rf" \1{GLUE}", clause) for clause in clauses)
    wrapper = TextWrapper(WIDTH, initial_indent=first, subsequent_indent=rest, break_long_words=False, break_on_hyphens=False)
    return [line.replace(GLUE, " ").rstrip() for line in wrapper.wrap(glued)] or [first.rstrip()]


# ------------------------------------------------------------------ frames


def profile_frame(profile: Profile) -> pandas.DataFrame:
    """Tabulate a profile: player, information set, action, probability."""
    import pandas as pd

    rows = [
        (player, label, action, p)
        for player, sets in profile.strategies.items()
        for label, actions in sets.items()
        for action, p in actions.items()
    ]
    return pd.DataFrame(rows, columns=["player", "information set", "action", "probability"], dtype=object)


def map_frame(regime_map: RegimeMap) -> pandas.DataFrame:
    """Tabulate a map: regime, family, outcome, probability at the regime's sample point."""
    import pandas as pd

    rows = []
    for regime in regime_map.regimes:
        for name in regime.families:
            for outcome, p in regime_map.family(name).outcomes.items():
                rows.append((regime.name, name, outcome, p.at(regime.sample) if isinstance(p, Expression) else p))
    return pd.DataFrame(rows, columns=["regime", "family", "outcome", "probability"], dtype=object)
