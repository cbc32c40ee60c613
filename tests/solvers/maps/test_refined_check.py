"""The independent method less what a refinement rules out: beer and quiche at a point."""

from fractions import Fraction as Q

import pytest

from games import GameError
from games.classics import beer_quiche
from solvers import regimes
from solvers.maps import refined_check
from solvers.maps.refined_check import RefiningJudge
from solvers.verifier import enumerate_bases

AT = {"p": Q(9, 10)}


def pooling(answer):
    return {frozenset(a for player, _, a in base.actions if player == "Sender") for base in answer.bases}


def test_what_fails_the_intuitive_criterion_is_left_out():
    judge = RefiningJudge(beer_quiche(), "sequential", "intuitive")
    answer = judge(AT)
    every = enumerate_bases(beer_quiche(p=Q(9, 10)).at())
    assert pooling(every) == {frozenset({"beer"}), frozenset({"quiche"})} and pooling(answer) == {frozenset({"beer"})}
    assert answer.complete and set(answer.bases) == {b for b in every.bases if ("Sender", "strong", "beer") in b.actions}
    assert judge(AT) is answer, "looked at once" and judge.knows and judge.refinement == "intuitive"


def test_what_the_verifier_cannot_tell_is_not_complete(monkeypatch):
    def refused(*_):
        raise GameError("not told")

    monkeypatch.setattr(refined_check, "outcome_stands", refused)
    answer = RefiningJudge(beer_quiche(), "sequential", "intuitive")(AT)
    assert not answer.complete and set(answer.bases) == set(enumerate_bases(beer_quiche(p=Q(9, 10)).at()).bases)


@pytest.mark.parametrize("refinement, rivals", [("intuitive", False), ("undefeated", True)])
def test_some_refinements_look_at_rivals(monkeypatch, refinement, rivals):
    seen = []

    def stands(game, profile, name, others):
        seen.append((name, len(others)))
        return True

    monkeypatch.setattr(refined_check, "outcome_stands", stands)
    answer = RefiningJudge(beer_quiche(), "sequential", refinement)(AT)
    assert len(answer.bases) == len(enumerate_bases(beer_quiche(p=Q(9, 10)).at()).bases)
    assert {name for name, _ in seen} == {refinement} and {n for _, n in seen} == {len(seen) if rivals else 0} and len(seen) > 1


def test_a_refined_map_is_checked():
    found = regimes(beer_quiche(), refine="intuitive", check=1)
    assert found.checked == {"points": 2, "disagreements": 0} and not any(
        "pooling on quiche" in name for r in found.regimes for name in r.families
    )
