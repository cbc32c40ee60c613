"""Results as text for a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from games import Game

from ..results import Continuation, Families, Family, MergedRegimes, Regime, RegimeMap, Solution, Solutions
from . import by_type, continued, relabelled, reliability, sentences, words
from .classes import OutcomeClass, at_defaults, crossings, default_regime, sorted_by_outcome, tags_of
from .regions import FEW_REGIMES, Region, regions, where_each
from .rows import closed_forms, solution_rows
from .short_lists import runs
from .words import Infoset
from .wrapping import laid_out, prose, underlined, wrap

FEW_FAMILIES = 8  # so many are written out without being asked
SHORT_OUTCOMES = 150  # longer closed forms are told by their labels in an overview
FEW_CASES = 3  # so many conjunctions describe a region before it is cut short


# ------------------------------------------------------------------ solutions


def solutions_text(solutions: Solutions) -> str:
    """Write every solution at a point."""
    count = f"{len(solutions)} {words.equilibria(solutions.concept, len(solutions), solutions.response)}"
    count += f" left by {solutions.refine}" if solutions.refine else ""
    count += relabelled.in_classes(solutions.classes)
    lines = [*wrap(solutions.game.title), *wrap(f"{solutions.game.name}{words.at_point(solutions)}: {count}"), ""]
    if continued.in_short(solutions):
        return "\n".join([*lines, *_continued(solutions)])
    told = solutions.representatives()
    for number, solution in enumerate(told, 1):
        off = words.off_path(solutions.game, solution.profile)
        standing_for = solutions.continuations[number - 1] if solutions.continuations else None
        others = relabelled.alike(solutions.classes[number - 1] if solutions.classes else None)
        lines += [*_solution(solution, f"{number}  ", off, standing_for, others), ""]
    lines += _removed(solutions)
    marked = by_type.EXPLAINED if solutions.game.types else words.MARKED
    lines += prose(" ".join(filter(None, (words.ZEROS, marked, words.any_explained(s.profile for s in told)))))
    for sentence in reliability.solved(solutions):
        lines += prose(sentence)
    return "\n".join(lines)


def _continued(solutions: Solutions) -> Iterator[str]:
    """Write the classes that stand for all equilibria, without an equilibrium of each."""
    for number, (name, rows) in enumerate(continued.classes_in_short(solutions), 1):
        yield from wrap(name, f"{number}  ", "   ")
        yield from laid_out(rows, "   ")
        yield ""
    for sentence in (*continued.on_request(solutions), *reliability.solved(solutions)):
        yield from prose(sentence)


def _removed(result: Solutions | Families) -> Iterator[str]:
    """Write what a refinement removes."""
    if result.refine is None:
        return
    yield reliability.removal(result)
    for name, why in reliability.removed(result):
        yield from wrap(name, "  ", "    ")
        yield from wrap(why, "    ", "    ")
    yield ""


def solution_text(solution: Solution) -> str:
    """Write one solution."""
    return "\n".join(_solution(solution, "", frozenset()))


def _solution(
    solution: Solution, number: str, off: frozenset[Infoset], standing_for: Continuation | None = None, alike: tuple[str, str] = ("", "")
) -> Iterator[str]:
    indent = " " * len(number)
    yield from wrap(solution.name, number, indent)
    yield from laid_out([*solution_rows(solution, off, standing_for), alike], indent)
    yield from wrap(reliability.certified(solution.certificate, solution.sample), indent, indent + "  ")


# ------------------------------------------------------------------ families


def families_text(families: Families, details: bool | None = None) -> str:
    """Write every family: one screen first, and the closed forms when they are few or asked for."""
    told = relabelled.one_of_each(families)
    classes = sorted_by_outcome(families, told)
    shown = len(told) <= FEW_FAMILIES if details is None else details
    lines = [*_heading(families), *_where(families), "", *wrap(_counts(families, classes)), ""]
    checked = reliability.how_complete(families)
    alike = {family.name: relabelled.alike(one) for family, one in zip(told, families.classes, strict=False)}
    lines += [*_classes(families.game, classes, shown, {}, alike), *_removed(families), *_notes(told, shown, checked)]
    return "\n".join(lines)


def family_text(family: Family) -> str:
    """Write one family."""
    rows = [
        ("outcomes", words.weighted(family.outcomes)),
        ("exists", words.conditions(family)),
        *closed_forms(family, frozenset()),
        reliability.judged(family.verdict),
    ]
    return "\n".join([*wrap(family.name), *laid_out(rows, "  ")])


def _heading(families: Families) -> Iterator[str]:
    yield from wrap(families.game.title)
    over = f" in {', '.join(families.over)}" if families.over else ""
    yield from wrap(f"{words.heading(families)}{over}", rest="  ")


def _where(families: Families) -> Iterator[str]:
    assumptions = words.domain_texts(families.game.domain)
    if assumptions:
        yield from wrap(f"where {', '.join(assumptions)}", rest="  ")


def _counts(families: Families, classes: Sequence[OutcomeClass]) -> str:
    edges = sum(not family.generic for family in families)
    knife_edges = f", {words.counted(edges, 'of them a knife edge', 'of them knife edges')}" if edges else ""
    several = any(len(outcome_class.members) > 1 for outcome_class in classes)
    told = sum(len(outcome_class.members) for outcome_class in classes)
    kinds = f", with {words.counted(len(classes), 'different outcome')}" if several and told == len(families) else ""
    alike = relabelled.in_classes(families.classes)
    return f"{words.counted(len(families), 'family', 'families')} of equilibria{knife_edges}{alike}{kinds}"


def _classes(
    game: Game,
    classes: Sequence[OutcomeClass],
    details: bool,
    homes: Mapping[str, Sequence[str]],
    alike: Mapping[str, tuple[str, str]] | None = None,
) -> Iterator[str]:
    """Write each class: what is played, what comes of it, and its families."""
    for outcome_class in classes:
        (tag, family), *others = outcome_class.members.items()
        indent = " " * (len(outcome_class.letter if others else tag) + 2)
        brings = ("outcomes", words.weighted(outcome_class.outcomes))
        if not others:
            yield from wrap(family.name, f"{tag}  ", indent)
            yield from laid_out([brings, *_family(game, family, details, homes, alike or {})], indent)
        else:
            yield from wrap(outcome_class.name, f"{outcome_class.letter}  ", indent)
            yield from _in_detail(game, outcome_class, homes, alike or {}) if details else _in_short(outcome_class, homes, alike or {})
        yield ""


def _in_detail(
    game: Game, outcome_class: OutcomeClass, homes: Mapping[str, Sequence[str]], alike: Mapping[str, tuple[str, str]]
) -> Iterator[str]:
    """Write the families of a class: first what holds of all, then what is special to each."""
    indent = " " * (len(outcome_class.letter) + 2)
    rows_of = {tag: [row for row in _family(game, family, True, homes, alike) if row[1]] for tag, family in outcome_class.members.items()}
    first, *others = rows_of.values()
    common = [row for row in first if all(row in rows for rows in others)]
    yield from laid_out([("outcomes", words.weighted(outcome_class.outcomes)), *common], indent)
    for tag, family in outcome_class.members.items():
        inner = indent + " " * (len(tag) + 2)
        yield from wrap(sentences.difference(family.called, outcome_class.called), f"{indent}{tag}  ", inner)
        yield from laid_out([row for row in rows_of[tag] if row not in common], inner)


def _in_short(outcome_class: OutcomeClass, homes: Mapping[str, Sequence[str]], alike: Mapping[str, tuple[str, str]]) -> Iterator[str]:
    """Write the families of a class as one: how many play otherwise on the path, where which exist, and what is alike."""
    indent = " " * (len(outcome_class.letter) + 2)
    members = outcome_class.members

    def tagged(said: Iterable[str]) -> list[tuple[str, str]]:
        tags: dict[str, list[str]] = {}
        for tag, sentence in zip(members, said, strict=True):
            tags.setdefault(sentence, []).append(tag)
        return [(", ".join(runs(tags_)), sentence) for sentence, tags_ in tags.items()]

    played = tagged(sentences.name(family.called.of_path) for family in members.values())
    exist = tagged(_exists(family, homes) for family in members.values())
    verdicts = dict(reliability.judged(family.verdict) for family in members.values() if family.verdict)
    yield from laid_out(
        [
            ("outcomes", words.weighted(outcome_class.outcomes)),
            *(("played", f"{tags}: {name}") for tags, name in played if len(played) > 1),
            *(("exists", f"{where}: {tags}" if len(exist) > 1 else where) for tags, where in exist),
            *(
                ("alike", f"{tags}: {likeness}")
                for tags, likeness in tagged(alike.get(f.name, ("", ""))[1] for f in members.values())
                if likeness
            ),
            *(
                (label, f"{tags}: {verdict}")
                for label in verdicts
                for tags, verdict in tagged(reliability.judged(family.verdict)[1] for family in members.values())
                if verdict
            ),
        ],
        indent,
    )


def _exists(family: Family, homes: Mapping[str, Sequence[str]]) -> str:
    return words.conditions(family) + (f" ({', '.join(runs(homes[family.name], '-')) or 'nowhere'})" if family.name in homes else "")


def _family(
    game: Game, family: Family, details: bool, homes: Mapping[str, Sequence[str]], alike: Mapping[str, tuple[str, str]]
) -> list[tuple[str, str]]:
    return [
        ("exists", _exists(family, homes)),
        alike.get(family.name, ("", "")),
        *(closed_forms(family, words.off_path(game, family.profile)) if details else ()),
        reliability.judged(family.verdict),
    ]


def _notes(families: Families, details: bool, checked: Iterable[str], *, marked: bool = True, ranges: bool = False) -> Iterator[str]:
    if not details:
        yield from prose("Strategies, beliefs and payoffs in closed form: --details, or text(details=True).")
    marks = by_type.EXPLAINED if families.game.types else words.MARKED if details and marked else ""
    notes = [words.ZEROS, words.RANGES if ranges else "", words.mix_explained(families), marks]
    notes += [words.any_explained(family.profile for family in families)] if details else []
    yield from prose(" ".join(filter(None, notes)))
    if sentence := reliability.on_walls(families):
        yield from prose(sentence)
    for sentence in checked:
        yield from prose(sentence)


# ------------------------------------------------------------------ maps


def map_text(regime_map: RegimeMap, details: bool | None = None) -> str:
    """Write a map: regimes, families, walls, and how it was checked; where there are many regimes, outcomes come first."""
    solved = regime_map.solved
    classes = sorted_by_outcome(solved)
    lines = [*_heading(solved), *_where(solved), *_rest(regime_map), ""]
    if details is None and len(regime_map.regimes) > FEW_REGIMES:
        lines += _overview(regime_map, classes)
        lines += prose("Every regime, family and wall in full: --details, or text(details=True).")
        lines += _notes(solved, True, reliability.map_checked(regime_map), marked=False, ranges=True)
        return "\n".join(lines)
    tags = tags_of(classes)
    alike = relabelled.alike_by_name(solved, tags)
    shown = len(solved) <= FEW_FAMILIES if details is None else details
    every = shown or len(regime_map.regimes) <= FEW_REGIMES
    homes = {name: [r.name for r in regime_map.regimes if name in r.families] for name in tags}
    homes = {name: regimes for name, regimes in homes.items() if len(regimes) < len(regime_map.regimes)}
    kinds = len(regime_map.merged)
    several = f", with {kinds} different sets of equilibria" if kinds < len(regime_map.regimes) else ""
    lines += underlined(f"{words.counted(len(regime_map.regimes), 'regime')}{several}")
    for merged in regime_map.merged:
        lines += _regimes(regime_map, merged, classes, outcomes=every)
    if regime_map.lies_on() or regime_map.others_at_defaults:
        lines += [*_at_defaults(regime_map), ""]
    lines += underlined(words.counted(len(regime_map.walls), "wall"))
    for k in range(len(regime_map.walls)):
        lines += _wall(regime_map, k, tags)
    lines += [*underlined(_counts(solved, classes)), *_classes(regime_map.game, classes, shown, homes, alike), *_removed(solved)]
    lines += _notes(solved, shown, reliability.map_checked(regime_map), ranges=every)
    return "\n".join(lines)


def _overview(regime_map: RegimeMap, classes: Sequence[OutcomeClass]) -> Iterator[str]:
    """Which outcomes are possible, and where: classes of families with the same outcome, and the regimes by the classes that exist."""
    yield from underlined(_counts(regime_map.solved, classes))
    for outcome_class in classes:
        indent = " " * (len(outcome_class.letter) + 2)
        outcomes = words.weighted(outcome_class.outcomes)
        if len(outcomes) > SHORT_OUTCOMES:
            labels = ", ".join(label for label, p in outcome_class.outcomes.items() if not words.is_zero(p))
            outcomes = f"{labels}, each with positive probability"
        yield from wrap(outcome_class.name, f"{outcome_class.letter}  ", indent)
        yield from wrap(outcomes, indent + "  ", indent + "    ")
    yield ""
    shown_regions = regions(regime_map, classes)
    default = default_regime(regime_map)
    if len(shown_regions) <= FEW_REGIMES:
        groups = words.counted(len(shown_regions), "group")
        yield from underlined(f"{words.counted(len(regime_map.regimes), 'regime')}, in {groups} with the same outcomes")
        shown_regions.sort(key=lambda region: default not in region.regimes)
    else:
        yield from underlined(f"{words.counted(len(regime_map.regimes), 'regime')}: where each outcome is possible")
        shown_regions = where_each(regime_map, classes)
    for region in shown_regions:
        yield from _region(region, default)
    yield from _at_defaults(regime_map)
    yield ""
    yield from underlined(words.counted(len(regime_map.walls), "wall"))
    yield from wrap("; ".join(wall.threshold.text() for wall in regime_map.walls), "", "  ")
    yield ""


def _at_defaults(regime_map: RegimeMap) -> Iterator[str]:
    """Which outcomes are possible at the defaults, and on which walls these lie."""
    regime = at_defaults(regime_map)
    if regime is None:
        return
    walls = regime_map.lies_on()
    where = f"The defaults lie on {words.named_walls(walls)}; there" if walls else "At the defaults"
    yield from wrap(f"{where}: {'; '.join(words.outcome_ranges(regime)) or 'none found'}", "", "  ")


def _region(region: Region, default: Regime | None) -> Iterator[str]:
    name = ", ".join(region.letters) or "none found"
    yield from _cases(f"{name}  ", " " * (len(name) + 2), region.cases, default in region.regimes)


def _rest(regime_map: RegimeMap) -> Iterator[str]:
    if regime_map.at_rest:
        yield from wrap(f"at {words.values(regime_map.at_rest)}", rest="  ")


def _regimes(regime_map: RegimeMap, merged: MergedRegimes, classes: Sequence[OutcomeClass], *, outcomes: bool) -> Iterator[str]:
    """Write regimes in which the same families exist as one."""
    head = ", ".join(runs(merged.regimes, "-"))
    indent = " " * (len(merged.regimes[0]) + 2)
    default = default_regime(regime_map)
    holds_defaults = default is not None and default.name in merged.regimes
    yield from _cases(f"{head}  ", indent, list(map(words.comparisons, merged.cases)), holds_defaults)
    for outcome_class in classes:
        present = [tag for tag, family in outcome_class.members.items() if family.name in merged.families]
        if present:
            missing = len(present) < len(outcome_class.members)
            several = f" ({', '.join(runs(present))})" if missing else ""
            tag = outcome_class.letter if len(outcome_class.members) > 1 else present[0]
            yield from wrap(f"{outcome_class.name}{several}", f"{indent}{tag}  ", f"{indent}{' ' * len(tag)}  ")
    shown = next(regime for regime in regime_map.regimes if regime.name == merged.regimes[0])
    if not merged.families:
        yield f"{indent}none found"
    elif outcomes:
        at = f"at {words.values(shown.sample)}" if shown.sample else "outcomes"
        yield from wrap(f"{at}: {'; '.join(words.outcome_ranges(shown))}", indent, indent + "  ")
    yield ""


def _cases(head: str, indent: str, cases: Sequence[Sequence[str]], holds_defaults: bool) -> Iterator[str]:
    """Write alternatives, all conditions of one of which hold."""
    marker = " (the defaults are here)" if holds_defaults else ""
    texts = [", ".join(case) or "everywhere" for case in cases]
    if len(texts) > FEW_CASES:
        texts[FEW_CASES:] = [f"in {words.counted(len(texts) - FEW_CASES, 'more case')}"]
    for k, case in enumerate(texts):
        line = f"{'or ' if k else ''}{case}{marker if k == len(texts) - 1 else ''}"
        yield from wrap(line, indent if k else head, indent + "   " * (k > 0))


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
