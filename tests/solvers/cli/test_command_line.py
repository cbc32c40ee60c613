"""The command line from outside: what it prints, what it writes, how it refuses."""

import json
import subprocess
import sys
from fractions import Fraction
from importlib.metadata import version

import pytest
from click.testing import CliRunner

from games import entry, essay
from games.catalogue import FILES, STORIES
from solvers.__main__ import command_line
from solvers.cli.terminal import tell

FAMILIES = {
    "game",
    "fingerprint",
    "concept",
    "parameters",
    "over",
    "domain",
    "found",
    "proved",
    "undecided",
    "bases",
    "families",
}
REGIMES = {*FAMILIES, "walls", "regimes", "checked", "at_rest", "merged", "thresholds"}
SOLVE = {"game", "fingerprint", "versions", "concept", "parameters", "at", "found", "proved", "undecided", "solutions"}
SOLUTION = {"name", "play", "profile", "beliefs", "payoffs", "outcomes", "measures", "free", "free_bounds", "certificate"}

STORY = '''
from fractions import Fraction
from games import Parameter, game

print("told")

@game(players=("A",))
def coin(play, *, sides=2, p=Parameter(Fraction(1, 2), domain="0 < p < 1", means="chance of heads")):
    """Guess a coin."""
    side = play.chance("coin", {"heads": p, "tails": 1 - p})
    return {"A": int(play.choose("A", ["heads", "tails"]) == side)}

@game(players=("A",))
def sums(play, *, p=Parameter(Fraction(1, 2), domain="0 < p < 1", means="a chance")):
    """Chances that add up to 2p."""
    play.chance("coin", {"heads": p, "tails": p})
    return {"A": int(play.choose("A", ["yes", "no"]) == "yes")}

@game(players=("A",))
def empty(play, *, p=Parameter(Fraction(1, 2), domain="1 < p < 0", means="nothing satisfies this")):
    """An empty domain."""
    return {"A": p * int(play.choose("A", ["yes", "no"]) == "yes")}
'''


def run(*arguments):
    return CliRunner().invoke(command_line, [str(a) for a in arguments])


def answer(*arguments):
    done = run(*arguments, "--json")
    assert done.exit_code == 0, done.stderr
    assert done.stderr == ""
    return json.loads(done.stdout)


def refusal(*arguments):
    done = run(*arguments)
    assert (done.exit_code, done.stdout) == (2, ""), done.output
    assert done.stderr.startswith("Error: ") and done.stderr.count("\n") == 1
    return done.stderr.removeprefix("Error: ").strip()


@pytest.fixture
def story(tmp_path):
    path = tmp_path / "stories.py"
    path.write_text(STORY)
    return path


# ------------------------------------------------------------------ answers


def test_an_answer_for_programs_is_made_only_where_it_is_wanted(capsys):
    def unwanted():
        raise AssertionError

    tell(False, unwanted, lambda: "words")
    tell(True, lambda: {"a": 1}, unwanted)
    tell(True, {"a": 2}, unwanted)
    assert capsys.readouterr().out.split("\n") == ["words", '{"a": 1}', '{"a": 2}', ""]


def test_all_about_one_game():
    text = run("catalog", "coercive_diplomacy").stdout
    assert "pi_us     1/2   belief that the US is resolute (0 < pi_us < 1)\n" in text
    assert "Structure\n---------\nprivate : bool\n    The US knows its type first" in text
    assert (
        "By default private=False, types=2, pride=False, goals=False, aid_promised=False,\nanswers=False, demand=mexico; --set changes it.\n"
        in text
    )
    assert "- At the defaults one equilibrium: the US threatens, the able make a real effort\n  and the unable a token one;" in text
    assert "Source: Essay on US military action" in text and "Maps are made in tau, d, pi_us unless --over names others" in text
    told = answer("catalog", "beer_quiche")
    assert told["numbers"][0]["means"] == "prior that the Sender is strong" and told["nodes"] == 15
    assert "did you mean beer_quiche?" in run("catalog", "beer_quich").stderr


LONG = {"leduc", "jury", *essay.__all__} - {"sustainability_bet", "provocation_trap"}  # games that take a while to tell


@pytest.mark.parametrize("name", [pytest.param(n, marks=[pytest.mark.slow] if n in LONG else []) for n in sorted([*STORIES, *FILES])])
def test_every_game_tells_what_its_numbers_mean_in_eighty_columns(name):
    lines = run("catalog", name).stdout.splitlines()
    assert all(len(line) <= 80 for line in lines)
    told = " ".join(" ".join(lines).split())
    for one in entry(name)["numbers"]:
        assert one["means"] and one["means"] in told
    for word in entry(name)["about"].split():  # a docstring is set anew, and nothing of it is lost
        assert word in told or set(word) == {"-"} or word == "Parameters"


def test_the_catalogue_as_text_and_json():
    games = {game["name"]: game for game in answer("catalog")["games"]}
    assert set(games["beer_quiche"]) == {"name", "title", "players", "nodes", "infosets", "parameters", "source", "rows", "known"}
    assert (
        "beer_quiche  Sender, Receiver; 15 nodes, 4 information sets; in p\n"
        "    Beer and quiche: what does breakfast say about the one who eats it?\n"
    ) in run("catalog").stdout


def test_solve_as_json_has_the_keys_that_programs_read():
    found = answer("solve", "beer_quiche", "--set", "p=3/4")
    assert set(found) == SOLVE and all(set(solution) - {"sample"} == SOLUTION for solution in found["solutions"])
    assert (found["at"], found["found"], found["undecided"]) == ({"p": "3/4"}, "all", 0)
    assert set(found["solutions"][0]["certificate"]) == {"gains", "rational", "consistent"}


def test_values_are_exact_whatever_way_they_are_written():
    points = [answer("solve", "beer_quiche", "--set", f"p={value}")["at"]["p"] for value in ("0.75", "3/4", "1/2 + 1/4", "3e-1*5/2")]
    assert points == ["3/4"] * 4


def test_structure_goes_to_the_story_and_values_to_the_point():
    found = answer("solve", "defection_for_immunity", "--set", "core=1", "--set", "phi=3/10")
    assert len(found["parameters"]) == 9 and found["at"]["phi"] == "3/10"
    mixes = {p for s in found["solutions"] for sets in s["profile"].values() for mix in sets.values() for p in mix.values()}
    assert {"8/21", "2/3"} <= mixes


def test_families_and_regimes_as_json_have_the_keys_that_programs_read():
    families = answer("families", "beer_quiche", "--knife-edges")
    assert set(families) == FAMILIES and families["bases"] == {"generic": 7, "knife_edge": 6}
    of_family = {"generic", "conditions", "bases", "reasons", "cases", "group", "letter"}
    assert set(families["families"][0]) == (SOLUTION - {"certificate"}) | of_family
    regimes = answer("regimes", "beer_quiche", "--over", "all")
    assert set(regimes) == REGIMES and regimes["checked"]["disagreements"] == 0
    of_wall = frozenset({"polynomial", "meaning", "threshold", "reasons", "flips", "on", "sides"})
    assert {frozenset(wall) for wall in regimes["walls"]} == {of_wall}
    assert {frozenset(r) for r in regimes["regimes"]} == {frozenset({"name", "conditions", "sample", "families", "outcomes"})}


def test_regimes_for_people_leave_the_picture_in_the_working_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = run("regimes", "beer_quiche")
    assert done.exit_code == 0 and "\np = 1/2\n" in done.stdout
    assert done.stdout.endswith("Written: beer_quiche-regimes.png\n")
    assert [path.name for path in tmp_path.iterdir()] == ["beer_quiche-regimes.png"]


def test_json_writes_nothing_but_what_out_asks_for(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    answer("regimes", "beer_quiche")
    assert not list(tmp_path.iterdir())
    found = answer("regimes", "beer_quiche", "--out", tmp_path / "out")
    names = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert names == [f"beer_quiche-regimes.{kind}" for kind in ("json", "png", "svg", "tex", "txt")]
    assert json.loads((tmp_path / "out" / "beer_quiche-regimes.json").read_text()) == found


def test_compare_gives_every_quantity_in_every_regime(tmp_path):
    found = answer("compare", "beer_quiche", "--measure", "Sender", "--out", tmp_path)
    assert set(found) == {"game", "fingerprint", "concept", "over", "rows"}
    assert {(row["regime"], row["quantity"]) for row in found["rows"]} == {("R1", "Sender"), ("R2", "Sender")}
    assert sorted(path.name for path in tmp_path.iterdir()) == [f"beer_quiche-comparison.{kind}" for kind in ("csv", "json", "tex")]
    text = run("compare", "beer_quiche").stdout
    assert "R2  p > 1/2" in text
    assert "outcomes  beer/retreat 0 to 1; quiche/retreat 0 to 1\n" in text and "duel 0;" not in text
    assert "payoff of Sender +1 (from 3/2 to 5/2)." in text and "beer/retreat 1/2 before and 0 to 1 after;" in text
    assert "off the path" not in text and " ".join(text.split()).count("'Sender pooling on quiche; Receiver retreat'") == 1
    assert "Probabilities and measures that are zero are left out." in text
    alone = run("compare", "beer_quiche", "--measure", "quiche/duel").stdout
    assert "outcomes  quiche/duel 0\n" in alone and "left out" not in alone


def test_compare_varies_a_parameter():
    found = answer("compare", "defection_for_immunity", "--over", "phi", "--vary", "r_rep=1/5,1/2", "--measure", "deal_kept")
    highest = {}
    for row in found["rows"]:
        highest[row["setting"]] = max(Fraction(row["highest"]), highest.get(row["setting"], Fraction(0)))
    assert set(highest) == {"r_rep = 1/5", "r_rep = 1/2"} and highest["r_rep = 1/2"] > highest["r_rep = 1/5"] == 0


def test_verify_judges_a_file_and_leaves_with_zero_either_way(tmp_path):
    path = tmp_path / "claim.json"
    claim = {"1": {"start": {"D": 1, "A": 0}}, "2": {"A": {"d": 0.0, "a": "1"}}, "3": {"start": {"L": 1, "R": 0}}}
    path.write_text(json.dumps({"profile": claim}))
    refused = answer("verify", "selten_horse", path)
    assert set(refused) == {"equilibrium", "concept", "gains", "reason"}
    assert (refused["equilibrium"], refused["gains"]["2"]) == (False, "3")
    assert answer("verify", "selten_horse", path, "--concept", "nash")["equilibrium"]
    assert run("verify", "selten_horse", path).stdout.startswith("No: this is not a sequential equilibrium.\ngains  1 0; 2 3; 3 0\n")


def test_what_a_users_file_prints_does_not_mix_with_the_answer(story):
    done = run("solve", f"{story}:coin", "--json")
    assert json.loads(done.stdout)["game"] == "coin" and "told" in done.stderr


def test_help_and_no_command_say_what_there_is():
    assert run("--help").exit_code == 0
    for arguments in ((), ("--help",)):
        assert "catalog" in run(*arguments).output
    assert "--knife-edges" in run("regimes", "--help").stdout


# ------------------------------------------------------------------ refusals


def test_a_command_line_that_does_not_fit_is_refused_in_one_sentence():
    assert refusal("solve") == "Missing argument 'GAME'. See cartel-games solve --help."
    assert refusal("solv", "beer_quiche").startswith("No such command 'solv'.")
    assert "--bogus" in refusal("solve", "beer_quiche", "--bogus")
    assert "not of the form NAME=VALUE" in refusal("solve", "beer_quiche", "--set", "p")
    assert "p is given twice" in refusal("solve", "beer_quiche", "--set", "p=1/3", "--set", "p=1/4")
    assert "--vary" in refusal("compare", "beer_quiche", "--vary", "p")
    assert "--seconds" in refusal("regimes", "beer_quiche", "--seconds", "0")


RANGE = ("--by", "p", "--from", "1/4", "--to", "3/4")


@pytest.mark.parametrize(
    "arguments, said",
    [
        (("solve", "no_such_game"), "There is no game 'no_such_game'"),
        (("solve", "beer_quiche", "--set", "nothing=1"), "beer_quiche has no parameter or structure argument 'nothing'; it has p."),
        (("solve", "beer_quiche", "--set", "p=3/2"), "p = 3/2 violates p < 1, which the game assumes."),
        (("solve", "beer_quiche", "--set", "p=__import__('os')"), "is not allowed in an expression"),
        (("solve", "beer_quiche", "--concept", "no_such"), "'no_such' is not a concept"),
        (("regimes", "beer_quiche", "--over", "nothing"), "beer_quiche has no open parameter 'nothing' to map over; it has p."),
        (("compare", "beer_quiche", "--measure", "nothing"), "There is no outcome, measure or payoff 'nothing'"),
        (("solve", "beer_quiche", "--concept", "quantal"), "those at a precision; give it as --precision 1, and not with --set."),
        (("solve", "beer_quiche", "--concept", "quantal", "--set", "precision=2"), "give it as --precision 2, and not with --set."),
        (
            ("solve", "beer_quiche", "--precision", "2"),
            "A precision is for people who err; add --concept quantal, or leave --precision out.",
        ),
        (("sweep", "beer_quiche", "--grid", "p=1/4", "--parquet"), "say where with --out DIR, or leave --parquet out."),
        (("sweep", "beer_quiche", "--grid", "p=1/4", "--processes", "2"), "leave --processes out, or take --method enumerate."),
        (("trace-value", "beer_quiche", *RANGE, "--leader", "Sender", "--best", "Receiver"), "leave best='Receiver' out, or the leader."),
        (("trace-value", "beer_quiche", *RANGE, "--leader", "Sender", "--concept", "efce"), "or a leader who commits itself, not both."),
        (("regimes", "beer_quiche", "--certificates"), "add --decisions DIR, or leave them out."),
        (("regimes", "beer_quiche", "--no-certificates"), "add --decisions DIR, or leave them out."),
        (("approximate", "kuhn", "--profile"), "--profile adds to what --json prints; add --json, or leave --profile out."),
        (("quantal", "beer_quiche", "--precision", "1", "--principal", "--boxes", "9"), "leave --boxes out, or --principal."),
        (("recheck", "absent", "--solver", "none", "--seconds", "3"), "--solver none asks none; leave one of them out."),
        (("solve", "absent.efg"), "absent.efg cannot be read"),
        (("solve", "absent.py:x"), "absent.py cannot be read"),
        (("verify", "beer_quiche", "absent.json"), "absent.json cannot be read or written: No such file or directory."),
    ],
)
def test_wrong_input_is_refused_in_one_sentence(arguments, said):
    assert said in refusal(*arguments)


@pytest.mark.parametrize(
    "content, said",
    [
        ("[1,", "is no JSON: Expecting value in line 1, column 4."),
        ("[" * 100_000, "is no JSON that can be read"),
        ("\xff", "is no JSON"),
        ('{"profile": NaN}', "NaN is no number"),
        ('{"profile": {"1": 3}}', "The profile of 1 must be of the form"),
        ('{"nobody": {"start": {"D": 1}}}', "nobody"),
        ('{"1": {"start": {"D": 1, "up": 0}}}', "up"),
        ("3", ""),
    ],
)
def test_files_that_are_no_claims_are_refused(tmp_path, content, said):
    path = tmp_path / "claim.json"
    path.write_bytes(content.encode("latin-1"))
    assert said in refusal("verify", "selten_horse", path)


@pytest.mark.parametrize("name, said", [("sums", "add up to 2*p"), ("empty", "nothing satisfies"), ("absent", "has no 'absent'")])
def test_stories_that_make_no_sense_are_refused(story, name, said):
    done = run("solve", f"{story}:{name}")
    assert done.exit_code == 2 and done.stdout == "" and said in done.stderr


FIRST = "from math import exp\nfrom games import Parameter\nfrom games.story import game\n"


@pytest.mark.parametrize(
    "text, said",
    [
        (
            "@game\ndef tip(play):\n    return (0,)\n",
            "{path} cannot be loaded: line 4: A story names its players; write @game(players=('Ann', 'Bob')) above tip, with the names of "
            "yours.",
        ),
        (
            "@game(players=('A',))\ndef tip(play, *, p=Parameter(1, domain=(0, 1))):\n    return (p,)\n",
            "{path} cannot be loaded: line 5: The domain (0, 1) is not a text; write comparisons with <, <=, > or >= that name the "
            "parameter, as '0 < p < 1'.",
        ),
        (
            "@game(players=('A',))\ndef tip(play, *, p=Parameter(1)):\n    return (exp(p),)\n",
            "The rules take p for a number, as math.exp, float, int, abs, // or numpy do, but it depends on a parameter, and with "
            "parameters only + - * / and whole powers have closed forms. Let what the function gives be a parameter of its own, or make "
            "it a structure argument (a keyword without Parameter). (first.py, line 6)",
        ),
        (
            "@game(players=('A',))\ndef tip(play, *, p=Parameter(1/3)):\n    return (p,)\n",
            "tip: the default of p is 0.3333333333333333, a rounded number; write it exactly, as Fraction(1, 3).",
        ),
        (
            "@game(players=('A',))\ndef tip(play, *, p=Parameter(1)):\n    play.choose('A', ['x', 'y'])\n",
            "tip returns None after 'x'; return the payoffs as a tuple or as a dict by player, one for each of A.",
        ),
        (
            "@game(players=('A',))\ndef tip(play, *, p=Parameter('1/2', domain='0 < p < 1')):\n    return (1 / (p - 1),) "
            "if play.choose('A', ['x', 'y']) == 'x' else (1 / (2 * p - 1) + 1 / p,)\n",
            "A payoff, measure or chance divides by 2*p - 1, which may be zero within the domain; narrow the domain of its "
            "parameters so that it is not.",
        ),
    ],
    ids=["bare", "domain", "exp", "third", "none", "pole"],
)
def test_mistakes_of_a_first_story(tmp_path, text, said):
    path = tmp_path / "first.py"
    path.write_text(FIRST + text)
    assert refusal("regimes", f"{path}:tip") == said.format(path=path)


def test_nothing_is_written_when_the_input_is_wrong(tmp_path):
    refusal("regimes", "beer_quiche", "--over", "nothing", "--out", tmp_path / "out")
    assert not list(tmp_path.iterdir())
    taken = tmp_path / "file"
    taken.write_text("here before")
    assert "file" in refusal("regimes", "beer_quiche", "--out", taken)
    assert taken.read_text() == "here before"


# ------------------------------------------------------------------ the program itself


def program(*arguments):
    return subprocess.run([sys.executable, "-m", "solvers", *arguments], capture_output=True, text=True, check=False)


def test_the_program_from_outside():
    done = program("solve", "beer_quiche", "--json")
    assert (done.returncode, done.stderr) == (0, "") and len(json.loads(done.stdout)["solutions"]) >= 2
    done = program("solve", "no_such_game")
    assert (done.returncode, done.stdout) == (2, "") and "Traceback" not in done.stderr and done.stderr.startswith("Error: ")


def test_help_and_catalogue_start_without_the_heavy_libraries():
    code = (
        "import sys; from click.testing import CliRunner; from solvers.__main__ import command_line; "
        "assert CliRunner().invoke(command_line, ['catalog']).exit_code == 0; "
        "print([m for m in ('sympy', 'z3', 'pandas', 'matplotlib', 'scipy', 'networkx', 'pygambit') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_version_is_told():
    assert run("--version").output == f"cartel-games, version {version('cartel-games')}\n"


def test_an_interrupt_leaves_with_130(monkeypatch):
    def interrupted(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr("games.load", interrupted)
    assert run("solve", "beer_quiche").exit_code == 130


def test_a_fault_of_ours_is_not_dressed_up_as_the_users(monkeypatch):
    def broken(*_, **__):
        raise ValueError("a fault")

    monkeypatch.setattr("games.load", broken)
    assert isinstance(run("solve", "beer_quiche").exception, ValueError)


def test_public_names_are_imported_when_used():
    code = "import sys, solvers; assert 'flint' not in sys.modules; solvers.verify; solvers.regimes; print(solvers.RegimeMap.__name__)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "RegimeMap"


def test_comparison_tells_what_happens_at_each_wall():
    done = run("compare", "sustainability_bet", "--over", "mu_long")
    assert done.exit_code == 0
    assert "Crossing mu_long = 5/26 from R1 to R2, 'A wait; B wait; US stop' gives way to" in " ".join(done.stdout.split())
    assert max(map(len, done.stdout.splitlines())) <= 80
    assert "Crossing" not in run("compare", "sustainability_bet", "--over", "mu_long", "--measure", "flow").stdout
