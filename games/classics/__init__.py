"""Published games, one file each, with their published answers."""

from typing import TYPE_CHECKING

from ..on_demand import load_on_demand

if TYPE_CHECKING:
    from .alternating_offers import alternating_offers
    from .altruist_centipede import altruist_centipede
    from .asymmetric_pennies import asymmetric_pennies
    from .audience_costs import audience_costs
    from .battle_of_sexes import battle_of_sexes
    from .beer_quiche import beer_quiche
    from .bending_branch import bending_branch
    from .biased_advice import biased_advice
    from .blotto import blotto
    from .brinkmanship import brinkmanship
    from .burning_bridges import burning_bridges
    from .chain_store import chain_store
    from .chicken import chicken
    from .coarse_correlation import coarse_correlation
    from .concede_or_resist import concede_or_resist
    from .concession_to_moderates import concession_to_moderates
    from .costless_signals import costless_signals
    from .crisis_signalling import crisis_signalling
    from .durable_good import durable_good
    from .earned_trust import earned_trust
    from .goofspiel import goofspiel
    from .guarded_targets import guarded_targets
    from .holdup_commitment import holdup_commitment
    from .honesty_wage import honesty_wage
    from .imperfect_limit import imperfect_limit
    from .inspection_leadership import inspection_leadership
    from .jury import jury
    from .kuhn import kuhn
    from .leduc import leduc
    from .lemons import lemons
    from .leniency import leniency
    from .liars_dice import liars_dice
    from .limit_pricing import limit_pricing
    from .market_entry import market_entry
    from .matching_pennies import matching_pennies
    from .meeting_of_three import meeting_of_three
    from .morra import morra
    from .mutual_trust import mutual_trust
    from .myerson_cards import myerson_cards
    from .network_interdiction import network_interdiction
    from .one_or_two_steps import one_or_two_steps
    from .oneill_cards import oneill_cards
    from .out_of_reach import out_of_reach
    from .outside_option import outside_option
    from .patrolling import patrolling
    from .plea_bargaining import plea_bargaining
    from .prisoners_dilemma import prisoners_dilemma
    from .private_provision import private_provision
    from .private_war_costs import private_war_costs
    from .pure_coordination import pure_coordination
    from .quit_or_go import quit_or_go
    from .race_to_report import race_to_report
    from .repeated_inspection import repeated_inspection
    from .secret_votes import secret_votes
    from .selten_horse import selten_horse
    from .seventy_five_equilibria import seventy_five_equilibria
    from .shapley_cycle import shapley_cycle
    from .small_sheriff import small_sheriff
    from .spence_signalling import spence_signalling
    from .stag_hunt import stag_hunt
    from .three_man_poker import three_man_poker
    from .three_pennies import three_pennies
    from .two_observers import two_observers
    from .unilateral_deterrence import unilateral_deterrence
    from .valued_targets import valued_targets
    from .volunteers_dilemma import volunteers_dilemma
    from .von_neumann_poker import von_neumann_poker
    from .war_of_attrition import war_of_attrition
    from .weighted_rock_paper_scissors import weighted_rock_paper_scissors
    from .winkels_chain import winkels_chain

__all__ = [
    "alternating_offers",
    "altruist_centipede",
    "asymmetric_pennies",
    "audience_costs",
    "battle_of_sexes",
    "beer_quiche",
    "bending_branch",
    "biased_advice",
    "blotto",
    "brinkmanship",
    "burning_bridges",
    "chain_store",
    "chicken",
    "coarse_correlation",
    "concede_or_resist",
    "concession_to_moderates",
    "costless_signals",
    "crisis_signalling",
    "durable_good",
    "earned_trust",
    "goofspiel",
    "guarded_targets",
    "holdup_commitment",
    "honesty_wage",
    "imperfect_limit",
    "inspection_leadership",
    "jury",
    "kuhn",
    "leduc",
    "lemons",
    "leniency",
    "liars_dice",
    "limit_pricing",
    "market_entry",
    "matching_pennies",
    "meeting_of_three",
    "morra",
    "mutual_trust",
    "myerson_cards",
    "network_interdiction",
    "one_or_two_steps",
    "oneill_cards",
    "out_of_reach",
    "outside_option",
    "patrolling",
    "plea_bargaining",
    "prisoners_dilemma",
    "private_provision",
    "private_war_costs",
    "pure_coordination",
    "quit_or_go",
    "race_to_report",
    "repeated_inspection",
    "secret_votes",
    "selten_horse",
    "seventy_five_equilibria",
    "shapley_cycle",
    "small_sheriff",
    "spence_signalling",
    "stag_hunt",
    "three_man_poker",
    "three_pennies",
    "two_observers",
    "unilateral_deterrence",
    "valued_targets",
    "volunteers_dilemma",
    "von_neumann_poker",
    "war_of_attrition",
    "weighted_rock_paper_scissors",
    "winkels_chain",
]

load_on_demand(__name__, {name: f".{name}" for name in __all__})
