"""The views of results: the one module here that reaches `solvers.show`, and only when somebody looks at a result."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ..show import (
        appendix,
        approximations,
        classes,
        correspondences,
        courses,
        devices,
        exchange,
        files,
        frames,
        heat,
        hierarchy,
        html,
        judgements,
        latex,
        map_page,
        parts,
        picture,
        polygons,
        replies,
        robust,
        sentences,
        text,
        traces,
        trees,
        type_lines,
        type_pictures,
        words,
    )

__all__ = [
    "appendix",
    "approximations",
    "classes",
    "correspondences",
    "courses",
    "devices",
    "exchange",
    "files",
    "frames",
    "heat",
    "hierarchy",
    "html",
    "judgements",
    "latex",
    "map_page",
    "parts",
    "picture",
    "polygons",
    "replies",
    "robust",
    "sentences",
    "text",
    "traces",
    "trees",
    "type_lines",
    "type_pictures",
    "words",
]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return import_module(f"solvers.show.{name}")
