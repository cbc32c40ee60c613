"""Terminals of 80 and of 40 columns: no line is longer, and no table is broken."""

import json

import pandas as pd
import pytest
from click.testing import CliRunner

import games
import solvers
from games import game
from solvers.cli.commands import command_line
from solvers.show.exchange import plain
from solvers.show.wrapping import columns, in_columns, laid_out, underlined, within, wrap

COMMANDS = [
    ["solve", "selten_horse"],
    ["families", "beer_quiche"],
    ["catalog", "beer_quiche"],
    ["quantal", "matching_pennies", "--precision", "1"],
    ["commit", "inspection_leadership", "--leader", "Inspector"],
    ["trace-value", "beer_quiche", "--by", "p", "--from", "1/10", "--to", "9/10"],
    ["why-not", "beer_quiche", "profile.json"],
    ["verify", "beer_quiche", "profile.json"],
    pytest.param(["commit", "beer_quiche", "--leader", "Receiver"], marks=pytest.mark.slow),
    pytest.param(["claim", "beer_quiche", "claim.json"], marks=pytest.mark.slow),
    pytest.param(["correspondence", "matching_pennies", "--to", "2"], marks=pytest.mark.slow),
    pytest.param(["trace", "beer_quiche", "--by", "p", "--from", "1/10", "--to", "9/10"], marks=pytest.mark.slow),
    pytest.param(["sweep", "beer_quiche", "--grid", "p=1/4,1/2"], marks=pytest.mark.slow),
    pytest.param(["tables", "T02"], marks=pytest.mark.slow),
    pytest.param(["capsule", "kept", "solve selten_horse"], marks=pytest.mark.slow),
    pytest.param(["regimes", "beer_quiche"], marks=pytest.mark.slow),
    pytest.param(["concepts", "beer_quiche"], marks=pytest.mark.slow),
    pytest.param(["compare", "beer_quiche"], marks=pytest.mark.slow),
    pytest.param(["compare", "beer_quiche", "--prices", "Sender"], marks=pytest.mark.slow),
    pytest.param(["robustness", "beer_quiche"], marks=pytest.mark.slow),
    pytest.param(["statics", "defection_for_immunity", "--of", "deal_kept", "--by", "phi"], marks=pytest.mark.slow),
    pytest.param(["correlated", "prisoners_dilemma"], marks=pytest.mark.slow),
    pytest.param(["coverage"], marks=pytest.mark.slow),
    pytest.param(["catalog"], marks=pytest.mark.slow),
]


@pytest.mark.parametrize("width", [80, 40])
@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_no_line_of_a_command_is_longer_than_the_terminal(command, width, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", str(width))
    (tmp_path / "claim.json").write_text('{"conditions": ["p > 1/2"], "outcomes": {"beer/retreat": "1"}}')
    drinks, retreats = {"beer": "1", "quiche": "0"}, {"duel": "0", "retreat": "1"}
    always = {"Sender": {"strong": drinks, "weak": drinks}, "Receiver": {"beer": retreats, "quiche": retreats}}
    (tmp_path / "profile.json").write_text(json.dumps(always))
    said = CliRunner().invoke(command_line, command)
    assert said.exit_code == 0 and no_longer(said.output, width)


def no_longer(output, width):
    lines = [line for line in output.splitlines() if not line.startswith("Written: ")]
    return lines and max(map(len, lines)) <= width


@pytest.mark.slow
@pytest.mark.parametrize("width", [80, 40])
def test_no_line_of_a_check_of_decisions_is_longer_than_the_terminal(width, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", str(width))
    run = CliRunner()
    assert run.invoke(command_line, ["regimes", "beer_quiche", "--decisions", "kept", "--json"]).exit_code == 0
    for solver in ("none", "z3"):
        assert no_longer(run.invoke(command_line, ["recheck", "kept", "--solver", solver]).output, width)


@game(players=("Cartel de Jalisco Nueva Generación", "United States of America"))
def long_names(play):
    """A story of two players whose names leave no room beside them."""
    if play.choose("Cartel de Jalisco Nueva Generación", ["inform", "stay silent whatever happens"]) == "inform":
        return 1, 1
    return (0, 2) if play.choose("United States of America", ["strike", "hold"]) == "strike" else (2, 0)


def test_long_names_stand_above_what_belongs_to_them():
    with within(40):
        said = solvers.solve(long_names()).text().splitlines()
    assert max(map(len, said)) <= 40
    assert said[said.index("   Cartel de Jalisco Nueva Generación") + 1] == "       inform"


def test_lines_have_eighty_columns_unless_somebody_writes_to_a_narrower_terminal():
    text = solvers.families(games.load("beer_quiche")).text()
    with within(200):
        assert columns() == 80 and solvers.families(games.load("beer_quiche")).text() == text
    with within(3):
        assert columns() == 30
    assert columns() == 80


def test_a_table_that_is_too_wide_is_told_row_by_row():
    head, rows = ["regime", "way", "lowest"], [["R1", "sequential equilibria", "1/2"], ["R2", "mediators", "-3"]]
    assert list(in_columns(head, rows)) == [
        "regime  way                    lowest",
        "R1      sequential equilibria     1/2",
        "R2      mediators                  -3",
    ]
    with within(31):
        assert list(in_columns(head, rows)) == [
            "R1",
            "  way     sequential equilibria",
            "  lowest  1/2",
            "R2",
            "  way     mediators",
            "  lowest  -3",
        ]
    assert plain(pd.DataFrame(rows, columns=head)).splitlines() == list(in_columns(head, rows))


def test_clauses_and_headings_are_broken_where_the_terminal_ends():
    with within(30):
        assert underlined("what does breakfast say about the one who eats it?")[-1] == "-" * 29
        assert max(map(len, wrap("off the path Receiver duel or retreat at quiche", "   "))) <= 30
        assert list(laid_out([("a", "b"), ("a", "c")], "")) == ["a  b", "   c"]
