"""An equilibrium with other labels: what a relabelling of the game makes of its closed forms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from functools import lru_cache
from typing import Any, TypeVar

from games import Game
from games.numbers import Expression, Number, simplest
from games.tree import CHANCE

from ..concept import concept_named
from ..results import Assessment, Family, Pin, Place, Profile, Relabelling, Solution, Strategies
from ..symmetry import Images, Symmetries, leaf_table, symmetry_of
from ..verifier import verify
from .open_symbols import symbol_for

Either = TypeVar("Either", Solution, Family)
Symbols = Mapping[str, tuple[str, ...]]
"""What each open symbol stands for: kind, player, information set, and action, or number of a group of nodes."""


def relabelled(game: Game, concept: str, one: Either, symbols: Symbols, place: Place) -> Either:
    """What a relabelling makes of an equilibrium or a family; a solution is verified anew."""
    assert place.relabelling is not None
    at = _At(game, place.relabelling)
    renamed = at.symbols(symbols)
    put = _Renaming(renamed)
    profile = put.strategies(relabelled_profile(one.profile, place.relabelling).strategies)
    assessment = Assessment(
        Profile(profile, frozenset(place.relabelling.infosets[infoset] for infoset in one.profile.idle)),
        None if one.assessment.beliefs is None else put.strategies(at.beliefs(one.profile, one.assessment.beliefs)),
    )
    ranges = tuple(r.renamed({r.symbol: r.symbol, **renamed}) for r in one.ranges) if renamed else one.ranges
    changed: dict[str, Any] = {
        "called": place.called,
        "assessment": assessment,
        "payoffs": {player: put(one.payoffs[before]) for player, before in at.player_before.items()},
        "outcomes": put.numbers(at.outcomes(one)),
        "measures": put.numbers(at.measures(one)),
        "ranges": ranges,
    }
    if isinstance(one, Family):
        pins = tuple(at.pin(pin) for pin in one.pins)
        ends = {renamed.get(name, name): (put.all(low), put.all(high)) for name, (low, high) in one.ends.items()}
        limits = tuple(tuple((put.expression(e), relation) for e, relation in case) for case in one.limits)
        return replace(one, **changed, ends=ends, limits=limits, pins=pins, shared=place.shared)
    sample = {renamed.get(name, name): value for name, value in one.sample.items()}
    numbers = _Values(sample)
    sampled = Assessment(
        Profile(numbers.strategies(profile), assessment.profile.idle),
        None if assessment.beliefs is None else numbers.strategies(assessment.beliefs),
    )
    certificate = verify(game, sampled, concept_named(concept).check or concept)
    bases = tuple(at.base(base) for base in one.bases)
    return replace(one, **changed, sample=sample, certificate=certificate, bases=bases)


def relabelled_profile(profile: Profile, relabelling: Relabelling) -> Profile:
    """A profile with other labels, in the order of the game's labels."""
    image: dict[str, dict[str, dict[str, Number]]] = {player: {} for player in profile.strategies}
    for player, sets in profile.strategies.items():
        for label, row in sets.items():
            to, there = relabelling.infosets[player, label]
            image[to][there] = {relabelling.actions[player, label, action]: p for action, p in row.items()}
    ordered = {
        player: {label: {action: image[player][label][action] for action in row} for label, row in sets.items()}
        for player, sets in profile.strategies.items()
    }
    return Profile(ordered, frozenset(relabelling.infosets[infoset] for infoset in profile.idle))


def relabelled_outcomes(game: Game, one: Solution | Family, symbols: Symbols, relabelling: Relabelling) -> dict[str, Number]:
    """The probabilities of outcomes that a relabelling makes of an equilibrium's."""
    at = _At(game, relabelling)
    return _Renaming(at.symbols(symbols)).numbers(at.outcomes(one))


class _At:
    """One relabelling of one game."""

    def __init__(self, game: Game, relabelling: Relabelling) -> None:
        self.game, self.relabelling = game, relabelling
        self.symmetry = symmetry_of(game, relabelling)
        self.images = _images(game)
        self.player_before = {
            image: player for player, image in sorted(relabelling.players.items(), key=lambda p: game.players.index(p[1]))
        }

    def symbols(self, symbols: Symbols) -> dict[str, str]:
        """The names of the open symbols after relabelling."""
        renamed: dict[str, str] = {}
        for name, (kind, player, label, what) in symbols.items():
            there = self.relabelling.infosets[player, label][1]
            image = symbol_for(kind, there, self.relabelling.actions[player, label, what] if kind == "mix" else what)
            while image in renamed.values() or image in self.game.parameters:
                image += "_"
            renamed[name] = image
        return renamed if any(name != image for name, image in renamed.items()) else {}

    def beliefs(self, profile: Profile, beliefs: Strategies) -> Strategies:
        """The beliefs after relabelling, every history listed."""
        game = self.game
        sets = [(game.players[owner], label) for owner, label in zip(game.set_owner, game.set_labels, strict=True)]
        mixes = {s: tuple(profile.strategies[p][label].values()) for s, (p, label) in enumerate(sets)}
        rows: dict[int, dict[str, Number]] = {}
        for s, (player, label) in enumerate(sets):
            row = beliefs[player][label]
            belief = {n: row[game.history(n)] for n in game.set_nodes(s)}
            weights = self.images.weights(self.symmetry, s, belief, mixes)
            rows[self.symmetry.sets[s]] = {game.history(n): weights[n] for n in sorted(weights)}
        image: dict[str, dict[str, Mapping[str, Number]]] = {player: {} for player in game.players}
        for s, (player, label) in enumerate(sets):
            image[player][label] = rows[s]
        return image

    def outcomes(self, one: Solution | Family) -> dict[str, Number]:
        """Probabilities of outcomes, before symbols get their new names."""
        game, endings = self.game, self.symmetry.leaves
        became = {(int(game.outcome[leaf]), int(game.outcome[image])) for leaf, image in enumerate(endings)}
        if len({before for before, _ in became}) == len({after for _, after in became}) == len(became):
            after = dict(became)
            outcomes = {game.outcome_names[after[k]]: one.outcomes[name] for k, name in enumerate(game.outcome_names) if k in after}
            return {name: outcomes.get(name, Fraction(0)) for name in game.outcome_names}
        total: dict[str, Number] = dict.fromkeys(game.outcome_names, Fraction(0))
        for leaf, reach in self._reach(one.profile).items():
            name = game.outcome_names[game.outcome[endings[leaf]]]
            total[name] = simplest(total[name] + reach)
        return total

    def measures(self, one: Solution | Family) -> dict[str, Number]:
        """Expected measures, before symbols get their new names."""
        game, endings, count = self.game, self.symmetry.leaves, len(self.game.measure_names)
        measures: dict[str, Number] = {}
        for k, name in enumerate(game.measure_names):
            which = game.measures.which[k::count]  # equal numbers are held once
            if (which == which[list(endings)]).all():
                measures[name] = one.measures[name]
            else:
                reached = self._reach(one.profile).items()
                measures[name] = simplest(sum((reach * game.measure(endings[leaf], k) for leaf, reach in reached), Fraction(0)))
        return measures

    def _reach(self, profile: Profile) -> dict[int, Number]:
        """The probability of every ending that is reached."""
        game = self.game
        reached: dict[int, Number] = {}
        for leaf, node in enumerate(game.leaf_nodes):
            probability: Number = Fraction(1)
            for at, a in game.path(int(node)):
                s = int(game.infoset[at])
                if game.owner[at] == CHANCE:
                    probability = probability * game.chance(game.children(at)[a])
                else:
                    probability = probability * profile[game.players[game.owner[at]]][game.set_labels[s]][game.set_actions[s][a]]
                if probability == 0:
                    break
            else:
                reached[leaf] = probability
        return reached

    def pin(self, pin: Pin) -> Pin:
        """Which indifference pins which mix, after relabelling."""
        player, infoset = self.relabelling.infosets[pin.player, pin.infoset]
        other, there = self.relabelling.infosets[pin.other, pin.there]
        return Pin(pin.kind, player, infoset, other, there)

    def base(self, base: Any) -> Any:
        """A base in labels, after relabelling."""
        actions, beliefs = base
        game = self.game
        supports: dict[int, tuple[int, ...]] = {}
        for player, label, action in actions:
            s = game.set_index(player, label)
            supports[s] = tuple(sorted((*supports.get(s, ()), game.set_actions[s].index(action))))
        nodes = {game.history(n): n for s in range(game.infosets) for n in game.set_nodes(s)}
        believed: dict[int, tuple[int, ...]] = {}
        for player, label, history in beliefs:
            s = game.set_index(player, label)
            believed[s] = (*believed.get(s, ()), nodes[history])
        image = self.images.believed(self.symmetry, supports, believed)
        names = [(game.players[owner], label) for owner, label in zip(game.set_owner, game.set_labels, strict=True)]
        return (
            frozenset((*self.relabelling.infosets[p, s], self.relabelling.actions[p, s, a]) for p, s, a in actions),
            frozenset((*names[s], game.history(n)) for s, some in image.items() for n in some),
        )


@lru_cache(maxsize=4)
def _images(game: Game) -> Images:
    table = leaf_table(game)
    return Images(game, Symmetries(table, (), ()))


class _Renaming:
    """Other names for open symbols, wherever they stand."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self.values: dict[str, Number] = {old: Expression.symbol(new) for old, new in names.items() if old != new}

    def __call__(self, number: Number) -> Number:
        if not self.values or not isinstance(number, Expression):
            return number
        here = {name: value for name, value in self.values.items() if name in number.names}
        return number.at(here) if here else number

    def expression(self, expression: Expression) -> Expression:
        return Expression.constant(0) + self(expression)

    def all(self, numbers: tuple[Number, ...]) -> tuple[Number, ...]:
        return tuple(map(self, numbers))

    def numbers(self, numbers: Mapping[str, Number]) -> dict[str, Number]:
        return {name: self(number) for name, number in numbers.items()}

    def strategies(self, table: Strategies) -> dict[str, dict[str, dict[str, Number]]]:
        return {player: {label: self.numbers(row) for label, row in sets.items()} for player, sets in table.items()}


class _Values(_Renaming):
    """Numbers for open symbols."""

    def __init__(self, values: Mapping[str, Number]) -> None:
        self.values = dict(values)
