"""A matplotlib figure that shows itself in a notebook, also in one received from someone else."""

from __future__ import annotations

from matplotlib.figure import Figure


class ShownFigure(Figure):
    """A figure made without pyplot; the last line of a cell shows it as an image with words for who cannot see it.

    Parameters
    ----------
    alt : str
        What is seen, in words.
    """

    alt: str = ""

    def _repr_html_(self) -> str:
        from .canvas import image

        return image(self)
