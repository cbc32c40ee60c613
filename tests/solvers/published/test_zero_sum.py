"""Published zero-sum games, against closed forms, flows and linear programs that are built another way."""

import itertools
import random
from fractions import Fraction
from math import comb

import networkx
import numpy
import pytest
from scipy.optimize import linprog

from games import GameError, load
from games.classics.network_interdiction import ARCS, paths
from games.classics.patrolling import best_walks, neighbours
from solvers.published.zero_sum import optimal, value


def matrix_value(rows):
    """The value of a matrix game in floating point."""
    table = numpy.array(rows, float)
    m, n = table.shape
    optimum = linprog(
        numpy.r_[numpy.zeros(m), -1],
        A_ub=numpy.c_[-table.T, numpy.ones(n)],
        b_ub=numpy.zeros(n),
        A_eq=[[1] * m + [0]],
        b_eq=[1],
        bounds=[(0, None)] * m + [(None, None)],
    )
    return -optimum.fun


@pytest.mark.parametrize("graph, period, duration", [("C4", 4, 2), ("P4", 5, 2), ("K3", 4, 1), ("K1,3", 4, 2), ("P3", 4, 3), ("K1", 2, 1)])
def test_walks_that_are_left_out_of_a_patrol_change_nothing(graph, period, duration):
    near = neighbours(graph)
    every = [
        walk for walk in itertools.product(near, repeat=period) if all(b in near[a] for a, b in zip(walk, walk[1:] + walk[:1], strict=True))
    ]
    rows = {
        tuple(any(walk[(start + k) % period] == node for k in range(duration)) for node in near for start in range(period))
        for walk in every
    }
    assert float(value("patrolling", graph=graph, period=period, duration=duration)) == pytest.approx(matrix_value(list(rows)), abs=1e-9)
    assert len(best_walks(graph, period, duration)) <= len(rows)


@pytest.mark.parametrize(
    "name, graph",
    [
        ("C5", networkx.cycle_graph(5)),
        ("P4", networkx.path_graph(4)),
        ("K4", networkx.complete_graph(4)),
        ("K2,3", networkx.complete_bipartite_graph(2, 3)),
        ("K1,4", networkx.star_graph(4)),
    ],
)
def test_graphs_are_what_their_names_say(name, graph):
    near = neighbours(name)
    assert near.keys() == set(graph) and all(set(near[node]) == {node, *graph[node]} for node in graph)


@pytest.mark.parametrize("n, m", [(3, 1), (4, 3), (5, 2)])
def test_hamiltonian_graphs_are_patrolled_with_m_over_n(n, m):
    assert value("patrolling", graph=f"C{n}", period=n, duration=m) == Fraction(m, n)


def test_interdiction_is_one_over_the_largest_flow():
    graph = networkx.DiGraph()
    for arc, chance in ARCS.items():
        graph.add_edge(*arc.split("-"), capacity=float(1 / chance))
    assert {"".join(path) for path in networkx.all_simple_paths(graph, "s", "t")} == set(paths("s", "t"))
    assert float(value("network_interdiction")) == pytest.approx(1 / networkx.maximum_flow_value(graph, "s", "t"), abs=1e-12)


@pytest.mark.parametrize("seed", range(6))
def test_one_guard_leaves_to_the_attacker_what_the_rule_says(seed):
    values = [random.Random(seed).randint(1, 12) for _ in range(4)]
    rule = max(  # guarding the k best so that each is worth the same to attack
        Fraction(k - 1) / sum(Fraction(1, v) for v in sorted(values, reverse=True)[:k]) for k in range(1, 5)
    )
    assert optimal("guarded_targets", **{f"v{k}": v for k, v in enumerate(values, 1)}).payoffs["Attacker"] == rule


@pytest.mark.parametrize("first, second, posts", [(3, 2, 2), (3, 3, 3), (4, 2, 3)])
@pytest.mark.parametrize("rule", ["capture", "posts"])
def test_blotto_as_a_matrix(first, second, posts, rule):
    ours, theirs = ([s for s in itertools.product(range(n + 1), repeat=posts) if sum(s) == n] for n in (first, second))
    assert len(ours) == comb(first + posts - 1, posts - 1)

    def won(x, y):
        return (x > y) - (x < y) if rule == "posts" else (y + 1) * (x > y) - (x + 1) * (x < y)

    table = [[sum(map(won, x, y)) for y in theirs] for x in ours]
    found = value("blotto", first=first, second=second, posts=posts, rule=rule)
    assert float(found) == pytest.approx(matrix_value(table), abs=1e-9)


def test_inspections_follow_the_recursion():
    def worth(n, m):
        if m in (0, n):
            return Fraction(-1 if m == 0 else 0)
        later, same = worth(n - 1, m - 1), worth(n - 1, m)
        return (same + later) / (2 + same - later)  # visit against breach: 1, later; stay away: -1, same

    for n in range(1, 6):
        for m in range(n + 1):
            assert value("repeated_inspection", periods=n, inspections=m) == worth(n, m), (n, m)


def test_poker_on_a_grid_as_a_matrix_of_thresholds_and_more():
    """With two hands every plan can be written out."""
    hands, bet, table = (1, 2), 2, []
    for bets in itertools.product((False, True), repeat=2):
        row = []
        for calls in itertools.product((False, True), repeat=2):
            total = 0
            for a, b in itertools.product(hands, repeat=2):
                better = (a > b) - (a < b)
                total += better if not bets[a - 1] else (1 + bet) * better if calls[b - 1] else 1
            row.append(total / 4)
        table.append(row)
    assert float(value("von_neumann_poker", hands=2, bet=bet)) == pytest.approx(matrix_value(table), abs=1e-12)


@pytest.mark.parametrize(
    "name, structure, message",
    [
        ("pure_coordination", {"actions": 0}, "pure_coordination needs at least one action; found 0."),
        ("small_sheriff", {"items": 0}, "small_sheriff needs at least one item; found 0."),
        ("morra", {"fingers": 0}, "morra needs at least one finger; found 0."),
        ("liars_dice", {"faces": 0}, "liars_dice needs a die with at least one face; found 0."),
        ("guarded_targets", {"targets": 0}, "guarded_targets needs at least one target; found 0."),
        ("von_neumann_poker", {"bet": 0}, "von_neumann_poker needs at least one hand and a positive bet; found hands 9, bet 0."),
        (
            "repeated_inspection",
            {"inspections": 3},
            "repeated_inspection needs 0 <= inspections <= periods; found inspections 3, periods 2.",
        ),
        ("holdup_commitment", {"commitment": "some"}, "holdup_commitment has commitment none or pure; found 'some'."),
        ("honesty_wage", {"horizon": "two"}, "honesty_wage has horizon one or infinite; found 'two'."),
        ("patrolling", {"duration": 5}, "patrolling needs 1 <= duration <= period; found duration 5, period 4."),
        ("patrolling", {"graph": "Q4"}, "patrolling knows the graphs C4, P4, K4 and K2,3, with any numbers from 1; found 'Q4'."),
        ("patrolling", {"graph": "4"}, "patrolling knows the graphs C4, P4, K4 and K2,3, with any numbers from 1; found '4'."),
        ("patrolling", {"graph": "K0,3"}, "patrolling knows the graphs C4, P4, K4 and K2,3, with any numbers from 1; found 'K0,3'."),
        (
            "blotto",
            {"rule": "most"},
            "blotto needs a rule capture or posts, at least one post and no negative forces; found rule 'most', posts 2, 4 against 3.",
        ),
    ],
)
def test_structures_that_make_no_game_are_refused(name, structure, message):
    with pytest.raises(GameError) as refused:
        load(name, **structure)
    assert str(refused.value) == message
