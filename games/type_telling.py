"""Private types and shocks as a story tells them: read, refused where they make no sense, and noted in the chart."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from .chart import Chart
from .drawn import Drawn
from .errors import GameError
from .law import Law, PrivateType


def draw_type(chart: Chart, step: int, name: object, law: object, owner: str, *, late: bool, all_known: bool) -> Drawn:
    """Draw a private type, the same one in every play.

    Parameters
    ----------
    chart : Chart
        Where types are noted.
    step : int
        How many have been drawn in the play before.
    name, law, owner
        As the story gives them.
    late : bool
        Whether somebody has moved.
    all_known : bool
        Whether a play has ended, so that all types are noted.
    """
    game, draws = chart.name, chart.draws
    if not isinstance(name, str) or not (name.isidentifier() and name.isascii()):
        raise GameError(f"{game}: a type is drawn under a name like w_A, which stands for it in payoffs; found {name!r}.")
    if not isinstance(law, Law):
        raise GameError(f"{game}: {name} is drawn from {law!r}; give a law, as play.draw({name!r}, Uniform(0, 1), to={owner!r}).")
    if late:
        raise GameError(f"{game}: draw {name} before anybody moves; its law may depend on parameters, not on what happened.")
    drawn = PrivateType(name, owner, law)
    if step == len(draws) and not all_known:
        if any(other.name == name for other in draws):
            raise GameError(f"{game}: two types are drawn under the name {name}; give each a name of its own.")
        draws.append(drawn)
    elif step >= len(draws) or draws[step] != drawn:
        before = f"{draws[step].name} from {draws[step].law} to {draws[step].owner}" if step < len(draws) else "nothing more"
        raise GameError(
            f"{game}: once {name} is drawn from {law} to {owner}, once {before}. Draw the same types in every play, before "
            "anybody moves; a law may depend on parameters, not on what happened."
        )
    return Drawn(Fraction(0), {name: Fraction(1)})


def check_all_drawn(chart: Chart, count: int) -> None:
    """Refuse a play that ends before all types are drawn."""
    if count < len(chart.draws):
        raise GameError(
            f"{chart.name}: {chart.draws[count].name} is drawn in some plays only; draw it in every play, before anybody moves."
        )


def note_shocks(chart: Chart, player: str, memory: int, labels: tuple[str, ...], shocks: object, counts: object) -> None:
    """Note the shocks at a choice, the same wherever the player knows the same."""
    game = chart.name
    if not isinstance(shocks, Mapping) or not all(isinstance(law, Law) for law in shocks.values()):
        raise GameError(f"{game}: the shocks at a choice of {player} are a law by action, as shocks={{{labels[-1]!r}: Uniform(0, 1)}}.")
    if not isinstance(counts, bool):
        raise GameError(
            f"{game}: say whether the shocks at a choice of {player} are payoff that its earlier moves value (counts=True), or "
            "errors of whoever moves there, which they do not (counts=False)."
        )
    laws = {str(action): law for action, law in shocks.items()}
    unknown = [action for action in laws if action not in labels]
    if unknown:
        raise GameError(f"{game}: {player} gets a shock to {unknown[0]!r}, and can choose {', '.join(labels)}.")
    if chart.shocks.setdefault((player, memory), (laws, counts)) != (laws, counts):
        raise GameError(f"{game}: the shocks at a choice of {player} differ where {player} knows the same.")
