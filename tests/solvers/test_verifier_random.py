"""Properties of verdicts on seeded random games, against definitions written out in full."""

from fractions import Fraction as F
from itertools import product
from random import Random

import numpy as np
import pytest
from scipy.optimize import linprog

from games import game
from solvers.verifier import expected, trembles_gap, verify
from solvers.verifier.beliefs import rational_beliefs
from solvers.verifier.consistency import by_bayes
from solvers.verifier.reading import read_claim

SEEDS = range(24)
CONCEPTS = ("nash", "subgame", "pbe", "sequential")


@game(players=("A", "B", "C"))
def drawn(play, *, seed, scale=F(1), shift=F(0)):
    """Three or four moves, some by chance, some hidden; the first two may end the play."""
    plan, past = Random(seed), []
    for depth in range(plan.choice([3, 4])):
        owner, hidden, ends = plan.choice(["A", "B", "C", "chance"]), plan.random() < 0.75, plan.random() < 0.6 and depth < 2
        if owner == "chance":
            past.append(play.chance(f"draw {depth}", {"h": F(1, 3), "t": F(2, 3)}))
        else:
            past.append(play.choose(owner, ["x", "y"], public=not hidden))
            if ends and past[-1] == "x":
                break
    draw = Random(f"{seed}/{'/'.join(past)}")
    payoffs = [draw.randint(-3, 3) for _ in "ABC"]
    return scale * payoffs[0] + shift, payoffs[1], payoffs[2]


def sets_of(at):
    return [(at.players[owner], label, actions) for owner, label, actions in zip(at.set_owner, at.set_labels, at.set_actions, strict=True)]


def profile_of(at, mixes):
    out = {}
    for (player, label, actions), mix in zip(sets_of(at), mixes, strict=True):
        out.setdefault(player, {})[label] = dict(zip(actions, mix, strict=True))
    return out


def pure_profiles(at, most=64):
    every = list(product(*([(F(1), F(0)), (F(0), F(1))] for _ in range(at.infosets))))
    return [profile_of(at, mixes) for mixes in Random(at.infosets).sample(every, min(most, len(every)))]


def mixed_profile(at, seed):
    rng = Random(seed)
    shares = [rng.choice([F(0), F(1), F(1, 2), F(1, 3), F(2, 5)]) for _ in range(at.infosets)]
    return profile_of(at, [(p, 1 - p) for p in shares])


def own_strategies(at, player):
    """Every pure strategy of a player."""
    mine = [(label, actions) for who, label, actions in sets_of(at) if who == player]
    for choice in product(*(actions for _, actions in mine)):
        yield {label: {a: F(int(a == chosen)) for a in actions} for (label, actions), chosen in zip(mine, choice, strict=True)}


def worth(at, profile, node, player):
    """Expected payoff from a node on, by plain recursion."""
    if at.owner[node] == -2:
        return at.payoff(int(at.infoset[node]), at.players.index(player))
    return sum((step(at, profile, child) * worth(at, profile, child, player) for child in at.children(node)), F(0))


def step(at, profile, node):
    parent = int(at.parent[node])
    if at.owner[parent] == -1:
        return at.chance(node)
    return profile[at.players[at.owner[parent]]][at.set_labels[at.infoset[parent]]][at.move_label(node)]


@pytest.mark.parametrize("seed", SEEDS)
def test_gains_are_never_negative_and_stronger_concepts_imply_weaker(seed):
    at = drawn(seed=seed)
    for profile in [*pure_profiles(at, 12), *(mixed_profile(at, k) for k in range(6))]:
        found = {concept: verify(at, profile, concept) for concept in CONCEPTS}
        for certificate in found.values():
            assert min(certificate.gains.values()) >= 0
            assert certificate.equilibrium == certificate.rational
        holds = {concept for concept in CONCEPTS if found[concept].equilibrium}
        assert holds <= {"nash"} or "nash" in holds
        assert "sequential" not in holds or holds == set(CONCEPTS)


@pytest.mark.parametrize("seed", SEEDS)
def test_scaling_and_shifting_payoffs_changes_no_verdict(seed):
    at, other = drawn(seed=seed), drawn(seed=seed, scale=F(7, 3), shift=F(-5, 2))
    for profile in [*pure_profiles(at, 8), *(mixed_profile(at, k) for k in range(4))]:
        for concept in CONCEPTS:
            one, two = verify(at, profile, concept), verify(other, profile, concept)
            assert (one.equilibrium, one.consistent) == (two.equilibrium, two.consistent)
            assert one.gains["A"] * F(7, 3) == two.gains["A"] and one.gains["B"] == two.gains["B"]


@pytest.mark.parametrize("seed", SEEDS)
def test_nash_gains_are_those_of_the_best_pure_strategy(seed):
    at = drawn(seed=seed)
    for profile in [*pure_profiles(at, 6), *(mixed_profile(at, k) for k in range(4))]:
        now, gains = expected(at, profile)[0], verify(at, profile, "nash").gains
        for player in at.players:
            best = max(expected(at, {**profile, player: s})[0][player] for s in own_strategies(at, player))
            assert gains[player] == best - now[player]


@pytest.mark.parametrize("seed", SEEDS)
def test_a_loss_on_the_path_is_found(seed):
    at, refused = drawn(seed=seed), 0
    for profile in pure_profiles(at):
        if not verify(at, profile, "nash").equilibrium:
            continue
        payoffs = expected(at, profile)[0]
        for player, label, actions in sets_of(at):
            slip = {**profile, player: {**profile[player], label: {a: p * F(9, 10) + F(1, 20) for a, p in profile[player][label].items()}}}
            if expected(at, slip)[0][player] < payoffs[player]:
                refused += 1
                assert not any(verify(at, slip, concept).equilibrium for concept in CONCEPTS), (player, label, actions)
    assert refused or seed in QUIET


QUIET = set()


@pytest.mark.parametrize("seed", SEEDS)
def test_weak_pbe_gains_by_linear_programming_over_all_continuations(seed):
    at = drawn(seed=seed)
    for profile in [*pure_profiles(at, 5), *(mixed_profile(at, k) for k in range(2))]:
        largest = dict.fromkeys(at.players, 0.0)
        for infoset, (player, _, _) in enumerate(sets_of(at)):
            nodes = at.set_nodes(infoset)
            rows = [
                [float(worth(at, {**profile, player: s}, n, player) - worth(at, profile, n, player)) for n in nodes] for s in own_strategies(at, player)
            ]
            reach = [np.prod([float(step(at, profile, m)) for m in above(at, n)]) for n in nodes]
            if sum(reach):
                least = max(np.array(rows) @ np.array(reach)) / sum(reach)
            else:
                solved = linprog(
                    [0] * len(nodes) + [1], A_ub=[[*row, -1] for row in rows], b_ub=[0] * len(rows), A_eq=[[1] * len(nodes) + [0]], b_eq=[1],
                    bounds=[(0, None)] * len(nodes) + [(None, None)],
                )
                least = solved.fun
            largest[player] = max(largest[player], least)
        gains = verify(at, profile, "pbe").gains
        assert {player: float(gain) for player, gain in gains.items()} == pytest.approx(largest, abs=1e-9)


def above(at, node):
    """The node and those before it, the root left out."""
    out = []
    while node > 0:
        out.append(node)
        node = int(at.parent[node])
    return out


@pytest.mark.parametrize("seed", SEEDS)
def test_beliefs_that_were_found_are_limits_of_trembles(seed):
    at = drawn(seed=seed)
    for profile in pure_profiles(at, 40):
        if not verify(at, profile).equilibrium:
            continue
        reading = read_claim(at, profile)
        unknown = [k for k in range(at.infosets) if by_bayes(reading, k) is None]
        found = rational_beliefs(reading, unknown)
        assert found is not None
        claim = {"profile": profile, "beliefs": shown(at, found)}
        assert verify(at, claim).equilibrium and verify(at, claim, "pbe").equilibrium
        if set(found) == set(unknown):
            assert trembles_gap(at, claim)[1e-6] < 1e-4


@pytest.mark.parametrize("seed", SEEDS)
def test_no_trembles_rescue_what_was_refused(seed):
    at, rng = drawn(seed=seed), Random(seed)
    for profile in pure_profiles(at, 40):
        accepted = verify(at, profile).equilibrium
        for _ in range(5):
            claim = {"profile": profile, "beliefs": shown(at, limit(at, profile, rng))}
            result = verify(at, claim)
            assert result.consistent
            assert accepted or not result.equilibrium


def limit(at, profile, rng):
    """Beliefs in the limit of trembles c eps**k drawn at random, worked out with all moves on the paths."""
    trembles = {(p, label, a): (rng.choice([1, 1, 2, 3]), F(rng.randint(1, 9), rng.randint(1, 9))) for p, label, actions in sets_of(at) for a in actions}
    beliefs = {}
    for infoset in range(at.infosets):
        sizes = {}
        for node in at.set_nodes(infoset):
            power, size = 0, F(1)
            for n in above(at, node):
                parent = int(at.parent[n])
                chance = step(at, profile, n)
                k, c = (0, chance) if chance else trembles[at.players[at.owner[parent]], at.set_labels[at.infoset[parent]], at.move_label(n)]
                power, size = power + k, size * c
            sizes[node] = (power, size)
        least = min(power for power, _ in sizes.values())
        total = sum(size for power, size in sizes.values() if power == least)
        beliefs[infoset] = {node: size / total if power == least else F(0) for node, (power, size) in sizes.items()}
    return beliefs


def shown(at, beliefs):
    out = {}
    for infoset, belief in beliefs.items():
        player, label, _ = sets_of(at)[infoset]
        out.setdefault(player, {})[label] = {at.history(node): p for node, p in belief.items()}
    return out
