"""Correspondences of quantal response for people: counts from fold to fold, what happens at each, and curves as a picture."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from typing import TYPE_CHECKING, Any

from games import Game, GameError
from games.numbers import text

from ..results import Profile
from ..results.correspondences import Bifurcation, Branch, Correspondence, Fold, Limit
from ..results.response_maps import ResponseMap
from . import words
from .wrapping import laid_out, prose, wrap

if TYPE_CHECKING:
    import pandas
    from matplotlib.figure import Figure

DIGITS, SEEN = 10, 4
PRINCIPAL = "principal branch"
PANELS = 4  # probabilities that are drawn unless others are asked for
COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9")
DASHES = ("-", "--", "-.", ":")


def correspondence_text(found: Correspondence) -> str:
    """Write a correspondence."""
    return "\n".join([*wrap(found.game.title), *_lines(found)])


def _lines(found: Correspondence) -> list[str]:
    lines = [*wrap(_heading(found)), ""]
    for count in found.counts:
        how = "" if count.proved else " at least" if not count.counted else f", counted at {text(count.at)}"
        number = words.counted(count.count, "equilibrium", "equilibria")
        lines += wrap(f"{_short(count.low)} to {_short(count.high)}: {number}{how}", "", "  ")
    lines += [""] if found.folds or found.bifurcations else []
    events: list[Fold | Bifurcation] = [*found.folds, *found.bifurcations]
    for event in sorted(events, key=lambda one: one.value):
        lines += wrap(_event(found, event), "", "  ")
    lines.append("")
    lines += laid_out(_branches(found), "")
    if found.limit is not None:
        lines += ["", *limit_lines(found.limit)]
    lines.append("")
    for sentence in _reliability(found):
        lines += prose(sentence)
    return lines


def _heading(found: Correspondence) -> str:
    fixed = {name: value for name, value in found.game.fixed.items() if name != found.by}
    at = [words.values(fixed)] if fixed else []
    at += [f"precision {text(found.precision)}"] if found.precision is not None else []
    where = f" at {', '.join(at)}" if at else ""
    return (
        f"{found.game.name}{where}: {found.response} quantal response equilibria by {found.by} from {text(found.low)} to {text(found.high)}"
    )


def _event(found: Correspondence, event: Fold | Bifurcation) -> str:
    if isinstance(event, Bifurcation) and not event.certified:
        return f"Near {found.by} = {event.value:.{SEEN}g}: branches meet by the look of it, which is not proved."
    where = f"At {found.by} = {event.value:.{DIGITS}g}"
    if isinstance(event, Bifurcation):
        return f"{where}: branches meet, by a symmetry of the game."
    number = found.folds.index(event)
    on = [branch.name for branch in found.branches if number in branch.folds]
    what = "two equilibria appear" if event.appear else "two equilibria meet and vanish"
    return f"{where}: a fold{f' on {_the(on[0])}' if on else ''}; {what} as {found.by} rises."


def _the(name: str) -> str:
    return f"the {name}" if name == PRINCIPAL else name


def _branches(found: Correspondence) -> Iterator[tuple[str, str]]:
    for branch in found.branches:
        if not branch.moving:
            continue
        ends = "closed" if branch.closed else f"from {_short(branch.moving[0])} to {_short(branch.moving[-1])}"
        if branch.moving[0] == branch.moving[-1]:
            ends = f"both ends at {_short(branch.moving[0])}"
        folds = f", {words.counted(len(branch.folds), 'fold')}" if branch.folds else ""
        yield branch.name, f"{ends}{folds}; at its end {_profile(found.game, branch)}"


def _profile(game: Game, branch: Branch) -> str:
    parts = []
    for player, sets in branch.chances.items():
        for label, row in sets.items():
            if len(row) > 1:
                where = f" at {label}" if len(sets) > 1 else ""
                parts.append(f"{player}{where} {', '.join(f'{a} {x[-1]:.4g}' for a, x in row.items())}")
    shown = parts[:6]
    return "; ".join(shown) + (f"; and {len(parts) - 6} more" if len(parts) > 6 else "")


def _reliability(found: Correspondence) -> Iterator[str]:
    boxes = f"{found.boxes} boxes were looked at."
    if found.found == "all" and not found.gaps:
        yield f"These are all branches and folds: nowhere else in the range are derivatives singular, which is proved. {boxes}"
    elif found.found == "all":
        yield f"These are all branches and folds, which is proved but for {_gaps(found)}, around where branches meet. {boxes}"
    else:
        where = f"from {_gaps(found)}" if found.gaps else "in between"
        yield f"There may be others: nothing is proved {where}; where equilibria were counted, the counts are. {boxes}"
    yield "Folds are proved; curves are followed in floating point."


def _gaps(found: Correspondence) -> str:
    return ", ".join(f"{_short(a)} to {_short(b)}" for a, b in found.gaps[:3]) + (" and more" if len(found.gaps) > 3 else "")


def _short(x: float) -> str:
    return f"{x:.{DIGITS}g}"


def correspondence_html(found: Correspondence) -> str:
    """Write it for a notebook, with the picture."""
    from .shown_figure import image

    lines = "<br>".join(escape(line) for line in _lines(found))
    return f"<p><b>{escape(found.game.title)}</b></p>{image(correspondence_figure(found, None))}<p>{lines}</p>"


# ------------------------------------------------------------------ limits


def limit_lines(limit: Limit) -> list[str]:
    """Write where the principal branch goes."""
    rows = list(words.strategies(_brief(limit.profile), frozenset()))
    if limit.exact:
        near = f"within {limit.distance:.0e} of" if limit.distance else "to"
        how = f"The principal branch comes {near} this Nash equilibrium, which is exact; read off at precision {limit.precision:.4g}."
    else:
        how = f"Read off the principal branch in floating point, at precision {limit.precision:.4g}; no exact equilibrium was found there."
    return ["Limiting logit equilibrium:", *laid_out(rows, "  "), *prose(how)]


def limit_text(limit: Limit) -> str:
    """Write a limit by itself."""
    return "\n".join([*wrap(limit.game.title), *wrap(limit.game.name), "", *limit_lines(limit)])


def _brief(profile: Profile) -> Profile:
    def brief(x: Any) -> Any:
        return float(f"{x:.6g}") if isinstance(x, float) else x

    return Profile({p: {s: {a: brief(x) for a, x in row.items()} for s, row in sets.items()} for p, sets in profile.strategies.items()})


# ------------------------------------------------------------------ tables and pictures


def correspondence_frame(found: Correspondence) -> pandas.DataFrame:
    """Tabulate the branches: a row for each point and action."""
    import pandas as pd

    rows = [
        (branch.name, k, x, player, label, action, values[k])
        for branch in found.branches
        for k, x in enumerate(branch.moving)
        for player, sets in branch.chances.items()
        for label, row in sets.items()
        for action, values in row.items()
    ]
    return pd.DataFrame(rows, columns=["branch", "point", found.by, "player", "information set", "action", "probability"])


def correspondence_figure(found: Correspondence, of: Sequence[tuple[str, str, str]] | None) -> Figure:
    """Draw probabilities against what moves, a panel for each, folds marked.

    Raises
    ------
    GameError
        For an action that there is not.
    """
    import matplotlib

    from .shown_figure import ShownFigure
    from .style import FAINT, INK, STYLE

    shown = _shown(found, of)
    with matplotlib.rc_context(STYLE):  # type: ignore[arg-type]
        figure = ShownFigure(figsize=(4.2 * min(2, len(shown)), 2.9 * ((len(shown) + 1) // 2) + 0.4), layout="constrained")
        axes = figure.subplots((len(shown) + 1) // 2, min(2, len(shown)), squeeze=False)
        for axis in axes.flat[len(shown) :]:
            axis.set_visible(False)
        for axis, (player, label, action) in zip(axes.flat, shown, strict=False):
            for k, branch in enumerate(found.branches):
                curve = branch.chances[player][label][action]
                axis.plot(branch.moving, curve, color=COLOURS[k % 6], ls=DASHES[k // 6 % 4], lw=1.6, label=branch.name)
            for fold in found.folds:
                axis.plot(fold.value, fold.chances[player][label][action], "o", ms=5, mfc="white", mec=INK, zorder=5, gid="fold")
            for one in found.bifurcations:
                axis.plot(one.value, one.chances[player][label][action], "D", ms=5, mfc="white", mec=INK, zorder=5, gid="bifurcation")
            axis.set_xlim(float(found.low), float(found.high))
            axis.set_ylim(-0.03, 1.03)
            axis.set_xlabel(found.by)
            axis.set_ylabel(f"{player}: {action}" + (f" at {label}" if len(found.game.set_labels) > len(found.game.players) else ""))
            axis.grid(color=FAINT, alpha=0.2)
        axes.flat[0].legend(fontsize=7, loc="best")
        figure.suptitle(found.game.title, fontsize=10)
    folds = f"; folds at {', '.join(f'{fold.value:.4g}' for fold in found.folds)}" if found.folds else ""
    figure.alt = f"Probabilities in {found.game.name} by {found.by}: {len(found.branches)} branches{folds}."
    return figure


def response_map_text(found: ResponseMap) -> str:
    """Write a map of two parameters."""
    first, second = found.over
    lines = [*wrap(found.game.title), *wrap(_map_heading(found)), ""]
    for value, one in found.slices:
        counts = ", ".join(
            f"{words.counted(c.count, 'equilibrium', 'equilibria')} up to {_short(c.high)}" + ("" if c.proved else " (not proved)")
            for c in one.counts
        )
        lines += wrap(f"{second} = {text(value)}: {counts}", "", "  ")
    lines.append("")
    for low, high in found.changes:
        lines += prose(
            f"Between {second} = {text(low)} and {text(high)} the number of folds changes: two meet in a cusp there, or leave the range of "
            f"{first}."
        )
    how = "every fold is certified" if found.found == "all" else "folds are certified, and some intervals are open"
    lines += prose(f"Along each slice {how}; between slices nothing is claimed.")
    return "\n".join(lines)


def _map_heading(found: ResponseMap) -> str:
    first, second = found.over
    kind = f"{found.response} quantal response equilibria"
    return f"{found.game.name} at precision {text(found.precision)}: numbers of {kind} by {first}, for values of {second}"


def response_map_html(found: ResponseMap) -> str:
    """Write a map of two parameters with its picture."""
    from .shown_figure import image

    return f"<p>{escape(_map_heading(found))}</p>{image(response_map_figure(found))}"


def response_map_figure(found: ResponseMap) -> Figure:
    """Draw the folds in the plane of two parameters; grey bars are where there are several equilibria."""
    import matplotlib

    from .shown_figure import ShownFigure
    from .style import FAINT, INK, STYLE

    first, second = found.over
    with matplotlib.rc_context(STYLE):  # type: ignore[arg-type]
        figure = ShownFigure(figsize=(5.2, 3.6), layout="constrained")
        axis = figure.subplots()
        for value, one in found.slices:
            for count in one.counts:
                if count.count > 1:
                    axis.plot(
                        [count.low, count.high], [float(value)] * 2, color=FAINT, lw=3, alpha=0.5, solid_capstyle="butt", gid="several"
                    )
                    axis.annotate(str(count.count), ((count.low + count.high) / 2, float(value)), fontsize=7, ha="center", va="bottom")
        points = [(fold.value, float(value), fold.appear) for value, one in found.slices for fold in one.folds]
        for appear, marker in ((True, ">"), (False, "<")):
            mine = [(x, y) for x, y, one in points if one == appear]
            if mine:
                label = f"two {'appear' if appear else 'vanish'} as {first} rises"
                axis.plot(*zip(*mine, strict=True), marker, ms=5, mfc="white", mec=INK, ls="", label=label, gid="fold")
        axis.set_xlabel(first)
        axis.set_ylabel(second)
        if points:
            axis.legend(fontsize=7, loc="best")
        figure.suptitle(found.game.title, fontsize=10)
    figure.alt = f"{_map_heading(found)}: {words.counted(len(points), 'fold')} in {words.counted(len(found.slices), 'slice')}."
    return figure


def _shown(found: Correspondence, of: Sequence[tuple[str, str, str]] | None) -> list[tuple[str, str, str]]:
    game = found.game
    every = [
        (game.players[int(i)], label, actions[0])
        for i, label, actions in zip(game.set_owner, game.set_labels, game.set_actions, strict=True)
        if len(actions) > 1
    ]
    if of is None:
        return every[:PANELS] or [(game.players[0], game.set_labels[0], game.set_actions[0][0])]
    for player, label, action in of:
        if action not in game.set_actions[game.set_index(player, label)]:
            raise GameError(f"{player} has no action {action!r} at {label!r} in {game.name}.")
    return list(of)
