"""Families in classes with the same outcome, and what flips between regimes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, count
from string import ascii_uppercase, digits

from games.numbers import Number, text

from ..results import Families, Family, Members, Name, Phrase, Regime, RegimeMap, told_apart
from . import sentences
from .short_lists import runs


@dataclass(frozen=True)
class OutcomeClass:
    """Families that bring the same outcome distribution.

    Parameters
    ----------
    letter : str
        How it is referred to.
    called : Name
        By what is played.
    members : dict from str to Family
        By tag: the letter, with a number where there are several.
    """

    letter: str
    called: Name
    members: Mapping[str, Family]

    @property
    def name(self) -> str:
        """What is played."""
        return self.called.text()

    @property
    def outcomes(self) -> Mapping[str, Number]:
        """The common outcome distribution."""
        return next(iter(self.members.values())).outcomes


def sorted_by_outcome(families: Families, told: Iterable[Family] | None = None) -> list[OutcomeClass]:
    """Sort families, or those that are told of them, into classes with the same outcome distribution; tags are those of `tags_of_all`."""
    classes: dict[str, OutcomeClass] = {}
    tags = tags_of_all(families)
    for family in families if told is None else told:
        class_letter, tag = tags[family.name]
        known = classes.setdefault(class_letter, OutcomeClass(class_letter, family.shared or family.called, {}))
        classes[class_letter] = replace(known, members={**known.members, tag: family})
    several = list(classes.values())
    return [replace(one, called=called) for one, called in zip(several, told_apart(_titles(several)), strict=True)]


def _titles(classes: Sequence[OutcomeClass]) -> list[Name]:
    """What classes are called; those that would read alike by what differs: that they live on walls only, or what all in one play."""
    titles, alike = [one.called for one in classes], Counter(one.name for one in classes)
    if len(alike) == len(classes):
        return titles
    families = [next(iter(one.members.values())) for one in classes]
    for k, one in enumerate(classes):
        generic = {families[j].generic for j, other in enumerate(classes) if other.name == one.name}
        titles[k] = replace(one.called, knife_edge=len(generic) > 1 and not families[k].generic)
    agreed = [[play for play in families[k].called.on_path if _all_play(one, play)] for k, one in enumerate(classes)]
    texts = [title.text() for title in titles]
    for k, title in enumerate(titles):
        rivals = [agreed[j] for j, written in enumerate(texts) if j != k and written == texts[k]]
        if rivals and title.given:
            titles[k] = replace(title, on_path=tuple(play for play in agreed[k] if not all(play in rival for rival in rivals)))
    return titles


def _all_play(one: OutcomeClass, play: Phrase) -> bool:
    return all(play in family.called.on_path for family in one.members.values())


def tags_of_all(families: Families) -> dict[str, tuple[str, str]]:
    """The letter of the class of every family, and its tag: the letter, with a number where there are several in the class.

    Families that differ by labels only and are not written out have theirs too, and so have those that a refinement removes:
    a family is called the same before and after, and in a map.
    """
    names_of: dict[object, list[str]] = {}
    for name, outcome in _outcomes(families):
        names_of.setdefault(outcome, []).append(name)
    tags = {}
    for class_letter, names in zip(letters_beside(families.game.players), names_of.values(), strict=False):
        for n, name in enumerate(names, 1):
            tags[name] = class_letter, class_letter + (str(n) if len(names) > 1 else "")
    return tags


def _outcomes(families: Families) -> Iterator[tuple[str, object]]:
    """The name of every family, those that are removed too, with what tells its outcome from others."""
    members = families.families
    if isinstance(members, Members):
        for place in members.places:
            generic = members.representatives[place.representative].generic
            yield place.called.text(), (generic, "" if place.shared is None else place.shared.text(), place.outcome)
        return
    every = {family.name: family for family in (*families, *families.removed)}
    for name in families.order or every:
        family = every[name]
        yield name, (family.generic, family.group, tuple(map(text, family.outcomes.values())))


def letters_beside(players: Iterable[str]) -> Iterator[str]:
    """Letters for classes: A, B, .., Z, AA, .., but none that a player is called by, nor R, which numbers regimes."""
    taken = {*players, "R"}
    return (class_letter for class_letter in map(letter, count()) if class_letter not in taken)


def letter(k: int) -> str:
    """Name things A, B, .., Z, AA, .."""
    return (letter(k // 26 - 1) if k >= 26 else "") + ascii_uppercase[k % 26]


def tags_of(classes: Iterable[OutcomeClass]) -> dict[str, str]:
    """The tag of every family, by its name."""
    return {family.name: tag for outcome_class in classes for tag, family in outcome_class.members.items()}


def crossings(regime_map: RegimeMap, wall: int, tags: Mapping[str, str]) -> Iterator[tuple[list[str], str]]:
    """What flips at a wall: pairs of neighbouring regimes, and what gives way to what; pairs that agree together."""
    pairs_of: dict[str, list[str]] = {}
    for first, second in combinations(regime_map.regimes, 2):
        differing = [k for k, (a, b) in enumerate(zip(first.signs, second.signs, strict=True)) if a != b]
        if differing != [wall]:
            continue
        below, above = (first, second) if first.signs[wall] < 0 else (second, first)
        lost = [tag for name, tag in tags.items() if name in below.families and name not in above.families]
        gained = [tag for name, tag in tags.items() if name in above.families and name not in below.families]
        if lost or gained:
            pairs_of.setdefault(_change(lost, gained), []).append(f"{below.name} to {above.name}")
    for change, pairs in pairs_of.items():
        yield pairs, change


def _change(lost: Sequence[str], gained: Sequence[str]) -> str:
    before, after = ", ".join(runs(lost)), ", ".join(runs(gained))
    if not lost or not gained:
        return f"{after} appear{'s' * (len(gained) == 1)}" if gained else f"{before} end{'s' * (len(lost) == 1)}"
    same = {tag.rstrip(digits) for tag in lost} == {tag.rstrip(digits) for tag in gained}
    return f"{before} give{'s' * (len(lost) == 1)} way to {after}{', off the path only' if same else ''}"


def default_regime(regime_map: RegimeMap) -> Regime | None:
    """The regime in which the game's defaults lie; None when they are on a wall, where others live than beside them, or outside."""
    defaults = regime_map.game.defaults
    if not regime_map.game.domain.contains(defaults) or regime_map.lies_on() or regime_map.others_at_defaults:
        return None
    return regime_map.regime()


def at_defaults(regime_map: RegimeMap) -> Regime | None:
    """What holds at the defaults themselves, on a wall too: a regime whose sample they are; None when they are outside the domain."""
    defaults = regime_map.game.defaults
    if not regime_map.game.domain.contains(defaults):
        return None
    regime = default_regime(regime_map)
    if regime is not None and regime.sample == defaults:
        return regime
    (section_regime,) = regime_map.section().regimes
    return replace(section_regime, sample=defaults)


# ------------------------------------------------------------------ words for pictures


def short_names(classes: Sequence[OutcomeClass]) -> tuple[dict[str, str], list[str]]:
    """Words for each class, less the phrases that all classes share that come so far; and those phrases."""
    phrases = {outcome_class.letter: sentences.phrases(outcome_class.called) for outcome_class in classes}
    common = []
    for k in range(1, max(map(len, phrases.values()), default=0)):
        texts = [p[k] for p in phrases.values() if len(p) > k]
        if len(texts) > 1 and len(set(texts)) == 1:
            common.append((k, texts[0]))
    own_phrases = {letter: [phrase for k, phrase in enumerate(p) if (k, phrase) not in common] for letter, p in phrases.items()}
    if len({tuple(p) for p in own_phrases.values()}) < len({tuple(p) for p in phrases.values()}):
        return {letter: "; ".join(p) for letter, p in phrases.items()}, []
    return {letter: "; ".join(p) for letter, p in own_phrases.items()}, [phrase for _, phrase in common]


def letters(regime: Regime, classes: Sequence[OutcomeClass]) -> tuple[str, ...]:
    """The classes that exist in a regime."""
    return tuple(
        outcome_class.letter
        for outcome_class in classes
        if any(family.name in regime.families for family in outcome_class.members.values())
    )
