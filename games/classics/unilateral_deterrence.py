"""Unilateral deterrence."""

from fractions import Fraction

from ..parameter import Parameter
from ..story import game


@game(
    players=("Challenger", "Defender"),
    headline=("pDef", "pCh"),
    source="Zagare and Kilgour (1993), International Studies Quarterly 37, 1-27; (2000), Perfect Deterrence",
    known=(
        "The walls are pDef = (cDC - cSQ)/(cDC - cCD), pDef = (cDC - cSQ)/(cDC - cDDp) and pCh = (dCD - dDC)/(dCD - dDDm).",
        "Below the first the soft challenger bluffs or attacks; between the two the types separate; above, deterrence is certain.",
        "Deterrence by a soft defender who would defy exists everywhere beside these.",
    ),
)
def unilateral_deterrence(
    play,
    *,
    cDC=Parameter(6, domain="cDC > cSQ > cDDp > cCD > cDDm", means="challenger: the defender concedes"),
    cSQ=Parameter(2, means="challenger: the status quo"),
    cDDp=Parameter(1, means="challenger, hard: conflict"),
    cCD=Parameter(0, means="challenger: backing out when defied"),
    cDDm=Parameter(-3, means="challenger, soft: conflict"),
    dSQ=Parameter(5, domain="dSQ > dCD > dDDp > dDC > dDDm", means="defender: the status quo"),
    dCD=Parameter(4, means="defender: the challenger backs out"),
    dDDp=Parameter(2, means="defender, hard: conflict"),
    dDC=Parameter(1, means="defender: conceding"),
    dDDm=Parameter(-5, means="defender, soft: conflict"),
    pCh=Parameter(Fraction(1, 4), domain="0 < pCh < 1", means="prior that the challenger is hard"),
    pDef=Parameter(Fraction(1, 2), domain="0 < pDef < 1", means="prior that the defender is hard"),
):
    """Unilateral deterrence: a challenge, defiance, and whether either is meant.

    The challenger keeps the status quo or demands; the defender concedes or defies; the challenger then
    fights or backs out. Only the hard would rather fight than give in; each side knows its own kind.

    Notes
    -----
    Two players, 31 nodes, 6 information sets, 12 parameters.

    References
    ----------
    Zagare, F. C. and Kilgour, D. M. (1993). Asymmetric deterrence. *International Studies Quarterly* 37, 1-27.

    Zagare, F. C. and Kilgour, D. M. (2000). *Perfect Deterrence*. Cambridge University Press.
    """
    challenger = play.chance("challenger", {"hard": pCh, "soft": 1 - pCh})
    play.tell("Challenger", challenger)
    defender = play.chance("defender", {"hard": pDef, "soft": 1 - pDef})
    play.tell("Defender", defender)

    if play.choose("Challenger", ["keep", "demand"]) == "keep":
        play.outcome("status quo")
        return {"Challenger": cSQ, "Defender": dSQ}
    if play.choose("Defender", ["concede", "defy"]) == "concede":
        play.outcome("concession")
        return {"Challenger": cDC, "Defender": dDC}
    if play.choose("Challenger", ["fight", "back out"]) == "back out":
        play.outcome("challenger backs out")
        return {"Challenger": cCD, "Defender": dCD}
    play.outcome("conflict")
    return {"Challenger": cDDp if challenger == "hard" else cDDm, "Defender": dDDp if defender == "hard" else dDDm}
