"""Stories: rules told once, as a function that tells one play, become a game.

The function is called again and again, each time with other choices, until every play
has been told; who was told what makes the information sets, so perfect recall holds by
construction.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, TypeVar, cast

from .build import LONGEST_PLAY, Draft, freeze
from .checks import check_chances
from .errors import GameError
from .labels import Joined
from .numbers import Expression, Number, Told, exact, rational, simplest, text
from .parameter import Condition, Domain, Parameter, conditions
from .tree import CHANCE, TERMINAL, Game

T = TypeVar("T")

WORD = 4  # letters: a text of so many is one option by mistake, and not a choice between letters
LONGEST_DECIMAL = 14  # digits of a default given as a float; more are the mark of a rounded result


class Play:
    """One play of a story, as its rules see it."""

    def __init__(self, telling: _Telling, script: Sequence[int]) -> None:
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
            given = zip(labels, outcomes.values(), strict=True)
            chances = [self._telling.number(p, f"the chance of {label!r} at {name!r}") for label, p in given]
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
        self._telling.known(player)
        items = self._telling.options(actions, f"a choice of {player}")
        labels = self._telling.labels(items, f"a choice of {player}")
        k = self._turn(("choose", player, self._memory[player], labels))
        for one in self._telling.players if public else (player,):
            self._memory[one] += ((player, labels[k]),)
        self._moves.append(labels[k])
        return items[k]

    def tell(self, who: str | Iterable[str], what: object) -> None:
        """Tell a player, or several, something."""
        for player in tuple(who) if isinstance(who, Iterable) and not isinstance(who, str) else (who,):
            self._telling.known(player)
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

    def _turn(self, what: tuple[Any, ...]) -> int:
        k = self._telling.turn(self._step, what, self._script)
        self._step += 1
        return k


class _Telling:
    """Tells a story in all ways and records the tree."""

    def __init__(self, name: str, players: tuple[str, ...]) -> None:
        self.name, self.players = name, players
        self.tree = Draft(name, players)
        self.trail: list[int] = []  # nodes of the play being told
        self.pending: tuple[int, int] = (-1, -1)  # parent and move of the next node

    # what a play asks

    def known(self, player: object) -> None:
        if player not in self.players:
            raise GameError(f"{self.name} has no player {player!r}; its players are {', '.join(self.players)}.")

    def options(self, given: Iterable[T], where: str) -> list[T]:
        word = isinstance(given, str) and len(given) >= WORD
        if word or isinstance(given, Set) or not isinstance(given, Iterable):
            found = "a set, which has no order" if isinstance(given, Set) else repr(given) if isinstance(given, str) else _shown(given)
            raise GameError(f"{self.name}: the options of {where} are {found}; write a list, as ['fight', 'retreat'].")
        items = list(given)
        inside = [part for item in items for part in (item if isinstance(item, tuple | list) else (item,))]
        if any(isinstance(part, Expression) for part in inside):
            shown = ", ".join(map(_shown, items))
            dictionary = " For probabilities write a dict, as {'high': p, 'low': 1 - p}." if where.startswith("the chance") else ""
            raise GameError(f"{self.name}: the options of {where}, {shown}, depend on a parameter; options are labels.{dictionary}")
        return items

    def labels(self, items: Sequence[object], where: str) -> tuple[str, ...]:
        labels = tuple(str(item) for item in items)
        if not labels or len(set(labels)) != len(labels) or not all(labels):
            found = ", ".join(repr(x) for x in labels) or "nothing"
            raise GameError(f"{self.name}: {where} needs at least one option, each with a text of its own; found {found}.")
        return labels

    def number(self, value: object, what: str) -> Number:
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

    def turn(self, step: int, what: tuple[Any, ...], script: Sequence[int]) -> int:
        if step >= LONGEST_PLAY:
            raise GameError(f"{self.name} does not end: a play goes on after {LONGEST_PLAY} moves. Let every play return payoffs.")
        if step < len(script):
            was = self.tree.what[self.trail[step]]
            if was != what:
                one, two = _said(was), _said(what)
                if one == two:
                    one, two = (f"{said} ({_apart(a, b)})" for said, a, b in ((one, was, what), (two, what, was)))
                raise GameError(f"{self.name} is not deterministic: the same choices led once to {one} and once to {two}.")
            self.pending = (self.trail[step], script[step])
            return script[step]
        owner = CHANCE if what[0] == "chance" else self.players.index(what[1])
        if what[0] == "choose":
            before = self.tree.sets.setdefault(what[1:3], what[3])
            if before != what[3]:
                label = "/".join(said for _, said in what[2]) or "start"
                raise GameError(
                    f"{what[1]}'s choices differ inside one information set, {label!r}: once {', '.join(before)}, "
                    f"once {', '.join(what[3])}. Tell {what[1]} something that separates the two, or offer the same choices."
                )
        self.add(owner, what, self.pending)
        self.pending = (self.trail[-1], 0)
        return 0

    def add(self, owner: int, what: tuple[Any, ...], after: tuple[int, int]) -> None:
        self.trail.append(self.tree.add(owner, what, *after))

    # telling everything

    def tell(self, rules: Callable[[Play], Any]) -> None:
        script: list[int] = []
        while True:
            self.pending = (-1, -1)
            play = Play(self, script)
            ending = self.ending(play, rules(play))
            if play._step < len(script):
                was = _said(self.tree.what[self.trail[play._step]])
                raise GameError(f"{self.name} is not deterministic: the same choices led once to {was} and once to an ending.")
            self.add(TERMINAL, ending, self.pending)
            self.trail.pop()
            script = [*script, *([0] * (len(self.trail) - len(script)))]
            while script:
                what = self.tree.what[self.trail[-1]]
                options = what[2] if what[0] == "chance" else what[3]
                if script[-1] + 1 < len(options):
                    script[-1] += 1
                    break
                script.pop()
                self.trail.pop()
            if not script:
                return

    def ending(self, play: Play, returned: Any) -> tuple[Any, ...]:
        where = Joined(play._moves, empty="the start")
        if isinstance(returned, Mapping):
            for player in returned:
                self.known(player)
            missing = [p for p in self.players if p not in returned]
            if missing:
                raise GameError(f"{self.name} ends after {where!r} without a payoff for {', '.join(missing)}.")
            returned = [returned[p] for p in self.players]
        if not isinstance(returned, Sequence) or isinstance(returned, str) or len(returned) != len(self.players):
            raise GameError(
                f"{self.name} returns {_shown(returned)} after {where!r}; "
                f"return the payoffs as a dict by player, one for each of {', '.join(self.players)}."
            )
        payoffs = [self.number(x, f"the payoff of {p} after {where!r}") for p, x in zip(self.players, returned, strict=True)]
        return payoffs, dict(play._measures), play._outcome or where


def _said(what: tuple[Any, ...]) -> str:
    return f"chance {what[1]!r} over {', '.join(what[2])}" if what[0] == "chance" else f"{what[1]} choosing from {', '.join(what[3])}"


def _apart(what: tuple[Any, ...], other: tuple[Any, ...]) -> str:
    """What tells a move from one that sounds alike: its chances, or what its player knows."""
    if what[0] == "chance":
        return "with chances " + ", ".join(map(text, what[3]))
    return f"knowing {'/'.join(said for _, said in what[2]) or 'nothing'}"


def _shown(value: Any) -> str:
    """Write what a story gave, expressions as the formulas they are."""
    match value:
        case Expression():
            return value.text()
        case tuple() | list():
            inside = ", ".join(map(_shown, value))
            return f"[{inside}]" if isinstance(value, list) else f"({inside}{',' * (len(value) == 1)})"
    return repr(value)


@dataclass(frozen=True, repr=False)
class Story:
    """A game told as a story; call it to get the game.

    Calling it without a value leaves every `Parameter` symbolic; a keyword fixes a
    parameter (``informer_core(phi=Rational(3, 10))``) or sets the structure
    (``crisis_signalling(challenger_types=3)``).
    """

    rules: Callable[..., Any]
    players: tuple[str, ...] | Callable[..., Sequence[str]]
    headline: tuple[str, ...] | Callable[..., Sequence[str]] = ()
    extra: Callable[..., Mapping[str, Parameter]] | None = None
    source: str = ""
    rows: tuple[str, ...] = ()
    known: tuple[str, ...] = ()

    def __repr__(self) -> str:
        structure = ", ".join(f"{name}={default!r}" for name, default in self.structure.items() if default is not inspect.Parameter.empty)
        return f"<Story {self.name}({structure})>"

    @property
    def name(self) -> str:
        """The name of the function that tells it."""
        return self.rules.__name__

    @property
    def title(self) -> str:
        """The first line of its docstring."""
        return (inspect.getdoc(self.rules) or self.name).splitlines()[0].rstrip(".")

    @property
    def structure(self) -> dict[str, object]:
        """The structure arguments with their defaults."""
        return {
            name: p.default
            for name, p in self._signature.items()
            if not isinstance(p.default, Parameter)
            and p.kind is not inspect.Parameter.VAR_KEYWORD
            and not (p.default is p.empty and self.extra is not None)
        }

    def parameters(self, **structure: object) -> dict[str, Parameter]:
        """The parameters that are declared for a given structure; those that it uses are the game's."""
        declared = {name: p.default for name, p in self._signature.items() if isinstance(p.default, Parameter)}
        if self.extra is not None:
            declared.update(_called(self.extra, {**self.structure, **structure}))
        return declared

    @property
    def about(self) -> str:
        """The docstring of the function that tells it."""
        return inspect.getdoc(self.rules) or self.name

    def __call__(self, **arguments: object) -> Game:
        """Build the game: structure arguments set its structure, a parameter's name fixes the parameter."""
        structure = {**self.structure, **{k: v for k, v in arguments.items() if k in self.structure}}
        parameters = self._declared(structure)
        structure = {k: v for k, v in structure.items() if k not in parameters}
        values = {k: v for k, v in arguments.items() if k not in structure}
        for name in values:
            if name not in parameters:
                known = ", ".join([*parameters, *structure]) or "none"
                raise GameError(f"{self.name} has no parameter or structure argument {name!r}; it has {known}.")
        built = self._build(structure, parameters)
        unused = [name for name in values if name not in built.parameters]
        if unused:
            known = ", ".join(built.parameters) or "none"
            raise GameError(f"{self.name} with this structure does not use the parameter {', '.join(unused)}; it uses {known}.")
        return built.with_(**values) if values else built

    def outline(self) -> dict[str, Any]:
        """Tell the story with its default structure and count, without building the game.

        Returns
        -------
        dict
            ``players`` and ``parameters`` (lists of names), ``nodes`` and ``infosets`` (whole numbers).
        """
        parameters = self._declared(self.structure)
        draft = self._draft(self.structure, parameters)
        used = {name for what in draft.what for number in _numbers(what) if isinstance(number, Expression) for name in number.names}
        return {
            "players": list(draft.players),
            "nodes": len(draft.what),
            "infosets": len(draft.sets),
            "parameters": [name for name in parameters if name in used],
        }

    def _declared(self, structure: Mapping[str, object]) -> dict[str, Parameter]:
        absent = [name for name, value in structure.items() if value is inspect.Parameter.empty]
        if absent:
            raise GameError(f"{self.name} needs {', '.join(absent)}.")
        parameters = self.parameters(**structure)
        needed = [name for name, p in self._signature.items() if p.default is p.empty and p.kind is not p.VAR_KEYWORD]
        absent = [name for name in needed if name not in parameters and name not in structure]
        if absent:
            raise GameError(f"{self.name} needs {', '.join(absent)}, and its parameters= gives none for this structure.")
        return parameters

    def _draft(self, structure: Mapping[str, object], parameters: Mapping[str, Parameter]) -> Draft:
        players = tuple(_called(self.players, structure) if callable(self.players) else self.players)
        if not players or len(set(players)) != len(players):
            raise GameError(f"{self.name} needs players with names of their own; found {', '.join(map(str, players)) or 'none'}.")
        telling = _Telling(self.name, players)
        symbols = {name: Told.symbol(name) for name in parameters}
        telling.tell(lambda play: self.rules(play, **{**structure, **symbols}))
        return telling.tree

    def _build(self, structure: Mapping[str, object], parameters: Mapping[str, Parameter]) -> Game:
        bare = freeze(self._draft(structure, parameters), self.title)
        headline = tuple(_called(self.headline, structure) if callable(self.headline) else self.headline)
        unknown = [] if callable(self.headline) or self.extra is not None else [name for name in headline if name not in parameters]
        if unknown:
            known = ", ".join(parameters) or "none"
            raise GameError(f"The headline of {self.name} names {', '.join(map(repr, unknown))}; its parameters are {known}.")
        domain = _domain(self.name, bare.terms, parameters)
        game = replace(bare, domain=domain, headline=tuple(name for name in headline if name in domain.names))
        check_chances(game)
        return game

    @property
    def _signature(self) -> dict[str, inspect.Parameter]:
        return dict(list(inspect.signature(self.rules).parameters.items())[1:])


def game(
    *rules: object,
    players: Sequence[str] | Callable[..., Sequence[str]] | None = None,
    headline: Sequence[str] | Callable[..., Sequence[str]] = (),
    parameters: Callable[..., Mapping[str, Parameter]] | None = None,
    source: str = "",
    rows: Sequence[str] = (),
    known: Sequence[str] = (),
) -> Callable[[Callable[..., Any]], Story]:
    """Turn a function that tells one play into a `Story`.

    Parameters
    ----------
    players : sequence of str, or function of the structure arguments
        The players' labels.
    headline : sequence of str, or function of the structure arguments
        The parameters that maps speak of; the first two span the picture.
    parameters : function of structure arguments, optional
        Gives further parameters, or other defaults and domains, where they depend on the structure; a structure argument that it
        names becomes a parameter;
        the function that tells the play then takes them by name or as ``**parameters``.
    source : str
        Where the game comes from.
    rows : sequence of str
        Rows of the essay that it carries.
    known : sequence of str
        Known answers, in words.

    Examples
    --------
    >>> @game(players=("A",))
    ... def coin(play, *, p=Parameter(Fraction(1, 2), domain="0 < p < 1", means="chance of heads")):
    ...     "Guess a coin."
    ...     side = play.chance("coin", {"heads": p, "tails": 1 - p})
    ...     return {"A": int(play.choose("A", ["heads", "tails"]) == side)}
    >>> coin()
    <Game coin: A; 7 nodes, 1 information sets, 1 parameters>
    """
    if rules or players is None:
        above = f" above {rules[0].__name__}" if len(rules) == 1 and inspect.isfunction(rules[0]) else ""
        raise GameError(f"A story names its players; write @game(players=('Ann', 'Bob')){above}, with the names of yours.")
    for given in (players, headline):
        if isinstance(given, str):
            raise GameError(f"players and headline are sequences of names; write ({given!r},).")
        if not callable(given):
            _check_names(given)
    who = players if callable(players) else tuple(players)
    first = headline if callable(headline) else tuple(headline)

    def tell(rules: Callable[..., Any]) -> Story:
        story = Story(rules, who, first, parameters, source, tuple(rows), tuple(known))
        story.__dict__.update(__doc__=rules.__doc__, __module__=rules.__module__, __name__=rules.__name__, __wrapped__=rules)  # for help()
        return story

    return tell


def _numbers(what: tuple[Any, ...]) -> Iterable[Number]:
    """List the numbers that a node of a draft holds."""
    if what[0] == "chance":
        return cast(Iterable[Number], what[3])
    return () if what[0] == "choose" else (*what[0], *what[1].values())


def _check_names(given: object) -> None:
    """Refuse players or headline parameters that are no list of names."""
    if not isinstance(given, Iterable) or not all(isinstance(name, str) and name for name in given):
        names = [str(name) for name in given] if isinstance(given, Iterable) else ["Ann", "Bob"]
        write = ", ".join(map(repr, names))
        raise GameError(f"players and headline are sequences of names, each a text; found {given!r}, write ({write}).")


def _called(function: Callable[..., Any], structure: Mapping[str, object]) -> Any:
    wanted = inspect.signature(function).parameters
    return function(**{name: value for name, value in structure.items() if name in wanted})


# ------------------------------------------------------------------ parameters


def _domain(name: str, terms: Sequence[Expression], declared: Mapping[str, Parameter]) -> Domain:
    used = {name for term in terms for name in term.free}
    unknown = sorted(used - set(declared))
    if unknown:
        raise GameError(f"{name} uses the symbol {', '.join(unknown)}, which is no parameter; declare it as a keyword with Parameter(...).")
    names = tuple(n for n in declared if n in used)
    found = [c for n in declared for c in _assumed(name, n, declared)]
    start = {}
    for n in declared:
        start[n] = _default(name, n, declared[n].default)
    symbols = {n: p.symbol for n, p in declared.items() if p.symbol}
    whole = Domain(tuple(declared), tuple(found), start, {n: p.means for n, p in declared.items()}, symbols)
    for n in declared:
        _nonempty(n, declared[n])
    try:
        whole.check(start)
    except GameError as error:
        raise GameError(f"{name}: at the defaults {str(error)[:1].lower()}{str(error)[1:]}") from None
    domain = whole.keeping(names)
    domain.inside  # noqa: B018  (refuses a domain without interior, here where it is declared)
    return domain


def _assumed(story: str, name: str, declared: Mapping[str, Parameter]) -> list[Condition]:
    """What the domain of one parameter assumes."""
    try:
        return [c for chain in declared[name].chains for c in conditions(chain, declared)]
    except GameError as error:
        raise GameError(f"{story}: the domain of {name} cannot be read: {error}") from None


def _default(story: str, name: str, given: object) -> Fraction:
    """A default as an exact number; a float that is the rounded result of some reckoning is refused."""
    try:
        value = Fraction(*map(int, (exact(given).p, exact(given).q)))
    except TypeError:
        raise GameError(f"{story}: the default of {name} is {given!r}, which is no exact number.") from None
    if isinstance(given, float) and len(str(abs(value.numerator))) > LONGEST_DECIMAL:
        near = f"Fraction{value.limit_denominator(1000).as_integer_ratio()}"
        raise GameError(f"{story}: the default of {name} is {given!r}, a rounded number; write it exactly, as {near}.")
    return value


def _nonempty(name: str, parameter: Parameter) -> None:
    """Refuse a chain whose constant ends contradict one another, as 1 < p < 0."""
    for chain in parameter.chains:
        ends = [side for c in conditions(chain) for side in c.text.replace("<=", "<").replace(">=", ">").replace(">", "<").split("<")]
        constants = []
        for end in (ends[0], ends[-1]):
            try:
                constants.append(rational(Fraction(end.strip())))
            except ValueError:
                break
        ordered = conditions(f"{ends[0]} {'<' if '<' in chain else '>'} {ends[-1]}")[0] if len(constants) == 2 else None
        if ordered is not None and not ordered.holds({}):
            raise GameError(f"The domain of {name} is empty: nothing satisfies {chain}.")
