"""The command that learns in large games: approximate."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from .terminal import Named, opened, shared, tell, working

if TYPE_CHECKING:
    from games import Game, UnbuiltGame


def _rules() -> Iterable[str]:
    from ..regret.rules import METHODS

    return METHODS


@click.command()
@shared("game", "set")
@click.option("--method", cls=Named, names=_rules, metavar="NAME", help="How to learn: {}; the portfolio by default.")
@click.option("--tol", type=float, help="Stop at this gap, what all players win in sum by best replies, in the unit of payoffs.")
@click.option("--iterations", type=int, help="The most that any rule runs; 20,000 by default.")
@click.option("--trembles", type=float, default=0.0, help="The least chance of every action, so that play off the path is learned too.")
@click.option("--seed", type=int, help="Begin with small random regrets, others for every seed.")
@click.option(
    "--checkpoint", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="Keep what is learned, and go on from it."
)
@click.option("--profile", "with_profile", is_flag=True, help="With --json: the profile, and the gains by information set.")
@shared("seconds", "json")
def approximate(
    game: str,
    settings: dict[str, str],
    method: str | None,
    tol: float | None,
    iterations: int | None,
    trembles: float,
    seed: int | None,
    checkpoint: Path | None,
    with_profile: bool,
    seconds: float | None,
    as_json: bool,
) -> None:
    """Approximate one Nash equilibrium of a large game by learning, and measure how far it is from one.

    An interrupt (Ctrl-C) ends it with the best that was found until then. With external-sampling and outcome-sampling plays of the story
    are drawn; where no tree can be made, however large the game, the gap is not known, and estimates are given.
    """
    if with_profile and not as_json:
        raise click.UsageError("--profile adds to what --json prints; add --json, or leave --profile out.")
    with working(f"learning in {game}", "learning, measurement") as progress:
        opened_game, values = _opened(game, settings, method)
        from ..front import approximate as find

        found = find(
            opened_game,
            method=method,
            tol=tol,
            iterations=iterations,
            trembles=trembles,
            seed=seed,
            checkpoint=checkpoint,
            seconds=seconds,
            progress=progress,
            **values,
        )
    tell(as_json, found.as_json(profile=with_profile), found.text)


def _opened(name: str, settings: dict[str, str], method: str | None) -> tuple[Game | UnbuiltGame, dict[str, Any]]:
    """Load a game; only its story where plays are drawn and there is one."""
    from games import unbuilt
    from games.catalogue import FILES

    from ..regret.rules import RULES

    rule = RULES.get((method or "").replace(" ", "-"))
    if rule is None or not rule.sampling or Path(name).suffix in (".efg", ".nfg") or name in FILES:
        return opened(name, settings)
    return unbuilt(name, **settings), {}
