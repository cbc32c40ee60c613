"""What solvers return: plain data, frozen, with labels everywhere and JSON in and out.

Numbers are exact (`int`, `Fraction` or `games.expression.Expression`) unless a float says
that they are approximate.  Views (`text`, `frame`, `latex`, `plot`) delegate to
`solvers.show`, which reads these types and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias, overload

from games import Game, GameError
from games.expression import Expression, Number, read, simplest, text

if TYPE_CHECKING:
    import pandas

    from .findings import Difference, Shares

Strategies: TypeAlias = Mapping[str, Mapping[str, Mapping[str, Number]]]

FORMAT = 1


def exact(number: Any) -> Any:
    """Write a number for programs: exact ones as text, approximate ones as they are."""
    return number if isinstance(number, float) else text(number)


def nested(table: Any) -> Any:
    """Write a nested dict of numbers for programs."""
    return {key: nested(value) for key, value in table.items()} if isinstance(table, Mapping) else exact(table)


def number(source: Any) -> Number:
    """Read a number written by `exact`; a float is taken as the decimal that it prints as."""
    if isinstance(source, bool) or not isinstance(source, int | float | str):
        raise GameError(f"{source!r} is not a number; write a decimal, or an exact number as text such as '1/3'.")
    return simplest(read(str(source)))


def _numbers(source: Any, where: str) -> dict[str, dict[str, dict[str, Number]]]:
    try:
        return {p: {s: {a: number(x) for a, x in actions.items()} for s, actions in sets.items()} for p, sets in source.items()}
    except AttributeError:
        raise GameError(f"{where} is not of the form {{player: {{information set: {{action or history: number}}}}}}.") from None


@dataclass(frozen=True)
class Profile:
    """Behaviour strategies: ``profile["US"]["pass"]["strike"]`` is a probability.

    Parameters
    ----------
    strategies : dict
        Player, information set, action, probability; every action listed, zeros too.
    """

    strategies: Strategies

    def __getitem__(self, player: str) -> Mapping[str, Mapping[str, Number]]:
        return self.strategies[player]

    def at(self, values: Mapping[str, Number]) -> Profile:
        """Put numbers in for symbols."""
        return Profile({
            player: {s: {a: x.at(values) if isinstance(x, Expression) else x for a, x in row.items()} for s, row in sets.items()}
            for player, sets in self.strategies.items()
        })

    def as_json(self) -> dict[str, Any]:
        """Write the profile for programs."""
        return dict(nested(self.strategies))

    @classmethod
    def from_json(cls, source: Any) -> Profile:
        """Read a profile written by `as_json`."""
        return cls(_numbers(source, "The profile"))


@dataclass(frozen=True)
class Assessment:
    """A profile with beliefs.

    Parameters
    ----------
    profile : Profile
        Behaviour strategies.
    beliefs : dict or None
        Player, information set, history, probability; None when not given.
    """

    profile: Profile
    beliefs: Strategies | None = None

    def as_json(self) -> dict[str, Any]:
        """Write profile and beliefs for programs."""
        return {"profile": self.profile.as_json()} | ({} if self.beliefs is None else {"beliefs": nested(self.beliefs)})

    @classmethod
    def from_json(cls, source: Any) -> Assessment:
        """Read an assessment written by `as_json`; beliefs may be absent."""
        if not isinstance(source, Mapping) or "profile" not in source:
            raise GameError('An assessment is an object with "profile" and perhaps "beliefs".')
        beliefs = source.get("beliefs")
        return cls(Profile.from_json(source["profile"]), None if beliefs is None else _numbers(beliefs, "The beliefs"))


@dataclass(frozen=True)
class Certificate:
    """What the verifier found; computed after the fact, never by a solver.

    Parameters
    ----------
    concept : str
        The concept checked.
    equilibrium : bool
        The verdict.
    gains : dict from str to number
        Per player; under ``nash`` the gain of the best whole strategy before play, under
        the other concepts the largest conditional gain at any own information set.
    rational : bool
        Whether no player gains.
    consistent : bool or None
        Whether beliefs are limits of Bayes' beliefs; None where the concept does not ask.
    reason : str
        One sentence: why it is none, or what was checked.
    by : str
        Program and version that checked.
    """

    concept: str
    equilibrium: bool
    gains: Mapping[str, Number]
    rational: bool
    consistent: bool | None
    reason: str
    by: str

    def as_json(self) -> dict[str, Any]:
        """Write the certificate for programs."""
        return {"gains": nested(self.gains), "rational": self.rational, "consistent": self.consistent}


@dataclass(frozen=True)
class Verdict:
    """What a refinement says of an equilibrium, or of a family of them.

    Parameters
    ----------
    refinement : str
        Its name.
    survives : {"yes", "no", "somewhere", "in some member", "undecided"}
        Whether the outcome stands: on all that it is asked of, on nothing, in part of the parameters (see `conditions`),
        or in some members only of a continuum in which payoffs vary.
    conditions : tuple of tuple of str
        For "somewhere": it stands where all conditions of one of the tuples hold, beside those of the family.
    deleted : tuple of (str, str)
        Types that the receiver rules out, each with the message.
    responses : tuple of dict
        For each of these, a reply of the receiver that separates it from the types that gain: information set, action, number.
    reason : str
        In words.
    checked : bool or None
        Whether the verifier, asked at a point, says the same; None when it was not asked.
    """

    refinement: str
    survives: str
    conditions: tuple[tuple[str, ...], ...]
    deleted: tuple[tuple[str, str], ...]
    responses: tuple[Mapping[str, Mapping[str, Number]], ...]
    reason: str
    checked: bool | None = None

    def as_json(self) -> dict[str, Any]:
        """Write the verdict for programs."""
        return {
            "refinement": self.refinement,
            "survives": self.survives,
            "conditions": [list(c) for c in self.conditions],
            "deleted": [
                {"type": kind, "message": message, "response": nested(response)}
                for (kind, message), response in zip(self.deleted, self.responses, strict=True)
            ],
            "reason": self.reason,
            "checked": self.checked,
        }


@dataclass(frozen=True)
class Solution:
    """An equilibrium at a parameter point, or a continuum of them, with its certificate.

    Parameters
    ----------
    name : str
        In the words of the field.
    assessment : Assessment
        Probabilities and beliefs; they may hold the symbols of `free`.
    payoffs, outcomes, measures : dict from str to number
        Expected payoff per player, probability of each outcome, expected measures.
    free : dict from str to str
        What is left open in a continuum: symbol and its condition. Empty for an isolated one.
    certificate : Certificate
        By the verifier, at `sample`.
    sample : dict from str to number
        The values of the free symbols at which the certificate was computed.
    bases : tuple
        The realised bases (action support, belief support) that this covers.
    verdict : Verdict or None
        What the refinement says that was asked for.
    component : int
        The number of the connected component of all equilibria that this belongs to; 0 where components were not asked for.
    extreme : tuple of Profile
        The corners of a continuum that is the convex hull of plans; empty elsewhere.
    """

    name: str
    assessment: Assessment
    payoffs: Mapping[str, Number]
    outcomes: Mapping[str, Number]
    measures: Mapping[str, Number]
    free: Mapping[str, str]
    certificate: Certificate
    sample: Mapping[str, Number] = field(default_factory=dict)
    bases: tuple[Any, ...] = field(default=(), repr=False)
    verdict: Verdict | None = None
    component: int = 0
    extreme: tuple[Profile, ...] = field(default=(), repr=False)

    @property
    def profile(self) -> Profile:
        """The behaviour strategies."""
        return self.assessment.profile

    @property
    def beliefs(self) -> Strategies:
        """The beliefs: player, information set, history, probability."""
        return self.assessment.beliefs or {}

    def sampled(self) -> Profile:
        """The profile with the sample's values put in for what is left open."""
        return self.profile.at(self.sample)

    def as_json(self) -> dict[str, Any]:
        """Write the solution for programs."""
        return {
            "name": self.name,
            "profile": self.profile.as_json(),
            "beliefs": nested(self.beliefs),
            "payoffs": nested(self.payoffs),
            "outcomes": nested(self.outcomes),
            "measures": nested(self.measures),
            "free": dict(self.free),
            "certificate": self.certificate.as_json(),
            **({} if self.verdict is None else {"verdict": self.verdict.as_json()}),
            **({"component": self.component} if self.component else {}),
            **({"extreme": [profile.as_json() for profile in self.extreme]} if self.extreme else {}),
        }

    def frame(self) -> pandas.DataFrame:
        """Give a long table: player, information set, action, probability."""
        from .show import tables

        return tables.profile_frame(self.profile)

    def __repr__(self) -> str:
        verdict = "verified" if self.certificate.equilibrium else "refused by the verifier"
        return f"<Solution {self.name}; {verdict}>"

    def text(self) -> str:
        """Write the solution for people."""
        from .show import tables

        return tables.solution_text(self)

    def latex(self) -> str:
        """Write the solution as a LaTeX table (booktabs)."""
        from .show import latex

        return latex.solution_latex(self)


@dataclass(frozen=True)
class Solutions(Sequence[Solution]):
    """Every equilibrium found at one parameter point, in a stable order.

    Parameters
    ----------
    game : Game
        The game, at the point.
    concept : str
        The equilibrium concept.
    at : dict from str to number
        The parameter point.
    found : {"all", "some", "one"}
        Whether the search was exhaustive.
    proved : bool
        Whether a second formulation also found nothing else.
    undecided : tuple of str
        Bases that no method could decide, in words.
    solutions : tuple of Solution
        The equilibria; those that survive, where a refinement was asked for.
    left : tuple of str
        Where the search was stopped: the parts of it that were not finished, in words.
    refine : str or None
        The refinement.
    removed : tuple of Solution
        The equilibria that it removes, each with its verdict.
    method : str
        The method that found them, as `table` names it.
    notes : tuple of str
        Why that method, what it found besides, and what was dropped; in sentences.
    """

    game: Game = field(repr=False)
    concept: str
    at: Mapping[str, Number]
    found: str
    proved: bool
    undecided: tuple[str, ...]
    solutions: tuple[Solution, ...]
    left: tuple[str, ...] = ()
    refine: str | None = None
    removed: tuple[Solution, ...] = ()
    method: str = ""
    notes: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.solutions)

    @overload
    def __getitem__(self, k: int) -> Solution: ...
    @overload
    def __getitem__(self, k: slice) -> Sequence[Solution]: ...
    def __getitem__(self, k: int | slice) -> Solution | Sequence[Solution]:
        return self.solutions[k]

    def __iter__(self) -> Iterator[Solution]:
        return iter(self.solutions)

    def contains(self, profile: Profile | Assessment | Mapping[str, Any]) -> bool:
        """Whether a profile (with or without beliefs) is an equilibrium of this concept, continua included.

        Where a refinement was asked for, its outcome must also survive that, among the equilibria found.
        """
        from .verifier import outcome_stands, verify

        if not verify(self.game, profile, self.concept).equilibrium:
            return False
        if self.refine is None:
            return True
        rivals = [one.sampled() for one in (*self, *self.removed)] if self.refine == "undefeated" else []
        return outcome_stands(self.game, profile, self.refine, rivals)

    def as_json(self) -> dict[str, Any]:
        """Write the solutions for programs."""
        return {
            "game": self.game.name,
            "fingerprint": self.game.fingerprint,
            "versions": versions(),
            "concept": self.concept,
            "parameters": list(self.at),
            "at": nested(self.at),
            "found": self.found,
            "proved": self.proved,
            "undecided": len(self.undecided),
            "solutions": [solution.as_json() for solution in self.solutions],
            **({} if self.refine is None else {"refine": self.refine, "removed": [solution.as_json() for solution in self.removed]}),
            **({"method": self.method} if self.method else {}),
            **({"notes": list(self.notes)} if self.notes else {}),
        }

    def __repr__(self) -> str:
        refined = f", {len(self.removed)} removed by {self.refine}" if self.refine else ""
        return f"<Solutions of {self.game.name}: {len(self)} {self.concept}, found {self.found}{refined}>"

    def text(self) -> str:
        """Write the solutions for people."""
        from .show import tables

        return tables.solutions_text(self)

    def latex(self) -> str:
        """Write the solutions as a LaTeX table (booktabs)."""
        from .show import latex

        return latex.solutions_latex(self)

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        from .show import html

        return {"text/plain": self.text(), "text/html": html.solutions_html(self)}


@dataclass(frozen=True)
class Family:
    """A solution as a function of parameters, with the conditions under which it exists.

    Parameters
    ----------
    name : str
        In the words of the field; unique within a game.
    generic : bool
        Whether it exists on a set with interior; otherwise it lives on a wall (knife edge).
    conditions : tuple of tuple of str
        It exists where all conditions of one of the tuples hold (mostly there is just one).
    assessment : Assessment
        Probabilities and beliefs as closed forms in the parameters and the symbols of `free`.
    payoffs, outcomes, measures : dict from str to number
        As closed forms.
    free : dict from str to str
        What is left open, and its range.
    ends : dict from str to (tuple of number, tuple of number)
        The lower and upper bounds of each symbol of `free`, in the parameters and the other symbols; absent where
        the range is given by comparisons of degree two, or depends on which of several conditions holds.
    reasons : tuple of str
        Which indifference pins which mix.
    bases : int
        How many realised bases it covers.
    exists : callable
        ``exists(point)`` says whether it exists at an exact parameter point.
    group : str
        Names the class of families with the same outcome distribution.
    verdict : Verdict or None
        What the refinement says that was asked for.
    limits : tuple of tuple of (Expression, str)
        What holds of the symbols of `free`, exactly and together: all comparisons with zero of one of the tuples.
    """

    name: str
    generic: bool
    conditions: tuple[tuple[str, ...], ...]
    assessment: Assessment
    payoffs: Mapping[str, Number]
    outcomes: Mapping[str, Number]
    measures: Mapping[str, Number]
    free: Mapping[str, str]
    ends: Mapping[str, tuple[tuple[Number, ...], tuple[Number, ...]]]
    reasons: tuple[str, ...]
    bases: int
    exists: Callable[[Mapping[str, Number]], bool] = field(repr=False, compare=False)
    group: str = ""
    verdict: Verdict | None = None
    limits: tuple[tuple[tuple[Expression, str], ...], ...] = field(default=(), repr=False, compare=False)

    @property
    def profile(self) -> Profile:
        """The behaviour strategies."""
        return self.assessment.profile

    @property
    def beliefs(self) -> Strategies:
        """The beliefs: player, information set, history, probability."""
        return self.assessment.beliefs or {}

    def condition_texts(self) -> list[str]:
        """The conditions, all of which must hold; alternatives joined by ``or``."""
        if len(self.conditions) == 1:
            return list(self.conditions[0])
        return [" or ".join("(" + " and ".join(c or ("always",)) + ")" for c in self.conditions)] if self.conditions else ["never"]

    def as_json(self) -> dict[str, Any]:
        """Write the family for programs."""
        return {
            "name": self.name,
            "generic": self.generic,
            "conditions": self.condition_texts(),
            "profile": self.profile.as_json(),
            "beliefs": nested(self.beliefs),
            "payoffs": nested(self.payoffs),
            "outcomes": nested(self.outcomes),
            "measures": nested(self.measures),
            "free": dict(self.free),
            "bases": self.bases,
            **({} if self.verdict is None else {"verdict": self.verdict.as_json()}),
        }

    def __repr__(self) -> str:
        return f"<Family {self.name}>"

    def text(self) -> str:
        """Write the family for people."""
        from .show import tables

        return tables.family_text(self)

    def latex(self) -> str:
        """Write the family as a LaTeX table (booktabs)."""
        from .show import latex

        return latex.family_latex(self)


@dataclass(frozen=True)
class Families(Sequence[Family]):
    """Every parametric family of a game.

    Parameters
    ----------
    game : Game
        The game, symbolic in `over`.
    concept : str
        The equilibrium concept.
    over : tuple of str
        The parameters that stay symbolic.
    domain : tuple of str
        What is assumed of them.
    found : {"all", "some"}
        Whether the search was exhaustive.
    proved : bool
        Whether a second formulation also found nothing else.
    undecided_bases : tuple of str
        Bases that no method could decide, in words.
    bases : dict
        Realised bases before faces are merged: ``generic``, and ``knife_edge`` (None when not asked for).
    families : tuple of Family
        Generic ones first, then knife edges; those that survive somewhere, where a refinement was asked for.
    left : tuple of str
        Where the search was stopped: the parts of it that were not finished, in words.
    refine : str or None
        The refinement.
    removed : tuple of Family
        The families that it removes everywhere, each with its verdict.
    """

    game: Game = field(repr=False)
    concept: str
    over: tuple[str, ...]
    domain: tuple[str, ...]
    found: str
    proved: bool
    undecided_bases: tuple[str, ...]
    bases: Mapping[str, int | None]
    families: tuple[Family, ...]
    left: tuple[str, ...] = ()
    refine: str | None = None
    removed: tuple[Family, ...] = ()

    @property
    def undecided(self) -> int:
        """How many bases no method could decide."""
        return len(self.undecided_bases)

    def __len__(self) -> int:
        return len(self.families)

    @overload
    def __getitem__(self, k: int) -> Family: ...
    @overload
    def __getitem__(self, k: slice) -> Sequence[Family]: ...
    def __getitem__(self, k: int | slice) -> Family | Sequence[Family]:
        return self.families[k]

    def __iter__(self) -> Iterator[Family]:
        return iter(self.families)

    def named(self, name: str) -> Family:
        """Find a family by its name."""
        for family in self.families:
            if family.name == name:
                return family
        raise GameError(f"There is no family {name!r}; there are {', '.join(repr(f.name) for f in self.families)}.")

    def as_json(self) -> dict[str, Any]:
        """Write the families for programs."""
        return {
            "game": self.game.name,
            "fingerprint": self.game.fingerprint,
            "concept": self.concept,
            "parameters": list(self.game.parameters),
            "over": list(self.over),
            "domain": list(self.domain),
            "found": self.found,
            "proved": self.proved,
            "undecided": self.undecided,
            "bases": dict(self.bases),
            **({"left": list(self.left)} if self.left else {}),
            "families": [family.as_json() for family in self.families],
            **({} if self.refine is None else {"refine": self.refine, "removed": [family.as_json() for family in self.removed]}),
        }

    def __repr__(self) -> str:
        over = f" in {', '.join(self.over)}" if self.over else ""
        refined = f", {len(self.removed)} removed by {self.refine}" if self.refine else ""
        return f"<Families of {self.game.name}{over}: {len(self)} {self.concept}, found {self.found}{refined}>"

    def text(self, details: bool | None = None) -> str:
        """Write the families for people; their closed forms when they are few, or as `details` says."""
        from .show import tables

        return tables.families_text(self, details)

    def latex(self) -> str:
        """Write the families as a LaTeX table (booktabs)."""
        from .show import latex

        return latex.families_latex(self)

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        from .show import html

        return {"text/plain": self.text(), "text/html": html.families_html(self)}


@dataclass(frozen=True)
class Wall:
    """A surface in parameter space at which the set of equilibria changes.

    Parameters
    ----------
    polynomial : Expression
        Zero on the wall.
    meaning : str
        In words: which indifference it is, as a threshold where it is one.
    flips : tuple of str
        Families that exist on one side only.
    on : tuple of str
        Knife-edge families that live on it (when they were asked for).
    below, above : str
        The conditions that hold where the polynomial is negative, and where it is positive.
    """

    polynomial: Expression
    meaning: str
    flips: tuple[str, ...]
    on: tuple[str, ...] = ()
    below: str = ""
    above: str = ""

    def as_json(self) -> dict[str, Any]:
        """Write the wall for programs."""
        return {"polynomial": text(self.polynomial), "meaning": self.meaning, "flips": list(self.flips), "on": list(self.on)}


@dataclass(frozen=True)
class Regime:
    """An open region of parameter space: one sign of every wall.

    Parameters
    ----------
    name : str
        Short and unique.
    conditions : tuple of str
        Beside the domain.
    signs : tuple of int
        +1 or -1 for each wall, in the map's order.
    sample : dict from str to Fraction
        A rational point inside.
    families : tuple of str
        The families that exist throughout.
    outcomes : dict from str to (number, number)
        Lowest and highest probability of each outcome over the coexisting families, at `sample`.
    outer : tuple of str
        The outcomes whose range is not exact: it lies between the two numbers.
    """

    name: str
    conditions: tuple[str, ...]
    signs: tuple[int, ...]
    sample: Mapping[str, Fraction]
    families: tuple[str, ...]
    outcomes: Mapping[str, tuple[Number, Number]]
    outer: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Write the regime for programs."""
        return {
            "name": self.name,
            "conditions": list(self.conditions),
            "sample": nested(self.sample),
            "families": list(self.families),
            "outcomes": {label: [exact(low), exact(high)] for label, (low, high) in self.outcomes.items()},
            **({"outer": list(self.outer)} if self.outer else {}),
        }


@dataclass(frozen=True)
class RegimeMap:
    """The exact map of the regions where each family of equilibria exists.

    Parameters
    ----------
    solved : Families
        The families, with game, concept and domain.
    at_rest : dict from str to number
        The parameters that are not in the map, and their values; tied ones as expressions in the map's.
    walls : tuple of Wall
        Where something changes.
    regimes : tuple of Regime
        The realised sign vectors of the walls.
    checked : dict
        ``points`` re-solved by the independent method, and ``disagreements``.
    """

    solved: Families
    at_rest: Mapping[str, Number]
    walls: tuple[Wall, ...]
    regimes: tuple[Regime, ...]
    checked: Mapping[str, int]

    @property
    def game(self) -> Game:
        """The game, symbolic in the map's parameters."""
        return self.solved.game

    @property
    def over(self) -> tuple[str, ...]:
        """The map's parameters; the first two span the picture."""
        return self.solved.over

    @property
    def families(self) -> tuple[Family, ...]:
        """Every family, generic ones first."""
        return self.solved.families

    @property
    def found(self) -> str:
        """Whether the search was exhaustive."""
        return self.solved.found

    def family(self, name: str) -> Family:
        """Find a family by its name."""
        return self.solved.named(name)

    def signs(self, point: Mapping[str, Number]) -> tuple[int, ...]:
        """The sign of every wall at an exact point: 0 on the wall."""
        out = []
        for wall in self.walls:
            value = wall.polynomial.at(point)
            out.append((value > 0) - (value < 0))  # type: ignore[operator]
        return tuple(out)

    def regime(self, **values: Any) -> Regime | None:
        """Find the regime of a point; None on a wall where something changes.

        Where a wall's surface runs on without changing anything, the regimes on both sides hold the same families, and
        the first of them is given.
        """
        signs = self.signs(self.game.point(**values))
        near = [regime for regime in self.regimes if all(s in (0, t) for s, t in zip(signs, regime.signs, strict=True))]
        return near[0] if len({regime.families for regime in near}) == 1 else None

    def at(self, **values: Any) -> Solutions:
        """Every equilibrium at a point of the map, on a wall too."""
        from .front import solve

        return solve(self.game, self.solved.concept, refine=self.solved.refine, **values)

    def volume(self, prior: Mapping[str, Any], *, points: int = 1 << 14, seed: int = 0) -> Shares:
        """Share a prior over the map's parameters among its regimes, and among the sets of families that coexist.

        Parameters
        ----------
        prior : dict
            For each parameter of the map ``(low, high)`` for a uniform one, or a frozen distribution of ``scipy.stats``; the
            parameters are independent.
        points : int
            How many points are drawn where the shares cannot be reckoned exactly.
        seed : int
            Same seed, same points.

        Returns
        -------
        Shares
            Exact where uniform priors meet walls in one parameter each, or straight ones in pairs; otherwise approximate, with
            standard errors.
        """
        from .maps.shares import prior_shares

        return prior_shares(self, prior, points=points, seed=seed)

    def diff(self, other: RegimeMap) -> Difference:
        """Say what a change of the model changed: this map's regimes against another's, over the parameters of both.

        Parameters
        ----------
        other : RegimeMap
            After the change. A parameter that is open in one map and has a value in the other takes that value; one that the
            other does not know may be anything.

        Returns
        -------
        Difference
            For each pair of regimes that overlap: a sample point, whether the same families or at least the same outcome
            distributions coexist, and what differs.
        """
        from .maps.changes import difference

        return difference(self, other)

    def as_json(self) -> dict[str, Any]:
        """Write the map for programs."""
        return {
            **self.solved.as_json(),
            "walls": [wall.as_json() for wall in self.walls],
            "regimes": [regime.as_json() for regime in self.regimes],
            "checked": dict(self.checked),
        }

    def __repr__(self) -> str:
        from .show.words import counted

        sizes = f"{counted(len(self.regimes), 'regime')}, {counted(len(self.walls), 'wall')}"
        sizes += f", {counted(len(self.families), 'family', 'families')}"
        return f"<RegimeMap of {self.game.name} in {', '.join(self.over)}: {sizes}, found {self.found}>"

    def text(self, details: bool | None = None) -> str:
        """Write the map for people; the families' closed forms when they are few, or as `details` says."""
        from .show import tables

        return tables.map_text(self, details)

    def latex(self, *, standalone: bool = True) -> str:
        """Write the map as the appendix of a paper: the game, propositions, regimes, walls, and how all that is known.

        Parameters
        ----------
        standalone : bool
            Whether as a document that compiles (article, amsmath, amsthm, booktabs), or the body alone.
        """
        from .show import appendix

        return appendix.map_latex(self, standalone=standalone)

    def frame(self) -> pandas.DataFrame:
        """Give a long table: regime, family, outcome, probability at the regime's sample."""
        from .show import tables

        return tables.map_frame(self)

    def plot(self, **options: Any) -> Any:
        """Draw the map as a matplotlib figure: a slice in two parameters, or a strip; options as for `map_figure`."""
        from .show import picture

        return picture.map_figure(self, **options)

    def save(self, folder: str | Path) -> list[Path]:
        """Write the map's picture, text, JSON and LaTeX into a folder, and give the files."""
        from .show import picture

        return picture.save_map(self, folder)

    def decisions(self, folder: str | Path) -> list[Path]:
        """Write every decision that the map rests on as a file that others can decide again, and give the files.

        Parameters
        ----------
        folder : str or Path
            Gets ``README.md``, ``index.json`` and one SMT-LIB 2 file for each decision; `solvers.recheck` decides them again.

        Raises
        ------
        GameError
            For a refined map; the decisions are those of the map without the refinement.

        Notes
        -----
        The search is run once more, noting what it decides.  The files are questions that any solver of real arithmetic can
        answer again; they are not proofs in a formal system, except where Farkas multipliers stand beside them.
        """
        from .maps.decisions import write_decisions

        return write_decisions(self, folder)

    def heat(self, quantity: str, **options: Any) -> Any:
        """Draw one outcome, measure or payoff over the map's first two parameters, hatched where equilibria disagree."""
        from .show import heat

        return heat.heat_figure(self, quantity, **options)

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        from .show import html

        return {"text/plain": self.text(), "text/html": html.map_html(self)}


def versions() -> dict[str, str]:
    """The versions of what an answer rests on."""
    from importlib.metadata import PackageNotFoundError, version

    out = {}
    for name in ("cartel-games", "python-flint", "z3-solver", "sympy"):
        try:
            out[name] = version(name)
        except PackageNotFoundError:
            out[name] = "not installed"
    return out
