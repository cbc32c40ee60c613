"""Crisis signalling with audience costs."""

from fractions import Fraction

from ..errors import GameError
from ..parameter import Parameter
from ..story import game


@game(
    players=("Challenger", "Target"),
    headline=lambda target_types: ("q" if target_types == 2 else "q1", "a"),
    parameters=lambda challenger_types, target_types: {
        **numbered("challenger", "pi", "w", challenger_types, ceiling="-a", top="-a < {} < 0", default=Fraction(-1, 4), step=Fraction(1)),
        **numbered("target", "q", "r", target_types, ceiling="0", top="0 < {} < 1", default=Fraction(1, 2), step=Fraction(1, 2)),
    },
    source="After Fearon (1994), American Political Science Review 88, and Schultz (1998), the same 92: two-sided, simplified",
    known=(
        "Three walls, q*(1 + a) = 1, q*(1 - w_s) = 1 and pi*(1 - r_w) = 1, part the seven-parameter game into six regimes.",
        "Below all three the weak challenger bluffs with -pi*r_w/(1 - pi) and the weak target concedes with a/((1 + a)*(1 - q)): "
        "1/4 and 1/2 at the defaults.",
        "There the chance of a fight is pi/(1 + a), 2/9 at the defaults; it falls in the audience cost.",
        "Equilibria without a threat, resting on beliefs off the path, exist beside it.",
    ),
)
def crisis_signalling(
    play,
    *,
    challenger_types=2,
    target_types=2,
    pi=Parameter(Fraction(1, 3), domain="0 < pi < 1", means="prior that the challenger is strong"),
    q=Parameter(Fraction(1, 3), domain="0 < q < 1", means="prior that the target is strong"),
    a=Parameter(Fraction(1, 2), domain="a > 0", means="audience cost of backing down"),
    w_s=Parameter(Fraction(-1, 4), domain="-a < w_s < 0", means="war value of the strong challenger, who would rather fight"),
    w_w=Parameter(-1, domain="w_w < -a", means="war value of the weak challenger, who would rather back down"),
    r_s=Parameter(Fraction(1, 2), domain="0 < r_s < 1", means="war value of the strong target, who would rather fight"),
    r_w=Parameter(Fraction(-1, 2), domain="r_w < 0", means="war value of the weak target, who would rather concede"),
    **numbers,
):
    """Crisis signalling: a threat that is costly to take back.

    The challenger may threaten; the target concedes or resists; the challenger then fights, or backs down
    before its audience at a cost. Each side alone knows what war is worth to it.

    Parameters
    ----------
    challenger_types, target_types : int, at least 1
        How many types a side has. Two are strong and weak. Other numbers of types are told as ``type 1``, ..,
        the weakest first, with war values ``w1 < w2 < ..`` and ``r1 < r2 < ..`` and the priors ``pi1``, .. and
        ``q1``, .. of all but the last; only the last challenger would rather fight than back down, and only
        the last target would rather fight than concede.

    Notes
    -----
    Two players. With two types a side: 31 nodes, 6 information sets, 7 parameters.

    References
    ----------
    Fearon, J. D. (1994). Domestic political audiences and the escalation of international disputes.
    *American Political Science Review* 88, 577-592.

    Schultz, K. A. (1998). Domestic opposition and signaling in international crises.
    *American Political Science Review* 92, 829-844.
    """
    priors, war = types_of(challenger_types, pi, w_s, w_w, "pi", "w", numbers)
    challenger = play.chance("challenger", priors)
    play.tell("Challenger", challenger)
    priors, defence = types_of(target_types, q, r_s, r_w, "q", "r", numbers)
    target = play.chance("target", priors)
    play.tell("Target", target)

    if play.choose("Challenger", ["wait", "threaten"]) == "wait":
        play.outcome("status quo")
        return {"Challenger": 0, "Target": 1}
    if play.choose("Target", ["concede", "resist"]) == "concede":
        play.outcome("concession")
        return {"Challenger": 1, "Target": 0}
    if play.choose("Challenger", ["back down", "fight"]) == "back down":
        play.outcome("back down")
        return {"Challenger": -a, "Target": 1}
    play.outcome("fight")
    return {"Challenger": war[challenger], "Target": defence[target]}


def types_of(count, prior, strong, weak, chance, value, numbers):
    """Give the chance of each type of a side, and its war value."""
    if count == 2:
        return {"strong": prior, "weak": 1 - prior}, {"strong": strong, "weak": weak}
    kinds = [f"type {k}" for k in range(1, count + 1)]
    chances = [numbers[f"{chance}{k}"] for k in range(1, count)]
    return dict(zip(kinds, [*chances, 1 - sum(chances)], strict=True)), {kind: numbers[f"{value}{k}"] for k, kind in enumerate(kinds, 1)}


def numbered(side, chance, value, count, *, ceiling, top, default, step):
    """Give the parameters of a side whose types are numbered: priors, and war values in order below a ceiling but for the last."""
    if not isinstance(count, int) or count < 1:
        raise GameError(f"crisis_signalling needs a whole number of types on either side, at least 1; found {count!r} for the {side}.")
    if count == 2:
        return {}
    priors = [f"{chance}{k}" for k in range(1, count)]
    values = [f"{value}{k}" for k in range(1, count + 1)]
    parameters = {name: Parameter(Fraction(1, count), f"{name} > 0", f"prior of {side} type {k}") for k, name in enumerate(priors, 1)}
    if priors:
        last = parameters[priors[-1]]
        parameters[priors[-1]] = Parameter(last.default, (f"{priors[-1]} > 0", f"{' + '.join(priors)} < 1"), last.means)
    for k, (name, above) in enumerate(zip(values, [*values[1:-1], ceiling], strict=False), 1):
        parameters[name] = Parameter((k - count) * step, f"{name} < {above}", f"war value of {side} type {k}")
    parameters[values[-1]] = Parameter(default, top.format(values[-1]), f"war value of {side} type {count}")
    return parameters
