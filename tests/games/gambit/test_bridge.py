"""Another program reads what we write and agrees."""

import sys

import pytest

from games import GameError, load, read_efg, to_gambit

ENTRY = """EFG 2 R "Entry" { "Entrant" "Incumbent" }
p "" 1 1 "e" { "out" "in" } 0
t "" 1 "" { 0, 2 }
p "" 2 1 "i" { "fight" "yield" } 0
t "" 2 "" { -1/2, -1 }
t "" 3 "" { 0.5, 0 }
"""


def test_kuhn_poker_has_its_value():
    pygambit = pytest.importorskip("pygambit", reason="pygambit is not installed")
    found = pygambit.nash.lp_solve(to_gambit(load("kuhn").at()), rational=True, use_strategic=False)
    assert [str(found.equilibrium.payoffs[player]) for player in ("Alice", "Bob")] == ["-1/18", "1/18"]


def test_entry_game_has_its_two_pure_equilibria():
    pygambit = pytest.importorskip("pygambit", reason="pygambit is not installed")
    found = pygambit.nash.enumpure_solve(to_gambit(read_efg(ENTRY)))
    payoffs = [[str(profile.payoffs[player]) for player in ("Entrant", "Incumbent")] for profile in found.equilibria]
    assert sorted(payoffs) == [["0", "2"], ["1/2", "0"]]


def test_labels_and_title_arrive():
    pytest.importorskip("pygambit", reason="pygambit is not installed")
    there = to_gambit(load("selten_horse"))
    assert there.title == load("selten_horse").title
    assert list(there.players) == ["1", "2", "3"]
    assert '{ "L" "R" }' in there.to_efg()


def test_a_label_that_pygambit_refuses_is_named():
    pytest.importorskip("pygambit", reason="pygambit is not installed")
    game = read_efg('EFG 2 R "" { "A" } p "" 1 1 " x" { "l" } 0 t "" 1 "" { 1 }')
    with pytest.raises(GameError, match=r"pygambit does not take game: .*must not begin or end with whitespace"):
        to_gambit(game)


def test_without_pygambit(monkeypatch):
    monkeypatch.setitem(sys.modules, "pygambit", None)
    with pytest.raises(GameError) as error:
        to_gambit(read_efg(ENTRY))
    assert str(error.value) == "to_gambit needs pygambit; install it with: pip install 'pygambit>=17.0.0b2,<18'."


def test_symbolic_games_are_refused():
    with pytest.raises(GameError, match="beer_quiche is symbolic in p; put numbers in first"):
        to_gambit(load("beer_quiche"))


@pytest.mark.parametrize("name, structure", [("crisis_signalling", {}), ("defection_for_immunity", {"core": True})])
def test_chance_that_comes_at_several_places_is_taken(name, structure):
    """Gambit asks for perfect recall of chance, and for labels that differ."""
    pygambit = pytest.importorskip("pygambit", reason="pygambit is not installed")

    theirs = to_gambit(load(name, **structure).at())
    assert theirs.is_perfect_recall
    assert pygambit.nash.enummixed_solve(theirs, rational=True).equilibria
