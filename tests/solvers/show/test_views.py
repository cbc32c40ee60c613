"""Views of results, on a small map made by hand: beer and quiche in the prior."""

from dataclasses import replace
from fractions import Fraction
from textwrap import dedent

import numpy as np
import pytest

import games
import solvers
from games import GameError, Parameter
from games.labels import Joined
from games.numbers import Expression, read
from solvers.results import (
    Assessment,
    Certificate,
    Choice,
    Families,
    Family,
    Indifference,
    Name,
    Phrase,
    Pin,
    Profile,
    Regime,
    RegimeMap,
    Relation,
    Solution,
    Solutions,
    Stop,
    Wall,
    between,
)
from solvers.show import elements, reliability, words, wrapping
from solvers.show.canvas import Canvas, Entry
from solvers.show.classes import _change
from solvers.show.crossed import roots
from solvers.show.files import save_map
from solvers.show.formula import mathtext, plain
from solvers.show.html import families_html, map_html, solutions_html
from solvers.show.listing import verdict_text
from solvers.show.picture import map_figure
from solvers.show.plane import _colours
from solvers.show.shown_figure import encoded, image
from solvers.show.slices import cut, limits

HALF = Fraction(1, 2)
OFF_PATH = (Phrase("Receiver", "at", (Choice(("duel", "retreat"), told=("quiche",)),)),)
OUTCOMES = ("beer/duel", "beer/retreat", "quiche/duel", "quiche/retreat")


def table(source):
    """Exact numbers from texts, in nested dicts."""
    return {k: table(v) if isinstance(v, dict) else words_number(v) for k, v in source.items()}


def words_number(source):
    number = read(str(source))
    return number.fraction() if number.is_constant else number


def plays(*said, off=()):
    """A name of phrases such as "Sender beer"."""

    def phrase(one):
        player, action = one.split(" ", 1)
        return Phrase(player, "throughout", (Choice((action,)),))

    return Name(tuple(map(phrase, said)), tuple(map(phrase, off)))


def family(called, conditions, strong, weak, after_beer, after_quiche, beliefs, outcomes, payoffs, ranges=(), pins=()):
    profile = {"Sender": {"strong": strong, "weak": weak}, "Receiver": {"beer": after_beer, "quiche": after_quiche}}
    heard = {s: {Joined(("strong", s)): a, Joined(("weak", s)): b} for s, (a, b) in zip(("beer", "quiche"), beliefs, strict=True)}
    believed = {"Sender": {"strong": {"strong": 1}, "weak": {"weak": 1}}, "Receiver": heard}
    return Family(
        called=called,
        generic=True,
        cases=(tuple(map(comparison, conditions)),),
        assessment=Assessment(Profile(table(profile)), table(believed)),
        payoffs=table(dict(zip(("Sender", "Receiver"), payoffs, strict=True))),
        outcomes=table(dict(zip(OUTCOMES, outcomes, strict=True))),
        measures={},
        ranges=ranges,
        ends={},
        pins=pins,
        bases=2,
        exists=bool,
    )


def comparison(condition):
    sign = next(sign for sign in ("<=", ">=", "<", ">") if sign in condition)
    left, right = condition.split(sign)
    return Relation(read(left.strip()), sign, read(right.strip()))


def surface(threshold, *reasons, flips=()):
    left, right = map(read, threshold.split(" = "))
    sides = Relation(left, "<", right), Relation(left, ">", right)
    return Wall(Expression((left - right).numerator), Relation(left, "=", right), reasons, flips, sides=sides)


BEER = family(
    plays("Sender pooling on beer", "Receiver retreat"),
    ("p >= 1/2",),
    {"beer": 1, "quiche": 0},
    {"beer": 1, "quiche": 0},
    {"duel": 0, "retreat": 1},
    {"duel": 1, "retreat": 0},
    (("p", "1 - p"), ("mu_quiche", "1 - mu_quiche")),
    (0, 1, 0, 0),
    ("2 + p", "p"),
    ranges=(between("mu_quiche", 0, HALF, kind="belief"),),
)
QUICHE = family(
    plays("Sender pooling on quiche", "Receiver retreat"),
    ("p >= 1/2",),
    {"beer": 0, "quiche": 1},
    {"beer": 0, "quiche": 1},
    {"duel": 1, "retreat": 0},
    {"duel": 0, "retreat": 1},
    (("mu_beer", "1 - mu_beer"), ("p", "1 - p")),
    (0, 0, 0, 1),
    ("3 - p", "p"),
    ranges=(between("mu_beer", 0, HALF, kind="belief"),),
)
SEMI = family(
    Name((Phrase("Sender", "semi-separating", (Choice(("beer",), told=("strong",)), Choice(("beer", "quiche"), told=("weak",)))),)),
    ("p < 1/2",),
    {"beer": 1, "quiche": 0},
    {"beer": "p/(1 - p)", "quiche": "(1 - 2*p)/(1 - p)"},
    {"duel": "1/2", "retreat": "1/2"},
    {"duel": 1, "retreat": 0},
    (("1/2", "1/2"), (0, 1)),
    ("p", "p", "1 - 2*p", 0),
    ("1 + p", "1 - p"),
    pins=(Pin("mix", "Receiver", "beer", "Sender", "weak"), Pin("mix", "Sender", "weak", "Receiver", "beer")),
)


@pytest.fixture
def solved():
    return Families(
        game=games.load("beer_quiche"),
        concept="sequential",
        over=("p",),
        domain=("0 < p", "p < 1"),
        found="all",
        proved=False,
        undecided_bases=(),
        bases={"generic": 5, "knife_edge": None},
        families=(BEER, QUICHE, SEMI),
    )


@pytest.fixture
def regime_map(solved):
    wall = surface("p = 1/2", Indifference("Receiver", "beer", ("duel", "retreat")), flips=tuple(f.name for f in solved))
    above = Regime(
        "R1",
        ("p > 1/2",),
        (1,),
        {"p": Fraction(9, 10)},
        (BEER.name, QUICHE.name),
        {
            "beer/duel": (0, 0),
            "beer/retreat": (0, 1),
            "quiche/duel": (0, 0),
            "quiche/retreat": (0, 1),
        },
    )
    third = (Fraction(1, 3), Fraction(1, 3))
    ranges = dict(zip(OUTCOMES, (third, third, third, (0, 0)), strict=True))
    below = Regime("R2", ("p < 1/2",), (-1,), {"p": third[0]}, (SEMI.name,), ranges)
    return RegimeMap(solved, {}, (wall,), (above, below), {"points": 4, "disagreements": 0})


@pytest.fixture
def solution():
    certificate = Certificate("sequential", True, {"Sender": 0, "Receiver": 0}, True, True, "", "solvers.verifier", "cartel-games 0.1.0")
    put = {"p": Fraction(9, 10)}
    beliefs = {
        who: {s: {h: words_number(str(x)) if not hasattr(x, "at") else x.at(put) for h, x in row.items()} for s, row in sets.items()}
        for who, sets in BEER.beliefs.items()
    }
    return Solution(
        called=BEER.called,
        assessment=Assessment(BEER.profile, beliefs),
        payoffs={"Sender": Fraction(29, 10), "Receiver": Fraction(9, 10)},
        outcomes=BEER.outcomes,
        measures={},
        ranges=BEER.ranges,
        certificate=certificate,
        sample={"mu_quiche": Fraction(1, 4)},
    )


@pytest.fixture
def solutions(solution):
    game = games.load("beer_quiche")
    return Solutions(game.at(), "sequential", {"p": Fraction(9, 10)}, "all", False, (), (solution,))


# ------------------------------------------------------------------ text


def test_solutions_as_text(solutions):
    assert solutions.text() == dedent("""\
        Beer and quiche: what does breakfast say about the one who eats it?
        beer_quiche at p = 9/10: 1 sequential equilibrium

        1  Sender pooling on beer; Receiver retreat
           Sender    strong, weak: beer
           Receiver  beer: retreat; quiche*: duel
           beliefs   Receiver at beer: strong 9/10, weak 1/10
                     Receiver at quiche*: strong mu_quiche, weak 1 - mu_quiche
           free      0 <= mu_quiche <= 1/2
           outcomes  beer/retreat 1
           payoffs   Sender 29/10; Receiver 9/10
           verified at mu_quiche = 1/4: nobody gains;
             beliefs consistent (cartel-games 0.1.0)

        Probabilities and measures that are zero are left out. * marks information sets
        off the path of play.
        These are all.
        "All" rests on an exhaustive search over supports and on one theorem: additive
        labels characterise consistent beliefs (Kreps and Wilson 1982, as repaired by
        Streufert 2012).""")


def test_a_concept_is_named_as_its_record_names_it(solved, solutions):
    """The plural of the concept's record stands in headings and verdicts, not its keyword."""
    one = replace(solutions, concept="nash", method="vertex-enumeration")
    several = replace(one, solutions=one.solutions * 2)
    certificate = replace(one.solutions[0].certificate, concept="nash")
    assert "beer_quiche at p = 9/10: 1 Nash equilibrium\n" in one.text()
    assert "beer_quiche at p = 9/10: 2 Nash equilibria\n" in several.text()
    assert "2 Nash equilibria<" in solutions_html(several)
    assert words.heading(replace(solved, concept="pbe")) == "beer_quiche: weak perfect Bayesian equilibria"
    assert verdict_text(certificate).startswith("Yes: this is a Nash equilibrium.\n")


def test_what_flips_at_a_wall_is_told_in_runs():
    assert _change(["A1", "A2", "A3", "B"], ["C1", "C2"]) == "A1 to A3, B give way to C1, C2"
    assert _change([], ["C1", "C2", "C3"]) == "C1 to C3 appear" and _change(["D"], []) == "D ends"


def test_a_map_as_text(regime_map):
    assert regime_map.text() == dedent("""\
        Beer and quiche: what does breakfast say about the one who eats it?
        beer_quiche: sequential equilibria in p
        where 0 < p < 1

        2 regimes
        ---------
        R1  p > 1/2 (the defaults are here)
            A  Sender pooling on beer; Receiver retreat
            B  Sender pooling on quiche; Receiver retreat
            at p = 9/10: beer/retreat 0 to 1; quiche/retreat 0 to 1

        R2  p < 1/2
            C  Sender semi-separating (strong beer, weak beer or quiche)
            at p = 1/3: beer/duel 1/3; beer/retreat 1/3; quiche/duel 1/3

        1 wall
        ------
        p = 1/2
          Receiver is indifferent between duel and retreat at beer
          R2 to R1: C gives way to A, B

        3 families of equilibria
        ------------------------
        A  Sender pooling on beer; Receiver retreat
           outcomes  beer/retreat 1
           exists    p >= 1/2 (R1)
           Sender    strong, weak: beer
           Receiver  beer: retreat; quiche*: duel
           beliefs   Receiver at beer: strong p, weak 1 - p
                     Receiver at quiche*: strong mu_quiche, weak 1 - mu_quiche
           free      0 <= mu_quiche <= 1/2
           payoffs   Sender 2 + p; Receiver p

        B  Sender pooling on quiche; Receiver retreat
           outcomes  quiche/retreat 1
           exists    p >= 1/2 (R1)
           Sender    strong, weak: quiche
           Receiver  beer*: duel; quiche: retreat
           beliefs   Receiver at beer*: strong mu_beer, weak 1 - mu_beer
                     Receiver at quiche: strong p, weak 1 - p
           free      0 <= mu_beer <= 1/2
           payoffs   Sender 3 - p; Receiver p

        C  Sender semi-separating (strong beer, weak beer or quiche)
           outcomes  beer/duel p; beer/retreat p; quiche/duel 1 - 2*p
           exists    p < 1/2 (R2)
           Sender    strong: beer; weak: beer p/(1 - p), quiche (1 - 2*p)/(1 - p)
           Receiver  beer: duel 1/2, retreat 1/2; quiche: duel
           beliefs   Receiver at beer: strong 1/2, weak 1/2
                     Receiver at quiche: weak 1
           why       Receiver's mix at 'beer' makes Sender indifferent at 'weak'
                     Sender's mix at 'weak' makes Receiver indifferent at 'beer'
           payoffs   Sender 1 + p; Receiver 1 - p

        Probabilities and measures that are zero are left out. Ranges run over the
        equilibria that coexist at the point named. beer or quiche stands for a mix of
        the two. * marks information sets off the path of play.
        Families that exist on walls only are not listed.
        These are all others.
        "All" rests on an exhaustive search over supports and on one theorem: additive
        labels characterise consistent beliefs (Kreps and Wilson 1982, as repaired by
        Streufert 2012).
        4 points solved again by the independent method: 0 disagreements.""")


def test_families_as_text_without_details(solved):
    assert solved.text(details=False) == dedent("""\
        Beer and quiche: what does breakfast say about the one who eats it?
        beer_quiche: sequential equilibria in p
        where 0 < p < 1

        3 families of equilibria

        A  Sender pooling on beer; Receiver retreat
           outcomes  beer/retreat 1
           exists    p >= 1/2

        B  Sender pooling on quiche; Receiver retreat
           outcomes  quiche/retreat 1
           exists    p >= 1/2

        C  Sender semi-separating (strong beer, weak beer or quiche)
           outcomes  beer/duel p; beer/retreat p; quiche/duel 1 - 2*p
           exists    p < 1/2

        Strategies, beliefs and payoffs in closed form: --details, or
        text(details=True).
        Probabilities and measures that are zero are left out. beer or quiche stands for
        a mix of the two.
        Families that exist on walls only are not listed.
        These are all others.
        "All" rests on an exhaustive search over supports and on one theorem: additive
        labels characterise consistent beliefs (Kreps and Wilson 1982, as repaired by
        Streufert 2012).""")


def test_a_family_as_text():
    assert SEMI.text() == dedent("""\
        Sender semi-separating (strong beer, weak beer or quiche)
          outcomes  beer/duel p; beer/retreat p; quiche/duel 1 - 2*p
          exists    p < 1/2
          Sender    strong: beer; weak: beer p/(1 - p), quiche (1 - 2*p)/(1 - p)
          Receiver  beer: duel 1/2, retreat 1/2; quiche: duel
          beliefs   Receiver at beer: strong 1/2, weak 1/2
                    Receiver at quiche: weak 1
          why       Receiver's mix at 'beer' makes Sender indifferent at 'weak'
                    Sender's mix at 'weak' makes Receiver indifferent at 'beer'
          payoffs   Sender 1 + p; Receiver 1 - p""")


def test_families_with_the_same_outcome_are_told_as_one(solved):
    twin = replace(BEER, called=replace(BEER.called, off_path=OFF_PATH), shared=BEER.called)
    both = replace(solved, families=(replace(BEER, shared=BEER.called), QUICHE, twin))
    text = both.text(details=False)
    assert "3 families of equilibria, with 2 different outcomes" in text
    assert "A  Sender pooling on beer; Receiver retreat\n   outcomes  beer/retreat 1\n   exists    p >= 1/2\n\nB  " in text
    details = both.text(details=True)
    assert "   payoffs   Sender 2 + p; Receiver p\n   A1  Sender pooling on beer; Receiver retreat\n" in details
    assert "   A2  off the path Receiver duel or retreat at quiche\n" in details and details.count("Sender 2 + p") == 1


def test_twins_that_exist_elsewhere_are_told_apart(solved):
    twins = [replace(BEER, called=replace(BEER.called, number=k), shared=BEER.called) for k in range(1, 5)]
    narrow = replace(twins[1], cases=((comparison("p >= 2/3"),),))
    text = replace(solved, families=(twins[0], narrow, *twins[2:], SEMI)).text(details=False)
    assert "   exists    p >= 1/2: A1, A3, A4\n             p >= 2/3: A2\n" in text


def test_closed_forms_are_left_to_details_when_there_are_many(solved):
    many = replace(solved, families=tuple(replace(SEMI, called=replace(SEMI.called, number=k)) for k in range(20)))
    assert "beliefs  " not in many.text() and "--details" in many.text()
    assert "beliefs  " in many.text(details=True) and "--details" not in many.text(details=True)


def test_a_long_formula_is_wrapped_and_never_cut():
    formula = " + ".join(f"{k}*phi*D_emb*alpha_{k}" for k in range(2, 14))
    lines = wrapping.wrap(f"offer {formula}", "  informer  ", "            ")
    assert all(len(line) <= 80 for line in lines)
    assert " ".join(line.strip() for line in lines).removeprefix("informer  offer ") == formula
    assert all(line.strip()[0] in "+o" for line in lines[1:])


def test_what_was_not_found_is_said(solved, regime_map):
    partly = replace(solved, found="some", undecided_bases=("Sender at weak: beer",))
    assert "There may be others: 1 case could not be decided.\nUndecided: Sender at weak: beer." in partly.text()
    assert '"All"' not in partly.text()
    stopped = replace(solved, found="some")
    assert "the search was stopped" in stopped.text()


def test_a_map_that_its_check_contradicts_is_not_called_complete(regime_map):
    wrong = replace(regime_map, checked={"points": 4, "disagreements": 1})
    for said in (wrong.text(), map_html(wrong)):
        assert "NOT COMPLETE: do not rely on this map." in said and "Found all" not in said
    assert wrong.text().endswith(
        "The search took its answer for complete. 4 points solved again by the\nindependent method: 1 disagreement."
    )


def test_a_regime_without_equilibrium_is_a_sign_of_a_fault(regime_map):
    hollow = replace(regime_map, regimes=(regime_map.regimes[0], replace(regime_map.regimes[1], families=())))
    assert "R2  p < 1/2\n    none found\n" in hollow.text() and "Found all" not in hollow.text()
    assert "No equilibrium was found in R2, though every finite game has one." in hollow.text()


def test_a_regime_without_equilibrium_where_time_ended_asks_for_more_of_it(regime_map):
    stopped = replace(regime_map.solved, found="some", left=("Sender at weak: beer",))
    hollow = replace(regime_map, solved=stopped, regimes=(regime_map.regimes[0], replace(regime_map.regimes[1], families=())))
    said = " ".join(hollow.text().split())
    assert "NOT COMPLETE: no equilibrium was found yet in R2, though every finite game has one. Allow more seconds, or leave" in said
    assert "Not searched to the end: Sender at weak: beer." in said and "do not rely" not in said


def test_what_the_verifier_refuses_is_not_called_verified(solution):
    refused = replace(solution.certificate, equilibrium=False, reason="Sender gains 1 at weak by playing quiche.")
    said = reliability.certified(refused, {})
    assert said == "refused by the verifier: Sender gains 1 at weak by playing quiche. (cartel-games 0.1.0)"


@pytest.mark.parametrize("number, said", [(Fraction(9, 17), "9/17"), (Fraction(123456789, 1234567891), "~0.1"), (0.25, "~0.25"), (3, "3")])
def test_rounded_numbers_are_marked(number, said):
    assert words.brief(number) == said


def test_bounds_of_a_domain_are_read_as_chains():
    @games.game(players=("A",))
    def bounded(
        play,
        *,
        p=Parameter(HALF, "0 < p < 1", "a chance"),
        a=Parameter(2, ("a > 0", "a > -1", "2*a < 13 - 10*p"), "a payoff"),
        b=Parameter(1, ("b < 3/2", "b <= 3/2", "2*a < 13 - 10*p", "b < 2"), "another"),
    ):
        "Bounds."
        play.chance("coin", {"heads": p, "tails": 1 - p})
        return {"A": (a + b) * int(play.choose("A", ["yes", "no"]) == "yes")}

    assert words.domain_texts(bounded().domain) == ["0 < p < 1", "a > 0", "b < 3/2", "2*a < 13 - 10*p"]
    assert words.domain_texts(bounded(p=HALF).domain) == ["0 < a < 4", "b < 3/2"]


def test_off_the_path_is_what_play_does_not_reach(solved):
    assert words.off_path(solved.game, BEER.profile) == {("Receiver", "quiche")}
    assert words.off_path(solved.game, SEMI.profile) == set()


# ------------------------------------------------------------------ frames


def test_frames_are_tidy_and_exact(regime_map, solution):
    frame = solution.frame()
    assert list(frame.columns) == ["player", "information set", "action", "probability"] and len(frame) == 8
    rows = regime_map.frame()
    assert list(rows.columns) == ["regime", "family", "outcome", "probability"] and len(rows) == 12
    (found,) = rows[(rows.regime == "R2") & (rows.outcome == "quiche/duel")].probability
    assert found == Fraction(1, 3) and isinstance(found, Fraction)


# ------------------------------------------------------------------ notebooks


def test_html_holds_the_picture_the_tables_and_details(regime_map):
    html = map_html(regime_map)
    assert html.count('<img alt="Strip of Beer and quiche') == 1 and "data:image/svg+xml;base64," in html
    assert html.count("<details") == 3 and html.count("<table>") == 5
    assert "p &gt; 1/2" in html and "p > 1/2" not in html
    assert regime_map._repr_mimebundle_()["text/plain"] == regime_map.text()


def test_labels_are_escaped(solved, solutions):
    nasty = replace(BEER, called=Name(given="<script>alert(1)</script>"))
    assert "<script" not in families_html(replace(solved, families=(nasty,)))
    named = replace(solutions, solutions=(replace(solutions[0], called=Name(given="<b onclick='x'>")),))
    assert "<b onclick" not in solutions_html(named)


# ------------------------------------------------------------------ pictures


def plane():
    """A map in two parameters made by hand: two walls, q = a/(1 + a) and a = 1, three sets of outcomes; R1 and R2 differ off the path."""

    @games.game(players=("P",), headline=("q", "a"))
    def two(play, *, q=Parameter(HALF, "0 < q < 1", "chance of heads"), a=Parameter(2, "a > 0", "what heads bring")):
        "Two parameters."
        side = play.chance("coin", {"heads": q, "tails": 1 - q})
        play.outcome(side)
        return {"P": a * int(play.choose("P", ["heads", "tails"]) == side)}

    game = two()
    both = Name((Phrase("A", "throughout", (Choice(("yes", "no")),)),))
    played = (plays("A yes, whatever comes of it", "nobody is told of it"), plays("A no"), both)
    names = tuple(called.text() for called in played)
    found = tuple(
        replace(BEER, called=called, cases=((),), outcomes={"heads": Fraction(k), "tails": 1 - Fraction(k)}, shared=called)
        for k, called in enumerate(played)
    )
    found += (replace(found[0], called=replace(played[0], off_path=plays("A no").on_path)),)
    solved = Families(game, "sequential", ("q", "a"), (), "all", False, (), {"generic": 4, "knife_edge": None}, found)
    walls = (surface("q = a/(1 + a)", Indifference("A", "start", ("yes", "no")), flips=names[:2]), surface("a = 1", flips=names[1:]))
    cells = [((1, 1), 0), ((1, -1), 3), ((-1, 1), 1), ((-1, -1), 2)]
    regimes = tuple(Regime(f"R{k}", (), signs, {}, (found[which].name,), {}) for k, (signs, which) in enumerate(cells, 1))
    return RegimeMap(solved, {}, walls, regimes, {"points": 0, "disagreements": 0})


def texts(figure, gid):
    return [text for text in (*figure.axes[0].texts, *figure.texts) if text.get_gid() == gid]


def said(figure, gid):
    return [" ".join(text.get_text().split()) for text in texts(figure, gid)]


def test_a_plane_labels_every_region_and_wall():
    figure = map_figure(plane())
    names = ["A yes, whatever comes of it; nobody is told of it", "A no", "A yes or no"]
    assert sorted(said(figure, "region")) == ["A", "B", "C"] and sorted(said(figure, "phrase")) == sorted(names)
    assert said(figure, "wall") == ["$a = 1$", "$q = a/(1 + a)$"]
    assert said(figure, "mark") == ["A", "B", "C"]
    assert said(figure, "key") == [*names, "$q = a/(1 + a)$", "A is indifferent between yes and no at start."]
    assert figure.axes[0].get_xlim() == (0, 1) and figure.axes[0].get_ylim() == (0, 4)
    assert said(figure, "small print") == ["Circle: the defaults.", "Dashed: only play off the path changes."]
    assert figure.alt == (
        "Map of Two parameters in q and a. Regions: A; B; C. A is A yes, whatever comes of it; nobody is told of it. B is A no. C is A yes or no. "
        "Walls: q = a/(1 + a); a = 1."
    )


def test_every_cell_of_a_slice_is_in_the_regime_of_its_signs():
    """Also on walls, where a cell goes with one beside it; compared with the signs cell by cell."""
    crossed = plane()
    slice_ = cut(crossed, "q", "a", 41)
    for row, a in enumerate(slice_.up):
        for column, q in enumerate(slice_.across):
            signs = [np.sign(round(value, 12)) for value in (q + q * a - a, a - 1)]
            fitting = [r.name for r in crossed.regimes if all(s in (0, t) for s, t in zip(signs, r.signs, strict=True))]
            found = slice_.regimes[slice_.which[row, column]].name
            assert found in fitting or 0 in signs
    assert [regime.name for regime in slice_.regimes] == ["R1", "R2", "R3", "R4"]


def test_walls_are_full_where_the_outcome_changes_and_dashed_elsewhere():
    """Along a = 1 the outcome changes where q < 1/2, and only the regime where q > 1/2."""
    lines = [line for line in map_figure(plane()).axes[0].lines if line.get_gid() != "defaults"]
    level = [line for line in lines if np.ptp(line.get_ydata()) < 1e-6]
    reach = {line.get_linestyle(): (line.get_xdata().min(), line.get_xdata().max()) for line in level}
    assert reach["-"] == pytest.approx((0, 0.5), abs=0.02) and reach["--"] == pytest.approx((0.5, 1), abs=0.02)
    curve = [line for line in lines if np.ptp(line.get_ydata()) > 1e-6]
    assert curve and all(line.get_linestyle() == "-" for line in curve)


def test_a_wall_is_not_drawn_where_the_families_are_the_same():
    """Along a = 1 nothing at all changes where q > 1/2."""
    first, second, *rest = plane().regimes
    alike = replace(plane(), regimes=(first, replace(second, families=first.families), *rest))
    figure = map_figure(alike)
    level = [line for line in figure.axes[0].lines if line.get_gid() != "defaults" and np.ptp(line.get_ydata()) < 1e-6]
    assert [line.get_linestyle() for line in level] == ["-"] and level[0].get_xdata().max() == pytest.approx(0.5, abs=0.004)
    assert not any("Dashed" in text.get_text() for text in texts(figure, "small print"))
    same = map_figure(replace(alike, regimes=tuple(replace(one, families=first.families) for one in alike.regimes)))
    assert said(same, "small print") == ["Circle: the defaults.", "The map's 2 other walls change nothing here."]
    assert same.alt.endswith("Walls: none.") and said(same, "key") == ["A yes, whatever comes of it; nobody is told of it"]


def test_walls_that_run_along_one_another_share_a_number():
    first, second = plane().walls
    twice = replace(
        plane(),
        walls=(first, second, surface("2*a = 2", Stop("A", "start", "L"))),
        regimes=tuple(replace(regime, signs=(*regime.signs, regime.signs[1])) for regime in plane().regimes),
    )
    figure = map_figure(twice)
    assert said(figure, "wall") == ["1", "$q = a/(1 + a)$"]
    assert said(figure, "mark") == ["A", "B", "C", "1"]
    assert said(figure, "key")[3:5] == ["$a = 1$ $2a = 2$", "All along the same line here. A no longer plays L at start."]


def test_a_small_region_and_its_walls_are_labelled_from_outside():
    """A triangle with a side of a thirtieth of the plane: its letter and the number of its wall stand beside it."""
    small = replace(plane(), walls=(surface("30*q + 10*a = 1"), surface("a = 3")))
    figure = map_figure(small)
    leaders = [line for line in figure.axes[0].lines if line.get_gid() == "leader" and len(line.get_xdata()) == 2]
    (box,) = (text.get_window_extent() for text in texts(figure, "region") if text.get_text() == "C")
    wall = figure.axes[0].transData.transform([(0, 0.1), (1 / 30, 0)])
    assert leaders and (box.x0 > wall[:, 0].max() or box.y0 > wall[:, 1].max())
    (number,) = (text.get_window_extent() for text in texts(figure, "wall") if text.get_text() == "1")
    assert not box.overlaps(number)


def test_regions_beside_one_another_differ_in_colour():
    """A chessboard of twenty kinds, twice as many as there are colours."""
    what = np.arange(20).reshape(4, 5)
    colours = np.array(_colours(what, 20))[what]
    assert (colours[1:] != colours[:-1]).all() and (colours[:, 1:] != colours[:, :-1]).all()
    assert _colours(what, 10) == list(range(10))


def test_a_strip_has_no_threshold_where_the_families_are_the_same(regime_map):
    above, below = regime_map.regimes
    same = map_figure(replace(regime_map, regimes=(above, replace(below, families=above.families))))
    assert not [line for line in same.axes[0].lines if line.get_gid() == "wall"] and len(texts(same, "region")) == 1
    assert said(same, "small print")[-1] == "The map's other wall changes nothing here."
    twin = replace(BEER, called=replace(BEER.called, off_path=OFF_PATH), shared=BEER.called)
    solved = replace(regime_map.solved, families=(replace(BEER, shared=BEER.called), QUICHE, twin))
    off = map_figure(replace(regime_map, solved=solved, regimes=(above, replace(below, families=(twin.name, QUICHE.name)))))
    assert [line.get_linestyle() for line in off.axes[0].lines if line.get_gid() == "wall"] == ["--"]
    assert texts(off, "small print")[-1].get_text() == "Dashed: only play off the path changes."


def test_words_and_formulas_stay_on_the_page():
    """Also a wall's formula too long for the key, and phrases longer than a line of small print."""
    formula = " + ".join(f"{k}*q**{k}*a*longish_{k}" for k in range(1, 12))
    walls = (
        plane().walls[0],
        replace(plane().walls[1], threshold=Relation(read("a"), "=", read(f"({formula})/(3*q)")), reasons=plane().walls[0].reasons),
    )
    figure = map_figure(replace(plane(), walls=walls))
    assert texts(figure, "key")
    wide, high = figure.canvas.get_width_height()
    renderer = figure.canvas.get_renderer()
    for text in (*texts(figure, "key"), *texts(figure, "small print")):
        box = text.get_window_extent(renderer)
        assert 0 <= box.x0 < box.x1 <= wide and 0 <= box.y0 < box.y1 <= high, text.get_text()
    whole = "".join(mathtext(walls[1].threshold.text()).replace("$", "").split())
    assert whole in ["".join(key.get_text().replace("$", "").split()) for key in texts(figure, "key")]


def test_a_high_key_stays_on_the_page():
    canvas = Canvas(4, 1)
    canvas.finish("Title", [["words"]], [[Entry("A", ("x = 1/2",), "many words " * 12)] * 8])
    boxes = [text.get_window_extent(canvas._renderer) for text in canvas.figure.texts]
    assert min(box.y0 for box in boxes) >= 0


def test_the_same_words_are_measured_once(monkeypatch):
    from matplotlib.text import Text

    measured, measure = [], Text.get_window_extent
    monkeypatch.setattr(Text, "get_window_extent", lambda self, *args, **named: measured.append(self) or measure(self, *args, **named))
    canvas = Canvas(4, 1)
    lines = canvas.flowed(["many", "words"] * 20, 8, 2)
    assert len(lines) > 1 and len(measured) == 4, "two words, and what a space takes"
    assert canvas.measured("many", 8) < canvas.measured("many", 9)


def test_words_in_a_picture_do_not_overlap():
    figure = map_figure(plane())
    boxes = [text.get_window_extent().padded(-1) for gid in ("region", "phrase", "key", "small print") for text in texts(figure, gid)]
    assert len(boxes) == 3 + 3 + 5 + 2
    assert not any(one.overlaps(two) for k, one in enumerate(boxes) for two in boxes[:k])


def test_colours_follow_the_outcomes_or_the_regimes():
    def colours(by):
        figure = map_figure(plane(), by=by)
        return {tuple(np.round(c.get_facecolor()[0], 3)) for c in figure.axes[0].collections if str(c.get_gid()).startswith("regime")}

    assert (len(colours("outcomes")), len(colours("regimes"))) == (3, 4)


def test_a_region_without_room_gets_a_letter_and_a_key():
    long = " ".join(["word"] * 200)
    crowded = plane()
    called = Name(given=long)
    families = tuple(replace(f, called=called, shared=called) if k == 2 else f for k, f in enumerate(crowded.families))
    regimes = tuple(replace(r, families=(long,)) if r.name == "R4" else r for r in crowded.regimes)
    figure = map_figure(replace(crowded, solved=replace(crowded.solved, families=families), regimes=regimes))
    assert "C" in said(figure, "region") and long not in said(figure, "phrase")
    assert said(figure, "key")[2] == long


def test_outside_the_domain_is_hatched():
    game = plane().game
    narrow = replace(game, domain=game.domain.also(games.parameter.conditions("q + a < 3"), game.domain.start))
    cut = plane()
    figure = map_figure(replace(cut, solved=replace(cut.solved, game=narrow)))
    assert any(getattr(c, "hatches", None) == ["////"] for c in figure.axes[0].collections)
    assert texts(figure, "small print")[-1].get_text() == "Hatched: outside the domain of the game."


def test_a_strip_marks_its_thresholds_exactly(regime_map):
    figure = map_figure(regime_map)
    axes = figure.axes[0]
    assert said(figure, "threshold") == ["0", r"$\frac{1}{2}$", "1"]
    assert [text.get_position()[0] for text in texts(figure, "threshold")] == pytest.approx([0, 0.5, 1])
    assert sorted(said(figure, "region")) == ["A, B", "C"]
    assert sorted(said(figure, "phrase")) == [
        "Sender pooling on beer or Sender pooling on quiche",
        "Sender semi-separating (strong beer, weak beer or quiche)",
    ]
    assert said(figure, "small print")[2] == "In all of them, wherever play comes so far: Receiver retreat."
    assert said(figure, "small print")[:2] == [
        "Where there are several letters, each of these equilibria exists.",
        "beer or quiche: mixed.",
    ]
    assert axes.get_xlabel() == "$p$,  prior that the Sender is strong"


def test_narrow_parts_of_a_strip_are_labelled_above_it_and_thresholds_do_not_overlap(regime_map):
    above, below = regime_map.regimes
    walls = tuple(surface(f"p = {n}/100") for n in (50, 51, 52))
    regimes = tuple(
        replace(one, name=f"R{k}", signs=tuple(1 if j < k else -1 for j in range(3))) for k, one in enumerate((below, above, below, above))
    )
    figure = map_figure(replace(regime_map, walls=walls, regimes=regimes))
    assert sorted(said(figure, "region")) == ["A, B", "A, B", "C", "C"]
    high = [text for text in texts(figure, "region") if text.get_position()[1] > 1]
    assert [text.get_text() for text in high] == ["A, B", "C"]
    for gid in ("region", "threshold"):
        boxes = [text.get_window_extent() for text in texts(figure, gid)]
        assert not any(one.overlaps(two) for k, one in enumerate(boxes) for two in boxes[:k])


@pytest.mark.parametrize(
    "wall, found",
    [
        ("17*x - 9", ["9/17"]),
        ("x**2 - 2", ["sqrt(2)", "-sqrt(2)"]),
        ("x**2 + 1", []),
        ("y**3 - y - 1", [1.3247179572447]),
        ("(10000*y - 1)*(10000*y - 2)*(y - 3)", [0.0001, 0.0002, 3.0]),
    ],
)
def test_thresholds_are_exact_up_to_degree_two_and_never_missed(wall, found):
    expression = read(wall)
    got = roots(expression, expression.free[0])
    assert [x if isinstance(x, float) else str(x) for x in got] == [pytest.approx(x) if isinstance(x, float) else x for x in found]


def test_axes_hold_the_defaults_and_the_walls():
    axis = limits(plane(), "a")
    assert (axis.low, axis.high) == (0, 4)
    assert limits(plane(), "q").high == 1
    farther = replace(plane(), walls=(*plane().walls, surface("a = 6")))
    assert limits(farther, "a").high == 8
    beyond = replace(plane(), walls=(*plane().walls, surface("a = 1000")))
    assert limits(beyond, "a").high == 4


def test_a_figure_is_the_same_every_time_and_needs_no_pyplot(regime_map):
    one, two = (encoded(map_figure(regime_map), "svg") for _ in range(2))
    assert one == two and b"<script" not in one
    assert image(map_figure(regime_map)).startswith('<img alt="Strip of Beer and quiche')


def test_a_map_is_saved_whole(regime_map, tmp_path):
    found = save_map(regime_map, tmp_path / "new" / "folder")
    assert [path.name for path in found] == [f"beer_quiche-regimes.{kind}" for kind in ("txt", "json", "tex", "svg", "png")]
    assert sorted(path.name for path in found[0].parent.iterdir()) == sorted(path.name for path in found)


@pytest.mark.parametrize(
    "options, said",
    [
        ({"axes": ("p", "q")}, "The map has no parameter 'q'; it has p."),
        ({"by": "colour"}, "There is no picture by 'colour'; there are outcomes, regimes."),
        ({"axes": ("p", "p")}, "A picture has one parameter or two different ones."),
    ],
)
def test_wrong_options_of_a_picture(regime_map, options, said):
    with pytest.raises(GameError) as caught:
        map_figure(regime_map, **options)
    assert str(caught.value) == said


def test_measured_words_fit_their_boxes():
    canvas = Canvas(4, 3)
    lines = canvas.flowed(["a" * 20] * 10, 8, 3)
    assert len(lines) > 1 and all(canvas.measured(line, 8)[0] <= 300 for line in lines)
    phrases = ["short", "a phrase that is longer than the line", "end"]
    assert canvas.flowed(phrases, 8, 1) == ["short a phrase", "that is longer", "than the line end"]
    assert canvas.filled("one two three; four", 60) == "one two three; four"
    assert canvas.filled("one two three; four", 9) == "one two\nthree;\nfour"


# ------------------------------------------------------------------ formulas


@pytest.mark.parametrize(
    "source, said",
    [
        ("-a < w_s", "$-a < w_{s}$"),
        ("q*(1 + a) >= 1/2", r"$q\,(1 + a) \geq \frac{1}{2}$"),
        ("x - (y - z)", "$x - (y - z)$"),
        ("a/(b*c)", r"$a/(b\,c)$"),
        ("(a + b)**2", "$(a + b)^{2}$"),
        ("pi1 = 2*share", r"$\pi_{1} = 2\,\mathrm{share}$"),
        ("(21 - sqrt(321))/10", r"$(21 - \sqrt{321})/10$"),
        ("2*3", r"$2 \cdot 3$"),
        ("root(x**3 - x - 1, 1, 2)", None),
        ("not a formula", None),
        ("__import__('os')", None),
    ],
)
def test_formulas_as_mathtext(source, said):
    assert mathtext(source) == said


def test_lam_stands_for_lambda():
    """Python keeps the whole word for itself."""
    assert mathtext("lam = chi/2") == r"$\lambda = \chi/2$" and plain("lam > 0") == "λ > 0"


def test_formulas_in_small_print():
    assert plain("mu_long = 3/(8*(1 + redirect))") == "μ_long = 3/(8·(1 + redirect))"
    assert plain("alphabet and pi**2") == "alphabet and π**2"


# ------------------------------------------------------------------ one quantity over a map


@pytest.mark.slow
def test_heat_is_hatched_where_equilibria_disagree():
    found = solvers.regimes(games.load("defection_for_immunity"), over="phi,D_emb", check=0)
    figure = found.heat("trap_sprung", grid=41)
    assert "trap_sprung (highest over coexisting equilibria)" in figure.alt and "in some of the picture" in figure.alt
    assert "Colour: the highest probability of trap_sprung over coexisting equilibria. Hatched: they differ in it." in said(
        figure, "small print"
    )
    (axes,) = (a for a in figure.axes if a.get_xlabel())
    assert "prior that the informer is sincere" in axes.get_xlabel()
    assert any(getattr(c, "hatches", None) == ["///"] for c in axes.collections)
    low, high = (found.heat("trap_sprung", grid=41, end=end).axes[0].images[0].get_array() for end in ("lowest", "highest"))
    assert low.max() == 0 and high.max() > 0.5  # silence is an equilibrium everywhere
    assert figure._repr_html_().startswith("<img alt=")


def test_heat_speaks_only_of_the_walls_that_it_shows():
    first, second, third, fourth = plane().regimes
    alike = replace(plane(), regimes=(first, second, replace(third, families=first.families), replace(fourth, families=first.families)))
    figure = alike.heat("heads", grid=41)
    assert not [line for line in figure.axes[0].lines if line.get_gid() == "wall"]
    assert figure.alt.endswith("in q and a, from 0 to 0. Equilibria do not differ in it. Walls: none.")
    assert said(figure, "small print") == ["Colour: the highest probability of heads over coexisting equilibria.", "Circle: the defaults."]
    some = plane().heat("heads", grid=41)
    assert len([line for line in some.axes[0].lines if line.get_gid() == "wall"]) == 2 and "Walls: q = a/(1 + a); a = 1." in some.alt


def test_heat_refuses_what_it_cannot_draw():
    found = solvers.regimes(games.load("defection_for_immunity"), over="phi,D_emb", check=0)
    with pytest.raises(GameError, match="There is no outcome, measure or payoff 'peace'; there are US, civilian_harm, "):
        found.heat("peace", grid=11)
    with pytest.raises(GameError, match="needs a map of two parameters or more"):
        solvers.regimes(games.load("beer_quiche"), check=0).heat("beer/duel")


def test_a_long_equilibrium_is_told_in_short(monkeypatch):
    found = solvers.solve(games.load("beer_quiche"))
    whole = found.text()
    monkeypatch.setattr("solvers.show.rows.LONG", 3)
    monkeypatch.setattr("solvers.show.rows.FIRST", 1)
    short = found.text()
    assert "besides" not in whole and len(short) < len(whole)
    assert "2 information sets and 3 outcomes, which --json and as_json() tell" in " ".join(short.split())


def test_long_names_may_be_broken_in_a_table_and_elements_are_left_alone():
    long = "mu_announce_a_bounty_for_information_stay_silent"
    assert elements.table((), [[f'<b title="{long}">{long}</b> short_name']]).count("<wbr>") == long.count("_")
