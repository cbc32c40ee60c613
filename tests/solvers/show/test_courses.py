"""A quantity against one parameter: exact closed forms between exact walls, jumps not joined, the range over equilibria."""

from fractions import Fraction
from itertools import combinations

import numpy as np
import pytest

import games
import solvers
from games import GameError, Parameter, game
from solvers.results.quantities import quantity_named
from solvers.show.courses import Courses


@pytest.fixture(scope="module")
def mapped():
    return solvers.regimes(games.load("defection_for_immunity"))


def courses(mapped, of, by):
    return Courses(mapped, quantity_named(mapped.game, of), by)


def test_lines_are_closed_forms_that_end_at_walls(mapped):
    found = {course.letters: course for course in courses(mapped, "deal_kept", "phi").courses}
    assert {letters: course.form for letters, course in found.items()} == {"A": "phi", "B": "4*phi/5", "C1, C2": "0", "D": "8*phi/15"}
    (before,), (between,), (after,) = (found[letter].pieces for letter in "DBA")
    for piece, ends, slope in ((before, (0, 9 / 17), 8 / 15), (between, (9 / 17, 21 / 23), 4 / 5), (after, (21 / 23, 1), 1)):
        assert np.allclose(piece.across[[0, -1]], ends, atol=1e-5) and np.allclose(piece.lowest, slope * piece.across)
        assert ends[0] < piece.across[0] and piece.across[-1] < ends[1]
    assert between.lowest[0] - before.lowest[-1] > 0.1  # a jump
    figure = mapped.plot("deal_kept", by="phi")
    drawn = [line.get_xdata() for line in figure.axes[0].lines if line.get_gid() == "course"]
    assert all(not (line.min() < wall < line.max()) or np.ptp(line) > 0.9 for line in drawn for wall in (9 / 17, 21 / 23))


@pytest.mark.parametrize(("of", "by"), [("silence", "phi"), ("US", "D_emb"), ("US strike at offer/pass", "r_rep")])
def test_the_range_is_that_of_the_equilibria_at_points(mapped, of, by):
    shown, quantity = courses(mapped, of, by), quantity_named(mapped.game, of)
    for at in (Fraction(1, 7), Fraction(3, 5), Fraction(19, 20)):
        piece = next(piece for piece in shown.range if piece.across[0] <= at <= piece.across[-1])
        low, high = (float(np.interp(float(at), piece.across, end)) for end in (piece.lowest, piece.highest))
        for solution in mapped.at(**{by: at}):
            value = quantity.of(solution)
            if not getattr(value, "free", ()):
                assert low - 1e-6 <= float(value) <= high + 1e-6
        regime = mapped.regime(**{by: at})
        families = [mapped.family(name) for name in regime.families]
        known = [
            quantity.of(family).at({**mapped.game.defaults, by: at}) if hasattr(quantity.of(family), "at") else quantity.of(family)
            for family in families
        ]
        known = [float(value) for value in known if not getattr(value, "free", ())]
        assert min(known) >= low - 1e-3 and max(known) <= high + 1e-3


def test_a_belief_and_a_mix_are_found_by_name(mapped):
    belief = quantity_named(mapped.game, "US believes sincere/offer/pass at offer/pass")
    assert belief == quantity_named(mapped.game, "US believes sincere/offer/pass") and belief.kind == "belief"
    figure = mapped.plot("US believes sincere/offer/pass", by="phi")
    assert figure.alt.startswith("belief: US believes sincere/offer/pass at offer/pass against phi")
    shown = courses(mapped, "US strike at offer/pass", "phi")
    bands = [course.ranges for course in shown.courses if any(piece.lowest is not piece.highest for piece in course.pieces)]
    assert bands == [("0 < x_strike_offer_pass <= 5/32",)]


def test_what_there_is_not_is_refused_in_words(mapped):
    with pytest.raises(GameError, match="did you mean 'deal_kept'"):
        mapped.plot("deal_kpt", by="phi")
    with pytest.raises(GameError, match=r"no parameter 'psi' in this map; it has phi, D_emb, r_rep"):
        mapped.plot("US", by="psi")
    with pytest.raises(GameError, match=r"Say with by= against which parameter"):
        mapped.plot("US")


def test_a_map_of_one_parameter_needs_no_by():
    assert "against p in" in solvers.regimes(games.load("beer_quiche")).plot("Receiver").alt


def test_the_picture_is_written_in_every_format_and_shown_in_a_cell(mapped, tmp_path):
    figure = mapped.plot("US", by="D_emb")
    for kind, begins in (("png", b"\x89PNG"), ("svg", b"<?xml"), ("pdf", b"%PDF")):
        figure.savefig(tmp_path / f"picture.{kind}")
        assert (tmp_path / f"picture.{kind}").read_bytes().startswith(begins)
    assert '<img alt="payoff of US against D_emb' in figure._repr_html_()


@pytest.mark.parametrize(
    ("name", "of", "by"), [("defection_for_immunity", "silence", "phi"), ("coercive_diplomacy", "executed_on_token", "tau")]
)
def test_letters_and_numbers_do_not_overlap_and_stay_inside(name, of, by):
    figure = solvers.regimes(games.load(name)).plot(of, by=by)
    renderer = figure.canvas.get_renderer()
    words = [text for text in [*figure.axes[0].texts, *figure.texts] if text.get_text().strip()]
    boxes = [(text.get_text(), text.get_window_extent(renderer)) for text in words]
    assert [pair for (a, one), (b, two) in combinations(boxes, 2) if one.shrunk(0.98, 0.98).overlaps(two) for pair in [(a, b)]] == []
    whole = figure.bbox
    assert [a for a, box in boxes if box.x0 < whole.x0 or box.x1 > whole.x1 or box.y0 < whole.y0 or box.y1 > whole.y1] == []


@game(players=("$x_1$",))
def hostile(play, *, p=Parameter(Fraction(1, 2), domain="0 < p < 1", means="$\\frac$ <b>")):
    """A title with $ and _ and \\ in it."""
    side = play.chance("coin", {"heads": p, "tails": 1 - p})
    return (int(play.choose("$x_1$", ["heads", "$\\tails$"]) == side),)


def test_labels_are_no_formulas():
    mapped = solvers.regimes(hostile())
    mapped.plot().canvas.draw()
    figure = mapped.plot("$x_1$")
    figure.canvas.draw()
    assert "payoff of $x_1$" in figure.axes[0].get_ylabel().replace("\\$", "$")
