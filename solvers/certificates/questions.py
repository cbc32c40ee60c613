"""The decisions of a search and of a map, each as a question that others can put to a solver of their own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from games import GameError
from games.numbers import Expression, text

from ..algebra.ring import Polynomial, key
from ..algebra.sign_oracle import Atom, Oracle
from ..closed_forms.solving import Piece, SolvedBase
from ..search.bases import Base
from ..search.tree_polynomials import Supports, View
from .numbered_roots import numbered_root_formulas
from .smtlib import Formula, Language, all_of, none_of, one_of

ASSUMED = "assumed of the parameters"
DEGENERATE = "off surfaces in parameter space, where Sturm's chain does not tell the number of a root"

Pattern = Mapping[str, Mapping[str, Sequence[str]]]

KINDS = {
    "unfit": "a set's support that no belief makes best, so that every base with it is left out",
    "part": "supports in a closed part of the game that no belief about where it is entered makes best together",
    "conflict": "supports whose conditions on the parameters contradict each other",
    "labels": "belief supports that no trembles bring about (a linear programme in labels)",
    "empty": "a base (action supports with belief supports) that holds no equilibrium",
    "sound": "closed forms that satisfy every condition of their base where the family exists",
    "only": "a base that holds no equilibria but those listed",
    "given": "signs that a refinement takes as given: of denominators, and of advantages over what is never best or never played",
    "mixture": "which mixtures of beliefs or of replies there are after a message that a family leaves unsent, and which not",
    "stands": "that the map lists a family where, and only where, its outcome stands under the refinement",
    "holds": "a condition of a family that holds throughout a regime",
    "absent": "a family that exists in no regime but those that list it",
    "exists": "a base that holds an equilibrium at a regime's sample point",
    "regime": "a regime that is not empty",
    "void": "signs of walls that no point of the domain has",
    "cover": "the regimes and the walls, which together are the whole domain",
    "sign": "a polynomial in the parameters that has one sign on the whole domain",
}


@dataclass(frozen=True)
class Decision:
    """One decision: what it says, and the formulas whose conjunction decides it.

    Parameters
    ----------
    kind : str
        One of `KINDS`.
    says : str
        In words.
    expected : {"unsat", "sat", "unknown"}
        The answer on which the map rests; "unknown" where no method decided.
    assertions : tuple of Formula
        Their conjunction is the question.
    needed_for : str
        What on the map rests on it, in words.
    patterns : tuple of dict
        The supports and belief supports that it speaks of, by set, in labels.
    """

    kind: str
    says: str
    expected: str
    assertions: tuple[Formula, ...]
    needed_for: str
    patterns: tuple[Pattern, ...] = ()


class Questions:
    """Writes down what the search of one game decided.

    Parameters
    ----------
    view, oracle : View, Oracle
        The game as the engine reads it.
    generic : bool
        Whether the search left aside what happens on surfaces only.
    """

    def __init__(self, view: View, oracle: Oracle, *, generic: bool) -> None:
        self.view, self.oracle, self.ring, self.game, self.generic = view, oracle, view.ring, view.game, generic
        labels = {}
        for s in view.sets:
            for a, action in enumerate(self.game.set_actions[s]):
                labels[f"b{s}.{a}"] = f"Pr({action}) by {self.place(s)}"
            for j in range(len(view.members[s])):
                labels[f"t{s}.{j}"] = f"weight {j + 1} at {self.place(s)}"
        self.language = Language(labels)

    # ---------------------------------------------------------------- words

    def place(self, s: int) -> str:
        """A player and an information set."""
        return f"{self.game.players[self.view.owner[s]]} at {self.game.set_labels[s]}"

    def actions(self, s: int, support: Sequence[int]) -> str:
        """What a support plays."""
        return "/".join(self.game.set_actions[s][a] for a in support)

    def play(self, supports: Supports) -> str:
        """What supports play, in words."""
        return "; ".join(f"{self.place(s)}: {self.actions(s, supports[s])}" for s in sorted(supports))

    def believed(self, beliefs: Mapping[int, Sequence[int]]) -> str:
        """Which histories are believed possible, at sets where not all of them are."""
        return self._histories({s: nodes for s, nodes in beliefs.items() if len(nodes) < len(self.view.members[s])})

    def belief_supports(self, beliefs: Mapping[int, Sequence[int]]) -> str:
        """Belief supports in words, at sets with several histories."""
        return self._histories({s: nodes for s, nodes in beliefs.items() if len(self.view.members[s]) > 1})

    def _histories(self, beliefs: Mapping[int, Sequence[int]]) -> str:
        return "; ".join(f"{self.place(s)}: {', '.join(map(self.game.history, nodes))}" for s, nodes in beliefs.items())

    def pattern(self, supports: Supports, beliefs: Mapping[int, Sequence[int]]) -> Pattern:
        """Supports and belief supports for programs."""
        return {
            "supports": {str(s): [self.game.set_actions[s][a] for a in support] for s, support in supports.items()},
            "beliefs": {str(s): [self.game.history(n) for n in nodes] for s, nodes in beliefs.items()},
        }

    # ---------------------------------------------------------------- what is given

    def domain(self, used: Iterable[str] | None = None) -> list[Formula]:
        """What is assumed of the parameters; of those that bear on some variables only, if these are given."""
        atoms = self.oracle.domain if used is None else self.oracle.connected(used)
        return [self.atom(a, ASSUMED) for a in atoms]

    def atom(self, a: Atom, note: str = "") -> Formula:
        """A comparison."""
        return self.language.comparison(a.polynomial, a.relation, note)

    def mixing(self, supports: Supports, used: Iterable[str]) -> list[Formula]:
        """That the probabilities are positive at those sets whose mixing is used."""
        unknowns = self.view.unknowns
        sets = {unknowns[name].infoset for name in used if name in unknowns and unknowns[name].kind == "mix"}
        probabilities = [self.view.probability(s, a, supports[s]) for s in sorted(sets) for a in supports[s]]
        return [self.language.comparison(p, ">", "probabilities") for p in probabilities]

    def met(self, surfaces: Iterable[Polynomial]) -> list[Polynomial]:
        """The surfaces that the domain may meet, each once."""
        factors: dict[str, Polynomial] = {}
        for p in surfaces:
            for factor, _ in self.ring.factors(p)[1]:
                if not self.oracle.sign(factor):
                    factors.setdefault(key(factor), factor)
        return list(factors.values())

    def off(self, surfaces: Iterable[Polynomial]) -> list[Formula]:
        """That no surface is met."""
        note = "off surfaces in parameter space, which a generic search leaves aside"
        return [self.language.comparison(p, "!=", note) for p in self.met(surfaces)]

    def left_aside(self, surfaces: Iterable[Polynomial]) -> str:
        """Say which surfaces are left aside."""
        equations = " or ".join(f"{text(self.ring.expression(p))} = 0" for p in self.met(surfaces))
        return f", left aside where {equations}" if equations else ""

    # ---------------------------------------------------------------- bases

    def system(self, base: Base) -> list[Formula]:
        """What an equilibrium in a base must satisfy, the domain included."""
        assumptions, conditions = self._system(base)
        return [*assumptions, *conditions]

    def _system(self, base: Base) -> tuple[list[Formula], list[Formula]]:
        """What is assumed of the parameters that occur in a base's system, and the system."""
        conditions = [self.language.comparison(p, ">", "probabilities and weights") for p in base.positives]
        for p, origin in base.equations:
            note = "beliefs that common trembles bring about" if origin is None else f"indifference of {self.place(origin)}"
            conditions.append(self.language.comparison(p, "=", note))
        for a, (s, rival) in zip(base.atoms, base.rivals, strict=True):
            conditions.append(self.atom(a, f"{self.place(s)} does not gain by {self.game.set_actions[s][rival]}"))
        polynomials = (*base.positives, *(p for p, _ in base.equations), *(a.polynomial for a in base.atoms))
        return self.domain({name for p in polynomials for name in self.ring.variables(p)}), conditions

    def base_in_words(self, base: Base) -> str:
        """A base in words."""
        open_ = {s: support for s, support in base.supports.items() if self.view.actions[s] > 1}
        beliefs = self.believed(base.beliefs)
        elsewhere = "every history" if not beliefs else f"{beliefs}; every history elsewhere"
        return f"Play: {self.play(open_)}. Believed possible: {elsewhere}."

    def empty(self, solved: SolvedBase, needed_for: str) -> Decision:
        """A base holds no equilibrium."""
        base = solved.base
        return Decision(
            "empty",
            f"No equilibrium anywhere in the domain{self.left_aside(solved.surfaces)}. {self.base_in_words(base)}",
            "unsat" if solved.decided else "unknown",
            (*self.system(base), *self.off(solved.surfaces)),
            needed_for,
            (self.pattern(base.supports, base.beliefs),),
        )

    def occupied(self, solved: SolvedBase, listed: Mapping[str, Sequence[Piece]]) -> Iterator[Decision]:
        """A base's closed forms are equilibria, and it holds no others."""
        base, names = solved.base, " and ".join(f"'{name}'" for name in listed)
        pattern = (self.pattern(base.supports, base.beliefs),)
        forms = [self.form(piece) for pieces in listed.values() for piece in pieces]
        assumptions, conditions = self._system(base)
        failing = one_of(list(self._failing(base)), "some condition of the system fails")
        for name, pieces in listed.items():
            for piece in pieces:
                roots, form = self.form(piece)
                yield Decision(
                    "sound",
                    f"Where the conditions of '{name}' hold, its closed forms are an equilibrium. {self.base_in_words(base)}",
                    "unsat",
                    (*assumptions, *roots, form.noted("the closed forms, where they exist"), failing),
                    f"family '{name}'",
                )
        others = [none_of(form, "not one of the closed forms") for _, form in forms]
        yield Decision(
            "only",
            f"No equilibria but those of {names}{self.left_aside(solved.surfaces)}. {self.base_in_words(base)}",
            "unsat" if solved.decided else "unknown",
            (*assumptions, *conditions, *self.off(solved.surfaces), *dict.fromkeys(r for roots, _ in forms for r in roots), *others),
            f"completeness: {names}",
            pattern,
        )

    def _failing(self, base: Base) -> Iterator[Formula]:
        """Each condition of a base's system turned into its opposite."""
        for p in base.positives:
            yield self.language.opposite(p, ">")
        for p, _ in base.equations:
            yield self.language.opposite(p, "=")
        for a in base.atoms:
            yield self.language.opposite(a.polynomial, a.relation)

    def form(self, piece: Piece) -> tuple[list[Formula], Formula]:
        """A branch's closed forms where it exists: the formulas that say which roots are meant, and the closed forms."""
        ring, language = self.ring, self.language
        formulas = []
        for name, (top, bottom) in piece.branch.values.items():
            if not bottom.is_constant():
                formulas.append(language.comparison(bottom, "!="))
            formulas.append(language.comparison(bottom * ring.gen(name) - top, "="))
        roots: list[Formula] = []
        if piece.root is not None and any(root.number is not None for root in piece.root.value.roots):
            if not self.generic:
                raise GameError(
                    f"A closed form is {piece.root.value.text()}, a root by its number, which these files say off surfaces in parameter "
                    "space only; write the decisions of the map without knife edges."
                )
            numbered = numbered_root_formulas(ring, language, piece.root)
            roots = [*numbered.counted, *(f.noted(DEGENERATE) for f in self.off(numbered.degenerate))]
            formulas += numbered.said
        elif piece.root is not None:
            *roots, value = language.value(piece.root.name, piece.root.value)
            formulas.append(value)
        cases = []
        for case in piece.cases:
            inside = [self.atom(a) for a in case.atoms]
            for r in case.ranges:
                t = ring.gen(r.name)
                inside += [language.comparison(t * b.value[1] - b.value[0], ">" if b.strict else ">=") for b in r.lower]
                inside += [language.comparison(b.value[0] - t * b.value[1], ">" if b.strict else ">=") for b in r.upper]
                inside += [self.atom(a) for a in r.atoms]
            cases.append(all_of(inside))
        return roots, all_of([*formulas, one_of(cases)])

    # ---------------------------------------------------------------- signs

    def signs(self) -> Iterator[Decision]:
        """The signs that chances and the proved polynomials in the parameters have on the whole domain."""
        written: set[str] = set()
        game = self.game
        for node in range(1, game.nodes):
            if game.chance_row[node] >= 0:
                chance = game.chance(node)
                if isinstance(chance, Expression) and text(chance) not in written:
                    written.add(text(chance))
                    top, bottom = self.ring.pair(chance)
                    sentence = f"The chance {text(chance)} is positive on the whole domain."
                    yield self._sign(top * bottom, 1, sentence, "beliefs: no chance is zero")
        for p, sign in self.oracle.proved:
            if self.ring.parametric(p) and key(p) not in written:
                written.add(key(p))
                sentence = f"{text(self.ring.expression(p))} is {'positive' if sign > 0 else 'negative'} on the whole domain."
                yield self._sign(p, sign, sentence, "conditions, ranges and thresholds as they are shown")

    def _sign(self, p: Polynomial, sign: int, says: str, needed_for: str) -> Decision:
        against = self.language.comparison(p, "<=" if sign > 0 else ">=", "against it")
        return Decision("sign", says, "unsat", (*self.domain(self.ring.variables(p)), against), needed_for)
