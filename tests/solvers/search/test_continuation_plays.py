"""Equilibria written out from classes: Bayes' rule, best replies and payoffs, by a reckoning of the test's own."""

from fractions import Fraction as Q

import pytest
from flint import fmpq
from small_games import repeated, trust, visited

import games
from solvers.search.continuation_plays import member
from solvers.search.continuation_values import Induction
from solvers.search.public_play import END, public_form

HALF = fmpq(1, 2)


def wrong(form, one):
    """What is not as it should be in an equilibrium: beliefs, or mixes that are no best replies."""
    tree, faults = form.game, []
    leaf = {int(node): k for k, node in enumerate(tree.leaf_nodes)}

    def paid(node, player):
        if node in leaf:
            x = Q(tree.payoff(leaf[node], player))
            return fmpq(x.numerator, x.denominator)
        mix = one.mixes[tree.infoset[node]]
        return sum((p * paid(child, player) for p, child in zip(mix, tree.children(node), strict=True)), fmpq(0))

    for m, n in (place for place, stage in form.stage_at.items() if stage != END):
        belief, player = one.beliefs[m, n], int(tree.owner[m])
        if player == form.informed:
            worth = [[paid(child, player) for child in tree.children(node)] for node in (m, n)]
        else:
            pairs = zip(tree.children(m), tree.children(n), strict=True)
            worth = [[belief * paid(x, player) + (1 - belief) * paid(y, player) for x, y in pairs]]
        for node, values in zip((m, n), worth, strict=False):
            mix = one.mixes[tree.infoset[node]]
            if sum(mix) != 1 or min(mix) < 0 or any(p and v < max(values) for p, v in zip(mix, values, strict=True)):
                faults.append((tree.history(node), mix, values))
        for a, below in enumerate(zip(tree.children(m), tree.children(n), strict=True)):
            first, second = belief * one.mixes[tree.infoset[m]][a], (1 - belief) * one.mixes[tree.infoset[n]][a]
            if below in one.beliefs and first + second and one.beliefs[below] != first / (first + second):
                faults.append((tree.history(below[0]), one.beliefs[below], first, second))
    return faults


def of_types(form, one):
    tree = form.game
    leaf = {int(node): k for k, node in enumerate(tree.leaf_nodes)}

    def paid(node):
        if node in leaf:
            x = Q(tree.payoff(leaf[node], form.informed))
            return fmpq(x.numerator, x.denominator)
        return sum((p * paid(child) for p, child in zip(one.mixes[tree.infoset[node]], tree.children(node), strict=True)), fmpq(0))

    return tuple(paid(node) - sunk for node, sunk in zip(form.root, form.sunk[form.root], strict=True))


DRAWN = [
    visited().at(),
    visited(p=Q(1, 2)).at(),
    visited(p=Q(3, 4)).at(),
    trust().at(),
    trust(p=Q(1, 2)).at(),
    games.load("beer_quiche").at(),
    games.load("beer_quiche").at(p=Q(1, 2)),
    games.load("beer_quiche").at(p=Q(1, 4)),
    *(repeated(seed, 1) for seed in (1, 4, 6, 9, 11)),
    *(repeated(seed, 2) for seed in (0, 5, 7, 8, 10)),
]


@pytest.mark.parametrize("one", DRAWN, ids=lambda one: one.name)
@pytest.mark.parametrize("telling", [False, True])
def test_members_are_equilibria_with_the_payoffs_asked_for(one, telling):
    form = public_form(one)
    induction = Induction(form, telling=telling)
    ways = induction.ways(form.stage_at[form.root], form.prior)
    assert ways or telling
    for way in ways:
        for values in (None, *way.values):
            found = member(induction, way, values)
            assert wrong(form, found) == []
            assert set(found.beliefs) == {place for place, stage in form.stage_at.items() if stage != END}
            assert found.beliefs[form.root] == form.prior and all(0 <= x <= 1 for x in found.beliefs.values())
            assert len(found.mixes) == one.infosets
            if values is not None:
                assert of_types(form, found) == values


def test_a_visit_written_out():
    form = public_form(visited().at())
    induction = Induction(form)
    (way,) = induction.ways(form.stage_at[form.root], form.prior)
    one = member(induction, way)
    assert one.mixes == {2: [0, 1], 0: [1, 0], 1: [0, 1]} and one.beliefs == {(1, 2): fmpq(1, 4), (4, 6): fmpq(1, 4)}


def test_breakfast_written_out():
    form = public_form(games.load("beer_quiche").at())
    induction = Induction(form)
    beer, *_, quiche = induction.ways(form.stage_at[form.root], form.prior)
    one = member(induction, beer)
    assert one.mixes == {0: [1, 0], 1: [1, 0], 2: [0, 1], 3: [1, 0]}
    # a belief that nothing says is the nearest one to the belief before
    assert one.beliefs == {(1, 2): fmpq(9, 10), (3, 5): fmpq(9, 10), (4, 6): HALF}
    one = member(induction, quiche)
    assert one.mixes[0] == one.mixes[1] == [0, 1] and one.mixes[2] == [HALF, HALF], "a duel often enough to keep the strong from beer"
    low = public_form(games.load("beer_quiche").at(p=Q(1, 4)))
    induction = Induction(low)
    (only,) = induction.ways(low.stage_at[low.root], low.prior)
    one = member(induction, only)
    assert one.mixes == {0: [1, 0], 1: [fmpq(1, 3), fmpq(2, 3)], 2: [HALF, HALF], 3: [1, 0]} and one.beliefs[3, 5] == HALF
    assert one.beliefs[4, 6] == 0


def test_payoffs_between_are_mixed():
    form = public_form(visited(p=Q(1, 2)).at())
    induction = Induction(form)
    way = next(way for way in induction.ways(form.stage_at[form.root], form.prior) if way.best == (0, 1))
    one = member(induction, way, (fmpq(-1, 4), fmpq(-1, 2)))
    assert one.mixes[2] == [fmpq(3, 4), fmpq(1, 4)] and wrong(form, one) == []
    assert member(induction, way).mixes[2] == [HALF, HALF], "the middle when nothing is asked"
