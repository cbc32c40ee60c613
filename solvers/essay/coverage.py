"""What of the essay the games carry: its elements, its mechanisms, and its predictions judged."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..show.wrapping import prose, wrap
from .judging import Judgement, judge, keep_all
from .mechanisms import MECHANISMS
from .predictions import PREDICTIONS

KINDS = ("told", "parameter", "assumed", "analysis", "absent")
INDENT = " " * 5
ROWS = Path(__file__).with_name("rows.csv")


@dataclass(frozen=True)
class Row:
    """An element of the essay.

    Parameters
    ----------
    kind : {"told", "parameter", "assumed", "analysis", "absent"}
        A move, type or measure of a game; a parameter of one; fixed by assumption in one; an analysis; in none.
    games : tuple of str
        Which games.
    element : str
        What it is.
    reason : str
        What carries it, or why nothing does.
    """

    kind: str
    games: tuple[str, ...]
    element: str
    reason: str


@dataclass(frozen=True)
class Coverage:
    """What of the essay the games carry.

    Parameters
    ----------
    rows : dict from str to Row
        E1 to E209.
    predictions : dict from str to Judgement
        P1 to P50.
    """

    rows: Mapping[str, Row]
    predictions: Mapping[str, Judgement]

    def as_json(self) -> dict[str, Any]:
        """Write it for programs."""
        return {
            "rows": {
                name: {"kind": row.kind, "games": list(row.games), "element": row.element, "reason": row.reason}
                for name, row in self.rows.items()
            },
            "mechanisms": {
                name: {"title": mechanism.title, "claims": list(mechanism.claims), "reason": mechanism.reason}
                for name, mechanism in MECHANISMS.items()
            },
            "predictions": {name: {"stated": PREDICTIONS[name].stated} | j.as_json() for name, j in self.predictions.items()},
        }

    def text(self) -> str:
        """Write the page for people: what holds, what fails, what it depends on; and what is absent."""
        kinds = Counter(row.kind for row in self.rows.values())
        lines = [*prose(f"{len(self.rows)} elements: " + ", ".join(f"{kinds[kind]} {kind}" for kind in KINDS)), ""]
        for verdict, heading in (("holds", "Holds"), ("depends", "Depends"), ("fails", "Fails")):
            found = [j for j in self.predictions.values() if j.verdict == verdict]
            lines += [f"{heading} ({len(found)})", ""]
            lines += [line for judgement in found for line in _told(judgement)] + [""]
        lines += ["Absent", ""]
        absent = ((name, row) for name, row in self.rows.items() if row.kind == "absent")
        lines += [line for name, row in absent for line in wrap(f"{row.element}: {row.reason}", f"{name:5} ", INDENT)]
        return "\n".join(lines)

    def __repr__(self) -> str:
        verdicts = Counter(j.verdict for j in self.predictions.values())
        return f"<Coverage: {len(self.rows)} elements, predictions: {', '.join(f'{n} {v}' for v, n in sorted(verdicts.items()))}>"


def _told(judgement: Judgement) -> list[str]:
    """A prediction with its verdict; where it is true unless that is everywhere."""
    quantifier = {"every": "in every equilibrium", "some": "in some equilibrium", "surviving": "in every equilibrium that D1 leaves"}
    lines = wrap(PREDICTIONS[judgement.id].stated, f"{judgement.id:4} ", INDENT)
    lines += wrap(f"{judgement.game}, {quantifier[judgement.quantifier]}, by {judgement.by}", INDENT, INDENT)
    if judgement.verdict != "holds":
        lines += wrap(f"true where {'; '.join(judgement.where)}" if judgement.where else "not on some walls", INDENT, INDENT)
    if judgement.counterexample:
        lines += wrap("not at " + ", ".join(f"{name} = {value}" for name, value in judgement.counterexample.items()), INDENT, INDENT)
    return lines


def rows() -> dict[str, Row]:
    """Read the table of the essay's elements."""
    with ROWS.open(newline="", encoding="utf-8") as file:
        return {r["row"]: Row(r["kind"], tuple(r["games"].split()), r["element"], r["reason"]) for r in csv.DictReader(file)}


def coverage(*, fresh: bool = False, keep: bool = False, progress: Callable[[Iterable[Any]], Iterable[Any]] = iter) -> Coverage:
    """Judge every prediction, and say which elements and mechanisms of the essay the games carry.

    Parameters
    ----------
    fresh : bool
        Whether to judge anew what was judged before; some minutes.
    keep : bool
        Whether to write the judgements to the file of those that are kept, which comes with the program.
    progress : callable
        Wraps the iterable of predictions, as ``tqdm.auto.tqdm`` does.

    Returns
    -------
    Coverage
        Judgements come from the file of those that are kept, as long as neither the prediction nor its game has changed.

    Examples
    --------
    >>> from solvers.essay.coverage import rows
    >>> rows()["E15"].kind
    'told'
    """
    judgements = {p.id: judge(p, fresh=fresh) for p in progress(list(PREDICTIONS.values()))}
    if keep:
        keep_all(judgements.values())
    return Coverage(rows(), judgements)
