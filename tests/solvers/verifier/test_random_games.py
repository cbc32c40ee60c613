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


@game(players=("A", "B", "C"))
def entered(play, *, seed, scale=F(1), shift=F(0)):
    """A stays out, mostly; what A, B and perhaps chance did on the way in is told in part only, so that beliefs must fit together."""
    plan, draw = Random(seed), lambda *past: Random(f"{seed}/{'/'.join(past)}")
    kind = play.chance("kind", {"h": F(1, 4), "t": F(3, 4)}) if plan.random() < 0.6 else "h"
    if plan.random() < 0.4:
        play.tell("A", kind)
    first = play.choose("A", ["out", "x", "y"], public=False)
    if first == "out":
        return scale + shift, 0, 0
    play.tell(("B", "C"), "in")
    second = play.choose("B", ["x", "y", "z"][: plan.choice([2, 3])], public=False)
    play.tell("C", plan.choice([first, second, kind, "-", "-"]))
    third = play.choose("C", ["x", "y", "z"][: plan.choice([2, 3, 3])])
    payoffs = [draw(first, second, third, kind).randint(low, 3) for low in (-3, -3, -3)]
    return scale * (payoffs[0] - plan.choice([0, 1, 2])) + shift, payoffs[1] // plan.choice([1, 2]), payoffs[2]


STORIES = [(drawn, seed) for seed in (0, 1, 2, 4, 6)] + [(entered, seed) for seed in range(11)]
QUICK = (0, 1, 4, 6, 10)
each_game = pytest.mark.parametrize(
    "story, seed",
    [pytest.param(*one, marks=[] if one[1] in QUICK else [pytest.mark.slow]) for one in STORIES],
    ids=lambda x: getattr(x, "name", str(x)),
)


def sets_of(at):
    return [(at.players[owner], label, actions) for owner, label, actions in zip(at.set_owner, at.set_labels, at.set_actions, strict=True)]


def profile_of(at, mixes):
    out = {}
    for (player, label, actions), mix in zip(sets_of(at), mixes, strict=True):
        out.setdefault(player, {})[label] = dict(zip(actions, mix, strict=True))
    return out


def pure_profiles(at, most=64):
    every = list(product(*([[F(int(a == b)) for b in actions] for a in actions] for actions in at.set_actions)))
    return [profile_of(at, mixes) for mixes in Random(at.infosets).sample(every, min(most, len(every)))]


def mixed_profile(at, seed):
    rng = Random(seed)
    mixes = []
    for actions in at.set_actions:
        first = rng.choice([F(0), F(1), F(1, 2), F(1, 3), F(2, 5)])
        mixes.append([first, *[F(0)] * (len(actions) - 2), 1 - first])
    return profile_of(at, mixes)


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


@each_game
def test_gains_are_never_negative_and_stronger_concepts_imply_weaker(story, seed):
    at = story(seed=seed)
    for profile in [*pure_profiles(at, 8), *(mixed_profile(at, k) for k in range(3))]:
        found = {concept: verify(at, profile, concept) for concept in CONCEPTS}
        for certificate in found.values():
            assert min(certificate.gains.values()) >= 0
            assert certificate.equilibrium == certificate.rational
        holds = {concept for concept in CONCEPTS if found[concept].equilibrium}
        assert holds <= {"nash"} or "nash" in holds
        assert "sequential" not in holds or holds == set(CONCEPTS)


@each_game
def test_scaling_and_shifting_payoffs_changes_no_verdict(story, seed):
    at, other = story(seed=seed), story(seed=seed, scale=F(7, 3), shift=F(-5, 2))
    for profile in [*pure_profiles(at, 4), *(mixed_profile(at, k) for k in range(2))]:
        for concept in CONCEPTS:
            one, two = verify(at, profile, concept), verify(other, profile, concept)
            assert (one.equilibrium, one.consistent) == (two.equilibrium, two.consistent)
            assert one.gains["A"] * F(7, 3) == two.gains["A"] and one.gains["B"] == two.gains["B"]


@each_game
def test_nash_gains_are_those_of_the_best_pure_strategy(story, seed):
    at = story(seed=seed)
    for profile in [*pure_profiles(at, 3), *(mixed_profile(at, k) for k in range(2))]:
        now, gains = expected(at, profile)[0], verify(at, profile, "nash").gains
        for player in at.players:
            best = max(expected(at, {**profile, player: s})[0][player] for s in own_strategies(at, player))
            assert gains[player] == best - now[player]


def slipped(mix):
    return {action: F(9, 10) * p + F(1, 10) / len(mix) for action, p in mix.items()}


def test_a_loss_on_the_path_is_found():
    refused = 0
    for at in (story(seed=seed) for story, seed in STORIES[::2]):
        for profile in pure_profiles(at, 12):
            if not verify(at, profile, "nash").equilibrium:
                continue
            payoffs = expected(at, profile)[0]
            for player, label, _ in sets_of(at):
                slip = {**profile, player: {**profile[player], label: slipped(profile[player][label])}}
                if expected(at, slip)[0][player] < payoffs[player]:
                    refused += 1
                    assert not any(verify(at, slip, concept).equilibrium for concept in CONCEPTS), (player, label)
    assert refused > 20


@each_game
def test_weak_pbe_gains_by_linear_programming_over_all_continuations(story, seed):
    at = story(seed=seed)
    for profile in [*pure_profiles(at, 3), *(mixed_profile(at, k) for k in range(1))]:
        largest = dict.fromkeys(at.players, 0.0)
        for infoset, (player, _, _) in enumerate(sets_of(at)):
            nodes = at.set_nodes(infoset)
            now = [worth(at, profile, n, player) for n in nodes]
            plans = [{**profile, player: strategy} for strategy in own_strategies(at, player)]
            rows = [[float(worth(at, plan, n, player) - w) for n, w in zip(nodes, now, strict=True)] for plan in plans]
            reach = [np.prod([float(step(at, profile, m)) for m in above(at, n)]) for n in nodes]
            if sum(reach):
                least = max(np.array(rows) @ np.array(reach)) / sum(reach)
            else:
                solved = linprog(
                    [0] * len(nodes) + [1],
                    A_ub=[[*row, -1] for row in rows],
                    b_ub=[0] * len(rows),
                    A_eq=[[1] * len(nodes) + [0]],
                    b_eq=[1],
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


@each_game
def test_beliefs_that_were_found_are_limits_of_trembles(story, seed):
    at = story(seed=seed)
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


@each_game
def test_no_trembles_rescue_what_was_refused(story, seed):
    at, rng = story(seed=seed), Random(seed)
    for profile in pure_profiles(at, 12):
        accepted = verify(at, profile).equilibrium
        for _ in range(3):
            claim = {"profile": profile, "beliefs": shown(at, limit(at, profile, rng))}
            result = verify(at, claim)
            assert result.consistent
            assert accepted or not result.equilibrium


def limit(at, profile, rng):
    """Beliefs in the limit of trembles c eps**k drawn at random, worked out with all moves on the paths."""
    trembles = {}
    for player, label, actions in sets_of(at):
        trembles |= {(player, label, a): (rng.choice([1, 1, 2, 3]), F(rng.randint(1, 9), rng.randint(1, 9))) for a in actions}
    beliefs = {}
    for infoset in range(at.infosets):
        sizes = {}
        for node in at.set_nodes(infoset):
            power, size = 0, F(1)
            for n in above(at, node):
                parent = int(at.parent[n])
                chance = step(at, profile, n)
                k, c = (
                    (0, chance) if chance else trembles[at.players[at.owner[parent]], at.set_labels[at.infoset[parent]], at.move_label(n)]
                )
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
