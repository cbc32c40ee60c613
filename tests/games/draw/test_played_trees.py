"""Play on a tree: what is played, believed, off the path and as good as what is played is seen in the picture."""

import re
import xml.etree.ElementTree as ElementTree
from fractions import Fraction

import pytest

from games import GameError, game, load
from games.draw import draw_tree
from games.draw.contents import Contents
from games.draw.layout import Made, lay_out
from games.draw.playing import Playing

SVG = "{http://www.w3.org/2000/svg}"
QUICHE = {
    "Sender": {"strong": {"beer": 0, "quiche": 1}, "weak": {"beer": 0, "quiche": 1}},
    "Receiver": {"beer": {"duel": Fraction(2, 3), "retreat": Fraction(1, 3)}, "quiche": {"duel": 0, "retreat": 1}},
}
BELIEFS = {
    "Receiver": {
        "beer": {"strong/beer": Fraction(1, 2), "weak/beer": Fraction(1, 2)},
        "quiche": {"strong/quiche": Fraction(9, 10), "weak/quiche": Fraction(1, 10)},
    }
}


def texts(svg):
    return [element.text for element in ElementTree.fromstring(svg).iter(f"{SVG}text")]


@pytest.fixture(scope="module")
def quiche():
    return load("beer_quiche").at()


@pytest.fixture(scope="module")
def laid_out(quiche):
    return lay_out(Contents(quiche, "", 200, Playing(quiche, QUICHE, BELIEFS)))


def made(tree, *actions):
    return {(branch.made, branch.reached) for branch in tree.branches if branch.action in actions}


def test_moves_are_played_or_not_on_and_off_the_path(laid_out):
    assert made(laid_out, "quiche") == {(Made.PLAYED, True)}
    assert made(laid_out, "beer") == {(Made.NOT_PLAYED, True)}
    assert made(laid_out, "strong", "weak") == {(Made.PLAYED, True)}
    by_place = {(branch.action, branch.reached): branch.made for branch in laid_out.branches}
    assert by_place["duel", True] is Made.NOT_PLAYED and by_place["retreat", True] is Made.PLAYED
    assert by_place["duel", False] is Made.PLAYED and by_place["retreat", False] is Made.PLAYED


def test_mixes_stand_below_branches_and_beliefs_beside_nodes(quiche):
    words = texts(draw_tree(quiche, QUICHE, BELIEFS).svg())
    assert words.count("2/3") == words.count("1/3") == 2, "no probability is written for what is played for certain"
    assert words.count("beer [1/2]") == 2 and words.count("quiche [9/10]") == words.count("quiche [1/10]") == 1


def test_a_bare_tree_says_nothing_of_play(quiche):
    words = texts(draw_tree(quiche).svg())
    assert not any("[" in word for word in words) and not any(word.startswith("Thick") for word in words)
    assert "stroke-opacity" not in draw_tree(quiche).svg()


def test_what_pays_the_same_is_dotted(quiche):
    """At belief 1/2 the receiver is indifferent after beer, so that a duel for certain leaves retreat as good."""
    certain = {**QUICHE, "Receiver": {**QUICHE["Receiver"], "beer": {"duel": 1, "retreat": 0}}}
    tree = lay_out(Contents(quiche, "", 200, Playing(quiche, certain, BELIEFS)))
    as_good = [branch for branch in tree.branches if branch.made is Made.AS_GOOD]
    assert [(branch.action, branch.reached) for branch in as_good] == [("retreat", False)] * 2
    assert "Dotted: not played, though it pays the same." in " ".join(tree.notes)
    assert draw_tree(quiche, certain, BELIEFS).svg().count('stroke-dasharray="2 4"') == 2


def test_without_beliefs_nobody_is_said_to_be_indifferent_at_a_set_of_several(quiche):
    certain = {**QUICHE, "Receiver": {**QUICHE["Receiver"], "beer": {"duel": 1, "retreat": 0}}}
    assert Playing(quiche, certain, {}).indifferent == frozenset()


def test_what_play_is_worth_from_each_node_on(quiche):
    playing = Playing(quiche, QUICHE, BELIEFS)
    assert playing.values[0] == (Fraction(9, 10) * 2 + Fraction(1, 10) * 3, Fraction(9, 10))


def test_long_numbers_get_letters_that_are_explained():
    crisis = load("crisis_signalling")
    long = (crisis.chance(1) + 1) / (crisis.chance(1) + 17) / 12345
    strategies = {
        crisis.players[owner]: {
            label: {action: (long if k == 0 else 1 - long) for k, action in enumerate(actions)}
            for label, actions, other in zip(crisis.set_labels, crisis.set_actions, crisis.set_owner, strict=True)
            if other == owner
        }
        for owner in range(2)
    }
    words = texts(draw_tree(crisis, strategies).svg())
    assert f"(a) = {long}" in words and "(a)" in words and "(b)" in words and str(long) not in words


@game(players=("A", "B"))
def long_talk(play, *, rounds=7):
    """Seven rounds of talk, after which nobody minds."""
    for k in range(rounds):
        play.choose("AB"[k % 2], ["yes", "no"])
    return 1, 2


def all_yes(told):
    return {
        player: {
            label: {"yes": 1, "no": 0}
            for label, owner in zip(told.set_labels, told.set_owner, strict=True)
            if told.players[owner] == player
        }
        for player in told.players
    }


def test_a_large_tree_is_folded_where_play_does_not_come():
    told = long_talk()
    tree = lay_out(Contents(told, "", 40, Playing(told, all_yes(told), {})))
    folded = [ending for ending in tree.endings if ending.folded]
    assert len(tree.marks) + len(tree.endings) <= 40
    assert folded and not any(ending.reached for ending in folded)
    assert any(ending.reached and not ending.folded for ending in tree.endings), "the path is unfolded to its end"
    assert all(ending.payoffs == (1, 2) for ending in folded), "a folded part shows what play there is worth"
    hidden = sum(int(re.match(r"\d+", ending.outcome).group()) for ending in folded)
    assert len(tree.marks) + len(tree.endings) + hidden == told.nodes
    way_in = next(note for note in tree.notes if note.startswith("draw(below="))
    assert f"{max(folded, key=lambda ending: int(ending.outcome.split()[0])).history!r}" in way_in


def test_a_large_bare_tree_is_refused_with_a_part_that_can_be_drawn():
    with pytest.raises(GameError, match="draw a part, as with below='"):
        draw_tree(long_talk(), max_nodes=40)


def test_pictures_are_saved_as_their_file_is_called_and_as_nothing_else(quiche, tmp_path):
    drawing = draw_tree(quiche, QUICHE, BELIEFS)
    assert drawing.save(tmp_path / "tree.svg").read_text() == drawing.svg()
    assert r"\begin{tikzpicture}" in drawing.save(tmp_path / "tree.tex").read_text()
    assert drawing.save(tmp_path / "tree.png").read_bytes().startswith(b"\x89PNG")
    assert drawing.save(tmp_path / "tree.pdf").read_bytes().startswith(b"%PDF")
    with pytest.raises(GameError, match=r"drawn as \.svg, \.png, \.pdf or \.tex, not as 'tree\.jpg'"):
        drawing.save(tmp_path / "tree.jpg")
    with pytest.raises(GameError, match="cannot be written"):
        drawing.save(tmp_path / "nowhere" / "tree.svg")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["tree.pdf", "tree.png", "tree.svg", "tree.tex"]
