"""All families of workloads, each at some sizes: what ``python -m benchmarks`` runs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from . import building, learning, lifting, maps, nash, sampling, sweeping, values
from .learning import LEDUC, LEDUC_OF_THREE, dice, poker, prizes, three
from .rows import Row

BUDGET, QUICK_BUDGET = 1.0, 0.3  # seconds of processor time for each number, beyond one run


@dataclass(frozen=True)
class Family:
    """Workloads that are measured alike.

    Parameters
    ----------
    name : str
        One word, for ``--only``.
    rows : callable
        Takes sizes and a budget of seconds for each number, and yields rows.
    full, quick : sequence
        The sizes, in the words that `rows` takes.
    """

    name: str
    rows: Callable[[Sequence[Any], float], Iterator[Row]]
    full: Sequence[Any]
    quick: Sequence[Any]


QUICK_TRIALS = (LEDUC, dice(3), dice(4))
TWO_PLAYERS = (LEDUC, *map(dice, range(2, 9)), *map(prizes, range(2, 6)))
SAMPLED = (LEDUC, *map(dice, range(2, 7)), *map(prizes, range(2, 6)))
SEVERAL = (*map(poker, (2, 3, 4)), *map(three, (4, 5, 7, 9, 13)), LEDUC_OF_THREE)
LIBRARY: list[tuple[str, dict[str, Any]]] = [
    *(("liars_dice", {"faces": faces}) for faces in (2, 3, 4, 5, 6)),
    ("leduc", {}),
    ("campaign", {"preset": "tiny"}),
    ("campaign", {"preset": "small"}),
    ("campaign", {"preset": "medium"}),
]
LIFTS: list[tuple[str, dict[str, Any]]] = [
    *(("siege", {"rounds": rounds}) for rounds in (1, 2, 3, 4, 5)),
    ("kuhn", {}),
    ("kuhn", {"players": 3}),
    ("campaign", {"preset": "tiny"}),
    ("campaign", {"periods": 2}),
    ("campaign", {"preset": "small"}),
]
TRACES = [*map(lifting.hands, (3, 4, 6, 9, 13)), lifting.dice(2), lifting.dice(3), lifting.CAMPAIGN, lifting.THREE]
CAMPAIGN: list[dict[str, Any]] = [{"preset": "tiny"}, {"preset": "core"}, {"periods": 2}, {"preset": "small"}, {"preset": "medium"}]
SAMPLED_CAMPAIGN = [*CAMPAIGN, *({"preset": preset} for preset in ("large", "very_large", "full"))]
HANDS: list[tuple[str, dict[str, Any]]] = [("kuhn", {}), *(("kuhn", {"ranks": ranks}) for ranks in (4, 6, 9, 13))]
VALUES = [*HANDS, ("leduc", {}), *(("liars_dice", {"faces": faces}) for faces in (2, 3, 4, 5, 6))]
FAMILIES = (
    Family("maps", maps.overview_rows, maps.OVERVIEW, maps.OVERVIEW[-1:]),
    Family("iteration", learning.iteration_rows, TWO_PLAYERS, QUICK_TRIALS),
    Family("players", learning.iteration_rows, SEVERAL, (poker(3),)),
    Family("gap", learning.gap_rows, (LEDUC, *map(dice, range(2, 7)), prizes(3), prizes(4)), (LEDUC,)),
    Family("close", learning.close_rows, (LEDUC, *map(dice, range(2, 7)), prizes(3), prizes(4)), ()),
    Family("sampling", sampling.sampling_rows, SAMPLED, ()),
    Family("replaying", sampling.replaying_rows, SAMPLED_CAMPAIGN, ()),
    Family("campaign", sampling.campaign_rows, CAMPAIGN, ()),
    Family("build", building.build_rows, (2, 3, 4, 5, 6, 7), (5,)),
    Family("library", building.library_rows, LIBRARY, LIBRARY[-2:-1]),
    Family("parse", building.parse_rows, (2, 3, 4, 5, 6), (3,)),
    Family("sweep", sweeping.sweep_rows, (32, 100, 316, 1000, 3162), (1000,)),
    Family("unmapped", sweeping.unmapped_rows, (10, 32, 100, 316, 1000), ()),
    Family("values", values.value_rows, VALUES, VALUES[:3]),
    Family("lifts", lifting.lift_rows, LIFTS, LIFTS[2:3]),
    Family("traces", lifting.trace_rows, TRACES, TRACES[:1]),
    Family("matrices", nash.overview_rows, (4, 6, 8, 10, 15), (6,)),
)


def measured(*, quick: bool, only: str = "") -> Iterator[Row]:
    """Measure the families whose name contains ``only``, row by row."""
    budget = QUICK_BUDGET if quick else BUDGET
    for family in FAMILIES:
        if only in family.name:
            yield from family.rows(family.quick if quick else family.full, budget)
