"""Predictions that no map decides: each reckoned in its own way, exactly."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from importlib import import_module
from typing import Any

from games import load
from games.labels import parts_of
from games.numbers import Expression, Number, simplest, text

from ..analysis.assessing import granted
from ..analysis.forcing import evaluate
from ..front import solve
from .judging import Part
from .prediction import Computed, Prediction

LEAST_GOV = Fraction(3, 10)  # below that the campaign counts Mexico as collapsed


def tit_for_tat(prediction: Prediction, assertion: Computed) -> Part:
    """Without forgiveness half the acts are seen as hostile; forgiveness raises the share of restraint up to noise 1/2."""
    restrained_share: Any = import_module("games.essay.escalation_ladder").restrained_share
    forgives, noise = Expression.symbol("forgives"), Expression.symbol("noise")
    never = restrained_share(Expression.constant(0), noise)
    spread = 1 - (1 - 2 * noise) * (1 - forgives)
    slope = restrained_share(forgives, noise).derivative("forgives") * spread * spread
    holds = simplest(never) == Fraction(1, 2) and slope == noise * (1 - 2 * noise)
    evidence = f"restraint is {text(never)} without forgiveness, and its slope in forgiveness has the sign of {text(slope)}"
    return Part(holds, (), None, evidence)


def brief_collapse(prediction: Prediction, assertion: Computed) -> Part:
    """Over all plays with one strike: from which governability at the start does any of them end in collapse?"""
    game = load(prediction.game, **{**prediction.structure, **assertion.structure})
    column, start = game.measure_names.index("gov"), Fraction(7, 10)
    brief = [leaf for leaf, node in enumerate(game.leaf_nodes) if parts_of(game.history(int(node))).count("strike") == 1]
    fall = max(start - Fraction(game.measure(leaf, column)) for leaf in brief)  # type: ignore[arg-type]
    least = LEAST_GOV + fall
    evidence = (
        f"of {len(brief)} plays with one strike the worst takes {fall} of governability, whatever anybody wants: below {least} at the "
        f"start it ends in collapse, and from the default {start} none does"
    )
    return Part(start < least, (f"gov0 < {least}",), None if start < least else {"gov0": start}, evidence)


# ------------------------------------------------------------------ the static view


@dataclass(frozen=True)
class Force:
    """A use of force whose static value is set against equilibrium.

    Parameters
    ----------
    game, player, move, instead : str
        What is used, and in place of what.
    baseline : dict
        What the static view takes for granted of the others.
    structure : dict
        Structure and values of parameters.
    """

    game: str
    player: str
    move: str
    instead: str
    baseline: Mapping[str, str]
    structure: Mapping[str, Any] = field(default_factory=dict)


FORCES = (
    Force("hide_and_strike", "US", "strike", "hold", {"cartel": "open", "Mexico": "tolerate"}),
    Force("provocation_trap", "US", "escalate", "limited", {"provocateur": "attack", "Mexico": "stay"}),
    Force("campaign", "US", "strike", "press", {"Mexico": "help", "Cartel": "low"}),
    Force("sustainability_bet", "US", "stay", "stop", {"A": "wait", "B": "wait"}, {"k_stay": "1/2"}),
)


def value_of_force(force: Force) -> tuple[Number, Number, Number]:
    """What a use of force is worth to its player: statically, and at least and at most over the equilibria."""
    game = load(force.game, **force.structure).at()

    def worth(profile: Any) -> Number:
        used, not_used = (evaluate(game, profile, {force.player: move}).payoffs[force.player] for move in (force.move, force.instead))
        return simplest(used - not_used)

    found = [worth(solution.sampled()) for solution in solve(game)]
    return worth(granted(game, force.player, force.baseline)), min(found, key=float), max(found, key=float)


def static_view(prediction: Prediction, assertion: Computed) -> Part:
    """Set the static value of force against equilibrium, game by game; and the fall in flow by interdiction."""
    told: list[str] = []
    over: list[str] = []
    under: list[str] = []
    for force in FORCES:
        static, low, high = value_of_force(force)
        told.append(f"{force.game}: {text(static)} against {text(low) if low == high else f'{text(low)} to {text(high)}'}")
        (over if high < static else under).append(force.game)
    routes = load("route_interdiction").at()
    static = evaluate(routes, granted(routes, "US", {"trafficker": "A"}), {"US": "A"}).measures["flow"] - 1
    flows = [solution.measures["flow"] - 1 for solution in solve(routes)]
    told.append(f"flow in route_interdiction: {text(static)} against {text(max(flows, key=float))}")
    (over if min(flows, key=float) > static else under).append("route_interdiction")
    where = (f"overrated in {', '.join(over)}; underrated in {', '.join(under)}",) if under else ()
    return Part(not under, where, None, "; ".join(told), "sweep")


RECKONINGS: Mapping[str, Callable[[Prediction, Computed], Part]] = {
    "tit for tat": tit_for_tat,
    "brief collapse": brief_collapse,
    "static view": static_view,
}
