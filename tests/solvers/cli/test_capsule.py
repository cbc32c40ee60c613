"""A capsule runs by itself, and a story's faults are told on the command line."""

import json
import platform
import shutil
import subprocess
import sys
from importlib.metadata import version

import pytest
from click.testing import CliRunner

from solvers.cli.capsule import _copy_program
from solvers.cli.commands import command_line

STORY = """
from games import game

@game(players=("A",))
def coin(play):
    "A coin."
    side = play.chance("coin", ["heads", "tails"])
    return (int(play.choose("A", ["heads", "tails"]) == "head"),)
"""


def run(*arguments):
    return CliRunner().invoke(command_line, [str(argument) for argument in arguments])


@pytest.fixture
def story(tmp_path):
    path = tmp_path / "coin.py"
    path.write_text(STORY)
    return path


def test_a_story_is_checked(story):
    done = run("check", f"{story}:coin")
    assert done.exit_code == 0
    assert "Nobody can tell what comes out of the chance move 'coin' (heads, tails), though somebody moves after it." in done.stdout
    assert "The rules compare with 'head', which is no action and no outcome; did you mean 'heads'?" in done.stdout
    kinds = [one["kind"] for one in json.loads(run("check", f"{story}:coin", "--no-map", "--json").stdout)["remarks"]]
    assert kinds == ["unknown name", "untold", "same"]


def test_the_program_in_a_capsule_knows_its_version_and_licence_by_itself(tmp_path):
    """Results name the version; where the program is not installed, as at a data editor's, it comes from the capsule."""
    _copy_program(tmp_path / "program")
    asked = "import sys; sys.path.insert(0, 'program'); from importlib.metadata import version; print(version('cartel-games'))"
    told = subprocess.run([sys.executable, "-S", "-c", asked], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert told.stdout.strip() == version("cartel-games")
    assert "GNU GENERAL PUBLIC LICENSE" in (tmp_path / "program" / "LICENSE").read_text()


@pytest.mark.slow
def test_a_capsule_makes_its_exhibits_again(story, tmp_path):
    folder = tmp_path / "capsule"
    done = run("capsule", folder, f"solve {story}:coin", "catalog beer_quiche")
    assert done.exit_code == 0, done.output
    expected = (folder / "expected.sha256").read_text()
    assert "exhibits/01-solve/coin-solutions.json" in expected and "exhibits/02-catalog/output.txt" in expected
    assert {"README.md", "Dockerfile", "lock.txt", "run.sh", "program", "inputs"} <= {path.name for path in folder.iterdir()}
    assert "GNU GENERAL PUBLIC LICENSE" in (folder / "program" / "LICENSE").read_text()
    assert "python-flint==" in (folder / "lock.txt").read_text() and "inputs/coin.py:coin" in (folder / "run.sh").read_text()
    again = subprocess.run(["sh", str(folder / "run.sh")], capture_output=True, text=True)
    assert again.returncode == 0 and "FAILED" not in again.stdout, again.stdout + again.stderr


@pytest.mark.slow
def test_the_container_recipe_works_step_by_step(tmp_path):
    """No container is built here: its steps are taken one after another in an empty environment and an empty folder."""
    capsule, inside = tmp_path / "capsule", tmp_path / "inside"
    assert run("capsule", capsule, "catalog beer_quiche", "solve beer_quiche --set p=1/3").exit_code == 0
    subprocess.run([sys.executable, "-m", "venv", str(tmp_path / "image")], check=True)
    clean = {"PATH": f"{tmp_path / 'image' / 'bin'}:/usr/bin:/bin", "HOME": str(tmp_path)}
    first, *steps = (capsule / "Dockerfile").read_text().splitlines()
    assert first == f"FROM python:{platform.python_version()}-slim"
    for word, rest in (step.split(" ", 1) for step in steps):
        if word == "WORKDIR":
            inside.mkdir()
        elif word == "COPY":
            source, target = rest.split()
            copied = shutil.copytree if (capsule / source).is_dir() else shutil.copy
            copied(capsule / source, inside / target, **({"dirs_exist_ok": True} if copied is shutil.copytree else {}))
        else:
            call = ["sh", "-c", rest] if word == "RUN" else json.loads(rest)
            done = subprocess.run(call, cwd=inside, env=clean, capture_output=True, text=True)
            assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count(": OK") == len((capsule / "expected.sha256").read_text().splitlines()) > 1


def test_a_capsule_that_fails_leaves_nothing(tmp_path):
    for exhibits, said in (
        (("nonsense beer_quiche",), "begins with no command"),
        (("solve beer_quiche --out here",), "leave --out away"),
        (("solve 'beer",), "cannot be read"),
    ):
        done = run("capsule", tmp_path / "capsule", *exhibits)
        assert done.exit_code == 2 and said in done.output and list(tmp_path.iterdir()) == []
