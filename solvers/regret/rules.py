"""The update rules: each is a point in one family of four numbers, run by one compiled loop.

With ``r`` a sequence's instantaneous counterfactual regret in iteration ``t``, a rule keeps

    ``R <- d * R + r``,  with ``d = (t - 1)**p / ((t - 1)**p + 1)``, where ``p`` is `positive` or `negative` by the sign of ``R``,

and plays in proportion to the positive part of ``d' * max(R, 0) + prediction * r``, with the ``d`` of the next iteration; plans are
averaged with weights ``t**averaging``.  An infinite exponent keeps all (``d = 1``), a negatively infinite one keeps nothing, so that
``negative = -inf`` is the floor at zero of CFR+.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import inf


@dataclass(frozen=True)
class Rule:
    """One way of learning.

    Parameters
    ----------
    name : str
        What it is called.
    how : str
        What it does, in a phrase, with its source.
    positive, negative : float
        Exponents by which regrets above and below zero are discounted.
    prediction : float
        How much of the last regret is expected once more.
    averaging : float
        Exponent of the weights of the average.
    alternating : bool
        Whether a player learns from what those before it have just changed.
    replies : bool
        Whether instead of regret matching everyone plays a best reply to the average: fictitious play.
    sampling : {"", "external", "outcome"}
        Whether plays are sampled, and of what in them the learner tries all that it may do; the numbers are then not used.
    """

    name: str
    how: str
    positive: float = inf
    negative: float = -inf
    prediction: float = 0.0
    averaging: float = 2.0
    alternating: bool = True
    replies: bool = False
    sampling: str = ""


RULES = {
    rule.name: rule
    for rule in (
        Rule("damped-pcfr+", "predictive CFR+ with half the prediction, averages weighted by t**5", prediction=0.5, averaging=5.0),
        Rule("dcfr", "discounted CFR with 3/2, 0 and 2 (Brown and Sandholm 2019)", positive=1.5, negative=0.0),
        Rule("pdcfr+", "predictive discounted CFR+ with 2.3 and 5 (Xu et al. 2024)", positive=2.3, prediction=1.0, averaging=5.0),
        Rule("pcfr+", "predictive CFR+ (Farina, Kroer and Sandholm 2021)", prediction=1.0),
        Rule("cfr+", "CFR+ with averages weighted by t (Tammelin 2014)", averaging=1.0),
        Rule("cfr", "counterfactual regret minimisation (Zinkevich et al. 2007)", negative=inf, averaging=0.0, alternating=False),
        Rule(
            "alternating-cfr",
            "CFR in which a player learns from what those before it have just changed, as most programs do it",
            negative=inf,
            averaging=0.0,
        ),
        Rule(
            "fictitious-play",
            "fictitious play in sequence form (Heinrich, Lanctot and Silver 2015)",
            averaging=0.0,
            alternating=False,
            replies=True,
        ),
        Rule(
            "external-sampling",
            "CFR on sampled plays in which the learner tries all its actions (Lanctot et al. 2009), also of a story without building it",
            sampling="external",
        ),
        Rule("outcome-sampling", "CFR on single sampled plays (same authors), also of a story without building it", sampling="outcome"),
    )
}

SAMPLED = tuple(name for name, rule in RULES.items() if rule.sampling)
SAMPLING = "outcome-sampling"  # of a story that is not built, when nobody says
PORTFOLIO = "portfolio"
RACING = ("damped-pcfr+", "dcfr", "pdcfr+")
STAGES = (500, 5_000)
"""The portfolio: the rules of `RACING` run side by side, and after each of these many iterations the worst of them drops out."""

METHODS = {
    PORTFOLIO: f"{', '.join(RACING)} side by side, the worst dropping out after {STAGES[0]} iterations and after {STAGES[1]}",
    **{rule.name: rule.how for rule in RULES.values()},
}
"""What `approximate` takes, and how each works."""


def rules_of(method: str) -> tuple[Rule, ...]:
    """Give the rule of a method, or those of the portfolio.

    Raises
    ------
    GameError
        For an unknown method, naming those there are.
    """
    method = method.replace(" ", "-")
    if method == PORTFOLIO:
        return tuple(RULES[name] for name in RACING)
    if method not in RULES:
        from games import GameError

        raise GameError(f"There is no method {method!r} for approximate; there is {', '.join(METHODS)}.")
    return (RULES[method],)
