"""Published games, one file each, with their published answers."""

from .asymmetric_pennies import asymmetric_pennies
from .battle_of_sexes import battle_of_sexes
from .beer_quiche import beer_quiche
from .bending_branch import bending_branch
from .blotto import blotto
from .chicken import chicken
from .coarse_correlation import coarse_correlation
from .concede_or_resist import concede_or_resist
from .concession_to_moderates import concession_to_moderates
from .costless_signals import costless_signals
from .crisis_signalling import crisis_signalling
from .guarded_targets import guarded_targets
from .holdup_commitment import holdup_commitment
from .honesty_wage import honesty_wage
from .imperfect_limit import imperfect_limit
from .inspection_leadership import inspection_leadership
from .kuhn import kuhn
from .leduc import leduc
from .leniency import leniency
from .liars_dice import liars_dice
from .matching_pennies import matching_pennies
from .morra import morra
from .network_interdiction import network_interdiction
from .oneill_cards import oneill_cards
from .out_of_reach import out_of_reach
from .patrolling import patrolling
from .plea_bargaining import plea_bargaining
from .prisoners_dilemma import prisoners_dilemma
from .pure_coordination import pure_coordination
from .race_to_report import race_to_report
from .repeated_inspection import repeated_inspection
from .selten_horse import selten_horse
from .seventy_five_equilibria import seventy_five_equilibria
from .shapley_cycle import shapley_cycle
from .small_sheriff import small_sheriff
from .stag_hunt import stag_hunt
from .valued_targets import valued_targets
from .von_neumann_poker import von_neumann_poker
from .weighted_rock_paper_scissors import weighted_rock_paper_scissors
from .winkels_chain import winkels_chain

__all__ = [
    "asymmetric_pennies", "battle_of_sexes", "beer_quiche", "bending_branch", "blotto", "chicken", "coarse_correlation",
    "concede_or_resist", "concession_to_moderates", "costless_signals", "crisis_signalling", "guarded_targets", "holdup_commitment",
    "honesty_wage", "imperfect_limit", "inspection_leadership", "kuhn", "leduc", "leniency", "liars_dice", "matching_pennies", "morra",
    "network_interdiction", "oneill_cards", "out_of_reach", "patrolling", "plea_bargaining", "prisoners_dilemma", "pure_coordination",
    "race_to_report", "repeated_inspection", "selten_horse", "seventy_five_equilibria", "shapley_cycle", "small_sheriff", "stag_hunt",
    "valued_targets", "von_neumann_poker", "weighted_rock_paper_scissors", "winkels_chain",
]
