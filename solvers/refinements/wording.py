"""Findings in words: who is ruled out, by which reply, and what follows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from games.labels import apart
from games.numbers import Number, text

from .criteria import Deletion, Finding
from .deviations import Plan
from .form import Form

Response = dict[str, dict[str, Number]]


def deleted(form: Form, findings: Sequence[Finding]) -> tuple[tuple[tuple[str, str], ...], tuple[Response, ...]]:
    """Name the deleted pairs of type and message, and the reply that separates each."""
    pairs, responses = [], []
    for finding in findings:
        for deletion in finding.deletions:
            pairs.append((form.type_label(form.types[finding.unsent.types[deletion.type]]), finding.unsent.message.label))
            responses.append(response(form, finding, deletion.response))
    return tuple(pairs), tuple(responses)


def response(form: Form, finding: Finding, mixture: Mapping[Plan, Any]) -> Response:
    """Write a mixture of plans as a behaviour at each of the receiver's sets."""
    behaviour: Response = {}
    for k, s in enumerate(finding.unsent.message.replies if mixture else ()):
        row: dict[str, Fraction] = dict.fromkeys(form.game.set_actions[s], Fraction(0))
        for plan, p in mixture.items():
            row[form.game.set_actions[s][plan[k]]] += _fraction(p)
        behaviour[form.game.set_labels[s]] = {**row}
    return behaviour


def _fraction(p: Any) -> Fraction:
    return Fraction(p) if isinstance(p, int) else Fraction(int(p.p), int(p.q))


def reason(form: Form, findings: Sequence[Finding]) -> str:
    """Say what a criterion finds, in one or two sentences."""
    failing = [f for f in findings if not f.passes]
    if failing:
        return " ".join(_failing(form, f) for f in failing[:1])
    telling = [f for f in findings if f.deletions]
    if not findings:
        return "Every message is sent, so that there is nothing to refine."
    if not telling:
        return f"No type is ruled out after {_list(repr(f.unsent.message.label) for f in findings)}; the outcome stands."
    return f"{' '.join(_ruled_out(form, f) for f in telling)} The outcome stands."


def _failing(form: Form, finding: Finding) -> str:
    message, names = finding.unsent.message.label, _names(form)
    ruled_out = _ruled_out(form, finding)
    if not finding.beliefs:
        return f"{ruled_out} No belief after {message!r} is what every better equilibrium makes of it."
    gainer = "some type gains" if finding.gainer is None else f"{names[finding.unsent.types[finding.gainer]]} gains"
    then = f"{ruled_out} Then" if ruled_out else f"After {message!r}"
    return f"{then} {gainer} by every best reply to the beliefs that are left."


def _ruled_out(form: Form, finding: Finding) -> str:
    names, message = _names(form), finding.unsent.message.label
    clauses = [_deletion(form, finding, d, names) for d in finding.deletions]
    return f"After {message!r} {'; '.join(clauses)}." if clauses else ""


def _deletion(form: Form, finding: Finding, deletion: Deletion, names: Sequence[str]) -> str:
    who = names[finding.unsent.types[deletion.type]]
    mixture = _mix(form, response(form, finding, deletion.response))
    if not deletion.keener:
        return f"{who} is ruled out: {deletion.why}{f' (the best for it is {mixture})' if mixture else ''}"
    keener = _list((names[finding.unsent.types[t]] for t in deletion.keener), "or")
    alone = "one of these" if len(deletion.keener) > 1 else keener
    apart = f", and by {mixture} only {alone} does" if mixture else ""
    return f"{who} is ruled out: whenever it is {deletion.willing}, {keener} gains{apart}"


def _names(form: Form) -> list[str]:
    return [f"type {label}" for label in apart([form.type_label(s) for s in form.types])]


def _mix(form: Form, behaviour: Response) -> str:
    mixes = []
    for label, row in behaviour.items():
        used = {action: p for action, p in row.items() if p}
        mix = next(iter(used)) if len(used) == 1 else ", ".join(f"{action} {text(p)}" for action, p in used.items())
        mixes.append(f"{mix} at {label}" if len(behaviour) > 1 else mix)
    return " and ".join(mixes)


def _list(items: Iterable[str], last: str = "and") -> str:
    listed = list(items)
    return listed[0] if len(listed) == 1 else f"{', '.join(listed[:-1])} {last} {listed[-1]}"
