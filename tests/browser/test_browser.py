"""The offline page and JupyterLab in a real browser: pages opened, notebooks run, sliders moved, what they say read back.

Run by hand with ``-m slow``. Screenshots go to the folder that CARTEL_GAMES_SCREENSHOTS names, where it is set.
"""

import contextlib
import os
import re
import shutil
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from fractions import Fraction
from pathlib import Path
from time import sleep

import pytest

import games
import solvers
from games import Parameter, game

pytestmark = pytest.mark.slow
SHOTS = os.environ.get("CARTEL_GAMES_SCREENSHOTS")
CELLS = [
    "import games, solvers\nmapped = solvers.regimes(games.load('defection_for_immunity'))",
    "mapped.families[0].draw()",
    "mapped",
    "mapped.plot('deal_kept', by='phi')",
    "widget = solvers.explore(mapped)\nwidget",
    "print('read back:', widget.value['phi'], widget.regime.name)",
]
MILLISECONDS = 90_000  # a busy machine is given time


@pytest.fixture(scope="module")
def browser():
    api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed: pip install 'cartel-games[browser]'")
    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if program is None:
        pytest.skip("no Chromium is installed: apt-get install chromium")
    with api.sync_playwright() as running:
        opened = running.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture
def page(browser):
    page = browser.new_page(viewport={"width": 1280, "height": 1600})
    page.set_default_timeout(MILLISECONDS)
    page.faults = []
    page.on("pageerror", lambda fault: page.faults.append(str(fault)))
    yield page
    page.close()


def shot(seen, name, **options):
    if SHOTS:
        Path(SHOTS).mkdir(parents=True, exist_ok=True)
        seen.screenshot(path=Path(SHOTS) / f"{name}.png", **options)


def overlapping(view):
    """Words of a view that run into one another or out of it, in a few words each."""
    return view.evaluate(
        """view => {
          const pieces = [...view.querySelectorAll("h1, h2, p, b, .row input, .means, .bar > span, .change, .legend span, .end, summary")];
          const seen = pieces.filter(x => x.textContent || x.tagName === "INPUT").map(x => [x, x.getBoundingClientRect()]).filter(([, r]) => r.width && r.height);
          const whole = view.getBoundingClientRect(), bad = view.textContent.includes("[object") ? ["something that is no text"] : [];
          for (const [x, r] of seen) if (r.left < whole.left - 1 || r.right > whole.right + 1) bad.push("outside: " + x.textContent.slice(0, 30));
          seen.forEach(([x, r], k) => seen.slice(k + 1).forEach(([y, s]) => {
            if (x.contains(y) || y.contains(x)) return;
            if (Math.min(r.right, s.right) - Math.max(r.left, s.left) > 1 && Math.min(r.bottom, s.bottom) - Math.max(r.top, s.top) > 2)
              bad.push(x.textContent.slice(0, 30) + " | " + y.textContent.slice(0, 30));
          }));
          return bad;
        }"""
    )


def move(slider, step):
    """Drag a slider to one of its thousand steps."""
    slider.evaluate("(slider, step) => { slider.value = step; slider.dispatchEvent(new Event('input', {bubbles: true})); }", step)


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@contextlib.contextmanager
def serving(command, folder, environment, address, log):
    """A server for as long as it is needed; its address when it answers."""
    environment = {**os.environ, **environment, "PYTHONPATH": str(Path(solvers.__file__).parents[1])}
    with log.open("w") as written, subprocess.Popen(command, cwd=folder, env=environment, stdout=written, stderr=written) as server:
        try:
            for _ in range(MILLISECONDS // 500):
                try:
                    urllib.request.urlopen(address).close()
                    break
                except (urllib.error.URLError, ConnectionError):
                    assert server.poll() is None, log.read_text()
                    sleep(0.5)
            yield address
        finally:
            server.terminate()


# ------------------------------------------------------------------ the page


@pytest.mark.parametrize("name", ["defection_for_immunity", "beer_quiche", "intervention_stance"])
@pytest.mark.parametrize("width", [1000, 480])
def test_the_offline_page_is_opened_and_moved(page, tmp_path, name, width):
    mapped = solvers.regimes(games.load(name))
    fetched = []
    page.on("request", lambda request: fetched.append(request.url))
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(mapped.html(tmp_path / "map.html").as_uri())
    assert page.locator("h2.regime").inner_text() == mapped.regime().name
    sliders = page.locator(".regime-map input[type=range]")
    assert sliders.count() == len(mapped.over)
    for step in (137, 911, 500):
        move(sliders.first, step)
        low, high = (Fraction(page.evaluate(f"data.parameters[0].{end}")) for end in ("low", "high"))
        regime = mapped.regime(**{mapped.over[0]: low + (high - low) * Fraction(step, 1000)})
        page.wait_for_function(
            "name => document.querySelector('h2.regime').textContent === name", arg=regime.name if regime else "On a wall"
        )
    page.wait_for_timeout(1000)  # until the slice is drawn finely
    assert page.locator(".tree svg text").count() > 10 and page.locator(".regime-map .change").count() > 0
    assert overlapping(page.locator(".regime-map")) == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    shot(page, f"page-{name}-{width}", full_page=True)
    assert page.faults == [] and [url for url in fetched if not url.startswith("file:")] == []


def test_a_number_is_typed_and_the_cross_hair_dragged(page, tmp_path):
    mapped = solvers.regimes(games.load("defection_for_immunity"))
    page.goto(mapped.html(tmp_path / "map.html").as_uri())
    box = page.locator(".regime-map input[type=text]").first
    box.fill("9/17")  # on the wall, exactly
    box.press("Enter")
    page.wait_for_function("document.querySelector('h2.regime').textContent === 'On a wall'")
    canvas = page.locator("canvas").first
    corner = canvas.bounding_box()
    page.mouse.click(corner["x"] + corner["width"] * 0.98, corner["y"] + corner["height"] * 0.98)
    page.wait_for_function("name => document.querySelector('h2.regime').textContent === name", arg="R2")
    assert abs(float(Fraction(box.input_value())) - 0.98) < 0.01 and page.faults == []


@game(players=("Guard", "Thief"))
def nights(play, *, p=Parameter(Fraction(1, 2), domain="0 < p < 1")):
    """A tree of five nights, too large to be drawn whole."""
    gain = 0
    for _ in range(5):
        if play.chance("night", {"dark": p, "light": 1 - p}) == "dark":
            gain += play.choose("Thief", ["steal", "stay"]) == "steal"
    return -gain, gain


def test_a_folded_tree_is_opened_by_a_click_and_left_again(page, tmp_path):
    page.goto(solvers.regimes(nights(), check=0).html(tmp_path / "map.html").as_uri())
    ways, payoffs = page.locator("text.way-in"), page.locator("text.payoff")
    folded, ends = ways.count(), payoffs.count()
    assert folded > 3 and "nodes folded" in ways.first.inner_html()
    history = page.locator("g.fold title").first.inner_html()
    passed, stolen = history.count("dark") + history.count("light"), history.count("steal") + history.endswith("dark")
    assert float(payoffs.nth(1).inner_html()) == stolen + (5 - passed) / 2  # what was stolen, and what the nights to come are worth
    shot(page.locator(".tree"), "tree-folded")
    ways.first.dispatch_event("click")
    page.locator(".way button").wait_for()
    assert 0 < payoffs.count() < ends and page.locator(".way b").inner_text() == history
    shot(page.locator(".tree"), "tree-part")
    page.locator(".way button").first.click()
    page.wait_for_function("count => document.querySelectorAll('text.way-in').length === count", arg=folded)
    assert payoffs.count() == ends and page.faults == []


BAD = '</script><img src=x onerror="window.hit = 1"><script>window.hit = 1</script>'


@game(players=(BAD,))
def hostile(play, *, p=Parameter(Fraction(1, 2), domain="0 < p < 1", means=BAD)):
    """A title with </script><script>window.hit = 1</script> in it."""
    side = play.chance("coin", {"heads": p, BAD: 1 - p})
    return (int(play.choose(BAD, ["heads", BAD]) == side),)


def test_labels_are_shown_and_never_run(page, tmp_path):
    page.goto(solvers.regimes(hostile()).html(tmp_path / "map.html").as_uri())
    move(page.locator(".regime-map input[type=range]").first, 900)
    page.wait_for_timeout(500)
    assert page.evaluate("window.hit") is None and page.locator("img").count() == 0
    assert "onerror" in page.locator(".regime-map").inner_text() and page.faults == []


# ------------------------------------------------------------------ JupyterLab


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """An address under which JupyterLab serves a folder, and the folder."""
    pytest.importorskip("jupyterlab", reason="JupyterLab is not installed: pip install 'cartel-games[notebook]'")
    pytest.importorskip("anywidget", reason="anywidget is not installed: pip install 'cartel-games[notebook]'")
    folder, port = tmp_path_factory.mktemp("lab"), free_port()
    settings = [
        "--no-browser",
        f"--port={port}",
        "--ServerApp.port_retries=0",
        "--IdentityProvider.token=",
        f"--ServerApp.root_dir={folder}",
    ]
    home = {name: str(tmp_path_factory.mktemp(name)) for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_RUNTIME_DIR", "JUPYTERLAB_WORKSPACES_DIR")}
    command = [sys.executable, "-m", "jupyterlab", *settings, *(["--allow-root"] if os.getuid() == 0 else [])]
    log = tmp_path_factory.mktemp("log") / "log"
    with serving(command, folder, home, f"http://127.0.0.1:{port}", log) as address:
        yield address, folder


def notebook(folder, name, cells):
    import nbformat

    written = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    written.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(written, folder / name)


def run(page, address, name, cells):
    """Open a notebook in JupyterLab and run its cells one after the other, until each has its number."""
    page.goto(f"{address}/lab/tree/{name}?reset")
    page.locator(".jp-Notebook .jp-CodeCell").nth(cells - 1).wait_for()
    page.locator(".jp-Notebook-ExecutionIndicator[data-status=idle]").first.wait_for(state="attached")
    page.locator(".jp-Notebook .jp-CodeCell .cm-content").first.click()
    page.wait_for_timeout(1000)  # until the keys reach the cell
    for refuse in page.get_by_role("button", name="No", exact=True).all():
        refuse.click()  # no news
    page.locator(".jp-Notebook .jp-CodeCell .cm-content").first.click()
    for k in range(cells):
        step(page, k)


def step(page, k):
    page.keyboard.press("Shift+Enter")
    number = page.locator(".jp-Notebook .jp-CodeCell").nth(k).locator(".jp-InputPrompt")
    try:
        number.filter(has_text=re.compile(r"\[\d+\]")).wait_for()
    except Exception:
        shot(page, "lab-stuck")
        raise


def test_a_notebook_is_run_the_slider_moved_and_the_new_regime_read_back(page, lab):
    address, folder = lab
    notebook(folder, "explored.ipynb", CELLS)
    run(page, address, "explored.ipynb", len(CELLS))
    outputs = [page.locator(".jp-Notebook .jp-CodeCell").nth(k).locator(".jp-OutputArea-output") for k in range(len(CELLS))]
    assert "read back: 2/5 R1" in outputs[-1].first.inner_text()
    for k, name in ((1, "tree"), (2, "map"), (3, "plot")):
        outputs[k].locator("img").first.scroll_into_view_if_needed()
        assert outputs[k].locator("img").first.evaluate("image => image.complete && image.naturalWidth > 100")
        shot(outputs[k].first, f"lab-{name}")
    view = page.locator(".regime-map")
    view.wait_for()
    assert view.locator("h2.regime").inner_text() == "R1"
    view.locator("input[type=range]").first.scroll_into_view_if_needed()
    move(view.locator("input[type=range]").first, 990)
    view.locator("h2.regime").filter(has_text="R2").wait_for()
    page.wait_for_timeout(1500)
    assert overlapping(view) == []
    page.locator(".jp-Notebook .jp-CodeCell").nth(5).locator(".cm-content").click()
    step(page, 5)
    outputs[-1].filter(has_text="read back: 99/100 R2").first.wait_for()
    page.set_viewport_size({"width": 1280, "height": 3000})
    view.scroll_into_view_if_needed()
    page.wait_for_timeout(1000)
    shot(view, "lab-explorer")
    assert page.faults == []


def test_python_moves_the_sliders(page, lab):
    address, folder = lab
    cells = [CELLS[0], CELLS[4], "widget.value = {'phi': '9/17'}\nprint(widget.regime)"]
    notebook(folder, "moved.ipynb", cells)
    run(page, address, "moved.ipynb", len(cells))
    page.locator(".regime-map h2.regime").filter(has_text="On a wall").wait_for()
    assert page.locator(".regime-map input[type=text]").first.input_value() == "9/17"
    assert "None" in page.locator(".jp-Notebook .jp-CodeCell").nth(2).locator(".jp-OutputArea-output").first.inner_text()


# ------------------------------------------------------------------ marimo

APP = """
import marimo

app = marimo.App()


@app.cell
def _():
    import marimo as mo
    import games, solvers
    mapped = solvers.regimes(games.load("beer_quiche"))
    widget = mo.ui.anywidget(solvers.explore(mapped))
    widget
    return mo, widget


@app.cell
def _(mo, widget):
    mo.md(f"read back: {widget.value['value']['p']} {widget.widget.regime.name}")
    return


if __name__ == "__main__":
    app.run()
"""


def test_a_slider_moved_in_marimo_runs_the_cells_that_read_it(page, tmp_path):
    pytest.importorskip("marimo", reason="marimo is not installed: pip install 'cartel-games[browser]'")
    (tmp_path / "app.py").write_text(APP)
    port, log = free_port(), tmp_path / "log"
    command = [sys.executable, "-m", "marimo", "run", "app.py", "--headless", f"--port={port}", "--no-token"]
    with serving(command, tmp_path, {}, f"http://127.0.0.1:{port}", log) as address:
        page.goto(address)
        high, low = (solvers.regimes(games.load("beer_quiche")).regime(p=p).name for p in (Fraction(9, 10), Fraction(1, 5)))
        page.get_by_text(f"read back: 9/10 {high}").wait_for()
        move(page.locator(".regime-map input[type=range]").first, 200)
        page.get_by_text(f"read back: 1/5 {low}").wait_for()
        assert page.locator(".regime-map h2.regime").inner_text() == low and overlapping(page.locator(".regime-map")) == []
        shot(page, "marimo", full_page=True)
