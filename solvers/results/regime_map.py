"""The map of the parameter regions where families of equilibria exist."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from games import Game, GameError
from games.numbers import Number

from . import views
from .facts import Relation
from .family import Families, Family
from .point import Solutions
from .questions import ask
from .regime import MergedRegimes, Regime, Wall
from .tabular import Tabular
from .written import exact, nested

if TYPE_CHECKING:
    import pandas

    from .differences import Difference
    from .shares import Shares


@dataclass(frozen=True)
class RegimeMap(Tabular):
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
        ``points`` re-solved by the independent method, and ``disagreements``; and, where there are any, the further points at
        which it could not tell whether it had found all, ``undecided``.
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
        return tuple(self.solved.families)

    @property
    def found(self) -> str:
        """Whether the search was exhaustive."""
        return self.solved.found

    def family(self, name: str) -> Family:
        """Find a family by its name, or by its letter as it is told (``"A"``, ``"B2"``)."""
        return self.solved.named(name)

    def signs(self, point: Mapping[str, Number]) -> tuple[int, ...]:
        """The sign of every wall at an exact point: 0 on the wall."""
        signs = []
        for wall in self.walls:
            value = wall.polynomial.at(point)
            signs.append((value > 0) - (value < 0))
        return tuple(signs)

    def regime(self, name: str | None = None, /, **values: Any) -> Regime | None:
        """Find a regime by its name, as ``"R1"``, or that of a point; None on a wall where something changes.

        Where a wall's surface runs on without changing anything, the regimes on both sides hold the same families, and
        the first of them is given.
        """
        if name is not None:
            for regime in self.regimes:
                if regime.name == name:
                    return regime
            raise GameError(f"There is no regime {name!r}; there are {self.regimes[0].name} to {self.regimes[-1].name}.")
        signs = self.signs(self.game.point(**values))
        touching = [regime for regime in self.regimes if all(s in (0, t) for s, t in zip(signs, regime.signs, strict=True))]
        return touching[0] if len({regime.families for regime in touching}) == 1 else None

    @cached_property
    def thresholds(self) -> tuple[Number, ...]:
        """Of a map of one parameter: the values at which something changes, exact and in order; empty for more parameters."""
        values: tuple[Number, ...] = ask("where the walls of a map of one parameter lie", self)
        return values

    def at(self, **values: Any) -> Solutions:
        """Every equilibrium at a point of the map, on a wall too."""
        solutions: Solutions = ask("equilibria at a point of a map", self, **values)
        return solutions

    @cached_property
    def merged(self) -> tuple[MergedRegimes, ...]:
        """The regimes, those in which the same families exist taken together, in the order in which they come."""
        alike: dict[tuple[str, ...], list[str]] = {}
        for regime in self.regimes:
            alike.setdefault(regime.families, []).append(regime.name)
        return tuple(MergedRegimes(tuple(names), families, self.where(*names)) for families, names in alike.items())

    def where(self, *names: str) -> tuple[tuple[Relation, ...], ...]:
        """Say where some regimes are, together, in few and short cases.

        Parameters
        ----------
        *names : str
            The regimes.

        Returns
        -------
        tuple of tuple of Relation
            They are where all comparisons of one of the cases hold, walls apart; a case without any holds everywhere.
        """
        cases: tuple[tuple[Relation, ...], ...] = ask("where some regimes are", self, names)
        return cases

    @cached_property
    def with_knife_edges(self) -> Families:
        """Every family, those too that exist on walls or other surfaces only; ``found`` is "some" where a minute was too short."""
        every: Families = ask("every family of a map, those of walls and other surfaces too", self)
        return every

    @cached_property
    def others_at_defaults(self) -> bool:
        """Whether other equilibria live at the defaults than beside them: at an end of the domain, or on a surface that is no wall."""
        return bool(ask("whether other equilibria live at the defaults than beside them", self))

    def lies_on(self, *names: str) -> tuple[Wall, ...]:
        """The walls on which a slice lies as a whole: some parameters open, the others at their defaults; the defaults when none is."""
        point = {name: value for name, value in self.game.defaults.items() if name not in names}
        return tuple(wall for wall in self.walls if wall.polynomial.at(point) == 0)

    def section(self, *names: str) -> RegimeMap:
        """Map a slice anew: some parameters open, the others at their defaults; exact on walls too.

        Parameters
        ----------
        *names : str
            The parameters that stay open. With none, one regime holds every equilibrium at the defaults.
        """
        if names not in self._sections:
            self._sections[names] = ask("the map of a slice", self, names)
        return self._sections[names]

    @cached_property
    def _sections(self) -> dict[tuple[str, ...], RegimeMap]:
        """Slices that have been mapped."""
        return {}

    def __getstate__(self) -> dict[str, object]:
        return {f.name: getattr(self, f.name) for f in fields(self)}

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
        shares: Shares = ask("shares of a prior", self, prior, points=points, seed=seed)
        return shares

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
        difference: Difference = ask("what a change of the model changed", self, other)
        return difference

    def as_json(self) -> dict[str, Any]:
        """Write the map for programs."""
        return {
            **self.solved.as_json(),
            "at_rest": nested(self.at_rest),
            "walls": [wall.as_json() for wall in self.walls],
            "regimes": [regime.as_json() for regime in self.regimes],
            "merged": [merged.as_json() for merged in self.merged],
            "checked": dict(self.checked),
            **({"thresholds": [exact(value) for value in self.thresholds]} if len(self.over) == 1 else {}),
        }

    def __repr__(self) -> str:
        sizes = f"{views.words.counted(len(self.regimes), 'regime')}, {views.words.counted(len(self.walls), 'wall')}"
        sizes += f", {views.words.counted(len(self.families), 'family', 'families')}"
        return f"<RegimeMap of {self.game.name} in {', '.join(self.over)}: {sizes}, found {self.found}>"

    def text(self, details: bool | None = None) -> str:
        """Write the map for people; the families' closed forms when they are few, or as `details` says."""
        return views.text.map_text(self, details)

    def latex(self, *, standalone: bool = True) -> str:
        """Write the map as the appendix of a paper: the game, propositions, regimes, walls, and how all that is known.

        Parameters
        ----------
        standalone : bool
            Whether as a document that compiles (article, amsmath, amsthm, booktabs), or the body alone.
        """
        return views.appendix.map_latex(self, standalone=standalone)

    def frame(self) -> pandas.DataFrame:
        """Give a long table: regime, family, outcome, probability at the regime's sample."""
        return views.frames.map_frame(self)

    def plot(self, of: str | None = None, **options: Any) -> Any:
        """Draw the map as a matplotlib figure: a slice in two parameters, or a strip; or one quantity against one parameter.

        Parameters
        ----------
        of : str, optional
            An outcome, a measure, a player (for its payoff), a mix such as ``"US strike at offer"`` or a belief such as ``"US believes
            sincere/offer at offer"``, drawn against the parameter ``by``: a line for each family, grey the range over coexisting
            equilibria.
        **options
            Without `of` those of a map's picture (``by="outcomes"`` or ``"regimes"``, ``axes``, ``grid``); with it, ``by``, a parameter.

        Returns
        -------
        matplotlib.figure.Figure
            Shown in a notebook; ``.savefig("file.pdf")`` writes it, also as ``.svg`` or ``.png``.
        """
        if of is None and options.get("by") in self.over:
            raise GameError(f"Say first what is drawn against {options['by']}: an outcome, a measure, a player, a mix or a belief.")
        return views.picture.map_figure(self, **options) if of is None else views.courses.course_figure(self, of, **options)

    def plot_types(self, by: str | None = None) -> Any:
        """Draw how the cutoffs of types from a continuum move with one parameter, the first one when None, as a matplotlib figure."""
        return views.type_pictures.cutoff_figure(self, by)

    def save(self, folder: str | Path) -> list[Path]:
        """Write the map's picture, text, JSON and LaTeX into a folder, and give the files."""
        return views.files.save_map(self, folder)

    def html(self, path: str | Path) -> Path:
        """Write the map as one page that answers by itself: a slider for each parameter, the regime, its families, closed forms evaluated.

        Parameters
        ----------
        path : str or Path
            Ending in ``.html``. The page needs neither Python nor a network, and can be sent with a talk or as a supplement.

        Raises
        ------
        GameError
            For a map without parameters, another ending, or a place that cannot be written to.
        """
        written: Path = views.map_page.save_page(self, path)
        return written

    def decisions(self, folder: str | Path, *, certificates: bool | None = None) -> list[Path]:
        """Write every decision that the map rests on as a file that others can decide again, and give the files.

        Parameters
        ----------
        folder : str or Path
            Gets ``README.md``, ``index.json`` and one SMT-LIB 2 file for each decision; `solvers.recheck` decides them again.
        certificates : bool, optional
            Whether to look for a certificate of each answer, which takes longer than all else for a large map; when None, where
            there are at most 2,000 answers.

        Raises
        ------
        GameError
            When the search was stopped before its end, or there are too many decisions.

        Notes
        -----
        The search is run once more, noting what it decides.  For a refined map the decisions are those of all families, and of what
        the refinement says of each.  The files are questions that any solver of real arithmetic can
        answer again; they are not proofs in a formal system, except where a certificate stands beside them, which a program
        in the folder checks in fractions, without any solver.
        """
        written: list[Path] = ask("decisions of a map as files", self, folder, certificates=certificates)
        return written

    def heat(self, quantity: str, **options: Any) -> Any:
        """Draw one outcome, measure or payoff over the map's first two parameters, hatched where equilibria disagree."""
        return views.heat.heat_figure(self, quantity, **options)

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        return {"text/plain": self.text(), "text/html": views.html.map_html(self)}
