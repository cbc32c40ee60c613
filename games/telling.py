"""The telling of all plays of a story, which records them.

The rules are called again and again, each time with other choices, until every play has been told. Where a play says that the
rest depends on a state only (`Play.depends_on`), the rest is a scene of its own, which is told once for each state.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from fractions import Fraction
from random import Random
from typing import Any, TypeVar

from .chart import HANDOVER, LONGEST_PLAY, Chart, options_of
from .drawn import Drawn
from .errors import GameError
from .labels import Joined
from .miscalls import refuse_miscall
from .numbers import Expression, Number, exact, simplest, text
from .play import HandedOver, Play
from .tree import CHANCE, TERMINAL
from .type_telling import check_all_drawn, draw_type, note_shocks

T = TypeVar("T")

LOOK_UP = " To look up what a label stands for, write offers = {'small': p, 'large': c} and offers[play.choose(player, list(offers))]."
WORD = 4  # letters: a text of so many is one option by mistake, and not a choice between letters
MOST_READ = 1 << 14  # expressions that are kept with the number that each was read as; rules give the same ones again and again


class Telling:
    """Tells a story in all ways and records its scenes.

    Parameters
    ----------
    name : str
        The game's short name.
    players : tuple of str
        The players' labels.
    in_scenes : bool
        Whether states that the rules name are told once; otherwise every play is told to its end.
    """

    def __init__(self, name: str, players: tuple[str, ...], in_scenes: bool = True) -> None:
        self.name, self.players, self.in_scenes = name, players, in_scenes
        self.chart = Chart(name, players)
        self.memories = self.chart.memories
        self.scenes: dict[Any, int] = {}  # number of each scene by its state
        self.ways: list[_Way] = []  # to each scene
        self.again: list[tuple[int, int, _Way]] = []  # other ways to scenes, on which these are tried
        self.way = _Way(0, (), ())
        self.trail: list[int] = []  # nodes of the play being told, in its scene
        self.pending: tuple[int, int] = (-1, -1)  # parent and move of the next node
        self.trial: Random | None = None  # while a scene is tried on another way to it
        self.at: int | None = None  # the node of the scene on which it is tried
        self.drawing_over = False  # whether a play has ended, so that all draws are known
        self._numbers: dict[int, tuple[Expression, Number]] = {}
        self._labels: dict[tuple[str, ...], tuple[str, ...]] = {}
        self._menus: dict[tuple[object, ...], tuple[str, ...]] = {}  # the texts of what was offered before, where that is texts
        self._whole: dict[int, Fraction] = {}

    @property
    def scene_number(self) -> int:
        """How many hand-overs lead to the scene that is told."""
        return self.way.handovers

    # ---------------------------------------------------------------- what a play asks

    def check_player(self, player: object) -> None:
        """Refuse who is no player."""
        if player not in self.players:
            meant = next((name for name in self.players if str(player).casefold() == name.casefold()), None)
            first = "" if isinstance(player, str | int) else " Say who first, then what."
            hint = first if meant is None else f" Write {meant!r}."
            raise GameError(f"{self.name} has no player {player!r}; its players are {', '.join(self.players)}.{hint}")

    def menu(self, offered: Iterable[T], where: Callable[[], str], drawn: bool = False) -> tuple[list[T], tuple[str, ...]]:
        """List what there is to choose from, or may be drawn, and the texts of it; `where` says where, should there be a mistake."""
        plain = type(offered) is list or type(offered) is tuple or (drawn and type(offered) is dict)
        if plain:
            try:
                labels = self._menus.get(tuple(offered))
            except TypeError:  # has no hash
                labels = None
            if labels is not None:
                return list(offered), labels
        items = self.options(offered, where(), drawn)
        labels = self.labels(items, where())
        if plain and set(map(type, items)) == {str}:
            self._menus[labels] = labels
        return items, labels

    def options(self, offered: Iterable[T], where: str, drawn: bool = False) -> list[T]:
        """List what there is to choose from, or may be drawn, in order; refuse a set, a text, and expressions in parameters."""
        if type(offered) is not list:
            self._check_listed(offered, where, drawn)
        items = list(offered)
        if set(map(type, items)) == {str}:
            return items
        entries = [entry for item in items for entry in (item if isinstance(item, tuple | list) else (item,))]
        if any(isinstance(entry, Expression) for entry in entries):
            listed = ", ".join(map(_as_written, items))
            hint = " For probabilities write a dict, as {'high': p, 'low': 1 - p}." if drawn else LOOK_UP
            raise GameError(f"{self.name}: the options of {where}, {listed}, depend on a parameter; options are labels.{hint}")
        return items

    def _check_listed(self, offered: object, where: str, drawn: bool) -> None:
        """Refuse what is no list of options."""
        one_text = isinstance(offered, str) and len(offered) >= WORD
        if isinstance(offered, Mapping) and not drawn:
            raise GameError(f"{self.name}: the options of {where} are a dict; write a list, as {list(offered)}.{LOOK_UP}")
        if one_text or isinstance(offered, Set) or not isinstance(offered, Iterable):
            mistake = "a set, which has no order" if isinstance(offered, Set) else _as_written(offered)
            chances = ", or with their chances a dict, as {'high': p, 'low': 1 - p}" if drawn else ""
            raise GameError(f"{self.name}: the options of {where} are {mistake}; write a list, as ['fight', 'retreat']{chances}.")

    def labels(self, items: Sequence[object], where: str) -> tuple[str, ...]:
        """The texts of options, which must differ."""
        labels = tuple(map(str, items))
        known = self._labels.get(labels)
        if known is not None:
            return known
        if not labels or len(set(labels)) != len(labels) or not all(labels):
            listed = ", ".join(repr(x) for x in labels) or "nothing"
            raise GameError(f"{self.name}: {where} needs at least one option, each with a text of its own; found {listed}.")
        return self._labels.setdefault(labels, labels)

    def known(self, value: object) -> Number | None:
        """A number that everybody may see, where it is plain or was read before."""
        if type(value) is Fraction:
            return value
        if type(value) is int:
            number = self._whole.get(value)
            if number is None:
                number = self._whole[value] = Fraction(value)
            return number
        known = self._numbers.get(id(value))
        return None if known is None else known[1]

    def number(self, value: object, what: str) -> Number:
        """Read a payoff, chance or measure as an exact number or an expression in the parameters."""
        if type(value) is Fraction:
            return value
        if type(value) is int:
            return Fraction(value)
        if isinstance(value, Drawn):
            return simplest(value.expression)
        if isinstance(value, Expression):
            known = self._numbers.get(id(value))
            if known is None:
                if len(self._numbers) >= MOST_READ:
                    self._numbers.clear()
                read_as = simplest(Expression(value.numerator, value.denominator))
                known = self._numbers[id(value)] = value, read_as  # kept with it, since its id may be another's later
            return known[1]
        if hasattr(value, "free_symbols") and value.free_symbols:
            from .numbers import read

            return read(str(value))
        try:
            number = exact(value)
        except TypeError:
            raise GameError(f"{self.name}: {what} is {value!r}; give an exact number or an expression in the parameters.") from None
        return Fraction(int(number.p), int(number.q))

    def public(self, value: object, what: str) -> Number:
        """Read a number that everybody may see, and refuse one that moves with a private type."""
        if isinstance(value, Drawn):
            types = " and ".join(value.slopes)
            raise GameError(
                f"{self.name}: {what} moves with {types}, which only its owner sees; let its owner choose, or let it stand in its owner's "
                "payoff."
            )
        return self.number(value, what)

    def draw(self, step: int, name: object, law: object, owner: str, moved: bool) -> Drawn:
        """Draw a private type, the same one in every play."""
        self.check_player(owner)
        return draw_type(self.chart, step, name, law, owner, late=moved, all_known=self.drawing_over)

    def shock(self, player: str, memory: int, labels: tuple[str, ...], shocks: object, counts: object) -> None:
        """Note the shocks at a choice, the same wherever the player knows the same."""
        note_shocks(self.chart, player, memory, labels, shocks, counts)

    def turn(self, step: int, event: tuple[Any, ...], script: Sequence[int]) -> int:
        """The index of the outcome or action that this play takes at a step: as the script says, the first one beyond it."""
        if step >= LONGEST_PLAY:
            raise GameError(f"{self.name} does not end: a play goes on after {LONGEST_PLAY} moves. Let every play return payoffs.")
        way = self.way.events
        if step < len(way):
            if way[step][:2] != event[:2] or options_of(way[step]) != options_of(event):
                self._refuse_chance(way[step], event)
            return script[step]
        if self.trial is not None:
            return self._tried(event)
        step -= len(way)
        if step < len(script) - len(way):
            earlier = self.chart.events[self.trail[step]]
            if earlier != event:
                self._refuse_chance(earlier, event)
            k = script[len(way) + step]
            self.pending = (self.trail[step], k)
            return k
        owner = CHANCE if event[0] == "chance" else self.players.index(event[1])
        self.add(owner, event, self.pending)
        self.pending = (self.trail[-1], 0)
        return 0

    def add(self, owner: int, event: Any, parent_and_move: tuple[int, int]) -> None:
        """Add a node to the scene, and to the play being told."""
        self.trail.append(self.chart.add(owner, event, *parent_and_move))

    def hand_over(self, play: Play, state: tuple[object, ...]) -> None:
        """End the play where another scene begins."""
        if not self.in_scenes:
            return
        try:
            if any(isinstance(value, Expression) for value in state):
                raise TypeError
            scene = self.scenes.get(state)
        except TypeError:
            listed = ", ".join(map(_as_written, state))
            raise GameError(
                f"{self.name} depends on {listed}; give texts, whole numbers, fractions, or tuples of them, and no parameters or lists."
            ) from None
        account = play._closed()
        for player, memory in play._memory.items():
            account["knows", player] = memory
        if self.trial is not None:
            self._compare(HANDOVER, (scene, account))
            raise HandedOver
        events = (*self.way.events, *(self.chart.events[node] for node in self.trail[: play._step - len(self.way.events)]))
        script = (*play._script, *([0] * (play._step - len(play._script))))
        way = _Way(play._scenes, script, events)
        if scene is None:
            scene = self.scenes[state] = len(self.ways)
            self.ways.append(way)
        self.met[scene] = met = self.met.get(scene, 0) + 1
        if met & (met - 1) == 0:  # the first time, the second, the fourth, ...
            self.again.append((scene, met, way))
        self._end_play(play)
        self.add(HANDOVER, (scene, account), self.pending)
        raise HandedOver

    # ---------------------------------------------------------------- telling everything

    def tell(self, rules: Callable[[Play], Any]) -> Chart:
        """Tell every play of every scene, depth first."""
        self.met: dict[int, int] = {}
        self.ways.append(self.way)
        for scene, way in enumerate(self.ways):  # which grows meanwhile
            self.way, self.scene = way, scene
            self.chart.roots.append(len(self.chart.owner))
            self._tell_scene(rules)
        self._try_again(rules)
        return self.chart

    def _tell_scene(self, rules: Callable[[Play], Any]) -> None:
        before = len(self.way.script)
        script = list(self.way.script)
        self.trail = []
        while True:
            self.pending = (-1, -1)
            play = Play(self, script)
            self._tell_play(play, rules)
            self.trail.pop()
            script = [*script, *([0] * (len(self.trail) - len(script) + before))]
            while len(script) > before:
                if script[-1] + 1 < len(options_of(self.chart.events[self.trail[-1]])):
                    script[-1] += 1
                    break
                script.pop()
                self.trail.pop()
            if len(script) == before:
                return

    def _tell_play(self, play: Play, rules: Callable[[Play], Any]) -> None:
        try:
            ending = self.ending(play, rules(play))
        except HandedOver:
            self._end_draws(play)
            return
        except TypeError as error:
            refuse_miscall(self.name, self.players, error)
            raise
        self._end_draws(play)
        self._end_play(play)
        if self.trial is not None:
            self._compare(TERMINAL, ending)
            return
        if play._scenes < self.scene_number and self.in_scenes:
            raise GameError(f"{self.name} is not deterministic: the same choices led once to a state and once to an ending.")
        self.add(TERMINAL, ending, self.pending)

    def _end_draws(self, play: Play) -> None:
        self.drawing_over = True
        check_all_drawn(self.chart, play._draws)

    def _end_play(self, play: Play) -> None:
        if play._step < len(play._script):
            way = self.way.events
            event = way[play._step] if play._step < len(way) else self.chart.events[self.trail[play._step - len(way)]]
            raise GameError(f"{self.name} is not deterministic: the same choices led once to {_description(event)} and once to an ending.")

    def ending(self, play: Play, returned: Any) -> dict[Any, Any]:
        """Read what the rules return as payoffs, and close the account of the play."""
        if returned is None and play._pays:
            return play._closed()
        history = Joined(play._moves, empty="the start")
        if isinstance(returned, Mapping):
            for player in returned:
                self.check_player(player)
            missing = [p for p in self.players if p not in returned]
            if missing:
                raise GameError(f"{self.name} ends after {history!r} without a payoff for {', '.join(missing)}; write 0 if it is nothing.")
            returned = [returned[p] for p in self.players]
        if not isinstance(returned, Sequence) or isinstance(returned, str) or len(returned) != len(self.players):
            raise GameError(
                f"{self.name} returns {_as_written(returned)} after {history!r}; "
                f"return the payoffs as a tuple or as a dict by player, one for each of {', '.join(self.players)}."
            )
        payoffs = [self.number(x, f"the payoff of {p} after {history!r}") for p, x in zip(self.players, returned, strict=True)]
        return play._closed(payoffs)

    # ---------------------------------------------------------------- trying scenes on other ways to them

    def _try_again(self, rules: Callable[[Play], Any]) -> None:
        """Tell a play of each scene after some other histories that lead to it, and refuse one that goes on otherwise."""
        chart = self.chart
        again = [trial for trial in self.again if trial[1] > 1]
        if not again:
            return
        self.children = {step: node for node, step in enumerate(zip(chart.parent, chart.move, strict=True))}
        for scene, seed, self.way in again:
            self.trial, self.scene, self.at = Random(seed), scene, chart.roots[scene]
            self._tell_play(Play(self, self.way.script), rules)

    def _tried(self, event: tuple[Any, ...]) -> int:
        node = self.at
        assert node is not None and self.trial is not None
        self._compare(CHANCE if event[0] == "chance" else self.players.index(event[1]), event)
        k = self.trial.randrange(len(options_of(event)))
        self.at = self.children[node, k]
        return k

    def _compare(self, owner: int, event: Any) -> None:
        node = self.at
        assert node is not None
        if self.chart.owner[node] == owner and self.chart.events[node] == event:
            return
        state = next(state for state, scene in self.scenes.items() if scene == self.scene)
        first, second = (way.words() for way in (self.ways[self.scene], self.way))
        raise GameError(
            f"{self.name} says that a play depends only on {', '.join(map(_as_written, state))}, but it does not go on alike after {first} "
            f"and after {second}: {self._words(self.chart.owner[node], self.chart.events[node], event)}. "
            "Name in depends_on all that the rules still look at."
        )

    def _words(self, owner: int, earlier: Any, event: Any) -> str:
        """Say how two moves, hand-overs or endings differ."""

        def words(event: Any) -> str:
            if isinstance(event, dict):
                return "an ending"
            return _description(event) if event[0] in ("chance", "choose") else "another state"

        first, second = words(earlier), words(event)
        if first != second:
            return f"once {first}, once {second}"
        one, other = (e if isinstance(e, dict) else e[1] for e in (earlier, event))
        if not isinstance(one, dict) or not isinstance(other, dict):
            return f"once {first} ({self._difference(earlier)}), once {second} ({self._difference(event)})"
        for key in dict.fromkeys([*one, *other]):
            if one.get(key, 0) != other.get(key, 0):
                name = " of ".join(reversed(list(key))) if isinstance(key, tuple) else key
                return f"what is added since then ({name}) differs"
        return "they lead to different states"

    # ---------------------------------------------------------------- words

    def _refuse_chance(self, earlier: tuple[Any, ...], event: tuple[Any, ...]) -> None:
        first, second = _description(earlier), _description(event)
        if first == second:
            first, second = f"{first} ({self._difference(earlier)})", f"{second} ({self._difference(event)})"
        raise GameError(
            f"{self.name} is not deterministic: the same choices led once to {first} and once to {second}. A story is told again and "
            "again; draw with play.chance, and let nothing in it be random or count its plays."
        )

    def _difference(self, event: tuple[Any, ...]) -> str:
        """What tells a move from one that sounds alike: its chances, or what its player knows."""
        if event[0] == "chance":
            return "with chances " + ", ".join(map(text, event[3]))
        return f"knowing {'/'.join(words for _, words in self.memories.events(event[2])) or 'nothing'}"


class _Way:
    """A way to a scene: how many hand-overs and which moves lead there."""

    def __init__(self, handovers: int, script: Sequence[int], events: Sequence[tuple[Any, ...]]) -> None:
        self.handovers, self.script, self.events = handovers, script, events

    def words(self) -> str:
        """Say what happened on the way."""
        labels = [options_of(event)[k] for event, k in zip(self.events, self.script, strict=True)]
        return repr(str(Joined(labels, empty="the start")))


def _description(event: tuple[Any, ...]) -> str:
    """Say what a move is."""
    return f"chance {event[1]!r} over {', '.join(event[2])}" if event[0] == "chance" else f"{event[1]} choosing from {', '.join(event[3])}"


def _as_written(value: Any) -> str:
    """Write what a story gave, expressions as the formulas they are."""
    match value:
        case Expression():
            return value.text()
        case tuple() | list():
            inside = ", ".join(map(_as_written, value))
            return f"[{inside}]" if isinstance(value, list) else f"({inside}{',' * (len(value) == 1)})"
    return repr(value)
