"""What every result with a frame can do, its table for a paper and for a page; and what every part that is told can."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any

from . import views

if TYPE_CHECKING:
    import pandas


class Told(ABC):
    """A part of a result that is told in a few lines, also as the last line of a cell."""

    @abstractmethod
    def text(self) -> str:
        """Write it for people."""

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        printer.text(self.text())


class Tabular(ABC):
    """A result with a long table, `frame`, one row a fact."""

    @abstractmethod
    def frame(self) -> pandas.DataFrame:
        """Give the long table."""

    def latex(self) -> str:
        """Write the table in LaTeX (booktabs), labels escaped and numbers set as formulas."""
        return views.exchange.latex(self.frame())

    def to_markdown(self) -> str:
        """Write the table in Markdown, labels escaped."""
        return views.exchange.markdown(self.frame())
