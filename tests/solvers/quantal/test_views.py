"""Quantal response on the command line, in text, in files, and by the verifier alone."""

import json
from fractions import Fraction

import pytest
from click.testing import CliRunner

import games
from solvers import quantal_response, solve, verify_response
from solvers.__main__ import command_line
from solvers.concept import concept_named


def run(*arguments):
    done = CliRunner().invoke(command_line, [str(a) for a in arguments])
    return done.exit_code, done.stdout, done.stderr


def test_equilibria_on_the_command_line(tmp_path):
    code, said, _ = run("quantal", "bending_branch", "--precision", "3", "--json")
    told = json.loads(said)
    assert code == 0 and told["found"] == "all" and told["precision"] == "3" and told["concept"] == "quantal" and told["undecided"] == 0
    assert len(told["solutions"]) == 3 and isinstance(told["solutions"][0]["profile"]["Row"]["start"]["r1"], float)
    low, high = map(Fraction, told["solutions"][0]["boxes"]["Row"]["start"]["r1"])
    assert 0 < high - low < Fraction(1, 10**35)
    code, said, _ = run("quantal", "bending_branch", "--precision", "3", "--principal", "--out", tmp_path)
    assert code == 0 and "at precision 3: 1 logit quantal response equilibrium" in said and "verified in balls" in said
    assert {path.suffix for path in tmp_path.iterdir()} == {".txt", ".json", ".tex"}


def test_a_correspondence_on_the_command_line(tmp_path):
    code, said, _ = run("correspondence", "stag_hunt", "--to", "5", "--out", tmp_path)
    assert code == 0 and "0 to 4.571055784: 1 equilibrium" in said and "a fold on branch 2" in said
    assert {path.suffix for path in tmp_path.iterdir()} == {".txt", ".json", ".svg", ".png"}
    told = json.loads((tmp_path / "stag_hunt-correspondence.json").read_text())
    assert told["by"] == "precision" and told["found"] == "all" and [fold["appear"] for fold in told["folds"]] == [True]
    code, said, _ = run("correspondence", "asymmetric_pennies", "--by", "X", "--from", "2", "--to", "9", "--precision", "1", "--json")
    assert code == 0 and json.loads(said)["counts"] == [{"at": "21/4", "count": 1, "counted": True, "from": 2.0, "proved": True, "to": 9.0}]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("quantal", "kuhn", "--precision", "fast"), "precision = 'fast' is no number of at least 0"),
        (("correspondence", "kuhn", "--by", "ante", "--to", "1"), "Along ante quantal response equilibria are those at a precision"),
        (("solve", "kuhn", "--concept", "quantal"), "Responses of people who err are those at a precision; give it as --precision 1"),
    ],
)
def test_refusals_on_the_command_line(arguments, said):
    code, out, error = run(*arguments)
    assert code == 2 and out == "" and said in error


def test_text_and_html_say_the_precision_and_the_proof():
    found = solve(games.load("kuhn"), "quantal", precision="1/2")
    for said in (" ".join(found.text().split()), found._repr_mimebundle_()["text/html"]):
        assert "at precision 1/2" in said and "no probability differs from the response by more than" in said and "These are all" in said
        assert "supports" not in said
    assert concept_named("quantal").described.startswith("logit quantal response equilibria (McKelvey and Palfrey 1995, 1998)")
    assert len(found[0].frame()) == 24


def test_beliefs_payoffs_and_outcomes_follow_from_the_profile():
    (one,) = quantal_response(games.load("selten_horse"), 2)
    p = one.profile
    down, right = p["1"]["start"]["D"], p["1"]["start"]["A"] * p["2"]["A"]["d"]
    belief = next(iter(one.beliefs["3"].values()))
    assert sum(belief.values()) == pytest.approx(1) and max(belief.values()) == pytest.approx(max(down, right) / (down + right))
    assert sum(one.outcomes.values()) == pytest.approx(1)


def test_the_verifier_judges_bounds_all_over():
    game = games.load("prisoners_dilemma").at()
    (one,) = quantal_response(game, 1)
    sharp = verify_response(game, one.profile, 1, bounds=one.boxes)
    wide = {
        p: {s: {a: (lo - Fraction(1, 100), hi + Fraction(1, 100)) for a, (lo, hi) in row.items()} for s, row in t.items()}
        for p, t in one.boxes.items()
    }
    assert sharp.equilibrium and max(sharp.gains.values()) < 1e-30
    assert not verify_response(game, one.profile, 1, bounds=wide).equilibrium
    assert verify_response(game, one.profile, 1, bounds=wide, within="1/5").equilibrium
