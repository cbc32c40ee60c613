"""Reputation over many periods: time, memory and classes of equilibria of the chain store, beside the plain search and the closed form."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from flint import fmpq

import games
from games import Game
from solvers import solve
from solvers.closed_forms import point_solutions
from solvers.search.continuation_values import Induction, TooMany
from solvers.search.polygons import has
from solvers.search.public_play import END, PublicForm, public_form

from .rows import Row

PLAIN = 4  # entrants up to which the plain search is asked too
WHOLE = 3  # up to which it writes out every equilibrium; there are tens of thousands beyond
SEEN = ("start", "tough/enter", "weak/enter")  # where all supports are taken nevertheless
MOST = 40  # classes of which each is verified; of more, so many, spread over all
MEBIBYTE = 1024  # of the units in which the system tells memory
Play = Mapping[str, Mapping[str, Mapping[str, Any]]]


def measured(sizes: range, *, seconds: float = 600.0, plain: int = PLAIN) -> Iterator[Row]:
    """A row for each number of entrants, each in a process of its own; what takes longer than so many seconds is said to."""
    for entrants in sizes:
        call = [sys.executable, "-m", "benchmarks.reputation", str(entrants), str(plain)]
        try:
            answer = subprocess.run(call, capture_output=True, check=True, timeout=seconds, text=True)
        except subprocess.TimeoutExpired:
            yield {"entrants": entrants, "stopped": seconds}
        else:
            yield json.loads(answer.stdout)


def row_of(entrants: int, plain: int = PLAIN) -> Row:
    """What is found with so many entrants, in the time and the memory of this process."""
    start = time.process_time()
    game = games.load("chain_store", entrants=entrants)
    found = solve(game, method="continuations")
    seconds, start = time.process_time() - start, time.process_time()
    looked_at = range(0, len(found), -(-len(found) // MOST))
    verified = all(found[k].certificate.equilibrium for k in looked_at)  # written out and verified as it is looked at
    verifying, memory = time.process_time() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MEBIBYTE
    numeric = game.fix(game.point())
    form = public_form(numeric)
    assert form is not None
    return {
        "entrants": entrants,
        "infosets": game.infosets,
        "found": found.found,
        "classes": len(found),
        "following": len(found.continuations) - len(found),
        "verified": verified,
        "looked at": len(looked_at),
        "seconds": seconds,
        "verifying": verifying,
        "megabytes": memory,
        "search": beside_search(numeric, form, whole=entrants <= WHOLE) if entrants <= plain else None,
        "powers": has_powers(form, numeric),
        "stages": growth(form),
    }


def growth(form: PublicForm) -> list[tuple[int, int]]:
    """How many products and classes follow a public history, by the periods left before and after entry, as far as all are looked at."""
    induction, root = Induction(form), form.stage_at[form.root]
    found: list[tuple[int, int]] = []
    for stage in range(1, len(form.stages)):
        try:
            if stage != root:
                found.append((len(induction.cells(stage)), len(induction.ways(stage))))
        except TooMany:
            break
    return found


def has_powers(form: PublicForm, game: Game) -> bool:
    """Whether, with k periods left, beliefs change what follows at the powers of b up to the k-th and nowhere else (Kreps and Wilson 1982).

    The equilibria are those in which the tough monopolist always fights, and one who does not fight is taken for weak.
    """
    induction = Induction(form, telling=True)
    b = Fraction(str(games.load("chain_store").point()["b"]))
    periods = [k for k, stage in enumerate(form.stages) if k != END and stage is not None and not stage.own]
    for left, stage in enumerate(periods, 1):
        ends = {x for cell in induction.cells(stage) for x in (cell.low, cell.high)}
        if ends != {fmpq(0), fmpq(1), *(fmpq(b.numerator, b.denominator) ** k for k in range(1, left + 1))}:
            return False
    return True


# ---------------------------------------------------------------- the plain search


def beside_search(game: Game, form: PublicForm, *, whole: bool) -> dict[str, Any]:
    """What the plain search finds: equilibria, how many of them have the payoffs of a class found here, and classes that have theirs.

    Where it does not write out all, it gives one for all that look the same from the first choices.
    """
    start = time.process_time()
    ways = Induction(form).ways(form.stage_at[form.root], form.prior)
    seen = None if whole else [s for s, label in enumerate(game.set_labels) if label in SEEN]
    found = point_solutions(game, "sequential", {}, in_full=seen)
    payoffs = [of_types(form, one.sampled().strategies) for one in found]
    return {
        "equilibria": len(found),
        "whole": whole,
        "of a class": sum(any(has(way.values, some) for way in ways) for some in payoffs),
        "classes met": sum(any(has(way.values, some) for some in payoffs) for way in ways),
        "seconds": time.process_time() - start,
    }


def of_types(form: PublicForm, play: Play) -> tuple[fmpq, fmpq]:
    """The payoffs of the types, as classes have them."""
    tree = form.game
    leaf = {int(node): k for k, node in enumerate(tree.leaf_nodes)}

    def value(node: int) -> Fraction:
        if node in leaf:
            return Fraction(str(tree.payoff(leaf[node], form.informed)))
        s = int(tree.infoset[node])
        mix = play[tree.players[tree.set_owner[s]]][tree.set_labels[s]]
        return sum((mix[a] * value(child) for a, child in zip(tree.set_actions[s], tree.children(node), strict=True)), Fraction(0))

    one, two = (value(node) for node in form.root)
    sunk = form.sunk[form.root]
    return fmpq(one.numerator, one.denominator) - sunk[0], fmpq(two.numerator, two.denominator) - sunk[1]


# ---------------------------------------------------------------- the table


def reputation_table(rows: Iterator[Row]) -> Iterator[str]:
    """Write the rows for a terminal of 80 columns, each as soon as it is there."""
    yield f"{'entrants':>8}{'sets':>8}  {'found':<6}{'classes':>8}{'then':>7}{'seconds':>9}{'verify':>8}{'MB':>7}  {'search':<9}powers"
    yield "-" * 79
    told = []
    for one in rows:
        told.append(one)
        if "stopped" in one:
            yield f"{one['entrants']:>8}  stopped after {one['stopped']:g} s"
            continue
        search = "" if one["search"] is None else f"{one['search']['of a class']} of {one['search']['equilibria']}"
        yield (
            f"{one['entrants']:>8}{one['infosets']:>8,}  {one['found']:<6}{one['classes']:>8}{one['following']:>7}{one['seconds']:>9.1f}"
            f"{one['verifying'] if one['verified'] else float('nan'):>8.1f}{one['megabytes']:>7.0f}  {search:<9}"
            f"{'yes' if one['powers'] else 'no'}"
        )
    yield ""
    counted = max((one["stages"] for one in told if "stages" in one), key=len, default=[])
    if counted:
        yield f"products, classes with 1, 2, ... moves left: {', '.join(f'{cells} {classes}' for cells, classes in counted)}."
    yield "classes: of equilibria of the whole game, each with one verified equilibrium; then: of what may follow public histories."
    yield f"verify: seconds for writing out and verifying one equilibrium of each class, of {MOST} classes at most, by code of its own."
    for one in told:
        if "stopped" not in one and (beside := one["search"]):
            which = "all equilibria" if beside["whole"] else "one for all that look the same from the first choices"
            met = f"{beside['classes met']} of {one['classes']} classes have the payoffs of one"
            yield f"search, {one['entrants']} entrants: {which}, {beside['seconds']:.0f} s; {met}."
    yield "search: equilibria of the plain search that have the payoffs of a class."
    yield "powers: whether what follows changes with the belief at b, b**2, b**3, ... and nowhere else."
    yield 'found "some": those equilibria only in which the tough monopolist fights, and whoever does not is taken for weak.'


if __name__ == "__main__":
    print(json.dumps(row_of(int(sys.argv[1]), int(sys.argv[2]))))
