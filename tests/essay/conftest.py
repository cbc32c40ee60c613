"""What holds for the tests of the essay's games."""

from functools import wraps

import pytest

from games.story import Story

BUILT = {}
LARGE = 5_000  # nodes; larger games are not held


@pytest.fixture(autouse=True)
def built_once(monkeypatch):
    """Build a game of the essay once a process for every structure: dozens of tests ask for the same one, which is frozen."""
    build = Story._build

    @wraps(build)
    def remembered(story, structure, parameters, *scenes):
        if not story.rules.__module__.startswith("games.essay."):
            return build(story, structure, parameters, *scenes)
        key = story.name, repr(sorted(structure.items())), scenes
        game = BUILT.get(key) or build(story, structure, parameters, *scenes)
        if game.nodes <= LARGE:
            BUILT[key] = game
        return game

    monkeypatch.setattr(Story, "_build", remembered)
