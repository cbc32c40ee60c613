"""Stories: rules told once, as a function that tells one play, become a game.

The function is called again and again, each time with other choices, until every play
has been told; who was told what makes the information sets, so perfect recall holds by
construction.
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib import import_module
from typing import Any

from .chart import Chart
from .checks import check_chances
from .declared_domain import declared_domain
from .errors import GameError
from .numbers import Told
from .parameter import Parameter
from .private_types import check_laws
from .single_plays import UnbuiltGame, unbuilt_game
from .telling import Telling
from .tree import Game
from .unfold import refuse_memory, unfold

HISTORY_BYTES = 300  # of memory for each terminal history, measured with the campaign of medium size


@dataclass(frozen=True, repr=False)
class Story:
    """A game told as a story; call it to get the game.

    Calling it without a value leaves every `Parameter` symbolic; a keyword fixes a
    parameter (``informer_core(phi=Rational(3, 10))``) or sets the structure
    (``crisis_signalling(challenger_types=3)``).

    Parameters
    ----------
    rules : callable
        Tells one play.
    players, headline, source, rows, known
        As in `game`.
    extra : callable, optional
        The ``parameters`` of `game`.
    size : callable, optional
        As in `game`.
    """

    rules: Callable[..., Any]
    players: tuple[str, ...] | Callable[..., Sequence[str]]
    headline: tuple[str, ...] | Callable[..., Sequence[str]] = ()
    extra: Callable[..., Mapping[str, Parameter]] | None = None
    source: str = ""
    rows: tuple[str, ...] = ()
    known: tuple[str, ...] = ()
    size: Callable[..., int] | None = None

    def __reduce__(self) -> Any:
        """Be the same story again after pickling, where it stands under its name in a module."""
        if getattr(sys.modules.get(self.rules.__module__), self.name, None) is self:
            return _found, (self.rules.__module__, self.name)
        return super().__reduce__()

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

    def __call__(self, *nameless: object, **arguments: object) -> Game:
        """Build the game: structure arguments set its structure, a parameter's name fixes the parameter."""
        if nameless:
            name = next(iter({**self.structure, **self._declared(self.structure)}), "phi")
            raise GameError(f"{self.name} takes its arguments by name, as {self.name}({name}={nameless[0]!r}); found {nameless[0]!r}.")
        structure, values, parameters = self._sorted(arguments)
        if self.size is not None:
            histories = self.sized(structure)
            refuse_memory(self.name, histories, HISTORY_BYTES * histories, "or take games.unbuilt, and learn it from sampled plays")
        built = self._build(structure, parameters)
        unused = [name for name in values if name not in built.parameters]
        if unused:
            listed = ", ".join(built.parameters) or "none"
            raise GameError(f"{self.name} with this structure does not use the parameter {', '.join(unused)}; it uses {listed}.")
        return built.with_(**values) if values else built

    def unbuilt(self, **arguments: object) -> UnbuiltGame:
        """Give the game without building it, to be played and learned by sampling whatever its size; parameters are at their defaults.

        Examples
        --------
        >>> from games.classics import kuhn
        >>> kuhn.unbuilt(ranks=13).play(lambda move: 0)
        (-1.0, 1.0)
        """
        structure, values, _ = self._sorted(arguments)
        return unbuilt_game(self, structure, values)

    def sized(self, structure: Mapping[str, object]) -> int:
        """The number of terminal histories, as the story says."""
        assert self.size is not None
        return int(_called(self.size, structure))

    def _sorted(self, arguments: Mapping[str, object]) -> tuple[dict[str, object], dict[str, object], dict[str, Parameter]]:
        """Structure, values of parameters, and what parameters there are."""
        structure = {**self.structure, **{k: v for k, v in arguments.items() if k in self.structure}}
        parameters = self._declared(structure)
        structure = {k: v for k, v in structure.items() if k not in parameters}
        values = {k: v for k, v in arguments.items() if k not in structure}
        for name in values:
            if name not in parameters:
                listed = ", ".join([*parameters, *structure]) or "none"
                raise GameError(f"{self.name} has no parameter or structure argument {name!r}; it has {listed}.")
        return structure, values, parameters

    def outline(self) -> dict[str, Any]:
        """Tell the story with its default structure and count, without building the game.

        Returns
        -------
        dict
            ``players`` and ``parameters`` (lists of names), ``nodes`` and ``infosets`` (whole numbers).
        """
        parameters = self._declared(self.structure)
        bare = unfold(self._chart(self.structure, parameters), self.title)
        used = {name for term in bare.terms for name in term.names} | {name for drawn in bare.types for name in drawn.law.free}
        return {
            "players": list(bare.players),
            "nodes": bare.nodes,
            "infosets": bare.infosets,
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

    def _chart(self, structure: Mapping[str, object], parameters: Mapping[str, Parameter], in_scenes: bool = True) -> Chart:
        telling = Telling(self.name, self._players(structure), in_scenes)
        symbols = {name: Told.symbol(name) for name in parameters}
        chart = telling.tell(lambda play: self.rules(play, **{**structure, **symbols}))
        if chart.shocks and len(chart.roots) > 1:  # in scenes it is not known which information set a choice belongs to
            return self._chart(structure, parameters, in_scenes=False)
        for drawn in chart.draws:
            if drawn.name in parameters:
                raise GameError(f"{self.name}: {drawn.name} is a parameter, and a type is drawn under that name; give it another.")
        return chart

    def told(self, watching: Callable[[Any], Any], **arguments: object) -> None:
        """Tell every play, with something else in the place of each play, which may watch what the rules do with it."""
        structure, _, parameters = self._sorted(arguments)
        symbols = {name: Told.symbol(name) for name in parameters}
        telling = Telling(self.name, self._players(structure))
        telling.tell(lambda play: self.rules(watching(play), **{**structure, **symbols}))

    def _players(self, structure: Mapping[str, object]) -> tuple[str, ...]:
        players = tuple(_called(self.players, structure) if callable(self.players) else self.players)
        if not players or len(set(players)) != len(players):
            raise GameError(f"{self.name} needs players with names of their own; found {', '.join(map(str, players)) or 'none'}.")
        return players

    def _build(self, structure: Mapping[str, object], parameters: Mapping[str, Parameter], in_scenes: bool = True) -> Game:
        bare = unfold(self._chart(structure, parameters, in_scenes), self.title)
        headline = tuple(_called(self.headline, structure) if callable(self.headline) else self.headline)
        unknown = [] if callable(self.headline) or self.extra is not None else [name for name in headline if name not in parameters]
        if unknown:
            listed = ", ".join(parameters) or "none"
            raise GameError(f"The headline of {self.name} names {', '.join(map(repr, unknown))}; its parameters are {listed}.")
        domain = declared_domain(self.name, bare.terms, parameters, bare.types)
        check_laws(bare.types, domain)
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
    size: Callable[..., int] | None = None,
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
    size : function of structure arguments, optional
        The number of terminal histories, where it is known before the story is told: a game that would not fit into memory is then
        refused at once.

    Examples
    --------
    >>> from fractions import Fraction
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
    for names in (players, headline):
        if isinstance(names, str):
            raise GameError(f"players and headline are sequences of names; write ({names!r},).")
        if not callable(names):
            _check_names(names)
    who = players if callable(players) else tuple(players)
    first = headline if callable(headline) else tuple(headline)

    def tell(rules: Callable[..., Any]) -> Story:
        if all(p.kind in (p.KEYWORD_ONLY, p.VAR_KEYWORD) for p in inspect.signature(rules).parameters.values()):
            raise GameError(f"{rules.__name__} takes no play; write def {rules.__name__}(play, ...), and let it tell one play.")
        story = Story(rules, who, first, parameters, source, tuple(rows), tuple(known), size)
        story.__dict__.update(__doc__=rules.__doc__, __module__=rules.__module__, __name__=rules.__name__, __wrapped__=rules)  # for help()
        return story

    return tell


def _found(module: str, name: str) -> Story:
    """A story by the module and the name that it stands under."""
    story: Story = getattr(import_module(module), name)
    return story


def _check_names(names: object) -> None:
    """Refuse players or headline parameters that are no list of names."""
    if not isinstance(names, Iterable) or not all(isinstance(name, str) and name for name in names):
        texts = [str(name) for name in names] if isinstance(names, Iterable) else ["Ann", "Bob"]
        example = ", ".join(map(repr, texts))
        raise GameError(f"players and headline are sequences of names, each a text; found {names!r}, write ({example}).")


def _called(function: Callable[..., Any], structure: Mapping[str, object]) -> Any:
    arguments = inspect.signature(function).parameters
    return function(**{name: value for name, value in structure.items() if name in arguments})
