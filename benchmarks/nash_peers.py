"""One matrix game by one other program, in a process of its own that can be stopped: prints seconds and a number of equilibria."""

from __future__ import annotations

import json
import sys
import time
import warnings
from collections.abc import Callable
from io import BytesIO
from typing import Any

import numpy as np

VON_STENGEL = (  # von Stengel (1999), Discrete & Computational Geometry 21, 557-568
    [
        [-81, 36, -126, 126, -36, 90],
        [-180, 72, -333, 297, -153, 270],
        [20, -3, 42, -33, 17, -30],
        [-30, 17, -33, 42, -3, 20],
        [270, -153, 297, -333, 72, -180],
        [90, -36, 126, -126, 36, -81],
    ],
    [
        [72, 36, 17, -3, -36, -153],
        [-180, -81, -30, 20, 90, 270],
        [297, 126, 42, -33, -126, -333],
        [-333, -126, -33, 42, 126, 297],
        [270, 90, 20, -30, -81, -180],
        [-153, -36, -3, 17, 36, 72],
    ],
)


def tables(size: int) -> tuple[list[list[int]], list[list[int]]]:
    """The game of 75 equilibria for size 6, else random whole numbers from -100 to 100."""
    if size == 6:
        return VON_STENGEL
    rng = np.random.default_rng(size)
    rows, columns = rng.integers(-100, 101, (2, size, size)).tolist()
    return rows, columns


def by_nashpy(algorithm: str) -> Callable[[Any, Any], int]:
    def run(A: Any, B: Any) -> int:
        import nashpy

        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return len(list(getattr(nashpy.Game(np.array(A, float), np.array(B, float)), algorithm)()))

    return run


def by_pygambit(A: Any, B: Any) -> int:
    import pygambit

    names = [" ".join(f'"{k}"' for k in range(count)) for count in np.shape(A)]
    payoffs = " ".join(f"{A[i][j]} {B[i][j]}" for j in range(len(A[0])) for i in range(len(A)))
    text = f'NFG 1 R "game" {{ "Row" "Column" }} {{ {{ {names[0]} }} {{ {names[1]} }} }} "" {payoffs}'
    result = pygambit.nash.enummixed_solve(pygambit.read_nfg(BytesIO(text.encode())), rational=True)
    return len(result.equilibria)


def by_quantecon(A: Any, B: Any) -> int:
    from quantecon.game_theory import NormalFormGame, Player, vertex_enumeration

    return len(vertex_enumeration(NormalFormGame([Player(np.array(A, float)), Player(np.array(B, float).T)])))


PEERS: dict[str, Callable[[Any, Any], int]] = {
    "nashpy vertex": by_nashpy("vertex_enumeration"),
    "nashpy support": by_nashpy("support_enumeration"),
    "nashpy lemke-howson": by_nashpy("lemke_howson_enumeration"),
    "pygambit enummixed": by_pygambit,
    "quantecon vertex": by_quantecon,
}


def main() -> None:
    """Run the program and the size named on the command line."""
    name, size = sys.argv[1], int(sys.argv[2])
    A, B = tables(size)
    run = PEERS[name]
    try:
        run([[1, 0], [0, 1]], [[1, 0], [0, 1]])  # warm
    except ImportError:
        print(json.dumps({"missing": True}))
        return
    start = time.process_time()
    count = run(A, B)
    print(json.dumps({"seconds": time.process_time() - start, "count": count}))


if __name__ == "__main__":
    main()
