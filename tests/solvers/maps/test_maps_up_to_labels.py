"""Maps in which one family of each class was searched: the same as when all are, with members verified and reasons in their own labels."""

from dataclasses import replace
from fractions import Fraction

import pytest
from alike import advice

import games
from games import load
from solvers import regimes
from solvers.closed_forms import parametric_families
from solvers.maps import mapping, set_check
from solvers.results import Indifference, Members
from solvers.symmetry import leaf_table


def two_posts():
    """A patron pays or presses two clerks, who are alike and see nothing of one another; who takes alone is worth more to himself."""

    @games.game(players=("patron", "one", "two"))
    def story(play, *, b=games.Parameter("1/2", "0 < b < 1")):
        offer = play.choose("patron", ["pay", "press"])
        answers = [play.choose(clerk, ["take", "refuse"], public=False) for clerk in ("one", "two")]
        taken = answers.count("take")
        play.outcome(f"{offer}, {taken} taken")
        gains = [b - taken * (1 - b) / 2 if answer == "take" else Fraction(-int(offer == "press"), 4) for answer in answers]
        return (taken - (b if offer == "pay" else 0), *gains)

    return story()


def advised():
    return advice(states=3, messages=2, replies=3)


def whole(monkeypatch, game, **asked):
    """The map when nothing is searched up to labels."""
    with monkeypatch.context() as patch:
        patch.setattr(mapping, "usable", lambda game, concept: None)
        return regimes(game, **asked)


def conditions(family):
    return {frozenset(case) for case in family.conditions}


def said(wall):
    return str(wall.polynomial), frozenset(wall.reasons), frozenset(wall.flips)


CASES = [two_posts, advised, lambda: load("biased_advice"), lambda: load("battle_of_sexes")]


@pytest.mark.parametrize("case", CASES, ids=["two posts", "advice", "biased_advice", "battle_of_sexes"])
def test_a_map_up_to_labels_is_the_whole_map(monkeypatch, case):
    game = case()
    found, plain = regimes(game), whole(monkeypatch, game)
    assert [family.name for family in found.families] == [family.name for family in plain.families]
    assert [conditions(family) for family in found.families] == [conditions(family) for family in plain.families]
    assert {said(wall) for wall in found.walls} == {said(wall) for wall in plain.walls}
    assert {frozenset(regime.families) for regime in found.regimes} == {frozenset(regime.families) for regime in plain.regimes}
    assert len(found.regimes) == len(plain.regimes)
    assert found.checked == plain.checked and found.checked["disagreements"] == 0 and found.found == "all"
    assert sum(one.size for one in found.solved.classes) == len(found.families) and not plain.solved.classes


def test_one_of_each_class_is_searched(monkeypatch):
    asked = []

    def noted(*args, **kwargs):
        asked.append(parametric_families(*args, **kwargs))
        return asked[-1]

    monkeypatch.setattr(mapping, "parametric_families", noted)
    found = regimes(two_posts(), check=1)
    (solved,) = asked
    assert isinstance(found.solved.families, Members)
    assert len(solved.groups) == len(found.solved.classes) < len(found.families)
    assert [len(members) for members in solved.members] == [one.size for one in found.solved.classes]
    assert all(len(solved.bases(k)) == len(solved.groups[solved.group_of(k)].pieces) for k in range(len(found.families)))


def test_members_are_verified_at_the_points_of_the_check(monkeypatch):
    judged = []
    monkeypatch.setattr(
        set_check, "verify", lambda game, assessment, concept: judged.append(assessment) or _verified(game, assessment, concept)
    )
    found = regimes(two_posts())
    made = len(found.families) - len(found.solved.classes)
    assert made and len(judged) >= made and found.checked["disagreements"] == 0


def _verified(game, assessment, concept):
    from solvers import verify

    return verify(game, assessment, concept)


def test_reasons_speak_of_the_player_whose_family_it_is():
    walls = [wall for wall in regimes(two_posts(), check=0).walls if wall.reasons]
    of_clerks = [{(r.player, r.infoset) for r in wall.reasons if isinstance(r, Indifference) and r.player != "patron"} for wall in walls]
    assert any(of_clerks)
    for both in of_clerks:
        assert {at for player, at in both if player == "one"} == {at for player, at in both if player == "two"}


def test_a_relabelling_that_is_none_is_seen(monkeypatch):
    """Types that pay otherwise are taken to be alike: the independent method disagrees, and the map is not complete."""
    monkeypatch.setattr("solvers.symmetry.group.check", lambda table, symmetry: None)
    blind = leaf_table(load("beer_quiche").at(p="1/2"))
    alike = replace(blind, payoffs=(("", ""),) * len(blind.payoffs))
    monkeypatch.setattr("solvers.symmetry.group.leaf_table", lambda game: alike)
    found = regimes(load("beer_quiche"))
    assert found.checked["disagreements"] and found.found == "some"


def test_families_of_one_outcome_are_named_up_to_labels():
    found = regimes(two_posts(), check=0)
    text = " ".join(found.text().split())
    assert "patron press; one refuse; two take, or with one and two exchanged" in text
