"""Check certificates of decisions: in fractions, with nothing but Python's standard library, without any solver.

    python proofs.py FOLDER

A folder of decisions holds questions in SMT-LIB 2 and beside many of them a certificate, a JSON file. This program reads
both, multiplies out, and compares; it imports nothing, so that nobody needs to trust more than these lines.

A question is a list of assertions, the facts. A certificate that they contradict each other is a tree of steps:

- ``{"split": k, "cases": [...]}``: fact k is a disjunction; each case has one of its parts as further facts;
- ``{"cut": p, "cases": {relation: ...}}``: a polynomial is positive, zero or negative; each case has that as a further fact;
- ``{"sum": [[c, [k, ...], s?], ...], "zero": [[p, k], ...]}``: products of facts (each a polynomial that is positive, or not
  negative) with c > 0, times the square of s where there is one, and equations times polynomials p. What is added up is
  positive at every solution, for one product of positive facts is among it, and yet is the polynomial 0;
- ``{"line": x, "pieces": [[low, high, k], ...]}``: closed intervals that cover the line of one symbol, in each of which
  fact k fails, as Sturm's theorem shows.

A certificate that they hold together is a point: ``{"point": {symbol: number}}``, or with ``"root": [polynomial in t, low,
high]``, whose coordinates are polynomials in t, a root of that polynomial between two fractions.
"""

import json
import re
import sys
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

TOKEN = re.compile(r'\s+|;[^\n]*|(\(|\)|\|[^|]*\||"(?:[^"]|"")*"|[^\s()|;"]+)')
NUMERAL = re.compile(r"\d+(\.\d+)?")
COMPARED = {">": (">", "<="), ">=": (">=", "<"), "<": ("<", ">="), "<=": ("<=", ">"), "=": ("=", "!=")}  # and when it fails
Polynomial = dict[tuple[tuple[str, int], ...], Fraction]  # from powers of symbols, in order, to coefficients
Formula = tuple[str, Any]  # a relation (>, >=, =, !=) of a polynomial with zero; or "and", "or" of formulas


def add(p: Polynomial, q: Polynomial, scale: Fraction = Fraction(1)) -> Polynomial:
    """Give ``p + scale q``."""
    out = dict(p)
    for powers, c in q.items():
        out[powers] = out.get(powers, Fraction(0)) + scale * c
    return {powers: c for powers, c in out.items() if c}


def multiply(p: Polynomial, q: Polynomial) -> Polynomial:
    """Give the product."""
    out: Polynomial = {}
    for a, c in p.items():
        for b, d in q.items():
            powers = dict(a)
            for name, power in b:
                powers[name] = powers.get(name, 0) + power
            together = tuple(sorted(powers.items()))
            out[together] = out.get(together, Fraction(0)) + c * d
    return {powers: c for powers, c in out.items() if c}


def term(word: Any) -> Polynomial:
    """Read a polynomial from nested lists of words."""
    if isinstance(word, str) and word not in ("true", "false"):
        return add({}, {(): Fraction(word)} if NUMERAL.fullmatch(word) else {((word, 1),): Fraction(1)})
    operator, *parts = word
    terms = [term(part) for part in parts]
    out = terms[0]
    for q in terms[1:]:
        if operator == "/" and set(q) != {()}:
            raise ValueError("something is divided by what is no number other than zero")
        if operator in ("*", "/"):
            out = multiply(out, q if operator == "*" else {(): 1 / q[()]})
        else:
            out = add(out, q, Fraction(-1 if operator == "-" else 1))
    if operator not in ("+", "-", "*", "/"):
        raise ValueError(f"{operator} is no operation")
    return add({}, out, Fraction(-1)) if operator == "-" and len(terms) == 1 else out


def words(source: str) -> list[Any]:
    """Read a text as nested lists of words."""
    stack: list[list[Any]] = [[]]
    at = 0
    while at < len(source):
        match = TOKEN.match(source, at)
        if match is None:
            raise ValueError(f"{source[at : at + 20]!r} cannot be read")
        at = match.end()
        if match[1] == "(":
            stack.append([])
        elif match[1] == ")" and len(stack) > 1:
            done = stack.pop()
            stack[-1].append(done)
        elif match[1]:
            stack[-1].append(match[1])
    if len(stack) == 1 and ")" not in stack[0]:
        return stack[0]
    raise ValueError("brackets do not match")


def formula(word: Any, holds: bool = True) -> Formula:
    """Read a formula, or its opposite, with "not" moved inwards until it is gone."""
    if word in ("true", "false"):
        return ("and", []) if (word == "true") == holds else ("or", [])
    operator, *parts = word
    if operator == "not" and len(parts) == 1:
        return formula(parts[0], not holds)
    if operator in ("and", "or"):
        return "and" if (operator == "and") == holds else "or", [formula(part, holds) for part in parts]
    relation = COMPARED[operator][not holds]
    left, right = map(term, parts)
    return (relation.replace("<", ">"), add(right, left, Fraction(-1)) if "<" in relation else add(left, right, Fraction(-1)))


def facts_of(one: Formula) -> list[Formula]:
    """Give the parts of a conjunction, and a formula of another kind alone."""
    return [fact for part in one[1] for fact in facts_of(part)] if one[0] == "and" else [one]


def question(source: str) -> tuple[list[Formula], str]:
    """Read a script: its facts, and the answer that it expects."""
    facts, status, symbols, asked = list[Formula](), "", set[str](), 0
    for command in words(source):
        match command:
            case ["assert", word] if not asked:
                facts += facts_of(formula(word))
            case ["set-info", ":status", answer]:
                status = answer
            case ["check-sat"]:
                asked += 1
            case ["declare-const", name, "Real"] if name.strip("|") not in symbols:
                symbols.add(name.strip("|"))
            case ["set-info" | "set-logic", *_] | ["exit"]:
                pass
            case _:
                raise ValueError("the question has a command that is not read here, or declares a symbol twice")
    if asked == 1:
        return facts, status
    raise ValueError("the question is not asked exactly once")


def contradict(step: dict[str, Any], facts: dict[int, Formula]) -> None:
    """Check that facts contradict each other, as a certificate says; refuse it where it does not show that."""
    if "split" in step:
        kind, parts = facts[step["split"]]
        if kind != "or" or len(parts) != len(step["cases"]):
            raise ValueError("a fact is split that has no such cases")
        for part, case in zip(parts, step["cases"], strict=True):
            contradict(case, {**facts, **dict(enumerate(facts_of(part), len(facts)))})
    elif "cut" in step:
        p, cases = term(words(step["cut"])[0]), step["cases"]
        if {sign for relation in cases for sign in {">": "+", "=": "0", "<": "-", ">=": "+0", "<=": "-0"}[relation]} != set("+0-"):
            raise ValueError("a sign is left out")
        for relation, case in cases.items():
            turned = add({}, p, Fraction(-1)) if "<" in relation else p
            contradict(case, {**facts, len(facts): (relation.replace("<", ">"), turned)})
    elif "line" in step:
        along(step["line"], step["pieces"], facts)
    else:
        identity(step, facts)


def identity(step: dict[str, Any], facts: dict[int, Formula]) -> None:
    """Check that what is positive at every solution is zero as a polynomial."""
    total, positive = dict[Any, Fraction](), False
    for weight, places, *squared in step["sum"]:
        product: Polynomial = {(): Fraction(weight)} if Fraction(weight) > 0 else {}
        strict = bool(product) and not squared
        for k in places:
            relation, p = facts[k]
            if relation not in (">", ">=", "!="):
                raise ValueError("a fact is multiplied that says of no polynomial that it is not negative")
            product = multiply(product, multiply(p, p) if relation == "!=" else p)
            strict = strict and relation != ">="
        for p in [term(words(s)[0]) for s in squared]:
            product = multiply(product, multiply(p, p))
        total, positive = add(total, product), positive or strict
    for multiplier, k in step.get("zero", []):
        relation, p = facts[k]
        if relation != "=":
            raise ValueError("what is multiplied by any polynomial is no equation")
        total = add(total, multiply(term(words(multiplier)[0]), p))
    if total or not positive:
        raise ValueError("the sum is not zero, or nothing in it is positive")


def line(p: Polynomial, name: str) -> list[Fraction]:
    """Write a polynomial in one symbol by its coefficients, the constant first."""
    if any(other != name for powers in p for other, _ in powers):
        raise ValueError(f"a polynomial is not one in {name} alone")
    degrees = {sum(power for _, power in powers): c for powers, c in p.items()}
    return [degrees.get(k, Fraction(0)) for k in range(max(degrees, default=-1) + 1)]


def remainder(p: list[Fraction], q: list[Fraction]) -> list[Fraction]:
    """Give what remains when p is divided by q."""
    out = list(p)
    while len(out) >= len(q):
        ratio, shift = out[-1] / q[-1], len(out) - len(q)
        out = [c - ratio * q[k - shift] if k >= shift else c for k, c in enumerate(out)]
        while out and not out[-1]:
            out.pop()
    return out


def value(p: list[Fraction], x: Fraction | None, infinity: int) -> Fraction:
    """Give a value; at no point, the sign at plus or minus infinity."""
    if x is None:
        return (p[-1] * (infinity if len(p) % 2 == 0 else 1)) if p else Fraction(0)
    return sum((c * x**k for k, c in enumerate(p)), Fraction(0))


def roots_within(p: list[Fraction], low: Fraction | None, high: Fraction | None) -> int:
    """Count the roots of a polynomial in an open interval, by Sturm's theorem."""
    chain, changes = [p, [k * c for k, c in enumerate(p)][1:]], []
    while chain[-1]:
        chain.append([-c for c in remainder(chain[-2], chain[-1])])
    for x, infinity in ((low, -1), (high, 1)):  # multiple roots count once; the ends must be no roots
        signs = [v > 0 for v in (value(q, x, infinity) for q in chain[:-1]) if v]
        changes.append(sum(a != b for a, b in pairwise(signs)))
    return changes[0] - changes[1]


def along(name: str, pieces: list[Any], facts: dict[int, Formula]) -> None:
    """Check that closed intervals cover a line, and that in each of them a fact fails."""
    ends = [[None if end is None else Fraction(end) for end in piece[:2]] for piece in pieces]
    gaps = [a[1] is None or b[0] is None or b[0] > a[1] for a, b in pairwise(ends)]
    if any(gaps) or not ends or ends[0][0] is not None or ends[-1][1] is not None:
        raise ValueError("the line is not covered")
    for (low, high), (_, _, k) in zip(ends, pieces, strict=True):
        relation, polynomial = facts[k]
        p = line(polynomial, name) if relation in (">", ">=", "=") else []
        turned = low is not None and high is not None and low > high
        at_ends = [value(p, low, -1), value(p, high, 1)]
        if turned or not all(at_ends) or roots_within(p, low, high) or (relation != "=" and at_ends[0] > 0):
            raise ValueError("a fact does not fail all over an interval")


def satisfies(certificate: dict[str, Any], facts: list[Formula]) -> bool:
    """Whether a point, given by fractions or by polynomials in one root, satisfies facts."""
    of, low, high = certificate.get("root", ["t", "0", "0"])
    p, ends = line(term(words(of)[0]), "t"), [Fraction(low), Fraction(high)]
    if "root" in certificate and (ends[0] > ends[1] or value(p, ends[0], 1) * value(p, ends[1], 1) >= 0):
        raise ValueError("the polynomial of the root has no change of sign")
    point = {name: term(words(number)[0]) for name, number in certificate["point"].items()}

    def sign(q: Polynomial) -> int:
        total: Polynomial = {}
        for powers, c in q.items():
            product: Polynomial = {(): c}
            for name in (name for name, power in powers for _ in range(power)):
                product = multiply(product, point[name])
            total = add(total, product)
        reduced = remainder(line(total, "t"), p)
        for _ in range(400):
            bounds = [Fraction(0), Fraction(0)]
            for c in reversed(reduced):
                corners = [b * end for b in bounds for end in ends]
                bounds = [min(corners) + c, max(corners) + c]
            if not reduced or bounds[0] > 0 or bounds[1] < 0:
                return (bounds[0] > 0) - (bounds[1] < 0)
            middle = (ends[0] + ends[1]) / 2
            ends[value(p, ends[0], 1) * value(p, middle, 1) <= 0] = middle
        raise ValueError("a sign at the point cannot be seen")

    def true(fact: Formula) -> bool:
        if fact[0] in ("and", "or"):
            return (all if fact[0] == "and" else any)(true(part) for part in fact[1])
        return {">": (1,), ">=": (0, 1), "=": (0,), "!=": (-1, 1)}[fact[0]].count(sign(fact[1])) > 0

    return all(true(fact) for fact in facts)


def proves(source: str, certificate: dict[str, Any], expected: str) -> bool:
    """Whether a certificate proves the expected answer to a question."""
    try:
        facts, status = question(source)
        if status == expected == "sat":
            return satisfies(certificate, facts)
        if status == expected == "unsat":
            contradict(certificate, dict(enumerate(facts)))
            return True
    except (ValueError, LookupError, TypeError, AttributeError, ArithmeticError, RecursionError):
        pass
    return False


def main(folder: Path) -> int:
    """Check all certificates of a folder, and say how many decisions need no solver's word."""
    entries = json.loads((folder / "index.json").read_text(encoding="utf-8"))["decisions"]
    refused = certified = 0
    for entry in entries:
        if "proof" in entry:
            source, certificate = ((folder / Path(entry[key]).name).read_text(encoding="utf-8") for key in ("file", "proof"))
            holds = proves(source, json.loads(certificate), entry["expected"])
            certified, refused = certified + holds, refused + (not holds)
            print(*(() if holds else (f"REFUSED: {entry['proof']}\n",)), sep="", end="")
    print(f"{certified} of {len(entries)} decisions need no solver's word")
    return 1 if refused else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
