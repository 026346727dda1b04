"""Regular expressions made of alternatives."""

import re


def any_of(*alternatives: str) -> re.Pattern[str]:
    """Return the pattern that finds any of the alternatives."""
    return re.compile("|".join(f"(?:{alternative})" for alternative in alternatives))
