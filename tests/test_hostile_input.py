"""Hostile and unlucky input: broken files, labels that mean something elsewhere, and writing that is cut short."""

import html.parser
import json
import os
import re
import signal
import subprocess
import sys
import time
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

import games
import solvers
from benchmarks.fuzzing import fuzzed
from games import Parameter
from games.whole_files import write_together, write_whole
from solvers.show.formula import mathtext
from solvers.show.picture import map_figure
from solvers.show.shown_figure import encoded

HOSTILE = (
    '<script>alert("x")</script>',
    "a & b</td>",
    "$x_1^{2}$",
    r"\end{document}\input{/etc/passwd}",
    "# | `rm -rf` | [a](b)",
    "x;(exit)|\n\u202e%",
)


def test_a_thousand_broken_inputs_are_refused_in_words():
    report = fuzzed(1000, seed=0)
    assert report.others == [] and report.inputs.total() == 1000
    assert all(report.refused[name] < count or name == "checkpoint" for name, count in report.inputs.items()), "some must be read"


# ------------------------------------------------------------------ labels that mean something elsewhere


@pytest.fixture(scope="module")
def hostile():
    """Beer and quiche with labels that are code in one format or another."""
    one, two, three, four, left, right = HOSTILE

    def told(play, *, p=Parameter("9/10", "0 < p < 1", means=two)):
        kind = play.chance(four, {one: p, two: 1 - p})
        play.tell(three, kind)
        meal = play.choose(three, [left, right])
        duel = play.choose(four, [one, two]) == one
        play.outcome(f"{meal}{duel}")
        return int((meal == left) == (kind == one)) + 2 * (not duel), int(duel != (kind == one))

    told.__doc__ = f"Hostile {one}."
    return games.game(players=(three, four))(told)()


@pytest.fixture(scope="module")
def mapped(hostile):
    return solvers.regimes(hostile, check=0)


class Elements(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.seen = set()

    def handle_starttag(self, tag, attrs):
        self.seen.add(tag)
        assert not any(name.startswith("on") for name, _ in attrs)


def test_html_holds_no_element_of_a_label(hostile, mapped, tmp_path):
    parts = [
        mapped._repr_mimebundle_()["text/html"],
        solvers.solve(hostile)._repr_mimebundle_()["text/html"],
        hostile._repr_mimebundle_()["text/html"],
    ]
    for part in parts:
        parser = Elements()
        parser.feed(part)
        assert "script" not in parser.seen
    page = mapped.html(tmp_path / "map.html").read_text(encoding="utf-8")
    assert "<script>alert" not in page and "</td>" not in page.split("<script", 1)[1]


def test_pictures_are_well_formed(hostile, mapped):
    for svg in (games.tree_svg(hostile), encoded(map_figure(mapped), "svg").decode()):
        root = ET.fromstring(svg)
        assert not [element for element in root.iter() if element.tag.endswith("script")]


def test_latex_runs_no_command_of_a_label(mapped, hostile):
    for paper in (mapped.latex(), solvers.solve(hostile).latex(), games.tree_tikz(hostile), solvers.Families.latex(mapped.solved)):
        assert "\\input{" not in paper and paper.count(r"\end{document}") <= 1
        assert not re.search(r"(?<!\\)#", paper) and "\n%" not in paper.replace("\\%", "")


def test_mathtext_is_given_no_commands():
    assert mathtext("x_1") and not any(re.search(r"\\(end|input)", mathtext(label) or "") for label in HOSTILE)


def test_markdown_keeps_its_columns(mapped):
    for table in (mapped.to_markdown(), mapped.solved.to_markdown()):
        rows = table.splitlines()
        assert {len(re.findall(r"(?<!\\)\|", row)) for row in rows} == {rows[0].count("|")}
        assert "<script" not in table.replace(r"\<", "")


def test_decisions_hold_no_command_of_a_label(mapped, tmp_path):
    for file in mapped.decisions(tmp_path):
        if file.suffix == ".smt2":
            outside = re.sub(r"(?m);.*$|\"(?:[^\"]|\"\")*\"|\|[^|]*\|", "", file.read_text(encoding="utf-8"))
            assert outside.count("(") == outside.count(")") and outside.count("(exit)") <= 1
    json.loads((tmp_path / "index.json").read_text(encoding="utf-8"))


def test_results_with_such_labels_come_back(mapped, hostile, tmp_path):
    back = solvers.read_result(solvers.write_result(mapped, tmp_path / "map.json"), hostile)
    assert back.as_json() == mapped.as_json() and back.text() == mapped.text()


# ------------------------------------------------------------------ writing that is cut short


def test_what_stood_there_stands_when_writing_fails(tmp_path, monkeypatch):
    path = write_whole(tmp_path / "a.txt", "before")

    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_together(tmp_path, {"a.txt": b"after", "b.txt": b"after"})
    assert path.read_text() == "before" and [p.name for p in tmp_path.iterdir()] == ["a.txt"]


@pytest.mark.slow
@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_a_killed_command_leaves_no_half_written_file(tmp_path, sign):
    """Whenever a command is killed, a file is there whole or not at all."""
    for wait in (0.3, 0.6, 0.9, 1.2, 2.0):
        out = tmp_path / f"{sign}-{wait}"
        command = [sys.executable, "-m", "solvers", "regimes", "beer_quiche", "--out", str(out)]
        running = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=Path(games.__file__).parents[1])
        time.sleep(wait)
        running.send_signal(sign)
        running.wait()
        for path in out.glob("[!.]*") if out.exists() else ():
            if path.suffix == ".json":
                json.loads(path.read_bytes())
            assert path.stat().st_size
