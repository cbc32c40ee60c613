"""Facts before words: what the library writes in words it never reads again, and the facts are there to be read."""

import ast
import pickle
from collections import Counter
from fractions import Fraction
from pathlib import Path

import pytest
from sources import tree

import games
from games import read_efg, write_efg
from games.labels import Joined, apart, parts_of
from games.numbers import Expression, read
from solvers import families, regimes, solve
from solvers.results import Choice, Indifference, Name, OpenRange, Phrase, Pin, Relation, Stop, between, told_apart
from solvers.show import words
from solvers.show.typeset import Typesetter

ROOT = Path(games.__file__).parents[1]
READING = {"split", "rsplit", "partition", "rpartition", "splitlines", "removeprefix", "removesuffix", "startswith", "endswith"}

GIVEN = "what somebody typed: options, names, claims, conditions"
FILES = "files: their names, or what others wrote in them"
LINES = "the layout of lines, or what is drawn"
NUMBERS = "splits numbers or searches, no text"
STORY = "a story reads the labels that it offers itself"
FORMULA = "formulas, by the one reader of their grammar"

ALLOWED = {  # how often a module may, and what it reads
    "games/catalogue.py": (10, FILES),
    "games/classics/liars_dice.py": (2, STORY),
    "games/classics/patrolling.py": (2, GIVEN),
    "games/gambit/efg.py": (3, FILES),
    "games/given_away.py": (1, STORY),
    "games/essay/campaign_modules.py": (1, GIVEN),
    "games/essay/escalation_ladder.py": (1, STORY),
    "games/essay/intelligence_sharing.py": (1, STORY),
    "games/essay/state_capture.py": (1, STORY),
    "games/forms/blocks.py": (1, NUMBERS),
    "games/build.py": (3, NUMBERS),
    "games/gambit/bridge.py": (1, FILES),
    "games/gambit/grammar.py": (5, FILES),
    "games/gambit/line_reader.py": (9, FILES),
    "games/labels.py": (1, "makes the name of a symbol"),
    "games/draw/layout.py": (1, LINES),
    "games/draw/lettering.py": (1, LINES),
    "games/numbers/reading.py": (1, FORMULA),
    "games/numbers/writing.py": (3, FORMULA),
    "games/draw/strokes.py": (1, LINES),
    "games/questions.py": (4, "what Python says of a call that does not fit"),
    "games/misfits.py": (2, "the annotations of functions"),
    "games/single_plays.py": (2, "what a player knows, which is kept as one text while plays are drawn"),
    "games/story.py": (1, GIVEN),
    "games/payoff_tables.py": (5, FILES),
    "games/play.py": (1, GIVEN),
    "games/miscalls.py": (3, "what Python says of a call that does not fit"),
    "games/unfold.py": (3, NUMBERS),
    "games/private_types.py": (2, NUMBERS),
    "games/declared_domain.py": (1, GIVEN),
    "games/fixing.py": (1, NUMBERS),
    "solvers/cli/asking.py": (5, GIVEN),
    "solvers/show/robust.py": (1, LINES),
    "solvers/theorems/robust.py": (4, GIVEN),
    "solvers/verifier/proofs.py": (2, FILES),
    "solvers/analysis/replaying.py": (3, GIVEN),
    "solvers/essay/coverage.py": (1, FILES),
    "solvers/cli/capsule.py": (7, "commands that somebody typed, and what packages say they need"),
    "solvers/cli/sweeping.py": (1, GIVEN),
    "solvers/cli/fitting.py": (2, GIVEN),
    "solvers/fitting/linking.py": (4, GIVEN),
    "solvers/fitting/selecting.py": (2, GIVEN),
    "solvers/fitting/published_rows.py": (1, FILES),
    "solvers/analysis/predicting.py": (5, GIVEN),
    "solvers/show/hierarchy.py": (1, LINES),
    "solvers/sweeps/grid.py": (3, GIVEN),
    "solvers/requests.py": (1, GIVEN),
    "solvers/correlation/objective.py": (1, GIVEN),
    "solvers/closed_forms/branches.py": (1, NUMBERS),
    "solvers/algebra/nlsat.py": (3, "a model, which z3 gives much sooner as text than value by value"),
    "solvers/algebra/memory.py": (1, "what the operating system says of memory"),
    "solvers/search/strategy_supports.py": (1, NUMBERS),
    "solvers/theorems/matching.py": (2, GIVEN),
    "solvers/results/quantities.py": (1, GIVEN),
    "solvers/certificates/smtlib.py": (3, "makes names and comments of SMT-LIB"),
    "solvers/published/case.py": (1, "the docstring of a case"),
    "solvers/published/printed.py": (7, "what was copied by hand from a publication"),
    "solvers/show/elements.py": (2, LINES),
    "solvers/show/exchange.py": (2, "escapes what means something in a table"),
    "solvers/show/short_lists.py": (1, "the number at the end of a label"),
    "solvers/show/canvas.py": (6, LINES),
    "solvers/show/contrasts.py": (1, LINES),
    "solvers/show/courses.py": (1, LINES),
    "solvers/show/files.py": (2, FILES),
    "solvers/show/formula.py": (19, FORMULA),
    "solvers/show/heat.py": (1, LINES),
    "solvers/show/replies.py": (3, LINES),
    "solvers/show/latex.py": (1, LINES),
    "solvers/show/listing.py": (5, "the docstring of a story"),
    "solvers/show/picture.py": (2, LINES),
    "solvers/show/typeset.py": (1, "the names of parameters"),
    "solvers/show/wrapping.py": (4, LINES),
    "solvers/cli/terminal.py": (4, GIVEN),
    "solvers/sweeps/columns.py": (1, NUMBERS),
    "solvers/sweeps/places.py": (4, "points as a store has written them"),
    "solvers/verifier/farkas.py": (2, FILES),
    "solvers/verifier/refusal.py": (1, "makes a sum of terms"),
    "solvers/verifier/rechecking.py": (2, FILES),
}


def reading(path):
    """How often a module takes a text apart."""
    calls = [node.func for node in ast.walk(tree(path, [f".{word}(" for word in READING] + ["import re"])) if isinstance(node, ast.Call)]
    return sum(
        isinstance(call, ast.Attribute) and (call.attr in READING or (isinstance(call.value, ast.Name) and call.value.id == "re"))
        for call in calls
    )


def test_no_words_are_read_again():
    """Texts are taken apart only where they come from outside, or are laid out: those places are counted, and each has its reason."""
    found = Counter(
        {str(path.relative_to(ROOT)): reading(path) for folder in ("games", "solvers") for path in sorted((ROOT / folder).rglob("*.py"))}
    )
    assert {path: count for path, count in found.items() if count} == {path: count for path, (count, _) in ALLOWED.items()}


# ------------------------------------------------------------------ walls, families, solutions


@pytest.fixture(scope="module")
def beer():
    return regimes(games.load("beer_quiche"))


def test_a_wall_holds_its_threshold_and_reasons(beer):
    (wall,) = beer.walls
    assert wall.threshold == Relation(read("p"), "=", Fraction(1, 2))
    quiche, beer_, stop = wall.reasons
    assert quiche == Indifference("Receiver", "quiche", ("duel", "retreat")) and beer_.infoset == "beer"
    assert stop == Stop("Sender", "weak", "quiche", of_type=True)
    assert wall.meaning == (
        "p = 1/2: Receiver is indifferent between duel and retreat at quiche; Receiver is indifferent between duel and retreat at beer; "
        "Sender's type weak no longer plays quiche"
    )
    told = wall.as_json()
    assert told["threshold"] == {"left": "p", "relation": "=", "right": "1/2"}
    assert told["reasons"][0] == {"kind": "indifference", "player": "Receiver", "infoset": "quiche", "actions": ["duel", "retreat"]}


def test_a_family_holds_what_is_played_open_and_pinned(beer):
    pooling = next(f for f in beer.families if f.name == "Sender pooling on beer; Receiver retreat; off the path Receiver duel at quiche")
    semi = next(f for f in beer.families if "semi-separating" in f.name)
    assert pooling.called.on_path == (
        Phrase("Sender", "pooling", (Choice(("beer",), ("strong", "weak")),)),
        Phrase("Receiver", "throughout", (Choice(("retreat",), ("beer",)),)),
    )
    assert pooling.cases == ((Relation(read("p"), ">=", Fraction(1, 2)),),) and pooling.conditions == (("p >= 1/2",),)
    (open_,) = pooling.ranges
    assert (open_.kind, pooling.free) == ("belief", {open_.symbol: "0 <= mu_quiche <= 1/2"})
    assert pooling.as_json()["free_bounds"] == [
        {
            "symbol": "mu_quiche",
            "kind": "belief",
            "lower": [{"value": "0", "strict": False}],
            "upper": [{"value": "1/2", "strict": False}],
            "more": [],
        }
    ]
    assert Pin("mix", "Receiver", "beer", "Sender", "weak") in semi.pins
    assert "Receiver's mix at 'beer' makes Sender indifferent at 'weak'" in semi.reasons


def test_words_are_derived_after_pickling_too(beer):
    back = pickle.loads(pickle.dumps(beer.solved))
    assert [(f.name, dict(f.free), f.reasons) for f in back] == [(f.name, dict(f.free), f.reasons) for f in beer.solved]


def test_the_words_of_a_knife_edge_are_told_from_its_play():
    found = families(games.load("beer_quiche"), knife_edges=True)
    edges = [family for family in found if not family.generic]
    assert edges and all(f.called.knife_edge and f.name.endswith(" [knife edge]") for f in edges)


def test_names_that_read_alike_are_numbered():
    one, two = (Name((Phrase("A", "throughout", (Choice(("L",), (where,)),)),)) for where in ("x", "y"))
    assert [name.text() for name in told_apart([one, two])] == ["A L (1)", "A L (2)"]


def test_open_ranges_are_written_as_chains_and_renamed():
    x, y = Expression.symbol("x"), Expression.symbol("y")
    both = between("x", 0, Fraction(1, 2), [Relation(x + y, ">=", 0)])
    assert both.renamed({"x": "z"}).as_json()["more"] == [{"left": "y + z", "relation": ">=", "right": "0"}]
    assert [one.text() for one in both.relations] == ["0 <= x", "x <= 1/2", "x + y >= 0"]
    assert OpenRange("x").relations == ()


def test_labels_may_hold_the_words_of_sentences():
    """Actions called "deviate and report", or a price of 21/4: read back from words, these were taken for two actions and two moves."""
    reason = Indifference("Member", "start", ("keep", "deviate and report"))
    assert Typesetter().happens([reason]) == r"Member is indifferent between \emph{keep} and \emph{deviate and report}"
    found = families(games.load("limit_pricing"))
    assert any(f.name.endswith("Entrant out after 21/4, in after 3; off the path Entrant in at 5") for f in found)


def test_an_action_called_one_half_is_no_mix():
    found = families(games.load("biased_advice"))
    assert any("1/2" in f.name for f in found)
    assert words.mix_explained(found) == "m or n stands for a mix of the two."


# ------------------------------------------------------------------ labels


def test_a_label_remembers_its_parts():
    label = Joined(["1/2", "raise"])
    assert label == "1/2/raise" and parts_of(label) == ("1/2", "raise") and parts_of("1/2/raise") == ("1/2/raise",)
    assert pickle.loads(pickle.dumps(label)).parts == label.parts
    assert apart([Joined(["1/2", "raise"]), Joined(["1/3", "raise"])]) == ["1/2", "1/3"]
    assert apart(["a/x", "b/x"]) == ["a/x", "b/x"]


def test_the_label_of_a_file_is_one_part():
    """Strokes in a file's labels are the author's own, and nothing is read into them."""
    game = games.load("kuhn").at()
    assert any(len(parts_of(label)) > 1 for label in game.set_labels)
    again = read_efg(write_efg(game))
    assert again.set_labels == game.set_labels and all(len(parts_of(label)) == 1 for label in again.set_labels)


def test_a_solution_holds_its_play():
    (one,) = solve(games.load("matching_pennies"))
    assert all(phrase.manner == "throughout" and len(phrase.choices[0].actions) == 2 for phrase in one.called.on_path)
    assert one.as_json()["play"]["on_path"][0]["choices"][0]["actions"] == ["heads", "tails"]
