"""What a person has set and where they left: typed, kept in one ini file, applied at once.

The file lies in the person's configuration folder. Nothing here knows a widget.
"""

import base64
import json
from collections.abc import Callable
from pathlib import Path
from typing import Generic, NamedTuple, TypeVar, cast, overload

from PySide6.QtCore import QObject, QSettings, Signal

from annotator.app.folders import config_folder
from annotator.app.theme import THEMES

T = TypeVar("T")

RECENT_LIMIT = 10
PLACE_LIMIT = 100
SMALLEST_TEXT, LARGEST_TEXT = 7, 32
MEASURES = 45, 110
"""Characters that a full line has, at least and at most."""
LINE_HEIGHTS, PARAGRAPH_SPACES = (100, 200), (0, 300)
"""Percent, at least and at most."""
MOTIONS = ("system", "never")
READING = frozenset(
    {
        "reading_family",
        "reading_size",
        "measure",
        "line_height",
        "paragraph_space",
        "interface_family",
        "interface_size",
    }
)
"""Settings that change how the text of the page is set."""


def settings_path() -> Path:
    """Return where the settings of this person lie on this platform."""
    return config_folder() / "settings.ini"


def default_annotator() -> str:
    """Return the name under which this person's work is kept until they say another."""
    import getpass  # loads what speaks with terminals

    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "annotator"


class Place(NamedTuple):
    """Where the reader was in a project: a document and the first visible code point."""

    document: str
    anchor: int


class Setting(Generic[T]):
    """One value: its name in the file, its default, and how to read it from text.

    A value that cannot be read counts as not set, so a damaged file never keeps the window away.
    """

    def __init__(
        self, default: T, read: Callable[[str], T], write: Callable[[T], str] = str, fit: Callable[[T], T] | None = None
    ) -> None:
        self._default = default
        self._read = read
        self._write = write
        self._fit = fit
        self._name = ""

    @property
    def default(self) -> T:
        """The value of a setting that was never set."""
        return self._default

    def __set_name__(self, owner: type[object], name: str) -> None:
        self._name = name

    @overload
    def __get__(self, instance: None, owner: type[object]) -> "Setting[T]": ...
    @overload
    def __get__(self, instance: "Settings", owner: type[object]) -> T: ...
    def __get__(self, instance: "Settings | None", owner: type[object]) -> "T | Setting[T]":
        if instance is None:
            return self
        text = instance.text(self._name)
        if text is None:
            return self._default
        try:
            return self._fitted(self._read(text))
        except (ValueError, TypeError, KeyError, AttributeError):
            return self._default

    def _fitted(self, value: T) -> T:
        return value if self._fit is None else self._fit(value)

    def __set__(self, instance: "Settings", value: T) -> None:
        instance.put(self._name, self._write(self._fitted(value)))


def _size(value: int) -> int:
    return max(SMALLEST_TEXT, min(LARGEST_TEXT, value))


def _theme(text: str) -> str:
    return text if text in THEMES else "system"


def _flag(text: str) -> bool:
    return text == "True"


def _paths(text: str) -> tuple[str, ...]:
    found = cast("list[object]", json.loads(text))
    return tuple(each for each in found if isinstance(each, str))


def _write_paths(paths: tuple[str, ...]) -> str:
    return json.dumps(list(paths))


def _keys(text: str) -> dict[str, tuple[str, ...]]:
    found = cast("dict[str, list[str]]", json.loads(text))
    return {name: tuple(str(key) for key in keys) for name, keys in found.items()}


def _write_keys(keys: dict[str, tuple[str, ...]]) -> str:
    return json.dumps({name: list(each) for name, each in keys.items()})


def _places(text: str) -> dict[str, Place]:
    found = cast("dict[str, tuple[str, int]]", json.loads(text))
    return {path: Place(str(document), int(anchor)) for path, (document, anchor) in found.items()}


def _bytes(text: str) -> bytes:
    return base64.b64decode(text, validate=True)


def _write_bytes(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _zoom(value: float) -> float:
    return max(0.5, min(4.0, value))


def _between(least: int, most: int) -> Callable[[int], int]:
    return lambda value: max(least, min(most, value))


def _interface_size(value: int) -> int:
    return _size(value) if value > 0 else 0


def _motion(text: str) -> str:
    return text if text in MOTIONS else "system"


class Settings(QObject):
    """The settings of one person. *changed* names the setting that has a new value.

    *path* is the ini file; None keeps everything in memory, for pictures and trials that must
    not touch what the person has set. Sizes are points, *zoom* is a factor; an *interface_size* of 0 is the system's.
    *measure* is the length of a line in characters, *line_height* and *paragraph_space* are percent of what is usual.
    """

    changed = Signal(str)

    theme = Setting("system", _theme)
    interface_family = Setting("", str)
    interface_size = Setting(0, int, fit=_interface_size)
    reading_family = Setting("", str)
    reading_size = Setting(12, int, fit=_size)
    measure = Setting(76, int, fit=_between(*MEASURES))
    line_height = Setting(100, int, fit=_between(*LINE_HEIGHTS))
    paragraph_space = Setting(100, int, fit=_between(*PARAGRAPH_SPACES))
    hidden_characters = Setting(False, _flag)
    motion = Setting("system", _motion)
    zoom = Setting(1.0, float, fit=_zoom)
    annotator = Setting("", str)
    recent = Setting[tuple[str, ...]]((), _paths, _write_paths)
    shortcuts = Setting[dict[str, tuple[str, ...]]]({}, _keys, _write_keys)
    geometry = Setting(b"", _bytes, _write_bytes)
    window_state = Setting(b"", _bytes, _write_bytes)
    judgements = Setting(True, _flag)
    claims_geometry = Setting(b"", _bytes, _write_bytes)
    claims_sort = Setting("", str)
    records_geometry = Setting(b"", _bytes, _write_bytes)
    problems_geometry = Setting(b"", _bytes, _write_bytes)
    tag_set_geometry = Setting(b"", _bytes, _write_bytes)
    elsewhere_geometry = Setting(b"", _bytes, _write_bytes)
    places = Setting[dict[str, Place]]({}, _places, json.dumps)
    last_project = Setting("", str)
    last_folder = Setting("", str)
    export_format = Setting("jsonl", str)

    def __init__(self, path: Path | None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._values: dict[str, str] = {}
        self._file: QSettings | None = None
        if path is not None:
            self._file = QSettings(str(path), QSettings.Format.IniFormat)
            for key in self._file.allKeys():
                value = self._file.value(key)
                if isinstance(value, str):
                    self._values[key] = value
                elif isinstance(value, list):
                    # an ini value with commas comes back as a list of its parts
                    self._values[key] = ", ".join(str(part) for part in cast("list[object]", value))

    def text(self, name: str) -> str | None:
        """Return the stored text of *name*, or None when it was never set."""
        return self._values.get(name)

    def put(self, name: str, text: str) -> None:
        """Store *text* under *name* and tell everyone, if it is new."""
        if self._values.get(name) == text:
            return
        self._values[name] = text
        if self._file is not None:
            self._file.setValue(name, text)
        self.changed.emit(name)

    def sync(self) -> None:
        """Write what has not reached the disk yet."""
        if self._file is not None:
            self._file.sync()

    @property
    def annotator_name(self) -> str:
        """The annotator's name: as set, or else the name of the account."""
        return self.annotator.strip() or default_annotator()

    def remember_project(self, path: Path) -> None:
        """Put *path* first among the recent projects."""
        name = str(path)
        self.recent = (name, *(each for each in self.recent if each != name))[:RECENT_LIMIT]
        self.last_project = name

    def forget_project(self, path: Path) -> None:
        """Take *path* out of the recent projects."""
        self.recent = tuple(each for each in self.recent if each != str(path))

    def place(self, project: Path) -> Place | None:
        """Return where the reader was in *project*, or None."""
        return self.places.get(str(project))

    def set_place(self, project: Path, place: Place) -> None:
        """Keep where the reader is in *project*."""
        others = {path: each for path, each in self.places.items() if path != str(project)}
        newest = dict(list(others.items())[-PLACE_LIMIT:])
        self.places = newest | {str(project): place}
