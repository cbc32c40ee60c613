"""Trees as PNG and PDF: everything that the SVG shows, the same every time, whatever the labels hold."""

import re

import pytest

import games
from games.draw import draw_tree
from games.draw.layout import Layout
from games.draw.printed import _lines, _nodes, _Pen, _table, printed


class Recorded:
    """Axes that note what is drawn on them."""

    def __init__(self):
        self.words, self.patches, self.lines = [], 0, 0

    def text(self, x, y, words, **more):
        self.words.append(words)

    def add_patch(self, patch):
        self.patches += 1

    def plot(self, xs, ys, **more):
        self.lines += 1


@pytest.mark.parametrize("name", ["beer_quiche", "kingpin_fragmentation"])
def test_the_print_holds_what_the_svg_holds(name):
    drawing, axes = draw_tree(games.load(name)), Recorded()
    for part in (_lines, _nodes, _table):
        part(_Pen(axes), drawing.tree)
    written = re.findall(r"<text[^>]*>([^<]+)</text>", drawing.svg())
    assert sorted(axes.words) == sorted(words.replace("&#x27;", "'").replace("&gt;", ">").replace("&lt;", "<") for words in written)
    assert axes.lines == len(drawing.tree.branches) + len(drawing.tree.endings)
    assert axes.patches == len(drawing.tree.marks) + len(drawing.tree.endings) + len(drawing.tree.bonds) + len(drawing.tree.players)


@games.game(players=("$A_1^2", "\\B\x07"))
def odd(play):
    """$\\frac{1}{ \u4e2d\u6587"""
    first = play.choose("$A_1^2", ["$x$", "\U0001f600 %_&"])
    return (1, 2) if first == "$x$" else (0, len(play.choose("\\B\x07", ["<a>", "_"])))


def test_labels_are_words_and_no_formulas_and_the_file_is_the_same_every_time():
    tree = draw_tree(odd()).tree
    assert isinstance(tree, Layout)
    for kind, head in (("png", b"\x89PNG"), ("pdf", b"%PDF")):
        once = printed(tree, kind)
        assert once.startswith(head) and printed(tree, kind) == once
