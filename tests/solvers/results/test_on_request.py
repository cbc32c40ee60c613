"""Equilibria that are written out when somebody looks at them."""

import pickle

import games
from solvers import solve
from solvers.results import OnRequest


def test_each_is_written_once_and_when_it_is_looked_at():
    written = []
    some = OnRequest(None, 4, lambda k: written.append(k) or str(k))
    assert len(some) == 4 and written == []
    assert some[2] == "2" and some[-2] == "2" and written == [2]
    assert some[1:3] == ("1", "2") and list(some) == ["0", "1", "2", "3"] and written == [2, 1, 0, 3]
    assert some == ("0", "1", "2", "3") and pickle.loads(pickle.dumps(some)) == ("0", "1", "2", "3")


def test_a_reputation_game_is_solved_without_writing_out_every_member():
    found = solve(games.load("chain_store", entrants=3), method="continuations")
    assert isinstance(found.solutions, OnRequest) and not found.solutions._written
    assert found[1].certificate.equilibrium and found[1].game is found.game and list(found.solutions._written) == [1]
