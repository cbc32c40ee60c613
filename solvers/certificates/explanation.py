"""The README beside a map's decisions: what each file means, and how they hang together."""

import textwrap
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from games.numbers import Number, text

from ..concept import Deviations, concept_named
from ..results import Families, RegimeMap
from .questions import KINDS


def heading(families: Families, at: Mapping[str, Number]) -> str:
    """Say of which equilibria of which game, in which parameters."""
    rest = f", at {', '.join(f'{name} = {text(value)}' for name, value in at.items())}" if at else ""
    return f"{families.game.name}: {families.concept} equilibria in {', '.join(families.over) or 'no parameter'}{rest}"


def _taken_for_granted(found: RegimeMap) -> list[str]:
    """What no file decides, in lines."""
    concept = concept_named(found.solved.concept)
    parts = ["that the polynomials are those of the game (the fingerprint names it)"]
    parts += ["that one-shot deviations suffice"] if concept.deviations is Deviations.ACTIONS else []
    parts += [f"the theorem that {concept.theorem}"] if concept.theorem else []
    said = f"{', '.join(parts[:-1])}, and {parts[-1]}" if len(parts) > 1 else parts[0]
    return textwrap.wrap(f"Not in the files: {said}.", 125)


def readme(found: RegimeMap, entries: Sequence[Mapping[str, Any]]) -> str:
    """Say in words what each file means, and how they hang together."""
    kinds = Counter(entry["kind"] for entry in entries)
    lines = [
        f"# Decisions behind the regime map of {found.game.name}",
        "",
        found.game.title,
        "",
        f"{heading(found.solved, found.at_rest)}. {len(entries)} decisions, one SMT-LIB 2 file each, in exact rational arithmetic;",
        "`index.json` says the same for programs. Decide them again with any solver of nonlinear real arithmetic, or all at once with",
        "",
        "    python -m solvers recheck FOLDER --solver z3",
        "    python -m solvers recheck FOLDER --solver cvc5",
        "",
        "These are questions that anybody can decide again. They are **not** proofs in a formal system: an answer is as good as the",
        "solver that gives it, and two different solvers are better than one. Where a question is an infeasible linear system, Farkas",
        "multipliers stand beside it, and those are a proof that needs no solver.",
        "",
        "## How they hang together",
        "",
        "An assessment belongs to exactly one *base*: which actions are used, and which nodes are believed possible. Every base is",
        "ruled out by a file of kind `unfit`, `conflict`, `labels` or `empty`, or has a file of kind `only`, which says that it holds",
        "no equilibria but the closed forms of the map's families; `sound` says that these are equilibria. `recheck` goes through all",
        "bases and sees that none is missing (the patterns in the index say which bases a file speaks of). `regime`, `void` and `cover`",
        "say that the regimes are those listed, `holds` and `absent` which families each has, `exists` that they are there at its sample.",
        "",
        *_taken_for_granted(found),
        "",
        "| kind | files | expected | what such a file is about |",
        "|---|---|---|---|",
    ]
    for kind, said in KINDS.items():
        if kinds[kind]:
            expected = "/".join(sorted({e["expected"] for e in entries if e["kind"] == kind}))
            lines.append(f"| `{kind}` | {kinds[kind]} | {expected} | {said} |")
    for kind in KINDS:
        here = [e for e in entries if e["kind"] == kind]
        parts = {e["part"] for e in here}
        if here:
            lines += ["", f"## {kind}: {KINDS[kind]}", ""]
            lines += [f"Needed for {parts.pop()}.", ""] if len(parts) == 1 else []
            for e in here:
                needed = f" *Needed for {e['part']}.*" if parts else ""
                lines.append(f"- `{e['file']}` {e['expected']}: {e['says']}{needed}")
    return "\n".join([*lines, ""])
