"""Packages that load their modules when a name is asked for."""

import subprocess
import sys

import games
from games import classics, essay


def answer(code):
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip()


def test_importing_games_loads_no_library_and_no_story():
    loaded = answer(
        "import games, sys; print([n for n in ('numpy', 'flint', 'sympy', 'games.classics', 'games.tree') if n in sys.modules])"
    )
    assert loaded == "[]"


def test_every_public_name_is_there():
    for package in (games, classics, essay):
        assert set(package.__all__) <= set(dir(package))
        for name in package.__all__:
            assert getattr(package, name).__name__ in (name, None), name


def test_a_story_is_given_also_where_its_module_was_loaded_first():
    code = "from games.classics.patrolling import best_walks; from games.classics import patrolling; print(type(patrolling).__name__)"
    assert answer(code) == "Story"


def test_an_unknown_name_is_refused_as_of_any_module():
    assert not hasattr(games, "no_such_name")
    assert answer("import games\ntry: from games import nothing\nexcept ImportError as error: print('refused')") == "refused"


def test_a_game_is_drawn_where_nothing_else_was_loaded():
    code = "import games; print(games.load('beer_quiche').svg()[:4], len(games.load('beer_quiche').tikz()) > 100)"
    assert answer(code) == "<svg True"
