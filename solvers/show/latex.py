"""Results as LaTeX tables (booktabs): families, and solutions at a point."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from games import Game
from games.numbers import Number

from ..results import Families, Family, Solution, Solutions
from . import words
from .classes import sorted_by_outcome
from .typeset import Typesetter, capital, escaped, formulas, listed

if TYPE_CHECKING:
    pass

ROWS = 20  # a table longer than this is broken, since no page holds it
COLUMN = re.compile(r"p\{[^}]*\}|[lrc]")
OPEN = r"\begin{center}\small\renewcommand{\arraystretch}{1.2}"
END = r" \tabularnewline"
PARTED = "\n\\medskip\n\n"


def table(columns: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Write a table, empty columns left out; a long one in parts that a page can hold."""
    kinds = COLUMN.findall(columns)
    shown = [k for k in range(len(kinds)) if not rows or any(row[k] for row in rows)]
    kinds, head, rows = [kinds[k] for k in shown], [head[k] for k in shown], [[row[k] for k in shown] for row in rows]
    pages = [rows[k : k + ROWS] for k in range(0, len(rows), ROWS)] or [rows]
    return PARTED.join(framed(kinds, head, [table_row(kinds, row) for row in page]) for page in pages)


def framed(kinds: Sequence[str], head: Sequence[str], rows: Sequence[str]) -> str:
    """Rows between rules."""
    top = [rf"\begin{{tabular}}{{@{{}}{' '.join(kinds)}@{{}}}}", r"\toprule", " & ".join(head) + END, r"\midrule"]
    return "\n".join([OPEN, *top, *rows, r"\bottomrule", r"\end{tabular}", r"\end{center}"])


def table_row(kinds: Sequence[str], cells: Sequence[str]) -> str:
    """Cells side by side; those that hold running text are set ragged."""
    return " & ".join((r"\raggedright " if kind[0] == "p" and cell else "") + cell for kind, cell in zip(kinds, cells, strict=True)) + END


# ------------------------------------------------------------------ families and solutions


def family_latex(family: Family, game: Game | None = None) -> str:
    """Write one family as a table: where it exists, strategies, beliefs, outcomes, payoffs."""
    setter = Typesetter(game, family.ranges)
    rows = [("exists", setter.conditions(family)), *_assessment(setter, family)]
    return _entry(escaped(family.name), rows)


def solution_latex(solution: Solution) -> str:
    """Write one solution as a table."""
    setter = Typesetter(None, solution.ranges)
    at = f" (checked at {escaped(words.values(solution.sample))})" if solution.sample else ""
    verdict = "nobody gains by deviating" if solution.certificate.equilibrium else "refused by the verifier"
    return _entry(escaped(solution.name), [*_assessment(setter, solution), ("verified", f"{verdict}{at}")])


def _entry(name: str, rows: Sequence[tuple[str, str]]) -> str:
    head = rf"\multicolumn{{2}}{{@{{}}p{{0.96\linewidth}}@{{}}}}{{\textbf{{{name}}}}}"
    kinds = ["l", r"p{0.78\linewidth}"]
    return framed(kinds, [head], [table_row(kinds, row) for row in rows if row[1]])


def _assessment(setter: Typesetter, equilibrium: Family | Solution) -> Iterator[tuple[str, str]]:
    infosets = [(player, label) for player, sets in equilibrium.profile.strategies.items() for label in sets]
    sentences = [f"{line}." for line in setter.plays(equilibrium.profile, infosets, frozenset())]
    yield "strategies", " ".join(sentences)
    yield "beliefs", " ".join(f"{capital(line)}." for line in setter.beliefs(equilibrium.beliefs, infosets))
    yield "free", listed([setter.inline(formula) for formula in formulas(equilibrium.ranges)])
    yield "outcomes", weighted(setter, equilibrium.outcomes)
    yield "payoffs", "; ".join(f"{setter.player(p)} {setter.inline(v)}" for p, v in equilibrium.payoffs.items())
    yield "measures", weighted(setter, equilibrium.measures)


def weighted(setter: Typesetter, values: Mapping[str, Number]) -> str:
    """Labels with their numbers, zeros left out."""
    return "; ".join(f"{setter.label(label)} {setter.inline(v)}" for label, v in values.items() if not words.is_zero(v))


def families_latex(families: Families) -> str:
    """Write all families as one table: name, where each exists, what it brings."""
    rows = []
    for outcome_class in sorted_by_outcome(families, families.representatives()):
        for k, (tag, family) in enumerate(outcome_class.members.items()):
            setter = Typesetter(families.game, family.ranges)
            brings = weighted(setter, family.outcomes) if k == 0 else "the same"
            alike = f" (one of {family.class_size})" if family.class_size > 1 else ""
            rows.append([tag, escaped(family.name) + alike, setter.conditions(family), brings])
    return table(r"l p{0.34\linewidth} p{0.27\linewidth} p{0.27\linewidth}", ["", "Equilibrium", "Exists if", "Outcomes"], rows)


def solutions_latex(solutions: Solutions) -> str:
    """Write all solutions at a point as one table; of those that differ by labels only, one, with their number."""
    rows = []
    for number, solution in enumerate(solutions.representatives(), 1):
        setter = Typesetter(solutions.game, solution.ranges)
        payoffs = "; ".join(f"{setter.player(p)} {setter.inline(v)}" for p, v in solution.payoffs.items())
        alike = f" (one of {solution.class_size})" if solution.class_size > 1 else ""
        rows.append([str(number), escaped(solution.name) + alike, weighted(setter, solution.outcomes), payoffs])
    return table(r"r p{0.40\linewidth} p{0.27\linewidth} p{0.23\linewidth}", ["", "Equilibrium", "Outcomes", "Payoffs"], rows)
