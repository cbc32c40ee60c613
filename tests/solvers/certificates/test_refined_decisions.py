"""Decisions of refined maps as files: which mixtures there are, what follows, and that tampering is seen."""

import json
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
import signalling
from click.testing import CliRunner

import games
import solvers
from solvers.__main__ import command_line


@pytest.fixture(scope="module")
def refined():
    return solvers.regimes(games.load("beer_quiche"), refine="d1", check=0)


@pytest.fixture(scope="module")
def files(refined, tmp_path_factory):
    folder = tmp_path_factory.mktemp("refined")
    refined.decisions(folder)
    return folder


@pytest.fixture
def copied(files, tmp_path):
    for path in files.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    return tmp_path


def kinds(folder):
    return Counter(entry["kind"] for entry in json.loads((folder / "index.json").read_text())["decisions"])


def disagreeing(folder):
    return [r.file for r in solvers.recheck(folder).results if r.verdict == "DISAGREE"]


def test_every_decision_of_a_refined_map_is_decided_again_and_needs_no_solver(files):
    told = solvers.recheck(files)
    assert told.agrees and told.counts == {"agree": 101, "unknown": 0, "DISAGREE": 0}
    assert told.as_json()["without_solver"] == 101 and kinds(files)["mixture"] == 34
    assert told.text().startswith("beer_quiche: sequential equilibria whose outcome stands under d1 in p")


def test_the_files_say_which_mixtures_there_are(files):
    said = [entry["says"] for entry in json.loads((files / "index.json").read_text())["decisions"]]
    pooling = "wherever 'Sender pooling on quiche; Receiver retreat; off the path Receiver duel at beer' exists."
    assert f"After 'beer' no mixture of beliefs (type strong) makes duel or retreat best {pooling}" in said
    read_me = (files / "README.md").read_text()
    assert "beer_quiche: sequential equilibria whose outcome survives criterion D1 in p" in read_me
    assert "that Cho and Kreps 1987 ask of an unsent message just whether these mixtures exist" in " ".join(read_me.split())


@pytest.mark.parametrize(
    "story, refine, stands, undecided",
    [
        pytest.param(signalling.terror, "d1", 4, 0, marks=pytest.mark.slow),  # families whose outcome stands in a part of where they exist
        pytest.param(signalling.terror, "divinity", 6, 0, marks=pytest.mark.slow),
        pytest.param(lambda: games.load("beer_quiche"), "intuitive", 0, 0, marks=pytest.mark.slow),
        pytest.param(lambda: games.load("beer_quiche"), "undefeated", 0, 0, marks=pytest.mark.slow),
        pytest.param(lambda: games.load("defection_for_immunity", core=True), "d1", 6, 2, marks=pytest.mark.slow),
    ],
)
def test_other_refined_maps_agree(story, refine, stands, undecided, tmp_path):
    """What the map could not decide, as it says itself, is all that is not confirmed."""
    solvers.regimes(story(), "all", refine=refine, check=0).decisions(tmp_path, certificates=False)
    told = solvers.recheck(tmp_path)
    assert told.agrees and told.counts["unknown"] == undecided, told.text()
    assert kinds(tmp_path)["stands"] == stands and kinds(tmp_path)["mixture"]


def test_a_family_that_is_kept_although_its_outcome_does_not_stand_is_seen(refined, tmp_path):
    first, *rest = refined.solved.removed
    solved = replace(refined.solved, families=(*refined.solved.families, first), removed=tuple(rest))
    replace(refined, solved=solved).decisions(tmp_path, certificates=False)
    assert {name.split("-")[0] for name in disagreeing(tmp_path)} == {"stands", "absent"}


def test_a_family_that_is_removed_although_its_outcome_stands_is_seen(refined, tmp_path):
    *others, last = refined.solved.families
    solved = replace(refined.solved, families=tuple(others), removed=(*refined.solved.removed, last))
    kept = tuple(replace(r, families=tuple(n for n in r.families if n != last.name)) for r in refined.regimes)
    replace(refined, solved=solved, regimes=kept).decisions(tmp_path, certificates=False)
    assert {name.split("-")[0] for name in disagreeing(tmp_path)} == {"stands"}


@pytest.mark.slow
def test_a_family_that_stands_elsewhere_than_the_map_says_is_seen(tmp_path):
    found = solvers.regimes(signalling.terror(), "all", refine="d1", check=0)
    name = next(f.name for f in found.families if f.verdict.survives == "somewhere")
    turned = [
        replace(f, exists=replace(f.exists, survives=tuple(tuple((-e, r) for e, r in c) for c in f.exists.survives)))
        if f.name == name
        else f
        for f in found.families
    ]
    replace(found, solved=replace(found.solved, families=tuple(turned))).decisions(tmp_path, certificates=False)
    assert {"stands", "holds"} <= {name.split("-")[0] for name in disagreeing(tmp_path)}


@pytest.mark.parametrize("forge", ["weight", "nothing", "another"])
def test_a_forged_certificate_of_a_mixture_is_refused(copied, forge, capsys):
    path = copied / "mixture-0001.proof.json"
    content = {"nothing": "{}", "another": (copied / "mixture-0005.proof.json").read_text()}
    path.write_text(content.get(forge) or path.read_text().replace('"1"', '"2"', 1))
    assert disagreeing(copied) == ["mixture-0001.smt2"]
    checker = {"__name__": "checker"}
    exec(Path(copied / "check_certificates.py").read_text(), checker)
    assert checker["main"](copied) == 1 and "REFUSED: mixture-0001.proof.json" in capsys.readouterr().out


def test_a_changed_question_about_a_mixture_is_seen(copied):
    path = copied / "mixture-0005.smt2"
    said = path.read_text()
    path.write_text(said.replace("(assert (<= (* p |weight", "(assert (>= (* p |weight"))
    assert path.read_text() != said and disagreeing(copied) == ["mixture-0005.smt2"]


def test_the_command_line_writes_a_refined_map_and_decides_it_again(tmp_path):
    arguments = ["regimes", "beer_quiche", "--refine", "d1", "--json", "--no-certificates", "--decisions", str(tmp_path / "told")]
    done = CliRunner().invoke(command_line, arguments)
    assert done.exit_code == 0 and json.loads(done.stdout)["refine"] == "d1"
    again = CliRunner().invoke(command_line, ["recheck", str(tmp_path / "told"), "--json"])
    assert again.exit_code == 0 and json.loads(again.stdout)["DISAGREE"] == 0
