"""What the views say, before it is laid out: numbers, conditions, mixes, beliefs, headings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import groupby

from games import Domain, Game
from games.labels import apart
from games.numbers import Expression, Number, text

from ..concept import CONCEPTS
from ..results import Certificate, Families, Family, Profile, Refusal, Regime, Relation, Solutions, Strategies, Wall
from .formula import readable, rounded
from .short_lists import runs

OFF = "*"  # marks information sets off the path of play
MOST_NODES = 100_000  # beyond that the path of play is not marked
LONGEST_NUMBER = 12
ZEROS = "Probabilities and measures that are zero are left out."
MARKED = f"{OFF} marks information sets off the path of play."
ANY = "any"  # what is played where any choice serves equally
RANGES = "Ranges run over the equilibria that coexist at the point named."

Infoset = tuple[str, str]
"""An information set: whose, and its label."""


# ------------------------------------------------------------------ numbers and conditions


def brief(number: Number | float) -> str:
    """Write a number in little room: exact when short, else rounded and marked as such."""
    if isinstance(number, float):
        return f"~{number:.4g}"
    written = text(number)
    open_ = isinstance(number, Expression) and number.free
    if len(written) <= LONGEST_NUMBER or open_:
        return written
    return f"~{float(number):.4g}" if isinstance(number, Expression) else rounded(written)


def full(number: Number | float) -> str:
    """Write a number whole, unless it has more digits than anybody reads; one that is approximate is marked as such."""
    return f"~{number:.4g}" if isinstance(number, float) else readable(text(number))


def span(low: Number | float, high: Number | float) -> str:
    """Write a range."""
    return brief(low) if low == high else f"{brief(low)} to {brief(high)}"


def outcome_ranges(regime: Regime) -> list[str]:
    """Write the range of every outcome of a regime that may happen; one that is no more than an outer bound says so."""
    return [
        f"{label} {'within ' if label in regime.outer else ''}{span(low, high)}" for label, (low, high) in regime.outcomes.items() if high
    ]


def named_walls(walls: Sequence[Wall]) -> str:
    """Name the walls on which something lies."""
    return " and on ".join(wall.threshold.text() for wall in walls)


def values(point: Mapping[str, Number]) -> str:
    """Write a parameter point."""
    return ", ".join(f"{name} = {brief(value)}" for name, value in point.items())


def at_point(solutions: Solutions) -> str:
    """Write where equilibria were looked for: the parameter point, and the precision of quantal response; empty where neither."""
    precise = [] if solutions.precision is None else [f"precision {text(solutions.precision)}"]
    said = [*([values(solutions.at)] if solutions.at else []), *precise]
    return f" at {', '.join(said)}" if said else ""


def mix_explained(families: Families) -> str:
    """Say what a mix in a family's name means, by the first one; empty where nobody mixes."""
    for family in families:
        for sets in family.profile.strategies.values():
            for row in sets.values():
                mix = tuple(action for action, p in row.items() if not is_zero(p))
                if len(mix) == 2 and mix in family.called.mixes:
                    return f"{' or '.join(mix)} stands for a mix of the two."
    return ""


def is_zero(number: Number | float) -> bool:
    """Whether a probability is zero whatever is left open."""
    return not number


def weighted(table: Mapping[str, Number]) -> str:
    """Write labels with their numbers, leaving out zeros."""
    return "; ".join(f"{label} {full(value)}" for label, value in table.items() if not is_zero(value)) or ("none" if table else "")


def all_values(table: Mapping[str, Number]) -> str:
    """Write labels with their numbers, zeros too."""
    return "; ".join(f"{label} {full(value)}" for label, value in table.items())


def corners(table: Sequence[Mapping[str, Number]]) -> str:
    """Write a convex set of payoffs by its corners."""
    said = [", ".join(f"{label} {full(value)}" for label, value in corner.items()) for corner in table]
    return said[0] if len(said) == 1 else f"all mixes of {'; '.join(said)}"


def domain_texts(domain: Domain) -> list[str]:
    """Write what is assumed of the parameters, bounds of one parameter as one chain."""
    low: dict[str, tuple[Fraction, str]] = {}
    high: dict[str, tuple[Fraction, str]] = {}
    others = []
    for condition in domain.conditions:
        bound = linear_bound(condition.expression)
        if bound is None:
            others.append(condition.text)
            continue
        name, end, above = bound
        ends, relation = low if above else high, "<" if condition.strict else "<="
        known = ends.get(name)
        if known is None or (end > known[0] if above else end < known[0]) or (end == known[0] and condition.strict):
            ends[name] = end, relation
    chains = []
    for name in domain.names:
        if name in low and name not in high:
            end, relation = low[name]
            chains.append(f"{name} {'>' if relation == '<' else '>='} {end}")
        elif name in high:
            end, relation = high[name]
            begins = f"{low[name][0]} {low[name][1]} " if name in low else ""
            chains.append(f"{begins}{name} {relation} {end}")
    return list(dict.fromkeys(chains + others))


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


def reached(game: Game, profile: Profile) -> frozenset[Infoset]:
    """The information sets that play reaches with positive probability."""
    infosets, nodes = set(), [0]
    for node in nodes:
        owner = int(game.owner[node])
        children = game.children(node)
        if owner < 0:
            nodes += children
            continue
        infoset = game.players[owner], game.set_labels[game.infoset[node]]
        infosets.add(infoset)
        mix = profile[infoset[0]][infoset[1]].values()
        nodes += [child for child, p in zip(children, mix, strict=True) if not is_zero(p)]
    return frozenset(infosets)


def any_explained(profiles: Iterable[Profile]) -> str:
    """Say what ``any`` means; empty where it does not occur."""
    if not any(profile.idle for profile in profiles):
        return ""
    return f"{ANY}: play comes there only when that player leaves its own plan, or two players theirs, so that any choice serves."


def off_path(game: Game, profile: Profile) -> frozenset[Infoset]:
    """The information sets that play does not reach; none when the game is too large to look."""
    if game.nodes > MOST_NODES:
        return frozenset()
    on = reached(game, profile)
    return frozenset((player, label) for player, sets in profile.strategies.items() for label in sets if (player, label) not in on)


def mix(probabilities: Mapping[str, Number]) -> str:
    """Write what is played at an information set."""
    used = {action: p for action, p in probabilities.items() if not is_zero(p)}
    return next(iter(used)) if len(used) == 1 else ", ".join(f"{action} {full(p)}" for action, p in used.items())


def strategies(profile: Profile, off: frozenset[Infoset] = frozenset()) -> Iterator[tuple[str, str]]:
    """Write every player's strategy in one line, sets with the same mix together."""
    for player, sets in profile.strategies.items():
        alike: dict[str, list[str]] = {}
        for label, probabilities in sets.items():
            choice = ANY if (player, label) in profile.idle else mix(probabilities)
            alike.setdefault(choice, []).append(label)
        if list(sets) == ["start"]:
            yield player, next(iter(alike)) + (OFF if (player, "start") in off else "")
        elif sets:
            yield player, "; ".join(f"{', '.join(marked(player, labels, off))}: {choice}" for choice, labels in alike.items())


def believed(beliefs: Strategies, off: frozenset[Infoset] = frozenset()) -> Iterator[str]:
    """Write the beliefs at every set of several histories, sets with the same beliefs together."""
    for player, sets in beliefs.items():
        alike: dict[str, list[str]] = {}
        for label, weights in sets.items():
            if len(weights) > 1:
                short = apart(list(weights))
                odds = ", ".join(f"{name} {full(p)}" for name, p in zip(short, weights.values(), strict=True) if not is_zero(p))
                alike.setdefault(odds, []).append(label)
        for odds, labels in alike.items():
            at = "" if labels == ["start"] else f" at {', '.join(marked(player, labels, off))}"
            yield f"{player}{at}{OFF if (player, 'start') in off and not at else ''}: {odds}"


def marked(player: str, labels: Sequence[str], off: frozenset[Infoset]) -> list[str]:
    """Write a player's information sets in short, those off the path marked."""
    out: list[str] = []
    for is_off, several in groupby(labels, key=lambda label: (player, label) in off):
        out += [name + OFF * is_off for name in runs(list(several))]
    return out


# ------------------------------------------------------------------ headings


def heading(solved: Families | Solutions) -> str:
    """Name the game, the concept and the refinement."""
    refined = f" left by {solved.refine}" if solved.refine else ""
    named = equilibria(solved.concept, response=getattr(solved, "response", ""))
    return f"{solved.game.name}: {named}{refined}"


def equilibria(concept: str, number: int = 2, response: str = "") -> str:
    """Write a concept's own name for its equilibria, or for one of them: ``Nash equilibria``, ``Nash equilibrium``."""
    plural = CONCEPTS[concept].plural if concept in CONCEPTS else f"{concept} equilibria"
    plural = plural.replace("logit", response) if response else plural
    return plural.replace("equilibria", "equilibrium") if number == 1 else plural


def is_equilibrium(verdict: Certificate | Refusal) -> str:
    """Say whether a profile is an equilibrium of the concept that was asked for."""
    name = equilibria(verdict.concept, 1)
    article = "an" if name[0] in "aeiou" else "a"
    return f"{'Yes: this is' if verdict.equilibrium else 'No: this is not'} {article} {name}."


def counted(number: int, singular: str, plural: str = "") -> str:
    """Write a number of things."""
    return f"{number} {singular if number == 1 else plural or singular + 's'}"


def conditions(family: Family) -> str:
    """Write where a family exists."""
    if len(family.told_cases) == 1:
        return ", ".join(comparisons(family.told_cases[0])) or "always"
    return " or ".join(f"({' and '.join(comparisons(case)) or 'always'})" for case in family.told_cases) or "never"


def comparisons(case: Sequence[Relation]) -> list[str]:
    """Write comparisons that hold together; one bound on each side of the same as a chain, as ``1/4 < p < 1/2``."""
    sides = {text(one.left): [other for other in case if text(other.left) == text(one.left)] for one in case}
    texts = []
    for left, bounds in sides.items():
        lower = [one for one in bounds if one.relation in (">", ">=")]
        upper = [one for one in bounds if one.relation in ("<", "<=")]
        if len(lower) == len(upper) == 1 and len(bounds) == 2:
            texts.append(f"{text(lower[0].right)} {lower[0].relation.replace('>', '<')} {left} {upper[0].relation} {text(upper[0].right)}")
        else:
            texts += [one.text() for one in bounds]
    return texts


def means(game: Game, name: str) -> str:
    """What a parameter means, where its story says so."""
    return game.domain.means.get(name, "")
