"""What is alike in a game: which relabellings there are, and that equilibria found up to them are the same as those found one by one."""

import pickle
from dataclasses import replace
from fractions import Fraction

import pytest
from alike import KINDS, advice, both_sides, drawn, four_at_once, screening

import games
from games import GameError
from solvers import families, regimes, solve
from solvers.closed_forms import assembly, classes
from solvers.closed_forms.assembly import parametric_families, point_solutions, solved_point
from solvers.results import EquilibriumClass, kept
from solvers.show.relabelled import exchanged
from solvers.symmetry import check, leaf_table, relabelling, symmetries, symmetry_of


def at_defaults(name):
    found = games.load(name)
    return found.fix(found.point())


def told(solution):
    """What an isolated equilibrium plays, believes and brings."""
    written = solution.as_json()
    return (
        tuple(repr(sorted(written[key].items(), key=str)) for key in ("payoffs", "outcomes", "measures")),
        written["profile"],
        written["beliefs"],
    )


def same(reduced, plain):
    """Whether two lists hold the same equilibria, in the same order."""
    assert [one.name for one in reduced] == [one.name for one in plain]
    assert {base for one in reduced for base in one.bases} == {base for one in plain for base in one.bases}
    isolated = [told(one) for one in plain if not one.free]
    assert [one for one in map(told, (s for s in reduced if not s.free)) if one not in isolated] == []
    return True


# ------------------------------------------------------------------ relabellings

SIZES = [
    ("beer_quiche", 1, "nothing exchanged"),
    ("selten_horse", 1, "nothing exchanged"),
    ("battle_of_sexes", 2, "Column and Row, and 'match' and 'opera', exchanged"),
    ("chicken", 2, "Column and Row exchanged"),
    ("biased_advice", 2, "'m' and 'n' exchanged"),
    ("volunteers_dilemma", 6, "bystander 1, bystander 2 and bystander 3 exchanged"),
    ("meeting_of_three", 36, "1, 2 and 3, and 'a', 'b' and 'c', exchanged"),
]


@pytest.mark.parametrize("name, size, words", SIZES, ids=[name for name, _, _ in SIZES])
def test_relabellings_of_games_of_the_catalogue(name, size, words):
    found = symmetries(games.load(name))
    assert len(found.elements) == size
    in_labels = [relabelling(games.load(name), element) for element in found.elements[1:]]
    assert exchanged(in_labels) == words
    assert [symmetry_of(games.load(name), one) for one in in_labels] == list(found.elements[1:])


def test_messages_that_cost_something_are_not_alike():
    assert not symmetries(games.load("beer_quiche"))


@pytest.mark.parametrize("seed", range(len(KINDS)))
def test_what_maps_no_game_onto_itself_is_refused(seed):
    """Every permutation of the moves that is none of the relabellings is refused, as are other endings, players and sets."""
    table = leaf_table(drawn(seed))
    found = symmetries(drawn(seed))
    right = found.elements[-1]
    for wrong in (
        replace(right, moves=right.moves[1:] + right.moves[:1]),
        replace(right, leaves=right.leaves[1:] + right.leaves[:1]),
        replace(right, sets=right.sets[1:] + right.sets[:1]),
        replace(right, players=right.players[1:] + right.players[:1]),
        replace(right, moves=(0,) * len(right.moves)),
    ):
        with pytest.raises(GameError, match=r"relabelling"):
            check(table, wrong)


def test_chances_and_payoffs_are_looked_at():
    beer = leaf_table(games.load("beer_quiche"))
    swapped = {"strong": "weak", "weak": "strong"}
    game = games.load("beer_quiche")
    sets = [game.set_labels.index(swapped.get(label, label)) for label in game.set_labels]
    moves = [beer.number[sets[s], a] for s, a in beer.moves]
    endings = {frozenset(path): leaf for leaf, path in enumerate(beer.leaves)}
    leaves = [endings[frozenset(moves[m] for m in path)] for path in beer.leaves]
    types = replace(symmetries(game).elements[0], sets=tuple(sets), moves=tuple(moves), leaves=tuple(leaves))
    with pytest.raises(GameError, match=r"chance makes more or less likely"):
        check(beer, types)
    even = leaf_table(game.with_(p="1/2"))
    with pytest.raises(GameError, match=r"pays otherwise"):
        check(even, types)


# ------------------------------------------------------------------ the same equilibria


@pytest.mark.parametrize("concept", ["sequential", "pbe"])
@pytest.mark.parametrize("seed", [*range(2), *(pytest.param(k, marks=pytest.mark.slow) for k in range(2, 100))])
def test_random_games_have_the_same_equilibria_one_by_one(seed, concept):
    game = drawn(seed)
    reduced, plain = point_solutions(game, concept, {}), solved_point(game, concept, {}).solutions
    assert same(reduced, plain)
    assert all(one.certificate.equilibrium for one in reduced)
    assert sum(one.size for one in reduced.classes) == (len(reduced) if reduced.classes else 0)
    assert all(one.certificate.equilibrium == reduced.contains(one.sampled()) for one in reduced[:2])


def test_a_false_relabelling_that_slips_through_is_seen(monkeypatch):
    """Types that pay otherwise are taken to be alike: the verifier refuses the images, and the lists differ."""
    monkeypatch.setattr("solvers.symmetry.group.check", lambda table, symmetry: None)
    blind = leaf_table(games.load("beer_quiche").at(p="1/2"))
    alike = replace(blind, payoffs=(("", ""),) * len(blind.payoffs))
    monkeypatch.setattr("solvers.symmetry.group.leaf_table", lambda game: alike)
    game = games.load("beer_quiche").at(p="1/2")
    reduced = point_solutions(game, "sequential", {})
    monkeypatch.undo()
    plain = solved_point(game, "sequential", {}).solutions
    assert len(reduced.classes) < len(reduced)
    assert not all(one.certificate.equilibrium for one in reduced)
    assert {one.name for one in reduced} != {one.name for one in plain}


def test_classes_of_chicken():
    found = solve(games.load("chicken"))
    assert [one.size for one in found.classes] == [2, 1]
    assert [one.class_size for one in found] == [2, 2, 1]


def test_branches_of_one_base_that_change_places_are_one_class():
    """On either side the same game with four equilibria, two of them in one base: sixteen, ten up to the sides."""
    reduced, plain = solve(both_sides()), solved_point(both_sides(), "sequential", {}).solutions
    assert same(reduced, plain)
    assert sorted(one.size for one in reduced.classes) == [1] * 4 + [2] * 6
    assert sorted(map(str, (one.profile.as_json() for one in reduced))) == sorted(map(str, (one.profile.as_json() for one in plain)))
    assert all(one.certificate.equilibrium for one in reduced)


def test_babbling_with_either_message_is_one_class():
    found = solve(advice())
    assert (len(found), len(found.classes), found.found) == (11, 7, "all")
    first = found.classes[0]
    assert [found[k].name for k in first.members] == ["Sender pooling on low; Receiver 0", "Sender pooling on high; Receiver 0"]
    assert exchanged(first.relabellings) == "'high' and 'low' exchanged"
    assert found[first.members[1]].free == {"mu_low": "1/2 <= mu_low <= 1"}
    assert "11 sequential equilibria, in 7 classes" in found.text()
    assert "one of 2: the other is the same with 'high' and 'low' exchanged" in found.text()
    assert found.text().count("Sender pooling on") == 3


@pytest.mark.slow
def test_three_states_messages_and_replies():
    """Cheap talk of Crawford and Sobel (1982) with quadratic losses: 271 equilibria of 763 bases, in 59 classes."""
    found = solve(advice(states=3, messages=3, replies=3))
    assert (len(found), len(found.classes), found.found) == (271, 59, "all")
    assert sorted({one.size for one in found.classes}) == [1, 3, 6]
    assert all(found[one.members[-1]].certificate.equilibrium for one in found.classes)


def test_families_are_found_up_to_labels():
    game = advice(states=3, messages=2, replies=3)
    reduced = families(game, "all")
    plain = parametric_families(game, "sequential", ("b",), knife_edges=False).families
    assert (len(reduced), len(reduced.classes), dict(reduced.bases)) == (27, 14, {"generic": 35, "knife_edge": None})
    assert [one.name for one in reduced] == [one.name for one in plain]
    assert dict(plain.bases) == dict(reduced.bases)
    for one, other in zip(reduced, plain, strict=True):
        assert one.conditions == other.conditions and one.bases == other.bases
        if not one.free:
            assert (one.profile, one.beliefs, one.payoffs, one.outcomes) == (other.profile, other.beliefs, other.payoffs, other.outcomes)
    assert "27 families of equilibria, in 14 classes" in reduced.text()
    assert reduced.named(plain[-1].name).name == plain[-1].name


def test_a_map_says_which_families_are_alike():
    """All families stay in a map, which is cut and checked as a whole."""
    found = regimes(games.load("biased_advice"), check=0)
    solved = found.solved
    assert (len(solved), len(solved.classes), found.found) == (11, 6, "all")
    names = [[solved[k].name for k in one.members] for one in solved.classes]
    assert [
        "Sender separating (0 m, 1 n); Receiver 0 after m, 1 after n",
        "Sender separating (0 n, 1 m); Receiver 0 after n, 1 after m",
    ] in names
    assert all(solved[k].conditions == solved[one.members[0]].conditions for one in solved.classes for k in one.members)
    assert [family.class_size for family in solved] == [next(c.size for c in solved.classes if k in c.members) for k in range(11)]
    assert "11 families of equilibria, in 6 classes, with 7 different outcomes" in found.text()
    assert "the same as B with 'm' and 'n' exchanged" in found.text()


def test_sorting_a_whole_list_gives_the_classes_that_the_search_gives():
    for seed in range(5):
        game = drawn(seed)
        alike = symmetries(game)
        reduced = point_solutions(game, "sequential", {})
        whole = solved_point(game, "sequential", {}, alike=alike, whole=True).solutions
        assert sorted(one.members for one in whole.classes) == sorted(tuple(sorted(one.members)) for one in reduced.classes)


def test_what_a_refinement_leaves_is_sorted_into_classes():
    found = solve(games.load("costless_signals"), refine="intuitive")
    assert sorted(k for one in found.classes for k in one.members) == list(range(len(found)))


def test_classes_of_a_shorter_list():
    three = (EquilibriumClass((0, 2, 4), (None, None)), EquilibriumClass((1, 3), (None,)))
    assert [one.members for one in kept(three, [0, 1, 3, 4])] == [(0, 3), (1, 2)]
    assert [one.members for one in kept(three, [2, 3, 4])] == [(0,), (1,), (2,)]
    assert kept(three, []) == ()


def test_results_travel_and_are_read_by_programs():
    found = solve(advice())
    back = pickle.loads(pickle.dumps(found))
    assert [one.as_json() for one in back] == [one.as_json() for one in found]
    written = found.as_json()
    assert len(written["solutions"]) == 11 and len(written["classes"]) == 7
    assert written["classes"][0]["size"] == 2 and written["classes"][0]["members"] == [0, 1]
    assert written["classes"][0]["relabellings"][0]["infosets"] == [
        [["Receiver", "low"], ["Receiver", "high"]],
        [["Receiver", "high"], ["Receiver", "low"]],
    ]
    assert written["solutions"][0]["class_size"] == 2


def test_games_in_which_nothing_is_alike_are_told_as_before():
    found = solve(games.load("beer_quiche"))
    assert found.classes == () and "classes" not in found.as_json() and "class" not in found.text()


def test_the_list_is_written_out_as_it_is_looked_at(monkeypatch):
    asked = []
    monkeypatch.setattr("solvers.closed_forms.relabelled.verify", lambda *about: asked.append(about) or assembly.verify(*about))
    found = solve(advice())
    assert len(found) == 11 and not asked
    assert found[-1].certificate.equilibrium and found[-1] is found[len(found) - 1]
    found.text()
    assert len(asked) <= 1
    assert len(list(found)) == 11 and len(asked) == 11 - 7


def test_moves_at_once_change_places_for_sequential_equilibria_only():
    """Weak perfect Bayesian beliefs are asked for node by node, and who stands first in the tree has other nodes."""
    game = at_defaults("chicken")
    from solvers.concept import concept_named

    assert len(classes.usable(game, concept_named("sequential")).elements) == 2
    assert classes.usable(game, concept_named("pbe")) is None
    assert classes.usable(game, concept_named("nash")) is None


# ------------------------------------------------------------------ what is given


def test_supports_that_are_given_leave_the_rest_to_the_search():
    game = games.load("beer_quiche")
    every = solve(game)
    some = solve(game, given={"Sender": {"strong": ["beer"], "weak": {"beer": 1, "quiche": 0}}})
    pooled = [one for one in every if one.profile["Sender"]["strong"]["beer"] == 1 and one.profile["Sender"]["weak"]["beer"] == 1]
    assert [one.name.split(";")[:2] for one in some] == [one.name.split(";")[:2] for one in pooled]
    assert some.found == "some" and some.given == 2 and some.left == ()
    assert "These are all that play as was given at 2 information sets; others were not looked for." in some.text().replace("\n", " ")
    assert some.as_json()["given"] == 2


def test_given_supports_reach_into_what_follows():
    """In games with closed parts, too, each equilibrium is found again from its own supports, and nothing else."""
    game = games.load("crisis_signalling")
    every = solve(game)
    for one in every:
        given = {p: dict(list(sets.items())[:1]) for p, sets in one.sampled().strategies.items()}
        found = solve(game, given=given)
        assert one.name in {each.name.split("; off the path")[0] for each in found} | {each.name for each in found}
        for player, sets in given.items():
            for label, row in sets.items():
                assert all({a for a, p in each.profile[player][label].items() if p} == {a for a, p in row.items() if p} for each in found)


REFUSED = [
    ({"X": {}}, "has no player 'X'"),
    ({"Sender": {"tall": ["beer"]}}, "has no information set 'tall'"),
    ({"Sender": {"strong": ["wine"]}}, "has no action 'wine' at strong; there are beer, quiche"),
    ({"Sender": {"strong": []}}, "takes no action at strong"),
    ({"Sender": {"strong": "beer"}}, "is no list of actions"),
    (["beer"], "not of the form"),
]


@pytest.mark.parametrize("given, words", REFUSED, ids=[words for _, words in REFUSED])
def test_what_is_given_wrongly_is_refused(given, words):
    with pytest.raises(GameError, match=words):
        solve(games.load("beer_quiche"), given=given)


@pytest.mark.parametrize("asked", [{"concept": "nash"}, {"refine": "d1"}, {"method": "continuations"}])
def test_supports_are_given_to_the_search_over_supports_only(asked):
    with pytest.raises(GameError, match=r"given|Supports"):
        solve(games.load("beer_quiche"), given={"Sender": {"strong": ["beer"]}}, **asked)


# ------------------------------------------------------------------ in time


def test_four_players_come_back_in_time():
    """Three actions each, all at once: the search cannot end soon, and says so."""
    found = solve(four_at_once(1), seconds=1e-6)
    assert found.found == "some" and (found.left or found.undecided)
    nash = solve(four_at_once(1), "nash", seconds=1e-6)
    assert nash.found == "some" and (nash.left or nash.undecided)


def test_what_was_not_searched_stands_for_what_is_alike():
    def interrupted(tasks):
        yield next(iter(tasks))
        raise KeyboardInterrupt

    found = families(advice(states=3, messages=3, replies=3), "all", progress=interrupted)
    assert found.found == "some" and found.left and all(part.endswith(", and what is alike") for part in found.left)


@pytest.mark.parametrize("bad", [0, -1, "soon"])
def test_time_is_a_number_above_zero(bad):
    with pytest.raises(GameError, match="seconds"):
        solve(games.load("beer_quiche"), seconds=bad)


def test_ten_types_by_ten_offers():
    """Of what only chance tells apart, nobody learns anything: beliefs there are known, and supports are cut before they multiply."""
    found = solve(screening())
    assert found.found == "all" and len(found) == 1
    assert found[0].profile["Buyer"]["start"]["5/2"] == 1
    assert found[0].outcomes["trade"] == Fraction(3, 10)
