"""Rock, paper, scissors with stakes of their own."""

from ..parameter import Parameter
from ..story import game

BEATS = {"rock": "scissors", "paper": "rock", "scissors": "paper"}


@game(
    players=("Row", "Column"),
    headline=("a", "b", "c"),
    source="Textbook; Kaplansky (1945), Annals of Mathematics 46, on skew-symmetric games",
    known=(
        "In the one Nash equilibrium both play rock with a/(a + b + c), paper with b/(a + b + c) and scissors with c/(a + b + c).",
        "Each action is played in proportion to the stake of the pair that it is no part of; the game is worth 0.",
    ),
)
def weighted_rock_paper_scissors(
    play,
    *,
    a=Parameter(2, domain="a > 0", means="stake when scissors meet paper"),
    b=Parameter(3, domain="b > 0", means="stake when rock meets scissors"),
    c=Parameter(5, domain="c > 0", means="stake when paper meets rock"),
):
    """Rock, paper, scissors, where each pair has a stake of its own.

    The winner of a pair gets its stake from the loser.

    Notes
    -----
    Two players who move at once, zero-sum, 13 nodes, 2 information sets, three parameters.

    References
    ----------
    Kaplansky, I. (1945). A contribution to von Neumann's theory of games. *Annals of Mathematics* 46, 474-479.
    """
    row = play.choose("Row", list(BEATS), public=False)
    column = play.choose("Column", list(BEATS), public=False)
    if row == column:
        return 0, 0
    winner = row if BEATS[row] == column else column
    stake = {"scissors": a, "rock": b, "paper": c}[winner]
    return (stake, -stake) if winner == row else (-stake, stake)
