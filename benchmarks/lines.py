"""What a reader gets of a map, beside an earlier commit: ``python -m benchmarks lines 236d2d9``.

For the games of the essay and some stories: lines of the told map before and after, families against classes with the same outcome, and
the conditions that are told shorter, each proved equal to the longer one on the whole domain.  A family of the one version is that of the
other which has the same play, beliefs and outcomes.  The proofs ask z3 afresh, and share nothing with the search but the arithmetic.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeAlias

import games
from games.numbers import Expression, read
from games.parameter import Domain
from solvers.algebra.ring import Ring
from solvers.algebra.sign_oracle import Atom, Oracle
from solvers.requests import opened_game
from solvers.search.supports import condition_atoms

HOME = Path(__file__).resolve().parent.parent
ESSAY = (
    *("coercive_diplomacy", "defection_for_immunity", "escalation_ladder", "foreign_diversion", "hide_and_strike", "intelligence_sharing"),
    *("intervention_stance", "kingpin_fragmentation", "mandate_and_influence", "provocation_trap", "route_interdiction", "state_capture"),
    *("sustainability_bet", "campaign"),
)
STORIES = (
    *("beer_quiche", "spence_signalling", "plea_bargaining", "costless_signals", "crisis_signalling", "market_entry", "limit_pricing"),
    *("audience_costs", "honesty_wage", "chain_store"),
)
COLUMNS = "100"  # of the terminal for which maps are told
PATIENCE = 60  # seconds of processor time for the conditions with every parameter open
NEGATED = {">": ("<=",), ">=": ("<",), "<": (">=",), "<=": (">",), "=": ("<", ">"), "!=": ("=",)}
COMPARISON = re.compile(r"(.*) (=|!=|<|<=|>|>=) (.*)")
MAP = """
import json, games, solvers
found = solvers.regimes(games.load({name!r}), check=0)
print(json.dumps([len(found.text().splitlines()), [
    [one["profile"], one["beliefs"], one["outcomes"], family.conditions]
    for one, family in zip(found.as_json()["families"], found.families)
]]))
"""
NOW = """
import json, resource, games, solvers
resource.setrlimit(resource.RLIMIT_CPU, ({patience}, {patience})) if {patience} else None
game = games.load({name!r})
found = solvers.regimes(game, check=0) if not {every} else None
families = solvers.families(game, "all") if {every} else found.solved
print(json.dumps([found and len(found.text().splitlines()), [
    [one["profile"], one["beliefs"], one["outcomes"], family.conditions,
     [[r.text() for r in case] for case in family.told_cases], one["letter"]]
    for one, family in zip(families.as_json()["families"], families)
]]))
"""

Cases: TypeAlias = Sequence[Sequence[str]]
"""Alternatives as texts; all comparisons of one of them hold."""


def measured(commit: str, only: str = "") -> Iterator[dict[str, Any]]:
    """Yield a row for the map of each game, and one for its families with every parameter open where these are found soon."""
    with TemporaryDirectory() as folder:
        tree = Path(folder) / "before"
        subprocess.run(["git", "worktree", "add", "--detach", "--quiet", str(tree), commit], cwd=HOME, check=True)
        try:
            names = [name for name in (*ESSAY, *STORIES) if only in name]
            for row in chain((_default_row(name, tree) for name in names), map(_open_row, names)):
                print(json.dumps(row), file=sys.stderr, flush=True)
                yield row
        finally:
            subprocess.run(["git", "worktree", "remove", "--force", str(tree)], cwd=HOME, check=True)


def _default_row(name: str, tree: Path) -> dict[str, Any]:
    """The map over the parameters that a game names for it: what is told now beside what was told before."""
    lines_before, families_before = _told(MAP.format(name=name), tree)
    lines, families = _told(NOW.format(name=name, every=False, patience=0), HOME)
    long_of = {json.dumps(one[:3], sort_keys=True): one[3] for one in families_before}
    _, _, game = opened_game(games.load(name), None, {})
    pairs = [(long_of.get(json.dumps(one[:3], sort_keys=True)), one[4]) for one in families]
    row = _compared(game.domain, [(long, told) for long, told in pairs if long is not None])
    return {
        **{"game": name, "open": list(game.domain.names), "lines before": lines_before, "lines": lines},
        **_counts(families),
        **{"families before": len(families_before), "matched": sum(long is not None for long, _ in pairs)},
        **row,
    }


def _open_row(name: str) -> dict[str, Any]:
    """The families with every parameter open: conditions as they are told beside those that the search leaves."""
    try:
        _, families = _told(NOW.format(name=name, every=True, patience=PATIENCE), HOME)
    except RuntimeError:
        return {"game": name, "open": "all", "left out": f"more than {PATIENCE} s"}
    _, _, game = opened_game(games.load(name), "all", {})
    return {"game": name, "open": "all", **_counts(families), **_compared(game.domain, [(one[3], one[4]) for one in families])}


def _counts(families: Sequence[Sequence[Any]]) -> dict[str, int]:
    return {"families": len(families), "classes": len({one[5].rstrip("0123456789") for one in families})}


def _told(code: str, tree: Path) -> Any:
    environment = os.environ | {"PYTHONPATH": str(tree), "COLUMNS": COLUMNS}
    done = subprocess.run([sys.executable, "-c", code], cwd=tree, env=environment, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"The map fails in {tree}: {''.join(done.stderr.strip().splitlines()[-1:]) or 'stopped'}")
    return json.loads(done.stdout)


# ------------------------------------------------------------------ equal on the domain


def _compared(domain: Domain, pairs: Sequence[tuple[Cases, Cases]]) -> dict[str, int]:
    """How many comparisons there are, how many conditions are other than they were, and how many of these are proved equal."""
    other = [(long, told) for long, told in pairs if sorted(map(sorted, long)) != sorted(map(sorted, told))]
    return {
        "comparisons before": sum(len(case) for long, _ in pairs for case in long),
        "comparisons": sum(len(case) for _, told in pairs for case in told),
        "letters before": sum(len(one) for long, _ in pairs for case in long for one in case),
        "letters": sum(len(one) for _, told in pairs for case in told for one in case),
        "other": len(other),
        "proved equal": sum(equal(domain, long, told) for long, told in other),
    }


def equal(domain: Domain, one: Cases, two: Cases) -> bool:
    """Whether two conditions are proved to hold at the same points of a domain."""
    ring = Ring(domain.names, ())
    oracle = Oracle(ring, condition_atoms(ring, domain.conditions), (), ())
    return _within(oracle, one, two) and _within(oracle, two, one)


def _within(oracle: Oracle, inner: Cases, outer: Cases) -> bool:
    """Whether no point satisfies a case of the one and none of the other; a case is compared with each alone, then with all together."""
    for case in inner:
        holding = [_atom(oracle.ring, comparison) for comparison in case]
        if oracle.satisfiable(holding) is False:
            continue
        likeliest = sorted(outer, key=lambda other: -len({*other}.intersection(case)))
        if not any(_none_left(oracle, holding, [other]) for other in likeliest) and not _none_left(oracle, holding, likeliest):
            return False
    return True


def _none_left(oracle: Oracle, facts: Sequence[Atom], outer: Cases) -> bool:
    """Whether no point that satisfies the facts fails every case; a walk ends where nothing is left."""
    if not outer:
        return False
    for comparison in outer[0]:
        for relation in NEGATED[_parts(comparison)[1]]:
            further = [*facts, _atom(oracle.ring, comparison, relation)]
            if oracle.satisfiable(further) is not False and not _none_left(oracle, further, outer[1:]):
                return False
    return True


def _parts(comparison: str) -> tuple[str, str, str]:
    found = COMPARISON.fullmatch(comparison)
    if found is None:
        raise ValueError(f"This is no comparison: {comparison!r}.")
    left, relation, right = found.groups()
    return left, relation, right


def _atom(ring: Ring, comparison: str, relation: str = "") -> Atom:
    """A comparison with zero of a polynomial: a fraction is positive where its numerator times its denominator is."""
    left, said, right = _parts(comparison)
    relation = relation or said
    difference = Expression.constant(0) + read(left) - read(right)
    polynomial = ring.take(difference.numerator) * ring.take(difference.denominator)
    return Atom(-polynomial if relation in ("<", "<=") else polynomial, relation.replace("<", ">"))


# ------------------------------------------------------------------ table


def lines_table(rows: Sequence[dict[str, Any]]) -> Iterator[str]:
    """Write the rows: maps first, then families with every parameter open."""
    head = f"{'game':<24}{'lines':>11}{'families':>10}{'classes':>9}{'comparisons':>14}{'letters':>15}{'other':>7}{'equal':>7}"
    for title, chosen in (("Maps, before -> now", "lines"), ("Every parameter open, found -> told", "comparisons")):
        shown = [row for row in rows if (row["open"] == "all") == (chosen == "comparisons")]
        yield from ("", title, head, "-" * len(head))
        for row in shown:
            if "left out" in row:
                yield f"{row['game']:<24}{row['left out']:>11}"
                continue
            lines = f"{row['lines before']} -> {row['lines']}" if "lines" in row else ""
            comparisons, letters = (f"{row[f'{kind} before']} -> {row[kind]}" for kind in ("comparisons", "letters"))
            counts = f"{row['families']:>10}{row['classes']:>9}{comparisons:>14}{letters:>15}{row['other']:>7}{row['proved equal']:>7}"
            unmatched = row["families"] - row.get("matched", row["families"])
            yield f"{row['game']:<24}{lines:>11}{counts}" + (f"  {unmatched} not met before" if unmatched else "")
