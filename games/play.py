"""One play of a story, as its rules see it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any, TypeVar

from .errors import GameError
from .numbers import Number

if TYPE_CHECKING:
    from .drawn import Drawn
    from .law import Law
    from .telling import Telling

T = TypeVar("T")


class Play:
    """One play of a story, as its rules see it."""

    def __init__(self, telling: Telling, script: Sequence[int]) -> None:
        self._telling, self._script = telling, script
        self._step = self._scenes = 0
        self._moves: list[str] = []
        self._pays = self._moved = False
        self._draws = 0
        self._begin_scene()

    def _begin_scene(self) -> None:
        self._memory = dict.fromkeys(self._telling.players, 0)
        self._account: dict[Any, Any] = {}
        self._first_move = len(self._moves)

    def chance(self, name: str, outcomes: Sequence[T] | Mapping[T, object]) -> T:
        """Let chance pick an outcome; nobody is told.

        Parameters
        ----------
        name : str
            What is drawn.
        outcomes : sequence, or dict from outcome to probability
            A sequence is equally likely; probabilities are numbers or expressions in parameters.
        """
        if not isinstance(name, str):
            raise GameError(f"{self._telling.name}: a chance move has a name first, as play.chance('type', outcomes); found {name!r}.")
        items, labels = self._telling.menu(outcomes, lambda: f"the chance move {name!r}", drawn=True)
        if type(outcomes) is dict or isinstance(outcomes, Mapping):
            known = self._telling.known
            chances = [
                number if (number := known(p)) is not None else self._telling.public(p, f"the chance of {label!r} at {name!r}")
                for label, p in zip(labels, outcomes.values(), strict=True)
            ]
        else:
            chances = [Fraction(1, len(items))] * len(items)
        return items[self._turn(("chance", name, labels, tuple(chances)))]

    def draw(self, name: str, law: Law, to: str) -> Drawn:
        """Draw a private type from a continuum, before anybody moves; only its owner knows it.

        Parameters
        ----------
        name : str
            The symbol that stands for it in payoffs.
        law : Law
            A `games.Uniform`, `games.Normal`, `games.Logistic`, `games.Exponential` or `games.Beta`, whose arguments are numbers or
            parameters.
        to : str
            Its owner.

        Returns
        -------
        Drawn
            A symbol that adds, subtracts and multiplies with numbers and parameters; it stands in its owner's payoffs only.
        """
        drawn = self._telling.draw(self._draws, name, law, to, self._moved)
        self._draws += 1
        return drawn

    def choose(
        self,
        player: str,
        actions: Sequence[T],
        public: bool = True,
        *,
        shocks: Mapping[T, Law] | None = None,
        counts: bool | None = None,
    ) -> T:
        """Let a player choose an action.

        Parameters
        ----------
        player : str
            Who chooses.
        actions : sequence
            What there is to choose from; the text of each is its label.
        public : bool
            Whether everyone is told, or only the chooser.
        shocks : dict from action to Law, optional
            A number from a continuum, drawn when the player comes to move here and known to that player alone, that is added to its
            payoff when it chooses the action; independent of everything else.
        counts : bool
            With shocks: True where the shock is payoff, so that an earlier own move values it; False where it is an error of whoever
            moves here (Signorino 1999, McKelvey and Palfrey 1998), which no earlier move values.
        """
        self._telling.check_player(player)
        items, labels = self._telling.menu(actions, lambda: f"a choice of {player}")
        if not isinstance(public, bool):
            raise GameError(
                f"{self._telling.name}: public={public!r} at a choice of {player}; it is True or False. To let some see the choice, write "
                "public=False, and play.tell(who, what was chosen) after it."
            )
        self._moved = True
        if shocks is not None or counts is not None:
            self._telling.shock(player, self._memory[player], labels, shocks, counts)
        k = self._turn(("choose", player, self._memory[player], labels))
        if self._scenes >= self._telling.scene_number:  # what comes before the scene has been recorded
            memory, grow = self._memory, self._telling.memories.grow
            for listener in self._telling.players if public else (player,):
                memory[listener] = grow(memory[listener], player, labels[k])
        self._moves.append(labels[k])
        return items[k]

    def tell(self, who: str | Iterable[str], what: object) -> None:
        """Tell a player, or several, something."""
        players = self._telling.players
        if isinstance(who, str) and who not in players and isinstance(what, str) and what in players:
            raise GameError(f"{self._telling.name}: play.tell says first who is told, then what; write play.tell({what!r}, {who!r}).")
        words, heard = str(what), self._scenes >= self._telling.scene_number
        for player in who if type(who) is tuple else (who,) if isinstance(who, str) or not isinstance(who, Iterable) else tuple(who):
            self._telling.check_player(player)
            if heard:
                self._memory[player] = self._telling.memories.grow(self._memory[player], "", words)

    def measure(self, **totals: object) -> None:
        """Add to named totals, as ``play.measure(violence=2, flow=-1)``."""
        for name, amount in totals.items():
            if self._telling.known(amount) is None:
                self._telling.public(amount, f"the measure {name!r}")
            self._add(("measure", name), amount, lambda: f"the measure {name!r}")  # noqa: B023

    def tally(self, **totals: object) -> None:
        """Add to named totals that are no measures of the game, but which payoffs may weigh."""
        for name, amount in totals.items():
            self._add(("tally", name), amount, lambda: f"the tally {name!r}")  # noqa: B023

    def pay(self, **payoffs: object) -> None:
        """Add to payoffs, as ``play.pay(Alice=2)``; what the rules return at the end is added too, and may then be left out."""
        for player, amount in payoffs.items():
            self._telling.check_player(player)
            self._add(("paid", player), amount, lambda: f"the payoff of {player}")  # noqa: B023
        self._pays = True

    def weigh(self, player: str, **weights: object) -> None:
        """Let a player's payoff hold totals at the end of the play, each times a weight, as ``play.weigh("US", violence=-w_viol)``.

        Parameters
        ----------
        player : str
            Whose payoff.
        **weights : number or expression
            By the name of a measure or tally.
        """
        self._telling.check_player(player)
        for name, weight in weights.items():
            self._add(("weight", player, name), weight, lambda: f"the weight of {name!r} to {player}")  # noqa: B023
        self._pays = True

    def outcome(self, label: object) -> None:
        """Name the class of this ending."""
        self._account["outcome"] = str(label)

    def depends_on(self, *state: object) -> None:
        """Say that what follows depends on these values only; it is then told once for each, and not after every history.

        What was told, seen and done before stays known, and what was paid, weighed and measured before stays counted; none of that
        need be among the values, unless the rules look at it again.

        Parameters
        ----------
        *state : texts, numbers, tuples and the like
            All that the rules still look at, such as ``play.depends_on(period, strength, support)``.

        Notes
        -----
        The claim is tried on some plays of every state, and a difference that is found is refused.
        """
        self._scenes += 1
        if self._scenes == self._telling.scene_number:
            self._begin_scene()
        elif self._scenes > self._telling.scene_number:
            self._telling.hand_over(self, state)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):  # what Python itself asks for
            raise AttributeError(name)
        raise GameError(f"A play has no {name!r}; it has chance, draw, choose, tell, measure, tally, pay, weigh, outcome and depends_on.")

    def _add(self, account: tuple[str, ...], amount: object, what: Callable[[], str]) -> None:
        if self._scenes >= self._telling.scene_number:
            number = self._telling.known(amount)
            if number is None:
                number = self._telling.number(amount, what())
            self._account[account] = self._account[account] + number if account in self._account else number

    def _turn(self, event: tuple[Any, ...]) -> int:
        k = self._telling.turn(self._step, event, self._script)
        self._step += 1
        return k

    def _closed(self, returned: Sequence[Number] = ()) -> dict[Any, Any]:
        """The account of the scene, complete at its end."""
        account, telling = self._account, self._telling
        for player, amount in zip(telling.players, returned, strict=False):
            paid = account.get(("paid", player))
            account["paid", player] = amount if paid is None else paid + amount
        if "outcome" not in account:
            account["moves"] = 0
            for label in self._moves[self._first_move :]:
                account["moves"] = telling.memories.grow(account["moves"], "", label)
        return account


class HandedOver(BaseException):
    """Ends the telling of a play where another scene begins."""
