"""A published table, our answers to its statements, and the verdict."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, overload

from .answers import Answer, Awaited, written
from .comparing import same

if TYPE_CHECKING:
    import pandas

STATUSES = ("reproduced", "source errs", "differs", "not yet", "not a finite game")


@dataclass(frozen=True)
class Case:
    """One published table, and how it is solved again.

    Parameters
    ----------
    id, title, source, concept : str
        Short name, what it is about, where it was published, and the equilibrium concept.
    published : dict from str to answer
        Each statement of the source with its answer (see `solvers.published.answers`).
    reproduce : callable
        Solves the games and gives our answer to each of these statements; it does not look at the published ones.
    errs : str
        What the source says instead, and why it does not hold, where the answer in `published` is a corrected one.
    remark : str
        What else we find: equilibria or walls beside those that the source speaks of.
    infinite : str
        Why it is not a finite game, where it is none; then nothing is solved.
    slow : bool
        Whether it takes more than some five seconds.
    """

    id: str
    title: str
    source: str
    concept: str
    published: Mapping[str, Answer]
    reproduce: Callable[[], Mapping[str, Answer]]
    errs: str = ""
    remark: str = ""
    infinite: str = ""
    slow: bool = False


def case(
    id: str,
    *,
    source: str,
    concept: str,
    published: Mapping[str, Answer],
    errs: str = "",
    remark: str = "",
    infinite: str = "",
    slow: bool = False,
) -> Callable[[Callable[[], Mapping[str, Answer]]], Case]:
    """Make a case of the function that solves it again; the first line of its docstring is the title."""

    def case_of(reproduce: Callable[[], Mapping[str, Answer]]) -> Case:
        title = (inspect.getdoc(reproduce) or id).splitlines()[0].rstrip(".")
        return Case(id, title, source, concept, published, reproduce, errs, remark, infinite, slow)

    return case_of


@dataclass(frozen=True)
class Row:
    """The verdict on one published table.

    Parameters
    ----------
    id, title, source, concept : str
        As in the case; a table that waits names the concept that it waits for.
    status : str
        ``reproduced``; ``source errs`` (we agree with the verified answer and `note` says why the source does not);
        ``differs``; ``not yet`` (some statement waits for a concept); ``not a finite game``.
    ours, published : dict from str to str
        Each statement with our answer, and with the published one.
    seconds : float
        What it took.
    note : str
        Which statements differ or wait, where the source errs, what we find beside it, or why there is nothing to solve.
    """

    id: str
    title: str
    source: str
    concept: str
    status: str
    ours: Mapping[str, str]
    published: Mapping[str, str]
    seconds: float
    note: str = ""

    def as_json(self) -> dict[str, Any]:
        """Write the row for programs."""
        return asdict(self)


@dataclass(frozen=True)
class Tables(Sequence[Row]):
    """Published tables solved again, a row each."""

    rows: tuple[Row, ...]

    def __len__(self) -> int:
        return len(self.rows)

    @overload
    def __getitem__(self, k: int) -> Row: ...
    @overload
    def __getitem__(self, k: slice) -> Sequence[Row]: ...
    def __getitem__(self, k: int | slice) -> Row | Sequence[Row]:
        return self.rows[k]

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    @property
    def counts(self) -> dict[str, int]:
        """How many tables have each status."""
        return {status: sum(row.status == status for row in self.rows) for status in STATUSES}

    def as_json(self) -> dict[str, Any]:
        """Write the tables for programs."""
        return {"tables": [row.as_json() for row in self.rows]}

    def frame(self) -> pandas.DataFrame:
        """Give a frame: a row per table and statement."""
        from ..show import published

        return published.tables_frame(self.as_json()["tables"])

    def text(self) -> str:
        """Write the tables for people."""
        from ..show import published

        return published.tables_text(self.as_json()["tables"])

    def __repr__(self) -> str:
        return f"<Tables: {', '.join(f'{number} {status}' for status, number in self.counts.items() if number)}>"

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        from ..show import published

        return {"text/plain": self.text(), "text/html": published.tables_html(self.as_json()["tables"])}


def judged(case: Case, answers: Mapping[str, Answer], seconds: float = 0.0) -> Row:
    """Compare our answers with the published ones.

    Parameters
    ----------
    case : Case
        The published table.
    answers : dict from str to answer
        What `Case.reproduce` gave.
    seconds : float
        What it took.

    Returns
    -------
    Row
        A statement without an answer of ours, or an answer to no statement, differs.
    """
    answered = {statement: answers.get(statement) for statement in (*case.published, *(s for s in answers if s not in case.published))}
    waiting = {statement: answer.concept for statement, answer in answered.items() if isinstance(answer, Awaited)}
    wrong = [s for s, answer in answered.items() if s not in waiting and not same(answer, case.published.get(s))]
    concept, note = case.concept, case.errs or case.remark
    if case.infinite:
        status, note = "not a finite game", case.infinite
    elif wrong:
        status, note = "differs", f"Differs in {'; '.join(wrong)}."
    elif waiting:
        awaited = ", ".join(dict.fromkeys(waiting.values()))
        status, note = "not yet", " ".join([f"Waits for {awaited}: {'; '.join(waiting)}.", *([note] if note else [])])
        concept = concept if all(word in concept for word in waiting.values()) else f"{concept} ({awaited})"
    else:
        status = "source errs" if case.errs else "reproduced"
    ours, published = ({s: written(a) for s, a in side.items()} for side in (answered, case.published))
    return Row(case.id, case.title, case.source, concept, status, ours, published, seconds, note)
