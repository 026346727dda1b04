"""Whether questions can be answered yet."""


class Readiness:
    """Tells whether the model is loaded and the first documents are indexed; if not, why.

    One thread sets it, many read it.
    """

    def __init__(self, reason: str | None = None) -> None:
        self._reason = reason

    @property
    def reason(self) -> str | None:
        """What is still to come, as a sentence for the user; None when all is ready."""
        return self._reason

    def wait_for(self, reason: str) -> None:
        """Not ready, for this reason."""
        self._reason = reason

    def done(self) -> None:
        """Ready from now on."""
        self._reason = None
