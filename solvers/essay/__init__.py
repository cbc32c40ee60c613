"""The essay's predictions as data, judged by solving; and which of its elements and mechanisms the games carry.

May import the front doors and the analyses; only the command line imports it.
"""

from .coverage import Coverage, coverage
from .judging import Judgement, judge
from .prediction import Computed, Moves, Prediction, Says
from .predictions import PREDICTIONS

__all__ = ["PREDICTIONS", "Computed", "Coverage", "Judgement", "Moves", "Prediction", "Says", "coverage", "judge"]
