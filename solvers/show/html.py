"""Results for a notebook: compact tables, the picture of a map, and details to unfold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape

from games import Game

from ..results import Families, Family, MergedRegimes, Regime, RegimeMap, Solution, Solutions
from . import continued, relabelled, reliability, sentences, words
from .classes import OutcomeClass, at_defaults, crossings, default_regime, sorted_by_outcome, tags_of
from .elements import bold, named_rows, on_lines, small_print, table, unfolding
from .regions import FEW_REGIMES, where_each
from .rows import closed_forms, solution_rows
from .short_lists import runs


def solutions_html(solutions: Solutions) -> str:
    """Write every solution at a point."""
    count = f"{len(solutions)} {words.equilibria(solutions.concept, len(solutions), solutions.response)}"
    at = words.at_point(solutions)
    count += relabelled.in_classes(solutions.classes)
    parts = [_title(solutions.game, [f"{solutions.game.name}{at}: {count}"])]
    if continued.in_short(solutions):
        told = enumerate(continued.classes_in_short(solutions), 1)
        rows = [[str(k), escape(name), *(escape(fact) for _, fact in facts)] for k, (name, facts) in told]
        notes = small_print([*continued.on_request(solutions), *reliability.solved(solutions)])
        return _whole([*parts, table(("", "equilibria", "exist", "payoffs"), rows), notes])
    others = [relabelled.alike(one) for one in solutions.classes] or [("", "")] * len(solutions)
    one_of_each = zip(solutions.representatives(), others, strict=True)
    parts += [_solution(solutions.game, f"{k}. {solution.name}", solution, alike) for k, (solution, alike) in enumerate(one_of_each, 1)]
    checked = reliability.how_complete(solutions) if solutions.precision is None and solutions.method else reliability.solved(solutions)
    return _whole([*parts, *_removed(solutions), small_print([words.ZEROS, words.MARKED, *checked])])


def solution_html(solution: Solution) -> str:
    """Write one solution, on the tree of its game."""
    if solution.game is None:
        return f"<p>{bold(solution.name)}</p>"
    return _whole([_title(solution.game, []), _solution(solution.game, solution.name, solution), solution.draw().html(), _marks()])


def family_html(family: Family) -> str:
    """Write one family, on the tree of its game."""
    if family.game is None:
        return f"<p>{bold(family.name)}</p>"
    rows = named_rows(_family(family.game, family))
    return _whole([_title(family.game, [family.name]), rows, family.draw().html(), _marks()])


def families_html(families: Families) -> str:
    """Write every family, with the closed forms to unfold."""
    told = relabelled.one_of_each(families)
    classes = sorted_by_outcome(families, told)
    notes = small_print([*_about_bases(told), *reliability.how_complete(families)])
    alike = {family.name: relabelled.alike(one) for family, one in zip(told, families.classes, strict=False)}
    return _whole([_title(families.game, _about(families)), *_classes(families.game, classes, alike), *_removed(families), notes])


def map_html(regime_map: RegimeMap) -> str:
    """Write a map: its picture, regimes, walls, and the families to unfold."""
    solved = regime_map.solved
    classes = sorted_by_outcome(solved)
    at = [f"at {words.values(regime_map.at_rest)}"] if regime_map.at_rest else []
    default = default_regime(regime_map)
    regimes = [_regimes(regime_map, merged, classes, default) for merged in regime_map.merged]
    walls = [_wall(regime_map, k, tags_of(classes)) for k in range(len(regime_map.walls))]
    tables = [table(("regime", "where", "equilibria", "outcomes"), regimes), table(("wall", "why", "what flips"), walls)]
    if len(regime_map.regimes) > FEW_REGIMES:
        counts = f"{words.counted(len(regime_map.regimes), 'regime')}, {words.counted(len(walls), 'wall')}"
        tables = [_where_each(regime_map, classes), unfolding(counts, "".join(tables))]
    return _whole(
        [
            _title(regime_map.game, [*_about(solved), *at]),
            _picture(regime_map),
            *tables,
            *_on_wall(regime_map),
            *_classes(regime_map.game, classes, relabelled.alike_by_name(solved, tags_of(classes))),
            *_removed(solved),
            small_print([words.RANGES, *_about_bases(solved), *reliability.map_checked(regime_map)]),
        ]
    )


def _on_wall(regime_map: RegimeMap) -> Iterator[str]:
    """Which outcomes are possible at the defaults, where these lie on a wall."""
    walls, regime = regime_map.lies_on(), at_defaults(regime_map)
    if walls and regime is not None:
        ranges = "; ".join(words.outcome_ranges(regime))
        yield f"<p>{escape(f'The defaults lie on {words.named_walls(walls)}; there: {ranges}')}</p>"


def _where_each(regime_map: RegimeMap, classes: Sequence[OutcomeClass]) -> str:
    """The overview of a map with many regimes: which outcomes are possible, and where."""
    names = {outcome_class.letter: outcome_class.name for outcome_class in classes}
    regions = where_each(regime_map, classes)
    rows = []
    for region in regions:
        (letter,) = region.letters
        cases = [escape(", ".join(case)) or "everywhere" for case in region.cases]
        rows.append([bold(letter), escape(names[letter]), "<br>or ".join(cases)])
    return table(("", "equilibria", "where"), rows)


def _picture(regime_map: RegimeMap) -> str:
    if not regime_map.over:
        return ""
    from .picture import map_figure
    from .shown_figure import image

    return image(map_figure(regime_map))


# ------------------------------------------------------------------ parts


def _about(families: Families) -> list[str]:
    over = f" in {', '.join(families.over)}" if families.over else ""
    where = words.domain_texts(families.game.domain)
    return [f"{words.heading(families)}{over}", *([f"where {', '.join(where)}"] if where else [])]


def _about_bases(families: Families) -> list[str]:
    return [words.ZEROS, words.MARKED, *filter(None, [reliability.on_walls(families)])]


def _regimes(regime_map: RegimeMap, merged: MergedRegimes, classes: Sequence[OutcomeClass], default: Regime | None) -> list[str]:
    """A row for regimes in which the same families exist."""
    equilibria = []
    for outcome_class in classes:
        tags = [tag for tag, family in outcome_class.members.items() if family.name in merged.families]
        if tags:
            several = f" ({', '.join(runs(tags))})" if len(tags) < len(outcome_class.members) else ""
            letter = outcome_class.letter if len(outcome_class.members) > 1 else tags[0]
            equilibria.append(f"{letter}: {outcome_class.name}{several}")
    shown = next(regime for regime in regime_map.regimes if regime.name == merged.regimes[0])
    cases = [", ".join(words.comparisons(case)) for case in merged.cases]
    where = words.comparisons(merged.cases[0]) if len(cases) == 1 else [cases[0], *(f"or {case}" for case in cases[1:])]
    at = f"at {words.values(shown.sample)}:" if shown.sample else ""
    return [
        bold(", ".join(runs(merged.regimes, "-"))) + ("<br>(the defaults)" if default and default.name in merged.regimes else ""),
        on_lines(where or ["everywhere"]),
        on_lines(equilibria or ["none"]),
        on_lines(filter(None, [at, *words.outcome_ranges(shown)])),
    ]


def _wall(regime_map: RegimeMap, k: int, tags: dict[str, str]) -> list[str]:
    wall = regime_map.walls[k]
    flips = [f"{', '.join(pairs)}: {change}" for pairs, change in crossings(regime_map, k, tags)]
    flips = flips or [f"flips {', '.join(tags[name] for name in wall.flips)}"]
    on = [f"on the wall only: {', '.join(tags[name] for name in wall.on)}"] if wall.on else []
    return [bold(wall.threshold.text()), on_lines(map(sentences.reason, wall.reasons)), on_lines([*flips, *on])]


def _classes(game: Game, classes: Sequence[OutcomeClass], alike: Mapping[str, tuple[str, str]] | None = None) -> Iterator[str]:
    for outcome_class in classes:
        alone = len(outcome_class.members) == 1
        inside = [] if alone else [f"<p>{escape(words.weighted(outcome_class.outcomes))}</p>"]
        for tag, family in outcome_class.members.items():
            rows = named_rows([*_family(game, family), (alike or {}).get(family.name, ("", ""))])
            inside.append(rows if alone else unfolding(f"{tag}: {family.name}", rows))
        yield unfolding(
            f"{outcome_class.letter}: {outcome_class.name}{'' if alone else f' ({len(outcome_class.members)} families)'}", "".join(inside)
        )


def _family(game: Game, family: Family) -> list[tuple[str, str]]:
    off = words.off_path(game, family.profile)
    return [
        ("exists", words.conditions(family)),
        ("outcomes", words.weighted(family.outcomes)),
        *closed_forms(family, off),
        reliability.judged(family.verdict),
    ]


def _solution(game: Game, title: str, solution: Solution, alike: tuple[str, str] = ("", "")) -> str:
    off = words.off_path(game, solution.profile)
    rows = [*solution_rows(solution, off), alike, ("checked", reliability.certified(solution.certificate, solution.sample))]
    return f"<p>{bold(title)}</p>" + named_rows(rows)


def _marks() -> str:
    return small_print([words.ZEROS, words.MARKED])


def _removed(result: Solutions | Families) -> Iterator[str]:
    """What a refinement removes, to unfold."""
    if result.refine is not None:
        yield unfolding(reliability.removal(result), named_rows(reliability.removed(result)))


def _whole(parts: Iterable[str]) -> str:
    return f"<div>{''.join(parts)}</div>"


def _title(game: Game, lines: Sequence[str]) -> str:
    return f"<p>{bold(game.title)}<br>{on_lines(lines)}</p>"
