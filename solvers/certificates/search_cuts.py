"""The cuts of a search as questions: supports that no belief makes best, contradictions, labels that do not exist."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from games.numbers import polynomials

from ..algebra.ring import Polynomial, key
from ..search.journal import Conflict, Cut, Unfit, Unlabelled, Untenable
from .questions import Decision, Pattern, Questions
from .smtlib import Language


def cut_decisions(questions: Questions, cuts: Iterable[Cut]) -> Iterator[Decision]:
    """Every cut once, with all the places at which it was made."""
    alike: dict[Any, list[Cut]] = {}
    for cut in cuts:
        alike.setdefault(_name(cut), []).append(cut)
    for several in alike.values():
        patterns = tuple({str(p): p for p in (questions.pattern(cut.supports, cut.beliefs) for cut in several)}.values())
        match several[0]:
            case Unfit() as cut:
                yield unfit(questions, cut, patterns)
            case Conflict() as cut:
                yield conflict(questions, cut, patterns)
            case Unlabelled() as cut:
                yield unlabelled(questions, cut, patterns)
            case Untenable() as cut:
                yield untenable(questions, cut, patterns)


def _name(cut: Cut) -> Any:
    match cut:
        case Unlabelled(rows=rows):
            return frozenset((tuple(d), r) for d, r in rows)
        case Conflict(atoms=atoms) | Untenable(atoms=atoms):
            return type(cut), frozenset((key(a.polynomial), a.relation) for a in atoms)
    return id(cut)


def unfit(questions: Questions, cut: Unfit, patterns: tuple[Pattern, ...]) -> Decision:
    """No belief makes a support best."""
    view, s, supports = questions.view, cut.infoset, cut.supports
    nodes = cut.beliefs.get(s, tuple(view.members[s]))
    exact, first = s in cut.beliefs, supports[s][0]
    weights = [questions.ring.gen(f"w.{j}") for j in range(len(nodes) - 1)]
    weights.append(questions.ring.one - sum(weights, questions.ring.zero))
    compared: list[tuple[Polynomial, str, str]] = []
    surfaces: list[Polynomial] = []
    for a in range(view.actions[s]):
        gains = [view.advantage(n, first, a, supports) for n in nodes]
        alike = all(g == gains[0] for g in gains[1:])
        total = gains[0] if alike else sum((w * g for w, g in zip(weights, gains, strict=True)), questions.ring.zero)
        if a == first or not total:
            continue
        used_action, other_action = questions.game.set_actions[s][first], questions.game.set_actions[s][a]
        note = f"{used_action} is as good as {other_action}" if a in supports[s] else f"{used_action} is at least as good as {other_action}"
        compared.append((total, "=" if a in supports[s] else ">=", note))
        if alike and questions.generic and questions.ring.parametric(total):
            surfaces.append(total)
    used = {name for p, _, _ in compared for name in questions.ring.variables(p)}
    weighed = [name for name, unknown in view.unknowns.items() if unknown.kind == "weight"]
    language = questions.language.calling({f"w.{j}": f"belief in {questions.game.history(n)}" for j, n in enumerate(nodes)})
    beliefs = [(w, ">" if exact else ">=", "beliefs") for w in weights] if any(w in used for w in weighed) else []
    comparisons = [language.comparison(p, relation, note) for p, relation, note in (*beliefs, *compared)]
    below = {j: x for j, x in supports.items() if j != s and view.actions[j] > 1}
    when = f", when what follows is {questions.play(below)}" if below else ""
    exactly = f" that holds exactly {', '.join(map(questions.game.history, nodes))} possible" if exact and len(view.members[s]) > 1 else ""
    return Decision(
        "unfit",
        f"{questions.place(s)}: no belief{exactly} makes {questions.actions(s, supports[s])} best{when}.",
        "unsat",
        (*questions.domain(used), *questions.mixing(supports, used), *comparisons, *questions.off(surfaces)),
        "completeness: supports that are left out",
        patterns,
    )


def conflict(questions: Questions, cut: Conflict, patterns: tuple[Pattern, ...]) -> Decision:
    """The conditions of supports on the parameters contradict each other."""
    used = {name for a in cut.atoms for name in questions.ring.variables(a.polynomial)}
    strictly = ", inequalities taken strictly, as a generic search does," if questions.generic else ""
    return Decision(
        "conflict",
        f"What these supports ask of the parameters alone{strictly} holds nowhere in the domain. First met with this play: "
        f"{questions.play(cut.supports)}.",
        "unsat",
        (*questions.domain(used), *(questions.atom(a, "asked of the parameters") for a in cut.atoms)),
        "completeness: supports that are left out",
        patterns,
    )


def untenable(questions: Questions, cut: Untenable, patterns: tuple[Pattern, ...]) -> Decision:
    """No belief about where a closed part of the game is entered makes what is played there best."""
    used = {name for a in cut.atoms for name in questions.ring.variables(a.polynomial)}
    surfaces = [a.polynomial for a in cut.atoms if questions.generic and a.relation == "=" and questions.ring.parametric(a.polynomial)]
    histories = [", ".join(map(questions.game.history, nodes)) for nodes in cut.entries]
    language = questions.language.calling({f"e.{k}": f"weight of {places}" for k, places in enumerate(histories)})
    strictly = ", what is asked of the parameters alone taken strictly, as a generic search does" if questions.generic else ""
    return Decision(
        "part",
        f"No belief about where the part of the game after {' or '.join(histories) or 'its start'} is entered makes all that is played "
        f"in it best{strictly}. First met with this play: {questions.play(cut.supports)}.",
        "unsat",
        (
            *questions.domain(used),
            *questions.mixing(cut.supports, used),
            *(language.comparison(a.polynomial, a.relation, "asked in this part") for a in cut.atoms),
            *questions.off(surfaces),
        ),
        "completeness: supports that are left out",
        patterns,
    )


def unlabelled(questions: Questions, cut: Unlabelled, patterns: tuple[Pattern, ...]) -> Decision:
    """No labels bring about belief supports."""
    actions = sorted({x for difference, _ in cut.rows for x, _ in difference})
    ring = polynomials(tuple(f"l{k}" for k in range(len(actions))))
    label = {x: ring.gen(k) for k, x in enumerate(actions)}
    language = Language(
        {f"l{k}": f"label of {questions.game.set_actions[s][a]} by {questions.place(s)}" for k, (s, a) in enumerate(actions)}
    )
    comparisons = [language.comparison(label[x] - 1, ">=", "labels of unused actions") for x in actions]
    for difference, relation in cut.rows:
        total = sum((v * label[x] for x, v in difference), ring.constant(0))
        if relation == "=":
            comparisons.append(language.comparison(total, "=", "equally likely, both believed possible"))
        else:
            comparisons.append(language.comparison(total - 1, ">=", "less likely, believed impossible"))
    return Decision(
        "labels",
        f"No trembles make exactly these the most likely histories of their sets. {questions.belief_supports(cut.beliefs)}. "
        f"First met with this play: {questions.play(cut.supports)}.",
        "unsat",
        tuple(comparisons),
        "completeness: belief supports that are left out",
        patterns,
    )
