"""Random small games: devices are judged from the definition, concepts are nested, Nash equilibria are devices, planted errors are seen."""

from random import Random

import pytest
from small_trees import small_tree

import solvers
from solvers.concept import CORRELATIONS
from solvers.verifier import expected

QUICK, ALL = range(8), range(8, 300)
SEEDS = [*QUICK, *(pytest.param(seed, marks=pytest.mark.slow) for seed in ALL)]
NESTED = [("correlated", "efce"), ("efce", "efcce"), ("efcce", "coarse-correlated"), ("efce", "agent-form")]


def drawn_case(seed):
    """A game, and weights of its payoffs."""
    dice = Random(f"weights {seed}")
    game = small_tree(seed, ("A", "B", "C") if seed % 5 == 4 else ("A", "B"))
    return game, {player: dice.choice([-2, -1, 1, 1, 2, 3]) for player in game.players}


def worth(weights, payoffs):
    return sum(weight * payoffs[player] for player, weight in weights.items())


@pytest.mark.parametrize("seed", SEEDS)
def test_best_devices_are_followed_nested_and_above_nash(seed):
    game, weights = drawn_case(seed)
    found = {concept: solvers.correlated(game, concept, weights) for concept in CORRELATIONS}
    for concept, device in found.items():
        assert device.certificate.equilibrium and device.proved, (concept, device.certificate.reason)
        assert device.value == worth(weights, device.payoffs) and sum(device.outcomes.values()) == 1
    for stronger, weaker in NESTED:
        assert found[stronger].value <= found[weaker].value, (stronger, weaker)
        if found[stronger].value < found[weaker].value and weaker != "agent-form":  # better than any: it cannot be followed
            refused = judged(game, found[weaker], stronger)
            assert not refused.equilibrium and max(refused.gains.values()) > 0
    for equilibrium in solvers.solve(game, "nash"):
        value = worth(weights, {p: x.at(equilibrium.sample) if hasattr(x, "at") else x for p, x in equilibrium.payoffs.items()})
        assert all(value <= device.value for device in found.values())


def judged(game, device, concept):
    """The draws of a device, under another concept."""
    return solvers.verify(game, {"draws": [draw.as_json() for draw in device.draws]}, concept)


@pytest.mark.parametrize("seed", SEEDS)
def test_planted_errors_are_seen(seed):
    """Everybody is told to play what pays the first player most: where no device pays it as much, somebody gains, under every concept."""
    game, _ = drawn_case(seed)
    advice, profile = advised(game)
    first = game.players[0]
    for concept, record in CORRELATIONS.items():
        if not record.hears and expected(game, profile)[0][first] > solvers.correlated(game, concept, first).value:
            verdict = solvers.verify(game, {"draws": [{"chance": 1, "advice": advice}]}, concept)
            assert not verdict.equilibrium and max(verdict.gains.values()) > 0, concept


def advised(game):
    """What is best for the first player in the play that pays it most, as advice and as a profile; first actions elsewhere."""
    leaf = max(range(game.leaves), key=lambda k: game.payoff(k, 0))
    wanted = {int(game.infoset[n]): k for n, k in game.path(int(game.leaf_nodes[leaf])) if game.owner[n] >= 0}
    advice, profile = {p: {} for p in game.players}, {p: {} for p in game.players}
    for s, actions in enumerate(game.set_actions):
        player, label = game.players[game.set_owner[s]], game.set_labels[s]
        advice[player][label] = actions[wanted.get(s, 0)]
        profile[player][label] = {action: int(action == advice[player][label]) for action in actions}
    return advice, profile
