"""Pure subgame-perfect outcomes: published ones, and against brute force on random trees with ties."""

from itertools import product

import numpy as np
import pytest

from games import GameError, game, load
from solvers import verify
from solvers.nash.pure import pure_outcomes
from solvers.published.points import behaviour


def random_tree(seed, depth):
    """A random game of perfect information with few payoffs, so with many ties."""
    random = np.random.default_rng(seed)
    values = random.integers(0, 3, size=(3**depth, 2)).tolist()

    @game(players=("1", "2"))
    def tree(play):
        """A tree."""
        leaf = 0
        for step in range(depth):
            leaf = 3 * leaf + ["a", "b", "c"].index(play.choose("12"[step % 2], ["a", "b", "c"][: 2 + (leaf + step + seed) % 2]))
        return tuple(values[leaf])

    return tree()


def by_brute_force(tree):
    sets = [
        (tree.players[owner], label, actions)
        for owner, label, actions in zip(tree.set_owner, tree.set_labels, tree.set_actions, strict=True)
    ]
    ends = set()
    for choices in product(*(actions for _, _, actions in sets)):
        plays = {player: {} for player in tree.players}
        for (player, label, _), action in zip(sets, choices, strict=True):
            plays[player][label] = action
        if verify(tree, behaviour(tree, plays), "subgame").equilibrium:
            node = 0
            while len(tree.children(node)):
                s = tree.infoset[node]
                node = next(
                    c for c in tree.children(node) if tree.move_label(c) == plays[tree.players[tree.set_owner[s]]][tree.set_labels[s]]
                )
            ends.add(tree.history(node))
    return ends


@pytest.mark.parametrize("seed", range(12))
def test_random_trees_with_ties(seed):
    tree = random_tree(seed, 2)
    assert set(pure_outcomes(tree)) == by_brute_force(tree)


def test_offers_on_a_grid():
    assert {end: payoffs[0] for end, payoffs in pure_outcomes(load("alternating_offers")).items()} == {
        "1/4/accept": 1 / 4,
        "1/2/accept": 1 / 2,
    }


def test_only_games_of_perfect_information_without_chance_and_with_numbers():
    for name, said in (
        ("burning_bridges", "symbolic in c"),
        ("kuhn", "has a chance move"),
        ("three_pennies", "2 does not know where it is"),
    ):
        with pytest.raises(GameError, match=said):
            pure_outcomes(load(name))
