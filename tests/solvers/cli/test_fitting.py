"""The commands between models and data: what they print, write and refuse."""

import io
import json

import pandas as pd
from click.testing import CliRunner

from solvers.__main__ import command_line

HELD = ["--set", "V_A=1", "--set", "V_B=1", "--set", "S_A=0", "--set", "C_B=0", "--set", "a=-1.2"]


def run(*arguments):
    done = CliRunner().invoke(command_line, [str(a) for a in arguments])
    return done.exit_code, done.stdout, done.stderr


def written(tmp_path):
    rows = pd.DataFrame({"x": [0, 1], "status quo": [60, 50], "concession": [20, 28], "back down": [12, 12], "fight": [8, 10]})
    rows.to_csv(tmp_path / "rows.csv", index=False)
    return tmp_path / "rows.csv"


def test_plays_are_printed_as_a_table_and_written(tmp_path):
    code, told, _ = run("simulate", "beer_quiche", "--equilibrium", 1, "--plays", 30, "--seed", 2)
    plays = pd.read_csv(io.StringIO(told))
    assert code == 0 and len(plays) == 30 and "Sender at strong" in plays
    code, told, _ = run("simulate", "beer_quiche", "--equilibrium", 1, "--plays", 3, "--json")
    assert len(json.loads(told)["plays"]) == 3
    assert run("simulate", "beer_quiche", "--equilibrium", 1, "--plays", 3, "--out", tmp_path)[0] == 0 and (tmp_path / "plays.csv").exists()
    code, _, error = run("simulate", "beer_quiche", "--equilibrium", 9)
    assert code == 2 and error.startswith("Error: --equilibrium 9: there are ")


def test_rows_of_a_file_are_fitted(tmp_path):
    rows = written(tmp_path)
    wanted = ("fit", "lewis_schultz", rows, "--link", "W_A=1", "--link", "W_B=1 + x", "--starts", 2, *HELD)
    code, told, _ = run(*wanted, "--equilibrium", "lowest resist", "--out", tmp_path / "out")
    assert code == 0 and told.startswith("lewis_schultz('normal') fitted to 200 crises in 2 groups")
    assert {f.name for f in (tmp_path / "out").iterdir()} == {"coefficients.csv", "equilibria.csv", "coefficients.tex"}
    code, told, _ = run(*wanted, "--equilibrium", "lowest resist", "--json")
    assert set(json.loads(told)["coefficients"]) == {"W_A: constant", "W_B: constant", "W_B: x"}


def test_refusals_are_one_sentence(tmp_path):
    rows = written(tmp_path)
    code, _, error = run("fit", "lewis_schultz", rows, "--link", "W_A=1", *HELD, "--set", "W_B=-3")
    assert code == 2 and error.startswith("Error: Which equilibrium is played where several exist is an assumption of yours; name one:")
    code, _, error = run("fit", "lewis_schultz", rows, "--link", "W_A", "--equilibrium", "unique")
    assert code == 2 and "--link W_A is not of the form NAME=FORMULA" in error
    (tmp_path / "empty.csv").write_text("")
    code, _, error = run("fit", "lewis_schultz", tmp_path / "empty.csv", "--link", "W_A=1", "--equilibrium", "unique")
    assert code == 2 and "is no CSV file" in error
