"""Families in classes with the same outcome, and what flips between regimes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from string import ascii_uppercase, digits

from games.numbers import Number, text

from ..results import Family, Name, Regime, RegimeMap
from . import sentences


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


def sorted_by_outcome(families: Iterable[Family]) -> list[OutcomeClass]:
    """Sort families into classes with the same outcome distribution, in the order in which they come."""
    alike: dict[object, list[Family]] = {}
    for family in families:
        alike.setdefault((family.generic, family.group, tuple(map(text, family.outcomes.values()))), []).append(family)
    out = []
    for k, members in enumerate(alike.values()):
        letter = _letter(k)
        tags = [letter] if len(members) == 1 else [f"{letter}{n}" for n in range(1, len(members) + 1)]
        out.append(OutcomeClass(letter, members[0].shared or members[0].called, dict(zip(tags, members, strict=True))))
    return out


def _letter(k: int) -> str:
    return (_letter(k // 26 - 1) if k >= 26 else "") + ascii_uppercase[k % 26]


def tags_of(sorted_: Iterable[OutcomeClass]) -> dict[str, str]:
    """The tag of every family, by its name."""
    return {family.name: tag for one in sorted_ for tag, family in one.members.items()}


def crossings(regime_map: RegimeMap, wall: int, tags: Mapping[str, str]) -> Iterator[tuple[list[str], str]]:
    """What flips at a wall: pairs of neighbouring regimes, and what gives way to what; pairs that agree together."""
    alike: dict[str, list[str]] = {}
    for one, two in combinations(regime_map.regimes, 2):
        differing = [k for k, (a, b) in enumerate(zip(one.signs, two.signs, strict=True)) if a != b]
        if differing != [wall]:
            continue
        below, above = (one, two) if one.signs[wall] < 0 else (two, one)
        lost = [tag for name, tag in tags.items() if name in below.families and name not in above.families]
        gained = [tag for name, tag in tags.items() if name in above.families and name not in below.families]
        if lost or gained:
            alike.setdefault(_change(lost, gained), []).append(f"{below.name} to {above.name}")
    for change, pairs in alike.items():
        yield pairs, change


def _change(lost: Sequence[str], gained: Sequence[str]) -> str:
    before, after = ", ".join(lost), ", ".join(gained)
    if not lost or not gained:
        return f"{after} appear{'s' * (len(gained) == 1)}" if gained else f"{before} end{'s' * (len(lost) == 1)}"
    same = {tag.rstrip(digits) for tag in lost} == {tag.rstrip(digits) for tag in gained}
    return f"{before} give{'s' * (len(lost) == 1)} way to {after}{', off the path only' if same else ''}"


def default_regime(regime_map: RegimeMap) -> Regime | None:
    """The regime in which the game's defaults lie; None when they are on a wall or outside the domain."""
    defaults = regime_map.game.defaults
    if not regime_map.game.domain.contains(defaults) or regime_map.lies_on():
        return None
    return regime_map.regime()


def at_defaults(regime_map: RegimeMap) -> Regime | None:
    """What holds at the defaults themselves, on a wall too: a regime whose sample they are; None when they are outside the domain."""
    defaults = regime_map.game.defaults
    if not regime_map.game.domain.contains(defaults):
        return None
    here = default_regime(regime_map)
    if here is not None and here.sample == defaults:
        return here
    (solved,) = regime_map.section().regimes
    return replace(solved, sample=defaults)


# ------------------------------------------------------------------ words for pictures


def short_names(sorted_: Sequence[OutcomeClass]) -> tuple[dict[str, str], list[str]]:
    """Words for each class, less the phrases that all classes share that come so far; and those phrases."""
    phrases = {one.letter: sentences.phrases(one.called) for one in sorted_}
    common = []
    for k in range(1, max(map(len, phrases.values()), default=0)):
        said = [p[k] for p in phrases.values() if len(p) > k]
        if len(said) > 1 and len(set(said)) == 1:
            common.append((k, said[0]))
    kept = {letter: [phrase for k, phrase in enumerate(p) if (k, phrase) not in common] for letter, p in phrases.items()}
    if len({tuple(p) for p in kept.values()}) < len({tuple(p) for p in phrases.values()}):
        return {letter: "; ".join(p) for letter, p in phrases.items()}, []
    return {letter: "; ".join(p) for letter, p in kept.items()}, [phrase for _, phrase in common]


def letters(regime: Regime, sorted_: Sequence[OutcomeClass]) -> tuple[str, ...]:
    """The classes that exist in a regime."""
    return tuple(one.letter for one in sorted_ if any(family.name in regime.families for family in one.members.values()))
