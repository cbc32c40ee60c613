"""Words and formulas for LaTeX: labels, information sets, mixes, beliefs and conditions as an author would write them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from games import Game
from games.labels import apart, parts_of
from games.numbers import Number, text

from ..results import Family, Indifference, NoTypes, OpenRange, Pin, Profile, Reason, Strategies, TypeIndifference, TypesStop
from ..results.reasons import OfAction
from . import sentences, words
from .formula import latex
from .words import Infoset

SPECIAL = {
    "&": r"\&",
    "%": r"\%",
    "$": r"\$",
    "#": r"\#",
    "_": r"\_",
    "{": r"\{",
    "}": r"\}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "\\": r"\textbackslash{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
}
LONGEST_FRACTION = 20  # in running text; longer quotients stand on the line


def escaped(source: str) -> str:
    """Write any text so that LaTeX prints it as it stands.

    Examples
    --------
    >>> print(escaped("R&D_1 at 5%"))
    R\\&D\\_1 at 5\\%
    """
    return "".join(SPECIAL.get(c, c) for c in source)


class Typesetter:
    """Writes about one game.

    Parameters
    ----------
    game : Game or None
        Whose labels and parameters they are; without it, no information set is known to be a type.
    ranges : sequence of OpenRange
        Of a continuum, whose symbols are written short.
    """

    def __init__(self, game: Game | None = None, ranges: Iterable[OpenRange] = ()) -> None:
        self.types: frozenset[Infoset] = frozenset(_types(game)) if game is not None else frozenset()
        names = game.parameters if game is not None else ()
        self.symbols = {**(game.domain.symbols if game is not None else {}), **free_symbols(names, ranges)}

    # ---------------------------------------------------------------- formulas

    def formula(self, source: str, *, tall: bool = True) -> str:
        """A formula or comparison without dollars; words where the text is none."""
        written = latex(source, tall=tall, symbols=self.symbols)
        return rf"\text{{{escaped(source)}}}" if written is None else written

    def number(self, value: Number | float, *, tall: bool = True) -> str:
        """A number without dollars."""
        return rf"\approx {value:.4g}" if isinstance(value, float) else self.formula(text(value), tall=tall)

    def inline(self, source: Number | float | str) -> str:
        """A formula in running text; long quotients stand on the line."""
        if isinstance(source, float):
            return f"${self.number(source)}$"
        written = source if isinstance(source, str) else text(source)
        return f"${self.formula(written, tall=len(written) <= LONGEST_FRACTION)}$"

    def conditions(self, family: Family) -> str:
        """Where a family exists, in running text."""
        cases = [self.all_of(words.comparisons(case)) for case in family.told_cases]
        if not cases or any(not case for case in family.told_cases):
            return "everywhere in the domain" if family.told_cases else "nowhere"
        return cases[0] if len(cases) == 1 else "; or ".join(cases)

    def all_of(self, conditions: Iterable[str]) -> str:
        """Several conditions in running text."""
        return listed([self.inline(c) for c in conditions])

    # ---------------------------------------------------------------- labels

    def label(self, label: str) -> str:
        """An action, ending or history in running text."""
        return rf"\emph{{{escaped(', '.join(parts_of(label)).replace('_', ' '))}}}"

    def word(self, label: str) -> str:
        """The same inside a formula."""
        return rf"\text{{{escaped(', '.join(parts_of(label)).replace('_', ' '))}}}"

    def player(self, name: str) -> str:
        """A player's name."""
        return rf"player~{escaped(name)}" if len(name) == 1 else escaped(name)

    def when(self, infoset: Infoset) -> str:
        """At which information set, as a phrase; empty when nothing is known there."""
        label = infoset[1]
        if label == "start":
            return ""
        return f"{'when' if infoset in self.types else 'after'} {self.label(label)}"

    # ---------------------------------------------------------------- play

    def plays(self, profile: Profile, infosets: Sequence[Infoset], off: frozenset[Infoset]) -> Iterator[str]:
        """What each player does at some information sets: one sentence for each, without its full stop."""
        for player in profile.strategies:
            alike: dict[tuple[str, bool], list[Infoset]] = {}
            for infoset in infosets:
                if infoset[0] == player:
                    mix = profile[player][infoset[1]]
                    idle = infoset in profile.idle
                    alike.setdefault(("anything", False) if idle else (self.mix(mix), _has_rest(mix)), []).append(infoset)
            choices = [(mix, self._where(at, off), has_rest) for (mix, has_rest), at in alike.items()]
            if choices:
                clauses = [f"{where}, {mix}" if where and has_rest else f"{mix} {where}".rstrip() for mix, where, has_rest in choices]
                comma = "," if choices[0][1] and choices[0][2] else ""  # where it is played comes first when the mix is long
                yield f"{capital(self.player(player))} chooses{comma} {listed(clauses, '; ', '; and ')}"

    def mix(self, probabilities: Mapping[str, Number]) -> str:
        """What is played at an information set."""
        used = {action: p for action, p in probabilities.items() if not words.is_zero(p)}
        return self.odds(used) if len(used) > 1 else self.label(next(iter(used)))

    def odds(self, probabilities: Mapping[str, Number]) -> str:
        """Labels with their probabilities; of two or three, the longest is written as what remains."""
        lengths = {label: len(text(p)) for label, p in probabilities.items()}
        last = max(reversed(lengths), key=lambda label: lengths[label]) if _has_rest(probabilities) else ""
        phrases = [f"{self.label(label)} with probability {self.inline(p)}" for label, p in probabilities.items() if label != last]
        return listed([*phrases, f"{self.label(last)} otherwise"] if last else phrases)

    def _where(self, infosets: Sequence[Infoset], off: frozenset[Infoset]) -> str:
        on = listed([w for w in map(self.when, (p for p in infosets if p not in off)) if w])
        more = listed([w for w in map(self.when, (p for p in infosets if p in off)) if w])
        return listed([x for x in (on, f"{more} (off the path)" if more else "") if x])

    def beliefs(self, beliefs: Strategies, infosets: Iterable[Infoset]) -> Iterator[str]:
        """What is believed at some information sets of several histories, sets with the same belief together."""
        alike: dict[tuple[str, str], list[Infoset]] = {}
        for player, label in infosets:
            weights = beliefs.get(player, {}).get(label, {})
            if len(weights) < 2:
                continue
            short = apart(list(weights))
            possible = {name: p for name, p in zip(short, weights.values(), strict=True) if not words.is_zero(p)}
            clause = f"is certain of {self.label(next(iter(possible)))}" if len(possible) == 1 else f"expects {self.odds(possible)}"
            alike.setdefault((player, clause), []).append((player, label))
        for (player, clause), at in alike.items():
            where = listed([w for w in map(self.when, at) if w])
            yield f"{where}, {self.player(player)} {clause}" if where else f"{self.player(player)} {clause}"

    def reason(self, fact: Pin) -> str:
        """Which indifference pins which mix."""
        pinned, indifferent = (fact.player, fact.infoset), (fact.other, fact.there)
        if fact.kind == "belief" and pinned == indifferent:
            return f"{capital(self.player(pinned[0]))} must be indifferent {self.when(indifferent)}, which pins the belief there".replace(
                "  ", " "
            )
        whose = f"the {fact.kind} of {self.player(pinned[0])} {self.when(pinned)}".rstrip()
        return f"{capital(whose)} makes {self.player(indifferent[0])} indifferent {self.when(indifferent)}".rstrip()

    # ---------------------------------------------------------------- walls

    def happens(self, reasons: Sequence[Reason]) -> str:
        """What happens on a wall, the same at several information sets in one phrase."""
        alike: dict[str, list[str]] = {}
        of_types = (NoTypes, TypeIndifference, TypesStop)
        told = [escaped(sentences.reason(reason)) for reason in reasons if isinstance(reason, of_types)]
        for reason in reasons:
            if not isinstance(reason, of_types):
                alike.setdefault(self._happening(reason), []).append(self.when((reason.player, reason.infoset)))
        told += [f"{what} {listed([w for w in where if w])}".strip() for what, where in alike.items()]
        return listed(told)

    def _happening(self, reason: Indifference | OfAction) -> str:
        player = self.player(reason.player)
        if isinstance(reason, Indifference):
            return f"{player} is indifferent between {' and '.join(map(self.label, reason.actions))}"
        return f"the probability reaches zero with which {player} chooses {self.label(reason.action)}"


# ------------------------------------------------------------------ sentences


def capital(sentence: str) -> str:
    """Begin a sentence with a capital letter."""
    return sentence[:1].upper() + sentence[1:]


def listed(parts: Sequence[str], comma: str = ", ", last: str = " and ") -> str:
    """Join phrases.

    Examples
    --------
    >>> listed(["a", "b", "c"])
    'a, b and c'
    """
    return comma.join(parts[:-1]) + last + parts[-1] if len(parts) > 1 else "".join(parts)


def formulas(ranges: Iterable[OpenRange]) -> Iterator[str]:
    """The conditions on what a continuum leaves open, bounds of one symbol as a chain where there is one below."""
    for open_range in ranges:
        yield from sentences.short_formulas(open_range)


def _has_rest(probabilities: Mapping[str, Number]) -> bool:
    """Whether one of the actions used can be written as what remains: where there are two or three."""
    return 1 < sum(not words.is_zero(p) for p in probabilities.values()) < 4


NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


def counted(number: int, singular: str, plural: str = "") -> str:
    """A number of things, small numbers as words."""
    return f"{NUMBERS[number] if number < len(NUMBERS) else number} {singular if number == 1 else plural or singular + 's'}"


def _types(game: Game) -> Iterator[Infoset]:
    """The information sets that chance alone leads to: what a player knows there is its type."""
    for s in range(game.infosets):
        if all(game.owner[n] < 0 for n, _ in game.path(game.set_nodes(s)[0])):
            yield game.players[int(game.set_owner[s])], game.set_labels[s]


def free_symbols(parameters: Sequence[str], ranges: Iterable[OpenRange]) -> dict[str, str]:
    """Short symbols for what a continuum leaves open: mu for beliefs, x for probabilities, numbered where there are several."""
    kinds: dict[str, list[str]] = {}
    for open_range in ranges:
        kinds.setdefault(r"\mu" if open_range.kind == "belief" else "x", []).append(open_range.symbol)
    stems = {name.partition("_")[0] for name in parameters}
    symbols: dict[str, str] = {}
    for stem, names in kinds.items():
        letter = rf"\hat{{{stem}}}" if stem.strip("\\") in stems else stem
        symbols |= {name: letter if len(names) == 1 else f"{letter}_{{{k}}}" for k, name in enumerate(names, 1)}
    return symbols
