"""What the views say, before it is laid out: mixes, beliefs, conditions, ranges, how an answer was checked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from string import ascii_uppercase, digits

from games import Domain, Game
from games.expression import Expression, Number, text

from ..solution import Certificate, Families, Family, Profile, Regime, RegimeMap, Solutions, Strategies

OFF = "*"                                       # marks information sets off the path of play
MOST_NODES = 100_000                            # beyond that the path of play is not marked
LONGEST_NUMBER = 12
ZEROS = "Probabilities and measures that are zero are left out."
MARKED = f"{OFF} is off the path of play."
THEOREM = (
    '"All" rests on an exhaustive search over supports and on one theorem: additive labels characterise '
    "consistent beliefs (Kreps and Wilson 1982, as repaired by Streufert 2012)."
)
SEARCH = '"All" rests on an exhaustive search over supports.'

Place = tuple[str, str]
"""Player and information set."""


# ------------------------------------------------------------------ numbers and conditions


def brief(number: Number | float) -> str:
    """Write a number in little room: exact when short, else rounded and marked as such."""
    if isinstance(number, float):
        return f"~{number:.4g}"
    said = text(number)
    open_ = isinstance(number, Expression) and number.free
    return said if len(said) <= LONGEST_NUMBER or open_ else f"~{float(number):.4g}"


def full(number: Number | float) -> str:
    """Write a number whole; one that is approximate is marked as such."""
    return f"~{number:.4g}" if isinstance(number, float) else text(number)


def span(low: Number, high: Number) -> str:
    """Write a range."""
    return brief(low) if low == high else f"{brief(low)} to {brief(high)}"


def values(point: Mapping[str, Number]) -> str:
    """Write a parameter point."""
    return ", ".join(f"{name} = {brief(value)}" for name, value in point.items())


def is_zero(number: Number | float) -> bool:
    """Whether a probability is zero whatever is left open."""
    return not number


def weighted(table: Mapping[str, Number]) -> str:
    """Write labels with their numbers, leaving out zeros."""
    return "; ".join(f"{label} {full(value)}" for label, value in table.items() if not is_zero(value)) or "none"


def all_values(table: Mapping[str, Number]) -> str:
    """Write labels with their numbers, zeros too."""
    return "; ".join(f"{label} {full(value)}" for label, value in table.items())


def domain_texts(domain: Domain) -> list[str]:
    """Write what is assumed of the parameters, bounds of one parameter as one chain."""
    low: dict[str, str] = {}
    high: dict[str, str] = {}
    rest = []
    for condition in domain.conditions:
        bound = linear_bound(condition.expression)
        if bound is None:
            rest.append(condition.text)
            continue
        name, value, above = bound
        (low if above else high)[name] = f"{value} {'<' if condition.strict else '<='} " if above else f" {'<' if condition.strict else '<='} {value}"
    chains = []
    for name in domain.names:
        if name in low and name not in high:
            value, relation = low[name].split()
            chains.append(f"{name} {relation.replace('<', '>')} {value}")
        elif name in low or name in high:
            chains.append(low.get(name, "") + name + high.get(name, ""))
    return chains + rest


def linear_bound(expression: Expression) -> tuple[str, Fraction, bool] | None:
    """Read a linear condition on one parameter as a bound: name, value, whether from below."""
    if len(expression.free) != 1 or expression.roots or not expression.denominator.is_constant():
        return None
    (name,) = expression.free
    at = [expression.at({name: x}) for x in (0, 1, 2)]
    zero, one, two = (x if not isinstance(x, Expression) else x.fraction() for x in at)
    slope = Fraction(one - zero)
    return (name, -zero / slope, slope > 0) if slope and two - one == slope else None


# ------------------------------------------------------------------ play


def reached(game: Game, profile: Profile) -> frozenset[Place]:
    """The information sets that play reaches with positive probability."""
    seen, nodes = set(), [0]
    for node in nodes:
        owner = int(game.owner[node])
        children = game.children(node)
        if owner < 0:
            nodes += children
            continue
        place = game.players[owner], game.set_labels[game.infoset[node]]
        seen.add(place)
        mix = profile[place[0]][place[1]].values()
        nodes += [child for child, p in zip(children, mix, strict=True) if not is_zero(p)]
    return frozenset(seen)


def off_path(game: Game, profile: Profile) -> frozenset[Place]:
    """The information sets that play does not reach; none when the game is too large to look."""
    if game.nodes > MOST_NODES:
        return frozenset()
    on = reached(game, profile)
    return frozenset((player, label) for player, sets in profile.strategies.items() for label in sets if (player, label) not in on)


def mix(probabilities: Mapping[str, Number]) -> str:
    """Write what is played at an information set."""
    used = {action: p for action, p in probabilities.items() if not is_zero(p)}
    return next(iter(used)) if len(used) == 1 else ", ".join(f"{action} {full(p)}" for action, p in used.items())


def strategies(profile: Profile, off: frozenset[Place] = frozenset()) -> Iterator[tuple[str, str]]:
    """Write every player's strategy in one line, sets with the same mix together."""
    for player, sets in profile.strategies.items():
        alike: dict[str, list[str]] = {}
        for label, probabilities in sets.items():
            alike.setdefault(mix(probabilities), []).append(label + (OFF if (player, label) in off else ""))
        if list(sets) == ["start"]:
            yield player, next(iter(alike)) + (OFF if (player, "start") in off else "")
        elif sets:
            yield player, "; ".join(f"{', '.join(labels)}: {said}" for said, labels in alike.items())


def believed(beliefs: Strategies, off: frozenset[Place] = frozenset()) -> Iterator[str]:
    """Write the beliefs at every set of several histories."""
    for player, sets in beliefs.items():
        for label, weights in sets.items():
            if len(weights) > 1:
                short = shortened(list(weights))
                said = ", ".join(f"{name} {full(p)}" for name, p in zip(short, weights.values(), strict=True) if not is_zero(p))
                at = "" if label == "start" else f" at {label}"
                yield f"{player}{at}{OFF if (player, label) in off else ''}: {said}"


def shortened(histories: Sequence[str]) -> list[str]:
    """Drop from histories the moves that they have in common."""
    moves = [history.split("/") for history in histories]
    if len({len(m) for m in moves}) > 1:
        return list(histories)
    telling = [k for k, column in enumerate(zip(*moves, strict=True)) if len(set(column)) > 1]
    return ["/".join(m[k] for k in telling) for m in moves]


# ------------------------------------------------------------------ how it was checked


def certified(certificate: Certificate, sample: Mapping[str, Number]) -> str:
    """Write a certificate in one line."""
    by = certificate.by.rpartition(" of ")[2] or certificate.by
    if not certificate.equilibrium:
        return f"refused by the verifier: {certificate.reason} ({by})"
    at = f" at {values(sample)}" if sample else ""
    wins = [f"{player} gains {brief(gain)}" for player, gain in certificate.gains.items() if gain]
    beliefs = "; beliefs consistent" if certificate.consistent else ""
    return f"verified{at}: {', '.join(wins) or 'nobody gains'}{beliefs} ({by})"


def completeness(found: str, undecided: Sequence[str], concept: str, *, proved: bool = False) -> Iterator[str]:
    """Say whether the search was exhaustive, what it left open, and what "all" rests on."""
    if found == "all":
        again = ", and a second formulation found nothing else" if proved else ""
        yield f"Found all; undecided {len(undecided)}{again}."
    elif found == "one":
        yield "Found one; the search was not exhaustive."
    else:
        yield f"Found some, not all: {'the search was stopped' if not undecided else 'not every base could be decided'}; undecided {len(undecided)}."
    for base in undecided:
        yield f"Undecided: {base}."
    if found == "all":
        yield THEOREM if concept == "sequential" else SEARCH


def rechecked(checked: Mapping[str, int]) -> str:
    """Say how a map was checked."""
    points, wrong = checked.get("points", 0), checked.get("disagreements", 0)
    if not points:
        return "No point was solved again by the independent method."
    verdict = "0 disagreements" if not wrong else f"{wrong} DISAGREEMENTS, so do not rely on this map"
    return f"{points} points solved again by the independent method: {verdict}."


# ------------------------------------------------------------------ families in classes


@dataclass(frozen=True)
class OutcomeClass:
    """Families that bring the same outcome distribution.

    Parameters
    ----------
    letter, name : str
        How it is referred to, and what is played.
    members : dict from str to Family
        By tag: the letter, with a number where there are several.
    """

    letter: str
    name: str
    members: Mapping[str, Family]

    @property
    def outcomes(self) -> Mapping[str, Number]:
        """The common outcome distribution."""
        return next(iter(self.members.values())).outcomes


def classes(families: Iterable[Family]) -> list[OutcomeClass]:
    """Sort families into classes with the same outcome distribution, in the order in which they come."""
    alike: dict[object, list[Family]] = {}
    for family in families:
        alike.setdefault((family.generic, family.group, tuple(map(text, family.outcomes.values()))), []).append(family)
    out = []
    for k, members in enumerate(alike.values()):
        letter = _letter(k)
        tags = [letter] if len(members) == 1 else [f"{letter}{n}" for n in range(1, len(members) + 1)]
        out.append(OutcomeClass(letter, members[0].group or members[0].name, dict(zip(tags, members, strict=True))))
    return out


def _letter(k: int) -> str:
    return (_letter(k // 26 - 1) if k >= 26 else "") + ascii_uppercase[k % 26]


def tags_of(sorted_: Iterable[OutcomeClass]) -> dict[str, str]:
    """The tag of every family, by its name."""
    return {family.name: tag for one in sorted_ for tag, family in one.members.items()}


def conditions(family: Family) -> str:
    """Write where a family exists."""
    said = family.condition_texts()
    return ", ".join(said) if said else "always"


# ------------------------------------------------------------------ headings and crossings


def heading(solved: Families | Solutions) -> str:
    """Name the game and the concept."""
    return f"{solved.game.name}: {solved.concept} equilibria"


def counted(number: int, one: str, many: str = "") -> str:
    """Write a number of things."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def crossings(regime_map: RegimeMap, wall: int, tags: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """What flips at a wall: pairs of neighbouring regimes, and what gives way to what; pairs that agree together."""
    alike: dict[str, list[str]] = {}
    for one, two in combinations(regime_map.regimes, 2):
        differing = [k for k, (a, b) in enumerate(zip(one.signs, two.signs, strict=True)) if a != b]
        if differing != [wall]:
            continue
        below, above = (one, two) if one.signs[wall] < 0 else (two, one)
        lost = [tag for name, tag in tags.items() if name in below.families and name not in above.families]
        gained = [tag for name, tag in tags.items() if name in above.families and name not in below.families]
        if lost or gained:
            alike.setdefault(_change(lost, gained), []).append(f"{below.name} to {above.name}")
    for change, pairs in alike.items():
        yield ", ".join(pairs), change


def _change(lost: Sequence[str], gained: Sequence[str]) -> str:
    before, after = ", ".join(lost), ", ".join(gained)
    if not lost or not gained:
        return f"{after} appear{'s' * (len(gained) == 1)}" if gained else f"{before} end{'s' * (len(lost) == 1)}"
    same = {tag.rstrip(digits) for tag in lost} == {tag.rstrip(digits) for tag in gained}
    return f"{before} give{'s' * (len(lost) == 1)} way to {after}{', off the path only' if same else ''}"


def default_regime(regime_map: RegimeMap) -> Regime | None:
    """The regime in which the game's defaults lie; None when they are on a wall or outside."""
    defaults = regime_map.game.defaults
    if not regime_map.game.domain.contains(defaults):
        return None
    signs = regime_map.signs(defaults)
    return next((regime for regime in regime_map.regimes if regime.signs == signs), None)


# ------------------------------------------------------------------ words for pictures


def short_names(sorted_: Sequence[OutcomeClass]) -> tuple[dict[str, str], list[str]]:
    """Words for each class, less the phrases that all classes share that come so far; and those phrases."""
    phrases = {one.letter: one.name.split("; ") for one in sorted_}
    common = []
    for k in range(1, max(map(len, phrases.values()), default=0)):
        said = {p[k] for p in phrases.values() if len(p) > k}
        if len(said) == 1 and len(phrases) > 1:
            common.append((k, said.pop()))
    kept = {letter: [phrase for k, phrase in enumerate(p) if (k, phrase) not in common] for letter, p in phrases.items()}
    if len({tuple(p) for p in kept.values()}) < len({tuple(p) for p in phrases.values()}):
        return {letter: "; ".join(p) for letter, p in phrases.items()}, []
    return {letter: "; ".join(p) for letter, p in kept.items()}, [phrase for _, phrase in common]


def letters(regime: Regime, sorted_: Sequence[OutcomeClass]) -> tuple[str, ...]:
    """The classes that exist in a regime."""
    return tuple(one.letter for one in sorted_ if any(family.name in regime.families for family in one.members.values()))


def means(game: Game, name: str) -> str:
    """What a parameter means, where the catalogue says so."""
    from games.catalogue import STORIES

    story = STORIES.get(game.name)
    declared = story.parameters().get(name) if story else None
    return declared.means if declared else ""
