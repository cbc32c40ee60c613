"""Loading games by name, from files and from users' own stories; and the catalogue."""

import subprocess
import sys
import textwrap
from fractions import Fraction
from pathlib import Path

import pytest
from clocks import calls

from games import GameError, catalog, entries, entry, essay, load
from games.catalogue import FILES, STORIES

HEAD = "from fractions import Fraction\nfrom games import Parameter, game\n\n"
COIN = (
    HEAD
    + '''
@game(players=("A",))
def coin(play, *, sides=2, p=Parameter(Fraction(1, 2), domain="0 < p < 1", means="a chance")):
    """Guess a coin."""
    side = play.chance("coin", {"heads": p, "tails": 1 - p})
    return {"A": sides * int(play.choose("A", ["heads", "tails"]) == side)}

number = 3
'''
)


def refusal(name, **structure):
    with pytest.raises(GameError) as caught:
        load(name, **structure)
    return str(caught.value)


@pytest.fixture
def story(tmp_path):
    def write(text, name="mine.py"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
        return path

    return write


# ------------------------------------------------------------------ names


@pytest.mark.parametrize("name", STORIES)
def test_every_name_loads(name):
    assert load(name).name == name


def test_unknown_names_get_the_nearest_and_all(tmp_path, monkeypatch):
    ways = f"Give a path to an .efg or .nfg file, file.py:function, or a name: games.catalog() lists all {len(STORIES) + len(FILES)}."
    assert refusal("beer_quich") == f"There is no game 'beer_quich'; did you mean beer_quiche? {ways}"
    assert refusal("zzz") == f"There is no game 'zzz'. {ways}"
    monkeypatch.chdir(tmp_path)
    Path("zzz.py").touch()
    assert refusal("zzz") == f"There is no game 'zzz', but a file zzz.py; for a story in it write zzz.py:NAME. {ways}"
    assert 20 < len(refusal("zzz")) < 600


def test_a_short_catalogue_is_listed_in_full(monkeypatch):
    from games import catalogue

    monkeypatch.setattr(catalogue, "STORIES", {"alpha": None, "beta": None})
    monkeypatch.setattr(catalogue, "FILES", {})
    assert refusal("zzz").endswith("or a name: the catalogue has alpha, beta.")


def test_a_long_catalogue_is_not_listed_in_full(monkeypatch):
    from games import catalogue

    monkeypatch.setattr(catalogue, "STORIES", {f"game_{k}": None for k in range(100)})
    monkeypatch.setattr(catalogue, "FILES", {})
    assert refusal("gam_7") == (
        "There is no game 'gam_7'; did you mean game_7 or game_97 or game_87? "
        "Give a path to an .efg or .nfg file, file.py:function, or a name: games.catalog() lists all 100."
    )


@pytest.mark.parametrize("text", [True, "true", "True", "yes", "1", 1])
def test_truth_comes_in_many_words(text):
    assert load("defection_for_immunity", core=text).players == ("informer", "US")


@pytest.mark.parametrize("text", [False, "false", "no", "0", 0])
def test_so_does_falsehood(text):
    assert load("defection_for_immunity", core=text).players == ("informer", "US", "rival")


def test_arguments_as_texts():
    assert load("crisis_signalling", challenger_types="3").fingerprint == load("crisis_signalling", challenger_types=3).fingerprint
    assert load("kuhn", ranks="4", bet="1/2").fingerprint == load("kuhn", ranks=4, bet=0.5).fingerprint
    assert load("kuhn", ranks="none").fingerprint == load("kuhn").fingerprint
    assert load("beer_quiche", p="3/10").fixed == load("beer_quiche", p="0.3").fixed == {"p": Fraction(3, 10)}
    assert load("defection_for_immunity", core="1", phi="1/3").fixed == {"phi": Fraction(1, 3)}


@pytest.mark.parametrize(
    "name, given, message",
    [
        (
            "defection_for_immunity",
            {"core": "maybe"},
            "defection_for_immunity takes core as true or false, as in core=False; found 'maybe'.",
        ),
        ("defection_for_immunity", {"core": 2}, "defection_for_immunity takes core as true or false, as in core=False; found 2."),
        (
            "crisis_signalling",
            {"target_types": "two"},
            "crisis_signalling takes target_types as a whole number, as in target_types=2; found 'two'.",
        ),
        (
            "crisis_signalling",
            {"target_types": 2.5},
            "crisis_signalling takes target_types as a whole number, as in target_types=2; found 2.5.",
        ),
        ("kuhn", {"bet": "much"}, "kuhn takes bet as a number, as in bet=1; found 'much'."),
        ("kuhn", {"bet": "1/0"}, "kuhn takes bet as a number, as in bet=1; found '1/0'."),
        ("beer_quiche", {"p": "3/2"}, "p = 3/2 violates p < 1, which the game assumes."),
        ("beer_quiche", {"nothing": "1"}, "beer_quiche has no parameter or structure argument 'nothing'; it has p."),
        ("beer_quiche", {"p": "sqrt(2)/2"}, "p = sqrt(2)/2 is irrational; give a whole number, a fraction or a decimal."),
        (
            "beer_quiche",
            {"p": "__import__('os')"},
            "p = \"__import__('os')\" is no exact number: \"__import__('os')\" is not allowed in an expression; "
            "use numbers, names, + - * / ** and brackets.",
        ),
        ("kuhn", {"p": 1}, "kuhn has no parameter or structure argument 'p'; it has players, ranks, stakes, ante, bet."),
    ],
)
def test_what_does_not_fit_is_refused_in_words(name, given, message):
    assert refusal(name, **given) == message


# ------------------------------------------------------------------ Gambit files


def test_a_gambit_file(tmp_path):
    path = tmp_path / "guess.efg"
    path.write_text('EFG 2 R "Guess" { "Ann" }\np "" 1 1 "" { "heads" "tails" } 0\nt "" 1 "won" { 1 }\nt "" 2 "lost" { 0 }\n')
    game = load(str(path))
    assert game.players == ("Ann",) and game.nodes == 3
    assert refusal(str(path), core=True) == f"{path} is a file without parameters or structure; leave out core."
    assert refusal(str(tmp_path / "none.nfg")) == f"{tmp_path / 'none.nfg'} cannot be read: No such file or directory."


# ------------------------------------------------------------------ users' own stories


def test_a_story_of_the_users_own(story):
    path = story(COIN)
    game = load(f"{path}:coin", sides="3")
    assert game.name == "coin" and game.parameters == ("p",) and game.payoff(0, 0) == 3
    assert load(f"{path}:coin", p="1/4").fixed == {"p": Fraction(1, 4)}


def test_two_files_of_one_name_do_not_clash(story):
    first = story(COIN, "a/mine.py")
    second = story(COIN.replace("sides=2", "sides=5"), "b/mine.py")
    assert [load(f"{path}:coin").payoff(0, 0) for path in (first, second, first)] == [2, 5, 2]


def test_a_file_is_read_afresh(story):
    path = story(COIN)
    assert load(f"{path}:coin").payoff(0, 0) == 2
    story(COIN.replace("sides=2", "sides=7"))
    assert load(f"{path}:coin").payoff(0, 0) == 7


def test_a_file_may_import_its_neighbours_and_leaves_nothing_behind(story, tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    before = list(sys.path)
    using = COIN.replace("sides=2", "sides=stakes.SIDES").replace(HEAD, HEAD + "import stakes\n")
    for folder, sides in (("a", 4), ("b", 6)):
        story(f"SIDES = {sides}\n", f"{folder}/stakes.py")
        assert load(f"{story(using, f'{folder}/mine.py')}:coin").payoff(0, 0) == sides
    assert sys.path == before and "stakes" not in sys.modules and "mine" not in sys.modules
    assert sorted(path.name for path in (tmp_path / "a").iterdir()) == ["mine.py", "stakes.py"]


def test_a_file_may_declare_classes(story):
    path = story(
        COIN + "\nfrom __future__ import annotations\n"
        if False
        else "from __future__ import annotations\n"
        + COIN
        + textwrap.dedent("""
        from dataclasses import dataclass

        @dataclass
        class Card:
            rank: int
    """)
    )
    assert load(f"{path}:coin").nodes == 7


def test_what_is_no_story(story):
    path = story(COIN)
    assert refusal(f"{path}:dice") == f"{path} has no 'dice'; the stories in it are coin."
    assert refusal(f"{path}:number") == (
        f"{path} has 'number', but it is no story; write @game(players=...) above it; the stories in it are coin."
    )
    assert refusal(f"{path}") == f"{path} is a file of stories; say which one, as {path}:NAME."
    empty = story("", "empty.py")
    assert refusal(f"{empty}:coin") == f"{empty} has no 'coin'; the stories in it are none."
    absent = path.with_name("absent.py")
    assert refusal(f"{absent}:coin") == f"{absent} cannot be read: No such file or directory."


@pytest.mark.parametrize(
    "text, cause",
    [
        ("x = 1\nif x\n", "line 2: SyntaxError: expected ':'."),
        ("x = 1\n\ny = z\n", "line 3: NameError: name 'z' is not defined."),
        ("import nothing_of_this_name\n", "line 1: ModuleNotFoundError: No module named 'nothing_of_this_name'."),
        ("raise SystemExit(3)\n", "line 1: SystemExit: 3."),
        ("raise KeyError\n", "line 1: KeyError."),
        (HEAD + "@game(players='A')\ndef coin(play): return (0,)\n", "line 4: players and headline are sequences of names; write ('A',)."),
        ("x = '\0'\n", "SyntaxError: source code string cannot contain null bytes."),
    ],
)
def test_errors_in_a_file_are_one_sentence(story, text, cause):
    path = story(text)
    found = refusal(f"{path}:coin")
    assert found.replace("line 1: SyntaxError: source", "SyntaxError: source") == f"{path} cannot be loaded: {cause}"
    assert not [name for name in sys.modules if name.split(".")[-1] == "mine"]


def test_errors_in_the_rules_are_one_sentence(story):
    path = story(HEAD + '@game(players=("A",))\ndef coin(play):\n    """Coin."""\n    return (1 // 0,)\n')
    assert refusal(f"{path}:coin") == "mine.py, in coin: line 7: ZeroDivisionError: integer division or modulo by zero."
    for name, said in ((f"{path}:coin", "mine.py, in coin: line 7: ZeroDivisionError"), (f"{path}", "is a file of stories; say which one")):
        with pytest.raises(GameError, match=said):
            entry(name)
    path = story(HEAD + '@game(players=("A",))\ndef coin(play):\n    """Coin."""\n    return (1, 2)\n')
    assert (
        refusal(f"{path}:coin")
        == "coin returns (1, 2) after 'the start'; return the payoffs as a tuple or as a dict by player, one for each of A."
    )


# ------------------------------------------------------------------ the catalogue


def test_entries_are_plain_data():
    found = {entry["name"]: entry for entry in entries()}
    assert list(found) == [*STORIES, *FILES]
    assert found["beer_quiche"] == {
        "name": "beer_quiche",
        "title": "Beer and quiche: what does breakfast say about the one who eats it?",
        "players": ["Sender", "Receiver"],
        "nodes": 15,
        "infosets": 4,
        "parameters": ["p"],
        "source": STORIES["beer_quiche"].source,
        "rows": [],
        "known": list(STORIES["beer_quiche"].known),
    }
    assert list(found["defection_for_immunity"]) == [
        "name",
        "title",
        "players",
        "nodes",
        "infosets",
        "parameters",
        "source",
        "rows",
        "known",
    ]
    assert "E15" in found["defection_for_immunity"]["rows"]


@pytest.mark.parametrize("name", essay.__all__)
def test_a_game_of_the_essay_says_what_its_measures_are(name):
    about = STORIES[name].about.replace("Flow", "flow").replace("ivilian harm", "ivilian_harm").replace("Civilian", "civilian")
    assert [measure for measure in load(name).measure_names if measure not in about] == []


def test_all_about_a_story():
    told = entry("coercive_diplomacy")
    assert told["structure"] == {
        "private": "False",
        "types": "2",
        "pride": "False",
        "goals": "False",
        "aid_promised": "False",
        "answers": "False",
        "demand": "mexico",
    }
    assert [one["name"] for one in told["numbers"] if one["headline"]] == ["tau", "d", "pi_us"]
    assert told["numbers"][0] == {"name": "tau", "default": "7/20", "domain": ["tau > 0"], "means": "size of the threat", "headline": True}
    assert len(told["numbers"]) == len(told["parameters"]) == 14 and told["about"].startswith("Coercive diplomacy: does a threat")
    with pytest.raises(GameError, match=r"^There is no game 'coercive'"):
        entry("coercive")
    assert (
        repr(STORIES["coercive_diplomacy"])
        == "<Story coercive_diplomacy(private=False, types=2, pride=False, goals=False, aid_promised=False, answers=False, demand='mexico')>"
    )


def test_the_catalogue_is_a_frame_with_a_row_a_game():
    frame = catalog()
    assert list(frame["name"]) == [*STORIES, *FILES]
    assert list(frame.columns) == ["name", "title", "players", "nodes", "information sets", "parameters", "source", "rows", "known"]
    row = frame.set_index("name").loc["selten_horse"]
    assert (row["players"], row["nodes"], row["information sets"], row["parameters"]) == ("1, 2, 3", 9, 3, "")


def test_listing_is_quick():
    """A hundred games of the kind must be listed well within two seconds, at some two million calls a second."""
    entries()
    assert calls(entries)[0] / len(STORIES) < 40_000


def test_importing_loads_nothing_heavy():
    heavy = {"sympy", "pandas", "networkx", "pygambit", "lark", "scipy", "matplotlib", "z3"}
    code = f"import sys, games; print(sorted({heavy!r} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"
