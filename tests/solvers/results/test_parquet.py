"""Parquet files: every frame can be written, and comes back with exact numbers as text, labels as they are, and nothing lost."""

import json
from fractions import Fraction

import pandas as pd
import pytest
from click.testing import CliRunner

import games
import solvers
from games import GameError, Parameter, game
from games.numbers import read
from solvers.cli.commands import command_line
from solvers.show import exchange

pyarrow = pytest.importorskip("pyarrow")


@game(players=('Ann, the "first"', "ß/é"))
def odd_names(play, *, p=Parameter(Fraction(1, 3), domain="0 < p < 1", means="prior")):
    """Labels with commas, quotes, slashes and letters that not everybody writes."""
    play.outcome("war, or\npeace")
    type_ = play.chance("type", {"high": p, "low": 1 - p})
    play.tell('Ann, the "first"', type_)
    sent = play.choose('Ann, the "first"', ["a,b", "中文"])
    return {"x": (3 * (type_ == "high"), 1), "y": (int(sent == "a,b"), 2 * (type_ == "low"))}[play.choose("ß/é", ["x", "y"])]


@pytest.fixture(scope="module")
def beer():
    return games.load("beer_quiche")


def as_text(frame):
    """Cells as they are to come back: exact ones as text."""
    return [[None if cell is None or cell != cell else exchange.text(cell) for cell in row] for row in frame.itertuples(index=False)]


FRAMES = {
    "equilibria": lambda g: solvers.solve(g, p="1/3").frame(),
    "one": lambda g: solvers.solve(g, p="1/3")[0].frame(),
    "families": lambda g: solvers.families(g).frame(),
    "family": lambda g: solvers.families(g)[0].frame(),
    "compared": lambda g: solvers.compare(g, solvers.regimes(g, check=0)),
    "swept": lambda g: solvers.sweep(g, {"p": "1/4:3/4:3"}),
    "plays": lambda g: solvers.simulate(g, solvers.solve(g, p="1/3")[0], 20, 0),
}


@pytest.mark.parametrize("kind", FRAMES)
@pytest.mark.parametrize("named", ["beer_quiche", "odd_names"])
def test_a_frame_comes_back(kind, named, beer, tmp_path):
    frame = FRAMES[kind](beer if named == "beer_quiche" else odd_names())
    back = pd.read_parquet(solvers.write_result(frame, tmp_path / "frame.parquet"))
    assert list(back.columns) == list(frame.columns) and as_text(back) == as_text(frame)


def test_exact_numbers_are_text_that_is_read_again():
    exact = [Fraction(1, 3), 2, read("(1 - q)/(1 + sqrt(2))"), None, 0.1]
    frame = pd.DataFrame({"value": pd.Series(exact, dtype=object), "of": ["a", "b", "c", "d", None], "n": range(5)})
    from io import BytesIO

    back = pd.read_parquet(BytesIO(exchange.parquet(frame)))
    assert [None if pd.isna(x) else x for x in back["value"]] == ["1/3", "2", exact[2].text(), None, "0.1"]
    assert read(back["value"][2]) == exact[2] and back["n"].tolist() == [*range(5)] and pd.isna(back["of"][4])


def test_the_command_writes_both_files_with_the_same_numbers(tmp_path):
    call = ["sweep", "beer_quiche", "--grid", "p=1/4,1/2,2", "--method", "enumerate", "--parquet", "--out", str(tmp_path), "--json"]
    answer = json.loads(CliRunner().invoke(command_line, call).stdout)
    csv, parquet = pd.read_csv(tmp_path / "sweep.csv"), pd.read_parquet(tmp_path / "sweep.parquet")
    assert len(csv) == len(parquet) == len(answer["rows"]) and list(csv.columns) == list(parquet.columns)
    assert csv.astype(str).to_numpy().tolist() == parquet.astype(str).to_numpy().tolist()
    assert parquet.attrs == {"method": "enumerate", "points": 2, "outside": 1, "reused": 0}
    assert parquet["family"].dtype == "category"


def test_a_parquet_file_that_cannot_be_written_is_refused(beer, tmp_path):
    with pytest.raises(GameError, match="cannot be written"):
        solvers.write_result(solvers.sweep(beer, {"p": ["1/3"]}), tmp_path / "nowhere" / "sweep.parquet")
