"""The README beside a map's decisions: what each file means, and how they hang together."""

import textwrap
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from games.numbers import Number, text

from ..concept import Deviations, concept_named, refinement_named
from ..results import Families, RegimeMap
from .questions import KINDS

REFINED = (
    "",
    "A refinement asks, after each message that a family leaves unsent, whether some belief makes replies best, and whether some mixture",
    "of best replies gives types gains of given signs: `mixture` answers that where the family exists, `given` says which signs are taken",
    "for granted in it, and `stands` that the map lists the family where its outcome stands by these answers, and only there.",
    "`empty`, `sound` and `only` speak of all families, those that are refined away too.",
)
CHECKER = "check_certificates.py"


def heading(families: Families, at: Mapping[str, Number]) -> str:
    """Say of which equilibria of which game, in which parameters."""
    where = f", at {', '.join(f'{name} = {text(value)}' for name, value in at.items())}" if at else ""
    stands = "" if families.refine is None else f" {refinement_named(families.refine).words}"
    return f"{families.game.name}: {families.concept} equilibria{stands} in {', '.join(families.over) or 'no parameter'}{where}"


def _taken_for_granted(regime_map: RegimeMap) -> list[str]:
    """What no file decides, in lines."""
    concept = concept_named(regime_map.solved.concept)
    assumptions = ["that the polynomials are those of the game (the fingerprint names it)"]
    assumptions += ["that one-shot deviations suffice"] if concept.deviations is Deviations.ACTIONS else []
    assumptions += [f"the theorem that {concept.theorem}"] if concept.theorem else []
    if regime_map.solved.refine is not None:
        assumptions += [
            f"that {refinement_named(regime_map.solved.refine).source} ask of an unsent message just whether these mixtures exist"
        ]
    sentence = f"{', '.join(assumptions[:-1])}, and {assumptions[-1]}" if len(assumptions) > 1 else assumptions[0]
    return textwrap.wrap(f"Not in the files: {sentence}.", 125)


def _certified(entries: Sequence[Mapping[str, Any]]) -> list[str]:
    """How many answers have a certificate, in lines."""
    certified = sum("proof" in entry for entry in entries)
    lines = [
        f"{certified} of the {len(entries)} answers have a certificate, `NAME.proof.json`, which needs no solver's word: a point where the",
        "question asks whether there is one; where it asks whether there is none, cases, and in each of them products of conditions",
        "that add up to zero although their sum is positive. A program in fractions, which imports nothing, reads and multiplies out:",
    ]
    return [*lines, "", f"    python {CHECKER} ."]


def readme(regime_map: RegimeMap, entries: Sequence[Mapping[str, Any]]) -> str:
    """Say in words what each file means, and how they hang together."""
    kinds = Counter(entry["kind"] for entry in entries)
    title = heading(regime_map.solved, regime_map.at_rest)
    lines = [
        f"# Decisions behind the regime map of {regime_map.game.name}",
        "",
        regime_map.game.title,
        "",
        f"{title}. {len(entries)} decisions, one SMT-LIB 2 file each, in exact rational arithmetic;",
        "`index.json` says the same for programs. Decide them again with any solver of nonlinear real arithmetic, or all at once with",
        "",
        "    python -m solvers recheck FOLDER --solver z3",
        "    python -m solvers recheck FOLDER --solver cvc5",
        "",
        "These are questions that anybody can decide again. They are **not** proofs in a formal system: an answer is as good as the",
        "solver that gives it, and two different solvers are better than one. Where a question is an infeasible linear system, Farkas",
        "multipliers stand beside it, and those are a proof that needs no solver.",
        "",
        *_certified(entries),
        "",
        "## How they hang together",
        "",
        "An assessment belongs to exactly one *base*: which actions are used, and which nodes are believed possible. Every base is",
        "ruled out by a file of kind `unfit`, `conflict`, `labels` or `empty`, or has a file of kind `only`, which says that it holds",
        "no equilibria but the closed forms of the map's families; `sound` says that these are equilibria. `recheck` goes through all",
        "bases and sees that none is missing (the patterns in the index say which bases a file speaks of). `regime`, `void` and `cover`",
        "say that the regimes are those listed, `holds` and `absent` which families each has, `exists` that they are there at its sample.",
        *(REFINED if regime_map.solved.refine is not None else ()),
        "",
        *_taken_for_granted(regime_map),
        "",
        "| kind | files | expected | what such a file is about |",
        "|---|---|---|---|",
    ]
    for kind, meaning in KINDS.items():
        if kinds[kind]:
            expected = "/".join(sorted({e["expected"] for e in entries if e["kind"] == kind}))
            lines.append(f"| `{kind}` | {kinds[kind]} | {expected} | {meaning} |")
    for kind in KINDS:
        of_kind = [e for e in entries if e["kind"] == kind]
        needs = {e["part"] for e in of_kind}
        if of_kind:
            lines += ["", f"## {kind}: {KINDS[kind]}", ""]
            lines += [f"Needed for {needs.pop()}.", ""] if len(needs) == 1 else []
            for e in of_kind:
                needed = f" *Needed for {e['part']}.*" if needs else ""
                lines.append(f"- `{e['file']}` {e['expected']}: {e['says']}{needed}")
    return "\n".join([*lines, ""])
