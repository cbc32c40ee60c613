"""Fits to data as text, LaTeX and HTML."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import TYPE_CHECKING, Protocol

from .elements import bold, small_print, table
from .latex import framed, table_row
from .typeset import escaped
from .wrapping import in_columns, prose, wrap

if TYPE_CHECKING:
    import pandas


class Fitted(Protocol):
    """What is read of a fit."""

    @property
    def game(self) -> str:
        """The game."""

    @property
    def selection(self) -> str:
        """Which equilibrium is assumed to be played, as it was asked for."""

    @property
    def selection_words(self) -> str:
        """The same in a sentence."""

    @property
    def loglik(self) -> float:
        """The log likelihood."""

    @property
    def errors(self) -> str:
        """Which standard errors intervals use."""

    @property
    def equilibria(self) -> pandas.DataFrame:
        """A row for each group."""

    @property
    def fold_along(self) -> str:
        """Along what folds are measured."""

    @property
    def warnings(self) -> tuple[str, ...]:
        """What is to be kept in mind."""

    @property
    def crises(self) -> int:
        """How many crises."""

    @property
    def groups(self) -> int:
        """In how many groups."""

    @property
    def aic(self) -> float:
        """Akaike's criterion."""

    @property
    def bic(self) -> float:
        """Schwarz's criterion."""

    def frame(self) -> pandas.DataFrame:
        """The table of coefficients."""


HEAD = ("", "estimate", "s.e.", "(groups)", "z", "p", "95% from", "to")


def fit_text(fit: Fitted) -> str:
    """Write a fit: the table of coefficients, what it rests on, and what is to be kept in mind."""
    lines = [*wrap(_title(fit)), "", *in_columns(HEAD, _cells(fit))]
    lines += [""]
    for sentence in _sentences(fit):
        lines += prose(sentence)
    return "\n".join(line.rstrip() for line in lines)


def fit_html(fit: Fitted) -> str:
    """Write a fit for a notebook."""
    cells = [[escape(cell) for cell in row] for row in _cells(fit)]
    return f"<p>{bold(_title(fit))}</p>{table([escape(name) for name in HEAD], cells)}{small_print(_sentences(fit))}"


def fit_latex(fit: Fitted) -> str:
    """Write the table of coefficients as LaTeX."""
    kinds = ["l", *("r" for _ in HEAD[1:])]
    rows = [table_row(kinds, [escaped(cell) for cell in row]) for row in _cells(fit)]
    end = table_row(kinds, [f"log likelihood {fit.loglik:.2f}; {fit.crises} crises in {fit.groups} groups", *("" for _ in HEAD[1:])])
    return framed(kinds, [escaped(name) for name in HEAD], [*rows, r"\midrule", end])


def _title(fit: Fitted) -> str:
    return f"{fit.game} fitted to {fit.crises} crises in {fit.groups} groups"


def _cells(fit: Fitted) -> Iterator[tuple[str, ...]]:
    for name, row in fit.frame().iterrows():
        numbers = (row["coefficient"], row["s.e. (hessian)"], row["s.e. (sandwich)"], row["z"])
        yield (
            str(name),
            *(f"{x:.4f}" for x in numbers),
            "<0.0001" if row["p"] < 1e-4 else f"{row['p']:.4f}",
            f"{row['low']:.4f}",
            f"{row['high']:.4f}",
        )


def _sentences(fit: Fitted) -> Iterator[str]:
    yield f"Log likelihood {fit.loglik:.4f}; AIC {fit.aic:.2f}, BIC {fit.bic:.2f}. z, p and intervals by {_by(fit.errors)}."
    yield f"Selection, an assumption: {fit.selection_words} ({fit.selection!r})."
    counts = fit.equilibria["equilibria"].value_counts().sort_index()
    listed = ", ".join(f"{n} in {groups} group{'s' if groups > 1 else ''}" for n, groups in counts.items())
    proved = "each proved" if fit.equilibria["certified"].all() else "not proved everywhere"
    yield f"Equilibria at the estimate: {listed}; {proved}."
    if "fold in s.e." in fit.equilibria:
        measured = fit.equilibria[fit.equilibria["fold in s.e."].between(0, 1e6)]
        if len(measured):
            nearest = measured.sort_values("fold in s.e.").iloc[0]
            yield (
                f"The nearest fold is {abs(nearest['fold distance']):.3g} away along {fit.fold_along}, in group {nearest['group']}: "
                f"{nearest['fold in s.e.']:.1f} standard errors."
            )
    for caution in fit.warnings:
        yield f"Note: {caution}"


def _by(errors: str) -> str:
    return "the curvature of the likelihood" if errors == "hessian" else "the sandwich over groups"
