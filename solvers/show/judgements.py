"""Findings for people: comparative statics, verdicts on propositions, refusals of profiles, shares and differences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from itertools import groupby
from typing import TYPE_CHECKING, Any

from games.numbers import Number

from ..results import ClaimVerdict, Difference, FamilyStatic, Jump, Overlap, Refusal, Share, Shares, Statics
from . import words
from .wrapping import laid_out, wrap

if TYPE_CHECKING:
    import pandas

MOVES = {"+": "rises", "-": "falls", "0": "stays", "mixed": "changes sign", "undecided": "undecided"}
IN_ALL = {**MOVES, "mixed": "depends on the equilibrium"}
JUMPS = {"+": "jumps up", "-": "jumps down", "0": "does not jump", "mixed": "moves at both ends", "undecided": "is undecided"}
ENDS = "Where a family leaves something open that matters, the lowest and the highest value are differentiated."


# ------------------------------------------------------------------ comparative statics


def statics_text(found: Statics) -> str:
    """Write comparative statics, regime by regime and then wall by wall."""
    lines = [*wrap(found.title), *wrap(f"{found.game}: how {_named(found)} moves with {found.by}"), ""]
    for regime in found.regimes:
        lines += wrap(", ".join(regime.conditions) or "everywhere", f"{regime.regime}  {IN_ALL[regime.sign]}: ", "    ")
        for row, names in _alike(regime.families):
            lines += [*wrap("; ".join(names), "    ", "      "), *laid_out(list(_static(row, found.by)), "      ")]
        lines.append("")
    if found.jumps:
        lines += ["At the walls, over the equilibria that coexist on each side:"]
        for _, group in groupby(found.jumps, key=lambda jump: jump.wall):
            for jump in group:
                lines += wrap(_jump(jump, found.by), "  ", "    ")
        lines.append("")
    return "\n".join([*lines, *(line for said in _statics_notes(found) for line in wrap(said))])


def _named(found: Statics) -> str:
    return {"outcome": f"the chance of {found.of}", "payoff": f"the payoff of {found.of}", "measure": f"the measure {found.of}"}.get(
        found.kind, f"the probability of {found.of}"
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
    said = f"{jump.wall}, from {jump.before} to {jump.after}{way}: the range {JUMPS[jump.sign]}"
    if jump.sign == "0":
        return said
    ends = [f"its {name} end {end.proof}" for name, end in (("lowest", jump.lowest), ("highest", jump.highest)) if end.sign != "0"]
    return f"{said}; {'; '.join(ends)}"


def _statics_notes(found: Statics) -> Iterator[str]:
    if any(row.end for regime in found.regimes for row in regime.families):
        yield ENDS
    yield "A sign is proved all over its regime or wall; one that depends comes with two points."
    if found.found != "all":
        yield "The search was not exhaustive: there may be further equilibria."


def statics_frame(found: Statics) -> pandas.DataFrame:
    """Tabulate comparative statics."""
    import pandas as pd

    rows = [
        (regime.regime, row.family, row.end, row.quantity, row.derivative, row.sign, row.proof)
        for regime in found.regimes
        for row in regime.families
    ]
    return pd.DataFrame(rows, columns=["regime", "family", "end", "quantity", "derivative", "sign", "proof"], dtype=object)


def statics_html(found: Statics) -> str:
    """Write comparative statics for a notebook."""
    rows = []
    for regime in found.regimes:
        for k, (row, names) in enumerate(_alike(regime.families)):
            first = [f"<b>{escape(regime.regime)}</b> {IN_ALL[regime.sign]}<br>{escape(', '.join(regime.conditions))}"] if k == 0 else [""]
            said = "<br>".join(escape(f"{name} {value}") for name, value in _static(row, found.by))
            rows.append([*first, escape("; ".join(names)), said])
    walls = [[escape(_jump(jump, found.by))] for jump in found.jumps]
    title = f"<b>{escape(found.title)}</b><br>how {escape(_named(found))} moves with {escape(found.by)}"
    return _page(title, [_table(("regime", "equilibria", "what"), rows), _table(("walls",), walls)], _statics_notes(found))


# ------------------------------------------------------------------ propositions


def claim_text(found: ClaimVerdict) -> str:
    """Write a verdict."""
    return "\n".join([*wrap(found.title), "", *wrap(_verdict(found)), *laid_out(list(_claim_rows(found)), "")])


def _verdict(found: ClaimVerdict) -> str:
    said = {
        "in every equilibrium": "True in every equilibrium, wherever the conditions hold.",
        "in some equilibrium": "True in some equilibrium, but not in every one, wherever the conditions hold.",
        "no": "False: at the point below the conditions hold and no equilibrium is as claimed.",
        "undecided": "Undecided: neither proved nor refuted.",
    }
    return said[found.holds]


def _claim_rows(found: ClaimVerdict) -> Iterator[tuple[str, str]]:
    yield "claim", "; ".join(found.claimed)
    yield "if", ", ".join(found.conditions) or "always"
    if found.counterexample is not None:
        yield "fails at", words.values(found.counterexample)
    elif found.exception is not None:
        yield "not in every", f"at {words.values(found.exception)}"
    for name, where in (("some", found.some), ("every", found.every)):
        yield f"in {name}", f"exactly where {', '.join(where)}" if where not in ((), ("never",)) else "nowhere" if where else "everywhere"
    for one in found.regimes:
        if one.met is not False:
            yield one.regime, one.holds if one.met else "undecided whether the conditions hold somewhere"
    for said in found.walls:
        yield "walls", said


def claim_frame(found: ClaimVerdict) -> pandas.DataFrame:
    """Tabulate a verdict, family by family."""
    import pandas as pd

    rows = [(one.regime, one.met, one.holds, family, said) for one in found.regimes for family, said in one.families.items()]
    return pd.DataFrame(rows, columns=["regime", "conditions met", "holds", "family", "as claimed"], dtype=object)


def claim_html(found: ClaimVerdict) -> str:
    """Write a verdict for a notebook."""
    title = f"<b>{escape(found.title)}</b><br>{escape(_verdict(found))}"
    return _page(title, [_pairs(_claim_rows(found))], [])


# ------------------------------------------------------------------ why not


def refusal_text(found: Refusal) -> str:
    """Write why a profile is an equilibrium, or is none."""
    return "\n".join([*wrap(words.is_equilibrium(found)), *laid_out(list(_refusal_rows(found)), "")])


def _refusal_rows(found: Refusal) -> Iterator[tuple[str, str]]:
    yield "why", found.reason
    if found.follows is not None and found.deviates is not None:
        yield "who", f"{found.player} at {found.infoset}"
        yield "inequality", f"{found.better} brings {words.full(found.deviates)} > {words.full(found.follows)}, which {found.played} brings"
        believed = [f"{history} {words.full(p)}" for history, p in found.belief.items() if p != 0]
        yield "belief", ", ".join(believed)
    for player, infoset, condition in found.conflict:
        yield "conflict", f"{player} at {infoset}: {condition}"


def refusal_html(found: Refusal) -> str:
    """Write a refusal for a notebook."""
    return _page(escape(words.is_equilibrium(found)), [_pairs(_refusal_rows(found))], [])


# ------------------------------------------------------------------ shares


def shares_text(found: Shares) -> str:
    """Write shares, regimes and then sets of families."""
    lines = [*wrap(f"{found.game}: shares of the prior, {'exact' if found.exact else 'approximate'}; {found.method}"), ""]
    lines += laid_out([(name, _share(one)) for name, one in found.regimes.items()], "")
    lines += laid_out([("outside", _share(found.outside))], "") if _number(found.outside.share) else []
    lines += ["", "Equilibria that coexist:"]
    for names, one in found.families.items():
        lines += [*wrap("; ".join(names) or "none", f"  {_share(one)}  ", "    ")]
    return "\n".join(lines)


def _share(one: Share) -> str:
    return words.full(one.share) + (f" +- {one.error:.1g}" if one.error else "")


def _number(share: Number | float) -> float:
    return float(share)


def shares_frame(found: Shares) -> pandas.DataFrame:
    """Tabulate shares: regime, share, standard error."""
    import pandas as pd

    rows = [(name, one.share, one.error) for name, one in (*found.regimes.items(), ("outside", found.outside))]
    return pd.DataFrame(rows, columns=["regime", "share", "standard error"], dtype=object)


def shares_html(found: Shares) -> str:
    """Write shares for a notebook."""
    rows = [[f"<b>{escape(name)}</b>", escape(_share(one))] for name, one in found.regimes.items()]
    more = [[escape("; ".join(names)), escape(_share(one))] for names, one in found.families.items()]
    title = f"<b>{escape(found.game)}</b><br>{escape(found.method)}"
    return _page(title, [_table(("regime", "share"), rows), _table(("equilibria that coexist", "share"), more)], [])


# ------------------------------------------------------------------ differences


def difference_text(found: Difference) -> str:
    """Write what a change of the model changed."""
    lines = [*wrap(f"From {found.here} to {found.there}, in {', '.join(found.shared) or 'no shared parameter'}"), ""]
    for one in found.overlaps:
        lines += wrap(", ".join(one.conditions) or "everywhere", f"{one.here} and {one.there}  ", "    ")
        lines += laid_out(list(_overlap(one)), "    ")
    lines += [line for said in _difference_notes(found) for line in wrap(said)]
    return "\n".join(lines)


SAME = {"families": "the same equilibria", "outcomes": "the same outcome distributions", "no": "differs"}


def _overlap(one: Overlap) -> Iterator[tuple[str, str]]:
    yield SAME[one.same], f"at {words.values(one.sample)}"
    if one.gone:
        yield "gone", "; ".join(one.gone)
    if one.new:
        yield "new", "; ".join(one.new)
    for label, (before, after) in one.outcomes.items():
        yield label, f"{words.span(*before)} becomes {words.span(*after)}"


def _difference_notes(found: Difference) -> Iterator[str]:
    if found.only_here is not None:
        yield f"Only the first is defined at {words.values(found.only_here)}."
    if found.only_there is not None:
        yield f"Only the second is defined at {words.values(found.only_there)}."
    for said in found.undecided:
        yield f"Undecided whether they overlap: {said}."


def difference_frame(found: Difference) -> pandas.DataFrame:
    """Tabulate a difference: a row for each overlap."""
    import pandas as pd

    rows = [
        (o.here, o.there, ", ".join(o.conditions), o.same, "; ".join(o.gone), "; ".join(o.new), words.values(o.sample))
        for o in found.overlaps
    ]
    return pd.DataFrame(rows, columns=["here", "there", "conditions", "same", "gone", "new", "at"], dtype=object)


def difference_html(found: Difference) -> str:
    """Write a difference for a notebook."""
    rows = [
        [
            escape(f"{o.here} and {o.there}"),
            "<br>".join(map(escape, o.conditions)),
            "<br>".join(escape(f"{a}: {b}") for a, b in _overlap(o)),
        ]
        for o in found.overlaps
    ]
    title = f"<b>{escape(f'From {found.here} to {found.there}')}</b>"
    return _page(title, [_table(("regimes", "where", "what"), rows)], _difference_notes(found))


# ------------------------------------------------------------------ elements


def _page(title: str, parts: Iterable[str], notes: Iterable[str]) -> str:
    said = "<br>".join(map(escape, notes))
    return f"<div><p>{title}</p>{''.join(parts)}{f'<p><small>{said}</small></p>' if said else ''}</div>"


def _pairs(rows: Iterable[tuple[str, str]]) -> str:
    return _table((), [[f"<b>{escape(name)}</b>", escape(said)] for name, said in rows if said])


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table of cells that have been escaped already."""
    style = ' style="text-align: left; vertical-align: top"'
    body = "".join(f"<tr>{''.join(f'<td{style}>{cell}</td>' for cell in row)}</tr>" for row in rows)
    top = f"<thead><tr>{''.join(f'<th{style}>{name}</th>' for name in head)}</tr></thead>" if head else ""
    return f"<table>{top}<tbody>{body}</tbody></table>" if body else ""
