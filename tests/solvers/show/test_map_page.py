"""A map as one page: it holds everything, fetches nothing, and says at a point what Python says."""

import json
import random
import re
import shutil
import subprocess
from fractions import Fraction
from math import isclose
from pathlib import Path

import pytest

import games
import solvers
from games import GameError, Parameter, game
from solvers.show import map_page
from solvers.show.map_page import page_data

NAMES = ["defection_for_immunity", "beer_quiche", "provocation_trap"]
ASK = """
const ask = answers(data), asked = JSON.parse(require("fs").readFileSync(0, "utf8"));
console.log(JSON.stringify(asked.map(words => {
  const point = Object.fromEntries(Object.entries(words).map(([name, x]) => [name, read(x)])), found = ask.regime(point), values = floats(point);
  const forms = found.families.map(k => [...data.families[k].outcomes, ...data.families[k].forms].map(([, form]) => { const number = ask.value(form, values); return Number.isNaN(number) ? null : number; }));
  return {name: found.name, where: found.where, families: found.families, forms};
})));
"""


@pytest.fixture(scope="module", params=NAMES)
def mapped(request):
    return solvers.regimes(games.load(request.param))


def told(mapped, points):
    """What the page's program says at points, run by node."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is not installed")
    logic = (Path(map_page.__file__).parent / "map_page.js").read_text()
    program = f"const data = {json.dumps(page_data(mapped))};\n{logic}\n{ASK}"
    asked = json.dumps([{name: str(x) for name, x in point.items()} for point in points])
    done = subprocess.run([node, "-e", program], input=asked, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def points_of(mapped, count, seed=1):
    """Points inside the domain, those on walls of one parameter among them."""
    rng = random.Random(seed)
    data = page_data(mapped)
    found = []
    while len(found) < count:
        point = {
            p["name"]: Fraction(p["low"]) + (Fraction(p["high"]) - Fraction(p["low"])) * Fraction(rng.randint(1, 39), 40)
            for p in data["parameters"]
        }
        if mapped.game.domain.contains(point):
            found.append(point)
    return found


def agrees(mapped, points):
    for point, said in zip(points, told(mapped, points), strict=True):
        regime = mapped.regime(**point)
        if regime is None:
            assert said["name"] == "On a wall" and not said["families"]
            continue
        generic = [family for family in mapped.families if family.generic]
        assert [generic[k].name for k in said["families"]] == list(regime.families), point
        for k, forms in zip(said["families"], said["forms"], strict=True):
            family = generic[k]
            values = [value for value in family.outcomes.values() if value != 0] + [value for _, value in map_page._values(family)]
            for value, number in zip(values, forms, strict=False):
                exact = value.at(point) if hasattr(value, "at") else value
                if number is None:
                    assert set(family.free) & set(getattr(exact, "free", ())) or exact.roots
                else:
                    assert isclose(number, float(exact), rel_tol=1e-9, abs_tol=1e-12), (family.name, point)


def test_the_page_says_what_python_says(mapped):
    agrees(mapped, points_of(mapped, 60))


@pytest.mark.slow
def test_the_page_says_what_python_says_at_very_many_points(mapped):
    agrees(mapped, points_of(mapped, 34_000))


def test_a_point_on_a_wall_is_known_to_lie_on_it():
    mapped = solvers.regimes(games.load("beer_quiche"))
    wall = {"p": Fraction(1, 2)}
    assert mapped.regime(**wall) is None
    (said,) = told(mapped, [wall])
    assert said["name"] == "On a wall" and "p = 1/2" in said["where"] and "where R1, R2 meet" in said["where"]
    assert told(mapped, [{"p": Fraction(3, 2)}])[0]["name"] == "Outside the domain"


def test_the_page_is_small_and_fetches_nothing(mapped, tmp_path):
    path = mapped.html(tmp_path / "map.html")
    page = path.read_text()
    assert len(page) < 2_000_000 and [p.name for p in tmp_path.iterdir()] == ["map.html"]
    assert not re.search(r"(?:src|href)=|@import|url\(|fetch\(|XMLHttpRequest", page)
    found = json.loads(re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.S).group(1))
    assert [wall["text"] for wall in found["walls"]] == [wall.threshold.text() for wall in mapped.walls]
    assert len(found["regimes"]) == len(mapped.regimes)


@game(players=("</script><script>alert(1)</script>",))
def hostile(play, *, p=Parameter(Fraction(1, 2), domain="0 < p < 1", means="<b>DATA</b> LOGIC")):
    """A title with </script> and <img src=x> in it."""
    side = play.chance("coin", {"heads": p, "tails": 1 - p})
    return (int(play.choose(play_of(), ["heads", "<i>tails</i>"]) == side),)


def play_of():
    return "</script><script>alert(1)</script>"


def test_labels_cannot_leave_the_data(tmp_path):
    page = solvers.regimes(hostile()).html(tmp_path / "map.html").read_text()
    assert page.count("<script") == 3 and page.count("</script>") == 3 and "<img" not in page and "<i>" not in page


def test_what_no_page_can_be_made_of_is_refused(tmp_path):
    mapped = solvers.regimes(games.load("beer_quiche"))
    with pytest.raises(GameError, match=r"ends in \.html"):
        mapped.html(tmp_path / "map.txt")
    with pytest.raises(GameError, match="no open parameter"):
        solvers.regimes(games.load("selten_horse")).html(tmp_path / "map.html")
    assert not list(tmp_path.iterdir())
