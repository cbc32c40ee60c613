"""Plea bargaining as screening."""

from fractions import Fraction

from ..parameter import Parameter
from ..story import game


@game(
    players=("Prosecutor", "Defendant"),
    headline=("g", "c"),
    source="After Grossman and Katz (1983), American Economic Review 73, and Reinganum (1988), American Economic Review 78",
    known=(
        "Where defendants accept what they expect at trial, the high offer, which only the guilty accept, is best from "
        "g = c/(c + (pG - pI)*S) on: 1/4 at the defaults.",
        "How much the prosecutor minds a sentence on the innocent drops out.",
    ),
)
def plea_bargaining(
    play,
    *,
    g=Parameter(Fraction(1, 2), domain="0 < g < 1", means="prior that the defendant is guilty"),
    c=Parameter(2, domain="c > 0", means="cost to the prosecutor of a trial of the innocent"),
    pG=Parameter(Fraction(4, 5), domain="pI < pG < 1", means="chance that the guilty are convicted"),
    pI=Parameter(Fraction(1, 5), domain="0 < pI", means="chance that the innocent are convicted"),
    S=Parameter(10, domain="S > 0", means="sentence at trial"),
    om=Parameter(1, domain="om > 0", means="how much the prosecutor minds a unit of sentence on the innocent"),
):
    """Plea bargaining: an offer that only the guilty accept, or one that everybody does?

    The prosecutor offers the sentence that the guilty, or that the innocent, expect at trial; the defendant accepts or goes to trial.

    Notes
    -----
    Two players, 15 nodes, 5 information sets, six parameters.

    References
    ----------
    Grossman, G. M. and Katz, M. L. (1983). Plea bargaining and social welfare. *American Economic Review* 73, 749-757.

    Reinganum, J. F. (1988). Plea bargaining and prosecutorial discretion. *American Economic Review* 78, 713-728.
    """
    guilty = play.chance("truth", {"guilty": g, "innocent": 1 - g}) == "guilty"
    play.tell("Defendant", "guilty" if guilty else "innocent")
    offer = play.choose("Prosecutor", ["low", "high"])
    at_trial = (pG if guilty else pI) * S
    accepted = play.choose("Defendant", ["accept", "trial"]) == "accept"
    sentence = (pI if offer == "low" else pG) * S if accepted else at_trial
    return sentence if guilty else -om * sentence - (0 if accepted else c), -sentence
