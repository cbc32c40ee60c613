"""The pages of the site that are made, not written: concepts from their records, games from the catalogue, names from docstrings.

They are written into ``docs/made`` before the site is built.  Pictures of games are kept in ``build/pictures`` by the game's fingerprint;
``SITE_WITHOUT_PICTURES=1`` leaves out those that are not there yet, but for one game, for a quick look at the pages.
"""

from __future__ import annotations

import inspect
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import games
import solvers
from games import GameError, entries, load
from solvers.concept import CONCEPTS, CORRELATIONS, REFINEMENTS

ROOT = Path(__file__).parents[1]
MADE, KEPT = ROOT / "docs" / "made", ROOT / "build" / "pictures"
SHOWN = "defection_for_immunity"  # the game of the examples
MOST_NODES, MOST_SECONDS = 200, 20.0  # of a tree that is drawn; for a map, but that of the examples takes what it takes

Content = str | bytes | None


def write_pages() -> None:
    """Write every page that is made, where it has changed, and remove what is made no more."""
    kept = set()
    for name, make in made().items():
        content, path = make(), MADE / name
        if content is None:
            continue
        data = content.encode() if isinstance(content, str) else content
        kept.add(path)
        if not path.exists() or path.read_bytes() != data:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
    for path in MADE.rglob("*"):
        if path.is_file() and path not in kept:
            path.unlink()


def made() -> Mapping[str, Callable[[], Content]]:
    """Every file that is made, by its name under ``docs/made``, and what makes it; that gives None where there is nothing to show."""
    names = [entry["name"] for entry in all_entries()]
    return {
        "concepts.md": concepts_page,
        "games.md": gallery_page,
        "asking.md": lambda: names_page("Asking", "Functions, under `solvers`.", solvers, "function"),
        "results.md": lambda: names_page("Results", "What the functions return, under `solvers`.", solvers, "class"),
        "stories.md": lambda: names_page("Games and stories", "Under `games`.", games, "function", "class"),
        "pictures/deal_kept.svg": lambda: picture(SHOWN, "deal_kept.svg"),
        f"pictures/{SHOWN}.html": lambda: picture(SHOWN, "page.html"),
        **{f"notebooks/{path.name}": path.read_bytes for path in sorted((ROOT / "notebooks").glob("*.ipynb"))},
        **{f"games/{name}.md": lambda name=name: game_page(name) for name in names},
        **{
            f"pictures/{name}-{kind}": lambda name=name, kind=kind: picture(name, kind)
            for name in names
            for kind in ("tree.svg", "map.svg")
        },
    }


@cache
def all_entries() -> list[dict[str, Any]]:
    """What the catalogue says of every game; some of them take a while to build."""
    return entries()


# ------------------------------------------------------------------ concepts


def concepts_page() -> str:
    """A section for each record."""
    about = """# Concepts and refinements

Each concept is one record in the program, and this page is made of these records. `solvers.solve(game, "perfect")` asks for one by name;
`solvers.concepts(game)` says which outcome of a game survives which concept, and why it falls."""
    return "\n\n".join([about, *concept_sections()]) + "\n"


def concept_sections() -> Iterator[str]:
    """Write every concept, every concept of correlated play and every refinement."""
    for concept in CONCEPTS.values():
        yield f"## `{concept.name}`\n\n{_sentence(concept.described)}"
        facts = [
            f"What may be believed off the path of play: {concept.beliefs.value}. What nobody may gain by: {concept.deviations.value}.",
            f"Each is also one of: {', '.join(f'`{name}`' for name in concept.implies)}." if concept.implies else "",
            "Every finite game with perfect recall has one." if concept.exists else "",
            f'"All" rests on an exhaustive search and on this: {concept.theorem.rstrip(".")}.' if concept.theorem else "",
            "There are maps of regimes." if concept.maps else "",
        ]
        yield markdown(" ".join(filter(None, facts))).replace("\\`", "`")
        if concept.methods:
            head = ("method", "finds", "numbers", "open parameters", "needs", "how")
            rows = ((m.name, m.finds, _exact(m.exact), "yes" if m.symbolic else "no", m.needs, m.how) for m in concept.methods)
            yield table(head, rows)
    about = "A device in envelopes or a mediator advises; `solvers.correlated(game, NAME, best=...)` finds the best one."
    yield f"## Correlated play\n\n{about}"
    for record in CORRELATIONS.values():
        yield f"### `{record.name}`\n\n{_sentence(record.plural)} {_source(record)}"
    yield "## Refinements\n\nOf sequential equilibria, in signalling games: `solvers.solve(game, refine=NAME)`."
    for refinement in REFINEMENTS.values():
        yield f"### `{refinement.name}`\n\nKeeps sequential equilibria {refinement.words}. {_source(refinement)}"


def _exact(exact: bool) -> str:
    return "exact" if exact else "rounded"


def _sentence(words: str) -> str:
    return markdown(words[:1].upper() + words[1:].rstrip(".") + ".")


def _source(record: Any) -> str:
    return markdown(f"Source: {record.source.rstrip('.')}.") if record.source else ""


# ------------------------------------------------------------------ games


def gallery_page() -> str:
    """The list of games, those of the essay first."""
    head = ("name", "question", "players", "nodes", "parameters")
    rows = [
        (f"[{one['name']}](games/{one['name']}.md)", markdown(one["title"]), len(one["players"]), one["nodes"], len(one["parameters"]))
        for one in all_entries()
    ]
    about = "`games.load(NAME)` gives a game of the catalogue. Each page shows its parameters, its tree, its map and known answers."
    pages = "```{toctree}\n:hidden:\n:glob:\n\ngames/*\n```"
    return f"# Games\n\n{about}\n\n{table(head, rows)}\n\n{pages}\n"


def game_page(name: str) -> str:
    """One game: its story in words, parameters, tree, map, and known answers."""
    entry = games.entry(name)
    title, _, about = entry["about"].partition("\n")
    about = re.split(r"\n(?:Parameters|Notes|References|Examples)\n-+\n", about)[0].strip()
    numbers = [(f"`{n['name']}`", n["default"], markdown(", ".join(n["domain"])) or "any", markdown(n["means"])) for n in entry["numbers"]]
    parts = [f"# {markdown(title)}", markdown(about), f'`games.load("{name}")`; players: {markdown(", ".join(entry["players"]))}.']
    parts += [table(("parameter", "default", "domain", "means"), numbers)] if numbers else []
    parts += [shown(kind, name) for kind in ("tree", "map") if picture(name, f"{kind}.svg")]
    parts += ["## Known answers\n\n" + "\n".join(f"- {markdown(known)}" for known in entry["known"])] if entry["known"] else []
    parts += [f"Source: {markdown(entry['source'].rstrip('.'))}."] if entry["source"] else []
    return "\n\n".join(filter(None, parts)) + "\n"


def shown(kind: str, name: str) -> str:
    """A picture as wide as the page, with a link to the whole of it."""
    return f"## {kind.capitalize()}\n\n```{{image}} ../pictures/{name}-{kind}.svg\n:alt: The {kind} of {name}\n:width: 100%\n```"


def picture(name: str, kind: str) -> bytes | None:
    """A picture of a game, kept by the game's fingerprint; None where there is none, or none yet and none is to be made."""
    game = load(name)
    kept = KEPT / f"{name}-{game.fingerprint[:16]}-{kind}"
    if not kept.exists():
        if os.environ.get("SITE_WITHOUT_PICTURES") and name != SHOWN:
            return None
        KEPT.mkdir(parents=True, exist_ok=True)
        kept.write_bytes(_drawn(game, kind))
    return kept.read_bytes() or None


def _drawn(game: Any, kind: str) -> bytes:
    """Draw a picture; nothing where a tree is too large, or a map takes too long."""
    if kind == "tree.svg":
        return game.svg().encode() if game.nodes <= MOST_NODES else b""
    if not game.headline and kind == "map.svg":
        return b""
    try:
        mapped = solvers.regimes(game, seconds=None if game.name == SHOWN else MOST_SECONDS)
        if mapped.solved.left:  # it was broken off, and a part would pass for the whole
            return b""
        if kind == "page.html":
            return mapped.html(KEPT / f"{game.name}.html").read_bytes()
        figure = mapped.plot("deal_kept", by="phi") if kind == "deal_kept.svg" else mapped.plot()
    except GameError:
        return b""
    from solvers.show.shown_figure import encoded

    return encoded(figure, "svg")


# ------------------------------------------------------------------ names


def names_page(title: str, about: str, package: Any, *kinds: str) -> str:
    """The public functions or classes of a package, whose docstrings are put in when the site is built."""
    sections = (_documented(package, name, kind) for kind in kinds for name in public(package, kind))
    return "\n\n".join([f"# {title}", about, *sections]) + "\n"


def public(package: Any, kind: str) -> list[str]:
    """The public names of a package that are functions, or classes."""
    fits = {"function": inspect.isfunction, "class": inspect.isclass}[kind]
    return [name for name in package.__all__ if fits(getattr(package, name))]


def _documented(package: Any, name: str, kind: str) -> str:
    members = "\n   :members:" if kind == "class" else ""
    return f"## {name}\n\n```{{eval-rst}}\n.. auto{kind}:: {package.__name__}.{name}{members}\n```"


# ------------------------------------------------------------------ Markdown


def table(head: Iterable[object], rows: Iterable[Iterable[object]]) -> str:
    """A table whose cells may hold links and code, but no line breaks and no bars."""
    lines = [[str(cell) for cell in line] for line in (head, *rows)]
    lines.insert(1, ["---"] * len(lines[0]))
    return "\n".join("| " + " | ".join(" ".join(cell.split()).replace("|", "\\|") for cell in line) + " |" for line in lines)


def markdown(words: str) -> str:
    """Write words so that nothing in them is read as HTML or as emphasis."""
    return re.sub(r"([\\`*_\[\]$])", r"\\\1", words).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
