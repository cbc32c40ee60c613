"""Published tables solved again; and that a published value that is wrong does not go unnoticed."""

from dataclasses import replace
from fractions import Fraction

import pytest

from games import GameError
from games.expression import read
from solvers.published import cases, judged, tables
from solvers.published.answers import Awaited, Near, Region, Surface, Table, table
from solvers.published.comparing import same

CASES = cases()
WRONG = Fraction(271_828, 314_159)              # a number that no table has


def corrupted(answer):
    """Every way to spoil a published answer in one place."""
    match answer:
        case bool():
            yield not answer
        case Near():
            yield replace(answer, value=answer.value + 3 * answer.tolerance + 1e-6)
        case Table():
            for k, row in enumerate(answer.rows):
                if answer.complete:
                    yield replace(answer, rows=answer.rows[:k] + answer.rows[k + 1:])
                yield from (
                    replace(answer, rows=(*answer.rows[:k], {**row, heading: worse}, *answer.rows[k + 1:]))
                    for heading, cell in row.items() for worse in corrupted(cell)
                )
        case dict():
            yield from ({**answer, key: worse} for key, cell in answer.items() for worse in corrupted(cell))
        case set() | frozenset():
            yield from ((answer - {one}) | {worse} for one in answer for worse in corrupted(one))
        case tuple() | list():
            yield from ((*answer[:k], worse, *answer[k + 1:]) for k, one in enumerate(answer) for worse in corrupted(one))
        case _:
            yield spoilt(str(answer))


def spoilt(written):
    """A number, a closed form, a range, a condition or a label that is slightly wrong."""
    if written[0] in "[(" and written[-1] in ")]" and ", " in written:
        return ("(" if written[0] == "[" else "[") + written[1:]
    for relation in ("<=", ">=", "<", ">", "="):
        if f" {relation} " in written:
            return written.replace(f" {relation} ", f" + {WRONG} {relation} ", 1)
    try:
        return (read(written) + WRONG).text()
    except GameError:
        return f"{written} or not"


FINITE = [one for one in CASES.values() if not one.infinite]


@pytest.mark.parametrize("one", [pytest.param(one, id=one.id, marks=[pytest.mark.slow] if one.slow else []) for one in FINITE])
def test_a_table_is_reproduced_and_a_spoilt_one_is_not(one):
    found = one.reproduce()
    row = judged(one, found)
    assert row.status in ("reproduced", "source errs", "not yet"), row.note
    for statement, answer in one.published.items():
        if isinstance(found[statement], Awaited):
            continue
        worse = list(corrupted(answer))
        assert worse
        for wrong in worse:
            assert judged(replace(one, published={**one.published, statement: wrong}), found).status == "differs", (statement, wrong)
