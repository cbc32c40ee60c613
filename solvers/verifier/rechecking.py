"""Decide a map's decisions again, from the files alone, with z3 or cvc5."""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from games import GameError

from .farkas import commands, comparisons, refutes
from .patterns import uncovered_bases
from .proofs import proves

SOLVERS = ("z3", "cvc5")


@dataclass(frozen=True)
class Redecided:
    """One file, decided again.

    Parameters
    ----------
    file, says : str
        Its name, and what it says.
    expected, answer : {"unsat", "sat", "unknown"}
        The answer on which the map rests, and the one found now.
    seconds : float
        How long it took.
    certificate : bool or None
        Whether its Farkas multipliers prove it; None when it has none.
    proof : bool or None
        Whether its certificate proves it, in fractions; None when it has none.
    """

    file: str
    says: str
    expected: str
    answer: str
    seconds: float
    certificate: bool | None = None
    proof: bool | None = None

    @property
    def verdict(self) -> str:
        """One of ``agree``, ``unknown``, ``DISAGREE``."""
        if self.certificate is False or self.proof is False:
            return "DISAGREE"
        if self.proof and self.answer == "unknown":
            return "agree"
        if "unknown" in (self.answer, self.expected):
            return "unknown"
        return "agree" if self.answer == self.expected else "DISAGREE"


@dataclass(frozen=True)
class Recheck:
    """A folder of decisions, decided again.

    Parameters
    ----------
    solver : str
        Name and version.
    heading : str
        Which map they are about.
    results : tuple of Redecided
        One for each file.
    missing : tuple of str
        Bases that no file speaks of, in words, at most ten; the list of regimes is complete only when there are none.
    bases : int
        How many support profiles were gone through.
    """

    solver: str
    heading: str
    results: tuple[Redecided, ...]
    missing: tuple[str, ...]
    bases: int

    @property
    def counts(self) -> dict[str, int]:
        """How many files agree, are unknown, disagree."""
        verdicts = Counter(result.verdict for result in self.results)
        return {verdict: verdicts[verdict] for verdict in ("agree", "unknown", "DISAGREE")}

    @property
    def agrees(self) -> bool:
        """Whether nothing disagrees and no base is missing."""
        return not self.counts["DISAGREE"] and not self.missing

    def as_json(self) -> dict[str, Any]:
        """Write it for programs."""
        answers = Counter(result.answer for result in self.results)
        return {
            "solver": self.solver,
            "files": len(self.results),
            **self.counts,
            "answers": {answer: answers[answer] for answer in ("unsat", "sat", "unknown")},
            "certificates": sum(result.certificate is True for result in self.results),
            "without_solver": sum(result.proof is True for result in self.results),
            "seconds": round(sum(result.seconds for result in self.results), 3),
            "missing": list(self.missing),
            "not_agreed": [vars(r) | {"verdict": r.verdict} for r in self.results if r.verdict != "agree"],
        }

    def text(self) -> str:
        """Write it for people."""
        report = self.as_json()
        lines = [self.heading, f"{report['files']} files decided again by {self.solver} in {report['seconds']:.1f} s"]
        lines += [f"  {verdict:<9} {count}" for verdict, count in self.counts.items()]
        answers = ", ".join(f"{answer} {count}" for answer, count in report["answers"].items())
        lines.append(f"  answers: {answers}; {report['certificates']} also by Farkas multipliers in exact arithmetic")
        lines.append(f"  {report['without_solver']} of {report['files']} need no solver's word: their certificates hold in fractions")
        for r in self.results:
            if r.verdict != "agree":
                why = "its Farkas multipliers prove nothing" if r.certificate is False else f"expected {r.expected}, found {r.answer}"
                if r.proof is False and r.answer in ("unknown", r.expected):
                    why = "its certificate proves nothing"
                lines.append(f"{r.verdict}: {r.file}: {why}. {r.says}")
        if self.missing:
            lines += [f"NOT COMPLETE: no file speaks of {base}." for base in self.missing]
        else:
            lines.append(f"Every base of the {self.bases} support profiles is spoken of by some file.")
        return "\n".join(lines)


def recheck(
    folder: str | Path, solver: str = "z3", *, seconds: float = 20.0, progress: Callable[[Iterable[Any]], Iterable[Any]] = iter
) -> Recheck:
    """Decide every file of a folder of decisions again, and see that together they speak of every base.

    Parameters
    ----------
    folder : str or Path
        As written by ``RegimeMap.decisions``.
    solver : {"z3", "cvc5", "none"}
        Whose answer is asked; cvc5 is optional (``pip install cvc5``).  With "none" no solver is asked, and only certificates
        are checked: an answer without one is "unknown".
    seconds : float
        The most that one file may take; after that its answer is "unknown".
    progress : callable
        Wraps the iterable of files, as ``tqdm.auto.tqdm`` does.

    Returns
    -------
    Recheck
        How many agree, are unknown, disagree.

    Raises
    ------
    GameError
        When the folder holds no decisions, a file is missing or cannot be read, or the solver is not there.

    Notes
    -----
    Nothing is used but the files: neither the game nor the engine.  Farkas multipliers and certificates are checked in
    fractions, whichever solver is asked.
    """
    directory = Path(folder)
    index = _index(directory)
    decide, version = _decider(solver, seconds)
    results = []
    for entry in progress(index["decisions"]):
        source = _file(directory, entry["file"])
        status_in_file = _status(source)
        start = time.perf_counter()
        try:
            answer = decide(source)
        except Exception as error:
            raise GameError(f"{entry['file']} cannot be read by {solver}: {' '.join(str(error).split())[:200]}") from None
        elapsed = time.perf_counter() - start
        expected = entry["expected"]
        if status_in_file != expected:
            expected = f"{expected} (the file itself says {status_in_file})"
        certified, proved = _certified(directory, entry, source), _proved(directory, entry, source)
        results.append(Redecided(entry["file"], entry["says"], expected, answer, elapsed, certified, proved))
    patterns = [p for e in index["decisions"] for p in e.get("patterns", ())]
    profiles, missing = uncovered_bases(index["sets"], patterns, consistent=index["consistent"])
    over = ", ".join(index["over"]) or "no parameter"
    stand = f" whose outcome stands under {index['refine']}" if index.get("refine") else ""
    return Recheck(version, f"{index['game']}: {index['concept']} equilibria{stand} in {over}", tuple(results), tuple(missing), profiles)


def _index(directory: Path) -> dict[str, Any]:
    try:
        index = json.loads((directory / "index.json").read_bytes())
    except OSError:
        raise GameError(f"{directory} has no index.json; give a folder written by regimes --decisions.") from None
    except ValueError as error:
        raise GameError(f"{directory / 'index.json'} is no JSON: {error}.") from None
    needed = {"game", "concept", "over", "sets", "consistent", "decisions"}
    if not isinstance(index, dict) or not needed <= index.keys():
        raise GameError(f"{directory / 'index.json'} is not the index of a folder written by regimes --decisions.")
    for entry in index["decisions"]:
        if not isinstance(entry, dict) or not {"file", "expected", "says"} <= entry.keys():
            raise GameError(f"{directory / 'index.json'} has an entry without file, expected answer or words.")
    return index


def _file(directory: Path, name: Any) -> str:
    if not isinstance(name, str) or Path(name).name != name:
        raise GameError(f"{name!r} in the index is not the name of a file in {directory}.")
    try:
        return (directory / name).read_text(encoding="utf-8")
    except OSError:
        raise GameError(f"{directory / name} is in the index but cannot be read.") from None
    except UnicodeDecodeError:
        raise GameError(f"{directory / name} is no text.") from None


def _status(source: str) -> str:
    for command in commands(source):
        if command[:2] == ["set-info", ":status"]:
            return str(command[2])
    return "nothing"


def _certified(directory: Path, entry: Mapping[str, Any], source: str) -> bool | None:
    """Whether a file's multipliers prove that it is infeasible."""
    if "farkas" not in entry:
        return None
    try:
        multipliers = json.loads(_file(directory, entry["farkas"]))["multipliers"]
        return entry["expected"] == "unsat" and refutes([Fraction(m) for m in multipliers], comparisons(source))
    except (GameError, ValueError, KeyError, TypeError, ZeroDivisionError):
        return False


def _proved(directory: Path, entry: Mapping[str, Any], source: str) -> bool | None:
    """Whether a file's certificate proves the expected answer."""
    if "proof" not in entry:
        return None
    try:
        certificate = json.loads(_file(directory, entry["proof"]))
    except (GameError, ValueError):
        return False
    return proves(source, certificate, entry["expected"])


# ------------------------------------------------------------------ solvers


def _decider(solver: str, seconds: float) -> tuple[Callable[[str], str], str]:
    if solver == "z3":
        import z3

        return lambda source: _z3(source, seconds), f"z3 {z3.get_version_string()}"
    if solver == "cvc5":
        try:
            import cvc5
        except ImportError:
            raise GameError("The solver cvc5 is not installed; pip install cvc5, or use z3.") from None
        return lambda source: _cvc5(source, seconds), f"cvc5 {cvc5.__version__}"
    if solver == "none":
        return lambda source: "unknown", "no solver"
    raise GameError(f"{solver!r} is no solver that is asked here; there are {', '.join(SOLVERS)}.")


def _z3(source: str, seconds: float) -> str:
    import z3

    linear = "(set-logic QF_LRA)" in source
    tactics: Sequence[str] = ("qflra",) if linear else ("qfnra-nlsat", "qfnra")
    for tactic in tactics:
        solver = z3.Tactic(tactic).solver()
        solver.set("timeout", max(1, int(1000 * seconds / len(tactics))))
        solver.from_string(source)
        answer = solver.check()
        if answer != z3.unknown:
            return str(answer)
    return "unknown"


def _cvc5(source: str, seconds: float) -> str:
    import cvc5

    solver = cvc5.Solver()
    solver.setOption("tlimit-per", str(max(1, int(1000 * seconds))))
    parser = cvc5.InputParser(solver)
    parser.setStringInput(cvc5.InputLanguage.SMT_LIB_2_6, source, "decision")
    symbols = parser.getSymbolManager()
    output = ""
    while True:
        command = parser.nextCommand()
        if command.isNull():
            break
        output += str(command.invoke(solver, symbols))
    words = output.split()
    return words[0] if words and words[0] in ("sat", "unsat") else "unknown"
