"""The site's sources: no page that is named is missing, examples run and say what stands below them, made pages name everything."""

import contextlib
import importlib.util
import io
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import games
import solvers
from solvers.concept import CONCEPTS, CORRELATIONS, REFINEMENTS

ROOT = Path(solvers.__file__).parents[1]
DOCS = ROOT / "docs"
PAGES = sorted(DOCS.glob("*.md"))
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```", re.M | re.S)


@pytest.fixture(scope="module")
def pages():
    spec = importlib.util.spec_from_file_location("made_pages", DOCS / "made_pages.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def there(target, made):
    """Whether a page or picture is written or made."""
    path = os.path.normpath(target)
    return path.removeprefix("made/") in made if path.startswith("made/") else (DOCS / path).exists()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_no_page_that_is_named_is_missing(page, pages):
    text, made = page.read_text(), pages.made()
    prose = BLOCK.sub("", text)
    targets = [
        target.partition("#")[0]
        for target in re.findall(r"\]\(([^)\s]+)\)|{download}`[^<]*<([^>]+)>`", prose)
        for target in target
        if target
    ]
    assert [target for target in targets if not target.startswith("http") and not there(target, made)] == []
    for included, options in re.findall(r"```{include} (\S+)\n(.*?)```", text, re.S):
        source = (DOCS / included).read_text()
        assert [mark for mark in re.findall(r'"(<!-- .*? -->)"', options) if source.count(mark) != 1] == []
    for options in re.findall(r"```{toctree}\n(.*?)```", text, re.S):
        named = [line for line in options.splitlines() if line and not line.startswith(":")]
        assert [name for name in named if not name.endswith("*") and not there(f"{name}.md", made)] == []


@pytest.mark.parametrize("page", [page for page in PAGES if "```python" in page.read_text()], ids=lambda page: page.stem)
def test_examples_run_and_say_what_stands_below_them(page, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    names, said = {"__name__": "page"}, ""
    for kind, content in BLOCK.findall(page.read_text()):
        if kind == "python":
            with contextlib.redirect_stdout(io.StringIO()) as out:
                exec(compile(content, page.name, "exec"), names)
            said = out.getvalue()
        elif kind == "text":
            assert said == content


def test_every_record_and_every_public_name_has_a_section(pages):
    concepts = pages.concepts_page()
    assert [name for name in (*CONCEPTS, *CORRELATIONS, *REFINEMENTS) if f"## `{name}`" not in concepts] == []
    made = pages.made()
    named = "\n".join(made[page]() for page in ("asking.md", "results.md", "stories.md"))
    constants = {"PREDICTIONS"}
    for package in (games, solvers):
        assert [name for name in package.__all__ if f":: {package.__name__}.{name}\n" not in named and name not in constants] == []


def test_every_game_has_a_page_with_its_parameters_and_answers(pages, monkeypatch, tmp_path):
    monkeypatch.setenv("SITE_WITHOUT_PICTURES", "1")
    monkeypatch.setattr(pages, "KEPT", tmp_path)
    assert [entry["name"] for entry in games.entries() if f"games/{entry['name']}.md" not in pages.made()] == []
    page = pages.game_page("beer_quiche")
    assert page.startswith("# Beer and quiche") and "| `p` | 9/10 | 0 &lt; p &lt; 1 | prior that the Sender is strong |" in page
    assert "- Pooling on quiche fails the intuitive criterion and D1" in page and "## Tree" not in page


def test_a_picture_is_kept_by_the_fingerprint_of_its_game(pages, monkeypatch, tmp_path):
    monkeypatch.setattr(pages, "KEPT", tmp_path)
    assert pages.picture("beer_quiche", "tree.svg").startswith(b"<svg") and b"</svg>" in pages.picture("beer_quiche", "map.svg")
    (kept,) = tmp_path.glob("beer_quiche-*-tree.svg")
    kept.write_bytes(b"kept")
    assert pages.picture("beer_quiche", "tree.svg") == b"kept"
    assert "```{image} ../pictures/beer_quiche-tree.svg\n" in pages.game_page("beer_quiche")


def test_labels_are_no_markup(pages):
    assert pages.markdown("<b>*a*_b_</b> [x](y) `$`") == r"&lt;b&gt;\*a\*\_b\_&lt;/b&gt; \[x\](y) \`\$\`"
    assert pages.table(("a",), [("b|c\nd",)]) == "| a |\n| --- |\n| b\\|c d |"


@pytest.mark.slow
def test_the_site_is_built_without_a_warning(tmp_path):
    pytest.importorskip("myst_nb", reason="Sphinx is not installed: pip install 'cartel-games[docs]'")
    command = [sys.executable, "-m", "sphinx", "-W", "-q", "-d", str(tmp_path / "read"), str(DOCS), str(tmp_path / "site")]
    environment = {**os.environ, "SITE_WITHOUT_PICTURES": "1", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, capture_output=True, text=True, env=environment)
    assert done.returncode == 0, done.stderr[-2000:]
    assert (tmp_path / "site" / "index.html").exists() and (tmp_path / "site" / "made" / "concepts.html").exists()


def test_a_map_that_is_broken_off_is_not_shown_and_that_of_the_examples_is_not_broken_off(pages, monkeypatch, tmp_path):
    game = games.load("beer_quiche")
    monkeypatch.setattr(pages, "KEPT", tmp_path)
    monkeypatch.setattr(pages, "MOST_SECONDS", 1e-9)
    assert pages._drawn(game, "page.html") == b""
    monkeypatch.setattr(pages, "SHOWN", "beer_quiche")
    assert b"beer_quiche" in pages._drawn(game, "page.html")
