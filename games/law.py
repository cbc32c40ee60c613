"""Laws of private types from a continuum, and the types themselves.

A law's arguments are exact numbers or expressions in a game's parameters.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Self

from .errors import GameError
from .numbers import Expression, Number, exact, simplest, text

if TYPE_CHECKING:
    from scipy.stats._distn_infrastructure import rv_continuous_frozen


@dataclass(frozen=True)
class Law(ABC):
    """A distribution without atoms on an interval or the line, in which a positive density has no gaps."""

    def __post_init__(self) -> None:
        """Read the arguments as exact numbers or expressions, and refuse numbers that make no law."""
        for field in fields(self):
            object.__setattr__(self, field.name, self._read(getattr(self, field.name)))
        for difference, words in self.needs:
            if not isinstance(difference, Expression) and difference <= 0:
                raise GameError(f"{self.text()} is no law; it needs {words}.")

    def _read(self, value: object) -> Number:
        if isinstance(value, Expression):
            return simplest(Expression(value.numerator, value.denominator, value.roots))
        try:
            number = exact(value)
            return Fraction(int(number.p), int(number.q))
        except TypeError:
            raise GameError(
                f"{type(self).__name__} takes exact numbers or parameters; found {value!r}. A law moves with parameters, and with nothing "
                "that happens in the play."
            ) from None

    @property
    def arguments(self) -> tuple[Number, ...]:
        """The arguments, in order."""
        return tuple(getattr(self, field.name) for field in fields(self))

    @property
    def free(self) -> tuple[str, ...]:
        """The parameters that it moves with."""
        return tuple(dict.fromkeys(name for x in self.arguments if isinstance(x, Expression) for name in x.free))

    @property
    @abstractmethod
    def needs(self) -> tuple[tuple[Number, str], ...]:
        """What must be positive for this to be a law, each with words for it."""

    @property
    @abstractmethod
    def support(self) -> tuple[Number | None, Number | None]:
        """The ends of its interval; None where there is no end."""

    @abstractmethod
    def quantile(self, share: Fraction) -> Number:
        """The value below which this share lies: exact for a uniform law, else rounded to twelve digits."""

    @abstractmethod
    def distribution(self) -> rv_continuous_frozen:
        """The same as a distribution of scipy, when no parameter is open."""

    def at(self, values: Mapping[str, Number]) -> Self:
        """Put numbers or expressions in for parameters."""
        return replace(
            self, **{f.name: x.at(values) for f, x in zip(fields(self), self.arguments, strict=True) if isinstance(x, Expression)}
        )

    def text(self) -> str:
        """Write it as a story does, as ``Uniform(a0, a1)``."""
        return f"{type(self).__name__}({', '.join(map(text, self.arguments))})"

    __str__ = text

    def _floats(self) -> list[float]:
        if self.free:
            raise GameError(f"{self.text()} leaves {', '.join(self.free)} open; put numbers in first.")
        return [float(x) for x in self.arguments]


@dataclass(frozen=True)
class Uniform(Law):
    """Every value between two ends is as likely as any other.

    Parameters
    ----------
    low, high : number or expression in parameters
        The ends.
    """

    low: Any = 0
    high: Any = 1

    @property
    def needs(self) -> tuple[tuple[Number, str], ...]:
        """The ends in order."""
        return ((self.high - self.low, f"{text(self.low)} < {text(self.high)}"),)

    @property
    def support(self) -> tuple[Number | None, Number | None]:
        """The ends."""
        return self.low, self.high

    def quantile(self, share: Fraction) -> Number:
        """The value below which this share lies, exactly."""
        return simplest(self.low + (self.high - self.low) * share)

    def distribution(self) -> rv_continuous_frozen:
        """The same as a distribution of scipy."""
        from scipy import stats

        low, high = self._floats()
        return stats.uniform(low, high - low)


class _Scaled(Law):
    """A law that a place and a scale make of one standard law; the last two arguments are these."""

    @property
    def needs(self) -> tuple[tuple[Number, str], ...]:
        """A positive scale."""
        return ((self.arguments[-1], f"{text(self.arguments[-1])} > 0"),)

    @property
    def support(self) -> tuple[Number | None, Number | None]:
        """The line."""
        return None, None

    def quantile(self, share: Fraction) -> Number:
        """The value below which this share lies, the standard law's rounded to twelve digits."""
        *place, scale = self.arguments
        return simplest(sum(place, scale * _rounded(self._standard().ppf(float(share)))))

    def distribution(self) -> rv_continuous_frozen:
        """The same as a distribution of scipy."""
        *place, scale = self._floats()
        return self._standard()(sum(place), scale)

    @abstractmethod
    def _standard(self) -> Any:
        """The law of scale one at zero."""


@dataclass(frozen=True)
class Normal(_Scaled):
    """The normal law.

    Parameters
    ----------
    mean, sd : number or expression in parameters
        Mean and standard deviation.
    """

    mean: Any = 0
    sd: Any = 1

    def _standard(self) -> Any:
        from scipy import stats

        return stats.norm


@dataclass(frozen=True)
class Logistic(_Scaled):
    """The logistic law, whose distribution function is ``1/(1 + exp(-(x - mean)/scale))``.

    Parameters
    ----------
    mean, scale : number or expression in parameters
        Mean and scale.
    """

    mean: Any = 0
    scale: Any = 1

    def _standard(self) -> Any:
        from scipy import stats

        return stats.logistic


@dataclass(frozen=True)
class Exponential(_Scaled):
    """The exponential law on the positive numbers.

    Parameters
    ----------
    mean : number or expression in parameters
        The mean, which is the scale.
    """

    mean: Any = 1

    @property
    def support(self) -> tuple[Number | None, Number | None]:
        """From zero on."""
        return Fraction(0), None

    def _standard(self) -> Any:
        from scipy import stats

        return stats.expon


@dataclass(frozen=True)
class Beta(Law):
    """The beta law between zero and one.

    Parameters
    ----------
    a, b : number or expression in parameters
        The two shapes; the density is ``x**(a - 1) * (1 - x)**(b - 1)`` but for a constant.
    """

    a: Any = 1
    b: Any = 1

    @property
    def needs(self) -> tuple[tuple[Number, str], ...]:
        """Positive shapes."""
        return tuple((x, f"{text(x)} > 0") for x in self.arguments)

    @property
    def support(self) -> tuple[Number | None, Number | None]:
        """Zero and one."""
        return Fraction(0), Fraction(1)

    def quantile(self, share: Fraction) -> Number:
        """The value below which this share lies, rounded to twelve digits."""
        return _rounded(self.distribution().ppf(float(share)))

    def distribution(self) -> rv_continuous_frozen:
        """The same as a distribution of scipy."""
        from scipy import stats

        return stats.beta(*self._floats())


def _rounded(number: float) -> Fraction:
    return Fraction(f"{number:.12g}")


@dataclass(frozen=True)
class PrivateType:
    """A number from a continuum that one player knows and that only its own payoffs move with.

    Parameters
    ----------
    name : str
        The symbol that stands for it in payoffs.
    owner : str
        The player who knows it.
    law : Law
        What everybody knows of it; the types of a game are independent of each other and of chance.
    at : str, optional
        The label of the owner's information set at which it is drawn, for a shock at one choice; a type that is known from the start
        when None.
    action : str
        The action whose payoff a shock is added to.
    counts : bool
        Whether a shock is payoff, so that an earlier own move values it; otherwise it is an error of the agent who moves there.
    """

    name: str
    owner: str
    law: Law
    at: str | None = None
    action: str = ""
    counts: bool = True

    @property
    def words(self) -> str:
        """What it is called in a sentence."""
        return self.name if self.at is None else f"the shock to {self.action!r} at {self.at!r}"
