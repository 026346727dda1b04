"""Which Pincite this is."""

from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as version_of


def version() -> str:
    """Return the version of Pincite."""
    try:
        return version_of("pincite")
    except PackageNotFoundError:
        return "0"  # run from a checkout that is not installed
