"""Beliefs that change no choice: where there are very many, one stands for all of them, and nothing else is lost."""

from fractions import Fraction as Q

import pytest
from small_games import heard, horse, repeated, trust

import games
from games import game
from solvers import solve
from solvers.search import consistency
from solvers.search.subform_beliefs import _whatever_is_believed
from solvers.search.supports import Search, oracle_of
from solvers.search.tree_polynomials import View

GAMES = {
    "trust": trust,
    "horse": horse,
    "heard": heard,
    "beer_quiche": lambda: games.load("beer_quiche"),
    "chain_store": lambda: games.load("chain_store"),
    "crisis_signalling": lambda: games.load("crisis_signalling"),
    **{f"repeated {seed}": lambda seed=seed: repeated(seed, 2) for seed in (0, 5, 7, 8)},
}


def bases(story):
    numeric = story.at()
    view = View(numeric, "sequential")
    search = Search(view, oracle_of(view), generic=False)
    return search, list(search.bases())


def where_it_matters(search, base):
    """The supports, and the beliefs at sets where they change a choice."""
    supports = tuple(sorted(base.supports.items()))
    reached = {s for s in search.view.sets if any(search.view.reached(n, base.supports) for n in search.view.members[s])}
    return supports, tuple((s, nodes) for s, nodes in sorted(base.beliefs.items()) if s in reached or not search._idle(base.supports, s))


@pytest.mark.parametrize("name", GAMES)
def test_one_belief_stands_for_those_that_change_no_choice(monkeypatch, name):
    search, every = bases(GAMES[name]())
    monkeypatch.setattr(consistency, "MOST_BELIEFS", 0)
    _, few = bases(GAMES[name]())
    told = [where_it_matters(search, base) for base in few]
    assert set(told) == {where_it_matters(search, base) for base in every} and len(told) == len(set(told)) <= len(every)
    known = {(tuple(sorted(base.supports.items())), tuple(sorted(base.beliefs.items()))) for base in every}
    assert {(tuple(sorted(base.supports.items())), tuple(sorted(base.beliefs.items()))) for base in few} <= known


@game(players=("S", "R"))
def sure(play):
    """Both types stay quiet; who hears a loud one says x whatever it believes."""
    play.tell("S", play.chance("type", {"h": Q(1, 2), "l": Q(1, 2)}))
    if play.choose("S", ["quiet", "loud"]) == "quiet":
        return 1, 0
    return (0, 1) if play.choose("R", ["x", "y"]) == "x" else (0, 0)


def test_of_beliefs_about_a_sure_reply_one_is_kept(monkeypatch):
    _, every = bases(sure())
    monkeypatch.setattr(consistency, "MOST_BELIEFS", 0)
    _, few = bases(sure())
    assert len(every) == 3 and len(few) == 1 and min(len(nodes) for nodes in few[0].beliefs.values()) == 1
    found = solve(sure())
    assert found.found == "all" and "one belief stands for all" in found.notes[0] and found.notes[0] in " ".join(found.text().split())
    assert not solve(trust()).notes


@pytest.mark.parametrize("story, idle", [(sure, True), (trust, False)])
def test_where_beliefs_change_no_choice(story, idle):
    search, _ = bases(story())
    view = search.view
    (reply,) = (s for s in view.sets if view.owner[s] == 1)
    supports = dict.fromkeys(view.sets, (0,))
    assert search._idle(supports, reply) == idle == _whatever_is_believed(view, search.oracle, reply, 1, supports)
    assert search._idle({**supports, reply: (0, 1)}, reply) == idle
