"""A matplotlib figure that shows itself in a notebook, also in one received from someone else."""

from __future__ import annotations

import io
import math
from base64 import b64encode
from html import escape
from typing import Any

from matplotlib.figure import Figure

from .style import DPI, STYLE


class ShownFigure(Figure):
    """A figure made without pyplot; the last line of a cell shows it as an image with words for who cannot see it.

    Parameters
    ----------
    alt : str
        What is seen, in words.
    """

    alt: str = ""

    def _repr_html_(self) -> str:
        return image(self)


def encoded(figure: Figure, kind: str) -> bytes:
    """A figure as the bytes of an ``svg``, ``png`` or ``pdf`` file, the same every time."""
    import matplotlib

    out = io.BytesIO()
    stamp = {"svg": {"Date": None, "Creator": None}, "pdf": {"CreationDate": None}}.get(kind)
    with matplotlib.rc_context(STYLE):  # type: ignore[arg-type]
        figure.savefig(out, format=kind, dpi=200, metadata=stamp)
    return out.getvalue()


def image(figure: Any) -> str:
    """A figure as an ``<img>`` element with its words for who cannot see it."""
    uri = "data:image/svg+xml;base64," + b64encode(encoded(figure, "svg")).decode()
    return f'<img alt="{escape(figure.alt)}" style="max-width: 100%; width: {math.ceil(figure.get_figwidth() * DPI)}px" src="{uri}">'
