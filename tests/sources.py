"""Looking at the sources of the house: what takes a file apart does so only where the words that it looks for stand in the text."""

import ast


def tree(path, words=None):
    """The syntax of a file, or of an empty one where none of some words stands in its text."""
    text = path.read_text(encoding="utf-8")
    return ast.parse(text if words is None or any(word in text for word in words) else "")


def quoted(names):
    """How strings stand in a text, as ruff writes them and as they stand inside others."""
    return [f"{mark}{name}{mark}" for name in names for mark in "\"'"]


def statements(node):
    """Every statement of a module, inside functions and branches too, without its expressions."""
    for part in ("body", "orelse", "finalbody", "handlers", "cases"):
        for child in getattr(node, part, ()):
            yield child
            yield from statements(child)
