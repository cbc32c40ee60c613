"""Three-man poker."""

from fractions import Fraction

from ..story import game

NAMES = ("I", "II", "III")


@game(
    players=NAMES,
    source="After Nash (1951), Annals of Mathematics 54, 286-295, three-man poker, with a bet of twice the ante",
    known=(
        "I opens High with 2 - sqrt(15)/3, and so does II after a pass; III opens High always and Low with 1 - 2*sqrt(15)/15.",
        "The payoffs are rational: -1/24, -1/24 and 1/12.",
    ),
)
def three_man_poker(play, *, ante=Fraction(1), bet=Fraction(2), plain=False):
    """Three-man poker: two kinds of cards, one round, irrational play.

    Everyone antes and holds High or Low, equally likely. In turn each may open; the others, in turn, then
    fold or call. The highest hands among those who bet share the pot; if nobody opens the antes go back.

    Parameters
    ----------
    ante, bet : number, positive
        The stakes.
    plain : bool
        Whether the moves that the known equilibrium makes for sure are no choices: High calls, Low folds, and I and II
        pass with Low.

    Notes
    -----
    Zero-sum, 201 nodes, 24 information sets, no parameters.

    References
    ----------
    Nash, J. (1951). Non-cooperative games. *Annals of Mathematics* 54, 286-295.
    """
    hands = dict(zip(NAMES, play.chance("deal", ["HHH", "HHL", "HLH", "HLL", "LHH", "LHL", "LLH", "LLL"]), strict=True))
    for name, hand in hands.items():
        play.tell(name, "High" if hand == "H" else "Low")

    def move(name, actions, forced):
        action = forced if plain and forced else play.choose(name, actions, public=False)
        play.tell([other for other in NAMES if other != name], action)
        return action

    def opens(name):
        return move(name, ["pass", "open"], "pass" if hands[name] == "L" and name != "III" else None) == "open"

    def calls(name):
        return move(name, ["fold", "call"], "call" if hands[name] == "H" else "fold") == "call"

    opener = next((name for name in NAMES if opens(name)), None)
    if opener is None:
        return 0, 0, 0
    next_seat = NAMES.index(opener) + 1
    betting = [opener, *(name for name in (*NAMES[next_seat:], *NAMES[: next_seat - 1]) if calls(name))]
    pot = len(NAMES) * ante + len(betting) * bet
    best = [name for name in betting if hands[name] == min(hands[other] for other in betting)]
    paid = {name: ante + (bet if name in betting else 0) for name in NAMES}
    return {name: (pot / len(best) if name in best else 0) - paid[name] for name in NAMES}
