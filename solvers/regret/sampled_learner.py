"""A learner by sampled plays of a tree; it stands in a race like any other."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from games import Game
from games.forms.flat import FlatForm
from games.tree import CHANCE, TERMINAL

from . import sampling
from .learning import behaviour_and_plan, check_trembles
from .rules import Rule
from .sampling import How, Sampled, Stack, Tree

Floats: TypeAlias = npt.NDArray[np.float64]


def start_of(seed: int | None) -> np.uint64:
    """Where the random numbers of a seed begin."""
    state = np.array([(0 if seed is None else seed) & (2**64 - 1)], np.uint64)
    return np.uint64(sampling.mixed(state[0] + sampling.GOLDEN))


class SampledLearner:
    """Sampling at work on one game, with the reading of `Learner`.

    Parameters
    ----------
    game : Game
        Without open parameters.
    form : FlatForm
        The same, by whose sequences everything is numbered.
    rule : Rule
        Which sampling.
    trembles : float
        The least probability of every action.
    seed : int, optional
        Of the draws; zero when None.
    """

    def __init__(self, game: Game, form: FlatForm, rule: Rule, *, trembles: float = 0.0, seed: int | None = None) -> None:
        check_trembles(form, trembles)
        self.form, self.rule, self.trembles = form, rule, float(trembles)
        self.tree = _tree(game, form)
        n = form.sequences
        self.state = Sampled(np.zeros(n), np.zeros(n), np.zeros(n), np.zeros(1, np.int64), np.zeros(1, np.uint64))
        self.how = How(self.trembles, rule.sampling == "external", np.array([start_of(seed)], np.uint64))
        longest, most = int(game.depth.max(initial=0)) + 1, int(self.tree.size.max(initial=1))
        nodes, taken = np.zeros((2, longest), np.int32)
        odds, others, explored = np.zeros((3, longest))
        self._stack = Stack(nodes, taken, odds, others, explored, np.zeros((longest, most)))

    @property
    def iterations(self) -> int:
        """How many iterations have been run."""
        return int(self.state.done[0])

    def run(self, count: int) -> SampledLearner:
        """Run some more iterations."""
        sampling.sample(self.tree, self.state, self.how, int(count), self._stack)
        return self

    def average(self) -> Floats:
        """The averaged behaviour; uniform where the averaging player was never drawn."""
        return behaviour_and_plan(self.form, self.state.total)[0]

    def last(self) -> Floats:
        """What is played now."""
        behaviour = np.ones(self.form.sequences)
        sampling.last_behaviour(self.form.first, self.form.size, self.state, self.trembles, behaviour)
        return behaviour


def _tree(game: Game, form: FlatForm) -> Tree:
    """Lay out a tree for compiled loops; a game of one player has a second one who does nothing, in whose turn the first is averaged."""
    first_of_set = np.zeros(max(game.infosets, 1), np.int32)
    for own, start in zip(form.players, form.set_start, strict=False):
        for i, k in enumerate(own.infosets, start):
            first_of_set[k] = form.first[i]
    place = game.infoset.astype(np.int32)
    asked = np.flatnonzero(game.owner >= 0)
    place[asked] = first_of_set[game.infoset[asked]]
    terms = np.array([float(term) for term in game.terms])
    chance = np.zeros(game.nodes)
    drawn = np.flatnonzero(game.chance_row >= 0)
    chance[drawn] = game.chances.floats(terms)[game.chance_row[drawn]]
    payoffs = game.payoffs.floats(terms).reshape(-1, len(game.players))
    if len(game.players) == 1:
        payoffs = np.hstack([payoffs, np.zeros_like(payoffs)])
    size = np.bincount(game.parent[1:], minlength=game.nodes).astype(np.int32)
    owner = np.where(game.owner == CHANCE, sampling.CHANCE, np.where(game.owner == TERMINAL, sampling.TERMINAL, game.owner))
    return Tree(owner.astype(np.int32), game.first_child[: game.nodes].astype(np.int32), size, place, chance, np.ascontiguousarray(payoffs))
