"""Games from and to Gambit's files: what is read, what is refused, and that nothing is lost on the way."""

import gc
import random
from dataclasses import fields
from fractions import Fraction

import numpy as np
import pytest
from clocks import calls

from games import GameError, load, read_efg, write_efg
from games.forms.normal import normal_form
from games.gambit import efg
from games.gambit.line_reader import Unusual, _grown, read_lines
from games.terms import Combination
from games.tree import CHANCE

HORSE = """EFG 2 R "Selten (1975), Figure 1" { "One" "Two" "Three" }
"a comment"

p "" 1 1 "first" { "D" "A" } 0
p "" 3 1 "third" { "L" "R" } 0
t "" 1 "" { 3, 2, 2 }
t "" 2 "" { 0, 0, 0 }
p "" 2 1 "second" { "d" "a" } 0
p "" 3 1 0
t "" 3 "" { 4 4 0 }
t "" 4 "" { 0 0 1 }
t "" 5 "" { 1, 1, 1 }
"""

TOLL = """EFG 2 R "Toll road" { "Driver" }
c "" 1 "weather" { "sun" 0.75 "rain" 1/4 } 0
p "" 1 1 "sun" { "toll" "free" } 0
t "" 1 "fast" { 10 }
t "" 2 "slow" { 2.5e0 }
p "" 1 2 "rain" { "toll" "free" } 3 "soaked" { -1/3 }
t "" 1
t "" 0
"""

PAYOFFS = """NFG 1 R "Dilemma" { "Row" "Column" }
{ { "quiet" "talk" }
{ "quiet" "talk" } }
""
3 3 5 0 0 5 1 1
"""

OUTCOMES = """NFG 1 R "Dilemma by outcomes" { "Row" "Column" } { 2 2 }
{ { "both quiet" 3, 3 } { "" 5, 0 } { "" 0, 5 } { "both talk" 1, 1 } }
1 2 3 4
"""

KNOWN = [HORSE, TOLL, PAYOFFS, OUTCOMES]


def payoffs(game):
    return {game.history(int(node)): [game.payoff(k, p) for p in range(len(game.players))] for k, node in enumerate(game.leaf_nodes)}


# ------------------------------------------------------------------ reading


def test_extensive_form():
    game = read_efg(HORSE)
    assert (game.name, game.title, game.players) == ("game", "Selten (1975), Figure 1", ("One", "Two", "Three"))
    assert (game.nodes, game.leaves, game.infosets, game.parameters) == (9, 5, 3, ())
    assert game.set_labels == ("first", "second", "third")
    assert [game.history(n) for n in game.set_nodes(game.set_index("Three", "third"))] == ["D", "A/d"]
    assert payoffs(game) == {"D/L": [3, 2, 2], "D/R": [0, 0, 0], "A/a": [1, 1, 1], "A/d/L": [4, 4, 0], "A/d/R": [0, 0, 1]}
    assert game.outcome_names == ("D/L", "D/R", "A/a", "A/d/L", "A/d/R")


def test_chances_decimals_named_outcomes_and_payoffs_on_the_way():
    game = read_efg(TOLL)
    assert game.chance_moves == (("weather", ("sun", "rain")),)
    assert [game.chance(1), game.chance(2)] == [Fraction(3, 4), Fraction(1, 4)]
    third = Fraction(1, 3)
    assert payoffs(game) == {"sun/toll": [10], "sun/free": [Fraction(5, 2)], "rain/toll": [10 - third], "rain/free": [-third]}
    assert [game.outcome_names[k] for k in game.outcome] == ["fast", "slow", "fast", "free"]


@pytest.mark.parametrize("text", [PAYOFFS, OUTCOMES])
def test_normal_form_is_played_one_after_the_other_unseen(text):
    game = read_efg(text)
    assert (game.nodes, game.infosets, game.set_labels) == (7, 2, ("start", "start"))
    assert list(payoffs(game).values()) == [[3, 3], [0, 5], [5, 0], [1, 1]]


def test_normal_form_labels():
    assert read_efg(PAYOFFS).set_actions == (("quiet", "talk"),) * 2
    game = read_efg(OUTCOMES)
    assert game.set_actions == (("1", "2"),) * 2
    assert game.outcome_names == ("both quiet", "1/2", "2/1", "both talk")


def test_unlabelled_things_get_their_number_and_repeated_labels_a_count():
    game = read_efg(
        'EFG 2 R "" { "" "Bob" "Bob" } p "" 1 7 { "" "go" "go" } 0 p "" 2 1 "x" { "l" } 0 t "" 1 "" { 1 0 0 } '
        'p "" 2 2 "x" { "l" } 0 t "" 0 p "" 3 5 "" { "l" } 0 t "" 1'
    )
    assert game.title == "game"
    assert game.players == ("1", "Bob", "Bob#2")
    assert game.set_labels == ("7", "x", "x#2", "5")
    assert game.set_actions[0] == ("1", "go", "go#2")


def test_quotes_and_backslashes_in_labels():
    game = read_efg(r'EFG 2 R "the \"best\"" { "a\\" } p "" 1 1 "C:\new" { "\"" } 0 t "" 1 "é/\\" { 1 }')
    assert (game.title, game.players, game.set_labels) == ('the "best"', ("a\\",), (r"C:\new",))
    assert (game.set_actions, game.outcome_names) == ((('"',),), ("é/\\",))


def test_outcomes_may_be_used_before_they_are_defined():
    assert payoffs(read_efg('EFG 2 D "" { "A" } p "" 1 1 "" { "l" "r" } 0 t "" 4 t "" 4 "won" { 3 }')) == {"l": [3], "r": [3]}


def test_a_file_gives_its_name(tmp_path):
    path = tmp_path / "horse.efg"
    path.write_text("\ufeff" + HORSE.replace("\n", "\r\n"), encoding="utf-8")
    assert read_efg(path).name == read_efg(str(path)).name == "horse"
    assert read_efg(path).fingerprint == read_efg(HORSE).fingerprint


# ------------------------------------------------------------------ refusing

HEAD = 'EFG 2 R "" { "A" "B" }\n'
REFUSED = [
    (HEAD + 'p "" 1 1 "x" { "l" "r" 0', "text:2:24: expected '}' after the action labels, found 0"),
    (HEAD + 'p "" 1 1 "x" { l', "text:2:16: expected a label in quotes or '}' in the action labels, found l"),
    (HEAD + 'c "" 1 "x" { "l" "r"', 'text:2:18: expected a number in the chances, found "r"'),
    (HEAD + 't "" 1 "" { 1, two', "text:2:16: expected '}' after the payoffs, found two"),
    (HEAD + 'p "" 1 1 "x" { "l" } }', "text:2:22: expected a number, found }"),
    (HEAD + 't "" 1 "', "text:2:8: the label that begins here has no closing quote"),
    (HEAD + 't "" 1 "" { 1 0 ', "text:2:17: expected '}' after the payoffs, found the end of the file"),
    ("EFG", "text:1:4: expected a number, found the end of the file"),
    ('EFG 3 R "" { "A" }', "text:1:5: expected version 2 of the format, found 3"),
    ('EFG 2 Q "" { "A" } t "" 0', "text:1:7: expected R or D after the version, found Q"),
    ('EFG 2 R "" { }', "text:1:9: the game has no players; name at least one after the title"),
    (HEAD, "text:2:1: the file ends before the tree is complete; nodes are missing for 1 actions"),
    (HEAD + 'p "" 1 1 "x" { "l" "r" } 0 t "" 0', "text:2:34: the file ends before the tree is complete; nodes are missing for 1 actions"),
    (HEAD + 't "" 0\nt "" 0', "text:3:6: the tree is complete before this node; remove the node, or mend those before it"),
    (HEAD + 'p "" 3 1 "x" { "l" } 0 t "" 0', "text:2:6: there is no player 3; the players are 1 to 2: A, B"),
    (HEAD + 'p "" 0 1 "x" { "l" } 0 t "" 0', "text:2:6: there is no player 0; the players are 1 to 2: A, B"),
    (HEAD + 'p "" 1.5 1 "x" { "l" } 0', "text:2:6: expected the number of a player, a whole one, found 1.5"),
    (HEAD + 'p "" 1 1 0 t "" 0', "text:2:8: information set 1 of A needs its actions where it comes first"),
    (HEAD + 'p "" 1 1 "x" { } 0', "text:2:8: information set 1 of A needs its actions where it comes first"),
    (
        HEAD + 'p "" 2 1 "x" { "l" "r" } 0\np "" 1 1 "y" { "u" } 0 t "" 0\np "" 1 1 "y" { "d" } 0 t "" 0',
        "text:4:8: the actions of A differ inside information set 'y': once u, here d",
    ),
    (
        HEAD + 'p "" 2 1 "x" { "l" "r" } 0\np "" 1 1 "y" { "u" } 0 t "" 0\np "" 1 1 "z" { "u" } 0 t "" 0',
        "text:4:8: information set 1 of A has two labels, 'y' and 'z'",
    ),
    (HEAD + 'c "" 1 "die" { "l" 1/2 "r" 1/3 } 0', "text:2:20: the chances of 'die' add up to 5/6, not 1: l 1/2, r 1/3"),
    (HEAD + 'c "" 1 "die" { "l" 1 "r" 0 } 0', "text:2:26: the chance of 'r' at 'die' is 0; every chance must be positive"),
    (HEAD + 'c "" 1 "die" { "l" 3/2 "r" -1/2 } 0', "text:2:28: the chance of 'r' at 'die' is -1/2; every chance must be positive"),
    (
        HEAD + 'p "" 1 1 "" { "l" "r" } 0\nc "" 1 "die" { "h" 1/2 "t" 1/2 } 0 t "" 0 t "" 0\nc "" 1 "die" { "h" 1/3 "t" 2/3 } 0',
        "text:4:6: the chances of 'die' differ: once 1/2, 1/2, here 1/3, 2/3",
    ),
    (HEAD + 't "" 1 "" { 1 }', "text:2:6: an outcome needs 2 payoffs, one for each player; found 1"),
    (HEAD + 't "" 1 "" { 1/0 1 }', "text:2:13: the number 1/0 divides by zero, or has more than 100 digits"),
    (HEAD + 't "" 1 "" { 1e999999 1 }', "text:2:13: the number 1e999999 divides by zero, or has more than 100 digits"),
    (HEAD + 't "" 8', "text:2:6: outcome 8 has no payoffs, here or anywhere else"),
    (HEAD + 't "" 0 "x" { 1 1 }', "text:2:6: outcome 0 means that there is none, so it has no label and no payoffs; number it anew"),
    (
        HEAD + 'p "" 1 1 "" { "l" "r" } 0 t "" 1 "" { 1 2 }\nt "" 1 "" { 1 3 }',
        "text:3:6: outcome 1 has two lists of payoffs: once 1, 2, here 1, 3",
    ),
    (HEAD + 't "" 1 "\x00" { 1 1 }', "text:2:9: the character U+0000 has no place in a text file"),
    (
        HEAD + 'p "" 1 1 "x" { "l" "r" } 0\np "" 1 2 "y" { "u" } 0 t "" 0\np "" 1 2 "y" { "u" } 0 t "" 0',
        "text:4:6: A forgets: at 'y' the same information covers the histories 'l' (own moves: 'l' at 'x') and 'r' "
        "(own moves: 'r' at 'x'). Perfect recall is needed; split the set.",
    ),
    ('NFG 1 R "" { "A" "B" } { 2 2 } "" 1 2 3', "text:1:39: 4 profiles of strategies need 8 payoffs; found 3"),
    ('NFG 1 R "" { "A" "B" } { 2 } "" 1 2', "text:1:9: 2 players need as many lists (or numbers) of strategies; found 1"),
    ('NFG 1 R "" { "A" } { 0 } ""', "text:1:9: A has 0 strategies; there must be at least one, and at most 4000000"),
    ('NFG 1 R "" { "A" } { 2 } "" { { "x" 1 } } 1 2', "text:1:45: there is no outcome 2; the file lists 1"),
    ("no game at all", "'no game at all' is neither a file nor the text of a game; such a text begins with EFG or NFG."),
    ("nowhere.efg", "There is no file 'nowhere.efg'; give the path of an .efg or .nfg file, or its text."),
]


@pytest.mark.parametrize("text, message", REFUSED, ids=[message[:60] for _, message in REFUSED])
def test_refused_with_place_and_cause(text, message):
    with pytest.raises(GameError) as error:
        read_efg(text)
    assert str(error.value) == message


def test_refused_files(tmp_path):
    (tmp_path / "broken.efg").write_bytes(HEAD.encode() + b'p "" 1 1 "d\xff" { "l" } 0')
    (tmp_path / "empty.efg").write_bytes(b"")
    for name, message in [
        ("broken.efg", "broken.efg:2:12: the byte 0xff is no UTF-8; save the file as UTF-8"),
        ("empty.efg", "empty.efg:1:1: expected EFG or NFG, found the end of the file"),
    ]:
        with pytest.raises(GameError) as error:
            read_efg(tmp_path / name)
        assert str(error.value) == message
    with pytest.raises(GameError, match="There is no file"):
        read_efg(tmp_path)


def many(word, count):
    return " ".join(word.format(k=k) for k in range(1, count + 1))


HOSTILE = {
    "deep": 'EFG 2 R "" { "A" } ' + many('p "" 1 {k} "" {{ "a" }} 0', 5_000) + ' t "" 0',
    "braces": 'EFG 2 R "" { "A" } ' + "{" * 50_000,
    "quotes": 'EFG 2 R "" { "A" } ' + '"\\' * 50_000,
    "digits": 'EFG 2 R "" { "A" } t "" 1 "" { ' + "9" * 50_000 + " }",
    "many strategies": 'NFG 1 R "" { "A" "B" "C" } { 3999999 3999999 3999999 } "" 1 2 3',
    "many players": 'NFG 1 R "" { ' + many('"A"', 3_000) + " } { " + many("9", 3_000) + ' } "" ' + many("0", 3_000),
    "label": 'EFG 2 R "' + "x" * 200_000 + '" { "A" } t "" 0',
    "same label": 'EFG 2 R "" { "A" } p "" 1 1 "" { ' + many('"a"', 20_000) + " } 0",
    "long sums": 'EFG 2 R "" { "A" } c "" 1 "" { ' + many('"{k}" 1/8{k}9876543210987654321098765432109876543210', 2_000) + " } 0",
    "payoffs of many": 'EFG 2 R "" { ' + many('"A"', 9_000) + ' } c "" 1 "" { ' + many('"{k}" 1/900', 900) + " } 0 " + many('t "" 0', 900),
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_files_are_refused(text):
    with pytest.raises(GameError, match=r"^text:1:\d+: "):
        read_efg(text)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(text, marks=[pytest.mark.slow] if name in ("same label", "deep") else [])
        for name, text in HOSTILE.items()
        if name != "payoffs of many"
    ],
    ids=len,
)
def test_the_work_on_hostile_files_is_bounded(text):
    assert calls(read_efg, text)[0] < 4_000_000


def test_damaged_files_give_a_game_or_a_game_error():
    rng = random.Random(7)
    junk = ["{", "}", '"', "\\", "0", "1/0", "-", "1e9", "9" * 30, "c", "p", "t", "\n", "\x00", "é", "/", ",", '""', "{ }", ".", "1/3"]
    read = refused = 0
    for _ in range(800):
        text = rng.choice(KNOWN)
        for _ in range(rng.choice([1, 1, 2, 5])):
            at, size = rng.randrange(9, len(text)), rng.choice([1, 1, 2, 8, 30])
            change = rng.choice(["", rng.choice(junk), text[at : at + size] * 2, text[rng.randrange(len(text)) :][:size]])
            text = text[:at] + change + text[at + (0 if rng.random() < 0.3 else size) :]
        try:
            game = read_efg(text)
            assert read_efg(write_efg(game)).fingerprint == game.fingerprint
            read += 1
        except GameError as error:
            assert str(error).startswith("text:")
            refused += 1
    assert read > 20
    assert refused > 400


# ------------------------------------------------------------------ writing


@pytest.mark.parametrize("text", KNOWN)
def test_reading_what_was_written_gives_the_same_game(text):
    game = read_efg(text)
    again = read_efg(write_efg(game))
    assert again.fingerprint == game.fingerprint
    assert again.title == game.title


@pytest.mark.parametrize("name", ["selten_horse", "beer_quiche", "crisis_signalling", "kuhn"])
def test_stories_can_be_written(name, tmp_path):
    game = load(name).at()
    text = write_efg(game, tmp_path / "x.efg")
    assert (tmp_path / "x.efg").read_text(encoding="utf-8") == text
    again = read_efg(tmp_path / "x.efg")
    assert again.name == "x"
    assert payoffs(again) == payoffs(game)
    for part in ("players", "set_labels", "set_actions", "chance_moves", "outcome_names"):
        assert getattr(again, part) == getattr(game, part)
    for part in ("parent", "owner", "infoset", "move", "outcome"):
        assert getattr(again, part).tolist() == getattr(game, part).tolist()
    after_chance = [n for n in range(1, game.nodes) if game.owner[game.parent[n]] == CHANCE]
    assert [again.chance(n) for n in after_chance] == [game.chance(n) for n in after_chance]


def random_text(rng):
    """A random game with awkward labels: some sets with several nodes, some named outcomes, payoffs on the way."""
    words = ["a", "b c", 'q"', "\\", "\\\\n", "é", "x/y", "1", "", "{", "ß\n"]

    def quoted():
        return '"' + "".join(rng.choices(words, k=2)).replace("\\", "\\\\").replace('"', '\\"') + '"'

    sets = iter(range(1, 10_000))
    lines = [f'EFG 2 R {quoted()} {{ {quoted()} {quoted()} }} ""']
    outcomes = iter(range(1, 10_000))

    def outcome():
        name = quoted() if rng.random() < 0.5 else '""'
        return f"{next(outcomes)} {name} {{ {rng.randint(-9, 9)}/{rng.randint(1, 9)}, {rng.randint(-9, 9)}.5 }}"

    def grow(depth):
        kind = rng.random() if depth else 1
        on_the_way = outcome() if rng.random() < 0.2 else "0"
        size = rng.randint(1, 3)
        if kind < 0.3:
            lines.append(f'c "" {next(sets)} {quoted()} {{ {" ".join(f"{quoted()} 1/{size}" for _ in range(size))} }} {on_the_way}')
        elif kind < 0.9:
            player = rng.randint(1, 2)
            lines.append(f'p "" {player} {next(sets)} {quoted()} {{ {" ".join(quoted() for _ in range(size))} }} {on_the_way}')
        else:
            lines.append(f't "" {outcome()}')
            return
        for _ in range(size):
            grow(depth - 1)

    grow(4)
    return "\n".join(lines)


def test_random_games_come_back_unchanged():
    for seed in range(60):
        game = read_efg(random_text(random.Random(seed)))
        assert read_efg(write_efg(game)).fingerprint == game.fingerprint


def test_writing_refuses():
    with pytest.raises(GameError) as error:
        write_efg(load("beer_quiche"))
    assert str(error.value) == "beer_quiche is symbolic in p; put numbers in first, as in write_efg(game.at())."
    with pytest.raises(GameError, match=r"'x.txt' ends neither in .efg"):
        write_efg(read_efg(HORSE), "x.txt")


def test_normal_form_written(tmp_path):
    for text in (PAYOFFS, OUTCOMES):
        game = read_efg(text)
        write_efg(game, tmp_path / "x.nfg")
        again = read_efg(tmp_path / "x.nfg")
        assert payoffs(again) == payoffs(game)
        assert again.set_actions == game.set_actions


def test_reduced_normal_form_of_the_horse():
    form = normal_form(read_efg(HORSE))
    assert form.plans == (("D", "A"), ("d", "a"), ("L", "R"))
    assert form.payoffs[:4] == ((3, 2, 2), (4, 4, 0), (3, 2, 2), (1, 1, 1))


def test_reduced_normal_form_leaves_out_idle_choices():
    form = normal_form(
        read_efg('EFG 2 R "" { "A" } p "" 1 1 "" { "out" "in" } 0 t "" 1 "" { 1 } p "" 1 2 "" { "l" "r" } 0 t "" 0 t "" 2 "" { 2 }')
    )
    assert form.plans == (("out", "in/l", "in/r"),)
    assert form.payoffs == ((1,), (0,), (2,))
    assert len(normal_form(load("kuhn").at()).plans[0]) == 27


def test_normal_form_takes_expectations_over_chance():
    form = normal_form(read_efg(TOLL))
    wet = Fraction(1, 4)
    assert form.plans == (("toll/toll", "toll/free", "free/toll", "free/free"),)
    assert form.payoffs[0] == (10 - wet / 3,)
    assert form.payoffs[3] == ((1 - wet) * Fraction(5, 2) - wet / 3,)


def test_too_large_normal_form():
    sets = many('p "" 1 {k} "" {{ "l" "r" }} 0 t "" 0 t "" 0', 30)
    game = read_efg('EFG 2 R "" { "A" } c "" 1 "" { ' + many('"{k}" 1/30', 30) + " } 0 " + sets)
    with pytest.raises(GameError) as error:
        normal_form(game)
    assert str(error.value) == "game has 1073741824 profiles of plans, too many for a normal form; write the extensive form (.efg)."


# ------------------------------------------------------------------ read line by line


def slowly(text, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(efg, "read_lines", lambda *_: None)
        return read_efg(text)


def same(one, other):
    """Whether two games agree in everything, down to the types of arrays and labels."""
    for field in fields(one):
        mine, theirs = getattr(one, field.name), getattr(other, field.name)
        if isinstance(mine, Combination):
            same(mine, theirs)
        elif isinstance(mine, np.ndarray):
            assert mine.dtype == theirs.dtype and mine.tolist() == theirs.tolist(), field.name
        elif field.name != "domain":
            assert mine == theirs and (not isinstance(mine, tuple) or list(map(type, mine)) == list(map(type, theirs))), field.name
    return True


@pytest.mark.parametrize("name", ["selten_horse", "beer_quiche", "kuhn", "three_man_poker", "campaign", "defection_for_immunity"])
def test_reading_by_lines_is_the_same_to_the_last_field(name, monkeypatch):
    text = write_efg(load(name).at())
    quick = read_lines("game", text)
    assert quick is not None and same(quick, slowly(text, monkeypatch))


def test_reading_by_lines_takes_what_random_games_are_written_as(monkeypatch):
    read = 0
    for seed in range(60):
        text = random_text(random.Random(seed)).replace("ß\n", "ß")  # a label of two lines is left to the grammar
        for form in (text, write_efg(read_efg(text)), text.replace('""', '"a"')):
            quick = read_lines("game", form)
            read += quick is not None
            assert quick is None or same(quick, slowly(form, monkeypatch))
    assert read >= 120


def test_payoffs_on_the_way_and_names_of_endings_are_read_by_lines(monkeypatch):
    for text in (HORSE, TOLL, TOLL.replace("\n", "\r\n"), TOLL.replace('"slow"', '"toll/fast"')):
        quick = read_lines("game", text)
        assert quick is not None and same(quick, slowly(text, monkeypatch))


@pytest.mark.parametrize("text", [text for text, _ in REFUSED if text.startswith("EFG")])
def test_what_is_wrong_is_left_to_the_grammar(text):
    assert read_lines("game", text) is None and read_lines("game", text.replace(" } ", " }\n")) is None


def test_damaged_files_are_read_alike_both_ways(monkeypatch):
    rng = random.Random(11)
    junk = ["{", "}", '"', "\\", "0", "1/0", "-", "c", "p", "t", "\n", "\x00", "é", ",", ",,", '""', "1/3", "\t", "#"]
    read = 0
    for _ in range(1200):
        text = rng.choice([HORSE, TOLL])
        for _ in range(rng.choice([1, 1, 2])):
            at, size = rng.randrange(9, len(text)), rng.choice([0, 1, 1, 2, 8])
            text = text[:at] + rng.choice(["", *junk]) + text[at + size :]
        quick = read_lines("game", text)
        if quick is not None:
            read += 1
            assert same(quick, slowly(text, monkeypatch))
    assert read > 100


def test_lines_that_repeat_are_understood_once(monkeypatch):
    """In files of many nodes the work for each is a few steps: liar's dice repeats each set's line many times."""
    text = write_efg(load("liars_dice", faces=3))
    quick, game = calls(read_lines, "game", text)
    slow, again = calls(slowly, text, monkeypatch)
    assert same(game, again) and 20 * quick < slow


def test_the_collector_is_as_before():
    for text in (HORSE, REFUSED[0][0]):
        for turn in (gc.enable, gc.disable):
            turn()
            before = gc.isenabled()
            read_lines("game", text)
            assert gc.isenabled() == before
    gc.enable()


def piled(sizes):
    """Parent, move and depth of nodes that stand depth first, one by one."""
    waiting, found = [(-1, -1, 0)], []
    for node, size in enumerate(sizes):
        found.append(waiting.pop())
        waiting += [(node, move, found[-1][2] + 1) for move in reversed(range(size))]
    assert not waiting
    return found


def test_nodes_are_put_in_order_as_from_a_pile():
    draw = random.Random(2)
    for _ in range(50):
        sizes, left = [], 1
        while left:
            sizes.append(draw.randrange(4) if len(sizes) < 60 else 0)
            left += sizes[-1] - 1
        order, parents, moves, levels = _grown(np.array(sizes))
        found = piled(sizes)
        depths = [found[node][2] for node in order]
        assert sorted(range(len(sizes)), key=lambda node: found[node][2]) == order.tolist()
        assert [order[k] if k >= 0 else -1 for k in parents] == [found[node][0] for node in order]
        assert moves.tolist() == [found[node][1] for node in order]
        assert levels.tolist() == [depths.index(depth) for depth in range(max(depths) + 1)]


@pytest.mark.parametrize("sizes", [[], [1], [0, 0], [2, 0], [1, 0, 0]])
def test_trees_that_end_too_soon_or_too_late_are_left_to_the_grammar(sizes):
    with pytest.raises(Unusual):
        _grown(np.array(sizes, np.int64))
