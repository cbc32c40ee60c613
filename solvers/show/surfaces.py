"""Regimes and the surfaces between them, as a proposition and a remark."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from games.numbers import Expression, text

from ..results import MergedRegimes, Regime, RegimeMap, Wall
from . import words
from .classes import OutcomeClass, crossings, default_regime, tags_of
from .latex import table
from .typeset import Typesetter, capital, counted, escaped, listed

FEW_SURFACES = 3  # so many are named in a sentence, more are numbered


def regimes_section(setter: Typesetter, regime_map: RegimeMap, classes: Sequence[OutcomeClass]) -> Iterator[str]:
    """Write the section on regimes: which equilibria exist where, as one proposition."""
    yield from ("", r"\section{Regimes}", "")
    surfaces = [setter.inline(wall.threshold.text()) for wall in regime_map.walls]
    if not surfaces:
        yield "The same equilibria exist at every point of the domain."
        return
    yield r"\begin{proposition}[Regimes]\label{prop:regimes}"
    regimes = capital(counted(len(regime_map.regimes), "regime"))
    others = "no others survive" if regime_map.solved.refine else "no others"
    if len(surfaces) <= FEW_SURFACES:
        which = f"the {counted(len(surfaces), 'surface')} {listed(surfaces)}" if len(surfaces) > 1 else f"the surface {surfaces[0]}"
        yield f"{regimes} fill the domain but for {which}. In each, these equilibria exist and, knife edges apart, {others}:"
        rows = [_row(setter, regime_map, merged, classes) for merged in regime_map.merged]
        yield table(r"l p{0.62\linewidth} p{0.22\linewidth}", ["Regime", "Conditions", "Equilibria"], rows)
    else:
        yield f"{regimes} fill the domain but for these {counted(len(surfaces), 'surface')}:"
        yield r"\begin{enumerate}" + "".join(f"\n\\item {surface}" for surface in surfaces) + "\n" + r"\end{enumerate}"
        yield (
            f"In each regime the equilibria of the last column exist and, knife edges apart, {others}; "
            "column $(k)$ says how the two sides of surface $k$ compare."
        )
        rows = [[r.name, *(f"${_side(wall, r)}$" for wall in regime_map.walls), _present(r, classes)] for r in regime_map.regimes]
        heads = [f"({k})" for k in range(1, len(surfaces) + 1)]
        yield table(f"l {'c' * len(surfaces)} p{{0.22\\linewidth}}", ["Regime", *heads, "Equilibria"], rows)
    yield r"\end{proposition}"
    default = default_regime(regime_map)
    if default is not None and regime_map.game.defaults:
        point = listed([setter.inline(f"{name} = {text(value)}") for name, value in regime_map.game.defaults.items()])
        yield f"The illustrative values {point} lie in {default.name}."
    elif regime_map.game.defaults and regime_map.lies_on():
        point = listed([setter.inline(f"{name} = {text(value)}") for name, value in regime_map.game.defaults.items()])
        walls = listed([setter.inline(words.named_walls([wall])) for wall in regime_map.lies_on()])
        yield f"The illustrative values {point} lie on the surface {walls}."
    yield ""


def _row(setter: Typesetter, regime_map: RegimeMap, merged: MergedRegimes, classes: Sequence[OutcomeClass]) -> list[str]:
    """Regimes in which the same families exist: their names, where they are, and the families."""
    cases = [setter.all_of(words.comparisons(case)) or "everywhere" for case in merged.cases]
    shown = next(regime for regime in regime_map.regimes if regime.name == merged.regimes[0])
    return [", ".join(merged.regimes), "; or ".join(cases), _present(shown, classes)]


def _present(regime: Regime, classes: Sequence[OutcomeClass]) -> str:
    """The tags of a regime's families; a class all of whose families are there, by its letter."""
    tags = []
    for outcome_class in classes:
        present = [tag for tag, family in outcome_class.members.items() if family.name in regime.families]
        tags += [outcome_class.letter] if len(present) == len(outcome_class.members) else present
    return ", ".join(tags) or "none found"


def _side(wall: Wall, regime: Regime) -> str:
    """How the two sides of a wall's equation compare in a regime."""
    left, right = (side.at(regime.sample) if isinstance(side, Expression) else side for side in (wall.threshold.left, wall.threshold.right))
    return ">" if left > right else "<"


def walls_remark(
    setter: Typesetter, regime_map: RegimeMap, classes: Sequence[OutcomeClass], edges: Sequence[OutcomeClass]
) -> Iterator[str]:
    """Write the remark on the walls: whose indifference each is, what changes across it, and the knife edges."""
    if not regime_map.walls:
        return
    tags = tags_of(classes)
    yield r"\begin{remark}[On the walls]"
    yield "What happens on each surface, and which equilibria it parts:"
    yield r"\begin{itemize}"
    for k, wall in enumerate(regime_map.walls):
        happening = setter.happens(wall.reasons)
        moves = [f"{change} (from {listed(pairs)})" for pairs, change in crossings(regime_map, k, tags)]
        only = f"only on this surface there are {listed([tags[name] for name in wall.on])}" if wall.on else ""
        sentences = [capital(s) for s in (happening, listed(moves, "; ", "; and "), only) if s]
        yield rf"\item {setter.inline(wall.threshold.text())}: {'. '.join(sentences) or 'what exists changes'}."
    yield r"\end{itemize}"
    on_edges = (
        "The knife edges found are listed below." if edges else "Equilibria that exist on surfaces only (knife edges) are not listed."
    )
    yield f"On a surface itself, families whose conditions are weak inequalities persist from the side on which they exist. {on_edges}"
    yield r"\end{remark}"
    if edges:
        listed_ = [(tag, family) for outcome_class in edges for tag, family in outcome_class.members.items()]
        named = {tag: replace(family.called, knife_edge=False).text() for tag, family in listed_}
        rows = [[tag, escaped(named[tag]), Typesetter(regime_map.game, family.ranges).conditions(family)] for tag, family in listed_]
        yield table(r"l p{0.5\linewidth} p{0.38\linewidth}", ["", "Knife edge", "Exists if"], rows)
    yield ""
