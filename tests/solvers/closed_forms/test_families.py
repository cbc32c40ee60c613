"""The exact engine: counts that are known, closed forms, and agreement with the independent method."""

from fractions import Fraction

import pytest
import stories

from games import GameError, Parameter, game
from games.classics import beer_quiche, crisis_signalling, selten_horse
from games.essay import defection_for_immunity, sustainability_bet
from games.numbers import Expression, read
from solvers.algebra.budget import OutOfTime
from solvers.closed_forms import branches
from solvers.closed_forms.branches import all_pieces
from solvers.front import families, solve
from solvers.maps.point_check import agrees, counted
from solvers.verifier import enumerate_bases

Q = Fraction

BASES = [
    # story, structure, generic bases, knife edges
    (selten_horse, {}, 3, 0),
    (beer_quiche, {}, 7, 6),
    (crisis_signalling, {}, 8, 3),
    pytest.param(crisis_signalling, {"challenger_types": 3}, 20, 11, marks=pytest.mark.slow),
    (crisis_signalling, {"target_types": 3}, 12, 5),
    (defection_for_immunity, {"core": True}, 8, 4),
    pytest.param(stories.spence, {}, 101, 66, marks=pytest.mark.slow),
    (stories.after, {}, 11, 10),
    (stories.interval, {}, 4, 1),
    (stories.product, {}, 15, 0),
    (stories.order, {}, 1, 0),
    (stories.depth, {}, 3, 0),
]


@pytest.mark.parametrize(("story", "structure", "generic", "edge"), BASES, ids=lambda x: getattr(x, "name", None))
def test_realised_bases(story, structure, generic, edge):
    found = families(story(**structure), "all", knife_edges=True)
    assert dict(found.bases) == {"generic": generic, "knife_edge": edge}
    assert (found.found, found.undecided) == ("all", 0)


@pytest.mark.parametrize(("story", "structure", "generic", "edge"), BASES, ids=lambda x: getattr(x, "name", None))
def test_the_generic_search_finds_the_generic_bases(story, structure, generic, edge):
    found = families(story(**structure), "all")
    assert found.bases == {"generic": generic, "knife_edge": None}


@pytest.mark.slow
def test_larger_games():
    assert families(sustainability_bet(), "all").bases["generic"] == 45
    assert families(crisis_signalling(challenger_types=3, target_types=3), "all").bases["generic"] == 32
    found = families(defection_for_immunity(), "all")
    assert found.bases["generic"] == 88  # 104 before the interior test
    assert found.undecided == 0


# ------------------------------------------------------------------ closed forms


def same(number, text):
    return (number if isinstance(number, Expression) else Expression.constant(number)) == read(text)


def test_the_bluff_of_the_crisis_game():
    found = families(crisis_signalling(), "all")
    family = next(f for f in found if "semi-separating" in f.name)
    assert same(family.profile["Challenger"]["weak"]["threaten"], "-pi*r_w/(1 - pi)")
    assert same(family.profile["Target"]["weak/threaten"]["concede"], "a/((1 + a)*(1 - q))")
    assert same(family.outcomes["fight"], "pi/(1 + a)")
    assert family.conditions == (("pi < 1/(1 - r_w)", "q < 1/(1 + a)"),)
    assert family.free == {}


def test_beliefs_of_both_targets_are_tied():
    found = families(crisis_signalling(), "all")
    family = next(f for f in found if f.free and any("mu" in name for name in f.free))
    assert len(family.free) == 1  # one belief, shared by both target types
    weak, strong = (family.beliefs["Target"][f"{kind}/threaten"] for kind in ("weak", "strong"))
    assert list(weak.values()) == list(strong.values())


def test_belief_ranges_are_closed_by_their_faces():
    solutions = solve(selten_horse())
    assert [dict(s.free) for s in solutions] == [{"mu_start": "0 <= mu_start <= 1/3"}, {"x_L": "0 < x_L <= 1/4"}]
    found = families(beer_quiche())
    ranges = sorted(text for f in found for text in f.free.values())
    assert ranges == [
        "0 <= mu_beer <= 1/2",
        "0 <= mu_quiche <= 1/2",
        "1/2 <= x_duel_beer < 1",
        "1/2 <= x_duel_quiche < 1",
    ]


def test_tips_used_at_random():
    wary = next(s for s in solve(defection_for_immunity()) if "semi-separating" in s.name)
    assert wary.profile["informer"]["trap"]["offer"] == Q(16, 27)
    assert wary.profile["US"]["offer/pass"]["strike"] == Q(2, 3)
    assert wary.outcomes["trap_sprung"] == Q(16, 225)
    assert wary.payoffs["US"] == 0
    low = next(s for s in solve(defection_for_immunity(core=True), phi=Q(3, 10)) if "semi-separating" in s.name)
    assert low.profile["informer"]["trap"]["offer"] == Q(8, 21)


def test_one_bet():
    (only,) = solve(sustainability_bet())
    assert only.outcomes["redirected"] == Q(2, 5)
    assert only.outcomes["informed_for_nothing"] == Q(3, 5)


def test_every_solution_carries_a_certificate():
    for story in (
        selten_horse,
        beer_quiche,
        crisis_signalling,
        defection_for_immunity,
        sustainability_bet,
        stories.roots,
        stories.after,
        stories.product,
    ):
        for solution in solve(story()):
            assert solution.certificate.equilibrium, (story.name, solution.name, solution.certificate.reason)
            assert set(solution.certificate.gains.values()) == {0}


# ------------------------------------------------------------------ roots


def test_a_base_is_not_an_equilibrium():
    two = [s for s in solve(stories.roots(), t=Q(1, 8)) if len(s.bases[0][0]) == 6]
    assert [str(s.profile["1"]["start"]["1"]) for s in two] == ["(2 + sqrt(2))/4", "(2 - sqrt(2))/4"]
    one = [s for s in solve(stories.roots(), t=Q(1, 4)) if len(s.bases[0][0]) == 6]
    assert [s.profile["1"]["start"]["1"] for s in one] == [Q(1, 2)]
    assert not [s for s in solve(stories.roots(), t=Q(1, 3)) if len(s.bases[0][0]) == 6]


def test_roots_stay_exact_with_parameters():
    found = [f for f in families(stories.roots(), "all") if "sqrt" in str(f.profile["1"]["start"]["1"])]
    assert len(found) == 2
    x = found[0].profile["1"]["start"]["1"]
    assert x * x - read("s") * x + read("t") == 0


# ------------------------------------------------------------------ weak perfect Bayesian equilibrium


def test_out_is_weak_perfect_bayesian_but_not_sequential():
    def stays_out(concept):
        return any(s.profile["1"]["start"]["Out"] == 1 for s in solve(stories.product(), concept))

    assert stays_out("pbe")
    assert not stays_out("sequential")


# ------------------------------------------------------------------ agreement with the independent method


def disagreements(game, count, concept="sequential", seed=0):
    """Points at which both methods differ in their bases, or in the number of equilibria of a base."""
    out = []
    for point in game.domain.points(count, seed=seed) if game.parameters else [{}]:
        numeric = game.fix(point)
        found = all_pieces(numeric, knife_edges=True, concept=concept)
        answer = enumerate_bases(numeric, concept=concept)
        assert answer.complete and not found.undecided, point
        if not agrees(counted(found.view, found.pieces), answer):
            out.append(point)
    return out


@pytest.mark.parametrize("concept", ["sequential", "pbe"])
@pytest.mark.parametrize(
    "story",
    [stories.roots, stories.interval, stories.after, stories.order, stories.depth, stories.signal, stories.discounted],
    ids=lambda s: s.name,
)
def test_agreement_on_awkward_games(story, concept):
    assert disagreements(story(), 4, concept) == []


@pytest.mark.parametrize("make", [stories.at_once, stories.in_turn, stories.signals])
def test_agreement_on_random_games(make):
    assert [seed for seed in range(12) if disagreements(make(seed), 2)] == []


@game(players=("1", "2", "3", "4"))
def pinned_twice(play, *, u=Parameter(Q(1, 2), "-4 < u < 4"), v=Parameter(Q(1, 8), "-4 < v < 4")):
    """Two ways to satisfy the other players leave one and the same mix of player 3."""
    a, b, c, d = (play.choose(player, [0, 1], public=False) for player in "1234")
    last = 3 * a * b * c + 3 * a * b + (-4 + u) * c + (1 + v)
    return a * (b * d - 4 * c + b * c), b * (3 * a * c - d), c * (a - d), d * last


def test_a_mix_that_two_cases_pin_is_one_family():
    found = all_pieces(pinned_twice(), knife_edges=False)
    for point in pinned_twice().domain.points(4):
        alive = [p for p in found.pieces if any(all(a.holds(_sign(a, point, found)) for a in c.atoms) for c in p.cases)]
        answer = enumerate_bases(pinned_twice().fix(point))
        assert answer.complete and agrees(counted(found.view, alive), answer), point


@pytest.mark.parametrize("told", [True, pytest.param(False, marks=pytest.mark.slow)])
def test_agreement_on_random_games_of_two_rounds(told):
    assert [seed for seed in range(2) if disagreements(stories.rounds(seed, told), 2)] == []


@pytest.mark.slow
@pytest.mark.parametrize("told", [True, False])
def test_agreement_on_two_hundred_random_games_of_two_rounds(told):
    assert [seed for seed in (*range(2, 6), *range(100, 200)) if disagreements(stories.rounds(seed, told), 2)] == []


@pytest.mark.slow
@pytest.mark.parametrize("make", [stories.at_once, stories.in_turn, stories.signals])
def test_agreement_on_a_thousand_random_games(make):
    assert [seed for seed in range(100, 434) if disagreements(make(seed), 3)] == []


@pytest.mark.parametrize("make", [stories.in_turn, stories.signals])
def test_families_at_points_are_what_is_solved_there(make):
    for seed in range(8):
        game = make(seed)
        found = all_pieces(game, knife_edges=False)
        for point in game.domain.points(3, seed=seed + 1):
            here = all_pieces(game.fix(point), knife_edges=True)
            alive = [p for p in found.pieces if any(all(a.holds(_sign(a, point, found)) for a in c.atoms) for c in p.cases)]
            assert counted(found.view, alive) == counted(here.view, here.pieces), (seed, point)


def _sign(atom, point, found):
    value = found.view.ring.expression(atom.polynomial).at(point)
    return (value > 0) - (value < 0)


# ------------------------------------------------------------------ refusals


def test_refusals():
    game = beer_quiche()
    known = "sequential, pbe, pbe-ft, subgame, nash"
    with pytest.raises(GameError, match=f"'no_such' is not a concept that is solved here; there are {known}"):
        solve(game, "no_such")
    with pytest.raises(GameError, match="beer_quiche has no open parameter 'nothing' to map over; it has p"):
        families(game, "nothing")
    with pytest.raises(GameError, match="p = 3/2 violates p < 1"):
        solve(game, p=Q(3, 2))
    with pytest.raises(GameError, match="There is no refinement 'no_such'; there are intuitive, d1, d2, nwbr, divinity, undefeated"):
        solve(game, refine="no_such")


@game(players=("Alice", "Bob"))
def meeting(play, *, b=Parameter(2, domain="b > 0", means="worth of a meeting at the bridge")):
    """Meet at one of two places, which comes to the same."""
    places = [play.choose(who, ["bridge", "tower"], public=False) for who in ("Alice", "Bob")]
    play.outcome("met" if len(set(places)) == 1 else "missed")
    worth = {"bridge": b, "tower": 1}[places[0]] if len(set(places)) == 1 else 0
    return {"Alice": worth, "Bob": worth}


def test_a_class_is_not_named_by_what_only_one_of_its_members_plays():
    """Both meet for certain, one pair at the bridge and one at the tower."""
    found = families(meeting())
    sure = [family for family in found if family.outcomes["met"] == 1]
    assert {family.name for family in sure} == {"Alice bridge; Bob bridge", "Alice tower; Bob tower"}
    assert {family.group for family in sure} == {"met, in several ways"}
    (mixed,) = [family for family in found if family.outcomes["met"] != 1]
    assert mixed.group == mixed.name
    for family in found:
        for phrase in (family.shared or family.called).on_path:
            for choice in phrase.choices:
                for label in choice.infosets:
                    assert {a for a, p in family.profile[phrase.player][label].items() if p != 0} == set(choice.actions)


# ------------------------------------------------------------------ what takes long waits


@pytest.mark.parametrize("story", [crisis_signalling, stories.after], ids=["crisis", "after"])
def test_bases_that_were_put_off_stand_in_their_places(monkeypatch, story):
    """Where time is short, bases that ask much wait until the others are solved; the answer is the same."""
    waited = []
    complete = branches.Engine.complete

    def noted(engine, answer):
        waited.extend(answer.postponed)
        complete(engine, answer)

    monkeypatch.setattr(branches, "QUERIES_AT_FIRST", 0)
    monkeypatch.setattr(branches.Engine, "complete", noted)
    soon = families(story())
    assert families(story(), seconds=10_000).text(details=True) == soon.text(details=True)
    assert waited
    monkeypatch.setattr(branches, "BASES_AT_FIRST", 0)
    assert families(story(), seconds=10_000).text(details=True) == soon.text(details=True)


def test_what_is_found_soon_is_told_when_time_ends_before_the_rest(monkeypatch):
    def out_of_time(engine, answer):
        if answer.postponed:
            raise OutOfTime

    monkeypatch.setattr(branches, "QUERIES_AT_FIRST", 0)
    monkeypatch.setattr(branches.Engine, "complete", out_of_time)
    found = families(crisis_signalling(), seconds=10_000)
    assert found.found == "some" and found.left and len(found) > 0
