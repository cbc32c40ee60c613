"""Plays of a subform that are the same to whatever is outside: nothing is lost or put elsewhere by cutting them together."""

import json

import pytest
from flint import fmpq
from small_games import repeated, twice

import games
from solvers.algebra.sign_oracle import Atom
from solvers.closed_forms import point_solutions
from solvers.search.nested_beliefs import _from_where, _likeliest, nested_conditions
from solvers.search.play_classes import reduced, seen_outside
from solvers.search.sorted_plays import Combined, Play, by_kind
from solvers.search.supports import Search, oracle_of
from solvers.search.tree_polynomials import View

EVERYTHING = 10**9
CUTS = ("solvers.search.tree_polynomials.FEW_SETS", "solvers.search.supports.FEW_SETS", "solvers.search.supports.FEW")


def search_of(numeric):
    view = View(numeric)
    return Search(view, oracle_of(view), generic=False)


def after_entry(view):
    """The subform after the first entry into the chain store's market: the moves of both types, and what follows them."""
    return next(one for one in view.subform.subforms if len(one.first) == 2)


@pytest.mark.parametrize("seed", [5, *(pytest.param(seed, marks=pytest.mark.slow) for seed in (0, 7, 8))])
def test_the_list_is_the_same_however_much_is_cut_together(seed, monkeypatch):
    lists = []
    for few in (0, EVERYTHING):
        for name in CUTS:
            monkeypatch.setattr(name, few)
        lists.append(json.dumps(point_solutions(repeated(seed, 2), "sequential", {}).as_json(), sort_keys=True))
    assert lists[0] == lists[1]


def test_beliefs_begin_afresh_where_no_type_would_have_gone():
    numeric = games.load("chain_store", entrants=3)
    view = View(numeric.fix(numeric.point()))
    subform = after_entry(view)
    assert all(set(view.afresh[inner]) <= set(view.ring.unknowns) for inner in subform.subforms)
    second = {label: s for s, label in enumerate(view.game.set_labels) if view.game.players[view.owner[s]] == "entrant 2"}
    third = view.game.set_labels.index("enter/acquiesce/out")
    supports = dict.fromkeys(view.sets, (1,)) | dict.fromkeys(subform.first, (0,))  # both types fight, then entrants enter
    fought, gave_in = second["enter/fight"], second["enter/acquiesce"]
    inner = next(one for one in subform.subforms if gave_in in one.sets)
    assert _from_where(view, subform, gave_in) == _from_where(view, subform, third) == [subform, inner]
    assert _likeliest(view, subform, fought, supports) == (0, 1) and _likeliest(view, subform, gave_in, supports) == ()
    assert _likeliest(view, inner, third, supports) == (0, 1), "staying out is a tremble that tells nothing of the types"
    supports[subform.first[0]] = (1,)
    assert _likeliest(view, subform, fought, supports) == (1,) and _likeliest(view, subform, gave_in, supports) == (0,)


def test_small_games_have_no_unknowns_for_it():
    assert not View(twice()).afresh


@pytest.mark.slow
def test_kinds_are_told_apart_by_worths_and_by_the_belief_that_they_ask_for():
    numeric = games.load("chain_store", entrants=3)
    search = search_of(numeric.fix(numeric.point()))
    view, oracle = search.view, search.oracle
    subform = after_entry(view).subforms[0]
    plays = search._plays(subform)
    looks = {}
    for play in plays:
        conditions = nested_conditions(view, oracle, subform, play.supports, False).on_play
        look = seen_outside(view, subform, play.supports, reduced(view, oracle, conditions), ())
        assert looks.setdefault(look, play.kind) == play.kind
    assert len(plays) == 32 and len(looks) == len({play.kind for play in plays}) == 14


def test_members_stand_where_they_stood():
    plays = [Play({0: (0,)}, [], 5), Play({0: (1,)}, [], 6), Play({0: (0, 1)}, [], 5)]
    alone = [Play({1: (0,)}, []), Play({1: (1,)}, [])]
    assert by_kind(plays) == [[0, 2], [1]] and by_kind(alone) == [[0], [1]]
    both = Combined([plays, alone], ([0, 2], [1]), {0: (0,), 1: (1,)}, [], False)
    assert both.size == 2
    assert list(both.members()) == [((0, 1), {0: (0,), 1: (1,)}), ((2, 1), {0: (0, 1), 1: (1,)})]


def test_unknowns_that_are_set_to_numbers_are_gone():
    view = View(twice())
    x, y, z = (view.ring.gen(f"b{s}.0") for s in (1, 2, 3))
    oracle = oracle_of(view)
    left = reduced(view, oracle, [Atom(2 * x - 1, "="), Atom(x + y - 1, "="), Atom(z - y, ">=")])
    assert [[(a.polynomial, a.relation) for a in part] for part in left.parts] == [[(2 * z - 1, ">=")]]
    assert left.put_in(view, x + y * z) == fmpq(1, 2) + z / 2
    assert reduced(view, oracle, [Atom(2 * x - 1, "="), Atom(x + y - fmpq(1, 4), "=")]) is None, "a probability cannot be negative"


def test_what_has_no_unknown_in_common_stands_apart():
    view = View(twice())
    x, y, z = (view.ring.gen(f"b{s}.0") for s in (1, 2, 3))
    left = reduced(view, oracle_of(view), [Atom(2 * x - y, ">="), Atom(z - fmpq(1, 3), ">="), Atom(y - 2 * x + fmpq(1, 2), ">=")])
    assert sorted(map(len, left.parts)) == [1, 2]


@pytest.mark.parametrize("seed", [5, pytest.param(0, marks=pytest.mark.slow)])
def test_one_of_a_kind_has_the_payoffs_of_all(seed, monkeypatch):
    for name in CUTS:
        monkeypatch.setattr(name, 0)
    numeric = repeated(seed, 2)
    every, some = (point_solutions(numeric, "sequential", {}, in_full=sets) for sets in (None, ()))
    outcomes = [{json.dumps(one.as_json()["payoffs"], sort_keys=True) for one in found} for found in (every, some)]
    assert 0 < len(some) <= len(every) and outcomes[1] <= outcomes[0]
    assert some.found == "some" and "the same to the rest of the game" in " ".join(some.left)
