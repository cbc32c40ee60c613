"""The honesty wage of an inspector."""

from fractions import Fraction

from ..errors import GameError
from ..parameter import Parameter
from ..story import game


@game(
    players=("Inspector",),
    headline=("w", "q"),
    source="Becker and Stigler (1974), Journal of Legal Studies 3; Besley and McLaren (1993), Economic Journal 103",
    known=(
        "For one period the inspector is honest from w = w0 + b*(1 - q)/q on, and takes the post, and bribes, from w0 - b on.",
        "For ever, it is honest from w0 + (1 - q)*(1 - delta)*b/(q*delta) on; with b = 4, q = 1/5, delta = 4/5 and w0 = 1 the wages are 17 "
        "and 5.",
    ),
)
def honesty_wage(
    play,
    *,
    horizon="one",
    w=Parameter(6, domain="w > 0", means="wage of the inspector"),
    w0=Parameter(1, domain="w0 > 0", means="wage elsewhere"),
    b=Parameter(4, domain="b > 0", means="bribe in each period"),
    q=Parameter(Fraction(1, 5), domain="0 < q < 1", means="chance that a bribe is detected, which costs the post"),
    delta=Parameter(Fraction(4, 5), domain="0 < delta < 1", means="discount factor"),
):
    """The honesty wage: what keeps an inspector from taking bribes?

    For one period, one who is caught loses the post before it is paid. For ever, the tree is that of the one-shot deviation: one who
    is honest now goes on to be honest, and one who is caught keeps this period's wage and loses the bribe and the post.

    Parameters
    ----------
    horizon : {"one", "infinite"}
        Whether the post is for one period or for ever.

    Notes
    -----
    One player. For one period: 7 nodes, 2 information sets, four parameters.

    References
    ----------
    Becker, G. S. and Stigler, G. J. (1974). Law enforcement, malfeasance, and compensation of enforcers.
    *Journal of Legal Studies* 3, 1-18.

    Besley, T. and McLaren, J. (1993). Taxes and bribery: the role of wage incentives. *Economic Journal* 103, 119-141.
    """
    if horizon not in ("one", "infinite"):
        raise GameError(f"honesty_wage has horizon one or infinite; found {horizon!r}.")
    single = horizon == "one"
    if single and play.choose("Inspector", ["elsewhere", "post"]) == "elsewhere":
        return {"Inspector": w0}
    if play.choose("Inspector", ["honest", "bribed"]) == "honest":
        return {"Inspector": w if single else w / (1 - delta)}
    if play.chance("detection", {"caught": q, "unnoticed": 1 - q}) == "caught":
        return {"Inspector": w0 if single else w + delta * w0 / (1 - delta)}
    return {"Inspector": w + b if single else w + b + delta * w / (1 - delta)}
