"""The rooms of the house: imports run one way, calls inside functions included; names clash with nothing; words are not read back."""

import ast
import importlib
from functools import cache
from pathlib import Path

import networkx as nx
import pytest
from sources import statements, tree

import games
import solvers

ROOT = Path(solvers.__file__).parents[1]
MODULES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
    for package in ("games", "solvers")
    for path in sorted((ROOT / package).rglob("*.py"))
}


@cache
def imports(module, path):
    """The modules of the house that a module names in an import, wherever it stands."""
    return tuple(_imports(module, path))


def _imports(module, path):
    package = module if path.name == "__init__.py" else module.rpartition(".")[0]
    for node in statements(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in MODULES)
        elif isinstance(node, ast.ImportFrom):
            parts = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            base = ".".join([*parts, *([node.module] if node.module else [])])
            for alias in node.names:
                yield from (name for name in (f"{base}.{alias.name}", base) if name in MODULES)


def room(module):
    """The folder in which a module stands, or the module itself at the top of a package."""
    top, *rest = module.split(".")
    return ".".join([top, rest[0]]) if (rest and (ROOT / top / rest[0]).is_dir()) or (top == "solvers" and rest) else top


@cache
def rooms():
    graph = nx.DiGraph()
    for module, path in MODULES.items():
        graph.add_edges_from((room(module), room(other)) for other in imports(module, path) if room(module) != room(other))
    return graph


def circles(graph):
    return [sorted(some) for some in nx.strongly_connected_components(graph) if len(some) > 1]


def test_there_is_no_circle_between_rooms_of_solvers_but_results_and_their_views():
    graph = rooms().subgraph({room(m) for m in MODULES if m.startswith("solvers.")}).copy()
    assert circles(graph) == [["solvers.results", "solvers.show"]]
    graph.remove_edge("solvers.results", "solvers.show")
    assert circles(graph) == []


def test_a_circle_would_be_seen():
    graph = rooms().copy()
    graph.add_edge("solvers.algebra", "solvers.maps")
    assert any("solvers.algebra" in some for some in circles(graph))


@pytest.mark.parametrize("name", ["analysis", "cli", "front", "show"])
def test_there_is_no_circle_between_the_files_of_a_room(name):
    files = [module for module in MODULES if room(module) == f"solvers.{name}"]
    graph = nx.DiGraph((module, other) for module in files for other in imports(module, MODULES[module]) if other in files)
    assert circles(graph) == []


def test_one_file_of_the_results_reaches_the_views():
    files = {m for m, path in MODULES.items() if room(m) == "solvers.results" and any(room(o) == "solvers.show" for o in imports(m, path))}
    assert files == {"solvers.results.views"}


def test_every_module_can_be_imported():
    """Without a warning: warnings are errors here, and files without an example are not imported for the sake of examples."""
    for module in MODULES:
        importlib.import_module(module)


def test_games_never_import_solvers():
    assert not [m for m, path in MODULES.items() if m.startswith("games") and any(o.startswith("solvers") for o in imports(m, path))]


@pytest.mark.parametrize("package", [games, solvers], ids=["games", "solvers"])
def test_no_module_bears_the_name_of_a_public_function(package):
    """Importing a module sets a name of its package, which would hide the function."""
    functions = {name for name in package.__all__ if not isinstance(getattr(package, name), type)}
    beside = {m.rpartition(".")[2] for m in MODULES if m.rpartition(".")[0] == package.__name__}
    assert not functions & beside
