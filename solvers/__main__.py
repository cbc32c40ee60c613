"""``python -m solvers``: the command line."""

from .cli.commands import command_line, main

__all__ = ["command_line", "main"]

if __name__ == "__main__":
    main()
