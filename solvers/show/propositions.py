"""A proposition for each kind of equilibrium: where it exists, play, beliefs, why, and what it brings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from games import Game
from games.numbers import Expression, Number, text

from ..concept import concept_named, refinement_named
from ..results import Family, RegimeMap, nested
from . import by_type, reliability, sentences, words
from .classes import OutcomeClass
from .typeset import Typesetter, capital, counted, escaped, formulas, listed
from .words import Infoset


def equilibria(regime_map: RegimeMap, classes: Sequence[OutcomeClass]) -> Iterator[str]:
    """Write the section on equilibria: the concept, and a proposition for each class of families with the same outcome."""
    game = regime_map.game
    count = sum(len(outcome_class.members) for outcome_class in classes)
    yield from (r"\section{Equilibria}", "")
    concept = concept_named(regime_map.solved.concept).described
    refined = f" {refinement_named(regime_map.solved.refine).described}" if regime_map.solved.refine else ""
    kinds = f", of {counted(len(classes), 'kind')} by the probabilities of endings" if len(classes) < count else ""
    yield (
        f"We look for {concept}{refined}. "
        f"On sets of parameters with interior there are {counted(count, 'family', 'families')} of them{kinds}. "
        "Beliefs that are not stated are the prior, at a player's first choice, or certainty, where it knows the history."
    )
    for outcome_class, title in zip(classes, _titles(classes), strict=True):
        yield ""
        yield from _proposition(game, outcome_class, title)
    if regime_map.solved.removed:
        yield from ("", "The refinement removes these wherever they exist:", r"\begin{itemize}")
        yield from (f"\\item {escaped(f'{name}. {reason}')}" for name, reason in reliability.removed(regime_map.solved))
        yield r"\end{itemize}"


def _titles(classes: Sequence[OutcomeClass]) -> list[str]:
    """What is played in each class: the first phrases of its name, as many as tell the classes apart."""
    phrases = [sentences.phrases(outcome_class.called) for outcome_class in classes]
    for k in range(1, max(map(len, phrases), default=1)):
        short = ["; ".join(p[:k]) for p in phrases]
        if len(set(short)) == len(short):
            return short
    return [outcome_class.name for outcome_class in classes]


def _proposition(game: Game, outcome_class: OutcomeClass, title: str) -> Iterator[str]:
    members = list(outcome_class.members.values())
    yield rf"\begin{{proposition}}[{outcome_class.letter}: {escaped(title)}]\label{{prop:{outcome_class.letter}}}"
    if len(members) == 1:
        (family,) = members
        setter = Typesetter(game, family.ranges)
        yield _exists(setter.conditions(family), always=_unconditional(family))
        yield from _described(setter, family, _infosets(family), _infosets(family), words.off_path(game, family.profile))
        yield from _brings(setter, family)
    else:
        yield from _several(game, outcome_class.members)
    yield r"\end{proposition}"


def _several(game: Game, members: Mapping[str, Family]) -> Iterator[str]:
    """Families with the same outcome: what they share, and then where they differ."""
    families = list(members.values())
    first = families[0]
    offs = [words.off_path(game, f.profile) for f in families]
    off, setter = offs[0], Typesetter(game, first.ranges)
    everywhere = [p for p in _infosets(first) if len({p in off_set for off_set in offs}) == 1 and not any(_open(f, p) for f in families)]
    common = [p for p in everywhere if len({_mix(f, p) for f in families}) == 1]
    same_beliefs = [p for p in everywhere if len({str(nested(f.beliefs[p[0]][p[1]])) for f in families}) == 1]
    conditions = _shared(families)
    yield f"{capital(counted(len(families), 'family', 'families'))} of equilibria share this play."
    yield from _described(setter, first, common, same_beliefs, off, whole=False)
    yield from _brings(setter, first)
    if conditions:
        yield f"All of them need {setter.all_of(conditions)}."
    differing = [p for p in _infosets(first) if p not in common]
    apart = all(set(differing) <= off_set for off_set in offs)
    yield "They differ off the path:" if apart else "They differ as follows:"
    yield r"\begin{itemize}"
    for (tag, family), off_here in zip(members.items(), offs, strict=True):
        inner = Typesetter(game, family.ranges)
        own = [c for c in words.comparisons(family.told_cases[0]) if c not in conditions] if conditions else []
        if not conditions:
            where = _exists(inner.conditions(family), always=_unconditional(family))
        else:
            where = _exists(inner.all_of(own), "also ") if own else "Exists wherever that holds."
        yield rf"\item[({tag})] {where}"
        beliefs = [p for p in _infosets(family) if p not in same_beliefs]
        yield from _described(inner, family, differing, beliefs, off_here, marked=not apart)
    yield r"\end{itemize}"


def _open(family: Family, infoset: Infoset) -> bool:
    """Whether play or beliefs at an information set depend on what a continuum leaves open."""
    player, label = infoset
    numbers = [*family.profile[player][label].values(), *family.beliefs.get(player, {}).get(label, {}).values()]
    return any(name in family.free for p in numbers if isinstance(p, Expression) for name in p.free)


def _shared(families: Sequence[Family]) -> list[str]:
    """The conditions that several families have in common."""
    if any(len(f.told_cases) != 1 for f in families):
        return []
    first, *others = (words.comparisons(f.told_cases[0]) for f in families)
    return [c for c in first if all(c in told for told in others)]


def _infosets(family: Family) -> list[Infoset]:
    return [(player, label) for player, sets in family.profile.strategies.items() for label in sets]


def _mix(family: Family, infoset: Infoset) -> str:
    return words.mix(family.profile[infoset[0]][infoset[1]])


def _exists(where: str, more: str = "", *, always: bool = False) -> str:
    return f"Exists {where}." if always else f"Exists if and only if {more}{where}."


def _unconditional(family: Family) -> bool:
    """Whether a family exists everywhere, or nowhere."""
    return not all(family.told_cases) or not family.told_cases


def _described(
    setter: Typesetter,
    family: Family,
    infosets: Sequence[Infoset],
    believed_at: Sequence[Infoset],
    off: frozenset[Infoset],
    *,
    marked: bool = True,
    whole: bool = True,
) -> Iterator[str]:
    """Play at some information sets, beliefs at some where they are not plain; what stays open, and why, when `whole`."""
    plays = list(setter.plays(family.profile, infosets, off if marked else frozenset()))
    if family.by_type is not None:
        yield " ".join(by_type.sentences(family, setter.inline, setter.label))
    elif plays:
        yield " ".join(f"{play}." for play in plays)
    shown = [p for p in believed_at if p not in setter.types and not _plain(family, p)]
    for where, believed in (("By Bayes' rule", [p for p in shown if p not in off]), ("Off the path", [p for p in shown if p in off])):
        clauses = list(setter.beliefs(family.beliefs, believed))
        if clauses:
            yield f"{where}: {listed(clauses, '; ', '; and ')}."
    if whole and family.free:
        yield f"Here {listed([setter.inline(formula) for formula in formulas(family.ranges)])}."
    if whole and family.pins:
        yield " ".join(f"{setter.reason(pin)}." for pin in family.pins)


def _plain(family: Family, infoset: Infoset) -> bool:
    """Whether an information set has one history only."""
    return len(family.beliefs[infoset[0]][infoset[1]]) < 2


def _brings(setter: Typesetter, family: Family) -> Iterator[str]:
    """Outcomes, payoffs and measures as displays."""
    outcomes = [(rf"\Pr({setter.word(label)})", p) for label, p in family.outcomes.items() if not words.is_zero(p)]
    if len(outcomes) == 1:
        yield f"The game ends in {setter.label(next(k for k, p in family.outcomes.items() if not words.is_zero(p)))} for certain."
    elif outcomes:
        yield "The endings have probabilities" + _display(setter, outcomes, ",")
    payoffs = [(rf"u_{{{setter.word(player)}}}", value) for player, value in family.payoffs.items()]
    yield ("and expected payoffs are" if len(outcomes) > 1 else "Expected payoffs are") + _display(setter, payoffs)
    measures = [(setter.word(name), value) for name, value in family.measures.items() if not words.is_zero(value)]
    if measures:
        yield "Expected measures are" + _display(setter, measures)


def _display(setter: Typesetter, rows: Sequence[tuple[str, Number]], stop: str = ".") -> str:
    """Equations, two on a line where they are short."""
    if not rows:
        return " nothing" + stop
    equations = [rf"{name} &= {setter.number(value)}" for name, value in rows]
    short = max(len(text(value)) + len(name) for name, value in rows) < 60
    step = 2 if short and len(rows) > 1 else 1
    lines = [" & ".join(equations[k : k + step]) for k in range(0, len(equations), step)]
    return "\n\\begin{align*}\n" + " \\\\\n".join(lines) + f"{stop}\n\\end{{align*}}"
