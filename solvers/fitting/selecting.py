"""Which equilibrium is played where several exist: an assumption that the user names, never a default."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from games import GameError

from .modelling import Model

BEST, SHARES, LOWEST, HIGHEST, UNIQUE = "best of each group", "shares", "lowest", "highest", "unique"


@dataclass(frozen=True)
class Selection:
    """A rule.

    Parameters
    ----------
    rule : {"best of each group", "shares", "lowest", "highest", "unique"}
        The rule.
    by : str
        The chance by which equilibria are ranked; empty where the rule needs none.
    ranks : int
        Under shares, how many ranks have a share.
    """

    rule: str
    by: str = ""
    ranks: int = 0

    @property
    def text(self) -> str:
        """The rule as it is asked for."""
        return f"{self.rule} {self.by}".strip()

    @property
    def words(self) -> str:
        """The rule in a sentence."""
        if self.rule == BEST:
            return "in each group the equilibrium under which its crises are likeliest"
        if self.rule == SHARES:
            return f"equilibria are played with estimated shares, by the rank of the chance of {self.by!r}"
        if self.rule == UNIQUE:
            return "there is one equilibrium"
        return f"of several equilibria the one with the {self.rule} chance of {self.by!r}"


def selection(asked: object, model: Model, ranks: int) -> Selection:
    """Read a rule.

    Raises
    ------
    GameError
        When none is named or it cannot be read, with those that there are.
    """
    by = (*model.ranked, *(name for name in model.outcomes if name not in model.ranked))
    listed = ", ".join(repr(name) for name in by)
    offered = (
        f"name one: {BEST!r}, {SHARES!r} (or 'shares by NAME'), 'lowest NAME' or 'highest NAME' with NAME one of {listed}, or "
        f"{UNIQUE!r} where there is one equilibrium"
    )
    if not isinstance(asked, str):
        raise GameError(f"Which equilibrium is played where several exist is an assumption of yours; {offered}.")
    words = asked.strip()
    if words in (BEST, UNIQUE):
        return Selection(words)
    rule, _, name = words.partition(" ")
    name = name.strip()
    if rule == SHARES:
        chosen = name.removeprefix("by ").strip() or by[0]
    elif rule in (LOWEST, HIGHEST):
        chosen = name
    else:
        raise GameError(f"{asked!r} names no selection of equilibria; {offered}.")
    if chosen not in by:
        raise GameError(f"{asked!r} ranks equilibria by {chosen!r}, which is no chance of {model.name}; there are {listed}.")
    return Selection(rule, chosen, _ranks(ranks) if rule == SHARES else 0)


def _ranks(ranks: int) -> int:
    if isinstance(ranks, bool) or not isinstance(ranks, int) or ranks < 2:
        raise GameError(f"ranks = {ranks!r} is no whole number of at least 2.")
    return ranks


def share_names(chosen: Selection) -> Sequence[str]:
    """What the coefficients of shares are called: each is the logarithm of a rank's share over that of the first."""
    return [f"share: rank {k}" for k in range(2, chosen.ranks + 1)]
