"""Where the program's data lies: beside the code in a checkout, inside the package when installed."""

from functools import cache
from pathlib import Path


@cache
def resources() -> Path:
    """Return the folder that holds tag sets, sample articles, icons, fonts and styles."""
    package = Path(__file__).parent
    installed = package / "_resources"
    return installed if installed.is_dir() else package.parent / "resources"
