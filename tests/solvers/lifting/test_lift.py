"""Lifted equilibria: known answers, the verifier's word, regions as polynomials, and refusals."""

import json
import pickle
import random
from dataclasses import replace
from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from click.testing import CliRunner
from clocks import Clock

import games
import solvers
from games import GameError, Parameter, game
from games.catalogue import STORIES
from games.numbers import polynomial_text, read
from games.terms import Combination
from solvers.__main__ import command_line
from solvers.lifting import completion, effort, learned, points
from solvers.lifting.closed_forms import solved
from solvers.lifting.elimination import NotLifted
from solvers.lifting.indifference import System
from solvers.lifting.learned import given
from solvers.lifting.repairs import Failure
from solvers.lifting.supports import Support
from solvers.results import Fade, Start, Stop

HALF = Fraction(1, 2)


def borders(found):
    """The conditions as polynomials, whatever their sign and unit."""
    out = set()
    for relation in found.cell:
        _, factors = relation.difference.numerator.factor()
        out |= {polynomial_text(f) for f, _ in factors}
    return out


def polynomials(*texts):
    return {polynomial_text(read(text).numerator) for text in texts}


def test_seltens_horse_needs_a_tremble_of_its_own_size():
    found = solvers.lift(games.load("selten_horse"))
    assert found.profile["1"]["start"]["A"] == found.profile["2"]["A"]["a"] == 1
    assert found.beliefs["3"]["start"] == {"D": Fraction(1, 3), "A/d": Fraction(2, 3)}
    assert found.trembles == {"2": {"A": {"d": 2}}} and found.certificate.equilibrium and found.certificate.consistent


def test_beer_and_quiche_mixes_off_the_path():
    found = solvers.lift(games.load("beer_quiche"), over="p")
    assert found.profile["Sender"] == {"strong": {"beer": 1, "quiche": 0}, "weak": {"beer": 1, "quiche": 0}}
    assert set(found.profile["Receiver"]["quiche"].values()) != {0, 1} and found.trembles
    assert borders(found) == polynomials("2*p - 1") and found.along("p") == (HALF, 1)
    assert found.conditions[0].reasons == (Start("Receiver", "beer", "duel"),)
    assert found.certificate.equilibrium and found.family.exists({"p": Fraction(3, 5)}) and not found.family.exists({"p": Fraction(2, 5)})
    assert "lifted equilibrium" in found.family.latex()


def test_three_man_poker_is_irrational():
    found = solvers.lift(games.load("three_man_poker"), concept="nash")
    assert found.profile["I"]["High"]["pass"] == found.profile["II"]["High/pass"]["pass"] == read("-1 + sqrt(15)/3")
    assert found.profile["III"]["Low/pass/pass"]["pass"] == read("2*sqrt(15)/15")
    assert found.certificate.equilibrium


def test_a_corner_that_is_irrational():
    found = solvers.lift(games.load("irrational_corner"))
    numbers = [x for sets in found.profile.strategies.values() for row in sets.values() for x in row.values()]
    assert any(9 * x * x + 2 * x - 1 == 0 for x in numbers) and found.certificate.equilibrium


def test_a_curve_of_equilibria_is_pinned_once():
    found = solvers.lift(games.load("curve_of_equilibria"))
    pins = [x for sets in found.pins.values() for row in sets.values() for x in row.values()]
    assert len(pins) == 1 and 0 < pins[0] < 1 and found.certificate.equilibrium


def test_kuhn_with_three_players_at_the_published_bet():
    found = solvers.lift(games.load("kuhn", players=3))
    assert found.payoffs == {"Alice": Fraction(-1, 32), "Bob": Fraction(-1, 48), "Carol": Fraction(5, 96)}
    assert (found.profile["Bob"]["J/check"]["bet"], found.profile["Bob"]["K/check"]["bet"]) == (Fraction(1, 4), HALF)
    assert found.certificate.equilibrium and found.certificate.consistent


def test_kuhn_with_three_players_where_betting_ends():
    """At 3/2 the king is bet by trembles alone, three times as large as the others."""
    found = solvers.lift(games.load("kuhn", stakes="open", players=3), bet="3/2")
    assert found.trembles["Alice"]["K"] == {"bet": 3} and found.trembles["Bob"]["K/check"] == {"bet": 3}
    assert set(found.payoffs.values()) == {0} and found.certificate.equilibrium and found.certificate.consistent


def test_kuhn_with_three_players_has_a_wall_at_three():
    found = solvers.lift(games.load("kuhn", stakes="open", players=3), over="bet", bet=2)
    assert found.along("bet") == (Fraction(3, 2), 3) and set(found.payoffs.values()) == {0}
    traced = solvers.trace(games.load("kuhn", stakes="open", players=3), "bet", 2, 4)
    assert [wall.at for wall in traced.walls] == [3] and not traced.gaps


def test_kingpins_with_enforcers_have_curved_borders():
    found = solvers.lift(games.load("kingpin_fragmentation", enforcers=True), over=("eta", "strong"))
    assert polynomials("1141*eta*strong - 1141*strong + 500", "676*eta*strong - 676*strong + 25") <= borders(found)
    assert found.certificate.equilibrium and found.game.parameters == ("eta", "strong")


def test_the_tiny_campaign_has_the_published_wall():
    found = solvers.lift(games.load("campaign"), over=("w_cost_short", "m_sov"))
    assert read("w_cost_short") - Fraction(41, 350) == next(r.difference for r in found.cell if "w_cost_short" in r.difference.names)
    assert found.certificate.equilibrium


def random_game(players, kinds, rounds, seed):
    """Private types, then public choices in turn; the payoffs of every leaf are drawn."""
    names = tuple("ABC"[:players])

    @game(players=names)
    def told(play):
        types = play.chance("types", list(map("".join, product("01"[:kinds], repeat=players))))
        for name, kind in zip(names, types, strict=True):
            play.tell(name, kind)
        history = "".join(play.choose(names[k % players], ["L", "R"]) for k in range(rounds))
        draw = random.Random(f"{seed} {types} {history}")
        return {name: draw.randrange(21) for name in names}

    return told()


@pytest.mark.parametrize("concept", ["sequential", "nash"])
@pytest.mark.parametrize("shape", [(2, 2, 3), (3, 2, 3), (2, 2, 4)])
@pytest.mark.parametrize("seed", range(3))
def test_what_is_lifted_of_random_games_is_an_equilibrium_by_the_verifiers_word(concept, shape, seed):
    tree = random_game(*shape, seed)
    found = solvers.lift(tree, concept=concept)
    claimed = found.profile if concept == "nash" else found.assessment
    assert found.certificate.equilibrium and solvers.verify(tree, claimed, concept).equilibrium


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name in STORIES if name != "leduc"])
def test_what_is_lifted_of_the_catalogue_is_an_equilibrium_by_the_verifiers_word(name):
    """Leduc mixes too much for behaviour strategies; its value is that of the linear program."""
    tree = games.load(name)
    if tree.nodes > 2_000:
        pytest.skip("a campaign that has its own test")
    found = solvers.lift(tree)
    assert found.certificate.equilibrium and found.certificate.concept == "sequential" and found.certificate.consistent


def test_what_is_learned_without_trembles_is_completed_off_the_path():
    tree = games.load("kuhn", players=3)
    learned = solvers.approximate(tree, iterations=4000, tol=1e-9)
    found = solvers.lift(tree, learned)
    assert found.origin.how == "completed" and found.certificate.equilibrium and found.certificate.consistent
    nash = solvers.lift(tree, learned, concept="nash")
    assert nash.certificate.equilibrium and sum(nash.payoffs.values()) == 0 and nash.assessment.beliefs is None
    came = [("Alice", "J"), ("Alice", "K"), ("Bob", "K/check"), ("Carol", "K/check/check")]
    assert all(set(_played(found, *one)) == set(_played(nash, *one)) for one in came)


def _played(found, player, label):
    return [action for action, chance in found.profile[player][label].items() if chance]


@game(players=("Entrant", "Incumbent"))
def threat(play):
    """Staying out rests on a threat that nobody would carry out."""
    if play.choose("Entrant", ["out", "in"]) == "out":
        return 0, 2
    return (-1, -1) if play.choose("Incumbent", ["fight", "yield"]) == "fight" else (1, 1)


OUT = {"Entrant": {"start": {"out": 1, "in": 0}}, "Incumbent": {"in": {"fight": 1, "yield": 0}}}


def nothing_near(monkeypatch, tree, profile):
    """No support makes a sequential equilibrium, and none is learned with trembles."""
    learned = given(tree, profile)

    def refuse(*_):
        raise points.NothingNear("No sequential equilibrium near what was learned.", "", learned, 7)

    monkeypatch.setattr(points, "lifted_numbers", refuse)
    monkeypatch.setattr(completion, "learning", lambda *_: iter(()))


def test_search_completes_what_no_learned_support_does(monkeypatch):
    tree = games.load("beer_quiche").at()
    nothing_near(monkeypatch, tree, solvers.approximate(tree, iterations=4000, tol=1e-9))
    found = solvers.lift(tree)
    assert (found.origin.how, found.origin.supports) == ("completed", 7)
    assert found.certificate.equilibrium and found.certificate.consistent and not found.trembles
    assert found.profile["Sender"]["strong"]["beer"] == found.profile["Sender"]["weak"]["beer"] == 1
    assert found.notes[0] == "Play off the path was completed by search, so that no trembles of its own are part of the answer."
    assert found.payoffs == solvers.lift(tree, found).payoffs and json.dumps(found.as_json())


def test_what_nothing_completes_is_said_to_be_an_equilibrium_on_the_path_only(monkeypatch):
    nothing_near(monkeypatch, threat(), OUT)
    with pytest.raises(GameError) as error:
        solvers.lift(threat())
    assert str(error.value) == (
        "No sequential equilibrium near what was learned. On the path it is an equilibrium, which concept='nash' gives; "
        "no play off the path makes it sequential."
    )
    monkeypatch.undo()
    assert solvers.lift(threat(), OUT, concept="nash").profile["Entrant"]["start"]["out"] == 1


def test_a_search_off_the_path_that_is_given_up_says_so(monkeypatch):
    nothing_near(monkeypatch, threat(), OUT)
    monkeypatch.setattr(completion, "MOST_CHOICES", 1)
    with pytest.raises(GameError, match=r"no play off the path was found that makes it sequential\.$"):
        solvers.lift(threat())


STEP = Fraction(1, 10**9)


def gaining(found, point):
    """Who gains by another strategy, by the verifier, when the profile that was found is played at another point."""
    numeric = games.load("campaign", preset="small")
    verdict = solvers.verify(numeric.fix(numeric.point(**point)), found.profile, "nash")
    return {player for player, gain in verdict.gains.items() if gain > 0}


@pytest.mark.slow
def test_the_small_campaign_has_a_rectangle():
    """Of one equilibrium among several: one of two cartels informs, on the other's account."""
    found = solvers.lift(games.load("campaign", preset="small"), over=("w_cost_short", "m_sov"))
    assert borders(found) == polynomials("1600*w_cost_short - 2443", "5*w_cost_short - 1", "50*m_sov - 49", "150*m_sov - 49")
    assert found.ties == 0 and found.certificate.concept == "nash" and found.certificate.equilibrium
    flips = {border.relation.text(): border.reasons for border in found.conditions}
    assert flips["w_cost_short < 2443/1600"] == (Start("US", "short", "press"),)
    assert {(one.player, one.action) for one in flips["w_cost_short > 1/5"]} == {("US", "go_on")}
    assert flips["m_sov < 49/50"] == (Start("Mexico", "partner/strike", "obstruct"),)
    assert flips["m_sov > 49/150"] == (Start("Mexico", "nationalist/strike", "help"),)
    for name, border, player in (
        ("w_cost_short", Fraction(1, 5), "US"),
        ("w_cost_short", Fraction(2443, 1600), "US"),
        ("m_sov", Fraction(49, 150), "Mexico"),
        ("m_sov", Fraction(49, 50), "Mexico"),
    ):  # the verifier finds the same borders from the tree: best at the border and next to it within, not next to it outside
        outwards = STEP if border == max(found.along(name)) else -STEP
        assert not gaining(found, {name: border}) and not gaining(found, {name: border - outwards})
        assert gaining(found, {name: border + outwards}) == {player}


@pytest.mark.slow
def test_trust_is_earned_by_mixing_more_and_more():
    found = solvers.lift(games.load("earned_trust"))
    trustee = found.profile["Trustee"]
    assert (trustee["strategic/trust"]["honour"], trustee["strategic/trust/honour/trust"]["honour"]) == (Fraction(3, 4), Fraction(1, 3))
    rows = [row for sets in found.profile.strategies.values() for row in sets.values()]
    assert sum(0 < x < 1 for row in rows for x in row.values()) == 12, "six sets of two actions"
    assert not found.pins and found.certificate.equilibrium and found.certificate.concept == "sequential"


# ------------------------------------------------------------------ traces


def test_a_trace_of_a_signalling_game_passes_from_mixing_to_pooling():
    found = solvers.trace(games.load("beer_quiche"), "p", "1/10", "19/20")
    assert [(piece.low, piece.high, piece.values["Sender"]) for piece in found.pieces] == [
        (Fraction(1, 10), HALF, read("1 + p")),
        (HALF, Fraction(19, 20), read("2 + p")),
    ]
    (wall,) = found.walls
    assert wall.at == HALF and Stop("Sender", "weak", "quiche") in wall.reasons and not found.gaps and found.concept == "sequential"
    assert found.at("1/3").certificate.equilibrium and found.at("9/10").certificate.consistent
    assert pickle.loads(pickle.dumps(found)).as_json() == found.as_json()
    assert {piece["origin"]["kind"] for piece in found.as_json()["pieces"]} <= {"learned", "neighbour"}


def test_a_zero_sum_game_may_be_traced_as_sequential():
    found = solvers.trace(games.load("kuhn", stakes="open"), "bet", "3/4", "5/4", concept="sequential")
    assert [wall.at for wall in found.walls] == [1] and not found.gaps
    assert [piece.values["Alice"] for piece in found.pieces] == [read("-bet**2/(6*(bet + 2))"), read("bet*(bet - 2)/(6*(bet + 2))")]


@pytest.mark.slow
def test_kuhn_with_three_players_and_an_open_bet():
    found = solvers.trace(games.load("kuhn", stakes="open", players=3), "bet", "1/4", 4)
    expected = ["3/5", "(sqrt(97) - 7)/4", "3*(sqrt(23) - 3)/7", "3*(sqrt(65) - 5)/10", "1", "3/2"]
    assert [wall.at for wall in found.walls][:6] == [read(x) if "s" in x else Fraction(x) for x in expected] and not found.gaps
    middle = next(piece for piece in found.pieces if piece.low == 1)
    shared = read("bet*(2*bet - 3)/(12*(bet + 3))")
    assert middle.values == {"Alice": shared, "Bob": shared, "Carol": -2 * shared} and middle.high == Fraction(3, 2)
    assert set(found.pieces[-1].values.values()) == {0} and all(piece.certificate.equilibrium for piece in found.pieces)


@pytest.mark.slow
@pytest.mark.parametrize(
    "structure, by, low, walls",
    [
        ({"periods": 2}, "w_cost_short", "51/1000", (Fraction(17, 150), Fraction(99, 250))),
        ({"preset": "small"}, "w_cost_short", "51/1000", (Fraction(1, 5), Fraction(2443, 1600))),  # of one equilibrium among several
        ({"preset": "small"}, "m_sov", "1/20", (Fraction(49, 150), Fraction(49, 50))),
    ],
)
def test_campaigns_are_traced_over_their_walls(structure, by, low, walls):
    found = solvers.trace(games.load("campaign", **structure), by, low, 3)
    assert tuple(wall.at for wall in found.walls) == walls and not found.gaps
    assert all(piece.certificate.equilibrium for piece in found.pieces)


def test_no_clock_decides_where_the_user_gives_no_time(monkeypatch):
    tree = games.load("beer_quiche")
    lifted, traced = solvers.lift(tree, over="p").as_json(), solvers.trace(tree, "p", "1/10", "19/20").as_json()
    monkeypatch.setattr(effort, "time", Clock(step=1e9))
    assert solvers.lift(tree, over="p").as_json() == lifted and solvers.trace(tree, "p", "1/10", "19/20").as_json() == traced
    with pytest.raises(GameError, match="0 supports tried"):
        solvers.lift(tree, seconds=1)
    assert solvers.trace(tree, "p", "1/10", "19/20", seconds=1).gaps == ((Fraction(1, 10), Fraction(19, 20)),)


def test_a_support_with_too_many_unknowns_is_left_out():
    tree = points.OpenTree(random_game(2, 2, 5, 0))
    everything = Support(tuple(tuple(range(len(actions))) for actions in tree.game.set_actions))
    start = [np.full(len(actions), 0.5) for actions in tree.game.set_actions]
    with pytest.raises(NotLifted, match=r"^62 probabilities and trembles unknown at once, of which 40 are tried at most$"):
        solved(System(tree, everything, "sequential"), {}, start, 0.0)


def test_the_work_that_is_counted_ends_a_search():
    tree, little = threat(), effort.Effort(supports=1)
    learned = given(tree, OUT)
    result = points.lifted(
        points.OpenTree(tree), learned.supports, {}, learned.behaviour, concept="sequential", trembles=0.0, effort=little
    )
    assert result.tried == 1 and little.over
    assert not effort.Effort(learning=10).learn(11) and effort.Effort(learning=10).learn(10)


def test_time_that_is_over_leaves_a_gap():
    found = solvers.trace(games.load("beer_quiche"), "p", "1/10", "19/20", seconds=1e-9)
    assert not found.pieces and found.gaps == ((Fraction(1, 10), Fraction(19, 20)),)


def test_no_row_of_a_large_game_is_read_by_writing_all_rows_out(monkeypatch):
    """Else the work grows with the square of the game."""
    tree = games.load("kuhn")
    for name in ("start", "term", "value"):
        monkeypatch.setattr(Combination, name, property(lambda _: pytest.fail("all rows are written out")))
    chances, payoffs = points.OpenTree(tree).numbers(("unknown_0",))
    assert sum(map(len, payoffs)) == 2 * tree.leaves and sum(chance is not None for chance in chances) == 6


# ------------------------------------------------------------------ what a lift says, and refuses


def test_a_lift_begins_at_a_given_profile():
    tree = games.load("crisis_signalling")
    first = solvers.lift(tree)
    again = solvers.lift(tree, first)
    assert again.origin.how == "given" and again.profile == first.profile
    by_hand = {
        player: {s: {a: float(x) for a, x in row.items()} for s, row in sets.items()} for player, sets in first.profile.strategies.items()
    }
    assert solvers.lift(tree, by_hand).profile == first.profile
    learned = solvers.approximate(tree, trembles=1e-3, iterations=2000)
    assert solvers.lift(tree, learned).certificate.equilibrium


def test_everything_can_be_pickled_and_written():
    found = solvers.lift(games.load("beer_quiche"), over="p")
    told = json.loads(json.dumps(found.as_json()))
    assert told["found"] == "one" and told["complete"] is False and told["conditions"] == ["p > 1/2"]
    assert told["origin"]["kind"] == "learned" and isinstance(told["origin"]["gap"], float) and told["certificate"]["consistent"]
    assert pickle.loads(pickle.dumps(found)).as_json() == found.as_json()
    assert "p > 1/2 (else Receiver starts to play duel at beer)" in found.text()


def test_the_terminal_gives_the_same():
    done = CliRunner().invoke(command_line, ["lift", "beer_quiche", "--over", "p", "--json"])
    assert json.loads(done.stdout)["conditions"] == ["p > 1/2"]
    done = CliRunner().invoke(command_line, ["lift", "beer_quiche", "--concept", "pbe"])
    assert done.exit_code == 2 and done.stderr == "Error: lift gives sequential equilibria or Nash equilibria; found concept='pbe'.\n"


def test_at_a_point_on_a_wall_only_the_point_is_lifted():
    found = solvers.lift(games.load("beer_quiche"), over="p", p=HALF)
    assert found.conditions is None
    assert found.notes == ("Closed forms and region stand at p = 1/2 only: the point lies on the wall p = 1/2; move a parameter.",)
    with pytest.raises(GameError, match=r"^Where the lift holds along p is not known: its region was not worked out\.$"):
        found.along("p")


@game(players=("A",))
def bounded(play, *, k=Parameter(0, "0 <= k <= 2", "a fee")):
    """Pay a fee or stay out."""
    return {"A": 1 - k if play.choose("A", ["in", "out"]) == "in" else 0}


def test_a_lift_at_the_end_of_the_domain_ends_there():
    assert solvers.lift(bounded(), over="k").along("k") == (0, 1)
    assert solvers.lift(bounded(), over="k", k=2).along("k") == (1, 2)


@game(players=("A", "B", "C"))
def shares(play, *, a=Parameter(1, "a > 0", "a"), b=Parameter(1, "b > 0", "b"), c=Parameter(1, "c > 0", "c"), d=Parameter(2, "d > 1", "d")):
    """Three choose."""
    first = play.choose("A", ["x", "y"], public=False)
    second, third = play.choose("B", ["x", "y"], public=False), play.choose("C", ["x", "y"])
    return {"A": a * (first == second), "B": b * (second == third) / (d - 1), "C": c * (third != first)}


@pytest.mark.parametrize(
    "asked, said",
    [
        (lambda: solvers.lift(shares(d=3), over="a,b,c,d"), "shares has no open parameter 'd'; it has a, b, c."),
        (
            lambda: solvers.lift(games.load("crisis_signalling"), over="pi,q,a,w_s"),
            "A lift is worked out over at most 3 parameters; pi, q, a, w_s are 4.",
        ),
        (
            lambda: solvers.lift(shares(), over="d"),
            "shares divides by d - 1 in a payoff or a chance, where polynomials are needed; leave that parameter at a number.",
        ),
        (
            lambda: solvers.lift(games.load("beer_quiche"), {"Sender": {}}),
            "The profile does not say what Sender does at 'strong': give a number for each action there, or one action.",
        ),
        (
            lambda: solvers.lift(games.load("beer_quiche"), 3),
            "3 is no profile; give a result that has one, or {player: {information set: {action: number}}}.",
        ),
    ],
)
def test_refusals(asked, said):
    with pytest.raises(GameError) as error:
        asked()
    assert str(error.value) == said


def test_a_profile_far_from_equilibrium_is_refused():
    tree = games.load("beer_quiche")
    far = {
        "Sender": {"strong": {"beer": 0, "quiche": 1}, "weak": {"beer": 1, "quiche": 0}},
        "Receiver": {"beer": {"duel": 1, "retreat": 0}, "quiche": {"duel": 1, "retreat": 0}},
    }
    with pytest.raises(
        GameError, match=r"^The profile is too far from equilibrium: players gain .* in sum by best replies\. Learn longer\.$"
    ):
        solvers.lift(tree, far)


def test_what_fails_is_named(monkeypatch):
    from solvers.lifting.repairs import Condition

    fault = Condition(Fraction(-1), "loss", 3, 0)
    for module in (points, completion):
        monkeypatch.setattr(module, "lifted", lambda *_, **__: Failure(60, (fault,), (), 1))
    with pytest.raises(GameError) as error:
        solvers.lift(games.load("beer_quiche"), seconds=5)
    assert "the nearest fails at Receiver at quiche: duel" in str(error.value)
    assert str(error.value).endswith("All that is off the path of play; concept='nash' asks nothing there.")


def test_a_tremble_that_fades_is_a_reason_of_its_own():
    assert Fade("2", "A", "d").as_json() == {"kind": "fade", "player": "2", "infoset": "A", "actions": ["d"]}


def test_what_is_learned_again_is_read_on_the_path_too():
    """Where the first learned profile has no equilibrium on its path others are learned; of one that was given nothing else is taken."""
    built = games.load("selten_horse")
    first = next(learned.learning(built, None, effort.Effort()))
    for iterations, found in ((4_000, True), (0, False)):
        made = completion.completion(built, "sequential", replace(first, supports=[], iterations=iterations), effort.Effort(), None)
        assert (made.on_path, made.found is not None) == (found, found)
