"""Stories and data for tests of fitting."""

import numpy as np
import pandas as pd

from games import Normal, Parameter, game
from solvers.outcome_shocks import floats

OUTCOMES = ("status quo", "concession", "back down", "fight")
TRUTH = {"V_A: constant": 1.0, "V_B: constant": 1.0, "W_A: constant": -1.9, "a: constant": -1.2, "W_B: constant": -2.9, "W_B: x": 0.1}
LINKS = {"V_A": "1", "V_B": "1", "W_A": "1", "a": "1", "W_B": "1 + x"}


@game(players=("A", "B"))
def deterrence(
    play,
    *,
    sq=Parameter(0, means="A's status quo"),
    cap=Parameter(1, means="what B's yielding is worth to A"),
    war_A=Parameter(-1, means="what war is worth to A"),
    war_B=Parameter(-1, means="what war is worth to B, over yielding"),
):
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


def crises(seed, groups=50, each=40, W_A=-1.9, W_B=-2.9):
    """Counts of outcomes by group; of three equilibria the one by thirds of x is played."""
    rng = np.random.default_rng(seed)
    x, one = rng.uniform(size=groups).round(4), np.ones(groups)
    at = {"V_A": one, "S_A": 0 * one, "V_B": one, "C_B": 0 * one, "W_A": W_A * one, "a": -1.2 * one, "W_B": W_B + 0.1 * x}
    row, p = floats.all_equilibria(at, "normal")
    count = np.bincount(row, minlength=groups)
    first = np.concatenate([[0], np.cumsum(count)[:-1]])
    played = p[first + np.minimum((3 * x).astype(int), count - 1)]
    counts = np.stack([rng.multinomial(each, q) for q in floats.outcome_chances(played, at, "normal")])
    return pd.DataFrame({"x": x, **{name: counts[:, k] for k, name in enumerate(OUTCOMES)}})


def attacks(seed, n=800):
    """Outcomes of deterrence with covariates x of A's war and z of B's."""
    from scipy.special import ndtr

    rng = np.random.default_rng(seed)
    x, z = rng.normal(size=(2, n)).round(4)
    resist = ndtr((0.3 - 0.7 * z) / 2**0.5)
    attack = ndtr((resist * (-1 + 0.8 * x) + (1 - resist)) / 2**0.5)
    first, second = rng.random((2, n))
    outcome = np.where(first > attack, "status quo", np.where(second > resist, "capitulation", "war"))
    return pd.DataFrame({"x": x, "z": z, "outcome": outcome})
