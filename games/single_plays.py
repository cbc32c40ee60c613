"""A game that is played and not built: its story is told one play at a time, as somebody decides, whatever the size of the tree."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from fractions import Fraction
from functools import cached_property
from hashlib import sha256
from math import prod
from random import Random
from statistics import fmean
from typing import TYPE_CHECKING, Any, TypeAlias

from .chart import LONGEST_PLAY
from .declared_domain import declared_domain
from .errors import GameError
from .labels import Joined
from .miscalls import refuse_miscall
from .numbers import Told, exact
from .parameter import Domain
from .play import Play
from .telling import Telling

if TYPE_CHECKING:
    from .story import Story
    from .tree import Game

BETWEEN_EVENTS, WITHIN_EVENT = "\x1f", "\x1e"  # in what a player knows, written as one text
ROUNDING = 1e-9  # by so much probabilities in floating point may miss one

PROBES = 200  # plays at random by which the number of terminal histories is estimated


@dataclass(frozen=True)
class Move:
    """What is asked in a play.

    Parameters
    ----------
    player : int
        Whose turn, by index; -1 for chance.
    knows : str
        What the player knows, as one text; `Move.label` reads it. Of chance, its name.
    options : tuple of str
        What there is to choose from.
    chances : tuple of float
        Of chance: the probability of each; else empty.
    """

    player: int
    knows: str
    options: tuple[str, ...]
    chances: tuple[float, ...] = ()


Decide: TypeAlias = Callable[[Move], int]


def label_of(knows: str) -> str:
    """The label of an information set, from what its player knows there."""
    events = knows.split(BETWEEN_EVENTS)[1:]
    return Joined((event.split(WITHIN_EVENT)[1] for event in events), empty="start")


@dataclass(frozen=True, eq=False)
class UnbuiltGame:
    """A story with its structure and its parameters set, of which no tree is made.

    Parameters
    ----------
    story : Story
        The rules.
    structure : dict from str to object
        Its structure arguments.
    players : tuple of str
        The players' labels.
    domain : Domain
        All parameters that are declared, and what is assumed of them.
    values : dict from str to Fraction
        Where they are.
    """

    story: Story = field(repr=False)
    structure: Mapping[str, object]
    players: tuple[str, ...]
    domain: Domain = field(repr=False)
    values: Mapping[str, Fraction]

    def __getstate__(self) -> dict[str, object]:
        """Leave out what is made when it is played."""
        return {one.name: getattr(self, one.name) for one in fields(self)}

    @property
    def name(self) -> str:
        """The short name."""
        return self.story.name

    @property
    def title(self) -> str:
        """One line that says what the game is."""
        return self.story.title

    @cached_property
    def fingerprint(self) -> str:
        """A short digest of the name, the structure and the values; nothing is known of the rules."""
        words = repr((self.name, sorted((k, repr(v)) for k, v in self.structure.items()), sorted(self.values.items())))
        return sha256(words.encode()).hexdigest()[:16]

    def at(self, **values: object) -> UnbuiltGame:
        """Put numbers in for some parameters.

        Raises
        ------
        GameError
            For an unknown parameter, a value that is no exact number, or a point outside the domain.
        """
        point = dict(self.values)
        for name, value in values.items():
            if name not in point:
                raise GameError(f"{self.name} has no parameter {name!r}; it has {', '.join(point) or 'none'}.")
            try:
                number = exact(value)
            except TypeError:
                raise GameError(f"{value!r} is no value of {name}; give a whole number, a fraction or a decimal.") from None
            point[name] = Fraction(int(number.p), int(number.q))
        self.domain.check(point)
        return replace(self, values=point)

    @property
    def parameters(self) -> tuple[str, ...]:
        """Names of the parameters that are declared."""
        return self.domain.names

    def build(self) -> Game:
        """Make the tree.

        Raises
        ------
        GameError
            When it is too large.
        """
        game = self.story(**self.structure)
        return game.at(**{name: value for name, value in self.values.items() if name in game.parameters})

    @cached_property
    def histories(self) -> float:
        """How many terminal histories there are: as the story says, otherwise estimated without bias by plays at random (Knuth 1975)."""
        if self.story.size is not None:
            return float(self.story.sized(self.structure))
        random, counts = Random(0), []

        def decide(move: Move) -> int:
            offered.append(len(move.options))
            return random.randrange(len(move.options))

        for _ in range(PROBES):
            offered: list[int] = []
            self.play(decide)
            counts.append(float(prod(offered)))
        return fmean(counts)

    def play(self, decide: Decide) -> tuple[float, ...]:
        """Tell one play, and give every player's payoff.

        Parameters
        ----------
        decide : callable
            Takes a `Move` and gives the index of what is done.
        """
        teller = self._teller
        teller.decide = decide
        play = _SinglePlay(teller, ())
        try:
            account = teller.ending(play, self.story.rules(play, **self._arguments))
        except TypeError as error:
            refuse_miscall(self.name, self.players, error)
            raise
        payoffs = {player: account["paid", player] for player in self.players}
        for key, weight in account.items():
            if key[0] == "weight":
                _, player, total = key
                payoffs[player] += weight * (account.get(("measure", total), 0.0) + account.get(("tally", total), 0.0))
        return tuple(payoffs.values())

    @cached_property
    def _arguments(self) -> dict[str, object]:
        return {**self.structure, **self.values}

    @cached_property
    def _teller(self) -> _Teller:
        return _Teller(self.name, self.players)


def unbuilt_game(story: Story, structure: Mapping[str, object], values: Mapping[str, object]) -> UnbuiltGame:
    """Set the structure and the parameters of a story, the parameters at their defaults unless given."""
    declared = story._declared(structure)
    kept = {name: value for name, value in structure.items() if name not in declared}
    domain = declared_domain(story.name, [Told.symbol(name) for name in declared], declared)
    return UnbuiltGame(story, kept, story._players(kept), domain, dict(domain.start)).at(**values)


class _Memories:
    """What players know as one text each, so that nothing is kept of plays that are over."""

    def grow(self, before: str | int, who: str, words: str) -> str:
        return f"{before or ''}{BETWEEN_EVENTS}{who}{WITHIN_EVENT}{words}"


class _Teller(Telling):
    """Tells single plays; somebody decides every move."""

    def __init__(self, name: str, players: tuple[str, ...]) -> None:
        super().__init__(name, players, in_scenes=False)
        self.memories: Any = _Memories()
        self.decide: Decide = lambda move: 0
        self.index = {player: k for k, player in enumerate(players)}

    def known(self, value: object) -> Any:
        """A number as a float; None where it has to be read."""
        return float(value) if isinstance(value, float | Fraction | int) else None

    def number(self, value: object, what: str) -> Any:
        """Read a payoff, chance or measure as a float."""
        if isinstance(value, float | Fraction | int):
            return float(value)
        number = super().number(value, what)
        if not isinstance(number, Fraction):
            raise GameError(f"{self.name}: {what} is {value!r}, which depends on a symbol; give a number.")
        return float(number)

    def draw(self, step: int, name: object, law: object, owner: str, moved: bool) -> Any:
        """Refuse a type from a continuum: who decides a move is asked for one, whatever the type."""
        self._refuse_types()

    def shock(self, player: str, memory: int, labels: tuple[str, ...], shocks: object, counts: object) -> None:
        """Refuse a shock, for the same reason."""
        self._refuse_types()

    def _refuse_types(self) -> None:
        raise GameError(
            f"{self.name} draws a private type from a continuum, and single plays are told with finitely many types; build the game, "
            "and take game.grid(n), which has n types."
        )

    def turn(self, step: int, event: tuple[Any, ...], script: Sequence[int]) -> int:
        """Have a move decided."""
        if step >= LONGEST_PLAY:
            raise GameError(f"{self.name} does not end: a play goes on after {LONGEST_PLAY} moves. Let every play return payoffs.")
        kind, who, known, last = event
        if kind == "choose":
            return self.decide(Move(self.index[who], known or "", last))
        if min(last) <= 0 or abs(sum(last) - 1) > ROUNDING:
            listed = ", ".join(f"{label} {chance:g}" for label, chance in zip(known, last, strict=True))
            raise GameError(f"{self.name}: the chances of {who!r} are {listed}; they must be above 0 and add up to 1.")
        return self.decide(Move(-1, who, known, last))


class _SinglePlay(Play):
    """A play of which the end alone is wanted."""

    def _closed(self, returned: Sequence[Any] = ()) -> dict[Any, Any]:
        for player, amount in zip(self._telling.players, returned or [0.0] * len(self._telling.players), strict=True):
            self._account["paid", player] = self._account.get(("paid", player), 0.0) + amount
        return self._account
