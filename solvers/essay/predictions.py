"""The fifty predictions, in their order."""

from collections.abc import Mapping

from .endurance import ENDURANCE
from .mexico import MEXICO
from .prediction import Prediction
from .strikes import STRIKES

PREDICTIONS: Mapping[str, Prediction] = {prediction.id: prediction for prediction in (*ENDURANCE, *MEXICO, *STRIKES)}
