"""What the views say, before it is laid out: mixes, beliefs, conditions, ranges, how an answer was checked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction

from games import Domain, Game
from games.labels import apart
from games.numbers import Expression, Number, text

from ..concept import concept_named
from ..results import Certificate, Families, Family, Profile, Regime, RegimeMap, Solution, Solutions, Strategies, Verdict, Wall
from .formula import readable, rounded

OFF = "*"  # marks information sets off the path of play
MOST_NODES = 100_000  # beyond that the path of play is not marked
LONGEST_NUMBER = 12
MOST_LEFT = 3  # so many unfinished parts of a search are named
ZEROS = "Probabilities and measures that are zero are left out."
MARKED = f"{OFF} is off the path of play."
ANY = "any"  # what is played where any choice serves equally
THEOREM = '"All" rests on an exhaustive search over supports and on one theorem: {}.'
SEARCH = '"All" rests on an exhaustive search over supports.'
BACKWARD = (
    '"All" rests on backward induction on beliefs and on one theorem: with two types and all moves seen, beliefs are consistent when they '
    "follow Bayes' rule from each history to the next wherever they can (Fudenberg and Tirole 1991)."
)

Place = tuple[str, str]
"""Player and information set."""


# ------------------------------------------------------------------ numbers and conditions


def brief(number: Number | float) -> str:
    """Write a number in little room: exact when short, else rounded and marked as such."""
    if isinstance(number, float):
        return f"~{number:.4g}"
    said = text(number)
    open_ = isinstance(number, Expression) and number.free
    if len(said) <= LONGEST_NUMBER or open_:
        return said
    return f"~{float(number):.4g}" if isinstance(number, Expression) else rounded(said)


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


def lying(walls: Sequence[Wall]) -> str:
    """Name the walls on which something lies."""
    return " and on ".join(wall.threshold.text() for wall in walls)


def values(point: Mapping[str, Number]) -> str:
    """Write a parameter point."""
    return ", ".join(f"{name} = {brief(value)}" for name, value in point.items())


def mix_explained(families: Families) -> str:
    """Say what a mix means, by the first one that a family's name has; empty where nobody mixes."""
    for family in families:
        for sets in family.profile.strategies.values():
            for row in sets.values():
                mix = tuple(action for action, p in row.items() if not is_zero(p))
                if len(mix) == 2 and mix in family.called.mixes:
                    return f"{'/'.join(mix)}: mixed."
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
    rest = []
    for condition in domain.conditions:
        bound = linear_bound(condition.expression)
        if bound is None:
            rest.append(condition.text)
            continue
        name, end, above = bound
        (low if above else high)[name] = end, "<" if condition.strict else "<="
    chains = []
    for name in domain.names:
        if name in low and name not in high:
            end, relation = low[name]
            chains.append(f"{name} {'>' if relation == '<' else '>='} {end}")
        elif name in high:
            end, relation = high[name]
            begins = f"{low[name][0]} {low[name][1]} " if name in low else ""
            chains.append(f"{begins}{name} {relation} {end}")
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


def any_explained(profiles: Iterable[Profile]) -> str:
    """Say when any choice serves; empty where none is so."""
    if not any(profile.idle for profile in profiles):
        return ""
    return f"{ANY}: play comes there only when that player leaves its own plan, or two players theirs, so that any choice serves."


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
            said = ANY if (player, label) in profile.idle else mix(probabilities)
            alike.setdefault(said, []).append(label + (OFF if (player, label) in off else ""))
        if list(sets) == ["start"]:
            yield player, next(iter(alike)) + (OFF if (player, "start") in off else "")
        elif sets:
            yield player, "; ".join(f"{', '.join(labels)}: {said}" for said, labels in alike.items())


def believed(beliefs: Strategies, off: frozenset[Place] = frozenset()) -> Iterator[str]:
    """Write the beliefs at every set of several histories."""
    for player, sets in beliefs.items():
        for label, weights in sets.items():
            if len(weights) > 1:
                short = apart(list(weights))
                said = ", ".join(f"{name} {full(p)}" for name, p in zip(short, weights.values(), strict=True) if not is_zero(p))
                at = "" if label == "start" else f" at {label}"
                yield f"{player}{at}{OFF if (player, label) in off else ''}: {said}"


# ------------------------------------------------------------------ how it was checked


def certified(certificate: Certificate, sample: Mapping[str, Number]) -> str:
    """Write a certificate in one line."""
    by = certificate.program
    if not certificate.equilibrium:
        return f"refused by the verifier: {certificate.reason} ({by})"
    at = f" at {values(sample)}" if sample else ""
    wins = [f"{player} gains {brief(gain)}" for player, gain in certificate.gains.items() if gain]
    beliefs = "; beliefs consistent" if certificate.consistent else ""
    return f"verified{at}: {', '.join(wins) or 'nobody gains'}{beliefs} ({by})"


SURVIVES = {
    "yes": "survives",
    "no": "does not survive",
    "somewhere": "survives in part",
    "in some member": "survives in some members",
    "undecided": "undecided",
}


def judged(verdict: Verdict | None) -> tuple[str, str]:
    """Write a refinement's verdict as a named line; empty where none was asked for."""
    if verdict is None:
        return "", ""
    where = " or ".join(" and ".join(c) for c in verdict.conditions)
    against = "; THE VERIFIER SAYS OTHERWISE" if verdict.checked is False else ""
    return verdict.refinement, f"{SURVIVES[verdict.survives]}{f' (where {where})' if where else ''}{against}: {verdict.reason}"


def removed(found: Solutions | Families) -> list[tuple[str, str]]:
    """Name what a refinement removes, each with the reason."""
    gone: tuple[Solution | Family, ...] = found.removed
    return [(one.name, one.verdict.reason if one.verdict else "") for one in gone]


def removal(found: Solutions | Families) -> str:
    """Say how many equilibria or families a refinement removes; empty where none was asked for."""
    if found.refine is None:
        return ""
    kind = ("equilibrium", "equilibria") if isinstance(found, Solutions) else ("family", "families")
    return f"Removed by {found.refine}: {counted(len(found.removed), *kind) if found.removed else 'none'}."


def how_complete(result: Solutions | Families, *, searched: bool = True) -> Iterator[str]:
    """Say of a result whether the search was exhaustive, what it left open, and what "all" rests on; a search only if `searched`."""
    undecided = result.undecided if isinstance(result, Solutions) else result.undecided_bases
    return completeness(result.found, undecided, result.concept, proved=result.proved, left=result.left, searched=searched)


def completeness(
    found: str,
    undecided: Sequence[str],
    concept: str,
    *,
    proved: bool = False,
    left: Sequence[str] = (),
    searched: bool = True,
) -> Iterator[str]:
    """Say whether the search was exhaustive, what it left open, and what "all" rests on."""
    if found == "all":
        again = ", and a second formulation has no other" if proved else ""
        yield f"These are all{again}."
    elif found == "one":
        yield "This is one equilibrium; there may be others."
    else:
        why = "the search was stopped" if left or not undecided else f"{counted(len(undecided), 'case')} could not be decided"
        yield f"There may be others: {why}."
        for part in left[:MOST_LEFT]:
            yield f"Not searched to the end: {part}."
        if len(left) > MOST_LEFT:
            yield f"Nor {counted(len(left) - MOST_LEFT, 'more part')} of the search."
    for base in undecided:
        yield f"Undecided: {base}."
    theorem = concept_named(concept).theorem
    if found == "all" and (searched or theorem):
        yield THEOREM.format(theorem) if theorem else SEARCH


def solved(solutions: Solutions) -> Iterator[str]:
    """Say how many there are of all, by what method, and what was noted."""
    if solutions.continuations and solutions.found == "all":
        yield from ["These are all.", BACKWARD]
    elif not solutions.method:
        yield from how_complete(solutions)
        return
    else:
        judged = solutions.found == "some" and not (solutions.undecided or solutions.left)
        yield from ["There may be others."] if judged else how_complete(solutions, searched=False)
    yield f"Method: {solutions.method}."
    yield from solutions.notes


def on_walls(families: Families) -> str:
    """Say whether families that exist on walls only are among these."""
    return "Families that exist on walls only are not listed." if families.bases["knife_edge"] is None else ""


def map_checked(regime_map: RegimeMap) -> Iterator[str]:
    """Say how a map was checked; where the check contradicts the search, nothing is called complete."""
    solved, checked = regime_map.solved, regime_map.checked
    points, wrong = checked.get("points", 0), checked.get("disagreements", 0)
    again = f"{counted(points, 'point')} solved again by the independent method: {counted(wrong, 'disagreement')}."
    open_ = checked.get("undecided", 0)
    unsure = f"At {counted(open_, 'point')} the independent method could not tell whether these are all equilibria."
    empty = [regime.name for regime in regime_map.regimes if not regime.families] if concept_named(solved.concept).exists else []
    if wrong or empty:
        yield "NOT COMPLETE: do not rely on this map."
        if empty:
            yield f"No equilibrium was found in {', '.join(empty)}, though every finite game has one."
        yield f"The search took its answer for {'complete' if solved.found == 'all' else 'incomplete'}. {again}"
        return
    yield from how_complete(solved)
    if points or not open_:
        yield again if points else "No point was solved again by the independent method."
    if open_:
        yield unsure


# ------------------------------------------------------------------ headings


def heading(solved: Families | Solutions) -> str:
    """Name the game, the concept and the refinement."""
    left = f" left by {solved.refine}" if solved.refine else ""
    return f"{solved.game.name}: {solved.concept} equilibria{left}"


def counted(number: int, one: str, many: str = "") -> str:
    """Write a number of things."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def conditions(family: Family) -> str:
    """Write where a family exists."""
    said = family.condition_texts()
    return ", ".join(said) if said else "always"


def means(game: Game, name: str) -> str:
    """What a parameter means, where its story says so."""
    return game.domain.means.get(name, "")
