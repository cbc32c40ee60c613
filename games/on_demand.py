"""Names of a package whose modules are loaded when they are first asked for, so that importing the package is quick."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from importlib import import_module
from types import ModuleType
from typing import Any

from .questions import answering


def load_on_demand(package: str, modules: Mapping[str, str]) -> None:
    """Let a package give names that stand in modules which are not loaded yet.

    Parameters
    ----------
    package : str
        The package's ``__name__``; its own ``__init__`` calls this at its end.
    modules : dict from str to str
        For each name the module that defines it, relative to the package, as ``".draw"``.

    Notes
    -----
    As a module attribute ``__getattr__`` would (PEP 562), and besides: where a name and its module are called the same, the
    package gives the name, however the module was loaded first.
    """

    class OnDemand(ModuleType):
        def __getattr__(self, name: str) -> Any:
            if name not in modules:
                raise AttributeError(f"module {package!r} has no attribute {name!r}")
            value = answering(getattr(import_module(modules[name], package), name))
            setattr(self, name, value)
            return value

        def __setattr__(self, name: str, value: Any) -> None:
            own = name in modules and isinstance(value, ModuleType)  # the import system puts a loaded module here
            super().__setattr__(name, getattr(value, name, value) if own else value)

        def __dir__(self) -> list[str]:
            return sorted({*super().__dir__(), *modules})

    sys.modules[package].__class__ = OnDemand
