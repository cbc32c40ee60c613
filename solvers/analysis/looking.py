"""What may be amiss in a story, its defaults and slices included, which only its map can tell: `check`."""

from __future__ import annotations

from games import GameError, Remark, Remarks, Story
from games import check as look_through
from games.looking import opened_story

from ..front import regimes

SECONDS = 20.0  # that the search for a map may take


def check(story: Story | str, *, seconds: float | None = SECONDS, **structure: object) -> Remarks:
    """Look for what may be amiss in a story, as `games.check` does, and whether its defaults or the slice of its picture lie on a wall.

    Parameters
    ----------
    story : Story or str
        The story, its name in the catalogue, or ``path/file.py:function``.
    seconds : float, optional
        What the search for the map may take; with what it finds until then the walls are looked at.
    **structure
        Structure arguments.

    Raises
    ------
    GameError
        When the story cannot be told, or is too large to be looked through.

    Examples
    --------
    >>> print(check("beer_quiche"))
    Nothing seems amiss.
    """
    remarks = list(look_through(story, **structure))
    game = opened_story(story, structure)[1]
    if not game.parameters:
        return Remarks(remarks)
    try:
        found = regimes(game, seconds=seconds, check=0)
    except GameError:  # no map is defined for it
        return Remarks(remarks)
    if walls := found.lies_on():
        remarks.append(Remark("on a wall", {"walls": [wall.threshold.text() for wall in walls]}))
    shown = found.over[:2]
    if walls := found.lies_on(*shown) if len(found.over) > len(shown) else ():
        remarks.append(Remark("slice on a wall", {"over": list(shown), "walls": [wall.threshold.text() for wall in walls]}))
    return Remarks(remarks)
