"""The front door to learning in large games: `approximate`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from games import Game, GameError, UnbuiltGame

from ..regret.rules import SAMPLED, SAMPLING
from ..requests import check_game, positive, tied_game, whole
from ..results import Approximation, SampledApproximation

if TYPE_CHECKING:
    from ..regret.race import Settings, Wrapper

MOST_BUILT = 200_000  # terminal histories: of a smaller game a tree is made, so that its gap is measured
SAMPLED_ITERATIONS = 2_000


def approximate(
    game: Game | UnbuiltGame,
    *,
    method: str | None = None,
    iterations: int | None = None,
    tol: float | None = None,
    seed: int | None = None,
    trembles: float = 0,
    checkpoint: str | Path | None = None,
    seconds: float | None = None,
    progress: Callable[[Iterable[Any]], Iterable[Any]] = iter,
    **at: object,
) -> Approximation | SampledApproximation:
    """Approximate one Nash equilibrium of a large game by learning, and measure how far it is from one.

    Parameters
    ----------
    game : Game or UnbuiltGame
        Of any number of players, with perfect recall. Open parameters that are not given a value are put at their defaults. One that
        is not built (`games.unbuilt`) is learned from sampled plays of its story, whatever its size.
    method : str, optional
        A rule of `table` (``damped-pcfr+``, ``dcfr``, ``pdcfr+``, ``pcfr+``, ``cfr+``, ``cfr``, ``alternating-cfr``,
        ``fictitious-play``), or ``portfolio``, which lets the first three race and goes on with the best; the portfolio when None. Two draw
        plays: ``external-sampling``, in which the learner tries all its actions, and ``outcome-sampling``, which is the choice for a
        game that is not built.
    iterations : int, optional
        The most that any rule runs; 20,000 when None, 2,000 where a story is replayed.
    tol : float, optional
        Stop when the gap, what all players win in sum by best replies, is at most this, in the unit of payoffs; a millionth of the
        spread of payoffs when None. Where no tree is made the gap is not known, and this is not looked at.
    seed : int, optional
        Begin with small random regrets: every seed is another start, and the same seed gives the same answer. None begins evenly.
        Where plays are drawn, the seed of all draws; 0 when None.
    trembles : float
        Learn in the game in which every action has at least this chance, so that play off the path is learned too.
    checkpoint : str or Path, optional
        A file in which what is learned is kept, and from which learning goes on if it exists.
    seconds : float, optional
        Stop after about this time of learning. Without it no clock is looked at.
    progress : callable
        Wraps the iterable of measurements, as ``tqdm.auto.tqdm`` does.
    **at : numbers
        Values of parameters.

    Returns
    -------
    Approximation or SampledApproximation
        The best profile that was met, averaged or last, with values, gains by player and by information set, measured on the tree by
        the verifier. When it is not good enough, or upon an interrupt from the keyboard, the best so far, and a note. Of a game that
        is not built, and of which no tree can be made for the measurement, the average profile: its gap is not known, and payoffs and
        what deviations earn are estimated.

    Raises
    ------
    GameError
        For an unknown method or parameter, a number out of range, a game whose leaf table does not fit in memory, or a checkpoint of
        something else.

    Notes
    -----
    In two-player games of constant sum averages converge, and the value is off by at most the gap. In other games nothing is
    promised; the gap says what was reached, and ``coarse`` how far the joint play of all iterations is from a coarse correlated
    equilibrium, to which it does converge.

    References
    ----------
    Zinkevich, M., Johanson, M., Bowling, M. and Piccione, C. (2007). Regret minimization in games with incomplete information. *NIPS*.
    Tammelin, O. (2014). Solving large imperfect information games using CFR+. arXiv 1407.5042.
    Brown, N. and Sandholm, T. (2019). Solving imperfect-information games via discounted regret minimization. *AAAI*.
    Farina, G., Kroer, C. and Sandholm, T. (2021). Faster game solving via predictive Blackwell approachability. *AAAI*.
    Xu, H. et al. (2024). Minimizing weighted counterfactual regret with optimistic online mirror descent. *IJCAI*.
    Lanctot, M., Waugh, K., Zinkevich, M. and Bowling, M. (2009). Monte Carlo sampling for regret minimization in extensive games. *NIPS*.
    Schmid, M. et al. (2019). Variance reduction in Monte Carlo counterfactual regret minimization. *AAAI*.
    Farina, G., Kroer, C. and Sandholm, T. (2017). Regret minimization in behaviorally-constrained zero-sum games. *ICML*.

    Examples
    --------
    >>> import games
    >>> found = approximate(games.load("kuhn"), tol=1e-4)
    >>> found.gap <= 1e-4 and abs(found.values["Alice"] + 1 / 18) <= 1e-4
    True
    """
    from ..regret.approximating import approximation
    from ..regret.race import Settings

    if not isinstance(game, UnbuiltGame):
        check_game(game)
    settings = Settings(trembles=positive("trembles", trembles, least=0), seed=seed if seed is None else whole("seed", seed, least=0))
    settings = replace(
        settings,
        method=settings.method if method is None else method,
        iterations=settings.iterations if iterations is None else whole("iterations", iterations),
        tol=None if tol is None else positive("tol", tol, least=0),
        seconds=None if seconds is None else positive("seconds", seconds),
        checkpoint=None if checkpoint is None else Path(checkpoint),
    )
    if isinstance(game, UnbuiltGame):
        settings = replace(settings, method=SAMPLING if method is None else method)
        return _sampled(game.at(**at), settings, iterations is None, progress)
    game, at = tied_game(game, at)
    numeric = game.fix(game.point(**at))
    return approximation(numeric, numeric.fixed, settings, progress)


def _sampled(game: UnbuiltGame, settings: Settings, free: bool, progress: Wrapper) -> Approximation | SampledApproximation:
    """Learn from sampled plays, on the tree where it is small enough to be made."""
    from ..regret.approximating import approximation
    from ..regret.rules import rules_of
    from ..regret.sampled import sampled_approximation

    rules = rules_of(settings.method)
    if not all(rule.sampling for rule in rules):
        offered = " and ".join(SAMPLED)
        raise GameError(f"{settings.method} works on the tree, and {game.name} is not built; {offered} draw plays of its story.")
    if game.histories <= MOST_BUILT:
        try:
            built = game.build()
        except GameError:  # it is larger than the estimate
            pass
        else:
            return approximation(built, built.fixed, settings, progress)
    if free:
        settings = replace(settings, iterations=SAMPLED_ITERATIONS)
    return sampled_approximation(game, rules[0], settings, progress)
