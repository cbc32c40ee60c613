"""Findings for people: comparative statics, verdicts on propositions, refusals of profiles, shares and differences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from itertools import groupby
from typing import TYPE_CHECKING, Any

from games.numbers import Number

from ..results import ClaimVerdict, Difference, FamilyStatic, Jump, Overlap, Refusal, Share, Shares, Statics
from . import words
from .elements import bold, named_rows, on_lines, small_print, table
from .wrapping import laid_out, prose, wrap

if TYPE_CHECKING:
    import pandas

MOVES = {"+": "rises", "-": "falls", "0": "stays", "mixed": "changes sign", "undecided": "undecided"}
IN_ALL = {**MOVES, "0": "does not change", "mixed": "depends on the equilibrium"}
JUMPS = {"+": "jumps up", "-": "jumps down", "0": "does not jump", "mixed": "moves at both ends", "undecided": "is undecided"}
ENDS = "Where a family leaves something open that matters, the lowest and the highest value are differentiated."


# ------------------------------------------------------------------ comparative statics


def statics_text(statics: Statics) -> str:
    """Write comparative statics, regime by regime and then wall by wall."""
    lines = [*wrap(statics.title), *wrap(f"{statics.game}: how {_named(statics)} moves with {statics.by}"), ""]
    for regime in statics.regimes:
        lines += wrap(f"{', '.join(regime.conditions) or 'everywhere'}: {IN_ALL[regime.sign]}", f"{regime.regime}  ", "    ")
        for row, names in _alike(regime.families):
            lines += [line for name in names for line in wrap(name, "    ", "      ")]
            lines += laid_out(list(_static(row, statics.by)), "        ")
        lines.append("")
    if statics.jumps:
        lines += prose("At the walls, over the equilibria that coexist on each side:")
        for _, group in groupby(statics.jumps, key=lambda jump: jump.wall):
            for jump in group:
                lines += wrap(_jump(jump, statics.by), "  ", "    ")
        lines.append("")
    return "\n".join([*lines, *(line for note in _statics_notes(statics) for line in prose(note))])


def _named(statics: Statics) -> str:
    return {"outcome": f"the chance of {statics.of}", "payoff": f"the payoff of {statics.of}", "measure": f"the measure {statics.of}"}.get(
        statics.kind, f"the probability of {statics.of}"
    )


def _alike(rows: Iterable[FamilyStatic]) -> list[tuple[FamilyStatic, list[str]]]:
    """Rows that say the same, with the families of which they say it."""
    out: dict[Any, tuple[FamilyStatic, list[str]]] = {}
    for row in rows:
        key = (row.end, row.where, words.full(row.quantity) if row.quantity is not None else "", row.sign, row.proof)
        out.setdefault(key, (row, []))[1].append(row.family)
    return list(out.values())


def _static(row: FamilyStatic, by: str) -> Iterator[tuple[str, str]]:
    what = f"{row.end} value" if row.end else "is"
    if row.quantity is not None:
        yield what, words.full(row.quantity) + (f" where {', '.join(row.where)}" if row.where else "")
    if row.derivative is not None and row.derivative != 0:
        yield f"d/d{by}", words.full(row.derivative)
    yield MOVES[row.sign], row.proof
    for at, value in row.evidence:
        yield "at", f"{words.values(at)}: {words.brief(value)}"


def _jump(jump: Jump, by: str) -> str:
    way = f" as {by} rises" if jump.rising else ""
    sentence = f"{jump.wall}, from {jump.before} to {jump.after}{way}: the range {JUMPS[jump.sign]}"
    if jump.sign == "0":
        return sentence
    ends = [f"its {name} end {end.proof}" for name, end in (("lowest", jump.lowest), ("highest", jump.highest)) if end.sign != "0"]
    return f"{sentence}; {'; '.join(ends)}"


def _statics_notes(statics: Statics) -> Iterator[str]:
    if any(row.end for regime in statics.regimes for row in regime.families):
        yield ENDS
    yield "Every sign is proved all over its regime or wall; where it changes, two points show that."
    if statics.found != "all":
        yield "The search was not exhaustive: there may be further equilibria."


def statics_frame(statics: Statics) -> pandas.DataFrame:
    """Tabulate comparative statics."""
    import pandas as pd

    rows = [
        (regime.regime, row.family, row.end, row.quantity, row.derivative, row.sign, row.proof)
        for regime in statics.regimes
        for row in regime.families
    ]
    return pd.DataFrame(rows, columns=["regime", "family", "end", "quantity", "derivative", "sign", "proof"], dtype=object)


def statics_html(statics: Statics) -> str:
    """Write comparative statics for a notebook."""
    rows = []
    for regime in statics.regimes:
        for k, (row, names) in enumerate(_alike(regime.families)):
            first = [f"{bold(regime.regime)} {IN_ALL[regime.sign]}<br>{escape(', '.join(regime.conditions))}"] if k == 0 else [""]
            lines = on_lines(f"{name} {value}" for name, value in _static(row, statics.by))
            rows.append([*first, on_lines(names), lines])
    walls = [[escape(_jump(jump, statics.by))] for jump in statics.jumps]
    title = f"{bold(statics.title)}<br>how {escape(_named(statics))} moves with {escape(statics.by)}"
    return _page(title, [table(("regime", "equilibria", "what"), rows), table(("walls",), walls)], _statics_notes(statics))


# ------------------------------------------------------------------ propositions


def claim_text(verdict: ClaimVerdict) -> str:
    """Write a verdict."""
    return "\n".join([*wrap(verdict.title), "", *wrap(_verdict(verdict)), *laid_out(list(_claim_rows(verdict)), "")])


def _verdict(verdict: ClaimVerdict) -> str:
    sentences = {
        "in every equilibrium": "True in every equilibrium, wherever the conditions hold.",
        "in some equilibrium": "True in some equilibrium, but not in every one, wherever the conditions hold.",
        "no": "False: at the point below the conditions hold and no equilibrium is as claimed.",
        "undecided": "Undecided: neither proved nor refuted.",
    }
    return sentences[verdict.holds]


def _claim_rows(verdict: ClaimVerdict) -> Iterator[tuple[str, str]]:
    yield "claim", "; ".join(verdict.claimed)
    yield "if", ", ".join(verdict.conditions) or "always"
    if verdict.counterexample is not None:
        yield "fails at", words.values(verdict.counterexample)
    elif verdict.exception is not None:
        yield "not in every", f"at {words.values(verdict.exception)}"
    for name, where in (("some", verdict.some), ("every", verdict.every)):
        yield f"in {name}", f"exactly where {', '.join(where)}" if where not in ((), ("never",)) else "nowhere" if where else "everywhere"
    for regime in verdict.regimes:
        if regime.met is not False:
            yield regime.regime, regime.holds if regime.met else "undecided whether the conditions hold somewhere"
    for sentence in verdict.walls:
        yield "walls", sentence


def claim_frame(verdict: ClaimVerdict) -> pandas.DataFrame:
    """Tabulate a verdict, family by family."""
    import pandas as pd

    rows = [
        (regime.regime, regime.met, regime.holds, family, status)
        for regime in verdict.regimes
        for family, status in regime.families.items()
    ]
    return pd.DataFrame(rows, columns=["regime", "conditions met", "holds", "family", "as claimed"], dtype=object)


def claim_html(verdict: ClaimVerdict) -> str:
    """Write a verdict for a notebook."""
    title = f"{bold(verdict.title)}<br>{escape(_verdict(verdict))}"
    return _page(title, [named_rows(_claim_rows(verdict))], [])


# ------------------------------------------------------------------ why not


def refusal_text(refusal: Refusal) -> str:
    """Write why a profile is an equilibrium, or is none."""
    return "\n".join([*wrap(words.is_equilibrium(refusal)), *laid_out(list(_refusal_rows(refusal)), "")])


def _refusal_rows(refusal: Refusal) -> Iterator[tuple[str, str]]:
    yield "why", refusal.reason
    if refusal.follows is not None and refusal.deviates is not None:
        yield "who", f"{refusal.player} at {refusal.infoset}"
        yield (
            "inequality",
            f"{refusal.better} brings {words.full(refusal.deviates)} > {words.full(refusal.follows)}, which {refusal.played} brings",
        )
        believed = [f"{history} {words.full(p)}" for history, p in refusal.belief.items() if p != 0]
        yield "belief", ", ".join(believed)
    for player, infoset, condition in refusal.conflict:
        yield "conflict", f"{player} at {infoset}: {condition}"


def refusal_html(refusal: Refusal) -> str:
    """Write a refusal for a notebook."""
    return _page(escape(words.is_equilibrium(refusal)), [named_rows(_refusal_rows(refusal))], [])


# ------------------------------------------------------------------ shares


def shares_text(shares: Shares) -> str:
    """Write shares, regimes and then sets of families."""
    lines = [*wrap(f"{shares.game}: shares of the prior, {'exact' if shares.exact else 'approximate'}; {shares.method}"), ""]
    lines += laid_out([(name, _share(share)) for name, share in shares.regimes.items()], "")
    lines += laid_out([("outside", _share(shares.outside))], "") if _number(shares.outside.share) else []
    lines += ["", "Equilibria that coexist:"]
    for names, share in shares.families.items():
        amount = f"  {_share(share)}  "
        indent = " " * len(amount)
        for k, name in enumerate(names or ("none",)):
            lines += wrap(name, indent if k else amount, indent + "  ")
    return "\n".join(lines)


def _share(share: Share) -> str:
    return words.full(share.share) + (f" +- {share.error:.1g}" if share.error else "")


def _number(share: Number | float) -> float:
    return float(share)


def shares_frame(shares: Shares) -> pandas.DataFrame:
    """Tabulate shares: regime, share, standard error."""
    import pandas as pd

    rows = [(name, share.share, share.error) for name, share in (*shares.regimes.items(), ("outside", shares.outside))]
    return pd.DataFrame(rows, columns=["regime", "share", "standard error"], dtype=object)


def shares_html(shares: Shares) -> str:
    """Write shares for a notebook."""
    rows = [[bold(name), escape(_share(share))] for name, share in shares.regimes.items()]
    more = [[on_lines(names), escape(_share(share))] for names, share in shares.families.items()]
    title = f"{bold(shares.game)}<br>{escape(shares.method)}"
    return _page(title, [table(("regime", "share"), rows), table(("equilibria that coexist", "share"), more)], [])


# ------------------------------------------------------------------ differences


def difference_text(difference: Difference) -> str:
    """Write what a change of the model changed."""
    lines = [*wrap(f"From {difference.here} to {difference.there}, in {', '.join(difference.shared) or 'no shared parameter'}"), ""]
    for overlap in difference.overlaps:
        lines += wrap(", ".join(overlap.conditions) or "everywhere", f"{overlap.here} and {overlap.there}  ", "    ")
        lines += laid_out(list(_overlap(overlap)), "    ")
    lines += [line for note in _difference_notes(difference) for line in prose(note)]
    return "\n".join(lines)


SAME = {"families": "the same equilibria", "outcomes": "the same outcome distributions", "no": "differs"}


def _overlap(overlap: Overlap) -> Iterator[tuple[str, str]]:
    yield SAME[overlap.same], f"at {words.values(overlap.sample)}"
    yield from (("gone", name) for name in overlap.gone)
    yield from (("new", name) for name in overlap.new)
    for label, (before, after) in overlap.outcomes.items():
        yield label, f"{words.span(*before)} becomes {words.span(*after)}"


def _difference_notes(difference: Difference) -> Iterator[str]:
    if difference.only_here is not None:
        yield f"Only the first is defined at {words.values(difference.only_here)}."
    if difference.only_there is not None:
        yield f"Only the second is defined at {words.values(difference.only_there)}."
    for pair in difference.undecided:
        yield f"Undecided whether they overlap: {pair}."


def difference_frame(difference: Difference) -> pandas.DataFrame:
    """Tabulate a difference: a row for each overlap."""
    import pandas as pd

    rows = [
        (
            overlap.here,
            overlap.there,
            ", ".join(overlap.conditions),
            overlap.same,
            "; ".join(overlap.gone),
            "; ".join(overlap.new),
            words.values(overlap.sample),
        )
        for overlap in difference.overlaps
    ]
    return pd.DataFrame(rows, columns=["here", "there", "conditions", "same", "gone", "new", "at"], dtype=object)


def difference_html(difference: Difference) -> str:
    """Write a difference for a notebook."""
    rows = [
        [
            escape(f"{overlap.here} and {overlap.there}"),
            on_lines(overlap.conditions),
            on_lines(f"{name}: {content}" for name, content in _overlap(overlap)),
        ]
        for overlap in difference.overlaps
    ]
    title = bold(f"From {difference.here} to {difference.there}")
    return _page(title, [table(("regimes", "where", "what"), rows)], _difference_notes(difference))


# ------------------------------------------------------------------ elements


def _page(title: str, parts: Iterable[str], notes: Iterable[str]) -> str:
    return f"<div><p>{title}</p>{''.join(parts)}{small_print(notes)}</div>"
