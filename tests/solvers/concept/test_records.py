"""A concept is one record and a refinement is one record: what is registered is found everywhere, and nothing asks for names."""

import ast
import importlib
import re
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from sources import quoted, tree

import games
import solvers
from games import GameError, Parameter, game
from solvers.__main__ import command_line
from solvers.concept import (
    CONCEPTS,
    CORRELATIONS,
    DEFAULT,
    REFINEMENTS,
    Concept,
    concept_named,
    correlation_named,
    implied,
    register,
    unregister,
    weaker_first,
)
from solvers.verifier import CHECKS, DEVICE_CHECKS, TESTS
from solvers.verifier.enumeration import CONCEPTS as ENUMERATED
from solvers.verifier.verdict import AT_A_PRECISION

ROOT = Path(solvers.__file__).parents[1]
EXAMPLES = re.findall(r"```python\n(.*?)```", (ROOT / "CONTRIBUTING.md").read_text(), flags=re.S)
OUR_CONCEPTS = ("sequential", "pbe", "pbe-ft", "subgame", "nash", "perfect", "quasi-perfect", "normal-form-perfect", "proper", "quantal")
LISTED = ", ".join(OUR_CONCEPTS)
DEVICES = ("correlated", "coarse-correlated", "efce", "efcce", "agent-form", "communication")
OUR_REFINEMENTS = ("intuitive", "d1", "d2", "nwbr", "divinity", "undefeated")


@game(players=("A", "B"))
def meeting(play, *, w=Parameter(2, "w > 0", means="what B likes about its own place")):
    """Two who want to meet: two pure equilibria and a mixed one."""
    a = play.choose("A", ["here", "there"], public=False)
    b = play.choose("B", ["here", "there"], public=False)
    return ((2, 1) if a == "here" else (1, w)) if a == b else (0, 0)


def run(*arguments):
    done = CliRunner().invoke(command_line, [str(a) for a in arguments])
    return done.exit_code, done.stdout, done.stderr


def imported(monkeypatch, folder, name, text):
    """Import a file of this name with this text."""
    (folder / f"{name}.py").write_text(text)
    monkeypatch.syspath_prepend(folder)
    monkeypatch.delitem(sys.modules, name, raising=False)
    importlib.invalidate_caches()
    return importlib.import_module(name)


@pytest.fixture
def cautious(monkeypatch, tmp_path):
    """The concept of CONTRIBUTING.md, from its one file, for one test."""
    yield imported(monkeypatch, tmp_path, "cautious", EXAMPLES[0])
    unregister("cautious")
    CHECKS.pop("cautious", None)


@pytest.fixture
def prior(monkeypatch, tmp_path):
    """The refinement of CONTRIBUTING.md, from its one file, for one test."""
    yield imported(monkeypatch, tmp_path, "prior", EXAMPLES[1])
    unregister("prior")
    TESTS.pop("prior", None)


# ------------------------------------------------------------------ a concept from one file


def test_a_concept_from_one_file_is_solved_at_a_point(cautious):
    found = solvers.solve(meeting(), "cautious")
    assert [one.name for one in found] == ["A here; B here", "A there; B there"] and (found.concept, found.found) == ("cautious", "all")
    assert all(one.certificate.equilibrium and one.certificate.concept == "cautious" for one in found)
    (mixed,) = (one.profile for one in solvers.solve(meeting()) if one not in found and len(one.bases[0][0]) == 4)
    assert found.contains(found[0].profile) and not found.contains(mixed)
    assert solvers.verify(meeting(), mixed, "sequential").equilibrium
    assert solvers.verify(meeting(), mixed, "cautious").reason == "Somebody mixes."


def test_a_concept_from_one_file_has_families(cautious):
    found = solvers.families(meeting(), "all", "cautious")
    assert (len(found), found.found, dict(found.bases)) == (2, "all", {"generic": 2, "knife_edge": None})
    assert found.text().splitlines()[1] == "meeting: cautious equilibria in w"
    assert '"All" rests on an exhaustive search over supports.' in found.text()


def test_a_concept_from_one_file_is_on_the_command_line(cautious):
    code, said, _ = run("solve", "selten_horse", "--concept", "cautious")
    assert code == 0 and said.splitlines()[1] == "selten_horse: 1 cautious equilibrium"
    assert f"{LISTED} or cautious." in " ".join(run("solve", "--help")[1].split()).replace("- ", "-")
    assert run("regimes", "selten_horse", "--concept", "cautious") == (
        2,
        "",
        (
            "Error: Maps are made of equilibria that an independent enumeration can check, sequential or pbe; for cautious take families, or "
            "solve at points.\n"
        ),
    )
    assert run("families", "selten_horse", "--concept", "cautious", "--estimate")[2] == (
        "Error: The search for cautious is not made set by set and cannot be probed; take families with seconds.\n"
    )


def test_a_concept_from_one_file_is_in_the_tables_and_refusals(cautious):
    rows = solvers.table()
    assert list(rows.concept.unique()) == [*OUR_CONCEPTS, "cautious"]
    table = solvers.concepts(meeting())
    assert table.concepts[:6] == ("nash", "subgame", "pbe", "pbe-ft", "sequential", "cautious")
    assert table.concepts[6:] == ("normal-form-perfect", "proper", "perfect", "quasi-perfect")
    mixed = next(row for row in table if len(row.endings) == 4)
    assert (mixed.falls, mixed.reason) == ("cautious", "Somebody mixes.")
    assert [row.survives["cautious"] for row in table] == [True, True, False] and mixed is table[2]
    with pytest.raises(GameError) as refused:
        solvers.solve(meeting(), "bold")
    assert str(refused.value) == (f"'bold' is not a concept that is solved here; there are {LISTED}, cautious.")
    with pytest.raises(GameError) as refused:
        solvers.solve(meeting(), "cautious", prove=True)
    assert str(refused.value) == "The second formulation is one of sequential equilibrium, not of cautious; leave prove out."
    with pytest.raises(GameError) as refused:
        register(Concept(name="cautious", plural="others"))
    assert str(refused.value) == "There is a concept or refinement 'cautious' already; choose another name."


def test_what_is_unregistered_is_gone(cautious):
    unregister("cautious")
    CHECKS.pop("cautious")
    assert tuple(CONCEPTS) == OUR_CONCEPTS and list(solvers.table().concept.unique()) == list(OUR_CONCEPTS)
    assert run("solve", "selten_horse", "--concept", "cautious") == (
        2,
        "",
        f"Error: 'cautious' is not a concept that is solved here; there are {LISTED}.\n",
    )
    with pytest.raises(GameError) as refused:
        solvers.verify(meeting(), {}, "cautious")
    assert str(refused.value) == (
        "verify does not know the concept 'cautious'; it knows nash, subgame, pbe, pbe-ft, sequential, perfect, quasi-perfect, "
        f"normal-form-perfect, proper, {', '.join(DEVICES)}."
    )


def test_a_concept_of_verdicts_only_is_judged_and_not_solved(monkeypatch):
    monkeypatch.setitem(CONCEPTS, "judged", Concept(name="judged", plural="judged equilibria", implies=("nash",), check="subgame"))
    table = solvers.concepts(meeting())
    assert "judged" in table.concepts and all(row.survives["judged"] for row in table)
    with pytest.raises(GameError) as refused:
        solvers.solve(meeting(), "judged")
    assert str(refused.value) == f"'judged' is not a concept that is solved here; there are {LISTED}."


# ------------------------------------------------------------------ a refinement from one file


def test_a_refinement_from_one_file_is_found_everywhere(prior):
    quiche = games.load("beer_quiche")
    found = solvers.solve(quiche, refine="prior")
    assert found.refine == "prior" and len(found) + len(found.removed) == len(solvers.solve(quiche))
    assert all(one.verdict.checked for one in (*found, *found.removed))
    assert {one.verdict.reason for one in found.removed} == {
        "After 'beer' some type gains by every best reply to the beliefs that are left.",
        "After 'quiche' some type gains by every best reply to the beliefs that are left.",
    }
    assert solvers.families(quiche, refine="prior").refine == "prior"
    assert solvers.concepts(quiche).concepts[-1] == "prior"
    code, said, _ = run("solve", "beer_quiche", "--refine", "prior")
    assert code == 0 and "left by prior" in said
    assert "divinity, undefeated or prior." in " ".join(run("solve", "--help")[1].split())
    assert run("solve", "beer_quiche", "--refine", "d9")[2] == (
        "Error: There is no refinement 'd9'; there are intuitive, d1, d2, nwbr, divinity, undefeated, prior.\n"
    )
    assert run("solve", "beer_quiche", "--refine", "prior", "--concept", "pbe")[2] == (
        "Error: prior refines sequential equilibria, not pbe; leave the concept out, or the refinement.\n"
    )
    assert "whose outcome stands when unsent messages say nothing (an example)" in solvers.regimes(quiche, refine="prior").latex()


# ------------------------------------------------------------------ the records themselves


def test_records_name_what_there_is():
    assert (tuple(CONCEPTS), tuple(REFINEMENTS), DEFAULT) == (OUR_CONCEPTS, OUR_REFINEMENTS, "sequential")
    for record in CONCEPTS.values():
        assert all(concept_named(weaker) for weaker in record.implies) and record.name not in implied(record.name)
        assert record.check in {*CHECKS, *AT_A_PRECISION} and record.enumeration in (None, *ENUMERATED)
        assert record.exists or record.name == "pbe-ft"
    assert set(TESTS) == set(REFINEMENTS)
    assert tuple(CORRELATIONS) == DEVICES and set(DEVICE_CHECKS) == set(DEVICES)
    for device in CORRELATIONS.values():
        assert device.check in DEVICE_CHECKS and device.references and all(correlation_named(weaker) for weaker in device.implies)
    assert all(record.refines in CONCEPTS and record.references and record.words for record in REFINEMENTS.values())


def test_stronger_concepts_come_after_those_that_they_imply():
    assert [one.name for one in weaker_first() if one.families] == ["nash", "subgame", "pbe", "pbe-ft", "sequential"]
    order = [one.name for one in weaker_first()]
    assert all(order.index(weaker) < order.index(name) for name in order for weaker in implied(name))
    assert implied("proper") == {"normal-form-perfect", "nash"} and "sequential" in implied("perfect") & implied("quasi-perfect")
    assert implied("sequential") == {"nash", "subgame", "pbe", "pbe-ft"} and implied("pbe-ft") == {"nash", "subgame", "pbe"}
    assert (implied("pbe"), implied("subgame"), implied("nash")) == ({"nash"}, {"nash"}, set())


def test_records_are_light():
    """The names of concepts are known without a solver, a decision procedure or a game."""
    import subprocess

    asked = "import sys, solvers.concept; print([m for m in ('games', 'numpy', 'flint', 'z3', 'solvers.closed_forms') if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, cwd=ROOT, check=True).stdout == "[]\n"


# ------------------------------------------------------------------ nothing asks what a concept is called

ELSEWHERE = [
    path
    for path in sorted((ROOT / "solvers").rglob("*.py"))
    if path.relative_to(ROOT / "solvers").parts[0] not in ("concept", "solution_concepts", "published")
]
NAMES = {*OUR_CONCEPTS, *OUR_REFINEMENTS}
QUOTED = quoted(NAMES)
TEST_ON_A_NAME = re.compile(r"""\b(concept|refine|refinement|criterion)\b *(==|!=|in|not in) *[("'\[{]""")


def named_in(node):
    """The names of concepts among the strings of an expression, inside lists too."""
    return {n.value for n in ast.walk(node) if isinstance(n, ast.Constant) and isinstance(n.value, str)} & NAMES


def unspoken(tree):
    """String constants of code that are names of concepts, left out docstrings and defaults of arguments."""
    passed = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.arguments):
            passed |= {id(n) for default in (*node.defaults, *node.kw_defaults) if default for n in ast.walk(default)}
    return [
        n for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, str) and n.value in NAMES and id(n) not in passed
    ]


def test_no_line_tests_the_name_of_a_concept():
    """The same as ``git grep -nE "(concept|refine|refinement|criterion) (==|!=|in|not in) [(\\"']" solvers``."""
    found = [
        f"{path.relative_to(ROOT)}:{k}: {line.strip()}"
        for path in ELSEWHERE
        for k, line in enumerate(path.read_text().splitlines(), 1)
        if TEST_ON_A_NAME.search(line)
    ]
    assert found == []


def test_nothing_is_compared_with_the_name_of_a_concept():
    found = [
        f"{path.relative_to(ROOT)}:{node.lineno}: {ast.unparse(node)}"
        for path in ELSEWHERE
        for node in ast.walk(tree(path, QUOTED))
        if isinstance(node, ast.Compare) and any(named_in(side) for side in (node.left, *node.comparators))
    ]
    assert found == []


def test_code_outside_the_records_does_not_name_a_concept():
    """But for the verifier, whose tables are its own, and defaults of arguments."""
    found = [
        f"{path.relative_to(ROOT)}:{node.lineno}: {node.value}"
        for path in ELSEWHERE
        if path.relative_to(ROOT / "solvers").parts[0] != "verifier"
        for node in unspoken(tree(path, QUOTED))
    ]
    assert found == []
