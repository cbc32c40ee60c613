"""What holds for all tests."""

import os


def pytest_configure():
    """Let the processes that tests start, and those that run them, keep what they compile: one that may not takes half a second longer."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
