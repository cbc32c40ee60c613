"""The games of the essay, one file each; they compare regimes and take no side."""

from typing import TYPE_CHECKING

from ..on_demand import load_on_demand

if TYPE_CHECKING:
    from .campaign import campaign
    from .coercive_diplomacy import coercive_diplomacy
    from .defection_for_immunity import defection_for_immunity
    from .escalation_ladder import escalation_ladder
    from .foreign_diversion import foreign_diversion
    from .hide_and_strike import hide_and_strike
    from .intelligence_sharing import intelligence_sharing
    from .intervention_stance import intervention_stance
    from .kingpin_fragmentation import kingpin_fragmentation
    from .mandate_and_influence import mandate_and_influence
    from .provocation_trap import provocation_trap
    from .route_interdiction import route_interdiction
    from .state_capture import state_capture
    from .sustainability_bet import sustainability_bet

__all__ = [
    "campaign",
    "coercive_diplomacy",
    "defection_for_immunity",
    "escalation_ladder",
    "foreign_diversion",
    "hide_and_strike",
    "intelligence_sharing",
    "intervention_stance",
    "kingpin_fragmentation",
    "mandate_and_influence",
    "provocation_trap",
    "route_interdiction",
    "state_capture",
    "sustainability_bet",
]

load_on_demand(__name__, {name: f".{name}" for name in __all__})
