"""What is read off a map or asked about a profile: plain data, frozen, with the proof beside each finding."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Any, TypeAlias

from games.expression import Number

from .solution import exact, nested

if TYPE_CHECKING:
    import pandas

Point: TypeAlias = Mapping[str, Fraction]
Evidence: TypeAlias = tuple[tuple[Point, Number], ...]
"""Points, and the value there."""


@dataclass(frozen=True)
class Sign:
    """The sign of an expression all over a region.

    Parameters
    ----------
    sign : {"+", "-", "0", "mixed", "undecided"}
        Mixed when it takes both signs; undecided when neither a proof nor a refutation was found.
    proof : str
        How it is known.
    evidence : tuple of (point, number)
        For a mixed sign: a point where it is positive and one where it is negative.
    strict : bool
        Whether a positive or negative sign excludes zero.
    """

    sign: str
    proof: str
    evidence: Evidence = ()
    strict: bool = True


# ------------------------------------------------------------------ comparative statics


@dataclass(frozen=True)
class FamilyStatic:
    """How a quantity moves with a parameter in one family, all over one regime.

    Parameters
    ----------
    family : str
        The family's name.
    end : {"", "lowest", "highest"}
        Which end of the quantity's range, where the family leaves something open that it depends on; empty where it does not.
    where : tuple of str
        Beside the regime's conditions: where this end is given by this closed form.
    quantity, derivative : number or None
        Closed forms; None when there is none.
    sign : {"+", "-", "0", "mixed", "undecided"}
        The derivative's sign all over the regime.
    proof : str
        How it is known.
    evidence : tuple of (point, number)
        For a mixed sign: two points, and the derivative there.
    """

    family: str
    end: str
    where: tuple[str, ...]
    quantity: Number | None
    derivative: Number | None
    sign: str
    proof: str
    evidence: Evidence = ()

    def as_json(self) -> dict[str, Any]:
        """Write it for programs."""
        return {
            "name": self.family,
            "derivative": None if self.derivative is None else exact(self.derivative),
            "sign": self.sign,
            "proof": self.proof,
            "end": self.end,
            "where": list(self.where),
            "quantity": None if self.quantity is None else exact(self.quantity),
            "evidence": [{"at": nested(at), "derivative": exact(value)} for at, value in self.evidence],
        }


@dataclass(frozen=True)
class RegimeStatic:
    """How a quantity moves with a parameter in one regime.

    Parameters
    ----------
    regime : str
        The regime's name.
    conditions : tuple of str
        Where it lies.
    families : tuple of FamilyStatic
        In the regime's order; two or more for a family whose range has ends.
    sign : {"+", "-", "0", "mixed", "undecided"}
        The common sign of all families; mixed when they differ.
    """

    regime: str
    conditions: tuple[str, ...]
    families: tuple[FamilyStatic, ...]
    sign: str

    def as_json(self) -> dict[str, Any]:
        """Write it for programs."""
        families = [family.as_json() for family in self.families]
        return {"name": self.regime, "conditions": list(self.conditions), "families": families, "sign": self.sign}


@dataclass(frozen=True)
class Jump:
    """What happens to a quantity's range over coexisting equilibria when a wall is crossed.

    Parameters
    ----------
    wall : str
        The wall, as a threshold where it is one.
    before, after : str
        The regimes on its two sides.
    rising : bool
        Whether the step from `before` to `after` is one that the parameter makes when it rises, the others standing still.
    sign : {"+", "-", "0", "mixed", "undecided"}
        That of the range: no end moves the other way; mixed when the ends part or meet.
    lowest, highest : Sign
        How each end of the range jumps, and the proof.
    at : dict from str to Fraction or None
        A rational point on the wall between the regimes.
    families : tuple of (str, str, Sign)
        For each family that ends and each that begins: the jump from one to the other.
    """

    wall: str
    before: str
    after: str
    rising: bool
    sign: str
    lowest: Sign
    highest: Sign
    at: Point | None
    families: tuple[tuple[str, str, Sign], ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Write it for programs."""
        return {
            "wall": self.wall,
            "from": self.before,
            "to": self.after,
            "sign": self.sign,
            "rising": self.rising,
            "lowest": {"sign": self.lowest.sign, "proof": self.lowest.proof},
            "highest": {"sign": self.highest.sign, "proof": self.highest.proof},
            "at": None if self.at is None else nested(self.at),
            "families": [{"from": one, "to": two, "sign": s.sign, "proof": s.proof} for one, two, s in self.families],
        }


@dataclass(frozen=True)
class Statics:
    """How one quantity moves with one parameter, regime by regime and wall by wall.

    Parameters
    ----------
    game, title, concept : str
        Of the map.
    parameters : tuple of str
        The map's parameters.
    of, kind, by : str
        The quantity, what it is (outcome, measure, payoff or probability), and the parameter.
    found : {"all", "some"}
        Whether the map's search was exhaustive.
    regimes : tuple of RegimeStatic
        In the map's order.
    jumps : tuple of Jump
        One for each pair of neighbouring regimes.
    """

    game: str
    title: str
    concept: str
    parameters: tuple[str, ...]
    of: str
    kind: str
    by: str
    found: str
    regimes: tuple[RegimeStatic, ...]
    jumps: tuple[Jump, ...]

    def as_json(self) -> dict[str, Any]:
        """Write the statics for programs."""
        return {
            "game": self.game,
            "concept": self.concept,
            "parameters": list(self.parameters),
            "of": self.of,
            "kind": self.kind,
            "by": self.by,
            "found": self.found,
            "regimes": [regime.as_json() for regime in self.regimes],
            "jumps": [jump.as_json() for jump in self.jumps],
        }

    def frame(self) -> pandas.DataFrame:
        """Give a long table: regime, family, end, quantity, derivative, sign, proof."""
        from .show import judgements

        return judgements.statics_frame(self)

    def text(self) -> str:
        """Write the statics for people."""
        from .show import judgements

        return judgements.statics_text(self)

    def __repr__(self) -> str:
        signs = ", ".join(f"{regime.regime} {regime.sign}" for regime in self.regimes)
        return f"<Statics of {self.of} by {self.by} in {self.game}: {signs}>"

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        from .show import judgements

        return {"text/plain": self.text(), "text/html": judgements.statics_html(self)}


# ------------------------------------------------------------------ propositions


@dataclass(frozen=True)
class RegimeVerdict:
    """Whether a claim is true in one regime, where the claim's conditions hold.

    Parameters
    ----------
    regime : str
        The regime's name.
    met : bool or None
        Whether the claim's conditions hold somewhere in it.
    holds : {"in every equilibrium", "in some equilibrium", "no", "in part", "undecided"}
        In part: at some points and not at others.
    families : dict from str to str
        For every family: "always", "never", "in part" or "undecided", over the whole regime.
    """

    regime: str
    met: bool | None
    holds: str
    families: Mapping[str, str]

    def as_json(self) -> dict[str, Any]:
        """Write it for programs."""
        return {"name": self.regime, "met": self.met, "holds": self.holds, "families": dict(self.families)}


@dataclass(frozen=True)
class ClaimVerdict:
    """A proposition judged.

    Parameters
    ----------
    game, title, concept : str
        Of the map.
    conditions, claimed : tuple of str
        What the proposition supposes, and what it says.
    holds : {"in every equilibrium", "in some equilibrium", "no", "undecided"}
        Whether it is true wherever its conditions hold.
    where : tuple of str
        Exactly where, in the whole domain, it is true (in every equilibrium when it holds so, else in some), off the walls.
    some, every : tuple of str
        Where it is true in some, and in every equilibrium, off the walls.
    counterexample : dict from str to Fraction or None
        A point at which the conditions hold and no equilibrium is as claimed.
    exception : dict from str to Fraction or None
        A point at which the conditions hold and some equilibrium is not as claimed; None when every one is.
    regimes : tuple of RegimeVerdict
        Regime by regime.
    walls : tuple of str
        What is known on walls inside the region, in words.
    found : {"all", "some"}
        Whether the map's search was exhaustive.
    """

    game: str
    title: str
    concept: str
    conditions: tuple[str, ...]
    claimed: tuple[str, ...]
    holds: str
    where: tuple[str, ...]
    some: tuple[str, ...]
    every: tuple[str, ...]
    counterexample: Point | None
    exception: Point | None
    regimes: tuple[RegimeVerdict, ...]
    walls: tuple[str, ...]
    found: str

    def as_json(self) -> dict[str, Any]:
        """Write the verdict for programs."""
        return {
            "game": self.game,
            "concept": self.concept,
            "conditions": list(self.conditions),
            "claimed": list(self.claimed),
            "holds": self.holds,
            "where": list(self.where),
            "where_in_some": list(self.some),
            "where_in_every": list(self.every),
            "counterexample": None if self.counterexample is None else nested(self.counterexample),
            "exception": None if self.exception is None else nested(self.exception),
            "regimes": [regime.as_json() for regime in self.regimes],
            "walls": list(self.walls),
            "found": self.found,
        }

    def text(self) -> str:
        """Write the verdict for people."""
        from .show import judgements

        return judgements.claim_text(self)

    def frame(self) -> pandas.DataFrame:
        """Give a long table: regime, family, whether it is as claimed."""
        from .show import judgements

        return judgements.claim_frame(self)

    def __repr__(self) -> str:
        return f"<ClaimVerdict on {'; '.join(self.claimed)} in {self.game}: {self.holds}>"

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        from .show import judgements

        return {"text/plain": self.text(), "text/html": judgements.claim_html(self)}


# ------------------------------------------------------------------ why a profile is none


@dataclass(frozen=True)
class Refusal:
    """Why a profile is an equilibrium, or is none.

    Parameters
    ----------
    game, concept : str
        Of what.
    equilibrium : bool
        The verdict.
    kind : {"", "gain", "beliefs", "conflict"}
        What rules it out: somebody gains by an action; the beliefs given are no limits of Bayes' beliefs; or the
        conditions of several information sets cannot be met by the same trembles.
    player, infoset, played, better : str
        Who gains, where, what the profile plays there and what would be better; empty when nobody does by itself.
    follows, deviates : number or None
        What following the profile and the better action bring there, given the belief.
    belief : dict from str to number
        The belief there; where the profile leaves it open, the one that is kindest to the profile.
    conflict : tuple of (player, information set, condition)
        For a conflict: a smallest group of sets, and what each asks of the belief there.
    reason : str
        One sentence.
    """

    game: str
    concept: str
    equilibrium: bool
    kind: str
    player: str
    infoset: str
    played: str
    better: str
    follows: Number | None
    deviates: Number | None
    belief: Mapping[str, Number]
    conflict: tuple[tuple[str, str, str], ...]
    reason: str

    def as_json(self) -> dict[str, Any]:
        """Write the refusal for programs."""
        return {
            "game": self.game,
            "concept": self.concept,
            "equilibrium": self.equilibrium,
            "kind": self.kind,
            "player": self.player,
            "infoset": self.infoset,
            "played": self.played,
            "better": self.better,
            "follows": None if self.follows is None else exact(self.follows),
            "deviates": None if self.deviates is None else exact(self.deviates),
            "belief": nested(self.belief),
            "conflict": [{"player": p, "infoset": s, "condition": c} for p, s, c in self.conflict],
            "reason": self.reason,
        }

    def text(self) -> str:
        """Write the refusal for people."""
        from .show import judgements

        return judgements.refusal_text(self)

    def __repr__(self) -> str:
        return f"<Refusal: {self.reason}>" if not self.equilibrium else f"<{self.reason}>"

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        from .show import judgements

        return {"text/plain": self.text(), "text/html": judgements.refusal_html(self)}


# ------------------------------------------------------------------ shares and differences


@dataclass(frozen=True)
class Share:
    """How much of a prior's mass lies somewhere.

    Parameters
    ----------
    share : number or float
        Exact, or a float where it is approximate.
    error : float
        The standard error of an approximate one; zero when exact.
    """

    share: Number | float
    error: float = 0.0


@dataclass(frozen=True)
class Shares:
    """How a prior's mass is shared among a map's regimes, and among the sets of families that coexist.

    Parameters
    ----------
    game : str
        The game's name.
    method : str
        How it was reckoned, with the number of points where it is approximate.
    exact : bool
        Whether the shares are exact.
    regimes : dict from str to Share
        By regime.
    families : dict from tuple of str to Share
        By set of coexisting families.
    each : dict from str to Share
        By family: where it exists.
    outside : Share
        Outside the game's domain.
    """

    game: str
    method: str
    exact: bool
    regimes: Mapping[str, Share]
    families: Mapping[tuple[str, ...], Share]
    each: Mapping[str, Share]
    outside: Share

    def as_json(self) -> dict[str, Any]:
        """Write the shares for programs."""

        def written(one: Share) -> dict[str, Any]:
            return {"share": exact(one.share), "error": one.error}

        return {
            "game": self.game,
            "method": self.method,
            "exact": self.exact,
            "regimes": [{"name": name, **written(one)} for name, one in self.regimes.items()],
            "families": [{"families": list(names), **written(one)} for names, one in self.families.items()],
            "each": [{"name": name, **written(one)} for name, one in self.each.items()],
            "outside": written(self.outside),
        }

    def frame(self) -> pandas.DataFrame:
        """Give a table: regime, share, standard error."""
        from .show import judgements

        return judgements.shares_frame(self)

    def text(self) -> str:
        """Write the shares for people."""
        from .show import judgements

        return judgements.shares_text(self)

    def __repr__(self) -> str:
        shares = ", ".join(f"{name} {float(one.share):.4g}" for name, one in self.regimes.items())
        return f"<Shares of {self.game}'s regimes, {'exact' if self.exact else 'approximate'}: {shares}>"

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        from .show import judgements

        return {"text/plain": self.text(), "text/html": judgements.shares_html(self)}


@dataclass(frozen=True)
class Overlap:
    """Where a regime of one map and a regime of another lie over the same parameters.

    Parameters
    ----------
    here, there : str
        The regimes' names.
    conditions : tuple of str
        Where they overlap, beside the domains.
    sample : dict from str to Fraction
        A rational point of both.
    same : {"families", "outcomes", "no"}
        Whether the same families coexist (same play, same closed forms), or at least the same outcome distributions.
    gone, new : tuple of str
        The families that only the first, and only the second map has there.
    outcomes : dict from str to (range, range)
        The outcomes whose range over coexisting equilibria differs at the sample: first map, second map.
    """

    here: str
    there: str
    conditions: tuple[str, ...]
    sample: Point
    same: str
    gone: tuple[str, ...]
    new: tuple[str, ...]
    outcomes: Mapping[str, tuple[tuple[Number, Number], tuple[Number, Number]]]

    def as_json(self) -> dict[str, Any]:
        """Write it for programs."""
        return {
            "here": self.here,
            "there": self.there,
            "conditions": list(self.conditions),
            "sample": nested(self.sample),
            "same": self.same,
            "gone": list(self.gone),
            "new": list(self.new),
            "outcomes": {label: [[exact(x) for x in one], [exact(x) for x in two]] for label, (one, two) in self.outcomes.items()},
        }


@dataclass(frozen=True)
class Difference:
    """What a change of the model changed, region by region.

    Parameters
    ----------
    here, there : str
        The two games, in words.
    shared : tuple of str
        The parameters of both maps.
    overlaps : tuple of Overlap
        Every pair of regimes that lie over the same parameters.
    only_here, only_there : dict or None
        A point of the shared parameters that only one of the domains holds.
    undecided : tuple of str
        Pairs of regimes of which it is not decided whether they overlap.
    """

    here: str
    there: str
    shared: tuple[str, ...]
    overlaps: tuple[Overlap, ...]
    only_here: Point | None
    only_there: Point | None
    undecided: tuple[str, ...] = field(default=())

    def as_json(self) -> dict[str, Any]:
        """Write the difference for programs."""
        return {
            "here": self.here,
            "there": self.there,
            "shared": list(self.shared),
            "overlaps": [one.as_json() for one in self.overlaps],
            "only_here": None if self.only_here is None else nested(self.only_here),
            "only_there": None if self.only_there is None else nested(self.only_there),
            "undecided": list(self.undecided),
        }

    def frame(self) -> pandas.DataFrame:
        """Give a table: a row for each overlap."""
        from .show import judgements

        return judgements.difference_frame(self)

    def text(self) -> str:
        """Write the difference for people."""
        from .show import judgements

        return judgements.difference_text(self)

    def __repr__(self) -> str:
        changed = sum(one.same == "no" for one in self.overlaps)
        return f"<Difference of {self.here} and {self.there}: outcomes differ in {changed} of {len(self.overlaps)} overlaps>"

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        from .show import judgements

        return {"text/plain": self.text(), "text/html": judgements.difference_html(self)}
