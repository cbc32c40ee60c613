"""Gambit's two text formats as one grammar: text in, its parts out, and errors that name line and column.

Nothing is understood here: numbers and labels stay the words of the file, with their places.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from ..errors import GameError

if TYPE_CHECKING:
    from lark import Lark, Token, UnexpectedToken

GRAMMAR = r"""
file: efg | nfg
efg: _EFG NUMBER WORD LABEL players [LABEL] nodes
nfg: _NFG NUMBER WORD LABEL players strategies [LABEL] (outcomes numbers | numbers)

nodes: (chance | choice | ending)*
chance: _C LABEL NUMBER [LABEL] [draws] outcome
choice: _P LABEL NUMBER NUMBER [LABEL] [actions] outcome
ending: _T LABEL outcome
outcome: NUMBER [LABEL] [payoffs]

players: "{" LABEL* "}"
actions: "{" LABEL* "}"
draws: "{" (LABEL NUMBER)* "}"
payoffs: "{" numbers "}"
strategies: "{" (NUMBER | plans)* "}"
plans: "{" LABEL* "}"
outcomes: "{" result* "}"
result: "{" LABEL numbers "}"
numbers: (NUMBER ","?)*

LABEL: /"[^"\\]*(?:\\.[^"\\]*)*"/s
NUMBER: /[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?(?:\/[0-9]+)?(?![^\s{}",])/
_EFG: /EFG(?![^\s{}",])/
_NFG: /NFG(?![^\s{}",])/
_C: /c(?![^\s{}",])/
_P: /p(?![^\s{}",])/
_T: /t(?![^\s{}",])/
WORD.-1: /[^\s{}",]+/
%ignore /\s+/
"""

WORDS = {  # what errors call each kind of word
    "LABEL": "a label in quotes",
    "NUMBER": "a number",
    "WORD": "R",
    "LBRACE": "'{'",
    "RBRACE": "'}'",
    "$END": "the end of the file",
    "_EFG": "EFG",
    "_NFG": "NFG",
    "_C": "'c'",
    "_P": "'p'",
    "_T": "'t'",
}
LISTS = {  # text up to the brace that opens each kind of list
    "the players": 'EFG 2 R "" {',
    "the action labels": 'EFG 2 R "" { } p "" 1 1 {',
    "the chances": 'EFG 2 R "" { } c "" 1 {',
    "the payoffs": 'EFG 2 R "" { } t "" 1 {',
    "the strategies": 'NFG 1 R "" { } {',
    "the strategies of a player": 'NFG 1 R "" { } { {',
    "the outcomes": 'NFG 1 R "" { } { } {',
    "the payoffs of an outcome": 'NFG 1 R "" { } { } { {',
}

LONGEST_TEXT = 100_000_000  # characters of a file
LONGEST_LABEL = 20_000  # characters
LONGEST_NUMBER = 100  # characters, and the largest power of ten in one
UNWANTED = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")  # control characters, and what is none


class Outcome(NamedTuple):
    """An outcome where it is mentioned: its number, and its label and payoffs where they are given."""

    number: Token
    label: Token | None
    payoffs: Sequence[Token] | None


class Node(NamedTuple):
    """A node as it stands in the file: of chance or a player (with a number), or an ending (without)."""

    outcome: Outcome
    number: Token | None = None
    player: Token | None = None
    label: Token | None = None
    actions: Sequence[Token] | None = None
    chances: Sequence[Token] = ()

    @property
    def place(self) -> Token:
        """A word that shows where the node stands."""
        return self.player or self.number or self.outcome.number


class Extensive(NamedTuple):
    """An extensive-form file."""

    version: Token
    arithmetic: Token
    title: Token
    players: Sequence[Token]
    nodes: Sequence[Node]


class Normal(NamedTuple):
    """A normal-form file; `numbers` are payoffs, or numbers of outcomes where there are any."""

    version: Token
    arithmetic: Token
    title: Token
    players: Sequence[Token]
    strategies: Sequence[Token | Sequence[Token]]
    outcomes: Sequence[Outcome] | None
    numbers: Sequence[Token]


@dataclass(frozen=True)
class Source:
    """A text and the name that errors call it by."""

    name: str
    text: str

    def refuse(self, place: Token | int | None, cause: str) -> GameError:
        """Make the error for a place in the text: a word of it, or an offset (none: the beginning)."""
        offset = (place if isinstance(place, int) or place is None else place.start_pos) or 0
        line = self.text.count("\n", 0, offset) + 1
        column = offset - self.text.rfind("\n", 0, offset)
        return GameError(f"{self.name}:{line}:{column}: {cause}")

    def parse(self) -> Extensive | Normal:
        """Take the text apart.

        Raises
        ------
        GameError
            Line and column, what was expected there and what was found.
        """
        from lark import UnexpectedCharacters, UnexpectedToken

        if len(self.text) > LONGEST_TEXT:
            raise self.refuse(0, f"the text has {len(self.text)} characters; at most {LONGEST_TEXT} are read")
        unwanted = UNWANTED.search(self.text)
        if unwanted:
            raise self.refuse(unwanted.start(), f"the character U+{ord(unwanted[0]):04X} has no place in a text file")
        try:
            return parser().parse(self.text)  # type: ignore[return-value]
        except UnexpectedCharacters as error:
            raise self.refuse(error.pos_in_stream, "the label that begins here has no closing quote") from None
        except UnexpectedToken as error:
            place = len(self.text) if error.token.type == "$END" else error.token
            raise self.refuse(place, _expected(error)) from None

    def label(self, token: Token | None) -> str:
        """Read a label without its quotes; nothing is an empty one."""
        if token is None:
            return ""
        if len(token) > LONGEST_LABEL:
            raise self.refuse(token, f"a label of {len(token) - 2} characters is too long; at most {LONGEST_LABEL} are read")
        return token[1:-1] if "\\" not in token else re.sub(r'\\(["\\])', r"\1", token[1:-1])  # other backslashes are themselves

    def number(self, token: Token) -> Fraction:
        """Read an exact number: whole, a fraction, or a decimal."""
        value = _exact(str(token))
        if value is None:
            raise self.refuse(token, f"the number {_short(token)} divides by zero, or has more than {LONGEST_NUMBER} digits")
        return value

    def whole(self, token: Token, what: str) -> int:
        """Read a number that counts or names something."""
        if not token.isdecimal() or len(token) > LONGEST_NUMBER:
            raise self.refuse(token, f"expected the number of {what}, a whole one, found {_short(token)}")
        return int(token)


@lru_cache(maxsize=10_000)
def _exact(word: str) -> Fraction | None:
    """Read a number that the grammar lets through, if it is one that can be stored."""
    top, _, bottom = word.partition("/")
    _, _, power = top.lower().partition("e")
    if len(word) > LONGEST_NUMBER or abs(int(power or 0)) > LONGEST_NUMBER or (bottom and not int(bottom)):
        return None
    return Fraction(top) / int(bottom or 1)


@cache
def parser() -> Lark:
    """Make the parser, once."""
    from lark import Lark, Transformer, v_args

    def together(_: object, *children: Any) -> tuple[Any, ...]:
        return children

    @v_args(inline=True)
    class Parts(Transformer):  # type: ignore[type-arg]
        nodes = players = actions = draws = strategies = plans = outcomes = numbers = together

        def file(self, form: Any) -> Any:
            return form

        def efg(self, version: Any, arithmetic: Any, title: Any, players: Any, _: Any, nodes: Any) -> Extensive:
            return Extensive(version, arithmetic, title, players, nodes)

        def nfg(self, version: Any, arithmetic: Any, title: Any, players: Any, strategies: Any, _: Any, *rest: Any) -> Normal:
            return Normal(version, arithmetic, title, players, strategies, rest[0] if len(rest) == 2 else None, rest[-1])

        def chance(self, _: Any, number: Any, label: Any, draws: Any, outcome: Any) -> Node:
            return Node(outcome, number, None, label, draws and draws[::2], draws[1::2] if draws else ())

        def choice(self, _: Any, player: Any, number: Any, label: Any, actions: Any, outcome: Any) -> Node:
            return Node(outcome, number, player, label, actions)

        def ending(self, _: Any, outcome: Any) -> Node:
            return Node(outcome)

        def outcome(self, number: Any, label: Any, payoffs: Any) -> Outcome:
            return Outcome(number, label, payoffs)

        def payoffs(self, numbers: Any) -> Any:
            return numbers

        def result(self, label: Any, payoffs: Any) -> Outcome:
            return Outcome(label, label, payoffs)

    return Lark(GRAMMAR, start="file", parser="lalr", lexer="basic", maybe_placeholders=True, transformer=Parts())


@cache
def _lists() -> dict[int, str]:
    """The parser's state after the brace that opens each kind of list."""
    states = {}
    for kind, start in LISTS.items():
        reading = parser().parse_interactive(start)
        reading.exhaust_lexer()
        states[reading.parser_state.position] = kind
    return states


def _expected(error: UnexpectedToken) -> str:
    """Say what could have stood at the place of an error, and in which list the place is."""
    word = "the end of the file" if error.token.type == "$END" else _short(error.token)
    accepts = set(error.accepts or error.expected) - {"COMMA"}
    states, last = error.state.state_stack, error.state.value_stack[-1:]
    opened = [k for k, state in enumerate(states) if state in _lists()]
    if last and getattr(last[0], "type", None) == "RBRACE":
        opened.pop()  # that list is closed, though the parser has not yet put it away
    within = _lists()[states[opened[-1]]] if opened else ""
    if "RBRACE" in accepts and opened[-1] < len(states) - 1:
        return f"expected '}}' after {within}, found {word}"
    expected = [WORDS[name] for name in sorted(accepts)]
    return f"expected {' or '.join(expected)}{' in ' + within if within else ''}, found {word}"


def _short(word: str) -> str:
    word = " ".join(word.split())
    return word if len(word) <= 40 else word[:37] + "..."
