"""Roots by their numbers in decision files: each formula singles out the root that it is about, and tampering is seen."""

import json
import random
from fractions import Fraction

import pytest
import z3
from flint import fmpq, fmpq_poly

import solvers
from games import GameError, Parameter, game
from games.numbers.isolating import roots_inside
from solvers.algebra.implicit_roots import named
from solvers.algebra.real_roots import RootOf
from solvers.algebra.ring import Ring
from solvers.certificates.numbered_roots import numbered_root_formulas
from solvers.certificates.proving import proof
from solvers.certificates.smtlib import Language, script


@game(players=("1", "2", "3", "4"))
def cubic(play, *, s=Parameter(Fraction(3, 4)), t=Parameter(Fraction(1, 10))):
    """When all mix, each plays 1 with the same probability, a root of x**3 - s*x + t."""
    a, b, c, d = (play.choose(player, [0, 1], public=False) for player in "1234")
    return a * (b - d), b * (c - a), c * (a - d), d * (a * b * c - s * (a + b + c) / 3 + t)


def quartic(ring):
    a, b, c, x = (ring.gen(name) for name in ("a", "b", "c", "x"))
    return 8 * x**4 + a * x**3 + b * x**2 - x + c


def written(x):
    top = f"(- {-x.numerator})" if x.numerator < 0 else str(x.numerator)
    return f"(/ {top} {x.denominator})"


def singled_out(formulas, here, low, high):
    """Whether what formulas say of x, at values of parameters, holds for a root of which it is known that it is alone between two numbers."""
    bounds = f"(assert (and (>= x {written(low)}) (<= x {written(high)})))"
    given = "".join(f"(assert (= {name} {written(value)}))" for name, value in here.items())
    solver = z3.Tactic("qfnra-nlsat").solver()
    solver.from_string(script("one root", "A root by its number.", "sat", formulas).replace("(check-sat)", given + bounds))
    return solver.check() == z3.sat


def test_each_formula_singles_out_the_root_of_its_number():
    ring, rng, seen = Ring(("a", "b", "c"), ("x",)), random.Random(3), set()
    f, language = quartic(ring), Language()
    said = {}
    for number in (1, 2, 3, 4):
        told = numbered_root_formulas(ring, language, RootOf("x", named(ring, f, "x", number), polynomial=f))
        said[number] = (*told.counted, *told.said)
    for _ in range(12):
        here = {name: fmpq(rng.randint(-60, 60), 70 if name == "c" else 7) for name in "abc"}
        coefficients = [here["c"], -1, here["b"], here["a"], 8]
        roots = roots_inside(fmpq_poly(coefficients), fmpq(0), fmpq(1))
        exact = {name: Fraction(int(v.p), int(v.q)) for name, v in here.items()}
        for k, (_, low, high) in enumerate(roots, 1):
            ends = [Fraction(int(end.p), int(end.q)) for end in (low, high)]
            assert [n for n in said if singled_out(said[n], exact, *ends)] == [k], (here, k)
            seen.add((k, len(roots)))
    assert {(1, 1), (1, 2), (2, 2)} <= seen


def test_a_wrong_number_has_no_certificate_and_a_right_one_has():
    """The smaller of two roots of x**3 - 3*x/4 + t lies below the greater one of its slope, which is 1/2."""
    ring, language = Ring(("t",), ("x",)), Language()
    t, x = ring.gen("t"), ring.gen("x")
    f = 4 * x**3 - 3 * x + 4 * t
    inside = [language.comparison(t, ">"), language.comparison(1 - 4 * t, ">"), language.comparison(2 * x - 1, ">=")]
    found = {}
    for number in (1, 2):
        told = numbered_root_formulas(ring, language, RootOf("x", named(ring, f, "x", number), polynomial=f))
        text = script("one root", "The first root is below 1/2.", "unsat", [*inside, *told.counted, *told.said])
        found[number] = proof(text, "unsat")
    assert found[1] is not None and found[2] is None


# ------------------------------------------------------------------ a whole map


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    folder = tmp_path_factory.mktemp("cubic")
    solvers.regimes(cubic(), "t", check=0).decisions(folder)
    return folder


def about_roots(folder):
    return [e for e in json.loads((folder / "index.json").read_text())["decisions"] if "change" in (folder / e["file"]).read_text()]


@pytest.mark.slow
def test_a_map_with_roots_by_their_numbers_is_decided_again_and_needs_no_solver(files):
    told = solvers.recheck(files)
    assert told.agrees and told.counts["unknown"] == 0 and told.as_json()["without_solver"] == len(told.results)
    assert {e["kind"] for e in about_roots(files)} == {"sound", "only"} and all("proof" in e for e in about_roots(files))


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["sound", "only"])
def test_a_forged_certificate_is_refused_and_a_wrong_number_of_a_root_is_seen(files, kind, tmp_path):
    for path in files.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    entry = next(e for e in about_roots(files) if e["kind"] == kind)
    path = tmp_path / entry["proof"]
    whole = path.read_text()
    path.write_text(whole.replace('"1"', '"2"', 1))
    assert path.read_text() != whole and disagreeing(tmp_path) == [entry["file"]]
    path.write_text(whole)
    question = tmp_path / entry["file"]
    question.write_text(question.read_text().replace("(+ 1 0 |change", "(+ 2 0 |change"))
    assert disagreeing(tmp_path) == ([entry["file"]] if kind == "only" else [])  # both roots are equilibria where there are two


def disagreeing(folder):
    return [r.file for r in solvers.recheck(folder, "z3").results if r.verdict == "DISAGREE"]


@pytest.mark.slow
def test_knife_edges_with_roots_by_their_numbers_are_refused_in_words(tmp_path):
    found = solvers.regimes(cubic(), "t", knife_edges=True, check=0)
    with pytest.raises(GameError, match="write the decisions of the map without knife edges"):
        found.decisions(tmp_path / "here")
    assert not (tmp_path / "here").exists()
