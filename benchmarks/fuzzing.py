"""Broken and hostile input for every reader: whatever comes in, the answer is a result or a GameError, soon.

``python -m benchmarks.fuzzing --count 100000`` prints how many inputs were read, which errors were none of ours, and the slowest.
"""

from __future__ import annotations

import argparse
import copy
import json
import random
import resource
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

import games
import solvers
from games import GameError, Parameter
from games.numbers import read
from games.parameter import conditions
from solvers.regret.checkpoints import read as read_checkpoint
from solvers.sweeps.store import Store
from solvers.theorems.matching import read_statements

EFG = """EFG 2 R "Entry" { "Ann" "Bob" }
p "" 1 1 "" { "in" "out" } 0
c "" 1 "luck" { "good" 1/2 "bad" 1/2 } 0
p "" 2 1 "seen" { "fight" "yield" } 0
t "" 1 "war" { -1, 0.5 }
t "" 2 "peace" { 1 1e1 }
p "" 2 1 "seen" { "fight" "yield" } 0
t "" 3 "war" { -1 -1 }
t "" 4 "peace" { 1 1/3 }
t "" 5 "nothing" { 0 2 }
"""
NFG = 'NFG 1 R "Matching" { "Row" "Column" }\n{ { "a" "b" }\n{ "c" "d" } }\n"" { { "x" 1, -1 } { "y" 1/2 0.5 } }\n1 2 2 1\n'
CSV = "Row,Column,payoff Row,payoff Column\na,c,1,-1\nb,c,1/2,0.5\na,d,0,0\nb,d,-1,1\n"
EXPRESSIONS = ("1 - p*(2 + q)/3", "sqrt(1 + p**2)", "root(x**2 - 2, 1, 2)", "-1/(1 - p)", "1e-3 + .5*q**3", "((((p))))")
CHAINS = ("0 < p < 1", "-a <= w_s < 0", "p*q > 1/2", "2*a < 13 - 10*p", "1 >= p > q >= 0")
TOKENS = (
    *("0", "-1", "1/0", "1e999", "1e-999", "9" * 400, "**", "**999", "(" * 60, "{" * 60, "[" * 60, '"', "'", "\\", "\x00", "\ufeff", "é"),
    *("nan", "inf", "None", "True", "p", "__import__('os')", "lambda: 0", "sqrt(", "root(x, 0, 1)", ",", "/", "<", ">=", "==", "!=", "\n"),
    *("\t", "#2", "<script>", "${", "%s", "{}", "[]", "EFG 2 R", "t", "c", "x" * 300, "-", ".", "..", "//", "1_000", "0x10", "1j", "1and"),
)
JUNK: tuple[Any, ...] = (
    None,
    True,
    -1,
    0,
    1.5,
    10**400,
    "",
    "1/3",
    "p",
    "1/0",
    [],
    {},
    [[]],
    {"": {}},
    "nan",
    float("nan"),
    "beer",
    {"beer": 1},
    ["x"],
)
PROFILE = {
    "Sender": {"strong": {"beer": "1", "quiche": "0"}, "weak": "beer"},
    "Receiver": {"beer": "retreat", "quiche": {"duel": "1/2", "retreat": "1/2"}},
}
CLAIM = {
    "profile": {"Sender": {"weak": {"beer": "p"}}, "Receiver": {"beer": "retreat"}},
    "outcomes": {"beer/retreat": "1", "quiche/duel": "<= 1/2"},
}


@dataclass
class Report:
    """What came of some inputs.

    Parameters
    ----------
    inputs, refused : Counter
        By reader: how many were read, and how many of them with a `GameError`.
    others : list of (str, str, str)
        Reader, input and error, where the error was another one.
    slowest : (float, str, str)
        Seconds, reader and input.
    """

    inputs: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    others: list[tuple[str, str, str]] = field(default_factory=list)
    slowest: tuple[float, str, str] = (0.0, "", "")

    def __str__(self) -> str:
        lines = [f"{name}: {count} inputs, {self.refused[name]} refused" for name, count in self.inputs.items()]
        lines += [f"NOT A GameError, {reader}: {error} from {source[:200]!r}" for reader, source, error in self.others[:20]]
        seconds, reader, source = self.slowest
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        return "\n".join(
            [
                *lines,
                f"{self.inputs.total()} inputs; errors that were not GameError: {len(self.others)}; "
                f"slowest {seconds:.2f} s ({reader}: {source[:80]!r}); peak memory {peak} MiB",
            ]
        )


def garbled(rng: random.Random, source: str) -> str:
    """A text with some characters or words lost, doubled, exchanged or put in."""
    for _ in range(rng.choice((1, 1, 1, 2, 4))):
        start = rng.randint(0, len(source))
        end = min(len(source), start + rng.choice((0, 1, 1, 2, 5, 20)))
        match rng.randint(0, 4):
            case 0:
                source = source[:start] + source[end:]
            case 1:
                source = source[:start] + source[start:end] * rng.choice((2, 3, 30)) + source[end:]
            case 2:
                source = source[:start] + rng.choice(TOKENS) + source[end:]
            case 3:
                source = source[:start] + rng.choice(TOKENS) + source[start:]
            case 4:
                source = source[end:] + source[:start] if rng.random() < 0.2 else source[:start] + source[start:end][::-1] + source[end:]
    return source


def twisted(rng: random.Random, table: Any) -> Any:
    """Plain data with a part put away, replaced or put elsewhere."""
    table = copy.deepcopy(table)
    for _ in range(rng.choice((1, 1, 2, 3))):
        places = list(_places(table))
        if not places:
            return copy.deepcopy(rng.choice(JUNK))
        holder, key = rng.choice(places)
        match rng.randint(0, 3):
            case 0:
                holder[key] = copy.deepcopy(rng.choice(JUNK))  # what is put in is altered later
            case 1:
                del holder[key]
            case 2 if isinstance(holder, dict):
                holder[garbled(rng, str(key))] = holder.pop(key)
            case _:
                holder[key] = garbled(rng, holder[key]) if isinstance(holder[key], str) else copy.deepcopy(rng.choice(places)[0])
    return table if rng.random() < 0.98 else copy.deepcopy(rng.choice(JUNK))


def _places(table: Any) -> Iterator[tuple[Any, Any]]:
    entries = list(table.items()) if isinstance(table, dict) else list(enumerate(table)) if isinstance(table, list) else []
    for key, value in entries:
        yield table, key
        yield from _places(value)


class Readers:
    """Every reader with the kind of input that it takes, in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.beer = games.load("beer_quiche")
        self.numeric = self.beer.at()
        self.written = solvers.solve(self.beer).as_json()
        self.map = solvers.regimes(self.beer, check=0).as_json()
        self.readers: dict[str, Callable[[random.Random], Any]] = {
            "expression": lambda rng: read(garbled(rng, rng.choice(EXPRESSIONS))),
            "domain": lambda rng: conditions(garbled(rng, rng.choice(CHAINS))),
            "parameter": self.parameter,
            "efg": lambda rng: games.read_efg(garbled(rng, EFG)),
            "nfg": lambda rng: games.read_efg(garbled(rng, NFG)),
            "csv": self.csv,
            "profile": lambda rng: solvers.verify(self.numeric, twisted(rng, PROFILE), "sequential"),
            "claim": self.claim,
            "result": self.result,
            "store": self.store,
            "checkpoint": self.checkpoint,
        }

    def parameter(self, rng: random.Random) -> Any:
        """A story with one parameter whose default and domain are odd."""
        default = rng.choice((Fraction(1, 2), garbled(rng, "1/2"), 0.5, 1 / 3, rng.choice(JUNK)))
        domain = rng.choice((garbled(rng, "0 < p < 1"), rng.choice(JUNK), ["0 < p", garbled(rng, "p < 1")]))
        symbol = Parameter(default, domain, garbled(rng, "a chance"))

        def coin(play: Any, *, p: Any = symbol) -> Any:
            """A coin."""
            side = play.chance("coin", {"heads": p, "tails": 1 - p})
            return (int(play.choose("A", ["heads", "tails"]) == side),)

        return games.game(players=("A",))(coin)()

    def csv(self, rng: random.Random) -> Any:
        """A table of payoffs."""
        path = self.folder / "payoffs.csv"
        path.write_bytes(garbled(rng, CSV).encode("utf-8", "surrogatepass"))
        return games.read_csv(path)

    def claim(self, rng: random.Random) -> Any:
        """What a claim says."""
        said = twisted(rng, CLAIM)
        said = said if isinstance(said, dict) else {"profile": said}
        outcomes = said.get("outcomes")
        return read_statements(self.beer, {}, said.get("profile"), outcomes if isinstance(outcomes, dict) else None)

    def result(self, rng: random.Random) -> Any:
        """A result that was written."""
        path = self.folder / "result.json"
        source = rng.choice((self.written, self.map))
        text = json.dumps(twisted(rng, source)) if rng.random() < 0.8 else garbled(rng, json.dumps(source))
        path.write_bytes(text.encode("utf-8", "surrogatepass"))
        return solvers.read_result(path, self.beer)

    def store(self, rng: random.Random) -> Any:
        """A store of a sweep that was damaged."""
        home = self.folder / "store"
        question = {"game": "x", "concept": "nash", "version": "1"}
        if not (home / "whole").exists():
            store = Store(home, question)
            store.keep([("p=1", [1, 2]), ("p=2", [])])
            store.close()
            (home / "whole").write_bytes((home / "sweep.sqlite").read_bytes())
        whole = bytearray((home / "whole").read_bytes())
        for _ in range(rng.randint(1, 40)):
            whole[rng.randrange(len(whole) if rng.random() < 0.3 else 200)] = rng.randrange(256)
        (home / "sweep.sqlite").write_bytes(bytes(whole[: rng.randint(0, len(whole))] if rng.random() < 0.3 else whole))
        store = Store(home, question)
        try:
            return store.known()
        finally:
            store.close()

    def checkpoint(self, rng: random.Random) -> Any:
        """A checkpoint of learning that was damaged."""
        path = self.folder / "learned.npz"
        path.write_bytes(
            bytes(rng.randrange(256) for _ in range(rng.randint(0, 200))) if rng.random() < 0.5 else b"PK\x03\x04" + rng.randbytes(60)
        )
        return read_checkpoint(path, {"game": "x"})


def fuzzed(count: int, seed: int) -> Report:
    """Give so many inputs to the readers in turn; the same for the same seed."""
    report = Report()
    with tempfile.TemporaryDirectory() as folder:
        readers = Readers(Path(folder)).readers
        names = list(readers)
        for k in range(count):
            name = names[k % len(names)]
            rng = random.Random(f"{seed}/{k}")
            started = time.process_time()
            try:
                readers[name](rng)
            except GameError:
                report.refused[name] += 1
            except Exception as error:
                report.others.append((name, f"{seed}/{k}", f"{type(error).__name__}: {error}"))
            report.inputs[name] += 1
            report.slowest = max(report.slowest, (time.process_time() - started, name, f"{seed}/{k}"))
    return report


def main() -> None:
    """Run it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    print(fuzzed(options.count, options.seed))


if __name__ == "__main__":
    main()
