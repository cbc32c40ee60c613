"""Pictures by their structure: everything is there, escaped, told apart, and nothing on top of anything."""

import base64
import re
import xml.etree.ElementTree as ElementTree
from itertools import combinations

import pytest

from games import GameError, load, read_efg
from games.draw import tree_svg, tree_tikz
from games.draw.contents import Contents
from games.draw.layout import RADIUS, WIDEST, lay_out
from games.draw.lettering import in_lines, shortened, wide
from games.draw.strokes import COLOURS, SHAPES
from games.labels import Joined

SVG = "{http://www.w3.org/2000/svg}"
NASTY = r"""EFG 2 R "a < b & \"c\" <script>" { "<b>" "R&D_1" "%#$~^{}" }
p "" 1 1 "<i>" { "</text>" "x_1 50%" } 0
t "" 1 "{\\x}" { 1/3 -2 0 }
p "" 2 1 "&amp;" { "a'b" } 0
p "" 3 1 "$x$" { "y" } 0
t "" 2 "" { 0 0 0 }
"""
GAMES = ["selten_horse", "beer_quiche", "kuhn", "defection_for_immunity", "crisis_signalling"]
BROAD = ["sustainability_bet", "campaign", "provocation_trap", "kingpin_fragmentation"]


def texts(svg):
    return [element.text for element in ElementTree.fromstring(svg).iter(f"{SVG}text")]


@pytest.mark.parametrize("name", GAMES)
def test_every_label_and_payoff_is_in_the_picture(name):
    game = load(name)
    words = texts(tree_svg(game))
    assert words.count(game.title) == 1
    for player in game.players:
        assert player in words
    for node in range(1, game.nodes):
        assert shortened(game.move_label(node)) in words
        if game.chance_row[node] >= 0:
            assert str(game.chance(node)) in words or any(note.endswith(f") = {game.chance(node)}") for note in words)
    for ending in lay_out(Contents(game, "", 200)).endings:
        for payoff, lines in zip(ending.payoffs, ending.lines, strict=True):
            assert " ".join(lines) == str(payoff) and set(lines) <= set(words)


@pytest.mark.parametrize("name", GAMES + BROAD)
def test_no_words_lie_on_other_words(name):
    root = ElementTree.fromstring(tree_svg(load(name)))
    width, height = float(root.get("width")), float(root.get("height"))
    boxes = []
    for element in root.iter(f"{SVG}text"):
        size = float(element.get("font-size", "12.5"))
        x, y, long = float(element.get("x")), float(element.get("y")), wide(element.text, size)
        left = x - long * {"end": 1, "middle": 0.5}.get(element.get("text-anchor"), 0)
        boxes.append((left, left + long, y - 0.75 * size, y + 0.2 * size, element.text))
    for left, right, top, bottom, words in boxes:
        assert left >= 0 and right <= width and top >= 0 and bottom <= height, words
    for one, two in combinations(boxes, 2):
        assert one[1] <= two[0] or two[1] <= one[0] or one[3] <= two[2] or two[3] <= one[2], (one, two)


@pytest.mark.parametrize("name", GAMES)
def test_nodes_and_lines_keep_apart(name):
    tree = lay_out(Contents(load(name), "", 200))
    places = [(mark.x, mark.y) for mark in tree.marks] + [(ending.x, ending.y) for ending in tree.endings]
    for (x, y), (x2, y2) in combinations(places, 2):
        assert abs(x - x2) > 2 * RADIUS or abs(y - y2) > 2 * RADIUS
    for branch in tree.branches:
        assert branch.x < branch.bend < branch.end
    for bond in tree.bonds:
        runs = [b for b in tree.branches if b.x == bond.x]
        assert all(bond.x + bond.bulge < branch.bend for branch in runs)
        if not bond.bulge:
            assert not any(mark.x == bond.x == bond.x2 and bond.y < mark.y < bond.y2 for mark in tree.marks)


def test_information_sets_are_joined():
    horse = lay_out(Contents(load("selten_horse"), "", 200))
    third = [mark for mark in horse.marks if mark.owner == 2]
    assert [(bond.x, bond.x2, bond.owner) for bond in horse.bonds] == [(third[0].x, third[1].x, 2)]
    assert third[0].x == third[1].x
    assert len(lay_out(Contents(load("kuhn"), "", 200)).bonds) == 12
    assert tree_svg(load("kuhn")).count('stroke-dasharray="5 4"') == 12


def test_players_differ_in_shape_and_colour():
    assert len(set(COLOURS)) == len(set(SHAPES)) == len(COLOURS) == len(SHAPES)
    root = ElementTree.fromstring(tree_svg(load("selten_horse")))
    nodes = [(group[0].tag.removeprefix(SVG), group[0].get("fill")) for group in root.iter(f"{SVG}g")]
    assert sorted(set(nodes)) == [("circle", COLOURS[0]), ("polygon", COLOURS[2]), ("polygon", COLOURS[1])]


def test_the_ground_is_white_and_nothing_is_loaded():
    svg = tree_svg(read_efg(NASTY))
    root = ElementTree.fromstring(svg)
    ground = next(root.iter(f"{SVG}rect"))
    assert (ground.get("fill"), ground.get("width"), ground.get("height")) == ("#ffffff", root.get("width"), root.get("height"))
    allowed = ("svg", "title", "rect", "path", "text", "g", "circle", "polygon")
    assert {element.tag for element in root.iter()} <= {SVG + tag for tag in allowed}
    assert not re.search(r"<script|href|url\(|@import|\bon\w+=", svg)


def test_labels_are_escaped():
    words = texts(tree_svg(read_efg(NASTY)))
    assert {'a < b & "c" <script>', "<b>", "R&D_1", "%#$~^{}", "<i>", "</text>", "x_1 50%"} <= set(words)
    assert {"&amp;", "a'b", "1/3", "-2", r"{\x}"} <= set(words)


def test_characters_that_xml_forbids_are_replaced():
    from games import game

    @game(players=("A\x00",))
    def odd(play):
        """Odd."""
        play.choose("A\x00", ["l\ud800", "r"])
        return (1,)

    assert {"A\ufffd", "l\ufffd"} <= set(texts(tree_svg(odd())))


def test_tikz_is_a_file_of_its_own_and_escaped():
    tex = tree_tikz(read_efg(NASTY))
    assert tex.startswith("\\documentclass[tikz,border=6pt]{standalone}\n")
    assert tex.endswith("\\end{tikzpicture}\n\\end{document}\n")
    assert r"R\&D\_1" in tex
    assert r"\%\#\$\textasciitilde{}\textasciicircum{}\{\}" in tex
    assert r"x\_1 50\%" in tex
    assert r"\textless{}b\textgreater{}" in tex
    assert "$1/3$" in tex
    plain = re.sub(r"\\[{}]", "", tex)
    assert plain.count("{") == plain.count("}")
    assert all(line.endswith(";") for line in tex.split("\n") if line.startswith(("\\node", "\\draw", "\\fill")))


def test_tikz_writes_formulas():
    assert r"$1 - p$" in tree_tikz(load("beer_quiche"))
    assert tree_tikz(load("kuhn")).count("dashed") == 12


def test_a_large_tree_is_refused_with_a_part_that_can_be_drawn():
    game = load("kuhn")
    with pytest.raises(GameError) as error:
        tree_svg(game, max_nodes=20)
    assert str(error.value) == (
        "kuhn has 55 nodes, too many for a picture of at most 20; draw a part, as with below='JQ', or raise max_nodes."
    )
    part = tree_svg(game, max_nodes=20, below="JQ")
    assert f"{game.title} (after JQ)" in texts(part)
    assert part.count("<g>") == 4
    with pytest.raises(GameError, match="No node of kuhn has the history 'QQ'"):
        tree_svg(game, below="QQ")


def test_long_labels_keep_what_tells_most():
    assert shortened(Joined(["offer", "strike", "hit after a pass", "honour"])) == "…/hit after a pass/honour"
    assert shortened("a label without any stroke that goes on and on") == "a label without any stroke th…"
    assert shortened("  two\nlines ") == "two lines"


def test_sets_in_another_order_on_another_path():
    game = read_efg(
        'EFG 2 R "" { "A" "B" } c "" 1 "" { "x" 1/2 "y" 1/2 } 0 p "" 1 1 "a" { "u" "d" } 0 p "" 2 1 "b" { "l" } 0 t "" 0 t "" 0 '
        'p "" 2 1 "b" { "l" } 0 p "" 1 1 "a" { "u" "d" } 0 t "" 0 t "" 0'
    )
    assert len(lay_out(Contents(game, "", 200)).bonds) == 2


def test_notebook_view():
    view = load("beer_quiche")._repr_mimebundle_()
    assert view["text/plain"] == repr(load("beer_quiche"))
    alt, uri = re.search(r'<img alt="([^"<>]+)" style="[^"]*" src="data:image/svg\+xml;base64,([^"]+)">', view["text/html"]).groups()
    assert view["text/html"].startswith('<div style="overflow-x: auto">')  # wider than a cell: moved sideways
    assert alt.startswith("Beer and quiche: what does breakfast say about the one who eats it? (beer_quiche: Sender, Receiver; 15 nodes")
    assert base64.b64decode(uri).decode() == load("beer_quiche").svg()


def test_notebook_view_escapes_and_falls_back_to_the_summary():
    assert 'alt="a &lt; b &amp; &quot;c&quot; &lt;script&gt;' in read_efg(NASTY)._repr_mimebundle_()["text/html"]
    wide_game = read_efg('EFG 2 R "" { "A" } p "" 1 1 "" { ' + '"a" ' * 250 + "} 0 " + 't "" 0 ' * 250)
    (said,) = wide_game._repr_mimebundle_().values()
    assert said.startswith(f"{wide_game!r}\n") and "251 nodes, too many for a picture" in said and "draw a part, as with below=" in said


def test_long_payoffs_stand_in_several_lines():
    game = load("sustainability_bet")
    lines = [lines for ending in lay_out(Contents(game, "", 200)).endings for lines in ending.lines]
    assert {1, 2} <= {*map(len, lines)} and max(map(len, lines)) <= 6
    tikz = tree_tikz(game)
    assert tikz.count(r"\resizebox") == sum(len(one) == 2 for one in lines)
    assert tikz.count("text width=") == sum(len(one) > 2 for one in lines)


@pytest.mark.parametrize(
    "payoff, room, lines",
    [
        ("a + b", 320, ["a + b"]),
        ("alpha*(beta - gamma) - delta", 150, ["alpha*(beta - gamma)", "- delta"]),
        ("alpha*(beta - gamma)", 110, ["alpha*(beta", "- gamma)"]),  # inside brackets only where there is no other way
        ("abc - bcd + cde - def + efg - fgh", 110, ["abc - bcd + cde", "- def + efg - fgh"]),  # as even as can be
        ("one_very_long_name_of_a_parameter - x", 60, ["one_very_long_name_of_a_parameter", "- x"]),
    ],
)
def test_a_payoff_is_broken_before_signs(payoff, room, lines):
    assert in_lines(payoff, room) == lines


@pytest.mark.parametrize("name", ["beer_quiche", "sustainability_bet", "intervention_stance"])
def test_only_what_is_too_wide_for_a_notebook_gets_less_room(name):
    drawn = lay_out(Contents(load(name), "", 200))
    assert drawn.width <= WIDEST
    assert any(len(lines) > 1 for ending in drawn.endings for lines in ending.lines) == (name == "sustainability_bet")


@pytest.mark.parametrize(
    "name, said",
    [
        (
            "beer_quiche",
            "Open circles: chance, with the probability below each branch. Beside a node: what its player was told, saw and did. "
            "Dashed: one information set.",
        ),
        ("selten_horse", "Beside a node: what its player was told, saw and did. Dashed: one information set."),
    ],
)
def test_a_note_says_how_to_read_what_is_there(name, said):
    assert said in " ".join(texts(tree_svg(load(name))))


def test_methods_of_the_game_draw():
    game = load("selten_horse")
    assert game.svg() == tree_svg(game)
    assert game.tikz() == tree_tikz(game)


def test_a_game_that_is_over_before_it_begins_is_drawn():
    over = read_efg('EFG 2 R "over" { "Ann" "Bob" }\n""\nt "" 1 "peace" { 1, 22 }\n')
    assert all(f">{text}<" in tree_svg(over) for text in ("Ann", "Bob", "1", "22")) and "22" in tree_tikz(over)
