"""Sequential equilibrium."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ..concept.record import Concept, Method
from .needs import positive_chances
from .searching import by_search, by_sets

if TYPE_CHECKING:
    from games import Game
    from games.numbers import Number

    from ..results import Solutions
    from ..search.tree_polynomials import Supports

MOST_SETS = 100  # with more information sets, what follows public histories is solved by backward induction on beliefs where it can be


def _solve(
    concept: Concept,
    game: Game,
    at: Mapping[str, Number],
    method: str | None,
    *,
    seconds: float | None = None,
    given: Supports | None = None,
) -> Solutions:
    """Search over supports; in large games with one private type of two, induce backwards on beliefs."""
    if given and method == "continuations":
        from games import GameError

        raise GameError("Supports are given to the search over supports only; leave method out.")
    if method == "continuations" or (method is None and given is None and game.infosets > MOST_SETS):
        from ..closed_forms.continuations import continuation_solutions

        found = continuation_solutions(game, concept.name, at)
        if found is not None:
            return found
    if method == "continuations":
        from games import GameError

        from ..search.public_play import public_form

        if public_form(game) is not None:
            raise GameError(f"In {game.name} more can follow public histories than continuations looks at; leave method out.")
        raise GameError(
            f"continuations needs a game in which chance draws one of two types for one player, all moves are seen, and what another "
            f"player gets is settled by its own move and the reply to it; {game.name} is none. Leave method out."
        )
    return by_search(concept, game, at, method, seconds=seconds, given=given)


def _missed(game: Game, bases: Sequence[Any]) -> str:
    """Ask circuits for an equilibrium outside some bases."""
    from ..verifier import Base, uncovered

    return uncovered(game, [Base(*base) for base in bases])


CONCEPT = Concept(
    name="sequential",
    plural="sequential equilibria",
    source="Kreps and Wilson 1982",
    references=(
        "Kreps, David M., and Robert Wilson. 1982. ``Sequential Equilibria.'' \\emph{Econometrica} 50 (4): 863--894.",
        "Streufert, Peter A. 2012. ``Additive Plausibility Characterizes the Supports of Consistent Assessments.'' Manuscript.",
    ),
    theorem="additive labels characterise consistent beliefs (Kreps and Wilson 1982, as repaired by Streufert 2012)",
    exists=True,
    symmetric=True,
    implies=("subgame", "pbe", "pbe-ft"),
    needs=(positive_chances,),
    methods=(
        Method(
            "bases",
            "all",
            exact=True,
            symbolic=True,
            needs="perfect recall, positive chances, about twelve information sets or fewer",
            how="pruned search over supports of actions and beliefs",
        ),
        Method(
            "continuations",
            "all",
            exact=True,
            symbolic=False,
            needs="one private type of two, all moves seen, what the others get settled by the next reply; some seven periods or fewer",
            how="backward induction on beliefs: what can follow a public history, as a function of the belief, once for all that are alike",
        ),
    ),
    solve=_solve,
    search=by_sets,
    probed=True,
    maps=True,
    partial=True,
    decisions=True,
    lifts=True,
    check="sequential",
    enumeration="sequential",
    missed=_missed,
)
