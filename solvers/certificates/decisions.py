"""A map's decisions as a folder of files that others can decide again with a solver of their own.

They are questions, not proofs in a formal system: each file holds one question about real
numbers, and the answer on which the map rests.  What links the questions to the game (that
the polynomials are those of the game, and that labels characterise consistent beliefs) is
not in them.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

from games import GameError
from games.whole_files import write_together

from ..concept import CONCEPTS, OffPath, concept_named
from ..results import RegimeMap, nested, versions
from ..verifier import proofs
from .explanation import CHECKER, heading, readme
from .farkas_multipliers import multipliers
from .map_questions import map_decisions
from .proving import proof
from .questions import KINDS
from .smtlib import logic, script

MOST_CERTIFIED = 2_000  # certificates are looked for unasked; each takes about a tenth of a second
MOST_FILES = 50_000  # more are of no use to anybody, and fill a folder


def write_decisions(regime_map: RegimeMap, folder: str | Path, *, certificates: bool | None = None) -> list[Path]:
    """Write every decision that a map rests on into a folder, and give the files.

    Parameters
    ----------
    regime_map : RegimeMap
        The map; its search is run again, this time noting what it decides.
    folder : str or Path
        Made when absent.  Files of the same names are replaced.
    certificates : bool, optional
        Whether to look for a certificate of each answer; when None, where there are not too many.

    Returns
    -------
    list of Path
        ``README.md`` and ``index.json`` first, then the program that checks certificates and one SMT-LIB 2 file for each
        decision, and beside it the certificate of its answer, where one was found, and Farkas multipliers, where it is an
        infeasible linear system.

    Raises
    ------
    GameError
        For more decisions than are sensibly written, one file each; then nothing is written.

    Notes
    -----
    The files speak of the map as it is given: a family that is missing from it makes a file of kind "empty" satisfiable.
    """
    if not concept_named(regime_map.solved.concept).decisions:
        offered = ", ".join(concept.name for concept in CONCEPTS.values() if concept.decisions)
        raise GameError(f"Decisions are written of maps of these concepts: {offered}; {regime_map.solved.concept} is none of them.")
    home = Path(folder)
    decisions, sets = map_decisions(regime_map)
    if len(decisions) > MOST_FILES:
        raise GameError(
            f"The map rests on {len(decisions):,} decisions, and no more than {MOST_FILES:,} are written as files; "
            "leave them out, or take a smaller game."
        )
    if certificates is None:
        certificates = len(decisions) <= MOST_CERTIFIED
    counts: Counter[str] = Counter()
    title = heading(regime_map.solved, regime_map.at_rest)
    entries, content = [], {}
    for decision in decisions:
        counts[decision.kind] += 1
        stem = f"{decision.kind}-{counts[decision.kind]:04d}"
        text = script(title, decision.says, decision.expected, decision.assertions)
        content[f"{stem}.smt2"] = text
        entry: dict[str, Any] = {
            "file": f"{stem}.smt2",
            "kind": decision.kind,
            "expected": decision.expected,
            "logic": logic(decision.assertions),
            "says": decision.says,
            "part": decision.needed_for,
        }
        if decision.patterns:
            entry["patterns"] = list(decision.patterns)
        convex = all(a.plain and a.linear for a in decision.assertions) and decision.expected == "unsat"
        weights = multipliers(text) if convex else None
        if weights is not None:
            entry["farkas"] = f"{stem}.farkas.json"
            content[f"{stem}.farkas.json"] = json.dumps({"multipliers": weights}) + "\n"
        found = proof(text, decision.expected) if certificates else None
        if found is not None:
            entry["proof"] = f"{stem}.proof.json"
            content[f"{stem}.proof.json"] = json.dumps(found) + "\n"
        entries.append(entry)
    index = {
        "game": regime_map.game.name,
        "fingerprint": regime_map.game.fingerprint,
        "concept": regime_map.solved.concept,
        "refine": regime_map.solved.refine,
        "over": list(regime_map.over),
        "at": nested(regime_map.at_rest),
        "domain": list(regime_map.solved.domain),
        "versions": versions(),
        "kinds": KINDS,
        "consistent": concept_named(regime_map.solved.concept).beliefs is OffPath.CONSISTENT,
        "sets": sets,
        "decisions": entries,
    }
    content = {
        "README.md": readme(regime_map, entries),
        "index.json": json.dumps(index, indent=1) + "\n",
        CHECKER: Path(proofs.__file__).read_text("utf-8"),
        **content,
    }
    return write_together(home, {name: text.encode() for name, text in content.items()})
