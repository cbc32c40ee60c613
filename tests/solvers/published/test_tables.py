"""Published tables solved again; and that a published value that is wrong does not go unnoticed."""

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from fractions import Fraction
from functools import cache

import pytest
from click.testing import CliRunner

import games
import solvers
from games import GameError, load
from games.catalogue import FILES
from games.numbers import read
from solvers import families, solve
from solvers.__main__ import command_line
from solvers.published import Case, cases, judged, tables
from solvers.published.answers import Awaited, Interval, Near, OpenRegion, Region, Surface, Table, quantities, written
from solvers.published.comparing import same
from solvers.published.points import behaviour
from solvers.published.printed import at_least, comparisons, interval, region, table
from solvers.published.regions import equal_regions, implied
from solvers.results import OpenRange, Relation

CASES = cases()
WRONG = Fraction(271_828, 314_159)  # a number that no table has


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
                    yield replace(answer, rows=answer.rows[:k] + answer.rows[k + 1 :])
                yield from (
                    replace(answer, rows=(*answer.rows[:k], {**row, heading: worse}, *answer.rows[k + 1 :]))
                    for heading, cell in row.items()
                    for worse in corrupted(cell)
                )
        case dict():
            yield from ({**answer, key: worse} for key, cell in answer.items() for worse in corrupted(cell))
        case set() | frozenset():
            yield from ((answer - {one}) | {worse} for one in answer for worse in corrupted(one))
        case tuple() | list():
            yield from ((*answer[:k], worse, *answer[k + 1 :]) for k, one in enumerate(answer) for worse in corrupted(one))
        case _:
            yield spoilt(str(answer))


def spoilt(printed):
    """A number, a closed form, a range, a condition or a label that is slightly wrong."""
    if printed == "always":
        return "1 < 0"
    if printed[0] in "[(" and printed[-1] in ")]" and ", " in printed:
        return ("(" if printed[0] == "[" else "[") + printed[1:]
    for relation in ("<=", ">=", "<", ">", "="):
        if f" {relation} " in printed:
            return printed.replace(f" {relation} ", f" + {WRONG} {relation} ", 1)
    try:
        return (read(printed) + WRONG).text()
    except GameError:
        return f"{printed} or not"


FINITE = [one for one in CASES.values() if not one.infinite]


LONG = {
    "T04",
    "T05",
    "T06",
    "T07",
    "T10",
    "T12",
    "T17",
    "T20",
    "T23",
    "T25",
    "T26",
    "T27",
    "T38",
    "T39",
    "T52",
    "T53",
    "T54",
    "T57",
    "T58",
    "T72",
    "T76",
    "T78",
}  # others of their kind are quicker


@pytest.mark.parametrize(
    "one", [pytest.param(one, id=one.id, marks=[pytest.mark.slow] if one.slow or one.id in LONG else []) for one in FINITE]
)
def test_a_table_is_reproduced_and_a_spoilt_one_is_not(one):
    answers = one.reproduce()
    row = judged(one, answers)
    assert row.status in ("reproduced", "source errs", "not yet"), row.note
    for statement, answer in one.published.items():
        if isinstance(answers[statement], Awaited):
            continue
        spoilt_answers = list(corrupted(answer))
        assert spoilt_answers
        for spoilt_answer in spoilt_answers:
            assert judged(replace(one, published={**one.published, statement: spoilt_answer}), answers).status == "differs", (
                statement,
                spoilt_answer,
            )


# ------------------------------------------------------------------ what is compared, and how


def regional(cases, domain="always"):
    """A region of ours."""
    return Region(region(cases), comparisons(domain))


SAME = [
    ("1/2", Fraction(1, 2)),
    (read("p/(1 - p)"), "-p/(p - 1)"),
    (Interval(0, Fraction(1, 4), False, True), "(0, 2/8]"),
    (Interval(read("p"), read("2*p/q"), True, False), "[p, (p + p)/q)"),
    ("sqrt(8)", "2*sqrt(2)"),
    ("A/a", "A/a"),
    (True, True),
    ({"a": 1}, {"a": "1"}),
    ({1, Fraction(1, 2)}, {"1/2", "1"}),
    ((1, 2), ("1", "2")),
    (0.5000001, Near(0.5, 1e-6)),
    (Surface(read("2*p - 1")), "p = 1/2"),
    (regional("p >= 1/2", "0 < p < 1"), "2*p >= 1"),
    (regional("p > 1 or p = 1"), "p >= 1"),
    (regional("always", "0 < p"), "always"),
    (regional("p < 0", "0 < p"), "p < -1"),
]

DIFFERENT = [
    ("1/2", "0.5001"),
    (read("p"), "q"),
    (Interval(0, Fraction(1, 4), False, True), "[0, 1/4]"),
    (Interval(0, Fraction(1, 4), False, True), "(0, 1/3]"),
    (Interval(0, Fraction(1, 4), False, True), "1/4"),
    ("A", "(0, 1/4]"),
    ("A", "B"),
    (True, "1"),
    (True, False),
    ({"a": 1}, {"b": 1}),
    ({"a": 1}, {"a": 1, "b": 2}),
    ({1}, {1, 2}),
    ({1, 2}, {1}),
    ((1, 2), (2, 1)),
    (0.51, Near(0.5, 1e-6)),
    ("a", Near(0.5)),
    (Surface(read("2*p - 1")), "p = 1/3"),
    (Surface(read("(2*p - 1)*p")), "p = 1/2"),
    (regional("p >= 1/2"), "p > 1/2"),
    (None, "1"),
    (None, "nothing"),
    (Awaited("perfect"), "1"),
]


@pytest.mark.parametrize("ours, published", SAME, ids=[str(k) for k in range(len(SAME))])
def test_the_same_in_other_words(ours, published):
    assert same(ours, published)


@pytest.mark.parametrize("ours, published", DIFFERENT, ids=str)
def test_what_differs(ours, published):
    assert not same(ours, published)


SHORT = table(
    """
    S       beer: duel  m
    beer    0           p
    quiche  [1/2, 1)    1/2
    """,
    S="Sender strong",
    **{"beer: duel": "Receiver beer: duel"},
    m="Receiver beer | strong/beer",
)


def test_tables_are_sets_of_rows():
    first, second = SHORT.rows
    assert same(replace(SHORT, rows=(second, first, first)), SHORT)
    assert not same(replace(SHORT, rows=(first,)), SHORT) and not same(SHORT, replace(SHORT, rows=(first,)))
    some = replace(SHORT, rows=(first,), complete=False)
    assert same(SHORT, some) and same(some, some) and not same(replace(SHORT, rows=(second,)), some)
    assert not at_least("S  m").complete and table("S  m").complete
    assert not same(replace(SHORT, columns={"S": "Sender strong"}), SHORT)


def test_a_table_with_a_row_of_another_length_is_refused():
    with pytest.raises(ValueError, match="zip"):
        table("""
            a  b
            1
        """)


def test_quantities_of_families_and_of_points():
    game = load("beer_quiche")
    family = next(one for one in families(game) if one.free and "x_duel_beer" in one.free)
    answers = quantities(family, game)
    assert (answers["Sender strong"], answers["Receiver beer"]) == ("quiche", "duel/retreat")
    assert answers["Receiver beer: retreat"] == Interval(0, Fraction(1, 2), False, True)
    assert same(answers["where"], "p >= 1/2") and same(answers["inside"], "p > 1/2") and same(answers["open"], "1/2 <= x_duel_beer < 1")
    assert {one["payoff Sender"] for one in map(quantities, solve(game))} == {Fraction(29, 10), Fraction(21, 10)}


def test_the_bound_that_binds_is_shown():
    x = read("x")
    upper = tuple(Relation(x, "<=", read(end)) for end in ("-w/(1 - w)", "a/(1 + a)"))
    bounds = (OpenRange("x", (Relation(0, "<", x),), upper),)
    family = replace(
        next(iter(families(load("beer_quiche")))),
        ranges=bounds,
        cases=region("a > -w"),
        assessment=solvers.Assessment(solvers.Profile({"B": {"s": {"yes": read("x")}}})),
    )
    game = replace(load("beer_quiche"), domain=load("audience_costs").domain)
    assert quantities(family, game)["B s: yes"] == read("x")  # neither binds everywhere: w and a are free
    nearer = replace(family, cases=region("a > -w and w < 0"))
    assert quantities(nearer, game)["B s: yes"] == interval("(0, -w/(1 - w)]")


def test_alternatives_of_what_is_open_are_a_region_and_no_words():
    """Read back from words, what holds in either of two ways was no condition."""
    x = read("x")
    either = ((Relation(x, "<", read("p")),), (Relation(x, ">", read("q")), Relation(x, "<", 1)))
    ours = OpenRegion((OpenRange("x", (Relation(0, "<", x),), (Relation(x, "<=", 2),), either=either),), ())
    assert written(ours) == "0 < x <= 2 and (x < p) or (x > q and x < 1)"
    assert same(ours, "0 < x <= 2 and x < p or 0 < x < 1 and x > q") and not same(ours, "0 < x < p")


def test_regions():
    assert [one.relation for one in comparisons("0 < p <= 1/2 and q != 1 and always")] == ["<", "<=", "!="]
    products, quotients = region("p*k < 1 - p"), region("p < 1/(1 + k)")
    assert equal_regions(products, quotients, comparisons("k > 0")) and not equal_regions(products, quotients, ())
    positive, large = comparisons("p > 0 and p > 2")
    assert implied(positive, region("p > 1"), ()) and not implied(large, region("p > 1"), ())
    with pytest.raises(GameError, match="'p' is not a condition"):
        comparisons("p")


def test_profiles_in_short():
    game = load("beer_quiche")
    profile = behaviour(game, {"Sender": {"strong": "beer", "weak": {"beer": "p/(1 - p)"}}})
    assert profile.as_json() == {"Sender": {"strong": {"beer": "1", "quiche": "0"}, "weak": {"beer": "p/(1 - p)", "quiche": "0"}}}
    equilibria = solve(game)
    assert all(equilibria.contains(equilibrium.sampled()) for equilibrium in equilibria)


def test_answers_in_words():
    assert written({"a": True, "b": None}) == "a: yes; b: nothing" and written({2, 1}) == "{1; 2}" and written((1, "x")) == "(1, x)"
    assert written(Near(0.5, 1e-6)) == "0.5 within 1e-06" and written(Awaited("perfect")) == "waits for perfect"
    assert written(regional("p > 1 and q > 1 or always")) == "p > 1 and q > 1 or always" and written(Surface(read("p - 1"))) == "p - 1 = 0"
    assert (
        written(SHORT) == "S beer, beer: duel 0, m p; S quiche, beer: duel [1/2, 1), m 1/2" and written(replace(SHORT, rows=())) == "none"
    )


# ------------------------------------------------------------------ verdicts


def made(**more):
    fields = {"published": {"value": 1}, "reproduce": lambda: {"value": 1}}
    return Case(id="X", title="A table", source="Somebody", concept="sequential", **{**fields, **more})


def test_statuses():
    assert judged(made(), {"value": 1}).status == "reproduced"
    assert judged(made(remark="There is more."), {"value": 1}).note == "There is more."
    assert judged(made(errs="Because."), {"value": 1}).status == "source errs"
    assert judged(made(infinite="Because."), {}).status == "not a finite game"
    differs = judged(made(errs="Because."), {"value": 2})
    assert (differs.status, differs.note) == ("differs", "Differs in value.")
    assert judged(made(), {}).status == "differs" and judged(made(), {"value": 1, "more": 1}).status == "differs"
    waits = judged(made(errs="Because."), {"value": Awaited("perfect")})
    assert (waits.status, waits.concept, waits.note) == ("not yet", "sequential (perfect)", "Waits for perfect: value. Because.")
    assert judged(made(published={"value": 1, "more": 1}), {"value": Awaited("perfect"), "more": 2}).status == "differs"


def test_every_published_table_is_listed_once_and_says_what_it_is():
    assert list(CASES) == [f"T{k:02}" for k in range(1, 82)]
    assert all(one.source and one.concept and one.published and not one.title.endswith(".") for one in CASES.values())


def test_tables_by_id_in_this_process_and_in_others():
    in_this_process = tables("T09", "T02")
    assert (
        [row.id for row in in_this_process] == ["T02", "T09"]
        and in_this_process.counts["reproduced"] == 2
        and repr(in_this_process) == "<Tables: 2 reproduced>"
    )
    with ThreadPoolExecutor() as executor:
        assert [row.ours for row in tables("T09", "T02", executor=executor)] == [row.ours for row in in_this_process]
    frame = in_this_process.frame()
    assert set(frame["statement"]) == {s for id in ("T02", "T09") for s in CASES[id].published} and set(frame["status"]) == {"reproduced"}
    assert "<details><summary>Beer or quiche, prior 9/10</summary>" in in_this_process._repr_mimebundle_()["text/html"]
    with pytest.raises(GameError, match="no published table T99; there are T01, "):
        tables("T99")


def run(*arguments):
    return CliRunner().invoke(command_line, ["tables", *arguments])


def test_tables_on_the_command_line():
    text = run("T15").stdout
    assert (
        text.startswith("T15  reproduced         One step or two: same reduced normal form,")
        and "1 published tables: 1 reproduced." in text
    )
    assert "ours       1 M, 2: L 1, mu B 0" in text
    (row,) = json.loads(run("T15", "--json").stdout)["tables"]
    assert (
        set(row) == {"id", "title", "source", "concept", "status", "ours", "published", "seconds", "note"} and row["status"] == "reproduced"
    )
    assert run("T99").exit_code == 2 and run("T99").stdout == ""


def test_a_table_that_differs_is_shown_with_both_sides():
    from solvers.show.published import tables_text

    text = tables_text([judged(made(), {"value": 2}).as_json(), judged(made(), {"value": 1}).as_json()])
    assert (
        "X  differs            A table (0.0 s)" in text
        and "ours       2\n" in text
        and "2 published tables: 1 differs, 1 reproduced." in text
    )


# ------------------------------------------------------------------ the games that come as files


@cache
def listed():
    return games.entries()


@pytest.mark.parametrize("name", FILES)
def test_games_in_files_have_their_facts(name):
    (entry,) = (one for one in listed() if one["name"] == name)
    assert load(name).name == name and entry["title"] and entry["source"] and all(known.endswith(".") for known in entry["known"])


def test_a_file_without_facts_is_named(tmp_path, monkeypatch):
    path = tmp_path / "bare.nfg"
    path.write_text('NFG 1 R "Bare" { "1" } { 2 } "" 1 2\n')
    monkeypatch.setitem(FILES, "bare", path)
    with pytest.raises(GameError, match=r'bare\.nfg has no comment of the form "Source: '):
        games.entries()
