"""Learners on trees and on stories that are replayed, for tests of sampling."""

from games.forms.flat import flat_form
from games.single_plays import label_of
from solvers.regret.replaying import ReplayLearner
from solvers.regret.rules import RULES
from solvers.regret.sampled_learner import SampledLearner

METHODS = ["external-sampling", "outcome-sampling"]


def on_the_tree(built, method, **options):
    return SampledLearner(built, flat_form(built), RULES[method], **options)


def replayed(told, method, **options):
    return ReplayLearner(told, RULES[method], **options)


def numbers(learner, name):
    """What is kept at every information set that was met, by player and label."""
    told, kept = learner.game, getattr(learner.table, name)
    return {(told.players[k], label_of(knows)): list(kept[s : s + n]) for (k, knows), (s, n) in learner.table.rows.items()}
