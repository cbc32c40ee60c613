"""The domain that a story's parameters declare together: read, and refused where it is empty or misses the defaults."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from .errors import GameError
from .law import PrivateType
from .numbers import Expression, exact, rational
from .parameter import Condition, Domain, Parameter, conditions

LONGEST_DECIMAL = 14  # digits of a default given as a float; more are the mark of a rounded result


def declared_domain(name: str, terms: Sequence[Expression], declared: Mapping[str, Parameter], types: Sequence[PrivateType] = ()) -> Domain:
    """The domain of the parameters that a game uses.

    Parameters
    ----------
    name : str
        The game's, for errors.
    terms : sequence of Expression
        The game's terms, which say what parameters it uses.
    declared : dict from str to Parameter
        All parameters of the story.
    types : sequence of PrivateType
        Types from a continuum; they are no parameters, and the arguments of their laws may be.

    Raises
    ------
    GameError
        For a symbol that is no parameter, a domain that is empty or cannot be read, and defaults outside it.
    """
    used = {name for term in terms for name in term.free} - {drawn.name for drawn in types}
    used |= {name for drawn in types for name in drawn.law.free}
    unknown = sorted(used - set(declared))
    if unknown:
        raise GameError(f"{name} uses the symbol {', '.join(unknown)}, which is no parameter; declare it as a keyword with Parameter(...).")
    names = tuple(n for n in declared if n in used)
    assumed = [c for n in declared for c in _assumed(name, n, declared)]
    start = {}
    for n in declared:
        start[n] = _default(name, n, declared[n].default)
    symbols = {n: p.symbol for n, p in declared.items() if p.symbol}
    complete = Domain(tuple(declared), tuple(assumed), start, {n: p.means for n, p in declared.items()}, symbols)
    for n in declared:
        _nonempty(n, declared[n])
    try:
        complete.check(start)
    except GameError as error:
        raise GameError(f"{name}: at the defaults {str(error)[:1].lower()}{str(error)[1:]}") from None
    domain = complete.keeping(names)
    domain.inside  # noqa: B018  (refuses a domain without interior, here where it is declared)
    return domain


def _assumed(story: str, name: str, declared: Mapping[str, Parameter]) -> list[Condition]:
    """What the domain of one parameter assumes."""
    try:
        assumed = [c for chain in declared[name].chains for c in conditions(chain, declared, name)]
    except GameError as error:
        raise GameError(f"{story}: the domain of {name} cannot be read: {error}") from None
    rooted = next((c.text for c in assumed if c.expression.roots), None)
    if rooted is not None:
        raise GameError(
            f"{story}: the domain of {name} has a root in {rooted!r}; write it without, as {name}*{name} < 2 for a root of two."
        )
    return assumed


def _default(story: str, name: str, default: object) -> Fraction:
    """A default as an exact number; a float that is the rounded result of some reckoning is refused."""
    try:
        value = Fraction(*map(int, (exact(default).p, exact(default).q)))
    except TypeError:
        raise GameError(f"{story}: the default of {name} is {default!r}, which is no exact number.") from None
    if isinstance(default, float) and len(str(abs(value.numerator))) > LONGEST_DECIMAL:
        exact_form = f"Fraction{value.limit_denominator(1000).as_integer_ratio()}"
        raise GameError(f"{story}: the default of {name} is {default!r}, a rounded number; write it exactly, as {exact_form}.")
    return value


def _nonempty(name: str, parameter: Parameter) -> None:
    """Refuse a chain whose constant ends contradict one another, as 1 < p < 0, or leave one value."""
    for chain in parameter.chains:
        ends = [side for c in conditions(chain) for side in c.text.replace("<=", "<").replace(">=", ">").replace(">", "<").split("<")]
        constants = []
        for end in (ends[0], ends[-1]):
            try:
                constants.append(rational(Fraction(end.strip())))
            except ValueError:
                break
        ordered = conditions(f"{ends[0]} {'<' if '<' in chain else '>'} {ends[-1]}")[0] if len(constants) == 2 else None
        if ordered is not None and not ordered.holds({}):
            if constants[0] == constants[1] and not any(c.strict for c in conditions(chain)):
                raise GameError(f"The domain {chain} leaves {name} one value; write the number where {name} stands, or leave it room.")
            raise GameError(f"The domain of {name} is empty: nothing satisfies {chain}.")
