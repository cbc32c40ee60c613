"""How reliable an answer is, in words: certificates, verdicts of refinements, completeness, checks of a map."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from games.numbers import Number

from ..concept import CONCEPTS, concept_named
from ..results import Certificate, Families, Family, RegimeMap, Solution, Solutions, Verdict
from . import words

MOST_LEFT = 3  # so many unfinished parts of a search are named
THEOREM = '"All" rests on an exhaustive search over supports and on one theorem: {}.'
CELLS = '"All" rests on an exhaustive search over the orders in which types of a continuum may play alike, and over supports.'
SEARCH = '"All" rests on an exhaustive search over supports.'
BACKWARD = (
    '"All" rests on backward induction on beliefs and on one theorem: with two types and all moves seen, beliefs are consistent when they '
    "follow Bayes' rule from each history to the next wherever they can (Fudenberg and Tirole 1991)."
)


def certified(certificate: Certificate, sample: Mapping[str, Number]) -> str:
    """Write a certificate in one line."""
    by = certificate.program
    if not certificate.equilibrium:
        return f"refused by the verifier: {certificate.reason} ({by})"
    at = f" at {words.values(sample)}" if sample else ""
    record = CONCEPTS.get(certificate.concept)
    if record is not None and record.asks:  # equilibria at a precision
        return f"verified in balls: no probability differs from the response by more than {max(certificate.gains.values()):.0e} ({by})"
    if any(isinstance(gain, float) for gain in certificate.gains.values()):
        return f"verified{at} in boxes: nobody gains more than {max(map(float, certificate.gains.values())):.0e} ({by})"
    wins = [f"{player} gains {words.brief(gain)}" for player, gain in certificate.gains.items() if gain]
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


def removed(result: Solutions | Families) -> list[tuple[str, str]]:
    """Name what a refinement removes, each with the reason."""
    members: tuple[Solution | Family, ...] = result.removed
    return [(member.name, member.verdict.reason if member.verdict else "") for member in members]


def removal(result: Solutions | Families) -> str:
    """Say how many equilibria or families a refinement removes; empty where none was asked for."""
    if result.refine is None:
        return ""
    kind = ("equilibrium", "equilibria") if isinstance(result, Solutions) else ("family", "families")
    return f"Removed by {result.refine}: {words.counted(len(result.removed), *kind) if result.removed else 'none'}."


def how_complete(result: Solutions | Families, *, searched: bool = True) -> Iterator[str]:
    """Say whether a result is exhaustive, what it left open, and what "all" rests on: on a search over supports if `searched`."""
    undecided = result.undecided if isinstance(result, Solutions) else result.undecided_bases
    if isinstance(result, Solutions) and result.given and not (undecided or result.left):
        sets = words.counted(result.given, "information set")
        yield f"These are all that play as was given at {sets}; others were not looked for."
        return
    others = isinstance(result, Families) and bool(on_walls(result))
    found, concept, proved, left = result.found, result.concept, result.proved, result.left
    cells = bool(result.game.types)
    yield from completeness(found, undecided, concept, proved=proved, left=left, searched=searched, others=others, cells=cells)


def completeness(
    found: str,
    undecided: Sequence[str],
    concept: str,
    *,
    proved: bool = False,
    left: Sequence[str] = (),
    searched: bool = True,
    others: bool = False,
    cells: bool = False,
) -> Iterator[str]:
    """Say whether the search was exhaustive, what it left open, and what "all" rests on; `others` where some are not listed on purpose.

    With types from a continuum it is a search over `cells`.
    """
    if found == "all":
        again = ", and a second formulation has no other" if proved else ""
        yield f"These are all{' others' if others else ''}{again}."
    elif found == "one":
        yield "This is one equilibrium; there may be others."
    else:
        why = "the search was stopped" if left or not undecided else f"{words.counted(len(undecided), 'case')} could not be decided"
        yield f"There may be others: {why}."
        for unfinished in left[:MOST_LEFT]:
            yield f"Not searched to the end: {unfinished}."
        if len(left) > MOST_LEFT:
            yield f"Nor {words.counted(len(left) - MOST_LEFT, 'more part')} of the search."
    for base in dict.fromkeys(undecided):
        yield f"Undecided: {base}."
    theorem = concept_named(concept).theorem
    if cells and found == "all":
        yield CELLS
    elif found == "all" and (searched or theorem):
        yield THEOREM.format(theorem) if theorem else SEARCH


def solved(solutions: Solutions) -> Iterator[str]:
    """Say how many there are of all, by what method, and what was noted."""
    if not solutions.method:
        yield from (*how_complete(solutions), *solutions.notes)
        return
    if solutions.continuations and solutions.found == "all":
        yield from ["These are all.", BACKWARD, f"Method: {solutions.method}.", *solutions.notes]
        return
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
    again = f"{words.counted(points, 'point')} solved again by the independent method: {words.counted(wrong, 'disagreement')}."
    open_ = checked.get("undecided", 0)
    unsure = f"At {words.counted(open_, 'point')} the independent method could not tell whether these are all equilibria."
    if solved.game.types:
        gain = (
            "no type gains in any equilibrium listed there"
            if not wrong
            else f"at {wrong} of them a type gains, or others exist than are listed"
        )
        again = f"{words.counted(points, 'point')} looked at by separate code: {gain}."
        unsure = f"At {words.counted(open_, 'point')} not every equilibrium could be judged."
    empty = [regime.name for regime in regime_map.regimes if not regime.families] if concept_named(solved.concept).exists else []
    if wrong or (empty and solved.found == "all"):
        yield "NOT COMPLETE: do not rely on this map."
        if empty:
            yield f"No equilibrium was found in {', '.join(empty)}, though every finite game has one."
        yield f"The search took its answer for {'complete' if solved.found == 'all' else 'incomplete'}. {again}"
        return
    if empty:
        further = " Allow more seconds, or leave fewer parameters open." if solved.left else ""
        yield f"NOT COMPLETE: no equilibrium was found yet in {', '.join(empty)}, though every finite game has one.{further}"
    yield from how_complete(solved)
    if points or not open_:
        yield again if points else "No point was solved again by the independent method."
    if open_:
        yield unsure
