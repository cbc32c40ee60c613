"""A proposition for each kind of equilibrium: where it exists, play, beliefs, why, and what it brings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from games import Game
from games.numbers import Expression, Number, text

from ..concept import concept_named, refinement_named
from ..results import Family, RegimeMap, nested
from . import sentences, words
from .classes import OutcomeClass
from .typeset import Typesetter, capital, counted, escaped, formulas, listed
from .words import Place


def equilibria(found: RegimeMap, sorted_: Sequence[OutcomeClass]) -> Iterator[str]:
    """Write the section on equilibria: the concept, and a proposition for each class of families with the same outcome."""
    game = found.game
    count = sum(len(one.members) for one in sorted_)
    yield from (r"\section{Equilibria}", "")
    concept = concept_named(found.solved.concept).described
    kept = f" {refinement_named(found.solved.refine).described}" if found.solved.refine else ""
    kinds = f", of {counted(len(sorted_), 'kind')} by the probabilities of endings" if len(sorted_) < count else ""
    yield (
        f"We look for {concept}{kept}. "
        f"On sets of parameters with interior there are {counted(count, 'family', 'families')} of them{kinds}. "
        "Beliefs that are not stated are the prior, at a player's first choice, or certainty, where it knows the history."
    )
    for one, title in zip(sorted_, _titles(sorted_), strict=True):
        yield ""
        yield from _proposition(game, one, title)
    if found.solved.removed:
        yield from ("", "The refinement removes these wherever they exist:", r"\begin{itemize}")
        yield from (f"\\item {escaped(f'{name}. {reason}')}" for name, reason in words.removed(found.solved))
        yield r"\end{itemize}"


def _titles(sorted_: Sequence[OutcomeClass]) -> list[str]:
    """What is played in each class: the first phrases of its name, as many as tell the classes apart."""
    phrases = [sentences.phrases(one.called) for one in sorted_]
    for k in range(1, max(map(len, phrases), default=1)):
        short = ["; ".join(p[:k]) for p in phrases]
        if len(set(short)) == len(short):
            return short
    return [one.name for one in sorted_]


def _proposition(game: Game, one: OutcomeClass, title: str) -> Iterator[str]:
    members = list(one.members.values())
    yield rf"\begin{{proposition}}[{one.letter}: {escaped(title)}]\label{{prop:{one.letter}}}"
    if len(members) == 1:
        (family,) = members
        setter = Typesetter(game, family.ranges)
        yield _exists(setter.conditions(family), always=_unconditional(family))
        yield from _described(setter, family, _places(family), _places(family), words.off_path(game, family.profile))
        yield from _brings(setter, family)
    else:
        yield from _several(game, one.members)
    yield r"\end{proposition}"


def _several(game: Game, members: Mapping[str, Family]) -> Iterator[str]:
    """Families with the same outcome: what they share, and then where they differ."""
    families = list(members.values())
    first = families[0]
    offs = [words.off_path(game, f.profile) for f in families]
    off, setter = offs[0], Typesetter(game, first.ranges)
    everywhere = [p for p in _places(first) if len({p in one for one in offs}) == 1 and not any(_open(f, p) for f in families)]
    common = [p for p in everywhere if len({_mix(f, p) for f in families}) == 1]
    held = [p for p in everywhere if len({str(nested(f.beliefs[p[0]][p[1]])) for f in families}) == 1]
    asked = _shared(families)
    yield f"{capital(counted(len(families), 'family', 'families'))} of equilibria share this play."
    yield from _described(setter, first, common, held, off, whole=False)
    yield from _brings(setter, first)
    if asked:
        yield f"All of them need {setter.all_of(asked)}."
    rest = [p for p in _places(first) if p not in common]
    apart = all(set(rest) <= one for one in offs)
    yield "They differ off the path:" if apart else "They differ as follows:"
    yield r"\begin{itemize}"
    for (tag, family), here in zip(members.items(), offs, strict=True):
        inner = Typesetter(game, family.ranges)
        own = [c for c in family.conditions[0] if c not in asked] if asked else []
        if not asked:
            where = _exists(inner.conditions(family), always=_unconditional(family))
        else:
            where = _exists(inner.all_of(own), "also ") if own else "Exists wherever that holds."
        yield rf"\item[({tag})] {where}"
        beliefs = [p for p in _places(family) if p not in held]
        yield from _described(inner, family, rest, beliefs, here, marked=not apart)
    yield r"\end{itemize}"


def _open(family: Family, place: Place) -> bool:
    """Whether play or beliefs at an information set depend on what a continuum leaves open."""
    player, label = place
    numbers = [*family.profile[player][label].values(), *family.beliefs.get(player, {}).get(label, {}).values()]
    return any(name in family.free for p in numbers if isinstance(p, Expression) for name in p.free)


def _shared(families: Sequence[Family]) -> list[str]:
    """The conditions that several families have in common."""
    if any(len(f.conditions) != 1 for f in families):
        return []
    return [c for c in families[0].conditions[0] if all(c in f.conditions[0] for f in families)]


def _places(family: Family) -> list[Place]:
    return [(player, label) for player, sets in family.profile.strategies.items() for label in sets]


def _mix(family: Family, place: Place) -> str:
    return words.mix(family.profile[place[0]][place[1]])


def _exists(where: str, more: str = "", *, always: bool = False) -> str:
    return f"Exists {where}." if always else f"Exists if and only if {more}{where}."


def _unconditional(family: Family) -> bool:
    """Whether a family exists everywhere, or nowhere."""
    return not all(family.conditions) or not family.conditions


def _described(
    setter: Typesetter,
    family: Family,
    places: Sequence[Place],
    held: Sequence[Place],
    off: frozenset[Place],
    *,
    marked: bool = True,
    whole: bool = True,
) -> Iterator[str]:
    """Play at some information sets, beliefs at some where they are not plain; what stays open, and why, when `whole`."""
    plays = list(setter.plays(family.profile, places, off if marked else frozenset()))
    if plays:
        yield " ".join(f"{said}." for said in plays)
    told = [p for p in held if p not in setter.types and not _plain(family, p)]
    for where, believed in (("By Bayes' rule", [p for p in told if p not in off]), ("Off the path", [p for p in told if p in off])):
        said = list(setter.beliefs(family.beliefs, believed))
        if said:
            yield f"{where}: {listed(said, '; ', '; and ')}."
    if whole and family.free:
        yield f"Here {listed([setter.inline(part) for part in formulas(family.ranges)])}."
    if whole and family.pins:
        yield " ".join(f"{setter.reason(pin)}." for pin in family.pins)


def _plain(family: Family, place: Place) -> bool:
    """Whether a set has one history only."""
    return len(family.beliefs[place[0]][place[1]]) < 2


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
    said = [rf"{name} &= {setter.number(value)}" for name, value in rows]
    short = max(len(text(value)) + len(name) for name, value in rows) < 60
    step = 2 if short and len(rows) > 1 else 1
    lines = [" & ".join(said[k : k + step]) for k in range(0, len(said), step)]
    return "\n\\begin{align*}\n" + " \\\\\n".join(lines) + f"{stop}\n\\end{{align*}}"
