"""Where this platform keeps what belongs to one person: settings, state and data."""

from pathlib import Path

from PySide6.QtCore import QStandardPaths

_Location = QStandardPaths.StandardLocation
_NAME = "annotator"


def config_folder() -> Path:
    """Return the folder of the settings; it need not be there yet."""
    return _folder(_Location.GenericConfigLocation)


def state_folder() -> Path:
    """Return the folder of the log; it need not be there yet."""
    return _folder(_Location.GenericStateLocation)


def data_folder() -> Path:
    """Return the folder of what the program makes for the person; it need not be there yet."""
    return _folder(_Location.GenericDataLocation)


def _folder(location: QStandardPaths.StandardLocation) -> Path:
    return Path(QStandardPaths.writableLocation(location)) / _NAME
