"""A map as one page: it holds everything, fetches nothing, and says at a point what Python says."""

import json
import random
import re
import shutil
import subprocess
from fractions import Fraction
from math import isclose
from pathlib import Path

import crises
import numpy as np
import pytest
from matplotlib.colors import to_hex

import games
import solvers
from games import GameError, Parameter, game
from games.draw import moving_tree
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


@pytest.mark.slow
def test_the_page_of_a_game_with_types_from_a_continuum_says_what_python_says_and_where_play_changes():
    found = solvers.regimes(crises.crisis(), ["a"], check=0)
    agrees(found, points_of(found, 20))
    data = page_data(found)
    assert "Families that exist on walls only are not listed. These are all others." in data["notes"]
    told_cutoffs = {label: data["forms"][k]["text"] for one in data["families"] for label, k in one["forms"] if "between" in label}
    assert told_cutoffs["w_A of A between challenge, then back down and challenge, then fight"] == "-a"
    assert not any(low == high for low, high in (label.split(" between ")[1].split(" and ", 1) for label in told_cutoffs))


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


def asked(mapped, program):
    """What a few lines of the page's program print, run by node, as JSON."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is not installed")
    logic = (Path(map_page.__file__).parent / "map_page.js").read_text()
    whole = f"const data = {json.dumps(page_data(mapped))};\n{logic}\nconst ask = answers(data);\n{program}"
    return json.loads(subprocess.run([node, "-e", whole], capture_output=True, text=True, check=True).stdout)


NEAREST = """
const point = Object.fromEntries(data.parameters.map(p => [p.name, read(p.start)]));
console.log(JSON.stringify(ask.nearest(point, ask.regime(point)).map(c => ({...c, regime: c.regime.name, walls: c.walls.map(w => w.text)}))));
"""


def test_the_nearest_changes_are_walls_with_what_flips_there():
    mapped = solvers.regimes(games.load("defection_for_immunity"))
    changes = {(change["parameter"], change["side"]): change for change in asked(mapped, NEAREST)}
    up, down = changes["phi", 1], changes["r_rep", -1]
    assert isclose(up["to"], 9 / 17, rel_tol=1e-9) and isclose(up["by"], 9 / 17 - 2 / 5, rel_tol=1e-9)
    assert up["walls"] == ["phi = 3*D_emb/(8 + 3*D_emb)"] and up["flips"] == "D gives way to B"
    assert isclose(down["to"], 3 / 10, rel_tol=1e-9) and down["walls"] == ["r_rep = 3/10"]
    for change in changes.values():
        here = {**mapped.game.defaults, change["parameter"]: Fraction(change["to"]) + change["side"] * Fraction(1, 10**6)}
        assert mapped.regime(**here).name == change["regime"]


def test_a_slice_says_what_the_signs_of_the_walls_say(mapped):
    if len(mapped.over) < 2:
        pytest.skip("a map of one parameter has no slice")
    program = """
      const [x, y] = data.parameters, values = floats(Object.fromEntries(data.parameters.map(p => [p.name, read(p.start)])));
      console.log(JSON.stringify([...ask.slice(values, x, y, 20)]));
    """
    cells, (x, y) = asked(mapped, program), page_data(mapped)["parameters"][:2]

    def middle(p, k):
        return Fraction(p["low"]) + (Fraction(p["high"]) - Fraction(p["low"])) * Fraction(2 * k + 1, 40)

    for i in range(0, 20, 3):
        for j in range(0, 20, 3):
            point = {**mapped.game.defaults, x["name"]: middle(x, i), y["name"]: middle(y, j)}
            signs = mapped.signs(point)
            if 0 not in signs and mapped.game.domain.contains(point):
                assert mapped.regimes[cells[20 * j + i]].signs == signs


def test_numbers_are_typed_and_written_exactly(mapped):
    program = """
      const words = ["1/3", "0.25", "-2", " 7 ", "1/0", "x", "1e5", "0.1/3", "--1"];
      console.log(JSON.stringify(words.map(w => { const n = typed(w); return n && [written(n), brief(n)]; })));
    """
    told_back = asked(mapped, program)
    assert told_back == [["1/3", "1/3"], ["1/4", "0.25"], ["-2", "-2"], ["7", "7"], None, None, None, ["1/30", "1/30"], None]


def test_the_tree_holds_a_place_for_every_number(mapped):
    data = page_data(mapped)
    tree, families = data["tree"], data["families"]
    nodes, inner = len(tree["parent"]), sum(infoset != -2 for infoset in tree["infoset"])
    (part,) = tree["parts"]
    assert part["nodes"] == list(range(nodes)) and part["after"] == ""
    counts = {kind: part["svg"].count(f'class="{kind}"') for kind in ("move", "number", "beside", "payoff")}
    assert counts == {"move": nodes - 1, "number": nodes - 1, "beside": inner, "payoff": tree["players"] * (nodes - inner)}
    generic = [family for family in mapped.families if family.generic]
    for family, said in zip(generic, families, strict=True):
        assert list(map(len, said["play"]["rows"])) == list(map(len, mapped.game.set_actions))
        assert {node for node, _ in said["play"]["beliefs"]} <= set(range(nodes))
        assert family.name == said["name"]


@game(players=("Guard", "Thief"))
def rounds(play, *, times=3, p=Parameter(Fraction(1, 2), domain="0 < p < 1")):
    """A tree of as many rounds as are asked for."""
    gain = 0
    for _ in range(times):
        if play.chance("night", {"dark": p, "light": 1 - p}) == "dark":
            gain += play.choose("Thief", ["steal", "stay"]) == "steal"
    return -gain, gain


def test_labels_on_the_page_are_cut_as_far_as_the_picture_has_room_for_them():
    """A wide tree gets less room; labels as long as elsewhere ran into the nodes beside them."""
    (part,) = moving_tree(games.load("defection_for_immunity")).parts
    assert "…/honour" in part.labels and "…/pass/strike" in part.labels
    assert all(f">{label}" in part.svg for label in part.labels)


def test_a_large_tree_is_folded_and_every_part_opens():
    told_tree = moving_tree(rounds(times=4), max_nodes=100, folded=40)
    drawn = [set(part.nodes) for part in told_tree.parts]
    nodes = set(range(len(told_tree.parent)))
    assert len(nodes) > 100 and set().union(*drawn) == nodes and all(len(part) <= 40 for part in drawn)
    starts = [part.nodes[0] for part in told_tree.parts]
    for part in told_tree.parts:
        onward = {told_tree.parent[node] for node in part.nodes[1:]}
        folded = [node for node in part.nodes if node not in onward and told_tree.infoset[node] != -2]
        ends = len(part.nodes) - len(onward)
        assert all(node in starts for node in folded)
        counts = {kind: part.svg.count(f'class="{kind}"') for kind in ("move", "number", "beside", "payoff", "fold")}
        inner, steps = len(onward), len(part.nodes) - 1
        assert counts == {"move": steps, "number": steps, "beside": inner, "payoff": 2 * ends, "fold": 2 * len(folded)}


def test_what_is_beyond_the_room_for_pictures_stays_folded():
    told_tree = moving_tree(rounds(times=4), max_nodes=100, folded=40, drawn=100)
    assert len(told_tree.parts) > 1 and sum(len(part.nodes) for part in told_tree.parts) <= 100


@pytest.mark.slow
def test_the_page_and_every_picture_have_the_same_axes_and_colours():
    mapped = solvers.regimes(games.load("defection_for_immunity"), check=0)
    ranges = {p["name"]: (float(Fraction(p["low"])), float(Fraction(p["high"]))) for p in page_data(mapped)["parameters"]}
    assert ranges["D_emb"] == (0, 10)
    data = page_data(mapped)
    assert {one["colour"] for one in data["regimes"]} == set(range(4))
    for names in (("phi", "D_emb"), ("r_rep", "D_emb"), ("D_emb",)):
        (axes,) = mapped.plot(axes=names, grid=41).axes[:1]
        assert [axes.get_xlim(), axes.get_ylim()][: len(names)] == [ranges[name] for name in names]
        patches = {
            one.get_gid().split()[-1]: one.get_facecolor() for one in [*axes.collections, *axes.patches] if "regime R" in str(one.get_gid())
        }
        for regime in data["regimes"]:
            if regime["name"] in patches:
                assert to_hex(np.ravel(patches[regime["name"]])) == data["colours"][regime["colour"]]
        assert patches
