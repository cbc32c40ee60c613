"""One play of a story, and the telling of all plays, which records the tree.

The rules are called again and again, each time with other choices, until every play has been told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from fractions import Fraction
from typing import Any, TypeVar

from .build import LONGEST_PLAY, Draft
from .errors import GameError
from .labels import Joined
from .numbers import Expression, Number, rational, simplest, text
from .tree import CHANCE, TERMINAL

T = TypeVar("T")

WORD = 4  # letters: a text of so many is one option by mistake, and not a choice between letters


class Play:
    """One play of a story, as its rules see it."""

    def __init__(self, telling: Telling, script: Sequence[int]) -> None:
        self._telling, self._script = telling, script
        self._step = 0
        self._memory: dict[str, tuple[tuple[str, str], ...]] = dict.fromkeys(telling.players, ())
        self._moves: list[str] = []
        self._measures: dict[str, Number] = {}
        self._outcome: str | None = None

    def chance(self, name: str, outcomes: Sequence[T] | Mapping[T, object]) -> T:
        """Let chance pick an outcome; nobody is told.

        Parameters
        ----------
        name : str
            What is drawn.
        outcomes : sequence, or dict from outcome to probability
            A sequence is equally likely; probabilities are numbers or expressions in parameters.
        """
        items = self._telling.options(outcomes, f"the chance move {name!r}")
        labels = self._telling.labels(items, f"the chance move {name!r}")
        if isinstance(outcomes, Mapping):
            pairs = zip(labels, outcomes.values(), strict=True)
            chances = [self._telling.number(p, f"the chance of {label!r} at {name!r}") for label, p in pairs]
        else:
            chances = [Fraction(1, len(items))] * len(items)
        return items[self._turn(("chance", name, labels, tuple(chances)))]

    def choose(self, player: str, actions: Sequence[T], public: bool = True) -> T:
        """Let a player choose an action.

        Parameters
        ----------
        player : str
            Who chooses.
        actions : sequence
            What there is to choose from; the text of each is its label.
        public : bool
            Whether everyone is told, or only the chooser.
        """
        self._telling.check_player(player)
        items = self._telling.options(actions, f"a choice of {player}")
        labels = self._telling.labels(items, f"a choice of {player}")
        k = self._turn(("choose", player, self._memory[player], labels))
        for listener in self._telling.players if public else (player,):
            self._memory[listener] += ((player, labels[k]),)
        self._moves.append(labels[k])
        return items[k]

    def tell(self, who: str | Iterable[str], what: object) -> None:
        """Tell a player, or several, something."""
        for player in tuple(who) if isinstance(who, Iterable) and not isinstance(who, str) else (who,):
            self._telling.check_player(player)
            self._memory[player] += (("", str(what)),)

    def measure(self, **totals: object) -> None:
        """Add to named totals, as ``play.measure(violence=2, flow=-1)``."""
        for name, amount in totals.items():
            self._measures[name] = self._measures.get(name, 0) + self._telling.number(amount, f"the measure {name!r}")

    def outcome(self, label: object) -> None:
        """Name the class of this ending."""
        self._outcome = str(label)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):  # what Python itself asks for
            raise AttributeError(name)
        raise GameError(f"A play has no {name!r}; it has chance, choose, tell, measure and outcome.")

    def _turn(self, event: tuple[Any, ...]) -> int:
        k = self._telling.turn(self._step, event, self._script)
        self._step += 1
        return k


class Telling:
    """Tells a story in all ways and records the tree.

    Parameters
    ----------
    name : str
        The game's short name.
    players : tuple of str
        The players' labels.
    """

    def __init__(self, name: str, players: tuple[str, ...]) -> None:
        self.name, self.players = name, players
        self.draft = Draft(name, players)
        self.trail: list[int] = []  # nodes of the play being told
        self.pending: tuple[int, int] = (-1, -1)  # parent and move of the next node

    # ---------------------------------------------------------------- what a play asks

    def check_player(self, player: object) -> None:
        """Refuse who is no player."""
        if player not in self.players:
            raise GameError(f"{self.name} has no player {player!r}; its players are {', '.join(self.players)}.")

    def options(self, offered: Iterable[T], where: str) -> list[T]:
        """List what there is to choose from, in order; refuse a set, a text, and expressions in parameters."""
        one_text = isinstance(offered, str) and len(offered) >= WORD
        if one_text or isinstance(offered, Set) or not isinstance(offered, Iterable):
            mistake = "a set, which has no order" if isinstance(offered, Set) else _as_written(offered)
            raise GameError(f"{self.name}: the options of {where} are {mistake}; write a list, as ['fight', 'retreat'].")
        items = list(offered)
        entries = [entry for item in items for entry in (item if isinstance(item, tuple | list) else (item,))]
        if any(isinstance(entry, Expression) for entry in entries):
            listed = ", ".join(map(_as_written, items))
            hint = " For probabilities write a dict, as {'high': p, 'low': 1 - p}." if where.startswith("the chance") else ""
            raise GameError(f"{self.name}: the options of {where}, {listed}, depend on a parameter; options are labels.{hint}")
        return items

    def labels(self, items: Sequence[object], where: str) -> tuple[str, ...]:
        """The texts of options, which must differ."""
        labels = tuple(str(item) for item in items)
        if not labels or len(set(labels)) != len(labels) or not all(labels):
            listed = ", ".join(repr(x) for x in labels) or "nothing"
            raise GameError(f"{self.name}: {where} needs at least one option, each with a text of its own; found {listed}.")
        return labels

    def number(self, value: object, what: str) -> Number:
        """Read a payoff, chance or measure as an exact number or an expression in the parameters."""
        if isinstance(value, Expression):
            return simplest(Expression(value.numerator, value.denominator))
        if hasattr(value, "free_symbols") and value.free_symbols:
            from .numbers import read

            return read(str(value))
        try:
            number = rational(value)
        except TypeError:
            raise GameError(f"{self.name}: {what} is {value!r}; give an exact number or an expression in the parameters.") from None
        return Fraction(int(number.p), int(number.q))

    def turn(self, step: int, event: tuple[Any, ...], script: Sequence[int]) -> int:
        """The index of the outcome or action that this play takes at a step: as the script says, the first one beyond it."""
        if step >= LONGEST_PLAY:
            raise GameError(f"{self.name} does not end: a play goes on after {LONGEST_PLAY} moves. Let every play return payoffs.")
        if step < len(script):
            earlier = self.draft.events[self.trail[step]]
            if earlier != event:
                first, second = _description(earlier), _description(event)
                if first == second:
                    first, second = f"{first} ({_difference(earlier)})", f"{second} ({_difference(event)})"
                raise GameError(f"{self.name} is not deterministic: the same choices led once to {first} and once to {second}.")
            self.pending = (self.trail[step], script[step])
            return script[step]
        owner = CHANCE if event[0] == "chance" else self.players.index(event[1])
        if event[0] == "choose":
            actions = self.draft.sets.setdefault(event[1:3], event[3])
            if actions != event[3]:
                label = "/".join(words for _, words in event[2]) or "start"
                raise GameError(
                    f"{event[1]}'s choices differ inside one information set, {label!r}: once {', '.join(actions)}, "
                    f"once {', '.join(event[3])}. Tell {event[1]} something that separates the two, or offer the same choices."
                )
        self.add(owner, event, self.pending)
        self.pending = (self.trail[-1], 0)
        return 0

    def add(self, owner: int, event: tuple[Any, ...], parent_and_move: tuple[int, int]) -> None:
        """Add a node to the tree, and to the play being told."""
        self.trail.append(self.draft.add(owner, event, *parent_and_move))

    # ---------------------------------------------------------------- telling everything

    def tell(self, rules: Callable[[Play], Any]) -> None:
        """Tell every play, depth first."""
        script: list[int] = []
        while True:
            self.pending = (-1, -1)
            play = Play(self, script)
            ending = self.ending(play, rules(play))
            if play._step < len(script):
                description = _description(self.draft.events[self.trail[play._step]])
                raise GameError(f"{self.name} is not deterministic: the same choices led once to {description} and once to an ending.")
            self.add(TERMINAL, ending, self.pending)
            self.trail.pop()
            script = [*script, *([0] * (len(self.trail) - len(script)))]
            while script:
                event = self.draft.events[self.trail[-1]]
                options = event[2] if event[0] == "chance" else event[3]
                if script[-1] + 1 < len(options):
                    script[-1] += 1
                    break
                script.pop()
                self.trail.pop()
            if not script:
                return

    def ending(self, play: Play, returned: Any) -> tuple[Any, ...]:
        """Read what the rules return as payoffs, with the play's measures and outcome."""
        history = Joined(play._moves, empty="the start")
        if isinstance(returned, Mapping):
            for player in returned:
                self.check_player(player)
            missing = [p for p in self.players if p not in returned]
            if missing:
                raise GameError(f"{self.name} ends after {history!r} without a payoff for {', '.join(missing)}.")
            returned = [returned[p] for p in self.players]
        if not isinstance(returned, Sequence) or isinstance(returned, str) or len(returned) != len(self.players):
            raise GameError(
                f"{self.name} returns {_as_written(returned)} after {history!r}; "
                f"return the payoffs as a dict by player, one for each of {', '.join(self.players)}."
            )
        payoffs = [self.number(x, f"the payoff of {p} after {history!r}") for p, x in zip(self.players, returned, strict=True)]
        return payoffs, dict(play._measures), play._outcome or history


def _description(event: tuple[Any, ...]) -> str:
    """Say what a move is."""
    return f"chance {event[1]!r} over {', '.join(event[2])}" if event[0] == "chance" else f"{event[1]} choosing from {', '.join(event[3])}"


def _difference(event: tuple[Any, ...]) -> str:
    """What tells a move from one that sounds alike: its chances, or what its player knows."""
    if event[0] == "chance":
        return "with chances " + ", ".join(map(text, event[3]))
    return f"knowing {'/'.join(words for _, words in event[2]) or 'nothing'}"


def _as_written(value: Any) -> str:
    """Write what a story gave, expressions as the formulas they are."""
    match value:
        case Expression():
            return value.text()
        case tuple() | list():
            inside = ", ".join(map(_as_written, value))
            return f"[{inside}]" if isinstance(value, list) else f"({inside}{',' * (len(value) == 1)})"
    return repr(value)
