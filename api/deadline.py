"""Until when something is wanted."""

from dataclasses import dataclass
from time import monotonic


@dataclass(frozen=True, slots=True)
class Deadline:
    """Until when something is wanted."""

    until: float
    """A monotonic time."""

    @property
    def is_over(self) -> bool:
        """Whether it has passed."""
        return monotonic() >= self.until

    def left(self) -> float:
        """Return the seconds that are left.

        Raises:
            TimeoutError: none are.
        """
        left = self.until - monotonic()
        if left <= 0:
            raise TimeoutError
        return left
