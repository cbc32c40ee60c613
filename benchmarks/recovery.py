"""Parameters that are known, recovered from simulated data: over all equilibria, and with one of them taken for granted.

A design is a game, its true parameters and a way to draw data; where several equilibria exist a convention says which group plays which.
Each data set is fitted twice, the searches beginning at random.  Told are bias, root mean square error and the share of intervals at
95 per cent that hold the truth; a fit without standard errors holds nothing.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd

import solvers
from games import GameError, Normal, Parameter, game

OVER_ALL, ONE = "all equilibria", "one taken for granted"
Z = 1.959963984540054
OUTCOMES = ("status quo", "concession", "back down", "fight")


@dataclass(frozen=True)
class Design:
    """Where data come from, and how they are fitted.

    Parameters
    ----------
    name : str
        What it is called.
    game : Game or OutcomeShocks
        The game.
    truth : dict from str to float
        Coefficients by name.
    draw : callable
        Data from a seed.
    links, held : dict
        As `solvers.fit` takes them.
    ways : dict from str to str
        By the name of each way to fit, the selection.
    options : dict
        More for `solvers.fit`.
    """

    name: str
    game: Any
    truth: Mapping[str, float]
    draw: Callable[[int], pd.DataFrame]
    links: Mapping[str, str]
    held: Mapping[str, object]
    ways: Mapping[str, str]
    options: Mapping[str, object] = field(default_factory=dict)

    def fitted(self, seed: int, way: str) -> solvers.Fit:
        """Fit a data set from random starts."""
        return solvers.fit(
            *(self.game, self.draw(seed), self.links),
            equilibrium=self.ways[way],
            seed=seed,
            certify=False,
            **{"draws": 150, "starts": 5, **self.options, **self.held},
        )


# ------------------------------------------------------------------ designs


def _crises(W_A: str, W_B: float, groups: int, each: int) -> Callable[[int], pd.DataFrame]:
    """Crises of Lewis and Schultz: by thirds of x the lowest, the middle or the highest equilibrium, where there are three."""
    crisis = solvers.lewis_schultz()

    def draw(seed: int) -> pd.DataFrame:
        rng = np.random.default_rng(1_000 + seed)
        rows = []
        for x in rng.uniform(size=groups).round(4):
            at = {"V_A": 1, "S_A": 0, "V_B": 1, "C_B": 0, "W_A": W_A, "a": "-1.2", "W_B": Fraction(W_B).limit_denominator(1000)}
            at["W_B"] += Fraction(round(x * 10_000), 100_000)
            listed = list(crisis.equilibria(**at))
            chances = [float(listed[min(int(3 * x), len(listed) - 1)].outcomes[name]) for name in OUTCOMES]
            rows.append({"x": x, **dict(zip(OUTCOMES, rng.multinomial(each, np.array(chances) / sum(chances)).tolist(), strict=True))})
        return pd.DataFrame(rows)

    return draw


def crisis_design(name: str, W_A: float, W_B: float) -> Design:
    """The crisis of Lewis and Schultz, five parameters and one covariate."""
    return Design(
        name,
        solvers.lewis_schultz(),
        {"V_A: constant": 1, "V_B: constant": 1, "W_A: constant": W_A, "a: constant": -1.2, "W_B: constant": W_B, "W_B: x": 0.1},
        _crises(str(W_A), W_B, groups=16, each=120),
        {"V_A": "1", "V_B": "1", "W_A": "1", "a": "1", "W_B": "1 + x"},
        {"S_A": 0, "C_B": 0},
        {OVER_ALL: "best of each group", ONE: "highest resist"},
    )


@game(players=("A", "B"))
def arms(play, *, b=Parameter(1, "b > 0", means="what it costs to be the only one unarmed"), c=Parameter("1/2", means="the cost of arms")):
    """Two who arm at once, and would rather if the other does."""
    one = play.choose("A", ["arm", "disarm"], public=False)
    two = play.choose("B", ["arm", "disarm"], public=False)
    play.outcome({2: "both arm", 1: "one arms", 0: "none arms"}[(one == "arm") + (two == "arm")])
    lost_A = b if two == "arm" and one != "arm" else 0
    lost_B = b if one == "arm" and two != "arm" else 0
    return -lost_A - (c if one == "arm" else 0), -lost_B - (c if two == "arm" else 0)


def _races(seed: int) -> pd.DataFrame:
    """Twelve pairs of states: the cost of arms is .35 + .3 x; where there are three equilibria a coin says which end is played."""
    rng = np.random.default_rng(2_000 + seed)
    rows = []
    for x in rng.uniform(size=12).round(3):
        roots = _logit_roots(5.0, 0.35 + 0.3 * x)
        p = roots[0] if rng.random() < 0.5 else roots[-1]
        counts = rng.multinomial(150, [p * p, 2 * p * (1 - p), (1 - p) ** 2])
        rows.append({"x": x, **dict(zip(("both arm", "one arms", "none arms"), counts.tolist(), strict=True))})
    return pd.DataFrame(rows)


def _logit_roots(precision: float, cost: float) -> list[float]:
    """The chances p with p = 1/(1 + exp(-precision (p - cost))), in rising order."""
    from scipy.optimize import brentq

    def away(p: float) -> float:
        return p - 1 / (1 + np.exp(-precision * (p - cost)))

    grid = np.linspace(0, 1, 2_001)
    value = np.array([away(p) for p in grid])
    return [brentq(away, grid[k], grid[k + 1]) for k in np.flatnonzero((value[:-1] < 0) != (value[1:] < 0))]


def arms_design() -> Design:
    """An arms race with logit errors: one equilibrium in some pairs, three in others."""
    return Design(
        "arms race, logit: one or three",
        arms(),
        {"c: constant": 0.35, "c: x": 0.3, "log(precision): constant": float(np.log(5))},
        _races,
        {"c": "1 + x", "log(precision)": "1"},
        {"b": 1},
        {OVER_ALL: "best of each group", ONE: "highest both arm"},
        {"response": "logit", "draws": 40, "starts": 3},
    )


@game(players=("A", "B"))
def deterrence(play, *, sq=Parameter(0), cap=Parameter(1), war_A=Parameter(-1), war_B=Parameter(-1)):
    """Deterrence of two moves, each with errors of whoever moves (Signorino 1999 in shape)."""
    error = Normal(0, 1)
    if play.choose("A", ["stay", "attack"], shocks={"stay": error, "attack": error}, counts=False) == "stay":
        play.outcome("status quo")
        return sq, 0
    if play.choose("B", ["yield", "resist"], shocks={"yield": error, "resist": error}, counts=False) == "yield":
        play.outcome("capitulation")
        return cap, 0
    play.outcome("war")
    return war_A, war_B


def _attacks(seed: int) -> pd.DataFrame:
    from scipy.special import ndtr

    rng = np.random.default_rng(3_000 + seed)
    x, z = rng.normal(size=(2, 600)).round(4)
    resist = ndtr((0.3 - 0.7 * z) / 2**0.5)
    attack = ndtr((resist * (-1 + 0.8 * x) + (1 - resist)) / 2**0.5)
    first, second = rng.random((2, 600))
    return pd.DataFrame(
        {"x": x, "z": z, "outcome": np.where(first > attack, "status quo", np.where(second > resist, "capitulation", "war"))}
    )


def probit_design() -> Design:
    """The strategic probit of two-move deterrence, which has one equilibrium."""
    return Design(
        "strategic probit: one",
        deterrence(),
        {"cap: constant": 1, "war_A: constant": -1, "war_A: x": 0.8, "war_B: constant": 0.3, "war_B: z": -0.7},
        _attacks,
        {"war_A": "1 + x", "war_B": "1 + z", "cap": "1"},
        {"sq": 0},
        {OVER_ALL: "unique", ONE: "highest attack"},
        {"draws": 20, "starts": 1},
    )


def designs() -> tuple[Design, ...]:
    """All designs."""
    return (
        crisis_design("crisis: three everywhere", -1.9, -2.9),
        arms_design(),
        crisis_design("crisis: one", -1.8, -2.45),
        probit_design(),
    )


# ------------------------------------------------------------------ running


@dataclass(frozen=True)
class Replicate:
    """One data set fitted in one way.

    Parameters
    ----------
    design, way : str
        Which.
    seed : int
        Of the data and of the starts.
    estimates, errors : array, shape (coefficients,)
        What was found; not numbers where the fit was refused.
    loglik : float
        The log likelihood.
    several : float
        The share of groups with several equilibria at the estimate.
    refused : str
        Why there is no fit; empty where there is one.
    """

    design: str
    way: str
    seed: int
    estimates: Any
    errors: Any
    loglik: float
    several: float
    refused: str = ""


def replicated(design: Design, seeds: Iterable[int]) -> Iterator[Replicate]:
    """Fit data sets in every way."""
    nothing = np.full(len(design.truth), np.nan)
    for seed in seeds:
        for way in design.ways:
            try:
                found = design.fitted(seed, way)
            except GameError as error:
                yield Replicate(design.name, way, seed, nothing, nothing, np.nan, np.nan, str(error))
                continue
            estimates = np.array([found[name] for name in design.truth])
            errors = dict(zip(found.names, found.standard_errors(), strict=True))
            several = float((found.equilibria["equilibria"] > 1).mean())
            yield Replicate(design.name, way, seed, estimates, np.array([errors[n] for n in design.truth]), found.loglik, several)


def summary(design: Design, runs: list[Replicate]) -> list[dict[str, Any]]:
    """A row for each way and coefficient: bias, root mean square error, and the share of intervals that hold the truth."""
    out = []
    for way in design.ways:
        mine = [run for run in runs if run.way == way and not run.refused]
        for k, (name, truth) in enumerate(design.truth.items()):
            off = np.array([run.estimates[k] - truth for run in mine])
            errors = np.array([run.errors[k] for run in mine])
            with np.errstate(invalid="ignore"):
                covered = np.abs(off) < Z * errors
            out.append(
                {
                    "design": design.name,
                    "way": way,
                    "parameter": name,
                    "truth": truth,
                    "bias": float(off.mean()),
                    "rmse": float(np.sqrt((off**2).mean())),
                    "covered": float(covered.mean()),
                    "fits": len(mine),
                    "no s.e.": int(np.isnan(errors).sum()),
                }
            )
    return out


def told(design: Design, runs: list[Replicate], seconds: float) -> str:
    """What follows, in a sentence: how much worse one equilibrium fits, or that it is all the same."""
    pairs = [[run for run in runs if run.seed == seed and not run.refused] for seed in sorted({run.seed for run in runs})]
    both = [(a, b) for a, b in (pair for pair in pairs if len(pair) == 2)]
    if not both:
        return f"{design.name}: no data set was fitted both ways."
    lower = np.array([a.loglik - b.loglik for a, b in both])
    apart = max(float(np.abs(a.estimates - b.estimates).max()) for a, b in both)
    several = float(np.mean([a.several for a, _ in both]))
    refused = Counter(run.refused for run in runs if run.refused)
    return (
        f"{design.name}: several equilibria in {several:.0%} of groups at the estimate. With one taken for granted the log likelihood is "
        f"lower by {np.median(lower):.2f} (median; {lower.min():.2f} to {lower.max():.2f}), and estimates differ by up to {apart:.2g}. "
        f"{refused.total()} fits refused; {seconds:.0f} s of processor time."
        + "".join(f" Refused {times}: {why}" for why, times in refused.items())
    )


def measured(count: int = 30, only: str = "") -> tuple[pd.DataFrame, list[str]]:
    """Fit so many data sets of each design both ways; gives the table and a sentence on each design."""
    rows: list[dict[str, Any]] = []
    notes = []
    for design in designs():
        if only in design.name:
            begun = time.process_time()
            runs = list(replicated(design, range(count)))
            rows += summary(design, runs)
            notes.append(told(design, runs, time.process_time() - begun))
    return pd.DataFrame(rows), notes
