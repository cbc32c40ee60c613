"""Sentences made of facts; every view says a fact in the same words, and nothing reads them again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from games.numbers import text

from ..results import (
    Choice,
    Fade,
    Indifference,
    Name,
    NoTypes,
    OpenRange,
    Phrase,
    Pin,
    Reason,
    Relation,
    Start,
    TypeIndifference,
    TypesStop,
    Wall,
)
from ..results.reasons import OfAction
from . import relabelled
from .short_lists import listed

# ------------------------------------------------------------------ walls


def meaning(wall: Wall) -> str:
    """Say what happens on a wall: its threshold, and whose indifference or which probability's limit it is."""
    reasons = "; ".join(map(reason, wall.reasons))
    return f"{wall.threshold.text()}: {reasons}" if reasons else wall.threshold.text()


def reason(fact: Reason) -> str:
    """Say one thing that happens on a wall."""
    if isinstance(fact, Indifference):
        first, second = fact.actions
        return f"{_who(fact)} is indifferent between {first} and {second}{_at(fact)}"
    if isinstance(fact, Start):
        return f"{_who(fact)} starts to play {fact.action}{_at(fact)}"
    if isinstance(fact, NoTypes | TypeIndifference | TypesStop):
        return _reason_of_types(fact)
    if isinstance(fact, Fade):
        return f"{_who(fact)}'s tremble to {fact.action}{_at(fact)} vanishes against others"
    return f"{_who(fact)} no longer plays {fact.action}{_at(fact)}"


def _reason_of_types(fact: NoTypes | TypeIndifference | TypesStop) -> str:
    """Say what happens to types of a continuum."""
    if isinstance(fact, NoTypes):
        plays = in_turn(fact.plays)
        if fact.where == "between":
            return f"two cutoffs of {fact.player} meet: no type of {fact.player} any longer chooses {plays}"
        return f"even the {fact.where} type of {fact.player} chooses {in_turn(fact.instead)}, and none any longer {plays}"
    if isinstance(fact, TypesStop):
        if not fact.type:
            return f"{fact.player} no longer plays {fact.action} at {fact.infoset}"
        return f"the types of {fact.player} that choose {in_turn(fact.plays)} no longer play {fact.action} at {fact.infoset}"
    if fact.which == "all":
        alike = f"the types of {fact.player} that choose {in_turn(fact.plays)}"
        return f"{alike} are indifferent between {' and '.join(fact.actions)} at {fact.infoset}"
    who = {"": fact.player, "cutoff": f"a type of {fact.player} at a cutoff"}.get(fact.which, f"the {fact.which} type of {fact.player}")
    return f"{who} is indifferent between {' and '.join(fact.actions)} at {fact.infoset}"


def in_turn(plays: Iterable[str]) -> str:
    """What somebody does one after the other."""
    return ", then ".join(plays)


def _who(fact: Indifference | OfAction) -> str:
    """A player, or its type where that is all the player knows."""
    return f"{fact.player}'s type {fact.infoset}" if fact.of_type else fact.player


def _at(fact: Indifference | OfAction) -> str:
    """At which information set, where that is no type."""
    return "" if fact.of_type else f" at {fact.infoset}"


# ------------------------------------------------------------------ names


def name(called: Name) -> str:
    """Write a name out."""
    return "; ".join(phrases(called))


def phrases(called: Name) -> list[str]:
    """The parts of a name: what is played on the path, one part a phrase, and what is off it."""
    texts = [*([called.given] if called.given else []), *map(phrase, called.on_path)] or ["no choice"]
    texts += [f"off the path {', '.join(map(phrase, _by_player(called.off_path)))}"] if called.off_path else []
    texts[-1] += f", or with {relabelled.exchanged(called.alike)}" if called.alike else ""
    texts[-1] += (f" ({called.number})" if called.number else "") + (" [knife edge]" if called.knife_edge else "")
    return texts


def phrase(fact: Phrase) -> str:
    """Say what one player does; information sets at which it does the same together."""
    if fact.manner == "pooling":
        return f"{fact.player} pooling on {mixed(fact.choices[0])}"
    if fact.manner == "throughout":
        return f"{fact.player} {mixed(fact.choices[0])}"
    together = _together(fact.choices)
    if fact.manner in ("after", "at"):
        return f"{fact.player} {', '.join(f'{mixed(c)} {fact.manner} {_where(c)}' for c in together)}"
    return f"{fact.player} {fact.manner} ({', '.join(f'{_where(c)} {mixed(c)}' for c in together)})"


def mixed(choice: Choice) -> str:
    """The actions that are used."""
    return " or ".join(choice.actions)


def _together(choices: Iterable[Choice]) -> list[Choice]:
    """One choice for all information sets at which the same actions are used."""
    told: dict[tuple[str, ...], list[str]] = {}
    for choice in choices:
        told.setdefault(choice.actions, []).extend(choice.told)
    return [Choice(actions, told=tuple(labels)) for actions, labels in told.items()]


def _by_player(phrases: Sequence[Phrase]) -> list[Phrase]:
    """One phrase for all that a player does in the same manner, where phrases follow one another."""
    out: list[Phrase] = []
    for fact in phrases:
        if out and (out[-1].player, out[-1].manner) == (fact.player, fact.manner) and fact.manner in ("after", "at"):
            out[-1] = replace(out[-1], choices=(*out[-1].choices, *fact.choices))
        else:
            out.append(fact)
    return out


def _where(choice: Choice) -> str:
    return listed(choice.told)


def difference(called: Name, common: Name) -> str:
    """What a name adds to that of its class; the whole name where it is another one."""
    whole, shared = phrases(called), phrases(replace(common, number=0, knife_edge=False))
    if whole[: len(shared)] == shared:
        return "; ".join(whole[len(shared) :]) or "; ".join(whole)
    bare = phrases(Name(called.on_path, called.off_path, given=called.given))
    if bare == shared:  # then it differs in its number, or by being a knife edge
        return whole[-1][len(bare[-1]) :].strip()
    return "; ".join(whole)


# ------------------------------------------------------------------ what is open, and what pins the rest


def open_range(fact: OpenRange) -> str:
    """Say what is known of an open symbol."""
    return " and ".join(formulas(fact))


def formulas(fact: OpenRange) -> list[str]:
    """The bounds of an open symbol as a chain where there is one on each side, and what it satisfies besides."""
    if len(fact.lower) == 1 and len(fact.upper) == 1:
        return [chain(fact.lower[0], fact.upper[0]), *(relation.text() for relation in fact.more), *alternatives(fact)]
    return [*(relation.text() for relation in fact.relations), *alternatives(fact)]


def alternatives(fact: OpenRange) -> list[str]:
    """The conjunctions of which one must hold, in one formula; none where there is nothing to choose."""
    return (
        [" or ".join(f"({' and '.join(relation.text() for relation in conjunction)})" for conjunction in fact.either)]
        if fact.either
        else []
    )


def chain(lower: Relation, upper: Relation) -> str:
    """Two bounds of the same symbol in one formula."""
    return f"{lower.text()} {upper.relation} {text(upper.right)}"


def short_formulas(fact: OpenRange) -> Iterator[str]:
    """The same with a chain also where there is one bound below and there are several above."""
    upper = list(fact.upper)
    if len(fact.lower) == 1 and upper:
        shortest = min(upper, key=lambda relation: len(relation.text()))
        upper.remove(shortest)
        yield chain(fact.lower[0], shortest)
    else:
        yield from (relation.text() for relation in fact.lower)
    yield from (relation.text() for relation in (*upper, *fact.more))
    yield from alternatives(fact)


def pin(fact: Pin) -> str:
    """Say which indifference pins which mix or belief."""
    return f"{fact.player}'s {fact.kind} at {fact.infoset!r} makes {fact.other} indifferent at {fact.there!r}"
