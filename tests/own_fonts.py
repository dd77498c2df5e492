"""The fonts that come along, and no others: so pictures and widths are the same on every machine."""

import atexit
import tempfile
from pathlib import Path

FONTS = (Path(__file__).parent / "pictures" / "fonts", Path(__file__).parents[1] / "resources" / "fonts")
_CONFIG = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>{folders}<cachedir>{cache}</cachedir></fontconfig>
"""


def written_to(folder: Path) -> Path:
    """Write the configuration of fontconfig, which keeps its cache in *folder* as well, and return its path.

    A program finds its fonts once: the environment variable ``FONTCONFIG_FILE`` must name it before Qt is imported.
    """
    config = folder / "fonts.conf"
    folders = "".join(f"<dir>{each.resolve()}</dir>" for each in FONTS)
    config.write_text(_CONFIG.format(folders=folders, cache=folder), "utf-8")
    return config


def written_once() -> Path:
    """Return the path of a configuration that is there until this process ends."""
    folder = tempfile.TemporaryDirectory(prefix="annotator-fonts-")
    atexit.register(folder.cleanup)
    return written_to(Path(folder.name))
